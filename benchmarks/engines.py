"""What an engine costs next to a bare loop, and what it does when a document goes wrong.

    python benchmarks/engines.py [CORPUS] [--megabytes 20] [--only ray,spark] [--faults]

Shards of 5 KB pages, as Parquet and as JSON Lines, are made from CORPUS, running Chinese text
(UTF-8, may be .xz); without it, from the seeds of this repository, over and over. Every engine that
is installed works on the same shards, with two workers where it has workers, each in a process of
its own. "bare loop" is one process that reads, works and writes.

* light work: one `str.translate` a page, so that the engine is nearly all there is; on three times
  the megabytes
* cleaning: the adapter's `clean`, and the command with `-j 2`

What a run of forty pages takes is given as the time to start, and taken off the others. Time is
processor time of the engine's process and of all that it starts, read from /proc every fifth of a
second, so Linux only; memory is the most that they hold together (proportional set size). Figures
of one table are from one run.

A second table says what a terabyte of each kind of page takes, one after the other in one process,
at the best of three times; the damage is that of the simulator of the tests. "--only none" prints
that table alone.

With --faults, one page of the shards (a) makes the engine's function raise, (b) makes `clean` raise
inside the adapter, (c) kills its worker; the table says how many of the rows came out, and how the
run ended.
"""

import argparse
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parent)]

import engine_jobs  # noqa: E402
from engine_jobs import ENGINES  # noqa: E402
from engine_shards import FILES, PAGE, pages_of, write_shards  # noqa: E402
from texts import lines_of  # noqa: E402

ROOT = Path(__file__).parent.parent
TINY = 40  # pages that are as good as none
LIGHT = 3  # times the pages for light work, which else would be over before it is measured
TOKEN = "CNTEXTFIX_ENGINES"
MODULES = {"Hugging Face": "datasets", "Ray Data": "ray", "Spark": "pyspark", "Daft": "daft"}
MODULES |= {"datatrove": "datatrove", "Polars": "polars", "bare loop": "pyarrow"}
MODULES |= {"bare loop (JSON)": "orjson", "command -j 2": "pyarrow"}
JSON = {"bare loop (JSON)", "command -j 2", "datatrove"}
WORKERS = ("datatrove", "Ray Data", "Spark", "Hugging Face")


def main() -> int:
    """Print the table, or be one of its runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--only", default=",".join(ENGINES))
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--limit", type=float, default=90, help="seconds of a run with a fault")
    options = parser.parse_args()
    chosen = [name for name in ENGINES if name in options.only.split(",")]
    absent = [name for name in chosen if importlib.util.find_spec(MODULES[name]) is None]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        pages, size = write_shards(place, options.corpus, options.megabytes, options.faults)
        if not options.faults:
            write_shards(place / "tiny", options.corpus, TINY * PAGE / 1e6, faults=False)
            write_shards(place / "light", options.corpus, LIGHT * options.megabytes, faults=False)
        print(f"{pages:,} pages, {size:.1f} MB, {FILES} files\n")
        table = _print_faults if options.faults else _print_costs
        if options.only != "none":
            table(
                place, [name for name in chosen if name not in absent], pages, size, options.limit
            )
    if not options.faults:
        _print_kinds(options.corpus, 100)
    if absent:
        print(f"\nnot installed: {', '.join(absent)}")
    return 0


@dataclass(frozen=True)
class Run:
    """How a run ended, and what it cost."""

    rows: int
    errors: int
    ended: str
    wall: float
    processor: float
    memory: float


def _print_costs(folder: Path, engines: list[str], pages: int, size: float, limit: float) -> None:
    del limit
    head = ["engine", "to start: CPU s", "light: CPU s", "of the loop", "cleaning: CPU s"]
    head += ["of the loop", "core-hours a TB", "memory MB"]
    print("|", " | ".join(head), "|")
    print("|---" * len(head) + "|")
    loops: dict[str, float] = {}
    for engine in engines:
        loop = "bare loop (JSON)" if engine in JSON else "bare loop"
        jobs = ["clean"] if engine.startswith("command") else ["light", "clean"]
        start = _run(engine, jobs[0], folder / "tiny", 300).processor
        cells, last = ([""] * 2 if len(jobs) == 1 else []), None
        for job in jobs:
            last = _run(engine, job, folder / "light" if job == "light" else folder, 900)
            if last.ended.startswith("fails") or (job == "clean" and last.rows != pages):
                raise SystemExit(f"{engine}: {last.rows} of {pages} rows; {last.ended}")
            spent = last.processor - start
            base = loops.setdefault(f"{loop} {job}", spent)
            cells += [f"{spent:.1f}", f"{spent / base:.2f}"]
        assert last is not None
        cells += [f"{_hours(size, last.processor - start):.0f}", f"{last.memory:.0f}"]
        print("|", " | ".join((engine, f"{start:.1f}", *cells)), "|", flush=True)


def _hours(megabytes: float, seconds: float) -> float:
    """Core-hours that a terabyte of such text takes."""
    return seconds / megabytes * 1e6 / 3600


def _print_kinds(corpus: Path | None, count: int) -> None:
    """What a terabyte of each kind of page takes in a bare loop."""
    from damage import flatten, random_mirror

    from cntextfix.adapters.rows import clean_row
    from cntextfix.lexicon.conversion import converter

    pages = list(pages_of(lines_of(corpus), count * PAGE))
    to_traditional = converter("s2tw")
    markup = ["<html><body>" + "".join(map("<p>{}</p>".format, p.split("\n"))) for p in pages]
    kinds: dict[str, list[str] | list[bytes]] = {
        "undamaged text": pages,
        "undamaged text in GB18030, as bytes": [page.encode("gb18030") for page in pages],
        "HTML": markup,
        "punctuation flattened to ASCII": [flatten(page) for page in pages],
        "turned to Traditional, pinyin injected": [
            random_mirror(i).seen(to_traditional(page)) for i, page in enumerate(pages)
        ],
    }
    print("\n| pages | MB/s a core | core-hours a TB |")
    print("|---" * 3 + "|")
    for kind, texts in kinds.items():
        spent = min(_seconds(clean_row, texts) for _ in range(3))
        size = sum(len(t if isinstance(t, bytes) else t.encode()) for t in texts) / 1e6
        print(f"| {kind} | {size / spent:.1f} | {_hours(size, spent):.0f} |", flush=True)


def _seconds(work: Callable[[Any], Any], texts: Iterable[Any]) -> float:
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def _print_faults(folder: Path, engines: list[str], pages: int, size: float, limit: float) -> None:
    del size
    print("| engine | its function raises | `clean` raises in the adapter | its worker is killed |")
    print("|---" * 4 + "|")
    for engine in engines:
        if engine not in WORKERS:
            continue
        cells = []
        for job in ("raise", "rows", "kill"):
            run = _run(engine, job, folder, limit)
            errors = f", {run.errors} error" if run.errors else ""
            cells.append(f"{run.ended}; {run.rows:,} of {pages:,} rows{errors}")
        print("|", " | ".join((engine, *cells)), "|", flush=True)


def _run(engine: str, job: str, folder: Path, limit: float) -> Run:
    out = folder / "out"
    for name in ("out", "log", "cache"):
        subprocess.run(["rm", "-rf", str(folder / name)], check=True)
    out.mkdir()
    token = f"{os.getpid()}-{time.monotonic_ns()}"
    environment = {**os.environ, TOKEN: token, "PYSPARK_PYTHON": sys.executable}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "ignore"}
    program = [sys.executable, engine_jobs.__file__, engine, job, str(folder)]
    start, used, memory = time.monotonic(), dict[int, float](), 0.0
    with (folder / "messages").open("wb") as messages:
        child = subprocess.Popen(program, stdout=messages, stderr=messages, env=environment)
        while child.poll() is None and time.monotonic() - start < limit:
            memory = max(memory, _measure(token, used))
            time.sleep(0.2)
    wall = time.monotonic() - start
    ended = "still running" if child.poll() is None else "fails" if child.returncode else "ends"
    for pid in _processes(token):
        os.kill(pid, signal.SIGKILL)
    child.wait()
    if ended == "fails" and job in ("light", "clean", "rows"):
        print((folder / "messages").read_text("utf-8", "replace")[-3000:], file=sys.stderr)
    rows, errors = _count(out)
    return Run(rows, errors, f"{ended} after {wall:.0f} s", wall, sum(used.values()), memory)


def _measure(token: str, used: dict[int, float]) -> float:
    """Note the processor time of each process of a run; how much memory all hold together."""
    memory = 0
    for pid in _processes(token):
        try:
            values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used[pid] = (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            memory += int(rollup.partition("\nPss:")[2].split()[0])
        except (OSError, IndexError):  # it has just ended
            continue
    return memory / 1000


def _processes(token: str) -> Iterator[int]:
    """Every process that a run has started: all inherit its environment."""
    mark = f"{TOKEN}={token}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name)
            except OSError:
                continue


def _count(out: Path) -> tuple[int, int]:
    """Rows that a run has written, and how many of them say that they could not be cleaned."""
    from pyarrow import parquet

    rows = errors = 0
    for path in out.rglob("*"):
        if path.suffix == ".parquet":
            try:
                table = parquet.read_table(path)
            except (OSError, ValueError):  # not finished
                continue
            rows += len(table)
            if "error" in table.column_names:
                errors += len(table) - table.column("error").null_count
        elif path.suffix == ".jsonl" and not path.name.startswith("_"):
            lines = path.read_bytes().count(b"\n")
            rows += lines
            errors += lines if path.parent.name == "rejected" else 0
    return rows, errors


if __name__ == "__main__":
    sys.exit(main())
