"""Whether a page was injected, and with which keys: learned from the whole page.

On an injected page every aligned occurrence of a key carries its note, keys are characters that
only Traditional text has, and characters both scripts share carry none. A poem annotated
throughout, a word list or a single gloss looks different in at least one of these. A note on a
character that stands by itself, between commas or quotes, is an entry of a list and proves nothing.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from cntextfix.lexicon.pinyin import Keys, keys
from cntextfix.repairs.replay.language import alone, symbols
from cntextfix.repairs.replay.signs import LOST, NOTE, READING

__all__ = ["Evidence", "gather"]

# It begins with a bracket, which is found several times as fast as a class of characters.
_NOTES = re.compile(rf"\((?<=([㐀-鿿])\()({READING}) ?\)")

# Who writes of readings gives one here and there. A character torn by a note is proof all the same.
_OF_READINGS = re.compile(
    "拼音|注音|[讀读异異]音|多音字|破[音讀读]|通假|[讀读念][作為为成做]|反切|[發发]音|生字|"
    "[識识]字|同音|音同|[聲声][調调]|第[一二三四][聲声]|[形諧谐][聲声]|部首|[筆笔][畫画劃划]"
)

# Characters with several common readings: a text for learners glosses these, in either script.
GLOSSED = frozenset("應會當數調長區轉據樂強場個見識覺說監創號語術擔絡過樹漲藏還為種")
ENOUGH = 1.0  # one note on a character that nobody would gloss
NOTE_MOST = 9  # characters of a note
AGAINST = 1.5  # a key that stands both with its note and without
GLOSS_WEIGHT = 0.3
TORN = 0.7  # what a torn mark adds
SHARED_MOST = 0.34  # notes on characters of both scripts, for each one on a key
COMMON = 12.0  # bits of a character that is too common to be glossed in running text
MANY = 5  # distinct keys that make an unlisted character credible, or a page of legitimate notes


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


def gather(text: str, *, torn: bool = False) -> Evidence:
    """Weigh every note of a page.

    Args:
        text: the whole page.
        torn: whether marks are known to have torn characters on it: the scripts that do so often
            insert notes as well.
    """
    table = keys()
    noted, lines, shared, kept, spared = _notes(text, table)
    bare = _unnoted().findall(text) if noted else ()
    plain = Counter() if noted.keys().isdisjoint(bare) else Counter(bare)
    listed = {char for char in noted if char in table.pages}
    certain = {char for char in listed if not plain[char]}
    certain = {char for char in certain if _is_joined(lines, char, table.reading[char])}
    weight = sum(GLOSS_WEIGHT if char in GLOSSED else 1.0 for char in certain)
    weight -= AGAINST * sum(plain[char] > 0 for char in noted)
    weight += TORN if torn and certain else 0.0
    splits = sum(_splits(text, lost, table) for lost in LOST.finditer(text))
    weight += splits
    if weight < ENOUGH:
        return Evidence(frozenset(), spared)
    if weight < MANY and (
        kept >= noted.total() or (not splits and _OF_READINGS.search(NOTE.sub("", text)))
    ):
        return Evidence(frozenset(), spared)
    strong = len(certain) >= MANY
    active = {
        char
        for char, count in noted.items()
        if (plain[char] < count if strong else not plain[char])
        and (char in listed or (strong and count > 1) or alone(symbols().get(char, char)) < COMMON)
    }
    if shared > SHARED_MOST * sum(noted[char] for char in active):
        active = set()
    return Evidence(frozenset(active), spared)


class _Notes(NamedTuple):
    """The notes of a page.

    Args:
        noted: the keys with their own readings, in lines whose notes may be injected.
        lines: those lines.
        shared: the other notes in them.
        kept: the notes of the lines whose notes are legitimate.
        spared: start and end of each of these, in order.
    """

    noted: Counter[str]
    lines: str
    shared: int
    kept: int
    spared: tuple[tuple[int, int], ...]


def _notes(text: str, table: Keys) -> _Notes:
    """The notes of a page, line by line."""
    ours: list[str] = []
    running: list[str] = []
    spared: list[tuple[int, int]] = []
    shared = kept = start = 0
    for line in text.split("\n"):
        if "(" in line and (notes := _NOTES.findall(line)):
            right = [char for char, reading in notes if table.reading.get(char) == reading]
            others = len(notes) - len(right)
            if others >= 2 and others > len(right) * SHARED_MOST:
                spared.append((start, start + len(line)))
                kept += len(notes)
            else:
                ours += right
                running.append(line)
                shared += others
        start += len(line) + 1
    return _Notes(Counter(ours), "\n".join(running), shared, kept, tuple(spared))


@cache
def _unnoted() -> re.Pattern[str]:
    """Any character that may be a key, without a note."""
    return re.compile(f"[{''.join(sorted(keys().reading))}](?!\\()")


def _is_joined(lines: str, char: str, reading: str) -> bool:
    """Whether a character with its note stands beside another one anywhere: no entry of a list."""
    noted = f"{char}({reading}"
    place = lines.find(noted)
    while place >= 0:
        end = place + len(noted)
        end += lines.startswith(" ", end)
        if lines.startswith(")", end):
            before, behind = lines[max(0, place - 1) : place], lines[end + 1 : end + 2]
            if "㐀" <= before <= "鿿" or "㐀" <= behind <= "鿿":
                return True
        place = lines.find(noted, end)
    return False


def _splits(text: str, lost: re.Match[str], table: Keys) -> bool:
    """Whether a reading behind a lost byte names a key that the character before can open."""
    place = lost.start()
    if text[place - 1 : place] == ")":  # the character before carries a note of its own
        note = NOTE.match(text, text.rfind("(", max(0, place - NOTE_MOST), place))
        place = note.start() if note is not None and note.end() == place else 0
    if not place:
        return False
    pair = text[place - 1].encode("gbk", "ignore")
    return len(pair) == 2 and any(
        key in table.pages for key in table.by_lead.get((lost[1], pair[1]), ())
    )
