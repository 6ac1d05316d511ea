"""Which round brackets of a Chinese line were full-width.

Brackets are decided in pairs: 国内生产总值(GDP) and (GDP)增长 by what stands outside, (一) by
what stands inside. Three habits keep them half-width: a call, ``f(x)``; a Markdown link,
``[文](x)``; and half-width setting, which puts a blank before the bracket, 过渡 (Transition) 钩子.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cntextfix.repairs._contexts import CJK, HAN, QUOTES, WIDE_MARKS

__all__ = ["is_east", "wide_brackets"]

is_east = re.compile(f"[{CJK}{WIDE_MARKS}]").match
_bracket = re.compile("[()]")
_word = re.compile(rf"[A-Za-z0-9`×…{HAN}]")
_han = re.compile(f"[{HAN}]")
_number = re.compile("[0-9]{1,3}|[a-zA-Z]|[一二三四五六七八九十百零〇]{1,4}")
_list_marker = re.compile(rf"(?:^|[\s、。{WIDE_MARKS}])(?:[0-9]{{1,2}}|[A-Za-z])$")
_emoticon = re.compile(r"\(\S{0,3}_\S{0,3}\)")
_call = re.compile(r"(?<![\w$.])(?:[a-z_$][\w$.]*|\w+[_.$][\w$.]*|[A-Za-z])$", re.ASCII)
_argument = re.compile(rf"[{QUOTES}/={{}};<>]")
_BEFORE_NUMBERS = frozenset(["", " ", "\t", "\u3000", "\xa0", "."])


@dataclass(slots=True)
class _Open:
    """A "(" whose partner has not come yet."""

    start: int
    has_han: bool = False
    has_word: bool = False


def wide_brackets(
    line: str, chars: list[str], spaced: Callable[[int, int], bool]
) -> tuple[list[int], list[tuple[int, int]]]:
    """Which brackets of a line were full-width.

    Args:
        line: the line with ASCII marks, technical parts masked.
        chars: its characters, with the points that are already known to be full-width.
        spaced: whether a point set in the half-width way stands between two offsets.

    Returns:
        The brackets' offsets; and start and end of each call, ``print("中文",x)``, in which
        the points are a program's too.
    """
    indent = len(line) - len(line.lstrip())
    wide: list[int] = []
    calls: list[tuple[int, int]] = []
    opened: list[_Open] = []
    begun = 0
    for match in _bracket.finditer(line):
        here = match.start()
        if opened:
            inner = opened[-1]
            inner.has_han = inner.has_han or bool(_han.search(line, begun, here))
            inner.has_word = inner.has_word or bool(_word.search(line, begun, here))
        begun = here + 1
        if match.group() == "(":
            opened.append(_Open(here))
        elif opened:
            pair = opened.pop()
            if opened:
                opened[-1].has_han |= pair.has_han
                opened[-1].has_word |= pair.has_word
            if pair.has_han and _is_call_with_arguments(line, pair.start, here):
                calls.append((pair.start, here))
            elif not spaced(pair.start, here) and _is_wide(line, chars, indent, pair, here):
                wide += [pair.start, here]
        elif _closing_is_wide(chars, here):
            wide.append(here)
    wide += [pair.start for pair in opened if _opening_is_wide(chars, pair.start)]
    return wide, calls


def _is_wide(line: str, chars: list[str], indent: int, pair: _Open, end: int) -> bool:
    start = pair.start
    before = chars[start - 1] if start > indent else ""
    behind = chars[end + 1] if end + 1 < len(chars) else ""
    if before.isspace() and line[start - 2] in "。!?":
        before = ""  # a sentence begins here, as at the start of a line
    if not pair.has_word or before in {"]", "\\"} or _emoticon.match(line, start):
        return False
    if not pair.has_han and (before == "(" or line[start + 1] == "("):
        return False  # ((text)) is markup, such as AsciiDoc's index terms
    if _number.fullmatch(line, start + 1, end) and before in _BEFORE_NUMBERS:
        return _follows_number(behind, bare=not pair.has_han)
    if before.isspace():
        return False
    if pair.has_han or is_east(before) or (before and before in QUOTES):
        return True
    return bool(is_east(behind)) and not _is_call(line, start)


def _follows_number(behind: str, *, bare: bool) -> bool:
    """Whether what stands behind (1) or (一) makes it the number of a Chinese item."""
    if not behind or behind.isspace():
        return not bare and not behind
    return bool(is_east(behind)) or behind.isalnum() or behind in QUOTES or behind == "("


def _is_call_with_arguments(line: str, start: int, end: int) -> bool:
    return _is_call(line, start) and bool(_argument.search(line, start, min(end, start + 200)))


def _is_call(line: str, start: int) -> bool:
    """Whether what stands before the bracket is a name as programs have them."""
    return bool(_call.search(line[max(0, start - 40) : start]))


def _closing_is_wide(chars: list[str], here: int) -> bool:
    """Whether a ")" without partner was full-width; that of a list marker, 1), was not."""
    if _list_marker.search("".join(chars[max(0, here - 3) : here])):
        return False
    return _touches_east(chars, here)


def _opening_is_wide(chars: list[str], here: int) -> bool:
    before = chars[here - 1] if here else ""
    if before and before.isascii() and not before.isspace():
        return False
    return _touches_east(chars, here)


def _touches_east(chars: list[str], here: int) -> bool:
    before = chars[here - 1] if here else ""
    behind = chars[here + 1] if here + 1 < len(chars) else ""
    return bool(is_east(before) or is_east(behind))
