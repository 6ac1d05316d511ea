"""Blanks that only a page's layout needed: no-break indents, and lines of blanks.

    &nbsp;&nbsp;&nbsp;&nbsp;各单位：  ->  各单位：

Pages indent with no-break spaces and part paragraphs with lines that hold nothing but one. An
indent of two ideographic spaces is Chinese typesetting and stays, as does a no-break space
inside a line: there it keeps a number beside its noun (第 10 节) and was put on purpose.
"""

import re
from collections.abc import Iterator
from itertools import chain

from cntextfix.edits import Edit
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

_BLANKS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_blanks = re.compile(f"[{_BLANKS}]+")
_run = re.compile(f"\n[{_BLANKS}]+")  # fast to find, because it begins with one character
_wide_blank = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# The last ideographic space of a line of blanks.
_alone = re.compile("\u3000(?=[ \t\r\n]|\\Z)")


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if not _wide_blank.search(uncommon(text)) and not _alone.search(text):
        return
    first = _blanks.match(text)
    spans = [(0, first.end())] if first else []
    for start, end in chain(spans, ((run.start() + 1, run.end()) for run in _run.finditer(text))):
        blanks, only_blanks = text[start:end], text[end : end + 1] in ("", "\n", "\r")
        if "\u00a0" in blanks or (only_blanks and _wide_blank.search(blanks)):
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
