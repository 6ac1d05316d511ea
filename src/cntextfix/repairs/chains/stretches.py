"""The stretches of a line that cost far more than ordinary text: garbled, or rare.

>>> [span for span in stretches("会议强调：浣犲ソ锛，要抓好落实。")]
[(2, 12)]
"""

from collections.abc import Iterator

from cntextfix.lexicon.character_model import fold, load

__all__ = ["AROUND", "DOUBLE_LINES", "FEW", "HOT", "LINE", "LONGEST", "SEEN", "WARM", "stretches"]

PRICED = 11.0
"""Bits a character that ordinary text costs at most, over a stretch; garbled costs 20 to 28."""
HOT, WARM, FEW = 22.0, 12.0, 40
"""Bits beyond that which make a stretch worth a search; the same in a line of few characters."""
SEEN = 5.0
"""The same where other lines of the text are garbled."""
FALL = 60.0
"""Bits below the ordinary, in a row, that end a stretch."""
DOUBLE_LINES, LINE = frozenset(map(chr, range(0x2550, 0x256D))), 14.0
"""Double lines of tables, and the bits they cost more here: the model takes all lines for one, and
code page 437 makes Chinese of them."""
AGAIN = 30.0
"""Bits that make another one before that."""
NEAR = 12
"""Characters between two stretches that make them one."""
LONGEST = 4000
"""Characters that are searched at once."""
AROUND = 3
"""Characters beside a stretch that may belong to it."""


def stretches(line: str, hot: float = HOT) -> Iterator[tuple[int, int]]:
    """The stretches of a line that cost more than ordinary text does, and a little around.

    Args:
        line: one line.
        hot: bits beyond the ordinary that make a stretch worth a search.
    """
    found: list[list[int]] = []
    score = peak = low = 0.0
    begun = risen = 0
    has_lines = not DOUBLE_LINES.isdisjoint(line)
    for index, cost in enumerate(load().steps(fold(line))):
        excess = cost - PRICED
        if has_lines and line[index] in DOUBLE_LINES:
            excess += LINE
        if score <= 0 or peak - score > FALL:
            score, begun, peak = 0.0, index, 0.0
        score += excess
        if score > peak:
            peak = low = score
            start, risen, is_hot = begun, index + 1, peak >= hot
        elif score < low:
            low, risen, is_hot = score, index + 1, False
        else:  # another one, before the fall of the last one was deep enough
            start, is_hot = risen, score - low >= AGAIN
        if is_hot:
            if found and start - found[-1][1] <= NEAR:
                found[-1][1] = index + 1
            else:
                found.append([start, index + 1])
    for start, end in found:
        first, last = max(0, start - AROUND), min(len(line), end + AROUND)
        while last - first > LONGEST:  # a search takes memory for every character
            cut = _cut(line, first + LONGEST)
            yield first, cut
            first = cut
        yield first, last


def _cut(line: str, latest: int) -> int:
    """Where a stretch may be cut in two: behind a blank, if one is near."""
    blank = line.rfind(" ", latest - LONGEST // 4, latest)
    return blank + 1 or latest
