"""Gives every line of a text its kind.

>>> from cntextfix.label.rules import RULES
>>> page = '''首页 > 新闻 > 正文
... 检察机关开展专项监督
... 来源：检察日报 发布时间：2024-01-05
... 1月4日，最高人民检察院召开会议，部署专项监督工作。
... （检察日报社 李明）'''
>>> for block in label(page, RULES):
...     print(block.kind, block.text)
breadcrumb 首页 > 新闻 > 正文
title 检察机关开展专项监督
metadata 来源：检察日报 发布时间：2024-01-05
paragraph 1月4日，最高人民检察院召开会议，部署专项监督工作。
byline （检察日报社 李明）

A line is *solid* when it reads as running text and no rule of any place matches it. Above the
first solid line is the head, below the last one the tail; rules that need an edge fire there and
nowhere else. Whether a line is solid, and which rules match it, depends on the line alone, and
solid lines are never taken away. So when the kept lines are labelled again, the edges are no
wider than before, hold no line that a rule matches, and nothing more is taken: labelling is
stable without being run twice.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from cntextfix.document import Block, Kind
from cntextfix.label.headline import place_title
from cntextfix.label.marks import Mark, Marks, kept
from cntextfix.label.matcher import Matcher, matcher
from cntextfix.label.outline import outline
from cntextfix.label.rules import Rule, Where
from cntextfix.label.shape import (
    LONGEST_LABEL,
    closing_piece,
    is_body_of_signature,
    is_sentence,
    lines_of,
    signature,
)
from cntextfix.lexicon.fold import fold
from cntextfix.page import Line

__all__ = ["Strip", "label"]

Strip = Literal["safe", "main"]

_LONGEST_RULED = 700  # disclaimers are paragraphs; a longer line is text, and is not folded
_EVERY_PLACE: tuple[Where, ...] = ("anywhere", "edge", "head", "tail", "footer")
_FOOTER_FOLLOWS = frozenset({Kind.COPYRIGHT, Kind.DISCLAIMER, Kind.CONTACT})
_CLOSING_KINDS = frozenset({Kind.BYLINE, Kind.METADATA})

_Closers = list[tuple[str, Rule]]


def label(
    text: str,
    rules: Sequence[Rule],
    *,
    lines: Sequence[Line] = (),
    strip: Strip = "safe",
    repeated: Callable[[str], bool] | None = None,
) -> tuple[Block, ...]:
    """Label every line of a text.

    Args:
        text: the repaired text.
        rules: the boilerplate rules, in the order they are tried.
        lines: what the markup knew of the text's lines, one for each; empty for plain text.
        strip: "safe" or "main", as for `clean`.
        repeated: says whether a line also stands on other pages of the site.

    Returns:
        The blocks in the order of the text: one a line, more where bylines close the last line
        of the body.
    """
    table = matcher(rules)
    numbers: list[int] = []
    texts: list[str] = []
    for number, line in lines_of(text):
        numbers.append(number)
        texts.append(line)
    return _labelled(numbers, texts, table)


def _labelled(numbers: list[int], lines: list[str], table: Matcher) -> tuple[Block, ...]:
    body = _solid_span(lines, table)
    if body is None:
        marks = _ruled_without_body(lines, table)
        _place_headings(lines, marks)
        return tuple(_blocks(numbers, lines, marks))
    first, last = body
    lines[last], closers = _without_closers(lines[last], table)
    marks = _ruled(lines, first, last, table)
    place_title(lines, first, marks)
    _place_signature(lines, last, marks)
    _place_headings(lines, marks)
    blocks = _blocks(numbers, lines, marks)
    closing = [Block(rule.kind, piece, numbers[last], 0, rule.name) for piece, rule in closers]
    return (*blocks[: last + 1], *closing, *blocks[last + 1 :])


def _blocks(numbers: Sequence[int], lines: Sequence[str], marks: Marks) -> list[Block]:
    blocks = [
        Block(Kind.PARAGRAPH, line, number) for number, line in zip(numbers, lines, strict=True)
    ]
    for index, (kind, rule, level) in marks.items():
        blocks[index] = Block(kind, lines[index], numbers[index], level, rule)
    return blocks


def _rule_at(line: str, table: Matcher, *places: Where) -> Rule | None:
    return table.find(fold(line), *places) if len(line) <= _LONGEST_RULED else None


def _rule_anywhere(line: str, table: Matcher) -> Rule | None:
    """The rule that claims a line wherever it stands; running text is not asked about."""
    if len(line) > LONGEST_LABEL or "。" in line:
        return None
    return table.find(fold(line), "anywhere")


def _is_solid(line: str, table: Matcher) -> bool:
    if not is_sentence(line):
        return False
    rule = _rule_at(line, table, *_EVERY_PLACE)
    return rule is None or rule.kind.is_body


def _solid_span(lines: Sequence[str], table: Matcher) -> tuple[int, int] | None:
    first = next((i for i, line in enumerate(lines) if _is_solid(line, table)), None)
    if first is None:
        return None
    from_below = range(len(lines) - 1, first, -1)
    return first, next((i for i in from_below if _is_solid(lines[i], table)), first)


def _ruled_without_body(lines: Sequence[str], table: Matcher) -> Marks:
    """Marks for a text without running text: lists, verses, names, or nothing but furniture.

    Such a text has no edges. Only rules for any place count, unless every single line is
    furniture and one of them beyond doubt.
    """
    marks: Marks = {}
    for index, line in enumerate(lines):
        if rule := _rule_anywhere(line, table):
            marks[index] = Mark(rule.kind, rule.name)
    if not any(not mark.kind.is_body for mark in marks.values()):
        return marks
    every: Marks = {}
    for index, line in enumerate(lines):
        found = _rule_at(line, table, *_EVERY_PLACE)
        if found is None or found.kind.is_body:
            return marks
        every[index] = Mark(found.kind, found.name)
    return every


def _ruled(lines: Sequence[str], first: int, last: int, table: Matcher) -> Marks:
    """Marks for what the rules prove in the head, the middle and the tail."""
    marks: Marks = {}
    for index in range(first):
        if rule := _rule_at(lines[index], table, "anywhere", "edge", "head"):
            marks[index] = Mark(rule.kind, rule.name)
    for index in range(first, last):
        if rule := _rule_anywhere(lines[index], table):
            marks[index] = Mark(rule.kind, rule.name)
    places: tuple[Where, ...] = ("anywhere", "edge", "tail")
    for index in range(last + 1, len(lines)):
        if rule := _rule_at(lines[index], table, *places):
            marks[index] = Mark(rule.kind, rule.name)
            if rule.kind in _FOOTER_FOLLOWS:
                places = ("anywhere", "edge", "tail", "footer")
    return marks


def _without_closers(line: str, table: Matcher) -> tuple[str, _Closers]:
    """The last line of the body without the bylines that close it, and these, in order."""
    closers: _Closers = []
    end = len(line)
    while split := closing_piece(line, end):
        rest, piece = split
        rule = _rule_at(line[piece:end], table, "edge", "tail")
        if rule is None or rule.kind not in _CLOSING_KINDS:
            break
        # A line too long for the rules is solid as it stands; copying it each time would cost.
        if rest <= _LONGEST_RULED and not _is_solid(line[:rest], table):
            break
        closers.append((line[piece:end], rule))
        end = rest
    return line[:end], closers[::-1]


def _place_signature(lines: Sequence[str], last: int, marks: Marks) -> None:
    """Mark issuing bodies and date at the end of a document, where only furniture follows."""
    below = kept(range(last + 1, len(lines)), marks)
    if not below or below[-1] in marks:
        return
    signed = signature(lines[below[-1]])
    if signed is None:
        return
    indexes = [below[-1]]
    for index in reversed(below[:-1]):
        if index in marks or not is_body_of_signature(lines[index]):
            break
        indexes.append(index)
    if signed[0] or len(indexes) > 1:  # a date alone signs nothing
        marks.update((index, Mark(Kind.SIGNATURE, "issuer_and_date")) for index in indexes)


def _place_headings(lines: Sequence[str], marks: Marks) -> None:
    body = [index for index in range(len(lines)) if index not in marks]
    for place, (kind, level) in outline([lines[index] for index in body]).items():
        marks[body[place]] = Mark(kind, "numbering", level)
