"""Finds the line that a page's own description quotes: where its text begins, or stands.

Pages describe themselves in their heads (``description``, ``og:description``), and most systems
fill that with the first sentences of the text.

>>> texts = ["更多新闻", "三百多名志愿者今天上午参加了义务植树活动。", "昨天的新闻。"]
>>> quoted(Sheet(texts, (), [None] * 3), ["三百多名志愿者今天上午参加了义务植树…"], None)
1
"""

from collections.abc import Sequence

from cntextfix.label.sheet import Sheet
from cntextfix.label.title_lines import squeezed
from cntextfix.page import Head

__all__ = ["head_summaries", "quoted"]

_META = frozenset({"description", "og:description", "twitter:description", "abstract"})
_LINKED = frozenset({"description", "abstract", "articleBody"})
_SHORTEST = 12  # characters that do not stand in a line and in a description by chance
_ENOUGH = 16  # of a long line
_MOST = 4  # a page describes itself two or three times
_LONGEST = 2000


def head_summaries(head: Head) -> tuple[str, ...]:
    """How a page's head describes its text, each form once.

    Args:
        head: what the page says of itself.

    >>> said = "三百多人今天上午参加了植树活动。"
    >>> head_summaries(Head(meta=(("description", said), ("og:description", said))))
    ('三百多人今天上午参加了植树活动。',)
    """
    found = [value for name, value in head.meta if name in _META]
    found += [value for path, value in head.linked if path in _LINKED]
    return tuple(dict.fromkeys(text[:_LONGEST] for text in found if len(text) >= _SHORTEST))[:_MOST]


def quoted(sheet: Sheet, summaries: Sequence[str], title: int | None) -> int | None:
    """The first line that the page's description quotes.

    Args:
        sheet: the page's lines.
        summaries: how the page's head describes its text.
        title: index of the title's line; nothing above it is looked at.

    Returns:
        Its index; ``None`` where no line is quoted.
    """
    heads = [head for text in summaries if len(head := squeezed(text)) >= _SHORTEST]
    openings = [head[:_ENOUGH] for head in heads]
    for index in range(0 if title is None else title + 1, len(sheet.texts)):
        text = sheet.texts[index]
        if len(text) < _SHORTEST or sheet.ruled(index) or sheet.linked(index):
            continue
        bare = squeezed(text)
        if len(bare) < _SHORTEST or sheet.repeats(index):
            continue
        if any(bare[:_ENOUGH] in head for head in heads) or any(head in bare for head in openings):
            return index
    return None
