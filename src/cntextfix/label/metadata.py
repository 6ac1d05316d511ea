"""Reads the fields of a document out of its labelled lines.

>>> from cntextfix.label.label import label
>>> from cntextfix.label.rules import RULES
>>> page = '''检察机关开展专项监督
... 发布时间：2024-01-05 来源： 检察日报 作者：佚名
... 1月4日，最高人民检察院召开会议，部署专项监督工作。
... [责任编辑：李婷]'''
>>> found = fields(label(page, RULES))
>>> found.source, found.author, found.editor, found.published
('检察日报', None, '李婷', datetime.date(2024, 1, 5))
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.facts import places, read_facts
from cntextfix.label.head import URL, Said, every, said_by
from cntextfix.label.labelled import Labelled, at
from cntextfix.label.mentions import mentions
from cntextfix.label.moments import modified, published
from cntextfix.label.official import number, signature
from cntextfix.label.people import authors, edited, editors
from cntextfix.label.site import breadcrumb, keywords, licence, site
from cntextfix.label.sources import source
from cntextfix.label.titles import title
from cntextfix.page import Head

__all__ = ["Fields", "fields"]

_URL = re.compile(r"https?://[!-~]+")
_OF_PAGE = re.compile(r"https?://[^\s{}<>\"]{4,2000}")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a page says about itself; the names are those of `Document`.

    Args:
        title: the headline.
        subtitles: kickers and sub-headlines, in order.
        site: the name of the site the page was taken from.
        source: who published the text first.
        author: who wrote it; several joined by "、".
        editor: who edited it; several joined by "、".
        published: date, or date and time, of publication.
        editors: role and name of everyone in the editors' chain.
        modified: date, or date and time, of the last change.
        url: where the page is; of a text without markup, where its original is.
        original_url: where the original is.
        breadcrumb: the path of sections above the page.
        number: the number of an official document.
        keywords: what the page calls its keywords.
        signature: issuing body and date, as "国务院 2024-01-05".
        licence: the site's ICP number.
        evidence: for each field that was found, where.
    """

    title: str | None = None
    subtitles: tuple[str, ...] = ()
    site: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    editors: tuple[tuple[str, str], ...] = ()
    published: date | datetime | None = None
    modified: date | datetime | None = None
    url: str | None = None
    original_url: str | None = None
    breadcrumb: tuple[str, ...] = ()
    number: str | None = None
    keywords: tuple[str, ...] = ()
    signature: str | None = None
    licence: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict, hash=False)


def fields(blocks: Sequence[Block], head: Head | None = None) -> Fields:
    """The fields of a labelled text.

    Args:
        blocks: what `label` gave.
        head: what the page says of itself, where it came as markup.
    """
    found: dict[str, Any] = {}
    evidence: dict[str, Evidence] = {}

    def keep(name: str, pair: tuple[Any, Evidence] | None) -> Any:
        if pair is not None and pair[0]:
            found[name], evidence[name] = pair
        return found.get(name)

    page, said = Labelled.of(blocks), said_by(head)
    headline = keep("title", title(page, said))
    where_title = evidence["title"].line if headline else None
    where = places(page, where_title)
    facts = read_facts(blocks, where)
    seen = mentions(page, facts, where, said, headline or "")
    host = keep("site", site(page, said, headline or "")) or ""
    outlets = [keep("source", source(seen, host)), host]
    chain = keep("editors", editors(seen)) or ()
    if names := edited(seen, chain):
        keep("editor", ("、".join(names), evidence["editors"]))
    if written := authors(seen, outlets, names):
        keep("author", ("、".join(written[0]), written[1]))
    signed = {line for _, at in seen.lines if (line := at.line) is not None}
    keep("subtitles", _subtitles(page, signed | {where_title}))
    keep("published", published(facts, said))
    keep("modified", modified(facts, said))
    linked = keep("original_url", _original(page))
    keep("url", _address(said) or ((linked, evidence["original_url"]) if linked else None))
    keep("breadcrumb", breadcrumb(page))
    keep("number", number(page))
    keep("keywords", keywords(page, said))
    keep("signature", signature(page))
    keep("licence", licence(page))
    return Fields(**found, evidence=evidence)


def _subtitles(page: Labelled, others: Set[int | None]) -> tuple[tuple[str, ...], Evidence] | None:
    """Kickers and sub-headlines, without the lines that were read as something else."""
    lines = [block for block in page.of_kind(Kind.SUBTITLE) if block.line not in others]
    return (tuple(block.text for block in lines), at(lines[0])) if lines else None


def _original(page: Labelled) -> tuple[str, Evidence] | None:
    for block in page.of_kind(Kind.SOURCE_LINK):
        if match := _URL.search(block.text):
            return match[0].rstrip(")]>."), at(block)
    return None


def _address(said: Said) -> tuple[str, Evidence] | None:
    """The address the page gives as its own."""
    if _OF_PAGE.fullmatch(said.canonical):
        return said.canonical, Evidence(None, "canonical")
    return next((pair for pair in every(said, URL) if _OF_PAGE.fullmatch(pair[0])), None)
