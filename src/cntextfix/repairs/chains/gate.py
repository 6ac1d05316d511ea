"""The lines of a text that may be garbled, found at the cost of one scan."""

import re
from collections.abc import Iterator
from functools import cache

from cntextfix.lexicon.uncommon import common_han

__all__ = ["gate", "is_dense", "lines"]

_MARKS = (
    "\u3000-\u3002\u3007-\u3011\u3014-\u3017\uff01-\uff5e“”‘’—–…⋯·×÷①-⑳Ⅰ-Ⅹ←-↓≤≥℃"
    "─│┌┐└┘├┤┬┴┼□■○●△▲◆★☆\xa0•‧ˍ︰㎡㎏"
    "\u200b-\u200f\u2700-\u27bf\ufe00-\ufe0f\U0001f000-\U0010ffff"  # no chain makes these
)
SHORT = 24
"""Characters of a line that is looked at whatever it holds beside one uncommon character."""
BETWEEN = 6
"""Characters between two uncommon ones of a longer line."""


@cache
def gate() -> re.Pattern[str]:
    """Anything but ASCII, a common Han character or Chinese punctuation.

    Common is what the first levels of GB 2312 and Big5 hold.
    """
    return re.compile(f"[^\x00-\x7f{_MARKS}{common_han()}]")


@cache
def _pair() -> re.Pattern[str]:
    """Two characters of the gate with little between them."""
    one = gate().pattern
    return re.compile(f"{one}[^\n]{{0,{BETWEEN}}}{one}")


def is_dense(line: str) -> bool:
    """Whether uncommon characters stand in uncommon company, as they do in garbled text."""
    if len(line) <= SHORT:
        return bool(gate().search(line))
    return bool(_pair().search(line))


def lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something uncommon, and where they start."""
    done = 0
    search = gate().search
    while match := search(text, done):
        start = text.rfind("\n", done, match.start()) + 1 or done
        end = text.find("\n", match.end())
        done = len(text) if end < 0 else end
        yield start, text[start:done]
