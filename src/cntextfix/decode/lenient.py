r"""Bytes to text in a given encoding, whatever the bytes: bad ones are escaped, not dropped.

>>> read(b"\xd6\xd0\xff\xb9\xfa", "gb18030") == "中\udcff国"
True
"""

import re

from cntextfix.decode.taiwan import read_euc_tw, read_iso2022_cn

__all__ = ["escaped", "read", "strict", "tidy"]

_SURROGATE = re.compile("[\ud800-\udfff]")

# Where Microsoft's code page 950, which Big5 pages are written in, and Python's Big5-HKSCS give
# the same two bytes different characters. Browsers read them as code page 950 does:
# https://encoding.spec.whatwg.org/index-big5.txt. ／ and ＼ stand twice in HKSCS: A1FE and A240 are
# the usual ones and right, A241 and A242 the rare ones.
_CP950 = tuple(zip("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡", strict=True))


_CP1252 = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
"""Five bytes that Windows leaves empty and browsers read as control characters."""

_WITHOUT_CODEC = {"euc-tw": read_euc_tw, "iso-2022-cn": read_iso2022_cn}


def strict(data: bytes, encoding: str) -> str | None:
    """Decode bytes without an error.

    Args:
        data: any bytes.
        encoding: a codec's name, other than those of UTF-16 and UTF-32.

    Returns:
        The text, or ``None`` where a byte fits nowhere.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return tidy(text, encoding) if encoding == "big5hkscs" else text


def read(data: bytes, encoding: str) -> str:
    """Decode bytes; every byte that fits nowhere becomes the lone surrogate U+DC00 + byte.

    Args:
        data: any bytes.
        encoding: a codec's name; "gb18030" also reads a single 0x80 as €, and "big5hkscs" the
            marks of code page 950, as browsers do.

    Returns:
        The text.
    """
    if encoding in _WITHOUT_CODEC:
        return _WITHOUT_CODEC[encoding](data)
    if encoding.startswith("utf-16"):
        return _read_wide(data, encoding, 2)
    if encoding.startswith("utf-32"):
        return _read_wide(data, encoding, 4)
    text = strict(data, encoding)
    return text if text is not None else tidy(escaped(data, encoding), encoding)


def escaped(data: bytes, encoding: str) -> str:
    """Decode bytes with Python's codec as it is, bad bytes escaped."""
    try:
        return data.decode(encoding, "surrogateescape")
    except UnicodeDecodeError:  # a codec whose bad bytes may be ASCII: escape sequences
        return data.decode(encoding, "replace")


def tidy(text: str, encoding: str) -> str:
    """Turn what `escaped` gives into what browsers read."""
    if encoding == "gb18030":
        return text.replace("\udc80", "€")
    if encoding == "cp1252":
        return text.translate(_CP1252)
    if encoding == "big5hkscs":
        for mark, meant in _CP950:
            text = text.replace(mark, meant)
        return text.replace("\udca3\udce1", "€")
    return text


def _read_wide(data: bytes, encoding: str, unit: int) -> str:
    whole = len(data) // unit * unit
    try:
        text = data[:whole].decode(encoding, "surrogatepass")
    except UnicodeDecodeError:  # UTF-32 beyond Unicode
        text = data[:whole].decode(encoding, "replace")
    if _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    return text + data[whole:].decode("ascii", "surrogateescape")
