"""How often title, date, source, editor and author of a page are read right.

    python benchmarks/fields.py html_gold.jsonl.xz [textview_full.jsonl.xz ...] [--strip main]

The gold file has one page a line as JSON: ``html``, ``url``, ``gold_title``, ``gold_date``,
``gold_source``, ``gold_editor``, ``gold_author`` (several names joined by ";"), and
``meta_annotated``, which says whether a value that is missing there is missing on the page. A view
has the lines of the same pages (``id``, ``lines`` of objects with ``t``) without their markup.

Sites go into two halves by their registered domain (that of the address, or the one most linked
to): even MD5, the development half, which patterns were read off, and odd, the held-out half.
A value counts as right when it is the same but for blanks and character widths; of dates, the
day; of names, the same people. *Wrong* is another value, *false* one where the page has none, and
a view is only asked for what its lines hold.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from gold_pages import FIELDS, bare, half, rows

from cntextfix import Document, clean
from cntextfix.clean import StripChoice

HALVES = {"dev": "dev", "test": "held-out"}
"""How the tables call the halves."""


def people(text: str) -> str:
    """The names in a value, in one order."""
    return "、".join(sorted(bare(name) for name in re.split("[、;]", text) if name.strip()))


def wanted(row: dict[str, Any], name: str) -> str:
    """The gold value, as it is compared."""
    value = row[f"gold_{name}"] or ""
    return people(value) if name in ("editor", "author") else bare(value)


def found(document: Document, name: str) -> str:
    """The value that was read, as it is compared."""
    if name == "date":
        return document.published.isoformat()[:10] if document.published else ""
    value: str = getattr(document, name) or ""
    return people(value) if name in ("editor", "author") else bare(value)


def stands_in(value: str, name: str, text: str) -> bool:
    """Whether a view holds a value at all."""
    if name == "date":
        year, month, day = (int(part) for part in value.split("-"))
        return re.search(rf"{year}\D{{1,3}}0?{month}\D{{1,3}}0?{day}(?!\d)", text) is not None
    text = bare(text)
    parts = value.split("、") if name in ("editor", "author") else [value]
    return all(part in text for part in parts)


def judge(given: str, gold: str) -> str:
    """What a value is beside the gold one."""
    if given == gold:
        return "right" if gold else "none"
    return ("wrong" if given else "missed") if gold else "false"


def measure(
    documents: Iterator[tuple[dict[str, Any], Document, str | None]], show: str
) -> dict[str, dict[str, Counter[str]]]:
    """Counts by half and field."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row, document, text in documents:
        side = HALVES[half(row)]
        for name in FIELDS:
            gold, given = wanted(row, name), found(document, name)
            if gold and text is not None and not stands_in(gold, name, text):
                continue
            if not gold and not row["meta_annotated"]:
                continue
            verdict = judge(given, gold)
            counts[side][name][verdict] += 1
            if show == side and verdict in ("wrong", "missed", "false"):
                where = document.evidence.get("published" if name == "date" else name)
                print(f"  {row['id']:24} {name:7} {verdict:7} {gold!r} ← {given!r}  {where}")
    return counts


def main() -> None:
    """Print a table for the pages as HTML and one for each view."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("views", type=Path, nargs="*")
    parser.add_argument("--strip", choices=get_args(StripChoice), default="auto")
    parser.add_argument("--show", choices=["dev", "held-out"], default="", help="print what failed")
    options = parser.parse_args()
    pages = {row["id"]: row for row in rows(options.gold)}

    def from_html() -> Iterator[tuple[dict[str, Any], Document, str | None]]:
        for row in pages.values():
            yield row, clean(row["html"], form="html", strip=options.strip), None

    def from_view(path: Path) -> Iterator[tuple[dict[str, Any], Document, str | None]]:
        for view in rows(path):
            text = "\n".join(line["t"] for line in view["lines"])
            yield pages[view["id"]], clean(text, form="text", strip=options.strip), text

    tables = [("html", from_html()), *((path.name, from_view(path)) for path in options.views)]
    for title, documents in tables:
        counts = measure(documents, options.show)
        print(f"{title}\n  half      field    right   of   share  wrong  false  of  share")
        for side in sorted(counts):
            for name in FIELDS:
                count = counts[side][name]
                there = count["right"] + count["wrong"] + count["missed"]
                none = count["false"] + count["none"]
                right, wrong, false = (count[key] for key in ("right", "wrong", "false"))
                print(
                    f"  {side:9} {name:8} {right:5} {there:4} {right / max(there, 1):7.3f}"
                    f" {wrong:6} {false:6} {none:3} {false / max(none, 1):6.3f}"
                )


if __name__ == "__main__":
    main()
