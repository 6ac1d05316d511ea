"""Labels what rules and repetition prove: furniture at a text's edges, and lines shaped as labels.

A line is *solid* when it reads as running text, no rule of any place matches it and the site's
other pages do not repeat it. Above the first solid line is the head, below the last one the tail;
rules that need an edge fire there and nowhere else. Whether a line is solid, and which rules match
it, depends on the line alone, and solid lines are never taken away. So when the kept lines are
labelled again, the edges are no wider than before, hold no line that a rule matches, and nothing
more is taken: labelling is stable without being run twice.
"""

from collections.abc import Callable, Sequence
from itertools import repeat

from cntextfix.document import Block, Kind
from cntextfix.label.marks import Mark, Marks, kept
from cntextfix.label.matcher import Matcher
from cntextfix.label.outline import is_numbered, outline
from cntextfix.label.rules import Rule, Where
from cntextfix.label.shape import (
    LONGEST_LABEL,
    closing_piece,
    is_attachment,
    is_body_of_signature,
    is_sentence,
    signature,
)
from cntextfix.label.title_marks import place_title

__all__ = ["EVERY_PLACE", "FOOTER_FOLLOWS", "edged", "rule_at"]

EVERY_PLACE: tuple[Where, ...] = ("anywhere", "edge", "head", "tail", "footer")
FOOTER_FOLLOWS = frozenset({Kind.COPYRIGHT, Kind.DISCLAIMER, Kind.CONTACT})
"""A line of these kinds is the site's own; below it, rules for the footer may fire."""

_LONGEST_RULED = 700  # disclaimers are paragraphs; a longer line is text, and is not folded
_CLOSING_KINDS = frozenset({Kind.BYLINE, Kind.METADATA})

_Closers = list[tuple[str, Rule]]
_Repeats = Callable[[str], bool]


def edged(
    numbers: Sequence[int],
    lines: list[str],
    table: Matcher,
    repeated: _Repeats | None = None,
    *,
    titled: bool = False,
) -> list[Block]:
    """The blocks of a text: one a line, more where bylines close the last line of the body.

    Args:
        numbers: number of each line.
        lines: the lines, without blanks at either end; the last one of the body loses its
            closing bylines.
        table: the rules.
        repeated: says whether a line also stands on other pages of the site.
        titled: whether the first line is known to be the title.
    """
    span = _Span(table, repeated, lines[0] if titled else "")
    body = span.solid(lines)
    if body is None:
        marks = _ruled_without_body(lines, table)
        if titled:
            marks[0] = Mark(Kind.TITLE, "title_of_page")
        _place_headings(lines, marks)
        return _blocks(numbers, lines, marks)
    first, last = body
    lines[last], closers = span.without_closers(lines[last])
    marks = span.ruled(lines, first, last)
    place_title(lines, first, marks, titled=titled)
    _place_signature(lines, last, marks)
    _place_headings(lines, marks)
    blocks = _blocks(numbers, lines, marks)
    if not closers:
        return blocks
    closing = [Block(rule.kind, piece, numbers[last], 0, rule.name) for piece, rule in closers]
    return [*blocks[: last + 1], *closing, *blocks[last + 1 :]]


def rule_at(line: str, table: Matcher, *places: Where) -> Rule | None:
    """The rule that matches a line at one of some places.

    Args:
        line: a line without indent.
        table: the rules.
        places: where it stands.
    """
    return table.find(line, *places) if len(line) <= _LONGEST_RULED else None


def _mark_anywhere(marks: Marks, places: range, lines: Sequence[str], table: Matcher) -> None:
    """Mark the lines that a rule claims wherever they stand; running text is not asked about."""
    for index in places:
        line = lines[index]
        if len(line) <= LONGEST_LABEL and "。" not in line:
            rule = table.find(line, "anywhere")
            if rule is not None:
                marks[index] = Mark(rule.kind, rule.name)


class _Span:
    """What is solid, and what the rules and the site's other pages say of the lines around it."""

    __slots__ = ("_repeated", "_table", "_title")

    def __init__(self, table: Matcher, repeated: _Repeats | None, title: str) -> None:
        self._table = table
        self._repeated = repeated
        self._title = title

    def solid(self, lines: Sequence[str]) -> tuple[int, int] | None:
        """Index of the first solid line and of the last."""
        first = next((i for i, line in enumerate(lines) if self._is_solid(line)), None)
        if first is None:
            return None
        from_below = range(len(lines) - 1, first, -1)
        return first, next((i for i in from_below if self._is_solid(lines[i])), first)

    def ruled(self, lines: Sequence[str], first: int, last: int) -> Marks:
        """Marks for what is proved of the head, the middle and the tail."""
        marks: Marks = {}
        for index in range(first):
            self._mark(marks, index, lines[index], "anywhere", "edge", "head")
        _mark_anywhere(marks, range(first, last), lines, self._table)
        if self._repeated:
            for index in range(first, last):
                short = index not in marks and len(lines[index]) <= LONGEST_LABEL
                if short and not is_sentence(lines[index]):
                    self._mark_repeated(marks, index, lines[index])
        places: tuple[Where, ...] = ("anywhere", "edge", "tail")
        for index in range(last + 1, len(lines)):
            self._mark(marks, index, lines[index], *places)
            if index in marks and marks[index].kind in FOOTER_FOLLOWS:
                places = ("anywhere", "edge", "tail", "footer")
        return marks

    def without_closers(self, line: str) -> tuple[str, _Closers]:
        """The body's last line without the bylines that close it, and these, in order."""
        closers: _Closers = []
        end = len(line)
        while split := closing_piece(line, end):
            rest, piece = split
            rule = rule_at(line[piece:end], self._table, "edge", "tail")
            if rule is None or rule.kind not in _CLOSING_KINDS:
                break
            # A line too long for the rules is solid as it stands; copying it each time would cost.
            if rest <= _LONGEST_RULED and not self._is_solid(line[:rest]):
                break
            closers.append((line[piece:end], rule))
            end = rest
        return line[:end], closers[::-1]

    def _is_solid(self, line: str) -> bool:
        if not is_sentence(line):
            return False
        rule = rule_at(line, self._table, *EVERY_PLACE)
        if rule is not None:
            return rule.kind.is_body
        return self._repeated is None or line == self._title or not self._repeated(line)

    def _mark(self, marks: Marks, index: int, line: str, *places: Where) -> None:
        if rule := rule_at(line, self._table, *places):
            marks[index] = Mark(rule.kind, rule.name)
        elif self._repeated:
            self._mark_repeated(marks, index, line)

    def _mark_repeated(self, marks: Marks, index: int, line: str) -> None:
        # The numbers and names of headings are the same on many pages of one author.
        own = line == self._title or is_numbered(line)
        if not own and self._repeated is not None and self._repeated(line):
            marks[index] = Mark(Kind.OTHER, "repeated")


def _blocks(numbers: Sequence[int], lines: Sequence[str], marks: Marks) -> list[Block]:
    if not marks:
        return list(map(Block, repeat(Kind.PARAGRAPH), lines, numbers))
    count = len(lines)
    kinds, rules, levels = [Kind.PARAGRAPH] * count, [""] * count, [0] * count
    for index, mark in marks.items():
        kinds[index], rules[index], levels[index] = mark
    return list(map(Block, kinds, lines, numbers, levels, rules))


def _ruled_without_body(lines: Sequence[str], table: Matcher) -> Marks:
    """Marks for a text without running text: lists, verses, names, or nothing but furniture.

    Such a text has no edges. Only rules for any place count, unless every single line is
    furniture and one of them beyond doubt.
    """
    marks: Marks = {}
    _mark_anywhere(marks, range(len(lines)), lines, table)
    if not any(not mark.kind.is_body for mark in marks.values()):
        return marks
    every: Marks = {}
    for index, line in enumerate(lines):
        found = rule_at(line, table, *EVERY_PLACE)
        if found is None or found.kind.is_body:
            return marks
        every[index] = Mark(found.kind, found.name)
    return every


def _place_signature(lines: Sequence[str], last: int, marks: Marks) -> None:
    """Mark issuing bodies and date at the end of a document.

    Only furniture and the names of attachments may follow.
    """
    below = kept(range(last + 1, len(lines)), marks)
    while below and below[-1] not in marks and is_attachment(lines[below[-1]]):
        below.pop()
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
    if not marks:
        marks.update(
            (index, Mark(kind, "numbering", level))
            for index, (kind, level) in outline(lines).items()
        )
        return
    body = [index for index in range(len(lines)) if index not in marks]
    for place, (kind, level) in outline([lines[index] for index in body]).items():
        marks[body[place]] = Mark(kind, "numbering", level)
