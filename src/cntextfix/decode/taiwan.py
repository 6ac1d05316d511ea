r"""EUC-TW and ISO-2022-CN, for which Python has no codec.

>>> read_euc_tw(b"\xc4\xe3\xc5\xc6\x8e\xa2\xa1\xa1\xff") == "中文乂\udcff"
True
>>> read_iso2022_cn(b"\x1b$)A\x0eVPND\x0f and \x1b$*H\x1bN!!")
'中文 and 乂'

The forms are those of Lunde, CJKV Information Processing, chapter 4, and of RFC 1922. Planes 1 and
2 of CNS 11643 are known, and GB 2312; a character of a higher plane is bad bytes.
"""

import re

from cntextfix.lexicon.cns11643 import character

__all__ = ["read_euc_tw", "read_iso2022_cn"]

_EUC_TW = re.compile(
    rb"[\x00-\x7f]+|\x8e[\xa1-\xb0][\xa1-\xfe]{2}|[\xa1-\xfe]{2}|[\x80-\xff]", re.DOTALL
)
_ISO_2022_CN = re.compile(
    rb"\x1b\$\)(?P<designation>[AG])|(?P<second>\x1b\$\*H)|\x1bN(?P<single>[\x21-\x7e]{2})"
    rb"|(?P<out>\x0e)|(?P<back>\x0f)|(?P<line>\n)|(?P<pair>[\x21-\x7e]{2})|(?P<other>.)",
    re.DOTALL,
)


def read_euc_tw(data: bytes) -> str:
    """Decode EUC-TW; every byte that fits nowhere becomes the lone surrogate U+DC00 + byte."""
    parts: list[str] = []
    for code in _EUC_TW.findall(data):
        found = ""
        if len(code) == 4 and code[0] == 0x8E:
            found = character(code[1] - 0xA0, code[2:])
        elif len(code) == 2 and code[0] > 0x7F:
            found = character(1, code)
        parts.append(found or code.decode("ascii", "surrogateescape"))
    return "".join(parts)


def read_iso2022_cn(data: bytes) -> str:
    """Decode ISO-2022-CN; what it does not define stands as the ASCII it is written in."""
    parts: list[str] = []
    designation, shifted = b"", False
    for match in _ISO_2022_CN.finditer(data):
        kind, code = match.lastgroup, match[0]
        if kind == "designation":
            designation = match["designation"]
        elif kind == "single":
            parts.append(character(2, match["single"]) or "\ufffd")
        elif kind in ("out", "back"):
            shifted = kind == "out"
        elif kind == "line":  # RFC 1922: a line begins in ASCII, its designations made anew
            designation, shifted = b"", False
            parts.append("\n")
        elif kind == "pair" and shifted and designation:
            parts.append(_shifted(designation, code))
        elif kind != "second":
            parts.append(code.decode("ascii", "surrogateescape"))
    return "".join(parts)


def _shifted(designation: bytes, code: bytes) -> str:
    if designation == b"G":
        return character(1, code) or "\ufffd"
    return bytes(byte | 0x80 for byte in code).decode("gb18030", "replace")
