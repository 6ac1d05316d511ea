r"""Where in the repaired text each change can be seen.

>>> from cntextfix.edits import Edit
>>> one = Change.of("injected_pinyin", "機(jī)關(guān)", [Edit(1, 5, ""), Edit(6, 12, "")])
>>> two = Change("script", "機關", "机关")
>>> for span in spans([one, two]):
...     print(span.start, span.end, [trace.repair for trace in span.traces])
0 2 ['script']
1 1 ['injected_pinyin']
2 2 ['injected_pinyin']
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cntextfix.edits import Certainty, Change, Edit

__all__ = ["Span", "Trace", "spans"]


@dataclass(frozen=True, slots=True)
class Trace:
    """One edit, as a reader is told of it.

    Args:
        repair: the repair's name.
        old: the text it found.
        new: the text it put there.
        certainty: how well it is known.
        note: a few words on what happened; may be empty.
    """

    repair: str
    old: str
    new: str
    certainty: Certainty
    note: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the repaired text and the edits that made it.

    Args:
        start: its first character.
        end: behind its last one; equal to `start` where something was taken out.
        traces: the edits, in the order they were made.
    """

    start: int
    end: int
    traces: tuple[Trace, ...]


def spans(changes: Sequence[Change]) -> list[Span]:
    """Every edit of a chain of changes, with its place in the text they lead to.

    Args:
        changes: in the order they were made, each on the text the one before gave.

    Returns:
        The spans, from the start of the text; those of one place are joined.
    """
    found: dict[tuple[int, int], list[Trace]] = {}
    for change in changes:
        edits = change.edits
        moved = _Forwards(edits)
        carried: dict[tuple[int, int], list[Trace]] = {}
        for (start, end), traces in found.items():
            place = moved(start, end)
            carried.setdefault(place, []).extend(traces)
        shift = 0
        for edit in edits:
            start = edit.start + shift
            shift += len(edit.new) - (edit.end - edit.start)
            old = change.before[edit.start : edit.end]
            trace = Trace(change.repair, old, edit.new, edit.certainty, edit.note)
            carried.setdefault((start, start + len(edit.new)), []).append(trace)
        found = carried
    return [Span(start, end, tuple(traces)) for (start, end), traces in sorted(found.items())]


class _Forwards:
    """Maps a stretch of the text before a change to the text behind it."""

    __slots__ = ("_edits", "_shifts", "_starts")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.start for edit in edits]
        self._shifts = [0]  # of everything behind the first n edits
        for edit in edits:
            self._shifts.append(self._shifts[-1] + len(edit.new) - (edit.end - edit.start))

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        first = self._offset(start, at_end=False)
        return first, max(first, self._offset(end, at_end=end > start))

    def _offset(self, offset: int, *, at_end: bool) -> int:
        # The end of a stretch belongs to the character before it.
        index = bisect_right(self._starts, offset - at_end) - 1
        if index < 0:
            return offset
        edit, shift = self._edits[index], self._shifts[index]
        if offset >= edit.end:
            return offset + self._shifts[index + 1]
        if len(edit.new) == edit.end - edit.start:  # character by character
            return offset + shift
        return edit.start + shift + (len(edit.new) if at_end else 0)
