"""Two scripts in one text, or the other script than the one wanted.

    每个法官都应當保持独立  ->  每个法官都应当保持独立
    機關黨建（the page had injected pinyin）  ->  机关党建

Asked for a script, every line that is not in it is converted. Asked for nothing (``auto``), a
page whose injected pinyin proves that a machine turned it to Traditional is turned back to
Simplified; on any other page only stray characters are unified, inside a passage whose script
is clear, and what is quoted in the other script stays. Every decision looks at one line, or at
one passage between blanks, so that taking lines away changes none of them. No pass changes the
length of the text.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from cntextfix.edits import Edit
from cntextfix.lexicon.common_characters import common_characters
from cntextfix.lexicon.opencc import characters
from cntextfix.lexicon.script import (
    decide,
    discriminating,
    encodable,
    holds,
    lone_script,
    marks,
    region,
)
from cntextfix.repairs.repair import Context, Repair

if TYPE_CHECKING:
    from cntextfix.lexicon.conversion import Target

__all__ = ["REPAIR"]

_CLEAR = 3
"""A passage's script is clear when this many characters tell it for each stray one. Twenty
characters of running text hold some seven telling ones."""

_FOREIGN = 3
"""This many characters of the other script with none of the passage's own between them are a
quotation or a name without marks, and stay."""

_PASSAGE = re.compile(r"(?:\S+|(?<=[!-~]) (?=\S)|(?<=\S) (?=[!-~]))+")
"""Text between blanks, but for a single blank beside ASCII, which sets off a foreign word."""

_QUOTED = re.compile(
    r"《[^《》]*(?:》|$)|〈[^〈〉]*(?:〉|$)|“[^“”]*(?:”|$)|‘[^‘’]*(?:’|$)"
    r"|「[^「」]*(?:」|$)|『[^『』]*(?:』|$)|（[^（）]*(?:）|$)|\([^()]*(?:\)|$)|【[^【】]*(?:】|$)"
)


def _find(text: str, context: Context) -> Iterable[Edit] | str:
    if context.script == "keep" or text.isascii():
        return ()
    if context.script != "auto":
        return _convert(text, context.script)
    if "injected_pinyin" in context.earlier:
        return _convert(text, "simplified")
    return _unify(text)


def _converted(target: "Target", text: str) -> str:
    from cntextfix.lexicon.conversion import to  # with its dictionaries, when there is something

    return to(target)(text)


def _convert(text: str, target: "Target") -> str:
    """Convert the lines that are not in the target's script; lines that are stay untouched.

    What comes out holds no character that only the other script has, so a second pass, over
    the whole or over some of the lines, finds nothing to do. Japanese lines stay.
    """
    own, other = ("s", "t") if target == "simplified" else ("t", "s")
    lone = lone_script(text)
    if lone in (own, ""):
        return text
    if lone == other:
        return _wholly(target, text, other)
    told = marks(text)
    if other not in told:
        return text
    lines, by_line = text.split("\n"), told.split("\n")
    chinese = [decide(line) != "japanese" for line in by_line]
    # Where the page is in the other script, a line that tells nothing (著者) is too.
    balance = sum(
        line.count(other) - line.count(own)
        for line, kept in zip(by_line, chinese, strict=True)
        if kept
    )
    whole: list[int] = []
    for index, (line, kept) in enumerate(zip(by_line, chinese, strict=True)):
        if not kept:
            continue
        theirs, ours = line.count(other), line.count(own)
        if 0 < theirs >= ours or ours == 0 < balance:
            whole.append(index)
        elif theirs:
            lines[index] = _only(lines[index], _converted(target, lines[index]), other)
    if whole:
        converted = _wholly(target, "\n".join(lines[index] for index in whole), other)
        for index, line in zip(whole, converted.split("\n"), strict=True):
            lines[index] = line
    return "\n".join(lines)


def _wholly(target: "Target", text: str, other: str) -> str:
    """A text in the other script: change all of it."""
    converted = _converted(target, text)
    if holds(converted, other):  # a phrase gave back what it was given: 木吒
        return converted.translate(_plain(other))
    return converted


def _only(line: str, converted: str, other: str) -> str:
    """A line mostly in the target's script: change what only the other script has."""
    changing = _class(other)
    return "".join(
        old if old not in changing else (old.translate(_plain(other)) if new in changing else new)
        for old, new in zip(line, converted, strict=True)
    )


def _unify(text: str) -> str:
    if lone_script(text) is not None:
        return text
    told = marks(text)
    if "s" not in told or "t" not in told:
        return text
    lines = text.split("\n")
    for index, marked in enumerate(told.split("\n")):
        # Kanji are of both scripts: a line with one kana may be Japanese, or quote it.
        if "s" in marked and "t" in marked and not ("j" in marked or "k" in marked):
            lines[index] = _PASSAGE.sub(lambda found: _unified(found.group()), lines[index])
    return "\n".join(lines)


def _unified(passage: str) -> str:
    """The passage with its stray characters in its own script."""
    told = marks(passage)
    own, other = ("s", "t") if told.count("s") > told.count("t") else ("t", "s")
    ours, theirs = _class(own), _class(other)
    stray = _stray(passage, ours, theirs)
    telling = sum(c in ours for c in passage)
    if not 0 < _CLEAR * sum(stray) <= telling or not _is_prose(passage):
        return passage
    if own == "s":
        converted = _converted("simplified", passage)
    else:  # phrases are found in a text that is Simplified throughout
        target: Target = "traditional-hk" if region(passage) == "hong kong" else "traditional-tw"
        converted = _converted(target, _converted("simplified", passage))
    return "".join(
        (old.translate(_plain(other)) if new in theirs else new) if changes else old
        for old, new, changes in zip(passage, converted, stray, strict=True)
    )


def _stray(passage: str, ours: frozenset[str], theirs: frozenset[str]) -> bytearray:
    """Marks the characters of the other script that stand alone among the passage's own."""
    stray = bytearray(c in theirs and c in _everyday() for c in passage)
    for quoted in _QUOTED.finditer(passage):
        if ours.isdisjoint(quoted.group()):
            stray[quoted.start() : quoted.end()] = bytes(quoted.end() - quoted.start())
    start = 0
    for stop in [*(i for i, c in enumerate(passage) if c in ours), len(passage)]:
        if sum(stray[start:stop]) >= _FOREIGN:
            stray[start:stop] = bytes(stop - start)
        start = stop
    return stray


def _is_prose(passage: str) -> bool:
    """Whether half of the Han are common: not so in a list of rare characters."""
    han = [c for c in _converted("simplified", passage) if "一" <= c <= "鿿"]
    common = set(common_characters())
    return 2 * sum(c in common for c in han) >= len(han)


@cache
def _everyday() -> frozenset[str]:
    """The characters of one script whose two shapes are in GB 2312 and in Big5.

    A rare character often has only its Traditional shape on Simplified pages: 絺, not 𫄨.
    """
    # 为 is 為 on the pages of Taiwan and Hong Kong alike; OpenCC's own standard has 爲.
    ways: tuple[tuple[str, Target, str, str], ...] = (
        ("s", "traditional-tw", "gb2312", "big5"),
        ("t", "simplified", "big5", "gb2312"),
    )
    return frozenset(
        old
        for mark, target, own, other in ways
        for old in _class(mark)
        if encodable(old, own) and encodable(_converted(target, old), other)
    )


def _class(mark: str) -> frozenset[str]:
    simplified, traditional, _ = discriminating()
    return simplified if mark == "s" else traditional


@cache
def _plain(mark: str) -> dict[int, str]:
    """What a character that only one script has becomes by itself in the other."""
    values = characters("STCharacters" if mark == "s" else "TSCharacters")
    return {ord(character): values[character] for character in _class(mark)}


REPAIR = Repair(
    name="script",
    summary="stray characters of the other script, and conversion to the script asked for",
    stage="normalise",
    find=_find,
    examples=(
        ("每个法官都应当保持独立，不受行政機关干预", "每个法官都应当保持独立，不受行政机关干预"),
        ("檢察機關應當對訴訟活动實行法律監督", "檢察機關應當對訴訟活動實行法律監督"),
    ),
)
