"""Marks title, sub-headlines and the site's names among the lines that stand above the body.

The title is the first line that is kept, or there is none: a line kept above it would change
places with it whenever the document is written out.

>>> marks: Marks = {}
>>> place_title(["义务植树活动举行", "三百人种下六百棵树", "昨天上午，活动举行。"], 2, marks)
>>> [(mark.kind.value, mark.rule) for mark in marks.values()]
[('title', 'first_line'), ('subtitle', 'below_title')]
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from cntextfix.document import Kind
from cntextfix.label.below_title import mark_speaker, marks_below_title
from cntextfix.label.board import BOARD_TITLE, labelled_title
from cntextfix.label.headline import (
    FARTHEST_TITLE,
    SHORTEST_TITLE,
    SITE_NAME_FOLLOWS,
    TITLE_STANDS_ABOVE,
    can_be_title,
)
from cntextfix.label.marks import Mark, Marks, kept
from cntextfix.label.official_title import OfficialHead, issued_title, official_head
from cntextfix.label.shape import LONGEST_LABEL, is_headline, is_sentence
from cntextfix.label.unruled import DATE_BELOW_TITLE

__all__ = ["place_title"]

_MOST_SUBTITLES = 5
_MOST_FACTS = 3  # lines of facts that no rule knows below a title; more are a chronicle
_SHORTEST_REPEATED = 6  # shorter lines may well stand twice, as in a verse
_LONGEST_SITE_NAME = 12
_FEWEST_BLANKS = 3  # between the items of a menu on one line
_FEWEST_NAVIGATION = 8  # so many short lines above a title are no kickers
_FARTHEST_TEXT = 12  # lines between a date that no rule knows and the text
_MOST_TITLE_LINES = 3  # more headlines in a row are a list of other pages
_DASHES = ("——", "――", "──", "--", "—")  # a sub-headline begins with them
_MOST_OFFICIAL = 6  # lines of an official document's head
_PLATE = (Kind.MASTHEAD, Kind.METADATA)
_TITLE_STANDS_BELOW = frozenset(
    {"breadcrumb_here", "breadcrumb_from_home", "breadcrumb_to_text", "welcome_today"}
)


def place_title(lines: Sequence[str], first: int, marks: Marks, *, titled: bool = False) -> None:
    """Mark the title, the subtitles, and the names of the site above them.

    Args:
        lines: the lines of the text.
        first: index of the first line of the body.
        marks: the marks so far; the new ones are added.
        titled: whether the first line is known to be the title.
    """
    above = [0, *kept(range(1, first), marks)] if titled else _mark_title(lines, first, marks)
    if not above:
        return
    if titled:
        marks[0] = Mark(Kind.TITLE, "title_of_page")
    title = lines[above[0]]
    subtitles: list[int] = []
    facts: Marks = {}
    open_to_subtitles = True
    rest = [lines[index] for index in above[1:]]
    no_subtitles = marks_below_title(rest) if rest else {}
    for place, index in enumerate(above[1:]):
        if lines[index] == title and index not in marks and _has_han(title):
            marks[index] = Mark(Kind.MASTHEAD, "title_again")
            continue
        mark = no_subtitles.get(place) if index not in marks else None
        if mark is not None and mark.rule == DATE_BELOW_TITLE:
            marks[index] = mark
            continue
        if mark is not None:
            facts[index] = mark
            continue
        open_to_subtitles &= index not in marks and is_headline(lines[index])
        if open_to_subtitles:
            subtitles.append(index)
    if len(facts) <= _MOST_FACTS:
        marks.update(facts)
    if len(subtitles) <= _MOST_SUBTITLES:
        marks.update((index, Mark(Kind.SUBTITLE, "below_title")) for index in subtitles)
        mark_speaker(lines, subtitles, marks, title)


def _mark_title(lines: Sequence[str], first: int, marks: Marks) -> list[int]:
    """Mark the title of lines without markup, and what stands above it.

    Returns:
        The kept lines from the title on, none where there is no title or nothing below it is open.
    """
    rules = [marks[index].rule if index in marks else None for index in range(first)]
    of_post = labelled_title(lines, rules)
    if of_post is not None and not kept(range(of_post), marks):
        marks[of_post] = Mark(Kind.TITLE, BOARD_TITLE)
        return []
    top = _mark_site_names(lines, first, marks)
    _mark_navigation(lines, top, first, marks)
    _mark_page_titles(lines, first, marks)
    above = _mark_official(lines, kept(range(first), marks), marks)
    if not above:
        return []
    if above[0] in marks:
        return above if marks[above[0]].kind is Kind.TITLE else []
    if not is_headline(lines[above[0]]):
        return []
    marks[above[0]] = Mark(Kind.TITLE, "first_line")
    return above


def _mark_official(lines: Sequence[str], above: list[int], marks: Marks) -> list[int]:
    """Mark plate, number and title of an official document, if the kept lines begin with them.

    Returns:
        The kept lines from the title's last line on.
    """
    free = [lines[index] for index in takewhile(lambda index: index not in marks, above)]
    head = official_head(free[:_MOST_OFFICIAL])
    if head is None:
        head = OfficialHead((), issued_title(free, 0))
    if not head.title or head.plate not in ((), (0, 1)):
        return above
    for place, kind, rule in zip(
        head.plate, _PLATE, ("official_plate", "official_number"), strict=False
    ):
        marks[above[place]] = Mark(kind, rule)
    for place in head.title:
        marks[above[place]] = Mark(Kind.TITLE, "official_title")
    return above[head.title[-1] :]


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
    if first - top < 2:  # a title and its facts
        return
    facts = {i for i in range(top, first) if i in marks and marks[i].rule in TITLE_STANDS_ABOVE}
    free = [i for i in range(top, first) if i not in marks]
    proved = {
        free[place]: mark for place, mark in marks_below_title([lines[i] for i in free]).items()
    }
    dated = {i for i, mark in proved.items() if mark.rule == DATE_BELOW_TITLE}
    text = [i for i in free if i not in proved]
    facts |= {i for i in dated if len(text) - bisect_left(text, i) <= _FARTHEST_TEXT}
    above = [i for i in kept(range(top, first), marks) if i not in facts and i not in dated]
    for index in sorted(facts):
        place = _title_in(lines, above, bisect_left(above, index))
        if place is None:
            continue
        names = [i for i in free if i < above[place]]
        menus = sum(len(lines[i]) <= _LONGEST_SITE_NAME for i in names)
        many = len(names) >= _FEWEST_NAVIGATION and menus * 2 >= len(names)
        if many or all(i in dated or _is_name(lines[i], SHORTEST_TITLE - 1) for i in names):
            for i in names:
                if not is_sentence(lines[i]):
                    marks[i] = Mark(Kind.NAVIGATION, "above_title")
        return


def _title_in(lines: Sequence[str], above: Sequence[int], end: int) -> int | None:
    """Place of the title among the first lines of some, if it stands at their end."""
    place = end
    while place and end - place < FARTHEST_TITLE and not can_be_title(lines[above[place - 1]]):
        place -= 1
    below = place
    while place and can_be_title(lines[above[place - 1]]):
        place -= 1
    if 0 < place < below and lines[above[place]].startswith(_DASHES):
        place -= is_headline(lines[above[place - 1]])  # a title, however short
    if place == below:
        return None
    return place if below - place <= _MOST_TITLE_LINES else below - 1


def _is_name(line: str, longest: int) -> bool:
    """Whether a line is a short name, or names with blanks between them."""
    short = len(line) <= longest or line.count(" ") >= _FEWEST_BLANKS
    return short and not any(map(line.count, "，。、；：！？“《,;:!?"))


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
        if line[end] in SITE_NAME_FOLLOWS
    )
