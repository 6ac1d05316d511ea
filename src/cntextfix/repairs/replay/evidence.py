"""Whether a page was injected, and with which keys: learned from the whole page.

On an injected page every aligned occurrence of a key carries its note, keys are characters that
only Traditional text has, and characters both scripts share carry none. A poem annotated
throughout, a word list or a single gloss looks different in at least one of these.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cntextfix.lexicon.pinyin import Keys, keys
from cntextfix.repairs.replay.language import Ruler, alone
from cntextfix.repairs.replay.signs import LOST, READING

__all__ = ["Evidence", "gather"]

ANNOTATED = re.compile(rf"([㐀-鿿])\(({READING}) ?\)")

# Characters with several common readings: a text for learners glosses these, in either script.
GLOSSED = frozenset("應會當數調長區轉據樂強場個見識覺說監創號語術擔絡過樹漲藏還為種")
ENOUGH = 1.0  # one note on a character that nobody would gloss
GLOSS_WEIGHT = 0.3
SHARED_MOST = 0.34  # notes on characters of both scripts, for each one on a key
COMMON = 12.0  # bits of a character that is too common to be glossed in running text
MANY = 5  # distinct keys that make an unlisted character credible


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page shows.

    Args:
        active: the keys the page annotates; empty where it is not injected.
        spared: start and end of each line whose notes are legitimate, in order.
    """

    active: frozenset[str]
    spared: tuple[tuple[int, int], ...]

    def spares(self, offset: int) -> bool:
        """Whether a note at an offset is legitimate for its line's sake."""
        if not self.spared:
            return False
        index = bisect_right(self.spared, (offset, offset)) - 1
        return index >= 0 and offset < self.spared[index][1]


def gather(text: str, step: Ruler, fold: dict[str, str]) -> Evidence:
    """Weigh every note of a page.

    Args:
        text: the whole page.
        step: the character model.
        fold: character → the character the model knows it by.
    """
    table = keys()
    noted: Counter[str] = Counter()
    shared = 0
    spared: list[tuple[int, int]] = []
    for start, end, notes in _by_line(text):
        ours = [char for char, reading in notes if table.reading.get(char) == reading]
        others = len(notes) - len(ours)
        if others >= 2 and others > len(ours) * SHARED_MOST:
            spared.append((start, end))
        else:
            noted.update(ours)
            shared += others
    active = _active(text, noted, table, step, fold)
    weight = sum(GLOSS_WEIGHT if c in GLOSSED else 1.0 for c in active if c in table.pages)
    weight += sum(1.0 for lost in LOST.finditer(text) if _splits(text, lost, table))
    notes_of_keys = sum(noted[char] for char in active)
    if weight < ENOUGH or shared > notes_of_keys * SHARED_MOST:
        active = set()
    return Evidence(frozenset(active), tuple(spared))


def _by_line(text: str) -> Iterator[tuple[int, int, list[tuple[str, str]]]]:
    """The notes of each line that has any, with the line's start and end."""
    start = -1
    notes: list[tuple[str, str]] = []
    end = -1
    for match in ANNOTATED.finditer(text):
        if match.start() >= end:
            if notes:
                yield start, end, notes
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.start())
            end = len(text) if end < 0 else end
            notes = []
        notes.append((match[1], match[2]))
    if notes:
        yield start, end, notes


def _active(
    text: str, noted: Counter[str], table: Keys, step: Ruler, fold: dict[str, str]
) -> set[str]:
    """The characters that stand with their note, and hardly ever without."""
    if not noted:
        return set()
    plain = Counter(re.findall(rf"([{''.join(noted)}])(?!\()", text))
    certain = {c for c, count in noted.items() if c in table.pages and not plain[c]}
    strong = len(certain) >= MANY
    active = set(certain)
    for char, count in noted.items():
        if char in table.pages:
            if strong and plain[char] < count:
                active.add(char)
        elif not plain[char] and (
            (strong and count > 1) or (certain and alone(step, fold.get(char, char)) < COMMON)
        ):
            active.add(char)
    return active


def _splits(text: str, lost: re.Match[str], table: Keys) -> bool:
    """Whether a reading behind a lost byte names a key that the character before can open."""
    if not lost.start():
        return False
    pair = text[lost.start() - 1].encode("gbk", "ignore")
    return len(pair) == 2 and any(
        key in table.pages for key in table.by_lead.get((lost[1], pair[1]), ())
    )
