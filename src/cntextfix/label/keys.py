"""Which rules a line can match at all, by its length and the characters it holds and begins with.

Most lines of a page hold none of the characters that most rules need, begin with another one, are
longer than labels are, or hold marks that no label holds. The table `lexicon/rule_keys.tsv` says
what each alternative of each built-in rule asks of a line, and only those are tried that can match;
a rule that is not there, or has another pattern than there, is tried on every line.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

from cntextfix.label.rules import Rule
from cntextfix.lexicon.fold import fold, folding_to

__all__ = ["Keys", "alternatives", "signed"]

_DIGITS = frozenset("0123456789")
_KEPT = 4096
_NOTHING = (("", 0), ("", 0))
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")  # a class is one token


class _Key(NamedTuple):
    """What an alternative of a rule asks of a line; what is empty, or 0, asks nothing.

    Args:
        firsts: characters one of which it begins with.
        longest: its greatest length.
        never: characters that it does not hold.
        needs: sets of characters, and among how many of its first it holds one of each.
    """

    firsts: str = ""
    longest: int = 0
    never: str = ""
    needs: Sequence[tuple[str, int]] = ()


_Search = Callable[[str, int, int], object]
_Check = tuple[int, _Search, int, _Search, int]
"""A branch, the searches for two things it needs, and how far these reach."""


class Keys:
    """What the rules of a table ask of a line.

    Args:
        rules: the rules, which are known by their numbers.
    """

    __slots__ = ("_by_first", "_by_size", "_checks", "_keys", "_never", "_sizes", "branches")

    def __init__(self, rules: Sequence[Rule]) -> None:
        asked_by = [
            (number, *branch) for number, rule in enumerate(rules) for branch in _branches(rule)
        ]
        self.branches: Sequence[tuple[int, str]] = [(rule, part) for rule, part, _ in asked_by]
        keys = self._keys = [key for _, _, key in asked_by]
        others = sum(1 << branch for branch, key in enumerate(keys) if not key.firsts)
        by_first = _bits((key.firsts, 1 << branch) for branch, key in enumerate(keys))
        self._by_first = _Folding({c: bits | others for c, bits in by_first.items()}, others)
        self._sizes = sorted({key.longest for key in keys if key.longest})
        self._by_size = [
            sum(1 << branch for branch, key in enumerate(keys) if not 0 < key.longest < size)
            for size in (*self._sizes, 1 + max(self._sizes, default=0))
        ]
        never = _bits((key.never, 1 << branch) for branch, key in enumerate(keys))
        self._never = [(raw, ~bits) for mark, bits in never.items() for raw in folding_to(mark)]
        self._checks = lru_cache(maxsize=_KEPT)(self._checks_of)

    def candidates(self, line: str, wanted: int = -1) -> list[int]:
        """The branches worth trying on a line, as indexes of `branches`.

        Args:
            line: the line, without blanks at either end; it need not be folded.
            wanted: those that are asked for, a bit for each.
        """
        left = self._by_first[line[:1]] & wanted
        left &= self._by_size[bisect_left(self._sizes, len(line))]
        for mark, others in self._never:
            if mark in line:
                left &= others
        if not left:
            return []
        return [
            branch
            for branch, one, near, other, far in self._checks(left)
            if one(line, 0, near) and other(line, 0, far)
        ]

    def _checks_of(self, left: int) -> Sequence[_Check]:
        """What is to be looked for, for some branches."""
        found: list[_Check] = []
        for branch, key in enumerate(self._keys):
            if left >> branch & 1:
                (one, near), (other, far) = (*key.needs, *_NOTHING)[:2]
                found.append((branch, _holding(one), near, _holding(other), far))
        return found


def _bits(asked: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The bits of each character."""
    found: dict[str, int] = {}
    for characters, bits in asked:
        for character in characters:
            if fold(character) == character:  # no other stands in a folded line
                found[character] = found.get(character, 0) | bits
    return found


@cache
def _holding(need: str) -> _Search:
    """Finds one of some characters in a line that is not folded; the empty text, if none is."""
    if not need:
        return re.compile("").search
    digits = r"\d" if not _DIGITS.isdisjoint(need) else ""
    return re.compile(f"[{re.escape(folding_to(need))}{digits}]").search


class _Folding(dict[str, int]):
    """Bits by what a character is when it is folded; it learns the characters it is asked for.

    Args:
        known: the bits by folded characters.
        others: those of a character that is not known.
    """

    __slots__ = ("_others",)

    def __init__(self, known: Mapping[str, int], others: int = 0) -> None:
        super().__init__(known)
        self._others = others

    def __missing__(self, character: str) -> int:
        folded = fold(character)
        if folded not in self and character.isdecimal():
            folded = "0"
        bits = self[character] = self.get(folded, self._others)
        return bits


def signed(pattern: str) -> str:
    """A short sign of a pattern, by which a change is seen.

    Args:
        pattern: a rule's pattern.
    """
    return f"{crc32(pattern.encode()):08x}"


def alternatives(pattern: str) -> list[str]:
    r"""The patterns of which a pattern offers the choice.

    Args:
        pattern: a regular expression without groups that capture.

    >>> alternatives(r"来源[:|](?:网|报)|\|[(]图[)]$")
    ['来源[:|](?:网|报)', '\\|[(]图[)]$']
    """
    found, depth, start = [], 0, 0
    for match in _TOKEN.finditer(pattern):
        token = match[0]
        depth += (token == "(") - (token == ")")
        if token == "|" and not depth:
            found.append(pattern[start : match.start()])
            start = match.end()
    return [*found, pattern[start:]]


def _branches(rule: Rule) -> Sequence[tuple[str, _Key]]:
    """The alternatives of a rule, and what each asks of a line."""
    sign, keys = _table().get(rule.name, ("", ()))
    if sign != signed(rule.pattern):
        return [(rule.pattern, _Key())]
    return list(zip(alternatives(rule.pattern), keys, strict=True))


@cache
def _table() -> Mapping[str, tuple[str, Sequence[_Key]]]:
    from importlib import resources

    file = resources.files("cntextfix.lexicon") / "rule_keys.tsv"
    rows = (row.split("\t") for row in file.read_text("utf-8").splitlines() if row[:1] != "#")
    found: dict[str, tuple[str, list[_Key]]] = {}
    for name, sign, firsts, longest, never, needs in rows:
        parts = [need.partition("/") for need in needs.split(" ") if need]
        key = _Key(firsts, int(longest or 0), never, [(held, int(end)) for end, _, held in parts])
        found.setdefault(name, (sign, []))[1].append(key)
    return found
