"""A copy of a line to match patterns on: one script, one width, one case, the same length.

Patterns are written once, in Simplified with ASCII punctuation, and what they find in the folded
line stands at the same place in the line itself.

>>> fold("來源：新華社　ＵＲＬ")
'来源:新华社 url'
"""

from collections.abc import Iterable
from functools import cache

from cntextfix.lexicon.opencc import characters

__all__ = ["fold", "folding_to"]


def fold(line: str) -> str:
    r"""Fold a line for matching, never for output.

    Traditional characters become Simplified one by one (TSCharacters of OpenCC), full-width
    forms ASCII, the ideographic space and the no-break space a blank, and ASCII letters small.

    Args:
        line: any text.

    Returns:
        A text of the same length.

    >>> len(fold("發布時間：２０２２\u00a0年")) == len("發布時間：２０２２\u00a0年")
    True
    """
    if line.isascii():
        return line.lower()
    return line.translate(_table())


def folding_to(characters: Iterable[str]) -> str:
    """The characters that fold to one of some, these among them.

    Args:
        characters: folded characters.

    >>> sorted(folding_to("来a"))
    ['A', 'a', '來', '来', 'Ａ', 'ａ']
    """
    wanted = dict.fromkeys(characters)
    found = [chr(old) for old, new in _changed().items() if chr(new) in wanted]
    return "".join([*wanted, *found])


@cache
def _table() -> list[int]:
    # A list is twice as fast as a dict here; beyond it str.translate keeps the character.
    table = list(range(0x10000))
    for old, new in _changed().items():
        table[old] = new
    return table


@cache
def _changed() -> dict[int, int]:
    """The code points that change, and what they become."""
    pairs = characters("TSCharacters").items()
    table = {ord(old): ord(new) for old, new in pairs if old <= "\uffff"}
    for full in range(0xFF01, 0xFF5F):
        table[full] = full - 0xFEE0
    table[0x3000] = table[0xA0] = 0x20
    for capital in range(0x41, 0x5B):
        table[capital] = table[capital + 0xFEE0] = capital + 0x20
    return table
