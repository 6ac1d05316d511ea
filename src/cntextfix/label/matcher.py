"""Asks a whole table of rules about one line.

>>> from cntextfix.label.rules import RULES
>>> found = matcher(RULES).find("来源:新华网 发布时间:2024-01-05", "anywhere", "head")
>>> found.name if found else None
'facts'
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from cntextfix.errors import RuleError
from cntextfix.label.keys import Keys
from cntextfix.label.rules import Rule, Where
from cntextfix.lexicon.fold import fold

__all__ = ["Matcher", "matcher"]


_LONGEST_KEPT = 60  # characters; longer lines seldom come again
_KEPT = 1 << 16


class Matcher:
    """A table of rules, each tried only on lines that hold what it needs (`keys`).

    Args:
        rules: in the order they are tried; the first that matches counts.

    Raises:
        RuleError: a pattern is no regular expression.
    """

    __slots__ = ("_find", "_keys", "_patterns", "_places", "_rules")

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._keys = Keys(self._rules)
        self._patterns: list[re.Pattern[str] | None] = [None] * len(self._keys.branches)
        self._places: dict[Where, int] = {}
        for branch, (number, _) in enumerate(self._keys.branches):
            where = self._rules[number].where
            self._places[where] = self._places.get(where, 0) | 1 << branch
        # Menus stand on every page of a site, and each line is asked about more than once.
        self._find = lru_cache(maxsize=_KEPT)(self._search)

    def find(self, line: str, *places: Where) -> Rule | None:
        """The first rule, in the order of the table, that matches a line at one of the places.

        Args:
            line: the line, without blanks at either end.
            places: where it stands.
        """
        if len(line) > _LONGEST_KEPT:
            return self._search(line, places)
        return self._find(line, places)

    def _search(self, line: str, places: tuple[Where, ...]) -> Rule | None:
        wanted = 0
        for place in places:
            wanted |= self._places.get(place, 0)
        folded = ""
        for branch in self._keys.candidates(line, wanted):
            folded = folded or fold(line)
            pattern = self._patterns[branch] or self._compiled(branch)
            if pattern.match(folded):
                return self._rules[self._keys.branches[branch][0]]
        return None

    def _compiled(self, branch: int) -> re.Pattern[str]:
        number, part = self._keys.branches[branch]
        rule = self._rules[number]
        try:
            pattern = self._patterns[branch] = re.compile(part)
        except re.error as error:
            problem = f"pattern cannot be used: rule {rule.name!r}: {error}"
            raise RuleError(f"rule {rule.name!r}", problem) from None
        return pattern


def matcher(rules: Sequence[Rule]) -> Matcher:
    """The Matcher of a table of rules, made once for each table.

    Args:
        rules: the table; a list may change, so it is read anew each time.
    """
    return Matcher(rules) if isinstance(rules, list) else _kept(_SameTable(rules))


class _SameTable:
    """A cache key that says "this very table": hashing eighty rules costs more than a page."""

    __slots__ = ("rules",)

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameTable) and self.rules is other.rules


@lru_cache(maxsize=8)
def _kept(table: _SameTable) -> Matcher:
    return Matcher(table.rules)
