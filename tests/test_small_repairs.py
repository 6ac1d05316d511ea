"""The repairs of single characters and blanks, Latin mojibake, redacted addresses."""

import re
import string
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix import fix_text
from cntextfix.edits import Edit
from cntextfix.repairs import (
    characters,
    hkscs,
    indents,
    invisible,
    latin_mojibake,
    redacted_email,
    spaced_han,
)
from cntextfix.repairs.repair import Context, Repair, run

REPAIRS = {
    module.REPAIR.name: module.REPAIR
    for module in (
        characters,
        hkscs,
        indents,
        invisible,
        latin_mojibake,
        redacted_email,
        spaced_han,
    )
}
TABLES = tomllib.loads((Path(__file__).parent / "cases/small_repairs.toml").read_text("utf-8"))
CASES = [(name, case) for name, cases in TABLES.items() for case in cases]
CORRECT = (
    "“六稳”“六保”：国内生产总值（GDP）增长５％……①②ⅢⅣ，℃、㎡、～——！\n"
    "《办法》第〇条，重(chóng)庆、鏡頭、café、naïve、Dvořák、Müller”、Œuvre‘’\n"
    "某×××”，3×4÷2＝6；§ 5、¶、©、®、™、°、±、·、«guillemets»、¿Qué?\n"
)


def repaired(name: str, text: str) -> str:
    change = run(REPAIRS[name], text, Context())
    return change.after if change else text


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: str(value)[:60])
def test_cases(name: str, case: dict[str, str]) -> None:
    result = repaired(name, case["text"])
    assert result == case.get("result", case["text"])
    assert repaired(name, result) == result


@pytest.mark.parametrize("repair", REPAIRS.values(), ids=REPAIRS)
def test_examples(repair: Repair) -> None:
    for damaged, result in repair.examples:
        assert repaired(repair.name, damaged) == result


@pytest.mark.parametrize("name", REPAIRS)
def test_correct_text_stays(name: str) -> None:
    assert repaired(name, CORRECT) == CORRECT


@pytest.mark.parametrize("name", REPAIRS)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Ã", "©", "â€", "œ", "ä¸", "\xad", "\xa0", "\u3000", " ", "\n", "\r"]),
            st.sampled_from(
                ["\u200b", "\u200d", "\u200f", "\ufeff", "👩", "ש", "ไ", "中", "a", "é"]
            ),
            st.characters(),
        ),
        max_size=40,
    ).map("".join)
)
def test_a_second_pass_changes_nothing(name: str, text: str) -> None:
    result = repaired(name, text)
    assert repaired(name, result) == result


@given(st.lists(st.text("中文é“”·ü…—😀\n a", max_size=12), max_size=4))
def test_each_edit_of_latin_mojibake_is_proved_by_reading_it_wrongly_again(
    texts: list[str],
) -> None:
    garbled = "好".join(text.encode().decode("latin-1") for text in texts)
    change = run(REPAIRS["latin_mojibake"], garbled, Context())
    for edit in change.edits if change else ():
        readings = {edit.new}
        for _ in range(3):
            readings |= {wrong(text) for text in readings for wrong in (as_latin_1, as_windows)}
        assert garbled[edit.start : edit.end] in readings


def as_latin_1(text: str) -> str:
    return text.encode().decode("latin-1")


def as_windows(text: str) -> str:
    every = (bytes([byte]) for byte in text.encode())
    return "".join(byte.decode("cp1252", "ignore") or byte.decode("latin-1") for byte in every)


@pytest.mark.parametrize(
    "text", ["[email protected]", "[email\xa0protected]", "[email&#160;protected]"]
)
def test_a_redacted_address_is_reported_and_left(text: str) -> None:
    change = run(REPAIRS["redacted_email"], f"邮箱：{text}。", Context())
    assert change is not None
    assert change.after == change.before
    assert [edit.certainty for edit in change.edits] == ["left"]


def test_each_reading_says_what_was_read_wrongly() -> None:
    change = run(REPAIRS["latin_mojibake"], "张三Â·李四\nGÃ¶del", Context())
    assert change is not None
    note = "UTF-8 read as latin-1"
    assert change.edits == (Edit(2, 4, "·", "certain", note), Edit(8, 10, "ö", "certain", note))


def test_every_radical_and_compatibility_ideograph_is_unified() -> None:
    # backwards, since in their own order they are a table
    kangxi = "".join(map(chr, range(0x2FD5, 0x2EFF, -1)))
    assert repaired("characters", kangxi) == unicodedata.normalize("NFKC", kangxi)
    supplement = [chr(code) for code in range(0x2E80, 0x2EF4) if code != 0x2E9A]
    changed = [char for char in supplement if repaired("characters", char) != char]
    assert len(changed) == 114
    for block in (range(0xF900, 0xFB00), range(0x2F800, 0x2FA20)):
        ideographs = "".join(map(chr, reversed(block)))
        assert repaired("characters", ideographs) == unicodedata.normalize("NFC", ideographs)


def test_every_private_use_character_of_gbk_is_assigned() -> None:
    every = [chr(code) for code in range(0xE000, 0xF900)]
    known = [char for char in every if repaired("characters", f"中{char}文") != f"中{char}文"]
    assert len(known) == 106
    assert not re.search("[\ue000-\uf8ff]", repaired("characters", "中" + "".join(known) + "文"))


def test_full_width_letters_and_digits_are_all_and_nothing_else() -> None:
    forms = [chr(code) for code in range(0xFF00, 0xFFF0)]
    changed = [char for char in forms if repaired("characters", f"中{char}文") != f"中{char}文"]
    assert "".join(changed).translate({ord(c): ord(c) - 0xFEE0 for c in changed}) == (
        string.digits + string.ascii_uppercase + string.ascii_lowercase
    )


def test_an_indent_is_no_part_of_the_garbled_text_behind_it() -> None:
    assert fix_text("\xa0\xa0\xa0\xa0ÖÐ¹úÈËÃñ·¨Ôº") == "中国人民法院"
