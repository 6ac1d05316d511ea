"""What repairs look for among the uncommon characters of a text is never thought common."""

import re
from functools import cache

import pytest

from cntextfix import fix_text
from cntextfix.lexicon.script import discriminating
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs.chains.gate import gate

WIDE_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
RADICALS = "\u2e80-\u2fd5\uf900-\ufaff"
FULL_WIDTH = "０-９Ａ-Ｚａ-ｚ○"
KANA = "\u3041-\u30fa"
PRIVATE = "\ue000-\uf8ff"
MISREAD_LETTERS = "\u00c2-\u0170"
SIGNS_OF_LOSS = "锟拷烫屯葺闂閿闁"


@cache
def common() -> str:
    """Every character of the basic plane that is common."""
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    return "".join(sorted({*every}.difference(uncommon(every))))


@pytest.mark.parametrize(
    "sought",
    [WIDE_BLANKS, INVISIBLE, RADICALS, FULL_WIDTH, KANA, PRIVATE, MISREAD_LETTERS, SIGNS_OF_LOSS],
)
def test_no_sign_of_damage_is_common(sought: str) -> None:
    assert re.findall(f"[{sought}]", common()) == []


def test_no_character_that_makes_text_garbled_is_common() -> None:
    assert gate().findall(common()) == []


def test_no_character_of_japanese_alone_is_common() -> None:
    assert discriminating()[2].isdisjoint(common())


def test_far_into_a_long_text_everything_uncommon_is_found() -> None:
    assert uncommon("的" * 200_000 + "⽅" + "，" * 200_000 + "\U00020000") == "⽅\U00020000"


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("会议在⽅便的时候召开。", "会议在方便的时候召开。"),
        ("最高人民检\u2060察院", "最高人民检察院"),
        ("各单位：\n\u2002\n特此通知。", "各单位：\n\n特此通知。"),
        ("各单位：\n\u3000 \u3000\t\n特此通知。", "各单位：\n\n特此通知。"),
        ("\u3000", ""),
        ("总计１２项", "总计12项"),
        ("第\u2002一\u2002章\u2002总\u2002则", "第一章总则"),
        ("第\u3000一\u3000章\u3000总\u3000则", "第一章总则"),
    ],
)
def test_one_sign_in_common_text_is_enough(damaged: str, repaired: str) -> None:
    assert fix_text(damaged) == repaired
