"""The labelled lines of a page, sorted once for all who look for something among them.

>>> page = Labelled.of([Block(Kind.TITLE, "通知", 1), Block(Kind.PARAGRAPH, "放假一天。", 2)])
>>> [block.text for block in page.of_kind(Kind.PARAGRAPH, Kind.QUOTE)], page.holds("放假", "開會")
(['放假一天。'], True)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cntextfix.document import Block, Evidence, Kind

__all__ = ["Labelled", "Run", "at"]


class Run(NamedTuple):
    """Lines of one kind that follow each other.

    Args:
        kind: their kind.
        start: index of the first.
        end: index behind the last.
    """

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """The lines of a page.

    Args:
        blocks: what `label` gave.
        texts: their texts.
        runs: where their kind changes: most pages have far fewer runs than lines.
        body: the runs of the document's paragraphs, lists, tables.
        kinds: the lines by kind, each in order.
    """

    blocks: Sequence[Block]
    texts: Sequence[str]
    runs: Sequence[Run]
    body: Sequence[Run]
    kinds: Mapping[Kind, Sequence[Block]]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "Labelled":
        """The lines, sorted.

        Args:
            blocks: what `label` gave.
        """
        runs: list[Run] = []
        kinds: dict[Kind, list[Block]] = {}
        kind, start = None, 0
        for index, block in enumerate(blocks):
            if block.kind is not kind:
                if kind is not None:
                    runs.append(Run(kind, start, index))
                kind, start = block.kind, index
        if kind is not None:
            runs.append(Run(kind, start, len(blocks)))
        for kind, start, end in runs:  # hashing a kind costs more than the lines of a run
            kinds.setdefault(kind, []).extend(blocks[start:end])
        body = [run for run in runs if run.kind in _BODY]
        return cls(blocks, [block.text for block in blocks], runs, body, kinds)

    def of_kind(self, *kinds: Kind) -> Iterator[Block]:
        """The lines of some kinds, kind by kind.

        Args:
            kinds: the kinds, in the order they are wanted.
        """
        for kind in kinds:
            yield from self.kinds.get(kind, ())

    def holds(self, *words: str) -> bool:
        """Whether one of some words stands anywhere on the page.

        Args:
            words: the words.
        """
        text = "\n".join(self.texts)
        return any(word in text for word in words)


# A tuple is searched by identity, and faster than an Enum's members can be hashed.
_BODY = tuple(kind for kind in (Kind.PARAGRAPH, *Kind) if kind.is_body)


def at(block: Block, note: str = "") -> Evidence:
    """A line as evidence.

    Args:
        block: the line.
        note: what had to be assumed.
    """
    return Evidence(block.line, block.rule or block.kind.value, note)
