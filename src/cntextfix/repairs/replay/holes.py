"""Which characters stand around a pair that has no character: tables of GBK, built when needed."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from cntextfix.lexicon.gbk import gbk, is_lead
from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.language import alone, symbols
from cntextfix.repairs.replay.ruler import Candidates
from cntextfix.repairs.replay.steps import BRACKETS

__all__ = ["closings", "commons", "keys_by_lead", "middles", "openings"]

COMMON = 11.5  # bits of a character by itself that may be found where nothing of it was seen
RARE = 16.5  # the same, of one whose second half was seen


class Commons(NamedTuple):
    """Characters that the other half of a lost pair opens, each at the same place in every field.

    Args:
        symbols: as the model knows them, as a string.
        leads: their first halves.
        chars: the characters themselves.
        seconds: their second halves.
        brackets: where brackets and quotes stand among them.
    """

    symbols: str
    leads: tuple[int, ...]
    chars: str
    seconds: tuple[int, ...]
    brackets: tuple[int, ...] = ()


@cache
def closings(lead: int) -> Candidates:
    """The characters with a first half whose second half opens pairs without a character."""
    table, fold = gbk(), symbols().get
    chars = [(table.char[lead << 8 | second], second) for second in table.holes]
    symbols_of = [(fold(char, char), second) for char, second in chars if char]
    return Candidates.of((alone(symbol), second, symbol) for symbol, second in symbols_of)


@cache
def openings(first: int, trail: int) -> Candidates:
    """The characters, not rare, that a lost pair's other half opens and a second half ends.

    Args:
        first: the first byte of the pair.
        trail: the second half.
    """
    table, fold = gbk(), symbols().get
    found = [
        (alone(symbol), lead, symbol)
        for lead in table.holes[first]
        if is_lead(lead) and (char := table.char[lead << 8 | trail])
        if (symbol := fold(char, char))
    ]
    return Candidates.of(row for row in found if row[0] < RARE)


@cache
def commons(first: int) -> Commons:
    """The common characters that the other half of a lost pair opens, by the pair's first byte."""
    table, fold = gbk(), symbols().get
    found = [
        (symbol, lead, char)
        for lead in table.holes[first]
        if is_lead(lead)
        for char in table.char[lead << 8 | 0x40 : lead << 8 | 0xFF]
        if char and alone(symbol := fold(char, char)) < COMMON
    ]
    return Commons(
        "".join(symbol for symbol, _, _ in found),
        tuple(lead for _, lead, _ in found),
        "".join(char for _, _, char in found),
        tuple(table.pair[char] & 0xFF for _, _, char in found),
        tuple(place for place, row in enumerate(found) if row[2] in BRACKETS),
    )


@cache
def middles(first: int) -> Commons:
    """Those of them whose second half opens pairs without a character."""
    holes = gbk().holes
    found = [row for row in zip(*commons(first)[:4], strict=True) if row[3] in holes]
    return Commons(
        "".join(row[0] for row in found),
        tuple(row[1] for row in found),
        "".join(row[2] for row in found),
        tuple(row[3] for row in found),
    )


@cache
def keys_by_lead() -> Mapping[str, Sequence[tuple[int, str]]]:
    """Reading → its keys, each with its first byte, in the order of these bytes."""
    found: dict[str, list[tuple[int, str]]] = {}
    for reading, lead in sorted(keys().by_lead):
        row = found.setdefault(reading, [])
        row += [(lead, key) for key in keys().by_lead[reading, lead]]
    return found
