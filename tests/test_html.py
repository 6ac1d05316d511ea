"""Pages: markup is read into lines, and whole pages become the documents they should."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix import REPAIRS, Document, Kind, OptionError, Repair, clean, clean_many
from cntextfix.cli import main
from cntextfix.edits import Edit
from cntextfix.page import Line
from cntextfix.read.html import is_html, read_html
from cntextfix.render.diff import unified
from cntextfix.render.explain import explain, explain_dict

PAGES = Path(__file__).parent / "html"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


def expected(name: str) -> dict[str, Any]:
    """What should come of a page."""
    values: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    return values


def document(name: str) -> Document:
    """What comes of a page, from its bytes."""
    return clean((PAGES / f"{name}.html").read_bytes())


def failing(*names: str) -> list[Any]:
    """Every page; those named are known not to come out right yet."""
    marks = pytest.mark.xfail(reason="not right yet", strict=True)
    return [pytest.param(name, marks=marks) if name in names else name for name in NAMES]


def test_every_page_says_what_it_is_for() -> None:
    assert len(NAMES) >= 25
    assert all(expected(name)["why"] for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_fields(name: str) -> None:
    wanted = expected(name)["fields"]
    values = document(name).to_dict()
    if wanted["published"] and "T" not in wanted["published"]:
        values["published"] = values["published"] and values["published"][:10]
    assert {key: values[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", failing("mirror_swallowed"))
def test_paragraphs(name: str) -> None:
    wanted = expected(name)
    paragraphs = list(document(name).paragraphs)
    if "paragraphs" in wanted:
        assert paragraphs == wanted["paragraphs"]
    else:
        assert [text for text in wanted["holds"] if text not in paragraphs] == []
        assert [text for text in wanted["lacks"] if text in paragraphs] == []


@pytest.mark.parametrize("name", NAMES)
def test_furniture(name: str) -> None:
    wanted = expected(name)["furniture"]
    kinds = {block.text: block.kind.value for block in document(name).blocks}
    assert {text: kinds.get(text) for text in wanted} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_page_is_lost(name: str) -> None:
    data = (PAGES / f"{name}.html").read_bytes()
    page = clean(data)
    encoding = page.encoding or ""
    assert page.original.encode(encoding) == data
    assert Document.from_dict(page.to_dict()) == page


@pytest.mark.parametrize("name", ["city_daily", "evening_paper_gbk", "taiwan_column_big5"])
def test_the_command_reads_pages(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-q", "-t", "json", str(PAGES / f"{name}.html")]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["title"] == expected(name)["fields"]["title"]
    assert written["text"] == document(name).text


CASES = tomllib.loads((Path(__file__).parent / "cases" / "html.toml").read_text("utf-8"))
READ = [(case["why"], case["markup"], case["lines"]) for case in CASES["lines"]]
WAITING = "甲" * 300
READ += [
    ("zero bytes, lone surrogates", "<p>甲\0\ud800乙", [["p", "甲\ud800乙", 0]]),
    (
        "a page whose text waits for a script",
        f"<p>登录</p><div style='display:none'>{WAITING}</div>",
        [["p", "登录", 0], ["div", WAITING, 0]],
    ),
]


@pytest.mark.parametrize(("markup", "lines"), [row[1:] for row in READ], ids=[r[0] for r in READ])
def test_lines(markup: str, lines: list[list[str | int]]) -> None:
    assert [[line.tag, line.text, line.link] for line in read_html(markup).lines] == lines


def test_hints_are_those_of_the_nearest_elements() -> None:
    markup = (
        "<div id=A><div class='b c'><div><p class=d><span class=e>甲</span></p><p>乙<i class=f>丙"
    )
    assert [line.hints for line in read_html(markup).lines] == ["e d b c a", "b c a"]
    deep = "".join(f"<div class=c{number}>" for number in range(1000)) + "甲"
    assert read_html(deep).lines[0].hints == "c999 c998 c997 c996 c995 c994"


def test_what_a_page_says_of_itself() -> None:
    head = read_html(
        "<title>\n通知 &amp; 公告\n</title><link rel=Canonical href='http://a.example/1'>"
        "<meta NAME=Author content=李婷><meta property='og:title' content='通知'><meta charset=gbk>"
        "<meta http-equiv=X itemprop=datePublished content=2024><title>另一页</title>"
        '<script type="application/ld+json">{"@graph": [{"@type": "A", "author": {"name": "王芳"},'
        '"keywords": ["甲", "乙"], "n": 1,}]}</script>'
        "<script type=application/ld+json>{oops</script>"
    ).head
    assert head.title == "通知 & 公告"
    assert head.canonical == "http://a.example/1"
    assert head.meta == (
        ("author", "李婷"),
        ("og:title", "通知"),
        ("datepublished", "2024"),
        ("x", "2024"),
        ("title", "另一页"),
    )
    assert head.linked == (
        ("@type", "A"),
        ("author.name", "王芳"),
        ("keywords", "甲"),
        ("keywords", "乙"),
    )


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ('[{"a": "甲"}, {"b": ["乙"]}]', (("a", "甲"), ("b", "乙"))),
        ('{"a": "甲"} {"b": "乙"};', (("a", "甲"), ("b", "乙"))),
        ('{"a": "甲"}}', (("a", "甲"),)),
        (
            '/* 注 */ {"a": "http://x.example", // 注\n"b": "乙",}',
            (("a", "http://x.example"), ("b", "乙")),
        ),
        ('{"a": "甲\n乙"}', (("a", "甲乙"),)),
        (
            '{"headline": "他说"好"了", "datePublished": "2024-01-05"}',
            (("headline", '他说"好"了'), ("datePublished", "2024-01-05")),
        ),
        ("{oops", ()),
    ],
)
def test_json_ld_is_mended(text: str, linked: tuple[tuple[str, str], ...]) -> None:
    markup = f"<script type='application/ld+json'>\n{text}\n</script>"
    assert read_html(markup).head.linked == linked


def test_a_page_without_scripts_shows_what_waits_for_none() -> None:
    page = read_html(f"<p>加载中</p><noscript><p>{WAITING}</p></noscript><p>完")
    assert [line.text for line in page.lines] == ["加载中", WAITING, "完"]


def test_how_characters_are_read_is_not_taken_for_damage() -> None:
    page = clean(
        "<h1>读音</h1><p>“<ruby>长<rp>(</rp><rt>zhǎng</rt><rp>)</rp></ruby>大”的“长”与"
        "“<ruby>长<rp>(</rp><rt>cháng</rt><rp>)</rp></ruby>短”的“长”不同音。"
    )
    assert page.text == "“长大”的“长”与“长短”的“长”不同音。"
    assert {change.repair for change in page.changes} == {"html"}


@pytest.mark.parametrize(
    ("said", "bytes_are", "mark"),
    [
        ("gb2312", "utf-8", b""),
        ("utf-8", "gb18030", b""),
        ("gbk", "utf-8", b"\xef\xbb\xbf"),
        ("utf-8", "utf-16-le", b"\xff\xfe"),
        ("x-user-defined", "utf-8", b""),
    ],
)
def test_what_a_page_says_of_its_bytes_may_be_wrong(said: str, bytes_are: str, mark: bytes) -> None:
    text = "三月四日，县农业农村局开展春耕检查，走访了六个乡镇。"
    markup = (
        f"<html><head><meta charset={said}><title>春耕</title></head><body><p>{text}</p></body>"
    )
    for said_outside in (None, "gbk", "utf-8"):
        page = clean(mark + markup.encode(bytes_are), encoding=said_outside)
        assert page.text == text


@pytest.mark.parametrize("case", CASES["recognised"], ids=lambda case: case["text"][:20])
def test_markup_is_recognised_and_text_that_speaks_of_markup_is_text(case: dict[str, Any]) -> None:
    assert is_html(case["text"]) is case["markup"]
    if not case["markup"]:
        assert clean(case["text"]).repaired == case["text"]


PIECES = (
    "<p> </p> <div class='a b'> </div> <table> </table> <tr> <td> <th> </td> <li> <ul> </ul> "
    "<br> <a href='x'> </a> <span hidden> </span> <script> </script> <style> <!-- --> <![CDATA[ "
    "]]> <title> </title> <html> </html> <h1> </h1> <pre> </pre> <textarea> <select> <svg> "
    "<img alt=图> <p style='display:none'> <noscript> <plaintext> <meta name=a content=b> < > "
    "\" ' = & &#0; \0 檢察機(jī)關(guān) ?jiān)? 来源：新华网 2024-01-05 。 "
    "\n \r \u2028 \ud800 \ufffd 甲 <ruby> <rt> <rp> <rb> </ruby> <object> </object> <math> <hr> "
    "</br> <dialog> <template> <template/shadowrootmode> <font/class='jammer'> </textarea> "
    "<p/hidden=until-found>"
)


@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=60))
def test_any_markup_is_read_and_can_be_undone(parts: list[str]) -> None:
    markup = "".join(parts)
    page = clean(markup, form="html")
    assert page.original == markup
    numbers = [block.line for block in page.blocks]
    assert numbers == sorted(numbers)
    for line in read_html(markup).lines:
        assert line.text == (line.text.rstrip() if line.tag == "pre" else line.text.strip())
        assert line.text.isprintable() or set(line.text) & set("\t\ud800\ufffd\xad")
        assert 0 <= line.link <= len(line.text)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 10_000 + "甲",
        "<table><tr><td>" * 10_000 + "甲",
        "<ul><li>" * 10_000 + "甲" + "</ul>" * 10_000,
        "<span class=a>" * 10_000 + "甲" + "</span>" * 10_000,
        "<section>" + "<div>" * 10_000 + "</section>" * 10_000 + "甲",
        "<" * 200_000 + "甲",
        "<!--" * 50_000 + "甲",
        "<a x='" * 50_001 + "甲",
        '<a x="" ' * 30_000 + "y='>'",
        "<script>" * 20_000 + "<body>甲",
        "<![CDATA[" * 20_000 + "甲",
        "&#" + "9" * 100_000 + "<p>甲",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>甲",
        "中" + "\n " * 100_000 + "甲",
        "<" * 200_000 + ">甲",
        "<svg>" * 50_000 + "甲" + "</svg>",
        "<textarea><p>" * 20_000 + "甲</textarea>",
        "<ruby>甲<rt>" * 20_000,
        "<script>" + "</" * 100_000 + "甲",
        "<script type='application/ld+json'>" + '/*"\\' * 50_000 + "</script>甲",
        "<pre>" * 10_000 + " 甲\n" * 10_000,
    ],
    ids=lambda markup: markup[:12],
)
def test_hostile_markup_is_read(markup: str) -> None:
    page = read_html(markup)
    assert sum(len(line.text) for line in page.lines) <= len(markup)
    assert page.places == tuple(sorted(page.places))


def breaker(old: str, new: str) -> Repair:
    """A repair that puts one text in place of another."""

    def find(text: str, _: object) -> Iterator[Edit]:
        at = text.find(old)
        if at >= 0:
            yield Edit(at, at + len(old), new)

    return Repair("breaker", "for this test", "repair", find, examples=())


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        ("乙乙", "乙\n乙", ["甲甲", "乙", "乙", "丙丙。"]),
        ("甲\n乙", "甲乙", ["甲甲乙乙", "丙丙。"]),
        ("甲甲\n", "", ["乙乙", "丙丙。"]),
    ],
)
def test_lines_keep_their_markup_when_repairs_move_them(
    old: str, new: str, texts: list[str]
) -> None:
    page = clean(
        "<h2>甲甲</h2><ul><li>乙乙</ul><p>丙丙。", repairs=[breaker(old, new)], strip="safe"
    )
    assert [block.text for block in page.blocks] == texts
    assert page.blocks[-1].kind is Kind.PARAGRAPH
    kinds = [block.kind for block in page.blocks if block.text == "乙"]
    assert kinds == [Kind.LIST_ITEM] * len(kinds)


def test_scripts_attributes_and_data_are_left_alone() -> None:
    script = "<script>var s='檢察機(jī)關(guān)';go(ma)</script>"
    markup = f"{script}<p onclick='go(ma)'>檢察機(jī)關(guān)的責(zé)任。</p>"
    page = clean(markup)
    assert page.text == "检察机关的责任。"
    assert script in next(change for change in page.changes if change.repair == "html").before


def test_places_lie_in_the_markup() -> None:
    page = clean("<html>\n<body>\n<div class=nav>首页</div>\n<p>\n檢察機(jī)關(guān)履職。</p>")
    found = explain_dict(page)
    assert {(one["repair"], one["line"]) for one in found["changes"]} >= {("injected_pinyin", 5)}
    assert "html" not in {one["repair"] for one in found["changes"]}
    assert [one["line"] for one in found["removed"]] == [3] * len(found["removed"])
    shown = explain(page, "a.html").split("\n")
    assert shown[0].startswith("a.html:1: html  markup read")
    assert not [line for line in shown[1:] if " html " in line]


def test_a_diff_of_a_page_is_one_of_its_lines() -> None:
    page = clean("<p>檢察機(jī)關(guān)</p>\n<p>检察院。</p>")
    assert unified(page, "a.html").split("\n") == [
        "--- a.html (markup read)",
        "+++ a.html (clean)",
        "@@ -1,2 +1,2 @@",
        "-檢察機關",
        "+检察机关",
        " 检察院。",
    ]


CODE = """def add(items):
    total = 0
    for item in items:
\ttotal += item  # 累加，逐个
    return total"""


def test_indents_of_code_stay() -> None:
    page = clean(
        "<title>怎么写循环</title><h1>怎么写循环</h1><p>下面的例子把一个列表里的数加起来。"
        f"<pre><code>{CODE}\n</code></pre><p>运行它，会得到列表中所有数的和。"
    )
    assert (
        page.text == f"下面的例子把一个列表里的数加起来。\n{CODE}\n运行它，会得到列表中所有数的和。"
    )
    assert f"\n\n```\n{CODE}\n```\n\n" in page.to_markdown()
    assert clean(page.to_text()).to_text() == page.to_text()
    assert clean(page.text).text == page.text


def test_indents_of_verse_stay_and_those_of_paragraphs_do_not() -> None:
    page = clean("<h1>无题</h1><p>  他读道：<pre>  风起了，\n\n    云散了。</pre>", strip="safe")
    assert page.paragraphs[-2:] == ("  风起了，", "    云散了。")
    assert page.paragraphs[0] == "他读道："
    assert clean("  第一段。\n    第二段。", strip="safe").text == "第一段。\n第二段。"


def test_many_documents_take_the_same_options() -> None:
    texts = ["<p>甲&lt;", "<p>乙</p>"]
    assert [page.text for page in clean_many(texts, form="text")] == texts
    assert [page.text for page in clean_many(texts, form="html")] == ["甲<", "乙"]
    with pytest.raises(OptionError):
        clean_many(texts, strip="all")  # type: ignore[arg-type]


def test_the_page_of_an_empty_text_is_empty() -> None:
    assert read_html("").lines == ()
    assert clean("", form="html").blocks == ()
    assert clean("<!-- 甲 -->", form="html").original == "<!-- 甲 -->"
    assert Line("甲", "h3").level == 3
    assert REPAIRS


# ---------------------------------------------------------------- titles and what they stand above

with (Path(__file__).parent / "cases" / "label_pages.toml").open("rb") as file:
    SMALL = tomllib.load(file)["case"]
SHOWN = (Kind.TITLE, Kind.SUBTITLE, Kind.SIGNATURE)


def small(case: dict[str, Any]) -> str:
    return (
        "<!DOCTYPE html><html><head><meta charset=utf-8>"
        f"{case['head']}</head><body>{case['body']}</body></html>"
    )


def unshown(page: Document) -> list[str]:
    """Lines of the text that the document's plain text does not hold; bylines are its fields."""
    shown = page.to_text()
    named = {evidence.line for evidence in page.evidence.values()}
    return [
        block.text
        for block in page.blocks
        if (block.kind.is_body or block.kind in SHOWN)
        and block.text not in shown
        and block.line not in named
    ]


@pytest.mark.parametrize("case", SMALL, ids=lambda case: str(case["why"]))
def test_small_pages(case: dict[str, Any]) -> None:
    page = clean(small(case))
    lines = [block.text for block in page.blocks if block.kind is Kind.TITLE]
    assert page.title == case["title"]
    assert lines == case.get("title_lines", [case["title"]])
    assert list(page.paragraphs) == case.get("text", list(page.paragraphs))
    assert unshown(page) == []
    assert clean(page.to_text()).to_text() == page.to_text()


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_page_is_shown_whole(name: str) -> None:
    assert unshown(document(name)) == []


WORDS = st.lists(
    st.sampled_from(
        ["义务植树", "活动举行", "县长", "2024年", "，", "。", "（", "）", "[", "]", "通知"]
    ),
    min_size=1,
    max_size=8,
).map("".join)
ELEMENTS = st.tuples(st.sampled_from(["h1", "h2", "p", "div", "li"]), WORDS)


@given(WORDS, st.lists(ELEMENTS, min_size=1, max_size=8))
def test_the_text_of_any_page_is_shown_whole(title: str, elements: list[tuple[str, str]]) -> None:
    body = "".join(f"<{tag}>{text}</{tag}>" for tag, text in elements)
    assert unshown(clean(small({"head": f"<title>{title}</title>", "body": body}))) == []
