"""What is input below a folder, and what is not: told by names, and by the bytes files begin with.

The bytes are those of https://en.wikipedia.org/wiki/List_of_file_signatures.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

__all__ = ["binary", "files_below"]

_MAGIC = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a RIFF file (sound, film or picture)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x1f\x8b\x08", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
)
_LETTERS_ONLY = frozenset({b"BM", b"BZh", b"ID3", b"RIFF", b"GIF8", b"PAR1", b"OggS"})
_SAMPLE = 512


def binary(data: bytes) -> str | None:
    r"""What kind of file, none of them text, begins with these bytes; ``None`` for any other.

    Args:
        data: the file's bytes, or its first ones.

    >>> binary(b"PK\x03\x04"), binary("%PDF 是什么".encode())
    ('a ZIP archive or an Office document', None)
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            # a text may begin with these letters, but not go on with zeros
            if magic in _LETTERS_ONLY and b"\0" not in data[:_SAMPLE]:
                return None
            return what
    return None


_BOOKS = (
    ("_journal", b'{"journal":'),
    ("_stats", b'{\n "documents":'),
)


def files_below(
    folder: Path,
    *,
    apart_from: Path | None = None,
    passed_over: Callable[[Path], None] = lambda _: None,
    unreadable: Callable[[OSError], None] = lambda _: None,
) -> Iterator[Path]:
    """Every file below a folder, sorted; hidden ones and outputs of runs are passed over.

    Links to folders elsewhere are followed.

    Args:
        folder: the folder, which is searched whatever it holds itself.
        apart_from: a folder that is not searched.
        passed_over: is told of each folder that is not searched for holding a run's outputs.
        unreadable: is told of each folder that cannot be read.
    """
    skipped = None if apart_from is None else os.path.realpath(apart_from)
    links = _Links(os.path.realpath(folder))
    for parent, folders, names in os.walk(folder, onerror=unreadable, followlinks=True):
        if Path(parent) != folder and _is_output(parent, names):
            folders.clear()
            passed_over(Path(parent))
            continue
        # os.walk goes on in what is left of this list, in its order
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and os.path.realpath(Path(parent, name)) != skipped
            and links.lead_on(Path(parent, name))
        )
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))


class _Links:
    """Links to folders elsewhere lead there, once; those back into what is searched do not.

    Args:
        root: the folder that is searched, its real path.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._seen: set[str] = set()

    def lead_on(self, folder: Path) -> bool:
        """Whether the search goes on in a folder."""
        if not folder.is_symlink():
            return True
        target, here = os.path.realpath(folder), os.path.realpath(folder.parent)
        if _holds(self._root, target) or _holds(target, here) or target in self._seen:
            return False
        self._seen.add(target)
        return True


def _holds(folder: str, path: str) -> bool:
    """Whether a folder is a path or has it below it; both are real paths."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_output(folder: str, names: Iterable[str]) -> bool:
    """Whether a folder holds the outputs of a run over a corpus, told by the run's own files."""
    for name in names:
        for start, magic in _BOOKS:
            if name.startswith(start) and _begins(Path(folder, name), magic):
                return True
    return False


def _begins(path: Path, magic: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(magic)) == magic
    except OSError:
        return False
