"""How well injected pinyin and shifted bytes are undone, and whether anything else is touched.

    python benchmarks/injected_pinyin.py news.txt.xz law.txt.xz [--half test] [--pages 40]
        [--seed 0] [--atoms fragments.jsonl] [--legit notes.jsonl] [--clean items.jsonl.xz]
        [--show 5]

Each corpus is correct text (UTF-8, may be .xz). Its lines keep their order and are cut into blocks
of 200: even blocks are the development half, odd ones the test half. A half is put into Traditional
where it is not, restricted to the characters of GBK, and gathered to pages of 60 lines, because a
page is the evidence for its own damage; a line that stands several times is kept once. Pages are
drawn by the seed; each meets a mirror site of its own from `tests/damage.py`: counted keys, the
commoner the likelier, in random pass order.

* exact: the line came back character for character
* lossy: the same, but for U+FFFD at the place of an ASCII byte that the decoder swallowed
* right: of the edits called certain, those that put back what stood there

FRAGMENTS are JSON lines with "seen", "intended", "keys" and "punct"; NOTES, legitimate pinyin, with
"atoms"; ITEMS, more text that must stay, with "text".
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cntextfix.edits import Change
from cntextfix.lexicon.conversion import converter
from cntextfix.lexicon.script import detect
from cntextfix.repairs.injected_pinyin import REPAIR
from cntextfix.repairs.repair import Context, run

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from damage import Mirror, flatten, kinds, losses, pages, random_mirror
from injected_pinyin_score import Score, compared, count_causes, count_edits, share
from texts import read

BLOCK = 200  # lines
PAGE = 60  # lines
ALL_MARKS = "，；！？、。"
VARIANTS: dict[str, dict[str, object]] = {
    "pairs kept": {"private": "kept"},
    "U+FFFD": {"lost": "\ufffd", "private": "kept"},
    "U+FFFD, pairs too": {"lost": "\ufffd", "private": "replaced"},
    "U+FFFD, pairs split": {"lost": "\ufffd", "private": "split"},
    "?, pairs too": {"private": "replaced"},
    "pairs dropped": {"private": "dropped"},
    "pairs dropped, flattened": {"private": "dropped", "flattened": True},
    "notes and marks": {"private": "dropped", "marks": ALL_MARKS, "rate": 0.5},
    "marks alone": {"private": "dropped", "marks": ALL_MARKS, "rate": 0.5, "readings": ()},
}


# ---- text


def items(path: Path) -> list[dict[str, str]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in read(path).splitlines()]


def stays(item: dict[str, str]) -> bool:
    """Whether nothing in it was injected: where something was, the item says what is intended."""
    return item.get("intended", "keep") == "keep"


def half(text: str, which: str) -> list[str]:
    """The lines of one half, without empty ones; a repeated one counts where it stands first."""
    odd = which == "test"
    lines = enumerate(text.split("\n"))
    kept = (line for number, line in lines if number // BLOCK % 2 == odd and line.strip())
    return list(dict.fromkeys(kept))


def traditional(lines: Iterable[str]) -> list[str]:
    """The lines as a mirror site had them: in Traditional, of characters that GBK has."""
    text = "\n".join(lines)
    if detect(text) != "traditional":
        text = converter("s2tw")(text)
    return text.encode("gbk", "ignore").decode("gbk").split("\n")


def repaired(text: str) -> tuple[str, Change | None]:
    """The text behind the repair, and what the repair did."""
    change = run(REPAIR, text, Context())
    return (change.after if change else text), change


# ---- tables


def scored(page: str, mirror: Mirror, show: int) -> Score:
    """Damage one page, repair it, and compare."""
    result, change = repaired(mirror.seen(page))
    true = mirror.sent(page).decode("gbk")
    if mirror.flattened:  # what was torn comes back as it was, full-width
        true, result = flatten(true), flatten(result)
    ways, wrongs = compared(true, result)
    score = Score()
    for kind, way in zip(kinds(page, mirror), ways, strict=True):
        score.lines[kind, way] += 1
    count_edits(score, change, wrongs)
    count_causes(score, wrongs, ways, losses(page, mirror))
    lines = true.split("\n")
    shown = [wrong for wrong in wrongs if ways[wrong.line] == "wrong"][:show]
    score.shown += [
        f"{lines[w.line][max(0, w.at - 8) : w.until + 6]!r} → "
        f"{result[max(0, w.start - 8) : w.end + 6]!r}"
        for w in shown
    ]
    return score


def measured(corpus: Sequence[str], seed: int, show: int) -> dict[str, Score]:
    """The score of every variant of the damage over some pages."""
    found: dict[str, Score] = {}
    for name, knobs in VARIANTS.items():
        found[name] = Score()
        for number, page in enumerate(corpus):
            mirror = random_mirror(seed + number, **knobs)
            found[name].add(scored(page, mirror, show - len(found[name].shown)))
    return found


def total(scores: Iterable[Score]) -> Score:
    """Several scores in one."""
    every = Score()
    for score in scores:
        every.add(score)
    return every


def rows(scores: dict[str, Score]) -> Iterator[tuple[str, str]]:
    """The measures of one corpus."""
    every = total(scores.values())
    ways = "exact", "lossy"
    yield "lines without damage: unchanged", every.exact("clean", "exact")
    yield "annotations only: exact", every.exact("annotated", "exact")
    for name, score in scores.items():
        yield f"shifted, {name}: exact", score.exact("shifted", "exact")
        if score.lines["shifted", "lossy"]:
            yield f"shifted, {name}: exact or lossy", score.exact("shifted", *ways)
    for sure in ("certain", "guess"):
        right, wrong = every.edits[sure, True], every.edits[sure, False]
        yield f"shifted runs called {sure}: right", share(right, right + wrong)
    yield "whole notes taken out: rightly", share(every.notes[True], every.notes.total())
    yield "shifted runs left as they are", str(every.edits["left", False])


def table(title: str, columns: dict[str, dict[str, str]]) -> None:
    """Print a Markdown table of named columns."""
    print(f"\n| {title} | {' | '.join(columns)} |")
    print(f"|---|{'--:|' * len(columns)}")
    for name in dict.fromkeys(name for column in columns.values() for name in column):
        print(f"| {name} | {' | '.join(column.get(name, '–') for column in columns.values())} |")


def fragments(path: Path) -> Iterator[tuple[str, str]]:
    """The share of real fragments that come back, each by itself, modulo width."""
    for name, marked in (("without", False), ("with", True)):
        right = count = 0
        for item in items(path):
            if bool(item["punct"]) == marked:
                count += 1
                right += flatten(repaired(item["seen"])[0]) == flatten(item["intended"])
        yield f"real fragments {name} punctuation pass: exact", share(right, count)


def untouched(texts: Sequence[str], show: int) -> str:
    """How many texts change, of how many, and of how much text."""
    changed = [text for text in texts if repaired(text)[0] != text]
    for text in changed[:show]:
        change = repaired(text)[1]
        for edit in (change.edits if change else ())[:show]:
            print(f"  changed: {text[max(0, edit.start - 9) : edit.end + 6]!r} → {edit.new!r}")
    size = sum(len(text.encode()) for text in texts) / 1e6
    return f"{len(changed)} of {len(texts)} ({size:.2f} MB)"


def speed(texts: Sequence[str]) -> str:
    """MB of UTF-8 a second."""
    started = time.process_time()
    for text in texts:
        repaired(text)
    seconds = time.process_time() - started
    return f"{sum(len(text.encode()) for text in texts) / 1e6 / max(seconds, 1e-9):.2f} MB/s"


def speeds(plain: Sequence[str], corpus: Sequence[str], seed: int) -> Iterator[tuple[str, str]]:
    """The speed on pages without damage, with whole notes only, and as they come."""
    mirrors = [random_mirror(seed + number) for number in range(len(corpus))]
    shifted = [mirror.seen(page) for page, mirror in zip(corpus, mirrors, strict=True)]
    noted = []
    for page, mirror in zip(corpus, mirrors, strict=True):
        lines = zip(page.split("\n"), kinds(page, mirror), strict=True)
        noted.append(mirror.seen("\n".join(line for line, kind in lines if kind != "shifted")))
    repaired(shifted[0])  # tables and model are loaded
    yield "speed, undamaged pages", speed(plain)
    yield "speed, pages with whole notes only", speed(noted)
    yield "speed, pages with shifted runs", speed(shifted)


def main() -> None:
    """Read the arguments and print the tables."""
    options = arguments()
    measures: dict[str, dict[str, str]] = {}
    scores: dict[str, list[Score]] = {name: [] for name in VARIANTS}
    for path in options.corpora:
        lines = half(read(path), options.half)
        plain, corpus = pages(lines, PAGE), pages(traditional(lines), PAGE)
        drawn = random.Random(options.seed).sample(corpus, min(options.pages, len(corpus)))
        found = measured(drawn, options.seed, options.show)
        for name, score in found.items():
            scores[name].append(score)
        measures[path.name.partition(".")[0]] = {
            **dict(rows(found)),
            "undamaged pages changed": untouched(plain, options.show),
            "the same in Traditional": untouched(corpus, options.show),
            **dict(speeds(plain, drawn, options.seed)),
        }
    pooled = {name: total(every) for name, every in scores.items()}
    measures["all"] = dict(rows(pooled))
    table(f"{options.half} half, {options.pages} pages each, seed {options.seed}", measures)
    table("why lines are not exact", {name: counted(score) for name, score in pooled.items()})
    if besides := dict(extra(options)):
        table("besides", {"": besides})
    for name, score in pooled.items():
        for shown in score.shown:
            print(f"{name}: {shown}")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS")
    parser.add_argument("--half", choices=("dev", "test"), default="test")
    parser.add_argument("--pages", type=int, default=40, help="pages of each corpus (40)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--atoms", type=Path, metavar="FRAGMENTS")
    parser.add_argument("--legit", type=Path, metavar="NOTES")
    parser.add_argument("--clean", type=Path, metavar="ITEMS")
    parser.add_argument("--show", type=int, default=0, help="wrong places of each variant to print")
    return parser.parse_args()


def extra(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """The measures on fragments, notes and items."""
    if options.atoms:
        yield from fragments(options.atoms)
    if options.legit:
        notes = [item["atoms"] for item in items(options.legit) if stays(item)]
        yield "legitimate pinyin changed", untouched(notes, options.show)
    if options.clean:
        texts = [item["text"] for item in items(options.clean)]
        yield "other undamaged texts changed", untouched(texts, options.show)


def counted(score: Score) -> dict[str, str]:
    """How many lines each cause spoiled."""
    return {cause: str(count) for cause, count in sorted(score.causes.items())}


if __name__ == "__main__":
    main()
