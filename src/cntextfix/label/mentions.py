"""Everything on a page that may name people and outlets, read once.

>>> from cntextfix.document import Block
>>> from cntextfix.label.facts import read_facts
>>> from cntextfix.label.places import places
>>> lines = [Block(Kind.TITLE, "外贸向好", 1), Block(Kind.OTHER, "松科说经济", 2),
...     Block(Kind.METADATA, "2021-02-18 07:02", 3), Block(Kind.PARAGRAPH, "外贸向好。", 4)]
>>> page = Labelled.of(lines)
>>> where = places(page, 1)
>>> mentions(page, read_facts(lines, where), where, Said(), "外贸向好").plates
[('松科说经济', Evidence(line=2, rule='between_title_and_date', note=''))]
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cntextfix.document import Evidence, Kind
from cntextfix.label.bylines import bracketed, datelines, reporters
from cntextfix.label.facts import Fact
from cntextfix.label.head import Said
from cntextfix.label.labelled import Labelled, at
from cntextfix.label.places import Place

__all__ = ["Found", "Mentions", "mentions"]

Found = tuple[str, Evidence]
"""A name and where it was read."""

_LONGEST_AUTHOR_LINE = 40
_LONGEST_PLATE = 16
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
        shown: short lines near the text, folded; a name in the head must stand in one of them.
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


def mentions(
    page: Labelled,
    facts: Sequence[Fact],
    where: Sequence[Place],
    said: Said,
    title: str,
) -> Mentions:
    """Read a page for people and outlets.

    Args:
        page: the labelled lines.
        facts: their facts.
        where: their places.
        said: what the page says of itself.
        title: the headline.
    """
    labelled = {fact.line for fact in facts if fact.label}
    bylines = [
        (*bracketed(block.text), at(block))
        for block in page.of_kind(Kind.BYLINE)
        if block.line not in labelled
    ]
    shown = [
        (block.text, at(block))
        for block, spot in zip(page.blocks, where, strict=True)
        if spot <= Place.BELOW_TEXT and len(block.text) <= _LONGEST_AUTHOR_LINE
    ]
    return Mentions(
        facts,
        bylines,
        list(datelines(page)),
        list(reporters(page.blocks, where)),
        list(_plates(page, facts, where)),
        shown,
        said,
        title,
    )


def _plates(page: Labelled, facts: Sequence[Fact], where: Sequence[Place]) -> Iterator[Found]:
    """Names that blogs and accounts put on a line between title and date."""
    dated = {fact.line for fact in facts if fact.role == "time"}
    for index, block in enumerate(page.blocks):
        if where[index] is not Place.BELOW_TITLE:
            continue
        above = where[index - 1] if index else Place.FAR
        original = _ORIGINAL.fullmatch(block.text) if block.text.startswith("原创") else None
        if original is not None:
            names = original["rest"].split() or [b.text for b in page.blocks[index + 1 : index + 2]]
            evidence = Evidence(block.line, "original_by")
            yield from ((name, evidence) for name in names[:2] if _is_plate(name))
        elif (
            above is not Place.BELOW_TITLE
            and block.kind in _MAY_BE_PLATE
            and index + 1 < len(page.blocks)
            and page.blocks[index + 1].line in dated
            and _is_plate(block.text)
        ):
            yield block.text, Evidence(block.line, "between_title_and_date")


def _is_plate(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST_PLATE and _NO_PLATE.fullmatch(text) is None
