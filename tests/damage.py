"""A simulator of the damage: clean Traditional text in, the page of a mirror site out.

It runs the forward model of `cntextfix.repairs.replay.forward` with every knob that was seen on
real pages, so that a repair can be held against text it has never met.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.forward import Private, decode, inject, mark

MARKS = "，；！？、。"
_FLATTENED = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class Mirror:
    """A mirror site's script and what later happened to its pages.

    Args:
        readings: keys and their readings, in pass order.
        marks: punctuation marks of the second pass, in order.
        rate: share of those marks' occurrences that are hit.
        lost: what the decoder writes for a broken lead byte.
        private: what became of pairs without a character.
        flattened: whether full-width forms were turned to ASCII in the end.
        markup: whether every line stands in ``<p>…</p><br />`` while the script runs.
        cut: characters kept of the seen page; ``None`` for all.
        seed: chooses the marks that are hit.
    """

    readings: tuple[tuple[str, str], ...] = ()
    marks: str = ""
    rate: float = 1.0
    lost: Literal["?", "\ufffd"] = "?"
    private: Private = "dropped"
    flattened: bool = False
    markup: bool = False
    cut: int | None = None
    seed: int = 0

    def seen(self, text: str) -> str:
        """The page as it is seen.

        Args:
            text: what the page said; characters outside GBK become "?".
        """
        if self.markup:
            text = "\n".join(f"<p>{line}</p><br />" for line in text.split("\n"))
        notes = [(c.encode("gbk"), f"({r})".encode("gbk")) for c, r in self.readings]
        data = inject(text.encode("gbk", "replace"), notes)
        dice = random.Random(self.seed)
        marks = [m.encode("gbk") for m in self.marks]
        data = mark(data, marks, lambda _: dice.random() < self.rate)
        seen = decode(data, lost=self.lost, private=self.private)
        if self.flattened:
            seen = seen.translate(_FLATTENED)
        return seen[: self.cut]


def flatten(text: str) -> str:
    """Full-width forms as ASCII, to compare texts whatever their width."""
    return text.translate(_FLATTENED)


def random_mirror(seed: int, **knobs: object) -> Mirror:
    """A mirror with a subset of the counted keys, commoner ones likelier, in random pass order.

    Args:
        seed: the same seed gives the same mirror.
        knobs: fields of `Mirror` to set.
    """
    dice = random.Random(seed)
    table = keys()
    most = max(table.pages.values())
    share = dice.uniform(0.3, 1.6)
    chosen = [
        (char, table.reading[char])
        for char, pages in sorted(table.pages.items())
        if dice.random() < min(0.98, share * (pages / most) ** 0.5)
    ]
    dice.shuffle(chosen)
    return Mirror(readings=tuple(chosen), seed=seed, **knobs)  # type: ignore[arg-type]


_NOTE = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)")


def classes(text: str, mirror: Mirror) -> Literal["clean", "annotated", "shifted"]:
    """What the mirror did to a line: nothing, whole notes only, or shifts as well."""
    seen = mirror.seen(text)
    if seen == (flatten(text) if mirror.flattened else text):
        return "clean"
    bare = flatten(_NOTE.sub("", seen))
    return "annotated" if bare == flatten(text) else "shifted"


def pages(lines: Sequence[str], size: int) -> list[str]:
    """Lines gathered to pages of `size` lines."""
    return ["\n".join(lines[i : i + size]) for i in range(0, len(lines), size)]
