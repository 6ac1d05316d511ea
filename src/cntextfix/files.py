"""The inputs of the command: what its arguments name, and what went wrong with a file."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from cntextfix.magic import files_below

__all__ = [
    "FileError",
    "Source",
    "find_sources",
    "holds_many",
    "problem_of",
    "read",
]

SUFFIXES = (".txt", ".html", ".htm")
"""What a folder is searched for."""

CORPUS_SUFFIXES = (".jsonl", ".ndjson", ".parquet", ".warc", ".wet", ".gz", ".zst")
"""What files of many documents, or compressed ones, end in."""


class FileError(Exception):
    """A file that cannot be used.

    Args:
        path: the file, as the user named it.
        problem: what is wrong and what to try.
    """

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path}: {problem}")


@dataclass(frozen=True, slots=True)
class Source:
    """One input.

    Args:
        path: the file; ``None`` for standard input.
        place: its path below an output folder, of which the suffix will be replaced.
    """

    path: Path | None
    place: PurePath

    def __str__(self) -> str:
        return "-" if self.path is None else str(self.path)


def find_sources(
    arguments: Iterable[str],
    apart_from: Path | None = None,
    passed_over: Callable[[Path], None] = lambda _: None,
) -> Iterator[Source | FileError]:
    """Every input that the arguments name, each once, a folder's texts sorted.

    Args:
        arguments: files, folders, and ``-`` for standard input.
        apart_from: a folder that is not searched: the one the results go to.
        passed_over: is told of each folder that is not searched for holding an earlier run's
            outputs.
    """
    seen: set[str] = set()
    for argument in _expanded(arguments):
        for one in _named(argument, apart_from, passed_over):
            if isinstance(one, Source):
                identity = "-" if one.path is None else os.path.realpath(one.path)
                if identity in seen:
                    continue
                seen.add(identity)
            yield one


def _expanded(arguments: Iterable[str]) -> Iterator[str]:
    """The arguments; where the shell leaves patterns to the program, the files that match them."""
    from glob import glob  # Path.glob takes no absolute pattern

    for argument in arguments:
        is_pattern = os.name == "nt" and not Path(argument).exists()
        yield from (sorted(glob(argument)) if is_pattern else ()) or [argument]  # noqa: PTH207


def _named(
    argument: str, apart_from: Path | None, passed_over: Callable[[Path], None]
) -> Iterator[Source | FileError]:
    if argument == "-":
        yield Source(None, PurePath("stdin"))
        return
    path = Path(argument)
    if not _is_folder(path):
        yield Source(path, PurePath(path.name))
        return
    empty = True
    for one in _texts(path, apart_from, passed_over):
        empty = False
        yield one
    if empty:
        wanted = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        yield FileError(argument, f"no {wanted} in this folder; name the files themselves")


def holds_many(path: Path) -> bool:
    """Whether a file is one of many documents, or a folder has such a file in it.

    Args:
        path: the file or folder.
    """
    if not _is_folder(path):
        return path.name.lower().endswith(CORPUS_SUFFIXES)
    names = (one.name.lower() for one in files_below(path))
    return any(name.endswith(CORPUS_SUFFIXES[:5]) or _is_packed(name) for name in names)


def _is_packed(name: str) -> bool:
    """Whether it is the name of a compressed text or file of documents."""
    inner, dot, last = name.rpartition(".")
    return f"{dot}{last}" in (".gz", ".zst") and inner.endswith(SUFFIXES + CORPUS_SUFFIXES[:5])


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above it is closed to us; reading it will say so
        return False


def _texts(
    folder: Path, apart_from: Path | None, passed_over: Callable[[Path], None]
) -> Iterator[Source | FileError]:
    unreadable: list[OSError] = []
    for path in files_below(
        folder, apart_from=apart_from, passed_over=passed_over, unreadable=unreadable.append
    ):
        while unreadable:
            yield problem_of(unreadable.pop())
        if path.name.lower().endswith(SUFFIXES):
            yield Source(path, path.relative_to(folder))
    while unreadable:
        yield problem_of(unreadable.pop())


def read(source: Source) -> bytes:
    """The bytes of an input.

    Raises:
        FileError: they cannot be read.
    """
    if source.path is None:
        if sys.stdin is None:
            raise FileError("-", "standard input is closed; name a file")
        return sys.stdin.buffer.read()
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise problem_of(error, source.path) from None
    except ValueError as error:  # a NUL in the name
        raise FileError(str(source), f"{error}; check the name") from None


def problem_of(error: OSError, path: Path | None = None) -> FileError:
    """What the system said, and what to try.

    Args:
        error: what it said.
        path: of which file; without it, the one the error names.
    """
    name = str(path if path is not None else error.filename)
    match error:
        case FileNotFoundError() if path is not None:
            return FileError(name, f"no such file or folder{_near(path)}")
        case FileExistsError() | NotADirectoryError() if path is not None:
            return FileError(name, f"{_in_the_way(path)} is a file, no folder; choose another -o")
        case PermissionError():
            return FileError(name, "permission denied; check who may read or write it (ls -l)")
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return FileError(name, f"{error.strerror}; make room, and run the command again")
        case _:
            return FileError(name, f"{error.strerror or error}; check the path")


def _in_the_way(path: Path) -> Path:
    """The file that stands where a folder would have to be."""
    return next((one for one in (path, *path.parents) if one.is_file()), path)


def _near(path: Path) -> str:
    """The file beside a missing one whose name is most like it."""
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"; there is no folder {path.parent}"
    near = get_close_matches(path.name, names, n=1)
    return f"; did you mean {path.parent / near[0]}?" if near else "; check the name"
