"""From an input of any kind to its chunks, from its start or from where an earlier run stopped."""

from collections.abc import Iterator
from pathlib import Path

from cntextfix.corpus.chunk import CHUNK, KEPT, Chunk, Entry, Unreadable
from cntextfix.corpus.compression import blocks
from cntextfix.corpus.inputs import Input, below, kind_of
from cntextfix.corpus.lines import line_chunks, too_long
from cntextfix.corpus.sniff import packing
from cntextfix.corpus.warc import warc_chunks

__all__ = ["chunks"]

_FILES = 64  # of a folder that go to a worker at a time


def chunks(one: Input, longest: int, resume: tuple[int, int] = (0, 0)) -> Iterator[Chunk]:
    """The chunks of an input.

    Args:
        one: the input.
        longest: bytes of a document that is held in memory.
        resume: where to begin, as a chunk of it said.
    """
    place, offset = resume
    if one.kind == "files":
        yield from _files(one, longest, place)
        return
    if one.kind == "parquet":
        from cntextfix.corpus.parquet import row_chunks

        yield from row_chunks(one.paths[0], place)
        return
    cut = warc_chunks if one.kind == "warc" else line_chunks
    if one.kind == "rejects":
        longest *= 2  # its lines hold the documents in base64
    with one.paths[0].open("rb") as file:
        compression = packing(file, one.compression)
        found = blocks(file, compression, place)
        yield from cut(found, longest, start=offset, seekable=not compression)


def _files(one: Input, longest: int, first: int) -> Iterator[Chunk]:
    """Chunks of a folder's files, or of one file."""
    entries: list[Entry] = []
    size = end = 0
    for number, path in enumerate(one.paths):
        if number < first:
            end += _size(path)
            continue
        entries.append(_file(path, number, str(below(one, path)), longest))
        size += len(entries[-1].data)
        end += _size(path)
        if size >= CHUNK or len(entries) == _FILES:
            start = entries[0].offset
            yield Chunk(start, tuple(entries), len(entries), end, (start, start))
            entries, size = [], 0
    if entries:
        start = entries[0].offset
        yield Chunk(start, tuple(entries), len(entries), end, (start, start))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _file(path: Path, number: int, name: str, longest: int) -> Entry:
    """The entry of a file; its name is its identity."""
    _, compression = kind_of(path, "auto")
    data, problem = b"", None
    length: int | None = None
    try:
        with path.open("rb") as file:
            compression = compression and packing(file, compression)
            for block in blocks(file, compression):
                data += block.data
                problem = problem or block.problem
                if len(data) > longest:
                    length = len(data) if compression else _size(path)
                    problem = too_long(length, longest)
                    data = data[:KEPT]
                    break
    except OSError as error:
        problem = Unreadable(type(error).__name__, error.strerror or str(error))
    fields = {"id": name}
    return Entry(number, data, name=name, fields=fields, problem=problem, length=length, file=name)
