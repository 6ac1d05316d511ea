"""The first of two passes: what the pages of each site have in common, from a whole corpus."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from cntextfix.clean import clean
from cntextfix.corpus.inputs import From, find_inputs
from cntextfix.corpus.jsonl import TEXT_FIELDS
from cntextfix.corpus.limits import Limits
from cntextfix.corpus.pool import Pool
from cntextfix.corpus.readers import chunks
from cntextfix.corpus.runner import Watch
from cntextfix.corpus.worker import Task, Work
from cntextfix.sites import SiteProfile

__all__ = ["learn"]

_AT_ONCE = 64  # profiles of chunks that are merged together


def learn(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    jobs: int = 1,
    source: From = "auto",
    shard: tuple[int, int] = (1, 1),
    text_field: str | None = None,
    limits: Limits | None = None,
    apart_from: Path | None = None,
    watch: Watch | None = None,
) -> SiteProfile:
    """Learn from a corpus what the pages of each site have in common.

    Args:
        inputs: as for `run`.
        jobs: as for `run`.
        source: as for `run`.
        shard: as for `run`.
        text_field: as for `run`.
        limits: as for `run`.
        apart_from: a folder that is not searched.
        watch: as for `run`.

    Returns:
        A `cntextfix.sites.SiteProfile`; the order of the documents makes no difference to it.
    """
    limits = limits or Limits()
    names = (text_field,) if text_field else TEXT_FIELDS
    work = Work(clean, names, limits=limits)
    found = find_inputs(inputs, source, apart_from=apart_from, shard=shard)

    def steps() -> Iterator[tuple[int, Task, int]]:
        before = 0
        for one in found:
            for chunk in chunks(one, limits.document):
                task = Task(chunk.entries, chunk.offset, one.kind, one.name, None)
                yield before + chunk.end, task, chunk.size
            before += one.size

    total: Counter[str] = Counter()
    profiles: list[SiteProfile] = []
    with Pool[int](work, jobs) as pool:
        for done, result in pool.ordered(steps()):
            if result.learned is not None:
                profiles.append(result.learned)
            if len(profiles) == _AT_ONCE:
                profiles = [SiteProfile.merged(profiles)]
            total.update(result.counts)
            if watch is not None:
                watch(done, total)
    return SiteProfile.merged(profiles)
