"""What a repair is: one kind of damage, and the edits that undo it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from cntextfix.edits import Change, Edit

__all__ = ["Context", "Find", "Repair", "Script", "Stage", "run"]

Stage = Literal["repair", "normalise"]
"""``repair`` undoes what a machine did; ``normalise`` is a choice of typography or script."""

Script = Literal["auto", "keep", "simplified", "traditional", "traditional-tw", "traditional-hk"]
Punctuation = Literal["auto", "keep", "fullwidth"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a repair may know besides the text.

    Args:
        script: the caller's choice of script.
        punctuation: the caller's choice of punctuation.
        earlier: names of the repairs that already changed this text: injected pinyin, for one,
            is the proof that a script turned the page to Traditional.
    """

    script: Script = "auto"
    punctuation: Punctuation = "auto"
    earlier: frozenset[str] = frozenset()


Find = Callable[[str, Context], Iterable[Edit] | str]


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of damage and how it is undone.

    Args:
        name: lower case, words joined by underscores; what ``--select`` takes.
        summary: one line for ``--list-repairs``.
        stage: ``repair`` or ``normalise``.
        find: gives the edits for a text, in order and apart. A pass that keeps the length may
            give the whole new text instead.
        examples: pairs of damaged and repaired text; the tests run them through the public API.
        default: whether it runs when nothing is selected.
        markup: whether it also runs on a page's markup, before that is read: for damage that
            swallows or makes up signs of markup.
    """

    name: str
    summary: str
    stage: Stage
    find: Find
    examples: tuple[tuple[str, str], ...]
    default: bool = True
    markup: bool = False


def run(repair: Repair, text: str, context: Context) -> Change | None:
    """Run one repair over a text.

    Returns:
        The change, or ``None`` where the repair found nothing.
    """
    found = repair.find(text, context)
    if isinstance(found, str):
        return Change(repair.name, text, found) if found != text else None
    edits = tuple(found)
    return Change.of(repair.name, text, edits) if edits else None
