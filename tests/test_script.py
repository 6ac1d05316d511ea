"""Script: detection, conversion, stray characters, folding."""

import os
import random
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cntextfix.lexicon import newer_opencc, opencc
from cntextfix.lexicon.conversion import Target, converter, to
from cntextfix.lexicon.fold import fold
from cntextfix.lexicon.matcher import Stage, Tables, matcher
from cntextfix.lexicon.script import by_line, detect, marks
from cntextfix.lexicon.table_cache import cached, folder
from cntextfix.repairs.repair import Context, run
from cntextfix.repairs.script import REPAIR

CASES = tomllib.loads((Path(__file__).parent / "cases/script.toml").read_text("utf-8"))
SCRIPTS = "auto", "keep", "simplified", "traditional", "traditional-tw", "traditional-hk"
TARGETS: tuple[Target, ...] = "simplified", "traditional", "traditional-tw", "traditional-hk"


def why(case: object) -> str:
    return str(case["why"]) if isinstance(case, dict) else str(case)


def mend(text: str, script: str = "auto", *earlier: str) -> str:
    context = Context(script=script, earlier=frozenset(earlier))  # type: ignore[arg-type]
    change = run(REPAIR, text, context)
    return change.after if change else text


def words() -> list[str]:
    """Keys and values of every dictionary, and what cuts a text, in a fixed shuffled order."""
    found: set[str] = set()
    for config in opencc.CONFIGS:
        for name in {name for group in opencc.stages(config) for name in group}:
            for column in opencc.entries(name):
                found.update(column)
    ordered = sorted(found)
    random.Random(1).shuffle(ordered)
    return ordered[:20_000] + list("，．。A \n-") + ["\ud800", "😀", "𠮷"]


PIECES = st.sampled_from(words())
MIXED = st.lists(
    st.one_of(
        PIECES,
        PIECES.map(lambda word: word[: len(word) // 2 + 1]),
        PIECES.map(lambda word: word[-1]),
        st.sampled_from(
            ["检察机关应当对诉讼活动", "檢察機關應當對訴訟活動", "《紅樓夢》", "“红楼”", "カナの"]
        ),
        st.text(max_size=3),
    ),
    max_size=8,
).map("".join)


# --- conversion ------------------------------------------------------------------------------


def reference(config: str) -> Any:
    """The package's own converter, where the module is the package's and not its namesake's."""
    module = pytest.importorskip("opencc.opencc")
    if not hasattr(module, "StringTree"):
        pytest.skip("the module opencc belongs to another distribution")
    return module.OpenCC(config)


SAMPLE = (
    "这些干部在干燥的树干下干活，发现头发里有面粉；皇后在王后面前说了三里路以外的故事。\n"
    "他系好鞋带，联系了系主任，关系一切正常，于是征求意见、征收税款。\n"
    "這些幹部在乾燥的樹幹下幹活，發現頭髮裡有麵粉；計算機軟件、鼠標和打印機都壞了。\n"
    "他跟著著名學者讀著作，衞生間裡說話的羣眾喫飯，乾隆年間的台灣颱風。\n"
    "SQL注入、U盘、内存、硬盘、网络、互联网、出租车、乔治．布希、\ud800干净😀𠮷野家。"
)


@pytest.mark.parametrize("config", opencc.CONFIGS)
def test_conversion_is_the_packages_own_on_a_sample(config: str) -> None:
    assert converter(config)(SAMPLE) == reference(config).convert(SAMPLE)


@pytest.mark.parametrize("config", opencc.CONFIGS)
def test_conversion_is_the_packages_own_on_any_text(config: str) -> None:
    theirs, ours = reference(config), converter(config)

    @settings(max_examples=120, deadline=None)
    @given(MIXED)
    def same(text: str) -> None:
        assert ours(text) == theirs.convert(text)

    same()


def test_an_unknown_configuration_is_named() -> None:
    with pytest.raises(ValueError, match=r"klingon.*s2t"):
        converter("klingon")


def test_the_dictionaries_are_found_without_importing_their_module() -> None:
    assert version(opencc.DISTRIBUTION)
    assert opencc.characters("TSCharacters")["漢"] == "汉"


@settings(deadline=None)
@given(MIXED)
def test_conversion_to_a_script_keeps_the_length(text: str) -> None:
    for target in TARGETS:
        assert len(to(target)(text)) == len(text)


OVERRIDES = [
    line.split("\t")
    for line in (
        Path(opencc.__file__).with_name("script_overrides.tsv").read_text("utf-8")
    ).splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("script", "keys", "values", "source"), OVERRIDES)
def test_every_correction_is_made(script: str, keys: str, values: str, source: str) -> None:
    assert source
    target: Target = "simplified" if script == "simplified" else "traditional"
    assert [to(target)(key) for key in keys.split(" ")] == values.split(" ")


def test_newer_dictionaries_are_used_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dictionaries = tmp_path / "opencc_purepy" / "dicts"
    dictionaries.mkdir(parents=True)
    (dictionaries.parent / "__init__.py").touch()  # so that it hides one that is installed
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("CNTEXTFIX_CACHE", "")
    names = {name for stages in newer_opencc.STAGES.values() for part in stages for name in part}
    for name in names:
        assert newer_opencc.folder.__wrapped__() is None, "one missing file, and none is used"
        text = "# a comment\twith a tab\n甲\t乙 丙\n丁\t两个\n"
        (dictionaries / f"{name}.txt").write_text(text, "utf-8")
    assert newer_opencc.folder.__wrapped__() == dictionaries
    monkeypatch.setattr(newer_opencc, "folder", lambda: dictionaries)
    assert newer_opencc.dictionary("STCharacters") == {"甲": "乙"}
    assert to.__wrapped__("traditional-tw")("甲丁发") == "乙丁发"
    assert converter.__wrapped__("s2tw")("甲丁发") == "甲丁發"


def test_a_second_stage_sees_what_the_first_made() -> None:
    first = Stage.of([{"甲乙": "丙丁"}, {"乙": "丁"}])
    second = Stage.of([{"丁戊": "己", "戊丙": "庚辛"}, {"戊": "壬"}])
    convert = matcher(Tables.of([first, second]))
    assert convert("甲乙戊") == "丙己"
    assert convert("乙戊") == "己"
    assert convert("戊甲乙") == "庚辛丁"
    assert convert("戊甲") == "壬甲"


def test_a_long_piece_is_converted_like_a_short_one() -> None:
    convert = matcher(Tables.of([Stage.of([{"一一": "二二", "一一一": "三三三"}])]))
    assert convert("一" * 100_000) == "三" * 99_999 + "一"


# --- cache -----------------------------------------------------------------------------------

SMALL = Tables.of([Stage.of([{"干净": "乾淨"}, {"干": "幹", "净": "淨"}])])


def test_tables_come_back_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNTEXTFIX_CACHE", str(tmp_path / "deep"))
    assert cached("x", b"1", lambda: SMALL) is SMALL
    kept = cached("x", b"1", pytest.fail)
    assert kept == SMALL
    assert matcher(kept)("树干干净") == "树幹乾淨"
    assert cached("x", b"2", lambda: SMALL) is SMALL, "another source, another file"
    assert [path.suffix for path in (tmp_path / "deep").iterdir()] == [".txt", ".txt"]


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff" * 400])
def test_a_damaged_cache_file_is_made_again(
    damage: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNTEXTFIX_CACHE", str(tmp_path))
    cached("x", b"1", lambda: SMALL)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert cached("x", b"1", lambda: SMALL) is SMALL
    assert cached("x", b"1", pytest.fail) == SMALL


def test_without_a_folder_to_write_to_the_tables_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("CNTEXTFIX_CACHE", str(tmp_path / "file"))
    assert cached("x", b"1", lambda: SMALL) is SMALL
    monkeypatch.setenv("CNTEXTFIX_CACHE", "")
    assert folder() is None
    assert cached("x", b"1", lambda: SMALL) is SMALL


@pytest.mark.skipif(os.name == "nt", reason="the XDG base directories are of Unix")
def test_the_cache_is_where_the_user_keeps_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CNTEXTFIX_CACHE", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert folder() == Path("/somewhere/cntextfix")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/x")
    assert folder() == Path("/home/x/.cache/cntextfix")


# --- detection -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES["detected"], ids=why)
def test_the_script_is_detected(case: dict[str, str]) -> None:
    assert detect(case["text"]) == case.get("script")


@given(st.lists(st.text()))
def test_lines_are_detected_one_by_one(lines: list[str]) -> None:
    lines = [line.replace("\n", "") for line in lines] or [""]
    assert by_line("\n".join(lines)) == [detect(line) for line in lines]


# --- the repair ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES["simplified"], ids=why)
def test_converted_to_simplified(case: dict[str, str]) -> None:
    assert mend(case["text"], "simplified") == case["converted"]


@pytest.mark.parametrize("case", CASES["traditional"], ids=why)
def test_converted_to_traditional(case: dict[str, str]) -> None:
    assert mend(case["text"], "traditional-tw") == case["converted"]


@pytest.mark.parametrize("case", CASES["unified"], ids=why)
def test_strays_are_unified(case: dict[str, str]) -> None:
    assert mend(case["text"]) == case["after"]


@pytest.mark.parametrize("case", CASES["kept"], ids=why)
def test_what_is_not_stray_is_kept(case: dict[str, str]) -> None:
    assert mend(case["text"]) == case["text"]


@pytest.mark.parametrize("example", REPAIR.examples, ids=str)
def test_examples(example: tuple[str, str]) -> None:
    assert mend(example[0]) == example[1]


def test_injected_pinyin_turns_the_page_back_to_simplified() -> None:
    page = "全鏈條落實檢察機關黨建\n著力點"
    assert mend(page) == page
    assert mend(page, "auto", "injected_pinyin") == "全链条落实检察机关党建\n着力点"
    assert mend(page, "keep", "injected_pinyin") == page


def test_the_region_decides_the_shape() -> None:
    text = "为了说明里面的台阶"
    assert mend(text, "traditional-tw") == "為了說明裡面的臺階"
    assert mend(text, "traditional-hk") == "為了説明裏面的台階"


CORRECT = (
    ("simplified", "他著书立说，著名于世；乾隆年间的皇后系名门之后，瞭望塔外藉藉无名。"),
    ("traditional", "他在台灣秘書處工作，雇主為皇后，布置於群峰之下，周圍里民準備批准計畫。"),
    ("traditional-tw", "他在台灣秘書處工作，雇主為皇后，布置於群峰之下，周圍里民準備批准計畫。"),
    ("traditional-hk", "他在台灣秘書處工作，雇主為皇后，布置於群峰之下，周圍里民準備批准計畫。"),
)


@pytest.mark.parametrize(("script", "text"), CORRECT)
def test_a_line_in_the_target_script_is_never_converted(script: str, text: str) -> None:
    assert mend(text, script) == text
    other = "檢察機關應當監督\n" if script == "simplified" else "检察机关应当监督\n"
    assert mend(other + text, script).partition("\n")[2] == text


@settings(max_examples=300, deadline=None)
@given(MIXED, st.sampled_from(SCRIPTS), st.booleans())
def test_a_second_pass_changes_nothing(text: str, script: str, injected: bool) -> None:
    once = mend(text, script, *["injected_pinyin"] * injected)
    assert mend(once, script) == once


@settings(max_examples=300, deadline=None)
@given(st.lists(MIXED, min_size=1), st.sampled_from(SCRIPTS), st.data())
def test_a_second_pass_over_some_lines_changes_nothing(
    lines: list[str], script: str, data: st.DataObject
) -> None:
    done = mend("\n".join(lines), script).split("\n")
    kept = [line for line in done if data.draw(st.booleans())]
    assert mend("\n".join(kept), script) == "\n".join(kept)


@settings(deadline=None)
@given(MIXED, st.sampled_from(SCRIPTS))
def test_length_and_line_breaks_stay(text: str, script: str) -> None:
    after = mend(text, script)
    assert len(after) == len(text)
    assert [i for i, c in enumerate(after) if c.isspace()] == [
        i for i, c in enumerate(text) if c.isspace()
    ]


@settings(deadline=None)
@given(MIXED)
def test_after_conversion_no_character_is_of_the_other_script(text: str) -> None:
    for script, other in (("simplified", "t"), ("traditional", "s")):
        for line in mend(text, script).split("\n"):
            assert other not in marks(line) or detect(line) == "japanese"


# --- folding ---------------------------------------------------------------------------------


@given(st.one_of(st.text(), MIXED))
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_folding_joins_script_width_case_and_blanks() -> None:
    assert (
        fold("來源：Ｘｉｎｈｕａ　ＮＥＷＳ\u00a0（記者）\ud800𠮷")
        == "来源:xinhua news (记者)\ud800𠮷"
    )
