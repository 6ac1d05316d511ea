"""The chains that are tried: an encoding read as another one.

Their priors are bits that a reading must save beyond what the model says. The commoner a chain is
in the wild, the less; the more readily ordinary text passes for its product, the more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["CHAINS", "LAYER", "Chain", "Steps", "name_of"]


@dataclass(frozen=True, slots=True)
class Chain:
    """One encoding read as another.

    Args:
        right: the encoding the text is in.
        wrong: the one it was read in.
        prior: bits it must save beyond the others.
        in_a_row: Han that must come out side by side: Korean and Japanese have short words that
            read as a Han each.
    """

    right: str
    wrong: str
    prior: float
    in_a_row: int = 0

    @property
    def name(self) -> str:
        """As notes call it.

        >>> Chain("utf-8", "gbk", 0.0).name
        'utf-8 → gbk'
        """
        return f"{self.right} → {self.wrong}"

    @property
    def of_pairs(self) -> bool:
        """Whether pairs of bytes were read as others, kana among them, which any text can be."""
        return {self.right, self.wrong} == {"gbk", "big5"}

    @property
    def of_big5(self) -> bool:
        """Whether Big5 is part of it: half of its pairs are ASCII or none of the other's."""
        return "big5" in (self.right, self.wrong)


Steps = tuple[Chain, ...]
"""Chains that a text went through, the last one first: the order in which they are undone."""

LAYER = 12.0
"""Bits for every chain below the first."""


def name_of(steps: Sequence[Chain]) -> str:
    """As notes call it, from the right encoding to the last wrong one."""
    return " → ".join(chain.name for chain in reversed(steps))


CHAINS = (
    Chain("utf-8", "gbk", 0.0),
    Chain("utf-8", "cp1252", 0.0),
    Chain("gbk", "cp1252", 2.0),
    Chain("big5", "gbk", 7.0, in_a_row=2),
    Chain("gbk", "big5", 7.0, in_a_row=2),
    Chain("big5", "cp1252", 4.0),
    Chain("utf-8", "big5", 4.0),
    Chain("utf-8", "shift_jis", 4.0),
    Chain("gbk", "cp1250", 4.0),
    Chain("gbk", "cp437", 4.0),
    Chain("gbk", "shift_jis", 6.0, in_a_row=3),
    Chain("gbk", "euc-kr", 6.0, in_a_row=3),
)
"""Every chain, the commonest first."""
