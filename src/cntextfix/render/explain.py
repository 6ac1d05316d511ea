r"""What was done to a page and why, one line each, in the form editors and grep know.

>>> from cntextfix.document import Block, Document, Kind
>>> from cntextfix.edits import Change, Edit
>>> change = Change.of("zero_width", "检\u200b察", [Edit(1, 2, "")])
>>> menu = Block(Kind.NAVIGATION, "首页", 2, rule="menu")
>>> print(explain(Document(changes=(change,), repaired="检察", blocks=(menu,)), "a.txt"))
a.txt:1:2: zero_width  \u200b → (nothing)  (certain)
a.txt:2: menu (navigation)  首页
"""

from collections.abc import Callable
from typing import Any

from cntextfix.document import Document
from cntextfix.edits import READING, Change, Finding, findings
from cntextfix.render.style import Style, visible

__all__ = ["explain", "explain_dict", "original_lines"]

_PLAIN = Style()
_SHOWN = 60
"""Characters of a text that are shown; a whole page in the wrong encoding is one edit."""


def explain(document: Document, path: str, style: Style = _PLAIN) -> str:
    """What the repairs changed, then which lines were set aside, without a newline at the end.

    Args:
        document: the cleaned page.
        path: how to name it.
        style: whether to use colour.
    """
    place = style.dim(path)
    read = next((change for change in document.changes if change.repair == READING), None)
    lines = []
    if read:
        count = sum(1 for line in read.after.split("\n") if line)
        lines.append(f"{place}:1: {style.name(READING)}  markup read: lines with text: {count:,}")
    lines += [f"{place}:{_finding(one, style)}" for one in _by_place(document)]
    line_of = original_lines(document.changes)
    for block in document.removed:
        label = f"{style.name(block.rule or 'label')} ({block.kind})"
        lines.append(f"{place}:{line_of(block.line)}: {label}  {_visible(block.text)}")
    return "\n".join(lines)


def explain_dict(document: Document) -> dict[str, Any]:
    """What `explain` says, as values for JSON.

    Args:
        document: the cleaned page.

    Returns:
        The keys "changes" and "removed"; docs/json.md describes them.
    """
    line_of = original_lines(document.changes)
    return {
        "changes": [
            {
                "repair": one.repair,
                "line": one.line,
                "column": one.column,
                "old": one.old,
                "new": one.new,
                "certainty": one.certainty,
                "note": one.note,
            }
            for one in _by_place(document)
        ],
        "removed": [
            {
                "rule": block.rule,
                "kind": block.kind.value,
                "line": line_of(block.line),
                "text": block.text,
            }
            for block in document.removed
        ],
    }


def original_lines(changes: tuple[Change, ...]) -> Callable[[int], int]:
    r"""A function from a line number of the repaired text to that of the original.

    Few repairs give back a line break, or take one; where none did, the numbers are the same.

    Args:
        changes: a document's changes, in order.

    >>> from cntextfix.edits import Edit
    >>> broken = Change.of("byte_shift", "为国?下", [Edit(2, 3, "\n")])
    >>> [original_lines((broken,))(line) for line in (1, 2)]
    [1, 1]
    """
    maps = [_line_map(change) for change in reversed(changes) if _moves_lines(change)]

    def line_of(line: int) -> int:
        for lines in maps:
            line = lines[min(line, len(lines)) - 1]
        return line

    return line_of


def _moves_lines(change: Change) -> bool:
    return any(
        edit.new.count("\n") != change.before.count("\n", edit.start, edit.end)
        for edit in change.recorded or ()
    )


def _line_map(change: Change) -> list[int]:
    """For each line behind a change, in order, the line before it."""
    lines, line, done = [1], 1, 0
    for edit in change.edits:
        kept = change.before.count("\n", done, edit.start)
        lines.extend(range(line + 1, line + kept + 1))
        line += kept
        old, new = change.before.count("\n", edit.start, edit.end), edit.new.count("\n")
        lines.extend(line + min(nth, old) for nth in range(1, new))
        line += old
        lines.extend([line] * (new > 0))
        if not edit.start and not edit.new:  # what stood above the first line is gone
            lines[0] = line
        done = edit.end
    lines.extend(range(line + 1, line + change.before.count("\n", done) + 1))
    return lines


def _by_place(document: Document) -> list[Finding]:
    """What was repaired; that markup was read is no finding, but the places lie in the markup."""
    found = [one for one in findings(document.changes) if one.repair != READING]
    return sorted(found, key=lambda one: (one.line, one.column))


def _finding(one: Finding, style: Style) -> str:
    how = f"{one.certainty}: {one.note}" if one.note else one.certainty
    old, new = style.old(_visible(one.old)), style.new(_visible(one.new))
    return f"{one.line}:{one.column}: {style.name(one.repair)}  {old} → {new}  ({how})"


def _visible(text: str) -> str:
    if len(text) > _SHOWN:
        text = f"{text[: _SHOWN - 11]}…{text[-10:]}"
    return visible(text) or "(nothing)"
