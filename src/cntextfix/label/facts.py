"""Labelled facts: 来源：…, 发布时间：…, 责任编辑：…, each with its line and its place on the page.

>>> from cntextfix.document import Block
>>> line = Block(Kind.METADATA, "来源:中国长安网 责任编辑:李婷", 2, rule="facts")
>>> [(fact.role, fact.label, fact.value.strip()) for fact in facts_of(line)]
[('source', '来源', '中国长安网'), ('edited', '责任编辑', '李婷')]
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import zip_longest

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.dates import has_moment, without_moments
from cntextfix.label.labelled import Labelled
from cntextfix.label.names import each_person, is_person
from cntextfix.label.rules import builtin_parts
from cntextfix.label.shape import is_sentence
from cntextfix.lexicon.fold import fold

__all__ = ["FACTS", "OF_ANOTHER", "Fact", "Place", "facts_of", "places", "read_facts"]

FACTS = frozenset({Kind.BYLINE, Kind.METADATA})
"""The kinds of lines that hold facts."""

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
_FARTHEST_BELOW_TITLE = 14  # lines in which facts may follow a title
_FARTHEST_BELOW_TEXT = 12  # and the text
_FARTHEST_ABOVE = 8
_LABEL_OPENS = 5  # a label begins a line, but for brackets and bullets
_LONGEST_DATE_LINE = 60
_MOST_BESIDE_DATE = 26
_MAY_BE_FACT = re.compile(r"[:：/／丨︱|｜│;；]|\d\d|民[国國]|[〇零○]")
_YEAR = re.compile(r"20\d\d")
_BEFORE_LABEL = " [(【〔<■●◆▲★*-|"
_WRITTEN_BY_MACHINE = re.compile(r"\d[-/.]\d|\d:\d\d")
# A date with one of these beside it is the day of something the text tells of.
_WEEKDAY = re.compile("(?:星期|[周週]|礼拜|禮拜)[一二三四五六日天]")
_EVENT = re.compile(
    r"[。,;!?至将令届]|\d\s?号|第\d|通过|公布|施行|修[订正]|会议|举行|召开|截[至止]|农历|今[天日]"
)


class Place(IntEnum):
    """Where a line stands; the smaller, the likelier it speaks of this page's text."""

    BELOW_TITLE = 0
    BELOW_TEXT = 1
    INSIDE = 2
    ABOVE = 3
    FAR = 4  # among comments, teasers, the site's own lines


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
    for index, (block, place) in enumerate(zip(blocks, where, strict=True)):
        kind = block.kind
        if kind is Kind.METADATA or kind is Kind.BYLINE:
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            found.extend(facts_of(block, place, following))
        elif (
            len(block.text) <= _LONGEST_UNRULED[place]
            and _MAY_BE_FACT.search(block.text) is not None
            and kind in _MAY_BE_FACTS
        ):
            found.extend(_unruled(block, place, blocks[index + 1 : index + 3]))
    above = [fact for fact in found if fact.place is Place.ABOVE]
    rest = [fact for fact in found if fact.place is not Place.ABOVE]
    return sorted([*rest, *above[::-1]], key=lambda fact: fact.place)  # above, the nearest first


def places(page: Labelled, title_line: int | None = None) -> list[Place]:
    """Where each line stands, as title and text tell.

    Args:
        page: the labelled lines.
        title_line: the line the title was read on, where that is known.
    """
    blocks = page.blocks
    title = -1
    if title_line is not None:
        title = next((i for i, block in enumerate(blocks) if block.line == title_line), -1)
    first, last = _text(page, title)
    below = title + 1
    near = below if title < 0 else max(0, title - _FARTHEST_ABOVE)
    found = [Place.FAR] * near + [Place.ABOVE] * (below - near)
    if title < 0 or first - below <= _FARTHEST_BELOW_TITLE + _FARTHEST_BELOW_TEXT:
        found += [Place.BELOW_TITLE] * (first - below)
    else:
        gap = first - below - _FARTHEST_BELOW_TITLE - _FARTHEST_BELOW_TEXT
        found += [Place.BELOW_TITLE] * _FARTHEST_BELOW_TITLE + [Place.FAR] * gap
        found += [Place.BELOW_TITLE] * _FARTHEST_BELOW_TEXT
    found += [Place.INSIDE] * (last - first)
    found += [Place.BELOW_TEXT] * min(_FARTHEST_BELOW_TEXT + 1, len(blocks) - len(found))
    return found + [Place.FAR] * (len(blocks) - len(found))


def _text(page: Labelled, title: int) -> tuple[int, int]:
    """Index of the first and the last line of the text that follows the title."""
    bodies = {kind for kind in page.kinds if kind.is_body}
    lines = {id(block) for kind in bodies for block in page.kinds[kind]}
    running = [i for i, block in enumerate(page.blocks) if id(block) in lines]
    sentences = [i for i in running if i > title and is_sentence(page.blocks[i].text)]
    end = len(page.blocks)
    behind = sentences or [i for i in running if i > title]
    return (behind[0], behind[-1]) if behind else (end, end)


@cache
def _roles() -> dict[str, str]:
    parts = builtin_parts()
    return {
        "edited": rf"(?:{parts['edited_label']}|网\s?编|编\s?发|核\s?稿\s?编辑)",
        "checked": (
            rf"(?:(?![一二三]审[核校签])(?:{parts['checked_label']})|总\s*监\s*制|值\s*班\s*编\s*委|签\s*审|审\s?稿|核\s?稿"
            r"|[初一二三]校(?!对)|复\s?核|信息录入)"
        ),
        "time": (
            rf"(?:{parts['time_label']}|(?:首次)?(?:发布|出版|刊登|刊出|上稿|最后更新|更新|建立)"
            r"(?:时\s*间|日\s*期|于)?|[发成公印上生]\s*[布文开发载成]\s*(?:日\s*期|时\s*间))"
        ),
        "author": rf"(?:文\s?字|实\s?习\s?生|{parts['author_label']})",
        "other": (
            r"(?:摄\s*影(?:报道)?|摄|图\s*片?|供图|插画|制\s*图|视\s*频|剪\s*辑|制\s*作|设\s*计|翻\s*译"
            r"|配\s*音|播\s*音|出\s*品|策\s*划|统\s*筹|指\s*导|分类|栏目|专题|原标题|标\s*签|关键[词字]"
            rf"|作者(?:单位|简介)|{parts['counter_label']}|{parts['widget_label']})"
        ),
        "publisher": r"(?:发\s*布|发\s*文)\s*(?:机\s*[构关]|单\s*位)",
        "source": parts["source_label"],
    }


_SEPARATOR = r"\s{0,3}[:/丨︱│┃|;\t]\s{0,3}"
_PERSONAL = ("edited", "checked", "author", "other")
# Too short to be a label where no mark follows: 文学, 图为.
_NEEDS_MARK = (
    r"(?!(?:文(?!\s?/?\s?[图字])|图(?!\s?/?\s?文|\s?片)|摄(?!\s?影)|图\s?/?\s?文|文\s?/?\s?图|文字|视频|设计|制作"
    r"|策划|指导|翻译|分类|栏目|专题)\s{0,3}(?![:/丨︱|]))"
)


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Labels with the mark behind them, and labels of people where the mark may be left out."""
    roles = _roles()
    either = "|".join(f"(?P<{role}>{label})" for role, label in roles.items())
    personal = "|".join(f"(?P<{role}>{roles[role]})" for role in _PERSONAL)
    rest = "|".join(f"(?P<{role}>{roles[role]})" for role in roles if role not in _PERSONAL)
    return (
        re.compile(rf"(?:{either}){_SEPARATOR}"),
        re.compile(rf"{_NEEDS_MARK}(?:{personal})[:/丨︱│┃|;\s]{{0,6}}|(?:{rest}){_SEPARATOR}"),
    )


@cache
def _bare_labels() -> re.Pattern[str]:
    """Labels in a government's index table: values stand behind blanks or on the next line."""
    roles = _roles()
    wanted = "|".join(f"(?P<{role}>{roles[role]})" for role in ("time", "publisher", "source"))
    return re.compile(rf"(?:{wanted})(?:\s{{1,8}}|$)")


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
    strict, loose = _labels()
    unmarked = block.kind is Kind.BYLINE or block.rule in _UNMARKED
    found = list((loose if unmarked else strict).finditer(folded))
    if not found and block.rule == "government_index":
        found = list(_bare_labels().finditer(folded))

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
            value = following.text if len(following.text) <= 20 else ""
        if role == "author" and label.startswith("作者") and fold(value).endswith("编辑"):
            role = "other"  # 作者：本站编辑
        yield fact(role, label, value)
        if role not in ("time", "other") and has_moment(fold(value)):
            yield fact("time", "", value)


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
    strict, _ = _labels()
    match = strict.search(folded)
    if match is not None and folded[match.start() - 1 : match.start()].strip(_BEFORE_LABEL) == "":
        kind = Kind.METADATA if place is Place.BELOW_TITLE else Kind.BYLINE
        known = Block(kind, text, block.line, rule="label_and_value")
        facts = list(facts_of(known, place))
        if (match.start() < _LABEL_OPENS and place <= Place.BELOW_TEXT) or _is_byline(facts, text):
            yield from facts
    elif place is Place.BELOW_TITLE and _is_mostly_date(text, folded):
        yield Fact("time", "", text, block.line, "date_below_title", place)
        yield Fact("outlet", "", text, block.line, "date_below_title", place)
    elif place is Place.BELOW_TEXT and _is_mostly_date(text, folded):
        yield Fact("time", "", text, block.line, "date_below_text", place)
    elif place >= Place.INSIDE and ":" in folded and _is_mostly_date(text, folded):
        yield Fact("time", "", text, block.line, "date_and_time_alone", place)


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
