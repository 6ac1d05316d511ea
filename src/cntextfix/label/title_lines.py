"""The lines of a title that is broken over several of them, and the title they make.

A page breaks a long title with ``<br>``, a printed document where the sense allows it (GB/T
9704-2012, 7.3.1). What the page's head calls it, or the element they stand in, says that two lines
are one title.

>>> from cntextfix.page import Line
>>> texts = ["某某县人民政府关于2024年", "部分节假日安排的通知", "各乡镇："]
>>> lines = [Line(texts[0], "h1"), Line(texts[1], "h1"), Line(texts[2], "p")]
>>> title_lines(Sheet(texts, lines, [None] * 3), 0, [])
(0, 1)
"""

from collections.abc import Iterable, Sequence

from cntextfix.label.sheet import Sheet
from cntextfix.lexicon.fold import fold

__all__ = ["joined", "squeezed", "title_lines"]

_MOST_LINES = 4
_LONGEST = 72
_SHORTEST = 8  # of a title that nothing but the element speaks for


def title_lines(sheet: Sheet, title: int, head_titles: Sequence[str]) -> tuple[int, ...]:
    """The lines that make one title with a line of it.

    Args:
        sheet: the page's lines.
        title: index of the line that is known.
        head_titles: what the page's head calls the page.

    Returns:
        Their indexes, in order; where nothing says that the title is broken, the line's alone.
    """
    if not sheet.lines:
        return (title,)
    first = last = title
    while title - first < _MOST_LINES and _goes_with(sheet, first - 1, title):
        first -= 1
    while last - title < _MOST_LINES and _goes_with(sheet, last + 1, title):
        last += 1
    if first == last:
        return (title,)
    heads = [head for text in head_titles if (head := squeezed(text))]
    runs = [
        range(start, end + 1)
        for start in range(first, title + 1)
        for end in range(last, title - 1, -1)
        if 0 < end - start < _MOST_LINES
    ]
    for run in sorted(runs, key=len, reverse=True):
        text = squeezed(joined(sheet.texts[index] for index in run))
        if len(text) > _SHORTEST and any(head.startswith(text) for head in heads):
            return tuple(run)
    whole = range(first, last + 1)
    if sheet.level(title) == 1 and len(whole) <= _MOST_LINES:
        texts = [squeezed(sheet.texts[index]) for index in whole]
        unnamed = not any(text in head for text in texts for head in heads)
        if unnamed and _SHORTEST < sum(map(len, texts)) <= _LONGEST and len(set(texts)) > 1:
            return tuple(whole)
    return (title,)


def joined(texts: Iterable[str]) -> str:
    """Lines as one, with a blank only between letters or figures that are not Han.

    Args:
        texts: the lines.

    >>> joined(["关于2024年", "放假的通知"]), joined(["Annual Report", "2024"])
    ('关于2024年放假的通知', 'Annual Report 2024')
    """
    whole = ""
    for text in texts:
        gap = " " if whole[-1:].isalnum() and (whole[-1:] + text[:1]).isascii() else ""
        whole += gap + text
    return whole


def squeezed(text: str) -> str:
    """A text folded and without blanks, for comparing.

    Args:
        text: any text.
    """
    return "".join(fold(text).split())


def _goes_with(sheet: Sheet, index: int, title: int) -> bool:
    """Whether a line stands in the same element, or in its like, and can be part of a title."""
    if not 0 <= index < len(sheet.texts):
        return False
    line, other = sheet.lines[index], sheet.lines[title]
    return (
        (line.tag, line.hints) == (other.tag, other.hints)
        and len(line.text) <= _LONGEST
        and "。" not in line.text
        and not sheet.ruled(index)
        and not sheet.linked(index)
        and not sheet.repeats(index)
    )
