"""Cleaning in Hugging Face datasets, those in memory or on disk and those that stream.

The rows travel as Arrow tables, whose types are the same in every batch; from dictionaries of
lists the library would guess them anew, and stop at the first error after a batch without one.
"""

from typing import Any, TypeVar

from cntextfix.adapters.arrow import clean_batch, clean_schema
from cntextfix.adapters.rows import LONGEST, checked, own_names

__all__ = ["clean_dataset"]

_Dataset = TypeVar("_Dataset")  # a datasets.Dataset or datasets.IterableDataset

BATCH_SIZE = 256
"""Rows: the library's usual thousand costs memory and is no faster."""


def clean_dataset(
    dataset: _Dataset,
    *,
    text: str | None = None,
    url: str = "url",
    longest: int = LONGEST,
    batch_size: int = BATCH_SIZE,
    num_proc: int | None = None,
    **options: Any,
) -> _Dataset:
    """Clean every row of a dataset.

    Args:
        dataset: a ``datasets.Dataset`` or ``datasets.IterableDataset``.
        text: the column to clean; without it, the first there is of "text", "html", "content".
        url: the column with the pages' addresses, if there is one.
        longest: bytes of a row that are cleaned at most.
        batch_size: rows that are cleaned at a time.
        num_proc: processes that work side by side; a dataset that streams knows none.
        options: as for `cntextfix.clean`.

    Returns:
        The dataset with the columns that `cntextfix.adapters.arrow.clean_batch` gives, a row for
        each row.

    Raises:
        OptionError: an option has a value that is none of its choices.
        TypeError: there is no such option.
    """
    from datasets import Features

    checked(options)
    rows: Any = dataset
    arguments: dict[str, Any] = {"batched": True, "batch_size": batch_size}
    arguments["fn_kwargs"] = {"text": text, "url": url, "longest": longest, **options}
    if rows.features is not None:
        names = list(rows.features)
        schema = clean_schema(rows.features.arrow_schema, text=text).remove_metadata()
        plain = Features.from_arrow_schema(schema)
        new = {name: plain[name] for name in own_names(names, text)}
        # the others keep what Arrow does not know of them, such as the names of classes
        arguments["features"] = Features({**rows.features, **new})
    if num_proc is not None:
        arguments["num_proc"] = num_proc
    cleaned: _Dataset = rows.with_format("arrow").map(clean_batch, **arguments).with_format(None)
    return cleaned
