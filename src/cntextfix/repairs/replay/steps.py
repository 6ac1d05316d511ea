"""The ways to go on from a state of the search by a true character."""

from collections.abc import Iterator
from functools import cache

from cntextfix.lexicon.gbk import gbk, is_lead, is_trail
from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.language import BLANK, Language, symbols
from cntextfix.repairs.replay.signs import FLAT_MARKS, FULL, MARKS
from cntextfix.repairs.replay.states import (
    ALIGNED,
    EXPECT,
    NONE,
    Effort,
    State,
    new_node,
    new_state,
)

__all__ = ["BRACKETS", "CLOSED", "OPENING", "Steps", "row"]

# Costs in bits, on top of what the character model asks for the text itself.
RARE_KEY = 5.0  # a key that was never counted on a page
UNSEEN_KEY = 3.0  # a counted key that this page does not annotate elsewhere
INDENT = 3.0  # an ideographic space at the start of a line
DOUBLED = 8.0  # two marks in a row that end a clause
CLOSED = -8.0  # a closing bracket whose opening one is near
UNOPENED = 4.0  # and one that nothing opened
_NEAR = 300  # characters
_STOPS = "，。、；：！？"
_OPENING = dict(zip("）”’》」』】〕", "（“‘《「『【〔", strict=True))
_CLOSING = {opening: closing for closing, opening in _OPENING.items()}
OPENING = frozenset(_CLOSING)
BRACKETS = OPENING | frozenset(_OPENING)
_FLAT_CLOSING = {"（": ")"}
CUT = 10.0  # the text ends inside a character


class Steps:
    """Goes from state to state by true characters, and says what each costs."""

    __slots__ = (
        "active",
        "ahead",
        "context",
        "costs",
        "dear",
        "effort",
        "fold",
        "keys",
        "language",
        "odd",
        "table",
        "three",
    )

    def __init__(self, language: Language, effort: Effort) -> None:
        self.language = language
        self.effort = effort
        self.context = ""
        self.ahead = ""  # what is seen behind the token at hand, to the end of its line
        self.three = language.ruler.three
        self.costs = language.ruler.costs
        self.fold = symbols()
        self.active = language.active
        self.odd = language.odd
        self.dear = language.dear
        self.table = gbk()
        self.keys = keys()

    def start(self, before: str) -> State:
        """Aligned, behind what is already known."""
        self.context = before
        tail = ("\n\n" + before)[-2:]
        folded = "".join(self.fold.get(c, c) for c in tail)
        return State(0.0, ALIGNED, tail, folded, None, NONE, False, False)

    def emit(
        self,
        state: State,
        char: str,
        pending: int = ALIGNED,
        *,
        extra: float = 0.0,
        note: bytes = b"",
        known: bool = True,
    ) -> State:
        """The state behind one more true character."""
        cost, _, tail, folded, node, margin, _, touched, met = state
        symbol = self.fold.get(char, char)
        if char in _STOPS and tail[1] in _STOPS:
            extra += DOUBLED
        if char == "\u3000":  # an indent: texts to count from have none left
            extra += self.space(tail[1])
        else:
            extra += self.three[folded + symbol]
        return new_state(
            (
                cost + extra,
                pending,
                tail[1] + char,
                folded[1] + symbol,
                new_node((node, char, note, 0, known)),
                margin,
                False,
                touched or note != b"",
                met,
            )
        )

    def space(self, before: str) -> float:
        """What an ideographic space costs: an indent, or between the entries of a list."""
        if before in "\n\u3000":
            return INDENT
        return self.language.blank if "㐀" <= before <= "鿿" else BLANK

    def literally(self, state: State, text: str, extra: float, symbol: str = "") -> State:
        """The state behind text that is not priced here; the model may take it for `symbol`."""
        tail = (state.tail + text)[-2:]
        folded = state.folded[1] + symbol if symbol else "".join(self.fold.get(c, c) for c in tail)
        node = new_node((state.node, text, b"", 0, True))
        cost = state.cost + extra
        return new_state(
            (cost, ALIGNED, tail, folded, node, state.margin, False, state.touched, state.met)
        )

    def prior(self, key: str) -> float:
        """What it costs that a key was annotated."""
        if key in self.active:
            return 0.0
        return UNSEEN_KEY if key in self.keys.pages else RARE_KEY

    def plain(self, state: State, char: str) -> float:
        """What it costs that a true character is of another script, or stands without its note."""
        return (self.odd if state.fresh else self.dear).get(char, 0.0)

    def best(
        self, state: State, chars: str, most: int, *, pending: int = ALIGNED, extra: float
    ) -> list[State]:
        """The states behind the likeliest of several characters."""
        costs = self.costs(state.folded[0], state.folded[1], folded(chars))
        plain = (self.odd if state.fresh else self.dear).get
        ranked = [
            (0.0 if c == "\u3000" else cost + plain(c, 0.0), c)
            for c, cost in zip(chars, costs, strict=True)
        ]
        return [
            self.emit(
                state,
                c,
                pending,
                extra=extra + self.plain(state, c) + self.bracket(state, c),
                known=False,
            )
            for _, c in sorted(ranked)[:most]
        ]

    def bracket(self, state: State, char: str) -> float:
        """What a bracket costs more, or less, for the other half of its pair."""
        if (closing := _CLOSING.get(char)) is not None:
            ends = [self.ahead.find(c) for c in (closing, _FLAT_CLOSING.get(char, closing))]
            end = min((i for i in ends if i >= 0), default=-1)
            return CLOSED if end >= 0 and char not in self.ahead[:end] else 0.0
        opening = _OPENING.get(char)
        if opening is None:
            return 0.0
        text, node = "", state.node
        while node is not None and len(text) < _NEAR:
            text = node.text + text
            node = node.parent
        text = self.context[-_NEAR:] + text
        return CLOSED if text.rfind(opening) > text.rfind(char) else UNOPENED

    def pairs(self, seen: str) -> list[int]:
        """The pairs, or the single byte, a character may have been seen from."""
        table = self.table.pair
        found = [table[seen]] if seen in table else []
        if seen in FULL:
            found.append(ord(seen))
            if self.language.flattened:
                found.append(table[FULL[seen]])
        elif "０" <= seen <= "ｚ" and seen.isalnum():
            found.append(ord(seen) - 0xFEE0)  # it will be half-width once characters are set right
        return found

    def is_mark(self, seen: str) -> bool:
        """Whether what is seen may be a mark of the punctuation pass."""
        return seen != "" and (seen in MARKS or (self.language.flattened and seen in FLAT_MARKS))

    def halves(self, state: State, seen: str) -> Iterator[State]:
        """Every way in which what is seen ends the pending character."""
        for pair in self.pairs(seen):
            yield from self.half(state, pair)

    def half(self, state: State, pair: int) -> Iterator[State]:
        """The state behind the pending character, ended by the first byte of a pair."""
        second, rest = (pair >> 8, pair & 0xFF) if pair > 0xFF else (pair, None)
        char = self.table.char[state.pending << 8 | second] if is_trail(second) else ""
        if not char:
            return
        extra = self.plain(state, char)
        held: State = new_state((*state[:8], state.met + 1))
        if rest is None:
            yield self.emit(held, char, extra=extra)
        elif is_lead(rest):
            yield self.emit(held, char, rest, extra=extra)
        elif rest < 0x80:
            yield self.emit(self.emit(held, char, extra=extra), chr(rest))

    def cut(self, state: State) -> Iterator[State]:
        """The text ends here."""
        if state.pending == ALIGNED:
            yield state
        elif state.pending < EXPECT:
            yield from self.best(state, row(state.pending), 4, extra=CUT)


@cache
def row(lead: int) -> str:
    """The characters that a first half opens."""
    return "".join(gbk().char[lead << 8 | 0x40 : lead << 8 | 0xFF])


@cache
def folded(chars: str) -> str:
    """The symbols of the characters of a row, or of those that a second half ends."""
    return "".join(symbols().get(char, char) for char in chars)
