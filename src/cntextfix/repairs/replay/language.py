"""What the search knows of Chinese, and of the page it reads.

A page repeats its own names and terms: what stands whole in one line is the best evidence for
what was torn in another. So the page's own characters are counted and mixed with the model.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log2

__all__ = ["Language", "Ruler", "alone", "taught"]

Ruler = Callable[[str, str, str], float]
"""The character model: bits for a character behind two others, all of them folded."""


SHARE = 0.25  # of the probability that the page's own counts have
DOUBT = 1.0  # how many unseen characters a character is expected to meet


@dataclass(frozen=True, slots=True)
class Language:
    """What the search knows of the text's language and of the page.

    Args:
        step: the character model.
        fold: character → the symbol the model knows it by, where that is another one.
        active: the keys this page annotates wherever they stand aligned.
        odd: character → bits that it costs more, being of a script the page is not in.
        script: the page's script: the scripts that do the damage write Traditional.
        keeps_private: whether the page shows the private-use characters that others lost.
    """

    step: Ruler
    fold: Mapping[str, str]
    active: frozenset[str]
    odd: Mapping[str, float]
    script: str | None = None
    keeps_private: bool = False


def alone(step: Ruler, symbol: str) -> float:
    """What a character costs by itself: behind a context that the model has never met."""
    return step("\x00", "\x00", symbol)


def taught(step: Ruler, text: str) -> Ruler:
    """A ruler that also knows a page's own wording.

    Args:
        step: the character model.
        text: the page, folded for the model, without the damaged places.

    Returns:
        Bits for a character behind two others, of model and page mixed.

    >>> step = taught(lambda a, b, c: 12.0, "保全措施和保全措施")
    >>> step("保", "全", "措") < 4 < 12 < step("保", "全", "入")
    True
    """
    threes = Counter(map("".join, zip(text, text[1:], text[2:], strict=False)))
    twos: Counter[str] = Counter()
    for three, count in threes.items():
        twos[three[:2]] += count
    ones: Counter[str] = Counter()
    for two, count in twos.items():
        ones[two[0]] += count
    known: dict[str, float] = {}

    def mixed(prev2: str, prev: str, char: str) -> float:
        key = prev2 + prev + char
        cost = known.get(key)
        if cost is None:
            cost = step(prev2, prev, char)
            single = ones.get(prev, 0)
            if single:
                pair = twos.get(key[:2], 0)
                own = twos.get(prev + char, 0) / (single + DOUBT)
                own += pair / (pair + DOUBT) * (threes.get(key, 0) / (pair + DOUBT) - own)
                share = SHARE * single / (single + DOUBT)
                cost = -log2((1 - share) * 2.0**-cost + share * own)
            known[key] = cost
        return cost

    return mixed
