"""Cleaning in datatrove: a step for its pipelines, and readers that lose no page.

datatrove's own readers decode before this package sees a byte: its WarcReader passes over every
page with one bad byte, its JsonlReader leaves a file at the first. The readers here hand the bytes
on, inside the ``str`` that a document of datatrove holds (PEP 383), and `CntextFix` takes them out
again; so it comes right behind them.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any, BinaryIO

from cntextfix.adapters.rows import LONGEST, checked, clean_row
from cntextfix.corpus.arrow import sound
from cntextfix.corpus.chunk import Chunk, Entry, NoDocumentError, RefusedError
from cntextfix.corpus.compression import Compression, blocks
from cntextfix.corpus.entries import Content, Kind, entries_of, identity, read_entry
from cntextfix.corpus.jsonl import TEXT_FIELDS
from cntextfix.corpus.lines import line_chunks
from cntextfix.corpus.record import OWN, fast_json
from cntextfix.corpus.warc import warc_chunks

try:
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.readers.base import BaseDiskReader
except ImportError:

    class PipelineStep:  # type: ignore[no-redef]
        """Stands in where datatrove is not installed, and says so when it is used."""

        def __init__(self, *_: object, **__: object) -> None:
            raise ImportError("this needs datatrove: pip install 'cntextfix[datatrove]'")

    BaseDiskReader = PipelineStep
    Document = object

__all__ = ["CntextFix", "JsonlBytesReader", "WarcBytesReader"]


class CntextFix(PipelineStep):  # type: ignore[misc,unused-ignore]
    """Cleans every document; place it right behind the reader, instead of FTFYFormatter.

    The clean text becomes the document's text; what was found stands in its metadata under
    "cntextfix". A document that cannot be cleaned is dropped, counted, and written to the
    exclusion writer with its bytes (in base64) and the reason.

    Args:
        exclusion_writer: where dropped documents go, such as a ``JsonlWriter``.
        longest: characters or bytes of a document that are cleaned at most.
        options: as for `cntextfix.clean`: form, strip, script, punctuation, repairs, rules,
            profile.

    Raises:
        OptionError: an option has a value that is none of its choices.
        TypeError: there is no such option.
    """

    name = "🀄 cntextfix"
    type = "✂️ - FORMAT"

    def __init__(
        self, exclusion_writer: Any = None, *, longest: int = LONGEST, **options: Any
    ) -> None:
        super().__init__()
        self.exclusion_writer = exclusion_writer
        self.longest = longest
        self.options = checked(options)

    def run(
        self,
        data: Iterable[Document] | None,
        rank: int = 0,
        world_size: int = 1,  # noqa: ARG002
    ) -> Iterator[Document]:
        """Clean the documents, one after the other.

        Args:
            data: the documents.
            rank: the task's number.
            world_size: the number of tasks.
        """
        with self.exclusion_writer or nullcontext() as writer:
            for document in data or ():
                self.stat_update("total")
                with self.track_time():
                    reason = self._clean(document)
                if reason is None:
                    self.stat_update("forwarded")
                    self.update_doc_stats(document)
                    yield document
                    continue
                self.stat_update("dropped", f"dropped_{reason}")
                if writer:
                    writer.write(document, rank)

    def _clean(self, document: Document) -> str | None:
        """Change a document to its clean form, or to a record of why it has none."""
        bytes_as = document.metadata.pop(_BYTES, None)
        row = clean_row(
            document.text if bytes_as is None else _bytes(document.text),
            document.metadata.get("url"),
            encoding=bytes_as,
            longest=self.longest,
            options=self.options,
        )
        if row.text is not None:
            document.text = row.text
            document.metadata[OWN] = row.found
            return None
        error = row.error or "no text"
        document.text = (row.raw or b"").decode("utf-8", "replace")
        document.metadata[OWN] = {"error": error, "raw": b64encode(row.raw or b"").decode("ascii")}
        return error.partition(":")[0]


class _BytesReader(BaseDiskReader):  # type: ignore[misc,unused-ignore]
    """Reads files as this package's own runner does, entry by entry.

    Args:
        data_folder: as for every reader of datatrove.
        exclusion_writer: where goes what is no document: damaged places and broken records, with
            their bytes (in base64) and the reason.
        longest: bytes of a document that are held in memory at most.
        options: as for every reader of datatrove that reads from disk.
    """

    kind: Kind

    def __init__(
        self,
        data_folder: Any,
        exclusion_writer: Any = None,
        *,
        longest: int = LONGEST,
        **options: Any,
    ) -> None:
        super().__init__(data_folder, **options)
        self.exclusion_writer = exclusion_writer
        self.longest = longest
        self.text_names: Sequence[str] = TEXT_FIELDS
        self._writer: Any = None
        self._rank = 0

    def run(
        self, data: Iterable[Document] | None = None, rank: int = 0, world_size: int = 1
    ) -> Iterator[Document]:
        """Read this task's files.

        Args:
            data: documents of earlier steps, which are passed on.
            rank: the task's number.
            world_size: the number of tasks.
        """
        with self.exclusion_writer or nullcontext() as writer:
            self._writer, self._rank = writer, rank
            yield from super().run(data, rank, world_size)

    def read_file(self, filepath: str) -> Iterator[Document]:
        """Read one file, to its end whatever it holds.

        Args:
            filepath: its path below the data folder.
        """
        with self.data_folder.open(filepath, "rb") as file:
            for chunk in self._chunks(file, _compression(filepath)):
                for entry in self._entries(chunk):
                    with self.track_time():
                        document = self._document(entry, filepath)
                    if document is not None:
                        yield document

    def _entries(self, chunk: Chunk) -> Sequence[Entry]:
        return entries_of(chunk.entries, chunk.offset, self.kind, self.text_names)

    def _chunks(self, file: BinaryIO, compression: Compression) -> Iterator[Chunk]:
        raise NotImplementedError

    def _values(self, content: Content, entry: Entry) -> dict[str, Any]:
        raise NotImplementedError

    def _document(self, entry: Entry, path: str) -> Document | None:
        try:
            content = read_entry(entry, self.kind, self.text_names, self.longest)
        except NoDocumentError as reason:
            self.stat_update(f"skipped_{reason}")
            return None
        except RefusedError as refused:
            self._reject(entry, path, refused)
            return None
        values = self._values(content, entry)
        document = self.get_document_from_dict(values, path, identity(entry, content, path))
        if document is None:
            self.stat_update("skipped_no text")
        return document

    def _reject(self, entry: Entry, path: str, refused: RefusedError) -> None:
        problem = refused.problem
        self.stat_update("rejected", f"rejected_{problem.error}")
        if self._writer is None:
            return
        why = {"error": f"{problem.error}: {problem.message}", "stage": problem.stage}
        raw = b64encode(entry.data).decode("ascii")
        metadata = {"file_path": path, OWN: {**why, "offset": entry.offset, "raw": raw}}
        name = identity(entry, None, path)
        text = entry.data.decode("utf-8", "replace")
        self._writer.write(Document(text=text, id=name, metadata=metadata), self._rank)


class WarcBytesReader(_BytesReader):
    """Reads the pages of WARC and WET files (plain, .gz, .zst) without decoding them.

    Pages that a server did not send with status 200, 203 or 206, and what is no text, are passed
    over and counted. Damage costs the records it hit and no other.

    Args:
        data_folder: as for every reader of datatrove.
        exclusion_writer: where damaged records go.
        longest: bytes of a document that are held in memory at most.
        options: as for every reader of datatrove that reads from disk.
    """

    name = "🕷 WARC, as bytes"
    kind: Kind = "warc"

    def _chunks(self, file: BinaryIO, compression: Compression) -> Iterator[Chunk]:
        found = blocks(file, compression)
        return warc_chunks(found, self.longest, seekable=not compression)

    def _values(self, content: Content, entry: Entry) -> dict[str, Any]:
        data = content.data
        text = data.decode("utf-8", "surrogateescape") if isinstance(data, bytes) else data
        values: dict[str, Any] = {self.text_key: text, **entry.fields}
        if entry.name:
            values[self.id_key] = entry.name
        if content.url:
            values["url"] = content.url
        if isinstance(data, bytes):
            values[_BYTES] = content.charset or ""
        return values


class JsonlBytesReader(_BytesReader):
    """Reads JSON Lines (plain, .gz, .zst) line by line, so that a bad byte costs no other line.

    Args:
        data_folder: as for every reader of datatrove.
        exclusion_writer: where broken lines go.
        text_key: the field with the text; without it, the first there is of "text", "html",
            "content".
        longest: bytes of a line that are held in memory at most.
        options: as for every reader of datatrove that reads from disk.
    """

    name = "🐿 Jsonl, as bytes"
    kind: Kind = "jsonl"

    def __init__(
        self,
        data_folder: Any,
        exclusion_writer: Any = None,
        *,
        text_key: str | None = None,
        longest: int = LONGEST,
        **options: Any,
    ) -> None:
        super().__init__(data_folder, exclusion_writer, longest=longest, **options)
        self.text_names = (text_key,) if text_key else TEXT_FIELDS

    def _chunks(self, file: BinaryIO, compression: Compression) -> Iterator[Chunk]:
        return line_chunks(blocks(file, compression), self.longest)

    def _values(self, content: Content, entry: Entry) -> dict[str, Any]:  # noqa: ARG002
        assert content.line is not None
        values = _loads(content.line.data)
        self.text_key = next(name for name in self.text_names if name in values)
        values[self.text_key] = content.data
        if self.id_key in values:
            values[self.id_key] = str(values[self.id_key])
        return values


_BYTES = "cntextfix_bytes"  # in the metadata, where the text holds bytes: what they are said to be


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _compression(path: str) -> Compression:
    if path.endswith((".gz", ".gzip")):
        return "gz"
    return "zst" if path.endswith((".zst", ".zstd")) else ""


def _loads(line: bytes) -> dict[str, Any]:
    """A JSON object, in values that every writer of datatrove can write."""
    orjson = fast_json()
    if orjson is not None:
        try:
            values: dict[str, Any] = orjson.loads(line)
            return values
        except ValueError:  # a lone surrogate, or NaN
            pass
    return sound(json.loads(line, parse_int=_number))  # type: ignore[no-any-return]


def _number(written: str) -> int | float:
    return int(written) if len(written) < 19 else float(written)
