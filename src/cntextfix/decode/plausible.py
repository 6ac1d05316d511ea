r"""Which reading of some bytes is the most plausible: the one with the fewest bits.

>>> rank("檢察機關".encode("big5"), {}).encoding
'big5hkscs'

Every encoding is priced on the same bytes, decoded leniently: one bad byte makes a reading dearer,
not impossible, so that damage does not change the verdict.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cntextfix.decode.lattice import cheapest
from cntextfix.decode.lenient import read
from cntextfix.lexicon.character_model import load

__all__ = ["CHINESE", "PRIOR", "SINGLE_BYTE", "Verdict", "rank"]

PRIOR = {
    "utf-8": 0.0,
    "gb18030": 0.0,
    "big5hkscs": 2.0,
    "euc-tw": 12.0,
    "cp932": 15.0,
    "euc_jp": 17.0,
    "cp949": 18.0,
    "cp1252": 16.0,
    "cp1251": 18.0,
    "koi8-r": 22.0,
    "utf-16-le": 20.0,
    "utf-16-be": 22.0,
    "utf-32-le": 20.0,
    "utf-32-be": 22.0,
}
"""Bits that a reading starts with: what is rare on the Chinese web must be more plausible."""

CHINESE = ("utf-8", "gb18030", "big5hkscs")
SINGLE_BYTE = ("cp1252", "cp1251", "koi8-r")
_RARER = ("euc-tw", "cp932", "euc_jp", "cp949", *SINGLE_BYTE)
_TWO_BYTE = ("gb18030", "big5hkscs", "euc-tw", "euc_jp", "cp949")

INSIDE = 14.0
"""Bits for starting inside a character."""
BAD = 25.0
"""Bits for a bad byte, as the model prices a lone surrogate."""
JAPANESE_LOOK, WESTERN_LOOK = 60.0, 20.0
"""Bits against Chinese where the bytes alone look like kana, or like letters with accents."""
ENOUGH = 60.0
"""Bits between the best two readings at which no more of the text is looked at."""
NOT_CHINESE = 5.2
"""Bits a byte from which rarer encodings are tried: Chinese costs 3 to 4."""

FIRST, LAST = 40, 2560
"""Bytes that are priced at first, and at most."""
BRIEF = 256
"""Bytes up to which a text is read as if bytes were missing, where no plain reading is fluent."""

_KANA = re.compile(rb"(?:[\xa4\xa5][\xa1-\xf6]){2}.{0,40}?(?:[\xa4\xa5][\xa1-\xf6]){2}", re.DOTALL)
"""Kana in EUC-JP, twice two of them: GB 2312 has them at the same place."""
_ADJACENT = re.compile(rb"[\x80-\xff]{2}")
"""Western letters with accents stand alone among ASCII."""
_HIGH = re.compile(rb"[\x80-\xff]")
_SYNC = re.compile(rb"[\x00-\x2f]")
_ASCII_RUN = re.compile(rb"([\x00-\x7f]{3})[\x00-\x7f]{3,}([\x00-\x7f]{3})")
_ASCII = bytes(range(0x80))
_PRINTABLE = bytes(range(0x20, 0x7F))
_HIGH_BYTES_OF_UTF16 = bytes([*range(0x4E, 0xA0), 0x00, 0x20, 0x25, 0x30, 0xFF])


@dataclass(frozen=True, slots=True)
class Verdict:
    """The most plausible encoding, and by how many bits it is ahead of the next."""

    encoding: str
    margin: float


def rank(data: bytes, bonus: Mapping[str, float], *, rarer: bool = True) -> Verdict:
    """Find the most plausible encoding of some bytes.

    Args:
        data: any bytes.
        bonus: bits in favour of encodings that were said or declared.
        rarer: whether encodings are thought of that the Chinese web hardly has.
    """
    wide = _wide(data)
    verdict = Verdict("utf-8", 0.0)
    for sample in _samples(data):
        prices = _prices(sample, data, [*CHINESE, *bonus], wide, rarer)
        for name, bits in bonus.items():
            if name in prices:
                prices[name] -= bits
        (best, encoding), (second, _) = sorted((bits, name) for name, bits in prices.items())[:2]
        verdict = Verdict(encoding, second - best)
        if verdict.margin > ENOUGH:
            break
    return verdict


def _prices(
    sample: bytes, data: bytes, names: Iterable[str], wide: Iterable[str], rarer: bool
) -> dict[str, float]:
    against = JAPANESE_LOOK if _KANA.search(sample) else 0.0
    if not _ADJACENT.search(sample):
        against = WESTERN_LOOK
    mostly_ascii = 3 * len(sample.translate(None, _ASCII)) < len(sample)
    prices = {name: _price(sample, name) for name in names if name in PRIOR}
    for name in wide:
        prices[name] = _price(data[: max(4, len(sample) // 4 * 4)], name)
    limit = NOT_CHINESE * len(sample)
    if against or mostly_ascii or min(prices.values()) > limit:
        prices |= {name: _price(sample, name) for name in (_RARER if rarer else ())}
        for name in prices:
            if name in _TWO_BYTE and sample[:1] >= b"\x80":
                prices[name] = min(prices[name], _price(sample[1:], name) + INSIDE)
    if rarer:
        prices["gb18030"] += against
        prices["big5hkscs"] += against
    if not against and not mostly_ascii and len(data) <= BRIEF and min(prices.values()) > limit:
        for name in CHINESE[1:]:  # a byte may be missing
            prices[name] = min(prices[name], cheapest(sample, (name,))[0] + PRIOR[name])
    return prices


def _price(sample: bytes, encoding: str) -> float:
    text = read(sample, encoding)
    if encoding == "utf-8":
        bad = sum("\udc80" <= char <= "\udcff" for char in text)
        if bad * 3 > len(text):  # no UTF-8 at all: the model need not be asked
            return bad * BAD
    return load().bits(text) + PRIOR[encoding]


def _wide(data: bytes) -> list[str]:
    """The encodings of fixed width that the bytes may be in: one column of them says so.

    Chinese UTF-16 has the bytes 4E to 9F in one column of two and any in the other, UTF-32 a
    column of zeros. ASCII has letters in both.
    """
    sample = data[:1024]
    found: list[str] = []
    for name, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        unlikely = len(high.translate(None, _HIGH_BYTES_OF_UTF16))
        not_ascii = len(low.translate(None, _PRINTABLE)) + high.count(0)
        if high and unlikely < 0.2 * len(high) and not_ascii > 0.2 * len(high):
            found.append(name)
    for name, column in (("utf-32-le", sample[3::4]), ("utf-32-be", sample[0:-3:4])):
        if column and not column.strip(b"\0"):
            found.append(name)
    return found


def _samples(data: bytes) -> Iterator[bytes]:
    """Ever larger samples of the bytes that are not ASCII."""
    size = FIRST
    while size < LAST and size < len(data):
        yield _sample(data, size)
        size *= 4
    yield _sample(data, size)


def _sample(data: bytes, size: int) -> bytes:
    """Windows on the bytes that are not ASCII, from safe starts, long ASCII runs shortened."""
    if len(data) <= size:
        return _ASCII_RUN.sub(rb"\1\n\2", data)
    count = 1 if size == FIRST else 4
    parts: list[bytes] = []
    for number in range(count):
        high = _HIGH.search(data, len(data) * number // count)
        if not high:
            break
        at = high.start()
        sync = _SYNC.search(data, max(0, at - 1), at + 4 * size) if number else None
        start = sync.end() if sync else at
        squeezed = _ASCII_RUN.sub(rb"\1\n\2", data[start : start + 2 * size])
        parts.append(_whole(squeezed[: size // count]))
    return b"\n".join(parts)


def _whole(window: bytes) -> bytes:
    """A window without its end, if that may be within a character."""
    end = max(window.rfind(bytes([byte])) for byte in b"\n <,;")
    return window[: end + 1] if end > len(window) // 2 else window
