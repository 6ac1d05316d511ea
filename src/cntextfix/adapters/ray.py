"""Cleaning in Ray Data.

The result of `clean_dataset` is lazy, as every dataset of Ray Data is; docs/adapters.md says what
to set for a long run, and what Ray does when a worker dies.
"""

from typing import Any, TypeVar

from cntextfix.adapters.arrow import clean_batch
from cntextfix.adapters.rows import LONGEST, checked

__all__ = ["clean_dataset"]

_Dataset = TypeVar("_Dataset")  # a ray.data.Dataset

BATCH_SIZE = 256
"""Rows: Arrow's usual thousands cost three times the memory and are no faster."""

MAX_RETRIES = 2
"""Ray's own default has no end: one page that kills its worker would kill workers for ever."""


def clean_dataset(
    dataset: _Dataset,
    *,
    text: str | None = None,
    url: str = "url",
    longest: int = LONGEST,
    batch_size: int = BATCH_SIZE,
    max_retries: int = MAX_RETRIES,
    **options: Any,
) -> _Dataset:
    """Clean every row of a dataset.

    Args:
        dataset: a ``ray.data.Dataset``.
        text: the column to clean; without it, the first there is of "text", "html", "content".
        url: the column with the pages' addresses, if there is one.
        longest: bytes of a row that are cleaned at most.
        batch_size: rows that are cleaned at a time.
        max_retries: how often Ray begins a task again whose worker died.
        options: as for `cntextfix.clean`.

    Returns:
        The dataset with the columns that `cntextfix.adapters.arrow.clean_batch` gives, a row for
        each row.

    Raises:
        OptionError: an option has a value that is none of its choices.
        TypeError: there is no such option.
    """
    checked(options)
    cleaned: _Dataset = dataset.map_batches(  # type: ignore[attr-defined]
        clean_batch,
        batch_format="pyarrow",
        batch_size=batch_size,
        fn_kwargs={"text": text, "url": url, "longest": longest, **options},
        max_retries=max_retries,
    )
    return cleaned
