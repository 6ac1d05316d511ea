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
import lzma
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from cntextfix.edits import Change
from cntextfix.lexicon.conversion import converter
from cntextfix.lexicon.script import detect
from cntextfix.repairs.injected_pinyin import REPAIR
from cntextfix.repairs.repair import Context, run

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from damage import Loss, Mirror, flatten, kinds, losses, pages, random_mirror

BLOCK = 200  # lines
PAGE = 60  # lines
CAUSES = ("byte swallowed", "lead lost", "pair lost")
ALL_MARKS = "，；！？、。"
VARIANTS: dict[str, dict[str, object]] = {
    "pairs kept": {"private": "kept"},
    "U+FFFD": {"lost": "\ufffd", "private": "kept"},
    "U+FFFD, pairs too": {"lost": "\ufffd", "private": "replaced"},
    "pairs dropped": {"private": "dropped"},
    "pairs dropped, flattened": {"private": "dropped", "flattened": True},
    "notes and marks": {"private": "dropped", "marks": ALL_MARKS, "rate": 0.5},
    "marks alone": {"private": "dropped", "marks": ALL_MARKS, "rate": 0.5, "readings": ()},
}


@dataclass(slots=True)
class Score:
    """Counts over the lines and edits of some pages.

    Args:
        lines: (what the mirror did to a line, how it came back) → lines.
        edits: (how sure the edit was, whether it was right) → edits that are no bare removal.
        notes: whether the removal of a whole note was right → such edits.
        causes: why lines are not exact → lines.
        shown: some of those lines.
    """

    lines: Counter[tuple[str, str]] = field(default_factory=Counter)
    edits: Counter[tuple[str, bool]] = field(default_factory=Counter)
    notes: Counter[bool] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count another score's counts as well."""
        self.lines += other.lines
        self.edits += other.edits
        self.notes += other.notes
        self.causes += other.causes
        self.shown += other.shown

    def exact(self, kind: str, *ways: str) -> str:
        """The share of a kind's lines that came back in any of these ways."""
        every = sum(count for (k, _), count in self.lines.items() if k == kind)
        return share(sum(self.lines[kind, way] for way in ways), every)


def share(part: int, every: int) -> str:
    """A percentage and what it is of."""
    return f"{100 * part / every:.2f} % of {every}" if every else "–"


# ---- text


def raw(path: Path) -> str:
    """A file's text."""
    data = path.read_bytes()
    return (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")


def items(path: Path) -> list[dict[str, str]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in raw(path).splitlines()]


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


# ---- scoring


@dataclass(frozen=True, slots=True)
class Wrong:
    """A stretch of a result that differs from the truth.

    Args:
        start: where it starts in the result.
        end: where it ends.
        true: what should stand there.
        line: the true line.
        at: where it starts in that line.
        until: where it ends there.
    """

    start: int
    end: int
    true: str
    line: int
    at: int
    until: int

    def meets(self, start: int, end: int) -> bool:
        """Whether it lies in a stretch of the result, or lacks something in it."""
        if self.start == self.end:
            return start <= self.start <= end
        return self.start < end and start < self.end


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


def compared(true: str, result: str) -> tuple[list[str], list[Wrong]]:
    """How each true line came back, "exact", "lossy" or "wrong", and where it differs."""
    lines, result_lines = true.split("\n"), result.split("\n")
    starts = [0]
    for line in result_lines:
        starts.append(starts[-1] + len(line) + 1)
    ways = ["exact"] * len(lines)
    wrongs: list[Wrong] = []
    for a, b, c, d in unequal(lines, result_lines):
        was, now = "\n".join(lines[a:b]), "\n".join(result_lines[c:d])
        found = list(differences(was, now, starts[c], a))
        wrongs += found
        lossy = len(was) == len(now) and all(
            x == y or (y == "\ufffd" and x.isascii()) for x, y in zip(was, now, strict=True)
        )
        for row in range(a, b) if b - a != d - c else {wrong.line for wrong in found}:
            ways[row] = "lossy" if lossy else "wrong"
    return ways, wrongs


def unequal(true: Sequence[str], result: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of lines that differ, line by line where the line breaks are the same."""
    if len(true) == len(result):
        every = range(len(true))
        yield from ((i, i + 1, i, i + 1) for i in every if true[i] != result[i])
        return
    matcher = SequenceMatcher(None, true, result, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal" and b - a == d - c:
            yield from ((a + i, a + i + 1, c + i, c + i + 1) for i in range(b - a))
        elif tag != "equal":
            yield a, b, c, d


def differences(was: str, now: str, start: int, line: int) -> Iterator[Wrong]:
    """Where a stretch of lines differs, by characters."""
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            first = was.rfind("\n", 0, a) + 1
            row = line + was.count("\n", 0, a)
            yield Wrong(start + c, start + d, was[a:b], row, a - first, b - first)


def count_edits(score: Score, change: Change | None, wrongs: Sequence[Wrong]) -> None:
    """Tell right edits from wrong ones."""
    shift = 0
    for edit in change.edits if change else ():
        start = edit.start + shift
        end = start + len(edit.new)
        shift += len(edit.new) - (edit.end - edit.start)
        if edit.certainty == "left":
            score.edits["left", False] += 1
        elif edit.new:
            score.edits[edit.certainty, not any(w.meets(start, end) for w in wrongs)] += 1
        else:
            note = change.before[edit.start : edit.end] if change else ""
            put_back = (w.start <= start <= w.end and note in w.true for w in wrongs)
            score.notes[not any(put_back)] += 1


def count_causes(
    score: Score, wrongs: Sequence[Wrong], ways: Sequence[str], lost: Sequence[Loss]
) -> None:
    """Say for each line that is not exact what was lost where it differs."""
    for line, way in enumerate(ways):
        near = {
            kind
            for wrong in wrongs
            if wrong.line == line
            for kind, row, place in lost
            if row == line and wrong.at - 2 <= place <= wrong.until + 2
        }
        if way == "lossy":
            score.causes["byte swallowed, marked U+FFFD"] += 1
        elif way == "wrong":
            score.causes[next((cause for cause in CAUSES if cause in near), "other")] += 1


# ---- tables


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
        lines = half(raw(path), options.half)
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
