"""What each token that is seen makes of a state of the search."""

import re
from collections.abc import Callable, Iterable, Iterator
from math import inf

from cntextfix.lexicon.gbk import is_lead, is_trail
from cntextfix.repairs.replay.forward import INVISIBLE
from cntextfix.repairs.replay.language import Language
from cntextfix.repairs.replay.lost_pairs import LostPairs
from cntextfix.repairs.replay.signs import FULL, LOST, NOTE
from cntextfix.repairs.replay.states import (
    ALIGNED,
    EXPECT,
    HOLE,
    HOLES,
    TORN_TWICE,
    Effort,
    State,
)
from cntextfix.repairs.replay.steps import OPENING, Steps, row
from cntextfix.repairs.replay.swallowed import swallowable

__all__ = ["Tokens"]

# Costs in bits, on top of what the character model asks for the text itself.
MARK = 6.0  # the punctuation pass hit across two characters
LITERAL = 60.0  # "?pinyin)" stands in the text by itself
TYPED = 6.0  # a mark behind a question mark, which people type and books do not print
TYPED_ODD = 10.0  # the same, of one that they hardly ever type there
BROKEN_TAG = 20.0  # the end of a tag behind a question mark, which no page holds otherwise
OPENED = 16.0  # a line that ends in an opening bracket, whatever closes it behind
SIGN = 12.0  # until it is known what was lost at a sign
ASKED = 6.0  # a sign for a pair without a character is a question mark, not U+FFFD
DEARER = 18.0  # between the likeliest state and the last one that goes on across a lost pair
WHOLES = 12.0  # between the likeliest character with a lost half and the last one tried
TORN = 20  # characters tried where a mark tore one in two
LONE = "\x80"
_TAG_END = re.compile("/[a-z][a-z0-9]{0,9}>")


class Tokens:
    """Reads a text token by token.

    Args:
        text: the seen text.
        language: the character model and the page's keys.
        effort: how wide to search.
    """

    __slots__ = ("_lost_pairs", "_reach", "effort", "steps", "text")

    def __init__(self, text: str, language: Language, effort: Effort) -> None:
        self.text = text
        self.effort = effort
        self.steps = Steps(language, effort)
        self._lost_pairs = LostPairs(self.steps)
        self._reach = 0.0  # the cost from which a state is too dear to search for lost pairs

    def advance(self, beam: list[State], i: int) -> tuple[list[State], int]:
        """The states behind the next token, and where the one after starts."""
        seen = self.text[i]
        self.steps.ahead = self.text[i + 1 : i + 60].partition("\n")[0]
        if seen in "?\ufffd" and (lost := LOST.match(self.text, i)):
            return self._opened(beam, lambda state: self._lost(state, lost)), lost.end()
        if seen == "(" and (note := NOTE.match(self.text, i)):
            return self._opened(beam, lambda state: self._note(state, note)), note.end()
        nearest = beam[: self.effort.searched][-1].cost
        self._reach = min(beam[0].cost + self.effort.reach, nearest + 0.01)
        return self._opened(beam, lambda state: self._seen(state, i)), i + 1

    def _opened(self, beam: list[State], go_on: Callable[[State], Iterable[State]]) -> list[State]:
        """The states behind those of a beam; the first ones tell which others are hopeless."""
        lost_pairs = self._lost_pairs
        best = lost_pairs.most = inf
        opened: list[State] = []
        for state in beam:
            for found in go_on(state):
                opened.append(found)
                if found[0] < best:
                    best = found[0]
                    lost_pairs.most = best + DEARER
        return opened

    def _seen(self, state: State, i: int) -> Iterator[State]:
        return (self._aligned if state.pending == ALIGNED else self._misaligned)(state, i)

    def _lost(self, state: State, lost: re.Match[str]) -> Iterator[State]:
        """A reading behind a lost byte."""
        steps = self.steps
        by_lead = steps.keys.by_lead
        note = b"(" + lost[0].split("(")[-1].lstrip("?").encode("gbk")
        if HOLE <= state.pending < HOLES:
            held = state._replace(pending=state.pending - HOLE, cost=state.cost - SIGN)
            yield from self._lost_pairs.before_note(held, lost[1], note)
        elif 0 <= state.pending < EXPECT:  # the note of the pending character itself
            for key in by_lead.get((lost[1], state.pending), ()):
                yield steps.emit(state, key, extra=steps.prior(key), note=note)
            yield from self._lost_pairs.before_note(state, lost[1], note)
        elif state.pending == ALIGNED:
            for lead in self._trails(state.tail[1]):
                for key in by_lead.get((lost[1], lead), ()):
                    pending = steps.table.pair[key] & 0xFF
                    if is_lead(pending):
                        cost = state.cost + steps.prior(key)
                        yield state.noted(note, 1, cost=cost, pending=pending, fresh=True)
            yield steps.literally(state, lost[0], LITERAL)

    def _trails(self, char: str) -> list[int]:
        """The bytes a character may end in; flattened punctuation may have been full-width."""
        pair = self.steps.table.pair
        if char.isalpha() and not "㐀" <= char <= "鿿":
            return []  # a letter with a tone mark is two bytes, too, but no script meets it in GBK
        forms = (char, FULL.get(char)) if self.steps.language.flattened else (char,)
        return [pair[form] & 0xFF for form in forms if form in pair]

    def _note(self, state: State, note: re.Match[str]) -> Iterator[State]:
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
                row = self._trails(state.tail[0])
                stands += [self.steps.table.char[lead << 8 | ord(last)] for lead in row]
            for key in stands:
                if known.get(key) == reading:
                    yield state.noted(inserted, 0, cost=state.cost + self.steps.prior(key))
            yield self.steps.literally(state, note[0], LITERAL / 2)

    def _aligned(self, state: State, i: int) -> Iterator[State]:
        """An ordinary character, or the place where the punctuation pass tore one in two."""
        seen = self.text[i]
        steps = self.steps
        plain = steps.emit(state, seen)
        if state.tail[1] in "?？!！" and steps.is_mark(seen):
            typed = state.cost + (TYPED_ODD if seen in "、；;" else TYPED)
            plain = plain._replace(cost=min(plain.cost, typed))
        if seen == "?" and _TAG_END.match(self.text, i + 1):
            plain = plain._replace(cost=plain.cost + BROKEN_TAG)
        yield plain
        if seen in "?\ufffd" and i + 1 < len(self.text) and state.cost < self._reach:
            follows = self.text[i + 1]
            if follows in "?\ufffd" and self.text[i + 2 : i + 3] in ("、", "。"):
                torn = steps.table.by_trail[0xA3]
                yield from steps.best(state, torn, TORN, pending=TORN_TWICE, extra=MARK)
            if steps.is_mark(follows):
                pair = steps.table.pair[FULL.get(follows, follows)]
                torn = steps.table.by_trail[pair >> 8]
                expected = EXPECT + (pair & 0xFF)
                yield from steps.best(state, torn, TORN, pending=expected, extra=MARK)

    def _misaligned(self, state: State, i: int) -> Iterator[State]:
        """What is seen gives the second half of the pending character."""
        seen = self.text[i]
        if state.pending == TORN_TWICE:  # its last byte, which the next mark was torn from
            yield state.noted(INVISIBLE, -1, pending=ALIGNED).noted(INVISIBLE, 0)
            return
        if state.pending >= HOLE:
            yield from self._behind_sign(state, i)
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
        if state.cost < self._reach:
            ahead = self.text[i + 1 : i + 2]
            yield from self._lost_pairs.one(state, seen, ahead)
            if self._surprising(state, after, i + 1):
                yield from self._lost_pairs.two(state, seen, ahead)
        if seen in "?\ufffd":
            yield from self._swallowed(state, i)

    def _behind_sign(self, state: State, i: int) -> Iterator[State]:
        """What follows a sign, or two, in the place of lost pairs."""
        seen, ahead = self.text[i], self.text[i + 1 : i + 2]
        count, pending = divmod(state.pending - HOLE, HOLES - HOLE)
        held = state._replace(pending=pending, cost=state.cost - SIGN * (count + 1))
        if count:
            yield from self._lost_pairs.two(held, seen, ahead)
            return
        if seen in "?\ufffd":
            yield state._replace(pending=HOLES + pending, cost=state.cost + SIGN)
            yield from self._lost_pairs.before_unknown(held)
            yield from self._lost_pairs.one(held, LONE, "")
        yield from self._lost_pairs.one(held, seen, ahead)

    def _surprising(self, state: State, after: list[State], i: int) -> bool:
        """Whether a character, and the one behind it, are so rare that a pair may be missing."""
        if self.text[i - 1].isascii():
            return True  # so much may stand there that something always fits
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

    def _swallowed(self, state: State, i: int) -> Iterator[State]:
        """A lone "?": the second half is unknown, and so is the ASCII byte swallowed with it."""
        steps = self.steps
        lone = steps.table.char[state.pending << 8 | 0x80]
        if lone:  # 80 opens no pair: the decoder read it by itself and swallowed nothing
            note = NOTE.match(self.text, i + 1)  # its own note proves it
            known = note is not None and steps.keys.reading.get(lone) == note[1]
            yield steps.emit(state, lone, extra=steps.plain(state, lone), known=known)
        follows = self.text[i + 1 : i + 2]
        if self.text[i] == "\ufffd":
            yield state._replace(pending=HOLE + state.pending, cost=state.cost + SIGN)
            for byte in {pair >> 8 or pair for pair in steps.pairs(follows)}:
                if is_trail(byte) and steps.language.splits:
                    yield from self._lost_pairs.split(state, byte)
        elif steps.language.asks:
            yield state._replace(pending=HOLE + state.pending, cost=state.cost + SIGN + ASKED)
        marked = steps.is_mark(follows)
        wholes = steps.best(state, row(state.pending), 16, extra=0.0)
        if state.cost < self._reach:
            wholes += self._lost_pairs.before_unknown(state)
            yield from self._lost_pairs.one(state, LONE, "")
        most = min(wholes).cost + WHOLES if wholes else 0.0
        for whole in wholes:
            if whole.cost > most:
                continue
            if marked:
                yield whole.noted(INVISIBLE, 0)
            if self.text[i] == "\ufffd":  # the byte that made no pair with it was kept
                if follows < "@":
                    yield whole
            else:
                yield from self._with_byte(whole, i + 1)

    def _with_byte(self, whole: State, i: int) -> Iterator[State]:
        """The states behind a character and the byte that was swallowed with its second half."""
        steps = self.steps
        for byte, symbol, extra in swallowable(self.text, i):
            ends = "\n" if byte in {"", "<"} else ""
            priced = symbol or ends
            cost = extra + (steps.three[whole.folded + priced] if priced else 0.0)
            if byte in {"", "\n"} and whole.tail[1] in OPENING:
                cost += OPENED
            if byte:
                yield steps.literally(whole, byte, cost, symbol or byte)
            else:
                yield whole.noted(INVISIBLE, 0, cost=whole.cost + cost)
