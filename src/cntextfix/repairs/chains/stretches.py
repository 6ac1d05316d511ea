"""The stretches of a line that cost far more than ordinary text: garbled, or rare.

>>> [span for span in stretches("会议强调：浣犲ソ锛，要抓好落实。")]
[(2, 12)]
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from cntextfix.lexicon.character_model import fold, load

__all__ = [
    "AROUND",
    "DOUBLE_LINES",
    "FEW",
    "HOT",
    "LINE",
    "LONGEST",
    "SEEN",
    "WARM",
    "stretches",
    "stretches_at",
]

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
LONG = 400
"""Characters of a line that is looked at in parts."""
BESIDE = 60
"""Characters beside a place that are looked at for its stretch."""
DEEP = 2 * FALL
"""Bits below the ordinary that end whatever stretch there was."""


def stretches(line: str, hot: float = HOT) -> Iterator[tuple[int, int]]:
    """The stretches of a line that cost more than ordinary text does, and a little around.

    Args:
        line: one line.
        hot: bits beyond the ordinary that make a stretch worth a search.
    """
    found, _ = _hot(_excesses(line, 0, len(line)), 0, hot)
    return _cut_apart(line, found)


def stretches_at(line: str, hot: float, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches that hold one of some places; of the others, some may be left out.

    A long line is looked at around the places only. Where it falls deep enough before the first
    one, it does not matter what stands farther off, and behind the last one it has to be calm; a
    line that is not so is looked at as a whole.

    Args:
        line: one line.
        hot: as for `stretches`.
        places: offsets, in order.
    """
    if len(line) <= LONG:
        return stretches(line, hot)
    windows: list[list[int]] = []
    for place in places:
        if windows and place - BESIDE <= windows[-1][1] + BESIDE:
            windows[-1][1] = place
        else:
            windows.append([place, place])
    every: list[list[int]] = []
    for first, last in windows:
        found = _around(line, first, last, hot)
        if found is None:
            return stretches(line, hot)
        every += found
    return _cut_apart(line, every)


def _around(line: str, first: int, last: int, hot: float) -> list[list[int]] | None:
    """The stretches from one place to another, ``None`` where they may go on beyond."""
    begin, end = max(0, first - BESIDE), min(len(line), last + BESIDE)
    excesses = _excesses(line, begin, end)
    found, calm = _hot(excesses, begin, hot)
    if begin:
        sums = list(accumulate(excesses[: first - AROUND - begin]))
        tops = accumulate(sums, max)
        falls = (
            at for at, (top, low) in enumerate(zip(tops, sums, strict=True)) if top - low > DEEP
        )
        deep = next(falls, None)
        if deep is None or (found and found[0][0] <= begin + deep + NEAR):
            return None
    if end < len(line):
        found = [one for one in found if one[0] < calm]
        if calm <= last + AROUND or (found and calm - found[-1][1] <= NEAR):
            return None
    return found


def _excesses(line: str, begin: int, end: int) -> list[float]:
    """What each character of a part of a line costs beyond the ordinary."""
    context = fold("\n\n" + line[max(0, begin - 2) : begin])[-2:]
    costs = load().steps(fold(line[begin:end]), context)
    if DOUBLE_LINES.isdisjoint(line):
        return [cost - PRICED for cost in costs]
    return [
        cost - PRICED + LINE if char in DOUBLE_LINES else cost - PRICED
        for char, cost in zip(line[begin:end], costs, strict=True)
    ]


def _hot(excesses: Sequence[float], begin: int, hot: float) -> tuple[list[list[int]], int]:
    """Start and end of what is hot, and where the rest last began to be ordinary."""
    found: list[list[int]] = []
    score = peak = low = 0.0
    begun = risen = calm = begin
    for index, excess in enumerate(excesses, begin):
        if score <= 0:
            calm = index
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
    return found, calm


def _cut_apart(line: str, found: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The stretches with a little around them, none of them too long."""
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
