"""Straight quotation marks paired to “” and ‘’ in a Chinese line.

>>> curled('他说："你好！"她问："真的吗？"')
'他说：“你好！”她问：“真的吗？”'
"""

import re

from cntextfix.repairs._brackets import is_east
from cntextfix.repairs._contexts import ASCII_MARKS, HAN, WIDE_MARKS
from cntextfix.repairs._protected import is_data, masked

__all__ = ["CHINESE_QUOTES", "curled"]

CHINESE_QUOTES = re.compile("[“”‘’「」『』]")

_FOLD = str.maketrans(WIDE_MARKS, ASCII_MARKS)
_han = re.compile(f"[{HAN}]")
_apostrophe = re.compile("(?<=[A-Za-z0-9])'(?=[A-Za-z0-9])")
_before_code = frozenset("=([{\\0123456789")


def curled(line: str) -> str:
    """Pair the straight quotation marks of a line.

    All or none of a kind are paired: an odd number, a blank inside the marks, a number before
    them (5") or a program's bracket leave every one as it is.

    Args:
        line: one line, its other marks already full-width.

    Returns:
        A line of the same length.
    """
    if ('"' not in line and "'" not in line) or not _han.search(line):
        return line
    if CHINESE_QUOTES.search(line):
        return line
    plain = masked(line.translate(_FOLD))
    if is_data(plain):
        return line
    chars = list(line)
    for straight, opening, closing in ('"', "“", "”"), ("'", "‘", "’"):
        places = [here for here, char in enumerate(plain) if char == straight]
        if straight == "'":
            apostrophes = {match.start() for match in _apostrophe.finditer(plain)}
            places = [here for here in places if here not in apostrophes]
        pairs = list(zip(places[::2], places[1::2], strict=False))
        if len(places) % 2 == 0 and all(_is_quotation(line, *pair) for pair in pairs):
            for start, end in pairs:
                chars[start], chars[end] = opening, closing
    return "".join(chars)


def _is_quotation(line: str, start: int, end: int) -> bool:
    before, behind = line[start - 1 : start], line[end + 1 : end + 2]
    inner = line[start + 1 : end]
    if not inner or inner[0].isspace() or inner[-1].isspace() or before in _before_code:
        return False
    return bool(_han.search(inner) or is_east(before) or is_east(behind))
