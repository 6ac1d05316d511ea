"""The inverse of the injection: a search over GBK bytes for the text behind a misaligned run.

The text is read from left to right as the decoder saw it. Between two pairs the reader is either
*aligned* (the decoder's pairs are the text's characters) or it holds a *pending* byte, the first
half of a character whose second half is the first byte of what comes next. A reading met behind a
lost byte names that byte; from there to the next re-synchronisation every byte is known, except
where the decoder swallowed one or the capture lost a pair. Those few bytes are searched, ranked by
the character model.
"""

from dataclasses import dataclass
from typing import NamedTuple

from cntextfix.repairs.replay.language import Language
from cntextfix.repairs.replay.states import ALIGNED, NONE, WIDE, Effort, Node, State, prune
from cntextfix.repairs.replay.tokens import Tokens

__all__ = ["Answer", "Insertion", "solve"]

NARROW = Effort(24, 20.0, 4.0, 6, 9.0, 20.0)
CLEAR = 4.0  # bits by which a narrow search must lead, not to be made again with a wide one
MOST = 8_000  # states of a run; one that needs more is hostile, or not what it looks like
CANDIDATES = 5  # answers that may be held against the damage
SETTLED = 3  # tokens behind a run, so that what it re-aligns to is weighed as well


class Insertion(NamedTuple):
    """Bytes that the script put into the text.

    Args:
        offset: place in the true text's bytes.
        note: the bytes: a bracketed reading, or the invisible byte.
    """

    offset: int
    note: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search says of a run.

    Args:
        start: where the run starts in the seen text.
        end: where it ends.
        before: the true character before it.
        text: the true text of the run.
        insertions: what was put into it.
        searched: characters of which a byte was searched, not known.
        met: characters whose two halves were both seen, on either side of the broken alignment.
        cost: bits of the whole run.
        margin: bits between this answer and the next one that undoes an insertion.
        lead: bits between this answer and the text as it stands.
    """

    start: int
    end: int
    before: str
    text: str
    insertions: tuple[Insertion, ...]
    searched: int
    met: int
    cost: float
    margin: float
    lead: float


def solve(
    text: str, start: int, before: str, language: Language, most: int
) -> tuple[list[Answer], int]:
    """Search the true text of a run.

    Args:
        text: the seen text.
        start: where the run starts: at a "?" or U+FFFD behind an aligned character.
        before: the true text before it; its last two characters are context, and the last one
            holds the first byte of a key that stands across.
        language: the character model and the page's keys.
        most: states that may be looked at.

    Returns:
        The best answers, the likeliest first; none where the text is best left as it stands.
        And how many states were looked at, which is what the search costs.
    """
    most = min(most, MOST)
    narrow = _Run(text, language, NARROW, most)
    answers = narrow.answers(start, before)
    if narrow.literal or (answers and answers[0].margin >= CLEAR):
        return answers, narrow.looked
    wide = _Run(text, language, WIDE, most - narrow.looked)
    return wide.answers(start, before) + answers, narrow.looked + wide.looked


class _Run:
    """One search: what each token that is seen makes of each state."""

    def __init__(self, text: str, language: Language, effort: Effort, most: int) -> None:
        self.most = most
        self.text = text
        self.effort = effort
        self.tokens = Tokens(text, language, effort)
        self.looked = 0
        self.literal = False  # whether the text is best left as it stands

    def answers(self, start: int, before: str) -> list[Answer]:
        state = self.tokens.steps.start(before)
        beam = [state]
        i = start
        settled = 0
        while i < len(self.text) and (settled < SETTLED or self.text[i] == "("):
            opened, i = self.tokens.advance(beam, i)
            beam = prune(opened, self.effort)
            self.looked += len(opened)
            if not beam or self.looked > self.most:
                return []
            misaligned = any(state.pending != ALIGNED for state in beam)
            settled = 0 if misaligned else settled + 1
            if self.text[i - 1] == "\n" and not misaligned:
                break
        if i >= len(self.text):
            beam = prune([s for state in beam for s in self.tokens.steps.cut(state)], self.effort)
        if not beam or not beam[0].touched:
            self.literal = bool(beam)
            return []
        lead = min([s.cost - beam[0].cost for s in beam if not s.touched], default=NONE)
        touched = [s for s in beam if s.touched]
        rival = touched[1].cost - beam[0].cost if len(touched) > 1 else NONE
        margin = min(beam[0].margin, rival)
        return [
            Answer(
                start,
                i,
                state.tail[1],
                *_read(way),
                way.cost,
                margin if way is beam[0] else 0.0,
                lead,
            )
            for way in touched[:CANDIDATES]
        ]


def _read(way: State) -> tuple[str, tuple[Insertion, ...], int, int]:
    """The text of a way, what was inserted, and how much of it was searched and met."""
    nodes: list[Node] = []
    node = way.node
    while node is not None:
        nodes.append(node)
        node = node.parent
    nodes.reverse()
    insertions: list[Insertion] = []
    offset = 0
    for node in nodes:
        offset += len(node.text.encode("gbk", "replace"))
        if node.note:
            insertions.append(Insertion(offset + node.shift, node.note))
    searched = sum(not node.known for node in nodes)
    return "".join(node.text for node in nodes), tuple(insertions), searched, way.met
