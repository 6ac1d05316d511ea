r"""What a file is by its first bytes, where its name says something else.

>>> from io import BytesIO
>>> packing(BytesIO(b'{"text": "..."}'), "gz"), packing(BytesIO(b"\x1f\x8b\x08\0"), "")
('', 'gz')
>>> other_kind(b"WARC/1.0\r\n", "jsonl")
'begins as a WARC file does; say so with -f warc, or rename it'
"""

import re
from typing import BinaryIO

from cntextfix.corpus.compression import MAGIC, Compression, blocks
from cntextfix.corpus.entries import Kind
from cntextfix.corpus.inputs import Input
from cntextfix.errors import CntextfixError

__all__ = ["check", "other_kind", "packing"]

_SAMPLE = 64  # bytes; a compressed file has control characters among so many
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOM = b"\xef\xbb\xbf"
_WIDE = "is in {0}, and JSON Lines are in UTF-8: iconv -f {0} -t UTF-8 converts it"
_OTHERS: tuple[tuple[tuple[Kind, ...], tuple[bytes, ...], str], ...] = (
    (("jsonl",), (b"WARC/",), "begins as a WARC file does; say so with -f warc, or rename it"),
    (("warc",), (b"{",), "begins as JSON does, no WARC file; say so with -f jsonl, or rename it"),
    (
        ("jsonl", "warc"),
        (b"PAR1",),
        "begins as a Parquet file does; say so with -f parquet, or rename it",
    ),
    (
        ("jsonl",),
        (b"[",),
        "is one array of JSON; JSON Lines have a record a line, as jq -c '.[]' writes them",
    ),
    (
        ("jsonl",),
        (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"{\0\0\0", b"\0\0\0{"),
        _WIDE.format("UTF-32"),
    ),
    (("jsonl",), (b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{"), _WIDE.format("UTF-16")),
)
"""Of which kinds a file is not that begins so, and what is said of it."""


def packing(file: BinaryIO, said: Compression) -> Compression:
    """How a file is compressed.

    What was downloaded is often unpacked on the way and keeps its suffix, or the other way round.

    Args:
        file: opened for reading bytes; it must be able to seek.
        said: what its suffix says.
    """
    file.seek(0)
    head = file.read(_SAMPLE)
    for kind, magic in MAGIC.items():
        if head.startswith(magic):
            return kind
    return "" if head and not _CONTROLS.search(head) else said


def check(one: Input) -> None:
    """Make sure that a file of many documents can be read, and is of the kind it is taken for.

    Args:
        one: the input.

    Raises:
        CntextfixError: it cannot be opened, or is clearly something else.
    """
    path = one.paths[0]
    try:
        with path.open("rb") as file:
            found = blocks(file, packing(file, one.compression))
            head = next((block.data for block in found if block.data.strip()), b"")[:_SAMPLE]
    except OSError as error:
        raise CntextfixError(f"{path}: {error.strerror or error}; check the file") from None
    problem = other_kind(head, one.kind)
    if problem:
        raise CntextfixError(f"{path}: {problem}")


def other_kind(head: bytes, kind: Kind) -> str:
    """What is said of a file that is clearly not of the kind it is taken for; else nothing.

    Args:
        head: the first bytes in it.
        kind: what it is taken for.
    """
    if kind == "parquet":
        is_other = head and not head.startswith(b"PAR1")
        return (
            "cannot be read as Parquet: it does not begin as such a file does" if is_other else ""
        )
    text = head.removeprefix(_BOM).lstrip()
    said = (what for kinds, starts, what in _OTHERS if kind in kinds and text.startswith(starts))
    return next(said, "")
