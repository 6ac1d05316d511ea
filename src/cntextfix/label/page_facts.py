"""The facts of a whole page: of lines that rules call facts, and of others that prove to be some.

>>> from cntextfix.label.places import places
>>> lines = [Block(Kind.TITLE, "外贸向好", 1), Block(Kind.OTHER, "中国网 2019-11-25 10:37", 2),
...     Block(Kind.PARAGRAPH, "外贸向好。", 3)]
>>> page = Labelled.of(lines)
>>> [(fact.role, fact.rule) for fact in read_facts(page, places(page, 1), [1])]
[('time', 'date_below_title'), ('outlet', 'date_below_title')]
"""

import re
from collections.abc import Iterable, Sequence

from cntextfix.document import Block, Kind
from cntextfix.label.facts import Fact, facts_of
from cntextfix.label.labelled import Labelled
from cntextfix.label.names import is_person
from cntextfix.label.places import Place, Stretch
from cntextfix.label.unruled import UNRULED, unruled_facts

__all__ = ["read_facts"]

# Furniture that may be a fact all the same, when it stands right below the title or the text.
_MAY_BE_FACTS = (
    *(Kind.PARAGRAPH, Kind.OTHER, Kind.SUBTITLE, Kind.TOOLBAR, Kind.SHARE, Kind.NAVIGATION),
    *(Kind.TABLE, Kind.LIST_ITEM, Kind.ADVERT),
)
_FACTS = (Kind.METADATA, Kind.BYLINE)
_MOST_LINES = 300  # of facts in one place; a page with more is a list of other pages
_TIMES_OF_EVENT = ("时间", "日期")
_NEAR_EVENT = 2  # lines
_EVENT = re.compile(
    r"(?:^|\s)(?:[一二三四五六七八九\d][、.．]\s?)?\W?(?:\w{0,4}地\s{0,4}[点點]|主[讲講辦办持]\w{0,2}|[报報]告人|演[讲講]\w{0,2}|[讲講]者"
    r"|嘉[宾賓]|[题題]\s?目|[会會][场場]|[参參][会會加]\w{0,4}|[对對]象|[报報]名\w{0,4})\s?[】:：]"
)
# The Central News Agency of Taiwan ends its reports so: （編輯：王小明）1130105
_NUMBERED_CLOSING = re.compile(r"[(（]([^()（）]{3,50})[)）]\s?\d{7}$")
_LONGEST_CLOSING = 64
_NAMES = (
    r"[（(]\s?(?P<names>[^\W\d_a-zA-Z]{2,4}(?:[\s、]{1,2}[^\W\d_a-zA-Z]{2,4}){0,3}?)"
    r"\s?(?:供稿|报道|報導|撰稿)?\s?[)）]"
)
_NAMES_CLOSING = re.compile(rf"(?<=[。！？!?”」]){_NAMES}$")
_NAMES_ALONE = re.compile(_NAMES)


def read_facts(page: Labelled, where: Sequence[Stretch], signed: Sequence[int]) -> list[Fact]:
    """The facts of a page, those that speak of its text most likely first.

    Args:
        page: the labelled lines.
        where: their places.
        signed: the lines that are worth a look.
    """
    lines = list(signed)
    if any(kind in page.kinds for kind in _FACTS):
        ruled = [i for kind, start, end in page.runs if kind in _FACTS for i in range(start, end)]
        lines = sorted({*lines, *ruled})
    closing = _closing(page, where)
    if not lines and not closing:
        return []
    found: dict[Place, list[Fact]] = {place: [] for place in Place}
    found[Place.BELOW_TEXT].extend(closing)
    read = dict.fromkeys(Place, 0)
    stretches = iter(where)
    stretch = Stretch(Place.FAR, 0, 0)
    for index in lines:
        while index >= stretch.end:
            stretch = next(stretches)
        place, block = stretch.place, page.blocks[index]
        facts: Iterable[Fact] = ()
        if block.kind in _FACTS and block.rule not in UNRULED:
            read[place] += 1
            if read[place] <= _MOST_LINES:
                following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
                facts = facts_of(block, place, following)
        elif block.kind in _FACTS or block.kind in _MAY_BE_FACTS:
            facts = unruled_facts(page, stretch, index)
        found[place].extend(fact for fact in facts if not _is_event(page, index, fact))
    found[Place.ABOVE].reverse()  # the nearest first
    return [fact for facts in found.values() for fact in facts]


def _is_event(page: Labelled, index: int, fact: Fact) -> bool:
    """Whether a time is that of an event: beside it stands where, or who will speak."""
    if fact.role != "time" or fact.label not in _TIMES_OF_EVENT:
        return False
    near = page.texts[max(0, index - _NEAR_EVENT) : index + _NEAR_EVENT + 1]
    return any(_EVENT.search(text) for text in near)


def _closing(page: Labelled, where: Sequence[Stretch]) -> list[Fact]:
    """Who wrote or edited, in brackets behind the text's last sentence."""
    for place, start, _ in where:
        if place is not Place.BELOW_TEXT:  # it begins with the text's last line
            continue
        block = page.blocks[start]
        ending = block.text[-_LONGEST_CLOSING:]
        if match := _NUMBERED_CLOSING.search(ending):
            byline = Block(Kind.BYLINE, match[1], block.line, rule="closing_brackets")
            return [fact for fact in facts_of(byline, place) if fact.label]
        found = _NAMES_CLOSING.search(ending)
        if found is None and start + 1 < len(page.blocks):
            block = page.blocks[start + 1]
            found = _NAMES_ALONE.fullmatch(block.text)
        if found and all(map(is_person, found["names"].replace("、", " ").split())):
            return [Fact("author", "", found["names"], block.line, "closing_names", place)]
    return []
