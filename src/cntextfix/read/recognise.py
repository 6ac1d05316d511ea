r"""Tells markup from text that speaks of markup.

>>> is_html("\ufeff<!-- 新闻 -->\n<!DOCTYPE html><html>…"), is_html("<html>、<head>是什么？")
(True, False)
"""

import re
from typing import Final

from cntextfix.read.elements import KNOWN, OPTIONAL_END, VOID

__all__ = ["is_html"]

_BEFORE: Final = re.compile(r"(?:[\s\ufeff\0]++|<\?xml[^>]*+>|<!--.{0,20000}?-->)*+", re.DOTALL)
_JUNK: Final = re.compile(
    "[^<\u3400-\u9fff\uf900-\ufaff]{0,2000}+(?=<(?i:!doctype\\s+html|html)[\\s>])"
)
_PAGE: Final = re.compile(r"<(?i:!doctype\s+html|(?:html|head|body)(?=[\s>])|meta\s)[^>]*+>")
_TITLE: Final = re.compile(r"<(?i:title)(?:\s[^>]*+)?>[^<]*+</(?i:title)\s*+>")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)(\s[^<>]*+)?/?>")
_SPOKEN_OF: Final = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9]*>[\'\"`”’」）)]?\s?(?:标签|標籤|标记|標記|元素|(?:tags?|elements?)\b)"
    r"|<[a-zA-Z][a-zA-Z0-9]*>[、，,]"
)
_LOOKED_AT = 20_000


def is_html(text: str) -> bool:
    """Whether a text is markup, a page's or a part of one, and not a text that speaks of markup.

    Markup begins with an element and goes on in elements; a text about markup has its words
    between, before and behind them.

    Args:
        text: any text.

    >>> is_html("<p>全体参加。</p><p>特此通知。</p>"), is_html("<div>和</div>必须成对出现。")
    (True, False)
    """
    if "<" not in text[:_LOOKED_AT]:
        return False
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    if not text.startswith("<", start):
        junk = _JUNK.match(text, start)  # a server's warning may stand above the page
        if not junk:
            return False
        start = junk.end()
    opening = _PAGE.match(text, start) or _TITLE.match(text, start)
    if opening:
        behind = text[opening.end() : opening.end() + _LOOKED_AT].lstrip()
        if behind.startswith("<") or not behind:
            return True
    return _is_fragment(text[start : start + _LOOKED_AT])


def _is_fragment(text: str) -> bool:
    """Whether text that begins with "<" is a part of a page."""
    tags = [tag for tag in _TAG.finditer(text) if tag[2].lower() in KNOWN]
    if len(tags) < 2 or tags[0].start() or tags[0][1] or _SPOKEN_OF.search(text):
        return False
    inside, outside = _words_of(text, tags)
    written = any(tag[3] and "=" in tag[3] for tag in tags)  # few who speak of a tag write it out
    return inside > 0 and outside * (1 if written else 4) <= inside


def _words_of(text: str, tags: list[re.Match[str]]) -> tuple[int, int]:
    """How many characters stand within elements, and how many outside of all."""
    inside = outside = depth = 0
    item = False  # within an element whose end tag may be left out
    place = 0
    for tag in tags:
        words = len(text[place : tag.start()].strip())
        if depth or item:
            inside += words
        else:
            outside += words
        place = tag.end()
        name = tag[2].lower()
        if name in OPTIONAL_END:
            item = not tag[1]
        elif name not in VOID:
            depth = max(depth - 1 if tag[1] else depth + 1, 0)
    rest = len(text[place:].strip())
    return (inside + rest, outside) if depth or item else (inside, outside + rest)
