"""When a page was published and changed: its visible lines first, then its head.

>>> from cntextfix.label.facts import Fact
>>> published([Fact("time", "发布时间", "2024-01-05 10:30", 3, "facts")], Said())[0].isoformat()
'2024-01-05T10:30:00+08:00'
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from cntextfix.document import Evidence
from cntextfix.label.dates import find_moment, from_machine, in_zone
from cntextfix.label.facts import OF_ANOTHER, Fact
from cntextfix.label.head import MODIFIED, PUBLISHED, URL, Names, Said, every
from cntextfix.label.places import Place
from cntextfix.lexicon.fold import fold

__all__ = ["modified", "published"]

Found = tuple[date | datetime, Evidence]

_OF_CHANGE = ("更新", "修改", "编辑")
_ONLY_CHANGE = "date of the last change"
# Of the document's own life, or of what it tells, not of the page.
_OF_DOCUMENT = ("成文", "印发", "生效", "施行", "废止", "发文")

_PERIOD = re.compile("[至到起止前~—–]")


def published(facts: Sequence[Fact], said: Said) -> Found | None:
    """The date of publication; that of the last change where the page gives no other.

    A visible line counts more than the head, which some sites fill once for all their pages; a
    head that gives the same day adds the time that the line leaves out.

    Args:
        facts: the page's facts, the likeliest first.
        said: what the page says of itself.
    """
    hidden = list(_hidden(said, PUBLISHED))
    shown = [(moment, fact) for moment, fact in _shown(facts) if not _is_of(fact, _OF_CHANGE)]
    near = [(moment, fact) for moment, fact in shown if fact.place < Place.ABOVE]
    labelled = [(moment, fact) for moment, fact in near if fact.label and not fact.is_weak]
    changed = [(moment, fact) for moment, fact in _shown(facts) if _is_of(fact, _OF_CHANGE)]
    for moment, fact in labelled or [one for one in near if one[1].place is Place.BELOW_TITLE]:
        return _with_time_of(moment, fact, hidden)
    if hidden:
        return hidden[0]
    if near:
        return _with_time_of(*near[0], hidden)
    if changed:
        moment, evidence = _with_time_of(*changed[0], hidden)
        note = "; ".join(filter(None, [_ONLY_CHANGE, evidence.note]))
        return moment, replace(evidence, note=note)
    if shown:
        return _with_time_of(*shown[0], hidden)
    return next(_hidden(said, MODIFIED), None) or _of_address(said)


def modified(facts: Sequence[Fact], said: Said) -> Found | None:
    """The date of the last change.

    Args:
        facts: the page's facts, the likeliest first.
        said: what the page says of itself.
    """
    for moment, fact in _shown(facts):
        if fact.label and _is_of(fact, _OF_CHANGE) and fact.place is not Place.FAR:
            zoned, note = in_zone(moment)
            return zoned, fact.evidence(note)
    return _beside_date(facts) or next(_hidden(said, MODIFIED), None)


# CNA's 2024/1/5 14:20（1/5 15:02 更新）; the year is that of the date before it.
_SAME_YEAR = re.compile(
    r"[(]\s?(?P<month>\d{1,2})/(?P<day>\d{1,2})\s{1,3}(?P<hour>\d{1,2}):(?P<minute>\d\d)\s?更新\s?[)]"
)


def _beside_date(facts: Sequence[Fact]) -> Found | None:
    """The last change, where it stands without its year in brackets behind the first date."""
    for moment, fact in _shown(facts):
        match = _SAME_YEAR.search(fold(fact.value)) if fact.place is not Place.FAR else None
        if match is None:
            continue
        month, day, hour, minute = (int(part) for part in match.groups())
        try:
            written = datetime(moment.year + (month < moment.month), month, day, hour, minute)
        except ValueError:  # no day of the calendar
            continue
        zoned, note = in_zone(written)
        return zoned, fact.evidence(note)
    return None


def _shown(facts: Sequence[Fact]) -> Iterator[tuple[date | datetime, Fact]]:
    for fact in facts:
        if fact.role != "time" or fact.rule in OF_ANOTHER or _is_of(fact, _OF_DOCUMENT):
            continue
        if fact.place is Place.FAR and not fact.label:
            continue
        if fact.is_weak and _PERIOD.search(fact.value):  # 时间：5月1日至5月31日
            continue
        moment = find_moment(fold(fact.value), labelled=bool(fact.label))
        if moment is not None:
            yield moment, fact


def _is_of(fact: Fact, words: Sequence[str]) -> bool:
    return any(word in fact.label for word in words)


def _hidden(said: Said, names: Names) -> Iterator[Found]:
    for value, evidence in every(said, names):
        moment = from_machine(value)
        if moment is not None:
            zoned, note = in_zone(moment)
            yield zoned, replace(evidence, note=note)


_DAY_IN_PATH = re.compile(
    r"/(20\d\d)[-/]?([01]\d)[-/]?([0-3]\d)(?:[/_.]|$)|/t(20\d\d)([01]\d)([0-3]\d)_"
)


def _of_address(said: Said) -> Found | None:
    """The day in the page's own address, as /202405/t20240513_15249693.htm has it."""
    own = [(said.canonical, Evidence(None, "canonical")), *every(said, URL)]
    for address, evidence in own:
        if match := _DAY_IN_PATH.search(address):
            day = from_machine("".join(part for part in match.groups() if part))
            if day is not None:
                return day, replace(evidence, note="day in the address")
    return None


def _with_time_of(moment: date | datetime, fact: Fact, hidden: Sequence[Found]) -> Found:
    """A visible date, with the time of day from the head where only that gives it."""
    if not isinstance(moment, datetime):
        for other, evidence in hidden:
            if isinstance(other, datetime) and other.date() == moment:
                note = f"time from {evidence.rule}"
                return other, fact.evidence(f"{note}; {evidence.note}" if evidence.note else note)
    zoned, note = in_zone(moment)
    return zoned, fact.evidence(note)
