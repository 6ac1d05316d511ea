"""Write the parts of the documentation that the code already says.

docs/repairs.md and docs/rules_table.md hold the table of repairs and that of rules, docs/cli.md the
table of options, each between two marks; what stands outside the marks is written by hand.

    python tools/make_docs.py           write them
    python tools/make_docs.py --check   write nothing; exit 1 if one is out of date
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cntextfix.arguments import build_parser
from cntextfix.label.rules import builtin_rules
from cntextfix.render.style import visible
from cntextfix.repairs import REPAIRS

DOCS = Path(__file__).resolve().parent.parent / "docs"
MARKED = re.compile(r"(?<=<!-- made by tools/make_docs.py -->\n).*(?=<!-- end -->)", re.DOTALL)


def repairs_table() -> str:
    """Every repair, in the order in which they run."""
    return _table(
        ("repair", "stage", "what it does", "example"),
        (
            (
                f"`{repair.name}`",
                repair.stage if repair.default else f"{repair.stage}, when selected",
                repair.summary,
                "<br>".join(f"{_code(before)} → {_code(after)}" for before, after in shown[:2])
                or f"{_code(repair.examples[0][0])} stays",
            )
            for repair in REPAIRS
            for shown in [[example for example in repair.examples if example[0] != example[1]]]
        ),
    )


def rules_table() -> str:
    """Every built-in rule, in the order in which they are tried."""
    return _table(
        ("rule", "kind", "where", "matches", "does not match"),
        (
            (
                f"`{rule.name}`",
                rule.kind.value,
                rule.where,
                "<br>".join(map(_code, rule.matches[:2])),
                "<br>".join(map(_code, rule.misses[:1])),
            )
            for rule in builtin_rules()
        ),
    )


def options_table() -> str:
    """Every option, from the parser itself.

    The parser's own help text is laid out differently from one Python to the next.
    """
    rows = []
    for action in build_parser()._actions:
        value = _help(str(action.metavar or "|".join(action.choices or ())))
        names = [f"`{name}`" for name in action.option_strings] or [f"`{value}`"]
        if action.option_strings and value:
            names.append(value if action.choices else f"*{value}*")
        rows.append((" ".join(names), _help(action.help or "")))
    return _table(("option", "meaning"), rows)


def _help(text: str) -> str:
    """A help text as it can stand in a cell; argparse has a percent sign written twice."""
    return text.replace("%%", "%").replace("|", "\\|")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    lines.insert(1, "|" + "---|" * len(head))
    return "\n" + "\n".join(lines) + "\n\n"


def _code(text: str) -> str:
    """A text as it can stand in a cell, with everything invisible shown."""
    shown = visible(text, keep="\u3000").replace("|", "\\|")
    if len(shown) > 60:
        shown = f"{shown[:59]}…"
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


PAGES: dict[str, Callable[[], str]] = {
    "repairs.md": repairs_table,
    "rules_table.md": rules_table,
    "cli.md": options_table,
}


def made(name: str) -> tuple[str, str]:
    """A page as it is, and as it should be."""
    page = (DOCS / name).read_text("utf-8")
    if not MARKED.search(page):
        raise SystemExit(f"docs/{name} has lost the marks that say where its table goes")
    return page, MARKED.sub(lambda _: PAGES[name](), page)


def main(argv: Sequence[str] | None = None) -> int:
    """Write or check every page."""
    parser = argparse.ArgumentParser(description="Write the generated parts of docs/.")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if out of date")
    check = parser.parse_args(argv).check
    status = 0
    for name in PAGES:
        page, right = made(name)
        if page == right:
            continue
        if check:
            print(f"docs/{name} is out of date: run python tools/make_docs.py", file=sys.stderr)
            status = 1
        else:
            (DOCS / name).write_text(right, "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
