"""Any bytes become text, and the text is the one a reader of Chinese would take them for."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix import Decoded, OptionError, decode
from cntextfix.decode.labels import canonical, declared
from cntextfix.decode.lenient import read
from cntextfix.decode.resync import resynchronise

CASES = tomllib.loads((Path(__file__).parent / "cases/decode.toml").read_text("utf-8"))["case"]

SENTENCES = (
    "检察机关依法履行法律监督职责，维护社会公平正义。",
    "人民法院审理案件，应当以事实为根据，以法律为准绳。",
    "会议要求，各地区各部门要认真贯彻落实党中央决策部署。",
    "本产品支持七天无理由退货，如有质量问题请联系客服。",
    "安装完成以后，打开命令行窗口，输入下面的命令。",
)
TRADITIONAL = (
    "檢察機關依法履行法律監督職責，維護社會公平正義。",
    "本辦法所稱主管機關，在中央為教育部，在地方為縣市政府。",
    "安裝完成以後，開啟命令列視窗，輸入下面的指令。",
)


def data_of(case: dict[str, Any]) -> bytes:
    """The bytes of a case."""
    return b"".join(
        bytes.fromhex(piece["hex"]) if "hex" in piece else piece["text"].encode(piece["encoding"])
        for piece in case["bytes"]
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_bytes_are_read_as_what_they_are(case: dict[str, Any]) -> None:
    page = decode(data_of(case))
    assert (page.text, page.encoding) == (case["text"], case["encoding"])
    assert page.evidence == case.get("evidence", page.evidence)
    assert page.undecodable == case.get("undecodable", 0)
    assert page.mixed == tuple(case.get("mixed", ()))


@given(st.binary(max_size=400))
def test_any_bytes_return_and_every_bad_one_is_kept(data: bytes) -> None:
    page = decode(data)
    kept = list(page.skipped)
    assert len(kept) == page.undecodable
    assert all(page.text[at] == "\ufffd" for at, _ in kept)
    assert all(lost and lost in data for _, lost in kept)
    page.text.encode("utf-8")  # no lone surrogate is left


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "gbk", "big5", "utf-16", "latin-1"]))
def test_any_bytes_return_in_any_encoding(data: bytes, encoding: str) -> None:
    assert isinstance(decode(data, encoding=encoding), Decoded)


@given(
    st.sampled_from(SENTENCES), st.integers(0, 12), st.integers(6, 30),
    st.sampled_from(["utf-8", "gb18030", "gb2312", "utf-16-le", "utf-16-be"]),
)  # fmt: skip
def test_simplified_comes_back(sentence: str, start: int, length: int, encoding: str) -> None:
    text = sentence[start : start + length]
    assert decode(text.encode(encoding)).text == text


@given(
    st.sampled_from(TRADITIONAL), st.integers(0, 12), st.integers(6, 30),
    st.sampled_from(["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"]),
)  # fmt: skip
def test_traditional_comes_back(sentence: str, start: int, length: int, encoding: str) -> None:
    text = sentence[start : start + length]
    assert decode(text.encode(encoding)).text == text


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=8), st.data())
def test_a_missing_byte_costs_one_line_at_most_a_few_characters(
    lines: list[str], data: st.DataObject
) -> None:
    text = "\n".join(lines)
    whole = text.encode("gbk")
    at = data.draw(st.integers(0, len(whole) - 1).filter(lambda i: whole[i] > 0x7F))
    page = decode(whole[:at] + whole[at + 1 :])
    assert page.encoding == "gb18030"
    lost = sum(seen != true for seen, true in zip(page.text.split("\n"), lines, strict=True))
    assert lost <= 1
    assert abs(len(page.text) - len(text)) <= 2


@given(st.lists(st.sampled_from(SENTENCES + TRADITIONAL), min_size=1, max_size=6))
def test_undamaged_text_is_not_read_anew(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert resynchronise(text.encode("gb18030"), "gb18030")[0] == text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("GB2312", "gb18030"),
        ("x-gbk", "gb18030"),
        (" gb_2312-80 ", "gb18030"),
        ("cp936", "gb18030"),
        ("Big5-HKSCS", "big5hkscs"),
        ("x-x-big5", "big5hkscs"),
        ("UTF8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("shift_jis", "cp932"),
        ("EUC-TW", "euc-tw"),
        ("rot13", None),
        ("base64", None),
        ("", None),
        ("klingon", None),
        ("../../etc/passwd", None),
    ],
)
def test_labels_mean_the_widest_encoding_of_their_family(label: str, codec: str | None) -> None:
    assert canonical(label) == codec


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b'<meta charset="gbk">', "gb18030"),
        (b"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset = big5'>", "big5hkscs"),
        (b'<?xml version="1.0" encoding="GB2312"?>', "gb18030"),
        (b"<meta name=description content=x>", None),
        (b"<meta charset=klingon>", None),
        (b" " * 3000 + b"<meta charset=gbk>", None),
    ],
)
def test_declarations_are_found_at_the_start_of_a_page(head: bytes, codec: str | None) -> None:
    assert declared(head) == codec


def test_what_the_caller_says_outweighs_a_short_text() -> None:
    data = "中文".encode("big5")
    assert decode(data, encoding="gbk").encoding == "gb18030"
    assert decode(data, encoding="gbk").evidence == "argument"
    assert decode(data).encoding == "big5hkscs"


def test_what_the_caller_says_does_not_outweigh_a_page() -> None:
    page = decode("".join(SENTENCES).encode("utf-8"), encoding="gbk")
    assert (page.encoding, page.evidence) == ("utf-8", "utf-8")


def test_a_single_byte_encoding_is_taken_at_its_word() -> None:
    page = decode("ÖÐÎÄ".encode("cp1252"), encoding="latin-1")
    assert (page.text, page.evidence) == ("ÖÐÎÄ", "argument")


def test_an_unknown_encoding_is_refused_with_the_choices() -> None:
    with pytest.raises(OptionError, match=r"klingon.*utf-8, gb18030"):
        decode(b"abc", encoding="klingon")


def test_an_odd_byte_behind_utf_16_is_kept() -> None:
    page = decode("\ufeff中文".encode("utf-16-le") + b"\xff")
    assert page.text == "中文\ufffd"
    assert list(page.skipped) == [(2, b"\xff")]


def test_every_byte_of_garbage_is_accounted_for() -> None:
    garbage = bytes(range(256)) * 4
    assert sum(map(len, read(garbage, "gb18030"))) <= len(garbage)
    assert decode(garbage).text


@pytest.mark.parametrize("mark", "／＼～‧⊕⊙￥￠￡﹑")
def test_marks_of_big5_are_those_of_code_page_950(mark: str) -> None:
    text = f"記者陳怡君{mark}台北報導，台灣高鐵公司昨天宣布連續假期加開列車。"
    assert decode(text.encode("cp950")).text == text
