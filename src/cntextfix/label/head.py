"""What the head of a page says of it: the names that carry each field, and nothing trusted blindly.

The lists hold the names that newsrooms' systems and the government's page tags
(《政府网站发展指引》, 国办发〔2017〕47号, annex 1) use, lower case, without blanks.

>>> head = Head(meta=(("weibo: article:create_at", "2024-01-05 10:30:00"),))
>>> first(said_by(head), PUBLISHED)
('2024-01-05 10:30:00', Evidence(line=None, rule='meta weibo: article:create_at', note=''))
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cntextfix.document import Evidence
from cntextfix.page import Head

__all__ = [
    "AUTHOR",
    "EDITOR",
    "KEYWORDS",
    "MODIFIED",
    "MOST_TITLES",
    "ORGANISATION",
    "PUBLISHED",
    "SITE",
    "SOURCE",
    "SOURCE_OR_OUTLET",
    "TITLE",
    "URL",
    "Names",
    "Said",
    "every",
    "first",
    "said_by",
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


MOST_TITLES = 8
"""A page calls itself by three or four names; each is looked for in every line."""

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

_TEMPLATE = re.compile(r"\{\{|\}\}|<%|\$\{|^(?:null|undefined|none|-)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself, sorted by name; empty for plain text.

    Args:
        title: the text of its ``<title>``.
        canonical: the address it gives as its own.
        meta: name as written and content, by the name without blanks.
        linked: path as written and value, by the path below the article.
    """

    title: str = ""
    canonical: str = ""
    meta: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    linked: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether the page says anything but its title."""
        return bool(self.meta or self.linked or self.canonical)


def said_by(head: Head | None) -> Said:
    """A page's head, sorted.

    Args:
        head: what the page says of itself, where it came as markup.
    """
    if head is None:
        return Said()
    meta: dict[str, list[tuple[str, str]]] = {}
    for name, value in head.meta:
        meta.setdefault("".join(name.split()), []).append((" ".join(name.split()), value))
    linked: dict[str, list[tuple[str, str]]] = {}
    for path, value in head.linked:
        linked.setdefault(path.removeprefix("mainEntity."), []).append((path, value))
    return Said(" ".join(head.title.split()), head.canonical.strip(), meta, linked)


def every(said: Said, names: Names) -> Iterator[tuple[str, Evidence]]:
    """The values that stand under the names, in the order of the names.

    Args:
        said: what the page says of itself.
        names: where to look.
    """
    if not said:
        return
    for group, source, wanted in (
        ("meta", said.meta, names.meta),
        ("json-ld", said.linked, names.linked),
    ):
        for key in wanted if source else ():
            for name, value in source.get(key, ()):
                text = value.strip()
                if text and _TEMPLATE.search(text) is None:
                    yield text, Evidence(None, f"{group} {name}")


def first(said: Said, names: Names) -> tuple[str, Evidence] | None:
    """The first value that stands under the names.

    Args:
        said: what the page says of itself.
        names: where to look.
    """
    return next(every(said, names), None)
