"""The files of the command: what its arguments name, and where its results go.

Inputs are never written to, and a result appears whole or not at all.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

__all__ = ["FileError", "Source", "find_sources", "read", "results", "targets"]

SUFFIXES = (".txt",)
"""What a folder is searched for."""

_REPLACED = frozenset({".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".json", ".jsonl"})
"""Suffixes that say what a file is; that of "report.2024" does not, and stays."""


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
    arguments: Iterable[str], apart_from: Path | None = None
) -> Iterator[Source | FileError]:
    """Every input that the arguments name, each once, a folder's texts sorted.

    Args:
        arguments: files, folders, and ``-`` for standard input.
        apart_from: a folder that is not searched: the one the results go to.
    """
    seen: set[str] = set()
    for argument in _expanded(arguments):
        for one in _named(argument, apart_from):
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


def _named(argument: str, apart_from: Path | None) -> Iterator[Source | FileError]:
    if argument == "-":
        yield Source(None, PurePath("stdin"))
        return
    path = Path(argument)
    if not _is_folder(path):
        yield Source(path, PurePath(path.name))
        return
    empty = True
    for one in _texts(path, apart_from):
        empty = False
        yield one
    if empty:
        wanted = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        yield FileError(argument, f"no {wanted} in this folder; name the files themselves")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above it is closed to us; reading it will say so
        return False


def _texts(folder: Path, apart_from: Path | None) -> Iterator[Source | FileError]:
    skipped = None if apart_from is None else os.path.realpath(apart_from)
    unreadable: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        while unreadable:
            yield _problem(unreadable.pop())
        # os.walk goes on in what is left of this list, in its order
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and os.path.realpath(Path(parent, name)) != skipped
        )
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                path = Path(parent, name)
                yield Source(path, path.relative_to(folder))
    while unreadable:
        yield _problem(unreadable.pop())


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
        raise _problem(error, source.path) from None
    except ValueError as error:  # a NUL in the name
        raise FileError(str(source), f"{error}; check the name") from None


def targets(
    sources: Sequence[Source], out: Path, *, folder: bool, suffix: str
) -> dict[Source, Path]:
    """Where the result of each input goes.

    Args:
        sources: the inputs.
        out: a file for all of them, or a folder.
        folder: whether it is a folder, with one file an input below it.
        suffix: of the files in the folder.

    Raises:
        FileError: a result would overwrite an input, or another result.
    """
    places = dict.fromkeys(sources, out)
    if folder:
        places = {source: out / _renamed(source.place, suffix) for source in sources}
        takers: dict[Path, Source] = {}
        for source, path in places.items():
            other = takers.setdefault(path, source)
            if other is not source:
                problem = f"both {other} and {source} would be written here; run them one by one"
                raise FileError(str(path), problem)
    inputs = {_identity(source.path) for source in sources if source.path is not None}
    for path in places.values():
        if _identity(path) in inputs:
            raise FileError(str(path), "is an input and is never overwritten; choose another -o")
    return places


def _renamed(place: PurePath, suffix: str) -> PurePath:
    if place.suffix.lower() in _REPLACED:
        return place.with_suffix(suffix)
    return place.with_name(place.name + suffix)


def _identity(path: Path) -> object:
    """What two names of one file share, be they links or spelled differently."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return path.absolute()
    return (status.st_dev, status.st_ino)


@contextmanager
def results(places: Mapping[Source, Path]) -> Iterator[Callable[[Source, bytes], None]]:
    """A function that writes the result of an input to its place.

    Args:
        places: where each result goes; those that share a file follow one another in it.

    Raises:
        FileError: a result cannot be written.
    """
    shared = len(set(places.values())) < len(places)
    with ExitStack() as stack:
        files: dict[Path, BinaryIO] = {}

        def write(source: Source, data: bytes) -> None:
            path = places[source]
            if not shared:
                with replacing(path) as file:
                    file.write(data)
                return
            if path not in files:
                files[path] = stack.enter_context(replacing(path))
            files[path].write(data)

        yield write


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes its name only when all is written.

    Args:
        path: the file; what it holds is replaced, through a symbolic link too.

    Raises:
        FileError: it cannot be written.
    """
    import tempfile

    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as device:  # a device or a pipe takes bytes, not a new name
                yield device
            return
        real = path.resolve()
        real.parent.mkdir(parents=True, exist_ok=True)
        mode = real.stat().st_mode & 0o7777 if real.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=".cntextfix-", dir=real.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            temporary.chmod(mode)
            temporary.replace(real)
        except BaseException:
            temporary.unlink()
            raise
    except OSError as error:
        raise _problem(error, path) from None


def _umask() -> int:
    # it can only be read by setting it
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _problem(error: OSError, path: Path | None = None) -> FileError:
    """What the system said, and what to try."""
    name = str(path if path is not None else error.filename)
    match error:
        case FileNotFoundError() if path is not None:
            return FileError(name, f"no such file or folder{_near(path)}")
        case PermissionError():
            return FileError(name, "permission denied; check who may read or write it (ls -l)")
        case _:
            return FileError(name, f"{error.strerror or error}; check the path")


def _near(path: Path) -> str:
    """The file beside a missing one whose name is most like it."""
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"; there is no folder {path.parent}"
    near = get_close_matches(path.name, names, n=1)
    return f"; did you mean {path.parent / near[0]}?" if near else "; check the name"
