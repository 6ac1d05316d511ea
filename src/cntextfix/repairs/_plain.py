r"""Lines of plain running text, their marks restored many at a time.

In most lines of a flattened text every mark stands beside something Chinese and every bracket
behind it, and nothing is a program's, an address or half-width setting. There the rules of
`_marks` come down to a few substitutions, which are made in the whole text at once; any other
line is left to these rules.

>>> widened("据了解,今年(前三季度)增长3.5%;\n详见http://a.cn/b?c=1,2,谢谢。\n")
'据了解，今年（前三季度）增长3.5%；\n详见http://a.cn/b?c=1,2，谢谢。\n'
"""

import re

from cntextfix.repairs._contexts import CJK, HAN, WIDE_MARKS, WIDEN
from cntextfix.repairs._marks import BESIDE_CHINESE, widen
from cntextfix.repairs._protected import SHORTCODE, SMILEY

__all__ = ["widened"]

_points = {mark: re.compile(f"[{mark}]{BESIDE_CHINESE}") for mark in ",:;!?"}
_bracketed = re.compile(rf"(?<=[{CJK}{WIDE_MARKS}])\(([^()]*?[A-Za-z0-9`×…{HAN}][^()]*)\)")
# At the start of a line: (一)加强…, (1)加强…, (全文另发)…
_opening = re.compile(
    rf"(\s*)\(([0-9]{{1,3}}|[A-Za-z]|[^()]*?[{HAN}][^()]*)\)(?=[{CJK}{WIDE_MARKS}])"
)
_han = re.compile(f"[{HAN}]")
# Marks that the substitutions left, and what may make a line anything but running text.
_left = re.compile("[,:;!?()`<&/=_\\[\\\\'\"\uac00-\ud7a3]")
# The comma of 7,999 and the colon of 10:30 stay.
_of_a_number = re.compile(
    f"(?<=[0-9])(?::(?=[0-9])|,(?=[0-9]{{3}}(?:[{HAN}.%，；。、）\n]|\\Z)))",
)
_half_width = re.compile(f"[,:;!?{WIDE_MARKS}] [A-Za-z0-9]")
_OTHER_SIGNS = ("www.", "::", "!important")


def widened(text: str) -> str:
    """The text with the marks of every line restored as `_marks.widen` does it.

    Args:
        text: one or more lines, without markup.
    """
    near = text
    for mark, beside in _points.items():
        near = beside.sub(WIDEN[mark], near)
    has_others = _has_others(text)
    lines = zip(text.splitlines(keepends=True), near.splitlines(keepends=True), strict=True)
    return "".join(
        [
            widen(line) if has_others and _has_others(line) else _finished(line, wide)
            for line, wide in lines
        ]
    )


def _has_others(text: str) -> bool:
    """Whether a text has signs that the substitutions would hide: `_left` does not know them."""
    return (
        any(mark in text for mark in WIDE_MARKS)
        or any(sign[0] in text and sign in text for sign in _OTHER_SIGNS)
        or bool(SHORTCODE.search(text))
    )


def _finished(line: str, near: str) -> str:
    """A line with its brackets restored too, if that is all that it lacks.

    Args:
        line: the line.
        near: the same with the points beside something Chinese restored.
    """
    if "(" in line or ")" in line:
        if SMILEY.search(line):
            return widen(line)
        near = _bracketed.sub(_wide_brackets, near)
        if opening := _opening.match(near):
            near = f"{opening[1]}（{opening[2]}）{near[opening.end() :]}"
    if _left.search(near) and _left.search(_of_a_number.sub("", near)):
        return widen(line)
    if " " in line and _half_width.search(near):
        return widen(line)
    return near if _han.search(near) else line


def _wide_brackets(pair: re.Match[str]) -> str:
    return f"（{pair[1]}）"
