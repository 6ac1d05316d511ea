r"""Builds a page's visible lines from its tags and texts.

>>> from cntextfix.read.tags import read_tag
>>> reader = LineReader()
>>> for inside, text in (("li class=news", "甲&amp;乙 "), ("li", "丙")):
...     reader.tag(read_tag(inside), 0)
...     reader.text(text, 7)
>>> [(line.tag, line.text, line.hints, place) for line, place in reader.finish()]
[('li', '甲&乙', 'news', 7), ('li', '丙', '', 7)]

Elements that were never closed end as the HTML standard lets them end; nothing here calls itself,
so a page may be as deep as it likes. What stands where, and what is hidden, is told by the markup
alone: style sheets are not read.
"""

import re
from collections.abc import Callable
from typing import Final

from cntextfix.page import Line
from cntextfix.read.attributes import attributes
from cntextfix.read.elements import (
    CELLS,
    CLOSED_BY_BLOCKS,
    CLOSES_PARAGRAPH,
    IMPLIED_END,
    NOT_SHOWN,
    SHOWN_RAW,
    Role,
)
from cntextfix.read.inline import InlineText
from cntextfix.read.opened import OpenElements, Scope, line_name
from cntextfix.read.rows import Placed, Row
from cntextfix.read.shown import BREAKS, kept, tidy, unescaped
from cntextfix.read.tags import Tag

__all__ = ["LineReader"]

_NEVER_SHOWN: Final = NOT_SHOWN - {"noscript"}
_TEMPLATE: Final = re.compile(r"\s*+<[!/a-zA-Z]")
"""Escaped markup in a ``<textarea>`` waits there for a script, or to be copied."""


class LineReader(OpenElements):
    """Takes a page's tags and texts in order and gives its lines.

    Args:
        hidden: whether to take what ``display:none`` hides, too.
    """

    def __init__(self, *, hidden: bool = False) -> None:
        super().__init__(hidden=hidden)
        self.unseen = 0
        """Characters of text that ``display:none`` hid."""
        self._lines: list[Placed] = []
        self._inline = InlineText()
        self.parts = self._inline.parts
        """The texts of the line in progress."""
        self._alts: list[Placed] = []
        self._reset()

    def _reset(self) -> None:
        self._open_nothing()
        self._tables = 0  # how many are open
        self._code = 0  # texts in the line when a <code> in <pre> ended: the next is another line
        self._alts.clear()
        self._inline.end_line("")
        self._inline.in_link = False

    def finish(self) -> list[Placed]:
        """Every line, with where it stands in the markup, once there are no more tokens."""
        while len(self._scopes) > 1:
            self._close_scope()
        self._flush()
        return self._lines

    def takes(self) -> dict[Role, Callable[[Tag, int], None]]:
        """What takes a tag, and the place where it stands, by the tag's role."""
        return {
            "block": self._start_block,
            "block end": self._end_block,
            "break": self._break,
            "inline": self._start_inline,
            "inline end": self._end_inline,
            "item": self._start_item,
            "not shown": self._start_unshown,
            "nothing": _pass_by,
            "noscript": self._start_inline if self._takes_hidden else self._start_unshown,
            "page": self._start_page,
            "picture": self._picture,
            "reading": self._start_reading,
            "reading end": self._end_reading,
            "table": self._start_table_part,
            "table end": self._end_table_part,
        }

    def tag(self, tag: Tag, place: int) -> None:
        """Take a tag."""
        self.takes()[tag.role](tag, place)

    def text(self, text: str, place: int) -> None:
        """Take text that stands between tags."""
        if self._hidden:
            if self._stack[self._hidden][0] not in _NEVER_SHOWN:
                self.unseen += len(text.strip())
            return
        if not self._kept:
            self._inline.text(text, place)
            return
        done = 0
        for found in BREAKS.finditer(text):
            self._inline.text(text[done : found.start()], place + done, kept=True)
            self._flush()
            done = found.end()
        self._inline.text(text[done:], place + done, kept=True)

    def _start_block(self, tag: Tag, _: int) -> None:
        if self.parts:
            self._flush()
        if self._hidden and self._stack[self._hidden][0] in CLOSED_BY_BLOCKS:
            self._close(self._hidden)
        if self._stack[-1][0] == "p" and tag.name in CLOSES_PARAGRAPH:
            self._close_last()
        self._push(tag)

    def _start_item(self, tag: Tag, _: int) -> None:
        if self.parts:
            self._flush()
        if self._hidden and self._stack[self._hidden][0] in CLOSED_BY_BLOCKS:
            self._close(self._hidden)
        if self._stack[-1][0] == "p":
            self._close_last()
        self._close_implied(IMPLIED_END[tag.name])
        self._push(tag)

    def _start_page(self, *_: object) -> None:
        self._flush()
        if len(self._stack) > 1:  # a second page behind the first
            self.finish()
            self._reset()

    def _start_table_part(self, tag: Tag, _: int) -> None:
        name = tag.name
        self._flush()
        if self._hidden and self._stack[self._hidden][0] in CLOSED_BY_BLOCKS:
            self._close(self._hidden)
        if self._stack[-1][0] == "p" and name in CLOSES_PARAGRAPH:
            self._close_last()
        scope = self._scopes[-1]
        if name == "table":
            if scope.row:
                scope.row.lays_out(self._lines)
            self._push(tag)
            self._open_scope(None)
            self._tables += 1
            return
        if scope.base and self._stack[scope.base][0] in CELLS:
            self._close_scope()
            scope = self._scopes[-1]
        if not scope.base:  # a row or cell outside of tables only breaks the line
            return
        if name in CELLS:
            row = scope.row = scope.row or Row()
            row.next_cell()
            self._push(tag)
            self._open_scope(row)
            return
        if scope.row:
            scope.row.end(self._lines)
        scope.row = Row() if name == "tr" else None

    def _start_inline(self, tag: Tag, _: int) -> None:
        if self._hidden:
            if tag.name == self._stack[self._hidden][0]:
                self._push(tag)
        elif tag.hides and not self._takes_hidden:
            self._push(tag)
        else:
            if self._kept and tag.name == "code" and len(self.parts) == self._code:
                self._flush()
            self._inline.start(tag)

    def _end_block(self, tag: Tag, _: int) -> None:
        if self.parts:
            self._flush()
        name = tag.name
        if self._stack[-1][0] == name:
            self._close_last()
        elif self._counts.get(name):
            self._end(name)

    def _end_inline(self, tag: Tag, _: int) -> None:
        if not self._hidden:
            self._inline.end(tag)
            if self._kept and tag.name == "code":
                self._code = len(self.parts)
        elif self._counts.get(tag.name):
            self._end(tag.name)

    def _end_table_part(self, tag: Tag, _: int) -> None:
        self._flush()
        name = tag.name
        if name == "table":
            if self._tables:
                while self._stack[self._scopes[-1].base][0] != "table":
                    self._close_scope()
                self._close_scope()
            return
        scope = self._scopes[-1]
        if not scope.base:
            return
        base = self._stack[scope.base][0]
        if base in CELLS and (name not in CELLS or name == base):
            self._close_scope()
        scope = self._scopes[-1]
        if name not in CELLS and scope.row:
            scope.row.end(self._lines)
            scope.row = None

    def _open_scope(self, row: Row | None) -> None:
        """Begin a cell or a table, whose element stands on the stack."""
        self._scopes.append(Scope(len(self._stack) - 1, row))
        self._counts = self._scopes[-1].open

    def _close_scope(self) -> None:
        """End a cell or a table, with everything open in it."""
        self._flush()
        scope = self._scopes.pop()
        name = self._stack[scope.base][0]
        if name == "table":
            self._tables -= 1
            if scope.row:
                scope.row.end(self._lines)
        self._cut(scope.base)
        self._counts = self._scopes[-1].open
        self._counts[name] -= 1
        self._inline.in_link = False

    def _break(self, tag: Tag, _: int) -> None:
        if self._hidden:
            return
        self._flush()
        if tag.name == "hr" and self._stack[-1][0] == "p":
            self._close_last()

    def _picture(self, tag: Tag, place: int) -> None:
        if self._hidden or (tag.hides and not self._takes_hidden) or "alt" not in tag.attrs.lower():
            return
        alt = attributes(tag.attrs).get("alt", "").replace("\0", "").partition("<")[0]
        if alt := tidy(unescaped(alt)):
            line = Line(alt, "img", len(alt) * self._inline.in_link, self._stack[-1][1].hints)
            self._alts.append((line, place))
            if not self.parts:
                self._give_alts()

    def raw(self, tag: Tag, text: str, place: int) -> None:
        """Take the text of an element in which no tag counts, and its end.

        Args:
            tag: the element's start tag, which was taken.
            text: the text.
            place: where the element stands.
        """
        is_shown = tag.name in SHOWN_RAW and not self._hidden
        if tag.name == "textarea":
            text = unescaped(text)
            is_shown = is_shown and not _TEMPLATE.match(text)
        if is_shown:
            hints = self._stack[-1][1].hints
            for line in BREAKS.split(text.replace("\0", "")):
                if shown := kept(line):
                    self._give(Line(shown, "pre", 0, hints), place)
        if tag.role == "block":
            self._end_block(tag, place)
        else:
            self._end_inline(tag, place)

    def _flush(self) -> None:
        """End the line."""
        if not self.parts:
            return
        inline = self._inline
        element = self._stack[self._hidden - 1]  # the last one that shows
        name, around, _ = element
        hints, cover = around.hints, inline.cover
        place, linked = inline.place, inline.linked
        is_pre = self._kept > 0 and self._stack[self._kept][0] == "pre"
        text = inline.end_line(name, is_kept=is_pre)
        if self._kept:
            self._code = 0
            for piece in BREAKS.split(text):
                if shown := kept(piece) if is_pre else tidy(piece):
                    name = "pre" if is_pre else line_name(element)
                    self._give(Line(shown, name, min(linked, len(shown)), hints), place)
        elif text := tidy(text):
            linked = min(linked, len(text)) if linked else 0
            if cover:
                hints = f"{cover} {hints}"
            self._give(Line(text, line_name(element), linked, hints), place)
        if self._alts:
            self._give_alts()

    def _give(self, line: Line, place: int) -> None:
        row = self._scopes[-1].row
        if row is None or not row.take(line, place, self._lines):
            self._lines.append((line, place))

    def _give_alts(self) -> None:
        for line, place in self._alts:
            self._give(line, place)
        self._alts.clear()


def _pass_by(*_: object) -> None:
    """Take a tag that does nothing to the lines."""
