"""What the command tells of its work: each failure as it happens, and a line at the end."""

import sys
from argparse import Namespace
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from cntextfix.document import Document
from cntextfix.edits import READING
from cntextfix.files import Source
from cntextfix.render.diff import changes_text

__all__ = ["DONE", "FAILED", "INTERRUPTED", "Report", "say"]

DONE, WOULD_CHANGE, FAILED, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses."""


def say(message: object) -> None:
    """Tell the user something, on standard error, unless that is closed or full."""
    if sys.stderr is not None:
        with suppress(OSError):
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
        say(problem)

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
                say(f"{name}: would change")
        if several:
            counts = (+self.repairs).most_common()  # what was found but left counts nothing
            repairs = ", ".join(f"{name} {count:,}" for name, count in counts)
            parts = [
                f"{self.documents:,} document{'s' * (self.documents != 1)}",
                f"repairs: {repairs or 'none'}",
                f"lines of furniture set aside: {self.set_aside:,}",
                *([f"failed: {self.failed:,}"] if self.failed else []),
            ]
            say("; ".join(parts))

    def status(self, *, check: bool) -> int:
        """The exit status."""
        if self.failed:
            return FAILED
        return WOULD_CHANGE if check and self.changed else DONE
