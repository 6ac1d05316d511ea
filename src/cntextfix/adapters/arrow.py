"""Arrow tables: the form in which Ray, Spark, Hugging Face, Polars and Daft hand rows over.

`clean_batch` is what all of them call. It never raises for what a row holds, and its result has
the same columns for every batch of a table, which is what engines need.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, TypeVar

from cntextfix.adapters.rows import (
    LONGEST,
    Options,
    checked,
    clean_row,
    own_columns,
    own_names,
    text_name,
)
from cntextfix.corpus.arrow import arrow, fact_type

__all__ = ["clean_batch", "clean_schema", "own_fields"]

_Batch = TypeVar("_Batch")  # a pyarrow.RecordBatch or a pyarrow.Table
_FOUND = (
    *("title", "site", "source", "author", "editor", "published", "modified", "url"),
    *("original_url", "number", "signature", "licence", "encoding", "script"),
    *("subtitles", "breadcrumb", "keywords", "editors", "repairs", "furniture"),
)
"""The order of what was found, in every batch."""


def clean_batch(
    batch: _Batch,
    *,
    text: str | None = None,
    url: str = "url",
    longest: int = LONGEST,
    **options: Any,
) -> _Batch:
    """Clean a batch of rows.

    Args:
        batch: a ``pyarrow.RecordBatch`` or a ``pyarrow.Table``.
        text: the column to clean, of text or bytes; without it, the first there is of "text",
            "html", "content".
        url: the column with the pages' addresses, if there is one.
        longest: bytes of a row that are cleaned at most.
        options: as for `cntextfix.clean`: form, strip, script, punctuation, repairs, rules,
            profile.

    Returns:
        A batch or table like the one given, a row for each row, with the columns of
        `clean_schema`: the clean texts in their column ("text" for those of "html"), and what was
        found as "cntextfix". Where a row could not be cleaned, its text is null, "error" says why
        and "raw" holds its bytes. Every other column is as it was.

    Raises:
        OptionError: an option has a value that is none of its choices.
        TypeError: there is no such option.
    """
    pa = arrow()
    work = _Work(text, url, longest, checked(options))
    rows: Any = batch
    schema = clean_schema(rows.schema, text=text)
    cleaned: _Batch
    if isinstance(batch, pa.Table):
        parts = [work.cleaned(part, schema) for part in rows.to_batches()]
        cleaned = pa.Table.from_batches(parts, schema)
    else:
        cleaned = work.cleaned(rows, schema)
    return cleaned


def clean_schema(schema: Any, *, text: str | None = None) -> Any:
    """The columns that `clean_batch` gives for a table of these columns.

    Args:
        schema: a ``pyarrow.Schema``.
        text: the column to clean, as for `clean_batch`.
    """
    pa = arrow()
    name = text_name(schema.names, text)
    large = (pa.large_string(), pa.large_binary())
    is_large = name in schema.names and schema.field(name).type in large
    for field in own_fields(schema.names, text=text, large=is_large):
        at = schema.get_field_index(field.name)
        schema = schema.append(field) if at < 0 else schema.set(at, field)
    return schema


def own_fields(names: Sequence[str], *, text: str | None = None, large: bool = False) -> list[Any]:
    """The columns that `clean_batch` adds, or puts in the place of the input's.

    Args:
        names: the input's columns.
        text: the column to clean, as for `clean_batch`.
        large: whether the clean texts may come to more than 2 GB in one batch.

    Returns:
        A ``pyarrow.Field`` for each.
    """
    pa = arrow()
    kinds = (pa.large_string() if large else pa.string(), _found_type(), pa.string(), pa.binary())
    return [pa.field(*pair) for pair in zip(own_names(names, text), kinds, strict=True)]


def _found_type() -> Any:
    """The type of what `cntextfix.corpus.record.facts` gives."""
    return arrow().struct([(name, fact_type(name)) for name in _FOUND])


@dataclass(frozen=True, slots=True)
class _Work:
    text: str | None
    url: str
    longest: int
    options: Options

    def cleaned(self, batch: Any, schema: Any) -> Any:
        pa = arrow()
        names = batch.schema.names
        name = text_name(names, self.text)
        missing = KeyError(f"no column {name!r}")
        values = _values(batch.column(name)) if name in names else [missing] * batch.num_rows
        places = _values(batch.column(self.url)) if self.url in names else repeat(None)
        rows = [
            clean_row(_text(value), _text(place), longest=self.longest, options=self.options)
            for value, place in zip(values, places, strict=False)
        ]
        new = own_columns(names, self.text, rows)
        columns = [
            pa.array(new[field.name], field.type) if field.name in new else batch.column(field.name)
            for field in schema
        ]
        return pa.RecordBatch.from_arrays(columns, schema=schema)


def _values(column: Any) -> Iterable[object]:
    """The values of a column, texts as bytes: one that is no UTF-8 would stop all the others."""
    pa = arrow()
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_string_view(kind):
        column = column.cast(pa.binary())
    elif pa.types.is_large_string(kind):
        column = column.cast(pa.large_binary())
    is_binary = pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)
    if is_binary or pa.types.is_binary_view(kind) or pa.types.is_fixed_size_binary(kind):
        return (value.as_py() for value in column)
    return (value if value.is_valid else None for value in column)


def _text(value: object) -> object:
    """Bytes that are UTF-8 as the text they are; any others as they are."""
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value
    return value
