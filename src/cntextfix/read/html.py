"""Reads HTML: every visible line with what the markup knew of it.

>>> page = read_html("<title>通知</title><h1>通知</h1><p>全体<a href=x>参加</a>。")
>>> [(line.tag, line.text, line.link) for line in page.lines], page.head.title
([('h1', '通知', 0), ('p', '全体参加。', 2)], '通知')
"""

import re
from html.parser import HTMLParser

from cntextfix.page import Head, Line, Page

__all__ = ["is_html", "read_html"]

_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|div|p|table|meta|title|h[1-6])\b", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether a text is a page's markup, not text that speaks of markup.

    Args:
        text: any text.
    """
    return text.lstrip()[:1] == "<" and _MARKUP.search(text[:4096]) is not None


def read_html(markup: str) -> Page:
    """The lines of a page and what it says of itself.

    Args:
        markup: HTML, however broken.
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.flush()
    return Page(tuple(reader.lines), Head(title=reader.title))


_BREAKING = frozenset("p div h1 h2 h3 h4 h5 h6 li tr br blockquote title td ul ol table".split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.title = ""
        self._text: list[str] = []
        self._tag = ""
        self._linked = 0
        self._link = False
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._skip = 1
        if tag in _BREAKING:
            self.flush()
            self._tag = tag
        if tag == "a":
            self._link = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._skip = 0
        if tag in _BREAKING:
            self.flush()
        if tag == "a":
            self._link = False

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        self._text.append(data)
        if self._link:
            self._linked += len(data.strip())

    def flush(self) -> None:
        text = " ".join("".join(self._text).split())
        if text and self._tag == "title":
            self.title = self.title or text
        elif text:
            self.lines.append(Line(text, self._tag, self._linked))
        self._text, self._linked, self._tag = [], 0, ""
