"""What labelled lines and a page's head say of it, and where it was read."""

import re
from dataclasses import fields as names_of
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toml_cases import cases, why

from cntextfix import Document, clean
from cntextfix.document import Block, Kind
from cntextfix.label.dates import SIGNS_OF_MOMENT, find_moment, from_machine, in_zone
from cntextfix.label.fact_labels import SIGN_OF_LABEL, roles
from cntextfix.label.label import label
from cntextfix.label.metadata import Fields, fields
from cntextfix.label.names import each_person, is_person, place
from cntextfix.label.rules import RULES
from cntextfix.lexicon.fold import fold, folding_to
from cntextfix.page import Head

DATES = "|".join(
    (
        r"(?:19|20)\d\d ?[-/.年] ?[01]?\d ?[-/.月] ?[0-3]?\d日?",
        "民国1[01]\\d年[1-9]月[12]\\d日",
        "[一二][〇九][一二]〇年[一三]月十[一二]日",
        r"[0-3]?\d[./-][01]?\d[./-](?:19|20)\d\d",
        r"20\d\d {1,3}[01]\d ?/ ?[0-3]\d  ?[01]\d:[0-5]\d",
        r"[0-3]\d-[01]\d-[0-3]\d ?[01]\d:[0-5]\d",
        r"[1-9](?:st|nd|rd|th)? (?:jan|february|sept\.),? (?:19|20)\d\d",
        r"(?:jan|february|sept\.) ?[1-9](?:st|th)?,? (?:19|20)\d\d",
    )
)
"""The forms that `find_moment` knows."""

SAID_ELSEWHERE = {"title", "subtitles", "editors", "evidence"}


def plain(value: Any) -> Any:
    """A field as TOML writes it."""
    if isinstance(value, date):
        return value.isoformat()
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def head(case: dict[str, Any]) -> Head | None:
    """The head of a case, where it has one."""
    said = case.get("head")
    if said is None:
        return None
    return Head(
        title=said.get("title", ""),
        meta=tuple((name, value) for name, value in said.get("meta", [])),
        linked=tuple((name, value) for name, value in said.get("linked", [])),
        canonical=said.get("canonical", ""),
    )


def check(found: Fields, case: dict[str, Any]) -> None:
    """Every field that is listed is found, every other is empty, and all say where they stand."""
    read = {one.name: plain(getattr(found, one.name)) for one in names_of(found)}
    expected = case["fields"]
    kept = {
        name: value
        for name, value in read.items()
        if name in expected or (value and name not in SAID_ELSEWHERE)
    }
    assert kept == expected
    assert set(found.evidence) == {name for name, value in read.items() if value} - {"evidence"}
    for name, stated in case.get("evidence", {}).items():
        evidence = found.evidence[name]
        shown = {"line": evidence.line, "rule": evidence.rule, "note": evidence.note}
        assert {key: shown[key] for key in stated} == stated


@pytest.mark.parametrize("case", [*cases("fields"), *cases("fields_forms")], ids=why)
def test_fields_are_read_from_lines(case: dict[str, Any]) -> None:
    check(fields(label(case["text"], RULES)), case)


@pytest.mark.parametrize("case", cases("fields_html"), ids=why)
def test_fields_are_read_from_lines_and_head(case: dict[str, Any]) -> None:
    check(fields(label(case["text"], RULES), head(case)), case)


# ---------------------------------------------------------------- signs, which save the closer look


@pytest.mark.parametrize("role", sorted(roles()))
def test_every_label_ends_with_its_sign(role: str) -> None:
    @settings(max_examples=150, deadline=None)
    @given(st.from_regex(re.compile(roles()[role]), fullmatch=True), st.sampled_from(":：/|｜丨;"))
    def holds(label: str, mark: str) -> None:
        assert SIGN_OF_LABEL.search(label + mark)

    holds()


def test_labels_end_alike_in_both_scripts() -> None:
    ends = re.search(r"\[(.+?)\]", SIGN_OF_LABEL.pattern)
    assert ends is not None
    assert {fold(character) for character in ends[1]} <= set(ends[1])
    assert set(folding_to(fold(ends[1]))) <= set(ends[1])


@settings(max_examples=300, deadline=None)
@given(st.from_regex(re.compile(DATES), fullmatch=True))
def test_every_date_holds_a_sign(text: str) -> None:
    if find_moment(text) is not None:
        assert any(sign.search(text) for sign in SIGNS_OF_MOMENT)


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize("case", cases("dates"), ids=why)
def test_dates(case: dict[str, Any]) -> None:
    found = find_moment(case["written"], labelled=case.get("labelled", False))
    assert plain(found) == case.get("read")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20240105", "2024-01-05"),
        ("20240105103008", "2024-01-05T10:30:08+08:00"),
        ("2022-05-10-10:30:00", "2022-05-10T10:30:00+08:00"),
        ("1704421800", "2024-01-05T10:30:00+08:00"),
        ("1704421800000", "2024-01-05T10:30:00+08:00"),
        ("2024-05-09T18:30:07.000Z", "2024-05-10T02:30:07+08:00"),
        ("2024-05-09T18:30:07-0500", "2024-05-09T18:30:07-05:00"),
        ("20241305", None),
        ("9999999999", None),
        ("{{date}}", None),
    ],
)
def test_dates_that_machines_write(written: str, read: str | None) -> None:
    found = from_machine(written)
    assert plain(in_zone(found)[0] if found else None) == read


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789-/.:年月日民国一二十〇 tz+下午janmay,()"), max_size=40))
def test_any_date_is_one_of_the_calendar_or_none(text: str) -> None:
    for labelled in (False, True):
        found = find_moment(text, labelled=labelled)
        assert found is None or date(1, 1, 1) <= date.fromisoformat(found.isoformat()[:10])
    machine = from_machine(text)
    assert machine is None or in_zone(machine)[0] is not None


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("case", cases("names"), ids=why)
def test_names(case: dict[str, Any]) -> None:
    assert list(each_person(case["value"])) == case["people"]


@pytest.mark.parametrize("name", ["王帆", "歐陽小明", "范姜佳鈺", "栗思", "阿卜杜拉·艾山"])
def test_people_are_known_by_their_surname(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["新华社", "财经", "北京", "视频", "高清大图看", "王", ""])
def test_other_words_are_no_people(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("人民网－人民日报 ", "人民网－人民日报"),
        ("《光明日报》（2024年05月11日 09版）", "光明日报"),
        ("新华网 王帆", "新华网"),
        ("China Daily", "China Daily"),
        ("https://www.example.cn/a", None),
        ("本站", None),
        ("一次偶遇，让他改变了主意。", None),
    ],
)
def test_outlets(value: str, name: str | None) -> None:
    assert place(value) == name


# ---------------------------------------------------------------- through the public API


def test_a_text_keeps_the_address_of_its_original_under_both_names() -> None:
    page = clean("义务植树活动举行\n三百人参加了活动。\n原文链接：https://www.example.cn/1.html")
    assert page.url == page.original_url == "https://www.example.cn/1.html"
    given_by_caller = clean("三百人参加了活动。", url="https://mirror.example/2")
    assert (given_by_caller.url, given_by_caller.original_url) == ("https://mirror.example/2", None)


def test_a_redacted_address_stays_text() -> None:
    text = "投诉与建议\n请将意见发至 [email protected]，我们会及时答复。"
    page = clean(text)
    assert "[email protected]" in page.text
    assert page.author is None


def test_evidence_survives_json() -> None:
    page = clean("植树活动举行\n发布时间：2024-01-05 10:30 来源：新华网\n三百人参加了活动。")
    evidence = page.evidence["published"]
    assert (evidence.line, evidence.note) == (2, "time zone assumed +08:00")
    assert Document.from_dict(page.to_dict()) == page


def test_plain_text_says_nothing_of_itself() -> None:
    found = fields((Block(Kind.PARAGRAPH, "三百人今天上午参加了活动。", 1),))
    assert found == Fields()


@pytest.mark.parametrize(
    "line",
    [
        "记者" * 60,
        "文/" * 30,
        "（" * 60,
        "新华社" * 20 + "电",
        "〔記者" * 20,
        "2024-" * 12,
        "责任编辑：" * 30,
    ],
    ids=lambda line: line[:4],
)
def test_hostile_lines_do_not_hold_fields_up(line: str) -> None:
    kinds = [Kind.TITLE, *[Kind.PARAGRAPH] * 200, *[Kind.METADATA] * 200, *[Kind.BYLINE] * 200]
    blocks = [Block(kind, line, number) for number, kind in enumerate(kinds, 1)]
    assert fields(blocks) == fields(blocks)
