"""Blanks that only a page's layout needed: no-break indents, and lines of blanks.

    &nbsp;&nbsp;&nbsp;&nbsp;各单位：  ->  各单位：

Pages indent with no-break spaces and part paragraphs with lines that hold nothing but one. An
indent of two ideographic spaces is Chinese typesetting and stays, as does a no-break space
inside a line: there it keeps a number beside its noun (第 10 节) and was put on purpose.
"""

import re
from collections.abc import Iterator

from cntextfix.edits import Edit
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

_BLANKS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_run = re.compile(f"^[{_BLANKS}]+", re.MULTILINE)
_wide_blank = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if not _wide_blank.search(text):
        return
    for run in _run.finditer(text):
        start, end = run.span()
        only_blanks = text[end : end + 1] in ("", "\n", "\r")
        if "\u00a0" in run.group() or (only_blanks and _wide_blank.search(run.group())):
            yield Edit(start, end, "")


REPAIR = Repair(
    name="indents",
    summary="indents made of no-break spaces, and lines of nothing but blanks",
    stage="repair",
    find=_find,
    examples=(
        (
            "\u00a0\u00a0\u00a0\u00a0各单位：\n\u3000\n\u3000\u3000特此通知。",
            "各单位：\n\n\u3000\u3000特此通知。",
        ),
        ("参见第\u00a010\u00a0节", "参见第\u00a010\u00a0节"),
    ),
)
