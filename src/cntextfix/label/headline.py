"""Finds title and subtitles among the lines that stand above the body.

The title is the first line that is kept, or there is none: a line kept above it would change
places with it whenever the document is written out.
"""

from collections.abc import Sequence

from cntextfix.document import Kind
from cntextfix.label.marks import Mark, Marks, kept
from cntextfix.label.shape import LONGEST_LABEL, is_headline, is_sentence

__all__ = ["place_title"]

_MOST_SUBTITLES = 5
_SHORTEST_REPEATED = 6  # shorter lines may well stand twice, as in a verse
_SHORTEST_TITLE = 8  # of a title that a line of facts points at
_LONGEST_SITE_NAME = 12
_FEWEST_NAVIGATION = 8  # so many short lines above a title are no kickers
_FARTHEST_TITLE = 4  # lines between a title and the facts below it
_MOST_TITLE_LINES = 3  # more headlines in a row are a list of other pages
_SITE_NAME_FOLLOWS = "_-|—–｜－"
_TITLE_STANDS_BELOW = frozenset(
    {"breadcrumb_here", "breadcrumb_from_home", "breadcrumb_to_text", "welcome_today"}
)
_TITLE_STANDS_ABOVE = frozenset(
    {
        "facts",
        "facts_with_author",
        "facts_of_date_and_source",
        "facts_of_source_and_date",
        "date_labelled",
        "date_and_outlet",
        "outlet_and_date",
        "outlet_person_date",
        "date_only",
        "source_only",
    }
)


def place_title(lines: Sequence[str], first: int, marks: Marks) -> None:
    """Mark the title, the subtitles, and the names of the site above them.

    Args:
        lines: the lines of the text.
        first: index of the first line of the body.
        marks: the marks so far; the new ones are added.
    """
    top = _mark_site_names(lines, first, marks)
    _mark_navigation(lines, top, first, marks)
    _mark_page_titles(lines, first, marks)
    above = kept(range(first), marks)
    if not above or above[0] in marks or not is_headline(lines[above[0]]):
        return
    title = lines[above[0]]
    marks[above[0]] = Mark(Kind.TITLE, "first_line")
    subtitles: list[int] = []
    open_to_subtitles = True
    for index in above[1:]:
        if lines[index] == title and index not in marks and _has_han(title):
            marks[index] = Mark(Kind.MASTHEAD, "title_again")
            continue
        open_to_subtitles &= index not in marks and is_headline(lines[index])
        if open_to_subtitles:
            subtitles.append(index)
    if len(subtitles) <= _MOST_SUBTITLES:
        marks.update((index, Mark(Kind.SUBTITLE, "below_title")) for index in subtitles)


def _has_han(line: str) -> bool:
    """Whether a line has Han characters enough not to stand twice by chance, as code does."""
    return sum("一" <= character <= "鿿" for character in line) >= _SHORTEST_REPEATED


def _mark_site_names(lines: Sequence[str], first: int, marks: Marks) -> int:
    """Lines above the last breadcrumb or dated welcome: names of the site and its sections.

    Returns:
        The index below that line; 0 where there is none.
    """
    above = [
        index
        for index in range(first)
        if index in marks and marks[index].rule in _TITLE_STANDS_BELOW
    ]
    if not above:
        return 0
    names = [index for index in kept(range(above[-1]), marks) if index not in marks]
    many = len(names) >= _FEWEST_NAVIGATION
    for index in names:
        if _is_name(lines[index], _LONGEST_SITE_NAME) or (many and not is_sentence(lines[index])):
            marks[index] = Mark(Kind.MASTHEAD, "above_breadcrumb")
    return above[-1] + 1


def _mark_navigation(lines: Sequence[str], top: int, first: int, marks: Marks) -> None:
    """Short lines above a title, where a line of facts below points at the title."""
    facts = (i for i in range(top, first) if i in marks and marks[i].rule in _TITLE_STANDS_ABOVE)
    above = kept(range(top, next(facts, top)), marks)
    place = len(above)
    while (
        place
        and len(above) - place < _FARTHEST_TITLE
        and not _can_be_title(lines[above[place - 1]])
    ):
        place -= 1
    below = place
    while place and _can_be_title(lines[above[place - 1]]):
        place -= 1
    if not 0 < below - place <= _MOST_TITLE_LINES:
        return
    names = [index for index in above[:place] if index not in marks]
    many = len(names) >= _FEWEST_NAVIGATION
    if many or all(_is_name(lines[index], _SHORTEST_TITLE - 1) for index in names):
        for index in names:
            if not is_sentence(lines[index]):
                marks[index] = Mark(Kind.NAVIGATION, "above_title")


def _can_be_title(line: str) -> bool:
    return len(line) >= _SHORTEST_TITLE and is_headline(line)


def _is_name(line: str, longest: int) -> bool:
    return len(line) <= longest and not any(map(line.count, "，。、；：！？“《,;:!?"))


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
