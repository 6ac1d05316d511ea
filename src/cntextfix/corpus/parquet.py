"""Parquet files, read: rows in batches, their text as bytes, every other column as it is."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cntextfix.corpus.arrow import arrow, batch_bytes, batch_of, is_binary, is_text, plain
from cntextfix.corpus.chunk import CHUNK, Chunk, Entry, Unreadable
from cntextfix.errors import CntextfixError

__all__ = ["Row", "check_columns", "row_chunks", "row_entries", "schema_of"]

_ROWS = 256  # in a batch; 4,096 are slower to take apart and 10,000 take three times the memory
_LARGEST = 4 * CHUNK  # bytes of a batch


def check_columns(path: Path, names: Sequence[str]) -> None:
    """Make sure that a file has a column of text.

    Args:
        path: the file.
        names: of columns, the first that is there is taken.

    Raises:
        CntextfixError: none is there, or it holds no text; or two columns have one name. A
            damaged file is no error yet: reading it says so.
    """
    schema = schema_of(path)
    if schema is None:
        return
    twice = sorted({name for name in schema.names if schema.names.count(name) > 1})
    if twice:
        raise CntextfixError(f"{path}: two columns are called {twice[0]}; rename one of them")
    name = next((name for name in names if name in schema.names), None)
    if name is None:
        wanted, there = " or ".join(names), ", ".join(schema.names) or "none"
        raise CntextfixError(f"{path}: no column {wanted}; there are: {there}; see --text-field")
    if not is_text(schema.field(name).type):
        raise CntextfixError(f"{path}: the column {name} holds {schema.field(name).type}, no text")


def schema_of(path: Path) -> Any:
    """The columns of a file; ``None`` where it is damaged so that nobody can tell.

    Args:
        path: the file.
    """
    pa = arrow()
    try:
        return pa.parquet.read_schema(path)
    except (pa.ArrowException, OSError):
        return None


def row_chunks(path: Path, first: int) -> Iterator[Chunk]:
    """Chunks of rows.

    Args:
        path: the file.
        first: the row group to begin with.
    """
    pa = arrow()
    try:
        opened = pa.parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        problem = Unreadable("Damaged", f"nothing of it can be read as Parquet: {error}")
        yield Chunk(0, (Entry(0, b"", problem=problem),), 1, path.stat().st_size)
        return
    with opened as file:
        groups = file.metadata.num_row_groups
        row = sum(file.metadata.row_group(group).num_rows for group in range(first))
        size, rows = path.stat().st_size, max(1, file.metadata.num_rows)
        for group in range(first, groups):
            resume: tuple[int, int] | None = (group, row)
            try:
                for batch in file.iter_batches(_ROWS, row_groups=[group]):
                    for piece in _pieces(batch):
                        end = size * (row + piece.num_rows) // rows
                        yield Chunk(row, batch_bytes(piece), piece.num_rows, end, resume)
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
        return plain(self.batch.column(name)[self.index])

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.batch.schema.names if name != self.text)

    def __len__(self) -> int:
        return int(self.batch.num_columns) - 1

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


def row_entries(data: bytes, offset: int, names: Sequence[str]) -> list[Entry]:
    """The entries of a chunk of rows.

    Args:
        data: the chunk.
        offset: the first row's number.
        names: columns that may hold the text, the first that is there is taken.
    """
    pa = arrow()
    batch = batch_of(data)
    name = next(name for name in names if name in batch.schema.names)
    column = batch.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    media = "" if is_binary(column.type) else "text"
    texts = column.cast(pa.large_binary()).to_pylist()
    entries = []
    for index, text in enumerate(texts):
        fields = Row(batch, index, name)
        own = {key: _known(fields, key) for key in ("id", "url")}
        entries.append(
            Entry(
                offset + index,
                text or b"",
                name=own["id"],
                url=own["url"],
                media=media,
                fields=fields,
                skip="null" if text is None else "",
            )
        )
    return entries


def _known(fields: Row, key: str) -> str | None:
    value = fields[key] if key in fields.batch.schema.names and key != fields.text else None
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
