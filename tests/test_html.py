"""Pages: markup is read into lines, and whole pages become the documents they should."""

import json
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


@pytest.mark.parametrize(
    "name",
    failing(
        "company_news",
        "evening_paper_gbk",
        "forum_thread",
        "gov_recruitment_table",
        "hongkong_press_release",
        "taiwan_column_big5",
        "taiwan_news",
    ),
)
def test_fields(name: str) -> None:
    wanted = expected(name)["fields"]
    values = document(name).to_dict()
    if wanted["published"] and "T" not in wanted["published"]:
        values["published"] = values["published"] and values["published"][:10]
    assert {key: values[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    "name",
    failing(
        "court_judgment",
        "evening_paper_gbk",
        "gov_recruitment_table",
        "gov_two_html",
        "hongkong_press_release",
        "mirror_swallowed",
        "taiwan_column_big5",
    ),
)
def test_paragraphs(name: str) -> None:
    wanted = expected(name)
    paragraphs = list(document(name).paragraphs)
    if "paragraphs" in wanted:
        assert paragraphs == wanted["paragraphs"]
    else:
        assert [text for text in wanted["holds"] if text not in paragraphs] == []
        assert [text for text in wanted["lacks"] if text in paragraphs] == []


@pytest.mark.parametrize("name", failing("agency_report", "gov_two_html", "taiwan_column_big5"))
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


READ: list[tuple[str, str, list[tuple[str, str, int]]]] = [
    ("block elements make lines", "<div>甲<p>乙</p>丙</div>", [("div", "甲", 0), ("p", "乙", 0), ("div", "丙", 0)]),
    ("<br> breaks", "<p>甲<br>乙<br/>丙", [("p", "甲", 0), ("p", "乙", 0), ("p", "丙", 0)]),
    ("a break in the source is no blank in Chinese", "<p>甲\n  乙 CCTV\n 丙", [("p", "甲乙 CCTV 丙", 0)]),
    ("no-break spaces are blanks", "<p>&nbsp;　甲&nbsp;&nbsp;乙&nbsp;", [("p", "甲  乙", 0)]),
    ("characters of links are counted", "<p>见<a href=1>甲乙</a>和<a name=x>丙</a>", [("p", "见甲乙和丙", 2)]),
    ("links side by side keep apart", "<p><a href=1>首页</a><a href=2>新闻</a>", [("p", "首页 新闻", 4)]),
    ("words set off in text do not", "<p>中<b>国</b><i>人</i>", [("p", "中国人", 0)]),
    ("a link never closed ends with the next", "<div><a href=1>甲<a href=2>乙</div>", [("div", "甲 乙", 2)]),
    ("list items", "<ul><li>甲<li><p>乙</p><p>丙</p></ul>", [("li", "甲", 0), ("li", "乙", 0), ("p", "丙", 0)]),
    ("headings lend their name", "<h2><div>甲</div></h2>", [("h2", "甲", 0)]),
    ("so do quotations", "<blockquote><p>甲</p></blockquote>", [("blockquote", "甲", 0)]),
    ("captions", "<figure><img alt=图><figcaption>甲</figcaption></figure>", [("img", "图", 0), ("figcaption", "甲", 0)]),
    ("a row of data is a line", "<table><tr><th>名<th>数<tr><td><p>甲</p><td>1</table>", [("tr", "名\t数", 0), ("tr", "甲\t1", 0)]),
    ("an empty cell keeps its place", "<table><tr><td>甲<td><td>1</table>", [("tr", "甲\t\t1", 0)]),
    ("cells that lay out a page", "<table><tr><td><h1>甲</h1>乙<td>丙</table>", [("h1", "甲", 0), ("td", "乙", 0), ("td", "丙", 0)]),
    ("tables in cells", "<table><tr><td>甲<table><tr><td>乙<td>丙</table><td>丁</table>", [("td", "甲", 0), ("tr", "乙\t丙", 0), ("td", "丁", 0)]),
    ("lines of <pre>", "<pre>甲 = 1\n\n  乙 = 2</pre>", [("pre", "甲 = 1", 0), ("pre", "乙 = 2", 0)]),
    ("scripts, styles, comments, noscript", "<script>a<b</script><style>p{}</style><!-- 丙 --><noscript>丁</noscript>甲", [("", "甲", 0)]),
    ("choices of a form", "<select><option>甲<option>乙</select><p>丙", [("p", "丙", 0)]),
    ("display: none", "<p style='DISPLAY : none'>甲</p><p>乙", [("p", "乙", 0)]),
    ("hidden, with the same element inside", "<div hidden>甲<div>乙</div>丙</div>丁", [("", "丁", 0)]),
    ("a hidden <p> ends with the next", "<p style=display:none>甲<p>乙", [("p", "乙", 0)]),
    ("a hidden <span>", "<p>甲<span style='display:none'>乙<span>丙</span></span>丁", [("p", "甲丁", 0)]),
    ("visibility: hidden is for scripts to undo", "<div style='visibility: hidden; overflow:hidden'>甲</div>", [("div", "甲", 0)]),
    ("a class of that name hides nothing", "<p class=hidden>甲", [("p", "甲", 0)]),
    ("a page whose text waits for a script", f"<p>登录</p><div style='display:none'>{'甲' * 300}</div>", [("p", "登录", 0), ("div", "甲" * 300, 0)]),
    ("two pages", "<html><p hidden>甲</html><html><p>乙</html>", [("p", "乙", 0)]),
    ("text behind </html>", "<html><body><p>甲</body></html><p>乙", [("p", "甲", 0), ("p", "乙", 0)]),
    ("end tags of nothing", "</div></p></table>甲</td></b>乙", [("", "甲", 0), ("", "乙", 0)]),
    ("character references", "<p>&lt;甲&gt; &copy2024 &#20057;&#x4e19 &unknown; &", [("p", "<甲> ©2024 乙丙 &unknown; &", 0)]),
    ("references that are none", "<p>&#xD800;甲&#99999999;", [("p", "�甲�", 0)]),
    ("zero bytes and lone surrogates", "<p>甲\0\ud800乙", [("p", "甲\ud800乙", 0)]),
    ("CDATA is text", "<p><![CDATA[甲 < 乙]]>丙", [("p", "甲 < 乙丙", 0)]),
    ("less-than signs", "<p>1 < 2 <3 <", [("p", "1 < 2 <3 <", 0)]),
    ("a tag that the end cuts off", "<p>甲</p><div cla", [("p", "甲", 0)]),
    ("a comment never closed", "<p>甲<!-- 乙 > 丙", [("p", "甲 丙", 0)]),
    ("a quotation mark left out", '<p class="a>甲</p><p>"乙"', [("p", "甲", 0), ("p", '"乙"', 0)]),
    ("markup in an attribute", "<p title='<b>乙</b>'>甲", [("p", "甲", 0)]),
    ("textareas show their text", "<textarea>甲\n<b>乙</textarea>", [("pre", "甲", 0), ("pre", "<b>乙", 0)]),
    ("plaintext is the rest", "<p>甲<plaintext>乙</p>", [("p", "甲", 0), ("pre", "乙</p>", 0)]),
    ("frames", "<iframe>甲</iframe>乙", [("", "乙", 0)]),
    ("a drawing's title", "<svg><title>甲</title><path d=1 /></svg><p>乙", [("p", "乙", 0)]),
    ("a hidden address", "<p><a class=__cf_email__ data-cfemail=5a3b>[email&#160;protected]</a>", [("p", "[email protected]", 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "lines"), [row[1:] for row in READ], ids=[r[0] for r in READ])
def test_lines(markup: str, lines: list[tuple[str, str, int]]) -> None:
    assert [(line.tag, line.text, line.link) for line in read_html(markup).lines] == lines


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
        '"keywords": ["甲", "乙"], "n": 1,}]}</script><script type=application/ld+json>{oops</script>'
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


MARKUP = [
    "<p>甲</p>",
    "<p>甲<p>乙",
    "\ufeff\n<!-- 新闻 --><!DOCTYPE html><html>",
    "<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html xmlns=''>",
    "<HTML><HEAD><TITLE>通知</TITLE>",
    "<title>通知</title><p>元旦放假一天。<p>责任编辑：李婷",
    "<meta charset=gbk><p>甲",
    "<div class=a><p>甲<br>乙</div>",
    "<p>甲，<a href='/x'>乙</a>，丙</p>",
    "Warning: mysql_connect() in /index.php on line 3\n<!DOCTYPE html><html><head>",
]
NO_MARKUP = [
    "",
    "通知",
    "<div>和</div>必须成对出现。",
    "<html>、<head>、<body>是三个基本标签。",
    "<p>标签定义段落，<br>标签换行。",
    '<a href="u">文字</a>标签用来定义超链接，href属性是地址，target属性是打开方式。',
    "在网页里，<div>元素没有含义，<p>才有。",
    "<b>重要</b>\n这里是很长的一段正文，里面没有别的标记。",
    "<https://a.example> <http://b.example>",
    "<我>和<你>",
    "1 < 2 <3",
    "<?xml version='1.0'?><rss><channel><title>新闻</title></channel></rss>",
    "<feed><entry>甲</entry></feed>",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_recognised(text: str) -> None:
    assert is_html(text)


@pytest.mark.parametrize("text", NO_MARKUP)
def test_text_that_speaks_of_markup_is_text(text: str) -> None:
    assert not is_html(text)
    assert clean(text).original == text
    assert clean(text).repaired == text


PARTS = st.sampled_from(
    "<p> </p> <div class='a b'> </div> <table> </table> <tr> <td> <th> </td> <li> <ul> </ul> <br> "
    "<a href='x'> </a> <span hidden> </span> <script> </script> <style> <!-- --> <![CDATA[ ]]> "
    "<title> </title> <html> </html> <h1> </h1> <pre> </pre> <textarea> <select> <svg> <img alt=图> "
    "<p style='display:none'> <noscript> <plaintext> <meta name=a content=b> < > \" ' = & &#0; \\0"
    " 檢察機(jī)關(guān) ?jiān)? 来源：新华网 2024-01-05 。 \n \r \u2028 \ud800 \ufffd 甲".split(
        " "
    )
)


@given(st.lists(PARTS, max_size=60))
def test_any_markup_is_read_and_can_be_undone(parts: list[str]) -> None:
    markup = "".join(parts).replace("\\0", "\0")
    page = clean(markup, form="html")
    assert page.original == markup
    numbers = [block.line for block in page.blocks]
    assert numbers == sorted(numbers)
    for line in read_html(markup).lines:
        assert line.text == line.text.strip()
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
