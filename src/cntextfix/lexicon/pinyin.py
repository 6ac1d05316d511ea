"""Readings of Traditional characters, as mirror-site scripts insert them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Keys", "keys"]


@dataclass(frozen=True, slots=True)
class Keys:
    """The characters a script may annotate.

    Args:
        reading: character → the reading inserted behind it, for every Traditional-only
            character of GBK.
        pages: character → number of collected pages on which it was seen annotated; only the
            characters seen at all.
        by_lead: (reading, first byte) → the characters with both, those seen annotated first.
            A reading met behind a lost byte names that byte and the one behind it.
    """

    reading: dict[str, str]
    pages: dict[str, int]
    by_lead: dict[tuple[str, int], tuple[str, ...]]


@cache
def keys() -> Keys:
    """The table, loaded on first need.

    >>> keys().reading["關"], keys().by_lead["yōu", 0x83]
    ('guān', ('優',))
    """
    reading: dict[str, str] = {}
    pages: dict[str, int] = {}
    for row in _rows("readings.tsv"):
        reading.update(dict.fromkeys(row[1], row[0]))
    for row in _rows("injected_keys.tsv"):
        pages[row[0]] = int(row[2]) + 1  # one more: seen at least across two characters
        reading[row[0]] = row[1]
    by_lead: dict[tuple[str, int], list[str]] = {}
    for character in sorted(reading, key=lambda c: -pages.get(c, 0)):
        lead = character.encode("gbk")[0]
        by_lead.setdefault((reading[character], lead), []).append(character)
    return Keys(reading, pages, {key: tuple(value) for key, value in by_lead.items()})


def _rows(name: str) -> list[list[str]]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
