"""Finds the line of a page's title: by what its head says, by the facts below it, by its text."""

import re
from collections.abc import Sequence

from cntextfix.label.board import title_of_post, without_label
from cntextfix.label.head import MOST_TITLES
from cntextfix.label.shape import is_headline, is_sentence
from cntextfix.label.sheet import Sheet
from cntextfix.label.title_lines import squeezed
from cntextfix.lexicon.fold import fold
from cntextfix.page import Head

__all__ = [
    "FARTHEST_TITLE",
    "SHORTEST_TITLE",
    "SITE_NAME_FOLLOWS",
    "TITLE_STANDS_ABOVE",
    "can_be_title",
    "head_titles",
    "named_title",
    "pointed_title",
    "title_above",
    "without_site",
]

SHORTEST_TITLE = 8
"""Characters of a title that a line of facts points at."""

FARTHEST_TITLE = 4
"""Lines between a title and the facts below it."""

SITE_NAME_FOLLOWS = frozenset("_-|—–｜－")
"""What stands between a title and the name of the site."""

TITLE_STANDS_ABOVE = frozenset(
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
"""Rules of facts that stand below the title."""

_LONGEST_TITLE = 120
_TITLE_META = frozenset({"og:title", "twitter:title", "articletitle", "headline"})
_FARTHEST_ABOVE_TEXT = 12
_SHORTEST_ALONE = 6  # characters; shorter lines begin others by chance
_FARTHEST_ALONE = 40  # lines from a title with the site's name to the title alone
_NEAR_FACTS = 25  # lines below the facts, where the text should be
_LEAST_TEXT = 60  # characters of sentences there
_OUTLET = re.compile(r"\w{2,8}(?:[报報网網社台臺刊号號]|网络版|網絡版|客户端|客戶端|[频頻]道)")
_DAY = re.compile(r"\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d\d")


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
    return tuple(dict.fromkeys(title for title in found if title))[:MOST_TITLES]


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
    of_post = title_of_post(sheet)
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
        if bare in heads and not SITE_NAME_FOLLOWS.isdisjoint(bare):
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
    if line[:SHORTEST_TITLE] != head[:SHORTEST_TITLE] or len(line) < SHORTEST_TITLE:
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
        if rule is None or rule.name not in TITLE_STANDS_ABOVE:
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
    for index in range(facts - 1, max(-1, facts - 1 - FARTHEST_TITLE), -1):
        text = sheet.texts[index]
        if sheet.rules[index] is not None or not can_be_title(text) or sheet.linked(index):
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
    long = [index for index in near if len(sheet.texts[index]) >= SHORTEST_TITLE]
    if long and long[0] == 0:
        return 0  # what an extractor left begins with the title
    if long:
        return max(long, key=lambda index: (len(sheet.texts[index]), index))
    return near[-1] if near else None


def without_site(texts: Sequence[str], title: int) -> int:
    """The line that shows the title alone, where a line shows it with the site's name behind it.

    Args:
        texts: the page's lines.
        title: index of the title's line.
    """
    for index in range(title + 1, min(title + _FARTHEST_ALONE, len(texts))):
        alone = texts[index]
        behind = texts[title][len(alone) :].lstrip()[:1]
        begins = len(alone) >= _SHORTEST_ALONE and texts[title].startswith(alone)
        if begins and behind in SITE_NAME_FOLLOWS:
            return index
    return title


def can_be_title(line: str) -> bool:
    """Whether a line is a headline long enough to be a title, and no date.

    Args:
        line: a line without indent.
    """
    return len(line) >= SHORTEST_TITLE and is_headline(line) and not _DAY.search(line)
