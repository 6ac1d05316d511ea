"""Whether a document was flattened, and its lines as they were.

`punctuation` tells what the gate is and why it is stable.
"""

import re
from collections.abc import Callable, Iterator

from cntextfix.repairs._marks import widen
from cntextfix.repairs._page import is_page, parts
from cntextfix.repairs._plain import widened
from cntextfix.repairs._quotes import CHINESE_QUOTES, curled

__all__ = ["restored", "set_fullwidth"]

ENOUGH = 2
"""Marks of evidence that open the gate.

Of 1,729 correct documents of news, law and manuals one has as many, in paragraphs that did lose
their full-width marks; of the 1,560 of them that flattening changes 1,432 then have as many.
Measured with ``benchmarks/punctuation.py``, as docs/punctuation.md tells.
"""

_wide_point = re.compile("[，；：！？]")


def set_fullwidth(text: str) -> str:
    """Every line of a text, restored."""
    return _each_line(text, _set_line)


def restored(text: str, glued: re.Pattern[str]) -> str:
    """The text with the lines restored that were flattened.

    Args:
        text: any text.
        glued: finds the marks that are evidence.
    """
    if not _is_flattened(text, glued):
        return text
    commas = text.count("，") + text.count("；")
    if commas and 4 * commas > len(glued.findall(text)):
        return _each_line(text, lambda line: widen(line) if _evidence(line, glued) else line)
    if is_page(text):
        return _each_line(text, widen if CHINESE_QUOTES.search(text) else _set_line)
    restored_marks = widened(text)
    if CHINESE_QUOTES.search(text):
        return restored_marks
    return "".join([curled(line) for line in restored_marks.splitlines(keepends=True)])


def _each_line(text: str, restore: Callable[[str], str]) -> str:
    return "".join([restore(part) if is_text else part for part, is_text in parts(text)])


def _set_line(line: str) -> str:
    return curled(widen(line))


def _is_flattened(text: str, glued: re.Pattern[str]) -> bool:
    weight = 0
    of_page = is_page(text)
    for part, is_text in parts(text) if of_page else _glued_lines(text, glued):
        if is_text:
            weight += _evidence(part, glued)
            if weight >= ENOUGH:
                return True
    return False


def _glued_lines(text: str, glued: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The lines of a text that have marks of evidence, as `parts` gives them."""
    done = 0
    while found := glued.search(text, done):
        start = text.rfind("\n", done, found.start()) + 1 or done
        end = text.find("\n", found.end()) + 1 or len(text)
        yield from ((line, True) for line in text[start:end].splitlines(keepends=True))
        done = end


def _evidence(line: str, glued: re.Pattern[str]) -> int:
    """How many marks of a line show that it was flattened."""
    if "。" not in line and "、" not in line:
        return 0
    places = [match.start() for match in glued.finditer(line)]
    if not places or 9 * len(_wide_point.findall(line)) > len(places):
        return 0
    wide = widen(line)
    return sum(wide[here] != line[here] for here in places)
