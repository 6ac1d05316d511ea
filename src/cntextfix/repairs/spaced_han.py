"""Han set apart by single blanks, joined.

    第 一 章 总 则  ->  第一章总则

Layout programs and text recognition write headings so. Four or more single Han in a row, each
parted from the next by one blank, are joined; fewer are as likely a list. So are days of the
week, numbers and the series 甲乙丙丁, however many, and stay.
"""

import re
from collections.abc import Iterator
from functools import cache

from cntextfix.edits import Edit
from cntextfix.repairs._contexts import HAN
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

_BLANK = " \u00a0\u2002\u3000"


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if text.isascii() or not _apart().search(text):
        return
    for run in _run().finditer(text):
        if not _series().fullmatch(run.group()):
            yield Edit(*run.span(), run.group()[::2])


@cache
def _apart() -> re.Pattern[str]:
    """Two single Han with blanks about them: cheap to rule out."""
    return re.compile(f"[{_BLANK}][{HAN}][{_BLANK}][{HAN}][{_BLANK}]")


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
