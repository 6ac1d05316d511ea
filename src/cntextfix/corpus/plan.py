"""What a run writes: the form and the place of each output, checked before anything is done."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from cntextfix.corpus.compression import Compression, needs
from cntextfix.corpus.forms import Form
from cntextfix.corpus.inputs import Input, below
from cntextfix.errors import CntextfixError

__all__ = ["Output", "default_form", "output_of", "plan_of"]

_SUFFIXES: dict[Form, str] = {
    "jsonl": ".jsonl",
    "jsonl.gz": ".jsonl.gz",
    "jsonl.zst": ".jsonl.zst",
    "parquet": ".parquet",
    "text": "",
    "markdown": "",
}
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
            from cntextfix.corpus.parquet import check_columns

            arrow()
            if one.kind == "parquet":
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
    if form in ("text", "markdown"):
        return folder if one.kind == "files" else folder / one.place
    return folder / one.place.with_name(one.place.name + _SUFFIXES[form])


def _check_apart(plan: Sequence[Output]) -> None:
    """Make sure that no two outputs share a name, and none takes that of an input."""
    takers: dict[Path, str] = {}
    sources = {os.path.realpath(path) for one, _, _ in plan for path in one.paths}
    for one, form, path in plan:
        texts = form in ("text", "markdown") and one.kind == "files"
        suffix = ".md" if form == "markdown" else ".txt"
        outputs = [path / below(one, file).with_suffix(suffix) for file in one.paths]
        twice = texts and len(set(outputs)) < len(outputs)
        for output in outputs if texts else [path]:
            other = takers.setdefault(output, one.name)
            if other != one.name or twice:
                raise CntextfixError(
                    f"{output}: more than one input would be written here ({other}, {one.name}); "
                    "run them one by one, or with -t jsonl"
                )
            if output.name.startswith(_OWN_NAMES) and (one.kind != "rejects"):
                raise CntextfixError(
                    f"{output}: is the name of one of the run's own files; rename {one.name}"
                )
            if os.path.realpath(output) in sources:
                raise CntextfixError(
                    f"{output}: is an input and is never overwritten; choose another -o"
                )
