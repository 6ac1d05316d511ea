"""What a run over a corpus costs, beside a bare loop that does the same to the same documents.

    python benchmarks/corpus.py [CORPUS] [--megabytes 20]

JSON Lines are made from CORPUS, running Chinese text (UTF-8, may be .xz); without it, from the
seeds of this repository, over and over. Two kinds: the text as it is, and the text turned to
Traditional, with pinyin injected and punctuation flattened.

* loop: `orjson.loads`, `clean`, the same fields, `orjson.dumps`, in one process: no workers, no
  journal, no rejects, no limits, nothing that goes on after a crash
* -j 1, -j 2: the command; its outputs are plain JSON Lines

Each runs three times, one after the other in turn, as a process of its own. Processor time is that
of the process and all its workers, and the least of the three: other programs weigh less on it than
on the clock. The parent's share is what limits how many workers it can feed. The cleaning itself is
the same in all columns; with "nothing" in its place, the last kind shows what the run itself costs.
"""

import argparse
import json
import lzma
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from cntextfix import Block, Document, Kind, clean  # noqa: E402

CHARACTERS = 1700  # a document: 5 KB, the median of crawled Chinese pages


def nothing(data: str | bytes, *, url: str | None = None, encoding: str | None = None) -> Document:
    """Takes the place of `clean`, and leaves the text as it is."""
    del url, encoding
    text = data if isinstance(data, str) else data.decode()
    return Document(blocks=(Block(Kind.PARAGRAPH, text, 1),), repaired=text)


CLEANERS = {"clean": clean, "nothing": nothing}


def loop(source: Path, output: Path, cleaner: str) -> None:
    """The bare loop."""
    import orjson

    from cntextfix.corpus.record import facts

    work = CLEANERS[cleaner]
    with source.open("rb") as lines, output.open("wb") as out:
        for line in lines:
            record = orjson.loads(line)
            document = work(record["text"])
            record["text"] = document.text
            record["cntextfix"] = facts(document, {})
            out.write(orjson.dumps(record) + b"\n")


def command(source: Path, output: Path, cleaner: str, jobs: int) -> None:
    """The same as a run; its parent's share of processor time goes to standard output."""
    from cntextfix.corpus import run

    run([source], output, jobs=jobs, clean=CLEANERS[cleaner])
    print(_spent(resource.RUSAGE_SELF))


def _spent(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def measured(*arguments: str) -> tuple[float, float, float]:
    """Processor time, time on the clock and the parent's share of a run of this program."""
    before, start = _spent(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--do", *arguments], check=True, stdout=subprocess.PIPE
    )
    clock = time.perf_counter() - start
    parent = float(done.stdout or 0)
    return _spent(resource.RUSAGE_CHILDREN) - before, clock, parent


def documents(corpus: Path | None, size: int, *, damaged: bool) -> Iterator[bytes]:
    """Lines of JSON, so many bytes of them."""
    from damage import flatten, random_mirror

    from cntextfix.lexicon.conversion import converter

    if corpus is None:
        seeds = sorted((ROOT / "seeds").glob("*.txt"))
        text = "\n".join(clean(seed.read_bytes()).text for seed in seeds)
    else:
        data = corpus.read_bytes()
        text = (lzma.decompress(data) if corpus.suffix == ".xz" else data).decode("utf-8")
    pieces = [text[at : at + CHARACTERS] for at in range(0, len(text), CHARACTERS)]
    convert = converter("s2tw")
    number = written = 0
    while written < size:
        piece = pieces[number % len(pieces)]
        if damaged:
            piece = random_mirror(number % 50).seen(flatten(convert(piece)))
        line = json.dumps({"id": number, "text": piece}, ensure_ascii=False).encode() + b"\n"
        written, number = written + len(line), number + 1
        yield line


def table(corpus: Path | None, megabytes: int, folder: Path) -> None:
    """Print the table."""
    print(
        "| documents | run | MB/s of processor time | against the loop | parent's ms/MB | clock |"
    )
    print("|---|---|---|---|---|---|")
    kinds = (
        ("undamaged", False, "clean"),
        ("damaged", True, "clean"),
        ("nothing", False, "nothing"),
    )
    for kind, damaged, cleaner in kinds:
        source = folder / f"{kind}.jsonl"
        size = int(megabytes * 1e6 / (4 if damaged else 1))
        source.write_bytes(b"".join(documents(corpus, size, damaged=damaged)))
        million = source.stat().st_size / 1e6
        best: dict[str, tuple[float, float, float]] = {}
        for turn in range(3):
            for name in ("loop", "-j 1", "-j 2"):
                output = folder / f"{kind}{name}{turn}".replace(" ", "")
                best[name] = min(
                    best.get(name, (float("inf"), 0.0, 0.0)),
                    measured(name, str(source), str(output), cleaner),
                )
        for name, (spent, clock, parent) in best.items():
            more = spent / best["loop"][0] - 1
            print(
                f"| {kind} | {name} | {million / spent:.1f} | {more:+.0%} "
                f"| {parent / million * 1000:.1f} | {clock:.1f} s |",
                flush=True,
            )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, or be one of the runs in it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--do", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.do:
        name, source, output, cleaner = options.do
        if name == "loop":
            loop(Path(source), Path(output), cleaner)
        else:
            command(Path(source), Path(output), cleaner, int(name.removeprefix("-j ")))
        return 0
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        table(options.corpus, options.megabytes, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
