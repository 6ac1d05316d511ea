"""From an entry's bytes to what `clean` is given: each kind of input says where its text is."""

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Literal, NamedTuple

from cntextfix.corpus.chunk import KEPT, Entry, NoDocumentError, RefusedError
from cntextfix.corpus.http import payload
from cntextfix.corpus.jsonl import Line, parse
from cntextfix.corpus.lines import too_long
from cntextfix.decode.labels import canonical
from cntextfix.magic import binary

__all__ = ["Content", "Kind", "entries_of", "identity", "read_entry"]

Kind = Literal["jsonl", "warc", "files", "parquet", "rejects"]
"""The kinds of input."""


class Content(NamedTuple):
    """What there is to clean.

    Args:
        data: the text, or its bytes.
        url: where it comes from.
        charset: what its bytes are said to be in; a name that is known.
        line: the JSON line it was read from, where it was.
    """

    data: str | bytes
    url: str | None = None
    charset: str | None = None
    line: Line | None = None


def entries_of(
    chunk: bytes | tuple[Entry, ...], offset: int, kind: Kind, names: Sequence[str]
) -> Sequence[Entry]:
    """The entries of a chunk.

    Args:
        chunk: the entries, JSON lines, or rows of a Parquet file.
        offset: where the chunk begins.
        kind: the kind of input.
        names: of Parquet columns, those that may hold the text.
    """
    if not isinstance(chunk, bytes):
        return chunk
    if kind == "parquet":
        from cntextfix.corpus.parquet import row_entries

        return row_entries(chunk, offset, names)
    lines = chunk.split(b"\n")
    if not lines[-1]:
        lines.pop()
    entries = []
    for line in lines:
        entries.append(Entry(offset, line))
        offset += len(line) + 1
    return entries


def read_entry(
    entry: Entry, kind: Kind, names: Sequence[str], longest: int, *, plain: bool = False
) -> Content:
    """What there is to clean in an entry.

    Args:
        entry: the entry.
        kind: the kind of input it is from.
        names: of JSON records, the fields that may hold the text.
        longest: bytes that a document may have.
        plain: take what begins like a picture or an archive for text all the same.

    Raises:
        NoDocumentError: it is no document.
        RefusedError: it cannot become one.
    """
    if entry.skip:
        raise NoDocumentError(entry.skip)
    if entry.problem is not None:
        raise RefusedError(entry.problem)
    if len(entry.data) > longest:
        raise RefusedError(too_long(len(entry.data), longest))
    if kind == "jsonl":
        if not entry.data.strip():
            raise NoDocumentError("blank line")
        line = parse(entry.data, names)
        return Content(line.text, line.url, line=line)
    if kind == "parquet" and entry.media == "text":
        with suppress(UnicodeDecodeError):  # else its bytes are damaged, and `clean` decodes them
            return Content(entry.data.decode(), entry.url)
    data, charset = entry.data, entry.charset
    if kind == "warc" and entry.media.lower().startswith("application/http"):
        data, charset = payload(entry.data, longest)
    if kind == "warc" and not data.strip():
        raise NoDocumentError("empty")
    if kind in ("warc", "files") and not plain and binary(data):
        raise NoDocumentError("binary")
    known = charset and canonical(charset)
    return Content(data, entry.url, charset if known else None)


def identity(entry: Entry, content: Content | None, file: str) -> str:
    """What names a document: its own identity, or one made of where it stands.

    Args:
        entry: the document's entry.
        content: what was read of it, if it could be read.
        file: the input.
    """
    own = content.line.name if content and content.line else entry.name
    if own is None and content is None:
        own = _glimpsed(entry.data)
    if own is not None:
        return own
    place = f"{file}\n{entry.offset}".encode("utf-8", "surrogateescape")
    return hashlib.sha256(place).hexdigest()[:16]


_ID = re.compile(rb'"id"[ \t]*:[ \t]*(?:"([\w.:/-]{1,200})"|(\d{1,40})\b)')


def _glimpsed(data: bytes) -> str | None:
    """The identity of a record that nobody dares to read again."""
    found = _ID.search(data[:KEPT])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None
