"""What a profile of the site knows, and what it is worth: lines that other pages repeat.

    python benchmarks/sites.py LINES_GOLD

LINES_GOLD holds one page a line, as JSON (may be .xz): "lines", a list of visible lines with their
text "t" and label "y" (C content, B furniture, T title, M byline or fact), "url", and "origin",
where the page was found. For pages without an address, the folder of an HTML file stands for the
site.

First table: how many of the lines that a site's profile calls repeated are furniture (precision),
and how many furniture lines it finds (recall), on the sites with two pages or more; titles and
bylines count on neither side. Second table: `clean` on the same pages' text without and with the
profile, by lines of content: precision, recall, and what of the content is lost. The sites are
split into two halves by a hash of their names, so that whoever tunes on one can look at the other.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from texts import read

from cntextfix import SiteProfile, clean
from cntextfix.sites import host_of

Page = Mapping[str, Any]
HALVES = ("one half", "other half", "all")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    sites = _sites(_pages(parser.parse_args().gold))
    profile = SiteProfile.learn(
        (site, _text(page)) for site, pages in sites.items() for page in pages
    )
    print("| sites | number | pages | lines called repeated | precision | recall |")
    print("|---" * 6 + "|")
    for half in HALVES:
        _print_repeated(half, _half(sites, half), profile)
    print("\n| sites | strip | profile | precision of content | recall | content lost |")
    print("|---" * 6 + "|")
    strips: tuple[Literal["safe", "main"], ...] = ("safe", "main")
    for half in HALVES:
        for strip in strips:
            for known in (None, profile):
                _print_cleaned(half, _half(sites, half), strip, known)
    return 0


def _pages(path: Path) -> list[Page]:
    return [json.loads(line) for line in read(path).split("\n") if line]


def _sites(pages: Iterable[Page]) -> dict[str, list[Page]]:
    """The sites with two pages or more."""
    sites: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        found = Path(page["origin"])
        folder = found.parent.name if found.suffix == ".html" else found.name
        sites[host_of(page["url"]) or folder].append(page)
    return {site: pages for site, pages in sorted(sites.items()) if len(pages) > 1}


def _half(sites: Mapping[str, Sequence[Page]], half: str) -> dict[str, Sequence[Page]]:
    def side(site: str) -> str:
        return HALVES[hashlib.sha256(site.encode()).digest()[0] % 2]

    return {site: pages for site, pages in sites.items() if half in ("all", side(site))}


def _text(page: Page) -> str:
    return "\n".join(" ".join(line["t"].split()) for line in page["lines"])


def _print_repeated(half: str, sites: Mapping[str, Sequence[Page]], profile: SiteProfile) -> None:
    counts = Counter(
        (line["y"], profile.site(site).repeats(line["t"]))
        for site, pages in sites.items()
        for page in pages
        for line in page["lines"]
    )
    found, wrong = counts["B", True], counts["C", True]
    pages = sum(map(len, sites.values()))
    precision, recall = found / (found + wrong), found / (found + counts["B", False])
    print(f"| {half} | {len(sites)} | {pages} | {found + wrong} | {precision:.3f} | {recall:.3f} |")


def _print_cleaned(
    half: str,
    sites: Mapping[str, Sequence[Page]],
    strip: Literal["safe", "main"],
    profile: SiteProfile | None,
) -> None:
    kept: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for site, pages in sites.items():
        for page in pages:
            document = clean(_text(page), url=site, form="text", strip=strip, profile=profile)
            content = {block.line for block in document.blocks if block.kind.is_body}
            labels = [line["y"] for line in page["lines"]]
            every.update(labels)
            kept.update(label for number, label in enumerate(labels, 1) if number in content)
    precision = kept["C"] / (kept["C"] + kept["B"])
    recall = kept["C"] / every["C"]
    known = "with" if profile else "without"
    print(f"| {half} | {strip} | {known} | {precision:.3f} | {recall:.3f} | {1 - recall:.1%} |")


if __name__ == "__main__":
    sys.exit(main())
