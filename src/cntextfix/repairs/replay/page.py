"""A page with injected pinyin: its evidence, its language, and what one look at it finds."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cntextfix.edits import Edit
from cntextfix.lexicon.character_model import NO_CONTEXT
from cntextfix.lexicon.gbk import gbk
from cntextfix.lexicon.pinyin import keys
from cntextfix.lexicon.script import detect
from cntextfix.repairs.replay.evidence import gather
from cntextfix.repairs.replay.language import (
    SECOND,
    Language,
    alone,
    blank,
    odd,
    symbols,
    without_notes,
)
from cntextfix.repairs.replay.proof import replays
from cntextfix.repairs.replay.regular import regular
from cntextfix.repairs.replay.ruler import Ruler
from cntextfix.repairs.replay.search import Answer, solve
from cntextfix.repairs.replay.signs import LOST, NOTE, READING, TORN, TORN_MARKS, is_damaged
from cntextfix.repairs.replay.verdict import DROPPING, LIKELY, certainty, fits, is_likely

__all__ = ["look"]

_TRIGGER = re.compile(rf"\(({READING}) ?\)|(?:\?|\ufffd\(){READING} ?\)|[?\ufffd]{TORN}")
_SHIFTED = re.compile(
    rf"(?:\?|\ufffd\(){READING} ?\)[^\n]{{0,30}}|[?\ufffd]{TORN_MARKS}[^\n]{{0,30}}"
)
_CUT = re.compile(rf"(?<=[㐀-鿿])\(({READING})$")
CUT_MOST = 9  # characters of a note, the one before it included
_TOLD = re.compile("[一-鿿][^一-鿿]*[一-鿿]")
_LONE = re.compile(rf"\?(?!{READING} ?\))|\ufffd(?!\({READING} ?\))")
_ASKED_IN_RUN = re.compile(
    rf"\?{READING} ?\)[^\n?()]{{0,16}}\?(?!{READING} ?\))(?=([^\n()]{{1,5}}))"
)
_SIGN_IN_RUN = re.compile(
    rf"\ufffd\({READING} ?\)[^\n\ufffd()]{{0,16}}\ufffd"
    r"(?=((?:[^\n\ufffd()]|\ufffd(?!\()){1,5}))"
)
# Bits of a character by itself that makes a run go on: more search does little harm, less does.
ASKED_RARE = 15.0
SIGN_RARE = 17.0
_FLATTENED = re.compile("[㐀-鿿][,:;(?!]")
WIDE_MARKS = 5  # full-width marks for each one in ASCII, of a page that was not flattened
# Browsers, which write U+FFFD, keep private-use characters or show a sign for them.
_KEEPS_PRIVATE = re.compile("[\ue000-\uf8ff]|\ufffd\\(")
SAMPLE = 200_000  # characters of a page that teach its wording
CONTEXT = 300  # characters before a run that the search may look at
WORK = 40_000  # states that the searches of a page may look at
WORK_EACH = 1  # more, for every character of it
VAIN = 15_000  # those of them that may come to nothing: a page that needs more is not damaged so
VAIN_EACH = 0.1  # more, for every character of it


def look(text: str) -> Sequence[Edit]:
    """What one look at a page finds.

    Args:
        text: the page.
    """
    if not is_damaged(text):
        return ()
    readings = regular(text)
    if any(edit.certainty != "left" for edit in readings):
        return readings  # the next look sees what they hid
    page = _Page(text)
    edits = page.look(torn=False)
    if page.proofs >= 1:
        edits = page.look(torn=True)
    if readings and not any(
        e.start <= readings[0].end and readings[0].start <= e.end for e in edits
    ):
        return sorted([*edits, *readings], key=lambda edit: edit.start)
    return edits


class _Page:
    """A page; what was mended so far is context for what comes next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.evidence = gather(text)
        self.language: Language | None = None  # learned from the page when a run needs it
        self.work = WORK + WORK_EACH * len(text)
        self.vain = VAIN + VAIN_EACH * len(text)
        self.told: bool | None = None  # whether enough is written to tell what is plausible
        self.keeps_private = False  # known once the language is learned
        self.reading = keys().reading
        self.answers: dict[str, list[list[Answer]]] = {}
        self.recent: deque[Edit] = deque(maxlen=100)
        self.torn = False  # whether marks are known to have torn characters on this page
        self.proofs = 0.0  # how well it is proved that one did
        self.drops = False  # whether pairs were lost without a sign
        self.doubtful: set[int] = set()  # where edits start that are certain only if none were

    def look(self, *, torn: bool) -> list[Edit]:
        """Every edit; where marks are known to have torn characters, they need less proof."""
        self.torn = torn
        self.recent.clear()
        if torn and (evidence := gather(self.text, torn=True)) != self.evidence:
            self.evidence = evidence
            self.language = None  # it knows the keys
            self.answers.clear()
        edits = list(self.edits())
        if not self.drops:
            return edits
        return [
            replace(edit, certainty="guess") if edit.start in self.doubtful else edit
            for edit in edits
        ]

    def edits(self) -> Iterator[Edit]:
        """What is found from the start to the end."""
        text, recent, spares = self.text, self.recent, self.evidence.spares
        injected = {char: self.reading[char] for char in self.evidence.active}
        position = behind = 0  # where to go on, and where the last edit ends
        matches = _TRIGGER.finditer(text)
        edit: Edit | None
        while (found := next(matches, None)) is not None:
            reading, (start, end) = found[1], found.span()
            if reading and start != behind and injected.get(text[start - 1]) == reading:
                # the common case by itself, for some pages have a note in every second word
                position = end
                if not spares(start):
                    edit = Edit(start, end, "", "certain", "injected")
                    recent.append(edit)
                    behind = end
                    yield edit
                continue
            if reading is None:
                edit = self.run(found)
                position = start + 1
            else:
                edit = self.note(found)
                position = end
            if edit is not None:
                if edit.certainty != "left":
                    recent.append(edit)
                    behind = edit.end
                    position = max(position, behind)
                yield edit
            if position != end:
                matches = _TRIGGER.finditer(text, position)
        if (cut := _CUT.search(text, max(position, len(text) - CUT_MOST))) is not None:
            yield from self.cut(cut)

    def learn(self) -> Language:
        """What the page itself says of its language."""
        bare = NOTE.sub("", _SHIFTED.sub(NO_CONTEXT, self.text[:SAMPLE]))
        self.keeps_private = _KEEPS_PRIVATE.search(self.text) is not None
        flattened = _may_be_flattened(bare)
        rare = dict(odd())
        for char in rare.keys() & set(bare):
            del rare[char]
        active = self.evidence.active
        return Language(
            Ruler(bare),
            active,
            rare,
            without_notes(rare, active),
            detect(bare),
            self.keeps_private,
            _goes_on(_ASKED_IN_RUN, self.text, ASKED_RARE),
            not _goes_on(_SIGN_IN_RUN, self.text, SIGN_RARE),
            flattened,
            blank(bare),
        )

    def before(self, end: int) -> str:
        """The last true characters before an offset."""
        tail = ""
        for edit in reversed(self.recent):
            tail = edit.new + self.text[edit.end : end] + tail
            end = edit.start
            if len(tail) >= CONTEXT:
                break
        return (self.text[max(0, end - CONTEXT) : end] + tail)[-CONTEXT:]

    def note(self, found: re.Match[str]) -> Edit | None:
        """A note that stands whole: taken out where it was injected."""
        start, end = found.span()
        mended = self.recent and self.recent[-1].end == start
        last = self.before(start)[-1:] if mended else self.text[max(0, start - 1) : start]
        if last in self.evidence.active:
            injected = self.reading[last] == found[1]
        else:
            injected = last.isascii() and _stands_across(self.before(start)[-2:], found[1])
        if injected and not self.evidence.spares(start):
            return Edit(start, end, "", "certain", "injected")
        return None

    def cut(self, found: re.Match[str]) -> Iterator[Edit]:
        """A note that the end of the capture cut off."""
        last = self.text[found.start() - 1]
        active = self.evidence.active
        if last in active or (active and last in keys().pages and self.text.count(last) == 1):
            if not self.reading[last].startswith(found[1]):
                return
            yield Edit(found.start(), found.end(), "", "certain", "injected")

    def run(self, found: re.Match[str]) -> Edit | None:
        """A run that was knocked out of step."""
        start = found.start()
        lost = LOST.match(self.text, start) is not None
        self.language = self.language or self.learn()
        if self.told is None:
            self.told = _TOLD.search(self.text, 0, SAMPLE) is not None
        if self.told and self.language.script != "simplified":
            work = self.work
            if (answer := self.believed(start, self.language, lost=lost)) is not None:
                return self.mended(answer)
            self.vain -= work - self.work
        if lost and not self.text[max(0, start - 1) : start].isascii():
            return Edit(start, found.end(), found[0], "left", "shifted bytes, not solved")
        return None

    def believed(self, start: int, language: Language, *, lost: bool) -> Answer | None:
        """What the search says of a run, if that replays and is likely."""
        if self.work <= 0 or self.vain <= 0:
            return None
        for answer in self.solved(start, self.before(start), language):
            if answer.text[:1] in "?\ufffd":
                continue  # what was mended stands behind, and gets its own turn
            likely = lost or is_likely(answer, self.text[answer.start : answer.end])
            if likely and replays(answer, self.text, self.evidence.active):
                if not lost and not self.torn:
                    self.proofs += 1 if fits(answer) else LIKELY
                    if not fits(answer):
                        return None
                return answer
        return None

    def solved(self, start: int, before: str, language: Language) -> list[Answer]:
        """What the search says of a run; a page repeats its words, and so its runs."""
        key = before[-2:] + self.text[start : start + 6]
        for answers in self.answers.get(key, ()):
            known = answers[0]
            if self.text.startswith(self.text[known.start : known.end], start):
                by = start - known.start
                return [replace(a, start=a.start + by, end=a.end + by) for a in answers]
        answers, states = solve(self.text, start, before, language, self.work)
        self.work -= states
        if answers:
            self.answers.setdefault(key, []).append(answers)
        return answers

    def mended(self, answer: Answer) -> Edit:
        """The edit for an answer, without the characters that stay."""
        start, end, new = answer.start, answer.end, answer.text
        while end > start and new and self.text[end - 1] == new[-1]:
            end, new = end - 1, new[:-1]
        sure = certainty(answer, keeps_private=self.keeps_private)
        if sure == "certain" and answer.margin < DROPPING:
            self.doubtful.add(start)
        self.drops |= answer.searched > len(_LONE.findall(self.text, answer.start, answer.end))
        return Edit(start, end, new, sure, "shifted bytes")


def _goes_on(sign: re.Pattern[str], text: str, rare: float) -> bool:
    """Whether runs of a page go on behind a sign that stands in them.

    A "?" that swallowed a byte ends a run, and so does U+FFFD for one half of a pair without a
    character. Where rare characters or another sign follow, it stands for such a pair.
    """
    for found in sign.finditer(text, 0, SAMPLE):
        for char in found[1]:
            if char in "?\ufffd" or odd().get(char, 0.0) > SECOND:
                return True
            if alone(symbols().get(char, char)) > rare:
                return True
    return False


def _may_be_flattened(bare: str) -> bool:
    """Whether the full-width marks of a page may have become ASCII."""
    wide = sum(bare.count(mark) for mark in "，：；（？！")
    flat = len(_FLATTENED.findall(bare))
    return wide < WIDE_MARKS * (flat + 1)


def _stands_across(before: str, reading: str) -> bool:
    """Whether a character's last byte and an ASCII letter make a key with this reading."""
    pair = gbk().pair.get(before[0]) if len(before) == 2 else None
    if pair is None:
        return False
    key = gbk().char[(pair & 0xFF) << 8 | ord(before[1])]
    return key in keys().pages and keys().reading[key] == reading
