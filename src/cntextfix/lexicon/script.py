r"""Which script a text is in: Simplified, Traditional, both, or Japanese.

Characters that only one script has are counted; those that both have, and the many-valued ones
(后 里 干 面 台 系 …), say nothing. The classes come from OpenCC's character tables.

>>> detect("最高人民检察院召开党组会"), detect("最高人民檢察院召開黨組會")
('simplified', 'traditional')
>>> detect("東京駅で会いましょう"), detect("中文")
('japanese', None)
>>> by_line("检察机关\n檢察機關\n")
['simplified', 'traditional', None]
"""

import re
from functools import cache, lru_cache
from typing import Literal

from cntextfix.lexicon.opencc import alternatives, characters
from cntextfix.lexicon.uncommon import uncommon

__all__ = [
    "ScriptName",
    "by_line",
    "decide",
    "detect",
    "discriminating",
    "encodable",
    "holds",
    "lone_script",
    "marks",
    "region",
]

ScriptName = Literal["simplified", "traditional", "mixed", "japanese"]

SIMPLIFIED, TRADITIONAL, SHINJITAI, KANA = "stjk"

_SCRIPTS: dict[str, ScriptName | None] = {
    SIMPLIFIED: "simplified",
    TRADITIONAL: "traditional",
    "": None,
}

NORMAL_IN_TAIWAN = frozenset("秘雇群床峰并晒霉灶炖痒痴粽昵吨栖与么凄恒虱赶羡茧虮苧蔂蒏沄洼瓮忏")
"""Simplified by OpenCC's table, yet in everyday use in Taiwan (counted in Taiwan's laws: 秘 284,
雇 234, 床 39, 群 22) or old forms that Big5 has: they tell nothing."""

NORMAL_IN_MAINLAND = frozenset("吒昇陞甦甯氾捱榘醣麴")
"""Traditional by OpenCC's table, and right in Simplified too: in GB 2312, or given back to names
by the Table of General Standard Chinese Characters (通用规范汉字表, 2013)."""

_MIXED_SHARE = 0.1
"""The share from which the rarer script makes a text mixed. Correct Simplified news and law have
a Traditional character in a million discriminating ones, correct Traditional law two Simplified
ones in a thousand, so a tenth is either damage or a text in two scripts."""


def detect(text: str) -> ScriptName | None:
    """The script of a text.

    Args:
        text: any text; what is not Chinese or Japanese says nothing.

    Returns:
        The script, or ``None`` where no character tells.
    """
    lone = lone_script(text)
    if lone is not None:
        return _SCRIPTS[lone]
    return _told(text, marks(text))


@lru_cache(maxsize=1)  # the repair of scripts asks, and then who names the script of its result
def lone_script(text: str) -> str | None:
    """The one mark that all of a text's telling characters have, found faster than by `marks`.

    Args:
        text: any text.

    Returns:
        "s" or "t"; empty where nothing tells; ``None`` where more than one script is in the
        text, or Japanese.

    >>> lone_script("机关"), lone_script("機關"), lone_script("中文"), lone_script("機关")
    ('s', 't', '', None)
    """
    simplified, traditional, japanese = _scanners()
    if japanese.search(uncommon(text)):
        return None
    if not traditional.search(text):
        return SIMPLIFIED if simplified.search(text) else ""
    return None if simplified.search(text) else TRADITIONAL


def holds(text: str, mark: str) -> bool:
    """Whether a text has a character of one script, found faster than by `marks`.

    Args:
        text: any text.
        mark: "s" or "t".

    >>> holds("机關", "t"), holds("机关", "t")
    (True, False)
    """
    simplified, traditional, _ = _scanners()
    return bool((simplified if mark == SIMPLIFIED else traditional).search(text))


@cache
def _scanners() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What finds a Simplified, a Traditional, a Japanese character."""
    kana = "".join(map(chr, range(0x3041, 0x30FB)))
    classes = zip(discriminating(), ("", "", kana), strict=True)
    # Within the basic plane, as in `_classes`: one character beyond it makes the scan 30 times
    # as slow.
    sets = ("".join(sorted(c for c in only if c < "\U00010000")) + more for only, more in classes)
    one, two, three = (re.compile(f"[{members}]") for members in sets)
    return one, two, three


def by_line(text: str) -> list[ScriptName | None]:
    r"""The script of every line, the lines as ``text.split("\n")`` has them."""
    return [_told(*both) for both in zip(text.split("\n"), marks(text).split("\n"), strict=True)]


def marks(text: str) -> str:
    r"""A text's telling characters as "s", "t", "j" (Japanese only), "k" (kana), by lines.

    Characters beyond the basic plane stay as they are, and tell nothing.

    >>> marks("机关\n機關の駅")
    'ss\nttkj'
    """
    return text.translate(_classes())


def decide(marked: str) -> ScriptName | None:
    """The script told by `marks`.

    Args:
        marked: what `marks` gave, whole or in part.
    """
    simplified = marked.count(SIMPLIFIED)
    traditional = marked.count(TRADITIONAL)
    # Kanji are Simplified, Traditional and of their own shape; Chinese that quotes Japanese has
    # more telling characters than kana.
    japanese = marked.count(KANA) + 2 * marked.count(SHINJITAI)
    telling = simplified + traditional
    if japanese > telling:
        return "japanese"
    if not telling:
        return None
    rarer = min(simplified, traditional)
    if rarer >= 2 and rarer >= _MIXED_SHARE * telling:
        return "mixed"
    return "simplified" if simplified >= traditional else "traditional"


_REMOTE = 11
"""A lone character of the other script this far from any of the text's own is no stray: one
character in three tells its script, so eleven without one in a row are of another text."""


def _told(text: str, marked: str) -> ScriptName | None:
    script = decide(marked)
    counts = marked.count(SIMPLIFIED), marked.count(TRADITIONAL)
    if script == "japanese" or min(counts) != 1 or max(counts) == 1 or len(text) > 400:
        return script
    simplified, traditional, _ = discriminating()
    own, other = simplified, traditional
    if counts[0] == 1:
        own, other = other, own
    (lone,) = (i for i, c in enumerate(text) if c in other)
    nearest = min(abs(i - lone) for i, c in enumerate(text) if c in own)
    return "mixed" if nearest > _REMOTE else script


def region(text: str) -> Literal["taiwan", "hong kong"] | None:
    """Where a Traditional text was written, as far as its characters tell.

    Args:
        text: a Traditional text.

    Returns:
        The region whose standard forms are at least four times as many, and two or more.

    >>> region("政府發言人説，户口登記"), region("為了這裡啟用的設施"), region("機關")
    ('hong kong', 'taiwan', None)
    """
    taiwan, hong_kong = _regional()
    here = sum(map(text.count, taiwan & set(text)))
    there = sum(map(text.count, hong_kong & set(text)))
    if max(here, there) < 2 or max(here, there) < 4 * min(here, there):
        return None
    return "taiwan" if here > there else "hong kong"


@cache
def _regional() -> tuple[frozenset[str], frozenset[str]]:
    """The forms that only Taiwan's standard has, and those that only Hong Kong's has."""
    taiwan, hong_kong = characters("TWVariants"), characters("HKVariants")
    both = set(taiwan) | set(hong_kong)
    local = {c: taiwan.get(c, c) for c in both}, {c: hong_kong.get(c, c) for c in both}
    # Both places write 台 and 床 as often as their standard's 臺 and 牀.
    apart = [c for c in both if local[0][c] != local[1][c] and c not in "臺檯枱着牀羣峯么"]
    return (
        frozenset(local[0][c] for c in apart) - frozenset(local[1].values()),
        frozenset(local[1][c] for c in apart) - frozenset(local[0].values()),
    )


@cache
def _classes() -> list[int | None]:
    table: list[int | None] = [None] * 0x10000  # beyond it a character stands for itself
    table[ord("\n")] = ord("\n")
    for kana in range(0x3041, 0x30FB):
        table[kana] = ord(KANA)
    for only, mark in zip(discriminating(), (SIMPLIFIED, TRADITIONAL, SHINJITAI), strict=True):
        for character in only:
            if character < "\U00010000":
                table[ord(character)] = ord(mark)
    return table


@cache
def discriminating() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The characters that only Simplified, only Traditional, and only Japanese has."""
    to_traditional, to_simplified = alternatives("STCharacters"), alternatives("TSCharacters")
    simplified = {c for c, values in to_traditional.items() if c not in values}
    traditional = {c for c, values in to_simplified.items() if c not in values}
    traditional.add("於")  # the table keeps it for a surname and a few classical words
    both = simplified & traditional
    shinjitai = {c for values in alternatives("JPVariants").values() for c in values}
    return (
        frozenset(simplified - both - NORMAL_IN_TAIWAN),
        frozenset(traditional - both - NORMAL_IN_MAINLAND),
        frozenset(
            c
            for c in shinjitai - simplified - traditional
            if not (encodable(c, "gb2312") or encodable(c, "big5"))
        ),
    )


def encodable(character: str, charset: str) -> bool:
    """Whether a character is in a character set, named as the codec is.

    >>> encodable("檢", "gb2312"), encodable("檢", "big5")
    (False, True)
    """
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
