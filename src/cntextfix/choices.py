"""What the values of the command's options stand for: repairs, rules, colour."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from cntextfix.errors import CntextfixError
from cntextfix.label.rules import RULES, Rule, load_rules
from cntextfix.repairs import REPAIRS
from cntextfix.repairs.repair import Repair

__all__ = ["chosen_repairs", "chosen_rules", "repair_list", "rule_list", "wants_colour"]


def chosen_repairs(select: str | None, ignore: str | None) -> tuple[Repair, ...]:
    """The repairs to run, in the order in which they run.

    Args:
        select: names joined by commas, among them perhaps ``default`` and ``all``; ``None`` for
            the default ones.
        ignore: names to leave out, in the same form.

    Raises:
        CntextfixError: no repair has such a name.
    """
    if select is not None and not select.strip(" ,"):
        raise CntextfixError("--select names no repair; --list-repairs shows their names")
    if select is not None and select.strip().lower() == "none":
        raise CntextfixError("--select: to run no repair at all, write --ignore all")
    wanted = set(_named("--select", "default" if select is None else select))
    wanted -= set(_named("--ignore", ignore or ""))
    return tuple(repair for repair in REPAIRS if repair.name in wanted)


def _named(option: str, names: str) -> Iterator[str]:
    known = [repair.name for repair in REPAIRS]
    for name in filter(None, (part.strip() for part in names.split(","))):
        if name == "all":
            yield from known
        elif name == "default":
            yield from (repair.name for repair in REPAIRS if repair.default)
        elif name in known:
            yield name
        else:
            from difflib import get_close_matches

            near = [one for one in known if name in one] or get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "--list-repairs shows their names"
            raise CntextfixError(f"{option}: no repair is called {name!r}; {hint}")


def chosen_rules(files: Sequence[str]) -> Sequence[Rule]:
    """The built-in rules and those of the user's files, which go first.

    Args:
        files: paths of TOML files; a rule in them takes the place of one of the same name.

    Raises:
        RuleError: a file cannot be used.
    """
    if not files:
        return RULES
    own: dict[str, Rule] = {}
    for file in files:
        own.update((rule.name, rule) for rule in load_rules(file))
    return (*own.values(), *(rule for rule in RULES if rule.name not in own))


def repair_list() -> str:
    """The table of ``--list-repairs``."""
    width = max(len(repair.name) for repair in REPAIRS)
    return "".join(
        f"{repair.name:{width}}  {repair.stage:9}  {'on ' if repair.default else 'off'}  "
        f"{repair.summary}\n"
        for repair in REPAIRS
    )


def rule_list(rules: Iterable[Rule]) -> str:
    """The table of ``--list-rules``: each rule with a line it matches."""
    rows = [(rule.name, rule.kind.value, rule.where, "".join(rule.matches[:1])) for rule in rules]
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:3]]
    return "".join(
        f"{name:{widths[0]}}  {kind:{widths[1]}}  {where:{widths[2]}}  {example}\n"
        for name, kind, where, example in rows
    )


def wants_colour(choice: str, stream: TextIO) -> bool:
    """Whether to write colour to a stream.

    Args:
        choice: always, never, or auto, which heeds https://no-color.org (set and not empty),
            https://force-color.org and the terminal.
        stream: where the text goes.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
