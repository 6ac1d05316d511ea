"""What a line below a title is that is no sub-headline: a dateline, a byline, a line of facts.

>>> marks_below_title(["一份来自县城的调查", "中国网 2019-11-25 10:37"])
{1: Mark(kind=<Kind.METADATA: 'metadata'>, rule='date_below_title', level=0)}
"""

import re
from collections.abc import Sequence

from cntextfix.document import Block, Kind
from cntextfix.label.bylines import SIGNS_OF_NAME, is_reporter_line
from cntextfix.label.datelines import DATELINE, is_dateline
from cntextfix.label.facts import Fact
from cntextfix.label.holding import holding
from cntextfix.label.marks import Mark
from cntextfix.label.names import each_person, is_person, place
from cntextfix.label.places import Place
from cntextfix.label.unruled import SIGNS_OF_FACT, facts_of_line

__all__ = ["marks_below_title"]

_LONGEST = 100
_SIGNS = (*SIGNS_OF_FACT, *SIGNS_OF_NAME, re.compile("日电|日電|日讯|日訊|讯|訊"))


def marks_below_title(texts: Sequence[str]) -> dict[int, Mark]:
    """What lines are that stand between title and text and are no sub-headlines.

    Args:
        texts: the lines.

    Returns:
        Their marks, by their indexes.
    """
    found = {place: _mark(texts[place]) for place in holding(texts, *_SIGNS)}
    return {place: mark for place, mark in found.items() if mark is not None}


def _mark(text: str) -> Mark | None:
    if len(text) > _LONGEST:
        return None
    if is_dateline(text):
        return Mark(Kind.BYLINE, DATELINE)
    facts = facts_of_line(Block(Kind.SUBTITLE, text, 0), Place.BELOW_TITLE)
    proved = [fact for fact in facts if _is_proved(fact)]
    if proved:
        is_byline = any(fact.role == "author" for fact in proved)
        return Mark(Kind.BYLINE if is_byline else Kind.METADATA, proved[0].rule)
    return Mark(Kind.BYLINE, "reporter_line") if is_reporter_line(text) else None


def _is_proved(fact: Fact) -> bool:
    """Whether a value is what its label asks for."""
    if fact.role in ("author", "edited", "checked"):
        names = each_person(fact.value)
        return bool(names) and all(map(is_person, names))
    if fact.role in ("source", "publisher"):
        return place(fact.value) is not None
    return fact.role == "time" and not fact.is_weak and fact.holds_moment
