"""Finds title and subtitles among the lines that stand above the body.

The title is the first line that is kept, or there is none: a line kept above it would change
places with it whenever the document is written out.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from cntextfix.document import Kind
from cntextfix.label.below_title import mark_speaker, marks_below_title
from cntextfix.label.board import BOARD_TITLE, labelled_title, without_label
from cntextfix.label.marks import Mark, Marks, kept
from cntextfix.label.official_title import OfficialHead, issued_title, official_head
from cntextfix.label.shape import (
    LONGEST_LABEL,
    is_headline,
    is_sentence,
)
from cntextfix.label.sheet import Sheet
from cntextfix.label.title_lines import squeezed
from cntextfix.label.unruled import DATE_BELOW_TITLE
from cntextfix.lexicon.fold import fold
from cntextfix.page import Head

__all__ = ["head_titles", "named_title", "place_title", "pointed_title", "title_above"]

_MOST_SUBTITLES = 5
_MOST_FACTS = 3  # lines of facts that no rule knows below a title; more are a chronicle
_LONGEST_TITLE = 120
_SHORTEST_REPEATED = 6  # shorter lines may well stand twice, as in a verse
_SHORTEST_TITLE = 8  # of a title that a line of facts points at
_LONGEST_SITE_NAME = 12
_FEWEST_BLANKS = 3  # between the items of a menu on one line
_FEWEST_NAVIGATION = 8  # so many short lines above a title are no kickers
_TITLE_META = frozenset({"og:title", "twitter:title", "articletitle", "headline"})
_FARTHEST_ABOVE_TEXT = 12
_NEAR_FACTS = 25  # lines below the facts, where the text should be
_LEAST_TEXT = 60  # characters of sentences there
_FARTHEST_TEXT = 12  # lines between a date that no rule knows and the text
_FARTHEST_TITLE = 4  # lines between a title and the facts below it
_MOST_TITLE_LINES = 3  # more headlines in a row are a list of other pages
_DASHES = ("——", "――", "──", "--", "—")  # a sub-headline begins with them
_MOST_OFFICIAL = 6  # lines of an official document's head
_PLATE = (Kind.MASTHEAD, Kind.METADATA)
_SITE_NAME_FOLLOWS = frozenset("_-|—–｜－")
_OUTLET = re.compile(r"\w{2,8}(?:[报報网網社台臺刊号號]|网络版|網絡版|客户端|客戶端|[频頻]道)")
_DAY = re.compile(r"\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d\d")
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


def head_titles(head: Head) -> tuple[str, ...]:
    """What a page's head calls the page, each form once.

    Args:
        head: what the page says of itself.

    >>> head_titles(Head("通知_某某网", meta=(("og:title", "通知"),)))
    ('通知_某某网', '通知')
    """
    found = [head.title]
    found += [value for name, value in head.meta if name in _TITLE_META]
    found += [value for path, value in head.linked if path == "headline"]
    return tuple(dict.fromkeys(title for title in found if title))[:_MOST_TITLES]


_MOST_TITLES = 8  # a page calls itself by three or four; each is looked for in every line


def named_title(sheet: Sheet, titles: Sequence[str]) -> int | None:
    """The line that shows what the page's head calls the page.

    The head mostly says title and site's name, in one string; what it shares with a line is the
    title (as GNE finds it: the longest common substring of ``<title>`` and headings).

    Args:
        sheet: the page's lines.
        titles: what the head calls the page: ``<title>``, og:title.

    Returns:
        Its index; ``None`` where no line shows it.

    >>> texts = ["某某网", "义务植树活动举行", "三百人参加了活动。"]
    >>> named_title(Sheet(texts, (), [None] * 3), ["义务植树活动举行_某某网"])
    1
    """
    heads = [head for title in titles if len(head := squeezed(title)) > 3]
    if not heads:
        return None
    names = [rule.name if rule else None for rule in sheet.rules]
    of_post = labelled_title(sheet.texts, names)
    if of_post is not None and squeezed(without_label(sheet.texts[of_post])) in heads:
        return of_post
    best, found = 0.0, None
    starts = frozenset("".join(heads))
    for index, text in enumerate(sheet.texts):
        if not 3 < len(text) <= _LONGEST_TITLE or fold(text[0]) not in starts:
            continue
        bare = squeezed(text)
        shared = max(_shared(bare, head) for head in heads)
        if not shared:
            continue
        if shared < len(bare) and _runs_on(text):  # a paragraph that opens with the title's words
            continue
        level = sheet.level(index)
        worth = shared * (1.5 if level == 1 else 1.2 if level else 1.0) * shared / len(bare)
        if bare in heads and not _SITE_NAME_FOLLOWS.isdisjoint(bare):
            worth *= 0.7  # it may hold the site's name too, and the title stand below it alone
        if sheet.linked(index):
            worth *= 0.5
        if worth > best:
            best, found = worth, index
    return found


def _runs_on(text: str) -> bool:
    """Whether a line is a sentence, or leads on to the next line."""
    return "。" in text or text[-1] in "，,、；;：:"


def _shared(line: str, head: str) -> int:
    """How many characters of a line the head has too, as its beginning or as a part of it."""
    place = head.find(line)
    if place == 0 or (place > 0 and len(line) * 2 >= len(head)):
        return len(line)
    if line[:_SHORTEST_TITLE] != head[:_SHORTEST_TITLE] or len(line) < _SHORTEST_TITLE:
        return 0
    pairs = enumerate(zip(line, head, strict=False))
    common = next((at for at, (a, b) in pairs if a != b), min(len(line), len(head)))
    return common if common * 2 >= min(len(line), len(head)) else 0


def pointed_title(sheet: Sheet) -> int | None:
    """The line that a line of facts points at: the headline above source and date.

    Args:
        sheet: the page's lines.

    Returns:
        Its index; ``None`` where no line of facts has a headline above it.
    """
    texts, directly = sheet.texts, None
    for index, rule in enumerate(sheet.rules):
        if rule is None or rule.name not in _TITLE_STANDS_ABOVE:
            continue
        title = _above_facts(sheet, index)
        if title is None:
            continue
        follows = range(index + 1, min(len(texts), index + 1 + _NEAR_FACTS))
        text = sum(
            len(texts[i]) for i in follows if sheet.rules[i] is None and is_sentence(texts[i])
        )
        if text >= _LEAST_TEXT:
            return title
        if directly is None and title == index - 1:
            directly = title
    return directly


def _above_facts(sheet: Sheet, facts: int) -> int | None:
    """The nearest headline above a line of facts; one that names an outlet only where alone."""
    outlet = None
    for index in range(facts - 1, max(-1, facts - 1 - _FARTHEST_TITLE), -1):
        text = sheet.texts[index]
        if sheet.rules[index] is not None or not _can_be_title(text) or sheet.linked(index):
            continue
        if _OUTLET.fullmatch(text) is None:
            return index
        outlet = outlet or index
    return outlet


def title_above(sheet: Sheet, first: int) -> int | None:
    """The line above the text that is most likely its title.

    Args:
        sheet: the page's lines.
        first: index of the text's first line.
    """
    near = [
        index
        for index in range(max(0, first - _FARTHEST_ABOVE_TEXT), first + 1)
        if sheet.rules[index] is None
        and is_headline(sheet.texts[index])
        and not sheet.linked(index)
        and not _DAY.search(sheet.texts[index])
    ]
    marked = [index for index in near if sheet.level(index)]
    if marked:
        return min(marked, key=lambda index: (sheet.level(index), -index))
    long = [index for index in near if len(sheet.texts[index]) >= _SHORTEST_TITLE]
    if long and long[0] == 0:
        return 0  # what an extractor left begins with the title
    if long:
        return max(long, key=lambda index: (len(sheet.texts[index]), index))
    return near[-1] if near else None


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
    facts = {i for i in range(top, first) if i in marks and marks[i].rule in _TITLE_STANDS_ABOVE}
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
        if many or all(i in dated or _is_name(lines[i], _SHORTEST_TITLE - 1) for i in names):
            for i in names:
                if not is_sentence(lines[i]):
                    marks[i] = Mark(Kind.NAVIGATION, "above_title")
        return


def _title_in(lines: Sequence[str], above: Sequence[int], end: int) -> int | None:
    """Place of the title among the first lines of some, if it stands at their end."""
    place = end
    while place and end - place < _FARTHEST_TITLE and not _can_be_title(lines[above[place - 1]]):
        place -= 1
    below = place
    while place and _can_be_title(lines[above[place - 1]]):
        place -= 1
    if 0 < place < below and lines[above[place]].startswith(_DASHES):
        place -= is_headline(lines[above[place - 1]])  # a title, however short
    if place == below:
        return None
    return place if below - place <= _MOST_TITLE_LINES else below - 1


def _can_be_title(line: str) -> bool:
    return len(line) >= _SHORTEST_TITLE and is_headline(line) and not _DAY.search(line)


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
        if line[end] in _SITE_NAME_FOLLOWS
    )
