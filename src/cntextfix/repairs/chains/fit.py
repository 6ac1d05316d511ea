"""Which chains a garbled stretch may have gone through, by cheap tests."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial

from cntextfix.lexicon.character_model import load
from cntextfix.repairs.chains.chain import CHAINS, Chain
from cntextfix.repairs.chains.codecs import codec
from cntextfix.repairs.chains.gate import gate
from cntextfix.repairs.chains.lattice import LOST
from cntextfix.repairs.chains.stretches import AROUND
from cntextfix.repairs.chains.undamaged import undamaged

__all__ = ["GAIN", "PROVED", "SEQUENCE", "SLACK", "fitting"]

GAIN = 3.0
"""Bits a chain must save."""
PROVED, SLACK = 13.5, 28.0
"""Bits a character that a reading may cost, and for the whole stretch beyond that."""
LEAST = 4
"""Characters that two Han are in single bytes."""
TORN = 14.0
"""Bits that a character which is not whole costs too much at first sight."""
HALF = 1.3
"""What that is by Big5, which half of UTF-8's bytes do not survive."""

_NARROW = re.compile("[\x80-\u2122\u2190-\u25ff]")
_ACCENTED = re.compile("[A-Za-z][\x80-\u2122]{1,4}[A-Za-z]")  # Gödel, also as GÃ¶del
SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe2-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)
_TRACE = re.compile(rb"[\xe2-\xef][\x80-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]")


def fitting(text: str, before: float, seen: frozenset[Chain]) -> Iterator[tuple[float, Chain]]:
    """The chains whose structure a stretch has, by cheap tests, and about what they cost."""
    core = text[AROUND:-AROUND]  # what stands around may be sound, and foreign to the encoding
    parts: list[tuple[str, Callable[[], float]]] = [(text, lambda: before)]
    if core:
        parts.append((core, cache(partial(undamaged, core))))
    odd = [match.start() for match in gate().finditer(text)]
    if odd and (odd[0] > AROUND or len(text) - odd[-1] > AROUND + 1):  # so may more of it be
        core = text[odd[0] : odd[-1] + 1]
        parts.append((core, cache(partial(undamaged, core))))
    narrow = len(_NARROW.findall(text))
    for chain in CHAINS:
        codes = codec(chain.wrong)
        least = 2 if chain in seen and not _ACCENTED.search(text) else LEAST
        if not codes.wide and (narrow < least - 1 or 4 * narrow < len(text) - 2 * AROUND):
            continue
        costs = [
            cost for part, bits in parts if (cost := _fit(part, bits, chain, least)) is not None
        ]
        if costs:
            yield min(costs) + chain.prior, chain


def _fit(text: str, before: Callable[[], float], chain: Chain, least: int) -> float | None:
    """About what a text costs if it went through a chain, ``None`` where it did not."""
    codes = codec(chain.wrong)
    encoded = list(map(codes.bytes_of.get, text))
    data = b"".join(part or b" " for part in encoded)
    high = len(_HIGH.findall(data))
    if high < least - 1:
        return None
    proves_itself = chain.right == "utf-8"
    whole = 0
    if proves_itself:
        whole = sum(map(len, SEQUENCE.findall(data)))
        marks = text.count("?") + text.count(LOST)
        traces = max(least // 2 - marks, high // 4)  # two Han leave two, or a mark where one was
        if whole < high // 2 and not (codes.wide and len(_TRACE.findall(data)) >= traces):
            return None
    elif codes.wide and encoded.count(None) > len(text) // 8:
        return None
    name = {"gbk": "gb18030", "big5": "big5hkscs"}.get(chain.right, chain.right)
    right = data.decode(name, "replace")
    bits = load().bits(right)
    if proves_itself and 10 * whole >= 7 * high:
        return bits  # if it is garbled in turn, it may cost more than it did
    if proves_itself and codes.wide:  # a torn character costs more here than it will later
        bits -= TORN * right.count(LOST)
        return bits if bits < (HALF if chain.of_big5 else 1.0) * before() else None
    plausible = proves_itself or bits < PROVED * len(right) + SLACK
    return bits if plausible and bits < before() - GAIN / 2 else None
