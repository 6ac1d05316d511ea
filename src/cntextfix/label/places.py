"""Where on its page a line stands, and so how likely it speaks of the page's text."""

from enum import IntEnum

from cntextfix.label.labelled import Labelled
from cntextfix.label.shape import is_sentence

__all__ = ["Place", "places"]

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


def places(page: Labelled, title_line: int | None = None) -> list[Place]:
    """Where each line stands, as title and text tell.

    Args:
        page: the labelled lines.
        title_line: the line the title was read on, where that is known.
    """
    blocks = page.blocks
    title = -1
    if title_line is not None:
        title = next((i for i, block in enumerate(blocks) if block.line == title_line), -1)
    first, last = _text(page, title)
    below = title + 1
    near = below if title < 0 else max(0, title - _FARTHEST_ABOVE)
    found = [Place.FAR] * near + [Place.ABOVE] * (below - near)
    if title < 0 or first - below <= _FARTHEST_BELOW_TITLE + _FARTHEST_BELOW_TEXT:
        found += [Place.BELOW_TITLE] * (first - below)
    else:
        gap = first - below - _FARTHEST_BELOW_TITLE - _FARTHEST_BELOW_TEXT
        found += [Place.BELOW_TITLE] * _FARTHEST_BELOW_TITLE + [Place.FAR] * gap
        found += [Place.BELOW_TITLE] * _FARTHEST_BELOW_TEXT
    found += [Place.INSIDE] * (last - first)
    found += [Place.BELOW_TEXT] * min(_FARTHEST_BELOW_TEXT + 1, len(blocks) - len(found))
    return found + [Place.FAR] * (len(blocks) - len(found))


def _text(page: Labelled, title: int) -> tuple[int, int]:
    """Index of the first and the last line of the text that follows the title."""
    bodies = {kind for kind in page.kinds if kind.is_body}
    lines = {id(block) for kind in bodies for block in page.kinds[kind]}
    running = [i for i, block in enumerate(page.blocks) if id(block) in lines]
    sentences = [i for i in running if i > title and is_sentence(page.blocks[i].text)]
    end = len(page.blocks)
    behind = sentences or [i for i in running if i > title]
    return (behind[0], behind[-1]) if behind else (end, end)
