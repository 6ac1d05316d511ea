"""What can go wrong in a run over a corpus: documents that misbehave, and the data they stand in.

`clean` here takes the place of the real one, quick and predictable: it does to a document what the
document's text asks for. As a program, `python corpus_faults.py OUTPUT INPUT ...` is a run with it,
for somebody to kill.
"""

import ctypes
import gzip
import json
import os
import signal
import sys
import time
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from cntextfix.corpus import Limits, run
from cntextfix.document import Block, Document, Kind
from cntextfix.edits import Change, Edit

MISDEEDS = ("raises", "spins", "sleeps", "recurses", "exits", "hungers", "segfaults", "is killed")
"""What a document may do, each a word of its text."""


def clean(data: str | bytes, *, url: str | None = None, encoding: str | None = None) -> Document:
    """Does what the document says; else it turns every 檢 into 检."""
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    for misdeed in MISDEEDS:
        if f"this document {misdeed}" in text:
            _do(misdeed)
    edits = [Edit(at, at + 1, "检") for at, sign in enumerate(text) if sign == "檢"]
    change = Change.of("test", text, edits)
    block = Block(Kind.PARAGRAPH, change.after, 1)
    changes = (change,) if edits else ()
    return Document(url=url, blocks=(block,), repaired=change.after, changes=changes)


def slow(data: str | bytes, *, url: str | None = None, encoding: str | None = None) -> Document:
    """The same, a millisecond later."""
    time.sleep(0.001)
    return clean(data, url=url, encoding=encoding)


def _do(misdeed: str) -> None:
    match misdeed:
        case "raises":
            raise ValueError("no such luck")
        case "spins":
            while True:
                pass
        case "sleeps":
            time.sleep(3600)
        case "recurses":
            _do("recurses")
        case "exits":
            sys.exit("bye")
        case "hungers":
            bytearray(3 << 30)
        case "segfaults":
            ctypes.string_at(0)
        case "is killed":
            os.kill(os.getpid(), signal.SIGKILL)


LIMITS = Limits(seconds=0.5, seconds_per_megabyte=0.1, patience=4, memory=2 << 30)
"""Limits that a misbehaving document runs into soon."""

SOME_TEXT = "最高人民檢察院今天發布通知，元旦放假一天。" * 8


def line(number: int, text: str = SOME_TEXT) -> bytes:
    """A record of JSON."""
    values = {"id": f"d{number}", "text": f"{number} {text}", "n": number * 10**20}
    return json.dumps(values, ensure_ascii=number % 2 == 0).encode()


def jsonl(count: int, changed: dict[int, bytes] | None = None) -> bytes:
    """Lines of JSON, some of them given."""
    lines = ((changed or {}).get(number, None) or line(number) for number in range(count))
    return b"".join(one + b"\n" for one in lines)


def warc_record(kind: str, url: str, block: bytes, media: str = "") -> bytes:
    """A WARC record."""
    media = media or {
        "response": "application/http; msgtype=response",
        "request": "application/http; msgtype=request",
        "conversion": "text/plain",
    }.get(kind, "application/warc-fields")
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2024-01-05T08:30:00Z\r\nWARC-Record-ID: <urn:uuid:{kind}-{url}>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An HTTP response."""
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode() + body


def warc(pages: Iterable[bytes], *, packed: bool = True) -> bytes:
    """A WARC file as a crawler writes it: a header, then request and response of each page."""
    records = [warc_record("warcinfo", "", b"software: test\r\n")]
    for number, page in enumerate(pages):
        url = f"http://example.cn/{number}"
        records.append(warc_record("request", url, b"GET / HTTP/1.1\r\n\r\n"))
        answer = http(page, "Content-Type: text/html; charset=gbk")
        records.append(warc_record("response", url, answer))
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in records)


def main(output: str, *inputs: str) -> NoReturn:
    """A run that takes its time, with small chunks and a journal that is always up to date."""
    for name in ("lines", "warc", "readers"):
        vars(import_module(f"cntextfix.corpus.{name}"))["CHUNK"] = 10_000
    stats = run(inputs, Path(output), jobs=2, clean=slow, every=0.02, limits=LIMITS)
    print(stats)
    sys.exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
