"""The facts of a whole page: of lines that rules call facts, and of others that prove to be some.

>>> from cntextfix.document import Block
>>> from cntextfix.label.places import places
>>> lines = [Block(Kind.TITLE, "外贸向好", 1), Block(Kind.OTHER, "中国网 2019-11-25 10:37", 2),
...     Block(Kind.PARAGRAPH, "外贸向好。", 3)]
>>> page = Labelled.of(lines)
>>> [(fact.role, fact.rule) for fact in read_facts(page, places(page, 1))]
[('time', 'date_below_title'), ('outlet', 'date_below_title')]
"""

import re
from collections.abc import Iterator, Sequence

from cntextfix.document import Block, Kind
from cntextfix.label.dates import SIGNS_OF_MOMENT, has_moment, without_moments
from cntextfix.label.fact_labels import SIGN_OF_LABEL, labels
from cntextfix.label.facts import Fact, facts_of, printed
from cntextfix.label.holding import holding
from cntextfix.label.labelled import Labelled
from cntextfix.label.names import each_person, is_person
from cntextfix.label.places import Place, Stretch
from cntextfix.label.shape import is_sentence
from cntextfix.lexicon.fold import fold

__all__ = ["read_facts"]

# Furniture that may be a fact all the same, when it stands right below the title or the text.
_MAY_BE_FACTS = (
    *(Kind.PARAGRAPH, Kind.OTHER, Kind.SUBTITLE, Kind.TOOLBAR, Kind.SHARE, Kind.NAVIGATION),
    *(Kind.TABLE, Kind.LIST_ITEM, Kind.ADVERT),
)
_FACTS = (Kind.METADATA, Kind.BYLINE)
# Length of a line that is looked at although no rule knows it: one in the text must be a byline.
_LONGEST_UNRULED = (100, 60, 40, 80, 0)
_MOST_LINES = 300  # of facts in one place; a page with more is a list of other pages
_MAY_CHAIN = re.compile(
    r"(?:记者|通讯员|编辑|责编|摄影|校对|审核|作者|撰文|采写).*(?:编辑|责编|摄影|校对|审核|通讯员)"
)
_ALONE = "date_and_time_alone"
_LATEST_DATE = 10  # lines into the text
_LONGEST_CHAIN = 60
_LABEL_OPENS = 5  # a label begins a line, but for brackets and bullets
_LONGEST_DATE_LINE = 60
_MOST_BESIDE_DATE = 26
_YEAR = re.compile(r"20\d\d")
# What lines that no rule knows hold where they hold facts.
_SIGNS = (
    SIGN_OF_LABEL,
    *SIGNS_OF_MOMENT,
    re.compile("《"),
    re.compile(
        "记者|記者|通讯员|通訊員|编辑|編輯|责编|責編|摄影|攝影|校对|校對|审核|審核|作者|撰文|采写|採寫"
    ),
    re.compile(r"20\d\d(?=\0|$)"),  # a year on a line of its own
)
_MAY_BE_FACT = re.compile(
    r"[:：/／丨︱|｜│;；]|\d\d|民[国國]|[〇零○]|(?:[记記]者|[编編][辑輯]|[责責][编編])\s"
)
_MAY_BE_FACT_INSIDE = re.compile(
    r"(?:^|[\s\[(（【〔<■●◆▲★*|-])[^:：/／丨︱|｜│;；]{1,24}[:：/／丨︱|｜│;；]\s*\S|》\s?[(（,，]?\s?\d"
    r"|(?:[记記]者|[编編][辑輯]|[责責][编編]|[摄攝]影|校[对對]|[审審]核|作者|撰文|[采採][写寫]|通[讯訊][员員])\s"
)
_BEFORE_LABEL = " [(【〔<■●◆▲★*-|"
# Where a label may stand: at the start or behind one of these, and not far before a mark.
_MAY_LABEL = re.compile(rf"(?:^|[{re.escape(_BEFORE_LABEL)}])[^:/丨︱│┃|;\t]{{1,24}}[:/丨︱│┃|;\t]")
_WRITTEN_BY_MACHINE = re.compile(r"\d[-/.]\d|\d:\d\d")
# A date with one of these beside it is the day of something the text tells of.
_WEEKDAY = re.compile("(?:星期|[周週]|礼拜|禮拜)[一二三四五六日天]")
_EVENT = re.compile(
    r"[。,;!?至将令届]|\d\s?号|第\d|通过|公布|施行|修[订正]|会议|举行|召开|截[至止]|农历|今[天日]"
)


def read_facts(page: Labelled, where: Sequence[Stretch]) -> list[Fact]:
    """The facts of a page, those that speak of its text most likely first.

    Args:
        page: the labelled lines.
        where: their places.
    """
    short: list[int] = []
    for place, start, end in where:
        if longest := _LONGEST_UNRULED[place]:
            short += [i for i in range(start, end) if len(page.texts[i]) <= longest]
    signs = holding([page.texts[index] for index in short], *_SIGNS)
    lines = [short[place] for place in signs]
    if any(kind in page.kinds for kind in _FACTS):
        ruled = [i for kind, start, end in page.runs if kind in _FACTS for i in range(start, end)]
        lines = sorted({*lines, *ruled})
    if not lines:
        return []
    found: dict[Place, list[Fact]] = {place: [] for place in Place}
    read = dict.fromkeys(Place, 0)
    stretches = iter(where)
    stretch = Stretch(Place.FAR, 0, 0)
    for index in lines:
        while index >= stretch.end:
            stretch = next(stretches)
        block, facts = page.blocks[index], found[stretch.place]
        if block.kind in _FACTS:
            read[stretch.place] += 1
            if read[stretch.place] <= _MOST_LINES:
                following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
                facts.extend(facts_of(block, stretch.place, following))
        elif block.kind in _MAY_BE_FACTS:
            facts.extend(_of_other(page, stretch, index))
    found[Place.ABOVE].reverse()  # the nearest first
    return [fact for facts in found.values() for fact in facts]


def _of_other(page: Labelled, stretch: Stretch, index: int) -> Sequence[Fact]:
    """Facts of a line that no rule knows."""
    block, place = page.blocks[index], stretch.place
    text = block.text
    inside = place is Place.INSIDE
    if (_MAY_BE_FACT_INSIDE if inside else _MAY_BE_FACT).search(text) is None:
        return ()
    facts = tuple(_unruled(block, place, page.blocks[index + 1 : index + 3]))
    if inside and facts and facts[0].rule == _ALONE and _is_late(page.texts, stretch.start, index):
        return ()  # a comment's, say
    return facts


def _is_late(texts: Sequence[str], begin: int, index: int) -> bool:
    """Whether a line stands too far into the text to hold its date."""
    above = texts[begin : min(index, begin + _LATEST_DATE)]
    return index - begin > _LATEST_DATE or sum(map(is_sentence, above)) > 1


def _unruled(block: Block, place: Place, below: Sequence[Block]) -> Iterator[Fact]:
    """Facts of a line that no rule knows: it begins with a label, or is a date and little more."""
    text = block.text
    if _YEAR.fullmatch(text):  # a date over several lines: 2024, 05/09, 18:35:30
        text = " ".join([text, *(one.text for one in below)])
    folded = fold(text)
    if on_paper := printed(block, folded):
        yield from on_paper
        return
    match = None
    if SIGN_OF_LABEL.search(folded) and _MAY_LABEL.search(folded):
        match = labels()[0].search(folded)
    if match is not None and folded[match.start() - 1 : match.start()].strip(_BEFORE_LABEL) == "":
        kind = Kind.METADATA if place is Place.BELOW_TITLE else Kind.BYLINE
        known = Block(kind, text, block.line, rule="label_and_value")
        facts = list(facts_of(known, place))
        if (match.start() < _LABEL_OPENS and place <= Place.BELOW_TEXT) or _is_byline(facts, text):
            yield from facts
    elif len(text) <= _LONGEST_CHAIN and _MAY_CHAIN.search(folded):
        yield from _chain(Block(Kind.BYLINE, text, block.line, rule="names_of_roles"), place)
    elif place is Place.BELOW_TITLE and _is_mostly_date(text, folded):
        yield Fact("time", "", text, block.line, "date_below_title", place)
        yield Fact("outlet", "", text, block.line, "date_below_title", place)
    elif place is Place.BELOW_TEXT and ":" not in folded and _is_mostly_date(text, folded):
        yield Fact("time", "", text, block.line, "date_below_text", place)
    elif place >= Place.INSIDE and ":" in folded and _is_mostly_date(text, folded):
        yield Fact("time", "", text, block.line, _ALONE, place)


def _chain(block: Block, place: Place) -> tuple[Fact, ...]:
    """Facts of a line of roles and people without marks: 记者 王小明 摄影 李小红 责编 张三."""
    facts = tuple(fact for fact in facts_of(block, place) if fact.label)
    people = [each_person(fact.value) for fact in facts]
    good = len(facts) > 1 and all(people) and all(is_person(n) for names in people for n in names)
    return facts if good else ()


def _is_byline(facts: Sequence[Fact], text: str) -> bool:
    """Whether a line that no rule knows names people or facts, and tells nothing."""
    if "。" in text or not facts:
        return False
    said = [fact for fact in facts if fact.label and fact.value.strip()]
    if any(fact.role == "author" for fact in said):
        people = [
            name for fact in said if fact.role == "author" for name in each_person(fact.value)
        ]
        return bool(people) and all(map(is_person, people))
    return any(fact.role == "edited" for fact in said) or len(said) > 1


def _is_mostly_date(text: str, folded: str) -> bool:
    """Whether a line is a date with little beside it, such as an outlet or a counter.

    >>> _is_mostly_date("中国网 2019-11-25 10:37", "中国网 2019-11-25 10:37")
    True
    >>> _is_mostly_date("(2018年10月26日第六次会议通过)", "(2018年10月26日第六次会议通过)")
    False
    """
    if len(text) > _LONGEST_DATE_LINE or not has_moment(folded):
        return False
    beside = _WEEKDAY.sub("", without_moments(text, folded)).strip(" \u3000()（）[]【】|·丨-")
    if not beside:
        return True
    return (
        len(beside) <= _MOST_BESIDE_DATE
        and _WRITTEN_BY_MACHINE.search(folded) is not None
        and _EVENT.search(fold(beside)) is None
    )
