"""Pages with known text and fields: reading them, halving them by site, and the measures.

The measures are those in use for extraction of main text: multisets of character 4-grams for a
page's body, characters of lines for text without markup. Widths and blanks do not count.
"""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from texts import read

FIELDS = ("title", "date", "source", "editor", "author")
GRAM = 4  # characters

_SECOND_LEVEL = frozenset({"com", "gov", "org", "net", "edu", "ac"})
_ADDRESS = re.compile(r"""href=["'](?:https?:)?//([\w.-]+)""")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, which may be .xz."""
    yield from (json.loads(line) for line in read(path).splitlines() if line.strip())


def half(row: dict[str, Any]) -> str:
    """The half a page's site is in: "dev" where the MD5 of its registered domain is even.

    A page whose address is not known belongs to the site that it links to most often.
    """
    host = urlsplit(row["url"] or "").hostname
    hosts = [host] if host else _ADDRESS.findall(row.get("html", ""))
    sites = Counter(_registered(host) for host in hosts)
    site = sites.most_common(1)[0][0] if sites else str(row["id"])
    return "test" if int(hashlib.md5(site.encode()).hexdigest(), 16) % 2 else "dev"


def _registered(host: str) -> str:
    labels = host.lower().strip(".").split(".")
    parts = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-parts:])


def bare(text: str) -> str:
    """A text without blanks and differences of width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of what was expected came out, and how much else."""

    shared: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of what came out that was expected."""
        return self.shared / self.given if self.given else float(not self.wanted)

    @property
    def recall(self) -> float:
        """The share of what was expected that came out."""
        return self.shared / self.wanted if self.wanted else float(not self.given)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.given + self.wanted
        return 2 * self.shared / both if both else 1.0


def body_overlap(given: str, wanted: str) -> Overlap:
    """How well one body meets another, in multisets of character 4-grams."""
    left, right = _grams(given), _grams(wanted)
    return Overlap((left & right).total(), left.total(), right.total())


def _grams(text: str) -> Counter[str]:
    text = bare(text)
    return Counter(text[i : i + GRAM] for i in range(max(len(text) - GRAM + 1, 1)) if text)


def line_overlap(kept: Iterable[tuple[int, str, bool]]) -> Overlap:
    """How well the kept lines of a page are those of its text, in characters.

    Args:
        kept: for each line that is text or furniture: its characters, its label ("C" for text),
            and whether it was kept.
    """
    shared = given = wanted = 0
    for size, label, keeps in kept:
        given += size * keeps
        wanted += size * (label == "C")
        shared += size * (keeps and label == "C")
    return Overlap(shared, given, wanted)


@dataclass(slots=True)
class FieldScore:
    """How often a field came out right.

    Args:
        asked: pages that have a value.
        right: of these, those where it came out.
        wrong: of these, those where another one came out.
        without: pages that have none.
        false: of these, those where one came out.
    """

    asked: int = 0
    right: int = 0
    wrong: int = 0
    without: int = 0
    false: int = 0

    def count(self, name: str, given: str | None, wanted: str | None) -> None:
        """Count one page."""
        if wanted:
            same = bool(given) and same_value(name, given or "", wanted)
            self.asked += 1
            self.right += same
            self.wrong += bool(given) and not same
        else:
            self.without += 1
            self.false += bool(given)

    def __str__(self) -> str:
        if not self.asked and not self.without:
            return "-"
        return f"{self.right}/{self.asked} ✗{self.wrong} +{self.false}/{self.without}"


@dataclass(slots=True)
class Fields:
    """The scores of every field."""

    scores: dict[str, FieldScore] = field(default_factory=lambda: {n: FieldScore() for n in FIELDS})

    def count(
        self, given: dict[str, str | None], row: dict[str, Any], shown: str | None = None
    ) -> None:
        """Count one page.

        Args:
            given: what came out; a missing key is a field the tool does not have.
            row: the page with its gold values.
            shown: the page's text, where only what stands in it can be asked for.
        """
        for name, score in self.scores.items():
            wanted = row[f"gold_{name}"]
            if name not in given or not (wanted or row["meta_annotated"]):
                continue
            if wanted and shown is not None and not _stands_in(name, wanted, shown):
                continue
            score.count(name, given[name], wanted)


def _stands_in(name: str, wanted: str, shown: str) -> bool:
    if name == "date":
        year, month, day = wanted[:10].split("-")
        return (
            re.search(rf"{year}\D{{1,3}}0?{int(month)}\D{{1,3}}0?{int(day)}(?!\d)", shown)
            is not None
        )
    plain = bare(shown)
    return all(bare(part) in plain for part in wanted.split(";"))


def same_value(name: str, given: str, wanted: str) -> bool:
    """Whether two values of a field are the same but for blanks, widths and the order of names."""
    if name == "date":
        return given[:10] == wanted[:10]
    if name in ("author", "editor"):
        return _people(given) == _people(wanted)
    return bare(given) == bare(wanted)


def _people(names: str) -> set[str]:
    latin = re.sub(r"(?<=[A-Za-z]) (?=[A-Za-z])", "_", names)
    return {bare(name) for name in re.split(r"[;；、,，/\s]+", latin) if name}


def mean(values: Sequence[float]) -> float:
    """Their mean; 0 of none."""
    return sum(values) / len(values) if values else 0.0
