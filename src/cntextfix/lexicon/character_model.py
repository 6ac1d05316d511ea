r"""The character model: what a text costs in bits, −log2 of its probability as Chinese.

One ruler serves encoding detection, re-synchronisation, mojibake chains, byte shifts and lost
characters: of several readings of the same bytes, the one with fewer bits is the more plausible.

>>> model = load()
>>> model.bits("最高人民检察院") < model.bits("最高人民检查愿") < model.bits("朂髙亻民撿査阮")
True

The model is a trigram over folded characters, counted by tools/build_character_model.py, which
names the sources. Folding makes one model serve both scripts and both widths of punctuation.

A page says the same things again: a model adapted to the undamaged lines of a page finds the lost
characters of the others far more often.

>>> model.adapted("溧乡检察院设在溧乡镇。").bits("溧乡") < model.bits("溧乡")
True
"""

from functools import cache
from pathlib import Path

from cntextfix.lexicon.character_fold import fold
from cntextfix.lexicon.character_tables import PagePairs, Pairs, Row, Unigrams, parse

__all__ = ["NO_CONTEXT", "CharacterModel", "fold", "load"]

NO_CONTEXT = "\ufdd0"
"""A noncharacter: what follows it costs what it costs without context."""


class CharacterModel:
    """A trigram model of Chinese characters.

    Args:
        pairs: the costs of what follows two characters.
        unigrams: the costs without context.
    """

    __slots__ = ("_pairs", "_unigrams")

    def __init__(self, pairs: Pairs, unigrams: Unigrams) -> None:
        self._pairs, self._unigrams = pairs, unigrams

    @classmethod
    def parse(cls, data: bytes) -> "CharacterModel":
        """The model in the bytes of a model file.

        Raises:
            ValueError: they are not those of a model file.
        """
        return cls(*parse(data))

    def adapted(self, page: str) -> "CharacterModel":
        """The model for one page: what the page says elsewhere becomes cheaper.

        Args:
            page: the page's undamaged lines. Damage must be left out: a wrong reading would
                speak for itself.

        Returns:
            A model of its own; this one stays as it is.
        """
        return CharacterModel(PagePairs(self._pairs, self._unigrams, page), self._unigrams)

    def bits(self, text: str) -> float:
        """What a text costs, from its start to its end, in bits.

        Args:
            text: any text; it is folded here.

        Returns:
            −log2 of its probability. An empty text costs nothing.

        >>> round(load().bits("人民检察院")) < round(load().bits("检院人察民"))
        True
        """
        pairs, unigrams = self._pairs, self._unigrams
        total = 0.0
        context = "\n\n"
        for char in fold(text):
            row, back, row2, back2 = pairs[context]
            cost = row.get(char)
            if cost is None:
                cost = row2.get(char)
                total += back + (back2 + unigrams[char] if cost is None else cost)
            else:
                total += cost
            context = context[1] + char
        return total

    def steps(self, text: str, context: str = "\n\n") -> list[float]:
        r"""What each character of a text costs, in bits: `step` for all, in half the time.

        Args:
            text: the text, folded.
            context: the two characters before it, folded.

        >>> model = load()
        >>> model.steps("检察院") == [*map(model.step, "\n\n检", "\n检察", "检察院")]
        True
        """
        pairs, unigrams = self._pairs, self._unigrams
        found: list[float] = []
        for char in text:
            row, back, row2, back2 = pairs[context]
            cost = row.get(char)
            if cost is None:
                cost = row2.get(char)
                cost = back + (back2 + unigrams[char] if cost is None else cost)
            found.append(cost)
            context = context[1] + char
        return found

    def step(self, prev2: str, prev: str, char: str) -> float:
        r"""What one character costs after two others, in bits.

        Args:
            prev2: the character before the last, folded; "\n" before the start.
            prev: the last character, folded; "\n" at the start.
            char: the character, folded.

        >>> model = load()
        >>> model.step("检", "察", "院") < 3 < model.step("检", "察", "蛙")
        True
        """
        row, back, row2, back2 = self._pairs[prev2 + prev]
        cost = row.get(char)
        if cost is not None:
            return cost
        cost = row2.get(char)
        return back + (back2 + self._unigrams[char] if cost is None else cost)

    def row(self, prev2: str, prev: str) -> Row:
        """The tables of what follows two characters, for who has only to look at what they hold.

        Args:
            prev2: the character before the last, folded.
            prev: the last character, folded.

        >>> both, back, one, _ = load().row("检", "察")
        >>> "院" in both, load().step("检", "察", "企") == back + one["企"]
        (True, True)
        """
        return self._pairs[prev2 + prev]

    def costs(self, prev2: str, prev: str, candidates: str) -> list[float]:
        """What each of several characters costs after the same two others, in bits.

        Args:
            prev2: the character before the last, folded.
            prev: the last character, folded.
            candidates: the characters, folded.

        >>> [cost < 3 for cost in load().costs("检", "察", "院蛙")]
        [True, False]
        """
        row, back, row2, back2 = self._pairs[prev2 + prev]
        unigrams = self._unigrams
        back2 += back
        return [
            row[char]
            if char in row
            else back + row2[char]
            if char in row2
            else back2 + unigrams[char]
            for char in candidates
        ]


@cache
def load() -> CharacterModel:
    """The model that is shipped with the package, read on first need."""
    return CharacterModel.parse(Path(__file__).with_name("character_model.bin").read_bytes())
