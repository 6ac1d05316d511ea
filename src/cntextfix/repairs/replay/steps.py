"""States of the search, and the ways to go on from one by a true character."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter
from typing import NamedTuple

from cntextfix.lexicon.gbk import gbk, is_lead, is_trail
from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.language import BLANK, Language, symbols
from cntextfix.repairs.replay.signs import FLAT_MARKS, FULL, MARKS

__all__ = [
    "ALIGNED",
    "BRACKETS",
    "EXPECT",
    "HOLE",
    "HOLES",
    "NONE",
    "OPENING",
    "TORN_TWICE",
    "WIDE",
    "Effort",
    "Node",
    "State",
    "Steps",
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

# Costs in bits, on top of what the character model asks for the text itself.
RARE_KEY = 5.0  # a key that was never counted on a page
UNSEEN_KEY = 3.0  # a counted key that this page does not annotate elsewhere
PLAIN_KEY = 14.0  # a character this page annotates everywhere stands without its note
INDENT = 3.0  # an ideographic space at the start of a line
DOUBLED = 8.0  # two marks in a row that end a clause
CLOSED = -8.0  # a closing bracket whose opening one is near
UNOPENED = 4.0  # and one that nothing opened
_NEAR = 300  # characters
_STOPS = "，。、；：！？"
_OPENING = dict(zip("）”’》」』】〕", "（“‘《「『【〔", strict=True))
_CLOSING = {opening: closing for closing, opening in _OPENING.items()}
OPENING = frozenset(_CLOSING)
BRACKETS = OPENING | frozenset(_OPENING)
_FLAT_CLOSING = {"（": ")"}
CUT = 10.0  # the text ends inside a character


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
        node = Node(self.node, "", note, shift, True)
        return self._replace(node=node, touched=True, **changes)  # type: ignore[arg-type]


class Steps:
    """Goes from state to state by true characters, and says what each costs."""

    __slots__ = (
        "active",
        "ahead",
        "context",
        "costs",
        "effort",
        "fold",
        "keys",
        "language",
        "odd",
        "step",
        "table",
    )

    def __init__(self, language: Language, effort: Effort) -> None:
        self.language = language
        self.effort = effort
        self.context = ""
        self.ahead = ""  # what is seen behind the token at hand, to the end of its line
        self.step = language.ruler.step
        self.costs = language.ruler.costs
        self.fold = symbols()
        self.active = language.active
        self.odd = language.odd
        self.table = gbk()
        self.keys = keys()

    def start(self, before: str) -> State:
        """Aligned, behind what is already known."""
        self.context = before
        tail = ("\n\n" + before)[-2:]
        folded = "".join(self.fold.get(c, c) for c in tail)
        return State(0.0, ALIGNED, tail, folded, None, NONE, False, False)

    def emit(
        self,
        state: State,
        char: str,
        pending: int = ALIGNED,
        *,
        extra: float = 0.0,
        note: bytes = b"",
        known: bool = True,
    ) -> State:
        """The state behind one more true character."""
        symbol = self.fold.get(char, char)
        before = state.folded
        if char in _STOPS and state.tail[1] in _STOPS:
            extra += DOUBLED
        if char == "\u3000":  # an indent: texts to count from have none left
            extra += self.space(state.tail[1])
        else:
            extra += self.step(before[0], before[1], symbol)
        return State(
            state.cost + extra,
            pending,
            state.tail[1] + char,
            before[1] + symbol,
            Node(state.node, char, note, 0, known),
            state.margin,
            False,
            state.touched or note != b"",
            state.met,
        )

    def space(self, before: str) -> float:
        """What an ideographic space costs: an indent, or between the entries of a list."""
        if before in "\n\u3000":
            return INDENT
        return self.language.blank if "㐀" <= before <= "鿿" else BLANK

    def literally(self, state: State, text: str, extra: float, symbol: str = "") -> State:
        """The state behind text that is not priced here; the model may take it for `symbol`."""
        tail = (state.tail + text)[-2:]
        folded = state.folded[1] + symbol if symbol else "".join(self.fold.get(c, c) for c in tail)
        node = Node(state.node, text, b"", 0, True)
        cost = state.cost + extra
        return State(
            cost, ALIGNED, tail, folded, node, state.margin, False, state.touched, state.met
        )

    def prior(self, key: str) -> float:
        """What it costs that a key was annotated."""
        if key in self.active:
            return 0.0
        return UNSEEN_KEY if key in self.keys.pages else RARE_KEY

    def plain(self, state: State, char: str) -> float:
        """What it costs that a true character is of another script, or stands without its note."""
        odd = self.odd.get(char, 0.0)
        return odd + PLAIN_KEY if char in self.active and not state.fresh else odd

    def best(
        self, state: State, chars: str, most: int, *, pending: int = ALIGNED, extra: float
    ) -> list[State]:
        """The states behind the likeliest of several characters."""
        a, b = state.folded[0], state.folded[1]
        fold = self.fold.get
        ranked = [
            (0.0 if c == "\u3000" else self.step(a, b, fold(c, c)) + self.plain(state, c), c)
            for c in chars
        ]
        return [
            self.emit(
                state,
                c,
                pending,
                extra=extra + self.plain(state, c) + self.bracket(state, c),
                known=False,
            )
            for _, c in nsmallest(most, ranked)
        ]

    def bracket(self, state: State, char: str) -> float:
        """What a bracket costs more, or less, for the other half of its pair."""
        if (closing := _CLOSING.get(char)) is not None:
            ends = [self.ahead.find(c) for c in (closing, _FLAT_CLOSING.get(char, closing))]
            end = min((i for i in ends if i >= 0), default=-1)
            return CLOSED if end >= 0 and char not in self.ahead[:end] else 0.0
        opening = _OPENING.get(char)
        if opening is None:
            return 0.0
        text, node = "", state.node
        while node is not None and len(text) < _NEAR:
            text = node.text + text
            node = node.parent
        text = self.context[-_NEAR:] + text
        return CLOSED if text.rfind(opening) > text.rfind(char) else UNOPENED

    def row(self, lead: int) -> str:
        """The characters that a first half opens."""
        return "".join(self.table.char[lead << 8 | 0x40 : lead << 8 | 0xFF])

    def pairs(self, seen: str) -> list[int]:
        """The pairs, or the single byte, a character may have been seen from."""
        table = self.table.pair
        found = [table[seen]] if seen in table else []
        if seen in FULL:
            found.append(ord(seen))
            if self.language.flattened:
                found.append(table[FULL[seen]])
        elif "０" <= seen <= "ｚ" and seen.isalnum():
            found.append(ord(seen) - 0xFEE0)  # it will be half-width once characters are set right
        return found

    def is_mark(self, seen: str) -> bool:
        """Whether what is seen may be a mark of the punctuation pass."""
        return seen != "" and (seen in MARKS or (self.language.flattened and seen in FLAT_MARKS))

    def halves(self, state: State, seen: str) -> Iterator[State]:
        """Every way in which what is seen ends the pending character."""
        for pair in self.pairs(seen):
            yield from self.half(state, pair)

    def half(self, state: State, pair: int) -> Iterator[State]:
        """The state behind the pending character, ended by the first byte of a pair."""
        second, rest = (pair >> 8, pair & 0xFF) if pair > 0xFF else (pair, None)
        char = self.table.char[state.pending << 8 | second] if is_trail(second) else ""
        if not char:
            return
        extra = self.plain(state, char)
        held = state._replace(met=state.met + 1)
        if rest is None:
            yield self.emit(held, char, extra=extra)
        elif is_lead(rest):
            yield self.emit(held, char, rest, extra=extra)
        elif rest < 0x80:
            yield self.emit(self.emit(held, char, extra=extra), chr(rest))

    def cut(self, state: State) -> Iterator[State]:
        """The text ends here."""
        if state.pending == ALIGNED:
            yield state
        elif state.pending < EXPECT:
            yield from self.best(state, self.row(state.pending), 4, extra=CUT)


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
