"""The file of rejects: every document that did not come through, with its bytes and the reason.

Each line is a JSON object from which the document can be tried again, `cntextfix --retry`.
"""

from base64 import b64decode, b64encode
from typing import Any

from cntextfix.corpus.chunk import KEPT, Entry, RefusedError, Unreadable
from cntextfix.corpus.entries import Kind
from cntextfix.corpus.record import encode

__all__ = ["NOT_A_REJECT", "again", "reject_line"]

NOT_A_REJECT = "NotAReject"
"""The error of a line that is in no file of rejects."""

_LONGEST_MESSAGE = 500


def reject_line(entry: Entry, problem: Unreadable, *, name: str, file: str, kind: Kind) -> bytes:
    """The line for a document.

    Args:
        entry: its entry.
        problem: why it did not come through.
        name: its identity.
        file: the input.
        kind: the kind of input.
    """
    length = len(entry.data) if entry.length is None else entry.length
    values: dict[str, Any] = {
        "source": file,
        "offset": entry.offset,
        "id": name,
        "stage": problem.stage,
        "error": problem.error,
        "message": problem.message[:_LONGEST_MESSAGE],
        "kind": kind,
        "length": length,
        "whole": length == len(entry.data),
    }
    also = {"url": entry.url, "charset": entry.charset, "media": entry.media, "file": entry.file}
    values.update((key, value) for key, value in also.items() if value)
    if entry.fields:
        values["fields"] = dict(entry.fields)
    values["raw"] = b64encode(entry.data).decode("ascii")
    return encode(values) + b"\n"


def again(data: bytes) -> tuple[Entry, Kind, str]:
    """The entry that a line of rejects holds, the kind of its input, and the input.

    Args:
        data: the line.

    Raises:
        RefusedError: the line is none that `reject_line` wrote, or holds a piece of a document.
    """
    from json import loads

    try:
        values = loads(data)
        if values["kind"] == "rejects":
            raise ValueError("its document was one")
        if not values["whole"]:
            what = f"only the first {KEPT:,} bytes were kept; read it from {values['source']}"
            raise RefusedError(Unreadable(values["error"], what, values["stage"]))
        raw = b64decode(values["raw"])
        if not raw and values["stage"] != "clean":  # nothing could be read, and nothing can now
            raise RefusedError(Unreadable(values["error"], values["message"], values["stage"]))
        entry = Entry(
            values["offset"],
            raw,
            name=values["id"],
            url=values.get("url"),
            charset=values.get("charset"),
            media=values.get("media", ""),
            fields=values.get("fields", {}),
            file=values.get("file", ""),
        )
        return entry, values["kind"], values["source"]
    except (ValueError, KeyError, TypeError) as error:
        message = f"this is no line of a file of rejects: {type(error).__name__}: {error}"
        raise RefusedError(Unreadable(NOT_A_REJECT, message, "parse")) from None
