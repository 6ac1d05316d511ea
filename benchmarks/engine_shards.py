"""The shards that benchmarks/engines.py gives to every engine: pages of 5 KB from any text."""

import json
from collections.abc import Iterator
from pathlib import Path

from texts import lines_of

__all__ = ["FILES", "PAGE", "pages_of", "write_shards"]

FILES, PAGE, POISON = 8, 5000, 3  # the bad page is in the fourth file


def write_shards(
    folder: Path, corpus: Path | None, megabytes: float, faults: bool
) -> tuple[int, float]:
    """Write shards, as Parquet and as JSON Lines; how many pages and megabytes they hold.

    Args:
        folder: where.
        corpus: the text; ``None`` for the seeds of this repository.
        megabytes: how much.
        faults: whether one page has an address that something goes wrong at.
    """
    import pyarrow as pa
    from pyarrow import parquet

    pages = list(pages_of(lines_of(corpus), megabytes * 1e6))
    for name in ("parquet", "jsonl"):
        (folder / name).mkdir(parents=True)
    each = -(-len(pages) // FILES)
    for number in range(FILES):
        texts = pages[number * each : (number + 1) * each]
        numbers = range(number * each, number * each + len(texts))
        bad = {number * each + len(texts) // 2} if faults and number == POISON else set()
        urls = [f"http://{'bad' if n in bad else 'good'}.example/{n}" for n in numbers]
        table = pa.table({"id": list(numbers), "url": urls, "text": texts})
        parquet.write_table(table, folder / "parquet" / f"{number}.parquet")
        with (folder / "jsonl" / f"{number}.jsonl").open("w", encoding="utf-8") as file:
            for row in table.to_pylist():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return len(pages), sum(len(page.encode()) for page in pages) / 1e6


def pages_of(lines: list[str], size: float) -> Iterator[str]:
    """Pages made of lines, over and over.

    Args:
        lines: the lines.
        size: bytes of all pages.
    """
    page: list[str] = []
    while True:
        for line in lines:
            page.append(line)
            if sum(map(len, page)) * 3 >= PAGE:
                text = "\n".join(page)
                yield text
                size -= len(text.encode())
                page = []
            if size <= 0:
                return
