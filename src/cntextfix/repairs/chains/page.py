"""A text in which something is garbled: which chains explain it, whole, by lines, or in parts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from cntextfix.edits import Edit, apply
from cntextfix.lexicon.character_model import load
from cntextfix.repairs._shown import Examples
from cntextfix.repairs.chains.chain import Steps
from cntextfix.repairs.chains.codecs import codec
from cntextfix.repairs.chains.gate import gate, lines
from cntextfix.repairs.chains.lattice import LOST, PAIRS, PRIVATE
from cntextfix.repairs.chains.reading import read
from cntextfix.repairs.chains.rewrite import Filler, Found
from cntextfix.repairs.chains.search import LEAST_OF_PAIRS, MARGIN, PLAUSIBLE, Verdict, search
from cntextfix.repairs.chains.stretches import (
    AROUND,
    FEW,
    HOT,
    LONGEST,
    SEEN,
    WARM,
    stretches,
    stretches_at,
)
from cntextfix.repairs.chains.strict import GARBLED, inverse, inverted_by
from cntextfix.repairs.chains.undamaged import undamaged
from cntextfix.repairs.replay.signs import ANY_NOTE
from cntextfix.repairs.unrecoverable import is_unrecoverable

__all__ = ["Line", "garbled"]

EACH, PROOF = 3.0, 5.0
"""Bits that a stretch must save to speak for its chain, and bits beyond that, over all stretches of
a text, that prove it. None of 31,000 undamaged texts of many languages saved as many as three."""
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
FOREIGN = 8
"""Garbled characters for each foreign one beside them from which it says nothing."""
Line = tuple[int, str]

# Beside Japanese or Korean that stays, what reads as pairs of bytes is more of the same.
_foreign = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
_han = re.compile("[\u3400-\u9fff]")
_ascii = re.compile("[\x00-\x7f]+")
_two_han = re.compile("[\u3041-\u30ff\u3400-\u9fff].*[\u3041-\u30ff\u3400-\u9fff]", re.DOTALL)


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
        or not _is_chinese(found.text, found.steps)
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
            if _is_mixed(line, verdict):
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
            start: _found(start, line, seen, kept=kept, hurried=hurried) for start, line in dense
        }
        more = _proved(one.verdict for some in found.values() for one in some) | seen
        if more == seen:
            break
        seen = more
    found = {
        start: [one for one in some if one.verdict.steps in seen] for start, some in found.items()
    }
    every = [one for start, _ in dense for one in found[start]]
    examples = Examples(text, sum(one.end - one.start - 2 * AROUND for one in every))
    filler = Filler(text, every)
    edited = {
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


def _first_look(dense: Sequence[Line]) -> dict[int, list[Found]]:
    """What chains explain in the first lines, until there is no doubt."""
    found: dict[int, list[Found]] = {}
    gained, barren = 0.0, BARREN
    for start, line in dense:
        odd = len(gate().findall(line))
        found[start] = _found(start, line, frozenset(), barren=barren, hurried=odd > MANY)
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


def _found(
    offset: int,
    line: str,
    seen: frozenset[Steps],
    *,
    kept: bool = False,
    barren: int | None = None,
    hurried: bool = False,
) -> list[Found]:
    """The garbled stretches of a line that chains explain.

    A text is looked at more than once, and the pages of a site have lines in common.
    """
    within = None if barren is None else min(barren, len(line))
    look = _stretches_of if len(line) <= LONGEST else _stretches_of.__wrapped__
    return [
        Found(offset + one.start, offset + one.end, one.verdict)
        for one in look(line, seen, kept=kept, barren=within, hurried=hurried)
    ]


@lru_cache(maxsize=256)
def _stretches_of(
    line: str, seen: frozenset[Steps], *, kept: bool, barren: int | None, hurried: bool
) -> tuple[Found, ...]:
    hot = SEEN if seen else WARM if len(line) <= FEW else HOT
    if seen:
        spans = list(stretches(line, hot))
    else:
        places = [match.start() for match in gate().finditer(line)]
        spans = [span for span in stretches_at(line, hot, places) if _is_odd(line, *span)]
    if not spans:
        return ()
    if (verdict := _of_line(line, spans, seen)) and not _is_mixed(line, verdict):
        return (Found(0, len(line), verdict),)
    found: list[Found] = []
    chains = frozenset(chain for steps in seen for chain in steps)
    ends, starts = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(line)]
    around = "".join(line[end:start] for end, start in zip(ends, starts, strict=True))
    is_foreign = FOREIGN * len(_foreign.findall(around)) > len(line) - len(around)
    for start, end in spans:
        if barren is not None and not found and start - spans[0][0] > barren:
            break
        begin = max(start, found[-1].end) if found else start
        context = ("\n\n" + line[:begin])[-2:]
        behind = (line + "\n")[end : end + 2]
        if is_unrecoverable(line[begin:end]):
            continue
        verdict = search(line[begin:end], context, behind, chains, kept=kept, hurried=hurried)
        if verdict and not (is_foreign and any(chain.of_pairs for chain in verdict.steps)):
            found.append(Found(begin, end, verdict))
    return tuple(found)


def _is_odd(line: str, start: int, end: int) -> bool:
    """Whether a stretch is not just a rare word, or rare in its context only."""
    bare = ANY_NOTE.sub("", line[start:end])
    odd = len(list(islice(gate().finditer(bare), 2)))
    return odd == 2 or (odd == 1 and end - start > len(line) - AROUND)


def _of_line(line: str, spans: Sequence[tuple[int, int]], seen: frozenset[Steps]) -> Verdict | None:
    """The verdict on a line that went through the same chains as a whole, and lost nothing."""
    covered = sum(end - start for start, end in spans)
    is_mostly = 2 * covered >= sum(char > "\x7f" for char in line)
    if not seen and not is_mostly:
        return None
    before = undamaged(line)
    ends, starts = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(line)]
    sound = [line[end:start] for end, start in zip(ends, starts, strict=True) if end < start]
    for steps in seen:
        result = inverted_by(line, steps)
        if result is not None and result != line and not _harms(sound, steps):
            bits = load().bits(result)
            if bits < min(before, GARBLED * len(result)):
                return Verdict(result, steps, (), guessed=False, bits=bits, gain=before - bits)
    if not is_mostly:
        return None
    found = inverse(line)
    if found is None or before - found.bits < EACH or not _is_chinese(found.text, found.steps):
        return None
    if _harms(sound, found.steps):
        return None
    return Verdict(
        found.text, found.steps, (), guessed=False, bits=found.bits, gain=before - found.bits
    )


def _is_mixed(line: str, verdict: Verdict) -> bool:
    """Whether a line reads better where some of it stays: any pair is a character of Big5 and GBK.

    Chains that prove themselves never leave anything that could have stayed.
    """
    chain = verdict.steps[-1]
    if len(verdict.steps) > 1 or chain.right == "utf-8" or not codec(chain.wrong).wide:
        return False
    if len(line) > LONGEST:
        return True
    reading = read(line, chain, "\n\n", prices=PAIRS)
    return reading.bits < load().bits(verdict.text)


def _harms(sound: Sequence[str], steps: Steps) -> bool:
    """Whether parts of a line that look sound would no longer do so.

    A comma in GBK is a comma or ㄛ in Big5: any pair of bytes is a character there.
    """
    bits = load().bits
    lost = 0.0
    for part in sound:
        result = inverted_by(part, steps)
        if result is None:
            return True
        lost += bits(result) - bits(part)
    return lost > 0


def _is_chinese(text: str, steps: Steps) -> bool:
    """Whether two Han stand in a text, and no more rare ones than in any other."""
    if any(chain.of_pairs for chain in steps) and len(_han.findall(text)) < LEAST_OF_PAIRS:
        return False
    beyond = _ascii.sub("", text)
    cost = load().bits(beyond)
    shown = _two_han.search(text) and _han.search(text)
    return bool(shown) and cost < PLAUSIBLE * len(beyond) + MARGIN


def _is_settled(
    line: str, offset: int, edits: list[Edit], seen: frozenset[Steps], *, hurried: bool
) -> bool:
    """Whether a second pass would leave a repaired line alone."""
    moved = [replace(edit, start=edit.start - offset, end=edit.end - offset) for edit in edits]
    result = apply(line, moved)
    if "\n" in result:
        return False
    return all(one.verdict.left for one in _found(0, result, seen, hurried=hurried))
