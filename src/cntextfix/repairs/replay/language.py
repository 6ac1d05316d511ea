"""What the search knows of Chinese, and of the page it reads."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log2

from cntextfix.lexicon.character_model import fold, load
from cntextfix.lexicon.gbk import gbk
from cntextfix.lexicon.opencc import alternatives, characters
from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.ruler import Ruler

__all__ = [
    "BLANK",
    "SECOND",
    "Language",
    "alone",
    "blank",
    "odd",
    "symbols",
    "without_notes",
]

VARIANT = 9.0  # bits that a form of the other script, or no table's form, costs in a shifted run
WIDE = 8.0  # the same, for letters, digits and signs in full width
SECOND = 5.0  # the same, for a form that tables write in some words only
BLANK = 18.0
"""Bits of an ideographic space within a line, on a page that parts nothing with it."""
LISTED = 4.0  # and at least, on a page of lists whose entries it parts
PLAIN_KEY = 14.0  # a character this page annotates everywhere stands without its note


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
        asks: whether the page shows a "?" for pairs of bytes without a character.
        splits: whether the page may show U+FFFD for the first byte of such a pair alone.
        flattened: whether full-width forms of the page may stand in ASCII.
        blank: bits of an ideographic space within a line.
    """

    ruler: Ruler
    active: frozenset[str]
    odd: Mapping[str, float]
    dear: Mapping[str, float]
    script: str | None = None
    keeps_private: bool = False
    asks: bool = False
    splits: bool = True
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
