"""A simulator of the damage: clean Traditional text in, the page of a mirror site out.

It runs the forward model of `cntextfix.repairs.replay.forward` with every knob that was seen on
real pages, so that a repair can be held against text it has never met.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cntextfix.lexicon.gbk import gbk, is_lead, is_trail
from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.forward import INVISIBLE, Private, decode, inject, mark

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

    def sent(self, text: str) -> bytes:
        """The page as the site keeps it, before its script runs.

        Args:
            text: what the page said; characters outside GBK become "?".
        """
        if self.markup:
            text = "\n".join(f"<p>{line}</p><br />" for line in text.split("\n"))
        return text.encode("gbk", "replace")

    def damaged(self, text: str) -> bytes:
        """The bytes behind the script.

        Args:
            text: what the page said; characters outside GBK become "?".
        """
        notes = [(c.encode("gbk"), f"({r})".encode("gbk")) for c, r in self.readings]
        data = inject(self.sent(text), notes)
        dice = random.Random(self.seed)
        marks = [m.encode("gbk") for m in self.marks]
        return mark(data, marks, lambda _: dice.random() < self.rate)

    def seen(self, text: str) -> str:
        """The page as it is seen.

        Args:
            text: what the page said; characters outside GBK become "?".
        """
        seen = decode(self.damaged(text), lost=self.lost, private=self.private)
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
    return replace(Mirror(readings=tuple(chosen), seed=seed), **knobs)  # type: ignore[arg-type]


_NOTE = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)")
Kind = Literal["clean", "annotated", "shifted"]


def classes(text: str, mirror: Mirror) -> Kind:
    """What the mirror did to a line: nothing, whole notes only, or shifts as well."""
    return kinds(text, mirror)[0]


def kinds(page: str, mirror: Mirror) -> list[Kind]:
    """What the mirror did to each line of a page.

    A line whose break was swallowed drags the next one along: both count as shifted. Neither
    notes nor the bytes of a character hold a line break, so the bytes have the page's lines.
    """
    found: list[Kind] = []
    torn = False
    lines = mirror.damaged(page).split(b"\n")
    for sent, data in zip(mirror.sent(page).split(b"\n"), lines, strict=True):
        seen = decode(data + b"\n", lost=mirror.lost, private=mirror.private)
        true = sent.decode("gbk") + "\n"
        if torn or not seen.endswith("\n") or _NOTE.sub("", seen) != _NOTE.sub("", true):
            found.append("shifted")
        else:
            found.append("clean" if seen == true else "annotated")
        torn = not seen.endswith("\n")
    return found


Loss = tuple[Literal["byte swallowed", "lead lost", "pair lost"], int, int]


def losses(page: str, mirror: Mirror) -> list[Loss]:
    """What no reading and no remaining byte tells: kind, line and character of each loss.

    * byte swallowed: an ASCII byte of the page and the half character before it became one "?"
    * lead lost: an invisible byte and the half character before it did
    * pair lost: two bytes that make no character vanished, or became U+FFFD
    """
    found: list[Loss] = []
    rows = zip(mirror.sent(page).split(b"\n"), mirror.damaged(page).split(b"\n"), strict=True)
    for row, (sent, data) in enumerate(rows):
        for kind, place in _lost(
            data + b"\n", _origins(sent + b"\n", data + b"\n", mirror), mirror
        ):
            found.append((kind, row, len(sent[:place].decode("gbk", "ignore"))))
    return found


def _origins(sent: bytes, data: bytes, mirror: Mirror) -> list[int]:
    """Where each damaged byte stood before; -1 for those that were put in."""
    notes = {f"({reading})".encode("gbk") for _, reading in mirror.readings}
    origins: list[int] = []
    place = 0
    while len(origins) < len(data):
        i = len(origins)
        note = data[i : data.find(b")", i) + 1] if data[i] == 0x28 else INVISIBLE
        put = note in notes or (note == INVISIBLE and data[i : i + 1] == INVISIBLE)
        if put and not sent.startswith(note, place):
            origins += [-1] * len(note)
        else:
            origins.append(place)
            place += 1
    return origins


def _lost(
    data: bytes, origins: list[int], mirror: Mirror
) -> Iterator[tuple[Literal["byte swallowed", "lead lost", "pair lost"], int]]:
    """The losses of one line, each with its byte in the page as it was."""
    i = 0
    while i + 1 < len(data):
        lead, trail = data[i], data[i + 1]
        if not is_lead(lead):
            i += 1
        elif is_trail(trail):
            lost = not gbk().char[lead << 8 | trail] and mirror.private != "kept"
            if lost:
                yield "pair lost", origins[i]
            i += 1 if lost and mirror.private == "split" else 2
        elif data[i + 1 : i + 2] == INVISIBLE:
            yield "lead lost", origins[i]
            i += 2
        else:
            if mirror.lost == "?" and origins[i + 1] >= 0:
                yield "byte swallowed", origins[i]
            i += 2 if mirror.lost == "?" else 1


def pages(lines: Sequence[str], size: int) -> list[str]:
    """Lines gathered to pages of `size` lines."""
    return ["\n".join(lines[i : i + size]) for i in range(0, len(lines), size)]
