"""What holds for every input: nothing lost, a second pass changes nothing, nothing raises."""

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from damage import random_mirror
from hypothesis import example, given
from hypothesis import strategies as st

from cntextfix import REPAIRS, Document, OptionError, clean, clean_many, decode, explain, fix_text

STABLE = tomllib.loads((Path(__file__).parent / "cases/stable.toml").read_text("utf-8"))["case"]
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))

SENTENCES = (
    "最高人民檢察院黨組召開會議,研究部署檢察機關黨的建設工作。",
    "會議強調,要深入學習貫徹精神,切實把思想和行動統一起來!",
    "以高質量的檢察履職實績為黨分憂為民解難",
    "各級檢察機關要全面履行法律監督職能，完善法律監督機制；加強隊伍建設。",
    "因為他們覺得當地的經濟發展得很快,所以總字數的統計還要再看一看。",
    "据了解,全市共有3,000名干部(其中女干部1,200名)参加了培训:上午10:30开始。",
    "“我们一定要把这件事办好!”他说。",
    "一、总体要求",
    "（一）加强组织领导。各部门要高度重视。",
    "1.明确责任分工",
)
FURNITURE = (
    "歡迎訪問甘肅政法網 今天是 2024年12月29日 星期日",
    "當前位置:首頁 > 新聞中心 > 正文",
    "來源:中國長安網 責任編輯:李婷 發布時間:2022-05-10",
    "字號:A A    顏色:",
    "[免责声明] 本文来源于网络转载,仅供学习交流使用,不构成商业目的。版权归原作者所有。",
    "上一篇:关于召开工作会议的通知",
    "责任编辑:王芳",
    "(检察日报社 巩宸宇)",
    "版权所有 某某网 京ICP备12345678号",
    "中共某某市委员会",
    "2020年11月5日",
    "",
    "\xa0",
)
PINYIN = "(jī)", "?yōu)", "(guān)", "?shù)", "?，", "？；", "(xiàn", "\ufffd(qū)"
ODD = "檢察机关?，。,;()１２Ａ \u3000\xa0\u200b\n\r\t\x00\ud800😀éāǎà\ue000涓枃"
odd = st.text(st.sampled_from(ODD))
line = st.one_of(st.sampled_from(SENTENCES + FURNITURE), st.sampled_from(PINYIN), odd, st.text())


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page of real-looking and odd lines, damaged by a mirror or not."""
    lines = draw(st.lists(line, max_size=14))
    text = draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(lines)
    seed = draw(st.integers(0, 60))
    if seed < 30:
        text = random_mirror(seed, marks="，。" if seed % 3 else "").seen(text)
    return text


def check(document: Document, text: str) -> None:
    assert document.original == text
    after = text
    for change in document.changes:
        assert change.before == after
        edits = change.edits
        assert all(a.end <= b.start for a, b in pairwise(edits))
        after = change.after
    assert after == document.repaired
    assert Document.from_dict(document.to_dict()) == document


@given(pages())
def test_nothing_is_lost_and_every_change_is_recorded(text: str) -> None:
    check(clean(text), text)


@given(pages())
def test_cleaning_the_result_changes_nothing(text: str) -> None:
    once = clean(text).to_text()
    assert clean(once).to_text() == once


@pytest.mark.parametrize("case", STABLE, ids=lambda case: str(case["why"]))
def test_what_once_changed_a_second_time(case: dict[str, Any]) -> None:
    options = case.get("options", {})
    once = clean(case["input"], **options).to_text()
    assert once == case["text"].lstrip("\n")
    assert clean(once, **{**options, "strip": "safe"}).to_text() == once


@pytest.mark.xfail(strict=True, reason="a line's furniture may be what spoke against a guess")
def test_a_guess_does_not_wait_for_furniture_to_go() -> None:
    once = clean("上一篇:关于召开工作会议的通知\n察察?。?。").to_text()
    assert clean(once).to_text() == once


def test_keywords_may_be_in_both_scripts() -> None:
    keywords = "<meta name=keywords content='不够善良的我们,不夠善良的我們,影讯'>"
    page = clean(f"{keywords}<title>不够善良的我们</title><p>共有三十六公里。")
    assert page.keywords == ("不够善良的我们", "不夠善良的我們", "影讯")


@given(pages())
def test_repairing_the_result_changes_nothing(text: str) -> None:
    once = fix_text(text)
    assert fix_text(once) == once


TORN_LATE = "\r\n".join(
    [
        *["最高人民檢察院黨組召開會議,研究部署檢察機(jī)關(guān)黨的建設(shè)工作。"] * 3,
        "Ω≈?√∫??≤≥÷?????˙???…??∑????¨??π“‘????∞…",
        "字號(hào):A A",
        "(xiàn",
        "(jī)",
        "?，",
        "(机ǎ",
    ]
)
"""Where so many signs may be torn ones, what one look leaves the next one may see."""


@given(pages())
@example(TORN_LATE)
def test_every_repair_alone_changes_its_result_no_more(text: str) -> None:
    for repair in REPAIRS:
        once = fix_text(text, repairs=[repair])
        assert fix_text(once, repairs=[repair]) == once, repair.name


@given(st.binary())
@example(b"")
@example(b"\xff\xfe\xfd")
def test_any_bytes_give_a_document(data: bytes) -> None:
    document = clean(data)
    check(document, decode(data).text)


@given(pages())
def test_findings_point_into_the_original(text: str) -> None:
    lines = text.split("\n")
    for finding in explain(text):
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_the_seeds_come_back_and_stay(seed: Path) -> None:
    data = seed.read_bytes()
    document = clean(data)
    check(document, data.decode("utf-8"))
    assert clean(document.to_text()).to_text() == document.to_text()


@pytest.mark.parametrize(
    "text", ["", "\n", " \xa0\n\u3000", "\ud800", "\x00" * 5, "机(jī", "a\r\nb\rc\n"]
)
def test_odd_texts_give_a_document(text: str) -> None:
    document = clean(text)
    check(document, text)
    assert document.original == text


def test_only_furniture_has_no_title() -> None:
    document = clean("字号:A A    颜色:\n责任编辑:李婷 发布时间:2022-05-10\n")
    assert document.title is None
    assert document.paragraphs == ()
    assert document.published == date(2022, 5, 10)


def test_a_wrong_choice_is_an_error_that_names_the_choices() -> None:
    with pytest.raises(OptionError, match="simplified"):
        clean("x", script="klingon")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="fullwidth"):
        fix_text("x", punctuation="wide")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="gb18030"):
        clean(b"x", encoding="klingon")


def test_a_stream_keeps_its_order_and_reads_as_it_goes() -> None:
    read: list[int] = []

    def source() -> "list[str]":
        read.append(len(read))
        return ["檢察機(jī)關(guān)", "检察"]

    cleaned = clean_many(text for _ in range(2) for text in source())
    assert read == []
    assert [document.text for document in cleaned] == ["检察机关", "检察"] * 2
