"""What chains explain in one line: all of it, or some stretches."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from cntextfix.lexicon.character_model import load
from cntextfix.repairs.chains.chain import Steps
from cntextfix.repairs.chains.codecs import codec
from cntextfix.repairs.chains.gate import gate
from cntextfix.repairs.chains.lattice import PAIRS
from cntextfix.repairs.chains.reading import read
from cntextfix.repairs.chains.rewrite import Found
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

__all__ = ["EACH", "explained", "is_chinese", "is_mixed"]

EACH = 3.0
"""Bits that a stretch must save to speak for its chain. None of 31,000 undamaged texts of many
languages saved as many."""
FOREIGN = 8
"""Garbled characters for each foreign one beside them from which it says nothing."""

# Beside Japanese or Korean that stays, what reads as pairs of bytes is more of the same.
_foreign = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
_han = re.compile("[\u3400-\u9fff]")
_ascii = re.compile("[\x00-\x7f]+")
_two_han = re.compile("[\u3041-\u30ff\u3400-\u9fff].*[\u3041-\u30ff\u3400-\u9fff]", re.DOTALL)


def explained(
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

    Args:
        offset: where the line begins in its text.
        line: the line.
        seen: the chains that its text is known to have gone through.
        kept: whether pairs without a character were kept as private-use ones.
        barren: characters without a find after which no more of the line is looked at.
        hurried: whether one chain for each stretch must do.
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
    if (verdict := _of_line(line, spans, seen)) and not is_mixed(line, verdict):
        return (Found(0, len(line), verdict),)
    found: list[Found] = []
    chains = frozenset(chain for steps in seen for chain in steps)
    around = "".join(_beside(line, spans))
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


def _beside(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The parts of a line beside its stretches."""
    ends, starts = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(line)]
    return [line[end:start] for end, start in zip(ends, starts, strict=True) if end < start]


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
    sound = _beside(line, spans)
    for steps in seen:
        result = inverted_by(line, steps)
        if result is not None and result != line and not _harms(sound, steps):
            bits = load().bits(result)
            if bits < min(before, GARBLED * len(result)):
                return Verdict(result, steps, (), guessed=False, bits=bits, gain=before - bits)
    if not is_mostly:
        return None
    found = inverse(line)
    if found is None or before - found.bits < EACH or not is_chinese(found.text, found.steps):
        return None
    if _harms(sound, found.steps):
        return None
    return Verdict(
        found.text, found.steps, (), guessed=False, bits=found.bits, gain=before - found.bits
    )


def is_mixed(line: str, verdict: Verdict) -> bool:
    """Whether a line reads better where some of it stays: any pair is a character of Big5 and GBK.

    Chains that prove themselves never leave anything that could have stayed.

    Args:
        line: the line.
        verdict: on all of it.
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


def is_chinese(text: str, steps: Steps) -> bool:
    """Whether two Han stand in a text, and no more rare ones than in any other.

    Args:
        text: what chains make of a line.
        steps: the chains.
    """
    if any(chain.of_pairs for chain in steps) and len(_han.findall(text)) < LEAST_OF_PAIRS:
        return False
    beyond = _ascii.sub("", text)
    cost = load().bits(beyond)
    shown = _two_han.search(text) and _han.search(text)
    return bool(shown) and cost < PLAUSIBLE * len(beyond) + MARGIN
