"""The repairs, in the order they run: the order is meaning.

Adding one is a file in this folder and a line here. Everything else, from ``--list-repairs`` to
the tests, loops over the tuple.
"""

from cntextfix.repairs import (
    indents,
    injected_pinyin,
    invisible,
    latin_mojibake,
    punctuation,
    redacted_email,
    script,
)
from cntextfix.repairs.repair import Context, Repair, run

__all__ = ["REPAIRS", "Context", "Repair", "run"]

REPAIRS: tuple[Repair, ...] = (
    # A chain of wrong codecs is the outermost damage: under it nothing else can be recognised.
    latin_mojibake.REPAIR,
    # Invisible characters stand inside everything below and would hide it.
    invisible.REPAIR,
    # Shifted bytes swallowed line breaks and markup: they come back before lines are looked at.
    injected_pinyin.REPAIR,
    redacted_email.REPAIR,
    indents.REPAIR,
    # Choices of typography come last. Script first: what was injected decides which one.
    script.REPAIR,
    punctuation.REPAIR,
)
"""Every repair of the package; those with ``default`` run when none are chosen."""
