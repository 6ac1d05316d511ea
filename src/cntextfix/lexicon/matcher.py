"""Dictionary conversion of long texts: the longest-match result, without matching most of it.

Nearly every character of a text is converted by its own entry, whatever stands beside it. So the
whole text goes through one `str.translate`, and only the places where a phrase says something
else are looked at again. Four facts find them cheaply:

* a phrase matters only if its value differs from what its characters become one by one
  (a *telling* phrase: 9,800 of the 49,000 from Simplified to Traditional);
* every telling phrase is given one of its characters as *pivot*, the rarest, so one compiled
  class finds all candidates;
* no phrase reaches across two neighbours that stand side by side in no phrase, so a text falls
  into *pieces* that do not know of each other, and only the piece around a pivot is matched;
* the same pieces come again and again, and are remembered.

>>> stage = Stage.of([{"干净": "乾淨"}, {"干": "幹", "净": "淨"}])
>>> matcher(Tables.of([stage]))("树干干净")
'树幹乾淨'
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add

__all__ = ["Stage", "Tables", "matcher"]

_BMP = 0x10000
_REMEMBERED = 1 << 15  # pieces; 4.3 million characters of news have some 4,000
_LONG = 40  # characters; a longer piece seldom comes again


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a conversion: dictionaries, of which an earlier one goes first.

    Args:
        dictionaries: each with the lengths of its keys, longest first.
    """

    dictionaries: tuple[tuple[Mapping[str, str], tuple[int, ...]], ...]

    @classmethod
    def of(cls, dictionaries: Iterable[Mapping[str, str]]) -> "Stage":
        """A stage out of plain dictionaries."""
        return cls(
            tuple(
                (entries, tuple(sorted(set(map(len, entries)), reverse=True)))
                for entries in dictionaries
            )
        )

    def apply(self, piece: str) -> str:
        """Convert a piece exactly, in time linear in its length.

        Within a dictionary the longest key goes first, of equally long ones the leftmost; a
        character once matched is out of the game. This is the order of
        opencc-python-reimplemented (``StringTree`` in its opencc.py).
        """
        size = len(piece)
        free = bytearray(b"\1") * size
        chosen: dict[int, tuple[int, str]] = {}
        for entries, lengths in self.dictionaries:
            for length in lengths:
                at = 0
                while at <= size - length:
                    value = entries.get(piece[at : at + length])
                    if value is not None and 0 not in free[at : at + length]:
                        chosen[at] = (length, value)
                        free[at : at + length] = bytes(length)
                        at += length
                    else:
                        at += 1
        out: list[str] = []
        at = 0
        while at < size:
            length, value = chosen.get(at) or (1, piece[at])
            out.append(value)
            at += length
        return "".join(out)

    def characters(self) -> dict[str, str]:
        """What each character of the basic plane becomes where no phrase matches."""
        seen: dict[str, str] = {}
        for entries, lengths in reversed(self.dictionaries):
            if lengths and lengths[-1] == 1:
                seen.update((key, value) for key, value in entries.items() if len(key) == 1)
        return {k: v for k, v in seen.items() if k != v and len(v) == 1 and ord(k) < _BMP}

    def telling(self, characters: Mapping[str, str]) -> list[tuple[str, str]]:
        """The entries that say something else than `characters` say one by one."""
        table = _table(characters)
        found: list[tuple[str, str]] = []
        for entries, _ in self.dictionaries:
            expected = "\n".join(entries).translate(table).split("\n")
            found.extend(
                (key, value)
                for (key, value), plain in zip(entries.items(), expected, strict=True)
                if value != plain
            )
        return found

    def neighbours(self) -> set[str]:
        """Every two characters that stand side by side in a key."""
        keys = (key for entries, _ in self.dictionaries for key in entries if len(key) > 1)
        joined = "\n".join(keys)
        return {pair for pair in set(map(add, joined, joined[1:])) if "\n" not in pair}


@dataclass(frozen=True, slots=True)
class Tables:
    """What a conversion needs to run fast.

    Args:
        changed: the characters of the basic plane that change by themselves.
        images: what they become, in the same order.
        pivots: the characters at which a phrase may say something else.
        hints: two neighbours, one of them a pivot, or one character, that stand there then.
        links: two neighbours that a phrase may reach across.
        stages: the exact conversion.
    """

    changed: str
    images: str
    pivots: str
    hints: frozenset[str]
    links: frozenset[str]
    stages: tuple[Stage, ...]

    @classmethod
    def of(cls, stages: Sequence[Stage], common: str = "") -> "Tables":
        """Work out the tables of a conversion.

        Args:
            stages: one or two; the second works on what the first gave.
            common: the commonest characters of the language, the commonest first: a pivot
                should be rare.
        """
        first, *rest = stages
        table = first.characters()
        telling = first.telling(table)
        sought: list[Sequence[Sequence[str]]] = [key for key, _ in telling]
        links = first.neighbours()
        for second in rest:
            after = second.characters()
            back = _Back(table, telling)
            sought.extend([back.sources(c) for c in key] for key, _ in second.telling(after))
            links |= {
                left + right
                for pair in second.neighbours()
                for left in back.ending(pair[0])
                for right in back.beginning(pair[1])
            }
            table = after | {key: after.get(value, value) for key, value in table.items()}
        pivots, hints = _pivots(sought, common)
        return cls(
            "".join(table),
            "".join(table.values()),
            pivots,
            frozenset(hints),
            frozenset(links),
            tuple(stages),
        )


class _Back:
    """From the characters a first stage gives to those it was given."""

    def __init__(self, table: Mapping[str, str], telling: Iterable[tuple[str, str]]) -> None:
        self._table = table
        self._plain: dict[str, list[str]] = {}
        self._ending: dict[str, set[str]] = {}
        self._beginning: dict[str, set[str]] = {}
        for key, value in table.items():
            self._plain.setdefault(value, []).append(key)
        for key, value in telling:
            self._ending.setdefault(value[-1], set()).add(key[-1])
            self._beginning.setdefault(value[0], set()).add(key[0])

    def sources(self, character: str) -> list[str]:
        """The characters that become `character` by themselves."""
        own = [] if character in self._table else [character]
        return own + self._plain.get(character, [])

    def ending(self, character: str) -> set[str]:
        """The characters that may end what becomes a text ending in `character`."""
        return self._ending.get(character, set()).union(self.sources(character))

    def beginning(self, character: str) -> set[str]:
        """The characters that may begin what becomes a text beginning with `character`."""
        return self._beginning.get(character, set()).union(self.sources(character))


def _pivots(sought: Iterable[Sequence[Sequence[str]]], common: str) -> tuple[str, set[str]]:
    """Choose for every key the character to look for, and a neighbour that confirms it.

    Args:
        sought: keys, each as the characters that may stand at each of its places.
        common: the commonest characters.
    """
    weight = {c: 1 / (rank + 10) for rank, c in reversed(list(enumerate(common)))}  # Zipf's law
    costs = [
        (key, [sum(weight.get(c, 0.0) for c in characters) for characters in key])
        for key in sought
        if all(key)
    ]
    costs.sort(key=lambda item: -min(item[1]))  # who has no rare character chooses first
    pivots: dict[str, None] = {}
    hints: set[str] = set()
    for key, cost in costs:
        places = [i for i, characters in enumerate(key) if pivots.keys() >= set(characters)]
        if not places:
            places = [cost.index(min(cost))]
            pivots.update(dict.fromkeys(key[places[0]]))
        if len(key) == 1:
            hints.update(key[0])
            continue
        pairs = {i - 1 for i in places if i} | {i for i in places if i + 1 < len(key)}
        at = min(pairs, key=lambda i: cost[i] * cost[i + 1])
        hints.update(a + b for a in key[at] for b in key[at + 1])
    return "".join(pivots), hints


def _table(characters: Mapping[str, str]) -> list[int]:
    table = list(range(_BMP))  # twice as fast as a dict; beyond it a character stays
    for old, new in characters.items():
        table[ord(old)] = ord(new)
    return table


def matcher(tables: Tables) -> Callable[[str], str]:
    """A function that converts texts of any length by these tables."""
    table = _table(dict(zip(tables.changed, tables.images, strict=True)))
    find = _class(tables.pivots).finditer
    hints, links, stages = tables.hints, tables.links, tables.stages

    def exact(piece: str) -> str:
        for stage in stages:
            piece = stage.apply(piece)
        return piece

    remembered = lru_cache(_REMEMBERED)(exact)

    def convert(text: str) -> str:
        plain = text.translate(table)
        parts: list[str] = []
        given = done = 0  # given: what stands in `parts`; done: where the last piece ended
        for hit in find(text):
            at = hit.start()
            if at < done or not (
                text[at : at + 2] in hints or text[at - 1 : at + 1] in hints or text[at] in hints
            ):
                continue
            start, stop = at, at + 1
            while text[start - 1 : start + 1] in links:
                start -= 1
            while text[stop - 1 : stop + 1] in links:
                stop += 1
            piece = text[start:stop]
            new = remembered(piece) if stop - start < _LONG else exact(piece)
            if new != plain[start:stop]:
                parts += plain[given:start], new
                given = stop
            done = stop
        return "".join((*parts, plain[given:])) if parts else plain

    return convert


def _class(characters: str) -> re.Pattern[str]:
    if not characters:
        return re.compile("(?!)")
    inside = "".join(re.escape(c) for c in characters if ord(c) < _BMP)
    if any(ord(c) >= _BMP for c in characters):
        inside += "\U00010000-\U0010ffff"  # one comparison; a list would cost one for each
    return re.compile(f"[{inside}]")
