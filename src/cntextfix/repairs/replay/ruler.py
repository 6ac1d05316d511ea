"""What a text costs in bits, by the character model and by the wording of the page it stands in.

A page repeats its own names and terms: what stands whole in one line is the best evidence for
what was torn in another. So the page's own characters are counted and mixed with the model.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from operator import add

from cntextfix.lexicon.character_model import fold, load

__all__ = ["Candidates", "Ruler"]

SHARE = 0.25  # of the probability that the page's own counts have
ROWS = 4000  # kept at once, for hostile text would have no end of them
DOUBT = 1.0  # how many unseen characters a character is expected to meet


class _Around:
    """What stands around a character wherever a page has it.

    Args:
        page: the page, folded, between line breaks.
        char: the character.
    """

    __slots__ = ("befores", "behinds", "count", "threes", "unseen")

    def __init__(self, page: str, char: str) -> None:
        pieces = page.split(char)
        before = [piece[-1:] or char for piece in pieces[:-1]]
        behind = [piece[:1] or char for piece in pieces[1:]]
        self.count = len(behind)
        self.befores = Counter(before)
        self.behinds = Counter(behind)
        self.threes = Counter(map(add, before, behind))
        # What a character costs more that the page never has behind this one.
        self.unseen = -log2(1 - SHARE * self.count / (self.count + DOUBT))


class _Page(dict[str, _Around | None]):
    """What stands around the characters of a page that are asked for; nothing where it has none."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = f"\n{text}\n"

    def __missing__(self, char: str) -> _Around | None:
        self[char] = around = _Around(self._text, char) if char in self._text else None
        return around


class _Threes(dict[str, float]):
    """Bits for the last of three characters; built when they are asked for."""

    __slots__ = ("_page", "_step")

    def __init__(self, page: _Page) -> None:
        super().__init__()
        self._page = page
        self._step = load().step

    def __missing__(self, three: str) -> float:
        prev2, prev, char = three[0], three[1], three[2]
        cost = self._step(prev2, prev, char)
        around = self._page[prev]
        if around is not None:
            cost = _mixed(around, prev2, char, cost)
        self[three] = cost
        return cost


_Priced = list[tuple[float, int, str]]


_NONE: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Characters that may stand in a place, each with the half that is not known of it.

    Args:
        alone: bits without context, that half and the symbol, the likeliest first.
        known: symbol → its bits without context, and these halves.
    """

    alone: Sequence[tuple[float, int, str]]
    known: Mapping[str, tuple[float, Sequence[int]]]

    @classmethod
    def of(cls, rows: Iterable[tuple[float, int, str]]) -> "Candidates":
        """The candidates of some rows of `alone`."""
        alone = sorted(rows)
        known: dict[str, tuple[float, list[int]]] = {}
        for cost, half, symbol in alone:
            known.setdefault(symbol, (cost, []))[1].append(half)
        return cls(alone, known)


class Ruler:
    """The character model, taught by the page it reads.

    Args:
        page: the page without the damaged places.

    >>> ruler = Ruler("保全措施和保全措施")
    >>> ruler.three["保全措"] < Ruler("").three["保全措"]
    True
    """

    __slots__ = ("_costs", "_page", "_priced", "_row_of", "_rows", "three")

    def __init__(self, page: str) -> None:
        self._costs = load().costs
        self._row_of = load().row
        self._page = _Page(fold(page))
        self._rows: dict[tuple[str, str, str], list[float]] = {}
        self._priced: dict[tuple[str, str, Candidates], tuple[float, _Priced]] = {}
        self.three: Mapping[str, float] = _Threes(self._page)
        """Three folded characters → bits for the last one, of model and page mixed."""

    def costs(self, prev2: str, prev: str, candidates: str) -> list[float]:
        """The same for several characters behind the same two."""
        key = prev2, prev, candidates
        costs = self._rows.get(key)
        if costs is None:
            if len(self._rows) >= ROWS:
                self._rows.clear()
            costs = self._rows[key] = self._row(prev2, prev, candidates)
        return costs

    def _row(self, prev2: str, prev: str, candidates: str) -> list[float]:
        costs = self._costs(prev2, prev, candidates)
        around = self._page[prev]
        if around is not None:
            unseen, behinds = around.unseen, around.behinds
            return [
                _mixed(around, prev2, char, cost) if char in behinds else cost + unseen
                for char, cost in zip(candidates, costs, strict=True)
            ]
        return costs

    def cheaper(self, prev2: str, prev: str, candidates: Candidates, most: float) -> _Priced:
        """The candidates behind two characters that cost less than so many bits.

        Args:
            prev2: the character before the last, folded.
            prev: the last character, folded.
            candidates: those of a table.
            most: the bits.
        """
        key = prev2, prev, candidates
        known = self._priced.get(key)
        if known is None or known[0] < most:
            if len(self._priced) >= ROWS:
                self._priced.clear()
            known = self._priced[key] = most, self._find(prev2, prev, candidates, most)
        if known[0] == most:
            return known[1]
        return [row for row in known[1] if row[0] < most]

    def _find(self, prev2: str, prev: str, candidates: Candidates, most: float) -> _Priced:
        """The same, without a look at those that neither model nor page has in this context."""
        row, back, row2, back2 = self._row_of(prev2, prev)
        back2 += back
        around, known = self._page[prev], candidates.known
        unseen, behinds = (around.unseen, around.behinds) if around is not None else (0.0, _NONE)
        counted = row.keys() & known.keys() | row2.keys() & known.keys()
        counted |= behinds.keys() & known.keys()
        found: _Priced = []
        for symbol in counted:
            alone, halves = known[symbol]
            cost = row.get(symbol)
            if cost is None:
                cost = back + row2[symbol] if symbol in row2 else back2 + alone
            if around is not None:
                cost = _mixed(around, prev2, symbol, cost) if symbol in behinds else cost + unseen
            if cost < most:
                found += [(cost, half, symbol) for half in halves]
        for alone, half, symbol in candidates.alone:
            cost = back2 + alone + unseen
            if cost >= most:
                break
            if symbol not in counted:
                found.append((cost, half, symbol))
        return found


def _mixed(around: _Around, before: str, char: str, cost: float) -> float:
    """The cost that the model gives a character, mixed with how often the page has it there."""
    single = around.count
    pair = around.befores.get(before, 0)
    own = around.behinds.get(char, 0) / (single + DOUBT)
    own += pair / (pair + DOUBT) * (around.threes.get(before + char, 0) / (pair + DOUBT) - own)
    share = SHARE * single / (single + DOUBT)
    return -log2((1 - share) * 2.0**-cost + share * own)
