"""Where the command's results go: a result appears whole or not at all, and never over an input."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO

from cntextfix.arguments import SUFFIXES
from cntextfix.errors import CntextfixError
from cntextfix.files import FileError, Source, problem_of

__all__ = ["is_folder", "make_folder", "output_form", "replacing", "results", "targets"]


def output_form(options: Namespace, sources: Sequence[Source]) -> str:
    """The form of the output, where the options agree on one.

    Args:
        options: of the command line.
        sources: the inputs.

    Raises:
        CntextfixError: they do not agree.
    """
    takes: dict[str, tuple[str, ...]] = {
        "diff": (),
        "check": (),
        "explain": ("json", "jsonl"),
    }
    for mode, forms in takes.items():
        if getattr(options, mode) and options.output:
            raise CntextfixError(f"--{mode} does not go with -o; redirect standard output instead")
        if getattr(options, mode) and options.to not in (None, "text", *forms):
            raise CntextfixError(f"--{mode} does not go with -t {options.to}")
    by_suffix = {suffix: form for form, suffix in SUFFIXES.items()} | {".htm": "html"}
    suffix = Path(options.output or "").suffix.lower()
    if options.to is None and suffix in _OTHER_FORMS:
        raise CntextfixError(
            f"{options.output}: {suffix} is no form that can be written; choose one with -t"
        )
    form: str = options.to or by_suffix.get(suffix, "text")
    if form in _SINGLE and len(sources) > 1 and options.output in (None, "-"):
        what, instead = _SINGLE[form]
        raise CntextfixError(f"several inputs do not make one {what}; use {instead}")
    return form


_SINGLE = {
    "json": ("JSON document", "-t jsonl, or -o with a folder"),
    "html": ("page of HTML", "-o with a folder"),
    "fixed": ("text", "-o with a folder"),
}
"""Forms of which no two can follow one another, each with what it makes and what does take two."""

_OTHER_FORMS = frozenset({".csv", ".doc", ".docx", ".epub", ".gz", ".pdf", ".xml", ".yaml", ".zip"})
"""Suffixes of files that somebody would be surprised to find plain text in."""


def is_folder(options: Namespace, out: Path, sources: Sequence[Source], form: str) -> bool:
    """Whether the output is a folder, with a file for each input.

    Args:
        options: of the command line.
        out: the output.
        sources: the inputs.
        form: of the output.

    Raises:
        FileError: it is a file, and cannot hold them all.
    """
    if options.output.endswith(("/", os.sep)) or out.is_dir():
        return True
    several = len(sources) > 1 or any(Path(name).is_dir() for name in options.inputs)
    if not several or form == "jsonl":
        return False
    if out.suffix.lower() in SUFFIXES.values() or out.exists():
        problem = "several texts do not go into one file; name a folder, or use -t jsonl"
        raise FileError(str(out), problem)
    return True


_REPLACED = frozenset({".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".json", ".jsonl"})
"""Suffixes that say what a file is; that of "report.2024" does not, and stays."""


def targets(
    sources: Sequence[Source], out: Path, *, folder: bool, suffix: str | None
) -> dict[Source, Path]:
    """Where the result of each input goes.

    Args:
        sources: the inputs.
        out: a file for all of them, or a folder.
        folder: whether it is a folder, with one file an input below it.
        suffix: of the files in the folder; ``None`` for that of each input.

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


def _renamed(place: PurePath, suffix: str | None) -> PurePath:
    if suffix is None:
        return place
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
    except FileNotFoundError:  # as in /proc, where nothing can be made
        problem = "no file can be made there; choose another -o"
        raise FileError(str(path), problem) from None
    except OSError as error:
        raise problem_of(error, path) from None


def make_folder(path: Path) -> None:
    """Make a folder that results go to, if it is not there.

    Raises:
        FileError: it cannot be made, or not be written to.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise problem_of(error, path) from None
    if not os.access(path, os.W_OK):
        raise FileError(str(path), "permission denied; check who may write there (ls -ld)")


def _umask() -> int:
    # it can only be read by setting it
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
