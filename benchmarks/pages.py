"""How well pages become documents: body, furniture, fields and speed, beside the peers.

    python benchmarks/pages.py html_gold.jsonl.xz [--views textview_*.jsonl.xz] [--half test]
        [--peers trafilatura GNE ...] [--show 5]

The gold file has a page a line: ``html``, ``gold_text`` (its body), ``gold_title``, ``gold_date``,
``gold_source``, ``gold_editor``, ``gold_author`` (several names joined by ";"), and
``meta_annotated``: whether someone looked, so that a missing value means that the page has none;
these are the news pages. A view has the lines of the same pages (``id``, ``lines`` of ``t`` text
and ``y`` label: C text, B furniture, T title, M byline), and no markup.

* body: multiset F1 of character 4-grams, mean over pages; below .5: pages that came out wrong
* char F, doc F: characters of the lines kept with strip="main"; over all, and the mean over pages
* lost: lines of text that strip="safe" takes for furniture
* fields: right/pages with a value, ✗ another value, + a value where the page has none. In views,
  only values that stand in them are asked for
* speed: CPU time of one pass, from ``str`` to the finished document; tables are loaded before

Halves are made by site, from the MD5 of its registered domain; rules are made on "dev" only. A
peer that is not installed is left out.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gold_pages import (
    FIELDS,
    Fields,
    Overlap,
    bare,
    body_overlap,
    half,
    line_overlap,
    mean,
    rows,
)
from page_peers import PEERS, Extracted, Extractor

from cntextfix import Document, clean
from cntextfix.document import Kind
from cntextfix.render.explain import original_lines

PRINTED = frozenset({Kind.TITLE, Kind.SUBTITLE, Kind.SIGNATURE})


@dataclass(slots=True)
class PageScore:
    """What one tool makes of the pages."""

    news: list[Overlap] = field(default_factory=list)
    other: list[Overlap] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    seconds: float = 0.0
    failed: Counter[str] = field(default_factory=Counter)
    bodies: list[tuple[float, str, str]] = field(default_factory=list)


def ours() -> Extractor:
    """`clean` with its defaults."""

    def extract(html: str) -> Extracted:
        document = clean(html)
        return document.text, values(document)

    return extract


def values(document: Document) -> dict[str, str | None]:
    """A document's fields under the names of the gold file."""
    return {
        "title": document.title,
        "date": document.published.isoformat() if document.published else None,
        "source": document.source,
        "editor": document.editor,
        "author": document.author,
    }


def measure(extract: Extractor, pages: Sequence[dict[str, Any]]) -> PageScore:
    """What a tool makes of the pages; a page it fails on counts as empty."""
    score = PageScore()
    for row in pages:
        began = time.process_time()
        try:
            body, fields = extract(row["html"])
        except Exception as error:
            score.failed[type(error).__name__] += 1
            body, fields = "", {}
        score.seconds += time.process_time() - began
        if row["gold_text"]:
            overlap = body_overlap(body, row["gold_text"])
            (score.news if row["meta_annotated"] else score.other).append(overlap)
            score.bodies.append((overlap.f1, str(row["id"]), body))
        score.fields.count(fields, row)
    return score


def warm_up(extract: Extractor) -> None:
    """Have a tool load its tables and models, on pages that are not measured.

    Raises:
        ImportError: it lacks a part of its own.
    """
    for path in sorted((Path(__file__).parent.parent / "tests" / "html").glob("*.html")):
        with suppress(ValueError, TypeError, AttributeError, KeyError):  # what measuring counts
            extract(path.read_bytes().decode("utf-8", "replace"))


def kept_lines(document: Document, *, printed: bool) -> set[int]:
    """Numbers of the lines of the input that came through.

    Args:
        document: the cleaned lines.
        printed: only those that `to_text` writes; otherwise all that are content.
    """
    line_of = original_lines(document.changes)
    return {
        line_of(block.line)
        for block in document.blocks
        if (block.kind.is_body or block.kind in PRINTED if printed else block.kind.is_content)
    }


@dataclass(slots=True)
class ViewScore:
    """What becomes of pages that came as lines."""

    overlaps: list[Overlap] = field(default_factory=list)
    all: list[tuple[int, str, bool]] = field(default_factory=list)
    content: int = 0
    lost: list[str] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)


def measure_view(view: Sequence[dict[str, Any]], pages: dict[str, dict[str, Any]]) -> ViewScore:
    """What becomes of a view's lines."""
    score = ViewScore()
    for page in view:
        row = pages.get(page["id"])
        if row is None or not page["lines"]:
            continue
        lines = [" ".join(line["t"].split("\n")) for line in page["lines"]]
        text = "\n".join(lines)
        document = clean(text, form="text", strip="main")
        kept = kept_lines(document, printed=True)
        judged = [
            (len(bare(line["t"])), line["y"], number in kept)
            for number, line in enumerate(page["lines"], 1)
            if line["y"] in "CB"
        ]
        score.overlaps.append(line_overlap(judged))
        score.all += judged
        score.fields.count(values(document), row, text)
        safe = kept_lines(clean(text, form="text", strip="safe"), printed=False)
        content = [n for n, line in enumerate(page["lines"], 1) if line["y"] == "C"]
        score.content += len(content)
        score.lost += [f"{page['id']}: {lines[n - 1]}" for n in content if n not in safe]
    return score


def print_pages(pages: Sequence[dict[str, Any]], names: Sequence[str], show: int) -> None:
    """The table of what each tool makes of the markup."""
    megabytes = sum(len(row["html"].encode("utf-8", "replace")) for row in pages) / 1e6
    print("| from HTML | body P | body R | body F1 | below .5 | other pages F1 | ", end="")
    print(" | ".join(FIELDS), "| pages/s | MB/s |")
    print(f"|---|{'--:|' * 5}{'---|' * len(FIELDS)}--:|--:|")
    for name in ("cntextfix", *names):
        try:
            extract = ours() if name == "cntextfix" else PEERS[name]()
            warm_up(extract)
        except ImportError as missing:
            print(f"{name} is left out: {missing}", file=sys.stderr)
            continue
        score = measure(extract, pages)
        news = score.news
        cells = [
            f"{mean([o.precision for o in news]):.3f}",
            f"{mean([o.recall for o in news]):.3f}",
            f"{mean([o.f1 for o in news]):.3f}",
            str(sum(overlap.f1 < 0.5 for overlap in news)),
            f"{mean([o.f1 for o in score.other]):.3f}",
            *(str(score.fields.scores[each]) for each in FIELDS),
            f"{len(pages) / score.seconds:.0f}",
            f"{megabytes / score.seconds:.1f}",
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
        if score.failed:
            print(f"{name} failed: {dict(score.failed)}", file=sys.stderr)
        if name == "cntextfix":
            for f1, page, body in sorted(score.bodies)[:show]:
                print(f"{f1:.3f} {page}: {body[:200]!r}", file=sys.stderr)


def print_views(paths: Sequence[Path], pages: dict[str, dict[str, Any]], show: int) -> None:
    """The table of what becomes of lines without markup."""
    print("\n| lines only | char F | doc F | lost in safe | ", end="")
    print(" | ".join(FIELDS), "|")
    print(f"|---|{'--:|' * 3}{'---|' * len(FIELDS)}")
    for path in paths:
        score = measure_view(list(rows(path)), pages)
        lost = len(score.lost)
        cells = [
            f"{line_overlap(score.all).f1:.3f}",
            f"{mean([o.f1 for o in score.overlaps]):.3f}",
            f"{lost}/{score.content} ({lost / max(score.content, 1):.1%})",
            *(str(score.fields.scores[each]) for each in FIELDS),
        ]
        print(f"| {path.name.partition('.')[0]} | {' | '.join(cells)} |", flush=True)
        for line in score.lost[:show]:
            print(f"lost: {line[:120]}", file=sys.stderr)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--views", type=Path, nargs="*", default=[])
    parser.add_argument("--half", choices=("dev", "test"))
    parser.add_argument("--peers", nargs="*", choices=tuple(PEERS), default=tuple(PEERS))
    parser.add_argument("--show", type=int, default=0, help="print this many of the worst")
    options = parser.parse_args()
    pages = [row for row in rows(options.gold) if options.half in (None, half(row))]
    print(f"{len(pages)} pages, half: {options.half or 'both'}\n")
    print_pages(pages, options.peers, options.show)
    if options.views:
        print_views(options.views, {str(row["id"]): row for row in pages}, options.show)


if __name__ == "__main__":
    main()
