"""How well flattened punctuation comes back, and how often correct text is taken for flattened.

    python benchmarks/punctuation.py manual.txt book.txt.xz [--lines 40] [--marks]
    python benchmarks/punctuation.py news.txt.xz --heading "# "

Each corpus is correct text (UTF-8, may be .xz). It is cut into documents, flattened as NFKC and
ftfy do it, and restored; every one of ``,:;!?()`` in it is compared with the original. Documents
go by turns to a development half, which the rules were read off, and a test half.

* accuracy: marks that are as in the original, full-width or not
* precision: widened marks that were full-width; recall: full-width marks that came back
* gate: documents that ``punctuation="auto"`` changes, of the correct and of the flattened ones

Next to it run, where installed, autocorrect-py, a typesetting formatter, and ftfy with its
defaults, which is what flattens.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from texts import read

from cntextfix.repairs.punctuation import REPAIR
from cntextfix.repairs.repair import Context, Punctuation, run

MARKS = ",:;!?()"
FLATTEN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def restore(text: str, punctuation: Punctuation = "fullwidth") -> str:
    """The text after the repair."""
    change = run(REPAIR, text, Context(punctuation=punctuation))
    return change.after if change else text


def tools() -> Iterator[tuple[str, Callable[[str], str]]]:
    """What is compared, by name."""
    yield "cntextfix", restore
    try:
        import autocorrect_py
    except ImportError:
        print("(autocorrect-py is not installed and is left out)\n")
    else:
        yield "autocorrect", autocorrect_py.format
    import ftfy

    yield "ftfy, defaults", ftfy.fix_text


def documents(path: Path, lines: int, heading: str) -> list[str]:
    """A corpus in pieces that begin with a heading, or of so many lines."""
    text = read(path)
    if heading:
        return re.split(f"\n(?={re.escape(heading)})", text)
    every = text.split("\n")
    return ["\n".join(every[i : i + lines]) for i in range(0, len(every), lines)]


def aligned(flat: str, result: str) -> str:
    """The result, line by line, without the blanks a tool has put in.

    A line in which a tool changed more than blanks and widths counts as it was.
    """
    lines = zip(flat.split("\n"), result.split("\n"), strict=False)
    return "\n".join(_aligned_line(was, now) for was, now in lines)


def _aligned_line(flat: str, result: str) -> str:
    kept: list[str] = []
    place = 0
    for char in flat:
        while result[place : place + 1] == " " != char:
            place += 1
        if result[place : place + 1].translate(FLATTEN) != char:
            return flat
        kept.append(result[place])
        place += 1
    return "".join(kept)


@dataclass(slots=True)
class Score:
    """Marks counted: all, as in the original, widened, widened rightly, once full-width."""

    every: int = 0
    right: int = 0
    widened: int = 0
    rightly: int = 0
    wide: int = 0

    def add(self, was: str, flat: str, now: str) -> None:
        """Count one mark: in the original, flattened, restored."""
        self.every += 1
        self.right += was == now
        self.widened += now != flat
        self.rightly += was == now != flat
        self.wide += was != flat

    def row(self) -> str:
        """Accuracy, precision and recall in per cent."""
        precision = f"{100 * self.rightly / self.widened:.2f}" if self.widened else "–"
        recall = 100 * self.rightly / max(1, self.wide)
        return f"{100 * self.right / max(1, self.every):.2f} | {precision} | {recall:.2f}"


def measure(originals: Sequence[str], tool: Callable[[str], str]) -> tuple[dict[str, Score], float]:
    """Scores by mark, that of all under "", and MB of UTF-8 a second."""
    flats = [original.translate(FLATTEN) for original in originals]
    started = time.process_time()
    results = [tool(flat) for flat in flats]
    seconds = time.process_time() - started
    scores = {mark: Score() for mark in ("", *MARKS)}
    for original, flat, result in zip(originals, flats, results, strict=True):
        restored = result if len(result) == len(flat) else aligned(flat, result)
        for was, plain, now in zip(original, flat, restored, strict=True):
            if plain in MARKS:
                scores[""].add(was, plain, now)
                scores[plain].add(was, plain, now)
    return scores, sum(len(flat.encode()) for flat in flats) / 1e6 / seconds


def compare(corpora: dict[str, list[str]], *, by_mark: bool) -> None:
    """Print accuracy and speed of every tool on both halves of every corpus."""
    print("| corpus | half | tool | marks | accuracy % | precision % | recall % | MB/s |")
    print("|---|---|---|--:|--:|--:|--:|--:|")
    for name, every in corpora.items():
        for half, originals in (("dev", every[0::2]), ("test", every[1::2])):
            for tool_name, tool in tools():
                scores, speed = measure(originals, tool)
                row = f"| {name} | {half} | {tool_name} | {scores[''].every} "
                print(f"{row}| {scores[''].row()} | {speed:.1f} |")
                if by_mark:
                    for mark in MARKS:
                        print(f"| | | `{mark}` | {scores[mark].every} | {scores[mark].row()} | |")


def gate(corpora: dict[str, list[str]]) -> None:
    """Print how often the gate opens for correct and for flattened documents, and at what cost."""
    print(
        "\n| corpus | documents | correct ones changed | flattened ones changed | MB/s, correct |"
    )
    print("|---|--:|--:|--:|--:|")
    for name, every in corpora.items():
        started = time.process_time()
        alarms = sum(restore(text, "auto") != text for text in every)
        seconds = time.process_time() - started
        flats = [text.translate(FLATTEN) for text in every]
        damaged = [(flat, text) for flat, text in zip(flats, every, strict=True) if flat != text]
        opened = sum(restore(flat, "auto") != flat for flat, _ in damaged)
        size = sum(len(text.encode()) for text in every) / 1e6
        print(f"| {name} | {len(every)} | {alarms} | {opened} of {len(damaged)} ", end="")
        print(f"| {size / seconds:.0f} |")


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--lines", type=int, default=40, help="lines a document (40)")
    parser.add_argument("--heading", default="", help="how the first line of a document begins")
    parser.add_argument("--marks", action="store_true", help="a row for every mark, too")
    arguments = parser.parse_args()
    corpora = {
        path.name.partition(".")[0]: documents(path, arguments.lines, arguments.heading)
        for path in arguments.corpora
    }
    compare(corpora, by_mark=arguments.marks)
    gate(corpora)


if __name__ == "__main__":
    main()
