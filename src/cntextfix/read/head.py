"""Reads what a page says of itself without showing it: title, meta elements, JSON-LD.

>>> reader = HeadReader()
>>> reader.element(Tag.of("", "meta", ' property="og:title" content="通知"'), 0)
>>> reader.json_ld('{"@type": "NewsArticle", "author": [{"name": "李婷"}]}')
>>> reader.head().meta, reader.head().linked
((('og:title', '通知'),), (('@type', 'NewsArticle'), ('author.name', '李婷')))
"""

import re
from typing import Final

from cntextfix.page import Head
from cntextfix.read.attributes import attributes
from cntextfix.read.shown import tidy, unescaped
from cntextfix.read.tags import Tag

__all__ = ["HeadReader"]

_MOST_LINKED = 2000
"""Strings of JSON-LD that are kept; some shops list all they sell."""
_DEEPEST = 30
_NAMES: Final = ("name", "property", "itemprop", "http-equiv")
_WRAPPED: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*$"
)
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")
_COMMENT: Final = re.compile(r"""("(?:[^"\\]|\\.)*+"?)|/\*.{0,500}?\*/|//[^\n]*+""", re.DOTALL)
_BETWEEN: Final = (";", ",", " ", "\t", "\r", "\n")
# What is asked for most, where quotation marks in a value break everything else.
_FACT: Final = re.compile(
    r"""\"(headline|title|datePublished|dateModified|pubDate|upDate)"\s*+:\s*+"(.{1,300}?)"\s*+"""
    r"""(?=[}\]]|,\s*+["}])"""
)


class HeadReader:
    """Collects what a page says of itself."""

    def __init__(self) -> None:
        self._title = ""
        self._canonical = ""
        self._meta: list[tuple[str, str]] = []
        self._linked: list[tuple[str, str]] = []

    def title(self, text: str) -> None:
        """Take the text of a ``<title>``.

        The first that is not empty counts; those of further pages in the same file become
        "title" in `Head.meta`.
        """
        shown = _shown(text)
        if shown and self._title:
            self._meta.append(("title", shown))
        self._title = self._title or shown

    def element(self, tag: Tag, _: int) -> None:
        """Take a ``<meta>`` or ``<link>``."""
        if tag.name == "meta":
            self._take_meta(tag.attrs)
        else:
            self._take_link(tag.attrs)

    def _take_meta(self, attrs: str) -> None:
        values = attributes(attrs)
        content = _shown(values.get("content", ""))
        if content:
            self._meta.extend(
                (name.strip().lower(), content) for key in _NAMES if (name := values.get(key))
            )

    def _take_link(self, attrs: str) -> None:
        if "canonical" in attrs.lower():
            values = attributes(attrs)
            if values.get("rel", "").lower() == "canonical" and not self._canonical:
                self._canonical = _shown(values.get("href", ""))

    def json_ld(self, text: str) -> None:
        """Take the text of a JSON-LD script; what is no JSON even when mended is left out."""
        waiting: list[tuple[str, int, object]] = [("", 0, _loaded(text))]
        while waiting and len(self._linked) < _MOST_LINKED:
            path, depth, value = waiting.pop()
            if isinstance(value, str):
                if shown := _shown(value):
                    self._linked.append((path, shown))
            elif depth > _DEEPEST:
                continue
            elif isinstance(value, list):
                waiting.extend((path, depth + 1, part) for part in reversed(value))
            elif isinstance(value, dict):
                waiting.extend(
                    (_path(path, key), depth + 1, part) for key, part in reversed(value.items())
                )

    def head(self) -> Head:
        """What was collected."""
        return Head(self._title, tuple(self._meta), tuple(self._linked), self._canonical)


def _path(path: str, key: str) -> str:
    if key == "@graph":  # holds descriptions side by side, and describes nothing itself
        return path
    return f"{path}.{key}" if path else key


def _loaded(text: str) -> list[object]:
    """The values in a text of JSON, mended where it has to be."""
    text = _WRAPPED.sub("", text.replace("\0", "")).strip()
    found = _values(text) or _values(_TRAILING_COMMA.sub("", _COMMENT.sub(r"\1", text)).strip())
    return found or [{name: value} for name, value in _FACT.findall(text)]


def _values(text: str) -> list[object]:
    """The values that stand one behind the other, up to what is no JSON."""
    import json

    decoder = json.JSONDecoder(strict=False)
    found: list[object] = []
    at = 0
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        while text[at : at + 1] in _BETWEEN:
            at += 1
    return found


def _shown(text: str) -> str:
    return tidy(unescaped(text.replace("\0", "")))
