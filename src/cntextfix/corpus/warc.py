r"""WARC and WET files: records found, counted, and found again behind damage.

>>> from io import BytesIO
>>> from cntextfix.corpus.compression import blocks
>>> record = (
...     b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://example.cn/\r\n"
...     b"Content-Length: 6\r\n\r\n" + "中国".encode() + b"\r\n\r\n"
... )
>>> [chunk] = warc_chunks(blocks(BytesIO(record * 2), ""), 1000)
>>> [(entry.offset, entry.url, entry.data.decode()) for entry in chunk.entries]
[(0, 'http://example.cn/', '中国'), (101, 'http://example.cn/', '中国')]

The format is ISO 28500; every record is a gzip member of its own, so that reading can begin at any
of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cntextfix.corpus.chunk import CHUNK, KEPT, Chunk, Entry, Unreadable
from cntextfix.corpus.compression import Block
from cntextfix.corpus.http import is_text
from cntextfix.corpus.lines import too_long

__all__ = ["warc_chunks"]

_MOST_IN_CHUNK = 512
_MOST_UNCHECKED = 4 * CHUNK  # of a file that is one member, which is sound only at its end
_LONGEST_HEAD = 1 << 16
_START = re.compile(rb"WARC/\d\.\d\r?\n")
_AGAIN = re.compile(rb"\nWARC/\d\.\d\r?\n")
_START_LENGTH = 10  # bytes; of less nobody can say whether a record starts there
_INSIDE = re.compile(rb"\nWARC/\d\.\d\r?\n(?=[Ww][Aa][Rr][Cc]-|[Cc]ontent-)")
_OVERLAP = 64  # bytes, more than that pattern looks at
_MOST_DIGITS = 15  # of a length; a longer one is nonsense
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(rb"^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_GAP = re.compile(rb"[\r\n]*")
_DOCUMENTS = frozenset({"response", "resource", "conversion"})
_OTHERS = frozenset({"warcinfo", "request", "metadata", "revisit", "continuation"})


def warc_chunks(
    blocks: Iterable[Block], longest: int, *, start: int = 0, seekable: bool = True
) -> Iterator[Chunk]:
    """Chunks of records.

    Args:
        blocks: the file's.
        longest: bytes of a record that is held in memory; a longer one is an entry with a problem.
        start: bytes of the input, unpacked, before the first block.
        seekable: whether these bytes count in the file itself, which is not compressed.
    """
    reader = _Records(longest, start, seekable)
    for block in blocks:
        yield from reader.feed(block)
    yield from reader.finish()


@dataclass(slots=True)
class _Records:
    """Holds blocks until records are whole, and records until a chunk is."""

    longest: int
    base: int  # bytes of the input, unpacked, before the buffer
    plain: bool
    end: int = 0
    buffer: bytearray = field(default_factory=bytearray)
    starts: dict[int, int] = field(default_factory=dict)  # of members: offset to place in file
    ready: list[Entry] = field(default_factory=list)
    size: int = 0  # bytes of what is ready
    sound: int = 0  # how many of those are known to be sound: the member's checksum was right
    member: int | None = None  # where the one that is being read begins
    resume: tuple[int, int] | None = None
    skipping: int = 0  # bytes still to be passed over of a record that is too long
    lost: bool = False  # whether the start of a record is being looked for
    ended: bool = False  # whether all of the file is read
    searched: int = 0  # bytes of the buffer that hold no such start

    def feed(self, block: Block) -> Iterator[Chunk]:
        """Take a block; give the chunks that are whole now."""
        self.end = block.end
        if block.problem is not None:
            self._broken(block.problem, block.start)
            return
        if not self.plain and block.start is not None:
            self.member = block.start
            self.starts[self.base + len(self.buffer)] = block.start
            self.sound = len(self.ready)
            if self._full():
                yield self._chunk()
        self.buffer += block.data
        while self._next():
            if self._full() and (self.plain or self.size >= _MOST_UNCHECKED):
                yield self._chunk()

    def finish(self) -> Iterator[Chunk]:
        """What is left at the end."""
        self.ended = True
        self.buffer += b"\r\n"  # some writers leave out what ends the last record
        while self._next():
            pass
        if self.skipping or self.buffer.strip(b"\r\n\0"):
            del self.buffer[-2:]
            problem = "the file ends inside the record that begins here"
            self._refuse(Unreadable("Truncated", problem))
        if self.ready:
            yield self._chunk()

    def _broken(self, problem: Unreadable, member: int | None) -> None:
        """Bytes were lost here; what the same member gave before is in doubt."""
        if member != self.member:  # it gave nothing, and all before it is sound
            self.sound = len(self.ready)
        said = False
        for index, entry in enumerate(self.ready[self.sound :], self.sound):
            if not (entry.skip or entry.problem):
                self.ready[index] = entry._replace(problem=problem)
                said = True
        if not said or self.skipping or self.buffer.strip(b"\r\n\0"):
            self._refuse(problem)
        else:
            self._drop(len(self.buffer))
        self.sound = len(self.ready)
        self.lost = False

    def _refuse(self, problem: Unreadable) -> None:
        """Make what the buffer holds an entry with a problem, and empty it."""
        head = _HEAD_END.search(self.buffer, 0, _LONGEST_HEAD)
        headers = _headers(self.buffer[: head.start()]) if head else {}
        length = len(self.buffer)
        self._add(
            Entry(
                self._place(self.base),
                bytes(self.buffer[:KEPT]),
                name=headers.get("warc-record-id"),
                url=_address(headers),
                problem=problem,
                length=length if length > KEPT else None,
            )
        )
        self._drop(length)
        self.skipping = 0
        self._forget()

    def _next(self) -> bool:  # noqa: PLR0911
        """Take one record out of the buffer, if it is whole; whether something was taken."""
        if self.skipping:
            return self._skip()
        gap = _GAP.match(self.buffer)
        if gap and gap.end():
            self._drop(gap.end())
        if len(self.buffer) < _START_LENGTH:
            return False
        if self.lost or not _START.match(self.buffer):
            return self._search()
        head = _HEAD_END.search(self.buffer, 0, _LONGEST_HEAD)
        if head is None:
            return len(self.buffer) >= _LONGEST_HEAD and self._stray()
        headers = _headers(self.buffer[: head.start()])
        said = headers.get("content-length", "")
        if not said.isdecimal() or len(said) > _MOST_DIGITS:
            return self._stray()
        length = int(said)
        whole = head.end() + length
        if length > self.longest:
            there = len(self.buffer) >= head.end() + min(length, KEPT)
            return (there or self.ended) and self._overlong(headers, head.end(), whole)
        if len(self.buffer) < whole + 2:  # what is behind it shows that the length is right
            return False
        if not self.buffer.startswith((b"\r", b"\n", b"WA"), whole):
            return self._stray()
        block = bytes(self.buffer[head.end() : whole])
        self._add(_entry(self._place(self.base), headers, block))
        self._drop(whole)
        return True

    def _stray(self) -> bool:
        """What begins here is no sound record: look for the next one."""
        self.lost = True
        return self._search()

    def _search(self) -> bool:
        again = _AGAIN.search(self.buffer, self.searched)
        if again is None:
            self.searched = max(0, len(self.buffer) - _START_LENGTH)
            if len(self.buffer) <= self.longest + _OVERLAP:
                self.lost = True
                return False
            cut = self.longest  # where the blocks end must make no difference
        else:
            cut = again.start() + 1
        problem = Unreadable("Damaged", f"no sound record at {self._place(self.base)}")
        entry = Entry(self._place(self.base), bytes(self.buffer[:cut][:KEPT]), problem=problem)
        self._add(entry)
        self._drop(cut)
        self.lost = again is None
        return True

    def _overlong(self, headers: dict[str, str], start: int, whole: int) -> bool:
        length = whole - start
        sample = bytes(self.buffer[start : min(whole, start + KEPT)])
        entry = _entry(self._place(self.base), headers, sample)
        if not entry.skip:
            problem = too_long(length, self.longest)
            entry = entry._replace(problem=problem, length=length)
        self._add(entry)
        self._drop(start)
        self.skipping = length
        return True

    def _skip(self) -> bool:
        """Pass over a record that is too long, to its end or to a record that begins inside it.

        Where one does, the length was wrong.
        """
        there = min(self.skipping, len(self.buffer))
        inside = _INSIDE.search(self.buffer, 0, there)
        if inside is not None:
            there = self.skipping = inside.start() + 1
        elif there < self.skipping:
            there = max(0, there - _OVERLAP)
        self.skipping -= there
        self._drop(there)
        return not self.skipping

    def _add(self, entry: Entry) -> None:
        if not self.ready:
            known = self.plain or self.base in self.starts
            self.resume = (self._place(self.base), self.base) if known else None
        self.ready.append(entry)
        self.size += len(entry.data)

    def _drop(self, length: int) -> None:
        del self.buffer[:length]
        self.base += length
        self.searched = 0

    def _place(self, at: int) -> int:
        """Where in the file a record begins, as indexes of WARC files count it."""
        return self.starts.get(at, at)

    def _full(self) -> bool:
        return self.size >= CHUNK or len(self.ready) >= _MOST_IN_CHUNK

    def _chunk(self) -> Chunk:
        entries, self.ready, self.size, self.sound = tuple(self.ready), [], 0, 0
        self._forget()
        return Chunk(entries[0].offset, entries, len(entries), self.end, self.resume)

    def _forget(self) -> None:
        """The members that lie behind."""
        self.starts = {at: place for at, place in self.starts.items() if at >= self.base}


def _headers(head: bytes | bytearray) -> dict[str, str]:
    return {
        name.decode("ascii", "replace").lower(): value.decode("utf-8", "replace")
        for name, value in _HEADER.findall(head)
    }


def _address(headers: dict[str, str]) -> str | None:
    return headers.get("warc-target-uri", "").strip("<> ") or None


def _entry(offset: int, headers: dict[str, str], block: bytes) -> Entry:
    """The entry of a record."""
    kind = headers.get("warc-type", "").lower()
    media = headers.get("content-type", "")
    name = headers.get("warc-record-id", "").strip("<> ") or None
    if kind not in _DOCUMENTS:
        return Entry(offset, b"", name=name, skip=kind if kind in _OTHERS else "other record")
    if kind != "response" and not is_text(media):
        return Entry(offset, b"", name=name, skip="not text")
    if kind == "response" and not media.lower().startswith("application/http"):
        return Entry(offset, b"", name=name, skip="not http")
    url = _address(headers)
    known = {"id": name, "url": url, "date": headers.get("warc-date")}
    fields = {key: value for key, value in known.items() if value}
    return Entry(offset, block, name=name, url=url, media=media, fields=fields)
