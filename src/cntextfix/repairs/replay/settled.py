"""Edits that leave nothing to do: a page that was repaired is looked at once more."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cntextfix.edits import Certainty, Edit, apply

__all__ = ["settled"]

LOOKS = 4  # more are needed by no page, but by text that was made to


def settled(text: str, look: Callable[[str], Sequence[Edit]]) -> Sequence[Edit]:
    """The edits after which a further look at a page finds nothing more to change.

    What was mended is context for what was not, so that a second look may see more than the first.
    It is taken here and now, and the repair of a repaired page changes nothing.

    Args:
        text: the page.
        look: what one look at a page finds: edits, in order and apart.

    Returns:
        The edits of all looks as edits of `text`; none where the looks come to no end.

    >>> settled("xaab", lambda page: [Edit(1, 2, "")] if "a" in page else [])
    (Edit(start=1, end=3, new='', certainty='guess', note=''),)
    """
    found = look(text)
    for _ in range(LOOKS):
        result = apply(text, found)
        if result == text:
            return tuple(edit for edit in found if edit.certainty == "left")
        more = [edit for edit in look(result) if edit.new != result[edit.start : edit.end]]
        if not more:
            return found
        found = tuple(_joined(found, more, result))
    return ()


class _Group(NamedTuple):
    """Edits that touch one another in the text between two looks.

    Args:
        start: where they start in that text.
        end: where they end.
        first: those of the first look.
        second: those of the second.
    """

    start: int
    end: int
    first: list[Edit]
    second: list[Edit]


def _joined(first: Sequence[Edit], second: Sequence[Edit], between: str) -> Iterator[Edit]:
    """Two series of edits as one; the first makes `between`, the second starts from it."""
    shift = 0  # from the text before both to `between`
    for group in _groups(first, second):
        start = group.start - shift
        shift += sum(len(edit.new) - (edit.end - edit.start) for edit in group.first)
        if not group.second:
            yield from group.first
            continue
        at = group.start
        inner = [Edit(edit.start - at, edit.end - at, edit.new) for edit in group.second]
        new = apply(between[at : group.end], inner)
        every = group.first + group.second
        certainty: Certainty = every[0].certainty if len(every) == 1 else "guess"
        yield Edit(start, group.end - shift, new, certainty, every[-1].note)


def _groups(first: Sequence[Edit], second: Sequence[Edit]) -> Iterator[_Group]:
    spans: list[tuple[int, int, bool, Edit]] = []
    shift = 0
    for edit in first:
        start = edit.start + shift
        spans.append((start, start + len(edit.new), False, edit))
        shift += len(edit.new) - (edit.end - edit.start)
    spans += [(edit.start, edit.end, True, edit) for edit in second]
    group: _Group | None = None
    for start, end, later, edit in sorted(spans, key=lambda span: span[:3]):
        if group is not None and start > group.end:
            yield group
            group = None
        group = _Group(start, end, [], []) if group is None else group
        group = group._replace(end=max(end, group.end))
        (group.second if later else group.first).append(edit)
    if group is not None:
        yield group
