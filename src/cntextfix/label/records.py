"""Finds lists of like records beside a text: comments, replies, cards of a feed.

Each record of such a list shows when it was written, how often it was read or liked, or a link to
a page of its own; so lines of that form come again and again, with a line or a few of text between
them. The text of a page stands above such a list; on a forum's page it is the list's first record.

>>> texts = ["老房子换窗", "1楼 2022-11-05 10:44", "上个月把北面三扇木窗换了，记一笔账。"]
>>> texts += ["2楼 2022-11-05 11:10", "我家也是朝北的厨房。"]
>>> texts += ["3楼 2022-11-06 09:31", "不错，收藏了。"]
>>> for place, (kind, reason) in sorted(records(Sheet(texts, (), [None] * 7), 0).items()):
...     print(kind, reason, texts[place])
metadata record 1楼 2022-11-05 10:44
comment record 2楼 2022-11-05 11:10
comment record 我家也是朝北的厨房。
comment record 3楼 2022-11-06 09:31
comment record 不错，收藏了。
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from cntextfix.document import Kind
from cntextfix.label.cards import cards
from cntextfix.label.sheet import Sheet
from cntextfix.label.stamps import COMMENT_WORDS, stamp

__all__ = ["records"]

_FEWEST = 3  # records of a list
_FEWEST_CARDS = 4
_FARTHEST = 12  # lines from one record to the next
_FARTHEST_BELOW_TITLE = 40
_SHORTEST_TEXT = 8
_MOST_HEADER = 3  # lines of a record above its stamp
_LONGEST_HEADER = 24

_COMMENTS_FOLLOW = frozenset({"comment_notice", "opinion_notice", "comment_rules"})
_ENDS_OF_COMMENTS = frozenset({Kind.RELATED, Kind.COPYRIGHT, Kind.NAVIGATION, Kind.DISCLAIMER})
_LEAST_STORY = 80  # characters above such a line
_TEASER = re.compile(r".{24,200}(?:[^.]\.{3}|[^…]…)")  # a beginning of a text, cut off
_LEAST_ABOVE = 40  # characters of a text that stands above a list
_LONGEST_CARD = 200  # characters of text, on average
_WINDOW = 400  # lines above a list in which its page's text is looked for
_NEAR = 4  # lines from one to the next

_Role = tuple[str, str]
_Key = tuple[str, ...]


def records(sheet: Sheet, title: int | None) -> Mapping[int, tuple[Kind, str]]:
    """Kind and reason of the lines that belong to lists beside the text.

    Args:
        sheet: the page's lines.
        title: index of the title's line; without one, the text above a list must show itself.
    """
    found: dict[int, tuple[Kind, str]] = {}
    top = -1 if title is None else title
    for stamps, kind in (*_lists(sheet), *_teasers(sheet)):
        if stamps[0] > top and (kind is Kind.COMMENT or not _is_story(sheet, stamps, top)):
            posts = kind is Kind.COMMENT and (title is not None or not sheet.lines)
            places = _beside(sheet, stamps, top, posts=posts)
            found.update((place, (kind, "record")) for place in places)
            if places and places[0] > stamps[0]:  # the text is the first record
                head = _head_of_first(sheet, stamps)
                found.update((place, (Kind.METADATA, "record")) for place in head)
    if not sheet.lines:
        found.update((place, (Kind.RELATED, "record")) for place in cards(sheet, top))
    found.update((place, (Kind.COMMENT, "below_comments")) for place in _comments(sheet, top))
    return found


def _comments(sheet: Sheet, top: int) -> Iterator[int]:
    """The lines below a line that says what follows: the readers' own words."""
    text, begun = 0, False
    for index in range(top + 1, len(sheet.texts)):
        rule = sheet.rules[index]
        if begun:
            if rule is not None and rule.kind in _ENDS_OF_COMMENTS:
                return
            yield index
        elif rule is not None and rule.name in _COMMENTS_FOLLOW:
            begun = text >= _LEAST_STORY
        elif _is_text(sheet, index):
            text += len(sheet.texts[index])


def _lists(sheet: Sheet) -> Iterator[tuple[Sequence[int], Kind]]:
    """The places of the lines that each record of a list has, and what the list is."""
    places: defaultdict[_Key, list[int]] = defaultdict(list)
    for index, text in enumerate(sheet.texts):
        if key := stamp(text):
            places[key].append(index)
        elif sheet.linked(index) and len(text) > _SHORTEST_TEXT:
            places["link", *_role(sheet, index)].append(index)
    for key, indexes in places.items():
        linked = key[0] == "link"
        for run in _runs(sheet, indexes):
            if len(run) >= (_FEWEST_CARDS if linked else _FEWEST):
                comments = not linked and not COMMENT_WORDS.isdisjoint(key)
                yield run, Kind.COMMENT if comments else Kind.RELATED


def _teasers(sheet: Sheet) -> Iterator[tuple[Sequence[int], Kind]]:
    """The places of texts cut off, several near each other."""
    run: list[int] = []
    cut = [index for index, text in enumerate(sheet.texts) if _TEASER.fullmatch(text)]
    for index in (*cut, len(sheet.texts) + _NEAR):
        if run and index - run[-1] > _NEAR:
            if len(run) >= _FEWEST and _holds_text(sheet, _above(-1, run[0])):
                yield run, Kind.RELATED
            run = []
        run.append(index)


def _runs(sheet: Sheet, indexes: Sequence[int]) -> Iterator[Sequence[int]]:
    """Runs of places that stand near each other, with text between most of them."""
    run: list[int] = []
    for index in [*indexes, len(sheet.texts) + _FARTHEST]:
        if run and index - run[-1] > _FARTHEST:
            between = [_holds_text(sheet, range(a + 1, b)) for a, b in pairwise(run)]
            if len(between) > 1 and sum(between) * 2 > len(between):
                yield run
            run = []
        run.append(index)


def _beside(sheet: Sheet, stamps: Sequence[int], top: int, *, posts: bool) -> range:
    """The lines of a list that are not the page's text."""
    first, last = stamps[0], stamps[-1]
    farthest = max(later - place for place, later in pairwise(stamps))
    roles = Counter(_role(sheet, index) for index in range(first + 1, last))
    known = {role for role, count in roles.items() if count > 1} if sheet.lines else set()
    end = last
    while end + 1 < min(len(sheet.texts), last + farthest) and _role(sheet, end + 1) in known:
        end += 1
    if not _holds_story(sheet, _above(top, first)):
        near = posts and first - top <= _FARTHEST_BELOW_TITLE
        if not near or not _holds_text(sheet, range(first + 1, stamps[1])):
            return range(0)
        if not sheet.lines:
            end = min(len(sheet.texts) - 1, last + min(b - a for a, b in pairwise(stamps)) - 1)
        return range(stamps[1] - _header(sheet, stamps[1:]), end + 1)
    if not sheet.lines:
        return range(_like_others(sheet, stamps, top), end + 1)
    start = first
    story = next((_role(sheet, i) for i in _above(top, first) if _is_text(sheet, i)), None)
    lowest = max(top, first - farthest)
    while start - 1 > lowest and _role(sheet, start - 1) in known - {story}:
        start -= 1
    return range(start if _holds_story(sheet, _above(top, start)) else first, end + 1)


def _like_others(sheet: Sheet, stamps: Sequence[int], top: int) -> int:
    """Where the first record of a text without markup begins, if its stamp ends it."""
    gaps = {later - place for place, later in pairwise(stamps)}
    height = min(gaps) - 1
    if len(gaps) > 1 or stamps[0] - height <= top + 1:
        return stamps[0]
    for above in range(1, height + 1):
        short = [len(sheet.texts[stamp - above]) <= _LONGEST_HEADER for stamp in stamps]
        if short[0] != (sum(short[1:]) * 2 > len(short) - 1):
            return stamps[0]
    return stamps[0] - height


def _is_story(sheet: Sheet, stamps: Sequence[int], top: int) -> bool:
    """Whether lines of one form divide the text itself, as dates and links to books do."""
    if not sheet.lines:
        bare = [index for index in stamps if not any(map(_is_letter, sheet.texts[index]))]
        return len(bare) * 2 > len(stamps)
    inner = [index for index in range(stamps[0], stamps[-1]) if _is_text(sheet, index)]
    linked = [any(map(sheet.linked, range(place, later))) for place, later in pairwise(stamps)]
    if sum(len(sheet.texts[index]) for index in inner) > _LONGEST_CARD * len(stamps):
        return True
    if sum(linked) * 2 < len(linked):  # cards lead somewhere; the entries of a diary do not
        return True
    above = {_role(sheet, i) for i in _above(top, stamps[0]) if _is_text(sheet, i)}
    same = sum(_role(sheet, index) in above for index in inner)
    return same * 3 > len(inner)


def _is_letter(character: str) -> bool:
    return character.isalpha() and character not in "年月日时分上下午"


def _head_of_first(sheet: Sheet, stamps: Sequence[int]) -> range:
    """The lines of the first record that tell who wrote it, as many as other records have."""
    below = [
        next((i for i in range(stamp + 1, end) if _is_text(sheet, i)), end) - stamp
        for stamp, end in pairwise(stamps)
    ]
    height = _header(sheet, stamps[1:])
    return range(max(0, stamps[0] - height), stamps[0] + min(below))


def _header(sheet: Sheet, stamps: Sequence[int]) -> int:
    """How many lines of each record stand above its stamp, as a name does."""
    for height in range(1, _MOST_HEADER + 1):
        above = [stamp - height for stamp in stamps]
        short = sum(
            len(sheet.texts[i]) <= _LONGEST_HEADER and not _is_text(sheet, i) for i in above
        )
        alike = Counter(_role(sheet, index) for index in above).most_common(1)[0][1]
        if min(short, alike) * 3 < len(stamps) * 2:
            return height - 1
    return _MOST_HEADER


def _role(sheet: Sheet, index: int) -> _Role:
    """What the markup says of a line's place; the same for all lines of plain text."""
    if not sheet.lines:
        return "", ""
    line = sheet.lines[index]
    return line.tag, line.hints


def _above(top: int, first: int) -> range:
    """The nearest lines above a list, and below the title."""
    return range(max(top + 1, first - _WINDOW), first)


def _holds_text(sheet: Sheet, places: range) -> bool:
    return any(_is_text(sheet, index) for index in places)


def _holds_story(sheet: Sheet, places: range) -> bool:
    """Whether more than a title or a few words stand there."""
    return sum(len(sheet.texts[i]) for i in places if _is_text(sheet, i)) >= _LEAST_ABOVE


def _is_text(sheet: Sheet, index: int) -> bool:
    """Whether a line is running text, though perhaps short."""
    text = sheet.texts[index]
    if len(text) < _SHORTEST_TEXT or sheet.ruled(index) or sheet.linked(index):
        return False
    return (
        text[-1] in "。！？!?…～~”」；，,."
        or "。" in text
        or "，" in text
        or len(text) > 2 * _LONGEST_HEADER
    )
