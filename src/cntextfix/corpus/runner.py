"""A run over a corpus: every input to its output, in order, on several processors, none lost.

The promises are in docs/corpus.md, and each is proved by a drill in benchmarks/fault_drills.py.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from json import dumps
from pathlib import Path

from cntextfix.clean import clean as clean_one
from cntextfix.corpus.chunk import Chunk, Result
from cntextfix.corpus.forms import Form
from cntextfix.corpus.inputs import From, Input, find_inputs
from cntextfix.corpus.journal import Journal, State
from cntextfix.corpus.jsonl import TEXT_FIELDS
from cntextfix.corpus.limits import Limits
from cntextfix.corpus.plan import Output, check_new, check_same, plan_of
from cntextfix.corpus.pool import Pool
from cntextfix.corpus.readers import chunks
from cntextfix.corpus.sinks import Appended, Sink, open_sink, publish, save
from cntextfix.corpus.stats import Stats
from cntextfix.corpus.worker import Cleaner, Task, Work
from cntextfix.errors import CntextfixError

__all__ = ["TooManyRejectsError", "Watch", "run"]

Watch = Callable[[int, Mapping[str, int]], None]
"""Told after each chunk how many bytes of the inputs are done, and what became of them."""

_ENOUGH_TO_JUDGE = 1000  # documents, before a share of rejects means anything


class TooManyRejectsError(CntextfixError):
    """More documents were rejected than the run may have.

    Args:
        stats: the books so far.
        rejects: the file that says what was rejected, and why.
    """

    def __init__(self, stats: Stats, rejects: Path) -> None:
        self.stats = stats
        self.rejects = rejects
        super().__init__(
            f"stopped: {stats.rejected:,} of {stats.documents:,} documents were rejected; look at "
            f"{rejects}, and go on with the same command and a higher --max-rejects"
        )


def run(
    inputs: Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    jobs: int = 1,
    source: From = "auto",
    to: Form | None = None,
    shard: tuple[int, int] = (1, 1),
    text_field: str | None = None,
    keep_original: bool = False,
    encoding: str | None = None,
    clean: Cleaner = clean_one,
    options: Mapping[str, object] | None = None,
    limits: Limits | None = None,
    max_rejects: float | None = None,
    every: float = 5.0,
    watch: Watch | None = None,
) -> Stats:
    """Clean a corpus; called again after whatever ended it, it goes on where it was.

    A script that calls this needs the usual guard, ``if __name__ == "__main__":``, since the
    workers are processes which import it.

    Args:
        inputs: files and folders.
        output: the folder for the outputs, the rejects and the books.
        jobs: worker processes.
        source: what the inputs are; "auto" goes by their suffixes.
        to: the form of the outputs; without it, that of each input, compressed as that is.
        shard: which part of how many to do.
        text_field: the field of JSON records and the column of Parquet files that holds the text.
        keep_original: write the text as it was beside the cleaned one.
        encoding: what all bytes are said to be in.
        clean: what cleans a document, called with the text or bytes, ``url`` and ``encoding``; a
            `functools.partial` of `cntextfix.clean`, or another that survives pickling.
        options: what else the outputs depend on; an unfinished run with others is not gone on with.
        limits: what one document may take.
        max_rejects: how many documents may be rejected; below 1, what share of them, judged from
            the thousandth on.
        every: seconds between two entries in the journal.
        watch: is told how far the run is.

    Returns:
        The books of all inputs, those that an earlier run had done too.

    Raises:
        CntextfixError: an input, the output folder or an option cannot be used.
        TooManyRejectsError: the run was stopped.
        OSError: something could not be written, as on a full disk.
    """
    limits = limits or Limits()
    folder = Path(output)
    number, of = shard
    if not 1 <= number <= of:
        raise CntextfixError(f"--shard {number}/{of}: the first number is from 1 to the second")
    found = find_inputs(inputs, source, apart_from=folder, shard=shard)
    names = (text_field,) if text_field else TEXT_FIELDS
    plan = plan_of(found, to, folder, names)
    work = Work(
        clean,
        names,
        original=keep_original,
        plain=source in ("text", "html"),
        encoding=encoding,
        limits=limits,
    )
    depends = {
        "to": to,
        "source": source,
        "text_field": text_field,
        "keep_original": keep_original,
        "encoding": encoding,
        "max_document": limits.document,
        "shard": f"{number}/{of}",
        **(options or {}),
    }
    suffix = f"-{number}-of-{of}" if of > 1 else ""
    path = folder / f"_journal{suffix}.jsonl"
    if not path.exists():
        check_new(plan, folder, suffix)
    with Journal(path, depends) as journal:
        check_same(plan, journal.states, folder)
        with closing(_rejects(folder / f"rejects{suffix}.jsonl", journal)) as rejects:
            one_run = _Run(plan, folder, suffix, journal, work, max_rejects, every, watch, rejects)
            return one_run.go(jobs)


@dataclass(frozen=True, slots=True)
class _Step:
    """A chunk, or the end of an input, on its way."""

    one: Input
    form: Form
    path: Path
    chunk: Chunk | None
    number: int = 0


def _rejects(path: Path, journal: Journal) -> Appended:
    """The file of rejects, as far as it goes."""
    if path.exists():  # of a run that was done; more inputs have come since
        path.replace(path.with_name(f"{path.name}.part"))
    return Appended(path, journal.rejects)


@dataclass(slots=True)
class _Run:
    """The state of a run, in the parent."""

    plan: list[Output]
    folder: Path
    suffix: str
    journal: Journal
    work: Work
    max_rejects: float | None
    every: float
    watch: Watch | None
    rejects: Appended
    before: int = 0  # bytes of the inputs that are done
    total: Counter[str] = field(default_factory=Counter)
    sink: Sink | None = None
    state: State = field(default_factory=lambda: State(""))
    noted: float = field(default_factory=time.monotonic)

    def go(self, jobs: int) -> Stats:
        """Do what is not done yet."""
        for state in self.journal.states.values():
            self.total.update(state.counts)
        self._judge_earlier()
        try:
            with Pool[_Step](self.work, jobs) as pool:
                for step, result in pool.ordered(self._steps()):
                    self._take(step, result)
        finally:
            if self.sink is not None:
                self.sink.close()
        self.rejects.publish_if_any()
        stats = self._stats(pool.restarts)
        written = dumps(stats.to_dict(), ensure_ascii=False, indent=1) + "\n"
        save(self.folder / f"_stats{self.suffix}.json", written.encode("utf-8", "backslashreplace"))
        self.journal.settle()
        return stats

    def _stats(self, restarts: int = 0) -> Stats:
        counts = {name: state.counts for name, state in self.journal.states.items()}
        return Stats.of(counts, restarts)

    def _steps(self) -> Iterator[tuple[_Step, Task, int]]:
        """Every chunk that is not written yet, and after those of an input its end."""
        for one, form, path in self.plan:
            state = self.journal.states.get(one.name, State(one.name))
            if not state.sealed:
                count = state.since
                for chunk in chunks(one, self.work.limits.document, state.resume):
                    count += 1
                    if count > state.chunks:
                        task = Task(chunk.entries, chunk.offset, one.kind, one.name, form)
                        yield _Step(one, form, path, chunk, count), task, chunk.size
            yield _Step(one, form, path, None), Task((), 0, one.kind, one.name, None), 0

    def _take(self, step: _Step, result: Result) -> None:
        """Write what became of a chunk."""
        if self.state.name != step.one.name:
            self._open(step)
        if step.chunk is None:
            self._close(step)
            return
        if self.sink is None:
            raise AssertionError("a chunk of an input that is done")
        counts = result.counts
        counts["documents"] = step.chunk.documents  # counted by the reader, not by the worker
        counts["read"] = step.chunk.size
        counts["written"] = self.sink.put(result.output)
        self.rejects.put(result.rejects)
        self.state = self.state.after(step.number, step.chunk.resume, counts)
        self.total.update(counts)
        if time.monotonic() - self.noted >= self.every:
            self._note()
        if self.watch is not None:
            self.watch(self.before + step.chunk.end, self.total)
        self._judge()

    def _open(self, step: _Step) -> None:
        known = self.journal.states.get(step.one.name)
        self.state = known or State(step.one.name, step.one.identity)
        if self.state.sealed:
            publish(step.path)  # the run may have been killed between its last two breaths
            return
        self.sink = open_sink(
            step.path,
            step.form,
            self.state.output,
            original=self.work.original,
            like=step.one.paths[0] if step.one.kind == "parquet" else None,
            names=self.work.names,
        )

    def _note(self) -> None:
        """Make what is written safe, then say so in the journal."""
        assert self.sink is not None
        self.state = replace(self.state, output=self.sink.sync())
        self.journal.write(self.state, self.rejects.sync())
        self.noted = time.monotonic()

    def _close(self, step: _Step) -> None:
        """The end of an input: its output takes its name."""
        if self.sink is not None:
            self._note()
            self.state = replace(self.state, output=self.sink.finish(), sealed=True)
            self.journal.write(self.state, self.rejects.sync())
            self.sink.publish()
            self.sink.close()
            self.sink = None
        self.before += step.one.size

    def _judge_earlier(self) -> None:
        """Stop where an earlier run was stopped, unless more may be rejected now."""
        states = self.journal.states
        done = all(one.name in states and states[one.name].sealed for one, _, _ in self.plan)
        if not done and self._too_many():
            raise TooManyRejectsError(self._stats(), self.rejects.part)

    def _judge(self) -> None:
        """Stop a run that goes wrong."""
        if self._too_many():
            self._note()
            raise TooManyRejectsError(self._stats(), self.rejects.part)

    def _too_many(self) -> bool:
        if self.max_rejects is None:
            return False
        rejected, documents = self.total["rejected"], self.total["documents"]
        if self.max_rejects >= 1 or self.max_rejects == 0:
            return rejected > self.max_rejects
        return documents >= _ENOUGH_TO_JUDGE and rejected > self.max_rejects * documents
