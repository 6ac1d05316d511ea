"""Han set apart by single blanks, joined.

    第 一 章 总 则  ->  第一章总则

Layout programs and text recognition write headings so. Four or more single Han in a row, each
parted from the next by one blank, are joined where they begin a line and the character model
knows them as words; fewer are as likely a list. So are 生字：春 风 冬 雪, 优 良 中 差, days of the
week, numbers and the series 甲乙丙丁, however many, and stay.
"""

import re
from collections.abc import Iterator
from functools import cache

from cntextfix.edits import Edit
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs._contexts import HAN
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

_BLANK = " \u00a0\u2002\u3000"
_DEAREST = 9.0
"""Bits a character of a heading may cost: 刑事判决书 8.5; the list 优良中差 10.1."""
_LEAST_SAVED = 3.0
"""Bits a character that the others' company must save: 会议纪要 3.2; 赵钱孙李 -2.5."""
_FARTHEST = 60  # characters into its line


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if text.isascii() or not _has_apart(text):
        return
    for run in _runs(text):
        joined = run.group()[::2]
        if not _series().fullmatch(run.group()) and _heads(text, run) and _is_words(joined):
            yield Edit(*run.span(), joined)


def _heads(text: str, run: re.Match[str]) -> bool:
    """Whether the run begins its line, but for a number, and no word follows behind a blank."""
    start = text.rfind("\n", 0, run.start()) + 1
    if run.start() - start > _FARTHEST:
        return False
    behind = text[run.end() : run.end() + 2]
    return bool(_opening().fullmatch(text, start, run.start())) and not _word().match(behind)


def _is_words(joined: str) -> bool:
    """Whether the characters are likelier together than each by itself."""
    from cntextfix.lexicon.character_model import load

    bits = load().bits
    cost, apart = bits(joined), sum(map(bits, joined))
    return cost <= _DEAREST * len(joined) and apart - cost >= _LEAST_SAVED * len(joined)


@cache
def _opening() -> re.Pattern[str]:
    number = "[一二三四五六七八九十百\\d]{1,4}"
    apart = f"[{_BLANK}]{{2,}}"
    return re.compile(
        f"(?:[^{HAN}]*+(?:第?{number}[章节節条條部分编編、)）])?|.*{apart})[^{HAN}]*+"
    )


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"[{_BLANK}][{HAN}]")


def _has_apart(text: str) -> bool:
    """Whether two single Han have blanks about them: cheap to rule out."""
    if (" " in text and _apart(" ").search(text)) or _apart("\u3000").search(text):
        return True
    odd = uncommon(text)
    return any(blank in odd and bool(_apart(blank).search(text)) for blank in "\u00a0\u2002")


@cache
def _apart(blank: str) -> re.Pattern[str]:
    """The same behind one kind of blank: a pattern is fast where it begins with one character."""
    return re.compile(f"{blank}[{HAN}][{_BLANK}][{HAN}][{_BLANK}]")


def _runs(text: str) -> Iterator[re.Match[str]]:
    """The runs of single Han: each has two of them between blanks behind its first."""
    apart, run = _apart(f"[{_BLANK}]"), _run()
    done = 0
    while hit := apart.search(text, done):
        found = run.match(text, hit.start() - 1) if hit.start() else None
        if found:
            yield found
        done = found.end() if found else hit.start() + 1


@cache
def _run() -> re.Pattern[str]:
    """Four or more single Han, each parted from the next by one blank."""
    return re.compile(
        f"(?<![{HAN}])(?<![{HAN}][{_BLANK}])[{HAN}](?:[{_BLANK}][{HAN}]){{3,}}(?![{HAN}])"
    )


@cache
def _series() -> re.Pattern[str]:
    """Lists whose entries are single Han."""
    return re.compile(
        f"[{_BLANK}一二三四五六七八九十百〇零日月火水木金土]+|[{_BLANK}甲乙丙丁戊己庚辛壬癸]+"
        f"|[{_BLANK}子丑寅卯辰巳午未申酉戌亥]+|[{_BLANK}东東南西北中]+|[{_BLANK}上中下左右前后後]+"
    )


REPAIR = Repair(
    name="spaced_han",
    summary="headings whose characters are set apart by blanks, joined",
    stage="normalise",
    find=_find,
    examples=(
        ("第 一 章 总 则", "第一章总则"),
        ("甲 乙 丙 丁", "甲 乙 丙 丁"),
        ("不 起 诉", "不 起 诉"),
    ),
)
