"""Which rules a line can match at all, by the characters it holds and the one it begins with.

Most lines of a page hold none of the characters that most rules need, or begin with another one.
The table `lexicon/rule_keys.tsv` names them for the built-in rules; a rule that is not there, or
has another pattern than there, is tried on every line.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from zlib import crc32

from cntextfix.label.rules import Rule
from cntextfix.lexicon.fold import fold

__all__ = ["Keys", "signed"]


class Keys:
    """What the rules of a table need of a line.

    Args:
        rules: the rules, which are known by their numbers.
    """

    __slots__ = ("_always", "_by_character", "_by_first")

    def __init__(self, rules: Sequence[Rule]) -> None:
        known = _table()
        by_character: dict[str, int] = {}
        by_first: dict[str, int] = {}
        self._always = any_first = 0
        for number, rule in enumerate(rules):
            sign, needed, first = known.get(rule.name, ("", "", ""))
            if sign != signed(rule.pattern):
                needed = first = ""
            if needed:
                _add(by_character, needed, number)
            else:
                self._always |= 1 << number
            if first:
                _add(by_first, first, number)
            else:
                any_first |= 1 << number
        self._by_character = _Folding(by_character)
        for first in by_first:
            by_first[first] |= any_first
        self._by_first = _Folding(by_first, any_first)

    def candidates(self, line: str) -> int:
        """The rules worth trying on a line, a bit for each.

        Args:
            line: the line, without blanks at either end; it need not be folded.
        """
        first = self._by_first[line[:1]]
        if not first:
            return 0
        found, by_character = self._always, self._by_character
        for character in set(line):
            found |= by_character[character]
        return found & first


def _add(table: dict[str, int], characters: str, number: int) -> None:
    for character in characters:
        if fold(character) == character:  # no other stands in a folded line
            table[character] = table.get(character, 0) | 1 << number


class _Folding(dict[str, int]):
    """Rules by what a character is when it is folded; it learns the characters it is asked for.

    Args:
        known: the rules by folded characters.
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


@cache
def _table() -> Mapping[str, tuple[str, str, str]]:
    from importlib import resources

    file = resources.files("cntextfix.lexicon") / "rule_keys.tsv"
    rows = (row.split("\t") for row in file.read_text("utf-8").splitlines() if row[:1] != "#")
    return {name: (sign, needed, first) for name, sign, needed, first in rows}
