r"""A line of JSON: its text is read, and replaced where it stands.

Nothing else of the line is written anew. So the other fields keep their bytes, whatever they hold:
integers of any size, ``NaN``, ``1.0e5``, lone surrogates, the same key twice.

>>> line = parse(b'{"n": 12345678901234567890, "text": "\\u4e00"}', ("text",))
>>> line.text, line.with_text(b'"\xe4\xba\x8c"', b'{}')
('一', b'{"n": 12345678901234567890, "text": "\xe4\xba\x8c","cntextfix":{}}')
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from json.decoder import scanstring  # type: ignore[attr-defined]  # as JSONDecoder itself uses it
from typing import Any, NamedTuple

from cntextfix.corpus.chunk import NoDocumentError, RefusedError, Unreadable
from cntextfix.corpus.record import OWN, encode, fast_json
from cntextfix.decode import decode

__all__ = ["TEXT_FIELDS", "Line", "parse"]

TEXT_FIELDS = ("text", "html", "content")
"""Where the text is looked for, the first of these that a record has."""

_MARKUP = "html"  # renamed: what is written there is no markup any more
_BLANK = re.compile(r"[ \t\n\r]*")
_COLON = re.compile(rb"[ \t\n\r]*:[ \t\n\r]*")
_OWN = encode(OWN)
_BACKSLASH = ord("\\")


class Line(NamedTuple):
    """A line of JSON with its text.

    Args:
        data: the line as UTF-8, without what stands behind its last brace.
        text: the text.
        spans: pieces of the line to replace, in order: the name of the text's field, if it is
            renamed; its value; and what an earlier run found, if the line has that. Each with what
            it is: "name", "text" or "own".
        url: the record's.
        name: the record's "id".
    """

    data: bytes
    text: str
    spans: tuple[tuple[int, int, str], ...]
    url: str | None
    name: str | None

    @property
    def raw_text(self) -> bytes:
        """The text as the line has it, a JSON string."""
        start, end = next((start, end) for start, end, what in self.spans if what == "text")
        return self.data[start:end]

    def without_text(self) -> bytes:
        """The line with ``null`` for its text."""
        start, end = next((start, end) for start, end, what in self.spans if what == "text")
        return self.data[:start] + b"null" + self.data[end:]

    def with_text(self, text: bytes, own: bytes) -> bytes:
        """The line with another text.

        Args:
            text: the text, as JSON.
            own: the object to add under the key "cntextfix". One that is there already moves into
                the new one, under "previous".
        """
        pieces, done, placed = [], 0, False
        for start, end, what in self.spans:
            pieces.append(self.data[done:start])
            if what == "own":
                comma = b"," if len(own) > len(b"{}") else b""
                pieces += (own[:-1], comma, b'"previous":', self.data[start:end], b"}")
                placed = True
            else:
                pieces.append(text if what == "text" else b'"text"')
            done = end
        if placed:
            pieces.append(self.data[done:])
        else:
            pieces.append(self.data[done:-1] + b"," + _OWN + b":" + own + b"}")
        return b"".join(pieces)


def parse(data: bytes, names: Sequence[str] = TEXT_FIELDS) -> Line:
    """Read a line.

    Args:
        data: the line; bytes that are no UTF-8 are read as a damaged text is.
        names: the fields that may hold the text; the first that is there is taken.

    Raises:
        NoDocumentError: its text is ``null``, and it has no other.
        RefusedError: the line is no JSON object, or has no text.
    """
    return _fast(data, names) or _thorough(data, names)


def _fast(data: bytes, names: Sequence[str]) -> Line | None:  # noqa: PLR0911
    """The line if it is plain: UTF-8, and no doubt where its text stands.

    Before its text there is no object in it, and no field's name that is hidden by an escape; and
    nowhere else is there a field of the same name. Then the first time that the name is there, it
    is the field's. So most lines need one look at what is not text, and none at what is.
    """
    orjson = fast_json()
    try:
        record = orjson.loads(data) if orjson else None
    except ValueError:
        return None
    if type(record) is not dict:
        return None
    name = next((name for name in names if name in record), None)
    number = record.get("id")
    # orjson reads an integer beyond 64 bits as a float; the other way keeps it
    if name is None or name == _MARKUP or type(record[name]) is not str or type(number) is float:
        return None
    key = _key(name)
    at = data.find(key)
    colon = _COLON.match(data, at + len(key)) if at > 0 else None
    if colon is None or data[colon.end() : colon.end() + 1] != b'"':
        return None
    start, end = colon.end(), _string_end(data, colon.end())
    before, behind = data[:at], data[end:]
    if before.count(b"{") > 1 or key in behind:
        return None
    if b"\\u" in before or b"\\u" in behind or _OWN in before or _OWN in behind:
        return None
    url = _text_or_none(record.get("url"))
    return Line(data.rstrip(), record[name], ((start, end, "text"),), url, _name(number))


@cache
def _key(name: str) -> bytes:
    """A field's name as orjson writes it."""
    written: bytes = fast_json().dumps(name)
    return written


def _string_end(data: bytes, start: int) -> int:
    """Where the JSON string ends that begins with the quote at `start`."""
    end = data.index(b'"', start + 1)
    while data[end - 1] == _BACKSLASH:
        first = end - 1
        while data[first - 1] == _BACKSLASH:
            first -= 1
        if (end - first) % 2 == 0:  # they escape one another, not the quote
            break
        end = data.index(b'"', end + 1)
    return end + 1


def _thorough(data: bytes, names: Sequence[str]) -> Line:
    """Any line that can be read at all, member by member."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = decode(data).text
    try:
        members, end = _members(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise _refused(f"this is no JSON object: {error}") from None
    text = text.removeprefix("\ufeff")[:end]
    last = {name: (at, start, end, value) for name, at, start, end, value in members}
    name = next((name for name in names if name in last), None)
    if name is None:
        there = ", ".join(list(last)[:12]) or "none"
        wanted = " or ".join(repr(name) for name in names)
        raise _refused(f"no field {wanted}; there are: {there}; see --text-field")
    at, start, stop, value = last[name]
    if value is None and all(last[other][3] is None for other in names if other in last):
        raise NoDocumentError("null")
    if text[start] != '"':
        raise _refused(f"the field {name!r} holds no text but {text[start:stop][:40]}")
    spans = [(start, stop, "text")]
    if name == _MARKUP and "text" not in last:
        spans.append((*at, "name"))
    if OWN in last:
        spans.append((*last[OWN][1:3], "own"))
    encoded, in_bytes = _encoded(text, sorted(spans))
    number = last["id"][3] if "id" in last else None
    url = last["url"][3] if "url" in last and text[last["url"][1]] == '"' else None
    return Line(encoded, value, in_bytes, _text_or_none(url), _name(number))


def _members(text: str) -> tuple[list[tuple[str, tuple[int, int], int, int, Any]], int]:
    """Name, its span, span of the value, and value of each member of an object; and its end."""
    decoder = _decoder()
    at = _after_blanks(text, 0)
    if text[at : at + 1] != "{":
        raise ValueError("it begins with no brace")
    members: list[tuple[str, tuple[int, int], int, int, Any]] = []
    at = _after_blanks(text, at + 1)
    while text[at : at + 1] != "}" or members:
        if text[at : at + 1] != '"':
            raise ValueError(f"a name is missing at character {at}")
        name, end = scanstring(text, at + 1)
        colon = _after_blanks(text, end)
        if text[colon : colon + 1] != ":":
            raise ValueError(f"a colon is missing at character {colon}")
        start = _after_blanks(text, colon + 1)
        value, stop = decoder.raw_decode(text, start)
        members.append((name, (at, end), start, stop, value))
        at = _after_blanks(text, stop)
        if text[at : at + 1] != ",":
            break
        at = _after_blanks(text, at + 1)
    if text[at : at + 1] != "}" or _after_blanks(text, at + 1) < len(text):
        raise ValueError(f"it does not end at character {at}")
    return members, at + 1


@cache
def _decoder() -> json.JSONDecoder:
    # a number is kept as it is written, for an id may be one; Python refuses long ones
    return json.JSONDecoder(parse_int=str, parse_float=str)


def _after_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _encoded(
    text: str, spans: Sequence[tuple[int, int, str]]
) -> tuple[bytes, tuple[tuple[int, int, str], ...]]:
    """The text as UTF-8, and where the spans are in it."""
    pieces: list[bytes] = []
    places, done, size = [], 0, 0
    for start, end, what in spans:
        before, inside = text[done:start].encode(), text[start:end].encode()
        size += len(before)
        places.append((size, size + len(inside), what))
        size += len(inside)
        pieces += (before, inside)
        done = end
    return b"".join((*pieces, text[done:].encode())), tuple(places)


def _refused(message: str) -> RefusedError:
    return RefusedError(Unreadable("NotADocument", message, "parse"))


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """A record's identity as text."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value)
