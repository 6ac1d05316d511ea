"""A Document as the description that search engines read: schema.org's NewsArticle in JSON-LD.

>>> from cntextfix.document import Block, Document, Kind
>>> page = Document(title="通知", source="检察日报", blocks=(Block(Kind.PARAGRAPH, "放假。", 1),))
>>> article = schema_org(page)
>>> article["headline"], article["sourceOrganization"]
('通知', {'@type': 'Organization', 'name': '检察日报'})

The properties are those of https://schema.org/NewsArticle.
"""

from typing import Any

from cntextfix.document import Document

__all__ = ["people", "schema_org", "sections"]

_LANGUAGES = {"simplified": "zh-Hans", "traditional": "zh-Hant", "mixed": "zh", "japanese": "ja"}
_NO_SECTIONS = frozenset(
    {"首页", "首頁", "主页", "主頁", "正文", "内容", "內容", "详细内容", "文章"}
)


def schema_org(document: Document) -> dict[str, Any]:
    """The document as JSON-LD; properties without a value are left out.

    Args:
        document: what to render.

    Returns:
        The properties. 来源 is the "sourceOrganization", the site the "publisher"; 原文链接 is
        what the page "isBasedOn".
    """
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": document.title,
        "alternativeHeadline": " ".join(document.subtitles),
        "author": [_named("Person", name) for name in people(document.author)],
        "editor": [_named("Person", name) for name in people(document.editor)],
        "sourceOrganization": _named("Organization", document.source),
        "publisher": _named("Organization", document.site),
        "datePublished": document.published.isoformat() if document.published else None,
        "dateModified": document.modified.isoformat() if document.modified else None,
        "articleSection": list(sections(document)),
        "keywords": list(document.keywords),
        "identifier": document.number,
        "url": document.url,
        "isBasedOn": document.original_url,
        "inLanguage": _LANGUAGES.get(document.script or ""),
        "articleBody": document.text,
    }
    return {key: value for key, value in values.items() if value}


def people(names: str | None) -> list[str]:
    """The names in a field that holds several, joined by "、".

    >>> people("李婷、王芳"), people(None)
    (['李婷', '王芳'], [])
    """
    return names.split("、") if names else []


def sections(document: Document) -> tuple[str, ...]:
    """The sections above the page, without those that every page has.

    >>> sections(Document(breadcrumb=("首页", "新闻", "正文")))
    ('新闻',)
    """
    return tuple(name for name in document.breadcrumb if name not in _NO_SECTIONS)


def _named(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None
