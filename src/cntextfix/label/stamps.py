"""Lines that stamp a record of a list: when it was written, its number, what readers can do.

>>> stamp("01-08 20:33 · 广东 赞 23 回复") == stamp("昨天 21:35 · 浙江 回复 赞")
True
>>> stamp("#2 2022-11-05, 11:48"), stamp("联播电台 18 小时前")
(('time', '楼'), ('time',))
"""

import re
from functools import cache, lru_cache

from cntextfix.label.outline import is_numbered
from cntextfix.lexicon.fold import fold

__all__ = ["COMMENT_WORDS", "stamp"]

COMMENT_WORDS = frozenset(
    (
        *("回复", "回覆", "赞", "顶", "踩", "楼", "引用", "支持", "反对", "跟帖", "跟贴"),
        *("发表于", "沙发", "推", "嘘", "→"),
    )
)
"""Words of stamps that only records written by readers have."""

_OTHER_WORDS = (
    "评论",
    "点赞",
    "举报",
    "转发",
    "分享",
    "收藏",
    "喜欢",
    "只看该作者",
    "阅读",
    "浏览",
)
_LONGEST = 60
_MOST_ELSE = 16  # letters of a dated stamp that are no part of it: a name, a place;
_MOST_WITHOUT_FIGURES = 8  # of one that says 昨天 and no more,
_MOST_WITHOUT_DATE = 2  # and of one without a date
_HINT = re.compile("[前刚剛昨今复復覆赞讚评評楼樓顶頂踩帖贴貼推噓嘘→#]|[:：月/-]\\d")


@lru_cache(maxsize=1 << 14)
def stamp(text: str) -> tuple[str, ...]:
    """What a line shows that says when and how a record was written.

    Args:
        text: the line.

    Returns:
        "time" for any date, "楼" for any number of a post, and the words; empty where the line is
        no stamp.

    >>> stamp("会议于1月8日20:33结束，代表们回复了记者的提问。"), stamp("5.1.3 轻伤一级")
    ((), ())
    """
    if len(text) > _LONGEST or _HINT.search(text) is None:
        return ()
    if "。" in text or text[-1] in "；;，,、：:" or is_numbered(text):
        return ()
    folded = fold(text)
    tokens = list(_token().finditer(folded))
    names = {match.lastgroup for match in tokens if match.lastgroup in ("time", "楼")}
    words = {match[0] for match in tokens if match.lastgroup == "word"}
    most = _MOST_WITHOUT_DATE
    if names:
        plain = not words and "楼" not in names and re.search(r"\d", folded) is None
        most = _MOST_WITHOUT_FIGURES if plain else _MOST_ELSE
    if not (names or words) or sum(map(str.isalpha, _token().sub("", folded))) > most:
        return ()
    return (*sorted(name for name in names if name), *sorted(words))


@cache
def _token() -> re.Pattern[str]:
    day = (
        r"(?<![\d.])(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
        r"|\d{1,2}\s?月\s?\d{1,2}\s?日|(?<!第)(?<!第\s)(?:0?[1-9]|1[0-2])[-/](?:[0-2]?\d|3[01]))(?![\d.])"
    )
    clock = r"(?:[上下]午\s?)?\d{1,2}:\d\d(?::\d\d)?"
    ago = r"\d{1,3}\s?(?:秒|分钟?|小时|天|日|周|个月|月|年)[之以]?前|刚刚|昨[天日]|前天|今天"
    words = "|".join(
        sorted((*COMMENT_WORDS - {"楼", "沙发"}, *_OTHER_WORDS), key=len, reverse=True)
    )
    return re.compile(
        r"(?P<楼>(?<!\S)#\d{1,5}\b|\d{1,5}\s?楼|\d{1,5}#|沙发|板凳)"
        rf"|(?P<time>{day}(?:[\st,]{{0,3}}{clock})?|{clock}|{ago})|(?P<word>{words})"
        r"|\d+(?:\.\d+)?[万k]?"
    )
