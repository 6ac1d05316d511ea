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


def unescaped(text: str) -> str:
    r"""Text with its character references read.

    >>> unescaped("&lt;甲&gt;&nbsp;&#20057;&#99999999999;")
    '<甲>\xa0乙\ufffd'
    """
    if "&" not in text:
        return text
    if "&#" in text:  # numbers of any length are legal, and slow
        text = _LONG_NUMBER.sub("\ufffd", text)
    return unescape(text)


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
