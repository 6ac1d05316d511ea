"""The character model, taught by the page it reads.

A page repeats its own names and terms: what stands whole in one line is the best evidence for
what was torn in another. So the page's own characters are counted and mixed with the model.
"""

from collections import Counter
from math import log2

from cntextfix.repairs.replay.search import Ruler

__all__ = ["taught"]

SHARE = 0.25  # of the probability that the page's own counts have
DOUBT = 1.0  # how many unseen characters a pair of characters is expected to meet


def taught(step: Ruler, text: str) -> Ruler:
    """A ruler that also knows a page's own wording.

    Args:
        step: the character model.
        text: the page, folded for the model.

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
            model = 2.0 ** -step(prev2, prev, char)
            pair, single = twos.get(key[:2], 0), ones.get(prev, 0)
            own = twos.get(prev + char, 0) / (single + DOUBT)
            trust = pair / (pair + DOUBT)
            own += trust * (threes.get(key, 0) / (pair + DOUBT) - own)
            share = SHARE * single / (single + DOUBT)
            cost = known[key] = -log2((1 - share) * model + share * own)
        return cost

    return mixed
