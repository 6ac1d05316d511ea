"""The command: arguments in, `clean` in the middle, text or JSON out.

It keeps what a well-behaved filter promises: data on standard output and talk on standard error;
bytes in, UTF-8 out, whatever the locale; one bad input does not stop the others; status 0 done,
1 ``--check`` found something to change, 2 an input, an output or the command line is wrong.
"""

import os
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cntextfix.arguments import (
    SUFFIXES,
    build_parser,
    chosen_repairs,
    chosen_rules,
    repair_list,
    rule_list,
    wants_colour,
)
from cntextfix.clean import clean
from cntextfix.document import Document
from cntextfix.edits import READING
from cntextfix.errors import CntextfixError
from cntextfix.files import FileError, Source, find_sources, read, results, targets
from cntextfix.render.diff import changes_text, unified
from cntextfix.render.explain import explain, explain_dict
from cntextfix.render.json import dumps, to_dict
from cntextfix.render.style import Style

__all__ = ["main"]

DONE, WOULD_CHANGE, FAILED, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: its arguments; ``None`` for those of the process.

    Returns:
        The exit status.
    """
    try:
        return _run(argv)
    except SystemExit as stop:  # argparse: help was shown, or the command line is wrong
        return stop.code if isinstance(stop.code, int) else FAILED
    except (CntextfixError, FileError) as error:
        _say(error)
        return FAILED
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _abandon_output()
        return DONE
    except KeyboardInterrupt:
        _abandon_output()
        return INTERRUPTED
    except OSError as error:  # files have their own error, so this is standard output
        _abandon_output()
        _say(f"standard output: {error.strerror}")
        return FAILED


def _run(argv: Sequence[str] | None) -> int:
    parser = build_parser()
    options = parser.parse_args(argv)
    rules = chosen_rules(options.rules)
    if options.list_repairs or options.list_rules:
        _to_stdout(None, _utf8(repair_list() if options.list_repairs else rule_list(rules)))
        return DONE
    if not options.inputs and sys.stdin is not None and sys.stdin.isatty():
        parser.error("nothing to read: name a file or a folder, or pipe a text in")
    job = partial(
        clean,
        encoding=options.encoding,
        script=options.script,
        punctuation=options.punctuation,
        repairs=chosen_repairs(options.select, options.ignore),
        rules=rules,
    )
    job(b"")  # a wrong name of an encoding is said once, not for every input
    return _clean_all(options, job)


def _clean_all(options: Namespace, job: Callable[[bytes], Document]) -> int:
    report = Report()
    if options.output == "":
        raise CntextfixError("-o names no file or folder")
    out = Path(options.output) if options.output not in (None, "-") else None
    sources: list[Source] = []
    for one in find_sources(options.inputs or ["-"], apart_from=out):
        if isinstance(one, Source):
            sources.append(one)
        else:
            report.fail(one)
    form = _form(options, sources)
    render = partial(_rendered, options, form, Style(wants_colour(options.color, sys.stdout)))
    with _sink(options, form, out, sources) as put:
        for source in sources:
            try:
                document = job(read(source))
                text = render(source, document)
            except FileError as error:
                report.fail(error)
            except Exception as error:
                report.fail(f"{source}: {type(error).__name__}: {error}; please report this bug")
            else:
                report.count(source, document)
                if _looks_binary(document) and not options.quiet:
                    _say(
                        f"{source}: this looks like no text; if it is one, try -e with its encoding"
                    )
                try:
                    put(source, _utf8(f"{text}\n" if text else ""))
                except FileError as error:
                    report.fail(error)
    report.say(options, several=len(sources) > 1)
    return report.status(check=options.check)


def _form(options: Namespace, sources: Sequence[Source]) -> str:
    """The form of the output, where the options agree on one."""
    takes: dict[str, tuple[str, ...]] = {
        "diff": (),
        "check": (),
        "explain": ("json", "jsonl"),
    }
    for mode, forms in takes.items():
        if getattr(options, mode) and options.output:
            raise CntextfixError(f"--{mode} does not go with -o; redirect standard output instead")
        if getattr(options, mode) and options.to not in (None, "text", *forms):
            raise CntextfixError(f"--{mode} does not go with -t {options.to}")
    by_suffix = {suffix: form for form, suffix in SUFFIXES.items()}
    suffix = Path(options.output or "").suffix.lower()
    form: str = options.to or by_suffix.get(suffix, "text")
    if form == "json" and len(sources) > 1 and options.output in (None, "-"):
        raise CntextfixError("several inputs do not make one JSON document; use -t jsonl, or -o")
    return form


def _rendered(
    options: Namespace, form: str, style: Style, source: Source, document: Document
) -> str:
    """What is written of a document."""
    name = str(source)
    if options.check:
        return ""
    if options.diff:
        return unified(document, name, style)
    if form in ("json", "jsonl"):
        values = explain_dict(document) if options.explain else to_dict(document)
        return dumps({"path": name, **values}, indent=2 if form == "json" else None)
    if options.explain:
        return explain(document, name, style)
    return document.to_markdown() if form == "markdown" else document.to_text()


Put = Callable[[Source, bytes], None]


def _sink(
    options: Namespace, form: str, out: Path | None, sources: Sequence[Source]
) -> AbstractContextManager[Put]:
    """Where rendered documents go."""
    if out is None:
        framed = len(sources) > 1 and form in ("text", "markdown")
        plain = not framed or options.diff or options.explain or options.check
        return nullcontext(_to_stdout if plain else _Framed())
    several = len(sources) > 1 or any(Path(name).is_dir() for name in options.inputs)
    folder = options.output.endswith(("/", os.sep)) or out.is_dir()
    if several and not folder and form != "jsonl":
        if out.suffix.lower() in SUFFIXES.values() or out.exists():
            problem = "several texts do not go into one file; name a folder, or use -t jsonl"
            raise FileError(str(out), problem)
        folder = True
    return results(targets(sources, out, folder=folder, suffix=SUFFIXES[form]))


class _Framed:
    """Several texts on standard output, each under a line with its name, as head and tail do."""

    def __init__(self) -> None:
        self._above = ""

    def __call__(self, source: Source, data: bytes) -> None:
        _to_stdout(source, _utf8(f"{self._above}==> {source} <==\n\n") + data)
        self._above = "\n"


def _to_stdout(_: Source | None, data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()  # a document is shown when it is done, not when all are


def _utf8(text: str) -> bytes:
    """A text as UTF-8; lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text).encode()


def _abandon_output() -> None:
    """Leave what is not written yet unwritten, so that Python's exit does not try again."""
    with suppress(OSError, ValueError):  # standard output may be no real file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


def _looks_binary(document: Document) -> bool:
    """Whether control characters and undecodable bytes are more than damage would explain."""
    sample = document.original[:10_000]
    return len(_NO_TEXT.findall(sample)) * 20 > len(sample)


def _say(message: object) -> None:
    print(f"cntextfix: {message}", file=sys.stderr)


@dataclass(slots=True)
class Report:
    """What became of the inputs."""

    documents: int = 0
    failed: int = 0
    set_aside: int = 0
    changed: list[str] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)

    def fail(self, problem: object) -> None:
        """Count a failure and say it."""
        self.failed += 1
        _say(problem)

    def count(self, source: Source, document: Document) -> None:
        """Count a document that was cleaned."""
        self.documents += 1
        self.set_aside += len(document.removed)
        for change in document.changes:
            if change.repair != READING:
                done = sum(edit.certainty != "left" for edit in change.edits)
                self.repairs[change.repair] += done
        if changes_text(document):
            self.changed.append(str(source))

    def say(self, options: Namespace, *, several: bool) -> None:
        """Tell the user, unless asked to be quiet."""
        if options.quiet:
            return
        if options.check:
            for name in self.changed:
                _say(f"{name}: would change")
        if several:
            counts = (+self.repairs).most_common()  # what was found but left counts nothing
            repairs = ", ".join(f"{name} {count:,}" for name, count in counts)
            parts = [
                f"{self.documents:,} document{'s' * (self.documents != 1)}",
                f"repairs: {repairs or 'none'}",
                f"lines of furniture set aside: {self.set_aside:,}",
                *([f"failed: {self.failed:,}"] if self.failed else []),
            ]
            _say("; ".join(parts))

    def status(self, *, check: bool) -> int:
        """The exit status."""
        if self.failed:
            return FAILED
        return WOULD_CHANGE if check and self.changed else DONE
