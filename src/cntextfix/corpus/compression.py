r"""Compressed files as blocks of bytes: what is damaged is said, and reading goes on behind it.

The readers of the standard library and of most packages stop at the first bad byte, some of them
without a word. Here a file is a row of members (gzip) or frames (Zstandard), each decompressed on
its own; after damage the next one is looked for.

>>> from io import BytesIO
>>> whole = compress(b"one", "gz") + compress(b"two", "gz")
>>> [block.data for block in blocks(BytesIO(whole), "gz") if block.data]
[b'one', b'two']
>>> list(blocks(BytesIO(whole[:-9]), "gz"))[-1].problem.error
'Truncated'
"""

import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO, Literal

from cntextfix.corpus.chunk import Unreadable
from cntextfix.errors import CntextfixError

__all__ = ["MAGIC", "Block", "Compression", "blocks", "compress", "needs"]

Compression = Literal["", "gz", "zst"]

MAGIC: dict[Compression, bytes] = {"gz": b"\x1f\x8b\x08", "zst": b"\x28\xb5\x2f\xfd"}
"""What a member of each begins with."""

_READ = 1 << 16  # bytes read at a time from a compressed file
_BLOCK = 1 << 20  # bytes that a block holds at most
_PIECE = 1 << 16  # the same of a compressed file
_KEPT = 1 << 20  # bytes of a member that are searched again when it turns out to be damaged
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3  # 105 MB/s; level 1 writes twice as fast and a tenth more
_WIDEST_WINDOW = 31  # as "zstd --long=31" writes


@dataclass(frozen=True, slots=True)
class Block:
    """Some bytes of a file, decompressed; or a place where bytes were lost.

    Args:
        data: the bytes.
        end: how far reading has come in the file.
        start: where in the file a member begins whose first bytes these are, or which is the
            damaged one; ``None`` in the middle of one. In a file without compression, every block
            begins one.
        problem: what was lost, right here.
    """

    data: bytes
    end: int
    start: int | None = None
    problem: Unreadable | None = None


def blocks(file: BinaryIO, compression: Compression, start: int = 0) -> Iterator[Block]:
    """The bytes of a file.

    Args:
        file: opened for reading bytes; it must be able to seek.
        compression: how it is compressed.
        start: where to begin: the start of a member, or any byte of a file without compression.
    """
    file.seek(start)
    match compression:
        case "":
            while data := file.read(_BLOCK):
                yield Block(data, start + len(data), start)
                start += len(data)
        case "gz":
            yield from _members(file, start, _Gzip, MAGIC["gz"])
        case "zst":
            yield from _members(file, start, _zstd_decoder(), MAGIC["zst"])


def compress(data: bytes, compression: Compression) -> bytes:
    """One whole member or frame; a file may consist of any number of them.

    Args:
        data: the bytes.
        compression: how to compress them; Zstandard with a checksum.
    """
    match compression:
        case "gz":
            packer = zlib.compressobj(_GZIP_LEVEL, wbits=31)
            return packer.compress(data) + packer.flush()
        case "zst":
            zstd = _zstd()
            parameter = zstd.CompressionParameter
            options = {parameter.compression_level: _ZSTD_LEVEL, parameter.checksum_flag: 1}
            packed: bytes = zstd.compress(data, options=options)
            return packed
        case _:
            return data


def needs(compression: Compression, problem: str, *else_try: str) -> None:
    """Make sure that this Python can read and write such files.

    Args:
        compression: how they are compressed.
        problem: what cannot be done without.
        else_try: what to do instead of installing it.

    Raises:
        CntextfixError: a package is missing; the message names it.
    """
    if compression == "zst":
        try:
            _zstd()
        except CntextfixError as error:
            raise CntextfixError("; ".join((f"{problem}: {error}", *else_try))) from None


@cache
def _zstd() -> Any:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # Python 3.14

        return zstd
    except ImportError:
        pass
    try:
        from backports import zstd

        return zstd
    except ImportError:
        raise CntextfixError(
            "Zstandard is missing; it comes with pip install 'cntextfix[corpus]', or Python 3.14"
        ) from None


class _Gzip:
    """A gzip member, with the interface of Zstandard's decompressor."""

    def __init__(self) -> None:
        self._decoder = zlib.decompressobj(wbits=31)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._decoder.decompress(self._decoder.unconsumed_tail + data, max_length)

    @property
    def needs_input(self) -> bool:
        return not self._decoder.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data


def _zstd_decoder() -> Callable[[], Any]:
    zstd = _zstd()
    options = {zstd.DecompressionParameter.window_log_max: _WIDEST_WINDOW}
    return lambda: zstd.ZstdDecompressor(options=options)


def _members(
    file: BinaryIO, start: int, decoder: Callable[[], Any], magic: bytes
) -> Iterator[Block]:
    """Every member that can be read, and between them what cannot."""
    data = b""  # read, and not yet part of a member
    while True:
        data = data or file.read(_READ)
        if not data:
            return
        if not data.strip(b"\0"):  # tapes and some archivers fill up with zeros
            start, data = start + len(data), b""
            continue
        held, rest, error = yield from _member(file, start, decoder, data)
        if error is None:
            start, data = file.tell() - len(rest), rest
            continue
        lost = start
        start, data = _next_member(file, start, held, decoder, magic)
        what = "nothing follows" if not data else f"reading goes on at byte {start}"
        message = f"{error} in what begins at byte {lost}; {what}"
        name = "Truncated" if error == _CUT else "Damaged"
        yield Block(b"", start, lost, Unreadable(name, message))
        if not data:
            return


_CUT = "the file ends in the middle"


def _member(
    file: BinaryIO, start: int, new_decoder: Callable[[], Any], data: bytes
) -> Generator[Block, None, tuple[bytes, bytes, str | None]]:
    """The blocks of one member; gives back its last bytes read, those behind it, and any error."""
    decoder, held, first = new_decoder(), data, True
    given, last = 0, start  # bytes of output; where the bytes begin that were read last
    while True:
        try:
            out = decoder.decompress(data, _PIECE)
        except Exception as error:  # zlib.error, ZstdError: no common parent
            for more in _before_damage(file, start, last, given, new_decoder()):
                yield Block(more, file.tell(), start if first else None)
                first = False
            return held, b"", str(error).partition("; ")[0] or type(error).__name__
        given += len(out)
        if out or first:
            yield Block(out, file.tell(), start if first else None)
            first = False
        if decoder.eof:
            return held, decoder.unused_data, None
        data = b""
        if decoder.needs_input:
            last = file.tell()
            data = file.read(_READ)
            if not data and not out:  # zlib may hold back bytes of output that reached the limit
                return held, b"", _CUT
            held = (held + data)[-_KEPT:]


def _before_damage(
    file: BinaryIO, start: int, last: int, given: int, decoder: Any
) -> Iterator[bytes]:
    """What a damaged member holds before its damage, beyond what it has given.

    A decoder that fails takes with it what it had made of the same input. So the member is read
    again, and its last piece byte by byte.

    Args:
        file: the file; it is left where it was.
        start: where the member begins.
        last: where the piece begins that the decoder failed at.
        given: bytes of the member's output that are known already.
        decoder: a new one.
    """
    end, found = file.tell(), bytearray()
    file.seek(start)
    with suppress(Exception):  # the damage
        while (at := file.tell()) < end:
            data = file.read(min(_READ, last - at) if at < last else 1)
            while data or not decoder.needs_input:
                out, data = decoder.decompress(data, _PIECE), b""
                found += memoryview(out)[given:]
                given = max(0, given - len(out))
            if len(found) >= _PIECE:
                yield bytes(found)
                found.clear()
    file.seek(end)
    if found:
        yield bytes(found)


def _next_member(
    file: BinaryIO, start: int, held: bytes, decoder: Callable[[], Any], magic: bytes
) -> tuple[int, bytes]:
    """Where behind damage the next member begins, and the bytes from there; none at the end."""
    base = file.tell() - len(held)
    after = 1 if base == start else 0
    while True:
        found = held.find(magic, after)
        if found < 0:
            more = file.read(_READ)
            if not more:
                return file.tell(), b""
            tail = len(magic) - 1
            base, held, after = base + len(held) - tail, held[-tail:] + more, 0
        elif _begins(held[found:], decoder()):
            return base + found, held[found:]
        else:
            after = found + 1


def _begins(data: bytes, decoder: Any) -> bool:
    """Whether a member begins with these bytes, which look like its first ones."""
    try:
        decoder.decompress(data[:4096], 4096)
    except Exception:
        return False
    return True
