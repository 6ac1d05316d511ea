"""Dates and times as Chinese pages write them.

>>> find_moment("发布时间:2024-01-05 10:30")
datetime.datetime(2024, 1, 5, 10, 30)
>>> find_moment("二〇二四年一月五日"), find_moment("民国113年1月5日")
(datetime.date(2024, 1, 5), datetime.date(2024, 1, 5))
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

__all__ = [
    "ASSUMED",
    "SIGNS_OF_MOMENT",
    "WEEKDAY",
    "find_moment",
    "from_machine",
    "has_moment",
    "in_zone",
    "without_moments",
]

ASSUMED = "time zone assumed +08:00"
"""The note on a time that was given without its zone."""

WEEKDAY = "(?:星期|[周週]|礼拜|禮拜)[一二三四五六日天]"
"""A day of the week, in either script, as a pattern."""

_CHINA = timezone(timedelta(hours=8))  # the mainland, Taiwan, Hong Kong and Macau alike
_FIRST_YEAR, _LAST_YEAR = 1990, 2100  # of a page's date that is given in seconds since 1970
_HAN_DIGITS = {digit: str(n) for n, digit in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "Ｏ": "0",
    "o": "0",
}
_AFTERNOON = frozenset({"下午", "晚", "晚上", "pm"})
_CLOCK = (
    r"(?:[\st,]{0,4}(?:[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?[\s,]{0,3})?(?:北京时间\s?|香港时间\s?|hkt\s)?"
    r"(?P<half>上午|中午|下午|凌晨|晚上|晚|[ap]m)?\s?"
    r"(?P<hour>\d{1,2})[:时点]\s?(?P<minute>\d{2})(?!\d)"
    r"(?:[:分](?P<second>\d{2}))?(?:\.\d{1,9})?(?:\s?(?P<late>[ap]m\b))?"
    r"(?:\s?(?P<zone>z(?![a-z])|[+-]\d\d:?\d\d(?!\d)|[(]?(?:gmt|utc)(?:[+-]\d{1,2}(?::?\d\d)?)?[)]?))?)?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAYS = (
    r"(?P<year>(?:19|20)\d\d)\s{0,2}[-/.年]\s{0,2}(?P<month>\d{1,2})\s{0,2}[-/.月]\s{0,2}"
    r"(?P<day>\d{1,2})(?:(?=\d\d:\d\d)|(?!\d))\s?[日号]?(?:-(?=\d\d:\d\d))?"
    r"|民国\s?(?P<roc>\d{2,3})\s?年\s?(?P<roc_month>\d{1,2})\s?月\s?(?P<roc_day>\d{1,2})\s?日"
    r"|(?P<han_year>[一二][〇零○o一二三四五六七八九]{3})年(?P<han_month>[一二三四五六七八九十]{1,2})月"
    r"(?P<han_day>[一二三四五六七八九十]{1,3})日"
    r"|(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<last_year>(?:19|20)\d\d)(?!\d)"
    r"|(?P<split_year>20\d\d)\s{1,3}(?P<split_month>\d\d)\s?/\s?(?P<split_day>\d\d)(?=\s{1,3}\d\d:\d\d)"
    r"|(?P<short_year>\d\d)-(?P<short_month>\d\d)-(?P<short_day>\d\d)(?=\s?\d\d:\d\d)"
    rf"|(?P<day_en>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month_en>{_MONTH}),?\s(?P<year_en>(?:19|20)\d\d)(?!\d)"
    rf"|(?<![a-z])(?P<month_us>{_MONTH})\s?(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year_us>(?:19|20)\d\d)(?!\d)"
)
# What C and the boards of universities write: Mon Jun  3 10:21:33 2024
_CTIME = re.compile(
    rf"(?<![a-z])({_MONTH})\s{{1,2}}(\d{{1,2}})\s(\d\d:\d\d:\d\d)\s(?:[a-z]{{3,4}}\s)?((?:19|20)\d\d)(?!\d)"
)
# Behind a label that says a date follows, less is enough.
_DAYS_LABELLED = (
    r"|(?P<short_year_b>[0-3]\d)[-/.](?P<short_month_b>\d\d)[-/.](?P<short_day_b>\d\d)(?!\d)"
    r"|(?P<roc_b>1[0-3]\d|[89]\d)\s?[-/.年]\s?(?P<roc_month_b>\d{1,2})\s?[-/.月]\s?"
    r"(?P<roc_day_b>\d{1,2})(?!\d)\s?日?"
)
SIGNS_OF_MOMENT = (
    # the first mark of 2024-01-05, 5.1.2024, 2024年1月5日; the only one of 2024 01/05 10:30
    re.compile(
        r"[-/.年－／．](?:(?<=\d.)|(?<=\d\s.)|(?<=\d\s\s.))\s{0,2}\d{1,2}"
        r"(?:\s{0,2}[-/.月－／．]\s{0,2}\d|\s{1,3}\d\d[:：])"
    ),
    # the year of Jan 5, 2024 and 5 Jan 2024
    re.compile(r"(?:19|20)\d\d(?<=[\dA-Za-z.,，]\s\d{4})"),
    re.compile("年(?<=[一二][〇零○ＯOo一二三四五六七八九]{3}年)"),
)
"""Of these, every date that no label stands before holds one, folded or not."""
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:t?([0-2]\d)([0-5]\d)([0-5]\d)?)?")
# What JavaScript makes of a date for Americans: 5/13/2024, 7:30:00 AM
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?=,?\s\d{1,2}:\d\d(?::\d\d)?\s[ap]m)")
_SECONDS = re.compile(r"(\d{10})(?:\d{3})?")


@cache
def _pattern(labelled: bool) -> re.Pattern[str]:
    days = _DAYS + (_DAYS_LABELLED if labelled else "")
    return re.compile(rf"(?<!\d)(?:{days}){_CLOCK}")


def has_moment(folded: str) -> bool:
    """Whether a text holds a date at all.

    Args:
        folded: the folded text.
    """
    return _may_hold_moment(folded) and find_moment(folded) is not None


def _may_hold_moment(folded: str) -> bool:
    return any(sign.search(folded) for sign in SIGNS_OF_MOMENT)


def find_moment(folded: str, start: int = 0, *, labelled: bool = False) -> date | datetime | None:
    """The first date in a text, with its time of day where it has one.

    Known forms: 2024年1月5日, 2024-01-05, 2024/1/5, 2024.1.5, 05.01.2024, 18-03-08 23:16,
    二〇二四年一月五日, 民国113年1月5日, January 5, 2024, 5 Jan 2024; behind each a weekday,
    上午/下午/PM, 10:30, 10时30分, a time zone. If there is no other, Jan  5 10:30:00 2024 is one,
    too. What no calendar has, such as 2024-13-40, is passed over, and so is 01/05/2024, which may
    be January or May. Relative times (3小时前) tell nothing without the day the page was taken.

    Args:
        folded: the folded text.
        start: where to begin.
        labelled: whether a label says that a date follows; then 24-01-05 and 113-01-05 (a year
            of the Republic, which Taiwan counts from 1912) are dates too.
    """
    for match in _pattern(labelled).finditer(folded, start):
        day = _day(match)
        if day is not None:
            return _with_clock(day, match)
    if found := _CTIME.search(folded, start):
        return find_moment(found.expand(r"\2 \1 \4 \3"))
    return None


def from_machine(value: str) -> date | datetime | None:
    """The date a page's head gives, in any form, also 20240105103000 or seconds since 1970.

    Args:
        value: the content of a ``<meta>`` or a JSON-LD string.

    >>> from_machine("2022-05-10-10:30:00"), from_machine("20240105")
    (datetime.datetime(2022, 5, 10, 10, 30), datetime.date(2024, 1, 5))
    """
    value = _AMERICAN.sub(r"\3-\1-\2", value.strip().lower())
    if compact := _COMPACT.fullmatch(value):
        year, month, day, hour, minute, second = (int(part or 0) for part in compact.groups())
        try:
            if compact[4]:
                return datetime(year, month, day, hour, minute, second)
            return date(year, month, day)
        except ValueError:
            return None
    if seconds := _SECONDS.fullmatch(value):
        moment = datetime.fromtimestamp(int(seconds[1]), UTC)
        return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
    return find_moment(value, labelled=True)


def in_zone(moment: date | datetime) -> tuple[date | datetime, str]:
    """A time with its zone, and what had to be assumed; a date without a time stays a date.

    A time in UTC is given as the same instant at +08:00, so that its day is the page's.

    Args:
        moment: what `find_moment` gave.

    >>> moment, note = in_zone(datetime(2024, 1, 5, 10, 30))
    >>> moment.isoformat(), note
    ('2024-01-05T10:30:00+08:00', 'time zone assumed +08:00')
    """
    if not isinstance(moment, datetime):
        return moment, ""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=_CHINA), ASSUMED
    if moment.utcoffset() == timedelta(0):
        return moment.astimezone(_CHINA), "given in UTC"
    return moment, ""


def without_moments(text: str, folded: str) -> str:
    """A text with a blank in place of every date and time.

    Args:
        text: the text.
        folded: the same text, folded.

    >>> without_moments("2018年12月28日 19:55 新京报", "2018年12月28日 19:55 新京报")
    '  新京报'
    """
    if not _may_hold_moment(folded):
        return text
    kept, done = [], 0
    for match in _pattern(False).finditer(folded):
        kept.append(text[done : match.start()])
        done = match.end()
    return " ".join([*kept, text[done:]])


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(*_parts(match.groupdict()))
    except ValueError:
        return None


# The groups of a form's year, month and day, and the year its count begins with.
_FORMS = (
    ("year", "month", "day", 0),
    ("roc", "roc_month", "roc_day", 1911),
    ("split_year", "split_month", "split_day", 0),
    ("short_year", "short_month", "short_day", 2000),
    ("short_year_b", "short_month_b", "short_day_b", 2000),
    ("roc_b", "roc_month_b", "roc_day_b", 1911),
)


def _parts(got: dict[str, str]) -> tuple[int, int, int]:
    """Year, month and day, which the calendar may not have.

    Raises:
        ValueError: it cannot be told which is which.
    """
    for year, month, day, begin in _FORMS:
        if got.get(year):
            return begin + int(got[year]), int(got[month]), int(got[day])
    if got["han_year"]:
        digits = "".join(_HAN_DIGITS[digit] for digit in got["han_year"])
        return int(digits), _han_number(got["han_month"]), _han_number(got["han_day"])
    if got["last_year"]:
        first, second = int(got["one"]), int(got["two"])
        return _ordered(int(got["last_year"]), first, second, day_first=got["mark"] == ".")
    order = "en" if got["month_en"] else "us"
    name = got[f"month_{order}"][:3]
    return int(got[f"year_{order}"]), _MONTHS.index(name) + 1, int(got[f"day_{order}"])


def _ordered(year: int, first: int, second: int, *, day_first: bool) -> tuple[int, int, int]:
    """Which of two numbers is the month: German points put the day first, slashes either way."""
    if day_first or first > 12:
        return year, second, first
    if second > 12 or first == second:
        return year, first, second
    raise ValueError("may be either")


def _han_number(digits: str) -> int:
    """The number below a hundred that 一 to 九 and 十 write.

    >>> _han_number("二十一"), _han_number("十"), _han_number("三")
    (21, 10, 3)
    """
    tens, ten, ones = digits.rpartition("十")
    return (int(_HAN_DIGITS.get(tens, "1")) * 10 if ten else 0) + int(_HAN_DIGITS.get(ones, "0"))


def _with_clock(day: date, match: re.Match[str]) -> date | datetime:
    if match["hour"] is None:
        return day
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour < 12 and (match["half"] in _AFTERNOON or match["late"] == "pm"):
        hour += 12
    try:
        return datetime(
            day.year,
            day.month,
            day.day,
            hour,
            minute,
            int(match["second"] or 0),
            tzinfo=_zone(match["zone"]),
        )
    except ValueError:
        return day


def _zone(written: str | None) -> timezone | None:
    if written is None:
        return None
    offset = re.search(r"([+-])(\d{1,2}):?(\d\d)?", written)
    if offset is None:
        return UTC
    away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(-away if offset[1] == "-" else away)
