"""Elements that have not ended, and the class and id words around them.

>>> outer = Around(()).within("main").within("news list")
>>> outer.hints, outer.within("item").hints
('news list main', 'item news list main')
>>> item = Lender("li")
>>> line_name(("li", outer, item)), line_name(("p", outer, item))
('li', 'p')
"""

from typing import Final

from cntextfix.read.elements import BORROWS_A_NAME, LENDS_ITS_NAME, LISTS, READINGS
from cntextfix.read.rows import Row
from cntextfix.read.tags import Tag

__all__ = ["Around", "Lender", "Open", "OpenElements", "Scope", "line_name"]

_HINTED: Final = 6
"""Elements around a line whose class and id words are kept, the nearest ones."""
_LOOKED_BACK: Final = 64
"""Open elements among which one without end tag is looked for."""


class Around:
    """The class and id words of an element and those around it; most elements share theirs.

    Args:
        chain: the words of each element that has any, the nearest first.
    """

    __slots__ = ("_chain", "_within", "hints")

    def __init__(self, chain: tuple[str, ...]) -> None:
        self._chain = chain
        self._within: dict[str, Around] = {}
        self.hints = " ".join(chain)
        """The words, joined."""

    def within(self, words: str) -> "Around":
        """The same for an element with these words inside."""
        inner = self._within.get(words)
        if inner is None:
            inner = self._within[words] = Around((words, *self._chain[: _HINTED - 1]))
        return inner


class Lender:
    """An element whose name the lines of others within it go by.

    Args:
        tag: its name.
    """

    __slots__ = ("spoken", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.spoken = False
        """Whether it has had its first line; a list item lends its name once."""


Open = tuple[str, Around, Lender | None]
"""An element that has not ended: its name, the words around its lines, and who lends a name."""


def line_name(element: Open) -> str:
    """The name that a line of an element goes by."""
    name, _, lender = element
    if lender is None:
        return name
    if lender.tag != "li":
        return lender.tag
    if lender.spoken:
        return name
    lender.spoken = True
    return "li"


class Scope:
    """What is open within one table cell, or outside of tables: end tags reach no further.

    Args:
        base: the height of the stack at which the cell or table stands.
        row: the row that a cell belongs to, or that is open in a table.
    """

    __slots__ = ("base", "open", "row")

    def __init__(self, base: int, row: Row | None) -> None:
        self.base = base
        self.open: dict[str, int] = {}
        """How many elements of each name are open."""
        self.row = row


class OpenElements:
    """The elements that are open at a place of the page.

    Args:
        hidden: whether to take what ``display:none`` hides, too.
    """

    def __init__(self, *, hidden: bool = False) -> None:
        self._takes_hidden = hidden
        self._open_nothing()

    def _open_nothing(self) -> None:
        self._stack: list[Open] = [("", Around(()), None)]
        self._scopes = [Scope(0, None)]
        self._counts = self._scopes[-1].open
        self._kept = 0  # the height from which on line breaks of the markup show; 0: none does
        self._hidden = 0  # the height of the stack from which on nothing shows; 0: all shows

    @property
    def in_drawing(self) -> bool:
        """Whether what comes now belongs to a drawing, which has a ``<title>`` of its own."""
        return self._hidden > 0 and self._stack[self._hidden][0] == "svg"

    def _push(self, tag: Tag) -> None:
        stack, counts = self._stack, self._counts
        name = tag.name
        _, around, lender = stack[-1]
        if tag.words:
            around = around.within(tag.words)
        if name not in BORROWS_A_NAME:
            lender = Lender(name) if name in LENDS_ITS_NAME else None
        stack.append((name, around, lender))
        counts[name] = counts.get(name, 0) + 1
        if tag.keeps and not self._kept:
            self._kept = len(stack) - 1
        if tag.hides and not self._hidden and not self._takes_hidden:
            self._hidden = len(stack) - 1

    def _start_unshown(self, tag: Tag, _: int) -> None:
        if not self._hidden:
            self._push(tag)
            self._hidden = len(self._stack) - 1
        elif tag.name == self._stack[self._hidden][0]:
            self._push(tag)

    def _start_reading(self, tag: Tag, place: int) -> None:
        self._end_reading()
        self._start_unshown(tag, place)

    def _end_reading(self, *_: object) -> None:
        if self._hidden and self._stack[self._hidden][0] in READINGS:
            self._close(self._hidden)

    def _end(self, name: str) -> None:
        """End the innermost element of a name that is open."""
        stack = self._stack
        at = len(stack) - 1
        while stack[at][0] != name:
            at -= 1
        self._close(at)

    def _close_last(self) -> None:
        """End the innermost open element."""
        stack = self._stack
        name = stack.pop()[0]
        self._counts[name] -= 1
        if self._hidden >= len(stack):
            self._hidden = 0
        if self._kept >= len(stack):
            self._kept = 0

    def _close(self, at: int) -> None:
        """End the open element at a height of the stack, with everything in it."""
        counts = self._counts
        for name, _, _ in self._stack[at:]:
            counts[name] -= 1
        self._cut(at)

    def _cut(self, at: int) -> None:
        del self._stack[at:]
        if self._hidden >= at:
            self._hidden = 0
        if self._kept >= at:
            self._kept = 0

    def _close_implied(self, names: frozenset[str]) -> None:
        stack, base = self._stack, self._scopes[-1].base
        if not any(map(self._counts.get, names)):
            return
        for at in range(len(stack) - 1, max(base, len(stack) - 1 - _LOOKED_BACK), -1):
            tag = stack[at][0]
            if tag in names:
                self._close(at)
                return
            if tag in LISTS:
                return
