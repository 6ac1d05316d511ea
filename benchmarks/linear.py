"""Whether time and memory grow with a document's length and no faster, on large and hostile ones.

    python benchmarks/linear.py [CORPUS] [--sizes 1,10,100] [--only NAME,...]

Documents are made from CORPUS, running Chinese text (UTF-8, may be .xz); without it, from the seeds
of this repository. Every line has a number in it, so that none comes twice. Hostile ones are one
sign or scrap, over and over, of a quarter of a megabyte and of four times that, and so is a line
without end; those that take long are shorter.

Every document is cleaned in a process of its own, behind a short one that loads tables. Time is
processor time; of a run under two seconds, the least of three. "a MB" is the time for a megabyte of
UTF-8, next to that of the shortest of its kind: 1.0 is linear. Memory is the most that the process
held above what it held before (Linux; elsewhere above the most), by the bytes of the document.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from texts import lines_of  # noqa: E402

from cntextfix import clean  # noqa: E402

HOSTILE = {
    "one character": "中",
    "`?ā)`": "?ā)",
    "`&amp;`": "&amp;",
    "`(`": "(",
    "newlines": "\n",
    "`<div>`": "<div>",
    "`锟斤拷`": "锟斤拷",
    "`(jī)`": "檢(jī)",
    "`\\u4e2d`": "\\u4e2d",
    "`=E4=B8`": "=E4=B8",
    "bytes FF": "\xff",
    "mojibake": "涓浗浜烘皯",
    "`1.` on lines": "1.\n",
    "bylines": "来源：某报 记者 张三 编辑：李四\n",
}
"""What hostile documents are made of."""

SHORT = 0.25  # megabytes of a hostile document; the long one has four times as many
SHORTER = {"mojibake": 0.02}  # of those that take long
PAGE = 5000  # bytes that are damaged in one go, as a crawl's pages are


def ordinary(corpus: Path | None, size: int) -> Iterator[str]:
    """Lines of a text, each with a number, over and over; so many bytes of them."""
    lines, number = lines_of(corpus), 0
    while size > 0:
        line = f"{lines[number % len(lines)]}{number}\n"
        yield line
        number, size = number + 1, size - len(line.encode())


def text(corpus: Path | None, size: int) -> str:
    """An undamaged text."""
    return "".join(ordinary(corpus, size))


def raw(corpus: Path | None, size: int) -> bytes:
    """The same in GB18030, of so many bytes as UTF-8."""
    return text(corpus, size).encode("gb18030")


def html(corpus: Path | None, size: int) -> str:
    """The same as a page."""
    lines = "".join(f"<p>{line}</p>" for line in ordinary(corpus, size))
    return f"<html><head><title>标题</title></head><body><div>{lines}</div></body></html>"


def one_line(corpus: Path | None, size: int) -> str:
    """The same without line ends."""
    return text(corpus, size).replace("\n", "")


def damaged(corpus: Path | None, size: int) -> str:
    """The same, turned to Traditional, flattened, and with pinyin injected."""
    from damage import flatten, random_mirror

    from cntextfix.lexicon.conversion import converter

    convert, mirror, pages = converter("s2tw"), random_mirror(7), [""]
    for line in ordinary(corpus, size):
        if len(pages[-1]) * 3 > PAGE:
            pages.append("")
        pages[-1] += line
    return "\n".join(mirror.seen(flatten(convert(page))) for page in pages)


def hostile(unit: str, _: Path | None, size: int) -> str | bytes:
    """One scrap, over and over."""
    times = size // len(unit.encode())
    return unit.encode("latin-1") * size if unit == "\xff" else unit * times


Maker = Callable[[Path | None, int], str | bytes]
LARGE: dict[str, Maker] = {
    "undamaged text": text,
    "the same in GB18030, as bytes": raw,
    "the same as HTML": html,
    "Traditional, flattened, pinyin injected": damaged,
}
MAKERS: dict[str, Maker] = {
    **LARGE,
    "a line without end": one_line,
    **{name: partial(hostile, unit) for name, unit in HOSTILE.items()},
}


def held(name: str) -> int:
    """Bytes that this process holds (VmRSS) or has held at most (VmHWM)."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
        return int(status.partition(f"\n{name}:")[2].split()[0]) * 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(document: str | bytes) -> tuple[float, int]:
    """Seconds and bytes that cleaning a document takes."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the most is counted from here on
    before, start = held("VmRSS"), time.process_time()
    clean(document)
    return time.process_time() - start, held("VmHWM") - before


def child(name: str, corpus: Path | None, size: int) -> None:
    """One document, in a process of its own."""
    clean(MAKERS[name](None, 20_000))
    document = MAKERS[name](corpus, size)
    spent, memory = measure(document)
    encoded = len(document) if isinstance(document, bytes) else len(document.encode())
    print(spent, memory, size if name in LARGE else encoded)


def measured(name: str, corpus: Path | None, size: float) -> tuple[float, float, float]:
    """Seconds, megabytes held, and megabytes of a document."""
    command = [sys.executable, __file__, "--child", name, str(int(size * 1e6))]
    command += [str(corpus)] if corpus else []
    runs: list[tuple[float, ...]] = []
    while len(runs) < 3 and (not runs or runs[-1][0] < 2):
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        runs.append(tuple(map(float, said.split())))
    return min(run[0] for run in runs), min(run[1] for run in runs) / 1e6, runs[0][2] / 1e6


def table(corpus: Path | None, sizes: Sequence[float], names: Sequence[str]) -> float:
    """Print the tables; how far from linear the worst document is."""
    print("| document | MB | s | ms/MB | a MB | memory, MB | by its bytes |")
    print("|---" * 7 + "|")
    worst = 0.0
    for name in names:
        first = 0.0
        short = SHORTER.get(name, SHORT)
        for size in sizes if name in LARGE else (short, 4 * short):
            seconds, memory, megabytes = measured(name, corpus, size)
            each = seconds / megabytes
            first = first or each
            worst = max(worst, each / first)
            cells = f"{seconds:.2f} | {each * 1000:.0f} | {each / first:.2f} | {memory:.0f}"
            print(
                f"| {name} | {megabytes:.4g} | {cells} | {memory / megabytes:.0f} |",
                flush=True,
            )
    print(f"\nthe worst takes {worst:.2f} times as long for a megabyte as the shortest of its kind")
    return worst


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables, or clean one document of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--sizes", default="1,10,100", help="megabytes of the large documents")
    parser.add_argument("--only", help="names of documents, joined by commas")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        child(options.child[0], options.corpus, int(options.child[1]))
        return 0
    names = options.only.split(",") if options.only else list(MAKERS)
    table(options.corpus, [float(size) for size in options.sizes.split(",")], names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
