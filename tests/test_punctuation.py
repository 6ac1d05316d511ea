"""Full-width punctuation: contexts, the gate, and what must hold for any text."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix.repairs.punctuation import REPAIR
from cntextfix.repairs.repair import Context, run

CASES = tomllib.loads((Path(__file__).parent / "cases/punctuation.toml").read_text("utf-8"))
FLATTEN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
FLAT_PAGE = "会议指出,要抓落实,一抓到底。\n"


def restore(text: str, punctuation: str = "auto") -> str:
    context = Context(punctuation=punctuation)  # type: ignore[arg-type]
    change = run(REPAIR, text, context)
    return change.after if change else text


@pytest.mark.parametrize("case", CASES["restored"], ids=lambda case: case["why"])
def test_flattened_marks_come_back(case: dict[str, str]) -> None:
    text = case["text"]
    assert restore(text.translate(FLATTEN), "fullwidth") == text
    assert restore(text, "fullwidth") == text


@pytest.mark.parametrize("case", CASES["restored"], ids=lambda case: case["why"])
def test_a_flattened_page_restores_each_of_its_lines(case: dict[str, str]) -> None:
    flat = case["text"].translate(FLATTEN)
    assert restore(FLAT_PAGE + flat).partition("\n")[2] == case["text"]


@pytest.mark.parametrize("case", CASES["kept"], ids=lambda case: case["why"])
def test_text_that_was_never_full_width_stays(case: dict[str, str]) -> None:
    assert restore(case["text"]) == case["text"]


@pytest.mark.parametrize("example", REPAIR.examples, ids=lambda example: example[0][:12])
def test_examples(example: tuple[str, str]) -> None:
    assert restore(example[0]) == example[1]


def test_keep_keeps() -> None:
    assert restore(FLAT_PAGE, "keep") == FLAT_PAGE


def test_a_mixed_document_is_restored_only_where_it_was_flattened() -> None:
    correct = "会议指出，要抓落实，一抓到底。\n" * 8 + "来源:新华网(记者张三)\n"
    flat = "他强调,要见成效,不走过场。\n"
    assert restore(correct + flat) == correct + "他强调，要见成效，不走过场。\n"


def test_straight_quotes_are_paired_only_where_the_page_has_no_curly_ones() -> None:
    quoted = '他问:"行吗?"她答:"行。"'
    assert restore(FLAT_PAGE + quoted).endswith("他问：“行吗？”她答：“行。”")
    assert restore(FLAT_PAGE + "“另一句。”\n" + quoted).endswith('他问："行吗？"她答："行。"')


@pytest.mark.parametrize(
    "line", ['屏幕5"和6"两种', '他说:"好', 'x = f("中文")和"', "don't说'好"], ids=repr
)
def test_quotation_marks_that_do_not_pair_stay_straight(line: str) -> None:
    assert not set("“”‘’") & set(restore(FLAT_PAGE + line))


def test_single_quotes_inside_double_ones() -> None:
    text = "他说:\"所谓'新',就是'不旧'。\""
    assert restore(text, "fullwidth") == "他说：“所谓‘新’，就是‘不旧’。”"


def test_the_text_of_a_page_is_restored_and_its_markup_is_not() -> None:
    page = (
        '<div title="甲,乙,丙。"><p>会议指出,要抓落实,一抓到底。</p>\n'
        '<script>var t = "一,二,三。";\nf(a,"四,五");</script>'
        "<!-- 注,释,\n又,注。 --></div>"
    )
    expected = page.replace("会议指出,要抓落实,一抓", "会议指出，要抓落实，一抓")
    assert restore(page) == expected


SIGNS = list(",:;!?()，：；！？（）。、“”\"'‘’《》…·- `<>[]{}&=_./\\\n\u3000")
WORDS = ["会议", "一", "GDP", "f", "3", "10", "000", "http://a.cn/", "&nbsp;", ":)", "の", "가"]
PIECES = st.sampled_from(SIGNS + WORDS)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
MODES = st.sampled_from(["auto", "fullwidth"])
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "会议指出,要抓落实,一抓到底。",
                "会议指出，要抓落实，一抓到底。",
                "甲,乙。",
                "来源:新华网(记者张三)",
                '他说:"好,行。"',
                "见“附件”(一),GDP,CPI、PPI",
                "a,b、甲,乙。http://a.cn/,丙",
            ]
        ),
        TEXTS.map(lambda text: text.replace("\n", "").replace("</p>", "")),
    ),
    max_size=12,
)


@given(TEXTS, MODES)
def test_only_marks_change_and_each_to_its_own_full_width_form(text: str, mode: str) -> None:
    restored = restore(text, mode)
    assert len(restored) == len(text)
    for old, new in zip(text, restored, strict=True):
        assert (
            old == new
            or old + new in {",，", ":：", ";；", "!！", "?？", "(（", ")）"}
            or (old in "\"'" and new in "“”‘’")
        )


@given(TEXTS, MODES)
def test_a_second_pass_changes_nothing(text: str, mode: str) -> None:
    restored = restore(text, mode)
    assert restore(restored, mode) == restored


@given(LINES, st.data(), MODES)
def test_dropping_lines_of_the_result_does_not_change_the_rest(
    lines: list[str], data: st.DataObject, mode: str
) -> None:
    restored = restore("\n".join(lines), mode).split("\n")
    keep = data.draw(st.lists(st.booleans(), min_size=len(restored), max_size=len(restored)))
    rest = "\n".join(line for line, kept in zip(restored, keep, strict=True) if kept)
    assert restore(rest, mode) == rest


@given(st.text(), MODES)
def test_any_text_returns(text: str, mode: str) -> None:
    assert len(restore(text, mode)) == len(text)


HOSTILE = '( ) (( () 中( 中:) a. http://a) <a <!-- ` 1, ，:) f(中 \'中 "中 [中]( ！! &a a:b: _( {"'


@pytest.mark.parametrize("unit", [*HOSTILE.split(), " )", "<a ", "<script>"])
def test_hostile_lines_stay_linear(unit: str) -> None:
    line = "会议指出,要抓落实,好。" + unit * 20_000
    assert len(restore(line)) == len(line)
    assert len(restore(line, "fullwidth")) == len(line)
