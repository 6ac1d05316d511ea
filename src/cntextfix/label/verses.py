"""Poems and lists: text whose lines are short, and show no sign that they are text.

>>> texts = ["静夜思", "床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。"]
>>> sorted(verses(Sheet(texts, (), [None] * 5)))
[1, 2, 3, 4]
"""

import re
from collections.abc import Collection, Iterator

from cntextfix.document import Kind
from cntextfix.label.features import FACTS
from cntextfix.label.shape import is_headline
from cntextfix.label.sheet import Sheet

__all__ = ["above_facts", "framed", "is_bare", "verses"]

_FEWEST = 4  # verses
_LITTLE = 0.4  # of the characters of a text
_LONGEST = 12  # characters of the lines of a poem, on average
_FACT_KINDS = frozenset({Kind.METADATA, Kind.BYLINE})
_VERSE = re.compile(r".{1,24}[，。！？；：、…,.!?;:」”]")


def verses(sheet: Sheet) -> Iterator[int]:
    """The short lines in a row, of text without markup, that end as sentences and their parts do.

    Args:
        sheet: the page's lines.
    """
    run: list[int] = []
    for index, text in enumerate(sheet.texts if not sheet.lines else ()):
        if _VERSE.fullmatch(text) and not sheet.ruled(index):
            run.append(index)
            if len(run) >= _FEWEST:
                yield from run if len(run) == _FEWEST else run[-1:]
        else:
            run = []


def framed(sheet: Sheet, title: int | None) -> range:
    """The lines between facts above and furniture below, where none of them is a sentence.

    Args:
        sheet: the page's lines.
        title: index of the title's line; without one, the first line of facts is looked for.

    Returns:
        Their indexes; empty where no such lines stand there.

    >>> from cntextfix.label.rules import RULES
    >>> facts, footer = (next(r for r in RULES if r.name == n) for n in ("facts", "control"))
    >>> texts = ["故乡", "作者：甲 来源：乙", "河不说话", "低着头", "流过", "门前", "打印"]
    >>> framed(Sheet(texts, (), [None, facts, None, None, None, None, footer]), None)
    range(2, 6)
    """
    names = [rule.name if rule else "" for rule in sheet.rules]
    facts = next((index for index, name in enumerate(names) if name in FACTS), None)
    if title is None and facts is None:
        return range(0)
    first = facts + 1 if title is None and facts is not None else (title or 0) + 1
    while first < len(names) and sheet.ruled(first):
        first += 1
    last = first - 1
    while last + 1 < len(names) and not (sheet.ruled(last + 1) or sheet.linked(last + 1)):
        last += 1
    between = sheet.ruled(first - 1) and last + 1 < len(names)
    return range(first, last + 1) if between and last - first >= _FEWEST - 1 else range(0)


def above_facts(sheet: Sheet, first: int) -> int | None:
    """The headline above the facts that stand above a text's first line.

    Args:
        sheet: the page's lines.
        first: index of the text's first line.
    """
    index = first - 1
    while index >= 0 and sheet.ruled(index):
        index -= 1
    return index if index >= 0 and is_headline(sheet.texts[index]) else None


def is_bare(sheet: Sheet, kept: Collection[int]) -> bool:
    """Whether text without markup is no page: a poem, a list, a text that somebody cut out.

    No rule knows any of its lines as furniture, and little would be taken from it, or verses.

    Args:
        sheet: the text's lines.
        kept: indexes of those that would be kept.
    """
    for index, rule in enumerate(sheet.rules):
        if sheet.repeats(index) or (sheet.ruled(index) and rule and rule.kind not in _FACT_KINDS):
            return False
    left = [len(text) for index, text in enumerate(sheet.texts) if index not in kept]
    size = sum(map(len, sheet.texts))
    return sum(left) <= _LITTLE * size or size <= _LONGEST * len(sheet.texts)
