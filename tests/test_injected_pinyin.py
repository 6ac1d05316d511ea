"""Injected pinyin: the damage done by hand and by simulator, and undone."""

import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from damage import Mirror, flatten, kinds, losses, random_mirror
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cntextfix import REPAIRS, Finding, clean, explain, fix_text
from cntextfix.edits import Edit, apply
from cntextfix.lexicon.pinyin import keys
from cntextfix.repairs.replay.forward import INVISIBLE, decode
from cntextfix.repairs.replay.settled import settled

CASES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "cases" / "injected_pinyin.toml").read_text("utf-8")
)
REGULAR: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "cases" / "injected_pinyin_regular.toml").read_text("utf-8")
)
SEEDS = [path.read_text("utf-8") for path in (Path(__file__).parents[1] / "seeds").glob("*.txt")]
SENTENCES: list[str] = CASES["sentences"]
EVIDENCE = "企業內部關於生產和學習的機制", "業內產關機學"
"""A line that any mirror of the tests annotates, and the keys it is annotated with."""
KNOBS = "lost", "private", "flattened", "markup", "cut", "rate"
ONLY = tuple(repair for repair in REPAIRS if repair.name == "injected_pinyin")
NOTE = re.compile(rb"\([^()]*\)|\x01")

Case = dict[str, Any]


def fix(text: str) -> str:
    return fix_text(text, repairs=ONLY)


def found(text: str) -> list[Finding]:
    return explain(text, repairs=ONLY)


def readings(characters: str) -> tuple[tuple[str, str], ...]:
    return tuple((character, keys().reading[character]) for character in characters)


def mirror_of(case: Case) -> Mirror:
    knobs = {knob: case[knob] for knob in KNOBS if knob in case}
    return Mirror(readings(case.get("keys", "")), case.get("marks", ""), **knobs)


def name(case: Case) -> str:
    return str(case.get("seen") or case["text"])[:40]


# ---- cases


@pytest.mark.parametrize("case", CASES["worked"] + CASES["known_failure"], ids=name)
def test_the_simulator_damages_as_by_hand(case: Case) -> None:
    assert mirror_of(case).seen(case["text"]) == case["seen"]


@pytest.mark.parametrize("case", CASES["worked"], ids=name)
def test_worked_damage_is_undone(case: Case) -> None:
    result = fix(case["seen"])
    assert result == case.get("result", case["text"])
    assert fix(result) == result


@pytest.mark.parametrize("case", CASES["worked"], ids=name)
def test_worked_damage_says_how_sure_it_is(case: Case) -> None:
    sure = [finding.certain for finding in found(case["seen"])]
    assert all(sure) == case["certain"]


@pytest.mark.parametrize("case", CASES["in_the_wild"], ids=name)
def test_lines_of_the_seeds(case: Case) -> None:
    assert any(case["seen"] in seed for seed in SEEDS)
    assert fix(case["seen"]) == case["result"]


@pytest.mark.parametrize("case", CASES["negative"], ids=name)
def test_what_is_no_damage_stays(case: Case) -> None:
    assert fix(case["text"]) == case["text"]


@pytest.mark.parametrize("case", CASES["negative"], ids=name)
def test_what_is_no_damage_stays_among_sentences(case: Case) -> None:
    page = "\n".join([*SENTENCES[:4], case["text"], *SENTENCES[4:]])
    assert fix(page) == page


@pytest.mark.parametrize("case", CASES["known_failure"], ids=name)
@pytest.mark.xfail(strict=True)
def test_known_failures(case: Case) -> None:
    assert fix(case["seen"]) == case.get("result", case["text"])


def page_in(case: Case) -> str:
    return "\n".join([case["seen"]] * case.get("times", 1))


@pytest.mark.parametrize("case", REGULAR["page"], ids=lambda case: case["why"])
def test_readings_put_in_mechanically(case: Case) -> None:
    page = page_in(case)
    result = fix(page)
    assert result == case.get("result", page)
    assert fix(result) == result
    assert fix_text(fix_text(page)) == fix_text(page)


@pytest.mark.parametrize("case", REGULAR["page"], ids=lambda case: case["why"])
def test_pages_with_mechanical_readings_say_so(case: Case) -> None:
    findings = found(page_in(case))
    left = [finding.note for finding in findings if finding.certainty == "left"]
    assert left == ([case["left"]] if "left" in case else [])
    assert bool(findings) == ("left" in case or "result" in case)
    assert not any(finding.certain for finding in findings if "readings" in finding.note)


@pytest.mark.parametrize(
    "text", ["企業(yè)內(nèi)部的檢察機(jī)關(guā", "企業(yè)內(nèi)部的檢察機(jī)關(g"]
)
def test_a_note_cut_off_goes_though_its_key_stands_but_once(text: str) -> None:
    assert fix(text) == "企業內部的檢察機關"


def test_a_note_cut_off_stays_where_its_character_is_no_key() -> None:
    text = "企業(yè)內(nèi)部的機(jī)關和機(jī)關(guā"
    assert fix(text) == "企業內部的機關和機關(guā"


def test_a_page_that_mixes_both_loses_only_the_injected() -> None:
    mirror = Mirror(readings("關會議監現機產業"))
    page = "\n".join([*SENTENCES, "涪(fú)陵、枳(zhǐ)縣、郫(pí)縣皆屬巴蜀。"])
    assert fix(mirror.seen(page)) == page


def test_a_blank_in_the_note_goes_with_it() -> None:
    assert fix("會(huì )議指出,檢察機(jī )關(guān )要發(fā )展") == "會議指出,檢察機關要發展"


def test_what_cannot_be_undone_is_reported_and_left() -> None:
    text = "企業(yè)內(nèi)部的機(jī)制鼈?jǐn)"
    left = [f for f in found(text) if f.certainty == "left"]
    assert [(f.line, f.old, f.new) for f in left] == [(1, "?jǐn)", "?jǐn)")]
    assert fix(text) == "企業內部的機制鼈?jǐn)"


def test_code_and_addresses_are_not_called_damaged() -> None:
    assert found("x = ok?(yes):no; a?guan)=1; https://example.org/?q)=機關") == []


@st.composite
def looks(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    """A text, edits of it, and edits of what those make."""
    text = draw(st.text("機關為黨", max_size=12))
    first = draw(edits_of(text))
    return text, first, draw(edits_of(apply(text, first)))


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits in order and apart."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start, end, draw(st.text("AB", max_size=2))) for start, end in pairs]


@given(looks())
def test_the_edits_of_two_looks_are_edits_of_the_text(case: tuple[str, Any, Any]) -> None:
    text, first, second = case
    between = apply(text, first)
    after = apply(between, second)
    assume(len({text, between, after}) == 3)
    found = settled(text, {text: first, between: second, after: []}.__getitem__)
    assert apply(text, found) == after


def test_looks_that_come_to_no_end_change_nothing() -> None:
    assert settled("a", lambda text: [Edit(0, 1, "b" if text == "a" else "a")]) == ()
    assert settled("a", lambda text: [Edit(0, 0, "a")]) == ()


# ---- the simulator


@st.composite
def mirrors(draw: st.DrawFn, *, marks: bool = True, flattened: bool = True) -> Mirror:
    """A mirror site of any kind."""
    return random_mirror(
        draw(st.integers(0, 10_000)),
        marks="".join(draw(st.permutations("，；！？、。")))[: draw(st.integers(0, 6))]
        if marks
        else "",
        rate=draw(st.sampled_from([0.3, 1.0])),
        lost=draw(st.sampled_from("?\ufffd")),
        private=draw(st.sampled_from(["dropped", "kept", "replaced", "split"])),
        flattened=flattened and draw(st.booleans()),
        markup=draw(st.booleans()),
    )


texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6, unique=True).map("\n".join)


@given(texts, mirrors())
def test_damage_only_inserts(text: str, mirror: Mirror) -> None:
    assume("(" not in text)
    assert NOTE.sub(b"", mirror.damaged(text)) == mirror.sent(text)


@given(texts)
def test_a_mirror_without_keys_and_marks_shows_the_page(text: str) -> None:
    assert Mirror().seen(text) == text
    assert set(kinds(text, Mirror())) == {"clean"}
    assert losses(text, Mirror()) == []


@given(st.binary().map(lambda data: data.replace(b"\xff", b"").replace(INVISIBLE, b"")))
@example("為模化".encode("gbk")[1:])
def test_one_decoder_is_pythons_own(data: bytes) -> None:
    assert decode(data, lost="\ufffd", private="split") == data.decode("gbk", "replace")


@given(texts, mirrors(flattened=False), st.integers(0, 80))
def test_each_later_knob_changes_what_it_says(text: str, mirror: Mirror, cut: int) -> None:
    seen = mirror.seen(text)
    assert replace(mirror, flattened=True).seen(text) == flatten(seen)
    assert replace(mirror, cut=cut).seen(text) == seen[:cut]
    kept = replace(mirror, private="kept").seen(text)
    assert re.sub("[\ue000-\uf8ff]", "", kept) == replace(mirror, private="dropped").seen(text)
    assert replace(mirror, rate=0.0).damaged(text) == replace(mirror, marks="").damaged(text)
    if mirror.lost == "\ufffd":
        assert seen.count("\n") == text.count("\n")


@given(texts, mirrors())
def test_lines_the_simulator_calls_clean_are_unharmed(text: str, mirror: Mirror) -> None:
    lost = {row for _, row, _ in losses(text, mirror)}
    for row, kind in enumerate(kinds(text, mirror)):
        assert kind == "shifted" or row not in lost


# ---- the repair


def page_of(text: str, mirror: Mirror) -> tuple[str, Mirror]:
    """A text behind a line of evidence, and the mirror that also annotates that line."""
    line, characters = EVIDENCE
    known = dict(mirror.readings) | dict(readings(characters))
    return f"{line}\n{text}", replace(mirror, readings=tuple(known.items()))


def told(text: str) -> list[tuple[int, bool]]:
    """Line and sureness of every finding."""
    return [(f.line, f.certain) for f in found(text)]


@given(texts, mirrors(marks=False))
@settings(max_examples=60)
def test_lines_with_whole_notes_come_back_exactly(text: str, mirror: Mirror) -> None:
    page, mirror = page_of(text, mirror)
    states = kinds(page, mirror)
    assume(states[0] == "annotated")
    lines = zip(page.split("\n"), states, strict=True)
    page = "\n".join(line for line, state in lines if state != "shifted")
    seen = mirror.seen(page)
    true = mirror.sent(page).decode("gbk")
    assert fix(seen) == (flatten(true) if mirror.flattened else true)
    assert all(sure for _, sure in told(seen))


@given(texts, mirrors(marks=False))
@settings(max_examples=60, derandomize=True)
def test_lines_called_certain_are_right(text: str, mirror: Mirror) -> None:
    page, mirror = page_of(text, mirror)
    seen = mirror.seen(page)
    result, true = fix(seen).split("\n"), mirror.sent(page).decode("gbk").split("\n")
    assume(seen.count("\n") == page.count("\n") and len(result) == len(true))
    doubtful = {line for line, sure in told(seen) if not sure}
    for number, (now, was) in enumerate(zip(result, true, strict=True), 1):
        if number not in doubtful and not re.search("[?\ufffd\ue000-\uf8ff]", now):
            assert flatten(now) == flatten(was)


@given(texts, mirrors())
@settings(max_examples=40)
def test_a_second_pass_changes_nothing(text: str, mirror: Mirror) -> None:
    page, mirror = page_of(text, mirror)
    once = fix(mirror.seen(page))
    assert fix(once) == once


@given(texts, mirrors())
@settings(max_examples=25)
def test_edits_are_in_order_and_the_original_is_rebuilt(text: str, mirror: Mirror) -> None:
    page, mirror = page_of(text, mirror)
    seen = mirror.seen(page)
    document = clean(seen, script="keep", punctuation="keep")
    assert document.original == seen
    for change in document.changes:
        assert all(one.end <= two.start for one, two in pairwise(change.edits))
        assert change.undo(change.after) == change.before


@given(texts, st.sampled_from(["", "真的嗎?", "（a）和（b）", "f(x)?a:b", "鬢(bìn)毛衰(cuī)"]))
def test_pages_without_damage_stay(text: str, line: str) -> None:
    page = f"{text}\n{line}"
    assert fix(page) == page


PIECES = ["?", "\ufffd", "(", ")", "yàn)", "?yàn)", "?yōu)", "(jī)", "(guān", "\x01", "\n", "\x80"]
HAN = [
    "機",
    "關",
    "為",
    "当",
    "地",
    "樗",
    "麄",
    "，",
    "；",
    "。",
    "、",
    "\ue0e8",
    "9",
    "a",
    "<",
    " ",
]


@given(st.lists(st.sampled_from(PIECES + HAN) | st.characters(), max_size=30).map("".join))
@settings(max_examples=60)
def test_nothing_raises(text: str) -> None:
    assert clean(text).original == text


HOSTILE = {
    "lost notes": '"?ā)" * 50_000',
    "lost notes of a key": '"?yàn)" * 20_000',
    "runs that are cut": '"為?yàn)" * 20_000',
    "notes never closed": '"機(jī" * 20_000',
    "brackets": '"(" * 1_000_000',
    "whole notes": '"機(jī)" * 20_000',
    "runs": '"績(jī)?yōu)辄h" * 5_000',
    "one guess over and over": '"當?shù)卣" * 3_000',
    "question marks": '"?" * 200_000',
    "torn marks": '"?，因" * 20_000',
    "a run without end": '"機(jī)關(guān)" * 100 + "績(jī)?yōu)" + "閲" * 30_000',
    "marks torn all alike": '"企業(yè)內(nèi)部關(guān)係" + "規?；" * 5_000',
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_comes_to_an_end(made: str) -> None:
    code = (
        "from cntextfix import REPAIRS, fix_text\n"
        "repairs = [repair for repair in REPAIRS if repair.name == 'injected_pinyin']\n"
        f"text = {made}; print(len(fix_text(text, repairs=repairs)) <= len(text))"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert ended.stdout == "True\n"
