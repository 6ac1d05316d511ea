"""Who wrote a page and who edited it: the pick among all that names somebody.

The order of trust: a label near the text, a byline at its edge, the dateline, the page's head. The
head alone names no author: on Chinese news ``<meta name=author>`` is the editor or the outlet far
more often than the writer, so it only confirms a name that the page shows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from cntextfix.document import Evidence
from cntextfix.label.dates import without_moments
from cntextfix.label.head import AUTHOR, EDITOR, URL, every
from cntextfix.label.mentions import Found, Mentions
from cntextfix.label.names import each_person, is_forum, is_outlet, is_person, place
from cntextfix.label.places import Place
from cntextfix.lexicon.fold import fold

__all__ = ["authors", "edited", "editors"]

_OF_DATES = ("date_below_title", "date_and_outlet", "outlet_and_date")
_MARKS = "·|｜丨•/／,，、-()（）[]【】"
_BESIDE = 2  # lines between those that name reporter and correspondent
_OF_EDITOR = re.compile(r"[编編審审校][辑輯核对對]|[责責][编編]")


def editors(found: Mentions) -> tuple[tuple[tuple[str, str], ...], Evidence] | None:
    """Role and name of everyone in the editors' chain, in order.

    Args:
        found: what the page mentions.
    """
    facts = [fact for fact in found.facts if fact.role in ("edited", "checked")]
    near = [fact for fact in facts if fact.place is not Place.FAR]
    for group in (near, facts):  # nobody but the page's own editors signs as one
        chain = [(fact, name) for fact in group for name in each_person(fact.value)]
        if chain:
            roles = dict.fromkeys((fact.label, name) for fact, name in chain)
            return tuple(roles), chain[0][0].evidence()
    for value, evidence in every(found.said, EDITOR):
        names = tuple(filter(is_person, each_person(value)))
        if names:
            return tuple(("编辑", name) for name in names), evidence
    return None


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
    groups = (_labelled, _of_bylines, _of_datelines, _beside, _before_title, _on_plate)
    groups_of_names = [read(found) for read in groups]
    if any(is_forum(name) for name in outlets if name):
        groups_of_names.append(_members(found))
    for group in groups_of_names:
        names: dict[str, None] = {}
        first: Evidence | None = None
        for value, evidence in group:
            for name in each_person(value):
                if fold(name) not in barred and not is_outlet(name):
                    names[name] = None
                    first = first or evidence
        if first is not None:
            return tuple(names), first
    return _in_head(found, edited, "|".join(barred))


def _labelled(found: Mentions) -> Iterator[Found]:
    """The first line that names authors, and those right beside it."""
    facts = [
        (fact.value, fact.evidence())
        for fact in found.facts
        if fact.role == "author" and fact.place is not Place.FAR
    ]
    first: int | None = None
    for value, evidence in (*facts, *found.lines):
        line = evidence.line or 0
        if (first is None or abs(line - first) <= _BESIDE) and each_person(value):
            first = line
            yield value, evidence


def _of_bylines(found: Mentions) -> Iterator[Found]:
    yield from ((names, evidence) for _, names, evidence in found.bylines if names)


def _of_datelines(found: Mentions) -> Iterator[Found]:
    yield from ((names, evidence) for _, names, evidence in found.openings[:1] if names)


def _beside(found: Mentions) -> Iterator[Found]:
    """A person's name right behind the source, or beside the date: 来源：中国新闻网 王帆."""
    for fact in found.facts:
        if fact.role == "outlet" and fact.place is Place.BELOW_TITLE and fact.rule in _OF_DATES:
            names = without_moments(fact.value, fold(fact.value)).split()
            for before, name in pairwise(["", *(name.strip(_MARKS) for name in names)]):
                # of two characters many a word is no name, unless an outlet stands before it
                if is_person(name) and (len(name) > 2 or is_outlet(before)):
                    yield name, fact.evidence("beside the date")
        if fact.role == "source" and fact.place is Place.BELOW_TITLE:
            words = fact.value.split()
            if len(words) == 2 and place(fact.value) == words[0] and is_person(words[1]):
                yield words[1], fact.evidence("behind the source")


def _members(found: Mentions) -> Iterator[Found]:
    """Who wrote on a forum: the name between title and date, or beside the date."""
    yield from found.plates[:1]
    for fact in found.facts:
        if (
            fact.role == "outlet"
            and fact.place is Place.BELOW_TITLE
            and (name := place(fact.value))
        ):
            yield name, fact.evidence()
            return


def _in_head(
    found: Mentions, edited: Sequence[str], barred: str
) -> tuple[tuple[str, ...], Evidence] | None:
    for value, evidence in every(found.said, AUTHOR):
        for name in each_person(value):
            if name in edited or is_outlet(name) or fold(name) in barred:
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


def _address(found: Mentions) -> str:
    return next((text for text, _ in every(found.said, URL)), "")


def _on_plate(found: Mentions) -> Iterator[Found]:
    """A person's name alone between title and date; of WeChat's two behind 原创, the first."""
    behind = [plate for plate in found.plates if plate[1].rule == "original_by"]
    if len(behind) > 1 and "weixin" in found.said.canonical + _address(found):
        yield behind[0]
    yield from (plate for plate in found.plates[:1] if is_person(plate[0]))
