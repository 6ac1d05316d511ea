"""Takes the short lines of a short page into its text, where nothing says they are furniture.

A poem's verses, a recipe's ingredients and a list's items weigh little beside running text. They
belong to it where the page ends with them or its title stands right above, and no link, no rule
and no name of a place in the markup speaks against one of them.

>>> from cntextfix.page import Line
>>> texts = ["静夜思", "李白", "床前明月光，", "疑是地上霜。"]
>>> widened(Sheet(texts, [Line(text, "p") for text in texts], [None] * 4), 0, 3, 3)
(1, 3)
"""

import re

from cntextfix.document import Kind
from cntextfix.label.outside import place_named
from cntextfix.label.shape import is_attachment, is_body_of_signature, is_sentence, signature
from cntextfix.label.sheet import Sheet

__all__ = ["widened"]

_MOST_ABOVE = 20  # lines between a title and the text's first sentence
_MOST_BELOW = 12  # lines between the text's last sentence and the page's end
_FACTS = frozenset({Kind.METADATA, Kind.BYLINE})  # stand between title and text,
_PASSED = frozenset({Kind.CONTACT})  # stands above a signature, too
_ENDS = _FACTS | {Kind.COPYRIGHT, Kind.DISCLAIMER}  # or between text and footer
_LABEL = re.compile(r"[^:：]{2,8}[:：]\s{0,3}[^:：\s]")  # 發布單位：農業處, which no rule knows
_DAY = re.compile(r"\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\d{1,2}:\d\d")
_MOST_LINES = 60  # between the text's edge and the last line that belongs to it
_SHORTEST_LEAD = 6
_SHORTEST_HEADLINE = 11
_SHORT_PAGE = 40
_LONGEST_PAGE = 80  # lines; on a longer one, what follows the text is seldom text


def widened(sheet: Sheet, title: int | None, first: int, last: int) -> tuple[int, int]:
    """First and last index of the text with the plain lines around it.

    Args:
        sheet: the page's lines.
        title: index of the title's last line; ``None`` where none was found.
        first: index of the text's first line.
        last: index of its last line.
    """
    if not sheet.lines:
        return _up(sheet, title, first), _down(sheet, last)
    if title is not None and title < first <= title + 1 + _MOST_ABOVE:
        above = range(title + 1, first)
        facts = (index for index in above if _is_fact(sheet, index))
        begin = 1 + (title if len(sheet.texts) > _SHORT_PAGE else max(facts, default=title))
        plain = (_is_plain(sheet, index) for index in range(begin, first))
        if all(plain) and not any(_is_fact(sheet, index) for index in range(begin, first)):
            first = begin
    last = _of_place(sheet, first, last)
    below = range(last + 1, len(sheet.texts))
    end = next((index for index in below if _of_kind(sheet, index, _ENDS)), len(sheet.texts))
    if end - last - 1 > _MOST_BELOW or len(sheet.texts) > _LONGEST_PAGE:
        return first, last
    if all(_is_plain(sheet, index) for index in range(last + 1, end)):
        last = end - 1
    return first, last


def _of_place(sheet: Sheet, first: int, last: int) -> int:
    """The last line of a text with the plain lines below it that stand in places of the text."""
    places = {sheet.lines[index].hints for index in range(first, last + 1)} - {""}
    found = last
    for index in range(last + 1, min(len(sheet.texts), last + 1 + _MOST_BELOW)):
        line = sheet.lines[index]
        address = line.text.startswith(("http://", "https://"))
        if line.hints not in places or sheet.ruled(index) or sheet.repeats(index):
            break
        if line.link and not address:
            break
        found = index
    return found


def _up(sheet: Sheet, title: int | None, first: int) -> int:
    """The first line of a text without markup, with what leads to it: an address, a date line."""
    found, top = first, max(-1 if title is None else title, first - 1 - _MOST_LINES)
    for index in range(first - 1, top, -1):
        text = sheet.texts[index]
        if sheet.ruled(index) or sheet.repeats(index) or _may_be_headline(text):
            break
        if is_sentence(text) or (len(text) >= _SHORTEST_LEAD and text[-1] in "：:。"):
            found = index
    return found


def _down(sheet: Sheet, last: int) -> int:
    """The last line of a text without markup, with what ends it: cells, labels, a signature."""
    found = last
    for index in range(last + 1, min(len(sheet.texts), last + 1 + _MOST_LINES)):
        text = sheet.texts[index]
        signed = signature(text) is not None
        if sheet.repeats(index):
            break
        if sheet.ruled(index) and not signed:
            if not _of_kind(sheet, index, _PASSED):
                break
            continue
        if signed or is_sentence(text) or is_attachment(text):
            found = index
        elif _may_be_headline(text) and not (is_body_of_signature(text) or _LABEL.match(text)):
            break
    return found


def _may_be_headline(text: str) -> bool:
    """Whether a line can name another page."""
    return (
        len(text) >= _SHORTEST_HEADLINE and text[-1] not in "，,。；;：:" and not is_sentence(text)
    )


def _is_fact(sheet: Sheet, index: int) -> bool:
    """Whether a line above the text tells of the page: by rule, by its label or by its date."""
    text = sheet.texts[index]
    return (
        _of_kind(sheet, index, _FACTS) or _LABEL.match(text) is not None or bool(_DAY.search(text))
    )


def _of_kind(sheet: Sheet, index: int, kinds: frozenset[Kind]) -> bool:
    """Whether a rule gives a line one of some kinds."""
    rule = sheet.rules[index]
    return rule is not None and rule.kind in kinds


def _is_plain(sheet: Sheet, index: int) -> bool:
    """Whether nothing says that a line is furniture."""
    line = sheet.lines[index]
    return (
        not line.link
        and not sheet.ruled(index)
        and not sheet.repeats(index)
        and place_named(line.hints) is None
    )
