"""Chinese that was read in a wrong encoding.

    涓枃 -> 中文, ÖÐÎÄ -> 中文, いゅ -> 中文, 笢恅 -> 中文

Every chain of wrong encodings is undone for each garbled stretch of a line, the character model
tells which result is text, and the chain run forward proves it. See `cntextfix.repairs.chains`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from cntextfix.edits import Edit, apply
from cntextfix.lexicon.character_model import load
from cntextfix.lexicon.script import detect
from cntextfix.repairs.chains.chain import Chain
from cntextfix.repairs.chains.fill import Wording, fill, foreign
from cntextfix.repairs.chains.lattice import LOST
from cntextfix.repairs.chains.proof import replays
from cntextfix.repairs.chains.search import Verdict, search
from cntextfix.repairs.chains.stretches import HOT, SEEN, stretches
from cntextfix.repairs.repair import Context, Repair
from cntextfix.repairs.unrecoverable import is_unrecoverable

__all__ = ["REPAIR"]

_MARKS = (
    "\u3000-\u3002\u3007-\u3011\u3014-\u3017\uff01-\uff5e“”‘’—–…⋯·×÷①-⑳Ⅰ-Ⅹ←-↓≤≥℃"
    "─│┌┐└┘├┤┬┴┼□■○●△▲◆★☆\xa0"
)
SHORT = 24
"""Characters of a line that is looked at whatever it holds beside one uncommon character."""
WINDOW, MOST = 8, 40
"""Characters on either side of one that are looked at, and how many of them in a line."""
SAMPLE = 200_000
"""Characters of a text that teach its wording."""


# Beside Japanese or Korean that stays, what reads as pairs of bytes is more of the same.
_foreign = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")


@cache
def _gate() -> re.Pattern[str]:
    """Anything but ASCII, a common Han character or Chinese punctuation.

    Common is what the first levels of GB 2312 and Big5 hold.
    """
    levels = (("gb2312", 0xB0, 0xD8, 0xA1), ("big5", 0xA4, 0xC7, 0x40))
    pairs = {
        bytes((lead, trail)).decode(name, "ignore")
        for name, first, last, low in levels
        for lead in range(first, last)
        for trail in range(low, 0xFF)
    }
    han = "".join(sorted(char for char in pairs if "\u4e00" <= char <= "\u9fff"))
    return re.compile(f"[^\x00-\x7f{_MARKS}{han}]")


@cache
def _pair() -> re.Pattern[str]:
    """Two characters of the gate with little between them."""
    one = _gate().pattern
    return re.compile(f"{one}[^\n]{{0,3}}{one}")


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if text.isascii() or not _gate().search(text):
        return
    found = _Page(text)
    yield from found.edits()


def _is_dense(line: str) -> bool:
    """Whether uncommon characters stand in uncommon company, as they do in garbled text."""
    if len(line) <= SHORT or _pair().search(line):
        return True
    return any(
        next(stretches(line[max(0, match.start() - WINDOW) : match.end() + WINDOW]), None)
        for match in islice(_gate().finditer(line), MOST)
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something uncommon, and where they start."""
    done = 0
    gate = _gate()
    while match := gate.search(text, done):
        start = text.rfind("\n", done, match.start()) + 1 or done
        end = text.find("\n", match.end())
        done = len(text) if end < 0 else end
        yield start, text[start:done]


@dataclass(frozen=True, slots=True)
class _Found:
    """A garbled stretch of a text, and what it was."""

    start: int
    end: int
    verdict: Verdict


class _Page:
    """One pass over a text: chains are looked for, and what was found helps with the rest."""

    def __init__(self, text: str) -> None:
        self.text = text

    def edits(self) -> Iterator[Edit]:
        """The edits, in order."""
        lines = [(start, line) for start, line in _lines(self.text) if _is_dense(line)]
        found = {start: _verdicts(start, line, frozenset()) for start, line in lines}
        seen = frozenset(one.verdict.chain for some in found.values() for one in some)
        if seen:
            if sum(map(bool, found.values())) > 1:
                lines = list(_lines(self.text))
            found = {start: _verdicts(start, line, seen) for start, line in lines}
        every = [one for start, line in lines for one in found[start]]
        if not every:
            return
        filler = _Filler(self.text, every)
        edited = {
            start: (line, [edit for one in found[start] for edit in filler.edits(one)])
            for start, line in lines
            if found[start]
        }
        settled = {
            start: edits
            for start, (line, edits) in edited.items()
            if _is_settled(line, start, edits, frozenset())
        }
        for start, edits in settled.items():
            # What stays garbled speaks for its chain the next time too.
            if len(settled) == len(edited) or _is_settled(edited[start][0], start, edits, seen):
                yield from edits


def _verdicts(offset: int, line: str, seen: frozenset[str]) -> list[_Found]:
    """The garbled stretches of a line that a chain explains."""
    found: list[_Found] = []
    spans = list(stretches(line, SEEN if seen else HOT))
    ends, starts = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(line)]
    around = "".join(line[end:start] for end, start in zip(ends, starts, strict=True))
    is_foreign = bool(_foreign.search(around))
    for start, end in spans:
        begin = max(start, found[-1].end - offset) if found else start
        context = ("\n\n" + line[:begin])[-2:]
        behind = (line + "\n")[end : end + 2]
        if is_unrecoverable(line[begin:end]):
            continue
        if not seen and not _gate().search(line, begin, end):
            continue  # rare in its context only, or drawn with lines
        verdict = search(line[begin:end], context, behind, seen)
        if verdict and not (verdict.of_pairs and is_foreign):
            found.append(_Found(offset + begin, offset + end, verdict))
    return found


def _is_settled(line: str, offset: int, edits: list[Edit], seen: frozenset[str]) -> bool:
    """Whether a second pass would leave a repaired line alone."""
    moved = [replace(edit, start=edit.start - offset, end=edit.end - offset) for edit in edits]
    result = apply(line, moved)
    if "\n" in result:
        return False
    return not _verdicts(0, result, seen)


class _Filler:
    """Fills in lost characters, by what the rest of the text says."""

    def __init__(self, text: str, found: list[_Found]) -> None:
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

    def edits(self, one: _Found) -> Iterator[Edit]:
        """The edits of one stretch."""
        verdict, seen = one.verdict, self.text[one.start : one.end]
        if verdict.chain_of_pieces is None:
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
        behind = (self.text[one.end : one.end + 2] + "\n").partition("\n")[0] or "\n"
        chars = fill(slots, ("\n\n" + before)[-2:], behind, self.wording)
        yield from self._by_piece(one, seen, chars)

    def _by_piece(self, one: _Found, seen: str, chars: list[str]) -> Iterator[Edit]:
        chain = one.verdict.chain_of_pieces
        assert chain is not None
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
    return Edit(start, end, new, "guess" if guessed else "certain", note)


def _whole(one: _Found, seen: str) -> Iterator[Edit]:
    """One edit for a stretch, without what stays at both ends."""
    new, start, end = one.verdict.text, one.start, one.end
    while new and seen and new[0] == seen[0]:
        new, seen, start = new[1:], seen[1:], start + 1
    while new and seen and new[-1] == seen[-1]:
        new, seen, end = new[:-1], seen[:-1], end - 1
    if start < end:
        yield Edit(
            start, end, new, "guess" if one.verdict.guessed else "certain", one.verdict.chain
        )


def _slots(verdict: Verdict) -> Iterator[str]:
    for piece in verdict.pieces:
        yield from piece.slots


def _certain(verdict: Verdict) -> str:
    """What is certain of a stretch, line breaks for the rest."""
    if not verdict.pieces:
        return verdict.text
    return "".join(slots if len(slots) == 1 else "\n" for slots in _slots(verdict))


REPAIR = Repair(
    name="mojibake",
    summary="Chinese read in a wrong encoding: UTF-8 as GBK, GBK as Latin-1, Big5 as GBK and so on",
    stage="repair",
    find=_find,
    examples=(
        ("涓浗浜烘皯", "中国人民"),
        ("浣犲ソ锛佹杩庝娇鐢═GBot", "你好！欢迎使用TGBot"),
        ("¹¦ÄÜµÄÖÐÎÄÃû³Æ", "功能的中文名称"),
        ("羉砰いゅ代刚", "繁體中文測試"),
        ("王喆、邓稼先，魑魅魍魉", "王喆、邓稼先，魑魅魍魉"),
    ),
    # What is lost of a lossy chain is still guessed too freely to run unasked.
    default=False,
)
