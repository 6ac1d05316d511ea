r"""Rows of a table, cleaned one by one, none of which can stop the others.

>>> good, bad = clean_row("檢察機(jī)關(guān)"), clean_row(7)
>>> good.text, good.error
('检察机关', None)
>>> bad.text, bad.error
(None, 'TypeError: a row holds text or bytes, not int')
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, TypedDict, cast

from cntextfix.clean import Form, StripChoice, clean
from cntextfix.corpus.arrow import sound
from cntextfix.corpus.record import OWN, facts
from cntextfix.decode.labels import canonical
from cntextfix.label.rules import Rule
from cntextfix.repairs.repair import Punctuation, Repair, Script
from cntextfix.sites import SiteProfile

__all__ = [
    "LONGEST",
    "Options",
    "Row",
    "checked",
    "clean_columns",
    "clean_row",
    "own_columns",
    "own_names",
    "text_name",
]

LONGEST = 32_000_000
"""Characters or bytes of a document that is cleaned; a longer one is an error of its row."""

_TEXT_NAMES = ("text", "html", "content")


class Options(TypedDict, total=False):
    """What `cntextfix.clean` may be told; its documentation says what each of these is."""

    form: Form
    strip: StripChoice
    script: Script
    punctuation: Punctuation
    repairs: Sequence[Repair]
    rules: Sequence[Rule]
    profile: SiteProfile | None


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one row.

    Args:
        text: the clean text; ``None`` where there is none.
        found: the fields and what was repaired, as `cntextfix.corpus.record.facts` names them.
        error: why the row could not be cleaned.
        raw: its bytes, where it could not be cleaned.
    """

    text: str | None = None
    found: dict[str, Any] | None = None
    error: str | None = None
    raw: bytes | None = None


def clean_row(
    value: object,
    url: object = None,
    *,
    encoding: str | None = None,
    longest: int = LONGEST,
    options: Options | None = None,
) -> Row:
    """Clean one row, whatever it holds.

    Args:
        value: text or bytes; ``None`` is a row without text, which is no error.
        url: where the page is; what is no ``str`` counts as unknown.
        encoding: what the bytes are said to be in; a name that means nothing counts as unsaid.
        longest: characters or bytes that are cleaned at most.
        options: as for `cntextfix.clean`.

    Returns:
        What became of it. Its strings can be written as UTF-8: lone surrogates are U+FFFD.
    """
    if value is None:
        return Row()
    try:
        data = _data(value, longest)
        place = url if isinstance(url, str) and url else None
        said = encoding if encoding and canonical(encoding) else None
        document = clean(data, url=place, encoding=said, **(options or {}))
        return Row(sound(document.text), sound(facts(document, {})))
    except Exception as error:  # the last place before the engine, which would stop for it
        return Row(error=sound(f"{type(error).__name__}: {error}"), raw=_raw(value))


def clean_columns(
    columns: Mapping[str, Sequence[Any]],
    *,
    text: str | None = None,
    url: str = "url",
    longest: int = LONGEST,
    **options: Any,
) -> dict[str, Sequence[Any]]:
    """Clean a batch that is a dictionary of lists.

    Args:
        columns: the batch.
        text: the column to clean; without it, the first there is of "text", "html", "content".
        url: the column with the pages' addresses, if there is one.
        longest: characters or bytes of a row that are cleaned at most.
        options: as for `cntextfix.clean`.

    Returns:
        The batch with the clean texts in their column ("text" for those of "html") and what was
        found as "cntextfix". Where a row could not be cleaned, its text is ``None``, "error" says
        why and "raw" holds its bytes. Every other column is as it was.

    Raises:
        OptionError: an option has a value that is none of its choices.
        TypeError: there is no such option.

    >>> batch = clean_columns({"id": [1, 2], "text": ["檢察機(jī)關(guān)", 7]})
    >>> batch["id"], batch["text"], batch["error"]
    ([1, 2], ['检察机关', None], [None, 'TypeError: a row holds text or bytes, not int'])
    """
    name = text_name(columns, text)
    missing = KeyError(f"no column {name!r}")
    values = columns.get(name, [missing] * max(map(len, columns.values()), default=0))
    chosen = checked(options)
    places = columns.get(url, repeat(None))
    rows = [
        clean_row(value, place, longest=longest, options=chosen)
        for value, place in zip(values, places, strict=False)
    ]
    return {**columns, **own_columns(columns, text, rows)}


def checked(options: Mapping[str, Any]) -> Options:
    """The options, if they are right: a wrong one is no fault of any row.

    Args:
        options: as for `cntextfix.clean`.

    Raises:
        OptionError: an option has a value that is none of its choices.
        TypeError: there is no such option.
    """
    if unknown := options.keys() - Options.__annotations__.keys():
        raise TypeError(f"no option {', '.join(sorted(unknown))}; there are {_OPTIONS}")
    clean("", **options)
    return cast("Options", dict(options))


_OPTIONS = ", ".join(Options.__annotations__)


def text_name(columns: Mapping[str, object] | Sequence[str], name: str | None = None) -> str:
    """The column to clean: the one that was named, or the first that usually holds text.

    Args:
        columns: the names of all.
        name: the one that was asked for.
    """
    return name or next((usual for usual in _TEXT_NAMES if usual in columns), _TEXT_NAMES[0])


def own_names(
    columns: Mapping[str, object] | Sequence[str], text: str | None = None
) -> tuple[str, str, str, str]:
    """Names for the clean text, what was found, the errors and the raw bytes.

    The clean text stands where the text was, unless that was markup. Nothing else takes the name
    of a column that the input has; if the input was cleaned before, its results are replaced.

    Args:
        columns: the names of the input's columns.
        text: the column to clean.

    >>> own_names(["text", "error"]), own_names(["html"])
    (('text', 'cntextfix', 'cntextfix_error', 'raw'), ('text', 'cntextfix', 'error', 'raw'))
    """
    name = text_name(columns, text)
    taken = frozenset() if OWN in columns else frozenset(columns)
    error, raw = (f"{OWN}_{own}" if own in taken else own for own in ("error", "raw"))
    if name == "html":
        name = f"{OWN}_text" if "text" in taken else "text"
    return name, OWN, error, raw


def own_columns(
    columns: Mapping[str, object] | Sequence[str], text: str | None, rows: Sequence[Row]
) -> dict[str, list[Any]]:
    """The columns that cleaning adds or replaces.

    Args:
        columns: the names of the input's columns.
        text: the column that was cleaned.
        rows: what became of the rows.
    """
    values = zip(*((row.text, row.found, row.error, row.raw) for row in rows), strict=True)
    names = own_names(columns, text)
    return dict(zip(names, map(list, values), strict=True)) if rows else {n: [] for n in names}


def _data(value: object, longest: int) -> str | bytes:
    if isinstance(value, Exception):  # stands for what could not even be read
        raise value
    if isinstance(value, bytearray | memoryview):
        value = bytes(value)
    if not isinstance(value, str | bytes):
        raise TypeError(f"a row holds text or bytes, not {type(value).__name__}")
    if len(value) > longest:
        raise ValueError(f"{len(value):,} characters or bytes are more than {longest:,}")
    return value


def _raw(value: object) -> bytes:
    """The bytes of a value; of one that is neither text nor bytes, how Python shows it."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    try:
        shown = value if isinstance(value, str) else repr(value)
    except Exception as error:
        shown = f"not even repr() works: {type(error).__name__}"
    return shown.encode("utf-8", "surrogatepass")
