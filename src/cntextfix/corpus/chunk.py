"""What travels between the reader and the workers: entries, chunks of them, and results.

An entry is a document as its input holds it: bytes that nobody has decoded.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from cntextfix.sites import SiteProfile

__all__ = [
    "CHUNK",
    "KEPT",
    "Chunk",
    "Entry",
    "NoDocumentError",
    "RefusedError",
    "Result",
    "Unreadable",
]

CHUNK = 1 << 20
"""Bytes of documents that go to a worker at a time. Smaller ones cost more talk between processes
(one document at a time: twice the processor time); larger ones cost memory."""

KEPT = 1 << 16
"""Bytes that are kept of a document which is too long to be held in memory."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a piece of an input is no document.

    Args:
        error: the name of the problem, as that of an exception.
        message: what is wrong.
        stage: where it was noticed: "read", "parse", "clean" or "write".
    """

    error: str
    message: str
    stage: str = "read"


class Entry(NamedTuple):  # made for every document: a dataclass would take four times as long
    """A document, or a piece of the input that is none.

    Args:
        offset: where it stands: bytes from the start of the input, after decompression; in WARC
            the record's offset in the file as it is; in Parquet the row; in a folder the number
            of the file.
        data: its bytes.
        name: its own identity, where it has one.
        url: where the page is.
        charset: what the server said the bytes are in.
        media: what kind of bytes they are, as a WARC record says.
        fields: what the input says of it besides, for the output.
        problem: why it cannot be read.
        skip: why it is no document, such as "request".
        length: of all its bytes, where `data` holds fewer.
        file: the file it is, where the input is a folder.
    """

    offset: int
    data: bytes
    name: str | None = None
    url: str | None = None
    charset: str | None = None
    media: str = ""
    fields: Mapping[str, Any] = {}
    problem: Unreadable | None = None
    skip: str = ""
    length: int | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some entries in a row, which a worker takes together.

    Args:
        offset: that of its first entry.
        entries: the entries; or bytes that the worker takes apart itself, as JSON lines.
        documents: how many entries these are.
        end: how far reading has come in the file, for the progress shown.
        resume: where reading can begin again with this chunk: the place in the file, and the
            offset there; ``None`` where it has to begin further up.
    """

    offset: int
    entries: bytes | tuple[Entry, ...]
    documents: int
    end: int
    resume: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """Its bytes, roughly."""
        if isinstance(self.entries, bytes):
            return len(self.entries)
        return sum(len(entry.data) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a chunk.

    Args:
        output: what is written: bytes to append, or files with their names.
        rejects: the lines for the file of rejects.
        counts: "documents", "ok", "repaired", "rejected", "furniture", and with a reason or a name
            after a colon "skipped:…" and "repair:…".
        learned: what the pages taught about their sites, where that was asked.
    """

    output: bytes | tuple[tuple[str, bytes], ...]
    rejects: bytes
    counts: Counter[str]
    learned: SiteProfile | None = None


class NoDocumentError(Exception):
    """An entry is no document, for the reason that the message gives."""


class RefusedError(Exception):
    """An entry cannot become a document.

    Args:
        problem: why.
    """

    def __init__(self, problem: Unreadable) -> None:
        self.problem = problem
        super().__init__(problem.message)
