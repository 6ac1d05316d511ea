"""The forms of the output: what is written of each document, and how a chunk's worth is packed."""

from abc import ABC, abstractmethod
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

from cntextfix.corpus.chunk import Entry
from cntextfix.corpus.compression import Compression, compress
from cntextfix.corpus.entries import Content
from cntextfix.corpus.record import OWN, encode, facts
from cntextfix.document import Document
from cntextfix.render.text import utf8

__all__ = [
    "COMPRESSIONS",
    "PAGES",
    "SUFFIXES",
    "Form",
    "Lines",
    "Place",
    "TextFiles",
    "Writer",
    "own_object",
]

Form = Literal["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "text", "markdown"]
"""The forms of the output."""

SUFFIXES: dict[Form, str] = {
    "jsonl": ".jsonl",
    "jsonl.gz": ".jsonl.gz",
    "jsonl.zst": ".jsonl.zst",
    "parquet": ".parquet",
    "text": ".txt",
    "markdown": ".md",
}
"""How the names of outputs end."""

COMPRESSIONS: dict[Form, Compression] = {"jsonl": "", "jsonl.gz": "gz", "jsonl.zst": "zst"}
"""How the forms of lines are compressed."""

PAGES: frozenset[Form] = frozenset({"text", "markdown"})
"""The forms with a file for each document."""


class Place(NamedTuple):
    """Where a document stood.

    Args:
        name: its identity.
        file: the input.
        offset: where in it.
    """

    name: str
    file: str
    offset: int


class Writer(ABC):
    """Takes the documents of one chunk."""

    @abstractmethod
    def render(self, entry: Entry, content: Content, document: Document, place: Place) -> Any:
        """What is written of a document."""

    @abstractmethod
    def keep(self, rendered: Any) -> None:
        """Write it: nothing can go wrong any more."""

    @abstractmethod
    def packed(self) -> bytes | tuple[tuple[str, bytes], ...]:
        """All that was written."""


def own_object(content: Content, document: Document, place: Place, *, original: bool) -> bytes:
    """What was found, as JSON, and if asked for the text as it was.

    Args:
        content: what was cleaned.
        document: the result.
        place: where it stood.
        original: whether to add the text as it was: exactly as the line had it; of bytes, the
            decoded text, and the bytes themselves where some of them could not be decoded.
    """
    where = {"id": place.name, "file": place.file, "offset": place.offset}
    found = encode(facts(document, where))
    if not original:
        return found
    if content.line is not None:
        return found[:-1] + b',"original":' + content.line.raw_text + b"}"
    before = document.original
    more = b',"original":' + encode(before)
    if isinstance(content.data, bytes) and "\N{REPLACEMENT CHARACTER}" in before:
        more += b',"original_bytes":"' + b64encode(content.data) + b'"'
    return found[:-1] + more + b"}"


@dataclass(slots=True)
class Lines(Writer):
    """JSON Lines, each chunk a member or frame of its own.

    Args:
        compression: how they are compressed.
        original: whether the text as it was is kept.
    """

    compression: Compression
    original: bool
    written: list[bytes] = field(default_factory=list)

    def render(self, entry: Entry, content: Content, document: Document, place: Place) -> bytes:
        """The line of a document."""
        own = own_object(content, document, place, original=self.original)
        text = encode(document.text)
        if content.line is not None:
            return content.line.with_text(text, own)
        more = b"," + encode(dict(entry.fields))[1:-1] if entry.fields else b""
        return b'{"text":' + text + more + b',"' + OWN.encode() + b'":' + own + b"}"

    def keep(self, rendered: bytes) -> None:
        """Write a line."""
        self.written.append(rendered)

    def packed(self) -> bytes:
        """The lines."""
        lines = b"\n".join((*self.written, b""))
        return compress(lines, self.compression) if lines else b""


@dataclass(slots=True)
class TextFiles(Writer):
    """A file for each document.

    Args:
        form: text or markdown.
    """

    form: Literal["text", "markdown"]
    written: list[tuple[str, bytes]] = field(default_factory=list)

    def render(
        self,
        entry: Entry,
        content: Content,  # noqa: ARG002
        document: Document,
        place: Place,  # noqa: ARG002
    ) -> tuple[str, bytes]:
        """The name and the bytes of a document's file."""
        text = document.to_markdown() if self.form == "markdown" else document.to_text()
        name = PurePosixPath(entry.file or f"{entry.offset:012d}")
        name = name.with_suffix(SUFFIXES[self.form])
        return str(name), utf8(f"{text}\n") if text else b""

    def keep(self, rendered: tuple[str, bytes]) -> None:
        """Write a file."""
        self.written.append(rendered)

    def packed(self) -> tuple[tuple[str, bytes], ...]:
        """The files."""
        return tuple(self.written)
