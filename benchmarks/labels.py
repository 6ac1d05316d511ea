"""How well lines are told apart: main text from furniture, and the title.

    python benchmarks/labels.py html_gold.jsonl.xz textview_full.jsonl.xz ... [--show dev]

The first file has one page a line as JSON: ``id``, ``url``, ``html``, ``gold_text``,
``gold_title`` and ``meta_annotated``, which marks the pages of news and articles that count. Each
other file is a view of the same pages as plain text: ``id`` and ``lines``, objects with ``t``, the
text, and ``y``: "C" main text, "B" furniture, "T" title, "M" facts; T and M count neither way.

HTML is measured by character 4-grams after NFKC and without blanks, as a multiset, the mean over
pages; views by characters of lines, over all pages (char F) and as the mean over pages (doc F).
*Lost* are lines of main text that ``strip="safe"`` calls furniture. Sites go into two halves by
their registered domain: even MD5 is the half that weights and rules were made on.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gold_pages import bare, half, rows

from cntextfix import clean
from cntextfix.document import Kind
from cntextfix.label.label import Strip, label
from cntextfix.label.rules import RULES

HALVES = {"dev": "dev", "test": "held-out"}
"""How the tables call the halves."""


def overlap(given: str, gold: str) -> float:
    """F1 of character 4-grams."""
    counts = [Counter(text[at : at + 4] for at in range(len(text) - 3)) for text in (given, gold)]
    shared = (counts[0] & counts[1]).total()
    return 2 * shared / max(1, counts[0].total() + counts[1].total())


def score(kept: int, extra: int, missed: int) -> float:
    """F1 of characters."""
    return 2 * kept / max(1, 2 * kept + extra + missed)


class Tally:
    """Counts of one half of one view."""

    def __init__(self) -> None:
        self.kept = self.extra = self.missed = 0
        self.pages: list[tuple[float, str]] = []
        self.lines = self.lost = self.titles = self.right = 0

    def add(self, row: dict[str, Any], gold_title: str | None, strip: Strip) -> list[str]:
        """Count one page; returns what went wrong, for reading."""
        shown = [line for line in row["lines"] if line["t"].strip()]
        text = "\n".join(" ".join(line["t"].splitlines()) for line in shown)
        body: defaultdict[int, int] = defaultdict(int)
        furniture: set[int] = set()
        title, wrong = "", []
        for block in label(text, RULES, strip=strip):
            if block.kind.is_body:
                body[block.line] += len(block.text)
            elif not block.kind.is_content:
                furniture.add(block.line)
            if block.kind is Kind.TITLE:
                title = block.text
        kept = extra = missed = 0
        for number, line in enumerate(shown, 1):
            size = len(line["t"])
            if line["y"] == "C":
                kept, missed = (kept + size, missed) if body[number] else (kept, missed + size)
                self.lines += 1
                gone = number in furniture and not body[number]
                self.lost += gone
                if gone:
                    wrong.append(f"lost   {line['t'].strip()[:60]}")
            elif line["y"] == "B" and body[number]:
                extra += size
        self.kept, self.extra, self.missed = (
            *(self.kept + kept, self.extra + extra, self.missed + missed),
        )
        if kept or missed:  # a view that lost the whole text says nothing
            self.pages.append((score(kept, extra, missed), row["id"]))
        if gold_title and any(bare(line["t"]) == bare(gold_title) for line in shown):
            self.titles += 1
            self.right += bare(title) == bare(gold_title)
            if bare(title) != bare(gold_title):
                wrong.append(f"title  {title!r} for {gold_title!r}")
        return [f"{score(kept, extra, missed):.2f} {row['id']} {note}" for note in wrong]

    def __str__(self) -> str:
        mean = sum(value for value, _ in self.pages) / max(1, len(self.pages))
        return (
            f"{score(self.kept, self.extra, self.missed):.3f}   {mean:.3f}   "
            f"{self.lost}/{self.lines} = {self.lost / max(1, self.lines):.3f}   "
            f"{self.right}/{self.titles}"
        )


def views(paths: Sequence[Path], gold: dict[str, dict[str, Any]], show: str) -> None:
    """Print the table of the text views."""
    for path in paths:
        found = list(rows(path))
        for strip in ("safe", "main"):
            for side in HALVES.values():
                tally = Tally()
                for row in found:
                    page = gold.get(row["id"])
                    if page is not None and page["half"] == side:
                        notes = tally.add(row, page["gold_title"], strip)
                        if side == show:
                            print("\n".join(notes), end="\n" * bool(notes))
                if side == show:
                    print(sorted(tally.pages)[:10])
                print(f"{path.name.split('.')[0]:16} {strip:5} {side:9} {tally}", flush=True)


def html(gold: dict[str, dict[str, Any]], show: str) -> None:
    """Print the figures from HTML."""
    for side in HALVES.values():
        pages, titles, spent = [], 0, 0.0
        found = [row for row in gold.values() if row["half"] == side and row["gold_text"]]
        for row in found:
            start = time.process_time()
            document = clean(row["html"], form="html")
            spent += time.process_time() - start
            pages.append((overlap(bare(document.text), bare(row["gold_text"])), row["id"]))
            titles += bare(document.title or "") == bare(row["gold_title"] or "")
        if side == show:
            print(sorted(pages)[:12])
        mean = sum(value for value, _ in pages) / len(pages)
        print(
            f"html             main  {side:9} 4-gram F1 {mean:.3f}   "
            f"{titles}/{len(found)} titles   {len(pages) / spent:.0f} pages/s",
            flush=True,
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("html", type=Path, help="pages")
    parser.add_argument("views", type=Path, nargs="*", help="labelled lines")
    parser.add_argument(
        "--show", choices=tuple(HALVES.values()), default="", help="print what went wrong"
    )
    given = parser.parse_args(argv)
    gold = {row["id"]: {**row, "half": HALVES[half(row)]} for row in rows(given.html)}
    gold = {key: row for key, row in gold.items() if row["meta_annotated"]}
    html(gold, given.show)
    print("view             strip half      char F  doc F   lines lost      titles right")
    views(given.views, gold, given.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
