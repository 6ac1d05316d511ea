"""Pinyin that mirror-site scripts put behind Traditional characters, and the bytes it shifted.

    機(jī)關(guān)                          機關
    績(jī)?yōu)辄h                          績為黨
    反向?qū)徱暪δ埽晟品杀O(jiān)督       反向審視功能，完善法律監督

The page is read for evidence first: a poem annotated throughout, a dictionary or a single gloss
stays as it is. Then notes that stand whole are taken out, and each run that a note or a
punctuation mark knocked out of step is searched, and proved by doing the damage to it again.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from cntextfix.edits import Certainty, Edit
from cntextfix.lexicon.gbk import gbk
from cntextfix.lexicon.opencc import alternatives, characters
from cntextfix.lexicon.pinyin import keys
from cntextfix.lexicon.script import detect
from cntextfix.repairs.repair import Context, Repair
from cntextfix.repairs.replay.evidence import gather
from cntextfix.repairs.replay.forward import INVISIBLE
from cntextfix.repairs.replay.language import Language, Ruler
from cntextfix.repairs.replay.proof import replays
from cntextfix.repairs.replay.search import Answer, solve
from cntextfix.repairs.replay.settled import settled
from cntextfix.repairs.replay.signs import FLAT_MARKS, LOST, MARKS, NOTE, READING

__all__ = ["REPAIR"]

_MARKS = re.escape(MARKS + FLAT_MARKS)
_TORN = rf"[{_MARKS}](?=[?@-~]|[^\x00-\x7f])"
_TRIGGER = re.compile(rf"\(({READING}) ?\)|(?:\?|\ufffd\(){READING} ?\)|[?\ufffd]{_TORN}")
# The same in three parts that each begin with one character, which is ten times faster to rule out.
_GATES = (
    NOTE,
    re.compile(rf"\?(?:{READING} ?\)|{_TORN})"),
    re.compile(rf"\ufffd(?:\({READING} ?\)|{_TORN})"),
)
_SHIFTED = re.compile(
    rf"(?:\?|\ufffd\(){READING} ?\)[^\n]{{0,30}}|[?\ufffd][{_MARKS}][^\n]{{0,30}}"
)
_FLATTENED = re.compile("[㐀-鿿][,:;(?!]")
WIDE_MARKS = 5  # full-width marks for each one in ASCII, of a page that was not flattened
LEAD = 12.0  # bits by which undoing the punctuation pass must be more plausible than not
AGAIN = 5.0  # the same, on a page where a mark is proved to have torn a character
LIKELY = 0.34  # what an answer with such a lead weighs as proof, where a clear one weighs one
CLEAR_LEAD = 22.0  # the same, where nothing fits together again
TWICE = 15.0  # the same, where the mark behind a torn character was hit as well
FLUENT = 10.0  # bits a character, of a text that a torn mark gives back; news have 5 to 7
OPENING = 15.0  # bits more, for a word that may be rare
CERTAIN_FLUENT = 8.5  # the same, of a text that is called certain
SURE = 10.0  # the same, to be called certain
VARIANT = 9.0  # bits that a form of the other script, or no table's form, costs in a shifted run
WIDE = 8.0  # the same, for letters, digits and signs in full width
SECOND = 3.0  # the same, for a form that tables write in some words only
# Browsers, which write U+FFFD, keep private-use characters or show a sign for them.
_ASKS = frozenset("嗎呢麼吧啊呀的了")
_KEEPS_PRIVATE = re.compile("[\ue000-\uf8ff]|\ufffd\\(")
SAMPLE = 200_000  # characters of a page that teach its wording
CONTEXT = 300  # characters before a run that the search may look at
WORK = 1000  # tokens that searches may look at in vain; a page that needs more is no such page
MORE_WORK = 200  # the same, for every search that succeeds
HAN = 2  # characters of a page without which nothing tells what is plausible


def find(text: str, _: Context) -> Iterable[Edit]:
    """The edits that take injected pinyin out and bring shifted characters back."""
    return settled(text, _look)


def _look(text: str) -> list[Edit]:
    """What one look at a page finds."""
    if not any(gate.search(text) for gate in _GATES):
        return []
    page = _Page(text)
    edits = list(page.edits())
    if page.proofs >= 1:  # where one torn mark is proved, the others need less proof
        page = _Page(text, torn=True)
        edits = list(page.edits())
    return edits


class _Page:
    """One pass over a page; what was mended so far is context for what comes next."""

    def __init__(self, text: str, *, torn: bool = False) -> None:
        self.text = text
        self.torn = torn  # whether marks are known to have torn characters on this page
        self.proofs = 0.0  # how well it is proved that one did
        self.evidence = gather(text)
        self.language: Language | None = None  # learned from the page when a run needs it
        self.recent: deque[Edit] = deque(maxlen=100)
        self.work = WORK
        self.han = sum("一" <= char <= "鿿" for char in text[:SAMPLE])
        self.keeps_private = _KEEPS_PRIVATE.search(text) is not None
        self.reading = keys().reading
        self.answers: dict[str, list[list[Answer]]] = {}

    def edits(self) -> Iterator[Edit]:
        search, text, recent = _TRIGGER.search, self.text, self.recent
        position = 0
        while (found := search(text, position)) is not None:
            if found[1] is not None:
                edit = self.note(found)
                position = found.end()
            else:
                edit = self.run(found)
                position = found.start() + 1
            if edit is not None:
                if edit.certainty != "left":
                    recent.append(edit)
                    position = max(position, edit.end)
                yield edit

    def learn(self) -> Language:
        """What the page itself says of its language."""
        bare = NOTE.sub("", _SHIFTED.sub("", self.text[:SAMPLE]))
        private, flattened = self.keeps_private, _may_be_flattened(bare)
        return Language(Ruler(bare), self.evidence.active, _odd(), detect(bare), private, flattened)

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

    def run(self, found: re.Match[str]) -> Edit | None:
        """A run that was knocked out of step."""
        start = found.start()
        lost = LOST.match(self.text, start) is not None
        self.language = self.language or self.learn()
        if self.han >= HAN and self.work > 0 and self.language.script != "simplified":
            before = self.before(start)
            answers, tokens = self.solved(start, before, self.language)
            for answer in answers:
                likely = lost or (answer.lead >= AGAIN and self.plausible(answer))
                if likely and replays(answer, self.text, self.evidence.active):
                    if not lost and not self.torn:
                        self.proofs += 1 if _fits(answer) else LIKELY
                        if not _fits(answer):
                            break
                    self.work += MORE_WORK
                    return self.mended(answer)
            self.work -= tokens
        if lost:
            return Edit(start, found.end(), found[0], "left", "shifted bytes, not solved")
        return None

    def solved(self, start: int, before: str, language: Language) -> tuple[list[Answer], int]:
        """What the search says of a run; a page repeats its words, and so its runs."""
        key = before[-2:] + self.text[start : start + 6]
        for answers in self.answers.get(key, ()):
            known = answers[0]
            if self.text.startswith(self.text[known.start : known.end], start):
                by = start - known.start
                return [replace(a, start=a.start + by, end=a.end + by) for a in answers], 0
        answers, tokens = solve(self.text, start, before, language)
        if answers:
            self.answers.setdefault(key, []).append(answers)
        return answers, tokens

    def plausible(self, answer: Answer) -> bool:
        """Whether what an answer brings is what a page in Traditional holds."""
        brought = set(answer.text) - set(self.text[answer.start : answer.end])
        if any(_odd().get(char, 0.0) > SECOND or "\u3040" <= char <= "\u30ff" for char in brought):
            return False
        if answer.searched > answer.met + _marks(answer) + 1:
            return False  # more was made up than was seen
        rare = OPENING if answer.met > 1 else 0.0
        return answer.cost <= FLUENT * len(answer.text) + rare

    def mended(self, answer: Answer) -> Edit:
        """The edit for an answer, without the characters that stay."""
        start, end, new = answer.start, answer.end, answer.text
        while end > start and new and self.text[end - 1] == new[-1]:
            end, new = end - 1, new[:-1]
        certain = (
            not answer.searched
            and answer.margin >= SURE
            and (self.keeps_private or answer.cost <= OPENING + CERTAIN_FLUENT * len(answer.text))
            and not any(_odd().get(char, 0.0) > SECOND for char in answer.text)
        )
        certainty: Certainty = "certain" if certain else "guess"
        return Edit(start, end, new, certainty, "shifted bytes")


def _fits(answer: Answer) -> bool:
    """Whether enough fits together again where only a mark tells of the damage."""
    marks = _marks(answer)
    met = answer.met > 1 or answer.met == answer.searched == 1 or marks > 1 <= answer.met
    han = sum("一" <= char <= "鿿" for char in answer.before + answer.text)
    asked = answer.before in _ASKS  # an ASCII "?" before another mark is everyday typing
    if marks > 1 and not answer.met:
        return answer.lead >= TWICE and not asked
    clear = not met or asked
    return answer.lead >= (CLEAR_LEAD if clear else LEAD) and (met or han > 2)


def _may_be_flattened(bare: str) -> bool:
    """Whether the full-width marks of a page may have become ASCII."""
    wide = sum(bare.count(mark) for mark in "，：；（？！")
    flat = len(_FLATTENED.findall(bare))
    return wide < WIDE_MARKS * (flat + 1)


def _marks(answer: Answer) -> int:
    """How many marks tore a character, or were hit where they stood."""
    return sum(insertion.note == INVISIBLE for insertion in answer.insertions)


def _stands_across(before: str, reading: str) -> bool:
    """Whether a character's last byte and an ASCII letter make a key with this reading."""
    pair = gbk().pair.get(before[0]) if len(before) == 2 else None
    if pair is None:
        return False
    key = gbk().char[(pair & 0xFF) << 8 | ord(before[1])]
    return key in keys().pages and keys().reading[key] == reading


@cache
def _odd() -> Mapping[str, float]:
    """Characters that a page in Traditional, made from Simplified by a table, does not hold.

    Such tables know one form for each character: 為 and never 爲, 線 and never 綫. A character
    that stands for several Traditional ones (后, 里) was often left alone.
    """
    variants = characters("TWVariants")
    made: dict[str, float] = {}
    odd: dict[str, float] = {}
    for simplified, values in alternatives("STCharacters").items():
        for place, value in enumerate(values):
            form = variants.get(value, value)
            made[form] = min(made.get(form, VARIANT), SECOND if place else 0.0)
        if len(values) == 1 and values[0] != simplified:
            odd[simplified] = VARIANT
    for traditional in characters("TSCharacters"):
        odd[traditional] = VARIANT
    odd |= {char: made[char] for char in odd if char in made}
    odd |= dict.fromkeys(map(chr, range(0xFF0D, 0xFF1A)), WIDE)
    odd |= dict.fromkeys(map(chr, range(0xFF1C, 0xFF1F)), WIDE)
    odd |= dict.fromkeys(map(chr, range(0xFF20, 0xFF5F)), WIDE)
    for char in keys().pages:  # counted on such pages, whatever the table says
        odd.pop(char, None)
    return {char: cost for char, cost in odd.items() if cost}


REPAIR = Repair(
    name="injected_pinyin",
    summary="pinyin injected behind Traditional characters, and the bytes it shifted",
    stage="repair",
    markup=True,
    find=find,
    examples=(
        ("檢察機(jī)關(guān)的責(zé)任", "檢察機關的責任"),
        ("履職實(shí)績(jī)?yōu)辄h分憂", "履職實績為黨分憂"),
        ("因?yàn)樗麄冇X得", "因為他們覺得"),
        ("反向?qū)徱暪δ埽晟品杀O(jiān)督線索梳理", "反向審視功能，完善法律監督線索梳理"),
        ("重(chóng)庆火锅", "重(chóng)庆火锅"),
        ("學(xué)而(ér)時(shí)習(xí)之(zhī)", "學(xué)而(ér)時(shí)習(xí)之(zhī)"),
    ),
)
