"""How much mojibake comes back, by chain and length, and how often correct text is changed.

    python benchmarks/mojibake.py CORPUS... [--half dev|test] [--clean items.jsonl.xz] [--samples N]

A corpus is correct text (UTF-8, may be .xz). "dev" and "test" are every other block of 200 lines:
whatever is tuned is tuned on the first and reported on the second. Texts of 4 to 500 characters
are cut from it, sent through every chain of tests/miscoding.py, and repaired:

* exact: the repaired text is the original one
* recall: characters of the original that came back, in order
* false: of the characters written as certain, those that are wrong; a "?" that stood there and
  stays does not count
* guessed: characters marked as guesses, and how many of them are right
* inline: exact, the damaged text being one line of eleven; span: it stands inside a good line
* escapes of a manual (--manual) are counted apart: some are examples there, and stay
* ftfy: exact and recall of ftfy 6 with the settings that do not harm Chinese

A text counts as lossless where every byte of it can be had back from what the chain left.
"""

import argparse
import json
import lzma
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from cntextfix.edits import Change
from cntextfix.repairs import REPAIRS, Context, run

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from miscoding import ESCAPES, EVERY, LOSSY
from texts import lines_of, read

LENGTHS = (4, 8, 16, 32, 64, 128, 500)
BLOCK = 200
NAMES = ("mojibake", "latin_mojibake", "escapes")
WRITTEN_IN = {
    "gbk": "gbk",
    "big5": "big5",
    "%D6%D0": "gbk",
    "=D6=D0": "gbk",
    "=?gb2312?B?1tA=?=": "gbk",
    "~{VP~}": "gb2312",
}
"""What the text must fit in, by the first word of a chain."""


@dataclass
class Score:
    """Counts over some samples."""

    samples: int = 0
    exact: int = 0
    chars: int = 0
    back: int = 0
    known: int = 0
    false: int = 0
    guessed: int = 0
    right: int = 0

    def add(self, true: str, changes: Sequence[Change], result: str) -> None:
        """Count one sample."""
        self.samples += 1
        self.exact += result == true
        self.chars += len(true)
        self.back += recalled(true, result)
        known, true_known = written(true, changes, result, "certain")
        self.known += known
        self.false += known - true_known
        guessed, right = written(true, changes, result, "guess")
        self.guessed += guessed
        self.right += right

    def row(self) -> str:
        """The counts as shares."""
        return f"{share(self.exact, self.samples)} | {share(self.back, self.chars)}"


def share(part: int, whole: int) -> str:
    """A percentage, or a dash."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def recalled(true: str, result: str) -> int:
    """How many characters of a text stand in another, in order."""
    if true == result:
        return len(true)
    blocks = SequenceMatcher(None, true, result, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def written(true: str, changes: Sequence[Change], result: str, certainty: str) -> tuple[int, int]:
    """How many characters were written with a certainty, and how many of them rightly."""
    last = next((c for c in reversed(changes) if c.after != c.before), None)
    if last is None or not any(edit.certainty == certainty for edit in last.edits):
        return 0, 0
    at = {
        block.b + i
        for block in SequenceMatcher(None, true, result, autojunk=False).get_matching_blocks()
        for i in range(block.size)
    }
    count = right = shift = 0
    for edit in last.edits:
        start = edit.start + shift
        shift += len(edit.new) - (edit.end - edit.start)
        if edit.certainty == certainty:
            for offset, char in enumerate(edit.new):
                if char not in "?\ufffd":
                    count += 1
                    right += start + offset in at
    return count, right


def ours(text: str) -> tuple[str, list[Change]]:
    """The text after the repairs."""
    changes = []
    for repair in REPAIRS:
        if repair.name in NAMES and (change := run(repair, text, Context())):
            changes.append(change)
            text = change.after
    return text, changes


def ftfys(text: str) -> str:
    """The text after ftfy, without what harms Chinese."""
    import ftfy

    config = ftfy.TextFixerConfig(
        uncurl_quotes=False,
        fix_character_width=False,
        fix_latin_ligatures=False,
        normalization=None,
        explain=False,
    )
    return ftfy.fix_text(text, config)


def lines_of_half(path: Path, half: str) -> list[str]:
    """The lines of every other block."""
    return [line for at, line in enumerate(lines_of(path)) if at // BLOCK % 2 == (half == "test")]


def texts(lines: Sequence[str], length: int, count: int, seed: int) -> list[tuple[str, str]]:
    """Texts of a length, and each with ten lines from around it."""
    pick = random.Random(f"{seed} {length}")
    found: list[tuple[str, str]] = []
    while len(found) < count:
        at = pick.randrange(len(lines) - 40)
        whole = "\n".join(lines[at : at + 20]) if length > 64 else lines[at]
        if len(whole) < length:
            continue
        start = pick.randrange(len(whole) - length + 1)
        text = whole[start : start + length]
        if (
            sum("\u3400" <= char <= "\u9fff" for char in text) >= length // 2
            and text == text.strip()
        ):
            found.append((text, "\n".join(lines[at + 20 : at + 30])))
    return found


def measure(pools: Sequence[tuple[Sequence[str], bool]], count: int, seed: int) -> None:
    """Print the tables.

    Args:
        pools: lines of each corpus, and whether it is a manual.
        count: samples of each corpus, length and chain.
        seed: makes the choice of samples repeatable.
    """
    whole: defaultdict[str, Score] = defaultdict(Score)
    by_length: defaultdict[tuple[str, int], Score] = defaultdict(Score)
    inline: defaultdict[str, Score] = defaultdict(Score)
    span: defaultdict[str, Score] = defaultdict(Score)
    peer: defaultdict[str, Score] = defaultdict(Score)
    for length in LENGTHS:
        samples = [
            (*sample, manual)
            for lines, manual in pools
            for sample in texts(lines, length, count, seed)
        ]
        for name, damage in EVERY.items():
            for text, page, manual in samples:
                true = text
                if not fits(text, WRITTEN_IN.get(name.partition(" ")[0], "utf-8")):
                    continue
                seen = damage(true)
                result, changes = ours(seen)
                kind = kind_of(name, seen)
                keys: tuple[str, ...] = (name, kind)
                if manual and kind == "all escapes":
                    kind, keys = "escapes in manuals", ("escapes in manuals",)
                for key in keys:
                    whole[key].add(true, changes, result)
                by_length[kind, length].add(true, changes, result)
                theirs = ftfys(seen)
                for key in keys:
                    peer[key].add(true, [], theirs)
                if length <= 64 and "\n" not in text:
                    doc = page.split("\n")
                    there = "\n".join([*doc[:5], seen, *doc[5:]])
                    result, changes = ours(there)
                    result = result.removeprefix("\n".join(doc[:5]) + "\n").removesuffix(
                        "\n" + "\n".join(doc[5:])
                    )
                    for key in keys:
                        inline[key].add(true, changes, result)
                    good = doc[0][:20], doc[-1][-20:]
                    result, changes = ours(f"{good[0]}，{seen}，{good[1]}")
                    result = result.removeprefix(good[0] + "，").removesuffix("，" + good[1])
                    for key in keys:
                        span[key].add(true, changes, result)
    print(
        "| chain | exact | recall | false | guessed | right | inline | span | ftfy exact | recall |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, score in whole.items():
        row = (
            score.row(),
            share(score.false, score.known),
            share(score.guessed, score.chars),
            share(score.right, score.guessed),
            share(inline[name].exact, inline[name].samples),
            share(span[name].exact, span[name].samples),
            peer[name].row(),
        )
        print(f"| {name} | {' | '.join(row)} |")
    print("\n| exact, by length | " + " | ".join(map(str, LENGTHS)) + " |")
    print("|---|" + "---|" * len(LENGTHS))
    for kind in ("all lossless", "all lossy", "all escapes"):
        cells = [by_length[kind, length] for length in LENGTHS]
        print(f"| {kind} | " + " | ".join(share(c.exact, c.samples) for c in cells) + " |")
        print(f"| {kind}, recall | " + " | ".join(share(c.back, c.chars) for c in cells) + " |")


def fits(text: str, encoding: str) -> bool:
    """Whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def kind_of(name: str, seen: str) -> str:
    """Whether a chain kept every byte of this text."""
    if name in ESCAPES:
        return "all escapes"
    if name in LOSSY and name != "utf-8 → cp1252, blanks flattened":
        return "all lossy"
    return "all lossy" if "\ufffd" in seen or "?" in seen else "all lossless"


def clean(path: Path, half: str) -> None:
    """Print how many correct items are changed, by kind."""
    changed: defaultdict[str, int] = defaultdict(int)
    count: defaultdict[str, int] = defaultdict(int)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            if at % 2 == (half == "test"):
                item = json.loads(line)
                count[item["set"]] += 1
                changed[item["set"]] += ours(item["text"])[0] != item["text"]
    print("\n| correct items | changed |\n|---|---|")
    for kind in count:
        if changed[kind]:
            print(f"| {kind} ({count[kind]}) | {changed[kind]} |")
    total = sum(count.values())
    print(f"| all ({total}) | {sum(changed.values())} = {share(sum(changed.values()), total)} % |")


def speed(path: Path) -> None:
    """Print the speed on correct text."""
    text = read(path)
    for repair in REPAIRS:
        if repair.name in NAMES:
            run(repair, text + "魑魅魍魉", Context())  # builds what is built on first need
            start = time.process_time()
            run(repair, text, Context())
            spent = time.process_time() - start
            print(f"{path.name}: {repair.name} {len(text.encode()) / spent / 1e6:.0f} MB/s")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--clean", type=Path)
    parser.add_argument("--manual", action="append", default=[], help="name of a corpus")
    parser.add_argument("--samples", type=int, default=5, help="of each corpus, length and chain")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    manuals = {Path(name).name for name in options.manual}
    measure(
        [(lines_of_half(path, options.half), path.name in manuals) for path in options.corpora],
        options.samples,
        options.seed,
    )
    if options.clean:
        clean(options.clean, options.half)
    print()
    for path in options.corpora:
        speed(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
