"""The uncommon characters of a text, found by one scan that many decisions share.

Nearly every kind of damage shows in characters that ordinary Chinese does not have. They are
looked for once in a text, and whoever wants to know whether some of them are there looks through
what was found: a few characters, or none.

>>> uncommon("会议在⽅便的时候召开。"), uncommon("党组认为，巡视整改要“抓实”（见附件）。")
('⽅', '')
"""

import re
from functools import cache, lru_cache

__all__ = ["common_han", "uncommon"]

_MARKS = (
    "\u3000-\u3002\u3007-\u3011\u3014-\u3017“”‘’—–…·"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e"  # without the letters and digits
)
_SIGNS = "拷烫屯"  # common, but what is past recovery is known by them
_PIECE = 1 << 16
"""Characters that are looked through at once, so that memory does not grow with the text."""


@lru_cache(maxsize=1)  # one repair after the other asks about the same text
def uncommon(text: str) -> str:
    """The characters of a text beside ASCII, common Han and the marks of Chinese.

    Args:
        text: any text.

    Returns:
        Each of them once, in the order of Unicode.
    """
    if text.isascii():
        return ""
    runs = _runs()
    found: set[str] = set()
    for start in range(0, len(text), _PIECE):
        found.update(*runs.findall(text, start, start + _PIECE))
    return "".join(sorted(found))


@cache
def _runs() -> re.Pattern[str]:
    common = common_han().translate(dict.fromkeys(map(ord, _SIGNS)))
    one = f"[^\x00-\x7f{_MARKS}{common}]"
    return re.compile(f"{one}{one}*")  # the scanner is fast where a set comes first


@cache
def common_han() -> str:
    """The Han of the first levels of GB 2312 and Big5, in the order of Unicode."""
    levels = (("gb2312", 0xB0, 0xD8, 0xA1), ("big5", 0xA4, 0xC7, 0x40))
    pairs = {
        bytes((lead, trail)).decode(name, "ignore")
        for name, first, last, low in levels
        for lead in range(first, last)
        for trail in range(low, 0xFF)
    }
    return "".join(sorted(char for char in pairs if "\u4e00" <= char <= "\u9fff"))
