"""Readings put in mechanically: behind every character, or behind every fourth.

    黨(dang)(dang)的(de)建(jian)設(she)        a reading without its tone behind every character,
                                            here and there twice
    加強(qiáng)組織領😀導(dǎo)幹部      behind every so many, whatever the character, and emoji

People annotate whole texts as well, so a machine must have left its traces: notes that stand
twice, keys of a mirror site on the same page, or a count of characters that runs through all
sentences alike. Without these the page is only said to be damaged, or left alone.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from cntextfix.edits import Edit
from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.evidence import MANY, gather
from cntextfix.repairs.replay.signs import READING

__all__ = ["regular"]

_HAN = "[㐀-鿿]"
_TONELESS = re.compile(rf"({_HAN})((?:\({READING} ?\))*?(?:\([a-z]{{1,6}} ?\))+)")
_TONED = re.compile(rf"({_HAN})\(({READING}) ?\)")
_ASCII = re.compile(r"\([a-z]+ ?\)")
_EACH = re.compile(r"\(([^()]*?) ?\)")
_ASCII_READING = re.compile(r"\([a-z]{1,6} ?\)")
_NOTES = re.compile(rf"\({READING} ?\)")
_BARE = re.compile(rf"{_HAN}(?!\()")
_CUT = re.compile(r"(?<=[㐀-鿿)])\([a-z]{0,6}\Z")
_EMOJI = (
    "(?:[\U0001f000-\U0001faff]|[\u2600-\u27bf]\ufe0f|&#(?:12[6-9]\\d{3}|x1f[0-9a-f]{3});)"
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]*"
)
_ANY_EMOJI = re.compile(_EMOJI)
_BETWEEN = re.compile(rf"(?:(?<={_HAN})|(?<=\))){_EMOJI}(?={_HAN})")
_LINE = re.compile("[\n<>]")
_BLANK = re.compile(r"\s+|<[^<>]*>")
_SYLLABLE = re.compile("(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aoeiuüv]{1,3}(?:ng?|r)?|er")
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuüüüü")
_TAUGHT = re.compile(
    "拼音|注音|讀音|读音|生字|識字|识字|課文|课文|漢字|汉字|朗讀|兒歌|普通話|國語|聲調"
)

LEAST = 30  # annotated characters of a page that is looked at
TOLD = 10  # of these, characters whose reading is known
RIGHT = 0.9  # share of these whose reading is right
DENSE = 0.6  # characters with a note, of all in lines that have any
JOINED = 0.8  # notes beside other characters
REACHED = 0.8  # characters in lines that have notes, of all on the page
TWICE = 5  # notes that stand twice, which nobody types
TWICE_OF = 3  # different characters among these
SHARED = 0.3  # annotated characters that both scripts share, which the keys of a mirror never are
SAMPLE = 200  # notes that tell an ordinary mirror, which has none of these
PERIODS = range(2, 13)
STEADY = 0.9  # distances between notes that are the same
ONE_PLACE = 0.4  # notes at the same place in their sentences: more are a metre
EMOJI = 10  # emoji between characters
INSIDE = 0.9  # of all emoji, those between characters


def regular(text: str) -> Sequence[Edit]:
    """The edits that take mechanical readings out, or one that says why they stay.

    Args:
        text: the page.

    >>> regular("學(xue)而(er)時(shi)習(xi)之(zhi)")
    ()
    """
    if text.count("(") < LEAST:
        return ()
    if sum(1 for _ in islice(_NOTES.finditer(text), LEAST)) < LEAST:
        return ()
    toneless = sum(1 for _ in islice(_ASCII_READING.finditer(text), LEAST))
    return (_toneless(text) if toneless >= LEAST else ()) or _periodic(text)


def _toneless(text: str) -> Sequence[Edit]:
    """Readings without tones behind every character."""
    notes = list(_TONELESS.finditer(text))
    if len(notes) < LEAST:
        return ()
    page = _Toneless.of(text, notes)
    if not page.is_annotated():
        return ()
    if page.is_taught() or not (page.is_doubled() or page.is_mirrored()):
        start, end = notes[0].span(2)
        return (Edit(start, end, text[start:end], "left", "toneless readings, not taken out"),)
    readings = {seen for seen in {note[2] for note in notes} if _is_reading(seen)}
    edits = [
        Edit(*note.span(2), "", "guess", "toneless readings")
        for note in notes
        if note[2] in readings
    ]
    if (cut := _CUT.search(text, max(0, len(text) - 8))) is not None:
        edits.append(Edit(cut.start(), cut.end(), "", "guess", "toneless readings"))
    return edits


@dataclass(frozen=True, slots=True)
class _Toneless:
    """A page with toneless readings.

    Args:
        text: the page.
        bare: the page without them.
        notes: each annotated character with its notes.
    """

    text: str
    bare: str
    notes: Sequence[re.Match[str]]

    @classmethod
    def of(cls, text: str, notes: Sequence[re.Match[str]]) -> "_Toneless":
        return cls(text, _TONELESS.sub(lambda note: _ASCII.sub("", note[0]), text), notes)

    def is_annotated(self) -> bool:
        """Whether nearly every character of its lines carries its own reading."""
        pairs = [(note[1], _EACH.findall(note[2])[-1]) for note in self.notes]
        if not _are_right(pairs):
            return False
        joined = sum(self.stands_in_text(note) for note in self.notes)
        if joined < JOINED * len(self.notes):
            return False
        lines = [line for line in _LINE.split(self.text) if _TONELESS.search(line)]
        plain = sum(len(_BARE.findall(_NOTES.sub("", line))) for line in lines)
        return len(pairs) >= DENSE * plain

    def stands_in_text(self, note: re.Match[str]) -> bool:
        """Whether another character stands beside an annotated one: no entry of a list."""
        before = self.text[max(0, note.start() - 1) : note.start()]
        behind = self.text[note.end() : note.end() + 1]
        return before == ")" or "㐀" <= before <= "鿿" or "㐀" <= behind <= "鿿"

    def is_taught(self) -> bool:
        """Whether it speaks of readings, as pages for learners do."""
        return _TAUGHT.search(_NOTES.sub("", self.text)) is not None

    def is_doubled(self) -> bool:
        """Whether the same reading stands twice in a row too often for a slip."""
        twice = [note[1] for note in self.notes if _is_twice(_EACH.findall(note[2]))]
        return len(twice) >= TWICE and len(set(twice)) >= TWICE_OF

    def is_mirrored(self) -> bool:
        """Whether a mirror site's keys are on it, and toneless readings in all its lines."""
        lines = _LINE.split(self.text)
        han = [len(re.findall(_HAN, line)) for line in lines]
        reached = sum(n for n, line in zip(han, lines, strict=True) if _TONELESS.search(line))
        return reached >= REACHED * sum(han) and len(gather(self.bare).active) >= MANY


def _is_reading(notes: str) -> bool:
    """Whether notes behind a character are readings, all of one syllable."""
    bare = {_bare(reading) for reading in _EACH.findall(notes)}
    return len(bare) == 1 and _SYLLABLE.fullmatch(bare.pop()) is not None


def _periodic(text: str) -> Sequence[Edit]:
    """Readings behind every so many characters, and emoji between them."""
    table = keys().reading
    first = list(islice(_TONED.finditer(text), SAMPLE))
    if sum(note[1] not in table for note in first) < SHARED * len(first):
        return ()
    notes = list(_TONED.finditer(text))
    if len(notes) < LEAST or not _are_right([(note[1], note[2]) for note in notes]):
        return ()
    emoji = list(_BETWEEN.finditer(text))
    strewn = len(emoji) >= EMOJI and len(emoji) >= INSIDE * len(_ANY_EMOJI.findall(text))
    count = _Count.of(text, notes)
    if count.steady < STEADY or _TAUGHT.search(_NOTES.sub("", text)) is not None:
        if not strewn and max(count.steady, count.near) < STEADY:
            return ()
        start, end = notes[0].end(1), notes[0].end()
        note = "readings at regular distances, not taken out"
        return (Edit(start, end, text[start:end], "left", note),)
    spans = [(note.end(1), note.end()) for i, note in enumerate(notes) if i not in count.glosses]
    if strewn:
        spans = sorted(spans + [found.span() for found in emoji])
    return [Edit(start, end, "", "guess", "readings at regular distances") for start, end in spans]


@dataclass(frozen=True, slots=True)
class _Count:
    """The count that a script kept from one note to the next.

    Args:
        steady: share of the distances that are what it counts to, or a multiple where it also
            counts what is no character and gets no note.
        near: share of those that miss it by one at most.
        glosses: which notes stand between two steps of the count.
    """

    steady: float
    near: float
    glosses: frozenset[int]

    @classmethod
    def of(cls, text: str, notes: Sequence[re.Match[str]]) -> "_Count":
        """Count characters in three ways: Chinese ones, those that are seen, and all."""
        rows: tuple[list[int], list[int], list[int]] = ([], [], [])
        places: list[int] = []  # characters up to a note since anything else stood there
        behind = place = 0
        for note in notes:
            between = _ANY_EMOJI.sub("", _NOTES.sub("", text[behind : note.end(1)]))
            behind = note.end()
            cut = re.split("[^㐀-鿿]", between)
            rows[0].append(sum(map(len, cut)))
            rows[1].append(len(_BLANK.sub("", between)))
            rows[2].append(len(between))
            place = len(cut[-1]) + (place if len(cut) == 1 else 0)
            places.append(place)
        if _most(places) > ONE_PLACE:
            return cls(0.0, 0.0, frozenset())  # a metre, or entries of a list
        steps = len(notes) - 1
        near = max(_about(rows[0][1:], period) for period in PERIODS)
        kept, row, period = max(
            (row[1:].count(period) if row is rows[0] else _multiples(row[1:], period), row, period)
            for row in rows
            for period in PERIODS
        )
        if _most([place % period for place in places]) > (1 + 1 / period) / 2:
            return cls(0.0, 0.0, frozenset())  # it starts anew with every sentence
        glosses = frozenset(
            i
            for i in range(1, steps)
            if row[i] % period and row[i + 1] % period and not (row[i] + row[i + 1]) % period
        )
        return cls((kept + len(glosses)) / steps, near / steps, glosses)


def _most(values: Sequence[int]) -> float:
    """The share of the commonest."""
    return Counter(values).most_common(1)[0][1] / len(values)


def _about(steps: Sequence[int], period: int) -> int:
    return sum(abs(step - period) <= 1 for step in steps) if period > 2 else 0


def _multiples(steps: Sequence[int], period: int) -> int:
    return sum(step % period == 0 for step in steps) if period > 2 else 0


def _are_right(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether nearly all readings are what their characters are read as."""
    table = keys().reading
    told = right = legal = 0
    for (char, reading), count in Counter(pairs).items():
        bare = _bare(reading)
        if char in table:
            told += count
            right += count if _bare(table[char]) == bare else 0
        legal += count if _SYLLABLE.fullmatch(bare) is not None else 0
    return told >= TOLD and right >= RIGHT * told and legal >= RIGHT * len(pairs)


def _is_twice(readings: Sequence[str]) -> bool:
    return len(readings) > 1 and len(set(readings)) == 1


def _bare(reading: str) -> str:
    return reading.translate(_TONES)
