r"""Tells the rows of a table of data from the tables that lay out a page.

>>> lines, row = [], Row()
>>> for number, text in enumerate(("姓名", "成绩")):
...     row.next_cell()
...     kept = row.take(Line(text, "td"), number, lines)
>>> row.end(lines)
>>> lines
[(Line(text='姓名\t成绩', tag='tr', link=0, hints=''), 0)]

A row of data has short cells; cells with many or long lines, or with tables of their own, lay out
a page, and their lines stand each for itself.
"""

from dataclasses import replace

from cntextfix.page import Line

__all__ = ["Placed", "Row"]

Placed = tuple[Line, int]
"""A line and where in the markup it begins."""

_LONGEST = 200
"""Characters of a line in a cell of data; official tables hold whole sentences."""
_MOST = 3
"""Lines in a cell of data."""


class Row:
    """The lines of a table's row, until it is known what they are."""

    __slots__ = ("_cell", "_cells", "_is_data", "_kept")

    def __init__(self) -> None:
        self._is_data = True
        self._cell = -1
        self._cells: list[int] = []  # how many lines each cell has
        self._kept: list[tuple[int, Placed]] = []

    def next_cell(self) -> None:
        """Begin a cell."""
        if self._is_data:
            self._cell += 1
            self._cells.append(0)

    def take(self, line: Line, place: int, lines: list[Placed]) -> bool:
        """Keep a line, if it may belong to a row of data; otherwise give back what was kept.

        Args:
            line: the line.
            place: where it begins.
            lines: where lines are given back to.

        Returns:
            Whether the line was kept.
        """
        if not self._is_data or self._cell < 0:
            return False
        self._cells[-1] += line.tag != "img"
        if len(line.text) > _LONGEST or self._cells[-1] > _MOST or line.level:
            self.lays_out(lines)
            return False
        self._kept.append((self._cell, (line, place)))
        return True

    def lays_out(self, lines: list[Placed]) -> None:
        """Give back every line as it is: this row is part of a page's layout."""
        self._is_data = False
        lines.extend(placed for _, placed in self._kept)
        self._kept.clear()

    def end(self, lines: list[Placed]) -> None:
        """Give back the row: one line, if it is one of data."""
        shown = [(cell, placed) for cell, placed in self._kept if placed[0].tag != "img"]
        cells: list[list[str]] = [[] for _ in self._cells]
        for cell, (line, _) in shown:
            cells[cell].append(line.text.strip())
        if self._is_data and sum(map(bool, cells)) > 1:
            text = "\t".join(" ".join(cell) for cell in cells).strip()
            link = sum(line.link for _, (line, _) in shown)
            first, place = shown[0][1]
            lines.append((replace(first, text=text, tag="tr", link=min(link, len(text))), place))
            lines.extend(placed for _, placed in self._kept if placed[0].tag == "img")
        else:
            lines.extend(placed for _, placed in self._kept)
        self._kept.clear()
        self._is_data = False
