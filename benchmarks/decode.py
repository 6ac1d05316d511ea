"""How often bytes are read in their true encoding, and how much is lost where they are damaged.

    python benchmarks/decode.py --simplified FILE... --traditional FILE... [--foreign ITEMS]
                                [--half dev|test] [--each N]

Texts are files in UTF-8, also .xz; "dev" is their even lines, "test" the odd ones. ITEMS is a file
of JSON lines with "set" and "text", also .xz, whose sets ja_lines, ko_md, fr and es are encoded in
their legacy encodings. Peers are measured if they are installed: charset-normalizer, chardet,
faust-cchardet. Where a peer names a narrower encoding of the same family (gb2312 for gb18030), it
is right.
"""

import argparse
import difflib
import json
import random
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from texts import read

from cntextfix.decode import decode
from cntextfix.decode.labels import canonical
from cntextfix.lexicon.opencc import characters

LENGTHS = (6, 12, 25, 50, 100, 200, 1000)
CORE = ("gb2312", "gbk", "big5", "utf-8")
WIDE = ("utf-16-le", "utf-16-be", "hz")
ICONV = {"euc-tw": "EUC-TW", "iso-2022-cn": "ISO-2022-CN"}
"""Encodings that Python cannot write: the iconv command does."""
FOREIGN = {
    "ja_lines": ("cp932", "euc_jp"),
    "ko_md": ("cp949",),
    "fr": ("cp1252",),
    "es": ("cp1252",),
}
Detect = Callable[[bytes], str | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """Some bytes and what they are.

    Args:
        data: the bytes.
        text: the text they were made from.
        encoding: the encoding they were made in.
        damage: what was done to them.
    """

    data: bytes
    text: str
    encoding: str
    damage: str = "none"


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simplified", nargs="+", type=Path, required=True)
    parser.add_argument("--traditional", nargs="+", type=Path, required=True)
    parser.add_argument("--foreign", type=Path)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--each", type=int, default=100, help="samples of each kind")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--show", action="store_true", help="print what is read wrongly")
    options = parser.parse_args()
    pools = {
        "simplified": "\n".join(lines_of(options.simplified, options.half)),
        "traditional": "\n".join(lines_of(options.traditional, options.half)),
    }
    detectors = {"cntextfix": own} | ({} if options.no_peers else peers())
    whole = list(undamaged(pools, options.each))
    tables = {
        f"Undamaged, {' '.join(CORE)}": (lambda s: str(len(s.text)), whole),
        "Other encodings": (lambda s: s.encoding, list(others(pools, options.each))),
        "Damaged": (lambda s: s.damage, list(damaged(whole))),
        "Random windows": (lambda s: s.damage, list(windows(pools, options.each))),
    }
    if options.foreign:
        foreign = list(foreign_samples(options.foreign))
        tables["Not Chinese, called Chinese"] = (lambda s: s.encoding, foreign)
    for title, (group, samples) in tables.items():
        called_chinese = title.startswith("Not")
        print(table(title, group, samples, detectors, called_chinese), flush=True)
        if options.show:
            show(samples, called_chinese)
    print(losses(whole))
    print(speed(pools, detectors))
    return 0


# ---- samples


def lines_of(paths: Sequence[Path], half: str) -> Iterator[str]:
    """The lines of one half of each file."""
    for path in paths:
        yield from read(path).split("\n")[half == "test" :: 2]


def cut(pool: str, length: int, encoding: str, pick: random.Random) -> Sample:
    """A piece of text that the encoding can write, at least half of it not ASCII."""
    while True:
        at = pick.randrange(len(pool) - length)
        text = pool[at : at + length]
        if sum(char > "\x7f" for char in text) * 2 < length:
            continue
        try:
            return Sample(text.encode(encoding), text, encoding)
        except UnicodeEncodeError:
            continue


def pool_for(encoding: str, pools: dict[str, str], pick: random.Random) -> str:
    """gb2312 and hz write Simplified, big5 Traditional, the others either."""
    if encoding in ("gb2312", "hz"):
        return pools["simplified"]
    if encoding in ("gbk", "big5", "big5hkscs"):
        return pools["traditional"]
    return pools[pick.choice(("simplified", "traditional"))]


def undamaged(pools: dict[str, str], each: int) -> Iterator[Sample]:
    """Samples of every length in the encodings of the Chinese web."""
    pick = random.Random(2)
    for length in LENGTHS:
        for encoding in CORE:
            for _ in range(each):
                yield cut(pool_for(encoding, pools, pick), length, encoding, pick)


def others(pools: dict[str, str], each: int) -> Iterator[Sample]:
    """Samples in rarer encodings."""
    pick = random.Random(3)
    for encoding in WIDE:
        for number in range(each):
            length = LENGTHS[number % len(LENGTHS)]
            yield cut(pool_for(encoding, pools, pick), length, encoding, pick)
    if shutil.which("iconv"):
        for encoding, name in ICONV.items():
            for number in range(each):
                length = LENGTHS[number % len(LENGTHS)]
                text = cut(pools["traditional"], length, "big5", pick).text
                command = ["iconv", "-c", "-f", "UTF-8", "-t", name]
                run = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
                yield Sample(run.stdout, text, encoding)


def damaged(samples: Iterable[Sample]) -> Iterator[Sample]:
    """The samples of twelve characters and more with one wrong byte, or cut in a character."""
    pick = random.Random(4)
    for sample in samples:
        data, at = sample.data, pick.randrange(len(sample.data))
        if len(sample.text) < 12:
            continue
        wrong = data[:at] + bytes([pick.randrange(256)]) + data[at + 1 :]
        lacking = data[:at] + data[at + 1 :]
        for damage, bad in (
            ("one byte wrong", wrong),
            ("one byte missing", lacking),
            ("cut at start", data[1:]),
            ("cut at end", data[:-1]),
        ):
            yield Sample(bad, sample.text, sample.encoding, damage)


def windows(pools: dict[str, str], each: int) -> Iterator[Sample]:
    """Bytes from anywhere in a text, half of them from the middle of a character."""
    pick = random.Random(5)
    for encoding in ("gb2312", "gbk", "big5"):
        for size in (40, 200):
            for _ in range(each):
                whole = cut(pool_for(encoding, pools, pick), 400, encoding, pick)
                at = pick.randrange(200)
                data = whole.data[at : at + size]
                if not data.isascii():
                    yield Sample(data, "", encoding, f"{size} bytes")


def foreign_samples(items: Path) -> Iterator[Sample]:
    """Texts in other languages, in their legacy encodings."""
    for line in filter(None, read(items).split("\n")):
        item = json.loads(line)
        for encoding in FOREIGN.get(item["set"], ()):
            bytes_ = item["text"].encode(encoding, "ignore")
            if not bytes_.isascii():
                yield Sample(bytes_, item["text"], encoding)


# ---- detectors


def own(data: bytes) -> str | None:
    """What this package says."""
    return decode(data).encoding


def peers() -> dict[str, Detect]:
    """The detectors that are installed."""

    def normalizer(data: bytes) -> str | None:
        best = import_module("charset_normalizer").from_bytes(data).best()
        return best.encoding if best else None

    found: dict[str, Detect] = {"charset-normalizer": normalizer}
    for name in ("chardet", "cchardet"):
        try:
            module = import_module(name)
        except ImportError:
            continue
        found[name] = lambda data, module=module: module.detect(data)["encoding"]  # type: ignore[misc]
    return found


def family(encoding: str | None) -> str | None:
    """The widest encoding of a family."""
    return canonical(encoding) if encoding else None


def is_right(detect: Detect, sample: Sample) -> bool:
    """Whether the family is the true one."""
    return family(detect(sample.data)) == family(sample.encoding)


def is_called_chinese(detect: Detect, sample: Sample) -> bool:
    """Whether the sample is taken for Chinese."""
    return family(detect(sample.data)) in ("gb18030", "big5hkscs", "hz")


# ---- tables


def table(
    title: str,
    group: Callable[[Sample], str],
    samples: Sequence[Sample],
    detectors: dict[str, Detect],
    called_chinese: bool,
) -> str:
    """Shares of samples by group and detector, in percent."""
    measure = is_called_chinese if called_chinese else is_right
    groups: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[group(sample)].append(sample)
    lines = [f"\n{title}: % of {len(samples)}", f"| | {' | '.join(groups)} | all |"]
    lines.append("|---" * (len(groups) + 2) + "|")
    for name, detect in detectors.items():
        hits = {key: sum(measure(detect, sample) for sample in groups[key]) for key in groups}
        cells = [f"{100 * hits[key] / len(groups[key]):.2f}" for key in groups]
        cells.append(f"{100 * sum(hits.values()) / len(samples):.2f}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def show(samples: Iterable[Sample], called_chinese: bool) -> None:
    """Print what this package gets wrong."""
    for sample in samples:
        wrong = is_called_chinese(own, sample) if called_chinese else not is_right(own, sample)
        if wrong:
            page = decode(sample.data)
            margin = page.margin or 0.0
            print(f"  {sample.encoding} {sample.damage} {sample.text[:40]!r}")
            print(f"    → {page.encoding} {margin:.1f} {page.text[:40]!r}")


def losses(samples: Sequence[Sample]) -> str:
    """Characters lost for one missing byte, the encoding known."""
    pick = random.Random(6)
    rows: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sample in samples:
        if sample.encoding == "utf-8" or not 25 <= len(sample.text) <= 200:
            continue
        places = [i for i in range(len(sample.data) - 1) if sample.data[i] > 0x7F]
        at = pick.choice(places)
        data = sample.data[:at] + sample.data[at + 1 :]
        name = family(sample.encoding) or ""
        plain = data.decode(name, "replace")
        ours = decode(data, encoding=name).text
        rows[sample.encoding].append((lost(sample.text, plain) - 1, lost(sample.text, ours) - 1))
        whole = decode(sample.data, encoding=name).text
        rows[f"{sample.encoding}, undamaged"].append((0, lost(sample.text, whole)))
    lines = ["\nCharacters lost besides the one whose byte is missing: mean (worst)"]
    lines += ["| | replace | cntextfix |", "|---|---|---|"]
    for name, pairs in rows.items():
        cells = [f"{sum(c) / len(c):.3f} ({max(c)})" for c in zip(*pairs, strict=True)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def lost(true: str, seen: str) -> int:
    """How many characters of the true text are not in the other, in order."""
    if true == seen:
        return 0
    matcher = difflib.SequenceMatcher(None, true, seen, autojunk=False)
    return len(true) - sum(block.size for block in matcher.get_matching_blocks())


def speed(pools: dict[str, str], detectors: dict[str, Detect]) -> str:
    """MB/s on whole files and on pages of ten kilobytes."""
    table_ = {ord(t): s for t, s in characters("TSCharacters").items()}
    text = pools["simplified"][:1_500_000]
    traditional = pools["traditional"][:1_000_000]
    cases = {
        "utf-8": text.encode(),
        "gb18030": text.translate(table_).encode("gb18030"),
        "big5": traditional.encode("big5hkscs", "ignore"),
    }
    lines = ["\nMB/s", f"| | {' | '.join(f'{c}, whole | {c}, 10 kB' for c in cases)} |"]
    lines.append("|---" * (2 * len(cases) + 1) + "|")
    for name, detect in detectors.items():
        cells = []
        for encoding, data in cases.items():
            codec = "big5hkscs" if encoding == "big5" else encoding
            sample, step = (
                data[:600_000].decode(codec, "ignore"),
                3_300 if encoding == "utf-8" else 5_000,
            )
            pages = [sample[at : at + step] for at in range(0, len(sample), step)]
            parts = [page.encode(codec) for page in pages]
            whole = [data] if name == "cntextfix" else [data[:300_000]]
            for batch in (whole, parts):
                read: Callable[[bytes], object] = decode if name == "cntextfix" else detect
                seconds = min(timed(read, batch) for _ in range(3))
                cells.append(f"{sum(map(len, batch)) / seconds / 1e6:.1f}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def timed(read: Callable[[bytes], object], batch: Sequence[bytes]) -> float:
    """Seconds of processor time for reading all of a batch."""
    started = time.process_time()
    for piece in batch:
        read(piece)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
