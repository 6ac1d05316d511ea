"""The inverse of the injection: a search over GBK bytes for the text behind a misaligned run.

The text is read from left to right as the decoder saw it. Between two pairs the reader is either
*aligned* (the decoder's pairs are the text's characters) or it holds a *pending* byte, the first
half of a character whose second half is the first byte of what comes next. A reading met behind a
lost byte names that byte; from there to the next re-synchronisation every byte is known, except
where the decoder swallowed one or the capture lost a pair. Those few bytes are searched, ranked by
the character model.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cntextfix.lexicon.gbk import is_lead
from cntextfix.repairs.replay.forward import INVISIBLE
from cntextfix.repairs.replay.language import Language
from cntextfix.repairs.replay.lost_pairs import LostPairs
from cntextfix.repairs.replay.signs import FLAT, FULL, LOST, MARKS, NOTE
from cntextfix.repairs.replay.steps import (
    ALIGNED,
    EXPECT,
    HOLE,
    NONE,
    TORN_TWICE,
    WIDE,
    Effort,
    Node,
    State,
    Steps,
    prune,
)
from cntextfix.repairs.replay.swallowed import swallowable

__all__ = ["Answer", "Insertion", "solve"]

# Costs in bits, on top of what the character model asks for the text itself.
MARK = 6.0  # the punctuation pass hit across two characters
SWALLOWED = 5.0  # an ASCII byte was swallowed
LITERAL = 60.0  # "?pinyin)" stands in the text by itself

TYPED = 6.0  # a mark behind a question mark, which people type and books do not print
ENDED = 6.0  # something else than a line break follows a mark that ends a sentence
_ENDS = "。！？；：”》）"
NARROW = Effort(24, 20.0, 4.0, 9.0, 20.0, 15.0, 8, 10)
CLEAR = 4.0  # bits by which a narrow search must lead, not to be made again with a wide one
LONGEST = 300  # tokens of a run; longer ones are hostile, or not what they look like
CANDIDATES = 5  # answers that may be held against the damage
SETTLED = 3  # tokens behind a run, so that what it re-aligns to is weighed as well


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
        searched: characters of which a byte was searched, not known.
        met: characters whose two halves were both seen, on either side of the broken alignment.
        cost: bits of the whole run.
        margin: bits between this answer and the next one that undoes an insertion.
        lead: bits between this answer and the text as it stands.
    """

    start: int
    end: int
    before: str
    text: str
    insertions: tuple[Insertion, ...]
    searched: int
    met: int
    cost: float
    margin: float
    lead: float


def solve(text: str, start: int, before: str, language: Language) -> tuple[list[Answer], int]:
    """Search the true text of a run.

    Args:
        text: the seen text.
        start: where the run starts: at a "?" or U+FFFD behind an aligned character.
        before: the true text before it; its last two characters are context, and the last one
            holds the first byte of a key that stands across.
        language: the character model and the page's keys.

    Returns:
        The best answers, the likeliest first; none where the text is best left as it stands.
        And how many tokens were looked at, which is what the search costs.
    """
    narrow = _Run(text, language, NARROW)
    answers = narrow.answers(start, before)
    if narrow.literal or (answers and answers[0].margin >= CLEAR):
        return answers, narrow.tokens
    wide = _Run(text, language, WIDE)
    return wide.answers(start, before) + answers, narrow.tokens + wide.tokens


class _Run:
    """One search: what each token that is seen makes of each state."""

    def __init__(self, text: str, language: Language, effort: Effort) -> None:
        self.text = text
        self.effort = effort
        self.steps = Steps(language, effort)
        self.lost_pairs = LostPairs(self.steps)
        self.reach = 0.0
        self.tokens = 0
        self.literal = False  # whether the text is best left as it stands

    def answers(self, start: int, before: str) -> list[Answer]:
        state = self.steps.start(before)
        beam = [state]
        i = start
        settled = 0
        while i < len(self.text) and (settled < SETTLED or self.text[i] == "("):
            opened, i = self.advance(beam, i)
            beam = prune(opened, self.effort)
            self.tokens += 1
            if not beam or self.tokens > LONGEST:
                return []
            misaligned = any(state.pending != ALIGNED for state in beam)
            settled = 0 if misaligned else settled + 1
            if self.text[i - 1] == "\n" and not misaligned:
                break
        if i >= len(self.text):
            beam = prune([s for state in beam for s in self.steps.cut(state)], self.effort)
        if not beam or not beam[0].touched:
            self.literal = bool(beam)
            return []
        lead = min([s.cost - beam[0].cost for s in beam if not s.touched], default=NONE)
        touched = [s for s in beam if s.touched]
        rival = touched[1].cost - beam[0].cost if len(touched) > 1 else NONE
        margin = min(beam[0].margin, rival)
        return [
            Answer(
                start,
                i,
                state.tail[1],
                *_read(way),
                way.cost,
                margin if way is beam[0] else 0.0,
                lead,
            )
            for way in touched[:CANDIDATES]
        ]

    def advance(self, beam: list[State], i: int) -> tuple[list[State], int]:
        """The states behind the next token, and where the one after starts."""
        seen = self.text[i]
        self.steps.ahead = self.text[i + 1 : i + 60].partition("\n")[0]
        if seen in "?\ufffd" and (lost := LOST.match(self.text, i)):
            return [s for state in beam for s in self.lost(state, lost)], lost.end()
        if seen == "(" and (note := NOTE.match(self.text, i)):
            return [s for state in beam for s in self.note(state, note)], note.end()
        step = self.aligned, self.misaligned
        self.reach = beam[0].cost + self.effort.reach
        return [s for state in beam for s in step[state.pending != ALIGNED](state, i)], i + 1

    def lost(self, state: State, lost: re.Match[str]) -> Iterator[State]:
        """A reading behind a lost byte."""
        steps = self.steps
        by_lead = steps.keys.by_lead
        note = b"(" + lost[0].split("(")[-1].lstrip("?").encode("gbk")
        if HOLE <= state.pending < TORN_TWICE:
            for lead in steps.table.holes[state.pending - HOLE]:
                for key in by_lead.get((lost[1], lead), ()):
                    yield steps.emit(state, key, extra=steps.prior(key), note=note)
        elif 0 <= state.pending < EXPECT:  # the note of the pending character itself
            for key in by_lead.get((lost[1], state.pending), ()):
                yield steps.emit(state, key, extra=steps.prior(key), note=note)
            yield from self.lost_pairs.before_note(state, lost[1], note)
        elif state.pending == ALIGNED:
            for lead in self.trails(state.tail[1]):
                for key in by_lead.get((lost[1], lead), ()):
                    pending = steps.table.pair[key] & 0xFF
                    if is_lead(pending):
                        cost = state.cost + steps.prior(key)
                        yield state.noted(note, 1, cost=cost, pending=pending, fresh=True)
            yield steps.literally(state, lost[0], LITERAL)

    def trails(self, char: str) -> list[int]:
        """The bytes a character may end in; flattened punctuation may have been full-width."""
        pair = self.steps.table.pair
        if char.isalpha() and not "㐀" <= char <= "鿿":
            return []  # a letter with a tone mark is two bytes, too, but no script meets it in GBK
        return [pair[form] & 0xFF for form in (char, FULL.get(char)) if form in pair]

    def note(self, state: State, note: re.Match[str]) -> Iterator[State]:
        """A whole bracketed reading: of an aligned character, or of two halves met together."""
        reading, inserted = note[1], note[0].encode("gbk")
        known = self.steps.keys.reading
        if 0 <= state.pending < EXPECT:
            if known.get(self.text[note.start() - 1]) == reading:
                yield state.noted(inserted, 1, fresh=True)
        elif state.pending == ALIGNED:
            last = state.tail[1]
            stands = [last]
            if last.isascii():
                row = self.trails(state.tail[0])
                stands += [self.steps.table.char[lead << 8 | ord(last)] for lead in row]
            for key in stands:
                if known.get(key) == reading:
                    yield state.noted(inserted, 0, cost=state.cost + self.steps.prior(key))
            yield self.steps.literally(state, note[0], LITERAL / 2)

    def aligned(self, state: State, i: int) -> Iterator[State]:
        """An ordinary character, or the place where the punctuation pass tore one in two."""
        seen = self.text[i]
        steps = self.steps
        plain = steps.emit(state, seen)
        typed = state.tail[1] in "?？!！" and any(seen in (m, FLAT.get(m)) for m in MARKS)
        if typed and plain.cost > state.cost + TYPED:
            plain = plain._replace(cost=state.cost + TYPED)
        yield plain
        if seen in "?\ufffd" and i + 1 < len(self.text) and state.cost < self.reach:
            follows = self.text[i + 1]
            if follows in "?\ufffd" and self.text[i + 2 : i + 3] in ("、", "。"):
                torn = steps.table.by_trail[0xA3]
                yield from steps.best(state, torn, 20, pending=TORN_TWICE, extra=MARK)
            for mark in MARKS:
                if follows in (mark, FLAT.get(mark)):
                    pair = steps.table.pair[mark]
                    torn = steps.table.by_trail[pair >> 8]
                    expected = EXPECT + (pair & 0xFF)
                    yield from steps.best(state, torn, 20, pending=expected, extra=MARK)

    def misaligned(self, state: State, i: int) -> Iterator[State]:
        """What is seen gives the second half of the pending character."""
        seen = self.text[i]
        if state.pending == TORN_TWICE:  # its last byte, which the next mark was torn from
            yield state.noted(INVISIBLE, -1, pending=ALIGNED).noted(INVISIBLE, 0)
            return
        if state.pending >= HOLE:
            yield from self.lost_pairs.behind_sign(state, seen)
            return
        if state.pending >= EXPECT:  # the mark that tore the character before
            yield state.noted(INVISIBLE, -1, pending=state.pending - EXPECT, fresh=True)
            return
        if seen == "\n":
            for whole in self.steps.cut(state):
                yield self.steps.emit(whole, seen)
            return
        after = list(self.steps.halves(state, seen))
        yield from after
        if state.cost < self.reach and self.surprising(state, after, i + 1):
            yield from self.lost_pairs.before(state, seen)
        if seen in "?\ufffd":
            yield from self.swallowed(state, i)

    def surprising(self, state: State, after: list[State], i: int) -> bool:
        """Whether a character, and the one behind it, are so rare that a pair may be missing."""
        for one in after:
            if one.tail[1] in self.steps.odd:
                continue
            if one.cost - state.cost <= self.effort.surprise:
                return False
            if one.pending != ALIGNED and i < len(self.text):
                for two in self.steps.halves(one, self.text[i]):
                    if two.cost - state.cost <= self.effort.surprise_two:
                        return False
        return True

    def swallowed(self, state: State, i: int) -> Iterator[State]:
        """A lone "?": the second half is unknown, and so is the ASCII byte swallowed with it."""
        steps = self.steps
        lone = steps.table.char[state.pending << 8 | 0x80]
        if lone:  # 80 opens no pair: the decoder read it by itself and swallowed nothing
            note = NOTE.match(self.text, i + 1)  # its own note proves it
            known = note is not None and steps.keys.reading.get(lone) == note[1]
            yield steps.emit(state, lone, extra=steps.plain(state, lone), known=known)
        if self.text[i] == "\ufffd" and state.cost < self.reach:
            yield from self.lost_pairs.at_sign(state)
        follows = self.text[i + 1 : i + 2]
        marked = follows != "" and any(follows in (mark, FLAT.get(mark)) for mark in MARKS)
        wholes = steps.best(state, steps.row(state.pending), 16, extra=0.0)
        if state.cost < self.reach:
            wholes += self.lost_pairs.before_unknown(state)
        for whole in wholes:
            if marked:
                yield whole.noted(INVISIBLE, 0)
            if self.text[i] == "\ufffd":
                yield whole
            else:
                yield from self.with_byte(whole, i + 1)

    def with_byte(self, whole: State, i: int) -> Iterator[State]:
        """The states behind a character and the byte that was swallowed with its second half."""
        ends = self.steps.step(whole.folded[0], whole.folded[1], "\n")
        for byte, extra in swallowable(self.text, i):
            ended = ends if byte in ("", "<", "\n") else 0.0
            if whole.tail[1] in _ENDS and byte not in ("", "<", "&"):
                ended += -extra if byte == "\n" else ENDED
            if byte:
                yield self.steps.literally(whole, byte, SWALLOWED + extra + ended)
            else:
                yield whole.noted(INVISIBLE, 0, cost=whole.cost + ended)


def _read(way: State) -> tuple[str, tuple[Insertion, ...], int, int]:
    """The text of a way, what was inserted, and how much of it was searched and met."""
    nodes: list[Node] = []
    node = way.node
    while node is not None:
        nodes.append(node)
        node = node.parent
    nodes.reverse()
    insertions: list[Insertion] = []
    offset = 0
    for node in nodes:
        offset += len(node.text.encode("gbk", "replace"))
        if node.note:
            insertions.append(Insertion(offset + node.shift, node.note))
    searched = sum(not node.known for node in nodes)
    return "".join(node.text for node in nodes), tuple(insertions), searched, way.met
