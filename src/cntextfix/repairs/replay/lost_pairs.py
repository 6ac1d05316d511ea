"""The search for pairs without a character, which decoders turned private-use and captures lost.

Where one stood, two true characters are missing a half each: the one that the pair's first byte
ends, and the one that its second byte opens. Few pairs have no character, so all ways to cross
one are looked at, and ranked together with the character behind, which is known again.
"""

from bisect import insort
from math import inf
from typing import TypeVar

from cntextfix.lexicon.gbk import is_lead, is_trail
from cntextfix.repairs.replay.holes import closings, commons, keys_by_lead, middles, openings
from cntextfix.repairs.replay.states import State
from cntextfix.repairs.replay.steps import BRACKETS, CLOSED, Steps

__all__ = ["LostPairs"]

DROP = 0.0  # the channel is blind: losing a pair is no rarer than its bytes are
SPLIT = 6.0  # a decoder that reads on from the second byte of a pair is rarer than others
KEPT = 20.0  # the same, on a page that shows private-use characters where they belong
UNSEEN = 3.0  # of a character nothing at all was seen
_MIDDLES = 6  # states kept between two lost pairs
_ACROSS = 12  # states kept behind one
_WIDELY = 40  # the same, before the character behind has its say
_DEARER = 14.0  # bits between the best of these and the last
_ROUNDING = 1e-6  # of sums that are made in another order
_AHEAD_MOST = 11.0  # bits of that character: it may not be the true one, if a pair is lost there
_NEAR = 8.0  # the same, where nothing is known of the character behind
_SPLIT = 8  # states kept behind a pair that was read from its second byte on
_UNKNOWN_FIRST = 6  # states kept where nothing is known of a character but its neighbours


_First = tuple[float, float, str, int]
"""A character whose second half opens pairs without a character: what it costs from the state at
hand, what of that is no business of the model's, the character, and its second half."""


_Row = TypeVar("_Row", tuple[float, int, str], tuple[float, int, str, int])
_Way = tuple[float, float, str, int, int, State, float]
"""A way across a lost pair: what it costs up to and with the character behind, for comparison, what
of that is no business of the model's, the character before the pair, the first half of the one
behind, what was seen of that one and of the next, the state it starts from, and what it costs up to
the pair and with the first of these two."""


class LostPairs:
    """Goes on from a state across pairs that were lost.

    Args:
        steps: the ways to go on without.
    """

    __slots__ = ("_firsts", "_steps", "cost", "most")

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._firsts: dict[tuple[int, str, bool], tuple[float, list[_First]]] = {}
        self.cost = KEPT if steps.language.keeps_private else DROP
        self.most = inf  # what a state may cost that is not hopeless

    def one(self, state: State, seen: str, ahead: str) -> list[State]:
        r"""The states behind a character, if a pair was lost before it.

        Args:
            state: holds the byte that opens the character before the pair.
            seen: what was seen behind the pair; "\x80" is a byte that opens no pair itself.
            ahead: what was seen behind that.
        """
        return self._taken(self._ways(state, self._before_hole(state), seen, ahead, []))

    def two(self, state: State, seen: str, ahead: str) -> list[State]:
        """The same, if two pairs were lost in a row."""
        steps = self._steps
        b = state.folded[1]
        ranked: list[tuple[float, float, float, str, int, str, int]] = []
        for cost, extra, char, second in _near(self._before_hole(state)[:_MIDDLES]):
            if state.cost + cost > self.most:
                break
            middle = middles(second)
            costs = steps.costs(b, steps.fold.get(char, char), middle.symbols)
            rows = list(zip(costs, middle.leads, middle.chars, middle.seconds, strict=True))
            ranked += [
                (cost + more, more, extra, char, lead, mid, second)
                for more, lead, mid, second in _least(_MIDDLES, costs, rows)
            ]
        ways: list[_Way] = []
        least: list[float] = []
        for cost, more, extra, char, lead, mid, second in sorted(ranked)[:_MIDDLES]:
            if state.cost + cost > self.most:
                break
            whole = steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            odd = steps.plain(whole, mid)
            ways += self._ways(whole, [(more + odd, odd, mid, second)], seen, ahead, least)
        return self._taken(ways)

    def before_unknown(self, state: State) -> list[State]:
        """The states behind a character of which nothing was seen, if a pair was lost before it."""
        steps = self._steps
        b = state.folded[1]
        brackets = {c: cost for c in BRACKETS if (cost := steps.bracket(state, c)) < 0}
        ranked: list[tuple[float, float, str, int, str]] = []
        for cost, extra, char, second in _near(self._before_hole(state)[:_UNKNOWN_FIRST]):
            after = commons(second)
            costs = steps.costs(b, steps.fold.get(char, char), after.symbols)
            rows = list(zip(costs, after.leads, after.chars, strict=True))
            paired = [rows[place] for place in after.brackets if rows[place][2] in brackets]
            ranked += [
                (cost + more + brackets.get(last, 0.0), extra, char, lead, last)
                for more, lead, last in _least(_UNKNOWN_FIRST, costs, rows) + paired
            ]
        found: list[State] = []
        for _, extra, char, lead, last in sorted(ranked)[:_UNKNOWN_FIRST]:
            whole = steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            more = UNSEEN + steps.plain(whole, last) + steps.bracket(state, last)
            found.append(steps.emit(whole, last, extra=more, known=False))
        return found

    def before_note(self, state: State, reading: str, note: bytes) -> list[State]:
        """The states behind a note, if a pair was lost between the pending byte and its key."""
        steps = self._steps
        char_of = steps.table.char
        by_lead = keys_by_lead().get(reading, ())
        found: list[State] = []
        for cost, extra, char, second in self._before_hole(state) if by_lead else ():
            if state.cost + cost > self.most:
                break
            opened = [key for lead, key in by_lead if not char_of[second << 8 | lead]]
            if opened:
                whole = steps.emit(state, char, extra=self.cost + extra, known=False)
                found += [
                    steps.emit(whole, key, extra=steps.prior(key), note=note) for key in opened
                ]
        return found

    def split(self, state: State, byte: int) -> list[State]:
        """The states behind a character, if its second half made no pair with the byte behind it.

        A decoder that writes a sign for that half alone is back in step by this.

        Args:
            state: holds the byte that opens the character.
            byte: the one behind it, which opens the next one.
        """
        steps = self._steps
        char_of = steps.table.char
        return [
            steps.emit(state, char, extra=SPLIT + extra, known=False)
            for cost, extra, char, second in self._before_hole(state)
            if not char_of[second << 8 | byte] and state.cost + cost <= self.most
        ][:_SPLIT]

    def _before_hole(self, state: State) -> list[_First]:
        """The characters whose second half opens a pair without a character, likeliest first.

        Those that make a state hopeless are left out, but for what a bracket may save.
        """
        key = state.pending, state.folded, state.fresh
        most = self.most - state.cost - CLOSED
        known = self._firsts.get(key)
        if known is None or known[0] < most:
            steps = self._steps
            char_of, lead = steps.table.char, state.pending << 8
            plain = (steps.odd if state.fresh else steps.dear).get
            cheaper = steps.language.ruler.cheaper
            found: list[_First] = []
            before = closings(state.pending)
            for cost, second, _ in cheaper(state.folded[0], state.folded[1], before, most):
                char = char_of[lead | second]
                extra = plain(char, 0.0)
                found.append((cost + extra, extra, char, second))
            known = self._firsts[key] = most, sorted(found)
        return known[1]

    def _ways(
        self, state: State, first: list[_First], seen: str, ahead: str, least: list[float]
    ) -> list[_Way]:
        """The ways to a character whose first half a lost pair took.

        Args:
            state: where they start.
            first: the characters before the pair.
            seen: what was seen behind it.
            ahead: what was seen behind that.
            least: what the cheapest of the ways cost that were found before; theirs are added.
        """
        found: list[_Way] = []
        for pair in self._steps.pairs(seen) or [ord(seen)]:
            found += self._ranked(state, first, pair, self._behind(pair, ahead), least)
        return found

    def _taken(self, ways: list[_Way]) -> list[State]:
        """The states behind the likeliest of some ways."""
        steps = self._steps
        states: list[State] = []
        best = sorted(ways)[:_ACROSS]
        for cost, extra, char, lead, pair, state, least in best:
            if cost > best[0][0] + _DEARER:
                break
            if least > self.most:
                continue
            whole = steps.emit(state, char, lead, extra=self.cost + extra, known=False)
            states += steps.half(whole, pair)
        return states

    def _behind(self, pair: int, ahead: str) -> str:
        """The symbol of the character behind, whose halves were both seen; "" where none was."""
        steps = self._steps
        pending = pair & 0xFF if pair > 0xFF else 0
        if 0 < pending < 0x80:
            return chr(pending)
        known = steps.table.pair.get(ahead)
        second = (known >> 8 or known) if known is not None else 0
        if not is_lead(pending) or not is_trail(second):
            return ""
        char = steps.table.char[pending << 8 | second]
        return steps.fold.get(char, char)

    def _ranked(
        self, state: State, first: list[_First], pair: int, behind: str, least: list[float]
    ) -> list[_Way]:
        """The likeliest ways to a pair."""
        fold, three = self._steps.fold.get, self._steps.three
        base = state.cost
        ways: list[_Way] = []
        for cost, extra, char, lead, symbol in self._unweighed(state, first, pair, least):
            whole = known = base + cost
            if least and whole > least[0] + _DEARER:
                break
            if len(least) == _ACROSS and whole > least[-1]:
                break
            if behind:
                whole += min(three[fold(char, char) + symbol + behind], _AHEAD_MOST)
            ways.append((whole, extra, char, lead, pair, state, known))
            insort(least, whole)
            del least[_ACROSS:]
        return ways

    def _unweighed(
        self, state: State, first: list[_First], pair: int, least: list[float]
    ) -> list[tuple[float, float, str, int, str]]:
        """The same, before the character behind has its say."""
        fold, b = self._steps.fold.get, state.folded[1]
        cheaper = self._steps.language.ruler.cheaper
        trail = pair >> 8 or pair
        ranked: list[tuple[float, float, str, int, str]] = []
        limit = min(self.most, least[0] + _DEARER if least else inf) - state.cost + _ROUNDING
        for cost, extra, char, second in first:
            if cost >= limit:
                break  # the others begin too dear to be among the best
            after = cheaper(b, fold(char, char), openings(second, trail), limit - cost)
            if after:
                limit = min(limit, cost + min(after)[0] + _DEARER)
                room = limit - cost
                ranked += [
                    (cost + more, extra, char, lead, symbol)
                    for more, lead, symbol in after
                    if more < room
                ]
        return sorted([row for row in ranked if row[0] < limit])[:_WIDELY]


def _least(count: int, costs: list[float], rows: list[_Row]) -> list[_Row]:
    """The first of the sorted rows, each of which begins with its cost."""
    if len(rows) > count:
        most = sorted(costs)[count - 1]
        rows = [row for row, cost in zip(rows, costs, strict=True) if cost <= most]
    return sorted(rows)[:count]


def _near(first: list[_First]) -> list[_First]:
    """Those that are not much dearer than the first one."""
    return [one for one in first if one[0] <= first[0][0] + _NEAR]
