"""What labelling has found out so far: kind and reason, by the index of the line."""

from collections.abc import Iterable
from typing import NamedTuple

from cntextfix.document import Kind

__all__ = ["Mark", "Marks", "kept"]


class Mark(NamedTuple):
    """The kind of a line, and why.

    Args:
        kind: what the line is.
        rule: the rule or feature that says so.
        level: depth of a heading, else 0.
    """

    kind: Kind
    rule: str
    level: int = 0


Marks = dict[int, Mark]
"""Marks by index; a line without one is a paragraph."""


def kept(indexes: Iterable[int], marks: Marks) -> list[int]:
    """The indexes of lines that belong to the body.

    Args:
        indexes: the indexes asked about.
        marks: the marks so far.
    """
    return [index for index in indexes if index not in marks or marks[index].kind.is_body]
