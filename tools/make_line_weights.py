"""Learn what each feature of a line is worth, from pages whose lines are labelled.

    python tools/make_line_weights.py html_gold.jsonl.xz textview_*.jsonl.xz

The first file has one page a line as JSON: ``id``, ``url`` and ``html``; the second the visible
lines of the same pages: ``id`` and ``lines``, objects with ``t``, the text, and ``y``, which is "C"
for a line of the main text, "B" for furniture, "T" for the title and "M" for facts about the page.
The lines of the HTML take their labels from there; both, and any further file of the same form,
also teach the column for plain text. Only sites of the development half are learned from
(even MD5 of the registered domain), so that the other half can be measured.

Titles and facts teach nothing: rules and markup find them. A page whose site is large shows the
same furniture many times, so each page counts the same, and each of its lines by its length. Most
pages of the sample are long stories beside much furniture; four more readings of each page teach
the rest: the page with only the first lines of its story, twice, the story with only a few lines
around it, and, for plain text, short lines of other stories between the paragraphs of its own.

The model is logistic regression, fitted by gradient descent with a step for each feature
(Duchi, Hazan, Singer, "Adaptive subgradient methods", JMLR 2011). It runs here alone: the package
only adds up the numbers of the table.
"""

import argparse
import math
import random
import sys
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cntextfix.label.edges import EVERY_PLACE, rule_at
from cntextfix.label.features import features
from cntextfix.label.headline import head_titles, named_title, pointed_title
from cntextfix.label.matcher import matcher
from cntextfix.label.rules import RULES, Rule
from cntextfix.label.sheet import Sheet
from cntextfix.page import Line
from cntextfix.read.html import read_html

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
from gold_pages import half, rows  # what is learned from must be what is not measured

TABLE = Path(__file__).resolve().parent.parent / "src/cntextfix/lexicon/line_weights.tsv"
EPOCHS = 12
STEP = 0.15
SHRINK = 0.03  # what a weight costs
GIVEN = {"markup": -4.0}
"""Set by hand: tags that a page shows by mistake are seen on too few sites to be learned."""
LEAST_WORTH = 0.02  # smaller weights are left out of the table


@dataclass(frozen=True)
class Sample:
    """A page's lines, their labels, and what labelling knows of them before they are weighed."""

    texts: list[str]
    labels: list[str]
    lines: list[Line]
    rules: list[Rule | None]
    indented: list[bool]
    title: int | None

    def only(self, places: Sequence[int]) -> "Sample":
        """The sample with some of its lines."""
        return Sample(
            [self.texts[place] for place in places],
            [self.labels[place] for place in places],
            [self.lines[place] for place in places if self.lines],
            [self.rules[place] for place in places],
            [self.indented[place] for place in places if self.indented],
            places.index(self.title) if self.title in places else None,
        )


def from_text(labelled: Sequence[dict[str, Any]]) -> Sample:
    """The sample that labelled lines are as plain text."""
    shown = [line for line in labelled if line["t"].strip()]
    texts = [" ".join(line["t"].strip().splitlines()) for line in shown]
    rules = _rules(texts)
    indented = [line["t"][:1].isspace() for line in shown]
    title = pointed_title(Sheet(texts, (), rules))
    return Sample(texts, [line["y"] for line in shown], [], rules, indented, title)


def from_html(markup: str, labelled: Sequence[dict[str, Any]]) -> Sample:
    """The sample that a page's markup is, its labels those of the same lines in `labelled`."""
    page = read_html(markup)
    lines = [line for line in page.lines if line.tag != "img"]
    known: defaultdict[str, deque[str]] = defaultdict(deque)
    for row in labelled:
        known[_bare(row["t"])].append(row["y"])
    story = "".join(_bare(row["t"]) for row in labelled if row["y"] == "C")
    labels = []
    for line in lines:
        queue = known.get(_bare(line.text))
        if queue:
            labels.append(queue.popleft() if len(queue) > 1 else queue[0])
        else:
            labels.append("C" if len(line.text) > 3 and _bare(line.text) in story else "B")
    texts = [line.text for line in lines]
    rules = _rules(texts)
    sheet = Sheet(texts, lines, rules)
    title = named_title(sheet, head_titles(page.head))
    if title is None:
        title = pointed_title(sheet)
    return Sample(texts, labels, lines, rules, [], title)


def _bare(text: str) -> str:
    return "".join(text.split())


def _rules(texts: Sequence[str]) -> list[Rule | None]:
    table = matcher(RULES)
    return [rule_at(text, table, *EVERY_PLACE) for text in texts]


def interleaved(sample: Sample, short: Sequence[str], chance: random.Random) -> Sample:
    """The page with short lines, of any stories, between the paragraphs of its own."""
    wide = Sample([], [], [], [], [], None)
    title = sample.title
    for place, text in enumerate(sample.texts):
        if place == sample.title:
            title = len(wide.texts)
        added = chance.randint(0, 3) if sample.labels[place] == "C" and short else 0
        for line in [text, *chance.sample(short, min(added, len(short)))]:
            wide.texts.append(line)
            wide.labels.append(sample.labels[place])
            wide.rules.append(sample.rules[place] if line is text else None)
            if sample.lines:
                wide.lines.append(replace(sample.lines[place], text=line))
            if sample.indented:
                wide.indented.append(sample.indented[place])
    return replace(wide, title=title)


def readings(sample: Sample, short: Sequence[str], chance: random.Random) -> Iterator[Sample]:
    """The page, and four readings of it that teach what pages of the sample do not."""
    yield sample
    story = [place for place, label in enumerate(sample.labels) if label == "C"]
    if not story:
        return
    for most in (chance.randint(1, 3), chance.randint(2, 8)):
        cut = set(story[most:])
        yield sample.only([place for place in range(len(sample.texts)) if place not in cut])
    if not sample.lines:  # elements say more of such lines than their texts
        yield interleaved(sample, short, chance)
    above, below = chance.randint(0, 6), chance.randint(0, 6)
    first = min([story[0], *([sample.title] if sample.title is not None else [])])
    yield sample.only(range(max(0, first - above), min(len(sample.texts), story[-1] + 1 + below)))


Example = tuple[list[str], int, float]


def examples(samples: Sequence[Sample], seed: int) -> list[Example]:
    """The features of every line, whether it belongs to the main text, and how much it counts."""
    chance = random.Random(seed)
    short = sorted(
        {
            text
            for sample in samples
            for text, label in zip(sample.texts, sample.labels, strict=True)
            if label == "C" and 1 < len(text) < 24
        }
    )
    found: list[Example] = []
    for sample in samples:
        for reading in readings(sample, short, chance):
            named = features(
                reading.texts,
                reading.lines,
                reading.rules,
                indented=reading.indented,
                title=reading.title,
            )
            sizes = [
                min(200, 20 + len(text)) if label in "BC" else 0
                for text, label in zip(reading.texts, reading.labels, strict=True)
            ]
            total = sum(sizes) or 1
            for names, label, size in zip(named, reading.labels, sizes, strict=True):
                if size:
                    found.append((names, int(label == "C"), size / total))
    return found


def fit(found: list[Example], seed: int) -> dict[str, float]:
    """What each feature is worth."""
    weights: defaultdict[str, float] = defaultdict(float, GIVEN)
    squares: defaultdict[str, float] = defaultdict(lambda: 1e-3)
    mean = sum(count for _, _, count in found) / len(found)
    chance = random.Random(seed)
    for _ in range(EPOCHS):
        chance.shuffle(found)
        for names, wanted, count in found:
            total = weights["bias"] + sum(weights[name] for name in names)
            sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
            slope = (sure - wanted) * count / mean
            for name in (*names, "bias"):
                if name in GIVEN:
                    continue
                step = slope + SHRINK * weights[name]
                squares[name] += step * step
                weights[name] -= STEP * step / math.sqrt(squares[name])
    return dict(weights)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("html", type=Path, help="pages")
    parser.add_argument(
        "lines", type=Path, nargs="+", help="labelled lines; the first, of the HTML"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    learned = {row["id"]: row for row in rows(given.html) if half(row) == "dev"}
    views = [[row for row in rows(path) if row["id"] in learned] for path in given.lines]
    markup = [from_html(learned[row["id"]]["html"], row["lines"]) for row in views[0]]
    text = [from_text(row["lines"]) for view in views for row in view]
    columns = [fit(examples(samples, given.seed), given.seed) for samples in (text, markup)]
    names = sorted({name for column in columns for name in column})
    with TABLE.open("w", encoding="utf-8", newline="\n") as table:
        table.write("# What each feature of a line is worth: its name, in plain text, in markup.\n")
        table.write("# Made by tools/make_line_weights.py from labelled pages.\n")
        for name in names:
            worth = [column.get(name, 0.0) for column in columns]
            if max(map(abs, worth)) >= LEAST_WORTH:
                table.write("\t".join([name, *(f"{value:.2f}" for value in worth)]) + "\n")
    print(f"{len(markup)} pages, {len(text)} views, {len(names)} features", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
