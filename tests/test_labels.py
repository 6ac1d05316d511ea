"""Lines get their kinds, documents their fields and outlines, and a second pass changes nothing."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toml_cases import cases, why

from cntextfix.document import Block, Document, Kind
from cntextfix.errors import RuleError
from cntextfix.label.dates import find_moment
from cntextfix.label.label import Strip, label
from cntextfix.label.metadata import fields
from cntextfix.label.names import people, place, split_breadcrumb
from cntextfix.label.outline import outline
from cntextfix.label.rules import RULES, Rule, builtin_rules, load_rules

PAGES = sorted((Path(__file__).parent / "pages").glob("*.json"))

ONE_RULE = """\
[rule.column_head]
kind = "masthead"
where = "head"
pattern = '(?&lead)本报专栏(?&end)$'
matches = ["【本报专栏】"]
misses = ["本报专栏作家"]
"""


def document(text: str, strip: Strip = "safe") -> Document:
    """What `clean` makes of a text that needs no repair."""
    blocks = label(text, RULES, strip=strip)
    found = fields(blocks)
    return Document(**{name: getattr(found, name) for name in FIELDS}, blocks=blocks)


FIELDS = (
    *("title", "subtitles", "site", "source", "author", "editor"),
    *("published", "url", "breadcrumb", "signature"),
)


def plain(value: object) -> object:
    """A field as JSON and TOML write it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.name)
def test_rules_do_what_their_examples_say(rule: Rule) -> None:
    assert [line for line in rule.matches if not rule.hits(line)] == []
    assert [line for line in rule.misses if rule.hits(line)] == []
    assert rule.matches
    assert rule.misses


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.name)
def test_no_rule_is_held_up_by_a_line_made_to_do_so(rule: Rule) -> None:
    # A pattern that could read the same words in many ways would not come back from these.
    lines = [line for match in rule.matches for line in (match, match.replace(" ", ""))]
    pumped = {(line + line[-size:] * 300)[:699] + "\0" for line in lines for size in range(1, 8)}
    pumped |= {(line * 100)[:699] + "\0" for line in lines}
    assert all(rule.hits(line) in {True, False} for line in pumped)


def test_built_in_rules_cover_the_furniture() -> None:
    furniture = {kind for kind in Kind if not kind.is_content}
    assert furniture - {Kind.IMAGE, Kind.OTHER} <= {rule.kind for rule in RULES}
    assert len(RULES) == len({rule.name for rule in RULES})


def test_own_rules_go_first(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(ONE_RULE, "utf-8")
    text = "【本报专栏】\n义务植树活动举行\n三百人今天上午参加了活动。"
    assert label(text, RULES)[0].kind is Kind.TITLE
    blocks = label(text, (*load_rules(file), *RULES))
    assert (blocks[0].kind, blocks[0].rule) == (Kind.MASTHEAD, "column_head")
    assert blocks[1].kind is Kind.TITLE


def test_a_rule_can_keep_what_another_would_take(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    kept = ONE_RULE.replace("masthead", "paragraph").replace("head", "anywhere", 1)
    file.write_text(kept.replace("本报专栏", "来源:本报"), "utf-8")
    text = "义务植树活动举行\n来源：本报\n三百人今天上午参加了活动。"
    assert label(text, RULES)[1].kind is Kind.METADATA
    assert label(text, (*load_rules(file), *RULES))[1].kind is Kind.PARAGRAPH


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("[rule.column_head]", "[rule.column_head", "is not TOML"),
        ("[rule.column_head]", "[rules.column_head]", "unknown table [rules]"),
        ("masthead", "mast", "kind 'mast' is not one of: paragraph"),
        ("masthead", "title", "kind 'title' is not one of: paragraph"),
        ('"head"', '"top"', "where 'top' is not one of: anywhere"),
        ("where =", "place =", "lacks 'where'"),
        ("kind =", "colour = 1\nkind =", "unknown key 'colour'"),
        ("专栏(?&end)$", "专栏(", "no regular expression"),
        ("专栏(?&end)$", "专栏(?&finish)$", "uses the part (?&finish)"),
        ("(?&lead)本报", "(本报)", "capturing group"),
        ("(?&lead)本报专栏(?&end)$", ".*", "matches the empty line"),
        ("'(?&lead)本报专栏(?&end)$'", "3", "pattern is no string"),
        ("【本报专栏】", "本报副刊", "does not match its example '本报副刊'"),
        ("本报专栏作家", "本报专栏", "which it says it misses"),
        ('["【本报专栏】"]', '"【本报专栏】"', "matches is no list"),
        ('["本报专栏作家"]', "[]", "misses is empty"),
        (ONE_RULE, "", "has no rule"),
    ],
)
def test_a_bad_rules_file_says_what_to_do(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    file = tmp_path / "mine.toml"
    assert before in ONE_RULE
    file.write_text(ONE_RULE.replace(before, after), "utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(file)
    assert says in str(caught.value)
    assert str(file) in caught.value.source


def test_a_rules_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"none\.toml: cannot be read"):
        load_rules(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("来源".encode("gbk"))
    with pytest.raises(RuleError, match="save it as UTF-8"):
        load_rules(tmp_path / "gbk.toml")


# ---------------------------------------------------------------- lines, fields, outline


@pytest.mark.parametrize("case", cases("labels"), ids=why)
def test_lines_get_their_kinds(case: dict[str, Any]) -> None:
    assert [block.kind.value for block in label(case["text"], RULES)] == case["kinds"]


@pytest.mark.parametrize("case", cases("outline"), ids=why)
def test_headings_get_their_levels(case: dict[str, Any]) -> None:
    found = outline(case["lines"])
    levels = [found.get(index, (None, 0))[1] for index in range(len(case["lines"]))]
    assert levels == case["levels"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_repaired_pages_come_out_as_an_editor_would_set_them(path: Path) -> None:
    page = json.loads(path.read_text("utf-8"))
    text = "".join(("" if b.get("same_line") else "\n") + b["text"] for b in page["blocks"])[1:]
    found = document(text)
    assert {name: plain(getattr(found, name)) for name in FIELDS} == {n: page[n] for n in FIELDS}
    expected = [(b["kind"], b.get("level", 0), b["text"]) for b in page["blocks"]]
    assert [(b.kind.value, b.level, b.text) for b in found.blocks] == expected


def test_pages_are_all_there() -> None:
    assert [path.stem for path in PAGES[:5]] == ["000", "001", "002", "003", "004"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024年1月5日", "2024-01-05"),
        ("二〇二四年十二月二十一日", "2024-12-21"),
        ("2024-01-05 10:30", "2024-01-05T10:30:00"),
        ("2024/1/5", "2024-01-05"),
        ("2024-01-0510:30:08", "2024-01-05T10:30:08"),
        ("05.01.2024", "2024-01-05"),
        ("18-03-0823:16", "2018-03-08T23:16:00"),
        ("2024年5月20日 周一 下午2:05", "2024-05-20T14:05:00"),
        ("2024-01-05t10:30:00+08:00", "2024-01-05T10:30:00+08:00"),
        ("2024-13-05, 2024-02-03", "2024-02-03"),
        ("2024年1月5日 25:10", "2024-01-05"),
        ("2024年第1号", None),
        ("12024-01-05", None),
    ],
)
def test_dates_are_read(written: str, read: str | None) -> None:
    assert plain(find_moment(written)) == read


def test_names_are_cleaned() -> None:
    assert people("徐隽　李 婷", "徐隽") == "徐隽、李婷"
    assert people("alonliu") == "alonliu"
    assert people("佚名", "", "无") is None
    assert place("人民日报海外版 中国青年网") == "人民日报海外版"
    assert place("互联网") is None
    assert split_breadcrumb("您现在的位置：首页 >> 政务 >> 正文 某文章") == ("首页", "政务", "正文")


# ---------------------------------------------------------------- properties

OWN_LINES = [
    *("", "　　", "首页", "新闻", "图片", "视频", "体育", "财经", "科技", "军事", "政讯通中心"),
    *("全国检察机关工作会议召开", "全国检察机关工作会议召开_某某网", "紧扣一个“实”字履职尽责"),
    *("一、总体要求", "（一）原则。坚持稳中求进。", "1.苹果；", "2.香蕉；", "第一章 总则"),
    *("最高人民检察院", "2024年1月5日", "最高人民检察院 2020年11月5日", "尊敬的各位代表："),
    *("他说完就走了。（记者 张三）", "他走了。（检察日报社 巩宸宇）（编辑：李四）"),
    *("他走了。责任编辑：李婷", "他走了！来源：新华网", "本站声明：转载请注明。（记者 张三）"),
    "会议要求，要坚持稳中求进，以进促稳，先立后破，把各项工作落到实处，为大局服务。",
]
POOL = [*OWN_LINES, *(line for rule in RULES for line in (*rule.matches, *rule.misses))]
HAN = st.text(
    alphabet="来源作者编辑检察机关的是在人，。：、（）“”>|12 \u3000\u2028\x85", max_size=50
)
LINES = st.lists(st.one_of(st.sampled_from(OWN_LINES), st.sampled_from(POOL), HAN), max_size=14)


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_a_second_pass_changes_nothing(lines: list[str]) -> None:
    once = document("\n".join(lines)).to_text()
    assert document(once).to_text() == once


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_the_main_text_is_taken_no_further(lines: list[str]) -> None:
    main = document("\n".join(lines), "main").to_text()
    assert document(main).to_text() == main


@settings(max_examples=200, deadline=None)
@given(LINES, st.sampled_from(["safe", "main"]))
def test_every_line_is_in_one_block_in_order(lines: list[str], strip: Strip) -> None:
    blocks = label("\n".join(lines), RULES, strip=strip)
    by_line: dict[int, str] = {}
    for block in blocks:
        by_line[block.line] = by_line.get(block.line, "") + "".join(block.text.split())
        assert block.text == block.text.strip() != ""
        assert len(block.text.splitlines()) == 1
    wanted = {number: "".join(line.split()) for number, line in enumerate(lines, 1)}
    assert by_line == {number: line for number, line in wanted.items() if line}
    assert [block.line for block in blocks] == sorted(block.line for block in blocks)


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_plain_text_keeps_the_order_of_the_page(lines: list[str]) -> None:
    found = document("\n".join(lines))
    kinds = {Kind.TITLE, Kind.SUBTITLE, Kind.SIGNATURE}
    kept = [b.text for b in found.blocks if b.kind.is_body or b.kind in kinds]
    assert found.to_text() == "\n".join(kept)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_is_labelled(text: str) -> None:
    blocks = label(text, RULES)
    assert all(isinstance(block, Block) for block in blocks)
    assert fields(blocks) == fields(blocks)


@pytest.mark.parametrize(
    "text",
    [
        "来源：\n" * 20_000,
        "\n" * 100_000,
        "检" * 300_000,
        "他走了。" + "（记者 张三）" * 5_000,
        "微信朋友圈" * 24 + "x",
        "1." * 50_000,
        "首页>" * 25,
        "<" * 120,
        "王小明、" * 30,
        "（" * 300,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_hostile_text_is_labelled_at_once(text: str) -> None:
    page = f"{text}\n会议要求，各地要认真落实各项部署。\n{text}"
    once = document(page).to_text()
    assert "会议要求" in once
    assert document(once).to_text() == once
