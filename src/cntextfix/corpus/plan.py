"""What a run writes: the form and the place of each output, checked before anything is done."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cntextfix.corpus.compression import Compression, needs
from cntextfix.corpus.forms import PAGES, SUFFIXES, Form
from cntextfix.corpus.inputs import Input, below
from cntextfix.corpus.journal import State
from cntextfix.corpus.sniff import check
from cntextfix.errors import CntextfixError

__all__ = ["Output", "check_new", "check_same", "default_form", "output_of", "plan_of"]

_OWN_NAMES = ("rejects.", "rejects-", "_stats", "_journal", "_sites")


class Output(NamedTuple):
    """The output of an input.

    Args:
        one: the input.
        form: what is written.
        path: where: a file, or for texts a folder.
    """

    one: Input
    form: Form
    path: Path

    @property
    def is_file(self) -> bool:
        """Whether it is one file."""
        return self.form not in PAGES

    def files(self) -> Iterator[tuple[Path, Path]]:
        """Each source, and the file that is made of it."""
        if self.is_file or self.one.kind != "files":
            yield Path(self.one.name), self.path
            return
        for source in self.one.paths:
            yield source, self.path / below(self.one, source).with_suffix(SUFFIXES[self.form])


def plan_of(
    found: Iterable[Input], to: Form | None, folder: Path, names: Sequence[str]
) -> list[Output]:
    """The outputs of some inputs.

    Args:
        found: the inputs.
        to: the form asked for.
        folder: the output folder.
        names: fields and columns that may hold the text.

    Raises:
        CntextfixError: an output cannot be, or a package for it is missing.
    """
    plan: list[Output] = []
    for one in found:
        form = to or default_form(one)
        plan.append(Output(one, form, output_of(one, form, folder)))
        for file in one.paths:
            if file.suffix.lower() == ".zst":
                needs("zst", f"{file}: cannot be read")
        if form == "jsonl.zst":
            needs("zst", "-t jsonl.zst: cannot be written", "or write -t jsonl.gz, without it")
        if "parquet" in (form, one.kind):
            from cntextfix.corpus.arrow import arrow

            arrow()
        if one.kind != "files":
            check(one)
        if one.kind == "parquet":
            from cntextfix.corpus.parquet import check_columns

            check_columns(one.paths[0], names)
    _check_apart(plan)
    return plan


def default_form(one: Input) -> Form:
    """The form of an input's output where none is asked for."""
    match one.kind:
        case "parquet":
            return "parquet"
        case "files":
            return "text"
        case _:
            packed: dict[Compression, Form] = {"gz": "jsonl.gz", "zst": "jsonl.zst"}
            return packed.get(one.compression, "jsonl")


def output_of(one: Input, form: Form, folder: Path) -> Path:
    """Where the output of an input goes: a file, or for texts a folder.

    Args:
        one: the input.
        form: of the output.
        folder: the output folder.
    """
    if form in PAGES:
        return folder if one.kind == "files" else folder / one.place
    return folder / one.place.with_name(one.place.name + SUFFIXES[form])


def _check_apart(plan: Sequence[Output]) -> None:
    """Make sure that no two outputs share a name, and none takes that of an input."""
    takers: dict[Path, Path] = {}
    sources = {os.path.realpath(path) for one, _, _ in plan for path in one.paths}
    for part in plan:
        for source, output in part.files():
            other = takers.setdefault(output, source)
            if other is not source:
                raise CntextfixError(_collision(output, other, source, part))
            if output.name.startswith(_OWN_NAMES) and part.one.kind != "rejects":
                raise CntextfixError(
                    f"{source}: is called like one of a run's own files; rename it, or if it is "
                    "one, name the inputs themselves"
                )
            if os.path.realpath(output) in sources:
                raise CntextfixError(
                    f"{output}: is an input and is never overwritten; choose another -o"
                )


def _collision(output: Path, one: Path, other: Path, part: Output) -> str:
    """What is said of two inputs with one output."""
    if part.one.folder and not part.is_file:
        instead = "rename one of them, or write records, with -t jsonl"
    else:
        instead = "name the folder above them, or run each with an -o of its own"
    return f"{output}: both {one} and {other} would be written here; {instead}"


def check_same(plan: Iterable[Output], states: Mapping[str, State], folder: Path) -> None:
    """Make sure that inputs and outputs are those that the journal tells of.

    Args:
        plan: the outputs.
        states: the journal's, by the names of the inputs.
        folder: the output folder.

    Raises:
        CntextfixError: an input has changed, or an output is there that is none of the run's.
    """
    for part in plan:
        one, path = part.one, part.path
        state = states.get(one.name)
        if part.is_file and path.exists() and not (state and state.sealed):
            raise _foreign(path, one.name)
        if state is not None and state.identity != one.identity:
            raise CntextfixError(
                f"{one.name}: has changed since the run in {folder} began; name "
                "another folder with -o, or empty this one"
            )


def check_new(plan: Iterable[Output], folder: Path, suffix: str) -> None:
    """Make sure that a folder without a journal holds nothing that a run would write over.

    Args:
        plan: the outputs.
        folder: the output folder.
        suffix: of the run's own files.

    Raises:
        CntextfixError: it does.
    """
    for name in (f"rejects{suffix}.jsonl", f"_stats{suffix}.json"):
        if (folder / name).exists():
            raise _foreign(folder / name, "these inputs")
    for part in plan:
        for source, output in part.files():
            if output.exists():
                raise _foreign(output, str(source))


def _foreign(path: Path, inputs: str) -> CntextfixError:
    return CntextfixError(
        f"{path}: is there, and not from a run with {inputs}; name another folder with -o, or "
        "move it away"
    )
