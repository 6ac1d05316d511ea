"""Asks everyone who reads a field, in the order in which they need each other's answers."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.head import URL, Said, every, said_by
from cntextfix.label.labelled import Labelled, at
from cntextfix.label.mentions import Mentions, mentions
from cntextfix.label.moments import modified, published
from cntextfix.label.official import number, signature
from cntextfix.label.page_facts import read_facts
from cntextfix.label.people import authors, edited, editors
from cntextfix.label.places import places
from cntextfix.label.signs import signed_lines
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
    found = _Found({}, {})
    keep = found.keep
    page, said = Labelled.of(blocks), said_by(head)
    headline = keep("title", title(page, said))
    where = places(page, found.evidence["title"].line if headline else None)
    signed = signed_lines(page, where)
    facts = read_facts(page, where, signed)
    seen = mentions(page, facts, where, signed, said=said, title=headline or "")
    host = keep("site", site(page, said, headline or ""))
    if seen:
        _names(found, seen, host or "")
    _subtitles(found, page, seen)
    if seen:
        _days(found, seen)
    keep("original_url", _original(page))
    keep("url", _address(said) or found.said("original_url"))
    keep("breadcrumb", breadcrumb(page))
    keep("number", number(page))
    keep("keywords", keywords(page, said))
    keep("signature", signature(page))
    keep("licence", licence(page))
    return found.values, found.evidence


class _Found(NamedTuple):
    """What was found so far, and where."""

    values: dict[str, Any]
    evidence: dict[str, Evidence]

    def keep(self, name: str, pair: tuple[Any, Evidence] | None) -> Any:
        """Keep a value that is not empty, and give it back."""
        if pair is not None and pair[0]:
            self.values[name], self.evidence[name] = pair
            return pair[0]
        return None

    def said(self, name: str) -> tuple[Any, Evidence] | None:
        """What was kept under a name."""
        return (self.values[name], self.evidence[name]) if name in self.values else None


def _names(found: _Found, seen: Mentions, host: str) -> None:
    """Who published the text first, who wrote and who edited it."""
    outlets = [found.keep("source", source(seen, host)), host]
    chain = found.keep("editors", editors(seen)) or ()
    if names := edited(seen, chain):
        found.keep("editor", ("、".join(names), found.evidence["editors"]))
    if written := authors(seen, outlets, names):
        found.keep("author", ("、".join(written[0]), written[1]))


def _days(found: _Found, seen: Mentions) -> None:
    """When the text was published and changed."""
    day = found.keep("published", published(seen.facts, seen.said))
    changed = modified(seen.facts, seen.said)
    if changed and not (day and changed[0].isoformat()[:10] < day.isoformat()[:10]):
        found.keep("modified", changed)  # a change before the publication is a template's


def _subtitles(found: _Found, page: Labelled, seen: Mentions) -> None:
    """Kickers and sub-headlines, without the lines that were read as something else."""
    subtitles = list(page.of_kind(Kind.SUBTITLE))
    if not subtitles:
        return
    others = {at.line for _, at in seen.lines}
    if "title" in found.evidence:
        others.add(found.evidence["title"].line)
    lines = [block for block in subtitles if block.line not in others]
    if lines:
        found.keep("subtitles", (tuple(block.text for block in lines), at(lines[0])))


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
