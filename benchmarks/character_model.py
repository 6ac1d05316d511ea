"""How well the character model prices text, and how often it finds lost characters.

    python benchmarks/character_model.py CORPUS... [--half dev|test] [--model FILE]

A corpus is a text file in UTF-8, also .xz. "dev" is its even lines, "test" its odd ones: whatever
is tuned is tuned on the first and reported on the second.

* bits: mean cost of a character, line ends included.
* cloze: of one to three characters in a row only one GBK byte each is known, as where two-byte
  pairs were dropped or split; ten characters on either side are known. The share of gaps whose
  cheapest filling is the true one, by length of the gap. "page" is the same for all lengths with a
  model adapted to the page: thirty neighbouring lines and the rest of the line. With
  --traditional the text is turned to Traditional first, one by one, as mirror sites do.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from texts import lines_of

from cntextfix.lexicon.character_model import CharacterModel, fold, load
from cntextfix.lexicon.gbk import gbk
from cntextfix.lexicon.opencc import characters

Gap = tuple[str, str, str, tuple[str, ...]]
"""Text before, the lost characters, text behind, and what each may be; all folded."""
PAGE = 15
"""Lines before and behind that are taken for the page."""

BEAM = 150
_HAN = re.compile("[\u4e00-\u9fff]")
_MOSTLY_HAN = 0.7


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--gaps", type=int, default=300)
    parser.add_argument("--traditional", action="store_true")
    options = parser.parse_args()
    started = time.perf_counter()
    model = CharacterModel.parse(options.model.read_bytes()) if options.model else load()
    print(f"load {1000 * (time.perf_counter() - started):.0f} ms, {options.half} half")
    print("| corpus | bits | gap of 1 | 2 | 3 | all | page |\n|---|---|---|---|---|---|---|")
    for path in options.corpora:
        lines = folded_lines(path)[options.half == "test" :: 2]
        right, adapted = [0, 0, 0], 0
        gaps = make_gaps(lines, options.gaps, options.traditional)
        for gap, page in gaps:
            right[len(gap[1]) - 1] += fill(model, gap) == gap[1]
            adapted += fill(model.adapted(page), gap) == gap[1]
        shares = " | ".join(f"{100 * count / (len(gaps) / 3):.0f}" for count in right)
        whole = f"{100 * sum(right) / len(gaps):.1f} | {100 * adapted / len(gaps):.1f}"
        print(f"| {path.name} | {mean_bits(model, lines):.2f} | {shares} | {whole} |", flush=True)
    return 0


def folded_lines(path: Path) -> list[str]:
    """The lines of a corpus that hold anything, their blanks as one."""
    return [re.sub(r"\s+", " ", line).strip() for line in lines_of(path)]


def mean_bits(model: CharacterModel, lines: Sequence[str]) -> float:
    """Bits a character over a sample of lines."""
    sample = random.Random(7).sample(lines, min(len(lines), 2000))
    return sum(model.bits(line + "\n") for line in sample) / sum(len(line) + 1 for line in sample)


def make_gaps(lines: Sequence[str], count: int, traditional: bool) -> list[tuple[Gap, str]]:
    """Gaps of one, two and three Han characters, as many of each, and the page of each."""
    pick = random.Random(1)
    if traditional:
        table = {ord(s): t for s, t in characters("STCharacters").items()}
        lines = [line.translate(table) for line in lines]
    gaps: list[tuple[Gap, str]] = []
    while len(gaps) < count:
        number, length = pick.randrange(len(lines)), 1 + len(gaps) % 3
        line = lines[number]
        if len(line) < 20 or len(_HAN.findall(line)) < _MOSTLY_HAN * len(line):
            continue
        at = pick.randrange(len(line) - length + 1)
        lost, before, behind = line[at : at + length], line[:at], line[at + length :]
        if not all(_HAN.match(char) and char in gbk().pair for char in lost):
            continue
        choices = tuple(candidates(gbk().pair[char], pick.random() < 0.5) for char in lost)
        near = [*lines[max(0, number - PAGE) : number], *lines[number + 1 : number + PAGE + 1]]
        gap = fold(before[-10:]), fold(lost), fold(behind[:10]), choices
        gaps.append((gap, "\n".join([*near, before, behind])))
    return gaps


@cache
def candidates(pair: int, lead_known: bool) -> str:
    """The characters that share a pair's lead byte, or its trail byte."""
    table = gbk()
    if lead_known:
        lead = pair & 0xFF00
        found = "".join(table.char[lead : lead + 0x100])
    else:
        found = table.by_trail[pair & 0xFF]
    return "".join(sorted(set(fold(found))))


def fill(model: CharacterModel, gap: Gap) -> str:
    """The cheapest filling of a gap, by beam search."""
    before, _, behind, choices = gap
    before = "\n\n" + before
    states = [(0.0, before[-2], before[-1], "")]
    for choice in choices:
        best: dict[str, tuple[float, str, str, str]] = {}
        for cost, prev2, prev, filled in states:
            for char, step in zip(choice, model.costs(prev2, prev, choice), strict=True):
                known = best.get(prev + char)
                if known is None or cost + step < known[0]:
                    best[prev + char] = (cost + step, prev, char, filled + char)
        states = sorted(best.values())[:BEAM]
    behind = (behind + "\n")[:3]
    whole = [
        (cost + after(model, prev2, prev, behind), filled) for cost, prev2, prev, filled in states
    ]
    return min(whole)[1]


def after(model: CharacterModel, prev2: str, prev: str, text: str) -> float:
    """What a text costs after two characters."""
    line = prev2 + prev + text
    return sum(map(model.step, line, line[1:], line[2:]))


if __name__ == "__main__":
    sys.exit(main())
