"""Cleaning in Spark.

Spark reads text for you, and replaces what is no UTF-8 without a word: hand it bytes, in a binary
column (``spark.read.format("binaryFile")``, or Parquet). docs/adapters.md says more.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, TypeVar

from cntextfix.adapters.arrow import clean_batch, own_fields
from cntextfix.adapters.rows import LONGEST, checked

__all__ = ["clean_frame"]

_Frame = TypeVar("_Frame")  # a pyspark.sql.DataFrame


def clean_frame(
    frame: _Frame,
    *,
    text: str | None = None,
    url: str = "url",
    longest: int = LONGEST,
    **options: Any,
) -> _Frame:
    """Clean every row of a data frame.

    Args:
        frame: a ``pyspark.sql.DataFrame``.
        text: the column to clean; without it, the first there is of "text", "html", "content".
        url: the column with the pages' addresses, if there is one.
        longest: bytes of a row that are cleaned at most.
        options: as for `cntextfix.clean`.

    Returns:
        The frame with the columns that `cntextfix.adapters.arrow.clean_batch` gives, a row for
        each row.

    Raises:
        OptionError: an option has a value that is none of its choices.
        TypeError: there is no such option.
    """
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import StructField, StructType

    checked(options)
    rows: Any = frame
    new = {
        field.name: StructField(field.name, from_arrow_type(field.type))
        for field in own_fields(rows.columns, text=text)
    }
    kept = [new.pop(field.name, field) for field in rows.schema]
    work = partial(_batches, text=text, url=url, longest=longest, **options)
    cleaned: _Frame = rows.mapInArrow(work, StructType([*kept, *new.values()]))
    return cleaned


def _batches(batches: Iterator[Any], **arguments: Any) -> Iterator[Any]:
    for batch in batches:
        yield clean_batch(batch, **arguments)
