"""Headings by their numbers: 第一章, 一、, （一）, 1., (1), ① and the levels between them.

>>> lines = ["一、总体要求", "深入贯彻会议精神。"]
>>> lines += ["（一）基本原则。坚持稳中求进。", "（二）目标。到年底完成。"]
>>> lines += ["二、重点任务", "认真落实各项部署。"]
>>> for index, (kind, level) in sorted(outline(lines).items()):
...     print(kind, level, lines[index])
heading 1 一、总体要求
heading 2 （一）基本原则。坚持稳中求进。
heading 2 （二）目标。到年底完成。
heading 1 二、重点任务
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cntextfix.document import Kind

__all__ = ["is_numbered", "outline"]

_HAN = "一二三四五六七八九十百零〇"
_NUMBER = re.compile(
    rf"第\s?(?P<part>[{_HAN}\d]{{1,5}})\s?(?P<unit>部分|[编篇編章节節])(?:[\s:：、]|$|(?=\w))"
    rf"|(?P<han>[{_HAN}]{{1,4}})[、.．]"
    rf"|[（(]\s?(?P<han_round>[{_HAN}]{{1,4}})\s?[）)]"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3})(?=\s?[^\W\d])"
    r"|(?P<arabic>\d{1,2})(?:[.．](?!\d)|、|\s(?=[^\W\da-zA-Z]))"
    r"|[（(]?(?P<arabic_round>\d{1,2})\s?[）)]"
    r"|(?P<circled>[①-⑳])"
)
_STARTS = frozenset(f"第{_HAN}（(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BULLETS = frozenset("●•■◆▪◇○★☆※▲►·")
_MARKED = _STARTS | _BULLETS | frozenset("-*")
_UNITS = {"编": 0, "編": 0, "篇": 0, "部分": 0, "章": 1, "节": 2, "節": 2}
# Systems of numbers from the outermost to the innermost, as official documents nest them
# (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）); chapters and sections stand above, ① below.
_RANKS = {"han": 3, "han_round": 4, "arabic": 5, "decimal": 6, "arabic_round": 9, "circled": 10}
_LAST_OF_CHAPTERS = 2
_LISTING = "；;，,、"
_LONGEST_HEADING = 80


class _Item(NamedTuple):
    at: int
    rank: int
    ordinal: int
    text: str


def is_numbered(line: str) -> bool:
    """Whether a line begins with a number of one of the known systems.

    Args:
        line: a line with text, without indent.
    """
    return line[0] in _STARTS and _NUMBER.match(line) is not None


def outline(lines: Sequence[str]) -> Mapping[int, tuple[Kind, int]]:
    """Which lines of a body are headings, and which are items of a list.

    A numbered line is a heading where its run of numbers (1., 2., 3.) heads text: the lines
    stand apart, or carry on after a first short sentence. Runs whose lines end in 、 or ；, or
    follow each other with nothing between, are lists.

    Args:
        lines: the body's lines in order, each with text and without indent.

    Returns:
        Kind and level by index: `Kind.HEADING` with its level from 1, or `Kind.LIST_ITEM` and 0.
    """
    found: dict[int, tuple[Kind, int]] = {}
    items: list[_Item] = []
    for index, line in enumerate(lines):
        first = line[0]
        if first not in _MARKED:
            continue
        if first in _STARTS:
            if item := _item(index, line):
                items.append(item)
        elif first in _BULLETS or line[1:2] == " ":
            found[index] = (Kind.LIST_ITEM, 0)
    headings = []
    for run in _runs(items):
        if _heads(run, lines):
            headings.append(run)
        elif len(run) > 1:
            found.update((item.at, (Kind.LIST_ITEM, 0)) for item in run)
    ranks = sorted({run[0].rank for run in headings})
    for run in headings:
        level = ranks.index(run[0].rank) + 1
        found.update((item.at, (Kind.HEADING, level)) for item in run)
    return found


def _item(index: int, line: str) -> _Item | None:
    match = _NUMBER.match(line)
    if match is None or match.end() == len(line):
        return None
    system = match.lastgroup or ""  # the last group of a number of two is its unit
    number = match[system]
    if system == "unit":
        return _Item(index, _UNITS[number], _ordinal(match["part"]), line)
    if system == "decimal":
        depth = number.count(".")
        return _Item(index, _RANKS[system] + depth - 1, int(number.rpartition(".")[2]), line)
    return _Item(index, _RANKS[system], _ordinal(number), line)


@lru_cache(maxsize=1024)
def _ordinal(number: str) -> int:
    if number.isdecimal():
        return int(number)
    if "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    value = 0
    for unit, size in (("百", 100), ("十", 10)):
        before, found, number = number.rpartition(unit)
        if found:
            value += size * max(1, _HAN.find(before[-1:]) + 1 if before else 1)
        else:
            number = before + number
    return value + (_HAN.find(number[-1]) + 1 if number and number[-1] in _HAN[:9] else 0)


def _runs(items: Iterable[_Item]) -> list[list[_Item]]:
    """Numbers that count on in one system, with nothing of a higher system between them."""
    runs: list[list[_Item]] = []
    running: dict[int, list[_Item]] = {}
    for item in items:
        for rank in [rank for rank in running if rank > item.rank]:
            del running[rank]
        run = running.get(item.rank)
        if run is not None and item.ordinal == run[-1].ordinal + 1:
            run.append(item)
        else:
            run = running[item.rank] = [item]
            runs.append(run)
    return runs


def _heads(run: Sequence[_Item], lines: Sequence[str]) -> bool:
    if run[0].rank <= _LAST_OF_CHAPTERS:
        return all(_is_short(item.text) for item in run)
    if len(run) == 1 or any(item.text[-1] in _LISTING for item in run):
        return False
    apart = any(later.at > item.at + 1 for item, later in pairwise(run))
    good = sum(_runs_in(item.text) or (apart and _is_short(item.text)) for item in run)
    follows = run[-1].at + 1 < len(lines) or _runs_in(run[-1].text)
    return good * 2 > len(run) and follows


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and "。" not in text[:-1]


def _runs_in(text: str) -> bool:
    """Whether a short first sentence is followed by more on the same line."""
    end = text.find("。", 0, _LONGEST_HEADING)
    return 0 < end < len(text) - 1
