"""Parquet files: rows in batches, their text as bytes, every other column as it is.

A Parquet file can only be written whole. So rows wait in a file beside it, which can be cut off and
appended to like any other, and the Parquet file is made of that one at the end.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cntextfix.corpus.chunk import CHUNK, Chunk, Entry, Unreadable
from cntextfix.corpus.entries import Content
from cntextfix.corpus.forms import Place, Writer
from cntextfix.corpus.record import OWN, facts
from cntextfix.corpus.sinks import Appended, part_of, publish
from cntextfix.document import Document
from cntextfix.errors import CntextfixError

__all__ = [
    "ParquetFile",
    "Row",
    "Rows",
    "check_columns",
    "needs_arrow",
    "row_chunks",
    "row_entries",
]

_ROWS = 256  # in a batch; 4,096 are slower to take apart and 10,000 take three times the memory
_LARGEST = 4 * CHUNK  # bytes of a batch
_GROUP = 32 << 20  # bytes, unpacked, of a row group that is written
_COUNT = 8  # bytes that say how long the batch behind them is


def needs_arrow() -> None:
    """Make sure that pyarrow is there.

    Raises:
        CntextfixError: it is not.
    """
    _arrow()


@cache
def _arrow() -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet

        return pa
    except ImportError:
        raise CntextfixError(
            "Parquet files need a package more: pip install 'cntextfix[corpus]'"
        ) from None


def check_columns(path: Path, names: Sequence[str]) -> None:
    """Make sure that a file has a column of text.

    Args:
        path: the file.
        names: of columns, the first that is there is taken.

    Raises:
        CntextfixError: none is there, or it holds no text; or the file is no Parquet file.
    """
    pa = _arrow()
    try:
        schema = pa.parquet.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise CntextfixError(f"{path}: cannot be read as Parquet: {error}") from None
    name = next((name for name in names if name in schema.names), None)
    if name is None:
        wanted = " or ".join(names)
        raise CntextfixError(
            f"{path}: no column {wanted}; there are: {', '.join(schema.names)}; see --text-field"
        )
    if not _is_text(schema.field(name).type):
        raise CntextfixError(f"{path}: the column {name} holds {schema.field(name).type}, no text")


def _is_text(kind: Any) -> bool:
    types = _arrow().types
    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = ("is_string", "is_large_string", "is_string_view")
    return any(getattr(types, test)(kind) for test in tests) or _is_binary(kind)


def _is_binary(kind: Any) -> bool:
    types = _arrow().types
    tests = ("is_binary", "is_large_binary", "is_binary_view")
    return any(getattr(types, test)(kind) for test in tests)


def row_chunks(path: Path, first: int) -> Iterator[Chunk]:
    """Chunks of rows.

    Args:
        path: the file.
        first: the row group to begin with.
    """
    pa = _arrow()
    with pa.parquet.ParquetFile(path) as file:
        groups = file.metadata.num_row_groups
        row = sum(file.metadata.row_group(group).num_rows for group in range(first))
        size, rows = path.stat().st_size, max(1, file.metadata.num_rows)
        for group in range(first, groups):
            resume: tuple[int, int] | None = (group, row)
            try:
                for batch in file.iter_batches(_ROWS, row_groups=[group]):
                    for piece in _pieces(batch):
                        end = size * (row + piece.num_rows) // rows
                        yield Chunk(row, _to_bytes(piece), piece.num_rows, end, resume)
                        row, resume = row + piece.num_rows, None
            except (pa.ArrowException, OSError) as error:
                message = f"row group {group} is damaged from row {row} on: {error}"
                entry = Entry(row, b"", problem=Unreadable("Damaged", message))
                yield Chunk(row, (entry,), 1, size * row // rows)
                before = range(group + 1)
                row = sum(file.metadata.row_group(number).num_rows for number in before)


def _pieces(batch: Any) -> Iterator[Any]:
    """A batch in pieces that are not too large."""
    if batch.nbytes <= _LARGEST or batch.num_rows == 1:
        yield batch
        return
    half = batch.num_rows // 2
    yield from _pieces(batch.slice(0, half))
    yield from _pieces(batch.slice(half))


def _to_bytes(batch: Any) -> bytes:
    pa = _arrow()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _from_bytes(data: Any) -> Any:
    with _arrow().ipc.open_stream(data) as stream:
        return stream.read_next_batch()


class Row(Mapping[str, Any]):
    """The other columns of a row, made into values for JSON when somebody asks.

    Args:
        batch: the rows.
        index: which of them.
        text: the column of the text.
    """

    def __init__(self, batch: Any, index: int, text: str) -> None:
        self.batch = batch
        self.index = index
        self.text = text

    def __getitem__(self, name: str) -> Any:
        return _plain(self.batch.column(name)[self.index])

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.batch.schema.names if name != self.text)

    def __len__(self) -> int:
        return int(self.batch.num_columns) - 1

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


def _plain(value: Any) -> Any:  # noqa: PLR0911
    """A value as JSON can hold it: moments and decimals as text, bytes in base64."""
    from base64 import b64encode

    pa = _arrow()
    if not value.is_valid:
        return None
    kind = value.type
    if pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        return value.cast(pa.string()).as_py()
    if _is_binary(kind):
        return b64encode(value.as_py()).decode("ascii")
    if pa.types.is_struct(kind):
        return {name: _plain(item) for name, item in value.items()}
    if pa.types.is_map(kind):
        return [
            {"key": _plain(item["key"]), "value": _plain(item["value"])} for item in value.values
        ]
    if pa.types.is_nested(kind):
        return [_plain(item) for item in value.values]
    if _is_text(kind):
        return value.cast(pa.binary()).as_py().decode("utf-8", "replace")
    return value.as_py()


def row_entries(data: bytes, offset: int, names: Sequence[str]) -> list[Entry]:
    """The entries of a chunk of rows.

    Args:
        data: the chunk.
        offset: the first row's number.
        names: columns that may hold the text, the first that is there is taken.
    """
    pa = _arrow()
    batch = _from_bytes(data)
    name = next(name for name in names if name in batch.schema.names)
    column = batch.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    media = "" if _is_binary(column.type) else "text"
    texts = column.cast(pa.large_binary()).to_pylist()
    entries = []
    for index, text in enumerate(texts):
        fields = Row(batch, index, name)
        own = {key: _known(fields, key) for key in ("id", "url")}
        problem = None
        if text is None:
            problem = Unreadable("NotADocument", f"the column {name!r} holds null", "parse")
        entries.append(
            Entry(
                offset + index,
                text or b"",
                name=own["id"],
                url=own["url"],
                media=media,
                fields=fields,
                problem=problem,
            )
        )
    return entries


def _known(fields: Row, key: str) -> str | None:
    value = fields[key] if key in fields.batch.schema.names and key != fields.text else None
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None


@cache
def _own_type(*, original: bool) -> Any:
    """The type of what was found; the same names as in JSON."""
    pa = _arrow()
    text, number = pa.string(), pa.int64()
    person = pa.struct({"role": text, "name": text})
    count = pa.struct({"name": text, "count": number})
    special = {
        "offset": number,
        "subtitles": pa.list_(text),
        "editors": pa.list_(person),
        "breadcrumb": pa.list_(text),
        "keywords": pa.list_(text),
        "repairs": pa.list_(count),
        "furniture": number,
    }
    names = facts(Document(), {"id": "", "file": "", "offset": 0})
    fields = {name: special.get(name, text) for name in names}
    if original:
        fields |= {"original": text, "original_bytes": pa.binary()}
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
            return _sound(values), entry.fields
        if content.line is not None:
            values |= {"id": content.line.name, "url": content.line.url}
            values["record"] = content.line.without_text().decode("utf-8", "replace")
        else:
            from cntextfix.corpus.record import encode

            values |= {"id": place.name, "url": content.url}
            values["record"] = encode(dict(entry.fields)).decode()
        return _sound(values), None

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
        data = _to_bytes(batch)
        return len(data).to_bytes(_COUNT, "big") + data

    def _made(self) -> Any:
        return _arrow().RecordBatch.from_pylist(
            self.written, schema=_schema(original=self.original)
        )

    def _added(self) -> Any:
        """The rows of the input with their texts replaced and one column more."""
        pa = _arrow()
        batch, name = self.rows[0].batch, self.rows[0].text
        batch = batch.take(pa.array([row.index for row in self.rows], pa.int64()))
        position = batch.schema.get_field_index(name)
        texts = pa.array([values["text"] for values in self.written], pa.large_string())
        own = [values[OWN] for values in self.written]
        found = pa.array(own, _own_type(original=self.original))
        columns, fields = list(batch.columns), list(batch.schema)
        name = "text" if name == "html" else name
        columns[position], fields[position] = texts, pa.field(name, pa.large_string())
        if OWN in batch.schema.names:
            earlier = f"{OWN}_before"
            while earlier in batch.schema.names:
                earlier += "_before"
            at = batch.schema.get_field_index(OWN)
            fields[at] = fields[at].with_name(earlier)
        schema = pa.schema([*fields, pa.field(OWN, found.type)], batch.schema.metadata)
        return pa.RecordBatch.from_arrays([*columns, found], schema=schema)


def _schema(*, original: bool) -> Any:
    pa = _arrow()
    text = pa.string()
    own = _own_type(original=original)
    return pa.schema({"text": pa.large_string(), "id": text, "url": text, "record": text, OWN: own})


_LONE = re.compile("[\ud800-\udfff]")


def _sound(value: Any) -> Any:
    """A value without lone surrogates, which Arrow cannot hold: they become U+FFFD."""
    if isinstance(value, str):
        return _LONE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {name: _sound(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_sound(item) for item in value]
    return value


class ParquetFile(Appended):
    """A Parquet file; until it is whole, a file of batches beside it.

    Args:
        path: its final name.
        length: bytes of the batches that are known to be good.
        original: whether the text as it was is kept.
    """

    def __init__(self, path: Path, length: int, *, original: bool) -> None:
        super().__init__(path.with_name(f"{path.name}.rows"), length)
        self.final = path
        self.original = original

    def finish(self) -> int:
        """Make the Parquet file of the batches."""
        super().finish()
        with part_of(self.final).open("wb") as file:
            self._assemble(file)
            file.flush()
            os.fsync(file.fileno())
        return part_of(self.final).stat().st_size

    def _assemble(self, file: Any) -> None:
        pa = _arrow()
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
        writer = writer or pa.parquet.ParquetWriter(file, _schema(original=self.original))
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
        writer.close()

    def _batches(self) -> Iterator[Any]:
        with self.part.open("rb") as file:
            while count := file.read(_COUNT):
                yield _from_bytes(file.read(int.from_bytes(count, "big")))

    def publish(self) -> None:
        """Rename it; the batches go."""
        publish(self.final)
        self.part.unlink(missing_ok=True)
