"""Lost characters: the candidates are weighed anew, by a model that has read the whole page.

A character is filled in where one candidate is far more plausible than all others together, and
is U+FFFD otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cntextfix.lexicon.character_model import CharacterModel, fold
from cntextfix.lexicon.script import discriminating
from cntextfix.repairs.chains.lattice import BREAKS, LOST

__all__ = ["Slots", "Wording", "fill", "foreign"]

Slots = Sequence[str]
"""For every character what it may be: one where it is known, more where bytes are lost."""

OTHER_SCRIPT = 8.0
"""Bits for a character that only the other script has."""
BEAM = 24
SURE = 0.5
"""Share of the probability that a candidate needs."""


_Link = tuple[str, "_Link"] | None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a page is like.

    Args:
        model: prices the characters.
        odd: characters that the page's script does not have.
    """

    model: CharacterModel
    odd: frozenset[str]


def fill(slots: Slots, context: str, behind: str, wording: Wording) -> list[str]:
    """The most plausible character for every slot, U+FFFD where none is plausible enough.

    Args:
        slots: the candidates.
        context: the two characters before them.
        behind: up to two characters behind them.
        wording: what the page is like.
    """
    chosen = _cheapest([*slots, *behind], context, wording)
    for at, chars in enumerate(slots):
        if len(chars) > 1 and _share(at, [*context, *chosen], chars, wording) < SURE:
            chosen[at] = LOST
    return chosen[: len(slots)]


def _cheapest(slots: Slots, context: str, wording: Wording) -> list[str]:
    model, odd = wording.model, wording.odd
    alive: dict[str, tuple[float, _Link]] = {_symbols(context)[-2:]: (0.0, None)}
    for chars in slots:
        symbols = _symbols(chars)
        extra = [OTHER_SCRIPT if len(chars) > 1 and char in odd else 0.0 for char in chars]
        ahead: dict[str, tuple[float, _Link]] = {}
        for key, (cost, link) in alive.items():
            priced = model.costs(key[0], key[1], symbols)
            for char, symbol, step, more in zip(chars, symbols, priced, extra, strict=True):
                price = cost + step + more
                known = ahead.get(key[1] + symbol)
                if known is None or price < known[0]:
                    ahead[key[1] + symbol] = (price, (char, link))
        if len(ahead) > BEAM:
            ahead = dict(sorted(ahead.items(), key=lambda item: item[1][0])[:BEAM])
        alive = ahead
    path = min(alive.values(), key=lambda state: state[0])[1]
    found: list[str] = []
    while path:
        found.append(path[0])
        path = path[1]
    return found[::-1]


def _symbols(text: str) -> str:
    """A text as the model sees it; markup ends a line."""
    return fold(text).translate(BREAKS)


def _share(at: int, text: Sequence[str], chars: str, wording: Wording) -> float:
    """The probability of a chosen character among its candidates, its neighbours given.

    Args:
        at: its place behind the first two characters of `text`.
        text: two characters of context, and what was chosen.
        chars: the candidates.
        wording: what the page is like.
    """
    model = wording.model
    before = _symbols("".join(text[at : at + 2]))
    behind = _symbols("".join(text[at + 3 : at + 5])) or "\n"
    total = mine = 0.0
    symbols = _symbols(chars)
    first = model.costs(before[0], before[1], symbols)
    for char, symbol, cost in zip(chars, symbols, first, strict=True):
        price = cost + model.step(before[1], symbol, behind[0])
        if len(behind) > 1:
            price += model.step(symbol, behind[0], behind[1])
        if char in wording.odd:
            price += OTHER_SCRIPT
        weight = 2.0 ** -min(price, 200.0)
        total += weight
        if char == text[at + 2]:
            mine = weight
    return mine / total if total else 0.0


def foreign(script: str | None) -> frozenset[str]:
    """Characters that text of a script does not hold.

    Args:
        script: "traditional", or anything else for Simplified.
    """
    simplified, traditional, _ = discriminating()
    return simplified if script == "traditional" else traditional
