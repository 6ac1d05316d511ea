"""How far a run is, drawn on a terminal."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from cntextfix.corpus.runner import Watch

__all__ = ["shown"]


@contextmanager
def shown(total: int, what: str, *, wanted: bool) -> Iterator[Watch | None]:
    """A line on standard error while the block runs, where that is a terminal.

    Args:
        total: bytes of the inputs.
        what: is being done.
        wanted: whether the user wants it at all.
    """
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    try:
        from tqdm import tqdm
    except ImportError:
        print("cntextfix: no progress is shown; pip install 'cntextfix[corpus]'", file=sys.stderr)
        yield None
        return
    with tqdm(total=total, desc=what, unit="B", unit_scale=True, file=sys.stderr) as bar:

        def watch(done: int, counts: Mapping[str, int]) -> None:
            documents, rejected = counts.get("documents", 0), counts.get("rejected", 0)
            told = f"{documents:,} documents, {counts.get('repaired', 0):,} repaired"
            bar.set_postfix_str(f"{told}, {rejected:,} rejected", refresh=False)
            bar.update(done - bar.n)

        yield watch
