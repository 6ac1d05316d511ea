"""GBK as a table of byte pairs, the way the decoders of mirror sites read it.

A pair is one number, ``lead << 8 | trail``. Python's gbk codec assigns 21,791 of the 23,940 pairs;
the others are the user-defined zones and some holes, which decoders turn into private-use
characters, and captures often lose.
"""

from dataclasses import dataclass
from functools import cache

__all__ = ["Gbk", "gbk", "is_lead", "is_trail"]


@dataclass(frozen=True, slots=True)
class Gbk:
    """The table, both ways.

    Args:
        char: pair → character, the empty string where none is assigned.
        pair: character → pair, private-use characters included.
        holes: lead byte → trail bytes whose pairs are unassigned.
        by_trail: trail byte → characters with it.
    """

    char: list[str]
    pair: dict[str, int]
    holes: dict[int, tuple[int, ...]]
    by_trail: dict[int, str]


def is_lead(byte: int) -> bool:
    """Whether a byte may open a pair."""
    return 0x81 <= byte <= 0xFE


def is_trail(byte: int) -> bool:
    """Whether a byte may close a pair."""
    return 0x40 <= byte <= 0xFE and byte != 0x7F


@cache
def gbk() -> Gbk:
    """The table, built on first need from Python's own codecs.

    >>> table = gbk()
    >>> table.char[0xBF83], hex(table.pair["黨"]), 0xA1 in table.holes[0xAA]
    ('績', '0xfc68', True)
    """
    trails = [byte for byte in range(0x40, 0xFF) if byte != 0x7F]
    pairs = [lead << 8 | trail for lead in range(0x81, 0xFF) for trail in trails]
    # gb18030 gives every pair a character, private-use where there is none; gbk assigns fewer
    wide = b"".join(pair.to_bytes(2, "big") for pair in pairs).decode("gb18030")
    assigned = set(wide.encode("gbk", "ignore").decode("gbk"))
    char = [""] * 0x10000
    by_trail: dict[int, list[str]] = {trail: [] for trail in trails}
    holes: dict[int, list[int]] = {}
    for pair, character in zip(pairs, wide, strict=True):
        if character in assigned:
            char[pair] = character
            by_trail[pair & 0xFF].append(character)
        else:
            holes.setdefault(pair >> 8, []).append(pair & 0xFF)
    return Gbk(
        char,
        dict(zip(wide, pairs, strict=True)),
        {lead: tuple(trails) for lead, trails in holes.items()},
        {trail: "".join(chars) for trail, chars in by_trail.items()},
    )
