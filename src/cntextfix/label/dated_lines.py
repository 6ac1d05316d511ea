"""Lines that are a date and little more, and those that tell what was done on a day.

>>> is_mostly_date("中国网 2019-11-25 10:37"), is_mostly_date("(2018年10月26日第六次会议通过)")
(True, False)
>>> is_entry("2019-01-05 公司成立"), is_entry("2019-11-25 10:37 中国网")
(True, False)
"""

import re

from cntextfix.label.dates import WEEKDAY, has_moment, without_moments
from cntextfix.label.names import is_outlet, is_person, without_counters
from cntextfix.lexicon.fold import fold

__all__ = ["is_entry", "is_mostly_date"]

_LONGEST_DATE_LINE = 60
_MOST_BESIDE_DATE = 26
_ENGLISH_BYLINE = re.compile(
    r"(?:(?:posted|published|updated|written)(?:\s(?:on|at))?\s*)?[:,|]?\s*"
    r"(?:by\s[a-z][a-z .'-]{1,30})?[\s,|]*"
)
_BETWEEN = re.compile(r"[\s·|｜丨•/／,，、]+")
_WRITTEN_BY_MACHINE = re.compile(r"\d[-/.]\d|\d:\d\d")
_WEEKDAY = re.compile(WEEKDAY)
# A date with one of these beside it is the day of something the text tells of.
_EVENT = re.compile(
    r"[。,;!?至将令届\"{}=<>]|\d\s?号|第\d|通过|公布|施行|修[订正]|会议|举行|召开|截[至止]|农历|今[天日]"
)
# What is said of a page beside its date.
_OF_PAGE = re.compile(
    r"[发發][布佈表]|更新|作者|[编編][辑輯]|[评評][论論]|官方|[阅閱][读讀]|[浏瀏][览覽]|[来來]源|[记記]者|[:：]"
)


def is_mostly_date(text: str) -> bool:
    """Whether a line is a date with little beside it, such as an outlet or a counter.

    Args:
        text: the line.
    """
    beside = _beside(text)
    if not beside:
        return beside is not None
    if len(beside) > _MOST_BESIDE_DATE or _EVENT.search(fold(beside)):
        return False
    if _WRITTEN_BY_MACHINE.search(fold(text)):
        return True
    names = _BETWEEN.split(beside)
    return is_person(names[0]) and all(is_person(name) or is_outlet(name) for name in names)


def is_entry(text: str) -> bool:
    """Whether a line tells in a few words of a day: an entry of a chronicle or a list.

    Args:
        text: the line.
    """
    beside = _beside(text)
    if not beside or not is_mostly_date(text):
        return False
    names = _BETWEEN.split(beside)
    return not any(is_person(name) or is_outlet(name) for name in names) and not _OF_PAGE.search(
        beside
    )


def _beside(text: str) -> str | None:
    """What stands beside a line's dates and says anything; ``None`` where there is no date."""
    if len(text) > _LONGEST_DATE_LINE:
        return None
    folded = fold(text)
    if not has_moment(folded):
        return None
    beside = _WEEKDAY.sub("", without_moments(text, folded)).strip(" \u3000()（）[]【】|·丨-")
    if _ENGLISH_BYLINE.fullmatch(fold(beside)):
        return ""
    return without_counters(beside).strip(" ·|丨-")
