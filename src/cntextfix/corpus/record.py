r"""The record of a cleaned document: what the input said of it, its text, and what was found.

What this package found stands under one key of its own, so that no other field is touched:

>>> from cntextfix.clean import clean
>>> page = clean("关于放假的通知\n来源：中国长安网\n检\u200b察院元旦放假一天。")
>>> found = facts(page, {"id": "7"})
>>> found["id"], found["title"], found["source"], found["repairs"]
('7', '关于放假的通知', '中国长安网', [{'name': 'invisible', 'count': 1}])
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from cntextfix.document import Document
from cntextfix.edits import READING
from cntextfix.render.json import dumps

__all__ = ["OWN", "encode", "facts", "fast_json", "repair_counts"]

OWN = "cntextfix"
"""The key of what was found."""


def facts(document: Document, place: Mapping[str, Any]) -> dict[str, Any]:
    """What was found, under the keys that docs/corpus.md describes; always all of them.

    Args:
        document: the cleaned document.
        place: where it stood: "id", "file" and "offset".
    """
    return {
        **place,
        "title": document.title,
        "site": document.site,
        "source": document.source,
        "author": document.author,
        "editor": document.editor,
        "subtitles": list(document.subtitles),
        "editors": [{"role": role, "name": name} for role, name in document.editors],
        "published": _iso(document.published),
        "modified": _iso(document.modified),
        "url": document.url,
        "original_url": document.original_url,
        "number": document.number,
        "signature": document.signature,
        "licence": document.licence,
        "encoding": document.encoding,
        "script": document.script,
        "breadcrumb": list(document.breadcrumb),
        "keywords": list(document.keywords),
        "repairs": [
            {"name": name, "count": count} for name, count in repair_counts(document).items()
        ],
        "furniture": len(document.removed),
    }


def repair_counts(document: Document) -> dict[str, int]:
    """How many places each repair mended, in the order in which they ran."""
    counts: dict[str, int] = {}
    for change in document.changes:
        done = sum(edit.certainty != "left" for edit in change.edits)
        if done and change.repair != READING:
            counts[change.repair] = counts.get(change.repair, 0) + done
    return counts


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def encode(value: object) -> bytes:
    r"""A value as JSON in UTF-8, on one line for every reader of lines.

    Lone surrogates, which UTF-8 cannot hold, and the separators U+0085, U+2028 and U+2029 are
    written as escapes.

    Args:
        value: what the standard library's ``json`` can write.

    >>> encode(["检察", "\ud800", None])
    b'["\xe6\xa3\x80\xe5\xaf\x9f","\\ud800",null]'
    """
    orjson = fast_json()
    if orjson is not None:
        try:
            written: bytes = orjson.dumps(value)
        except TypeError:  # a lone surrogate, or an integer beyond 64 bits
            return dumps(value, compact=True).encode()
        if isinstance(value, str):
            # a look at the characters is fifty times as fast as one at the bytes
            found = "\x85" in value or "\u2028" in value or "\u2029" in value
        else:
            found = b"\xe2\x80" in written or b"\xc2\x85" in written
        if found:
            for sign, escape in _SEPARATORS:
                written = written.replace(sign, escape)
        return written
    return dumps(value, compact=True).encode()


_SEPARATORS = tuple((sign.encode(), b"\\u%04x" % ord(sign)) for sign in "\x85\u2028\u2029")


@cache
def fast_json() -> Any:
    """The module orjson, or ``None`` where it is not installed: the result is the same, later."""
    try:
        import orjson

        return orjson
    except ImportError:
        return None
