"""What a boilerplate rule is, and how a file of them is read."""

import re
from dataclasses import dataclass
from typing import Literal

from cntextfix.document import Kind

__all__ = ["Rule", "Where"]

Where = Literal["anywhere", "head", "tail", "edge"]
"""Where a rule may fire: on any line, above the body, below it, or at either edge."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One boilerplate rule: an entry of a TOML table that carries its own tests.

    Args:
        name: lower case, words joined by underscores.
        kind: what a line that matches is.
        pattern: searched in the folded line (Simplified, half-width, lower case).
        where: where the rule may fire.
        matches: lines it must match.
        misses: lines that look alike and must not match.
    """

    name: str
    kind: Kind
    pattern: re.Pattern[str]
    where: Where
    matches: tuple[str, ...]
    misses: tuple[str, ...]
