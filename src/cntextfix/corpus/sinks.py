"""Where the output of an input goes: written beside its place, named when it is whole.

A file is written as ``name.part`` and renamed at its end, so that whoever reads the folder never
meets a piece under a final name.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cntextfix.corpus.compression import compress
from cntextfix.corpus.forms import COMPRESSIONS, PAGES, Form
from cntextfix.errors import CntextfixError

__all__ = ["Appended", "FilesBelow", "Sink", "open_sink", "part_of", "publish", "save"]


class Sink(ABC):
    """The output of one input."""

    @abstractmethod
    def put(self, output: bytes | tuple[tuple[str, bytes], ...]) -> int:
        """Write what a worker made of a chunk; how many bytes that took."""

    @abstractmethod
    def sync(self) -> int:
        """Make sure that all of it is on the disk; the length of what can be cut off."""

    @abstractmethod
    def finish(self) -> int:
        """Write what belongs at the end, and close; the whole length. No name is given yet."""

    @abstractmethod
    def publish(self) -> None:
        """Give the output its name; once more does no harm."""

    @abstractmethod
    def close(self) -> None:
        """Leave it as it is."""


def open_sink(
    path: Path,
    form: Form,
    length: int,
    *,
    original: bool,
    like: Path | None = None,
    names: Sequence[str] = (),
) -> Sink:
    """The sink for a form.

    Args:
        path: the output: a file, or for texts a folder.
        form: of the output.
        length: bytes of it that are known to be good; what is behind them is cut off.
        original: whether the text as it was is kept.
        like: the Parquet file that it is made of, if it is made of one.
        names: columns that may hold the text.
    """
    if form in PAGES:
        return FilesBelow(path)
    if form == "parquet":
        from cntextfix.corpus.rows import ParquetFile

        return ParquetFile(path, length, original=original, like=like, names=names)
    # some programs take a file of no bytes for a damaged one
    return Appended(path, length, empty=compress(b"", COMPRESSIONS[form]))


class Appended(Sink):
    """A file that grows by whole members or lines.

    Args:
        path: its final name.
        length: bytes of it that are known to be good.
        empty: what a file without a document holds.
    """

    def __init__(self, path: Path, length: int = 0, empty: bytes = b"") -> None:
        self.path = path
        self.part = part_of(path)
        self._empty = empty
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = self.part.open("ab")
        if self._file.tell() < length:
            self._file.close()
            raise CntextfixError(
                f"{path}: an earlier run wrote more than is there now; empty {path.parent} and "
                "begin again"
            )
        self._file.truncate(length)
        self.length = length

    def put(self, output: bytes | tuple[tuple[str, bytes], ...]) -> int:
        """Append bytes."""
        assert isinstance(output, bytes)
        self._file.write(output)
        self.length += len(output)
        return len(output)

    def sync(self) -> int:
        """Make sure that all of it is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self.length

    def finish(self) -> int:
        """Close it."""
        if not self.length:
            self.put(self._empty)
        self.sync()
        self._file.close()
        return self.length

    def publish(self) -> None:
        """Rename it."""
        publish(self.path)

    def publish_if_any(self) -> None:
        """Close it, and give it its name unless it is empty: then it goes."""
        self.sync()
        self._file.close()
        if self.length:
            self.publish()
        else:
            self.part.unlink()

    def close(self) -> None:
        """Close it without a word: it may be a full disk that ended the run."""
        with suppress(OSError):
            self._file.close()


class FilesBelow(Sink):
    """A folder with a file for each document; writing one again gives the same file.

    Args:
        folder: the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fresh: list[Path] = []
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, output: bytes | tuple[tuple[str, bytes], ...]) -> int:
        """Write files."""
        assert isinstance(output, tuple)
        for name, data in output:
            path = self.folder / name
            part = part_of(path)
            try:
                part.write_bytes(data)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(data)
            part.replace(path)
            self._fresh.append(path)
        return sum(len(data) for _, data in output)

    def sync(self) -> int:
        """Make sure that the files are on the disk."""
        for path in self._fresh:
            with path.open("rb") as file:
                os.fsync(file.fileno())
        for folder in sorted({path.parent for path in self._fresh}):
            sync_folder(folder)
        self._fresh.clear()
        return 0

    def finish(self) -> int:
        """Nothing belongs at the end."""
        return self.sync()

    def publish(self) -> None:
        """Every file has its name."""

    def close(self) -> None:
        """Nothing is open."""


def part_of(path: Path) -> Path:
    """The name of a file until it is whole."""
    return path.with_name(f"{path.name}.part")


def publish(path: Path) -> None:
    """Give a file that is whole its name; once more does no harm."""
    if part_of(path).exists():
        part_of(path).replace(path)
        sync_folder(path.parent)


def save(path: Path, data: bytes) -> None:
    """Write a small file, whole or not at all."""
    part = part_of(path)
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    if os.name == "nt":  # it cannot be opened there, and need not be
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
