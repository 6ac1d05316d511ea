"""The command line: its options, and what their values stand for."""

import os
from argparse import SUPPRESS, Action, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn, TextIO, get_args

from cntextfix.errors import CntextfixError
from cntextfix.label.rules import RULES, Rule, load_rules
from cntextfix.repairs import REPAIRS
from cntextfix.repairs.repair import Punctuation, Repair, Script

__all__ = [
    "SUFFIXES",
    "build_parser",
    "chosen_repairs",
    "chosen_rules",
    "repair_list",
    "rule_list",
    "wants_colour",
]

SUFFIXES = {"text": ".txt", "markdown": ".md", "json": ".json", "jsonl": ".jsonl"}
"""The forms of the output, each with the suffix of its files."""

_USAGE = "cntextfix [option ...] [FILE | FOLDER | -] ..."
_EPILOG = """\
examples:
  cntextfix page.txt                       the clean text, on standard output
  cntextfix pages/ -o clean/ -t markdown   a folder of pages, one Markdown file each
  pdftotext a.pdf - | cntextfix -t json    a filter: one document with all its fields
  cntextfix --explain page.txt             what was changed, where, and how sure that is
  cntextfix --diff page.txt | less         the page against its clean text

exit status: 0 done; 1 --check found something to change; 2 an error, named on standard error
"""


def build_parser() -> ArgumentParser:
    """The parser of the command line; docs/cli.md is written from it."""
    parser = ArgumentParser(
        prog="cntextfix",
        usage=_USAGE,
        description="Repair damaged Chinese web text, set the site's furniture aside, and give "
        "back the document: title, fields and paragraphs.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add(
        "inputs",
        nargs="*",
        metavar="FILE",
        help="a text in any encoding; a folder, of which every *.txt is taken, those in "
        "subfolders too; - or nothing for standard input",
    )
    add("-t", "--to", choices=SUFFIXES, help="form of the output (default: text)")
    add(
        "-o",
        "--output",
        metavar="PATH",
        help="write there: a file, whose suffix also chooses the form; or a folder, if it ends "
        "in /, is one, or there are several inputs. An input is never overwritten",
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--diff", action="store_true", help="show a diff from input to clean text")
    mode.add_argument(
        "--explain", action="store_true", help="show each change and each line set aside, with why"
    )
    mode.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit 1 and name the inputs whose text would change",
    )
    add("--select", metavar="NAME,...", help="run only these repairs ('default', 'all' also work)")
    add("--ignore", metavar="NAME,...", help="do not run these repairs")
    add(
        "--rules",
        metavar="FILE",
        action="append",
        default=[],
        help="add the furniture rules of this TOML file; a rule named like a built-in one "
        "replaces it",
    )
    add(
        "--script",
        choices=get_args(Script),
        default="auto",
        help="script of the output (default: auto, which turns a page back to Simplified only "
        "where a mirror site turned it to Traditional)",
    )
    add(
        "--punctuation",
        choices=get_args(Punctuation),
        default="auto",
        help="punctuation between Chinese characters (default: auto, which restores full-width "
        "marks that were flattened)",
    )
    add("-e", "--encoding", metavar="NAME", help="encoding of the input (default: found out)")
    add("--list-repairs", action="store_true", help="list the repairs, in their order, and exit")
    add("--list-rules", action="store_true", help="list the furniture rules and exit")
    add(
        "--color",
        choices=["auto", "always", "never"],
        default="auto",
        help="colour in --diff and --explain (default: auto, which heeds the terminal, NO_COLOR "
        "and FORCE_COLOR)",
    )
    add("-q", "--quiet", action="store_true", help="no summary on standard error, only errors")
    add("-V", "--version", action=_Version, help="show the version and exit")
    return parser


class _Version(Action):
    """Looks the version up when it is asked for; importlib.metadata is slow to import."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**{**arguments, "nargs": 0, "dest": SUPPRESS, "default": SUPPRESS})

    def __call__(self, parser: ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("cntextfix")
        except PackageNotFoundError:
            found = "(not installed)"
        print(f"cntextfix {found}")
        parser.exit()


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
