"""The journal of a run: what is safely written, so that a run which was killed goes on from there.

A line is added when everything before it is on the disk. After a crash the last one that is whole
tells how long the outputs were; what was written behind that is cut off and done again.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Self

from cntextfix.corpus.sinks import save
from cntextfix.errors import CntextfixError

__all__ = ["Journal", "State"]

VERSION = 1


@dataclass(frozen=True, slots=True)
class State:
    """How far one input has come.

    Args:
        name: the input.
        identity: its size and time of change, to notice another file under its name.
        chunks: how many chunks are written.
        resume: place in the file and offset where reading may begin again.
        since: the number of the chunk that begins there.
        output: bytes of the output.
        counts: what became of the documents so far.
        sealed: whether the output is whole and may take its name.
    """

    name: str
    identity: str = ""
    chunks: int = 0
    resume: tuple[int, int] = (0, 0)
    since: int = 0
    output: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    sealed: bool = False

    def after(self, number: int, resume: tuple[int, int] | None, counts: Counter[str]) -> "State":
        """The state when a further chunk is written.

        Args:
            number: that of the next chunk.
            resume: where reading can begin with the chunk just written, if it can.
            counts: what became of its documents.
        """
        total = Counter(self.counts)
        total.update(counts)
        if resume is None:
            return replace(self, chunks=number, counts=dict(total))
        return replace(self, chunks=number, counts=dict(total), resume=resume, since=number - 1)


class Journal:
    """The journal of the inputs of a run, or of a shard of it.

    Args:
        path: the file; it is locked while the run lasts.
        options: what the outputs depend on; a run with others is refused.

    Raises:
        CntextfixError: the journal is that of another run, or one that is at work.
    """

    def __init__(self, path: Path, options: Mapping[str, Any]) -> None:
        self.path = path
        self.states: dict[str, State] = {}
        self.rejects = 0
        self._head = {"journal": VERSION, "options": dict(options)}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("a+b")
        try:
            _lock(self._file, path)
            self._load()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _load(self) -> None:
        self._file.seek(0)
        end = 0
        for line in self._file:
            if not line.endswith(b"\n"):
                break  # it was being written when the run ended
            try:
                values = json.loads(line)
                if not end:
                    self._check(values)
                else:
                    state = State(**{**values["input"], "resume": tuple(values["input"]["resume"])})
                    self.states[state.name] = state
                    self.rejects = values["rejects"]
            except CntextfixError:
                raise  # of another run
            except (ValueError, TypeError, KeyError, AttributeError):
                raise CntextfixError(
                    f"{self.path}: this journal is damaged; empty its folder and begin anew, or "
                    "name another one with -o"
                ) from None
            end += len(line)
        self._file.truncate(end)
        self._file.seek(0, os.SEEK_END)
        if not end:
            self._write(self._head)

    def _check(self, head: Mapping[str, Any]) -> None:
        if head == self._head:
            return
        earlier, now = head.get("options", {}), self._head["options"]
        assert isinstance(now, dict)
        names = sorted(name for name in {*earlier, *now} if earlier.get(name) != now.get(name))
        raise CntextfixError(
            f"{self.path.parent}: holds a run with another {_options(names) or 'journal'}; "
            "name another folder with -o, or empty this one"
        )

    def write(self, state: State, rejects: int) -> None:
        """Note how far an input has come; all of it must be on the disk already.

        Args:
            state: of the input.
            rejects: bytes of the file of rejects.
        """
        self.states[state.name] = state
        self.rejects = rejects
        self._write({"input": asdict(state), "rejects": rejects})

    def settle(self) -> None:
        """Keep of a run that is done only what tells that each input is."""
        done = ({"input": asdict(state), "rejects": self.rejects} for state in self.states.values())
        save(self.path, b"".join(map(_line, (self._head, *done))))

    def _write(self, values: Mapping[str, Any]) -> None:
        self._file.write(_line(values))
        self._file.flush()
        os.fsync(self._file.fileno())


_SAID = {
    "to": "-t",
    "source": "-f",
    "encoding": "-e",
    "version": "version of cntextfix",
    "sites": "--profile or --learn-sites",
}
"""What in the head of a journal the command's options call otherwise."""


def _options(names: Iterable[str]) -> str:
    """The names as the command's options have them."""
    return ", ".join(_SAID.get(name) or f"--{name.replace('_', '-')}" for name in names)


def _line(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _lock(file: BinaryIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CntextfixError(
            f"{path.parent}: another run is writing here; wait for it, or name another -o"
        ) from None
