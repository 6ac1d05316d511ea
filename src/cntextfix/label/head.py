"""What the head of a page says of it: the names that carry each field, and nothing trusted blindly.

The lists hold the names that newsrooms' systems and the government's page tags
(《政府网站发展指引》, 国办发〔2017〕47号, annex 1) use, lower case, without blanks.

>>> head = Head(meta=(("weibo: article:create_at", "2024-01-05 10:30:00"),))
>>> first(head, PUBLISHED)
('2024-01-05 10:30:00', Evidence(line=None, rule='meta weibo: article:create_at', note=''))
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cntextfix.document import Evidence
from cntextfix.page import Head

__all__ = [
    "AUTHOR",
    "EDITOR",
    "KEYWORDS",
    "MODIFIED",
    "ORGANISATION",
    "PUBLISHED",
    "SITE",
    "SOURCE",
    "SOURCE_OR_OUTLET",
    "TITLE",
    "URL",
    "Names",
    "every",
    "first",
]


@dataclass(frozen=True, slots=True)
class Names:
    """The names a field has in a page's head, the most telling first.

    Args:
        meta: of ``<meta>``.
        linked: of JSON-LD, as a path below the article.
    """

    meta: tuple[str, ...]
    linked: tuple[str, ...] = ()


PUBLISHED = Names(
    (
        *("article:published_time", "og:article:published_time", "publishdate", "pubdate"),
        *("weibo:article:create_at", "og:time", "og:release_date", "apub:time"),
        *("firstpublishedtime", "publish_time", "publishtime", "publish-date", "publish_date"),
        *("article:published", "datepublished", "publication_date", "publicationdate"),
        *("published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date"),
        *("dcterms.issued", "dcterms.created", "article:create_at", "bytedance:published_time"),
        *("og:published_time", "article:publish_time", "rel_date", "pub_date", "date"),
    ),
    ("datePublished", "pubDate", "dateCreated", "uploadDate"),
)
MODIFIED = Names(
    (
        *("article:modified_time", "og:updated_time", "bytedance:updated_time"),
        *("bytedance:lrdate_time", "weibo:article:update_at", "lastmodifiedtime", "datemodified"),
        *(
            "og:article:modified_time",
            "article:updated_time",
            "dcterms.modified",
            "lastmod",
            "dateupdate",
        ),
    ),
    ("dateModified", "upDate"),
)
TITLE = Names(
    ("og:title", "articletitle", "twitter:title", "title", "headline"), ("headline", "title")
)
SITE = Names(("og:site_name", "sitename", "application-name"), ("publisher.name", "isPartOf.name"))
SOURCE = Names(("source", "mediaid", "contentsource", "article:source", "og:source"))
# Some systems put the outlet where the author belongs.
SOURCE_OR_OUTLET = Names(("article:author", "og:article:author", "author"), ("author.name",))
ORGANISATION = Names((), ("author.name", "author"))
AUTHOR = Names(
    ("author", "article:author", "og:article:author", "dc.creator", "byl"),
    ("author.name", "author", "creator.name", "creator"),
)
EDITOR = Names(("editor", "responsibleeditor"), ("editor.name", "editor"))
KEYWORDS = Names(("keywords", "news_keywords"), ("keywords",))
URL = Names(("og:url", "url", "twitter:url"), ("mainEntityOfPage.@id", "mainEntityOfPage", "url"))

_BLANK = re.compile(r"\s+")
_ARTICLE = re.compile(r"(?:^|(?<=\.))(?:@graph|\d+|mainEntity)\.")
_TEMPLATE = re.compile(r"\{\{|\}\}|<%|\$\{|^(?:null|undefined|none|-)$", re.IGNORECASE)


def every(head: Head, names: Names) -> Iterator[tuple[str, Evidence]]:
    """The values that stand under the names, in the order of the names.

    Args:
        head: what the page says of itself.
        names: where to look.
    """
    meta = [(_BLANK.sub("", name), name, value) for name, value in head.meta]
    for wanted in names.meta:
        for bare, name, value in meta:
            if bare == wanted and _is_said(value):
                yield value.strip(), Evidence(None, f"meta {' '.join(name.split())}")
    for wanted in names.linked:
        for path, value in head.linked:
            if _ARTICLE.sub("", path) == wanted and _is_said(value):
                yield value.strip(), Evidence(None, f"json-ld {path}")


def first(head: Head | None, names: Names) -> tuple[str, Evidence] | None:
    """The first value that stands under the names.

    Args:
        head: what the page says of itself, where it came as markup.
        names: where to look.
    """
    return next(every(head, names), None) if head is not None else None


def _is_said(value: str) -> bool:
    """Whether a value is one, not an empty place of a template."""
    return bool(value.strip()) and _TEMPLATE.search(value.strip()) is None
