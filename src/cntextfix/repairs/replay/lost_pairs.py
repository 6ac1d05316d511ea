"""The search for pairs without a character, which decoders turned private-use and captures lost.

Where one stood, two true characters are missing a half each: the one that the pair's first byte
ends, and the one that its second byte opens.
"""

from heapq import nsmallest
from operator import itemgetter

from cntextfix.lexicon.gbk import is_lead
from cntextfix.repairs.replay.language import alone
from cntextfix.repairs.replay.steps import HOLE, State, Steps, pairs

__all__ = ["LostPairs"]

DROP = 0.0  # the channel is blind: losing a pair is no rarer than its bytes are
KEPT = 20.0  # the same, on a page that shows private-use characters where they belong
_UNKNOWN_FIRST = 6  # states kept where nothing is known of a character but its neighbours
_COMMON = 11.5  # bits of a character by itself that may be found in such a place
_MARK_LEADS = (0xA3, 0xA1)  # what full-width punctuation opens with


class LostPairs:
    """Goes on from a state across pairs that were lost."""

    __slots__ = ("_commons", "_openings", "_steps", "cost")

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._openings: dict[int, list[tuple[str, int]]] = {}
        self._commons: dict[int, list[tuple[str, int, str]]] = {}
        self.cost = KEPT if steps.language.keeps_private else DROP

    def before(self, state: State, seen: str) -> list[State]:
        """The states behind a character, if a pair was lost before it.

        Two may have been lost around a punctuation mark, whose bytes make such pairs often.
        """
        states = self._across(state, self._before_hole(state), seen)
        for whole in self.before_mark(state):
            states += self._across(whole, self._before_hole(whole), seen)
        return states

    def before_mark(self, state: State) -> list[State]:
        """The states inside a punctuation mark, if a pair was lost before its second half."""
        holes = self._steps.table.holes
        found = [
            self._steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            for _, extra, char, second in self._before_hole(state)
            for lead in _MARK_LEADS
            if lead in holes[second]
        ]
        return nsmallest(4, found, key=itemgetter(0))

    def before_unknown(self, state: State) -> list[State]:
        """The states behind a character of which nothing was seen, if a pair was lost before it."""
        steps = self._steps
        step, b = steps.step, state.folded[1]
        ranked: list[tuple[float, float, str, int, str]] = []
        for cost, extra, char, second in self._before_hole(state)[:_UNKNOWN_FIRST]:
            symbol = steps.fold.get(char, char)
            ranked += [
                (cost + step(b, symbol, after), extra, char, lead, last)
                for after, lead, last in self._common(second)
            ]
        found: list[State] = []
        for _, extra, char, lead, last in nsmallest(_UNKNOWN_FIRST, ranked):
            whole = steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            found.append(steps.emit(whole, last, extra=steps.plain(whole, last), known=False))
        return found

    def at_sign(self, state: State) -> list[State]:
        """The states inside a lost pair that left a sign where it stood."""
        return [
            self._steps.emit(state, char, HOLE + second, extra=extra, known=False)
            for _, extra, char, second in self._before_hole(state)
        ]

    def behind_sign(self, state: State, seen: str) -> list[State]:
        """The states behind the character that the second half of a lost pair opened."""
        second = state.pending - HOLE
        steps = self._steps
        a, b = state.folded[0], state.folded[1]
        ranked: list[tuple[float, int]] = []
        for pair in pairs(steps.table.pair, seen):
            trail = pair >> 8 if pair > 0xFF else pair
            ranked += [
                (steps.step(a, b, after), lead) for after, lead in self._behind_hole(second, trail)
            ]
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
        a, b = state.folded[0], state.folded[1]
        found = []
        for second in steps.table.holes:
            char = steps.table.char[state.pending << 8 | second]
            if char:
                extra = steps.plain(state, char)
                cost = steps.step(a, b, steps.fold.get(char, char)) + extra
                found.append((cost, extra, char, second))
        return nsmallest(steps.effort.first, found)

    def _across(
        self, state: State, first: list[tuple[float, float, str, int]], seen: str
    ) -> list[State]:
        steps = self._steps
        step, b = steps.step, state.folded[1]
        ranked: list[tuple[float, float, str, int]] = []
        most = steps.effort.second
        for cost, extra, char, second in first:
            if len(ranked) == most and cost >= ranked[-1][0]:
                break  # the others begin too dear to be among the best
            symbol = steps.fold.get(char, char)
            for pair in pairs(steps.table.pair, seen):
                trail = pair >> 8 if pair > 0xFF else pair
                ranked += [
                    (cost + step(b, symbol, after), extra, char, lead)
                    for after, lead in self._behind_hole(second, trail)
                ]
            ranked = nsmallest(most, ranked)
        states: list[State] = []
        for _, extra, char, lead in ranked:
            whole = steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            states += steps.halves(whole, seen)
        return states

    def _common(self, second: int) -> list[tuple[str, int, str]]:
        """Common characters that a lost pair's second byte may open: folded, that byte, as is."""
        steps = self._steps
        leads = steps.table.holes[second]
        key = -(leads[0] << 16 | len(leads))
        found = self._commons.get(key)
        if found is None:
            odd = steps.odd
            found = self._commons[key] = [
                (symbol, lead, char)
                for lead in leads
                if is_lead(lead)
                for char in steps.row(lead)
                if char not in odd
                and alone(steps.step, symbol := steps.fold.get(char, char)) < _COMMON
            ]
        return found

    def _behind_hole(self, second: int, trail: int) -> list[tuple[str, int]]:
        """The characters, folded, that a lost pair's second byte may open, with that byte."""
        steps = self._steps
        leads = steps.table.holes[second]
        key = leads[0] << 16 | len(leads) << 8 | trail
        found = self._openings.get(key)
        if found is None:
            fold, rare = steps.fold.get, steps.effort.rare
            found = self._openings[key] = [
                (fold(char, char), lead)
                for lead in leads
                if is_lead(lead)
                and (char := steps.table.char[lead << 8 | trail])
                and alone(steps.step, fold(char, char)) < rare
            ]
        return found
