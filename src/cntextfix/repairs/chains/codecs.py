r"""Encodings the way careless decoders apply them: what every byte became, and what was lost.

A decoder that meets bytes without a character does one of five things, all of them seen on real
pages: it keeps the pair as a private-use character (browsers), writes one mark for both bytes
(Java, Windows), one mark for the first byte (Python), or drops two bytes or one without a trace
(copying, ``iconv -c``). A mark is U+FFFD, or "?" once the page was saved again.

>>> codec("gbk").encoded("枃"), 0xE5 in codec("gbk").holes[0xAD]
(b'\x96\x87', True)
"""

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
    for version in reversed(_WIDE[name]):  # the first named is written last
        for number, char in _pairs(version):
            chars[number] = char
            bytes_of.setdefault(char, _data(number))
    for version in _WIDE[name]:
        bytes_of |= {char: _data(number) for number, char in _pairs(version)}
    bytes_of |= {chars[number]: _data(number) for number in chars if chars[number]}
    for char in [c for c in bytes_of if c > "\x7f"]:  # of two pairs, the one an encoder writes
        for version in _WIDE[name]:
            if (data := char.encode(version, "ignore")) and len(data) < 3:
                bytes_of[char] = data
                break
    every = ((char, _data(number)) for version in _WIDE[name] for number, char in _pairs(version))
    also = {char: data for char, data in every if data != bytes_of[char]}
    for version in _STRICT[name]:
        assigned |= {number for number, _ in _pairs(version)}
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


def _data(number: int) -> bytes:
    return number.to_bytes(1 if number < 0x100 else 2, "big")


@cache
def _pairs(version: str) -> tuple[tuple[int, str], ...]:
    """Every byte above 7F and every pair that Python's codec reads as one character."""
    found: list[tuple[int, str]] = []
    for lead in range(0x80, 0x100):
        if single := _strict(bytes((lead,)), version):
            found.append((lead, single))
            continue
        trails = range(0x40, 0x100)
        pairs = ((lead << 8 | trail, _strict(bytes((lead, trail)), version)) for trail in trails)
        found.extend(pair for pair in pairs if pair[1])
    return tuple(found)


def _strict(data: bytes, version: str) -> str:
    try:
        char = data.decode(version)
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""
