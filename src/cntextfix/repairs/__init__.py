"""The repairs, in the order they run: the order is meaning.

Adding one is a file in this folder and a line here. Everything else, from ``--list-repairs`` to
the tests, loops over the tuple.
"""

from cntextfix.repairs import (
    injected_pinyin,
    punctuation,
    script,
)
from cntextfix.repairs.repair import Context, Repair, run

__all__ = ["REPAIRS", "Context", "Repair", "run"]

REPAIRS: tuple[Repair, ...] = (
    # Shifted bytes swallow line breaks and markup: nothing may move before they are back.
    injected_pinyin.REPAIR,
    # Script before punctuation would do as well; what was injected decides the script.
    script.REPAIR,
    punctuation.REPAIR,
)
"""Every repair of the package; those with ``default`` run when none are chosen."""
