"""The search for pairs without a character, which decoders turned private-use and captures lost.

Where one stood, two true characters are missing a half each: the one that the pair's first byte
ends, and the one that its second byte opens.
"""

from functools import cache
from heapq import nsmallest
from typing import NamedTuple

from cntextfix.lexicon.gbk import gbk, is_lead
from cntextfix.repairs.replay.language import alone, symbols
from cntextfix.repairs.replay.steps import BRACKETS, HOLE, State, Steps, pairs

__all__ = ["LostPairs"]

DROP = 0.0  # the channel is blind: losing a pair is no rarer than its bytes are
KEPT = 20.0  # the same, on a page that shows private-use characters where they belong
UNSEEN = 3.0  # of a character nothing at all was seen
_MIDDLE_FIRST = 5  # states kept between two lost pairs
_UNKNOWN_FIRST = 6  # states kept where nothing is known of a character but its neighbours
_COMMON = 11.5  # bits of a character by itself that may be found in such a place


class LostPairs:
    """Goes on from a state across pairs that were lost."""

    __slots__ = ("_steps", "cost")

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self.cost = KEPT if steps.language.keeps_private else DROP

    def before(self, state: State, seen: str) -> list[State]:
        """The states behind a character, if a pair was lost before it, or two in a row."""
        first = self._before_hole(state)
        states = self._across(state, first, seen)
        steps = self._steps
        b = state.folded[1]
        ranked: list[tuple[float, float, str, int, str, int, float]] = []
        for cost, extra, char, second in first[:_MIDDLE_FIRST]:
            middle = _middles(steps.table.holes[second])
            costs = steps.costs(b, steps.fold.get(char, char), middle.symbols)
            best = nsmallest(
                _MIDDLE_FIRST,
                zip(costs, middle.leads, middle.chars, middle.seconds, strict=True),
            )
            ranked += [
                (cost + more, extra, char, lead, mid, behind, more)
                for more, lead, mid, behind in best
            ]
        for _, extra, char, lead, mid, second, more in nsmallest(_MIDDLE_FIRST, ranked):
            whole = steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            odd = steps.plain(whole, mid)
            states += self._across(whole, [(more + odd, odd, mid, second)], seen)
        return states

    def before_unknown(self, state: State) -> list[State]:
        """The states behind a character of which nothing was seen, if a pair was lost before it."""
        steps = self._steps
        b = state.folded[1]
        ranked: list[tuple[float, float, str, int, str]] = []
        for cost, extra, char, second in self._before_hole(state)[:_UNKNOWN_FIRST]:
            after = _commons(steps.table.holes[second])
            costs = steps.costs(b, steps.fold.get(char, char), after.symbols)
            rows = list(zip(costs, after.leads, after.chars, strict=True))
            brackets = [rows[place] for place in after.brackets]
            ranked += [
                (cost + more + steps.bracket(state, last), extra, char, lead, last)
                for more, lead, last in nsmallest(_UNKNOWN_FIRST, rows) + brackets
            ]
        found: list[State] = []
        for _, extra, char, lead, last in nsmallest(_UNKNOWN_FIRST, ranked):
            whole = steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            more = UNSEEN + steps.plain(whole, last) + steps.bracket(state, last)
            found.append(steps.emit(whole, last, extra=more, known=False))
        return found

    def at_sign(self, state: State) -> list[State]:
        """The states inside a lost pair that left a sign where it stood."""
        return [
            self._steps.emit(state, char, HOLE + second, extra=extra, known=False)
            for _, extra, char, second in self._before_hole(state)
        ]

    def behind_sign(self, state: State, seen: str) -> list[State]:
        """The states behind the character that the second half of a lost pair opened."""
        steps = self._steps
        leads = steps.table.holes[state.pending - HOLE]
        ranked: list[tuple[float, int]] = []
        for pair in pairs(steps.table.pair, seen):
            after = _openings(leads, pair >> 8 if pair > 0xFF else pair, steps.effort.rare)
            costs = steps.costs(state.folded[0], state.folded[1], after.symbols)
            ranked += zip(costs, after.leads, strict=True)
        found: list[State] = []
        for _, lead in nsmallest(steps.effort.second // 2, ranked):
            found += steps.halves(state._replace(pending=lead), seen)
        return found

    def before_note(self, state: State, reading: str, note: bytes) -> list[State]:
        """The states behind a note, if a pair was lost between the pending byte and its key."""
        steps = self._steps
        found: list[State] = []
        if self.cost == KEPT:
            return found
        by_lead = steps.keys.by_lead
        for second, leads in steps.table.holes.items():
            char = steps.table.char[state.pending << 8 | second]
            opened = [key for lead in leads for key in by_lead.get((reading, lead), ())]
            if char and opened:
                extra = self.cost + steps.plain(state, char)
                whole = steps.emit(state, char, extra=extra, known=False)
                found += [
                    steps.emit(whole, key, extra=steps.prior(key), note=note) for key in opened
                ]
        return found

    def _before_hole(self, state: State) -> list[tuple[float, float, str, int]]:
        """The likeliest characters whose second half opens a pair without a character.

        Returns:
            What each costs, what of it is no business of the model's, the character, the half.
        """
        steps = self._steps
        before = _closings(state.pending)
        costs = steps.costs(state.folded[0], state.folded[1], before.symbols)
        found = []
        for cost, char, second in zip(costs, before.chars, before.seconds, strict=True):
            extra = steps.plain(state, char)
            found.append((cost + extra, extra, char, second))
        return nsmallest(steps.effort.first, found)

    def _across(
        self, state: State, first: list[tuple[float, float, str, int]], seen: str
    ) -> list[State]:
        steps = self._steps
        holes, fold, b = steps.table.holes, steps.fold.get, state.folded[1]
        trails = [pair >> 8 if pair > 0xFF else pair for pair in pairs(steps.table.pair, seen)]
        ranked: list[tuple[float, float, str, int]] = []
        most = steps.effort.second
        for cost, extra, char, second in first:
            if len(ranked) == most and cost >= ranked[-1][0]:
                break  # the others begin too dear to be among the best
            for trail in trails:
                after = _openings(holes[second], trail, steps.effort.rare)
                costs = steps.costs(b, fold(char, char), after.symbols)
                best = nsmallest(most, zip(costs, after.leads, strict=True))
                ranked += [(cost + more, extra, char, lead) for more, lead in best]
            ranked = nsmallest(most, ranked)
        states: list[State] = []
        for _, extra, char, lead in ranked:
            whole = steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            states += steps.halves(whole, seen)
        return states


class _Closings(NamedTuple):
    symbols: str
    chars: str
    seconds: tuple[int, ...]


class _Openings(NamedTuple):
    symbols: str
    leads: tuple[int, ...]


class _Commons(NamedTuple):
    symbols: str
    leads: tuple[int, ...]
    chars: str
    seconds: tuple[int, ...]
    brackets: tuple[int, ...] = ()  # where brackets and quotes stand among them


@cache
def _closings(lead: int) -> _Closings:
    """The characters with a first half whose second half opens pairs without a character."""
    table, fold = gbk(), symbols().get
    chars = [(table.char[lead << 8 | second], second) for second in table.holes]
    chars = [(char, second) for char, second in chars if char]
    return _Closings(
        "".join(fold(char, char) for char, _ in chars),
        "".join(char for char, _ in chars),
        tuple(second for _, second in chars),
    )


@cache
def _openings(leads: tuple[int, ...], trail: int, rare: float) -> _Openings:
    """The characters, not rare, that one of several first halves opens and a second half ends."""
    table, fold = gbk(), symbols().get
    found = [
        (symbol, lead)
        for lead in leads
        if is_lead(lead)
        and (char := table.char[lead << 8 | trail])
        and alone(symbol := fold(char, char)) < rare
    ]
    return _Openings("".join(symbol for symbol, _ in found), tuple(lead for _, lead in found))


@cache
def _commons(leads: tuple[int, ...]) -> _Commons:
    """The common characters that one of several first halves opens."""
    table, fold = gbk(), symbols().get
    found = [
        (symbol, lead, char)
        for lead in leads
        if is_lead(lead)
        for char in table.char[lead << 8 | 0x40 : lead << 8 | 0xFF]
        if char and alone(symbol := fold(char, char)) < _COMMON
    ]
    return _Commons(
        "".join(symbol for symbol, _, _ in found),
        tuple(lead for _, lead, _ in found),
        "".join(char for _, _, char in found),
        tuple(table.pair[char] & 0xFF for _, _, char in found),
        tuple(place for place, row in enumerate(found) if row[2] in BRACKETS),
    )


@cache
def _middles(leads: tuple[int, ...]) -> _Commons:
    """Those of them whose second half opens pairs without a character."""
    commons = _commons(leads)
    holes = gbk().holes
    found = [row for row in zip(*commons[:4], strict=True) if row[3] in holes]
    return _Commons(
        "".join(row[0] for row in found),
        tuple(row[1] for row in found),
        "".join(row[2] for row in found),
        tuple(row[3] for row in found),
    )
