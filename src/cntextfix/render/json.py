"""A Document as plain values and as JSON, and back; the keys are described in docs/json.md.

>>> from cntextfix.document import Block, Document, Kind
>>> page = Document(title="通知", blocks=(Block(Kind.TITLE, "通知", 1),), repaired="通知")
>>> from_dict(to_dict(page)) == page
True
>>> to_json(page)[:46]
'{"schema": 1, "title": "通知", "subtitles": [], '
"""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from cntextfix.document import Block, Document, Evidence, Kind
from cntextfix.edits import Change, Edit, apply
from cntextfix.errors import CntextfixError

__all__ = ["SCHEMA", "from_dict", "to_dict", "to_json"]

SCHEMA = 1
"""The version of the keys. It grows when a key changes its meaning or goes; not for a new key."""

_PLAIN_FIELDS = (
    "title",
    "site",
    "source",
    "author",
    "editor",
    "url",
    "signature",
    "encoding",
    "script",
)
_LIST_FIELDS = ("subtitles", "breadcrumb")
# Keys that came later: a dictionary of schema 1 may have been written before them.
_LATER_PLAIN_FIELDS = ("original_url", "number", "licence")


def to_dict(document: Document) -> dict[str, Any]:
    """The document as strings, numbers, lists and dictionaries.

    Args:
        document: what to render.

    Returns:
        The values under the keys of schema 1, in a fixed order; `from_dict` gives back an equal
        Document.
    """
    return {
        "schema": SCHEMA,
        "title": document.title,
        "subtitles": list(document.subtitles),
        "site": document.site,
        "source": document.source,
        "author": document.author,
        "editor": document.editor,
        "editors": [{"role": role, "name": name} for role, name in document.editors],
        "published": _written(document.published),
        "modified": _written(document.modified),
        "url": document.url,
        "original_url": document.original_url,
        "breadcrumb": list(document.breadcrumb),
        "number": document.number,
        "keywords": list(document.keywords),
        "signature": document.signature,
        "licence": document.licence,
        "evidence": {
            name: {"line": found.line, "rule": found.rule, "note": found.note}
            for name, found in document.evidence.items()
        },
        "encoding": document.encoding,
        "script": document.script,
        "text": document.text,
        "blocks": [
            {
                "kind": block.kind.value,
                "text": block.text,
                "line": block.line,
                "level": block.level,
                "rule": block.rule,
            }
            for block in document.blocks
        ],
        "changes": [
            {
                "repair": change.repair,
                "derived": change.recorded is None,
                "edits": [
                    [edit.start, edit.end, edit.new, edit.certainty, edit.note]
                    for edit in change.edits
                ],
            }
            for change in document.changes
        ],
        "original": document.original,
    }


def from_dict(values: dict[str, Any]) -> Document:
    """The Document that `to_dict` wrote.

    Args:
        values: its values; keys this version does not know are passed over.

    Raises:
        CntextfixError: the schema is another one, or a key is missing.
    """
    if values.get("schema") != SCHEMA:
        raise CntextfixError(
            f"schema {values.get('schema')!r} is not known here; this version reads schema {SCHEMA}"
        )
    try:
        changes = tuple(_changes(values["original"], values["changes"]))
        fields: dict[str, Any] = {name: values[name] for name in _PLAIN_FIELDS}
        fields.update((name, tuple(values[name])) for name in _LIST_FIELDS)
        fields.update((name, values.get(name)) for name in _LATER_PLAIN_FIELDS)
        return Document(
            **fields,
            editors=tuple((one["role"], one["name"]) for one in values.get("editors", ())),
            published=_date(values["published"]),
            modified=_date(values.get("modified")),
            keywords=tuple(values.get("keywords", ())),
            evidence={
                name: Evidence(found["line"], found["rule"], found["note"])
                for name, found in values.get("evidence", {}).items()
            },
            blocks=tuple(
                Block(
                    Kind(block["kind"]), block["text"], block["line"], block["level"], block["rule"]
                )
                for block in values["blocks"]
            ),
            repaired=changes[-1].after if changes else values["original"],
            changes=changes,
        )
    except KeyError as missing:
        raise CntextfixError(f"the document has no {missing}; was it written by to_dict?") from None


def to_json(document: Document, *, indent: int | None = None) -> str:
    """The document as JSON, which can be written as UTF-8 whatever the text holds.

    Args:
        document: what to render.
        indent: blanks a level; ``None`` for one line, as JSON Lines needs it.
    """
    return dumps(to_dict(document), indent=indent)


# Not all of these break JSON, but the first cannot be written as UTF-8, and at the others some
# readers of JSON Lines end the line.
_ESCAPED = re.compile(r"[\ud800-\udfff\x85\u2028\u2029]")


def dumps(values: object, *, indent: int | None = None, compact: bool = False) -> str:
    r"""Values as JSON in their own characters, except those that harm a UTF-8 stream of lines.

    Args:
        values: what the standard library's ``json`` can write.
        indent: blanks a level; ``None`` for one line.
        compact: whether to leave out the blanks behind "," and ":".

    >>> dumps(["检察", "\ud800"])
    '["检察", "\\ud800"]'
    """
    separators = (",", ":") if compact else None
    written = json.dumps(values, ensure_ascii=False, indent=indent, separators=separators)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _changes(original: str, written: Iterable[dict[str, Any]]) -> Iterable[Change]:
    before = original
    for change in written:
        edits = tuple(Edit(*edit) for edit in change["edits"])
        after = apply(before, edits)
        yield Change(change["repair"], before, after, None if change["derived"] else edits)
        before = after


def _written(moment: date | datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _date(written: str | None) -> date | datetime | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
