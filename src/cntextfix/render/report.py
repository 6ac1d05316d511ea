"""A Document as a page to look at: what was changed, what was set aside, and what was found.

>>> from cntextfix.document import Block, Document, Kind
>>> page = Document(title="通知", blocks=(Block(Kind.TITLE, "通知", 1),), repaired="通知")
>>> written = report(page, "page.txt")
>>> "<h1>通知</h1>" in written, "http" in written
(True, False)
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from importlib import resources

from cntextfix.document import Block, Document
from cntextfix.edits import Certainty, Change
from cntextfix.render.spans import Span, Trace, spans
from cntextfix.render.style import visible

__all__ = ["report"]

_SHOWN = 80
"""Characters of an old text that a hint shows."""

_FIELDS = (
    *("title", "subtitles", "site", "source", "author", "editor", "editors", "published"),
    *("modified", "url", "original_url", "breadcrumb", "number", "keywords", "signature"),
    *("licence", "encoding", "script"),
)


def report(document: Document, name: str) -> str:
    """A page of HTML that needs nothing but itself.

    Args:
        document: the cleaned page.
        name: how to call it.
    """
    heading = document.title or name
    parts = [
        "<!DOCTYPE html>",
        '<html lang="zh"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(heading)}</title>",
        f"<style>{_style()}</style></head><body>",
        f"<header><p class=name>{_text(name)}</p><h1>{_text(heading)}</h1>",
        _summary(document),
        "</header>",
        "<main>",
        *_lines(document),
        "</main>",
        "<aside>",
        _fields(document),
        _repairs(document.changes),
        _legend(),
        "</aside></body></html>",
    ]
    return "\n".join(parts)


def _style() -> str:
    return (resources.files("cntextfix.render") / "report.css").read_text("utf-8")


def _text(text: str) -> str:
    return escape(visible(text, keep=_BLANKS))


_BLANKS = "\t\xa0\u2002\u2003\u3000"


def _summary(document: Document) -> str:
    edits = Counter(e.certainty for change in document.changes for e in change.edits)
    told = [_count(edits[one], *words) for one, words in _CERTAINTIES.items() if edits[one]]
    aside = len(document.removed)
    lines = _count(aside, "line set aside", "lines set aside")
    return f"<p class=summary>{', '.join(told) or 'no change'}; {lines}</p>"


_CERTAINTIES: dict[Certainty, tuple[str, str]] = {
    "certain": ("certain change", "certain changes"),
    "guess": ("guess", "guesses"),
    "left": ("damage left", "damages left"),
}


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _lines(document: Document) -> Iterator[str]:
    """Every block on its own line, furniture pale, with its label beside it."""
    placed = _Lines(document)
    ends: dict[int, int] = {}
    for block in document.blocks:
        start, line, marks = placed(block.line)
        at = line.find(block.text, ends.get(block.line, 0))
        if at < 0:
            shown = _text(block.text)
        else:
            ends[block.line] = at + len(block.text)
            shown = _marked(block.text, start + at, marks)
        level = f" level{min(block.level, 6)}" if block.level else ""
        state = "kept" if block.kind.is_content else "aside"
        yield (
            f'<div class="line {state} {block.kind}{level}">'
            f"<span class=label{_hint(block)}>{block.kind}</span><p>{shown}</p></div>"
        )


def _hint(block: Block) -> str:
    return f' title="{escape(block.rule)}, line {block.line}"' if block.rule else ""


class _Lines:
    """Gives a line of the repaired text, where it starts, and the changes seen in it."""

    def __init__(self, document: Document) -> None:
        self._lines = document.repaired.split("\n")
        self._starts: list[int] = []
        self._spans: list[list[Span]] = []
        found = iter([*spans(_behind_reading(document.changes)), None])
        span = next(found)
        start = 0
        for line in self._lines:
            end = start + len(line)
            here: list[Span] = []
            while span is not None and span.start <= end:
                here.append(span)
                span = next(found)
            self._starts.append(start)
            self._spans.append(here)
            start = end + 1

    def __call__(self, number: int) -> tuple[int, str, list[Span]]:
        return self._starts[number - 1], self._lines[number - 1], self._spans[number - 1]


def _behind_reading(changes: Sequence[Change]) -> Sequence[Change]:
    """The changes behind the one that read the markup: those before it have no place in lines."""
    read = next((i for i, change in enumerate(changes) if change.repair == "html"), -1)
    return changes[read + 1 :]


def _marked(text: str, start: int, marks: Sequence[Span]) -> str:
    """A text with its changes marked; `start` is where it stands in the repaired text."""
    parts: list[str] = []
    done = 0
    for span in _apart(marks):
        here, end = span.start - start, min(span.end - start, len(text))
        if not done <= here <= len(text):
            continue
        told = "; ".join(_told(trace) for trace in span.traces)
        sure = max((trace.certainty for trace in span.traces), key=_SURENESS.index)
        quiet = " quiet" if _is_quiet(span) else ""
        empty = " gone" if end == here else ""
        parts.append(_text(text[done:here]))
        shown = _text(text[here:end])
        parts.append(f'<ins class="{sure}{quiet}{empty}" title="{escape(told)}">{shown}</ins>')
        done = end
    return "".join([*parts, _text(text[done:])])


def _apart(marks: Sequence[Span]) -> list[Span]:
    """The spans without overlaps: what undid damage hides the typography done around it."""
    loud = [span for span in marks if not _is_quiet(span)]
    ends = [span.end for span in loud]
    kept = list(loud)
    for span in marks:
        if not _is_quiet(span):
            continue
        start = span.start
        for other in loud[bisect_left(ends, span.start) :]:
            if other.start >= span.end:
                break
            if start < other.start:
                kept.append(replace(span, start=start, end=other.start))
            start = max(start, other.end)
        if start < span.end or span.start == span.end:
            kept.append(replace(span, start=start, end=max(start, span.end)))
    return sorted(kept, key=lambda span: (span.start, span.end))


def _is_quiet(span: Span) -> bool:
    return all(trace.repair in _QUIET for trace in span.traces)


_SURENESS = ("certain", "guess", "left")
_QUIET = frozenset({"script", "punctuation", "characters", "indents", "invisible", "spaced_han"})
"""Repairs of typography and script: there are hundreds on a page, and none needs a look."""


def _told(trace: Trace) -> str:
    old, new = _short(trace.old), _short(trace.new)
    told = f"{trace.repair}: {old or '∅'} → {new or '∅'} ({trace.certainty}"
    return told + (f", {trace.note})" if trace.note else ")")


def _short(text: str) -> str:
    return visible(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")


def _fields(document: Document) -> str:
    rows: list[str] = []
    for name in _FIELDS:
        value = getattr(document, name)
        if value in (None, ()):
            continue
        evidence = document.evidence.get(name)
        where = ""
        if evidence is not None:
            line = f"line {evidence.line}, " if evidence.line else ""
            note = f"; {evidence.note}" if evidence.note else ""
            where = f"<small>{_text(f'{line}{evidence.rule}{note}')}</small>"
        rows.append(f"<tr><th>{name}<td>{_text(_value(value))}{where}")
    return f"<h2>Fields</h2><table>{''.join(rows)}</table>" if rows else ""


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return " · ".join(_value(item) for item in value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _repairs(changes: Sequence[Change]) -> str:
    rows = [f"<tr><th>{_text(change.repair)}<td>{len(change.edits):,}" for change in changes]
    return f"<h2>Changes</h2><table>{''.join(rows)}</table>" if rows else ""


def _legend() -> str:
    return (
        "<h2>Signs</h2><p><ins class=certain>proved</ins> <ins class=guess>a guess</ins> "
        "<ins class=left>damage left as it is</ins> "
        '<ins class="certain quiet">typography or script</ins></p>'
        "<p>A bar marks a place where something was taken out. Rest the pointer on a sign to see "
        "what stood there, and on a label to see the rule that gave it.</p>"
    )
