"""What the search knows of Chinese, and of the page it reads.

A page repeats its own names and terms: what stands whole in one line is the best evidence for
what was torn in another. So the page's own characters are counted and mixed with the model.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log2

from cntextfix.lexicon.character_model import fold, load
from cntextfix.lexicon.gbk import gbk
from cntextfix.lexicon.opencc import alternatives, characters
from cntextfix.lexicon.pinyin import keys

__all__ = [
    "BLANK",
    "SECOND",
    "Language",
    "Ruler",
    "alone",
    "blank",
    "odd",
    "symbols",
    "without_notes",
]

SHARE = 0.25  # of the probability that the page's own counts have
VARIANT = 9.0  # bits that a form of the other script, or no table's form, costs in a shifted run
WIDE = 8.0  # the same, for letters, digits and signs in full width
SECOND = 5.0  # the same, for a form that tables write in some words only
ROWS = 4000  # kept at once, for hostile text would have no end of them
BLANK = 18.0
"""Bits of an ideographic space within a line, on a page that parts nothing with it."""
LISTED = 4.0  # and at least, on a page of lists whose entries it parts
PLAIN_KEY = 14.0  # a character this page annotates everywhere stands without its note
DOUBT = 1.0  # how many unseen characters a character is expected to meet


LEAST = 3  # ideographic spaces that are a habit of the page
_PARTED = re.compile(r"\u3000(?<=[㐀-鿿]\u3000)(?=[㐀-鿿])")


@cache
def symbols() -> Mapping[str, str]:
    """Character → the symbol the character model knows it by, where that is another one."""
    known = "".join(gbk().pair) + "".join(map(chr, range(0x20, 0x7F)))
    return {char: symbol for char, symbol in zip(known, fold(known), strict=True) if char != symbol}


@cache
def alone(symbol: str) -> float:
    """What a character costs by itself: behind a context that the model has never met, in bits."""
    return load().step("\x00", "\x00", symbol)


class _Around:
    """What stands around a character wherever a page has it.

    Args:
        page: the page, folded.
        place: where it has the character first.
    """

    __slots__ = ("befores", "behinds", "count", "threes")

    def __init__(self, page: str, place: int) -> None:
        self.count = 0
        self.befores: dict[str, int] = {}
        self.behinds: dict[str, int] = {}
        self.threes: dict[str, int] = {}
        char = page[place]
        last = len(page) - 3  # where the last three characters start
        while 0 <= place <= last + 1:
            behind = page[place + 1]
            if place <= last:
                self.count += 1
                self.behinds[behind] = self.behinds.get(behind, 0) + 1
            if place:
                before = page[place - 1]
                self.befores[before] = self.befores.get(before, 0) + 1
                three = before + behind
                self.threes[three] = self.threes.get(three, 0) + 1
            place = page.find(char, place + 1)


class _Page(dict[str, _Around | None]):
    """What stands around the characters of a page that are asked for; nothing where it has none."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, char: str) -> _Around | None:
        place = self._text.find(char)
        around = _Around(self._text, place) if place >= 0 else None
        self[char] = around = around if around is not None and around.count else None
        return around


class _Threes(dict[str, float]):
    """Bits for the last of three characters; built when they are asked for."""

    __slots__ = ("_page",)

    def __init__(self, page: _Page) -> None:
        super().__init__()
        self._page = page

    def __missing__(self, three: str) -> float:
        prev2, prev, char = three[0], three[1], three[2]
        cost = load().step(prev2, prev, char)
        around = self._page[prev]
        if around is not None:
            cost = _mixed(around, prev2, char, cost)
        self[three] = cost
        return cost


class Ruler:
    """The character model, taught by the page it reads.

    Args:
        page: the page without the damaged places.

    >>> ruler = Ruler("保全措施和保全措施")
    >>> ruler.three["保全措"] < Ruler("").three["保全措"]
    True
    """

    __slots__ = ("_costs", "_page", "_rows", "three")

    def __init__(self, page: str) -> None:
        self._costs = load().costs
        self._page = _Page(fold(page))
        self._rows: dict[tuple[str, str, str], list[float]] = {}
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
            unseen = -log2(1 - SHARE * around.count / (around.count + DOUBT))
            behinds = around.behinds
            return [
                _mixed(around, prev2, char, cost) if char in behinds else cost + unseen
                for char, cost in zip(candidates, costs, strict=True)
            ]
        return costs


def _mixed(around: _Around, before: str, char: str, cost: float) -> float:
    """The cost that the model gives a character, mixed with how often the page has it there."""
    single = around.count
    pair = around.befores.get(before, 0)
    own = around.behinds.get(char, 0) / (single + DOUBT)
    own += pair / (pair + DOUBT) * (around.threes.get(before + char, 0) / (pair + DOUBT) - own)
    share = SHARE * single / (single + DOUBT)
    return -log2((1 - share) * 2.0**-cost + share * own)


@dataclass(frozen=True, slots=True)
class Language:
    """What the search knows of the text's language and of the page.

    Args:
        ruler: the character model and the page's wording.
        active: the keys this page annotates wherever they stand aligned.
        odd: character → bits that it costs more, being of a script the page is not in.
        dear: the same, and what a key costs more that stands without its note.
        script: the page's script: the scripts that do the damage write Traditional.
        keeps_private: whether the page shows the private-use characters that others lost.
        flattened: whether full-width forms of the page may stand in ASCII.
        blank: bits of an ideographic space within a line.
    """

    ruler: Ruler
    active: frozenset[str]
    odd: Mapping[str, float]
    dear: Mapping[str, float]
    script: str | None = None
    keeps_private: bool = False
    flattened: bool = True
    blank: float = BLANK


def without_notes(odd: Mapping[str, float], active: Iterable[str]) -> Mapping[str, float]:
    """What characters cost more that stand without a note.

    Args:
        odd: what they cost more anyway.
        active: the keys that the page annotates.
    """
    return {**odd, **{char: odd.get(char, 0.0) + PLAIN_KEY for char in active}}


def blank(page: str) -> float:
    """Bits of an ideographic space between two characters: a page may part names with it.

    Args:
        page: the page without the damaged places.

    >>> blank("王偉　李芳　張敏　陳靜　劉洋") < blank("經研究決定，對下列同志予以表彰。")
    True
    """
    count = len(_PARTED.findall(page))
    if count < LEAST:
        return BLANK
    return min(BLANK, max(LISTED, log2(len(page) / count)))


@cache
def odd() -> Mapping[str, float]:
    """What characters cost more that a page made from Simplified by a table hardly holds, in bits.

    Such tables know one form for each character: 為 and never 爲, 線 and never 綫. A character
    that stands for several Traditional ones (后, 里) was often left alone.
    """
    variants = characters("TWVariants")
    made: dict[str, float] = {}
    costs: dict[str, float] = {}
    for simplified, values in alternatives("STCharacters").items():
        for place, value in enumerate(values):
            form = variants.get(value, value)
            made[form] = min(made.get(form, VARIANT), SECOND if place else 0.0)
        if len(values) == 1 and values[0] != simplified:
            costs[simplified] = VARIANT
    for traditional in characters("TSCharacters"):
        costs[traditional] = VARIANT
    costs |= {char: made[char] for char in costs if char in made}
    costs |= dict.fromkeys(map(chr, range(0xFF0D, 0xFF1A)), WIDE)
    costs |= dict.fromkeys(map(chr, range(0xFF1C, 0xFF1F)), WIDE)
    costs |= dict.fromkeys(map(chr, range(0xFF20, 0xFF5F)), WIDE)
    for char in keys().pages:  # counted on such pages, whatever the table says
        costs.pop(char, None)
    return {char: cost for char, cost in costs.items() if cost}
