"""Tables that took a while to work out, kept in a file of the user's cache folder.

The file is plain text, named by a hash of all that went into the tables, so it never is out of
date; it begins with a hash of its own content, so a damaged one is noticed. Where the folder
cannot be written, or is switched off, the tables are worked out again each time.

Environment: ``CNTEXTFIX_CACHE`` names the folder; set but empty, nothing is kept.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from cntextfix.lexicon.matcher import Stage, Tables

__all__ = ["cached", "folder"]


def cached(name: str, made_from: bytes, make: Callable[[], Tables]) -> Tables:
    """The tables from the cache, or made now and kept there.

    Args:
        name: what to call the file.
        made_from: everything the tables depend on.
        make: works them out.
    """
    place = folder()
    if place is None:
        return make()
    file = place / f"{name}-{blake2b(made_from, digest_size=12).hexdigest()}.txt"
    with suppress(OSError, ValueError):
        return _parsed(file.read_bytes())
    tables = make()
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        _write(file, _bytes(tables))
    return tables


def folder() -> Path | None:
    """The folder of this package in the user's cache, or ``None`` where nothing is kept."""
    chosen = os.environ.get("CNTEXTFIX_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    with suppress(RuntimeError):  # no home
        if sys.platform == "win32":
            return Path(
                os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local", "cntextfix"
            )
        if sys.platform == "darwin":
            return Path.home() / "Library/Caches/cntextfix"
        # https://specifications.freedesktop.org/basedir-spec/0.8/: a relative path is no path
        chosen = os.environ.get("XDG_CACHE_HOME", "")
        return Path(chosen if chosen.startswith("/") else Path.home() / ".cache") / "cntextfix"
    return None


def _bytes(tables: Tables) -> bytes:
    """The tables as text: columns parted by tabs, their cells by line breaks."""
    columns = [
        tables.changed,
        tables.images,
        tables.pivots,
        "\n".join(sorted(tables.hints)),
        "\n".join(sorted(tables.links)),
    ]
    for stage in tables.stages:
        columns.append(str(len(stage.dictionaries)))
        for entries, _ in stage.dictionaries:
            columns += "\n".join(entries), "\n".join(entries.values())
    content = "\t".join(columns).encode()
    return _digest(content) + content


def _parsed(data: bytes) -> Tables:
    content = data[_DIGEST:]
    if data[:_DIGEST] != _digest(content):
        raise ValueError("this cache file is damaged")
    columns = iter(content.decode().split("\t"))
    changed, images, pivots = next(columns), next(columns), next(columns)
    hints, links = frozenset(next(columns).split("\n")), frozenset(next(columns).split("\n"))
    stages = tuple(Stage.of([_entries(columns) for _ in range(int(count))]) for count in columns)
    return Tables(changed, images, pivots, hints, links, stages)


def _entries(columns: Iterator[str]) -> dict[str, str]:
    return dict(zip(next(columns).split("\n"), next(columns).split("\n"), strict=True))


_DIGEST = 16


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST).digest()


def _write(file: Path, data: bytes) -> None:
    """Write under another name first: a reader sees the whole file or none."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(data)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
