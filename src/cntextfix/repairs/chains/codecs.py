r"""Encodings the way careless decoders apply them: what every byte became, and what was lost.

A decoder that meets bytes without a character does one of five things, all of them seen on real
pages: it keeps the pair as a private-use character (browsers), writes one mark for both bytes
(Java, Windows), one mark for the first byte (Python), or drops two bytes or one without a trace
(copying, ``iconv -c``). A mark is U+FFFD, or "?" once the page was saved again.

>>> codec("gbk").encoded("枃"), 0xE5 in codec("gbk").holes[0xAD]
(b'\x96\x87', True)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

__all__ = ["Codec", "codec"]

# Where a byte pair has several characters, by the version of a codec, the first one named gives
# the character and all are understood. big5: https://encoding.spec.whatwg.org/index-big5.txt
_WIDE = {
    "gbk": ("gb18030", "gbk"),
    "gb18030": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "shift_jis": ("cp932", "shift_jis"),
    "euc-kr": ("cp949",),
}
_STRICT = {
    "gbk": ("gbk",),
    "gb18030": ("gb18030",),
    "big5": ("cp950",),
    "shift_jis": ("cp932",),
    "euc-kr": ("cp949",),
}
_NARROW = {
    "cp1252": ("cp1252", "latin-1"),
    "cp1250": ("cp1250", "latin-1"),
    "cp437": ("cp437",),
}


@dataclass(frozen=True, slots=True)
class Codec:
    """One encoding, both ways.

    Args:
        name: as notes call it.
        chars: byte or pair of bytes → character; the empty string where none is assigned.
        bytes_of: character → bytes, the characters of other versions included.
        also: character → bytes that read as it too, where there are more than one pair.
        holes: lead byte → the bytes that make no strictly assigned pair with it.
        alone: bytes above 7F that a decoder cannot read by themselves and that open no pair.
        wide: whether characters may take two bytes.
    """

    name: str
    chars: dict[int, str]
    bytes_of: dict[str, bytes]
    also: dict[str, bytes]
    holes: dict[int, frozenset[int]]
    alone: frozenset[int]
    wide: bool
    _leads: frozenset[int] = field(default_factory=frozenset)

    def encoded(self, char: str) -> bytes | None:
        """The bytes of a character, ``None`` where it has none."""
        return self.bytes_of.get(char)

    def is_lead(self, byte: int) -> bool:
        """Whether a byte opens a pair."""
        return byte in self._leads


@cache
def codec(name: str) -> Codec:
    """A codec by its name, built on first need from Python's own."""
    return _wide(name) if name in _WIDE else _narrow(name)


def _narrow(name: str) -> Codec:
    chars: dict[int, str] = {}
    bytes_of: dict[str, bytes] = {}
    lost: set[int] = set()
    for byte in range(0x100):
        data = bytes((byte,))
        readings = [data.decode(version, "ignore") for version in _NARROW[name]]
        if not readings[0]:
            lost.add(byte)
        found = [reading for reading in readings if reading]
        chars[byte] = found[0] if found else ""
        for char in found:
            bytes_of.setdefault(char, data)
    for byte in range(0x80, 0x100):  # a second version never takes a character from the first
        bytes_of[chars[byte]] = bytes((byte,))
    return Codec(name, chars, bytes_of, {}, {}, frozenset(lost), wide=False)


def _wide(name: str) -> Codec:
    chars = {byte: chr(byte) for byte in range(0x80)}
    bytes_of = {chr(byte): bytes((byte,)) for byte in range(0x80)}
    assigned: set[int] = set()
    data_of = {byte: bytes((byte,)) for byte in range(0x80)}
    for version in reversed(_WIDE[name]):  # the first named is written last
        for number, data, char in _pairs(version):
            chars[number] = char
            data_of[number] = data
            bytes_of.setdefault(char, data)
    for version in _WIDE[name]:
        bytes_of |= {char: data for _, data, char in _pairs(version)}
    bytes_of |= {char: data_of[number] for number, char in chars.items() if char}
    bytes_of |= _written([char for char in bytes_of if char > "\x7f"], _WIDE[name])
    every = (pair for version in _WIDE[name] for pair in _pairs(version))
    also = {char: data for _, data, char in every if data != bytes_of[char]}
    for version in _STRICT[name]:
        assigned |= {number for number, _, _ in _pairs(version)}
    singles = {number for number in assigned if number < 0x100}
    if name in ("gbk", "gb18030"):  # code page 936, and every browser
        bytes_of["€"], chars[0x80] = b"\x80", "€"
    leads = frozenset({number >> 8 for number in assigned if number > 0xFF}) | (
        frozenset(range(0x81, 0xFF)) if name in ("gbk", "gb18030", "big5") else frozenset()
    )
    holes = {
        lead: frozenset(
            trail
            for trail in range(0x40, 0x100)
            if trail != 0x7F and lead << 8 | trail not in assigned
        )
        for lead in leads
    }
    alone = frozenset(range(0x80, 0x100)) - leads - singles
    return Codec(name, chars, bytes_of, also, holes, alone, wide=True, _leads=leads)


def _written(chars: Sequence[str], versions: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Characters and what an encoder writes: of two pairs that read as one, it takes one."""
    lines = "\n".join(chars)
    columns = [lines.encode(version, "ignore").split(b"\n") for version in versions]
    for char, *written in zip(chars, *columns, strict=True):
        for data in written:
            if 0 < len(data) < 3:
                yield char, data
                break


@cache
def _pairs(version: str) -> tuple[tuple[int, bytes, str], ...]:
    """Every byte above 7F and every pair that Python's codec reads as one character."""
    found: list[tuple[int, bytes, str]] = []
    for lead in range(0x80, 0x100):
        single = bytes((lead,)).decode(version, "replace")
        if _is_character(single):
            found.append((lead, bytes((lead,)), single))
            continue
        # All pairs at once: a line feed ends every one, and is part of none.
        row = [bytes((lead, trail)) for trail in range(0x40, 0x100)]
        chars = b"\n".join(row).decode(version, "replace").split("\n")
        pairs = zip(range(lead << 8 | 0x40, (lead + 1) << 8), row, chars, strict=True)
        found += [pair for pair in pairs if _is_character(pair[2])]
    return tuple(found)


def _is_character(char: str) -> bool:
    return len(char) == 1 and char != "\ufffd"
