"""Exports: every field arrives where the other tool looks for it, and nothing is made up."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from cntextfix import Block, Document, Kind, clean

PAGE = Document(
    title="检察机关开展专项监督",
    subtitles=("——护航春耕",),
    site="平川网",
    source="检察日报",
    author="李婷、王芳",
    editor="苗青",
    published=datetime(2024, 1, 5, 10, 30, tzinfo=timezone(timedelta(hours=8))),
    modified=datetime(2024, 1, 6, 8, 0, tzinfo=timezone(timedelta(hours=8))),
    url="http://www.pingchuan.example/1.html",
    original_url="http://www.jcrb.example/2.html",
    breadcrumb=("首页", "法治", "正文"),
    number="平检发〔2024〕1号",
    keywords=("检察", "监督"),
    script="simplified",
    blocks=(
        Block(Kind.PARAGRAPH, "会议召开。", 1),
        Block(Kind.COMMENT, "好！", 2),
        Block(Kind.PARAGRAPH, "工作部署。", 3),
    ),
)
EXPORTS = ["to_schema_org", "to_trafilatura", "to_langchain", "to_llamaindex", "to_flat"]


def test_schema_org() -> None:
    assert PAGE.to_schema_org() == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "检察机关开展专项监督",
        "alternativeHeadline": "——护航春耕",
        "author": [{"@type": "Person", "name": "李婷"}, {"@type": "Person", "name": "王芳"}],
        "editor": [{"@type": "Person", "name": "苗青"}],
        "sourceOrganization": {"@type": "Organization", "name": "检察日报"},
        "publisher": {"@type": "Organization", "name": "平川网"},
        "datePublished": "2024-01-05T10:30:00+08:00",
        "dateModified": "2024-01-06T08:00:00+08:00",
        "articleSection": ["法治"],
        "keywords": ["检察", "监督"],
        "identifier": "平检发〔2024〕1号",
        "url": "http://www.pingchuan.example/1.html",
        "isBasedOn": "http://www.jcrb.example/2.html",
        "inLanguage": "zh-Hans",
        "articleBody": "会议召开。\n工作部署。",
    }


def test_trafilatura() -> None:
    values = PAGE.to_trafilatura()
    assert values["author"] == "李婷; 王芳"
    assert values["date"] == "2024-01-05"
    assert values["hostname"] == "www.pingchuan.example"
    assert values["sitename"] == "检察日报"
    assert values["categories"] == ["法治"]
    assert values["tags"] == ["检察", "监督"]
    assert values["comments"] == "好！"
    assert values["text"] == values["raw_text"] == "会议召开。\n工作部署。"
    assert "苗青" not in str(values)
    assert Document(site="平川网").to_trafilatura()["sitename"] == "平川网"


def test_trafilatura_has_the_keys_of_the_tool() -> None:
    tool = pytest.importorskip("trafilatura.settings")
    parsed = {"body", "commentsbody"}
    assert set(PAGE.to_trafilatura()) == set(tool.Document().as_dict()) - parsed


def test_langchain_and_llamaindex_have_the_address_as_source() -> None:
    metadata = PAGE.to_langchain()["metadata"]
    assert metadata["source"] == PAGE.url
    assert metadata["publisher"] == "检察日报"
    assert metadata["editor"] == "苗青"
    assert {type(value) for value in metadata.values()} == {str}
    index = PAGE.to_llamaindex()
    assert index["metadata"] == metadata
    assert index["text"] == PAGE.to_langchain()["page_content"] == PAGE.text
    assert index["excluded_embed_metadata_keys"] == ["source", "original_url"]


def test_rows_have_the_same_columns() -> None:
    full, empty = PAGE.to_flat(), Document().to_flat()
    assert list(full) == list(empty)
    assert full["id"] == full["url"] == PAGE.url
    assert full["keywords"] == "检察、监督"
    assert empty["url"] is None
    assert empty["id"]


def test_the_id_of_a_text_without_address_is_that_of_its_content() -> None:
    first, same, other = (clean(text).to_flat()["id"] for text in ("甲\ud800", "甲\ud800", "乙"))
    assert first == same != other


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_are_plain_values(name: str) -> None:
    for page in (PAGE, Document(), clean("<p>甲</p>"), Document(url="http://[")):
        values = getattr(page, name)()
        assert json.loads(json.dumps(values)) == values
