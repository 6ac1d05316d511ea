"""States of the search: where a reading of the bytes stands, and how it came there."""

from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import NamedTuple

__all__ = [
    "ALIGNED",
    "EXPECT",
    "HOLE",
    "HOLES",
    "NONE",
    "TORN_TWICE",
    "WIDE",
    "Effort",
    "Node",
    "State",
    "new_node",
    "new_state",
    "prune",
]

ALIGNED = -1
EXPECT = 0x100
"""Added to a mark's trail byte: the mark itself must come next."""
TORN_TWICE = 0x200
"""A second "?" must come next: the mark behind it was hit as well."""
HOLE = 0x300
"""Added to the byte held: a pair was lost behind it, and left a sign where it stood."""
HOLES = 0x400
"""The same of two pairs in a row."""
NONE = 1000.0
"""A margin where nothing else was found."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How wide to search.

    Args:
        beam: states kept.
        hopeless: bits by which a state may cost more than the best one.
        reach: the same, to search for lost pairs.
        searched: states for which lost pairs are searched for, at most.
        surprise: bits of a character from which two lost pairs are searched for before it.
        surprise_two: the same, of that character and the next one.
    """

    beam: int
    hopeless: float
    reach: float
    searched: int
    surprise: float
    surprise_two: float


WIDE = Effort(60, 30.0, 6.0, 12, 8.0, 18.0)


class Node(NamedTuple):
    """One step of the way a state came: some true text, and perhaps a note behind it."""

    parent: "Node | None"
    text: str
    note: bytes
    shift: int  # bytes between the end of the text and the note: 1 behind the pending byte
    known: bool


class State(NamedTuple):
    """Where a reading of the bytes stands."""

    cost: float
    pending: int  # the byte held, ALIGNED, or EXPECT and a byte
    tail: str  # the last two true characters
    folded: str  # the same, folded
    node: Node | None
    margin: float
    fresh: bool  # the pending byte was cut off by an insertion just now
    touched: bool  # something was inserted on this way
    met: int = 0  # pending characters that what was seen completed

    def noted(self, note: bytes, shift: int, **changes: object) -> "State":
        """The state behind an insertion."""
        node: Node = new_node((self.node, "", note, shift, True))
        return self._replace(node=node, touched=True, **changes)  # type: ignore[arg-type]


new_node = partial(tuple.__new__, Node)
"""A node of a tuple: half the time of naming its fields, and the search makes nothing else."""

new_state = partial(tuple.__new__, State)
"""A state of a tuple."""


def prune(states: list[State], effort: Effort) -> list[State]:
    """The best state for each pending byte and tail, cheapest first."""
    best: dict[tuple[int, str, bool], State] = {}
    for state in sorted(states, key=itemgetter(0, 1, 2)):
        key = state.pending, state.tail, state.touched
        kept = best.get(key)
        if kept is None:
            best[key] = state
        elif state.cost - kept.cost < kept.margin:
            best[key] = kept._replace(margin=state.cost - kept.cost)
    ordered = list(best.values())[: effort.beam]
    limit = ordered[0].cost + effort.hopeless if ordered else 0.0
    return [state for state in ordered if state.cost < limit or not state.touched]
