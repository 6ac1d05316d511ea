"""A worker: entries in, cleaned documents out; whatever a document does, the worker says which."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from cntextfix.corpus.chunk import Entry, NoDocumentError, RefusedError, Result, Unreadable
from cntextfix.corpus.entries import Content, Kind, entries_of, identity, read_entry
from cntextfix.corpus.forms import COMPRESSIONS, Form, Lines, Place, TextFiles, Writer
from cntextfix.corpus.limits import Limits, TimeLimit, Timer, fence
from cntextfix.corpus.record import repair_counts
from cntextfix.corpus.rejects import NOT_A_REJECT, again, reject_line
from cntextfix.document import Document
from cntextfix.sites import SiteProfile

__all__ = ["IDLE", "Cleaner", "Task", "Work", "process", "serve"]

Cleaner = Callable[..., Document]
"""`clean`, or something that takes its place: called with the text or bytes, ``url`` and
``encoding``."""

IDLE = -1.0
"""What the shared record says where no document is being cleaned."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is the same for every chunk of a run.

    Args:
        clean: what cleans a document; it must survive pickling.
        names: fields of JSON records that may hold the text.
        original: whether the text as it was is kept.
        plain: whether files that look like no text are cleaned all the same.
        encoding: what all bytes are said to be in.
        limits: for each document.
    """

    clean: Cleaner
    names: tuple[str, ...]
    original: bool = False
    plain: bool = False
    encoding: str | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk for a worker.

    Args:
        entries: as in `Chunk`.
        offset: that of the first.
        kind: of the input.
        file: the input.
        form: of the output; ``None`` where pages are only learned from.
        excluded: entries by their number that are not to be touched again, and why.
    """

    entries: bytes | tuple[Entry, ...]
    offset: int
    kind: Kind
    file: str
    form: Form | None
    excluded: Mapping[int, Unreadable] = field(default_factory=dict)


def serve(connection: Connection, state: Any, work: Work) -> None:
    """Take tasks from a pipe until it closes.

    Args:
        connection: tasks in, results out.
        state: two numbers that the parent sees too: which entry is being cleaned, and when by the
            clock it must be done.
        work: what to do.
    """
    fence(work.limits)
    timer = Timer()
    while True:
        try:
            task = connection.recv()
        except (EOFError, ConnectionResetError):
            return
        try:
            connection.send(process(task, work, timer, state))
        except BrokenPipeError:  # the parent is gone
            return


def process(task: Task, work: Work, timer: Timer, state: Any) -> Result:
    """Clean a chunk.

    Args:
        task: the chunk.
        work: what to do.
        timer: for the time limit.
        state: as for `serve`.
    """
    counts: Counter[str] = Counter()
    rejects: list[bytes] = []
    writer = _writer(task.form, original=work.original)
    learned: list[SiteProfile] = []
    entries = entries_of(task.entries, task.offset, task.kind, work.names)
    counts["documents"] = len(entries)
    for index, entry in enumerate(entries):
        one = _One(entry, task.kind, task.file)
        seconds = work.limits.processor(len(entry.data))
        state[1] = time.monotonic() + work.limits.clock(len(entry.data))
        state[0] = index
        try:
            if index in task.excluded:
                raise RefusedError(task.excluded[index])
            with timer.within(seconds):
                done = one.run(work, writer)
        except NoDocumentError as reason:
            counts[f"skipped:{reason}"] += 1
        except RefusedError as refusal:
            rejects.append(one.rejected(refusal.problem))
        except TimeLimit:
            message = f"not done after {seconds:.1f} seconds of processor time"
            rejects.append(one.rejected(Unreadable("TimeLimit", message, one.stage)))
        except BaseException as error:  # SystemExit too: a document ends no worker
            problem = Unreadable(type(error).__name__, str(error), one.stage)
            rejects.append(one.rejected(problem))
        else:  # the timer is off: what is written now is written whole
            for name, count in done.counts.items():
                counts[name] += count
            if writer is not None:
                writer.keep(done.rendered)
            elif done.learned is not None:
                learned.append(done.learned)
    state[0] = IDLE
    counts["rejected"] += len(rejects)
    output = writer.packed() if writer else b""
    profile = SiteProfile.merged(learned) if learned else None
    return Result(output, b"".join(rejects), counts, profile)


@dataclass(frozen=True, slots=True)
class _Done:
    """An entry that came through."""

    counts: Mapping[str, int]
    rendered: Any = None
    learned: SiteProfile | None = None


@dataclass(slots=True)
class _One:
    """An entry on its way."""

    entry: Entry
    kind: Kind
    file: str
    stage: str = "parse"
    content: Content | None = None

    def run(self, work: Work, writer: Writer | None) -> _Done:
        """Read it and clean it; nothing is written yet."""
        if self.kind == "rejects":
            self.entry, self.kind, self.file = again(self.entry.data)
        content = read_entry(
            self.entry, self.kind, work.names, work.limits.document, plain=work.plain
        )
        self.content, self.stage = content, "clean"
        if writer is None:
            pages = [(content.url, content.data)]
            return _Done({"ok": 1}, learned=SiteProfile.learn(pages) if content.url else None)
        encoding = work.encoding or content.charset
        document = work.clean(content.data, url=content.url, encoding=encoding)
        self.stage = "write"
        place = Place(self.name(), self.file, self.entry.offset)
        rendered = writer.render(self.entry, content, document, place)
        counts = {"ok": 1, "repaired": 0, "furniture": len(document.removed)}
        if repairs := repair_counts(document):
            counts["repaired"] = 1
            counts.update((f"repair:{name}", count) for name, count in repairs.items())
        return _Done(counts, rendered)

    def name(self) -> str:
        """The document's identity."""
        return identity(self.entry, self.content, self.file)

    def rejected(self, problem: Unreadable) -> bytes:
        """The line for the file of rejects; a line of such a file that cannot be tried stays."""
        if self.kind == "rejects":
            try:
                self.entry, self.kind, self.file = again(self.entry.data)
            except RefusedError as refusal:
                if refusal.problem.error != NOT_A_REJECT:
                    return self.entry.data.rstrip(b"\r\n") + b"\n"
        return reject_line(self.entry, problem, name=self.name(), file=self.file, kind=self.kind)


def _writer(form: Form | None, *, original: bool) -> Writer | None:
    match form:
        case None:
            return None
        case "text" | "markdown":
            return TextFiles(form)
        case "parquet":
            from cntextfix.corpus.rows import Rows

            return Rows(original)
        case _:
            return Lines(COMPRESSIONS[form], original)
