"""Which of many lines are worth a closer look: one look at all of them finds those with a sign.

Asking a pattern about a line costs more than the line's characters do, and most lines hold none.

>>> holding(["外贸向好", "来源：某某日报"], re.compile("[:：]"))
[1]
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

__all__ = ["holding"]

_GAP = "\0"  # no sign holds it, so none is found across two lines


def holding(texts: Sequence[str], *signs: re.Pattern[str]) -> list[int]:
    """The indexes of the texts in which one of some patterns is found, in order.

    Args:
        texts: the lines.
        signs: short patterns that match no NUL; the quicker they tell where they can begin, the
            better.
    """
    whole = _GAP.join(texts)
    ends: list[int] = []
    found: set[int] = set()
    for sign in signs:
        match = sign.search(whole)  # mostly there is none, and an iterator would cost more
        while match is not None:
            ends = ends or list(accumulate([len(text) + 1 for text in texts]))
            line = bisect_right(ends, match.start())
            found.add(line)
            match = sign.search(whole, ends[line])
    return sorted(found)
