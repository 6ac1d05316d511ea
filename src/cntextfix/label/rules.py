r"""What a boilerplate rule is, and how a file of them is read.

>>> rule = next(rule for rule in RULES if rule.name == "breadcrumb_here")
>>> rule.kind.value, rule.where
('breadcrumb', 'anywhere')
>>> rule.hits("當前位置：首頁 > 新聞 > 正文")
True
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from os import PathLike
from typing import Any, Literal, get_args, overload

from cntextfix.document import Kind
from cntextfix.errors import RuleError
from cntextfix.lexicon.fold import fold

__all__ = ["RULES", "Rule", "Where", "builtin_parts", "builtin_rules", "load_rules"]

Where = Literal["anywhere", "head", "tail", "edge", "footer"]
"""Where a rule may fire: on any line, above the body, below it, at either edge, or below a line
of the tail that already proved to be the site's (copyright, disclaimer, organiser)."""

_GIVEN = frozenset({"kind", "where", "pattern", "matches", "misses"})
_PLACED_BY_SHAPE = frozenset({Kind.TITLE, Kind.SUBTITLE, Kind.HEADING, Kind.SIGNATURE})
_PART = re.compile(r"\(\?&(\w+)\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One boilerplate rule: an entry of a TOML table that carries its own tests.

    Args:
        name: lower case, words joined by underscores.
        kind: what a line that matches is.
        pattern: a regular expression, matched at the start of the folded line (Simplified,
            half-width, lower case, no blanks at either end).
        where: where the rule may fire.
        matches: lines it must match.
        misses: lines that look alike and must not match.
    """

    name: str
    kind: Kind
    pattern: str
    where: Where
    matches: tuple[str, ...]
    misses: tuple[str, ...]

    def hits(self, line: str) -> bool:
        """Whether the rule's pattern matches a line as it stands on a page.

        Args:
            line: the line; it is stripped and folded first.
        """
        return re.match(self.pattern, fold(line.strip())) is not None


def load_rules(path: str | PathLike[str]) -> tuple[Rule, ...]:
    """Read a file of rules, and run every rule on its own examples.

    Args:
        path: a TOML file of the same form as the built-in one; see docs/rules.md. It may use
            the built-in parts.

    Raises:
        RuleError: the file cannot be read, or one of its rules cannot be used; the message
            names the file and the rule, and says what to do.
    """
    from pathlib import Path

    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error}); check the path"
        raise RuleError(str(path), problem) from None
    except UnicodeDecodeError as error:
        raise RuleError(str(path), f"is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    rules = _read(text, str(path), dict(builtin_parts()))
    for rule in rules:
        _check(rule, str(path))
    return rules


class _BuiltInRules(Sequence[Rule]):
    """The rules this package brings, read when the first of them is asked for."""

    __slots__ = ()

    @overload
    def __getitem__(self, index: int) -> Rule: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Rule, ...]: ...

    def __getitem__(self, index: int | slice) -> Rule | tuple[Rule, ...]:
        return builtin_rules()[index]

    def __len__(self) -> int:
        return len(builtin_rules())

    def __iter__(self) -> Iterator[Rule]:
        return iter(builtin_rules())

    def __repr__(self) -> str:
        return "RULES"


RULES: Sequence[Rule] = _BuiltInRules()
"""The built-in rules. ``(*load_rules("mine.toml"), *RULES)`` puts your own before them."""


def builtin_rules() -> tuple[Rule, ...]:
    """The rules this package brings, in the order they are tried."""
    return _built_in()[1]


def builtin_parts() -> Mapping[str, str]:
    """The named parts of the built-in patterns: labels, dates, names."""
    return _built_in()[0]


@cache
def _built_in() -> tuple[Mapping[str, str], tuple[Rule, ...]]:
    from importlib import resources

    file = resources.files("cntextfix.lexicon") / "rules.toml"
    parts: dict[str, str] = {}
    rules = _read(file.read_text("utf-8"), "rules.toml", parts)
    return parts, rules


def _read(text: str, source: str, parts: dict[str, str]) -> tuple[Rule, ...]:
    """The rules of a TOML text; its parts are added to `parts`."""
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = f"is not TOML: {error}; patterns go between single quotes"
        raise RuleError(source, problem) from None
    if unknown := sorted(table.keys() - {"parts", "rule"}):
        problem = f"has an unknown table [{unknown[0]}]; write [rule.NAME] or [parts]"
        raise RuleError(source, problem)
    named_parts = table.get("parts", {})
    entries = table.get("rule", {})
    if not isinstance(named_parts, dict) or not isinstance(entries, dict):
        raise RuleError(source, "has no tables [parts] and [rule.NAME]; see docs/rules.md")
    for name, part in named_parts.items():
        if not isinstance(part, str):
            raise RuleError(source, f"part {name!r} is no string; put it between single quotes")
        parts[name] = _with_parts(part, parts, f"{source}, part {name!r}")
    if not entries:
        raise RuleError(source, "has no rule; write at least one [rule.NAME]")
    return tuple(_rule(name, entry, parts, source) for name, entry in entries.items())


def _rule(name: str, entry: Any, parts: Mapping[str, str], source: str) -> Rule:
    place = f"{source}, rule {name!r}"
    if not isinstance(entry, dict):
        raise RuleError(place, f"is no table; write [rule.{name}] above its lines")
    if missing := sorted(_GIVEN - entry.keys()):
        raise RuleError(place, f"lacks {missing[0]!r}; a rule needs {', '.join(sorted(_GIVEN))}")
    if unknown := sorted(entry.keys() - _GIVEN):
        raise RuleError(place, f"has an unknown key {unknown[0]!r}; take it out")
    kinds = [kind.value for kind in Kind if kind not in _PLACED_BY_SHAPE]
    if entry["kind"] not in kinds:
        raise RuleError(place, f"kind {entry['kind']!r} is not one of: {', '.join(kinds)}")
    if entry["where"] not in get_args(Where):
        places = ", ".join(get_args(Where))
        raise RuleError(place, f"where {entry['where']!r} is not one of: {places}")
    return Rule(
        name=name,
        kind=Kind(entry["kind"]),
        pattern=_pattern(entry["pattern"], parts, place),
        where=entry["where"],
        matches=_lines(entry, "matches", place),
        misses=_lines(entry, "misses", place),
    )


def _pattern(pattern: Any, parts: Mapping[str, str], place: str) -> str:
    if not isinstance(pattern, str) or not pattern:
        raise RuleError(place, "pattern is no string; put it between single quotes")
    return _with_parts(pattern, parts, place)


def _with_parts(pattern: str, parts: Mapping[str, str], place: str) -> str:
    def part(reference: re.Match[str]) -> str:
        name = reference[1]
        if name not in parts:
            raise RuleError(place, f"uses the part (?&{name}), which no line above defines")
        return f"(?:{parts[name]})"

    return _PART.sub(part, pattern)


def _lines(entry: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    lines = entry[key]
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise RuleError(place, f'{key} is no list of lines; write {key} = ["..."]')
    if not lines:
        raise RuleError(place, f"{key} is empty; give at least one line")
    return tuple(lines)


def _check(rule: Rule, source: str) -> None:
    """Raise unless the rule's pattern compiles and does what its examples say."""
    place = f"{source}, rule {rule.name!r}"
    try:
        pattern = re.compile(rule.pattern)
    except re.error as error:
        raise RuleError(place, f"pattern is no regular expression: {error}") from None
    if pattern.groups:
        raise RuleError(place, "pattern has a capturing group; write (?:...) for (...)")
    if pattern.match(""):
        raise RuleError(place, "pattern matches the empty line; ask for at least one character")
    for line in rule.matches:
        if not rule.hits(line):
            problem = f"its pattern does not match its example {line!r}, folded {fold(line)!r}"
            raise RuleError(place, problem)
    for line in rule.misses:
        if rule.hits(line):
            raise RuleError(place, f"its pattern matches {line!r}, which it says it misses")
