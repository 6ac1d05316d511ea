"""The tables of the character model: its file, and rows that are built when they are asked for.

A text touches a small part of the model, so loading only cuts the file into its sections.
"""

import math
import struct
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import accumulate, pairwise
from sys import byteorder

from cntextfix.lexicon.character_fold import fold, unseen

__all__ = ["HEADER", "MAGIC", "STEP", "PagePairs", "Pairs", "Row", "Unigrams", "parse"]

MAGIC = b"cnm1"
HEADER = struct.Struct("<4s3I")
"""The magic, then the number of symbols, of bigrams and of trigrams."""

STEP = 0.1
"""Costs are stored as bytes, in tenths of a bit: rounding moves a text of a hundred characters by
about a third of a bit."""

Costs = dict[str, float]
Row = tuple[Costs, float, Costs, float]
"""What follows two characters: costs after both, the price of falling back to the second alone,
costs after the second, and the price of falling back to no context."""


class Unigrams(dict[str, float]):
    """Costs without context; what was never counted is priced by its kind."""

    __slots__ = ()

    def __missing__(self, char: str) -> float:
        cost = unseen(char)
        if char <= "\uffff":  # as many as there can be; beyond, hostile text could fill the table
            self[char] = cost
        return cost


class Pairs(dict[str, Row]):
    """The rows by pair of characters; any two characters have one."""

    __slots__ = ()

    LIMIT = 50_000
    """Rows kept at once: hostile text must not make the tables grow without bound."""

    def __missing__(self, pair: str) -> Row:
        if len(self) >= self.LIMIT:
            self.clear()
        self[pair] = row = self.row(pair)
        return row

    def row(self, pair: str) -> Row:
        """Build the row of a pair."""
        raise NotImplementedError


def parse(data: bytes) -> tuple[Pairs, Unigrams]:
    """The tables in a model file.

    Args:
        data: its bytes.

    Raises:
        ValueError: they are not those of a model file.
    """
    magic, symbols, bigrams, trigrams = HEADER.unpack_from(data)
    if magic != MAGIC:
        raise ValueError("these bytes are not a character model")
    parts = _Sections(data, HEADER.size)
    prices = [byte * STEP for byte in range(256)]
    names = parts.text(symbols)
    unigrams = Unigrams(zip(names, map(prices.__getitem__, parts.bytes(symbols)), strict=True))
    rows = _Singles(names, parts, bigrams, prices)
    return _FilePairs(rows, parts, bigrams, trigrams, prices), unigrams


class _Sections:
    """The sections of a model file, read one after the other."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def bytes(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count : self._at]

    def text(self, count: int) -> str:
        return self.bytes(2 * count).decode("utf-16-le")

    def starts(self, count: int) -> "array[int]":
        """Where each of `count` rows starts, and where the last one ends."""
        lengths = array("H", self.bytes(2 * count))
        if byteorder == "big":
            lengths.byteswap()
        return array("I", accumulate(lengths, initial=0))


class _Singles(dict[str, tuple[Costs, float]]):
    """For a character, the costs of those seen after it, and the price of any other."""

    __slots__ = ("_back", "_costs", "_prices", "_spans", "_successors")

    def __init__(self, names: str, parts: _Sections, bigrams: int, prices: list[float]) -> None:
        super().__init__()
        self._spans = dict(zip(names, pairwise(parts.starts(len(names))), strict=True))
        self._back = dict(zip(names, parts.bytes(len(names)), strict=True))
        self._successors = parts.text(bigrams)
        self._costs = parts.bytes(bigrams)
        self._prices = prices

    def __missing__(self, char: str) -> tuple[Costs, float]:
        if char not in self._spans:
            return {}, 0.0
        start, end = self._spans[char]
        costs = map(self._prices.__getitem__, self._costs[start:end])
        row = dict(zip(self._successors[start:end], costs, strict=True))
        self[char] = found = (row, self._prices[self._back[char]])
        return found

    def find(self, pair: str) -> int:
        """The number of a bigram in the file, or -1."""
        return self._successors.find(pair[1], *self._spans.get(pair[0], (0, 0)))


class _FilePairs(Pairs):
    """The rows of the model file."""

    __slots__ = ("_back", "_costs", "_prices", "_singles", "_starts", "_successors")

    def __init__(
        self,
        singles: _Singles,
        parts: _Sections,
        bigrams: int,
        trigrams: int,
        prices: list[float],
    ) -> None:
        super().__init__()
        self._singles = singles
        self._back = parts.bytes(bigrams)
        self._starts = parts.starts(bigrams)
        self._successors = parts.text(trigrams)
        self._costs = parts.bytes(trigrams)
        self._prices = prices

    def row(self, pair: str) -> Row:
        single, single_back = self._singles[pair[1]]
        at = self._singles.find(pair)
        if at < 0:
            return {}, 0.0, single, single_back
        start, end = self._starts[at], self._starts[at + 1]
        costs = map(self._prices.__getitem__, self._costs[start:end])
        both = dict(zip(self._successors[start:end], costs, strict=True))
        return both, self._prices[self._back[at]], single, single_back


class PagePairs(Pairs):
    """Rows mixed with what follows the same characters in a page.

    Args:
        base: the rows to adapt.
        unigrams: the costs without context that go with them.
        page: a text.
    """

    __slots__ = ("_after_both", "_after_one", "_base", "_unigrams")

    # Shares of the page in the mixture, and the counts at which half of each is reached. From
    # (.3, .1) to (.7, .3) the gaps filled rightly differ by half a percent.
    SHARE_OF_BOTH, SHARE_OF_ONE = 0.5, 0.2
    HALF_OF_BOTH, HALF_OF_ONE = 1, 5

    def __init__(self, base: Pairs, unigrams: Unigrams, page: str) -> None:
        super().__init__()
        self._base, self._unigrams = base, unigrams
        self._after_both: dict[str, Counter[str]] = defaultdict(Counter)
        self._after_one: dict[str, Counter[str]] = defaultdict(Counter)
        folded = f"\n\n{fold(page)}\n"
        for triple, times in _count(folded, folded[1:], folded[2:]).items():
            self._after_both[triple[:2]][triple[2]] += times
        for pair, times in _count(folded, folded[1:]).items():
            self._after_one[pair[0]][pair[1]] += times

    def row(self, pair: str) -> Row:
        """The base's row, its costs mixed with the shares of the page."""
        both, back, one, one_back = self._base[pair]
        after_one = self._after_one.get(pair[1])
        if not after_one:
            return both, back, one, one_back
        after_both = self._after_both.get(pair, Counter())
        times, times_one = after_both.total(), after_one.total()
        share = self.SHARE_OF_BOTH * times / (times + self.HALF_OF_BOTH)
        share_one = self.SHARE_OF_ONE * times_one / (times_one + self.HALF_OF_ONE)
        rest = (1 - share) * (1 - share_one)
        dearer = -math.log2(rest)
        mixed = {char: cost + dearer for char, cost in both.items()}
        for char, seen in after_one.items():
            cost = both.get(char)
            if cost is None:
                cost = back + (one[char] if char in one else one_back + self._unigrams[char])
            of_page = (1 - share) * share_one * seen / times_one
            if times:
                of_page += share * after_both[char] / times
            mixed[char] = -math.log2(rest * 2**-cost + of_page)
        return mixed, back + dearer, one, one_back


def _count(*shifted: Iterable[str]) -> Counter[str]:
    return Counter(map("".join, zip(*shifted, strict=False)))
