"""The edits that a verdict comes to: lost characters filled in, each stretch proved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cntextfix.edits import Edit
from cntextfix.lexicon.character_model import load
from cntextfix.lexicon.script import detect
from cntextfix.repairs.chains.chain import Chain
from cntextfix.repairs.chains.fill import Wording, fill, foreign
from cntextfix.repairs.chains.lattice import LOST
from cntextfix.repairs.chains.proof import replays
from cntextfix.repairs.chains.search import Verdict

__all__ = ["Filler", "Found"]

SAMPLE = 200_000
"""Characters of a text that teach its wording."""


@dataclass(frozen=True, slots=True)
class Found:
    """A garbled stretch of a text, and what it was."""

    start: int
    end: int
    verdict: Verdict


class Filler:
    """Fills in lost characters, by what the rest of the text says."""

    def __init__(self, text: str, found: Sequence[Found]) -> None:
        self.text = text
        done = 0
        parts: list[str] = []
        for one in found:
            parts.append(text[done : one.start])
            parts.append(_certain(one.verdict))
            done = one.end
        parts.append(text[done:])
        page = "".join(parts)
        model = load()
        if any(len(slots) > 1 for one in found for slots in _slots(one.verdict)):
            model = model.adapted(page[:SAMPLE])
        self.wording = Wording(model, foreign(detect(page)))

    def edits(self, one: Found) -> Iterator[Edit]:
        """The edits of one stretch."""
        verdict, seen = one.verdict, self.text[one.start : one.end]
        if verdict.left:
            yield Edit(one.start, one.end, seen, "left", f"{verdict.name}, too much lost")
            return
        if not verdict.pieces:
            yield from _whole(one, seen)
            return
        slots: list[str] = []
        done = 0
        for piece in verdict.pieces:
            slots += seen[done : piece.start]
            slots += piece.slots
            done = piece.end
        slots += seen[done:]
        before = self.text[max(0, one.start - 2) : one.start]
        behind = self.text[one.end : one.end + 2] + "\n"
        behind = behind.partition("\n")[0] or "\n"
        chars = fill(slots, ("\n\n" + before)[-2:], behind, self.wording)
        yield from self._by_piece(one, seen, chars)

    def _by_piece(self, one: Found, seen: str, chars: list[str]) -> Iterator[Edit]:
        [chain] = one.verdict.steps
        at = done = 0
        last: Edit | None = None
        for piece in one.verdict.pieces:
            at += piece.start - done
            done = piece.end
            new = chars[at : at + len(piece.slots)]
            at += len(piece.slots)
            old = seen[piece.start : piece.end]
            guessed = any(
                len(slots) > 1 and char != LOST
                for slots, char in zip(piece.slots, new, strict=True)
            )
            if LOST not in new and not replays("".join(new), old, chain, seen[piece.end :]):
                new = [
                    LOST if len(slots) > 1 else char
                    for slots, char in zip(piece.slots, new, strict=True)
                ]
                guessed = False
            edit = _edit(
                one.start + piece.start, one.start + piece.end, "".join(new), guessed, chain
            )
            if edit.new == old:
                continue
            if last and last.end == edit.start and last.certainty == edit.certainty:
                edit = _edit(last.start, edit.end, last.new + edit.new, guessed, chain)
            elif last:
                yield last
            last = edit
        if last:
            yield last


def _edit(start: int, end: int, new: str, guessed: bool, chain: Chain) -> Edit:
    lost = new.count(LOST)
    note = chain.name
    if lost:
        note += f", {lost} characters lost" if lost > 1 else ", 1 character lost"
    elif guessed:
        note += ", bytes lost"
    return Edit(start, end, new, "guess" if guessed or lost else "certain", note)


def _whole(one: Found, seen: str) -> Iterator[Edit]:
    """One edit for a stretch, without what stays at both ends."""
    new, start, end = one.verdict.text, one.start, one.end
    while new and seen and new[0] == seen[0]:
        new, seen, start = new[1:], seen[1:], start + 1
    while new and seen and new[-1] == seen[-1]:
        new, seen, end = new[:-1], seen[:-1], end - 1
    if start < end:
        known = LOST not in new and not one.verdict.guessed
        yield Edit(start, end, new, "certain" if known else "guess", one.verdict.name)


def _slots(verdict: Verdict) -> Iterator[str]:
    for piece in verdict.pieces:
        yield from piece.slots


def _certain(verdict: Verdict) -> str:
    """What is certain of a stretch, line breaks for the rest."""
    if not verdict.pieces:
        return verdict.text
    return "".join(slots if len(slots) == 1 else "\n" for slots in _slots(verdict))
