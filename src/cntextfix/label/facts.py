"""Labelled facts: 来源：…, 发布时间：…, 责任编辑：…, each with its line and its place on the page.

>>> from cntextfix.document import Block
>>> line = Block(Kind.METADATA, "来源:中国长安网 责任编辑:李婷", 2, rule="facts")
>>> [(fact.role, fact.label, fact.value.strip()) for fact in facts_of(line)]
[('source', '来源', '中国长安网'), ('edited', '责任编辑', '李婷')]
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.dates import has_moment, without_moments
from cntextfix.label.fact_labels import bare_labels, labels
from cntextfix.label.names import each_person, is_outlet, is_person
from cntextfix.label.places import Place
from cntextfix.label.shape import is_sentence
from cntextfix.lexicon.fold import fold

__all__ = ["OF_ANOTHER", "Fact", "facts_of", "read_facts"]

OF_ANOTHER = frozenset({"excerpted_from", "title_of_original", "this_text_from"})
"""Rules of lines about another text: the dates in them are not this one's."""

_UNMARKED = frozenset({"editor_chain_unlabelled"})
# Furniture that may be a fact all the same, when it stands right below the title or the text.
_MAY_BE_FACTS = frozenset(
    {
        *(Kind.OTHER, Kind.PARAGRAPH, Kind.SUBTITLE, Kind.TOOLBAR, Kind.SHARE, Kind.NAVIGATION),
        *(Kind.TABLE, Kind.LIST_ITEM, Kind.ADVERT),
    }
)
# Length of a line that is looked at although no rule knows it: one in the text must be a byline.
_LONGEST_UNRULED = (100, 60, 40, 80, 0)
_MOST_LINES = 300  # of facts in one place; a page with more is a list of other pages
_MAY_CHAIN = re.compile(
    r"(?:记者|通讯员|编辑|责编|摄影|校对|审核|作者|撰文|采写).*(?:编辑|责编|摄影|校对|审核|通讯员)"
)
_ALONE = "date_and_time_alone"
_LATEST_DATE = 10  # lines into the text
_LONGEST_CHAIN = 60
_LONGEST_ANSWER = 30
_LABEL_OPENS = 5  # a label begins a line, but for brackets and bullets
_LONGEST_DATE_LINE = 60
_MOST_BESIDE_DATE = 26
_MAY_BE_FACT = re.compile(
    r"[:：/／丨︱|｜│;；]|\d\d|民[国國]|[〇零○]|(?:[记記]者|[编編][辑輯]|[责責][编編])\s"
)
_MAY_BE_FACT_INSIDE = re.compile(
    r"(?:^|[\s\[(（【〔<■●◆▲★*|-])[^:：/／丨︱|｜│;；]{1,24}[:：/／丨︱|｜│;；]\s*\S|》\s?[(（,，]?\s?\d"
    r"|(?:[记記]者|[编編][辑輯]|[责責][编編]|[摄攝]影|校[对對]|[审審]核|作者|撰文|[采採][写寫]|通[讯訊][员員])\s"
)
_YEAR = re.compile(r"20\d\d")
_BEFORE_LABEL = " [(【〔<■●◆▲★*-|"
# Where a label may stand: at the start or behind one of these, and not far before a mark.
_MAY_LABEL = re.compile(rf"(?:^|[{re.escape(_BEFORE_LABEL)}])[^:/丨︱│┃|;\t]{{1,24}}[:/丨︱│┃|;\t]")
_WRITTEN_BY_MACHINE = re.compile(r"\d[-/.]\d|\d:\d\d")
# A date with one of these beside it is the day of something the text tells of.
_WEEKDAY = re.compile("(?:星期|[周週]|礼拜|禮拜)[一二三四五六日天]")
_EVENT = re.compile(
    r"[。,;!?至将令届]|\d\s?号|第\d|通过|公布|施行|修[订正]|会议|举行|召开|截[至止]|农历|今[天日]"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands behind it.

    Args:
        role: what the label asks for: "source", "publisher" (the body that issued it), "time",
            "author", "edited", "checked", "outlet" (a line without a label), or "other".
        label: the label, folded, without blanks.
        value: what stands behind it.
        line: the line it stands on.
        rule: the rule that labelled the line.
        place: where the line stands.
    """

    role: str
    label: str
    value: str
    line: int
    rule: str
    place: Place = Place.BELOW_TITLE

    def evidence(self, note: str = "") -> Evidence:
        """The line as evidence.

        Args:
            note: what had to be assumed.
        """
        return Evidence(self.line, self.rule, note)


def read_facts(blocks: Sequence[Block], where: Sequence[Place]) -> list[Fact]:
    """The facts of a page, those that speak of its text most likely first.

    Args:
        blocks: what `label` gave.
        where: their places.
    """
    found: list[Fact] = []
    read = dict.fromkeys(Place, 0)
    begin = where.index(Place.INSIDE) if Place.INSIDE in where else 0
    for index, (block, place) in enumerate(zip(blocks, where, strict=True)):
        kind = block.kind
        if kind is Kind.METADATA or kind is Kind.BYLINE:
            read[place] += 1
            if read[place] > _MOST_LINES:
                continue
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            found.extend(facts_of(block, place, following))
        elif (
            len(block.text) <= _LONGEST_UNRULED[place]
            and (_MAY_BE_FACT_INSIDE if place is Place.INSIDE else _MAY_BE_FACT).search(block.text)
            and kind in _MAY_BE_FACTS
        ):
            facts = list(_unruled(block, place, blocks[index + 1 : index + 3]))
            if place is Place.INSIDE and facts and facts[0].rule == _ALONE:
                above = blocks[begin : min(index, begin + _LATEST_DATE)]
                if index - begin > _LATEST_DATE or sum(is_sentence(b.text) for b in above) > 1:
                    continue  # a comment's, say
            found.extend(facts)
    over = [fact for fact in found if fact.place is Place.ABOVE]
    rest = [fact for fact in found if fact.place is not Place.ABOVE]
    return sorted([*rest, *over[::-1]], key=lambda fact: fact.place)  # above, the nearest first


def facts_of(
    block: Block, place: Place = Place.BELOW_TITLE, following: Block | None = None
) -> Iterator[Fact]:
    """The facts of one line.

    Args:
        block: the line.
        place: where it stands.
        following: the line below, where a value may stand whose label ends the line.
    """
    text, folded = block.text, fold(block.text)
    if printed := _printed(block, folded):
        yield from printed
        return
    strict, loose = labels()
    unmarked = block.kind is Kind.BYLINE or block.rule in _UNMARKED
    found = list((loose if unmarked else strict).finditer(folded))
    if not found and block.rule == "government_index":
        found = list(bare_labels().finditer(folded))

    def fact(role: str, label: str, value: str) -> Fact:
        return Fact(role, label, value, block.line, block.rule or block.kind.value, place)

    before = text[: found[0].start()] if found else text
    if has_moment(folded[: len(before)]):
        yield fact("time", "", before)
    if not found and block.kind is Kind.METADATA and block.rule not in OF_ANOTHER:
        yield fact("outlet", "", before)
    for match, behind in zip_longest(found, found[1:]):
        value = text[match.end() : behind.start() if behind else len(text)]
        role = match.lastgroup or ""
        label = "".join(match[role].split())
        if not value.strip() and behind is None and following is not None:
            value = following.text if _answers(role, following.text) else ""
        if role == "author" and label.startswith("作者") and fold(value).endswith("编辑"):
            role = "other"  # 作者：本站编辑
        if role == "author" and behind is not None and _is_prefix(value, behind):
            continue
        yield fact(role, label, value)
        if role not in ("time", "other") and has_moment(fold(value)):
            yield fact("time", "", value)


def _is_prefix(value: str, behind: re.Match[str]) -> bool:
    """Whether a value is a paper's name before its reporter's: 采写：南都记者 …."""
    return (
        behind.lastgroup == "author"
        and behind[0][:1] not in "通实"
        and value[-1:].strip() != ""
        and not is_person(value.strip())
    )


def _answers(role: str, text: str) -> bool:
    """Whether a line is what a label at the end of the line above asks for."""
    if len(text) > _LONGEST_ANSWER:
        return False
    if role in ("author", "edited", "checked"):
        names = each_person(text)
        return bool(names) and all(map(is_person, names))
    return has_moment(fold(text)) if role == "time" else is_outlet(text)


_PRINTED = re.compile(
    r"[(\s]{0,3}(?:原载|载|刊于|据|来源:?)?\s?(?P<paper>《[^《》]{2,20}》)\s?[(,]?\s?(?P<day>[^()]{6,20}日)\s?,?\s?"
    r"(?:第?\s?[a-z]?\d{1,3}\s?版)?[):\s]{0,4}"
)


def _printed(block: Block, folded: str) -> tuple[Fact, ...]:
    """Paper and day of a line such as 《光明日报》（2024年05月11日 09版）."""
    match = _PRINTED.fullmatch(folded) if "《" in folded else None
    if match is None:
        return ()
    paper, day = (block.text[slice(*match.span(name))] for name in ("paper", "day"))
    where = (block.line, "printed_in", Place.BELOW_TEXT)
    return Fact("source", "", paper, *where), Fact("time", "", day, *where)


def _unruled(block: Block, place: Place, below: Sequence[Block]) -> Iterator[Fact]:
    """Facts of a line that no rule knows: it begins with a label, or is a date and little more."""
    text = block.text
    if _YEAR.fullmatch(text):  # a date over several lines: 2024, 05/09, 18:35:30
        text = " ".join([text, *(one.text for one in below)])
    folded = fold(text)
    if printed := _printed(block, folded):
        yield from printed
        return
    strict, _ = labels()
    match = strict.search(folded) if _MAY_LABEL.search(folded) else None
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
