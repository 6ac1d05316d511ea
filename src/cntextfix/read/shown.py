r"""Text as it shows: character references read, blanks of the source gone.

>>> tidy(unescaped("\n 中\n  国&#x4eba; &amp;\t CCTV\n新闻&nbsp; "))
'中国人 & CCTV 新闻'
"""

import re
from html import unescape
from typing import Final

__all__ = ["BREAKS", "kept", "tidy", "unescaped"]

BREAKS: Final = re.compile("\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line for some reader."""

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001f64f\U00020000-\U0003fffd“”‘’—…·"
)
# A line break in the source between two wide characters is no blank:
# https://www.w3.org/TR/css-text-3/#line-break-transform
_SOFT_BREAK: Final = re.compile(rf"(?<=[{_WIDE}])[ \t]*+[\r\n][ \t\r\n\f]*+(?=[{_WIDE}])")
_BLANKS: Final = re.compile("[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS: Final = re.compile("[\r\n\f\v\x1c-\x1f\x85\u2028\u2029]")
_LONG_NUMBER: Final = re.compile(r"&#0*+[0-9]{8,}+;?|&#[xX]0*+[0-9a-fA-F]{7,}+;?")
# An emoji as two references, as programs that count in UTF-16 write it. Browsers show neither.
_REFERENCE: Final = "&#(?:[xX](d[89a-f][0-9a-f]{2})|(5[5-7][0-9]{3}));"
_SURROGATES: Final = re.compile(f"(?i:{_REFERENCE}{_REFERENCE})")


def unescaped(text: str) -> str:
    r"""Text with its character references read.

    >>> unescaped("&lt;甲&gt;&nbsp;&#20057;&#99999999999;")
    '<甲>\xa0乙\ufffd'
    >>> unescaped("&#55357;&#56832;&#xD83D;")
    '😀\ufffd'
    """
    if "&" not in text:
        return text
    if "&#" in text:  # numbers of any length are legal, and slow
        text = _SURROGATES.sub(_joined, _LONG_NUMBER.sub("\ufffd", text))
    return unescape(text)


def _joined(pair: re.Match[str]) -> str:
    """The character that two surrogates are."""
    high, low = (int(x, 16) if x else int(d) for x, d in (pair.group(1, 2), pair.group(3, 4)))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + (high - 0xD800 << 10) + (low - 0xDC00))
    return pair[0]


def tidy(text: str) -> str:
    """Text with one blank for each run of blanks, none at its ends or where Chinese was wrapped."""
    text = text.strip()
    if text.isprintable() and "  " not in text:  # most are as they should be
        return text
    if "\n" in text or "\r" in text:
        text = _SOFT_BREAK.sub("", text)
    return _BLANKS.sub(" ", text).replace("\xa0", " ").strip()


def kept(text: str) -> str:
    r"""A line of preformatted text: its blanks stay, but those behind it.

    >>> kept("\xa0 if 甲:  # 乙 \r")
    '  if 甲:  # 乙'
    """
    text = text.replace("\xa0", " ").rstrip()
    return text if text.isprintable() else _CONTROLS.sub(" ", text)
