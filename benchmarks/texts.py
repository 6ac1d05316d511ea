"""What benchmarks read: a file of text, which may be packed as .xz, or the seeds."""

import lzma
from pathlib import Path

from cntextfix import clean

__all__ = ["lines_of", "read", "running_text"]

_SEEDS = Path(__file__).parent.parent / "seeds"


def read(path: Path) -> str:
    """A file's text.

    Args:
        path: the file, in UTF-8; packed if its name ends in .xz.
    """
    data = path.read_bytes()
    return (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")


def running_text(corpus: Path | None) -> str:
    """Chinese text without damage.

    Args:
        corpus: the file; without one, the seeds are cleaned.
    """
    if corpus is not None:
        return read(corpus)
    seeds = sorted(_SEEDS.glob("*.txt"))
    return "\n".join(clean(seed.read_bytes()).text for seed in seeds)


def lines_of(corpus: Path | None) -> list[str]:
    """The lines of such a text that hold anything.

    Args:
        corpus: as for `running_text`.
    """
    return [line for line in running_text(corpus).split("\n") if line.strip()]
