"""The forms a Document is written in: text, Markdown, JSON and back, diff, explanation."""

import json
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix.document import Block, Document, Kind
from cntextfix.edits import Change, Edit, apply
from cntextfix.render.diff import changes_text, unified
from cntextfix.render.explain import explain, explain_dict, original_lines
from cntextfix.render.style import Style

CASES = Path(__file__).parent / "cases"
MARKDOWN = tomllib.loads((CASES / "markdown.toml").read_text("utf-8"))["case"]

NOTICE = Document(
    title="关于放假的通知",
    subtitles=("各部门认真落实",),
    source="本站: 综合",
    published=date(2024, 1, 5),
    breadcrumb=("首页", "通知"),
    signature="办公室 2024-01-05",
    blocks=(
        Block(Kind.BREADCRUMB, "首页 > 通知", 1, rule="breadcrumb"),
        Block(Kind.SUBTITLE, "各部门认真落实", 2),
        Block(Kind.TITLE, "关于放假的通知", 3),
        Block(Kind.METADATA, "来源:本站: 综合", 4, rule="source"),
        Block(Kind.HEADING, "一、时间", 6, level=1),
        Block(Kind.PARAGRAPH, "元旦放假一天。", 7),
        Block(Kind.LIST_ITEM, "值班", 8),
        Block(Kind.LIST_ITEM, "防火", 9),
        Block(Kind.BYLINE, "(记者 张三)", 10),
        Block(Kind.SIGNATURE, "办公室", 11),
        Block(Kind.SIGNATURE, "2024年1月5日", 12),
    ),
    repaired="首页 > 通知\n各部门认真落实\n关于放假的通知\n来源:本站: 综合\n\n一、时间\n"
    "元旦放假一天。\n值班\n防火\n(记者 张三)\n办公室\n2024年1月5日",
    encoding="utf-8",
    script="simplified",
)


def test_text_is_title_subtitles_body_and_signature_one_a_line() -> None:
    assert NOTICE.to_text() == (
        "关于放假的通知\n各部门认真落实\n一、时间\n元旦放假一天。\n值班\n防火\n办公室\n2024年1月5日"
    )
    assert Document().to_text() == ""


def test_markdown_shows_fields_headings_lists_and_paragraphs() -> None:
    assert NOTICE.to_markdown() == (
        '---\ntitle: "关于放假的通知"\nsubtitles:\n  - "各部门认真落实"\nsource: "本站: 综合"\n'
        'published: 2024-01-05\nbreadcrumb:\n  - "首页"\n  - "通知"\n'
        'signature: "办公室 2024-01-05"\n---\n\n'
        "# 关于放假的通知\n\n各部门认真落实\n\n## 一、时间\n\n元旦放假一天。\n\n"
        "- 值班\n- 防火\n\n办公室\n\n2024年1月5日"
    )
    assert Document().to_markdown() == ""


def test_markdown_of_tables_and_quotes() -> None:
    blocks = (
        Block(Kind.TABLE, "年\t产量", 1),
        Block(Kind.TABLE, "2023\t1|2", 2),
        Block(Kind.QUOTE, "子曰", 3),
        Block(Kind.QUOTE, "学而", 4),
    )
    assert Document(blocks=blocks).to_markdown() == (
        "| 年 | 产量 |\n| --- | --- |\n| 2023 | 1\\|2 |\n\n> 子曰\n>\n> 学而"
    )


@pytest.mark.parametrize("case", MARKDOWN, ids=[case["why"] for case in MARKDOWN])
def test_markdown_escapes_what_would_be_markup_and_nothing_else(case: dict[str, str]) -> None:
    kind = Kind(case.get("kind", "paragraph"))
    assert Document(blocks=(Block(kind, case["text"], 1),)).to_markdown() == case["markdown"]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ('他说"好"\\', r'"他说\"好\"\\"'),
        ("yes", '"yes"'),
        ("a: b # c", '"a: b # c"'),
        ("一\n二\x85", r'"一\u000a二\u0085"'),
    ],
)
def test_front_matter_is_quoted_so_that_yaml_reads_it_back(title: str, written: str) -> None:
    assert Document(title=title).to_markdown().split("\n")[1] == f"title: {written}"


# Documents of every shape: the text is made first, then a chain of changes that leads to it.

TEXTS = st.text(st.characters(codec=None), max_size=20)
OPTIONAL = st.none() | TEXTS
DATES = st.none() | st.dates() | st.datetimes(timezones=st.just(UTC) | st.none())
BLOCKS = st.builds(
    Block, st.sampled_from(Kind), TEXTS, st.integers(1, 99), st.integers(0, 9), TEXTS
)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, tuple[Change, ...]]:
    """An original text and the changes made to it."""
    text = original = draw(TEXTS)
    made: list[Change] = []
    for name in draw(st.lists(st.sampled_from(["pinyin", "mojibake", "script"]), max_size=3)):
        if name == "script":  # a table pass keeps the length
            change = Change(name, text, text.replace("a", "b"))
        else:
            places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
            edits = [
                Edit(start, end, draw(TEXTS), draw(st.sampled_from(["certain", "guess", "left"])))
                for start, end in zip(places[::2], places[1::2], strict=False)
            ]
            change = Change.of(name, text, edits)
        made.append(change)
        text = change.after
    return original, tuple(made)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any Document."""
    original, made = draw(changes())
    lists = st.lists(TEXTS, max_size=3).map(tuple)
    return Document(
        title=draw(OPTIONAL),
        subtitles=draw(lists),
        site=draw(OPTIONAL),
        author=draw(OPTIONAL),
        published=draw(DATES),
        breadcrumb=draw(lists),
        blocks=tuple(draw(st.lists(BLOCKS, max_size=5))),
        repaired=made[-1].after if made else original,
        changes=made,
        encoding=draw(OPTIONAL),
    )


@given(documents())
def test_a_document_comes_back_from_its_dict_equal(document: Document) -> None:
    assert Document.from_dict(document.to_dict()) == document


@given(documents())
def test_json_is_one_line_of_utf8_and_says_what_the_dict_says(document: Document) -> None:
    written = document.to_json()
    assert written.encode("utf-8").decode("utf-8") == written
    assert len(written.splitlines()) == 1
    # two halves of a pair that stood apart are one character behind JSON, which knows no other
    joined = json.loads(json.dumps(document.to_dict()))
    assert json.loads(written) == joined
    assert json.loads(document.to_json(indent=2)) == joined


def test_json_keys_are_those_of_the_documentation() -> None:
    page = Path(__file__).parent.parent / "docs" / "json.md"
    described = page.read_text("utf-8")
    keys = [*NOTICE.to_dict(), *NOTICE.to_dict()["blocks"][0], *Kind]
    assert [key for key in keys if f"`{key}`" not in described] == []


def test_json_writes_dates_as_iso_8601_and_missing_values_as_null() -> None:
    values = NOTICE.to_dict()
    assert (values["published"], values["author"], values["schema"]) == ("2024-01-05", None, 1)
    at = Document(published=datetime(2024, 1, 5, 8, 30)).to_dict()
    assert at["published"] == "2024-01-05T08:30:00"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "schema None"),
        ({"schema": 2}, "schema 2"),
        ({"schema": 1}, "no 'original'"),
    ],
)
def test_a_dict_of_another_make_is_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Document.from_dict(values)


# Diff and explanation.


@given(changes())
def test_line_numbers_lead_back_into_the_original(made: tuple[str, tuple[Change, ...]]) -> None:
    original, chain = made
    line_of = original_lines(chain)
    after = chain[-1].after if chain else original
    numbers = [line_of(line) for line in range(1, after.count("\n") + 2)]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1
    assert numbers[-1] <= original.count("\n") + 1


def test_a_line_behind_a_restored_line_break_keeps_its_old_number() -> None:
    text = "甲?乙\n丙\n丁"
    change = Change.of("byte_shift", text, [Edit(1, 2, "\n"), Edit(5, 6, "")])
    assert change.after == "甲\n乙\n丙丁"
    line_of = original_lines((change,))
    assert [line_of(line) for line in (1, 2, 3)] == [1, 1, 2]


def test_diff_pairs_each_line_with_its_repair_and_keeps_layout_as_context() -> None:
    text = "首页\n\n\u3000\u3000检\u200b察\n法院\n"
    change = Change.of("zero_width", text, [Edit(7, 8, "")])
    blocks = (
        Block(Kind.NAVIGATION, "首页", 1),
        Block(Kind.PARAGRAPH, "检察", 3),
        Block(Kind.PARAGRAPH, "法院", 4),
    )
    page = Document(blocks=blocks, changes=(change,), repaired=change.after)
    assert unified(page, "a.txt").split("\n") == [
        "--- a.txt",
        "+++ a.txt (clean)",
        "@@ -1,4 +1,3 @@",
        "-首页",
        " ",
        "-\u3000\u3000检\u200b察",
        "+检察",
        " 法院",
    ]
    assert changes_text(page)
    coloured = unified(page, "a.txt", Style(colour=True)).split("\n")
    assert "\x1b[31m-\x1b[7m\u3000\u3000\x1b[27m检\x1b[7m\\u200b\x1b[27m察\x1b[0m" in coloured


def test_layout_alone_is_no_difference() -> None:
    text = "\u3000\u3000第一段。\r\n\r\n  第二段。\r\n"
    blocks = (Block(Kind.PARAGRAPH, "第一段。", 1), Block(Kind.PARAGRAPH, "第二段。", 3))
    page = Document(blocks=blocks, repaired=text)
    assert unified(page, "a.txt") == ""
    assert not changes_text(page)


def test_diff_of_far_changes_has_a_hunk_for_each() -> None:
    lines = [f"第{n}段。" for n in range(1, 31)]
    blocks = [Block(Kind.PARAGRAPH, line, n) for n, line in enumerate(lines, 1)]
    blocks[1] = Block(Kind.ADVERT, lines[1], 2)
    blocks[20] = Block(Kind.ADVERT, lines[20], 21)
    diff = unified(Document(blocks=tuple(blocks), repaired="\n".join(lines)), "a.txt")
    assert [line for line in diff.split("\n") if line.startswith("@@")] == [
        "@@ -1,5 +1,4 @@",
        "@@ -18,7 +17,6 @@",
    ]


@given(documents())
def test_diff_shows_every_old_line_once_and_leads_to_the_text(document: Document) -> None:
    diff = unified(document, "a.txt").split("\n")[2:]
    removed = [line[1:] for line in diff if line.startswith("-")]
    old = document.original.split("\n")
    assert all(line in old for text in removed for line in text.split("\n"))
    assert changes_text(document) == bool(diff)


def test_explain_names_place_repair_and_how_sure_it_is() -> None:
    text = "甲\n績(jī)?yōu)辄h"
    first = Change.of("injected_pinyin", text, [Edit(3, 7, "")])
    second = Change.of("byte_shift", first.after, [Edit(3, 9, "為黨", "guess", "one of 2")])
    menu = Block(Kind.NAVIGATION, "首页\x1b[2J", 2, rule="menu")
    page = Document(changes=(first, second), repaired=second.after, blocks=(menu,))
    assert explain(page, "a.txt").split("\n") == [
        "a.txt:2:2: injected_pinyin  (jī) → (nothing)  (certain)",
        "a.txt:2:6: byte_shift  ?yōu)辄 → 為黨  (guess: one of 2)",
        "a.txt:2: menu (navigation)  首页\\x1b[2J",
    ]
    assert explain_dict(page)["removed"] == [
        {"rule": "menu", "kind": "navigation", "line": 2, "text": "首页\x1b[2J"}
    ]
    assert explain_dict(page)["changes"][1]["certainty"] == "guess"


def test_explain_shortens_a_page_that_is_one_edit() -> None:
    text = "涓枃" * 500
    page = Document(changes=(Change.of("mojibake", text, [Edit(0, len(text), "中" * 500)]),))
    assert len(explain(page, "a.txt")) < 200


def test_changes_apply_as_they_are_written() -> None:
    change = Change.of("byte_shift", "為?下", [Edit(1, 2, "國\n")])
    written = Document(changes=(change,), repaired=change.after).to_dict()["changes"][0]["edits"]
    assert apply("為?下", [Edit(*edit) for edit in written]) == "為國\n下"
