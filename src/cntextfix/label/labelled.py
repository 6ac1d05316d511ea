"""The labelled lines of a page, sorted once for all who look for something among them.

>>> page = Labelled.of([Block(Kind.TITLE, "通知", 1), Block(Kind.PARAGRAPH, "放假一天。", 2)])
>>> [block.text for block in page.of_kind(Kind.PARAGRAPH, Kind.QUOTE)], page.holds("放假", "開會")
(['放假一天。'], True)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cntextfix.document import Block, Evidence, Kind

__all__ = ["Labelled", "at"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The lines of a page.

    Args:
        blocks: what `label` gave.
        kinds: the same by kind, each in order.
        text: all of them as one text: what is not in it need not be looked for line by line.
    """

    blocks: Sequence[Block]
    kinds: Mapping[Kind, Sequence[Block]]
    text: str

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "Labelled":
        """The lines, sorted.

        Args:
            blocks: what `label` gave.
        """
        kinds: dict[Kind, list[Block]] = {}
        kind, run = None, list[Block]()
        for block in blocks:
            if block.kind is not kind:  # kinds come in runs, and hashing one costs
                kind = block.kind
                run = kinds.setdefault(kind, [])
            run.append(block)
        return cls(blocks, kinds, "\n".join([block.text for block in blocks]))

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
        return any(word in self.text for word in words)


def at(block: Block, note: str = "") -> Evidence:
    """A line as evidence.

    Args:
        block: the line.
        note: what had to be assumed.
    """
    return Evidence(block.line, block.rule or block.kind.value, note)
