"""A text in which something is garbled: which chains explain it, whole, by lines, or in parts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cntextfix.edits import Edit, apply
from cntextfix.lexicon.character_model import load
from cntextfix.repairs._shown import Examples
from cntextfix.repairs.chains.chain import Steps
from cntextfix.repairs.chains.gate import gate, lines
from cntextfix.repairs.chains.lattice import LOST, PRIVATE
from cntextfix.repairs.chains.line import EACH, explained, is_chinese, is_mixed
from cntextfix.repairs.chains.rewrite import Filler, Found
from cntextfix.repairs.chains.search import Verdict
from cntextfix.repairs.chains.stretches import AROUND
from cntextfix.repairs.chains.strict import inverse, inverted_by
from cntextfix.repairs.chains.undamaged import undamaged

__all__ = ["Line", "garbled"]

PROOF = 5.0
"""Bits beyond those of each stretch that all stretches of a text must save to prove their chain."""
LOSSY = 6.0
"""Bits more that a stretch must save where bytes were lost: much can be read into gaps."""
PLENTY = 1000.0
"""Bits after which the other lines are only looked at with what the first ones taught."""
BARREN = 4000
"""Odd characters that no chain explains, after which none is looked for."""
MANY = 6000
"""Odd characters of a text that is searched in a hurry: one chain for each stretch, and no bytes
that were dropped without a mark. So a book takes seconds. What is left then is fewer, and the next
look takes its time."""
ROUNDS = 3
"""How often chains that were found may show another one; then the text stays as it is."""
PROBE = 1500
"""Characters of the first garbled lines that are asked whether the whole text is garbled."""
Line = tuple[int, str]

_han = re.compile("[\u3400-\u9fff]")


def garbled(text: str, dense: Sequence[Line]) -> Iterable[Edit]:
    """The edits that undo the chains of wrong encodings that a text went through.

    Args:
        text: the text.
        dense: its lines that may be garbled, and where they start.
    """
    return _whole(text, dense) or _by_line(text, dense)


def _whole(text: str, dense: Sequence[Line]) -> list[Edit]:
    """The edits where all of a text went through the same chains and nothing was lost."""
    probe = "\n".join(line for _, line in dense[:40])[:PROBE].rpartition("\n")[0] or dense[0][1]
    found = inverse(probe)
    if (
        found is None
        or undamaged(probe) - found.bits < EACH + PROOF
        or not is_chinese(found.text, found.steps)
    ):
        return []
    edits: list[Edit] = []
    start = 0
    filler = Filler(text, ())
    for line in text.split("\n"):
        if not line.isascii():
            result = inverted_by(line, found.steps)
            if result is None or undamaged(line) < load().bits(result):
                return []
            verdict = Verdict(result, found.steps, (), guessed=False, bits=0.0, gain=0.0)
            if is_mixed(line, verdict):
                return []
            edits += filler.edits(Found(start, start + len(line), verdict))
        start += len(line) + 1
    result = apply(text, edits)
    again = _by_line(result, [*lines(result)])
    return [] if any(edit.certainty != "left" for edit in again) else edits


def _by_line(text: str, dense: Sequence[Line]) -> Iterator[Edit]:
    """The edits where some lines, or parts of lines, are garbled."""
    found = _first_look(dense)
    seen = _proved(one.verdict for some in found.values() for one in some)
    if not seen:
        return
    kept = any(PRIVATE.search(text, one.start, one.end) for some in found.values() for one in some)
    if sum(map(bool, found.values())) > 1:
        dense = list(lines(text))
    hurried = sum(len(gate().findall(line)) for _, line in dense) > MANY
    for _ in range(ROUNDS):
        found = {
            start: explained(start, line, seen, kept=kept, hurried=hurried) for start, line in dense
        }
        more = _proved(one.verdict for some in found.values() for one in some) | seen
        if more == seen:
            break
        seen = more
    found = {
        start: [one for one in some if one.verdict.steps in seen] for start, some in found.items()
    }
    edited = _edited(text, dense, found)
    settled = {
        start: edits
        for start, (line, edits) in edited.items()
        if _is_settled(line, start, edits, frozenset(), hurried=hurried)
    }
    for start, edits in settled.items():
        # What stays garbled speaks for its chain the next time too.
        line, _ = edited[start]
        if len(settled) == len(edited) or _is_settled(line, start, edits, seen, hurried=hurried):
            yield from edits


def _edited(
    text: str, dense: Sequence[Line], found: Mapping[int, Sequence[Found]]
) -> dict[int, tuple[str, list[Edit]]]:
    """The lines in which something was found, by their places, each with its edits."""
    every = [one for start, _ in dense for one in found[start]]
    examples = Examples(text, sum(one.end - one.start - 2 * AROUND for one in every))
    filler = Filler(text, every)
    return {
        start: (
            line,
            [
                edit
                for one in found[start]
                if not examples.holds(one.start, one.end)
                for edit in filler.edits(one)
            ],
        )
        for start, line in dense
        if found[start]
    }


def _first_look(dense: Sequence[Line]) -> dict[int, list[Found]]:
    """What chains explain in the first lines, until there is no doubt."""
    found: dict[int, list[Found]] = {}
    gained, barren = 0.0, BARREN
    for start, line in dense:
        odd = len(gate().findall(line))
        found[start] = explained(start, line, frozenset(), barren=barren, hurried=odd > MANY)
        if not found[start]:
            barren -= odd
            if barren < 0:
                break
        gained += sum(one.verdict.gain for one in found[start])
        if gained > PLENTY:
            break
    return found


def _proved(verdicts: Iterable[Verdict]) -> frozenset[Steps]:
    """The chains that the stretches of a text prove together."""
    total: defaultdict[Steps, float] = defaultdict(float)
    for verdict in verdicts:
        if not _han.search(verdict.text):
            continue  # letters of Korean pass for kana of GBK
        lossy = LOSSY if verdict.guessed or LOST in verdict.text else 0.0
        total[verdict.steps] += max(verdict.gain - EACH - lossy, 0.0)
    return frozenset(steps for steps, bits in total.items() if bits >= PROOF)


def _is_settled(
    line: str, offset: int, edits: list[Edit], seen: frozenset[Steps], *, hurried: bool
) -> bool:
    """Whether a second pass would leave a repaired line alone."""
    moved = [replace(edit, start=edit.start - offset, end=edit.end - offset) for edit in edits]
    result = apply(line, moved)
    if "\n" in result:
        return False
    return all(one.verdict.left for one in explained(0, result, seen, hurried=hurried))
