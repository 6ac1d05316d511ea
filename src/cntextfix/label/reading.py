"""Asks everyone who reads a field, in the order in which they need each other's answers."""

import re
from collections.abc import Sequence, Set
from typing import Any

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.facts import read_facts
from cntextfix.label.head import URL, Said, every, said_by
from cntextfix.label.labelled import Labelled, at
from cntextfix.label.mentions import mentions
from cntextfix.label.moments import modified, published
from cntextfix.label.official import number, signature
from cntextfix.label.people import authors, edited, editors
from cntextfix.label.places import places
from cntextfix.label.site import breadcrumb, keywords, licence, site
from cntextfix.label.sources import source
from cntextfix.label.titles import title
from cntextfix.page import Head

__all__ = ["read"]

_URL = re.compile(r"https?://[!-~]+")
_OF_PAGE = re.compile(r"https?://[^\s{}<>\"]{4,2000}")


def read(blocks: Sequence[Block], head: Head | None) -> tuple[dict[str, Any], dict[str, Evidence]]:
    """The fields of a labelled text.

    Args:
        blocks: what `label` gave.
        head: what the page says of itself, where it came as markup.

    Returns:
        The values that were found, by the names of `Fields`, and where each was found.
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
    day = keep("published", published(facts, said))
    changed = modified(facts, said)
    if changed and not (day and changed[0].isoformat()[:10] < day.isoformat()[:10]):
        keep("modified", changed)  # a change before the publication is a template's
    linked = keep("original_url", _original(page))
    keep("url", _address(said) or ((linked, evidence["original_url"]) if linked else None))
    keep("breadcrumb", breadcrumb(page))
    keep("number", number(page))
    keep("keywords", keywords(page, said))
    keep("signature", signature(page))
    keep("licence", licence(page))
    return found, evidence


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
