"""Arrow: batches as bytes, and values as JSON can hold them. No other module imports pyarrow."""

import math
import re
from functools import cache
from typing import Any

from cntextfix.errors import CntextfixError

__all__ = [
    "arrow",
    "batch_bytes",
    "batch_of",
    "fact_type",
    "is_binary",
    "is_text",
    "plain",
    "sound",
]


@cache
def arrow() -> Any:
    """The module pyarrow.

    Raises:
        CntextfixError: it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet

        return pa
    except ImportError:
        raise CntextfixError(
            "Parquet files need a package more: pip install 'cntextfix[corpus]'"
        ) from None


_LISTS = frozenset({"subtitles", "breadcrumb", "keywords"})
_NUMBERS = frozenset({"offset", "furniture"})


def fact_type(name: str) -> Any:
    """The type of one of the values that `cntextfix.corpus.record.facts` gives.

    Args:
        name: its name.
    """
    pa = arrow()
    text, number = pa.string(), pa.int64()
    if name == "editors":
        return pa.list_(pa.struct({"role": text, "name": text}))
    if name == "repairs":
        return pa.list_(pa.struct({"name": text, "count": number}))
    if name in _LISTS:
        return pa.list_(text)
    return number if name in _NUMBERS else text


def is_text(kind: Any) -> bool:
    """Whether a type holds text, or bytes that may be text; one of nothing but nulls may, too.

    Args:
        kind: the type.
    """
    types = arrow().types
    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = ("is_string", "is_large_string", "is_string_view", "is_null")
    return any(getattr(types, test)(kind) for test in tests) or is_binary(kind)


def is_binary(kind: Any) -> bool:
    """Whether a type holds bytes.

    Args:
        kind: the type.
    """
    types = arrow().types
    tests = ("is_binary", "is_large_binary", "is_binary_view", "is_fixed_size_binary")
    return any(getattr(types, test)(kind) for test in tests)


def batch_bytes(batch: Any) -> bytes:
    """A batch as a stream of bytes, its schema with it.

    Args:
        batch: the batch.
    """
    pa = arrow()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def batch_of(data: bytes) -> Any:
    """The batch that `batch_bytes` wrote.

    Args:
        data: its bytes.
    """
    with arrow().ipc.open_stream(data) as stream:
        return stream.read_next_batch()


def plain(value: Any) -> Any:
    """A value as JSON can hold it.

    Moments and decimals become text, bytes base64, what is no number of JSON the text that
    protocol buffers have for it, as "NaN", and what JSON does not know at all is written as text.

    Args:
        value: of a column.
    """
    if not value.is_valid:
        return None
    try:
        return _plain(value)
    except (arrow().ArrowException, AttributeError):  # unions, intervals and the like
        return str(value.as_py())


def _plain(value: Any) -> Any:  # noqa: PLR0911
    from base64 import b64encode

    pa = arrow()
    kind = value.type
    if pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        return value.cast(pa.string()).as_py()
    if is_binary(kind):
        return b64encode(value.as_py()).decode("ascii")
    if pa.types.is_struct(kind):
        return {name: plain(item) for name, item in value.items()}
    if pa.types.is_map(kind):
        return [{"key": plain(item["key"]), "value": plain(item["value"])} for item in value.values]
    if pa.types.is_nested(kind):
        return [plain(item) for item in value.values]
    if is_text(kind):
        return value.cast(pa.binary()).as_py().decode("utf-8", "replace")
    number = value.as_py()
    if isinstance(number, float) and not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    return number if isinstance(number, (int, float)) else str(number)


_LONE = re.compile("[\ud800-\udfff]")


def sound(value: Any) -> Any:
    """A value without lone surrogates, which Arrow and UTF-8 cannot hold: they become U+FFFD.

    Args:
        value: strings, in lists and dictionaries or not; anything else is as it is.
    """
    if isinstance(value, str):
        return value if value.isascii() else _LONE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {name: sound(item) for name, item in value.items()}
    if isinstance(value, list):
        return [sound(item) for item in value]
    return value
