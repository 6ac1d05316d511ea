r"""The character model: what a text costs in bits, −log2 of its probability as Chinese.

One ruler serves encoding detection, re-synchronisation, mojibake chains, byte shifts and lost
characters: of several readings of the same bytes, the one with fewer bits is the more plausible.

>>> model = load()
>>> model.bits("最高人民检察院") < model.bits("最高人民检查愿") < model.bits("朂髙亻民撿査阮")
True

The model is a trigram over folded characters, counted by tools/build_character_model.py, which
names the sources. Folding makes one model serve both scripts and both widths of punctuation.
"""

import struct
from array import array
from collections.abc import Iterable
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from sys import byteorder

from cntextfix.lexicon.opencc import characters

__all__ = ["STEP", "CharacterModel", "fold", "load"]

MAGIC = b"cnm1"
HEADER = struct.Struct("<4s3I")
"""The magic, then the number of symbols, of bigrams and of trigrams."""

STEP = 0.1
"""Costs are stored as bytes, in tenths of a bit: rounding moves a text of a hundred characters by
about a third of a bit."""

FULL_WIDTH = ",:;!?()"
"""ASCII marks that Chinese text has in full width; flattened pages have them in ASCII."""

CLASSES = (
    ("0", "0-9０-９"),
    ("a", "A-Za-zＡ-Ｚａ-ｚ"),
    ("é", "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"),
    ("α", "\u0370-\u03ff"),
    ("я", "\u0400-\u052f"),
    ("あ", "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe"),
    ("가", "\uac00-\ud7a3"),
    (" ", "\t\x0b\x0c\u00a0\u3000\u2000-\u200a"),
    ("\n", "\r\x85\u2028\u2029"),
)
"""Scripts that Chinese text quotes: one symbol stands for each, and for runs of it."""

CLASS_SIZE = {"0": 10, "a": 26, "é": 60, "α": 40, "я": 50, "あ": 120, "가": 1500}
"""How many characters share the probability of such a symbol."""

# What a character costs that the counts never saw, by code point, first range that holds it.
_UNSEEN = (
    (0x00, 0x1F, 20.0),  # control characters: bytes read as something they are not
    (0x20, 0x7E, 14.0),
    (0x7F, 0x9F, 24.0),  # C1: the same, and never typed by anybody
    (0xA0, 0xFF, 15.0),
    (0x2010, 0x203B, 16.0),
    (0x3000, 0x303F, 16.0),
    (0x3400, 0x4DBF, 22.0),
    (0xD800, 0xDFFF, 25.0),
    (0xE000, 0xF8FF, 25.0),  # private use: a pair of bytes that means no character
    (0xFF00, 0xFF5E, 18.0),
    (0xFF61, 0xFF9F, 24.0),  # half-width katakana
    (0xFFFD, 0xFFFD, 22.0),
    (0x1F300, 0x1FAFF, 18.0),  # emoji
    (0x20000, 0x3347F, 24.0),
    (0xF0000, 0x10FFFF, 25.0),
)
_UNSEEN_OTHER = 18.0
_UNSEEN_GB2312, _UNSEEN_BIG5, _UNSEEN_HAN = 18.0, 19.5, 21.0


def fold(text: str) -> str:
    """Fold a text for the model: one script, one width, one symbol for a foreign script.

    Args:
        text: any text.

    Returns:
        A text of the same length.

    >>> fold("檢察官,2024年Ａか")
    '检察官，0000年aあ'
    """
    return text.translate(_fold_table())


@cache
def _fold_table() -> list[int]:
    table = list(range(0x10000))
    for old, new in characters("TSCharacters").items():
        if old <= "\uffff" and new <= "\uffff":
            table[ord(old)] = ord(new)
    for mark in range(0xFF01, 0xFF5F):
        table[mark] = mark - 0xFEE0
    for mark in map(ord, FULL_WIDTH):
        table[mark] = table[mark + 0xFEE0] = mark + 0xFEE0
    for symbol, ranges in CLASSES:
        for code in _codes(ranges):
            table[code] = ord(symbol)
    table[0xFF5E] = 0xFF5E  # ～ is a mark of its own; ASCII ~ is not the same
    return table


def _codes(ranges: str) -> Iterable[int]:
    at = 0
    while at < len(ranges):
        if ranges[at + 1 : at + 2] == "-":
            yield from range(ord(ranges[at]), ord(ranges[at + 2]) + 1)
            at += 3
        else:
            yield ord(ranges[at])
            at += 1


def unseen(character: str) -> float:
    r"""What a character costs that the counts never saw, in bits.

    Args:
        character: one folded character.

    >>> unseen("囧") < unseen("𠮷") < unseen("\ue000")
    True
    """
    code = ord(character)
    if 0x4E00 <= code <= 0x9FFF:
        for encoding, cost in (("gb2312", _UNSEEN_GB2312), ("big5", _UNSEEN_BIG5)):
            try:
                character.encode(encoding)
            except UnicodeEncodeError:
                continue
            return cost
        return _UNSEEN_HAN
    for first, last, cost in _UNSEEN:
        if first <= code <= last:
            return cost
    return _UNSEEN_OTHER


class CharacterModel:
    """A trigram model of Chinese characters.

    Args:
        data: the bytes of a model file.

    Raises:
        ValueError: they are not those of a model file.
    """

    __slots__ = ("_costs", "_pairs", "_rows", "_unigrams")

    def __init__(self, data: bytes) -> None:
        magic, symbols, bigrams, trigrams = HEADER.unpack_from(data)
        if magic != MAGIC:
            raise ValueError("these bytes are not a character model")
        parts = _Sections(data, HEADER.size)
        costs = [byte * STEP for byte in range(256)]
        names = parts.text(symbols)
        self._unigrams = _Unigrams(
            zip(names, map(costs.__getitem__, parts.bytes(symbols)), strict=True)
        )
        self._rows = _Rows(names, parts.counts(symbols), parts, bigrams, costs)
        self._pairs = _Pairs(self._rows, parts, bigrams, trigrams, costs)

    def bits(self, text: str) -> float:
        """What a text costs, from its start to its end, in bits.

        Args:
            text: any text; it is folded here.

        Returns:
            −log2 of its probability. An empty text costs nothing.

        >>> round(load().bits("人民检察院")) < round(load().bits("检院人察民"))
        True
        """
        pairs, unigrams = self._pairs, self._unigrams
        total = 0.0
        context = "\n\n"
        for char in fold(text):
            row, back, row2, back2 = pairs[context]
            cost = row.get(char)
            if cost is None:
                cost = row2.get(char)
                total += back + (back2 + unigrams[char] if cost is None else cost)
            else:
                total += cost
            context = context[1] + char
        return total

    def step(self, prev2: str, prev: str, char: str) -> float:
        r"""What one character costs after two others, in bits.

        Args:
            prev2: the character before the last, folded; "\n" before the start.
            prev: the last character, folded; "\n" at the start.
            char: the character, folded.

        >>> model = load()
        >>> model.step("检", "察", "院") < 3 < model.step("检", "察", "蛙")
        True
        """
        row, back, row2, back2 = self._pairs[prev2 + prev]
        cost = row.get(char)
        if cost is not None:
            return cost
        cost = row2.get(char)
        return back + (back2 + self._unigrams[char] if cost is None else cost)

    def costs(self, prev2: str, prev: str, candidates: str) -> list[float]:
        """What each of several characters costs after the same two others, in bits.

        Args:
            prev2: the character before the last, folded.
            prev: the last character, folded.
            candidates: the characters, folded.

        >>> [cost < 3 for cost in load().costs("检", "察", "院蛙")]
        [True, False]
        """
        row, back, row2, back2 = self._pairs[prev2 + prev]
        unigrams = self._unigrams
        back2 += back
        found: list[float] = []
        for char in candidates:
            cost = row.get(char)
            if cost is None:
                cost = row2.get(char)
                cost = back2 + unigrams[char] if cost is None else back + cost
            found.append(cost)
        return found


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

    def counts(self, count: int) -> "array[int]":
        numbers = array("H", self.bytes(2 * count))
        if byteorder == "big":
            numbers.byteswap()
        return numbers


class _Unigrams(dict[str, float]):
    """Costs without context; what was never counted is priced by its kind."""

    __slots__ = ()

    def __missing__(self, char: str) -> float:
        return unseen(char)


class _Rows(dict[str, tuple[dict[str, float], float]]):
    """For a character, the costs of those seen after it, and the price of any other.

    A row becomes a dict when it is first asked for: a text touches a small part of the model.
    """

    __slots__ = ("_costs", "_prices", "back", "start", "successors")

    def __init__(
        self, names: str, counts: Iterable[int], parts: _Sections, bigrams: int, prices: list[float]
    ) -> None:
        super().__init__()
        starts = accumulate(counts, initial=0)
        self.start = dict(zip(names, pairwise(starts), strict=True))
        self.back = dict(zip(names, parts.bytes(len(names)), strict=True))
        self.successors = parts.text(bigrams)
        self._costs = parts.bytes(bigrams)
        self._prices = prices

    def __missing__(self, char: str) -> tuple[dict[str, float], float]:
        start, end = self.start.get(char, (0, 0))
        costs = map(self._prices.__getitem__, self._costs[start:end])
        row = (
            dict(zip(self.successors[start:end], costs, strict=True)),
            self._prices[self.back.get(char, 0)],
        )
        if char in self.start:  # others are as many as Unicode has; they all share the empty row
            self[char] = row
        return row


class _Pairs(dict[str, tuple[dict[str, float], float, dict[str, float], float]]):
    """For two characters: costs after both, price of falling back, and the row of the second."""

    __slots__ = ("_back", "_costs", "_ends", "_prices", "_rows", "_successors")

    LIMIT = 100_000
    """Contexts kept at once: hostile text must not make the tables grow without bound."""

    def __init__(
        self, rows: _Rows, parts: _Sections, bigrams: int, trigrams: int, prices: list[float]
    ) -> None:
        super().__init__()
        self._rows = rows
        self._back = parts.bytes(bigrams)
        self._ends = array("I", accumulate(parts.counts(bigrams), initial=0))
        self._successors = parts.text(trigrams)
        self._costs = parts.bytes(trigrams)
        self._prices = prices

    def __missing__(self, pair: str) -> tuple[dict[str, float], float, dict[str, float], float]:
        rows = self._rows
        row, back = rows[pair[1]]
        at = rows.successors.find(pair[1], *rows.start.get(pair[0], (0, 0)))
        after: dict[str, float] = {}
        price = 0.0
        if at >= 0:
            start, end = self._ends[at], self._ends[at + 1]
            costs = map(self._prices.__getitem__, self._costs[start:end])
            after = dict(zip(self._successors[start:end], costs, strict=True))
            price = self._prices[self._back[at]]
        if len(self) >= self.LIMIT:
            self.clear()
        self[pair] = found = (after, price, row, back)
        return found


@cache
def load() -> CharacterModel:
    """The model that is shipped with the package, read on first need."""
    return CharacterModel(Path(__file__).with_name("character_model.bin").read_bytes())
