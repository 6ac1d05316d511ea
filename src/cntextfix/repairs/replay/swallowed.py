"""ASCII bytes that a lone "?" may have swallowed.

Only bytes below "@" can be swallowed. Which one it was is often told by what follows: the rest
of a tag, of an entity, of brackets. A digit is lost for good and comes back as U+FFFD.
"""

import re
from math import log2

__all__ = ["swallowable"]

LINE = 1.0
BLANK = 2.0
DIGIT = 1.0
ODD_DIGIT = 6.0  # before what nobody counts

_TOLD = (
    (re.compile(r"(?:#[0-9]{1,6}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"), "&"),
    (re.compile(r"/?[A-Za-z][^<>\n]{0,80}>"), "<"),
    (re.compile(r" ?/?>|\"? [a-z-]{2,12}=[\"']"), '"'),
    (re.compile(r"[^()\n]{0,40}\)"), "("),
)
_COUNTED = frozenset("年月日号號个個名人次元万萬亿億点點时時分秒倍岁歲米届屆百千后")
_DIGIT = -log2(10)  # which of the ten it was nobody asks


def swallowable(text: str, i: int) -> list[tuple[str, str, float]]:
    r"""The bytes that may have stood before `text[i]`.

    Args:
        text: the seen text.
        i: where the text goes on behind the "?".

    Returns:
        Each with the symbol that the character model knows it by, "" where what follows tells it,
        and with bits on top of that symbol's. No byte says that the text ended there, or its line,
        and only the capture goes on.

    >>> swallowable("績?yōu)閲?/p>", 8), swallowable("枺?4228883", 2)[0][:2]
    ([('<', '', 5.0)], ('\n', '\n'))
    """
    follows = text[i : i + 1]
    if not follows or follows == "\n":
        return [("", "", 5.0)]
    for rest, byte in _TOLD:
        if rest.match(text, i):
            return [(byte, "", 5.0)]
    found = [("\n", "\n", LINE), (" ", " ", BLANK)]
    if follows in "*-=#/":
        found.append((follows, "", 8.0))
    if not follows.isalpha() or not follows.isascii():
        counted = follows in ".,%" or follows.isdigit() or follows in _COUNTED
        found.append(("\ufffd", "0", _DIGIT + (DIGIT if counted else ODD_DIGIT)))
    return found
