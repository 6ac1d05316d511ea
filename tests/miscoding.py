"""A simulator of wrong readings: correct text in, mojibake out, by Python's own codecs.

It shares nothing with the code under test, so that the two prove each other.
"""

import base64
import codecs
import quopri
from collections.abc import Callable
from functools import partial

Damage = Callable[[str], str]


def _one(mark: str, error: UnicodeError) -> tuple[str, int]:
    """Python's way: one byte is given up."""
    assert isinstance(error, UnicodeDecodeError)
    return mark, error.start + 1


def _pair(mark: str, error: UnicodeError) -> tuple[str, int]:
    """Java's way: a pair without a character is given up whole, a torn one by its first byte."""
    assert isinstance(error, UnicodeDecodeError)
    data, at = error.object, error.start
    torn = data[at] == 0x80 or at + 1 >= len(data) or data[at + 1] < 0x80
    return mark, at + (1 if torn else 2)


def _as_is(error: UnicodeError) -> tuple[str, int]:
    """The browsers' way with single bytes: the control character of the same number."""
    assert isinstance(error, UnicodeDecodeError)
    return chr(error.object[error.start]), error.start + 1


def _euro(error: UnicodeError) -> tuple[str, int]:
    """The browsers' way with GBK: 0x80 is a euro sign, anything else a mark."""
    assert isinstance(error, UnicodeDecodeError)
    return ("€" if error.object[error.start] == 0x80 else "\ufffd"), error.start + 1


for _name, _mark in (("fffd", "\ufffd"), ("question", "?"), ("dropped", "")):
    codecs.register_error(f"one-{_name}", partial(_one, _mark))
    codecs.register_error(f"pair-{_name}", partial(_pair, _mark))
codecs.register_error("as-is", _as_is)
codecs.register_error("euro", _euro)


def chain(*steps: tuple[str, str, str]) -> Damage:
    """Texts go through every step: written in one encoding, read in another, errors so."""

    def damaged(text: str) -> str:
        for right, wrong, errors in steps:
            text = text.encode(right, "replace").decode(wrong, errors)
        return text

    return damaged


def _private(text: str, mark: str) -> str:
    return "".join(mark if "\ue000" <= char <= "\uf8ff" else char for char in text)


def _browser(text: str) -> str:
    return text.encode().decode("gb18030", "euro")


def _flattened(text: str) -> str:
    return text.encode().decode("cp1252", "as-is").replace("\xa0", " ")


LOSSLESS: dict[str, Damage] = {
    "utf-8 → latin-1": chain(("utf-8", "latin-1", "strict")),
    "utf-8 → cp1252": chain(("utf-8", "cp1252", "as-is")),
    "utf-8 → latin-1, twice": chain(*[("utf-8", "latin-1", "strict")] * 2),
    "utf-8 → cp1252, twice": chain(*[("utf-8", "cp1252", "as-is")] * 2),
    "utf-8 → gb18030 (browser)": _browser,
    "gbk → latin-1": chain(("gbk", "latin-1", "strict")),
    "gbk → cp1252": chain(("gbk", "cp1252", "as-is")),
    "gbk → cp1250": chain(("gbk", "cp1250", "as-is")),
    "gbk → cp437": chain(("gbk", "cp437", "strict")),
    "gbk → big5-hkscs": chain(("gbk", "big5hkscs", "one-fffd")),
    "gbk → shift_jis": chain(("gbk", "cp932", "one-fffd")),
    "gbk → euc-kr": chain(("gbk", "cp949", "one-fffd")),
    "big5 → cp1252": chain(("big5", "cp1252", "as-is")),
    "big5 → gb18030": chain(("big5", "gb18030", "euro")),
    "utf-8 → shift_jis": chain(("utf-8", "cp932", "one-fffd")),
    "gbk → latin-1 → utf-8 → latin-1": chain(
        ("gbk", "latin-1", "strict"), ("utf-8", "latin-1", "strict")
    ),
}
"""Chains that lose nothing, or little, depending on the text."""

LOSSY: dict[str, Damage] = {
    "utf-8 → gbk, private use dropped": lambda text: _private(_browser(text), ""),
    "utf-8 → gbk, private use as ?": lambda text: _private(_browser(text), "?"),
    "utf-8 → gbk, U+FFFD a byte": chain(("utf-8", "gbk", "one-fffd")),
    "utf-8 → gbk, ? a byte": chain(("utf-8", "gbk", "one-question")),
    "utf-8 → gbk, U+FFFD a pair": chain(("utf-8", "gbk", "pair-fffd")),
    "utf-8 → gbk, ? a pair": chain(("utf-8", "gbk", "pair-question")),
    "utf-8 → gbk, bytes dropped": chain(("utf-8", "gbk", "one-dropped")),
    "utf-8 → gbk, twice": lambda text: _browser(_browser(text)),
    "utf-8 → cp1252, lost as U+FFFD": chain(("utf-8", "cp1252", "one-fffd")),
    "utf-8 → cp1252, lost as ?": chain(("utf-8", "cp1252", "one-question")),
    "utf-8 → cp1252, lost dropped": chain(("utf-8", "cp1252", "one-dropped")),
    "utf-8 → cp1252, blanks flattened": _flattened,
    "gbk → cp1252, lost as U+FFFD": chain(("gbk", "cp1252", "one-fffd")),
    "gbk → cp950, lost as ?": chain(("gbk", "cp950", "pair-question")),
    "big5 → gbk, lost as U+FFFD": chain(("big5", "gbk", "pair-fffd")),
    "utf-8 → big5, lost as ?": chain(("utf-8", "cp950", "one-question")),
}
"""Chains that lose bytes of most texts."""


def _units(text: str, form: str) -> str:
    data = text.encode("utf-16-be")
    return "".join(
        form % unit if unit > 0x7F else chr(unit)
        for unit in (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
    )


def _percent(text: str, encoding: str) -> str:
    return "".join(
        char
        if char.isascii()
        else "".join(f"%{byte:02X}" for byte in char.encode(encoding, "replace"))
        for char in text
    )


ESCAPES: dict[str, Damage] = {
    "&#20013;": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
    "&#x4E2D;": lambda text: "".join(c if c.isascii() else f"&#x{ord(c):X};" for c in text),
    "&amp;#20013;": lambda text: (
        text.encode("ascii", "xmlcharrefreplace").decode().replace("&#", "&amp;#")
    ),
    r"\u4e2d": lambda text: _units(text, "\\u%04x"),
    "%u4E2D": lambda text: _units(text, "%%u%04X"),
    "%E4%B8%AD": lambda text: _percent(text, "utf-8"),
    "%D6%D0": lambda text: _percent(text, "gbk"),
    "=E4=B8=AD": lambda text: quopri.encodestring(text.encode()).decode(),
    "=D6=D0": lambda text: quopri.encodestring(text.encode("gbk", "replace")).decode(),
    "=?gb2312?B?1tA=?=": lambda text: (
        f"=?gb2312?B?{base64.b64encode(text.encode('gbk', 'replace')).decode()}?="
    ),
    "~{VP~}": lambda text: text.encode("hz", "replace").decode(),
}
"""Characters written as escapes."""

EVERY: dict[str, Damage] = LOSSLESS | LOSSY | ESCAPES
