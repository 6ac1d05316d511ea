"""The cheapest reading of a garbled stretch.

A path through its bytes (Viterbi 1967, with a beam) reads characters of the right encoding from
them, or keeps characters as they are. The character model prices both.
"""

from collections.abc import Container
from dataclasses import dataclass
from math import inf

from cntextfix.lexicon.character_model import CharacterModel, fold, load
from cntextfix.repairs.chains.chain import Chain
from cntextfix.repairs.chains.lattice import BREAKS, LOST, UNSEEN, Lattice, Node, Prices
from cntextfix.repairs.chains.stretches import DOUBLE_LINES, LINE

__all__ = ["Piece", "Reading", "read"]

BEAM = 10
HOPELESS = 36.0
"""Bits behind the best at which a state is given up: a rare character costs less."""
PRICED = 24
"""Candidates for a lost character that are priced here, the commonest first; all are kept."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of damaged characters and what they read as, together the shortest that stand alone.

    Args:
        start: offset of its first character.
        end: offset behind its last one.
        slots: for every character read, the characters it may be: one where its bytes are known.
            U+FFFD alone is a character that is lost.
    """

    start: int
    end: int
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a stretch reads.

    Args:
        bits: what it costs.
        text: the cheapest text.
        pieces: what was read anew; what lies between was kept.
    """

    bits: float
    text: str
    pieces: tuple[Piece, ...]


Link = tuple[str, str, Node, Node, "Link"] | None
"""The character, its candidates (empty where it was kept), the nodes around it, the link before."""
States = dict[str, tuple[float, Link]]
"""Two characters and whether the last was kept (k) or read (r), the cost, and how it came about."""


def read(
    text: str,
    chain: Chain,
    context: str,
    drops: Container[int] = (),
    *,
    behind: str = "",
    prices: Prices = UNSEEN,
    kept: bool = False,
) -> Reading:
    r"""The cheapest reading of a stretch.

    Args:
        text: the stretch.
        chain: the chain it went through.
        context: the two characters before the stretch.
        drops: the offsets at which bytes may have been dropped without a mark.
        behind: up to two characters behind the stretch.
        prices: what the damage costs.
        kept: whether the decoder kept private-use characters elsewhere in the text.

    >>> read("涓?浗浜烘皯", Chain("utf-8", "gbk", 0.0), "\n\n").text
    '中国人民'
    """
    lattice = Lattice(text, chain, drops, prices, kept)
    walk = _Walk(text, lattice, prices)
    walk.states[0] = {fold(context)[-2:] + "k": (0.0, None)}
    for node in range(len(lattice.moves)):
        walk.leave(node)
    model = load()
    last = lattice.boundary[-1]
    ends = (
        (cost + _after(model, key, fold(behind)), link)
        for states in walk.states[last:]
        for key, (cost, link) in states.items()
    )
    cost, link = min(ends, key=lambda state: state[0])
    return _traced(cost, link, lattice)


class _Walk:
    """The states at every node of a lattice.

    Most ways to read a lost character are too dear to be among the states that go on from a node.
    They are not kept in the first place: once a node has more states than go on, its bound is
    what the dearest of those costs, and it only falls. At the last boundary there is none,
    because what stands behind it is priced first.
    """

    def __init__(self, text: str, lattice: Lattice, prices: Prices) -> None:
        self.text, self.lattice, self.switch = text, lattice, prices.switch
        self.folded = fold(text).translate(BREAKS)
        self.states: list[States] = [{} for _ in lattice.moves]
        self.last = lattice.boundary[-1]
        self.model = load()

    def leave(self, node: Node) -> None:
        """Go on from the states at a node."""
        alive = self.states[node]
        if not alive:
            return
        if len(alive) > 2:
            alive = _pruned(alive)
        index = self.lattice.char_at.get(node)
        if index is not None and index < len(self.text):
            self._keep(alive, node, index)
        if index is None:
            alive = {key: state for key, state in alive.items() if key[2] == "r"}
        for there, chars, symbols, extra in self.lattice.reads(node):
            self._read(alive, node, there, (chars, symbols[:PRICED], extra))
        if index != len(self.text):
            self.states[node] = {}

    def _keep(self, alive: States, node: Node, index: int) -> None:
        """Keep the character at a boundary as it is."""
        there = self.lattice.boundary[index + 1]
        ahead, char, folded = self.states[there], self.text[index], self.folded[index]
        line = LINE if char in DOUBLE_LINES else 0.0
        step = self.model.step
        for key, (cost, link) in alive.items():
            price = cost + line + step(key[0], key[1], folded)
            if key[2] == "r":
                price += self.switch
            symbols = key[1] + folded + "k"
            if symbols not in ahead or price < ahead[symbols][0]:
                ahead[symbols] = (price, (char, "", node, there, link))

    def _read(
        self, alive: States, node: Node, there: Node, candidates: tuple[str, str, float]
    ) -> None:
        """Read a character from the bytes behind a node."""
        chars, symbols, extra = candidates
        ahead = self.states[there]
        has_bound = there < self.last
        bound = _bound(ahead) if has_bound else inf
        costs = self.model.costs
        for key, (cost, link) in alive.items():
            price = cost + extra + (0.0 if key[2] == "r" else self.switch)
            if price >= bound:
                continue
            last = key[1]
            steps = [0.0] if chars == LOST else costs(key[0], last, symbols)
            size = len(ahead)
            for char, symbol, step in zip(chars, symbols, steps, strict=False):
                total = price + step
                if total < bound:
                    reached = last + symbol + "r"
                    if reached not in ahead or total < ahead[reached][0]:
                        ahead[reached] = (total, (char, chars, node, there, link))
            if has_bound and len(ahead) > size:
                bound = _bound(ahead)


def _after(model: CharacterModel, key: str, behind: str) -> float:
    """What the characters behind a stretch cost after its last two."""
    line = key[:2] + behind
    return sum(map(model.step, line, line[1:], line[2:]))


def _bound(states: States) -> float:
    """What a state must cost less than to be among the cheapest, the others being as they are."""
    if len(states) < BEAM:
        return inf
    costs = [cost for cost, _ in states.values()]
    costs.sort()
    return costs[BEAM - 1]


def _pruned(alive: States) -> States:
    """The cheapest states, without those that cannot catch up any more."""
    limit = min([cost for cost, _ in alive.values()]) + HOPELESS
    ranked = sorted([item for item in alive.items() if item[1][0] < limit], key=_cost)
    return dict(ranked[:BEAM])


def _cost(item: tuple[str, tuple[float, Link]]) -> float:
    return item[1][0]


def _traced(cost: float, link: Link, lattice: Lattice) -> Reading:
    steps = []
    while link:
        steps.append(link)
        link = link[4]
    steps.reverse()
    pieces: list[Piece] = []
    slots: list[str] = []
    begun = 0
    for _, chars, here, there, _ in steps:
        if not chars:
            continue
        if not slots:
            begun = lattice.char_at.get(here, begun)
        slots.append(chars)
        end = lattice.char_at.get(there)
        if end is not None:
            pieces.append(Piece(begun, end, tuple(slots)))
            slots = []
    return Reading(cost, "".join(step[0] for step in steps), tuple(pieces))
