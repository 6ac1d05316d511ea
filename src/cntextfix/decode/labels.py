r"""Names of encodings: what pages call them, what they mean, and where pages say so.

A page that says gb2312 means what Windows calls gb2312, and so on: every label is read as the
widest encoding of its family, as browsers do (https://encoding.spec.whatwg.org/#names-and-labels).

>>> canonical("GB2312"), canonical("big5"), canonical("klingon")
('gb18030', 'big5hkscs', None)
>>> declared(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
'gb18030'
"""

import codecs
import re

__all__ = ["CHOICES", "canonical", "declared"]

CHOICES = (
    "utf-8",
    "gb18030",
    "big5hkscs",
    "euc-tw",
    "hz",
    "iso-2022-cn",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "another text encoding of Python",
)
"""What an ``encoding`` argument takes, besides the other names of the same encodings."""

_GB = "gb18030"
_BIG5 = "big5hkscs"
_UNKNOWN_TO_PYTHON = {
    "x_gbk": _GB,
    "cn_gb": _GB,
    "gb": _GB,
    "gb_2312": _GB,
    "gb_2312_80": _GB,
    "x_euc_cn": _GB,
    "zh_cn": _GB,
    "gb13000": _GB,
    "cn_big5": _BIG5,
    "x_x_big5": _BIG5,
    "big5_eten": _BIG5,
    "big5_hkscs": _BIG5,
    "x_mac_trad_chinese": _BIG5,
    "zh_tw": _BIG5,
    "zh_hk": _BIG5,
    "euc_tw": "euc-tw",
    "x_euc_tw": "euc-tw",
    "cns11643": "euc-tw",
    "iso_2022_cn": "iso-2022-cn",
    "iso2022_cn": "iso-2022-cn",
    "csiso2022cn": "iso-2022-cn",
    "unicode": "utf-16-le",
    "hz_gb_2312": "hz",
    "utf8mb4": "utf-8",
    "unicode_1_1_utf_8": "utf-8",
    "x_sjis": "cp932",
}
_WIDEST = {
    "gb2312": _GB,
    "gbk": _GB,
    "gb18030": _GB,
    "big5": _BIG5,
    "cp950": _BIG5,
    "big5hkscs": _BIG5,
    "utf_8_sig": "utf-8",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859_1": "cp1252",
    "latin_1": "cp1252",
    "ascii": "cp1252",
}
_DECLARATION = re.compile(
    rb"""<meta\b[^>]{0,200}?\bcharset\s{0,9}=[\s"']{0,9}([\w.:-]{2,40})"""
    rb"""|<\?xml\b[^>]{0,100}?\bencoding\s{0,9}=[\s"']{0,9}([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_LOOKED_AT = 2048
"""Bytes in which a declaration may stand: browsers look at 1,024; pages begin with comments."""


def canonical(label: str) -> str | None:
    """The codec that a label means.

    Args:
        label: a name as pages and people write it.

    Returns:
        A codec's name, or ``None`` for a name that is none, or no encoding of text.
    """
    plain = re.sub(r"[\s_.:-]+", "_", label.strip().lower())
    if plain in _UNKNOWN_TO_PYTHON:
        return _UNKNOWN_TO_PYTHON[plain]
    try:
        name = codecs.lookup(plain).name
        "a".encode(name)  # refuses codecs that are no encodings of text, such as rot13,
        b"\xff".decode(name, "replace")  # and those that cannot take any bytes, such as idna
    except (LookupError, ValueError):
        return None
    return _WIDEST.get(name.replace("-", "_"), name)


def declared(data: bytes) -> str | None:
    """The encoding that the first bytes of a page declare.

    Args:
        data: a page, or its start.

    Returns:
        A codec's name, or ``None`` where nothing known is declared.
    """
    match = _DECLARATION.search(data[:_LOOKED_AT])
    return canonical((match[1] or match[2]).decode("ascii")) if match else None
