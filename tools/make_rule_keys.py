"""Find for each built-in rule what every line that it matches is like.

    python tools/make_rule_keys.py           write lexicon/rule_keys.tsv
    python tools/make_rule_keys.py --check   write nothing; exit 1 if it is out of date

A rule whose characters a line lacks need not be tried on it. They are read off the pattern itself:
of a sequence the rarest parts that have to be there, of alternatives all of them together; the
first characters of all that a match can begin with; and, where a match goes on to the line's end,
how long the line can be and which marks cannot stand in it. A rule whose pattern has changed since
is tried on every line, so an old table costs time and nothing else.
"""

import argparse
import math
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from cntextfix.label.keys import alternatives, signed
from cntextfix.label.rules import builtin_rules
from cntextfix.lexicon.common_characters import common_characters

TABLE = Path(__file__).resolve().parent.parent / "src/cntextfix/lexicon/rule_keys.tsv"
_MOST = 220
"""More characters than this are in nearly every line."""

_parser = import_module("re._parser")  # how Python itself reads a pattern; no public module does
_names = import_module("re._constants")
_REPEATS = (_names.MAX_REPEAT, _names.MIN_REPEAT, _names.POSSESSIVE_REPEAT)
_NOT_CATEGORIES = (
    _names.CATEGORY_NOT_DIGIT,
    _names.CATEGORY_NOT_SPACE,
    _names.CATEGORY_NOT_WORD,
)
_NO_LIMIT = 1000  # longer lines are not asked about
_MOST_NEEDS = 2
_LINE = 60  # characters
_RANK_OF_SIGN = 30
"""Digits and marks are as common as a character of this rank."""
_MARKS = "。,;:!?、“《"
"""Marks that most lines of running text hold."""
_RANKS = {character: rank for rank, character in enumerate(common_characters())}


Need = tuple[frozenset[str], int]
"""Characters one of which every match holds, and how far from its beginning it stands at most."""


def needs(pattern: str) -> list[Need]:
    """What every match holds, what is least likely in other lines first.

    >>> [("".join(sorted(need)), reach) for need, reach in needs("(?:版权|转载).{0,9}[:;]$")]
    [('版载', 2), ('权转', 2), (':;', 12)]
    """
    return sorted(set(_of_sequence(_parser.parse(pattern), 0)), key=_order)


def _of_sequence(parts: Any, start: int) -> list[Need]:
    found: list[Need] = []
    for kind, value in parts:
        found += _of_part(kind, value, start)
        start += _parser.SubPattern(parts.state, [(kind, value)]).getwidth()[1]
    return [need for need in found if not any(map(str.isspace, need[0]))]


def _of_part(kind: Any, value: Any, start: int) -> list[Need]:
    found: list[Need] = []
    if kind is _names.LITERAL:
        found = [(frozenset(chr(value)), start + 1)]
    elif kind is _names.IN:
        members = _of_class(value)
        found = [(members, start + 1)] if members else []
    elif kind is _names.BRANCH:
        branches = [set(_of_sequence(branch, start)) for branch in value[1]]
        found = _together([sorted(branch, key=_order) for branch in branches])
    elif kind is _names.SUBPATTERN:
        found = _of_sequence(value[3], start)
    elif kind is _names.ATOMIC_GROUP:
        found = _of_sequence(value, start)
    elif (kind in _REPEATS and value[0]) or (kind is _names.ASSERT and value[0] == 1):
        found = _of_sequence(value[-1], start)
    return found


def _together(branches: Iterable[Sequence[Need]]) -> list[Need]:
    """What is needed whichever branch matches: the rarest need of each together, and so on."""
    every = [
        (frozenset[str]().union(*(need for need, _ in row)), max(reach for _, reach in row))
        for row in zip(*branches, strict=False)
    ]
    return [need for need in every if len(need[0]) <= _MOST]


def _order(need: Need) -> tuple[float, int, list[str]]:
    return _chance(need), need[1], sorted(need[0])


def _chance(need: Need) -> float:
    """How often, roughly, a line of text holds what is needed (by Zipf's law)."""
    return min(need[1], _LINE) * math.fsum(map(_share, need[0]))


def _share(character: str) -> float:
    rank = _RANKS.get(character, len(_RANKS) if character.isalpha() else _RANK_OF_SIGN)
    return 0.1 / (10 + rank)


def longest(pattern: str) -> int | None:
    """The length of the longest line that matches; ``None`` where there is no limit.

    >>> longest("所有.{0,8}$"), longest("所有.*$"), longest("所有")
    (10, None, None)
    """
    parts = _parser.parse(pattern)
    width = int(parts.getwidth()[1])
    return width if _is_whole(parts) and width < _NO_LIMIT else None


def never(pattern: str) -> str:
    """The common characters that no line holds that matches.

    >>> never("所有[^。，]{0,8}$")
    '。'
    """
    parts = _parser.parse(pattern)
    return "".join(c for c in _MARKS if not _can_hold(parts, c)) if _is_whole(parts) else ""


def _is_whole(parts: Any) -> bool:
    """Whether a match goes on to the line's end."""
    if not parts:
        return False
    kind, value = parts[-1]
    if kind is _names.AT:
        return value is _names.AT_END
    if kind is _names.SUBPATTERN:
        return _is_whole(value[3])
    return kind is _names.BRANCH and all(map(_is_whole, value[1]))


def _can_hold(parts: Iterable[Any], character: str) -> bool:
    """Whether what is matched can hold a mark of punctuation."""
    return any(_can_be(kind, value, character) for kind, value in parts)


def _can_be(kind: Any, value: Any, character: str) -> bool:
    found = kind not in (_names.ASSERT, _names.ASSERT_NOT, _names.AT)
    if kind in (_names.LITERAL, _names.NOT_LITERAL):
        found = (chr(value) == character) == (kind is _names.LITERAL)
    elif kind is _names.IN:
        found = _is_in(value, character)
    elif kind is _names.BRANCH:
        found = any(_can_hold(branch, character) for branch in value[1])
    elif kind is _names.SUBPATTERN:
        found = _can_hold(value[3], character)
    elif kind is _names.ATOMIC_GROUP:
        found = _can_hold(value, character)
    elif kind in _REPEATS:
        found = _can_hold(value[2], character)
    return found


def _is_in(members: Sequence[Any], character: str) -> bool:
    """Whether a class holds a mark of punctuation."""
    found = False
    for kind, value in members:
        if kind is _names.LITERAL:
            found |= chr(value) == character
        elif kind is _names.RANGE:
            found |= value[0] <= ord(character) <= value[1]
        elif kind is _names.CATEGORY:  # the marks are neither blanks nor part of words
            found |= value in _NOT_CATEGORIES
    return found != (members[0][0] is _names.NEGATE)


def _of_class(members: Iterable[Any], *, first: bool = False) -> frozenset[str] | None:
    """The characters of a class, any digit as 0 to 9; the first of a line is no blank."""
    found: set[str] = set()
    for kind, value in members:
        if kind is _names.LITERAL:
            found.add(chr(value))
        elif kind is _names.RANGE and value[1] - value[0] < _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is _names.CATEGORY and value is _names.CATEGORY_DIGIT:
            found.update("0123456789")
        elif not (first and kind is _names.CATEGORY and value is _names.CATEGORY_SPACE):
            return None  # what is left out, letters
    return frozenset(found) if first or len(found) <= _MOST else None


def firsts(pattern: str) -> frozenset[str] | None:
    r"""Characters that a match on a line without blanks at its ends begins with; ``None`` for any.

    >>> sorted(firsts("[(]?(?:版权|转载)所有$") or "")
    ['(', '版', '转']
    """
    found, ends = _firsts_of_sequence(_parser.parse(pattern))
    return None if ends else found


_Firsts = tuple[frozenset[str] | None, bool]
"""The characters, ``None`` for any, and whether the part can be empty."""


def _firsts_of_sequence(parts: Iterable[Any]) -> _Firsts:
    every: set[str] = set()
    for part in parts:
        found, empty = _firsts_of_part(*part)
        if found is None:
            return None, empty
        every |= found
        if not empty:
            return frozenset(every), False
    return frozenset(every), True


def _firsts_of_part(kind: Any, value: Any) -> _Firsts:
    nothing: frozenset[str] = frozenset()
    if kind in (_names.ASSERT, _names.ASSERT_NOT, _names.AT):
        return nothing, True
    if kind in (_names.LITERAL, _names.IN):
        literal = kind is _names.LITERAL
        return frozenset(chr(value)) if literal else _of_class(value, first=True), False
    if kind is _names.BRANCH:
        branches = [_firsts_of_sequence(branch) for branch in value[1]]
        found = [one for one, _ in branches]
        several = None if None in found else nothing.union(*(one for one in found if one))
        return several, any(empty for _, empty in branches)
    if kind in (_names.SUBPATTERN, _names.ATOMIC_GROUP):
        return _firsts_of_sequence(value[3] if kind is _names.SUBPATTERN else value)
    if kind in _REPEATS:
        inner, empty = _firsts_of_sequence(value[2])
        return inner, empty or value[0] == 0
    return None, False


def table() -> str:
    """The table's text."""
    rows = [
        "# What a line must be for an alternative of a rule to match it: characters with one of",
        "# which it begins; its greatest length; marks it does not hold; and sets of characters,",
        "# of each of which it holds one among its first so many. Empty for any.",
        "# rule, sign, firsts, longest, never, needs",
    ]
    for rule in builtin_rules():
        for pattern in alternatives(rule.pattern):
            first = "".join(sorted(c for c in firsts(pattern) or "" if not c.isspace()))
            found = [(reach, "".join(sorted(need))) for need, reach in needs(pattern)]
            held = [f"{min(reach, _NO_LIMIT)}/{need}" for reach, need in found]
            size = str(longest(pattern) or "")
            cells = (first, size, never(pattern), " ".join(held[:_MOST_NEEDS]))
            rows.append("\t".join((rule.name, signed(rule.pattern), *cells)))
    return "\n".join(rows) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the table, or say whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    given = parser.parse_args(argv)
    text = table()
    if given.check:
        return 0 if TABLE.read_text("utf-8") == text else 1
    TABLE.write_text(text, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
