"""Where a page's text was published first.

The order of trust: a label near the title, an outlet that line and head agree on, a label below
the text, the page's head, an outlet's bare name beside the date, a byline, a dateline.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cntextfix.label.facts import Fact
from cntextfix.label.head import ORGANISATION, SOURCE, SOURCE_OR_OUTLET, Said, every
from cntextfix.label.mentions import Found, Mentions
from cntextfix.label.names import is_forum, is_outlet, is_person, place
from cntextfix.label.places import Place

__all__ = ["source"]

_NEVER_IN_BODY = frozenset({"source_only"})
_DESK = re.compile(r"(?<=..)(?:快[讯訊]|即[时時](?:新[闻聞])?|焦[点點]|[综綜]合)$")
_DESKS = frozenset({"outlet_person_date"})


def source(found: Mentions, site: str) -> Found | None:
    """Who published the text first.

    Args:
        found: what the page mentions.
        site: the name of the site: a desk of its own (上報快訊 of 上報) is the site.
    """
    name, evidence = next(_sources(found, is_forum(site)), ("", None))
    if evidence is None:
        return None
    if evidence.rule in _DESKS:
        name = site if len(site) > 1 and name.startswith(site) else _DESK.sub("", name)
    return name, evidence


def _sources(found: Mentions, forum: bool) -> Iterator[Found]:
    labelled = [fact for fact in found.facts if fact.role == "source" and _says_source(fact)]
    near = [fact for fact in labelled if fact.place is Place.BELOW_TITLE]
    yield from _outlets(near)
    unlabelled = [fact for fact in found.facts if fact.role == "outlet"]
    below = [fact for fact in unlabelled if fact.place is Place.BELOW_TITLE]
    yield from _confirmed(found, forum)
    yield from (plate for plate in found.plates if is_outlet(plate[0]))
    yield from _outlets(fact for fact in labelled if fact.place is Place.BELOW_TEXT)
    yield from _outlets(fact for fact in labelled if fact.place is Place.ABOVE)
    for text, evidence in every(found.said, SOURCE):
        if name := place(text):
            yield name, evidence
    yield from (pair for pair in _outlets(below) if not forum or is_outlet(pair[0]))
    yield from ((name, at) for outlet, _, at in found.bylines if (name := place(outlet)))
    yield from ((name, at) for name, _, at in found.openings if name)
    yield from _of_organisation(found.said)
    yield from _outlets(fact for fact in found.facts if fact.role == "publisher")
    yield from _outlets(fact for fact in labelled if fact.place in (Place.INSIDE, Place.FAR))
    behind = [plate for plate in found.plates if plate[1].rule == "original_by"]
    yield from behind[1:]  # WeChat names the writer first, then the account
    if not forum:  # there a member's name stands on the plate
        yield from (plate for plate in found.plates if not is_person(plate[0]))


def _of_organisation(said: Said) -> Iterator[Found]:
    """The outlet that JSON-LD names as the author: an organisation, or a person named 新华社."""
    organisation = any(kind == "Organization" for _, kind in said.linked.get("author.@type", ()))
    for value, evidence in every(said, ORGANISATION):
        name = place(value)
        if name and (organisation or is_outlet(name)):
            yield name, evidence


def _says_source(fact: Fact) -> bool:
    """Whether a label asks for the text's source: not when the line stands alone in the body."""
    return fact.place is not Place.INSIDE or fact.rule not in _NEVER_IN_BODY


def _outlets(facts: Iterable[Fact]) -> Iterator[Found]:
    for fact in facts:
        name = place(fact.value)
        if name and (fact.label or not is_person(name)):
            yield name, fact.evidence()


def _confirmed(found: Mentions, forum: bool) -> Iterator[Found]:
    """An outlet that the head gives and a line right below the title shows."""
    hidden = list(every(found.said, SOURCE))
    if not forum:  # there the author is a member
        hidden += every(found.said, SOURCE_OR_OUTLET)
    for value, evidence in hidden:
        name = place(value)
        if not name or is_person(name):
            continue
        for text, shown in found.shown:
            if text == name or (place(text) == name and len(text) <= len(name) + 24):
                yield name, replace(shown, note=f"as {evidence.rule}")
