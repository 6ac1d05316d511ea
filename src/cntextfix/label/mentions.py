"""Everything on a page that may name people and outlets, read once.

>>> from cntextfix.document import Block
>>> from cntextfix.label.page_facts import read_facts
>>> from cntextfix.label.places import places
>>> lines = [Block(Kind.TITLE, "外贸向好", 1), Block(Kind.OTHER, "松科说经济", 2),
...     Block(Kind.METADATA, "2021-02-18 07:02", 3), Block(Kind.PARAGRAPH, "外贸向好。", 4)]
>>> page = Labelled.of(lines)
>>> where = places(page, 1)
>>> facts = read_facts(page, where, [2])
>>> mentions(page, facts, where, [2], said=Said(), title="外贸向好").plates
[('松科说经济', Evidence(line=2, rule='between_title_and_date', note=''))]
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cntextfix.document import Evidence, Kind
from cntextfix.label.bylines import SPEAKER, bracketed, reporters, speaker
from cntextfix.label.datelines import datelines
from cntextfix.label.facts import Fact
from cntextfix.label.head import Said
from cntextfix.label.labelled import Labelled, at
from cntextfix.label.places import Place, Stretch

__all__ = ["Found", "Mentions", "mentions"]

Found = tuple[str, Evidence]
"""A name and where it was read."""

_LONGEST_AUTHOR_LINE = 40
_LONGEST_PLATE = 16
_MARK = re.compile("[:：]")  # behind a columnist's name in a title
_MAY_BE_PLATE = frozenset({Kind.OTHER, Kind.PARAGRAPH, Kind.SUBTITLE, Kind.NAVIGATION})
_NO_PLATE = re.compile(
    r".*(?:[\d:：,，。;；!！?？>》|/()（）#@“”、…]|\s.*\s|关注|關注|分享|评论|評論|收藏|阅读|閱讀|字号|字號|打印"
    r"|列印|订阅|訂閱|登录|登錄|搜索).*"
    r"|\w{0,8}(?:[校院局市县縣省部会會处處科厅廳社所站][长長]|书记|書記|主任|主席|总经理|總經理|董事[长長]|教授)\s.*"
    r"|要闻|新闻|国内|国际|社会|热点|时政|财经|正文|首页|头条|资讯|娱乐|体育|科技|视频|原创|转载|最新"
)
_ORIGINAL = re.compile(r"原创(?:作者)?\s{0,3}[:：]?\s{0,3}(?P<rest>.{0,40})")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything on a page that may name people and outlets, read once.

    Args:
        facts: the labelled facts, the likeliest first.
        bylines: outlet, people and place of the bylines in brackets without a label.
        openings: outlet and people of the datelines.
        lines: people of the lines that name reporters alone.
        plates: who is named on a line of its own between title and date, or behind 原创.
        shown: short lines near the text, where a name in the head or the title must stand in one.
        said: what the page says of itself.
        title: the headline.
    """

    facts: Sequence[Fact]
    bylines: Sequence[tuple[str, str, Evidence]]
    openings: Sequence[tuple[str | None, str, Evidence]]
    lines: Sequence[Found]
    plates: Sequence[Found]
    shown: Sequence[Found]
    said: Said
    title: str

    def __bool__(self) -> bool:
        """Whether there is anything that a name or a date could be read from."""
        return bool(
            self.facts
            or self.openings
            or self.lines
            or self.bylines
            or self.plates
            or self.shown
            or self.said
        )


def mentions(
    page: Labelled,
    facts: Sequence[Fact],
    where: Sequence[Stretch],
    signed: Sequence[int],
    *,
    said: Said,
    title: str,
) -> Mentions:
    """Read a page for people and outlets.

    Args:
        page: the labelled lines.
        facts: their facts.
        where: their places.
        signed: the lines that are worth a look.
        said: what the page says of itself.
        title: the headline.
    """
    labelled = {fact.line for fact in facts if fact.label}
    written = {fact.line for fact in facts if fact.role == "author"}
    bylines = [
        (
            *(("", speaker(block.text)) if block.rule == SPEAKER else bracketed(block.text)),
            at(block),
        )
        for block in page.of_kind(Kind.BYLINE)
        if block.line not in labelled
    ]
    return Mentions(
        facts,
        bylines,
        list(datelines(page)),
        list(reporters(page, _in_text(signed, where), written)),
        list(_plates(page, facts, where)),
        _shown(page, where) if said or _MARK.search(title) else (),
        said,
        title,
    )


def _in_text(signed: Sequence[int], where: Sequence[Stretch]) -> list[int]:
    """Those of some lines that stand at the title or in the text."""
    near = [range(start, end) for place, start, end in where if place <= Place.INSIDE]
    return [index for index in signed if any(index in lines for lines in near)]


def _shown(page: Labelled, where: Sequence[Stretch]) -> list[Found]:
    return [
        (block.text, at(block))
        for place, start, end in where
        if place <= Place.BELOW_TEXT
        for block in page.blocks[start:end]
        if len(block.text) <= _LONGEST_AUTHOR_LINE
    ]


def _plates(page: Labelled, facts: Sequence[Fact], where: Sequence[Stretch]) -> Iterator[Found]:
    """Names that blogs and accounts put on a line between title and date."""
    dated = {fact.line for fact in facts if fact.role == "time"}
    for place, start, end in where:
        if place is not Place.BELOW_TITLE:
            continue
        if dated and start + 1 < len(page.blocks) and page.blocks[start + 1].line in dated:
            block = page.blocks[start]
            original = block.text.startswith("原创") and _ORIGINAL.fullmatch(block.text)
            if not original and block.kind in _MAY_BE_PLATE and _is_plate(block.text):
                yield block.text, Evidence(block.line, "between_title_and_date")
        for index in range(start, end):
            if page.texts[index].startswith("原创"):
                yield from _original(page, index)


def _original(page: Labelled, index: int) -> Iterator[Found]:
    """Names behind 原创 (original), or on the line below it."""
    original = _ORIGINAL.fullmatch(page.texts[index])
    if original is not None:
        names = original["rest"].split() or page.texts[index + 1 : index + 2]
        evidence = Evidence(page.blocks[index].line, "original_by")
        yield from ((name, evidence) for name in names[:2] if _is_plate(name))


def _is_plate(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST_PLATE and _NO_PLATE.fullmatch(text) is None
