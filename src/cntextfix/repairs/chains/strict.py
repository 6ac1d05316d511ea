"""The exact inverse of chains, for text of which no byte is lost.

>>> inverted("浣犲ソ", Chain("utf-8", "gbk", 0.0))
'你好'
>>> inverted("涓?浗浜烘皯", Chain("utf-8", "gbk", 0.0)) is None
True
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cntextfix.lexicon.character_model import load
from cntextfix.repairs.chains.chain import CHAINS, LAYER, Chain, Steps
from cntextfix.repairs.chains.codecs import codec

__all__ = ["GARBLED", "Inverse", "inverse", "inverted", "inverted_by"]

LAYERS = 3
"""Text read wrongly more often than this is not seen in the wild."""
GARBLED = 11.0
"""Bits a character from which another chain is looked for below: Chinese costs 3 to 9."""

HEADS = 24, 96, 384
"""Characters at the start of a longer text that are tried first: most went through no chain."""
ENDLESS = 20_000
"""Characters of a text whose first ones tell the chains of all of it."""
MOST = 4
"""Bytes of a character, which may be cut off at the end of the first ones."""

_READ = {"utf-8": ("utf-8",), "gbk": ("gb18030",), "big5": ("cp950", "big5hkscs")}


def inverted(text: str, chain: Chain) -> str | None:
    """The text before a chain, ``None`` where its bytes are none of the right encoding.

    The bytes of what comes out are those of what went in, so the chain run forward gives the text.

    Args:
        text: one or more lines.
        chain: the chain.
    """
    also = codec(chain.wrong).also
    for head in HEADS:
        if len(text) > 2 * head and not _begins_readably(text[:head], chain):
            return None
    if chain.right != "utf-8" and not also.keys().isdisjoint(text):
        return None  # two pairs of bytes read as one character, and either may be meant
    data = _bytes_of(text, chain)
    if data is None:
        return None
    for name in _READ[chain.right]:
        try:
            found = data.decode(name)
            if found.encode(name) == data:
                return found
        except UnicodeError:
            continue
    return None


def _bytes_of(text: str, chain: Chain) -> bytes | None:
    """The bytes that a chain read wrongly; ``None`` where a character is none of its encoding."""
    try:
        return b"".join(map(codec(chain.wrong).bytes_of.__getitem__, text))
    except KeyError:
        return None


def _begins_readably(head: str, chain: Chain) -> bool:
    """Whether the bytes of a text's first characters are not already none of the encoding."""
    data = _bytes_of(head, chain)
    if data is None:
        return False
    for name in _READ[chain.right]:
        try:
            data.decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(data) - MOST:
                continue
        return True
    return False


def inverted_by(text: str, steps: Steps) -> str | None:
    """The text before several chains."""
    for chain in steps:
        found = inverted(text, chain)
        if found is None:
            return None
        text = found
    return text


@dataclass(frozen=True, slots=True)
class Inverse:
    """A text before some chains.

    Args:
        text: the text.
        steps: the chains.
        bits: what it costs, the chains included.
    """

    text: str
    steps: Steps
    bits: float


@lru_cache(maxsize=1)  # a text of one line is asked about as a text and as a line
def inverse(text: str) -> Inverse | None:
    """The cheapest text that chains without loss make of another one.

    >>> found = inverse("Â¼Ã²ÃŒÃ¥Ã–Ã\u0090ÃŽÃ„")
    >>> found.text, [chain.name for chain in found.steps]
    ('简体中文', ['utf-8 → cp1252', 'gbk → cp1252'])
    """
    if len(text) <= ENDLESS:
        return _cheapest(text)
    heads = (_cheapest(text[: HEADS[-1] - cut]) for cut in range(MOST))
    head = next((found for found in heads if found), None)
    whole = inverted_by(text, head.steps) if head else None
    if head is None or whole is None:
        return None
    prior = sum(chain.prior + LAYER for chain in head.steps) - LAYER
    return Inverse(whole, head.steps, load().bits(whole) + prior)


def _cheapest(text: str) -> Inverse | None:
    return min(_inverses(text, 0.0, ()), key=lambda found: found.bits, default=None)


def _inverses(text: str, spent: float, steps: Steps) -> Iterator[Inverse]:
    for chain in CHAINS:
        found = inverted(text, chain)
        if found is None or found == text:
            continue
        bits = load().bits(found)
        cost = spent + chain.prior
        yield Inverse(found, (*steps, chain), bits + cost)
        if len(steps) + 1 < LAYERS and bits > GARBLED * len(found):
            yield from _inverses(found, cost + LAYER, (*steps, chain))
