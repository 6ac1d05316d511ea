"""Dates and times as Chinese pages write them.

>>> find_moment("发布时间:2024-01-05 10:30")
datetime.datetime(2024, 1, 5, 10, 30)
>>> find_moment("二〇二四年一月五日"), find_moment("民国113年1月5日")
(datetime.date(2024, 1, 5), datetime.date(2024, 1, 5))
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

__all__ = ["find_moment", "without_moments"]

_HAN_DIGITS = {digit: str(n) for n, digit in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "Ｏ": "0",
    "o": "0",
}
_CLOCK = (
    r"(?:[\st,]{0,4}(?:[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?[\s,]{0,3})?"
    r"(?P<half>上午|中午|下午|凌晨|晚上|晚)?\s?(?P<hour>\d{1,2})[:时点](?P<minute>\d{2})(?!\d)"
    r"(?:[:分](?P<second>\d{2}))?(?:\.\d{1,9})?(?P<zone>z(?![a-z])|[+-]\d\d:?\d\d)?)?"
)
_MOMENT = re.compile(
    r"(?<!\d)(?:"
    r"(?P<year>(?:19|20)\d\d)\s{0,2}[-/.年]\s{0,2}(?P<month>\d{1,2})\s{0,2}[-/.月]\s{0,2}"
    r"(?P<day>\d{1,2})(?:(?=\d\d:\d\d)|(?!\d))\s?日?"
    r"|民国\s?(?P<roc>\d{2,3})\s?年\s?(?P<roc_month>\d{1,2})\s?月\s?(?P<roc_day>\d{1,2})\s?日"
    r"|(?P<han_year>[一二][〇零○o一二三四五六七八九]{3})年(?P<han_month>[一二三四五六七八九十]{1,2})月"
    r"(?P<han_day>[一二三四五六七八九十]{1,3})日"
    r"|(?P<last_day>\d{1,2})[-/.](?P<last_month>\d{1,2})[-/.](?P<last_year>(?:19|20)\d\d)(?!\d)"
    r"|(?P<short_year>\d\d)-(?P<short_month>\d\d)-(?P<short_day>\d\d)(?=\s?\d\d:\d\d)"
    r")" + _CLOCK
)


def find_moment(folded: str, start: int = 0) -> date | datetime | None:
    """The first date in a text, with its time of day where it has one.

    Known forms: 2024年1月5日, 2024-01-05, 2024/1/5, 2024.1.5, 05.01.2024, 18-03-08 23:16,
    二〇二四年一月五日, 民国113年1月5日; behind each a weekday, 上午/下午, 10:30, 10时30分, a time
    zone. What no calendar has, such as 2024-13-40, is passed over.

    Args:
        folded: the folded text.
        start: where to begin.
    """
    for match in _MOMENT.finditer(folded, start):
        day = _day(match)
        if day is not None:
            return _with_clock(day, match)
    return None


def without_moments(text: str, folded: str) -> str:
    """A text with a blank in place of every date and time.

    Args:
        text: the text.
        folded: the same text, folded.

    >>> without_moments("2018年12月28日 19:55 新京报", "2018年12月28日 19:55 新京报")
    '  新京报'
    """
    kept, done = [], 0
    for match in _MOMENT.finditer(folded):
        kept.append(text[done : match.start()])
        done = match.end()
    return " ".join([*kept, text[done:]])


def _day(match: re.Match[str]) -> date | None:
    got = match.groupdict()
    if got["year"]:
        parts = int(got["year"]), int(got["month"]), int(got["day"])
    elif got["roc"]:
        parts = 1911 + int(got["roc"]), int(got["roc_month"]), int(got["roc_day"])
    elif got["han_year"]:
        year = int("".join(_HAN_DIGITS[digit] for digit in got["han_year"]))
        parts = year, _han_number(got["han_month"]), _han_number(got["han_day"])
    elif got["last_year"]:
        parts = int(got["last_year"]), int(got["last_month"]), int(got["last_day"])
    else:
        parts = 2000 + int(got["short_year"]), int(got["short_month"]), int(got["short_day"])
    try:
        return date(*parts)
    except ValueError:
        return None


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
    if match["half"] in ("下午", "晚", "晚上") and hour < 12:
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
    if written == "z":
        return UTC
    sign = -1 if written[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(written[1:3]), minutes=int(written[-2:])))
