"""Worker processes of our own: one that dies takes nothing with it but the document it died of.

An executor of the standard library is broken for good when one of its processes dies. Here each
worker has a pipe and a shared record of the document it is at. When it dies, or does not come back
in time, another takes over; a document that this happens to again is left out.
"""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from threading import current_thread, main_thread
from typing import Any, Generic, Self, TypeVar

from cntextfix.corpus.chunk import CHUNK, Result, Unreadable
from cntextfix.corpus.worker import IDLE, Task, Work, serve
from cntextfix.errors import CntextfixError

__all__ = ["Pool"]

_DEATHS = 3  # of workers, on one document, before it is to blame: somebody else may have killed two
_OVERRUNS = 2  # of the clock
_CRASHES = 3  # of workers outside any document, before the run is given up
_KILLS = 20  # the same, where the system or somebody else killed them
_AHEAD = 4  # chunks read ahead for each worker
_SIGKILL = -9  # as an exit status
_TICK = 0.2  # seconds between two looks at the clock

Key = TypeVar("Key")


@dataclass(slots=True)
class _Job(Generic[Key]):
    """A chunk on its way through the pool."""

    number: int
    key: Key
    task: Task
    trouble: Counter[tuple[int, str]] = field(default_factory=Counter)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interrupt waits until the block is done; what is started in it never hears one.

    A worker whose parent is interrupted while it hands over its work would die with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # starting it would unblock the signal again
    heard: list[int] = []
    handler = signal.getsignal(signal.SIGINT) if current_thread() is main_thread() else None
    if handler is not None:
        # a thread that some package has started may be the one that the signal comes to
        signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if handler is not None:
            signal.signal(signal.SIGINT, handler)
        if heard:
            signal.raise_signal(signal.SIGINT)


class _Worker(Generic[Key]):
    """A process and what the parent holds of it."""

    def __init__(self, work: Work) -> None:
        # spawn: a forked copy of a process with threads may wait for ever on their locks
        context = get_context("spawn")
        self.state: Any = context.RawArray("d", 2)
        self.state[0] = IDLE
        ours, theirs = context.Pipe()
        self.connection: Connection = ours
        self.process = context.Process(target=serve, args=(theirs, self.state, work), daemon=True)
        with _uninterrupted():
            self.process.start()
        theirs.close()
        self.job: _Job[Key] | None = None

    def late(self) -> bool:
        """Whether its document should have been done by now."""
        return bool(self.state[0] != IDLE and time.monotonic() > self.state[1])

    def end(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool(Generic[Key]):
    """Workers that clean chunks side by side and give them back in order.

    Args:
        work: what they do.
        jobs: how many there are; they are started when there is something for them.
    """

    def __init__(self, work: Work, jobs: int) -> None:
        self._work = work
        self._jobs = jobs
        self._workers: list[_Worker[Key]] = []
        self._done: dict[int, tuple[Key, Result]] = {}
        self._inside = 0  # bytes of chunks handed out whose result is not given back yet
        self._sizes: dict[int, int] = {}
        self._next_in = self._next_out = 0
        self.restarts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def ordered(self, tasks: Iterator[tuple[Key, Task, int]]) -> Iterator[tuple[Key, Result]]:
        """The results, in the order of the tasks.

        Args:
            tasks: each with whatever shall come back with its result, and its size in bytes. It is
                read no further than the workers need.

        Raises:
            CntextfixError: workers die that are at no document.
        """
        while True:
            self._feed(tasks)
            while self._next_out in self._done:
                result = self._done.pop(self._next_out)
                self._inside -= self._sizes.pop(self._next_out)
                self._next_out += 1
                yield result
                self._feed(tasks)
            if self._next_out == self._next_in:
                return
            self._collect()

    def _feed(self, tasks: Iterator[tuple[Key, Task, int]]) -> None:
        """Hand something to every worker that is idle."""
        for place in range(self._jobs):
            if place < len(self._workers) and self._workers[place].job is not None:
                continue
            job = self._read(tasks)
            if job is None:
                return
            if place == len(self._workers):
                self._workers.append(_Worker(self._work))
            self._send(self._workers[place], job)

    def _read(self, tasks: Iterator[tuple[Key, Task, int]]) -> _Job[Key] | None:
        running = self._next_in - self._next_out
        if running >= self._jobs and self._inside >= _AHEAD * self._jobs * CHUNK:
            return None
        if running >= 8 * _AHEAD * self._jobs:  # small chunks count too
            return None
        for key, task, size in tasks:
            number = self._next_in
            self._next_in += 1
            self._sizes[number] = size
            self._inside += size
            if task.entries:
                return _Job(number, key, task)
            self._done[number] = key, Result(b"", b"", Counter())  # nothing to do but to keep order
        return None

    def _send(self, worker: _Worker[Key], job: _Job[Key]) -> None:
        worker.job = job
        with suppress(BrokenPipeError, ConnectionResetError):  # `_collect` will see that it is dead
            worker.connection.send(job.task)

    def _collect(self) -> None:
        """Wait until a worker has something to say, is dead, or is late."""
        busy = {worker.connection: worker for worker in self._workers if worker.job is not None}
        ready = wait(list(busy), _TICK)
        for connection, worker in busy.items():
            if connection in ready:
                self._receive(worker)
            elif worker.late():
                self._lost(worker, "HardTimeLimit")

    def _receive(self, worker: _Worker[Key]) -> None:
        assert worker.job is not None
        try:
            result: Result = worker.connection.recv()
        except (EOFError, OSError):
            self._lost(worker, "WorkerDied")
            return
        job, worker.job = worker.job, None
        self._done[job.number] = (job.key, result)

    def _lost(self, worker: _Worker[Key], error: str) -> None:
        """A worker is dead or late: its chunk goes to another, in time without the culprit."""
        job = worker.job
        assert job is not None
        index = int(worker.state[0])
        worker.end()
        self.restarts += 1
        trouble = index, f"{error} {worker.process.exitcode if index == int(IDLE) else ''}"
        job.trouble[trouble] += 1
        times = job.trouble[trouble]
        status = worker.process.exitcode
        if index == int(IDLE):
            # somebody who kills workers may meet several of them as they start
            if times >= (_KILLS if worker.process.exitcode == _SIGKILL else _CRASHES):
                raise CntextfixError(
                    f"workers die before they are at a document (exit status "
                    f"{worker.process.exitcode}); see above for what they say"
                )
        elif times >= (_DEATHS if error == "WorkerDied" else _OVERRUNS):
            if index in job.task.excluded:  # not even setting it aside succeeds
                raise CntextfixError(
                    f"{job.task.file}: entry {index} of the chunk at {job.task.offset} can neither "
                    "be cleaned nor rejected: please report this bug"
                )
            what = (
                f"worker processes died of it {times} times, exit status {status}"
                if error == "WorkerDied"
                else f"{times} worker processes did not come back from it and were ended"
            )
            excluded = {**job.task.excluded, index: Unreadable(error, what, "clean")}
            job.task = replace(job.task, excluded=excluded)
        fresh = _Worker[Key](self._work)
        self._workers[self._workers.index(worker)] = fresh
        self._send(fresh, job)
