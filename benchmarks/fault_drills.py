"""What a run over a corpus does when something goes wrong: each promise of docs/corpus.md, drilled.

    python benchmarks/fault_drills.py [--kills 12] [--megabytes 480]

The documents are short and what cleans them is a stand-in, so that a drill takes seconds; it is
that of the tests, tests/corpus_faults.py. Pages with a bad byte go through the real `clean`.
"""

import argparse
import filecmp
import gzip
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import corpus_faults  # noqa: E402
from corpus_faults import LIMITS, MISDEEDS, jsonl, line, warc, warc_record  # noqa: E402

from cntextfix.corpus import Limits, Stats, run  # noqa: E402
from cntextfix.corpus.compression import Compression, compress  # noqa: E402

FAULTS = [sys.executable, corpus_faults.__file__]
PAGE = "<html><title>通知</title><p>檢察院元旦放假一天，請各單位做好值班工作。</p></html>"
INPUTS = ["a.jsonl", "b.jsonl.gz", "c.jsonl.zst", "d.warc.gz", "e.parquet", "pages"]


def misdeeds(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Documents that do what no document should."""
    del options
    bad = {
        70 * (n + 1): line(70 * (n + 1), f"this document {what}") for n, what in enumerate(MISDEEDS)
    }
    Path("m.jsonl").write_bytes(jsonl(608, bad))
    stats = run(["m.jsonl"], "misdeeds", jobs=2, clean=corpus_faults.clean, limits=LIMITS)
    rejects = _records("misdeeds/rejects.jsonl")
    right = {reject["id"] for reject in rejects} == {f"d{n}" for n in bad}
    named = ", ".join(
        f"{what}: {reject['error']}" for what, reject in zip(MISDEEDS, rejects, strict=False)
    )
    books = f"{_books(stats)}; the right ones: {_yes(right)}; workers replaced: {stats.restarts}"
    yield f"{len(bad)} of 608 documents misbehave ({named})", books


def kills(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """The whole run killed, again and again; then its workers; then another number of workers."""
    _mixed()
    subprocess.run([*FAULTS, "ref", *INPUTS], check=True, stdout=subprocess.DEVNULL)
    seed, count = random.Random(1), 0
    while True:
        longest = 1.5 if count < options.kills else 60 + count
        process = subprocess.Popen(
            [*FAULTS, "out", *INPUTS], start_new_session=True, stdout=subprocess.DEVNULL
        )
        try:
            process.wait(seed.uniform(0.3, longest) if count < options.kills else longest)
            break
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            count += 1
    yield f"`kill -9` of the whole group, {count} times", _same("out")
    with subprocess.Popen([*FAULTS, "out2", *INPUTS], stdout=subprocess.DEVNULL) as process:
        count = 0
        while process.poll() is None:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            if len(children) > 1 and count < options.kills:
                os.kill(int(seed.choice(children[1:])), signal.SIGKILL)
                count += 1
            time.sleep(0.5)
    yield f"`kill -9` of a worker, {count} times", _same("out2")
    for jobs in (1, 2, 4):
        run(INPUTS, f"jobs{jobs}", jobs=jobs, clean=corpus_faults.clean, limits=LIMITS)
    same = all(_different("jobs1", f"jobs{jobs}") == 0 for jobs in (2, 4))
    yield "1, 2 and 4 workers", _identical(different=not same)


def full_disk(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """No room in the middle of the run, and room again."""
    del options
    with _small_disk() as (where, how):
        if where is None:
            full = subprocess.run(
                [*FAULTS, "full", *INPUTS], preexec_fn=how, check=False, capture_output=True
            )
            told, output = "files limited to 200 KB", "full"
        else:
            full = subprocess.run(
                [*FAULTS, f"{where}/full", *INPUTS], check=False, capture_output=True
            )
            told, output = "a disk of 400 KB", f"{where}/full"
        said = full.stderr.decode().splitlines()[-1].partition("] ")[2]
        if where is not None:
            subprocess.run(["mount", "-o", "remount,size=64M", where], check=True)
        subprocess.run([*FAULTS, output, *INPUTS], check=True, stdout=subprocess.DEVNULL)
        yield f"full disk ({told}), then room", f"ends with “{said}”; then {_same(output)}"


@contextmanager
def _small_disk() -> Iterator[tuple[str | None, Callable[[], None] | None]]:
    """A disk with little room; where one cannot be mounted, a limit on files instead."""
    folder = tempfile.mkdtemp()
    size = ["-t", "tmpfs", "-o", "size=400k", "tmpfs", folder]
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(["mount", *size], check=False, capture_output=True).returncode
    )

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))

    try:
        yield (folder, None) if mounted else (None, limit)
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
        Path(folder).rmdir()


def damage(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Files that are cut off or have holes, and bytes that fit no encoding."""
    del options
    text = line(11).replace("檢".encode(), b"\xff", 1)
    Path("bad.jsonl").write_bytes(jsonl(1058, {11: text}))
    yield "one invalid byte in line 12 of 1,058", _books(_run("bad.jsonl"))
    for packing, name in (("gz", "gzip"), ("zst", "Zstandard")):
        kind: Compression = "gz" if packing == "gz" else "zst"
        data = b"".join(compress(jsonl(50), kind) for _ in range(40))
        cut = Path(f"cut.jsonl.{packing}")
        cut.write_bytes(data[: len(data) * 9 // 16])
        yield f"{name}, 2,000 documents, cut off behind nine sixteenths", _books(_run(cut.name))
        lines = [line(n, random.Random(n).randbytes(99).hex()) for n in range(2000)]
        whole = bytearray(compress(b"\n".join(lines), kind))
        at = len(whole) // 2
        whole[at : at + 3000] = b"\xff" * 3000
        hole = Path(f"hole.jsonl.{packing}")
        hole.write_bytes(whole)
        what = f"{name}, one member of 2,000 documents, 3 KB of {at * 2 // 1000} gone in its middle"
        yield what, _books(_run(hole.name))
    pages = [bytearray(PAGE.encode(code)) for code in ("gb18030",) * 300 + ("utf-8",) * 300]
    for number, page in enumerate(pages):
        page[30 + number % 40] = 0xFF
    Path("bytes.warc.gz").write_bytes(warc(bytes(page) for page in pages))
    stats = run(["bytes.warc.gz"], "bytes.out", jobs=2)
    yield "WARC, 600 pages with an invalid byte each, GBK and UTF-8", _books(stats)
    crawl = _crawl(3000)
    Path("cut.warc.gz").write_bytes(crawl[: len(crawl) // 2])
    yield "WARC, 6,000 records, cut in half", _books(_run("cut.warc.gz"))
    holes = bytearray(crawl)
    for number in (1, 2, 3):
        at = len(holes) * number // 4
        holes[at : at + 4096] = random.Random(number).randbytes(4096)
    Path("holes.warc.gz").write_bytes(holes)
    stats = _run("holes.warc.gz")
    said = [one["message"] for one in _records("holes.warc.gz.out/rejects.jsonl")]
    behind = [re.findall(r"byte (\d+)", one) for one in said]
    gone = sum(int(after) - int(before) for before, after in behind)
    told = f"{_books(stats)}; {gone / 1000:.0f} KB passed over"
    yield "WARC, 6,000 records, three holes of 4 KB", told


def _crawl(pages: int) -> bytes:
    """A crawl whose pages do not compress to nothing."""
    seed = random.Random(3)
    records = []
    for number in range(pages):
        url = f"http://example.cn/{number}"
        noise = "".join(chr(seed.randrange(0x4E00, 0x9FA5)) for _ in range(1000))
        records.append(warc_record("request", url, b"GET / HTTP/1.1\r\n\r\n"))
        page = corpus_faults.http(noise.encode(), "Content-Type: text/html")
        records.append(warc_record("response", url, page))
    return b"".join(gzip.compress(record, 6, mtime=0) for record in records)


MEMORY = """
import resource, sys
from pathlib import Path
import corpus_faults
from cntextfix.corpus import Limits, run
def size():
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
if __name__ == "__main__":
    allowed = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (size() + allowed, resource.RLIM_INFINITY))
    limits = Limits(memory=size() + allowed, document=1 << 20)
    stats = run([sys.argv[1]], "memory", jobs=2, clean=corpus_faults.clean, limits=limits)
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").open())
    print(stats.documents, stats.ok, status["VmHWM"].split()[0],
          resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def memory(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """A file of twenty times the memory there is."""
    size = options.megabytes * 1_000_000
    allowed = size // 20
    part = jsonl(5000)
    member = compress(part, "gz")
    with Path("large.jsonl.gz").open("wb") as file:
        file.writelines(member for _ in range(size // len(part) + 1))
    Path("memory.py").write_text(MEMORY)
    done = subprocess.run(
        [sys.executable, "memory.py", "large.jsonl.gz", str(allowed)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), *sys.path])},
    )
    documents, ok, parent, worker = map(int, done.stdout.split())
    told = f"{documents:,} in, {ok:,} ok; largest: parent {parent // 1024} MB, worker "
    spare = f"{allowed // 1_000_000} MB to spare in each process"
    what = f"{size // 1_000_000:,} MB of lines in gzip, {spare}"
    yield what, f"{told}{worker // 1024} MB, of which Python and the package are most"


def _mixed() -> None:
    """Inputs of all kinds, with some that is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    bad = {50: line(50, "this document raises"), 100: b"{", 151: line(151).replace(b"\xe6", b"", 1)}
    Path("a.jsonl").write_bytes(jsonl(1500, bad))
    Path("b.jsonl.gz").write_bytes(compress(jsonl(500, bad), "gz")[:-100])
    Path("c.jsonl.zst").write_bytes(compress(jsonl(500, bad), "zst"))
    Path("d.warc.gz").write_bytes(_crawl(200))
    table = pa.table({"id": range(800), "text": [f"檢察{n}。" * 50 for n in range(800)]})
    pq.write_table(table, "e.parquet", row_group_size=300)
    Path("pages").mkdir()
    for number in range(300):
        Path(f"pages/{number:03}.txt").write_text(f"{PAGE}{number}", "utf-8")


def _run(name: str) -> Stats:
    limits = Limits(document=1 << 20)
    return run([name], f"{name}.out", jobs=2, clean=corpus_faults.clean, limits=limits)


def _records(path: str) -> list[dict[str, str]]:
    return [json.loads(one) for one in Path(path).read_bytes().splitlines()]


def _books(stats: Stats) -> str:
    skipped = sum(stats.skipped.values())
    books = f"{stats.documents:,} in = {stats.ok:,} ok + {stats.rejected:,} rejected"
    return f"{books} + {skipped:,} skipped" + ("" if stats.balanced else " (NOT BALANCED)")


def _different(one: str, other: str) -> int:
    """How many files of two folders differ, or are in one of them only."""
    names = [
        {str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file()}
        for folder in (one, other)
    ]
    both = sorted(names[0] & names[1])
    _, different, wrong = filecmp.cmpfiles(one, other, both, shallow=False)
    return len(names[0] ^ names[1]) + len(different) + len(wrong)


def _same(folder: str) -> str:
    return _identical(different=bool(_different("ref", folder)))


def _identical(*, different: bool) -> str:
    return "DIFFERENT" if different else "every file byte-identical to the undisturbed run's"


def _yes(value: bool) -> str:
    return "yes" if value else "NO"


DRILLS = (misdeeds, kills, full_disk, damage, memory)


def main() -> int:
    """Print the table; the exit status is 1 if a drill failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--megabytes", type=int, default=480)
    parser.add_argument("--only", choices=[drill.__name__ for drill in DRILLS])
    options = parser.parse_args()
    before, folder = Path.cwd(), tempfile.mkdtemp()
    failed = False
    os.chdir(folder)
    print("| what goes wrong | what comes of it |\n|---|---|")
    try:
        for drill in DRILLS:
            if options.only in (None, drill.__name__):
                for what, result in drill(options):
                    print(f"| {what} | {result} |", flush=True)
                    failed |= any(word in result for word in ("NO", "DIFFERENT"))
    finally:
        os.chdir(before)
        shutil.rmtree(folder)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
