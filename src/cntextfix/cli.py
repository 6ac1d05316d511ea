"""The command: arguments in, `clean` in the middle, text or JSON out.

It keeps what a well-behaved filter promises: data on standard output and talk on standard error;
bytes in, UTF-8 out, whatever the locale; one bad input does not stop the others; status 0 done,
1 ``--check`` found something to change, 2 an input, an output or the command line is wrong.
Files of many documents go to `cntextfix.corpus`.
"""

import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from pathlib import Path

from cntextfix.arguments import CORPUS_FORMS, SUFFIXES, build_parser
from cntextfix.choices import chosen_repairs, chosen_rules, repair_list, rule_list, wants_colour
from cntextfix.clean import Form, clean
from cntextfix.document import Document
from cntextfix.errors import CntextfixError
from cntextfix.files import FileError, Source, find_sources, holds_many, read
from cntextfix.magic import binary
from cntextfix.outputs import is_folder, make_folder, output_form, results, targets
from cntextfix.read.recognise import is_html
from cntextfix.render.diff import unified
from cntextfix.render.explain import explain, explain_dict
from cntextfix.render.json import dumps, to_dict
from cntextfix.render.style import Style
from cntextfix.render.text import utf8
from cntextfix.summary import DONE, FAILED, INTERRUPTED, Report, say

__all__ = ["main"]


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
        say(error)
        return FAILED
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _abandon_output()
        return DONE
    except KeyboardInterrupt:
        _abandon_output()
        return INTERRUPTED
    except OSError as error:  # files that are read and written have their own error
        _abandon_output()
        say(f"{error.filename or 'standard output'}: {error.strerror}")
        return FAILED


def _run(argv: Sequence[str] | None) -> int:
    parser = build_parser()
    options = parser.parse_args(argv)
    rules = chosen_rules(options.rules)
    if options.list_repairs or options.list_rules:
        _to_stdout(None, utf8(repair_list() if options.list_repairs else rule_list(rules)))
        return DONE
    if not options.inputs and sys.stdin is not None and sys.stdin.isatty():
        parser.error("nothing to read: name a file or a folder, or pipe a text in")
    said: dict[str, Form] = {"text": "text", "html": "html"}
    form: Form = options.form or said.get(options.source, "auto")
    job = partial(
        clean,
        form=form,
        strip=options.strip,
        script=options.script,
        punctuation=options.punctuation,
        repairs=chosen_repairs(options.select, options.ignore),
    )
    if options.rules:
        job = partial(job, rules=rules)
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        if options.output in (None, "-") and not options.check:
            raise CntextfixError("standard output is closed; name an output with -o")
    job(b"", encoding=options.encoding)  # a wrong name is said once, not for every input
    if options.output == "":
        raise CntextfixError("-o names no file or folder")
    if why := _why_corpus(options):
        from cntextfix.corpus.command import command

        return command(options, job, _depends(options, form), why)
    if options.to == "fixed" and form == "html":
        raise CntextfixError(_PLAIN)
    return _clean_all(options, _single(options, job))


def _single(options: Namespace, job: Callable[..., Document]) -> Callable[[bytes], Document]:
    """What cleans a single page."""
    if options.url is not None and len(options.inputs) > 1:
        raise CntextfixError("--url is the address of a single page; there are several inputs")
    if options.profile is not None:
        from cntextfix.sites import SiteProfile

        try:
            job = partial(job, profile=SiteProfile.load(options.profile))
        except OSError as error:
            raise CntextfixError(f"{options.profile}: {error.strerror}; check the path") from None
    return partial(job, url=options.url, encoding=options.encoding)


def _why_corpus(options: Namespace) -> str:
    """What makes this a run over files of many documents; nothing where it is none."""
    for name in ("jobs", "shard", "text_field", "keep_original", "learn_sites", "retry"):
        if getattr(options, name) not in (None, False):
            return f"--{name.replace('_', '-')} is for a corpus"
    if options.to in CORPUS_FORMS:
        return f"-t {options.to} is a form of a corpus"
    if options.source in ("jsonl", "parquet", "warc", "wet"):
        return f"-f {options.source} is a corpus"
    if options.source == "auto":
        for name in options.inputs:
            if _holds_many(options, name):
                return f"{name} is a corpus"
    return ""


def _holds_many(options: Namespace, name: str) -> bool:
    """Whether an input has many documents; what is shown of a folder are its pages."""
    path = Path(name)
    return holds_many(path) and (options.output is not None or not path.is_dir())


def _depends(options: Namespace, form: Form) -> dict[str, object]:
    """What of the options the result of cleaning depends on."""
    from hashlib import sha256
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("cntextfix")
    except PackageNotFoundError:
        found = "unknown"
    own_rules = [sha256(Path(file).read_bytes()).hexdigest()[:16] for file in options.rules]
    names = ("strip", "script", "punctuation", "select", "ignore")
    chosen = {name: getattr(options, name) for name in names}
    return {"version": found, "form": form, "rules": own_rules, **chosen}


def _clean_all(options: Namespace, job: Callable[[bytes], Document]) -> int:
    report = Report()
    out = Path(options.output) if options.output not in (None, "-") else None
    sources: list[Source] = []
    outputs: list[Path] = []
    for one in find_sources(options.inputs or ["-"], out, outputs.append):
        if isinstance(one, Source):
            sources.append(one)
        else:
            report.fail(one)
    if not options.quiet:
        for folder in outputs:
            say(f"{folder}: holds an earlier run's outputs, which are no inputs")
    form = output_form(options, sources)
    render = partial(_rendered, options, form, Style(wants_colour(options.color, sys.stdout)))
    with _sink(options, form, out, sources) as put:
        for source in sources:
            try:
                data = read(source)
                if options.source == "auto" and (what := binary(data)):
                    raise FileError(str(source), f"is {what}, no text; -f text takes it as one")
                document = job(data)
                text = render(source, document)
            except FileError as error:
                report.fail(error)
            except Exception as error:
                report.fail(f"{source}: {type(error).__name__}: {error}; please report this bug")
            else:
                report.count(source, document)
                if not options.quiet and (hint := _hint(options, data, document)):
                    say(f"{source}: {hint}")
                try:
                    put(source, utf8(text))
                except FileError as error:
                    report.fail(error)
    report.say(options, several=len(sources) > 1)
    return report.status(check=options.check)


def _rendered(
    options: Namespace, form: str, style: Style, source: Source, document: Document
) -> str:
    """What is written of a document."""
    if form == "fixed":
        found_out = options.source == "auto" and options.form in (None, "auto")
        if found_out and is_html(document.original):
            raise FileError(str(source), _PLAIN)
        return document.repaired
    text = _text(options, form, style, str(source), document)
    return f"{text}\n" if text else ""


_PLAIN = "this is a page of HTML, and -t fixed repairs plain text; -f text takes it as text"


def _text(options: Namespace, form: str, style: Style, name: str, document: Document) -> str:
    if options.check:
        return ""
    if options.diff:
        return unified(document, name, style)
    if form in ("json", "jsonl"):
        values = explain_dict(document) if options.explain else to_dict(document)
        return dumps({"path": name, **values}, indent=2 if form == "json" else None)
    if options.explain:
        return explain(document, name, style)
    if form == "html":
        return document.to_html(name)
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
    folder = is_folder(options, out, sources, form)
    places = targets(sources, out, folder=folder, suffix=SUFFIXES.get(form))
    if folder:
        make_folder(out)  # what is wrong with it is said once, not for every input
    return results(places)


class _Framed:
    """Several texts on standard output, each under a line with its name, as head and tail do."""

    def __init__(self) -> None:
        self._above = ""

    def __call__(self, source: Source, data: bytes) -> None:
        _to_stdout(source, utf8(f"{self._above}==> {source} <==\n\n") + data)
        self._above = "\n"


def _to_stdout(_: Source | None, data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()  # a document is shown when it is done, not when all are


def _abandon_output() -> None:
    """Leave what is not written yet unwritten, so that Python's exit does not try again."""
    with suppress(OSError, ValueError):  # standard output may be no real file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _hint(options: Namespace, data: bytes, document: Document) -> str:
    """What the user may have meant otherwise."""
    if _looks_binary(document):
        return "this looks like no text; if it is one, try -e with its encoding"
    if options.source == "auto" and options.to != "fixed" and _looks_like_records(data):
        return "looks like JSON Lines and was read as one text; as a file, try -f jsonl -o clean/"
    return ""


def _looks_like_records(data: bytes) -> bool:
    """Whether the first line is a record with a text in it."""
    line = data[:_LONGEST_RECORD].removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    if not line.startswith(b"{") or not line.rstrip().endswith(b"}"):
        return False
    import json

    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return any(isinstance(record.get(name), str) for name in ("text", "html", "content"))


_LONGEST_RECORD = 1 << 20
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


def _looks_binary(document: Document) -> bool:
    """Whether control characters and undecodable bytes are more than damage would explain."""
    sample = document.repaired[:10_000]
    return len(_NO_TEXT.findall(sample)) * 20 > len(sample)
