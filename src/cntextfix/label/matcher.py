"""Asks a whole table of rules about one line, in a few regular-expression matches.

>>> from cntextfix.label.rules import RULES
>>> found = matcher(RULES).find("来源:新华网 发布时间:2024-01-05", "anywhere", "head")
>>> found.name if found else None
'facts'
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from cntextfix.errors import RuleError
from cntextfix.label.rules import Rule, Where

__all__ = ["Matcher", "matcher"]

_REMEMBERED = 16_384
"""Answers that are kept; a large page has 500 lines and asks for four places."""


class Matcher:
    """A table of rules, compiled to one expression for each place they may fire in.

    Args:
        rules: in the order they are tried; the first that matches counts.

    Raises:
        RuleError: a pattern is no regular expression.
    """

    __slots__ = ("_asked", "_patterns", "_rules")

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        branches: dict[Where, list[str]] = {}
        for number, rule in enumerate(self._rules):
            branches.setdefault(rule.where, []).append(f"(?P<rule_{number}>{rule.pattern})")
        try:
            self._patterns = {where: re.compile("|".join(b)) for where, b in branches.items()}
        except re.error as error:
            raise RuleError(_culprit(self._rules), f"pattern cannot be used: {error}") from None
        # A line is asked about several times, and a site's menus stand on each of its pages.
        self._asked = lru_cache(maxsize=_REMEMBERED)(self._ask)

    def find(self, folded: str, *places: Where) -> Rule | None:
        """The first rule, in the order of the table, that matches a line at one of the places.

        Args:
            folded: the folded line, without blanks at either end.
            places: where the line stands.
        """
        best = min((self._asked(folded, place) for place in places), default=len(self._rules))
        return self._rules[best] if best < len(self._rules) else None

    def _ask(self, folded: str, place: Where) -> int:
        """Number of the first rule of a place that matches; the number of all rules for none."""
        pattern = self._patterns.get(place)
        match = pattern.match(folded) if pattern is not None else None
        # A branch's own group closes last, so it is the one that lastgroup names.
        if match is None or match.lastgroup is None:
            return len(self._rules)
        return int(match.lastgroup.removeprefix("rule_"))


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


def _culprit(rules: Sequence[Rule]) -> str:
    for rule in rules:
        try:
            re.compile(rule.pattern)
        except re.error:
            return f"rule {rule.name!r}"
    return "rules with groups of the same name"
