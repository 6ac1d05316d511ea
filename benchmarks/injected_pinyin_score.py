"""How a repaired page compares with the true one: line by line, and edit by edit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from damage import Loss

from cntextfix.edits import Change

__all__ = ["Score", "compared", "count_causes", "count_edits", "share"]

CAUSES = ("byte swallowed", "lead lost", "pair lost")


@dataclass(slots=True)
class Score:
    """Counts over the lines and edits of some pages.

    Args:
        lines: (what the mirror did to a line, how it came back) → lines.
        edits: (how sure the edit was, whether it was right) → edits that are no bare removal.
        notes: whether the removal of a whole note was right → such edits.
        causes: why lines are not exact → lines.
        shown: some of those lines.
    """

    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    edits: Counter[tuple[str, bool]] = field(default_factory=Counter)
    notes: Counter[bool] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count another score's counts as well."""
        self.lines += other.lines
        self.edits += other.edits
        self.notes += other.notes
        self.causes += other.causes
        self.shown += other.shown

    def exact(self, kind: str, *ways: str) -> str:
        """The share of a kind's lines that came back in any of these ways."""
        every = sum(count for (k, _), count in self.lines.items() if k == kind)
        return share(sum(self.lines[kind, way] for way in ways), every)


def share(part: int, every: int) -> str:
    """A percentage and what it is of."""
    return f"{100 * part / every:.2f} % of {every}" if every else "–"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A stretch of a result that differs from the truth.

    Args:
        start: where it starts in the result.
        end: where it ends.
        true: what should stand there.
        line: the true line.
        at: where it starts in that line.
        until: where it ends there.
    """

    start: int
    end: int
    true: str
    line: int
    at: int
    until: int

    def meets(self, start: int, end: int) -> bool:
        """Whether it lies in a stretch of the result, or lacks something in it."""
        if self.start == self.end:
            return start <= self.start <= end
        return self.start < end and start < self.end


def compared(true: str, result: str) -> tuple[list[str], list[Wrong]]:
    """How each true line came back, "exact", "lossy" or "wrong", and where it differs."""
    lines, result_lines = true.split("\n"), result.split("\n")
    starts = [0]
    for line in result_lines:
        starts.append(starts[-1] + len(line) + 1)
    ways = ["exact"] * len(lines)
    wrongs: list[Wrong] = []
    for a, b, c, d in unequal(lines, result_lines):
        was, now = "\n".join(lines[a:b]), "\n".join(result_lines[c:d])
        found = list(differences(was, now, starts[c], a))
        wrongs += found
        lossy = len(was) == len(now) and all(
            x == y or (y == "\ufffd" and x.isascii()) for x, y in zip(was, now, strict=True)
        )
        for row in range(a, b) if b - a != d - c else {wrong.line for wrong in found}:
            ways[row] = "lossy" if lossy else "wrong"
    return ways, wrongs


def unequal(true: Sequence[str], result: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of lines that differ, line by line where the line breaks are the same."""
    if len(true) == len(result):
        every = range(len(true))
        yield from ((i, i + 1, i, i + 1) for i in every if true[i] != result[i])
        return
    matcher = SequenceMatcher(None, true, result, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal" and b - a == d - c:
            yield from ((a + i, a + i + 1, c + i, c + i + 1) for i in range(b - a))
        elif tag != "equal":
            yield a, b, c, d


def differences(was: str, now: str, start: int, line: int) -> Iterator[Wrong]:
    """Where a stretch of lines differs, by characters."""
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            first = was.rfind("\n", 0, a) + 1
            row = line + was.count("\n", 0, a)
            yield Wrong(start + c, start + d, was[a:b], row, a - first, b - first)


def count_edits(score: Score, change: Change | None, wrongs: Sequence[Wrong]) -> None:
    """Tell right edits from wrong ones."""
    shift = 0
    for edit in change.edits if change else ():
        start = edit.start + shift
        end = start + len(edit.new)
        shift += len(edit.new) - (edit.end - edit.start)
        if edit.certainty == "left":
            score.edits["left", False] += 1
        elif edit.new:
            score.edits[edit.certainty, not any(w.meets(start, end) for w in wrongs)] += 1
        else:
            note = change.before[edit.start : edit.end] if change else ""
            put_back = (w.start <= start <= w.end and note in w.true for w in wrongs)
            score.notes[not any(put_back)] += 1


def count_causes(
    score: Score, wrongs: Sequence[Wrong], ways: Sequence[str], lost: Sequence[Loss]
) -> None:
    """Say for each line that is not exact what was lost where it differs."""
    for line, way in enumerate(ways):
        near = {
            kind
            for wrong in wrongs
            if wrong.line == line
            for kind, row, place in lost
            if row == line and wrong.at - 2 <= place <= wrong.until + 2
        }
        if way == "lossy":
            score.causes["byte swallowed, marked U+FFFD"] += 1
        elif way == "wrong":
            score.causes[next((cause for cause in CAUSES if cause in near), "other")] += 1
