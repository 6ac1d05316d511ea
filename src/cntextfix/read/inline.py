"""The line in progress: text, links, and inline elements between two line breaks.

>>> from cntextfix.read.tags import read_tag
>>> line, link, end = InlineText(), read_tag("a href=1"), read_tag("/a")
>>> for text in ("首页", "新闻"):
...     line.start(link)
...     line.text(text, 0)
...     line.end(end)
>>> line.linked, line.end_line("div")
(4, '首页 新闻')
"""

import re
from typing import Final

from cntextfix.read.elements import HEADINGS
from cntextfix.read.shown import unescaped
from cntextfix.read.tags import Tag

__all__ = ["InlineText"]

_GAP: Final = "\0"
"""Stands between two inline elements that nothing separates in the markup."""
_BEFORE_DATE: Final = re.compile(rf"{_GAP}(?=[0-9]{{4}}[-/.年][0-9]|[0-9]{{2}}-[0-9]{{2}})")
_IN_DATE: Final = re.compile(
    rf"(?<=[0-9]){_GAP}(?=[年月日])|(?<=年){_GAP}(?=[0-9]{{1,2}}{_GAP}?月)"
    rf"|(?<=月){_GAP}(?=[0-9]{{1,2}}{_GAP}?日)"
)
_FACT: Final = re.compile("[：:|｜/]|[0-9][-.年][0-9]")
_SAY_MORE: Final = frozenset({"a", "button", "label", "time"})
_PARAGRAPHS: Final = frozenset({"p", "section"})
_LONGEST_GAPPED = 100
_COVERS = 3
"""Inline elements around a whole line whose words are kept."""


class InlineText:
    """Text as it comes, until its line ends."""

    __slots__ = ("_covers", "_ended", "_is_named", "cover", "in_link", "linked", "parts", "place")

    def __init__(self) -> None:
        self.parts: list[str] = []
        """The texts of the line so far."""
        self._covers: list[str] = []  # the inline elements around the whole line so far
        self._ended = False  # whether an inline element ended just now
        self._is_named = False  # whether one that stands apart is more than a way of printing
        self.cover = ""
        """Class and id words of inline elements that hold the whole line."""
        self.in_link = False
        """Whether a link is open."""
        self.linked = 0
        """Characters within links."""
        self.place = 0
        """Where the line begins in the markup."""

    def text(self, text: str, place: int, *, kept: bool = False) -> None:
        """Take text that stands between tags.

        Args:
            text: the text as it stands in the markup.
            place: where it stands.
            kept: whether its blanks count.
        """
        if not text:
            return
        blank = text.isspace()
        if not self.parts:
            if blank and not kept:
                return
            self.place = place
        self._ended = False
        if blank:  # between two elements even a line break is a blank: source, then author
            self.parts.append(text if kept else " ")
            return
        if "\0" in text:
            text = text.replace("\0", "")
        if "&" in text:
            text = unescaped(text)
        self.parts.append(text)
        if self.in_link:
            self.linked += len(text.strip())
        if self.cover and not self._covers:
            self.cover = ""

    def start(self, tag: Tag) -> None:
        """Take the start of an inline element."""
        apart = self._ended
        if tag.name == "a":
            apart = apart or self.in_link  # the last one was never closed
            self.in_link = tag.leads
        words = tag.words
        if apart and self.parts and (words or not tag.attrs or tag.stands_apart):
            self.parts.append(_GAP)
            self._is_named |= words != "" or not tag.attrs or tag.name in _SAY_MORE
        self._ended = False
        if words and (not self.parts or self._covers) and len(self._covers) < _COVERS:
            self.cover = f"{words} {self.cover}" if self.cover else words
            self._covers.append(tag.name)

    def end(self, tag: Tag) -> None:
        """Take the end of an inline element."""
        name = tag.name
        self._ended = tag.stands_apart
        if name == "a":
            self.in_link = False
        if self._covers and self._covers[-1] == name:
            self._covers.pop()
            self._ended = True

    def end_line(self, tag: str, *, is_kept: bool = False) -> str:
        """The text of the line, which ends here.

        Args:
            tag: the element that the line stands in.
            is_kept: whether its blanks are those of the markup.
        """
        parts = self.parts
        text = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        self._ended = False
        self.linked = 0
        if self.cover:
            self._covers.clear()
            self.cover = ""
        if _GAP in text:
            is_print = tag in _PARAGRAPHS and not self._is_named and not _FACT.search(text)
            is_joined = is_print or _is_prose(text, tag)
            self._is_named = False
            if not is_kept:
                text = _BEFORE_DATE.sub(" ", _IN_DATE.sub("", text))
            text = text.replace(_GAP, "" if is_kept or is_joined else " ")
        return text


def _is_prose(text: str, tag: str) -> bool:
    """Whether inline elements in a line set off words, not facts or links side by side."""
    return (
        tag in HEADINGS or len(text) > _LONGEST_GAPPED or any(mark in text for mark in "。，！？")
    )
