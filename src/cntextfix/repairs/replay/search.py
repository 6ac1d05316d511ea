"""The inverse of the injection: a search over GBK bytes for the text behind a misaligned run.

The text is read from left to right as the decoder saw it. Between two pairs the reader is either
*aligned* (the decoder's pairs are the text's characters) or it holds a *pending* byte, the first
half of a character whose second half is the first byte of what comes next. A reading met behind a
lost byte names that byte; from there to the next re-synchronisation every byte is known, except
where the decoder swallowed one or the capture lost a pair. Those few bytes are searched, ranked by
the character model.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter
from typing import NamedTuple

from cntextfix.lexicon.gbk import gbk, is_lead, is_trail
from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.forward import INVISIBLE

__all__ = ["LOST", "NOTE", "READING", "Answer", "Insertion", "Language", "Ruler", "solve"]

READING = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}"
NOTE = re.compile(rf"\(({READING}) ?\)")
"""A reading in brackets, behind the character it belongs to."""
LOST = re.compile(rf"(?:\?|\ufffd\()({READING}) ?\)")
"""A reading whose bracket, or the byte before it, was lost with the byte it split."""

_MARK_LEADS = (0xA3, 0xA1)  # what full-width punctuation opens with
_PRIVATE = re.compile("[\ue000-\uf8ff]")
MARKS = "，；！？、。"
FLAT = {mark: chr(ord(mark) - 0xFEE0) for mark in "，；！？（）：．"}
_FULL = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"}

# Costs in bits, on top of what the character model asks for the text itself.
RARE_KEY = 5.0  # a key that was never counted on a page
UNSEEN_KEY = 3.0  # a counted key that this page does not annotate elsewhere
MARK = 6.0  # the punctuation pass hit across two characters
DROP = 0.0  # a pair was lost: the channel is blind, so that is no rarer than its bytes are
KEPT = 20.0  # the same, on a page that shows private-use characters where they belong
SWALLOWED = 5.0  # an ASCII byte was swallowed
LITERAL = 60.0  # "?pinyin)" stands in the text by itself
PLAIN_KEY = 14.0  # a character this page annotates everywhere stands without its note
CUT = 10.0  # the text ends inside a character
REACH = 6.0  # states that cost so much more than the best one do not search for lost pairs
DROP_WHEN = 8.0  # open the search for lost pairs where a character costs more than this
RARE = 16.5  # characters that cost more by themselves are not searched for
BEAM = 60
NOWHERE = "\x00\x00"  # a context the model has never met: it prices a character by itself
NONE = 1000.0  # a margin where nothing else was found
HOPELESS = 30.0  # states that cost so much more than the best one are given up


class Insertion(NamedTuple):
    """Bytes that the script put into the text.

    Args:
        offset: place in the true text's bytes.
        note: the bytes: a bracketed reading, or the invisible byte.
    """

    offset: int
    note: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search says of a run.

    Args:
        start: where the run starts in the seen text.
        end: where it ends.
        before: the true character before it.
        text: the true text of the run.
        insertions: what was put into it.
        margin: bits between this answer and the next one that undoes an insertion.
        lead: bits between this answer and the text as it stands.
        known: whether every byte was known, none searched.
    """

    start: int
    end: int
    before: str
    text: str
    insertions: tuple[Insertion, ...]
    margin: float
    lead: float
    known: bool


Ruler = Callable[[str, str, str], float]
"""The character model: bits for a character behind two others, all of them folded."""


@dataclass(frozen=True, slots=True)
class Language:
    """What the search knows of the text's language and of the page.

    Args:
        step: the character model.
        fold: character → the character the model knows it by.
        active: the keys this page annotates wherever they stand aligned.
        odd: character → bits that it costs more, being of a script the page is not in.
    """

    step: Ruler
    fold: dict[str, str]
    active: frozenset[str]
    odd: Mapping[str, float]


class _State(NamedTuple):
    cost: float
    pending: int  # the byte held, or one of the two below
    tail: str  # the last two true characters
    folded: str  # the same, folded
    node: "_Node | None"
    margin: float
    fresh: bool  # the pending byte was cut off by an insertion just now
    touched: bool  # something was inserted on this way


ALIGNED = -1
_EXPECT = 0x100  # added to a mark's trail byte: the mark itself must come next


class _Node(NamedTuple):
    parent: "_Node | None"
    text: str
    note: bytes  # inserted behind the text, or behind its pending byte
    shift: int  # bytes between the end of the text and the note: 1 behind the pending byte
    known: bool


def solve(text: str, start: int, before: str, language: Language) -> Answer | None:
    """Search the true text of a run.

    Args:
        text: the seen text.
        start: where the run starts: at a "?" or U+FFFD behind an aligned character.
        before: the true text before it; its last two characters are context, and the last one
            holds the first byte of a key that stands across.
        language: the character model and the page's keys.

    Returns:
        The best answer, or ``None`` where the text is best left as it stands.
    """
    return _Run(text, language).answer(start, before)


class _Run:
    """One search. The beam lives here and nowhere else."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.step = language.step
        self.fold = language.fold
        self.active = language.active
        self.odd = language.odd
        self.table = gbk()
        self.keys = keys()
        self.reach = 0.0
        self.drop = DROP if _PRIVATE.search(text) is None else KEPT
        self.openings: dict[int, list[tuple[str, int]]] = {}

    def answer(self, start: int, before: str) -> Answer | None:
        tail = ("\n\n" + before)[-2:]
        folded = "".join(self.fold.get(c, c) for c in tail)
        beam = [_State(0.0, ALIGNED, tail, folded, None, NONE, False, False)]
        i = start
        settled = 0
        # three characters behind the run, so that what it re-aligns to is weighed as well
        while i < len(self.text) and (settled < 3 or self.text[i] == "("):
            opened, i = self.advance(beam, i)
            beam = _prune(opened)
            if not beam:
                return None
            misaligned = any(state.pending != ALIGNED for state in beam)
            settled = 0 if misaligned else settled + 1
            if self.text[i - 1] == "\n" and not misaligned:
                break
        if i >= len(self.text):
            beam = _prune([s for state in beam for s in self.cut(state)])
        if not beam:
            return None
        return self.read(beam, start, i, tail[1])

    def read(self, beam: list[_State], start: int, end: int, before: str) -> Answer | None:
        best = beam[0]
        nodes: list[_Node] = []
        node = best.node
        while node is not None:
            nodes.append(node)
            node = node.parent
        nodes.reverse()
        pieces: list[str] = []
        insertions: list[Insertion] = []
        offset = 0
        for node in nodes:
            pieces.append(node.text)
            offset += len(node.text.encode("gbk", "replace"))
            if node.note:
                insertions.append(Insertion(offset + node.shift, node.note))
        found = "".join(pieces)
        if not insertions or found == self.text[start:end]:
            return None
        rivals = [state.cost - best.cost for state in beam[1:] if state.touched]
        margin = min([best.margin, *rivals])
        lead = min([state.cost - best.cost for state in beam if not state.touched], default=NONE)
        known = all(node.known for node in nodes)
        return Answer(start, end, before, found, tuple(insertions), margin, lead, known)

    def advance(self, beam: list[_State], i: int) -> tuple[list[_State], int]:
        """The states behind the next token, and where the one after starts."""
        seen = self.text[i]
        if seen in "?\ufffd" and (lost := LOST.match(self.text, i)):
            return [s for state in beam for s in self.lost(state, lost)], lost.end()
        if seen == "(" and (note := NOTE.match(self.text, i)):
            return [s for state in beam for s in self.note(state, note)], note.end()
        step = self.aligned, self.misaligned
        self.reach = beam[0].cost + REACH
        return [s for state in beam for s in step[state.pending != ALIGNED](state, i)], i + 1

    def emit(
        self,
        state: _State,
        char: str,
        pending: int = ALIGNED,
        *,
        extra: float = 0.0,
        note: bytes = b"",
        known: bool = True,
    ) -> _State:
        """The state behind one more true character."""
        folded = self.fold.get(char, char)
        cost = state.cost + extra + self.step(state.folded[0], state.folded[1], folded)
        node = _Node(state.node, char, note, 0, known)
        return _State(
            cost,
            pending,
            state.tail[1] + char,
            state.folded[1] + folded,
            node,
            state.margin,
            False,
            state.touched or bool(note),
        )

    def plain(self, state: _State, char: str) -> float:
        """What it costs that a true character is of another script, or stands without its note."""
        odd = self.odd.get(char, 0.0)
        return odd + PLAIN_KEY if char in self.active and not state.fresh else odd

    def lost(self, state: _State, lost: re.Match[str]) -> Iterator[_State]:
        """A reading behind a lost byte."""
        note = b"(" + lost[0].split("(")[-1].lstrip("?").encode("gbk")
        if state.pending >= 0:  # the note of the pending character itself
            yield from self.own_note(state, lost[1], note)
            return
        for lead in _trails(self.table.pair, state.tail[1]):
            for key in self.keys.by_lead.get((lost[1], lead), ()):
                pending = self.table.pair[key] & 0xFF
                if is_lead(pending):
                    node = _Node(state.node, "", note, 1, True)
                    yield state._replace(
                        cost=state.cost + self.prior(key),
                        pending=pending,
                        node=node,
                        fresh=True,
                        touched=True,
                    )
        yield self.literally(state, lost[0], LITERAL)

    def own_note(self, state: _State, reading: str, note: bytes) -> Iterator[_State]:
        """The pending character's note, or, where a pair was lost before it, the next one's."""
        by_lead = self.keys.by_lead
        for key in by_lead.get((reading, state.pending), ()):
            yield self.emit(state, key, extra=self.prior(key), note=note)
        if self.drop == KEPT:
            return
        for second, leads in self.table.holes.items():
            char = self.table.char[state.pending << 8 | second]
            found = [key for lead in leads for key in by_lead.get((reading, lead), ())] if char else []
            if found:
                whole = self.emit(state, char, extra=self.drop + self.plain(state, char), known=False)
                for key in found:
                    yield self.emit(whole, key, extra=self.prior(key), note=note)

    def prior(self, key: str) -> float:
        if key in self.active:
            return 0.0
        return UNSEEN_KEY if key in self.keys.pages else RARE_KEY

    def literally(self, state: _State, text: str, extra: float) -> _State:
        tail = (state.tail + text)[-2:]
        folded = "".join(self.fold.get(c, c) for c in tail)
        node = _Node(state.node, text, b"", 0, True)
        return _State(
            state.cost + extra, ALIGNED, tail, folded, node, state.margin, False, state.touched
        )

    def note(self, state: _State, note: re.Match[str]) -> Iterator[_State]:
        """A whole bracketed reading: of an aligned character, or of two halves met together."""
        reading = note[1]
        known = self.keys.reading
        if state.pending >= 0:
            if known.get(self.text[note.start() - 1]) == reading:
                node = _Node(state.node, "", note[0].encode("gbk"), 1, True)
                yield state._replace(node=node, fresh=True, touched=True)
            return
        if state.pending != ALIGNED:
            return
        last = state.tail[1]
        stands = [last]
        if last.isascii():
            leads = _trails(self.table.pair, state.tail[0])
            stands += [self.table.char[lead << 8 | ord(last)] for lead in leads]
        for key in stands:
            if known.get(key) == reading:
                node = _Node(state.node, "", note[0].encode("gbk"), 0, True)
                yield state._replace(cost=state.cost + self.prior(key), node=node, touched=True)
        yield self.literally(state, note[0], LITERAL / 2)

    def aligned(self, state: _State, i: int) -> Iterator[_State]:
        """An ordinary character, or the place where the punctuation pass tore one in two."""
        seen = self.text[i]
        yield self.emit(state, seen)
        if seen in "?\ufffd" and i + 1 < len(self.text):
            follows = self.text[i + 1]
            for mark in MARKS:
                if follows in (mark, FLAT.get(mark)):
                    pair = self.table.pair[mark]
                    torn = self.table.by_trail[pair >> 8]
                    yield from self.best(
                        state, torn, 20, pending=_EXPECT + (pair & 0xFF), extra=MARK
                    )

    def best(
        self, state: _State, chars: str, most: int, *, pending: int = ALIGNED, extra: float
    ) -> list[_State]:
        """The likeliest of several characters."""
        a, b = state.folded
        fold = self.fold.get
        ranked = sorted((self.step(a, b, fold(c, c)) + self.plain(state, c), c) for c in chars)
        return [
            self.emit(state, c, pending, extra=extra + self.plain(state, c), known=False)
            for _, c in ranked[:most]
        ]

    def misaligned(self, state: _State, i: int) -> Iterator[_State]:
        """What is seen gives the second half of the pending character."""
        seen = self.text[i]
        if state.pending >= _EXPECT:  # the mark that tore the character before
            node = _Node(state.node, "", INVISIBLE, -1, True)
            yield state._replace(
                pending=state.pending - _EXPECT, node=node, fresh=True, touched=True
            )
            return
        if seen == "\n":
            for whole in self.cut(state):
                yield self.emit(whole, seen)
            return
        cheapest = NONE
        for after in self.halves(state, seen):
            cheapest = min(cheapest, after.cost - state.cost)
            yield after
        if cheapest > DROP_WHEN and state.cost < self.reach:
            yield from self.dropped(state, seen)
        if seen in "?\ufffd":
            yield from self.swallowed(state, i)

    def halves(self, state: _State, seen: str) -> Iterator[_State]:
        """Every way in which what is seen ends the pending character."""
        for pair in _pairs(self.table.pair, seen):
            second, rest = (pair >> 8, pair & 0xFF) if pair > 0xFF else (pair, None)
            char = self.table.char[state.pending << 8 | second] if is_trail(second) else ""
            if not char:
                continue
            extra = self.plain(state, char)
            if rest is None:
                yield self.emit(state, char, extra=extra)
            elif is_lead(rest):
                yield self.emit(state, char, rest, extra=extra)
            elif rest < 0x80:
                yield self.emit(self.emit(state, char, extra=extra), chr(rest))

    def dropped(self, state: _State, seen: str) -> list[_State]:
        """A pair without a character stood here and was lost, or two around a mark."""
        first = self.before_hole(state)
        states = self.behind_one(state, first, seen)
        around = [
            self.emit(state, char, lead, extra=self.drop + extra, known=False)
            for _, extra, char, second in first
            for lead in _MARK_LEADS
            if lead in self.table.holes[second]
        ]
        for whole in nsmallest(4, around, key=itemgetter(0)):
            states += self.behind_one(whole, self.before_hole(whole), seen)
        return states

    def before_hole(self, state: _State) -> list[tuple[float, float, str, int]]:
        """The likeliest characters whose second half opens a pair without a character.

        Returns:
            What each costs, what of it is no business of the model's, the character, the half.
        """
        a, b = state.folded
        found = []
        for second in self.table.holes:
            char = self.table.char[state.pending << 8 | second]
            if char:
                extra = self.plain(state, char)
                found.append((self.step(a, b, self.fold.get(char, char)) + extra, extra, char, second))
        return nsmallest(12, found)

    def behind_one(
        self, state: _State, first: list[tuple[float, float, str, int]], seen: str
    ) -> list[_State]:
        """The states behind one lost pair."""
        b = state.folded[1]
        ranked = []
        for cost, extra, char, second in first:
            folded = self.fold.get(char, char)
            for pair in _pairs(self.table.pair, seen):
                trail = pair >> 8 if pair > 0xFF else pair
                ranked += [
                    (cost + self.step(b, folded, after), extra, char, lead)
                    for after, lead in self.behind_hole(second, trail)
                ]
        states: list[_State] = []
        for _, extra, char, lead in nsmallest(24, ranked):
            whole = self.emit(state, char, lead, extra=self.drop + extra, known=False)
            states += self.halves(whole, seen)
        return states

    def behind_hole(self, second: int, trail: int) -> list[tuple[str, int]]:
        """The characters, folded, that a lost pair's second byte may open, with that byte."""
        holes = self.table.holes[second]
        key = holes[0] << 16 | len(holes) << 8 | trail
        found = self.openings.get(key)
        if found is None:
            fold = self.fold.get
            found = self.openings[key] = [
                (fold(char, char), lead)
                for lead in holes
                if is_lead(lead)
                and (char := self.table.char[lead << 8 | trail])
                and self.step(*NOWHERE, fold(char, char)) < RARE
            ]
        return found

    def swallowed(self, state: _State, i: int) -> Iterator[_State]:
        """A lone "?": the second half is unknown, and so is the ASCII byte swallowed with it."""
        row = state.pending << 8
        chars = "".join(self.table.char[row + 0x40 : row + 0xFF])
        for whole in self.best(state, chars, 16, extra=0.0):
            follows = self.text[i + 1 : i + 2]
            if follows and (follows in MARKS or follows in FLAT.values()):
                node = _Node(whole.node, "", INVISIBLE, 0, False)
                yield whole._replace(node=node)
            if self.text[i] == "\ufffd":
                yield whole
                continue
            for byte, extra in _swallowable(self.text, i + 1):
                if byte:
                    yield self.literally(whole, byte, SWALLOWED + extra)
                else:  # the text ended, and only its capture goes on
                    yield whole._replace(node=_Node(whole.node, "", INVISIBLE, 0, False))

    def cut(self, state: _State) -> Iterator[_State]:
        """The text ends here."""
        if state.pending == ALIGNED:
            yield state
        elif state.pending < _EXPECT:
            row = state.pending << 8
            chars = "".join(self.table.char[row + 0x40 : row + 0xFF])
            yield from self.best(state, chars, 4, extra=CUT)


def _prune(states: list[_State]) -> list[_State]:
    """The best state for each pending byte and tail, cheapest first."""
    best: dict[tuple[int, str, bool], _State] = {}
    for state in sorted(states, key=itemgetter(0, 1, 2)):
        key = state.pending, state.tail, state.touched
        kept = best.get(key)
        if kept is None:
            best[key] = state
        elif state.cost - kept.cost < kept.margin:
            best[key] = kept._replace(margin=state.cost - kept.cost)
    ordered = list(best.values())[:BEAM]
    return [
        state
        for state in ordered
        if state.cost < ordered[0].cost + HOPELESS or not state.touched
    ]


def _trails(pairs: dict[str, int], char: str) -> list[int]:
    """The bytes a character may end in; flattened punctuation may have been full-width."""
    found = [pairs[char] & 0xFF] if char in pairs else []
    if char in _FULL:
        found.append(pairs[_FULL[char]] & 0xFF)
    return found


def _pairs(pairs: dict[str, int], seen: str) -> list[int]:
    """The pairs, or the single byte, a character may have been seen from."""
    found = [pairs[seen]] if seen in pairs else []
    if seen in _FULL:
        found += [ord(seen), pairs[_FULL[seen]]]
    return found


_TAG = re.compile(r"/?[A-Za-z][^<>\n]{0,80}>")
_ENTITY = re.compile(r"(?:#[0-9]{1,6}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
_CLOSED = re.compile(r"[^()\n]{0,40}\)")
_COUNTED = frozenset("年月日号號个個名人次元万萬亿億点點时時分秒倍岁歲米届屆百千后")


def _swallowable(text: str, i: int) -> list[tuple[str, float]]:
    """ASCII bytes that may have stood before `text[i]`, with what each costs.

    Only bytes below "@" can be swallowed. Which one it was is often told by what follows: the
    rest of a tag, of an entity, of brackets. A digit is lost for good and comes back as U+FFFD.
    """
    follows = text[i : i + 1]
    if _TAG.match(text, i):
        return [("<", 0.0)]
    if _ENTITY.match(text, i):
        return [("&", 0.0)]
    if not follows or follows == "\n":
        return [("", 0.0)]
    if _CLOSED.match(text, i):
        return [("(", 0.0)]
    if follows.isascii():
        if follows.isdigit() or follows in ".,%":
            return [("\ufffd", 0.0), (" ", 6.0)]
        repeated = [(follows, 0.0)] if follows in "*-=#/" else []
        return [*repeated, (" ", 1.0), ("\n", 6.0)]
    if follows in _COUNTED:
        return [("\ufffd", 0.0), ("\n", 6.0)]
    return [("\n", 0.0), (" ", 1.0)]
