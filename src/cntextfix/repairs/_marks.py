"""Which ASCII marks of a Chinese line were full-width before something flattened them.

>>> widen("国内生产总值(GDP)增长3.5%,达到3,000亿元;比例为1:2。")
'国内生产总值（GDP）增长3.5%，达到3,000亿元；比例为1:2。'

Every decision is made on a copy of the line in which all marks are ASCII, whatever they were.
A line and its repaired form have the same copy, so the second pass decides as the first did
and finds nothing left to do.

The contexts were read off correct Simplified and Traditional text that was flattened for the
purpose; ``benchmarks/punctuation.py`` repeats the measurement on any corpus.
"""

import re
from bisect import bisect_left

from cntextfix.repairs._brackets import wide_brackets
from cntextfix.repairs._contexts import ASCII_MARKS, CJK, HAN, QUOTES, WIDE_MARKS, WIDEN
from cntextfix.repairs._protected import is_data, masked, without_smileys

__all__ = ["BESIDE_CHINESE", "widen"]

_FOLD = str.maketrans(WIDE_MARKS, ASCII_MARKS)

# What may make a line anything but running text, and its marks anything but marks.
_special = re.compile(f"[`<&/=\\[\\\\'\"{WIDE_MARKS}\uac00-\ud7a3]")
_any_mark = re.compile(f"[{re.escape(ASCII_MARKS)}]")
_wide_mark = re.compile(f"[{WIDE_MARKS}]")
_point = re.compile("[,:;!?]")
_han = re.compile(f"[{HAN}]")
_hangul = re.compile("[\uac00-\ud7a3]")
_latin = re.compile("[A-Za-z]")

# The rule that decides nearly every mark: something Chinese stands right before or behind it,
# with at most two quotation marks between.
BESIDE_CHINESE = (
    f"(?:(?<=[{CJK}].)|(?<=[{CJK}][{QUOTES}].)|(?<=[{CJK}][{QUOTES}][{QUOTES}].)"
    f"|(?=[{QUOTES}]{{0,2}}[{CJK}]))"
)
_near = re.compile(f"[,:;!?]{BESIDE_CHINESE}")
# ... and what is no Chinese mark even there: !important, ![image], ?key=, ://, C:\, ::, :=
_technical = re.compile(r"!(?:important|\[)|\?\w+=|:(?://|\\|:|=)|(?<=:):", re.ASCII)
_TECHNICAL_SIGNS = ("!important", "![", "=", "://", ":\\", "::")  # one for each of these
# 电话: 010 is half-width setting, which puts a blank behind the mark.
_spaced_colon = re.compile(": [A-Za-z0-9]")
_spaced_point = re.compile("[,:;!?] [A-Za-z0-9]")

# Words or numbers listed inside a Chinese sentence: 指标GDP,CPI和PPI; 3,4,5月
_listed = re.compile(
    rf"(?:^|(?<=[{CJK}{WIDE_MARKS}]))[A-Za-z0-9%.+/-]+(?:[,;][A-Za-z0-9%.+/-]+)+(?=[{CJK}])"
)
# 真的???: one of a run of marks tells about the rest.
_run = re.compile("(?<=[！？])[!?]+")

# A mark behind a Chinese bracket, or glued to a piece of code, belongs to the sentence.
_attached = re.compile(
    r"[,:;!?](?:(?<=）.)|(?<=`.)(?![\s,:;!?)\]}.'\"]|$))|[,;](?=`)(?<=[A-Za-z0-9].)"
)


def widen(line: str) -> str:
    """Restore the full-width marks of one line.

    Args:
        line: a line of any text; without Han, or with more Hangul, it is given back as it is.

    Returns:
        A line of the same length, in which some of ``,:;!?()`` are full-width.

    >>> widen("(一)说明:iPhone 13 Pro(128GB)售价7,999元,函数f(x)见http://a.cn/b?c=1,2,谢谢:)")
    '（一）说明：iPhone 13 Pro（128GB）售价7,999元，函数f(x)见http://a.cn/b?c=1,2，谢谢:)'
    """
    if line.isascii() or not _any_mark.search(line) or not _han.search(line):
        return line
    plain = line
    if _special.search(line) or "www." in line:
        folded = line.translate(_FOLD) if _wide_mark.search(line) else line
        if is_data(folded) or _is_korean(folded):
            return line
        plain = masked(folded)
    elif ":" in line or ";" in line:
        plain = without_smileys(line)
    wide = _widened(plain)
    if plain == line:
        return wide
    original = list(line)
    for here, (old, new) in enumerate(zip(plain, wide, strict=True)):
        if old != new:
            original[here] = new
    return "".join(original)


def _widened(line: str) -> str:
    """A line with its marks restored.

    Args:
        line: the line with ASCII marks, technical parts masked.
    """
    if _is_exceptional(line):
        chars = list(line)
        spaced = _widen_near(line, chars)
        now = "".join(chars)
    else:
        spaced = []
        now = _near.sub(_wide, line)
    if "(" in line or ")" in line:
        chars = list(now)
        _widen_brackets(line, chars, spaced)
        now = "".join(chars)
    if _point.search(now):
        chars = list(now)
        _widen_rest(now, chars)
        now = "".join(chars)
    return now


def _wide(mark: re.Match[str]) -> str:
    return WIDEN[mark[0]]


def _is_korean(line: str) -> bool:
    return bool(_hangul.search(line)) and len(_hangul.findall(line)) > len(_han.findall(line))


def _is_exceptional(line: str) -> bool:
    """Whether there may be marks beside something Chinese that stay as they are."""
    if any(sign in line for sign in _TECHNICAL_SIGNS):
        return True
    return " " in line and bool(_spaced_point.search(line))


def _widen_near(line: str, chars: list[str]) -> list[int]:
    """Widen the points beside something Chinese; return those set in the half-width way."""
    spaced: list[int] = []
    foreign: bool | None = None
    for match in _near.finditer(line):
        here = match.start()
        if _spaced_point.match(line, here):
            if foreign is None:
                foreign = len(_latin.findall(line)) > 3 * len(_han.findall(line))
            if foreign or _spaced_colon.match(line, here):
                spaced.append(here)
                continue
        if not _technical.match(line, here):
            chars[here] = WIDEN[line[here]]
    return spaced


def _widen_brackets(line: str, chars: list[str], spaced: list[int]) -> None:
    def has_spaced(start: int, end: int) -> bool:
        return bisect_left(spaced, start) < bisect_left(spaced, end)

    wide, calls = wide_brackets(line, chars, has_spaced)
    for here in wide:
        chars[here] = WIDEN[line[here]]
    done = 0
    for start, end in sorted(calls):
        if end > done:  # a call inside a call is undone already
            chars[start:end] = line[start:end]
            done = end


def _widen_rest(line: str, chars: list[str]) -> None:
    """Widen points that only the line around them tells about.

    Args:
        line: the line so far, with the marks already widened.
        chars: the same as a list, changed in place.
    """
    for match in _listed.finditer(line):
        for here in range(match.start(), match.end()):
            if line[here] in ",;" and not _groups_thousands(line, here):
                chars[here] = WIDEN[line[here]]
    for match in _run.finditer(line):
        for here in range(match.start(), match.end()):
            chars[here] = WIDEN[line[here]]
    for match in _attached.finditer(line):
        here = match.start()
        chars[here] = WIDEN[line[here]]
    last = len(line.rstrip()) - 1
    if last > 0 and _ends_sentence(line, last):
        chars[last] = WIDEN[line[last]]


def _groups_thousands(line: str, comma: int) -> bool:
    """Whether a comma stands as in 7,999: digits before it, exactly three behind."""
    behind = line[comma + 1 : comma + 5]
    return line[comma - 1].isdigit() and behind[:3].isdigit() and not behind[3:].isdigit()


def _ends_sentence(line: str, last: int) -> bool:
    """Whether the last mark of a line ends a Chinese sentence whose last word is Latin."""
    mark, before = line[last], line[last - 1]
    if mark not in ",:;!?" or before.isspace() or before in "(,:;!?":
        return False
    if mark in ":!?":
        return True
    if before == ")" or before in QUOTES:
        return False  # call(); and "text", in code
    return len(_han.findall(line)) > len(_latin.findall(line))
