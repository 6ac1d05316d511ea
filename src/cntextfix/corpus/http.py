r"""The page inside an HTTP response, as WARC files keep it.

>>> answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n<p>\xd6\xd0"
>>> payload(answer, 99)
Page(data=b'<p>\xd6\xd0', charset='gbk')
"""

import re
import zlib
from typing import NamedTuple

from cntextfix.corpus.chunk import NoDocumentError, RefusedError, Unreadable
from cntextfix.corpus.compression import MAGIC
from cntextfix.corpus.lines import too_long

__all__ = ["Page", "is_text", "payload"]

_END = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class Page(NamedTuple):
    """What a server sent.

    Args:
        data: its bytes, as they were before the server packed them.
        charset: what the server said they are in.
    """

    data: bytes
    charset: str | None


def payload(response: bytes, longest: int) -> Page:
    """The page that a server sent.

    Args:
        response: status line, headers and body.
        longest: bytes that it may have when it is unpacked.

    Raises:
        NoDocumentError: it is an error page, a redirect, or no text.
        RefusedError: it cannot be unpacked.
    """
    status = _STATUS.match(response)
    if status is None:  # some crawlers keep the body alone
        return Page(response, None)
    if status[1] not in (b"200", b"203", b"206"):
        raise NoDocumentError("http status")
    split = _END.search(response)
    head, body = (response[: split.start()], response[split.end() :]) if split else (response, b"")
    headers = {name.lower(): value.decode("latin-1") for name, value in _HEADER.findall(head)}
    media = headers.get(b"content-type", "")
    if not is_text(media):
        raise NoDocumentError("not text")
    if "chunked" in headers.get(b"transfer-encoding", "").lower():
        body = _joined(body)
    for coding in reversed(headers.get(b"content-encoding", "").lower().split(",")):
        body = _unpacked(body, coding.strip(), longest)
    charset = _CHARSET.search(media)
    return Page(body, charset[1] if charset else None)


def is_text(media: str) -> bool:
    """Whether a media type promises text; none at all may be anything.

    >>> is_text("text/html; charset=gbk"), is_text("image/png"), is_text("")
    (True, False, True)
    """
    kind = media.partition(";")[0].strip().lower()
    return (
        not kind
        or kind.startswith("text/")
        or kind.endswith(("+xml", "/xml"))
        or kind in ("application/octet-stream", "unknown/unknown")
    ) and kind not in ("text/css", "text/javascript", "image/svg+xml", "text/csv")


def _joined(body: bytes) -> bytes:
    """A body that was sent in chunks; as it is, where the crawler has joined it already."""
    pieces, at = [], 0
    while size := _CHUNK.match(body, at):
        start, length = size.end(), int(size[1], 16)
        pieces.append(body[start : start + length])
        if not length or start + length > len(body):
            return b"".join(pieces)
        at = start + length
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    # what follows a whole chunk and is no chunk was cut off in transit, or never was one
    return b"".join(pieces) if at >= len(body) and pieces else body


def _unpacked(body: bytes, coding: str, longest: int) -> bytes:
    if coding in ("", "identity", "utf-8", "none"):
        return body
    if coding in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b"):
        return body  # the crawler has unpacked it and kept the header
    if coding in ("gzip", "x-gzip", "deflate"):
        try:
            out = _inflated(body, longest)
        except zlib.error as error:
            if coding == "deflate" and body[:64].lstrip().startswith(b"<"):
                return body
            raise _refused("Damaged", f"{coding} inside the HTTP response: {error}") from None
        if len(out) > longest:
            raise RefusedError(too_long(len(out), longest))
        return out
    if body[:64].lstrip().startswith(b"<"):
        return body
    raise _refused("UnknownCoding", f"the HTTP response is packed as {coding!r}")


def _inflated(body: bytes, longest: int) -> bytes:
    """What was packed; of a body that was cut off, what is there."""
    decoder = zlib.decompressobj(wbits=47)  # zlib or gzip
    try:
        out = decoder.decompress(body, longest + 1)
    except zlib.error:
        return zlib.decompressobj(wbits=-15).decompress(body, longest + 1)  # neither's header
    while decoder.unused_data.startswith(MAGIC["gz"]) and len(out) <= longest:
        body, decoder = decoder.unused_data, zlib.decompressobj(wbits=31)
        out += decoder.decompress(body, longest + 1 - len(out))
    return out


def _refused(error: str, message: str) -> RefusedError:
    return RefusedError(Unreadable(error, message))
