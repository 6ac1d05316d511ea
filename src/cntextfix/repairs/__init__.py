"""The repairs, in the order they run: the order is meaning.

Adding one is a file in this folder and a line here. Everything else, from ``--list-repairs`` to
the tests, loops over the tuple.
"""

from cntextfix.repairs import (
    characters,
    escapes,
    hkscs,
    indents,
    injected_pinyin,
    invisible,
    latin_mojibake,
    mojibake,
    punctuation,
    redacted_email,
    script,
    spaced_han,
    unrecoverable,
)
from cntextfix.repairs.repair import Context, Repair, run

__all__ = ["REPAIRS", "Context", "Repair", "run"]

REPAIRS: tuple[Repair, ...] = (
    # An indent of no-break spaces would pass for bytes of what stands behind it.
    indents.REPAIR,
    # Escapes and chains of wrong codecs are the outermost damage: under it nothing else can be
    # recognised. What stands escaped may be garbled in turn; some sequences of GBK pass for
    # Latin mojibake, never the other way round; what no chain explains is past recovery.
    escapes.REPAIR,
    mojibake.REPAIR,
    latin_mojibake.REPAIR,
    unrecoverable.REPAIR,
    # Invisible characters stand inside everything below and would hide it.
    invisible.REPAIR,
    # Shifted bytes swallowed line breaks and markup: they come back before lines are looked at.
    injected_pinyin.REPAIR,
    redacted_email.REPAIR,
    # Private-use characters are pairs of bytes to the repairs above, and characters from here on;
    # Hong Kong's stand on code points of GBK's and need proof, so they go first.
    hkscs.REPAIR,
    characters.REPAIR,
    # Choices of typography come last. Script first: what was injected decides which one.
    script.REPAIR,
    spaced_han.REPAIR,
    punctuation.REPAIR,
)
"""Every repair of the package; those with ``default`` run when none are chosen."""
