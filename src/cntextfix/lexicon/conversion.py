"""Conversion between Simplified and Traditional Chinese, by OpenCC's dictionaries.

>>> converter("s2t")("头发发现")
'頭髮發現'
"""

from collections.abc import Callable
from functools import cache
from typing import Literal

from cntextfix.lexicon.matcher import Stage, Tables, matcher
from cntextfix.lexicon.opencc import entries, stages

__all__ = ["Target", "converter", "to"]


@cache
def converter(config: str) -> Callable[[str], str]:
    """The conversion of a configuration, as opencc-python-reimplemented does it.

    Args:
        config: one of `cntextfix.lexicon.opencc.CONFIGS`.

    Returns:
        A function from text to text.

    Raises:
        ValueError: there is no such configuration.
    """
    return matcher(Tables.of(_stages(config)))


def _stages(config: str) -> list[Stage]:
    found: list[list[dict[str, str]]] = []
    for group in stages(config):
        step = [_dictionary(name) for name in group]
        if found and all(len(key) == 1 for entries in step for key in entries):
            # Characters only: the step before can do it, to its values and to what it leaves.
            found[-1] = [_mapped(entries, step) for entries in found[-1]] + step
        else:
            found.append(step)
    return [Stage.of(step) for step in found]


def _mapped(entries: dict[str, str], step: list[dict[str, str]]) -> dict[str, str]:
    table = {ord(k): v for entries in reversed(step) for k, v in entries.items()}
    joined = "\n".join(entries.values()).translate(table)
    return dict(zip(entries, joined.split("\n"), strict=True))


_SEPARATORS = frozenset(
    "-,.?!*　，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃"
    "﹄【︻】︼"
)
"""Where opencc-python-reimplemented cuts a text (``split_chars_re``): a key that holds one, such
as 乔治．布希, never matches there, nor here."""


def _dictionary(name: str) -> dict[str, str]:
    return {
        key: value for key, value in zip(*entries(name), strict=True) if _SEPARATORS.isdisjoint(key)
    }


Target = Literal["simplified", "traditional", "traditional-tw", "traditional-hk"]

_CONFIGS: dict[Target, str] = {
    # Pages in Traditional write 著 for 着 and 裡 for 裏; only the Taiwan table knows.
    "simplified": "tw2s",
    "traditional": "s2t",
    "traditional-tw": "s2tw",
    "traditional-hk": "s2hk",
}


@cache
def to(target: Target) -> Callable[[str], str]:
    """The conversion to a script, its dictionary's known errors set right.

    It keeps the length of every text.

    Args:
        target: the script, and for Traditional the region.
    """
    return converter(_CONFIGS[target])
