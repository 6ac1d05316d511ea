r"""Builds a page's visible lines from its tags and texts.

>>> reader = LineReader()
>>> reader.start("li", " class=news", 0)
>>> reader.text("甲&amp;乙 ", 15)
>>> reader.start("li", "", 24)
>>> reader.text("丙", 28)
>>> [(line.tag, line.text, line.hints, place) for line, place in reader.finish()]
[('li', '甲&乙', 'news', 15), ('li', '丙', '', 28)]

Elements that were never closed end as the HTML standard lets them end; nothing here calls itself,
so a page may be as deep as it likes. What stands where, and what is hidden, is told by the markup
alone: style sheets are not read.
"""

from typing import Final

from cntextfix.page import Line
from cntextfix.read.attributes import attributes, hides, words
from cntextfix.read.elements import (
    CELLS,
    CLOSED_BY_BLOCKS,
    CLOSES_PARAGRAPH,
    IMPLIED_END,
    LENDS_ITS_NAME,
    MAKES_LINES,
    NOT_SHOWN,
    VOID,
)
from cntextfix.read.inline import InlineText
from cntextfix.read.rows import Placed, Row
from cntextfix.read.shown import BREAKS, tidy, unescaped

__all__ = ["LineReader"]

_HINTED = 6
"""Elements around a line whose class and id words are kept, the nearest ones."""
_LOOKED_BACK = 64
"""Open elements among which one without end tag is looked for."""


class _Open:
    """An element that has not ended."""

    __slots__ = ("chain", "hints", "lender", "spoken", "tag")

    def __init__(self, tag: str, lender: "_Open | None", chain: tuple[str, ...], hints: str):
        self.tag = tag
        self.lender = lender  # the element whose name its lines go by, if it is another one
        self.chain = chain
        self.hints = hints
        self.spoken = False  # whether a list item has had its first line


class _Scope:
    """What is open within one table cell, or outside of tables: end tags reach no further."""

    __slots__ = ("base", "open", "row")

    def __init__(self, base: int, row: Row | None):
        self.base = base
        self.open: dict[str, int] = {}
        self.row = row


class LineReader:
    """Takes a page's tags and texts in order and gives its lines.

    Args:
        hidden: whether to take what ``display:none`` hides, too.
    """

    def __init__(self, *, hidden: bool = False) -> None:
        self.unseen = 0
        """Characters of text that ``display:none`` hid."""
        self._takes_hidden = hidden
        self._lines: list[Placed] = []
        self._attrs: dict[str, tuple[str, bool]] = {}
        self._reset()

    def _reset(self) -> None:
        self._stack = [_Open("", None, (), "")]
        self._scopes = [_Scope(0, None)]
        self._tables = self._pre = 0  # how many are open
        self._hidden = 0  # the height of the stack from which on nothing shows; 0: all shows
        self._alts: list[Placed] = []
        self._inline = InlineText()

    def finish(self) -> list[Placed]:
        """Every line, with where it stands in the markup, once there are no more tokens."""
        while len(self._scopes) > 1:
            self._close_scope()
        self._flush()
        return self._lines

    @property
    def in_drawing(self) -> bool:
        """Whether what comes now belongs to a drawing, which has a ``<title>`` of its own."""
        return self._hidden > 0 and self._stack[self._hidden].tag == "svg"

    def text(self, text: str, place: int) -> None:
        """Take text that stands between tags."""
        if self._hidden:
            if self._stack[self._hidden].tag not in NOT_SHOWN:
                self.unseen += len(text.strip())
            return
        self._inline.text(text, place, kept=self._pre > 0)

    def start(self, name: str, attrs: str, place: int) -> None:
        """Take a start tag."""
        if name in MAKES_LINES:
            self._start_block(name, attrs)
        elif name in VOID:
            self._void(name, attrs, place)
        elif self._hidden:
            if name == self._stack[self._hidden].tag:
                self._push(name, "")
        elif name in NOT_SHOWN or (attrs and self._known(attrs)[1]):
            self._push(name, "")
            self._hidden = len(self._stack) - 1
        else:
            self._inline.start(name, attrs, self._known(attrs)[0] if attrs else "")

    def _start_block(self, name: str, attrs: str) -> None:
        if self._inline.parts:
            self._flush()
        if name == "html":
            if len(self._stack) > 1:  # a second page behind the first
                self.finish()
                self._reset()
            return
        if self._hidden and self._stack[self._hidden].tag in CLOSED_BY_BLOCKS:
            self._close(self._hidden)
        if self._stack[-1].tag == "p" and name in CLOSES_PARAGRAPH:
            self._close(len(self._stack) - 1)
        if name in IMPLIED_END:
            self._close_implied(IMPLIED_END[name])
        if name in _TABLE_PARTS:
            self._start_table_part(name, attrs)
        else:
            self._push(name, attrs)

    def _start_table_part(self, name: str, attrs: str) -> None:
        scope = self._scopes[-1]
        if name == "table":
            if scope.row:
                scope.row.lays_out(self._lines)
            self._push(name, attrs)
            self._scopes.append(_Scope(len(self._stack) - 1, None))
            self._tables += 1
            return
        if scope.base and self._stack[scope.base].tag in CELLS:
            self._close_scope()
            scope = self._scopes[-1]
        if not scope.base:  # a row or cell outside of tables only breaks the line
            return
        if name in CELLS:
            row = scope.row = scope.row or Row()
            row.next_cell()
            self._push(name, attrs)
            self._scopes.append(_Scope(len(self._stack) - 1, row))
            return
        if scope.row:
            scope.row.end(self._lines)
        scope.row = Row() if name == "tr" else None

    def _push(self, name: str, attrs: str) -> None:
        stack = self._stack
        parent = stack[-1]
        chain, hints = parent.chain, parent.hints
        hidden = False
        if attrs:
            own, hidden = self._known(attrs)
            if own:
                chain = (own, *chain[: _HINTED - 1])
                hints = " ".join(chain)
            hidden = hidden and not self._hidden
        lender = None
        if name in _BORROWS_A_NAME:
            lender = parent if parent.tag in LENDS_ITS_NAME else parent.lender
        stack.append(_Open(name, lender, chain, hints))
        counts = self._scopes[-1].open
        counts[name] = counts.get(name, 0) + 1
        self._pre += name == "pre"
        if hidden or (name == "dialog" and not self._hidden and "open" not in attrs.lower()):
            self._hidden = len(stack) - 1

    def _known(self, attrs: str) -> tuple[str, bool]:
        """Class and id words that attributes hold, and whether they hide their element.

        The same attributes come again and again on a page.
        """
        known = self._attrs.get(attrs)
        if known is None:
            known = words(attrs), not self._takes_hidden and hides(attrs)
            self._attrs[attrs] = known
        return known

    def end(self, name: str) -> None:
        """Take an end tag."""
        if name in MAKES_LINES:
            if self._inline.parts:
                self._flush()
        elif not self._hidden:
            self._inline.end(name)
        scope = self._scopes[-1]
        if scope.open.get(name):
            at = len(self._stack) - 1
            while self._stack[at].tag != name:
                at -= 1
            self._close(at)
        elif name in _TABLE_PARTS:
            self._end_table_part(name)

    def _end_table_part(self, name: str) -> None:
        if name == "table":
            if self._tables:
                while self._stack[self._scopes[-1].base].tag != "table":
                    self._close_scope()
                self._close_scope()
            return
        scope = self._scopes[-1]
        if not scope.base:
            return
        tag = self._stack[scope.base].tag
        if tag in CELLS and (name not in CELLS or name == tag):
            self._close_scope()
        scope = self._scopes[-1]
        if name not in CELLS and scope.row:
            scope.row.end(self._lines)
            scope.row = None

    def _close_scope(self) -> None:
        """End a cell or a table, with everything open in it."""
        self._flush()
        scope = self._scopes.pop()
        name = self._stack[scope.base].tag
        if name == "table":
            self._tables -= 1
            if scope.row:
                scope.row.end(self._lines)
        self._pre -= scope.open.get("pre", 0)
        self._cut(scope.base)
        counts = self._scopes[-1].open
        counts[name] -= 1
        self._inline.in_link = False

    def _close(self, at: int) -> None:
        """End the open element at a height of the stack, with everything in it."""
        counts = self._scopes[-1].open
        for element in self._stack[at:]:
            counts[element.tag] -= 1
            self._pre -= element.tag == "pre"
        self._cut(at)

    def _cut(self, at: int) -> None:
        del self._stack[at:]
        if self._hidden >= at:
            self._hidden = 0

    def _close_implied(self, names: frozenset[str]) -> None:
        stack, base = self._stack, self._scopes[-1].base
        if not any(self._scopes[-1].open.get(name) for name in names):
            return
        for at in range(len(stack) - 1, max(base, len(stack) - 1 - _LOOKED_BACK), -1):
            tag = stack[at].tag
            if tag in names:
                self._close(at)
                return
            if tag in _LISTS:
                return

    def _void(self, name: str, attrs: str, place: int) -> None:
        if self._hidden:
            return
        if name in ("br", "hr"):
            self._flush()
        elif name == "img" and "alt" in attrs.lower() and not self._known(attrs)[1]:
            alt = tidy(
                unescaped(attributes(attrs).get("alt", "").replace("\0", "").partition("<")[0])
            )
            if alt:
                line = Line(alt, "img", len(alt) * self._inline.in_link, self._stack[-1].hints)
                self._alts.append((line, place))
                if not self._inline.parts:
                    self._give_alts()

    def raw(self, name: str, text: str, place: int) -> None:
        """Take the text of an element in which no tag counts."""
        if self._hidden or name not in _SHOWN_RAW:
            return
        if name == "textarea":
            text = unescaped(text)
        hints = self._stack[-1].hints
        for line in BREAKS.split(text.replace("\0", "")):
            if shown := tidy(line):
                self._give(Line(shown, "pre", 0, hints), place)

    def _flush(self) -> None:
        """End the line."""
        inline = self._inline
        if not inline.parts:
            return
        element = self._stack[-1]
        text = inline.finish(element.tag)
        place, linked, cover = inline.place, inline.linked, inline.cover
        inline.clear()
        if self._pre:
            for piece in BREAKS.split(text):
                if shown := tidy(piece):
                    self._give(Line(shown, "pre", min(linked, len(shown)), element.hints), place)
        elif text := tidy(text):
            hints = f"{cover} {element.hints}" if cover else element.hints
            self._give(Line(text, _name(element), min(linked, len(text)), hints), place)
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


def _name(element: _Open) -> str:
    """The name that a line of an element goes by."""
    lender = element.lender
    if lender is None and element.tag == "li":
        element.spoken = True
    if lender is None:
        return element.tag
    if lender.tag != "li":
        return lender.tag
    if lender.spoken:
        return element.tag
    lender.spoken = True
    return "li"


_BORROWS_A_NAME: Final = frozenset({"article", "center", "div", "p", "section"})
_LISTS: Final = frozenset({"dl", "menu", "ol", "ul", "dir"})
_SHOWN_RAW: Final = frozenset({"listing", "plaintext", "textarea", "xmp"})
_TABLE_PARTS: Final = frozenset({"table", "tbody", "td", "tfoot", "th", "thead", "tr"})
