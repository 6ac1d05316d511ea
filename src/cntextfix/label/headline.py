"""Finds title and subtitles among the lines that stand above the body.

The title is the first line that is kept, or there is none: a line kept above it would change
places with it whenever the document is written out.
"""

from collections.abc import Sequence

from cntextfix.document import Kind
from cntextfix.label.marks import Mark, Marks, kept
from cntextfix.label.shape import LONGEST_LABEL, is_headline

__all__ = ["place_title"]

_MOST_SUBTITLES = 5
_SHORTEST_REPEATED = 6  # shorter lines may well stand twice, as in a verse
_LONGEST_SITE_NAME = 12
_SITE_NAME_FOLLOWS = "_-|—–｜－"
_TITLE_FOLLOWS = frozenset({"breadcrumb_here", "breadcrumb_from_home", "welcome_today"})


def place_title(lines: Sequence[str], first: int, marks: Marks) -> None:
    """Mark the title, the subtitles, and the names of the site above them.

    Args:
        lines: the lines of the text.
        first: index of the first line of the body.
        marks: the marks so far; the new ones are added.
    """
    _mark_site_names(lines, first, marks)
    _mark_page_titles(lines, first, marks)
    above = kept(range(first), marks)
    if not above or above[0] in marks or not is_headline(lines[above[0]]):
        return
    title = lines[above[0]]
    marks[above[0]] = Mark(Kind.TITLE, "first_line")
    subtitles: list[int] = []
    open_to_subtitles = True
    for index in above[1:]:
        if lines[index] == title and len(title) >= _SHORTEST_REPEATED and index not in marks:
            marks[index] = Mark(Kind.MASTHEAD, "title_again")
            continue
        open_to_subtitles &= index not in marks and is_headline(lines[index])
        if open_to_subtitles:
            subtitles.append(index)
    if len(subtitles) <= _MOST_SUBTITLES:
        marks.update((index, Mark(Kind.SUBTITLE, "below_title")) for index in subtitles)


def _mark_site_names(lines: Sequence[str], first: int, marks: Marks) -> None:
    """Short lines above a breadcrumb or a dated welcome: no title stands there."""
    triggers = (i for i in range(first) if i in marks and marks[i].rule in _TITLE_FOLLOWS)
    for index in range(next(triggers, 0)):
        if index not in marks and _is_site_name(lines[index]):
            marks[index] = Mark(Kind.MASTHEAD, "above_breadcrumb")


def _is_site_name(line: str) -> bool:
    return len(line) <= _LONGEST_SITE_NAME and not any(map(line.count, "，。、；：！？“《,;:!?"))


def _mark_page_titles(lines: Sequence[str], first: int, marks: Marks) -> None:
    """A first line that is the title with the site's name behind it, if the title follows."""
    above = kept(range(first), marks)
    headlines = {lines[index] for index in above}
    for index in above:
        if index in marks or not _is_page_title(lines[index], headlines):
            return
        marks[index] = Mark(Kind.MASTHEAD, "page_title")


def _is_page_title(line: str, headlines: set[str]) -> bool:
    return len(line) <= LONGEST_LABEL and any(
        line[:end].rstrip() in headlines
        for end in range(_SHORTEST_REPEATED, len(line))
        if line[end] in _SITE_NAME_FOLLOWS
    )
