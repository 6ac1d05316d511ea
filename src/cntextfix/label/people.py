"""Who wrote a page, who edited it, and where it came from: the pick among all that names somebody.

The order of trust: a label near the text, a byline at its edge, the dateline, the page's head. The
head alone names no author: on Chinese news ``<meta name=author>`` is the editor or the outlet far
more often than the writer, so it only confirms a name that the page shows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.bylines import bracketed, datelines, reporters
from cntextfix.label.facts import Fact, Place
from cntextfix.label.head import AUTHOR, EDITOR, ORGANISATION, SOURCE, SOURCE_OR_OUTLET, every
from cntextfix.label.names import each_person, is_person, place
from cntextfix.lexicon.fold import fold
from cntextfix.page import Head

__all__ = ["Mentions", "authors", "edited", "editors", "mentions", "source"]

Found = tuple[str, Evidence]

_OUTLET = re.compile(
    r".*(?:网|报|社|台|刊|新闻|客户端|频道|杂志|传媒|在线|日报|周刊|财经|公众号|网站|电台|卫视|中心|视频|出版社|头条|半月谈|编辑部|办公室)(?:[-·].{1,8})?"
)
_NEVER_IN_BODY = frozenset({"source_only"})
_DESKS = frozenset({"outlet_person_date"})
_OF_EDITOR = re.compile(r"[编編審审校][辑輯核对對]|[责責][编編]")
_LONGEST_AUTHOR_LINE = 40


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything on a page that may name people and outlets, read once.

    Args:
        facts: the labelled facts, the likeliest first.
        bylines: outlet, people and place of the bylines in brackets without a label.
        openings: outlet and people of the datelines.
        lines: people of the lines that name reporters alone.
        shown: short lines near the text, folded; a name in the head must stand in one of them.
        head: what the page says of itself, where it came as markup.
        title: the headline.
    """

    facts: Sequence[Fact]
    bylines: Sequence[tuple[str, str, Evidence]]
    openings: Sequence[tuple[str | None, str, Evidence]]
    lines: Sequence[Found]
    shown: Sequence[tuple[str, Evidence]]
    head: Head | None
    title: str


def mentions(
    blocks: Sequence[Block],
    facts: Sequence[Fact],
    where: Sequence[Place],
    head: Head | None,
    title: str,
) -> Mentions:
    """Read a page for people and outlets.

    Args:
        blocks: the labelled lines.
        facts: their facts.
        where: their places.
        head: what the page says of itself, where it came as markup.
        title: the headline.
    """
    labelled = {fact.line for fact in facts if fact.label}
    bylines = [
        (*bracketed(block.text), Evidence(block.line, block.rule or "byline"))
        for block in blocks
        if block.kind is Kind.BYLINE and block.line not in labelled
    ]
    shown = [
        (block.text, Evidence(block.line, block.rule or block.kind.value))
        for block, spot in zip(blocks, where, strict=True)
        if head is not None and spot <= Place.BELOW_TEXT and len(block.text) <= _LONGEST_AUTHOR_LINE
    ]
    return Mentions(
        facts, bylines, list(datelines(blocks)), list(reporters(blocks, where)), shown, head, title
    )


def source(found: Mentions, site: str) -> Found | None:
    """Who published the text first.

    Args:
        found: what the page mentions.
        site: the name of the site: a desk of its own (上報快訊 of 上報) is the site.
    """
    name, evidence = next(_sources(found), ("", None))
    if evidence is None:
        return None
    if len(site) > 1 and name.startswith(site) and evidence.rule in _DESKS:
        name = site
    return name, evidence


def _sources(found: Mentions) -> Iterator[Found]:
    labelled = [fact for fact in found.facts if fact.role == "source" and _says_source(fact)]
    near = [fact for fact in labelled if fact.place is Place.BELOW_TITLE]
    yield from _outlets(near)
    unlabelled = [fact for fact in found.facts if fact.role == "outlet"]
    below = [fact for fact in unlabelled if fact.place is Place.BELOW_TITLE]
    yield from _confirmed(found)
    yield from _outlets(fact for fact in labelled if fact.place is Place.BELOW_TEXT)
    for text, evidence in _hidden(found.head):
        if name := place(text):
            yield name, evidence
    yield from _outlets(below)
    yield from ((name, at) for outlet, _, at in found.bylines if (name := place(outlet)))
    yield from _of_organisation(found.head)
    yield from _outlets(fact for fact in found.facts if fact.role == "publisher")
    yield from _outlets(fact for fact in labelled if fact.place > Place.BELOW_TEXT)
    yield from ((name, at) for name, _, at in found.openings if name)


def _of_organisation(head: Head | None) -> Iterator[Found]:
    """The outlet that JSON-LD names as the author: an organisation, or a person named 新华社."""
    if head is not None:
        organisation = ("author.@type", "Organization") in head.linked
        for value, evidence in every(head, ORGANISATION):
            name = place(value)
            if name and (organisation or _OUTLET.fullmatch(fold(name))):
                yield name, evidence


def _says_source(fact: Fact) -> bool:
    """Whether a label asks for the text's source: not when the line stands alone in the body."""
    return fact.place is not Place.INSIDE or fact.rule not in _NEVER_IN_BODY


def _outlets(facts: Iterable[Fact]) -> Iterator[Found]:
    for fact in facts:
        name = place(fact.value)
        if name and (fact.label or not is_person(name)):
            yield name, fact.evidence()


def _hidden(head: Head | None) -> Iterator[Found]:
    if head is not None:
        yield from every(head, SOURCE)


def _confirmed(found: Mentions) -> Iterator[Found]:
    """An outlet that the head gives and a line right below the title shows."""
    if found.head is None:
        return
    hidden = [*every(found.head, SOURCE), *every(found.head, SOURCE_OR_OUTLET)]
    for value, evidence in hidden:
        name = place(value)
        if not name or is_person(name):
            continue
        for text, shown in found.shown:
            if text == name or (place(text) == name and len(text) <= len(name) + 24):
                yield name, replace(shown, note=f"as {evidence.rule}")


def editors(found: Mentions) -> tuple[tuple[tuple[str, str], ...], Evidence] | None:
    """Role and name of everyone in the editors' chain, in order.

    Args:
        found: what the page mentions.
    """
    chain: dict[tuple[str, str], None] = {}
    first: Evidence | None = None
    for fact in found.facts:
        if fact.role in ("edited", "checked") and fact.place is not Place.FAR:
            for name in each_person(fact.value):
                chain[fact.label, name] = None
                first = first or fact.evidence()
    if first is None and found.head is not None:
        for value, evidence in every(found.head, EDITOR):
            for name in filter(is_person, each_person(value)):
                chain["编辑", name] = None
                first = first or evidence
    return (tuple(chain), first) if first else None


def edited(found: Mentions, chain: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The names of those who edited, without those who only checked or signed off.

    Args:
        found: what the page mentions.
        chain: what `editors` gave.
    """
    checked = {fact.label for fact in found.facts if fact.role == "checked"}
    return tuple(dict.fromkeys(name for role, name in chain if role not in checked))


def authors(
    found: Mentions, outlets: Sequence[str], edited: Sequence[str]
) -> tuple[tuple[str, ...], Evidence] | None:
    """Who wrote the text.

    Args:
        found: what the page mentions.
        outlets: source and site: neither is a person.
        edited: the editors' names.
    """
    barred = {fold(name) for name in outlets if name}
    groups = (_labelled, _of_bylines, _of_datelines, _beside, _before_title)
    for group in (read(found) for read in groups):
        names: dict[str, None] = {}
        first: Evidence | None = None
        for value, evidence in group:
            for name in each_person(value):
                if fold(name) not in barred and _OUTLET.fullmatch(fold(name)) is None:
                    names[name] = None
                    first = first or evidence
        if first is not None:
            return tuple(names), first
    return _in_head(found, edited, "|".join(barred))


def _labelled(found: Mentions) -> Iterator[Found]:
    for near in (True, False):
        facts = [
            (fact.value, fact.evidence())
            for fact in found.facts
            if fact.role == "author"
            and (fact.place < Place.ABOVE) is near
            and fact.place is not Place.FAR
        ]
        if any(each_person(value) for value, _ in facts) or near:
            yield from facts
        if any(each_person(value) for value, _ in facts):
            break
    yield from found.lines


def _of_bylines(found: Mentions) -> Iterator[Found]:
    yield from ((names, evidence) for _, names, evidence in found.bylines if names)


def _of_datelines(found: Mentions) -> Iterator[Found]:
    yield from ((names, evidence) for _, names, evidence in found.openings[:1] if names)


def _beside(found: Mentions) -> Iterator[Found]:
    """A person's name right behind the source: 来源：中国新闻网 王帆."""
    for fact in found.facts:
        if fact.role == "source" and fact.place is Place.BELOW_TITLE:
            words = fact.value.split()
            if len(words) == 2 and place(fact.value) == words[0] and is_person(words[1]):
                yield words[1], fact.evidence("behind the source")


def _in_head(
    found: Mentions, edited: Sequence[str], barred: str
) -> tuple[tuple[str, ...], Evidence] | None:
    if found.head is None:
        return None
    for value, evidence in every(found.head, AUTHOR):
        for name in each_person(value):
            if name in edited or _OUTLET.fullmatch(fold(name)) or fold(name) in barred:
                continue
            for text, shown in found.shown:
                # a pen-name must stand alone; a person's name may have others beside it
                if name == text or (
                    name in text and is_person(name) and _OF_EDITOR.search(text) is None
                ):
                    return (name,), replace(shown, note=f"as {evidence.rule}")
    return None


def _before_title(found: Mentions) -> Iterator[Found]:
    """The name that opens a columnist's title, 王文：…, and stands alone beside it too."""
    name, mark, _ = found.title.replace("：", ":").partition(":")
    if mark and is_person(name):
        yield from ((name, shown) for text, shown in found.shown if text.split()[0] == name)
