"""ASCII bytes that a lone "?" may have swallowed.

Only bytes below "@" can be swallowed. Which one it was is often told by what follows: the rest
of a tag, of an entity, of brackets. A digit is lost for good and comes back as U+FFFD.
"""

import re

__all__ = ["swallowable"]

_TOLD = (
    (re.compile(r"(?:#[0-9]{1,6}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"), "&"),
    (re.compile(r"/?[A-Za-z][^<>\n]{0,80}>"), "<"),
    (re.compile(r"[^()\n]{0,40}\)"), "("),
)
_COUNTED = frozenset("年月日号號个個名人次元万萬亿億点點时時分秒倍岁歲米届屆百千后")


def swallowable(text: str, i: int) -> list[tuple[str, float]]:
    """The bytes that may have stood before `text[i]`.

    Args:
        text: the seen text.
        i: where the text goes on behind the "?".

    Returns:
        Each with what it costs more than the likeliest, in bits. The empty string says that the
        text ended there and only its capture goes on.

    >>> swallowable("績?yōu)閲?/p>", 8), swallowable("枺?4228883", 2)[0]
    ([('<', 0.0)], ('�', 0.0))
    """
    follows = text[i : i + 1]
    if not follows or follows == "\n":
        return [("", 0.0)]
    for rest, byte in _TOLD:
        if rest.match(text, i):
            return [(byte, 0.0)]
    if not follows.isascii():
        counted = follows in _COUNTED
        return [("\ufffd", 0.0), ("\n", 6.0)] if counted else [("\n", 0.0), (" ", 9.0)]
    if follows.isdigit() or follows in ".,%":
        return [("\ufffd", 0.0), (" ", 6.0)]
    repeated = [(follows, 0.0)] if follows in "*-=#/" else []
    return [*repeated, (" ", 1.0), ("\n", 6.0)]
