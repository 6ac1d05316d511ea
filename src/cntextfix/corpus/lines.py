r"""JSON Lines, taken apart without being decoded.

A chunk is a piece of the input from the start of a line to the end of one. Where the file is
damaged, the line that was being read ends there, and an entry says what was lost.

>>> from io import BytesIO
>>> [chunk.entries for chunk in line_chunks(blocks(BytesIO(b'{"a":1}\n{"b":2}'), ""), 99)]
[b'{"a":1}\n{"b":2}']
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cntextfix.corpus.chunk import CHUNK, KEPT, Chunk, Entry, Unreadable
from cntextfix.corpus.compression import Block, blocks

__all__ = ["blocks", "line_chunks", "too_long"]


def line_chunks(
    blocks: Iterable[Block], longest: int, *, start: int = 0, seekable: bool = True
) -> Iterator[Chunk]:
    """Chunks of whole lines.

    Where a chunk ends depends on the lines alone, never on the blocks: a run that was interrupted
    cuts the same chunks as one that was not.

    Args:
        blocks: the file's.
        longest: bytes of a line that is held in memory; a longer one is an entry with a problem.
        start: bytes of the input before the first block.
        seekable: whether these bytes count in the file itself, which is not compressed.
    """
    reader = _Lines(longest, start, seekable)
    for block in blocks:
        if block.problem is not None:
            yield from reader.broken(block.problem, block.end)
        else:
            reader.end = block.end
            yield from reader.feed(block.data)
    yield from reader.rest()


def too_long(length: int, longest: int) -> Unreadable:
    """What is said of a document that is not held in memory."""
    message = f"{length:,} bytes, more than the {longest:,} that --max-document allows"
    return Unreadable("DocumentTooLong", message)


@dataclass(slots=True)
class _Lines:
    """Holds what is read until a chunk's worth of whole lines is there."""

    longest: int
    offset: int  # of the first byte held, or of the line that is passed over
    seekable: bool
    end: int = 0
    held: bytes = b""
    passed: int = 0  # bytes passed over of a line that is too long
    sample: bytes = b""

    def feed(self, data: bytes) -> Iterator[Chunk]:
        """Take some bytes; give the chunks that are whole now."""
        if self.passed:
            line_end = data.find(b"\n") + 1
            self._pass(data[:line_end] if line_end else data)
            if not line_end:
                return
            yield self._overlong()
            data = data[line_end:]
        seen = max(CHUNK - 1, len(self.held))
        self.held += data
        while (line_end := self.held.find(b"\n", seen) + 1) or len(self.held) > CHUNK:
            seen = CHUNK - 1
            last = self.held.rfind(b"\n", 0, CHUNK - 1) + 1
            length = (line_end or len(self.held)) - last
            if length <= self.longest:
                if not line_end:
                    return
                yield self._chunk(line_end)
                continue
            if last:
                yield self._chunk(last)
            self._pass(self.held[:length])
            self.held = self.held[length:]
            if not line_end:
                return
            yield self._overlong()

    def broken(self, problem: Unreadable, end: int) -> Iterator[Chunk]:
        """End what is held, and say what was lost here."""
        yield from self.rest()
        self.end = end
        yield Chunk(self.offset, (Entry(self.offset, b"", problem=problem),), 1, end)

    def rest(self) -> Iterator[Chunk]:
        """What is held at the end of the input, or of what can be read of it."""
        if self.passed:
            yield self._overlong()
        elif self.held:
            yield self._chunk(len(self.held))

    def _chunk(self, size: int) -> Chunk:
        data, self.held = self.held[:size], self.held[size:]
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        chunk = Chunk(self.offset, data, lines, self.end, self._resume())
        self.offset += size
        return chunk

    def _pass(self, data: bytes) -> None:
        """Pass over a piece of a line that is too long."""
        self.sample += data[: KEPT - len(self.sample)]
        self.passed += len(data)

    def _overlong(self) -> Chunk:
        problem = too_long(self.passed, self.longest)
        entry = Entry(self.offset, self.sample, problem=problem, length=self.passed)
        chunk = Chunk(self.offset, (entry,), 1, self.end, self._resume())
        self.offset += self.passed
        self.passed, self.sample = 0, b""
        return chunk

    def _resume(self) -> tuple[int, int] | None:
        return (self.offset, self.offset) if self.seekable else None
