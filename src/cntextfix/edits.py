"""Edits on a text: the one form in which every change is made, recorded, shown and undone.

>>> change = Change.of("zero_width", "检\u200b察", [Edit(1, 2, "")])
>>> change.after, change.undo("检察") == "检\u200b察"
('检察', True)
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["READING", "Certainty", "Change", "Edit", "Finding", "apply", "findings"]

Certainty = Literal["certain", "guess", "left"]
"""How well an edit is known.

``certain``: exactly one text replays to the damaged one, or the rule has no other reading;
``guess``: several do and the most plausible was taken; ``left``: damage was recognised, could
not be undone, and the text stands as it was.
"""

READING = "html"
"""The change that turns a page's markup into its lines: it is recorded as a repair is, but mends
nothing."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``text[start:end]`` by ``new``.

    Args:
        start: offset of the first character replaced.
        end: offset behind the last one.
        new: the text put there.
        certainty: how well it is known.
        note: a few words on what happened, such as a chain of encodings; may be empty.
    """

    start: int
    end: int
    new: str
    certainty: Certainty = "certain"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one repair did to the whole text.

    Args:
        repair: the repair's name.
        before: the text it was given.
        after: the text it gave back.
        recorded: its edits, in order and apart; ``None`` for a table pass that keeps the
            length, whose edits are derived from the two texts when asked for.
    """

    repair: str
    before: str
    after: str
    recorded: tuple[Edit, ...] | None = None

    @classmethod
    def of(cls, repair: str, before: str, edits: Iterable[Edit]) -> "Change":
        """The change that `edits` make to `before`."""
        recorded = tuple(edits)
        return cls(repair, before, apply(before, recorded), recorded)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that lead from `before` to `after`, in order and apart.

        >>> Change("script", "機關", "机关").edits
        (Edit(start=0, end=2, new='机关', certainty='certain', note=''),)
        """
        if self.recorded is not None:
            return self.recorded
        return tuple(_differing_runs(self.before, self.after))

    def undo(self, text: str) -> str:
        """The text before this change.

        Args:
            text: the text after it.

        Raises:
            ValueError: `text` is not what this change made.
        """
        if text != self.after:
            raise ValueError(f"this text is not what {self.repair} made")
        return self.before


@dataclass(frozen=True, slots=True)
class Finding:
    """One edit as a person reads it.

    Args:
        repair: the repair's name.
        line: line in the original text, from 1.
        column: character in that line, from 1.
        old: the text that stood there.
        new: the text that stands there now.
        certainty: "certain", "guess", or "left" (recognised and left as it is).
        note: a few words on what happened; may be empty.
    """

    repair: str
    line: int
    column: int
    old: str
    new: str
    certainty: Certainty
    note: str = ""

    @property
    def certain(self) -> bool:
        """Whether the edit is known, not guessed."""
        return self.certainty == "certain"


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Apply edits to a text.

    Args:
        text: the text the edits' offsets refer to.
        edits: in order of their start, none touching another's characters.

    Raises:
        ValueError: two edits overlap, are out of order, or leave the text.

    >>> apply("a-b-c", [Edit(1, 2, "+"), Edit(3, 4, "")])
    'a+bc'
    """
    parts: list[str] = []
    done = 0
    for edit in edits:
        if not done <= edit.start <= edit.end <= len(text):
            raise ValueError(f"{edit} overlaps the edit before it, or leaves the text")
        parts.append(text[done : edit.start])
        parts.append(edit.new)
        done = edit.end
    parts.append(text[done:])
    return "".join(parts)


def findings(changes: Sequence[Change]) -> list[Finding]:
    r"""Every edit of a chain of changes, with its place in the original text.

    Args:
        changes: in the order they were made, each on the text the one before gave.

    Returns:
        The findings in the order of the changes; within one, from the start of the text.

    >>> one = Change.of("x", "ab\ncd", [Edit(0, 1, "")])
    >>> two = Change.of("y", "b\ncd", [Edit(3, 4, "D")])
    >>> [(f.repair, f.line, f.column, f.old, f.new) for f in findings([one, two])]
    [('x', 1, 1, 'a', ''), ('y', 2, 2, 'd', 'D')]
    """
    if not changes:
        return []
    original = changes[0].before
    line_starts = [0]
    line_starts.extend(i + 1 for i, c in enumerate(original) if c == "\n")
    found: list[Finding] = []
    backwards: list[_Backwards] = []
    for change in changes:
        edits = change.edits
        for edit in edits:
            place = edit.start
            for earlier in reversed(backwards):
                place = earlier(place)
            line = bisect_right(line_starts, place)
            column = place - line_starts[line - 1] + 1
            old = change.before[edit.start : edit.end]
            found.append(
                Finding(change.repair, line, column, old, edit.new, edit.certainty, edit.note)
            )
        backwards.append(_Backwards(edits))
    return found


class _Backwards:
    """Maps an offset behind a change to the offset before it."""

    __slots__ = ("_edits", "_starts")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts: list[int] = []  # where each edit's new text starts, behind the change
        shift = 0
        for edit in edits:
            self._starts.append(edit.start + shift)
            shift += len(edit.new) - (edit.end - edit.start)

    def __call__(self, offset: int) -> int:
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        edit = self._edits[index]
        into = offset - self._starts[index]
        if into < len(edit.new):
            return min(edit.start + into, edit.end)
        return edit.end + into - len(edit.new)


def _differing_runs(before: str, after: str) -> Iterator[Edit]:
    start = None
    for i, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new:
            if start is None:
                start = i
        elif start is not None:
            yield Edit(start, i, after[start:i])
            start = None
    if start is not None:
        yield Edit(start, len(before), after[start:])
