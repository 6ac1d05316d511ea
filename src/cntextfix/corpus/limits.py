"""What one document may take, and how a worker keeps to it.

Three fences, one behind the other: a timer in the worker, which raises in the middle of the
document; a limit of the system on the worker's memory, which gives a MemoryError; and the parent,
which ends a worker that hears neither.
"""

import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Self

__all__ = ["Limits", "TimeLimit", "Timer", "fence"]

_AGAIN = 0.25  # seconds between two rings of the timer
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take.

    Args:
        seconds: processor time for any document.
        seconds_per_megabyte: processor time besides, for each megabyte of it.
        patience: how many times that may pass on the clock before the parent ends the worker.
        memory: bytes of address space that a worker may have; ``None`` for no limit.
        document: bytes of a document that is held in memory at all.
    """

    seconds: float = 5.0
    seconds_per_megabyte: float = 10.0
    patience: float = 4.0
    memory: int | None = 4 << 30
    document: int = 32 << 20

    def processor(self, size: int) -> float:
        """Seconds of processor time for a document.

        Args:
            size: its bytes.
        """
        return self.seconds + self.seconds_per_megabyte * size / 1e6

    def clock(self, size: int) -> float:
        """Seconds on the clock after which the parent ends the worker."""
        return self.patience * self.processor(size)


class TimeLimit(BaseException):
    """A document has taken its time.

    No ``Exception``, so that code which catches everything lets it pass.
    """


class Timer:
    """Raises `TimeLimit` in the middle of whatever runs.

    It counts processor time, so that a busy or a sleeping machine is no document's fault. It rings
    again and again: an exception that is raised inside ``__del__`` is lost, and one ring with it.
    """

    def __init__(self) -> None:
        self._armed = False
        self._works = hasattr(signal, "setitimer")
        if self._works:
            signal.signal(signal.SIGPROF, self._ring)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        if self._armed:  # a ring may arrive after the document is done
            raise TimeLimit

    def within(self, seconds: float) -> Self:
        """The timer as a context in which so much time may pass."""
        if self._works:
            self._armed = True
            signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._armed = False
        if self._works:
            signal.setitimer(signal.ITIMER_PROF, 0)


def fence(limits: Limits) -> None:
    """Put up what the system offers, in the worker itself.

    Args:
        limits: its limits.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends the run in order
    if sys.platform == "linux":
        from ctypes import CDLL

        # a worker deep in a C call would outlive a parent that was killed
        CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if limits.memory is not None and sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        with suppress(ValueError, OSError):  # macOS knows the limit and does not take it
            resource.setrlimit(resource.RLIMIT_AS, (limits.memory, most))
