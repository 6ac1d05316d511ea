"""Conversion between Simplified and Traditional Chinese, by OpenCC's dictionaries.

>>> converter("s2t")("头发发现")
'頭髮發現'
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from cntextfix.lexicon import newer_opencc
from cntextfix.lexicon.common_characters import common_characters
from cntextfix.lexicon.matcher import Stage, Tables, matcher
from cntextfix.lexicon.opencc import alternatives, entries, sources, stages

__all__ = ["Target", "converter", "to"]


Target = Literal["simplified", "traditional", "traditional-tw", "traditional-hk"]

_CONFIGS: dict[Target, str] = {
    # Pages in Traditional write 著 for 着 and 裡 for 裏; only the Taiwan table knows.
    "simplified": "tw2s",
    "traditional": "s2t",
    "traditional-tw": "s2tw",
    "traditional-hk": "s2hk",
}

_OVERRIDES = Path(__file__).with_name("script_overrides.tsv")


@cache
def to(target: Target) -> Callable[[str], str]:
    """The conversion to a script, its dictionaries' known errors set right.

    It keeps the length of every text. The corrections, each with its source, stand in
    ``script_overrides.tsv`` beside this module. Where opencc-purepy is installed, its newer
    dictionaries are used, but for Hong Kong.

    Args:
        target: the script, and for Traditional the region.

    >>> to("simplified")("與專著比較著看"), converter("tw2s")("與專著比較著看")
    ('与专著比较着看', '与专着比较着看')
    """
    return _matcher(_CONFIGS[target], target)


@cache
def converter(config: str) -> Callable[[str], str]:
    """The conversion of a configuration, exactly as opencc-python-reimplemented does it.

    Args:
        config: one of `cntextfix.lexicon.opencc.CONFIGS`.

    Returns:
        A function from text to text.

    Raises:
        ValueError: there is no such configuration.
    """
    return _matcher(config, None)


def _matcher(config: str, target: Target | None) -> Callable[[str], str]:
    common = _common(config)

    def tables() -> Tables:
        return Tables.of(_stages(config, target), common)

    if not config.startswith("s"):
        return matcher(tables())  # a few hundred phrases, worked out in 10 ms; 49,000 in 150
    from cntextfix.lexicon.table_cache import cached

    here = Path(__file__)
    files = here, here.with_name("matcher.py"), _OVERRIDES
    dictionaries = newer_opencc.sources(config) if _newer(config, target) else sources(config)
    made_from = [dictionaries, common.encode(), *(file.read_bytes() for file in files)]
    return matcher(cached(target or config, b"".join(made_from), tables))


def _newer(config: str, target: Target | None) -> bool:
    return bool(target and config in newer_opencc.STAGES and newer_opencc.folder())


def _common(config: str) -> str:
    """The commonest characters of the text a configuration reads."""
    simplified = common_characters()
    if config.startswith("s"):
        return simplified
    table = {ord(c): c + "".join(values) for c, values in alternatives("STCharacters").items()}
    return simplified.translate(table)


def _stages(config: str, target: Target | None) -> list[Stage]:
    if _newer(config, target):
        names, read = newer_opencc.STAGES[config], newer_opencc.dictionary
    else:
        names, read = stages(config), _dictionary
    groups = [[read(name) for name in group] for group in names]
    if target:
        words, characters = _overrides("simplified" if target == "simplified" else "traditional")
        phrases, by_character = groups[0]
        # Among the phrases, so that of 旅游资源 the longest and leftmost words still go first.
        groups[0] = [phrases | words, characters, by_character]
        # What they wrote stays as it is in the steps behind.
        done = {word: word for word in words.values()}
        groups[1:] = [[group[0] | done, *group[1:]] for group in groups[1:]]
    found: list[list[dict[str, str]]] = []
    for group in groups:
        if found and all(len(key) == 1 for entries in group for key in entries):
            # Characters only: the step before can do it, to its values and to what it leaves.
            found[-1] = [_mapped(entries, group) for entries in found[-1]] + group
        else:
            found.append(group)
    return [Stage.of(group) for group in found]


def _overrides(script: str) -> tuple[dict[str, str], dict[str, str]]:
    """The corrections for a script: words, and single characters."""
    found: dict[str, str] = {}
    for line in _OVERRIDES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            wanted, keys, values, _ = line.split("\t")
            if wanted == script:
                found.update(zip(keys.split(" "), values.split(" "), strict=True))
    return (
        {key: value for key, value in found.items() if len(key) > 1},
        {key: value for key, value in found.items() if len(key) == 1},
    )


def _mapped(entries: dict[str, str], step: list[dict[str, str]]) -> dict[str, str]:
    table = {ord(k): v for entries in reversed(step) for k, v in entries.items()}
    joined = "\n".join(entries.values()).translate(table)
    return dict(zip(entries, joined.split("\n"), strict=True))


_SEPARATORS = frozenset(
    "-,.?!*　，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼"
    "︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼"
)
"""Where opencc-python-reimplemented cuts a text (``split_chars_re``): a key that holds one, such
as 乔治．布希, never matches there, nor here."""


def _dictionary(name: str) -> dict[str, str]:
    keys, values = entries(name)
    found = dict(zip(keys, values, strict=True))
    if not _SEPARATORS.isdisjoint("".join(keys)):
        return {key: value for key, value in found.items() if _SEPARATORS.isdisjoint(key)}
    return found
