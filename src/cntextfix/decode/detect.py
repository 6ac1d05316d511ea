"""Which encoding some bytes are in: the reading that the character model finds cheapest."""

import re
from collections.abc import Iterable

from cntextfix.decode.decoded import Decoded, Evidence
from cntextfix.decode.lenient import read
from cntextfix.lexicon.character_model import load

__all__ = ["detect"]

# Bits that a reading starts with: what is rare on the Chinese web must be more plausible.
_PRIOR = {
    "utf-8": 0.0,
    "gb18030": 0.0,
    "big5hkscs": 2.0,
    "cp932": 7.0,
    "euc_jp": 9.0,
    "cp949": 10.0,
    "cp1252": 8.0,
    "cp1251": 10.0,
    "koi8-r": 14.0,
    "utf-16-le": 20.0,
    "utf-16-be": 22.0,
    "utf-32-le": 20.0,
    "utf-32-be": 22.0,
}
_CHINESE = ("gb18030", "big5hkscs", "utf-8")
_JAPANESE_KOREAN = ("cp932", "euc_jp", "cp949")
_SINGLE_BYTE = ("cp1252", "cp1251", "koi8-r")
_DECLARED = 12.0
"""Bits for the encoding a page declares: pages declare wrongly, so a line of text outweighs it."""
_SAID = 60.0
"""Bits for the encoding the caller names: a paragraph outweighs it."""

_SHORT = 120
"""Bytes below which valid UTF-8 is doubted when it holds two-byte sequences only."""
_WINDOW, _WINDOWS = 1536, 4
_HIGH = re.compile(rb"[\x80-\xff]")
_SYNC = re.compile(rb"[\x00-\x2f]")
_ASCII_RUN = re.compile(rb"([\x00-\x7f])[\x00-\x7f]{3,}")
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")


def detect(data: bytes, said: str | None, declaration: str | None) -> Decoded:
    """Decode bytes without a byte order mark.

    Args:
        data: any bytes.
        said: the codec the caller names.
        declaration: the codec the page declares.
    """
    if said is not None and said not in _PRIOR:
        return Decoded.of(read(data, said), said, "argument")
    if data.isascii() and b"\0" not in data:
        return _ascii(data, said)
    wide = _wide(data)
    try:
        text = data.decode() if not wide else ""
    except UnicodeDecodeError:
        text = ""
    if text and not (len(data) < _SHORT and max(text) < "\u0800"):
        return Decoded(text, "utf-8", "utf-8", escaped=text)
    prices = _prices(data, said, declaration, wide)
    (best, encoding), (second, _) = sorted((v, k) for k, v in prices.items())[:2]
    margin = second - best
    evidence: Evidence = "model"
    if encoding == said:
        evidence = "argument"
    elif encoding == declaration:
        evidence = "declared"
    elif encoding == "utf-8" and text:
        evidence = "utf-8"
    if encoding in _SINGLE_BYTE and evidence == "model":
        return _foreign(data, encoding, margin)
    return Decoded.of(read(data, encoding), encoding, evidence, margin)


def _ascii(data: bytes, said: str | None) -> Decoded:
    if b"~{" in data and _HZ.search(data):
        return Decoded.of(read(data, "hz"), "hz", "escape")
    if said is not None:
        return Decoded.of(read(data, said), said, "argument")
    if b"\x1b$" in data:
        return Decoded.of(read(data, "iso2022_jp_2"), "iso2022_jp_2", "escape")
    text = data.decode("ascii")
    return Decoded(text, "ascii", "ascii", escaped=text)


def _wide(data: bytes) -> tuple[str, ...]:
    """The encodings of fixed width that the bytes may be in: one column of them says so.

    Chinese UTF-16 has the bytes 4E to 9F in one column of two; anything in UTF-32 has zeros.
    """
    sample = data[: _WINDOW * 2]
    half = len(sample) // 2
    if half < 2:
        return ()
    found = []
    for name, column in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        likely = sum(0x4E <= byte <= 0x9F or byte in b"\x00\x20\x30\xff" for byte in column)
        if likely > 0.8 * half:
            found.append(name)
    if sample.count(0) > len(sample) // 5:
        found += ["utf-32-le", "utf-32-be"]
    return tuple(found)


def _prices(
    data: bytes, said: str | None, declaration: str | None, wide: Iterable[str]
) -> dict[str, float]:
    sample = _sample(data)
    prices = {name: _price(sample, name) for name in _CHINESE}
    prices |= {name: _price(data[:_WINDOW], name) for name in wide}
    if min(prices.values()) > 4.2 * len(sample):  # Chinese costs 3 to 4 bits a byte
        prices |= {name: _price(sample, name) for name in _JAPANESE_KOREAN + _SINGLE_BYTE}
    for name, bits in ((said, _SAID), (declaration, _DECLARED)):
        if name in _PRIOR:
            if name not in prices:
                prices[name] = _price(sample, name)
            prices[name] -= bits
    return prices


def _price(sample: bytes, encoding: str) -> float:
    return load().bits(read(sample, encoding)) + _PRIOR[encoding]


def _sample(data: bytes) -> bytes:
    """Windows on the bytes that are not ASCII, from safe starts, long ASCII runs shortened."""
    if len(data) <= _WINDOW * _WINDOWS:
        return _ASCII_RUN.sub(rb"\1\n", data)
    parts: list[bytes] = []
    for number in range(_WINDOWS):
        high = _HIGH.search(data, len(data) * number // _WINDOWS)
        if not high:
            break
        at = high.start()
        sync = _SYNC.search(data, max(0, at - 1), at + _WINDOW) if number else None
        start = sync.end() if sync else at
        squeezed = _ASCII_RUN.sub(rb"\1\n", data[start : start + 2 * _WINDOW])
        parts.append(squeezed[: _WINDOW // 2])
    return b"\n".join(parts)


def _foreign(data: bytes, guess: str, margin: float) -> Decoded:
    """Text that is not Chinese: charset-normalizer knows more single-byte encodings."""
    from charset_normalizer import from_bytes

    sample = data[: 1 << 16]
    found = from_bytes(
        sample, cp_exclusion=["gb18030", "gbk", "gb2312", "big5", "big5hkscs"]
    ).best()
    encoding = found.encoding if found else guess
    return Decoded.of(read(data, encoding), encoding, "charset-normalizer", margin)
