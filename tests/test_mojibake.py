"""Mojibake, escapes, and what is past recovery: cases, round trips, and text that must stay."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from miscoding import ESCAPES, EVERY, LOSSLESS, LOSSY

from cntextfix import clean, explain, fix_text
from cntextfix.edits import Change
from cntextfix.repairs import REPAIRS
from cntextfix.repairs.repair import Context, run

NAMES = ("escapes", "mojibake", "latin_mojibake", "unrecoverable")
CASES = tomllib.loads((Path(__file__).parent / "cases/mojibake.toml").read_text("utf-8"))
SENTENCES = (
    "国务院办公厅关于印发政府工作报告重点工作分工的通知",
    "会议指出，要进一步优化营商环境，激发市场主体活力。",
    "今年前三季度，全市实现地区生产总值三千二百亿元。",
    "经济日报记者从中国人民银行获悉，货币政策保持稳健。",
    "各部门要认真学习，结合实际抓好贯彻落实工作。",
    "法院经审理认为，被告的行为构成违约，应当承担责任。",
)
TRADITIONAL = (
    "行政院會通過教育部所提出的法律修正草案，將送請立法院審議。",
    "主管機關應於收到申請書之日起三十日內，以書面通知申請人。",
    "這本書介紹了電腦網路的基本概念，適合初學者閱讀。",
)


def changes_of(text: str) -> list[Change]:
    found = []
    for repair in REPAIRS:
        if repair.name in NAMES and (change := run(repair, text, Context())):
            found.append(change)
            text = change.after
    return found


def repaired(text: str) -> str:
    changes = changes_of(text)
    return changes[-1].after if changes else text


def cases(*kinds: str, known_failures: bool = True) -> list[object]:
    return [
        pytest.param(
            case,
            id=case["text"][:24],
            marks=pytest.mark.xfail(strict=True, reason=case["xfail"]) if "xfail" in case else (),
        )
        for kind in kinds
        for case in CASES[kind]
        if known_failures or "xfail" not in case
    ]


@pytest.mark.parametrize("case", cases("wild", "synthetic", "negative", "left", "escapes"))
def test_cases(case: dict[str, str]) -> None:
    result = repaired(case["text"])
    assert result == case.get("result", case["text"])
    assert repaired(result) == result


@pytest.mark.parametrize("case", cases("wild", "synthetic", known_failures=False))
def test_notes_and_guesses(case: dict[str, str]) -> None:
    edits = [edit for change in changes_of(case["text"]) for edit in change.edits]
    assert all(edit.note.startswith(case.get("chain", "")) for edit in edits)
    guessed = "".join(edit.new for edit in edits if edit.certainty == "guess")
    assert case.get("guess", "") in guessed
    assert bool(guessed) == ("guess" in case)


@pytest.mark.parametrize("case", cases("left"))
def test_what_is_past_recovery_is_reported_and_left(case: dict[str, str]) -> None:
    [change] = changes_of(case["text"])
    assert change.after == change.before
    assert case["left"] in [edit.new for edit in change.edits]
    assert {edit.certainty for edit in change.edits} == {"left"}


def fits(text: str, chain: str) -> bool:
    encoding = chain.partition(" ")[0]
    encoding = {"%D6%D0": "gbk", "=D6=D0": "gbk", "~{VP~}": "gb2312"}.get(encoding, encoding)
    if encoding not in ("gbk", "big5", "gb2312"):
        return True
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("name", LOSSLESS | ESCAPES)
def test_a_lossless_chain_is_undone(name: str) -> None:
    damage = EVERY[name]
    for text in SENTENCES + TRADITIONAL:
        seen = damage(text)
        if fits(text, name) and not set(seen) & set("?\ufffd") - set(text):
            assert repaired(seen) == text


@pytest.mark.parametrize("name", LOSSLESS | ESCAPES)
def test_a_damaged_line_or_stretch_is_undone_in_good_text(name: str) -> None:
    damage = EVERY[name]
    for text in SENTENCES[:3]:
        seen = damage(text)
        if fits(text, name) and not set(seen) & set("?\ufffd") - set(text):
            for page in (f"{SENTENCES[3]}\n{{}}\n{SENTENCES[4]}", "记者看到，{}（见下图）"):
                assert repaired(page.format(seen)) == page.format(text)


@pytest.mark.parametrize("name", LOSSY)
def test_a_lossy_chain_gives_back_what_is_there_and_marks_the_rest(name: str) -> None:
    if name.startswith(("big5", "utf-8 → big5", "gbk → cp950")):
        pytest.skip("too little is left to ask for a share")
    for text in SENTENCES:
        result = repaired(LOSSY[name](text))
        there = sum(map(str.__eq__, text, result)) if len(text) == len(result) else 0
        assert there >= 0.8 * len(text), result


@given(
    st.lists(st.sampled_from(SENTENCES + TRADITIONAL), min_size=1, max_size=4).map("\n".join),
    st.sampled_from(sorted(EVERY)),
    st.integers(0, 3),
)
@settings(max_examples=60)
def test_a_second_pass_changes_nothing(text: str, name: str, cut: int) -> None:
    seen = EVERY[name](text)
    once = repaired(seen[cut:])
    assert repaired(once) == once


PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>关于召开安全生产工作会议的通知</title></head>
<body><h1>关于召开安全生产工作会议的通知</h1>
<p>各县区人民政府，市政府各部门：</p>
<p>为进一步做好安全生产工作，市政府决定召开会议，现将有关事项通知如下。</p>
<p>一、请各单位按时参加会议，不得缺席。</p>
</body></html>
"""


def swallowing(text: str) -> str:
    """UTF-8 as GBK by a decoder that takes the sign behind a torn character for its second byte."""
    data, parts, at = text.encode(), [], 0
    while at < len(data):
        size = 1 if data[at] <= 0x80 or at + 1 == len(data) else 2
        char = data[at : at + size].decode("gbk", "replace")
        parts.append(char if len(char) == 1 and char != "\ufffd" else "?")
        at += size
    return "".join(parts)


@pytest.mark.parametrize("name", ["utf-8 → latin-1", "gbk → cp1252", "utf-8 → latin-1, twice"])
def test_a_page_that_is_garbled_as_a_whole_reads_like_the_page(name: str) -> None:
    page, true = clean(LOSSLESS[name](PAGE).encode()), clean(PAGE)
    assert (page.title, page.text) == (true.title, true.text)


def test_tags_that_torn_characters_swallowed_come_back() -> None:
    seen = swallowing(PAGE)
    assert "?/p>" in seen
    page, true = clean(seen.encode()), clean(PAGE)
    assert page.title == true.title
    assert page.repaired.count("\n") == true.repaired.count("\n")
    assert "/p>" not in page.repaired


def test_the_markup_of_a_page_keeps_its_escapes() -> None:
    assert clean("<title>通知</title><p>写作 &amp;#20013; 的汉字").text == "写作 &#20013; 的汉字"


def test_both_run_by_default() -> None:
    assert fix_text("涓浗浜烘皯\n&#20013;&#22269;&#20154;&#27665;") == "中国人民\n中国人民"


def test_a_byte_that_no_pair_holds_is_known() -> None:
    text = "这是一个会议，一年一度，在一起召开。"
    [first, *_] = explain(text.encode().decode("gb18030", "replace"))
    assert "一个" in first.new
    assert first.certain


noise = st.text(
    st.sampled_from("中文的，。a1 ?\ufffd\n涓枃浜閾Ãä¸\xadÖÐ€锟斤拷いゅ\ue4c6&#;\\u4%E="),
    max_size=60,
)


@given(noise)
@example("涓?" * 20)
@settings(max_examples=150)
def test_any_text_gives_ordered_edits_and_a_stable_result(text: str) -> None:
    for change in changes_of(text):
        assert all(a.end <= b.start for a, b in pairwise(change.edits))
        assert not any("\ufffd" in e.new and e.certainty == "certain" for e in change.edits)
    once = repaired(text)
    assert repaired(once) == once


@pytest.mark.parametrize("text", SENTENCES + TRADITIONAL)
def test_correct_text_stays(text: str) -> None:
    assert changes_of(text) == []
    assert changes_of(f"{text}\n{text}") == []
