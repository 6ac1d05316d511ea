"""What a run over a corpus costs, beside a bare loop that does the same to the same documents.

    python benchmarks/corpus.py [CORPUS] [--megabytes 40]

JSON Lines are made from CORPUS, running Chinese text (UTF-8, may be .xz); without it, from the
seeds of this repository, over and over. Two kinds: the text as it is, and the text turned to
Traditional, with pinyin injected and punctuation flattened.

* loop: `orjson.loads`, `clean`, the same fields, `orjson.dumps`, in one process: no workers, no
  journal, no rejects, no limits, nothing that goes on after a crash
* two loops: the same, side by side, each with half of the documents: on two processors nothing
  that does the same can take less time on the clock than they do
* -j 1, -j 2: the command; its outputs are plain JSON Lines

Each runs four times, one after the other in turn, as a process of its own. Processor time is that
of the process and all its workers, and the least of the four: other programs weigh less on it than
on the clock. Milliseconds for a megabyte are those of the last two thirds of the documents, "start"
is what was spent besides: every process imports the package, and every worker loads tables. The
parent's share says how many workers it can feed. "times as fast" compares the clock, of the last
two thirds as well, with that of the loop; it means something on a machine with nothing else to do.
Where nothing is done to the documents, of which there are three times as many, what is left is the
cost of the run itself.
"""

import argparse
import json
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

from texts import running_text  # noqa: E402

from cntextfix import Block, Document, Kind, clean  # noqa: E402

RUNS = ("loop", "two loops", "-j 1", "-j 2")
TURNS = 4
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


def two_loops(source: Path, output: Path, cleaner: str) -> None:
    """Two bare loops, each with its half of the documents."""
    loops = [
        subprocess.Popen([sys.executable, __file__, "--do", "loop", *half, cleaner])
        for half in ((f"{source}.{number}", f"{output}.{number}") for number in (0, 1))
    ]
    if sum(one.wait() for one in loops):
        raise SystemExit("a loop has failed")


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

    text = running_text(corpus)
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
    head = ["documents", "run", "start, s", "ms/MB", "against the loop", "parent's ms/MB"]
    print("|", " | ".join([*head, "clock, s", "times as fast"]), "|")
    print("|---" * (len(head) + 2) + "|")
    kinds = (("nothing done", 3, "nothing"), ("undamaged", 1, "clean"), ("damaged", 0.25, "clean"))
    for kind, times, cleaner in kinds:
        source, first = folder / f"{kind}.jsonl", folder / f"{kind}-first.jsonl"
        lines = list(documents(corpus, int(megabytes * times * 1e6), damaged=kind == "damaged"))
        for path, some in ((source, lines), (first, lines[: len(lines) // 3])):
            path.write_bytes(b"".join(some))
            for half in (0, 1):
                Path(f"{path}.{half}").write_bytes(b"".join(some[half::2]))
        best: dict[tuple[str, Path], tuple[float, float, float]] = {}
        clocks: dict[tuple[str, Path], float] = {}
        for turn in range(TURNS):
            for key in ((name, path) for name in RUNS for path in (first, source)):
                output = folder / f"{key[1].name}{key[0]}{turn}".replace(" ", "")
                found = measured(key[0], str(key[1]), str(output), cleaner)
                best[key] = min(best.get(key, found), found)
                clocks[key] = min(clocks.get(key, found[1]), found[1])
        few, all_ = (path.stat().st_size / 1e6 for path in (first, source))
        net = {name: (best[name, source][0] - best[name, first][0]) / (all_ - few) for name in RUNS}
        clock = {name: clocks[name, source] - clocks[name, first] for name in RUNS}
        for name in RUNS:
            spent, _, parent = best[name, source]
            more_parent = (parent - best[name, first][2]) / (all_ - few)
            more = "" if name == "loop" else f"{net[name] / net['loop'] - 1:+.0%}"
            print(
                f"| {kind} | {name} | {spent - net[name] * all_:.1f} | {net[name] * 1000:.1f} "
                f"| {more} | {more_parent * 1000:.1f} | {clocks[name, source]:.1f} "
                f"| {clock['loop'] / clock[name]:.2f} |",
                flush=True,
            )


LOOPS = {"loop": loop, "two loops": two_loops}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table, or be one of the runs in it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--megabytes", type=int, default=40)
    parser.add_argument("--do", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.do:
        name, source, output, cleaner = options.do
        if name in LOOPS:
            LOOPS[name](Path(source), Path(output), cleaner)
        else:
            command(Path(source), Path(output), cleaner, int(name.removeprefix("-j ")))
        return 0
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        table(options.corpus, options.megabytes, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
