"""Find for each built-in rule what every line it matches must hold, and must begin with.

    python tools/make_rule_keys.py           write lexicon/rule_keys.tsv
    python tools/make_rule_keys.py --check   write nothing; exit 1 if it is out of date

A rule whose characters a line lacks need not be tried on it. They are read off the pattern itself:
of a sequence the rarest part that has to be there, of alternatives all of them together; and the
first characters of all that a match can begin with. A rule
whose pattern has changed since is tried on every line, so an old table costs time and nothing else.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from cntextfix.label.keys import signed
from cntextfix.label.rules import builtin_rules

TABLE = Path(__file__).resolve().parent.parent / "src/cntextfix/lexicon/rule_keys.tsv"
_MOST = 220
"""More characters than this are in nearly every line."""

_parser = import_module("re._parser")  # how Python itself reads a pattern; no public module does
_names = import_module("re._constants")
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)


def keys(pattern: str) -> frozenset[str] | None:
    """Characters one of which every match holds; ``None`` where the pattern asks for none.

    >>> sorted(keys("(?:版权|转载)所有$"))
    ['所']
    """
    return _of_sequence(_parser.parse(pattern))


def _of_sequence(parts: Iterable[Any]) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    for part in parts:
        found = _of_part(*part)
        if found is not None and (best is None or _cost(found) < _cost(best)):
            best = found
    return best


def _of_part(kind: Any, value: Any) -> frozenset[str] | None:
    found: frozenset[str] | None = None
    if kind is _names.LITERAL:
        found = frozenset(chr(value))
    elif kind is _names.IN:
        found = _of_class(value)
    elif kind is _names.BRANCH:
        found = _together([_of_sequence(branch) for branch in value[1]])
    elif kind is _names.SUBPATTERN:
        found = _of_sequence(value[3])
    elif kind is _names.ATOMIC_GROUP:
        found = _of_sequence(value)
    elif kind in (_names.MAX_REPEAT, _names.MIN_REPEAT, _names.POSSESSIVE_REPEAT):
        found = _of_sequence(value[2]) if value[0] else None
    elif kind is _names.ASSERT and value[0] == 1:
        found = _of_sequence(value[1])
    return found


def _of_class(members: Iterable[Any], *, first: bool = False) -> frozenset[str] | None:
    """The characters of a class; as the first of a line, any digit is 0 to 9, and none a blank."""
    found: set[str] = set()
    for kind, value in members:
        if kind is _names.LITERAL:
            found.add(chr(value))
        elif kind is _names.RANGE and value[1] - value[0] < _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif first and kind is _names.CATEGORY and value is _names.CATEGORY_DIGIT:
            found.update("0123456789")
        elif not (first and kind is _names.CATEGORY and value is _names.CATEGORY_SPACE):
            return None  # what is left out, or digits of any script
    return frozenset(found) if first or len(found) <= _MOST else None


def _together(found: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    every: set[str] = set()
    for one in found:
        if one is None:
            return None
        every |= one
    return frozenset(every) if len(every) <= _MOST else None


def firsts(pattern: str) -> frozenset[str] | None:
    r"""Characters that a match on a line without blanks at its ends begins with; ``None`` for any.

    >>> sorted(firsts("[(]?\s?(?:版权|转载)所有$") or "")
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
    if kind in (_names.MAX_REPEAT, _names.MIN_REPEAT, _names.POSSESSIVE_REPEAT):
        inner, empty = _firsts_of_sequence(value[2])
        return inner, empty or value[0] == 0
    return None, False


def _cost(found: frozenset[str]) -> int:
    return sum(4 if c in " :" or c in _COMMON else 1 if c > "\x7f" else 2 for c in found)


def table() -> str:
    """The table's text."""
    rows = [
        "# Characters one of which every line that a rule matches holds, and with one of which it",
        "# begins; empty for any. 0 stands for every digit.",
        "# rule, sign, keys, firsts",
    ]
    for rule in builtin_rules():
        found = keys(rule.pattern) or frozenset()
        held = "" if any(map(str.isspace, found)) else "".join(sorted(found))
        first = "".join(sorted(c for c in firsts(rule.pattern) or "" if not c.isspace()))
        if held or first:
            rows.append(f"{rule.name}\t{signed(rule.pattern)}\t{held}\t{first}")
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
