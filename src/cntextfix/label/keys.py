"""Which rules a line can match at all, by the characters it holds.

Most lines of a page hold none of the characters that most rules need. The table
`lexicon/rule_keys.tsv` names them for the built-in rules; a rule that is not there, or has another
pattern than there, is tried on every line.
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

    __slots__ = ("_always", "_by_character")

    def __init__(self, rules: Sequence[Rule]) -> None:
        known = _table()
        by_character: dict[str, int] = {}
        self._always = 0
        for number, rule in enumerate(rules):
            sign, needed = known.get(rule.name, ("", ""))
            if not needed or sign != signed(rule.pattern):
                self._always |= 1 << number
                continue
            for character in needed:
                if fold(character) == character:  # no other stands in a folded line
                    by_character[character] = by_character.get(character, 0) | 1 << number
        self._by_character = _Folding(by_character)

    def candidates(self, line: str) -> int:
        """The rules worth trying on a line, a bit for each.

        Args:
            line: the line; it need not be folded.
        """
        found, by_character = self._always, self._by_character
        for character in set(line):
            found |= by_character[character]
        return found


class _Folding(dict[str, int]):
    """Rules by what a character is when it is folded; it learns the characters it is asked for."""

    def __missing__(self, character: str) -> int:
        bits = self[character] = self.get(fold(character), 0)
        return bits


def signed(pattern: str) -> str:
    """A short sign of a pattern, by which a change is seen.

    Args:
        pattern: a rule's pattern.
    """
    return f"{crc32(pattern.encode()):08x}"


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    from importlib import resources

    file = resources.files("cntextfix.lexicon") / "rule_keys.tsv"
    rows = (row.split("\t") for row in file.read_text("utf-8").splitlines() if row[:1] != "#")
    return {name: (sign, needed) for name, sign, needed in rows}
