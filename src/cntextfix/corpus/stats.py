"""The books of a run: what came in, and what became of it.

>>> stats = Stats.of({"a.jsonl": {"documents": 3, "ok": 2, "skipped:blank line": 1}})
>>> stats.documents, stats.skipped, stats.balanced
(3, {'blank line': 1}, True)
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Stats"]


@dataclass(frozen=True, slots=True)
class Stats:
    """What became of the documents of a run.

    Args:
        documents: how many were read, skipped ones too.
        ok: how many were cleaned and written.
        repaired: how many of those a repair changed.
        rejected: how many are in the file of rejects, damaged places of the input among them.
        skipped: how many were no documents, by reason.
        furniture: lines that were set aside.
        repairs: places that each repair mended.
        read: bytes read of documents.
        written: bytes of all outputs.
        inputs: the same numbers for each input, by its name.
        restarts: workers that had to be replaced; it is not part of the books.
    """

    documents: int = 0
    ok: int = 0
    repaired: int = 0
    rejected: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    furniture: int = 0
    repairs: Mapping[str, int] = field(default_factory=dict)
    read: int = 0
    written: int = 0
    inputs: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    restarts: int = field(default=0, compare=False)

    @classmethod
    def of(cls, inputs: Mapping[str, Mapping[str, int]], restarts: int = 0) -> "Stats":
        """The sum over some inputs.

        Args:
            inputs: what was counted of each.
            restarts: workers that had to be replaced.
        """
        total: Counter[str] = Counter()
        for counts in inputs.values():
            total.update(counts)
        return cls(
            documents=total["documents"],
            ok=total["ok"],
            repaired=total["repaired"],
            rejected=total["rejected"],
            skipped=_below("skipped:", total),
            furniture=total["furniture"],
            repairs=_below("repair:", total),
            read=total["read"],
            written=total["written"],
            inputs={name: dict(sorted(counts.items())) for name, counts in inputs.items()},
            restarts=restarts,
        )

    @property
    def balanced(self) -> bool:
        """Whether every document that was read is accounted for."""
        return self.documents == self.ok + self.rejected + sum(self.skipped.values())

    def to_dict(self) -> dict[str, Any]:
        """The books as plain values."""
        return {
            "documents": self.documents,
            "ok": self.ok,
            "rejected": self.rejected,
            "skipped": sum(self.skipped.values()),
            "balanced": self.balanced,
            "repaired": self.repaired,
            "furniture": self.furniture,
            "bytes_read": self.read,
            "bytes_written": self.written,
            "skipped_by_reason": dict(self.skipped),
            "repairs": dict(self.repairs),
            "inputs": dict(self.inputs),
        }

    def __str__(self) -> str:
        skipped = sum(self.skipped.values())
        total = self.ok + self.rejected + skipped
        sign = "=" if self.balanced else "≠"
        books = f"{self.ok:,} ok + {self.rejected:,} rejected + {skipped:,} skipped"
        noun = "document" if self.documents == 1 else "documents"
        parts = [f"{self.documents:,} {noun} in {sign} {books}", f"{self.repaired:,} repaired"]
        if not self.balanced:
            parts.append(f"{self.documents - total:+,} are not accounted for: please report this")
        return "; ".join(parts)


def _below(prefix: str, counts: Mapping[str, int]) -> dict[str, int]:
    names = sorted(name for name in counts if name.startswith(prefix))
    return {name.removeprefix(prefix): counts[name] for name in names}
