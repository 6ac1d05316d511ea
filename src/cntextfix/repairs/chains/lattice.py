"""A garbled stretch as bytes of the wrong encoding, and every way to pair them anew.

Lost bytes stand where marks stand, or where a decoder may have dropped some.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from cntextfix.lexicon.character_model import fold
from cntextfix.repairs.chains.candidates import (
    FIRST,
    ONE,
    SECOND,
    SPACE,
    SWALLOWED,
    UNKNOWN,
    candidates,
    known,
)
from cntextfix.repairs.chains.chain import Chain
from cntextfix.repairs.chains.codecs import codec

__all__ = ["BREAKS", "LOST", "PAIRS", "PRIVATE", "SEEN", "UNSEEN", "Lattice", "Node", "Prices"]

LOST = "\ufffd"
LOSS = 19.0
"""Bits for a character that is lost: dearer than nearly every character that fits its context."""
STRAY = 20.0
"""Bits for a byte that belongs to no character."""
QUESTION = 5.0
"""Bits for a question mark that stands for itself inside a garbled stretch."""
SWALLOW = 8.0
"""Bits for a sign of ASCII that a decoder took for the second byte of a pair."""
KEPT = 12.0
"""Bits for one that was kept, where the decoder swallowed others."""
_TAG = re.compile(r"/?[A-Za-z][A-Za-z0-9]*(?:\s[^<>\n]{0,200})?>|!--")
_TORN_TAG = re.compile(r"[?\ufffd]/[A-Za-z][A-Za-z0-9]*>")
FLATTENED = 8.0
"""Bits for a blank that is a byte of a character, where the text is not in UTF-8."""
BREAKS = {ord("<"): "\n", ord(">"): "\n"}
"""Markup ends a line of text, to the model."""
PRIVATE = re.compile("[\ue000-\ue765]")


@dataclass(frozen=True, slots=True)
class Prices:
    """What the damage itself costs, in bits.

    Args:
        switch: beginning or ending a garbled stretch.
        drop: a byte or pair that was dropped without a mark.
    """

    switch: float
    drop: float


UNSEEN, SEEN, PAIRS = Prices(3.0, 9.0), Prices(3.0, 5.0), Prices(3.0, 16.0)
"""Where nothing is known, where a chain of UTF-8 was found elsewhere in the text, and where any two
bytes are a character."""

Node = int
Move = tuple[int, Node, float]
"""A byte or the label of a lost one, the node behind it, and what it costs."""


class Lattice:
    """The bytes of a stretch as a graph. Node 3·i is the boundary before character i."""

    def __init__(
        self, text: str, chain: Chain, drops: Container[int], prices: Prices, kept: bool
    ) -> None:
        self.text, self.chain, self.prices = text, chain, prices
        self.codec = codec(chain.wrong)
        # A decoder that kept one private-use character loses no pair that stands for another.
        kept = kept or bool(PRIVATE.search(text))
        self.wrong = "gb18030" if kept and chain.wrong == "gbk" else chain.wrong
        self.utf8 = chain.right == "utf-8"
        self.swallows = self.utf8 and chain.wrong == "gbk"
        self.swallowed = self.swallows and bool(_TORN_TAG.search(text))
        self.moves: list[list[Move]] = []
        self.boundary: list[Node] = []
        self.char_at: dict[Node, int] = {}
        self._lay(drops)
        self._reads: dict[Node, list[tuple[Node, str, str, float]]] = {}

    def _node(self) -> Node:
        self.moves.append([])
        return len(self.moves) - 1

    def _lay(self, drops: Container[int]) -> None:
        here = self._node()
        for index, char in enumerate(self.text):
            self.boundary.append(here)
            self.char_at[here] = index
            hole = [self._node() for _ in range(3 if index in drops else 0)]
            inner = [self._node() for _ in range(self._inner(char))]
            there = self._node()
            moves = self._token(char, inner, there, self.text[index + 1 : index + 2])
            self.moves[here] += moves
            if hole:
                self._drop(here, hole, index, moves)
            here = there
        self.boundary.append(here)
        self.char_at[here] = len(self.text)
        if len(self.text) in drops:
            self._drop(here, [self._node() for _ in range(3)], len(self.text), [])

    def _inner(self, char: str) -> int:
        if char in "?\ufffd":
            return int(self.codec.wide) + self.swallows
        data = self.codec.encoded(char)
        return len(data) - 1 + (char in self.codec.also) if data else 0

    def _token(self, char: str, inner: list[Node], there: Node, behind: str) -> list[Move]:
        """The moves from the boundary before a character; those inside are laid out."""
        if char in "?\ufffd":
            torn = self.swallowed and behind < "@"
            moves = [(ONE, there, KEPT if torn else 0.0)]
            if char == "?":
                moves.append((0x3F, there, QUESTION))
            if inner:
                moves.append((FIRST, inner[0], 0.0))
                self.moves[inner[0]].append((SECOND, there, 0.0))
            if self.swallows:
                moves.append((FIRST, inner[1], 0.0 if torn else SWALLOW))
                self.moves[inner[1]].append((SWALLOWED, there, 0.0))
            return moves
        data = self.codec.encoded(char)
        if data is None:
            return []
        if char == " " and not self.codec.wide:
            return [(0x20, there, 0.0), (SPACE, there, 0.0 if self.utf8 else FLATTENED)]
        moves = []
        if other := self.codec.also.get(char, b"")[:2]:
            last = inner.pop()
            self.moves[last].append((other[-1], there, 0.0))
            moves.append((other[0], last, 0.0))
        nodes = [*inner, there]
        for at, node in enumerate(nodes[:-1]):
            self.moves[node].append((data[at + 1], nodes[at + 1], 0.0))
        return [(data[0], nodes[0], 0.0), *moves]

    def _drop(self, here: Node, hole: list[Node], at: int, moves: list[Move]) -> None:
        """A pair or a byte, or one more, dropped at a boundary; behind it the text goes on."""
        middle, behind, twice = hole
        self.char_at[behind] = self.char_at[twice] = at
        self.moves[here].append((ONE, behind, self.prices.drop))
        self.moves[behind].append((ONE, twice, self.prices.drop / 2))
        self.moves[twice] += moves
        if self.codec.wide:
            self.moves[here].append((FIRST, middle, self.prices.drop))
            self.moves[middle].append((SECOND, behind, 0.0))
        self.moves[behind] += moves

    def reads(self, node: Node) -> list[tuple[Node, str, str, float]]:
        """The characters that may begin at a node: where they end, themselves, folded, extra."""
        found = self._reads.get(node)
        if found is None:
            self._reads[node] = found = [
                (there, chars, _symbols(chars), extra) for there, chars, extra in self._read(node)
            ]
        return found

    def _read(self, node: Node) -> Iterator[tuple[Node, str, float]]:
        """The same, unfolded."""
        right = self.chain.right
        for label, there, price in self.moves[node]:
            if 0 <= label < 0x80:
                yield there, chr(label), price
                continue
            if label == SWALLOWED:
                yield there, self._swallowed(there), price
                continue
            if label >= 0x80:
                yield there, LOST, STRAY
                if right != "utf-8" and (single := known(right, bytes((label,)))):
                    yield there, single, price
            if size := _size(right, label):
                yield from self._sequences((label,), there, size, price)

    def _sequences(
        self, key: tuple[int, ...], node: Node, size: int, price: float
    ) -> Iterator[tuple[Node, str, float]]:
        """The characters of so many bytes that begin with some."""
        right = self.chain.right
        if len(key) < size:
            for label, there, more in self.moves[node]:
                if SWALLOWED < label < 0 or (
                    0x80 <= label < 0xC0 if right == "utf-8" else label >= 0x40
                ):
                    yield from self._sequences((*key, label), there, size, price + more)
        elif min(key) >= 0:
            if char := known(right, bytes(key)):
                yield node, char, price
        elif max(key) >= 0:
            if chars := candidates(right, self.wrong, key, self._behind(node)):
                yield node, chars, price
            if any(SPACE < label < 0 for label in key):  # a blank is nothing lost
                yield node, LOST, price + LOSS
        elif right == "utf-8":
            yield node, LOST, price + LOSS

    def _swallowed(self, node: Node) -> str:
        """The signs that may have been swallowed before a boundary."""
        at = self.char_at[node]
        return "<" if _TAG.match(self.text, at) else '0123456789 "'

    def _behind(self, node: Node) -> int:
        """The byte at a node, if it is sure to be that one."""
        labels = {label for label, _, _ in self.moves[node]}
        label = labels.pop() if len(labels) == 1 else UNKNOWN
        return label if label >= 0 or label == SWALLOWED else UNKNOWN


@lru_cache(maxsize=1 << 14)
def _symbols(chars: str) -> str:
    """Characters as the model knows them."""
    return fold(chars).translate(BREAKS)


@cache
def _size(right: str, label: int) -> int:
    """How many bytes a character has, by its first one; none if it cannot begin one."""
    if right != "utf-8":
        return 2
    if label < 0 or 0xE0 <= label < 0xF0:
        return 3
    return 2 if 0xC2 <= label < 0xE0 else 4 if 0xF0 <= label < 0xF5 else 0
