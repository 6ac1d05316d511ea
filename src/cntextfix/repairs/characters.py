"""Characters that stand for another one, set right without touching their neighbours.

    ⽅法⺠政  ->  方法民政        radicals, from PDFs
    豈（U+F900）  ->  豈          compatibility ideographs
    刘<U+E863>  ->  刘䶮          private use of old GBK fonts
    ２０２４年ＡＢＣ  ->  2024年ABC
    二○二四年  ->  二〇二四年     a circle as a zero
    周ー至周五，ニ月  ->  周一至周五，二月   kana as Han

Nothing is normalised beyond that: Unicode's NFKC would flatten ，：；（）, split ℃ and ½, and
turn ① into 1. Half-width katakana are Japanese and stay. Every decision looks no further than
the line, and no character is added or lost.
"""

import re
from functools import cache
from itertools import pairwise

from cntextfix.lexicon.lookalikes import private_use, unified
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs._contexts import HAN
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

_LOOKALIKES = "\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
_PRIVATE = "\ue76c\ue78d-\ue796\ue7c7\ue7c8\ue7e7-\ue7f3\ue815-\ue864"
_ALNUM = "０-９Ａ-Ｚａ-ｚ"

_SUSPECT = f"[{_LOOKALIKES}{_PRIVATE}{_ALNUM}○]"
_suspects = re.compile(f"{_SUSPECT}{_SUSPECT}*")  # the scanner is fast where a set comes first
_same_kind = re.compile(f"[{_LOOKALIKES}]+|[{_PRIVATE}]+|[{_ALNUM}]+|○+")
_lookalikes = re.compile(f"[{_LOOKALIKES}]+")
_is_lookalike = re.compile(f"[{_LOOKALIKES}]").match
_is_private = re.compile(f"[{_PRIVATE}]").match

# Icon fonts draw their pictures in the same private-use area, beside labels or alone: only
# inside running Chinese text is such a character certainly a lost Han one.
_BEFORE = frozenset("“‘《（、，。「『")
_BEHIND = frozenset("，。、；：！？”’》）」』")

# A number whose other signs are full-width too, １０３６－１１０１ or ３．５％, is set that way
# throughout; its digits alone would leave it half changed.
_SIGNS = frozenset("－．／％＋～＆＠＿＝＃＊＾｜＼＇＂￥＄‰℃")
_TABLE = 3  # radicals in a row that no text would have in this order
_is_digit = re.compile("[０-９]").match

_NUMERALS = frozenset("一二三四五六七八九〇")
_BEHIND_ZERO = _NUMERALS | frozenset("年月日号號")

# Kana that are drawn as Han are: those of Unicode's confusables.txt that are seen in the wild.
_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
_KANA_AS_HAN = str.maketrans("ニエロカタトハー", "二工口力夕卜八一")
_kana_as_han_anywhere = re.compile("[ニエロカタトハー]")
_kana = re.compile(f"[{_KANA}]")
_chinese = re.compile("[的了是在和与與为為这這们們我你他]")
_about_kana = re.compile("假名|[日和][文语語]")


def _find(text: str, context: Context) -> str:  # noqa: ARG001
    odd = uncommon(text)
    if _kana_as_han_anywhere.search(odd):
        text = _lookalikes.sub(lambda run: run.group().translate(unified()), text)
        text = "".join([_without_kana(line) for line in text.splitlines(keepends=True)])
    return _suspects.sub(_Setter(text), text) if _suspects.search(odd) else text


def _without_kana(line: str) -> str:
    """The line with its kana as Han, where it is Chinese and each stands where a Han does."""
    kana = _kana.findall(line)
    if len(kana) != len(_kana_for_han().findall(line)) or not _chinese.search(line):
        return line
    if _about_kana.search(line):
        return line
    return _kana_for_han().sub(lambda char: char.group().translate(_KANA_AS_HAN), line)


class _Setter:
    """Sets the suspect characters of a text right; remembers whether the line is Japanese."""

    __slots__ = ("_has_kana", "_line_end", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_end = -1
        self._has_kana = False

    def __call__(self, run: re.Match[str]) -> str:
        parts = _same_kind.finditer(self._text, run.start(), run.end())
        return "".join([self._set_right(*part.span()) for part in parts])

    def _set_right(self, start: int, end: int) -> str:
        old, before, behind = self._text[start:end], self._beside(start - 1), self._beside(end)
        if _is_lookalike(old):
            return old if _is_table(old) else old.translate(unified())
        if _is_private(old):
            inside = (_is_han().match(before) or before in _BEFORE) and (
                _is_han().match(behind) or behind in _BEHIND
            )
            return old.translate(private_use()) if inside or old == self._text else old
        if old[0] == "○":
            return "〇" * len(old) if before in _NUMERALS and behind in _BEHIND_ZERO else old
        if before in _SIGNS or behind in _SIGNS or self._groups(start, end):
            return old
        return old if self._is_japanese(start) else old.translate(_ascii())

    def _beside(self, here: int) -> str:
        char = self._text[here : here + 1] if here >= 0 else ""
        return char.translate(unified()) if char and _is_lookalike(char) else char

    def _groups(self, start: int, end: int) -> bool:
        """Whether the digits are part of a number such as １，０００."""
        text = self._text
        before = start > 1 and text[start - 1] == "，" and _is_digit(text, start - 2)
        behind = text[end : end + 1] == "，" and _is_digit(text, end + 1)
        # Both sides of the comma must be digits, or one would be set right without the other.
        return bool((before and _is_digit(text, start)) or (behind and _is_digit(text, end - 1)))

    def _is_japanese(self, here: int) -> bool:
        if here > self._line_end:
            start = self._text.rfind("\n", max(self._line_end, 0), here) + 1
            end = self._text.find("\n", here)
            self._line_end = len(self._text) if end < 0 else end
            self._has_kana = bool(_kana.search(self._text, start, self._line_end))
        return self._has_kana


def _is_table(run: str) -> bool:
    """Whether radicals stand in the order of Unicode, as a table of them has them: ⼀⼁⼂⼃."""
    return len(run) >= _TABLE and all(ord(b) - ord(a) == 1 for a, b in pairwise(run))


@cache
def _is_han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}{_LOOKALIKES}]")


@cache
def _kana_for_han() -> re.Pattern[str]:
    numerals = "".join(sorted(_NUMERALS))
    return re.compile(
        f"[ニエロカタトハー](?=[{HAN}])(?:(?<=[{HAN}][^ー])|(?<=[第十廿百千{numerals}周期]ー))"
    )


@cache
def _ascii() -> dict[int, int]:
    return {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}


REPAIR = Repair(
    name="characters",
    summary="radicals, compatibility and private-use characters, full-width letters and digits",
    stage="normalise",
    find=_find,
    examples=(
        ("⽅法⺠政，\uf914趣", "方法民政，樂趣"),
        ("刘\ue863教授", "刘䶮教授"),
        ("２０２４年，ＡＢＣ公司（１０３６－１１０１）", "2024年，ABC公司（１０３６－１１０１）"),
        ("二○二四年，第一○一号", "二〇二四年，第一〇一号"),
        (
            "我们在ニ月的周ー至周五开放，地址是东门ロ外。",
            "我们在二月的周一至周五开放，地址是东门口外。",
        ),
        ("ＪＡＶＡのソフト", "ＪＡＶＡのソフト"),
    ),
)
