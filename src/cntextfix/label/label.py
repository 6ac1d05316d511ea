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

With ``strip="safe"``, the rules and the site's other pages must prove that a line is furniture
(`edges`). With ``strip="main"``, the main text is found first (`segment`) and labelled in the same
way, so that labelling it once more takes nothing more; what stands around it is named by rules and
by what the markup says (`outside`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from cntextfix.document import Block, Kind
from cntextfix.label.board import BOARD_TITLE, title_of_post
from cntextfix.label.code import code_indents
from cntextfix.label.edges import EVERY_PLACE, edged, rule_at
from cntextfix.label.headline import named_title
from cntextfix.label.markup import tagged
from cntextfix.label.matcher import Matcher, matcher
from cntextfix.label.outside import outside
from cntextfix.label.rules import Rule
from cntextfix.label.segment import Part, main_part
from cntextfix.label.shape import lines_of
from cntextfix.label.sheet import Sheet
from cntextfix.label.title_lines import joined
from cntextfix.page import Line

__all__ = ["Strip", "label"]

_SUB_HEADLINE = re.compile("(?:——|――|──)[^。！？；：]{2,40}")
"""Beside a title, a line behind a dash is a sub-headline, on whichever side it stands."""

Strip = Literal["safe", "main"]
"""What may be called furniture: what rules prove, or also what lies outside the main text."""


def label(
    text: str,
    rules: Sequence[Rule],
    *,
    lines: Sequence[Line] = (),
    strip: Strip = "safe",
    repeated: Callable[[str], bool] | None = None,
    head_titles: Sequence[str] = (),
    head_summaries: Sequence[str] = (),
) -> tuple[Block, ...]:
    """Label every line of a text.

    Args:
        text: the repaired text.
        rules: the boilerplate rules, in the order they are tried.
        lines: what the markup knew of the text's lines, one for each; empty for plain text.
        strip: "safe" or "main", as for `clean`.
        repeated: says whether a line also stands on other pages of the site.
        head_titles: what the page's head calls the page: ``<title>``, og:title.
        head_summaries: how it describes the page's text: ``description``, og:description.

    Returns:
        The blocks in the order of the text: one a line, more where bylines close the last line
        of the body.
    """
    table = matcher(rules)
    numbers, texts = lines_of(text)
    known = _known(numbers, texts, lines) if lines else []
    pictures = [place for place, line in enumerate(known) if line.tag == "img"]
    blocks = [
        Block(Kind.IMAGE, texts[place], numbers[place], 0, "alternative_text") for place in pictures
    ]
    for place in reversed(pictures):
        del numbers[place], texts[place], known[place]
    if strip == "main":
        raw = [] if known else text.split("\n")
        sheet = Sheet(
            texts,
            known,
            [rule_at(line, table, *EVERY_PLACE) for line in texts],
            [repeated(line) for line in texts] if repeated else (),
            [raw[number - 1][:1].isspace() for number in numbers] if raw else (),
        )
        blocks += _main(sheet, numbers, table, main_part(sheet, head_titles, head_summaries))
    else:
        found = edged(numbers, texts, table, repeated)
        shown = Sheet(texts, known, [None] * len(texts))
        named = named_title(shown, head_titles) if known else None
        blocks += found if not named else _titled(found, numbers[named], table, repeated)
    if known:
        blocks = tagged(blocks, dict(zip(numbers, known, strict=True)))
    if known or strip == "main":
        blocks.sort(key=lambda block: block.line)  # pieces of one line stay in their order
    if not known and (code := code_indents(text)):
        blocks = _indented(blocks, code)
    return tuple(blocks)


def _titled(
    blocks: Sequence[Block], title: int, table: Matcher, repeated: Callable[[str], bool] | None
) -> list[Block]:
    """The blocks as they are labelled when their title stands first, as in the plain text.

    Args:
        blocks: blocks as labelled where they stand.
        title: the number of the line that the page's head names.
        table: the rules.
        repeated: says whether a line also stands on other pages of the site.
    """
    shown = [block for block in blocks if block.kind.is_content and block.kind is not Kind.BYLINE]
    first = [block for block in shown if block.line == title]
    if not first:
        return list(blocks)
    order = [*first, *(block for block in shown if block.line != title)]
    again = edged(
        [block.line for block in order],
        [block.text for block in order],
        table,
        repeated,
        titled=True,
    )
    again = [
        replace(block, kind=Kind.PARAGRAPH, rule="")
        if block.kind is Kind.SUBTITLE and block.line < title
        else block
        for block in again
    ]
    rest = [block for block in blocks if not block.kind.is_content or block.kind is Kind.BYLINE]
    return sorted([*again, *rest], key=lambda block: block.line)


def _indented(blocks: Sequence[Block], code: Mapping[int, str]) -> list[Block]:
    """The blocks with the indents of code, where what is kept of the text still shows it."""
    body = [place for place, block in enumerate(blocks) if block.kind.is_body]
    lines = [code.get(blocks[place].line, "") + blocks[place].text for place in body]
    shown = code_indents("\n".join(lines))
    indented = list(blocks)
    for number, place in enumerate(body, 1):
        if number in shown:
            indented[place] = replace(blocks[place], text=lines[number - 1])
    return indented


def _known(numbers: Sequence[int], texts: Sequence[str], lines: Sequence[Line]) -> list[Line]:
    """What the markup knew of each line with text; nothing of a line that a repair made."""
    if numbers and numbers[-1] <= len(lines):
        return [lines[number - 1] for number in numbers]
    by_text = {line.text: line for line in lines}
    return [by_text.get(text) or Line(text) for text in texts]


def _main(sheet: Sheet, numbers: Sequence[int], table: Matcher, part: Part) -> list[Block]:
    """The blocks of a page whose main text is known."""
    inside = list(part.inside) or list(range(len(sheet.texts)))
    title: tuple[int, ...] = ()
    if part.title and part.inside:
        inside = sorted({*part.title, *inside})
        if tuple(inside[: len(part.title)]) == part.title:
            title = part.title
    one_line = [joined(sheet.texts[place] for place in title)] if title else []
    above = [title[0] - 1] if title and title[0] else []
    above = [
        place
        for place in above
        if _SUB_HEADLINE.fullmatch(sheet.texts[place])
        and not one_line[0].startswith(sheet.texts[place])
    ]
    rest = [*above, *inside[len(title) :]]  # the plain text has it below the title, too
    blocks = edged(
        [*(numbers[place] for place in title[:1]), *(numbers[place] for place in rest)],
        [*one_line, *(sheet.texts[place] for place in rest)],
        table,
        titled=bool(title),
    )
    if title and title_of_post(sheet) == title[0]:
        blocks[0] = replace(blocks[0], rule=BOARD_TITLE)
    if above and blocks[1].kind is Kind.SUBTITLE:
        blocks[1] = replace(blocks[1], rule="above_title")
    if len(title) > 1:  # each line is a block of its own again
        blocks[:1] = [
            replace(blocks[0], text=sheet.texts[place], line=numbers[place]) for place in title
        ]
    taken = {*inside, *above}
    others = (place for place in range(len(sheet.texts)) if place not in taken)
    for place, kind, reason in outside(sheet, others, part.last, table, part.records):
        blocks.append(Block(kind, sheet.texts[place], numbers[place], 0, reason))
    return blocks
