"""Characters without shape, taken out where they do nothing.

    最高<U+200B>人民<U+FEFF>检察院  ->  最高人民检察院

Editors, crawlers and copy protection leave zero-width blanks, joiners, byte order marks, soft
hyphens and direction marks between Chinese characters, where they neither join nor part nor
turn anything but keep a search from finding the word. Some scripts need them: joiners shape
Arabic and Indic words and build emoji (👩‍💻), direction marks set Hebrew and Arabic beside
Latin, U+200B parts Thai words, and behind a mojibake letter a soft hyphen is a piece of a
character. There they stay. Variation selectors choose a shape and always stay.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cntextfix.edits import Edit
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

_JOINERS = "\u200c\u200d"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BREAKS = "\u180e\u200b\u2060\ufeff"
_HYPHEN = "\u00ad"

_INVISIBLE = f"[{_JOINERS}{_DIRECTIONS}{_BREAKS}{_HYPHEN}]"
_run = re.compile(f"{_INVISIBLE}{_INVISIBLE}*")  # the scanner is fast where a set comes first
_same_kind = re.compile(f"[{_JOINERS}]+|[{_DIRECTIONS}]+|[{_BREAKS}]+|{_HYPHEN}+")
_is_joiner = re.compile(f"[{_JOINERS}]").match
_is_direction = re.compile(f"[{_DIRECTIONS}]").match


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if not _run.search(uncommon(text)):
        return
    line_end = -1
    turns = False
    for run in _run.finditer(text):
        start, end = run.span()
        if start > line_end:
            line_start = text.rfind("\n", max(line_end, 0), start) + 1
            line_end = text.find("\n", end)
            line_end = len(text) if line_end < 0 else line_end
            turns = bool(_places().right_to_left.search(text, line_start, line_end))
        beside = [*text[max(0, start - 1) : start], *text[end : end + 1]]
        for part in _same_kind.finditer(text, start, end):
            if not _acts(part.group(), beside, turns=turns):
                yield Edit(part.start(), part.end(), "")


def _acts(invisible: str, beside: list[str], *, turns: bool) -> bool:
    """Whether a character without shape does something where it stands.

    Args:
        invisible: one of them, or several of a kind.
        beside: the characters before and behind.
        turns: whether the line has letters that run from right to left.
    """
    if _is_direction(invisible):
        return turns
    if _is_joiner(invisible):
        return not all(_places().unjoinable.match(char) for char in beside)
    acting = _places().accented if invisible.startswith(_HYPHEN) else _places().unparted
    return any(acting.match(char) for char in beside)


class _Places(NamedTuple):
    """Where characters without shape act, and where not."""

    right_to_left: re.Pattern[str]
    unjoinable: re.Pattern[str]
    unparted: re.Pattern[str]
    accented: re.Pattern[str]


@cache
def _places() -> _Places:
    return _Places(
        right_to_left=re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"),
        # Joiners do nothing between blanks, ASCII, punctuation and the East Asian blocks.
        unjoinable=re.compile(
            "[\\s\u0000-\u007f\u00b7\u2010-\u2027\u2030-\u205e\u2e80-\ua4cf\uac00-\ud7a3"
            "\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef\U00020000-\U0003ffff]"
        ),
        # Breaks do something in scripts that write no blanks, and in Mongolian: Arabic to
        # Tibetan, Myanmar, Ethiopic to Balinese, Javanese to Meetei.
        unparted=re.compile("[\u0590-\u10ff\u1200-\u1dff\ua880-\uabff]"),
        # Latin with accents, and what UTF-8 looks like in Latin-1: ä¸<U+00AD> was 中.
        accented=re.compile("[\u0080-\u024f]"),
    )


REPAIR = Repair(
    name="invisible",
    summary="zero-width characters, soft hyphens, direction marks and stray byte order marks",
    stage="repair",
    find=_find,
    examples=(
        ("\ufeff最高\u200b人民\u2060检\u00ad察院", "最高人民检察院"),
        ("\u202d中\u200d文\u202c", "中文"),
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
    ),
)
