"""OpenCC's dictionaries of 2026, where opencc-purepy is installed: the only door to it.

opencc-python-reimplemented carries the dictionaries of 2023. The package opencc-purepy (MIT; its
dictionaries are OpenCC's, Apache-2.0) has newer ones as plain text. It is an optional extra, and
only its dictionaries are read.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["STAGES", "dictionary", "folder", "sources"]

_TO_TRADITIONAL = ("STPhrases", "STCharacters")
STAGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "s2t": (_TO_TRADITIONAL,),
    "s2tw": (_TO_TRADITIONAL, ("TWVariantsPhrases", "TWVariants")),
    "tw2s": (("TWVariantsRevPhrases", "TWVariantsRev"), ("TSPhrases", "TSCharacters")),
}
"""The steps of a conversion, each a group of dictionaries in order of precedence, as in OpenCC's
configurations of the same name. Hong Kong is left out: these phrases write 標誌著 and 這裡 in
Taiwan's way, which the variants of Hong Kong do not turn to 標誌着 and 這裏."""


@cache
def folder() -> Path | None:
    """Where the dictionaries are; ``None`` where the package, or a file of it, is missing."""
    spec = find_spec("opencc_purepy")
    names = {name for stages in STAGES.values() for group in stages for name in group}
    for place in (spec and spec.submodule_search_locations) or ():
        found = Path(place) / "dicts"
        if all((found / f"{name}.txt").is_file() for name in names):
            return found
    return None


def dictionary(name: str) -> dict[str, str]:
    """The entries of a dictionary that keep the length, each with its preferred value."""
    found: dict[str, str] = {}
    for line in _bytes(name).decode("utf-8").splitlines():
        key, tab, values = line.partition("\t")
        value = values.partition(" ")[0]
        if tab and len(key) == len(value) and not key.startswith("#"):
            found[key] = value
    return found


def sources(config: str) -> bytes:
    """The files of a conversion, one behind the other: all that its result depends on."""
    return b"".join(_bytes(name) for group in STAGES[config] for name in group)


def _bytes(name: str) -> bytes:
    place = folder()
    assert place is not None, "asked for only where they are"
    return (place / f"{name}.txt").read_bytes()
