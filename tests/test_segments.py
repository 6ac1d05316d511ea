"""The main text of a page is found, and what lies around it is named."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cntextfix.document import Block, Document, Kind
from cntextfix.label.features import features
from cntextfix.label.keys import Keys
from cntextfix.label.label import Strip, label
from cntextfix.label.matcher import matcher
from cntextfix.label.rules import RULES, builtin_rules
from cntextfix.label.weights import weights
from cntextfix.lexicon.fold import fold
from cntextfix.page import Line

CASES = tomllib.loads((Path(__file__).parent / "cases" / "segments.toml").read_text("utf-8"))[
    "case"
]
TEXTS = tomllib.loads((Path(__file__).parent / "cases" / "text_parts.toml").read_text("utf-8"))[
    "case"
]
STORY = [
    "县医院新门诊楼昨天正式启用，当天接诊一千二百余人，秩序良好。",
    "新楼共九层，设有二十四个科室，比旧楼多出一倍，患者称赞不已。",
    "院长表示，急诊通道将全天开放，患者不必再绕行后门，方便了许多。",
]
MENU = ["要闻", "国内", "国际", "社会", "财经", "体育", "娱乐", "科技"]


def labelled(lines: list[Line], *titles: str, strip: Strip = "main") -> tuple[Block, ...]:
    text = "\n".join(line.text for line in lines)
    return label(text, RULES, lines=lines, strip=strip, head_titles=titles)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
def test_pages_get_their_kinds(case: dict[str, Any]) -> None:
    blocks = labelled([Line(*line) for line in case["lines"]], *case["head"])
    assert [block.kind.value for block in blocks] == case["kinds"]


def test_text_alone_has_a_main_part() -> None:
    page = [*MENU, "县医院新楼启用", "2024-03-12 10:30 来源：某某日报", *STORY, "相关新闻", *MENU]
    blocks = label("\n".join(page), RULES, strip="main")
    assert [block.text for block in blocks if block.kind.is_body] == STORY
    assert [block.text for block in blocks if block.kind is Kind.TITLE] == ["县医院新楼启用"]
    assert all(block.rule for block in blocks if not block.kind.is_body)


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: str(case["why"]))
def test_the_main_part_of_text(case: dict[str, Any]) -> None:
    rows = case["page"].strip().split("\n")
    blocks = label("\n".join(row[2:] for row in rows), RULES, strip="main")
    marks = {Kind.TITLE: "=", Kind.SIGNATURE: "s"}
    found = [
        f"{'+' if block.kind.is_body else marks.get(block.kind, '-')} {block.text}"
        for block in blocks
    ]
    assert found == rows


def test_the_head_of_a_page_tells_where_the_text_stands() -> None:
    other = [Line(text, "div") for text in STORY]
    page = [Line("县医院新楼启用", "h1"), Line(STORY[0], "p"), Line("更多", "a", 2), *other[1:]]
    text = "\n".join(line.text for line in page)
    said = [STORY[0][:20] + "…"]
    blocks = label(text, RULES, lines=page, strip="main", head_summaries=said)
    assert STORY[0] in [block.text for block in blocks if block.kind.is_body]


def test_the_entries_of_a_diary_are_text() -> None:
    hours = ["09:00", "09:30", "10:12", "10:45"]
    entry = "第一批选手冲过终点，用时一小时六分二十秒，刷新赛会纪录。"
    page = [
        Line("城市马拉松直播", "h1"),
        Line(STORY[0], "p", 0, "lead"),
        Line(STORY[1], "p", 0, "lead"),
    ]
    for hour in hours:
        page += [Line(hour, "div", 0, "time live"), Line(entry, "div", 0, "words live")]
    blocks = labelled(page, "城市马拉松直播_某某网")
    kept = [block.text for block in blocks if block.kind.is_body]
    assert kept == [*STORY[:2], *(text for hour in hours for text in (hour, entry))]


def test_repeated_lines_end_the_text() -> None:
    notice = "您正在阅读的是某某新闻网为您精选的内容，更多精彩请继续浏览下面的文章。"
    page = ["县医院新楼启用", *STORY, notice, *STORY[:1]]
    text = "\n".join(page)
    without = label(text, RULES, strip="main")
    known = label(text, RULES, strip="main", repeated=lambda line: line == notice)
    assert notice in [block.text for block in without if block.kind.is_body]
    assert [block.text for block in known if block.kind.is_body] == STORY
    assert known[4].rule == "repeated"


def test_repeated_lines_of_a_head_are_proved_furniture() -> None:
    page = "某某新闻网为民服务\n一、概况\n县医院新楼启用\n" + STORY[0]
    blocks = label(page, RULES, repeated=lambda line: line not in {STORY[0], "县医院新楼启用"})
    assert [block.kind.value for block in blocks] == [
        "other",
        "paragraph",
        "paragraph",
        "paragraph",
    ]


def test_safe_keeps_what_nothing_proves() -> None:
    lines = [Line(text, "li", len(text)) for text in MENU] + [Line(text, "p") for text in STORY]
    kept = [block.text for block in labelled(lines, strip="safe") if block.kind.is_content]
    assert kept == [*MENU, *STORY]


def test_a_line_that_a_repair_made_is_labelled_too() -> None:
    lines = [Line(text, "p") for text in STORY]
    blocks = label("\n".join([*STORY, STORY[0]]), RULES, lines=lines, strip="main")
    assert [block.line for block in blocks] == [1, 2, 3, 4]


def test_features_have_weights() -> None:
    named = features(STORY, [Line(text, "p") for text in STORY], [None] * 3, title=None)
    for names in named:
        assert sum(weights("markup").get(name, 0.0) for name in names) > 0
        assert sum(name in weights("markup") for name in names) > len(names) / 2


# ---------------------------------------------------------------- keys


def test_keys_leave_out_no_rule_that_matches() -> None:
    rules = builtin_rules()
    keys = Keys(rules)
    lines = [line for rule in rules for line in (*rule.matches, *rule.misses)]
    for line in [*lines, *STORY, *MENU]:
        candidates = {keys.branches[branch][0] for branch in keys.candidates(line.strip())}
        matching = [number for number, rule in enumerate(rules) if rule.hits(line)]
        assert [number for number in matching if number not in candidates] == []


def test_keys_are_known_of_nearly_every_rule() -> None:
    # tools/make_rule_keys.py writes them; a rule changed since is tried on every line.
    assert len(Keys(builtin_rules()).candidates("")) <= 2


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet="来源:：作者编辑上下一篇页首页>|登录注册版权所有©点击关注评论3 0A（）【】。，",
        max_size=30,
    )
)
def test_the_matcher_finds_the_first_rule_that_matches(line: str) -> None:
    line = line.strip()
    if line:
        found = matcher(RULES).find(line, "anywhere", "head", "edge", "tail", "footer")
        assert found == next((rule for rule in RULES if rule.hits(line)), None)
        assert fold(line) == fold(fold(line))


# ---------------------------------------------------------------- stability

POOL = [*STORY, *MENU, *(line for rule in RULES for line in rule.matches)]
LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(POOL).map(str.strip),
        st.sampled_from(["p", "div", "li", "h1", "h3", "tr", "blockquote", "img"]),
        st.sampled_from([0, 0, 3]),
        st.sampled_from(["", "content article", "nav", "comment", "footer"]),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from(["", MENU[0], STORY[0], "县医院新楼启用_某某网"]))
def test_the_text_of_a_page_is_taken_no_further(lines: list[Line], title: str) -> None:
    main = document(labelled(lines, title)).to_text()
    assert document(label(main, RULES)).to_text() == main


def document(blocks: tuple[Block, ...]) -> Document:
    titles = [block.text for block in blocks if block.kind is Kind.TITLE]
    subtitles = tuple(block.text for block in blocks if block.kind is Kind.SUBTITLE)
    return Document(title=next(iter(titles), None), subtitles=subtitles, blocks=blocks)
