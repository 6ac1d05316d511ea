"""The character model prices Chinese as Chinese, and everything else as what it is."""

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix.lexicon.character_model import CharacterModel, fold, load

MORE_PLAUSIBLE = [
    ("最高人民检察院", "最高人民检查愿", "a word against its sound-alike"),
    ("他说，今天下雨。", "他说。今天下雨，", "marks in their places"),
    ("中国", "涓浗", "text against its mojibake"),
    ("法律監督", "法律酰亩督", "text against a shifted reading"),
    ("東京の人", "東京ﾎ人", "kana against half-width leftovers"),
    ("人民法院", "人民法\ue000", "a character against private use"),
    ("人民法院", "人民法\x80", "a character against C1"),
    ("人民法院", "人民法\ufffd", "a character against a lost one"),
]


@pytest.mark.parametrize(("good", "bad", "why"), MORE_PLAUSIBLE)
def test_the_plausible_text_costs_less(good: str, bad: str, why: str) -> None:
    assert load().bits(good) < load().bits(bad), why


@pytest.mark.parametrize(
    ("one", "other"),
    [("檢察機關", "检察机关"), ("你好,(世界)!", "你好，（世界）！"), ("２０２４年", "2024年")],
)
def test_scripts_and_widths_cost_the_same(one: str, other: str) -> None:
    assert load().bits(one) == load().bits(other)


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_any_text_has_a_finite_price(text: str) -> None:
    bits = load().bits(text)
    assert math.isfinite(bits)
    assert bits >= 0
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="检察院人民，。的0aé\n蛙囧𠮷\ue000", max_size=30))
def test_steps_add_up_to_the_price(text: str) -> None:
    model, folded = load(), "\n\n" + fold(text)
    steps = sum(map(model.step, folded, folded[1:], folded[2:]))
    assert steps == pytest.approx(model.bits(text))


@given(st.text(min_size=2, max_size=2), st.text(max_size=20))
def test_costs_are_the_steps(context: str, candidates: str) -> None:
    model = load()
    steps = [model.step(context[0], context[1], char) for char in candidates]
    assert model.costs(context[0], context[1], candidates) == pytest.approx(steps)


def test_probabilities_of_what_follows_sum_to_no_more_than_one() -> None:
    model = load()
    symbols = {fold(chr(code)) for code in range(0x20, 0xD800)} | {"\n"}
    chinese = [s for s in symbols if unicodedata.category(s) != "Cn" and s not in "0aéαяあ가"]
    for context in ("检察", "的的", "\n\n", "，我", "囧囧"):
        costs = model.costs(context[0], context[1], "".join(chinese))
        assert sum(2**-cost for cost in costs) < 1.1, context


PAGE = "溧乡检察院设在溧乡镇。\n溧乡检察院检察长会见来访群众。"


@given(st.text(alphabet="溧乡检察院设在镇，0a\n𠮷", max_size=30))
def test_steps_of_an_adapted_model_add_up_too(text: str) -> None:
    model, folded = load().adapted(PAGE), "\n\n" + fold(text)
    steps = sum(map(model.step, folded, folded[1:], folded[2:]))
    assert steps == pytest.approx(model.bits(text))


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_page_can_be_adapted_to(page: str, text: str) -> None:
    assert math.isfinite(load().adapted(page).bits(text))


def test_what_the_page_says_is_cheaper_and_the_rest_hardly_dearer() -> None:
    model = load()
    page = model.adapted(PAGE)
    assert page.bits("溧乡") < model.bits("溧乡") - 5
    assert page.bits("最高人民法院") < model.bits("最高人民法院") + 6
    assert model.bits("溧乡") == load().bits("溧乡"), "the shipped model is not touched"


def test_an_adapted_model_shares_out_no_more_than_all() -> None:
    page = load().adapted(PAGE)
    symbols = {fold(chr(code)) for code in range(0x4E00, 0xA000)} | set(
        "，。：；、？！（）“”《》\n "
    )
    for context in ("溧乡", "检察", "\n\n", "，溧"):
        costs = page.costs(context[0], context[1], "".join(symbols))
        assert sum(2**-cost for cost in costs) < 1.05, context


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="not a character model"):
        CharacterModel.parse(b"PK\x03\x04" + bytes(60))
