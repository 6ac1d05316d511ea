"""What a line below a title is that is no sub-headline: a dateline, a byline, a line of facts.

>>> marks_below_title(["一份来自县城的调查", "中国网 2019-11-25 10:37"])
{1: Mark(kind=<Kind.METADATA: 'metadata'>, rule='date_below_title', level=0)}
"""

import re
from collections.abc import Sequence

from cntextfix.document import Block, Kind
from cntextfix.label.bylines import SPEAKER, is_reporter_line, speaker
from cntextfix.label.dated_lines import is_entry
from cntextfix.label.datelines import DATELINE, is_dateline
from cntextfix.label.facts import Fact
from cntextfix.label.holding import holding
from cntextfix.label.marks import Mark, Marks, kept
from cntextfix.label.names import each_person, is_person, place
from cntextfix.label.places import Place
from cntextfix.label.signs import SIGNS
from cntextfix.label.unruled import facts_of_line

__all__ = ["mark_speaker", "marks_below_title"]

_LONGEST = 100
_FACTS = (Kind.METADATA, Kind.BYLINE)
_BESIDE = 2  # lines
_SPEECH = re.compile("讲话|講話|致辞|致辭|致词|致詞|发言|發言|演讲|演講|演说|演說")
_SIGNS = (*SIGNS, re.compile("日电|日電|日讯|日訊|讯|訊"))


def marks_below_title(texts: Sequence[str]) -> dict[int, Mark]:
    """What lines are that stand between title and text and are no sub-headlines.

    Args:
        texts: the lines.

    Returns:
        Their marks, by their indexes.
    """
    found = {index: _mark(texts[index]) for index in holding(texts, *_SIGNS)}
    return {index: mark for index, mark in found.items() if mark is not None}


def _mark(text: str) -> Mark | None:
    if len(text) > _LONGEST or is_entry(text):
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


def mark_speaker(lines: Sequence[str], subtitles: Sequence[int], marks: Marks, title: str) -> None:
    """Mark a line below the title that names one person, and nobody the text tells of.

    Args:
        lines: the lines of the text.
        subtitles: indexes of those that were taken for sub-headlines.
        marks: the marks so far; the new one is added.
        title: the title above them.
    """
    named = [(index, name) for index in subtitles if (name := speaker(lines[index]))]
    if len(named) != 1:
        return  # several are a list of people
    index, name = named[0]
    if name == lines[index]:  # many a word is written as a name
        beside = range(max(0, index - _BESIDE), index + _BESIDE + 1)
        vouched = any(near in marks and marks[near].kind in _FACTS for near in beside)
        if not (vouched or _SPEECH.search(title)) or _is_told_of(name, lines, index, marks):
            return
    marks[index] = Mark(Kind.BYLINE, SPEAKER)


def _is_told_of(name: str, lines: Sequence[str], index: int, marks: Marks) -> bool:
    """Whether a name comes again, or a life is told below it: 男，汉族，1965年生.

    Only lines that are kept count: a second pass sees no others.
    """
    left = kept(range(len(lines)), marks)
    below = next((lines[near][0] for near in left if near > index), "")
    return below in ("男", "女", "他", "她") or any(
        name in lines[near] for near in left if lines[near] != name
    )
