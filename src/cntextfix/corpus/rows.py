"""Parquet files, written: the rows of cleaned documents, with what was found as one column more.

A Parquet file can only be written whole. So rows wait in a file beside it, which can be cut off and
appended to like any other, and the Parquet file is made of that one at the end.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cntextfix.corpus.arrow import arrow, batch_bytes, batch_of, fact_type, sound
from cntextfix.corpus.chunk import Entry
from cntextfix.corpus.entries import Content
from cntextfix.corpus.forms import Place, Writer
from cntextfix.corpus.parquet import Row, schema_of
from cntextfix.corpus.record import OWN, encode, facts
from cntextfix.corpus.sinks import Appended, part_of, publish
from cntextfix.document import Document

__all__ = ["ParquetFile", "Rows"]

_GROUP = 32 << 20  # bytes, unpacked, of a row group that is written
_COUNT = 8  # bytes that say how long the batch behind them is


@cache
def _own_type(*, original: bool) -> Any:
    """The type of what was found; the same names as in JSON."""
    pa = arrow()
    names = facts(Document(), {"id": "", "file": "", "offset": 0})
    fields = {name: fact_type(name) for name in names}
    if original:
        fields |= {"original": pa.string(), "original_bytes": pa.binary()}
    return pa.struct(fields)


@dataclass(slots=True)
class Rows(Writer):
    """Rows for a Parquet file, each chunk a batch.

    Args:
        original: whether the text as it was is kept.
    """

    original: bool
    written: list[dict[str, Any]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def render(self, entry: Entry, content: Content, document: Document, place: Place) -> Any:
        """The values of a document's row."""
        where = {"id": place.name, "file": place.file, "offset": place.offset}
        own = facts(document, where)
        if self.original:
            data = content.data
            own["original"] = data if isinstance(data, str) else document.original
            lost = isinstance(data, bytes) and "\N{REPLACEMENT CHARACTER}" in own["original"]
            own["original_bytes"] = data if lost else None
        values: dict[str, Any] = {"text": document.text, OWN: own}
        if isinstance(entry.fields, Row):
            return sound(values), entry.fields
        if content.line is not None:
            values |= {"id": content.line.name, "url": content.line.url}
            values["record"] = content.line.without_text().decode("utf-8", "replace")
        else:
            values |= {"id": place.name, "url": content.url}
            values["record"] = encode(dict(entry.fields)).decode()
        return sound(values), None

    def keep(self, rendered: Any) -> None:
        """Write a row."""
        values, row = rendered
        self.written.append(values)
        if row is not None:
            self.rows.append(row)

    def packed(self) -> bytes:
        """The batch, with its length before it."""
        if not self.written:
            return b""
        batch = self._added() if self.rows else self._made()
        data = batch_bytes(batch)
        return len(data).to_bytes(_COUNT, "big") + data

    def _made(self) -> Any:
        return arrow().RecordBatch.from_pylist(self.written, schema=_schema(original=self.original))

    def _added(self) -> Any:
        """The rows of the input with their texts replaced and one column more."""
        pa = arrow()
        batch, name = self.rows[0].batch, self.rows[0].text
        batch = batch.take(pa.array([row.index for row in self.rows], pa.int64()))
        schema = _changed(batch.schema, name, original=self.original)
        texts = pa.array([values["text"] for values in self.written], pa.large_string())
        found = pa.array([values[OWN] for values in self.written], schema.field(OWN).type)
        columns = list(batch.columns)
        columns[batch.schema.get_field_index(name)] = texts
        return pa.RecordBatch.from_arrays([*columns, found], schema=schema)


def _changed(schema: Any, name: str, *, original: bool) -> Any:
    """The columns of the output for those of a Parquet file.

    Args:
        schema: the input's.
        name: of the column with the text.
        original: whether the text as it was is kept.
    """
    pa = arrow()
    fields = list(schema)
    new = "text" if name == "html" and "text" not in schema.names else name
    fields[schema.get_field_index(name)] = pa.field(new, pa.large_string())
    if OWN in schema.names:
        earlier = f"{OWN}_before"
        while earlier in schema.names:
            earlier += "_before"
        at = schema.get_field_index(OWN)
        fields[at] = fields[at].with_name(earlier)
    return pa.schema([*fields, pa.field(OWN, _own_type(original=original))], schema.metadata)


def _schema(*, original: bool) -> Any:
    pa = arrow()
    text = pa.string()
    own = _own_type(original=original)
    return pa.schema({"text": pa.large_string(), "id": text, "url": text, "record": text, OWN: own})


class ParquetFile(Appended):
    """A Parquet file; until it is whole, a file of batches beside it.

    Args:
        path: its final name.
        length: bytes of the batches that are known to be good.
        original: whether the text as it was is kept.
        like: the input, where that is a Parquet file: no row may come to tell its columns.
        names: columns that may hold the text.
    """

    def __init__(
        self,
        path: Path,
        length: int,
        *,
        original: bool,
        like: Path | None = None,
        names: Sequence[str] = (),
    ) -> None:
        super().__init__(path.with_name(f"{path.name}.rows"), length)
        self.final = path
        self.original = original
        self.like = like
        self.names = names

    def finish(self) -> int:
        """Make the Parquet file of the batches."""
        super().finish()
        with part_of(self.final).open("wb") as file:
            self._assemble(file)
            file.flush()
            os.fsync(file.fileno())
        return part_of(self.final).stat().st_size

    def _assemble(self, file: Any) -> None:
        pa = arrow()
        waiting: list[Any] = []
        schema, size = None, 0
        writer: Any = None
        for batch in self._batches():
            schema = schema or batch.schema
            writer = writer or pa.parquet.ParquetWriter(file, schema, compression="zstd")
            waiting.append(batch)
            size += batch.nbytes
            if size >= _GROUP:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting, size = [], 0
        writer = writer or pa.parquet.ParquetWriter(file, self._without_rows())
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
        writer.close()

    def _without_rows(self) -> Any:
        """The columns of a file without rows."""
        schema = schema_of(self.like) if self.like else None
        if schema is None:
            return _schema(original=self.original)
        name = next(name for name in self.names if name in schema.names)
        return _changed(schema, name, original=self.original)

    def _batches(self) -> Iterator[Any]:
        with self.part.open("rb") as file:
            while count := file.read(_COUNT):
                yield batch_of(file.read(int.from_bytes(count, "big")))

    def publish(self) -> None:
        """Rename it; the batches go."""
        publish(self.final)
        self.part.unlink(missing_ok=True)
