r"""The cheapest way to read some bytes as characters, where any byte may be skipped.

A Viterbi search (Viterbi 1967) over the positions between bytes: from each, the character that
begins there in one of the encodings leads on, and so does skipping the byte. The character model
prices each way by the two characters before; the best few are kept at every position.

>>> cheapest("检察机关".encode("gbk")[1:], ("gb18030",))[1] == "\udcec察机关"
True
"""

from collections.abc import Iterator
from functools import lru_cache

from cntextfix.decode.lenient import read
from cntextfix.lexicon.character_model import fold, load

__all__ = ["SKIP", "character", "cheapest"]

SKIP = 17.0
"""Bits for a byte that belongs to no character."""
SWITCH = 24.0
"""Bits for going on in another encoding."""
BEAM = 6
"""Ways kept at a position: with twelve, nothing more is found."""

Link = tuple[str, str, "Link"] | None
"""A character, the encoding it was read in, and the link before it."""
State = tuple[float, str, str, Link]
"""Cost so far, the last two characters (folded), the encoding, and the characters backwards."""


def cheapest(
    data: bytes, encodings: tuple[str, ...], context: str = "\n\n"
) -> tuple[float, str, set[str]]:
    """Find the cheapest reading.

    Args:
        data: some bytes; the search takes 5 µs for each.
        encodings: "gb18030", "big5hkscs" or "utf-8"; the first is that of the text before.
        context: the two characters before, folded.

    Returns:
        The cost in bits; the text, each skipped byte as the lone surrogate U+DC00 + byte; and the
        encodings of its characters that are not ASCII.
    """
    step = load().step
    states: list[dict[str, State]] = [{} for _ in range(len(data) + 5)]
    states[0] = {context + encodings[0]: (0.0, context, encodings[0], None)}
    for at in range(len(data)):
        alive = sorted(states[at].values(), key=_cost)[:BEAM]
        states[at] = {}
        for name in encodings:
            for size, char, folded in _characters(data, at, name):
                ahead = states[at + size]
                for cost, last, current, link in alive:
                    ahead_cost = cost + step(last[0], last[1], folded)
                    if current != name:
                        if size == 1:  # ASCII is the same everywhere
                            continue
                        ahead_cost += SWITCH
                    _keep(ahead, (ahead_cost, last[1] + folded, name, (char, name, link)))
        if data[at] >= 0x80:
            skipped = chr(0xDC00 + data[at])
            for cost, last, current, link in alive:
                _keep(states[at + 1], (cost + SKIP, last, current, (skipped, current, link)))
    cost, _, _, link = min(states[len(data)].values(), key=_cost)
    chars: list[str] = []
    used: set[str] = set()
    while link:
        char, name, link = link
        chars.append(char)
        if char > "\x7f" and not _is_skipped(char):
            used.add(name)
    return cost, "".join(reversed(chars)), used


def _cost(state: State) -> float:
    return state[0]


def _keep(states: dict[str, State], state: State) -> None:
    key = state[1] + state[2]
    known = states.get(key)
    if known is None or state[0] < known[0]:
        states[key] = state


def _is_skipped(char: str) -> bool:
    return "\udc80" <= char <= "\udcff"


def _characters(data: bytes, at: int, encoding: str) -> Iterator[tuple[int, str, str]]:
    """The character that begins at a byte, if any: its length in bytes, itself, and folded."""
    lead = data[at]
    if lead < 0x80:
        size = 1
    elif encoding == "utf-8":
        size = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    else:
        size = 4 if encoding == "gb18030" and data[at + 1 : at + 2].isdigit() else 2
    found = character(data[at : at + size], encoding)
    if found:
        yield size, *found


@lru_cache(maxsize=1 << 16)
def character(data: bytes, encoding: str) -> tuple[str, str] | None:
    """The one character that some bytes are, and itself folded; ``None`` if they are not."""
    char = read(data, encoding)
    return (char, fold(char)) if len(char) == 1 and not _is_skipped(char) else None
