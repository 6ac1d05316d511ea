"""Hong Kong's characters in the private use of old Big5 fonts.

    佢哋<U+ECD8>度做<U+ECDA>乜  ->  佢哋喺度做啲乜

Before Unicode had them, Windows read the pairs of bytes of the Hong Kong Supplementary Character
Set as private-use characters, row by row. The rows lead back to the bytes, and Python's
``big5hkscs`` codec to the characters: no table is needed.

The same private-use area serves icon fonts, GBK fonts and Taiwan's offices, whose characters
have no public table. So two of the everyday words of Cantonese must come out first, inside
Traditional lines; then every such character between Han is read so. Evidence adds up over lines
and is restored with the rest, which keeps a later pass, over some of the lines, from finding more.
"""

import re
from collections.abc import Iterator
from functools import cache

from cntextfix.edits import Edit
from cntextfix.lexicon.script import decide, marks
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs._contexts import HAN
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

ENOUGH = 2
"""Everyday words that prove the reading: one may be chance, two of eleven in 4,900 are not."""

_EVERYDAY = frozenset("喺嘅咗啲嚟哋嗰嘢瞓攞㗎揾乸")  # those of them that Big5 lacks

_PRIVATE = "\ue000-\uf848"
_between = re.compile(f"[{_PRIVATE}][{_PRIVATE}]*")
# Microsoft's code page 950: first private-use character of a block, lead byte of its first row.
_BLOCKS = ((0xF6B1, 0xC6), (0xEEB8, 0x81), (0xE311, 0x8E), (0xE000, 0xFA))
_UPPER_HALF = 0xF6B1  # this block begins in the middle of a row
_ROW = 157  # trail bytes 40 to 7E and A1 to FE
_LOWER = 63  # of which 40 to 7E


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if not _between.search(uncommon(text)):
        return
    edits: list[Edit] = []
    weight = 0
    for line_start, line in _lines(text):
        if decide(marks(line)) in ("traditional", None):
            for run in _between.finditer(line):
                read = "".join(map(_character, run.group()))
                if read != run.group() and _inside(line, *run.span()):
                    edits.append(Edit(line_start + run.start(), line_start + run.end(), read))
                    weight += sum(char in _EVERYDAY for char in read)
    if weight >= ENOUGH:
        yield from edits


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that have private-use characters, and where they start."""
    done = 0
    while match := _between.search(text, done):
        start = text.rfind("\n", done, match.start()) + 1 or done
        end = text.find("\n", match.end())
        done = len(text) if end < 0 else end
        yield start, text[start:done]


def _inside(line: str, start: int, end: int) -> bool:
    """Whether something stands inside running text, at least one Han beside it."""
    beside = [*(line[start - 1 : start] if start else ""), *line[end : end + 1]]
    running, han = _running()
    return all(map(running.match, beside)) and any(map(han.match, beside))


@cache
def _running() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The characters of running text, and the Han among them."""
    return re.compile(f"[{HAN}，。、；：！？“”‘’《》（）「」『』]"), re.compile(f"[{HAN}]")


def _character(private: str) -> str:
    r"""The character that a private-use one stands for, or itself.

    >>> _character("\uecd8"), _character("\ue01f") == "\ue01f"
    ('喺', True)
    """
    code = ord(private)
    first, lead = next(block for block in _BLOCKS if code >= block[0])
    offset = code - first + (_LOWER if first == _UPPER_HALF else 0)
    row, trail = divmod(offset, _ROW)
    pair = bytes((lead + row, trail + (0x40 if trail < _LOWER else 0xA1 - _LOWER)))
    try:
        return pair.decode("big5hkscs")
    except UnicodeDecodeError:
        return private


REPAIR = Repair(
    name="hkscs",
    summary="Hong Kong's characters in private use, where Cantonese words prove them",
    stage="repair",
    find=_find,
    examples=(
        ("佢哋\uecd8度做\uecda乜，我唔知。", "佢哋喺度做啲乜，我唔知。"),
        ("列車試運轉、\ue3bb送變更事宜", "列車試運轉、\ue3bb送變更事宜"),
    ),
)
