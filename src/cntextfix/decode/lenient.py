r"""Bytes to text in a given encoding, whatever the bytes: bad ones are escaped, not dropped.

>>> read(b"\xd6\xd0\xff\xb9\xfa", "gb18030") == "中\udcff国"
True
"""

import re

__all__ = ["read"]

_HIGH_SURROGATES_ALONE = re.compile("[\ud800-\udfff]")

# Where Microsoft's code page 950, which Big5 pages are written in, and Python's Big5-HKSCS give
# the same two bytes different characters. Browsers read them as code page 950 does:
# https://encoding.spec.whatwg.org/index-big5.txt
_CP950 = str.maketrans("•､‾∼／＼¥¢£", "‧﹑¯～∕﹨￥￠￡")
_CP950_MARKS = tuple(chr(code) for code in _CP950)


def read(data: bytes, encoding: str) -> str:
    """Decode bytes; every byte that fits nowhere becomes the lone surrogate U+DC00 + byte.

    Args:
        data: any bytes.
        encoding: a codec's name; "gb18030" also reads a single 0x80 as €, and "big5hkscs" the
            marks of code page 950, as browsers do.

    Returns:
        The text.
    """
    if encoding.startswith("utf-16"):
        return _read_wide(data, encoding, 2)
    if encoding.startswith("utf-32"):
        return _read_wide(data, encoding, 4)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _escaping(data, encoding)
    if encoding == "gb18030":
        return text.replace("\udc80", "€") if "\udc80" in text else text
    if encoding == "big5hkscs":
        text = text.replace("\udca3\udce1", "€") if "\udca3" in text else text
        if any(mark in text for mark in _CP950_MARKS):
            return text.translate(_CP950)
    return text


def _escaping(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogateescape")
    except UnicodeDecodeError:  # a codec whose bad bytes may be ASCII: escape sequences
        return data.decode(encoding, "replace")


def _read_wide(data: bytes, encoding: str, unit: int) -> str:
    whole = len(data) // unit * unit
    try:
        text = data[:whole].decode(encoding, "surrogatepass")
    except UnicodeDecodeError:  # UTF-32 beyond Unicode
        text = data[:whole].decode(encoding, "replace")
    if _HIGH_SURROGATES_ALONE.search(text):
        text = _HIGH_SURROGATES_ALONE.sub("\ufffd", text)
    return text + data[whole:].decode("ascii", "surrogateescape")
