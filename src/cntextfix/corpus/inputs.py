"""The inputs of a run: what kind each is, and which files it is.

>>> kind_of(Path("crawl/part-1.jsonl.zst"), "auto")
('jsonl', 'zst')
>>> kind_of(Path("page.html"), "auto")
('files', '')
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from cntextfix.corpus.compression import Compression
from cntextfix.corpus.entries import Kind
from cntextfix.errors import CntextfixError
from cntextfix.magic import files_below

__all__ = ["From", "Input", "below", "find_inputs", "kind_of"]

From = Literal["auto", "text", "html", "jsonl", "parquet", "warc", "wet", "rejects"]
"""What an input is said to be; "auto" goes by its suffix."""

_KINDS: dict[str, Kind] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".warc": "warc",
    ".wet": "warc",
    ".parquet": "parquet",
    ".txt": "files",
    ".html": "files",
    ".htm": "files",
}
_SAID: dict[From, Kind] = {
    "text": "files",
    "html": "files",
    "jsonl": "jsonl",
    "parquet": "parquet",
    "warc": "warc",
    "wet": "warc",
    "rejects": "rejects",
}
_COMPRESSIONS: dict[str, Compression] = {".gz": "gz", ".zst": "zst"}


@dataclass(frozen=True, slots=True)
class Input:
    """One input, which has one output.

    Args:
        name: as the user named it; what the records call it.
        kind: what kind it is.
        paths: the file; or the texts of a folder, sorted.
        place: where its output goes below the output folder, without a suffix.
        compression: how its file is compressed.
        folder: whether it is a folder of texts.
    """

    name: str
    kind: Kind
    paths: tuple[Path, ...]
    place: PurePath
    compression: Compression = ""
    folder: bool = False

    @property
    def size(self) -> int:
        """Bytes on the disk, of the files that are there."""
        return sum(path.stat().st_size for path in self.paths if path.exists())

    @property
    def identity(self) -> str:
        """What tells whether it is the same as in an earlier run."""
        if self.folder:
            return f"{len(self.paths)} files, {self.size} bytes"
        status = self.paths[0].stat()
        return f"{status.st_size} bytes, {status.st_mtime_ns}"


def kind_of(path: Path, said: From) -> tuple[Kind | None, Compression]:
    """What kind of input a file is, and how it is compressed.

    Args:
        path: the file.
        said: what the user says it is.

    Returns:
        The kind; ``None`` for a suffix that says nothing.
    """
    compression: Compression = _COMPRESSIONS.get(path.suffix.lower(), "")
    inner = path.with_suffix("") if compression else path
    return _SAID.get(said) or _KINDS.get(inner.suffix.lower()), compression


def find_inputs(
    arguments: Iterable[str | os.PathLike[str]],
    said: From = "auto",
    *,
    apart_from: Path | None = None,
    shard: tuple[int, int] = (1, 1),
    passed_over: Callable[[Path], None] = lambda _: None,
) -> list[Input]:
    """Every input, in the order named, a folder's sorted.

    Args:
        arguments: files and folders.
        said: what they are.
        apart_from: a folder that is not searched: the one the results go to.
        shard: which part of how many to take: every so-manieth input, and of a folder's texts.
        passed_over: is told of each folder that is not searched for holding an earlier run's
            outputs.

    Raises:
        CntextfixError: one is not there or closed to us, or its suffix says nothing.
    """
    found: dict[str, Input] = {}
    for argument in arguments:
        path = Path(argument)
        try:
            is_folder, is_there = path.is_dir(), path.exists()
        except (OSError, ValueError) as error:  # a folder above it is closed; a NUL in the name
            raise CntextfixError(f"{path}: {getattr(error, 'strerror', error)}") from None
        if is_folder:
            files = files_below(
                path, apart_from=apart_from, passed_over=passed_over, unreadable=_give_up
            )
            some: Iterable[Input] = _in_folder(path, said, files, shard)
        elif is_there:
            some = [_one(path, str(path), PurePath(path.name), said)]
        else:
            raise CntextfixError(f"{path}: no such file or folder; check the name")
        found.update((one.name, one) for one in some)
    number, of = shard
    single = [one for one in found.values() if not one.folder]
    mine = {one.name for one in single[number - 1 :: of]}
    return [one for one in found.values() if one.name in mine or (one.folder and one.paths)]


def _one(path: Path, name: str, place: PurePath, said: From) -> Input:
    kind, compression = kind_of(path, said)
    if kind == "rejects":
        place = place.with_name(f"{_stem(place).name}-retried")
    if kind is None:
        raise CntextfixError(
            f"{name}: its suffix does not say what it is; say it with -f, as -f jsonl"
        )
    return Input(name, kind, (path,), _stem(place), compression)


def _stem(place: PurePath) -> PurePath:
    if place.suffix.lower() in _COMPRESSIONS:
        place = place.with_suffix("")
    return place.with_suffix("") if place.suffix.lower() in _KINDS else place


def _in_folder(
    folder: Path, said: From, files: Iterable[Path], shard: tuple[int, int]
) -> Iterator[Input]:
    """The corpus files of a folder, and its texts together."""
    texts = []
    empty = True
    for path in files:
        kind, _ = kind_of(path, "auto")
        if kind is None or (said != "auto" and _SAID[said] != kind):
            continue
        empty = False
        if kind == "files":
            texts.append(path)
        else:
            yield _one(path, str(path), path.relative_to(folder), said)
    if empty:
        raise CntextfixError(f"{folder}: nothing to read in this folder; name the files themselves")
    if texts:
        number, of = shard
        name = folder.name or folder.resolve().name or "pages"
        place = PurePath(name if of == 1 else f"{name}-{number}-of-{of}")
        yield Input(str(folder), "files", tuple(texts[number - 1 :: of]), place, folder=True)


def _give_up(error: OSError) -> None:
    raise CntextfixError(f"{error.filename}: {error.strerror}") from None


def below(one: Input, path: Path) -> PurePath:
    """The place of a folder's file below it; of any other, its name."""
    return path.relative_to(one.name) if one.folder else PurePath(path.name)
