"""The dictionaries of opencc-python-reimplemented, read as data: the only door to that package.

The module name ``opencc`` belongs to two distributions, and whichever was installed last owns
it. So the module is never imported: only its dictionary files are looked for and read.

>>> characters("TSCharacters")["漢"]
'汉'
"""

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CONFIGS", "alternatives", "characters", "entries", "sources", "stages"]

DISTRIBUTION = "opencc-python-reimplemented"

CONFIGS = (
    "s2t", "t2s", "s2tw", "s2twp", "tw2s", "tw2sp", "s2hk", "hk2s", "t2tw", "t2hk",
)  # fmt: skip
"""The conversions whose dictionaries the distribution carries."""


def stages(config: str) -> tuple[tuple[str, ...], ...]:
    """The steps of a conversion, each a group of dictionaries in order of precedence.

    Args:
        config: one of `CONFIGS`.

    Raises:
        ValueError: there is no such configuration.

    >>> stages("tw2s")
    (('TWVariantsRevPhrases', 'TWVariantsRev'), ('TSPhrases', 'TSCharacters'))
    """
    if config not in CONFIGS:
        raise ValueError(f"config {config!r} is not one of: {', '.join(CONFIGS)}")
    import json

    parsed = json.loads((_folder() / "config" / f"{config}.json").read_text("utf-8"))
    return tuple(_group(step["dict"]) for step in parsed["conversion_chain"])


def _group(node: dict[str, object]) -> tuple[str, ...]:
    inner = node.get("dicts")
    if isinstance(inner, list):
        return tuple(name for part in inner for name in _group(part))
    return (str(node["file"]).removesuffix(".txt"),)


def sources(config: str) -> bytes:
    """The files of a conversion, one behind the other: all that its result depends on."""
    names = [f"config/{config}.json"]
    names += (f"dictionary/{name}.txt" for group in stages(config) for name in group)
    return b"".join((_folder() / name).read_bytes() for name in names)


def entries(dictionary: str) -> tuple[list[str], list[str]]:
    """The keys of a dictionary, and for each the first of its values.

    Args:
        dictionary: its name, such as "STPhrases".
    """
    keys, values = _columns(dictionary)
    if any(" " in value for value in values):
        values = [value.partition(" ")[0] for value in values]
    return keys, values


def alternatives(dictionary: str) -> dict[str, tuple[str, ...]]:
    """Every key of a dictionary with all its values, the preferred one first.

    >>> alternatives("STCharacters")["发"]
    ('發', '髮')
    """
    return {key: tuple(value.split(" ")) for key, value in zip(*_columns(dictionary), strict=True)}


def characters(dictionary: str) -> dict[str, str]:
    """The single characters of a dictionary, each with its preferred value."""
    keys, values = entries(dictionary)
    return {key: value for key, value in zip(keys, values, strict=True) if len(key) == 1}


def _columns(dictionary: str) -> tuple[list[str], list[str]]:
    text = (_folder() / "dictionary" / f"{dictionary}.txt").read_text("utf-8")
    cells = text.rstrip("\n").replace("\n", "\t").split("\t")  # one C call for 49,000 lines
    return cells[0::2], cells[1::2]


@cache
def _folder() -> "Path":
    """Where the package's ``dictionary`` and ``config`` folders are.

    Looking on the import path takes 1 ms; importing importlib.metadata alone takes 30. The
    metadata knows best where the two distributions are installed in different places.
    """
    from pathlib import Path

    spec = find_spec("opencc")
    for place in (spec and spec.submodule_search_locations) or ():
        if (Path(place) / "dictionary" / "TSCharacters.txt").is_file():
            return Path(place)
    from importlib.metadata import files

    for file in files(DISTRIBUTION) or ():
        if file.name == "TSCharacters.txt":
            return Path(str(file.locate())).parent.parent
    raise FileNotFoundError(f"{DISTRIBUTION} is installed without its dictionary files")
