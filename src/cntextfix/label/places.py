"""Where on its page a line stands, and so how likely it speaks of the page's text."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from cntextfix.label.labelled import Labelled
from cntextfix.label.shape import is_sentence

__all__ = ["Place", "Stretch", "places"]

_FARTHEST_BELOW_TITLE = 14  # lines in which facts may follow a title
_FARTHEST_BELOW_TEXT = 12  # and the text
_FARTHEST_ABOVE = 8


class Place(IntEnum):
    """Where a line stands; the smaller, the likelier it speaks of this page's text."""

    BELOW_TITLE = 0
    BELOW_TEXT = 1
    INSIDE = 2
    ABOVE = 3
    FAR = 4  # among comments, teasers, the site's own lines


class Stretch(NamedTuple):
    """Lines that follow each other in one place.

    Args:
        place: where they stand.
        start: index of the first.
        end: index behind the last.
    """

    place: Place
    start: int
    end: int


def places(page: Labelled, title_line: int | None = None) -> Sequence[Stretch]:
    """Where the lines stand, as title and text tell: stretches in the order of the page.

    Args:
        page: the labelled lines.
        title_line: the line the title was read on, where that is known.
    """
    title = -1
    if title_line is not None:
        title = next((i for i, block in enumerate(page.blocks) if block.line == title_line), -1)
    first, last = _text(page, title)
    below = title + 1
    near = below if title < 0 else max(0, title - _FARTHEST_ABOVE)
    ends = [(Place.FAR, near), (Place.ABOVE, below)]
    if title >= 0 and first - below > _FARTHEST_BELOW_TITLE + _FARTHEST_BELOW_TEXT:
        ends.append((Place.BELOW_TITLE, below + _FARTHEST_BELOW_TITLE))
        ends.append((Place.FAR, first - _FARTHEST_BELOW_TEXT))
    ends.append((Place.BELOW_TITLE, first))
    ends.append((Place.INSIDE, last))
    ends.append((Place.BELOW_TEXT, min(last + _FARTHEST_BELOW_TEXT + 1, len(page.blocks))))
    ends.append((Place.FAR, len(page.blocks)))
    found, start = [], 0
    for place, end in ends:
        if end > start:
            found.append(Stretch(place, start, end))
            start = end
    return found


def _text(page: Labelled, title: int) -> tuple[int, int]:
    """Index of the first and the last line of the text that follows the title."""
    texts = page.texts
    body = [(max(start, title + 1), end) for _, start, end in page.body if end > title + 1]
    for start, end in body:
        for first in range(start, end):
            if is_sentence(texts[first]):
                return first, _last_sentence(texts, body)
    return (body[0][0], body[-1][1] - 1) if body else (len(texts), len(texts))


def _last_sentence(texts: Sequence[str], body: Sequence[tuple[int, int]]) -> int:
    return next(
        index
        for start, end in reversed(body)
        for index in range(end - 1, start - 1, -1)
        if is_sentence(texts[index])
    )
