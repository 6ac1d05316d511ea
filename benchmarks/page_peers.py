"""Other tools that take the main text and the fields out of a page; each is optional.

Each takes a page's HTML and gives its body and those of the fields that it has. What a tool calls
the site's name or the publisher is compared with the source (来源), because it has no other place
for it.
"""

from collections.abc import Callable
from typing import Any

Extracted = tuple[str, dict[str, str | None]]
Extractor = Callable[[str], Extracted]


def trafilatura() -> Extractor:
    """Trafilatura with its defaults, without comments."""
    from trafilatura import bare_extraction

    def extract(html: str) -> Extracted:
        found: Any = bare_extraction(html, with_metadata=True, include_comments=False)
        if found is None:
            return "", dict.fromkeys(("title", "date", "source", "author"))
        return found.text or "", {
            "title": found.title,
            "date": found.date,
            "source": found.sitename,
            "author": found.author,
        }

    return extract


def readability() -> Extractor:
    """The Python port of Readability."""
    from readability import Document

    def extract(html: str) -> Extracted:
        page = Document(html)
        return _text(page.summary()), {"title": page.short_title()}

    return extract


def justext() -> Extractor:
    """Without stop words, which Chinese text has no blanks for, and with lengths for Chinese."""
    from justext import justext as split

    def extract(html: str) -> Extracted:
        paragraphs = split(html, frozenset(), 25, 60, 0.0, 0.0)
        return "\n".join(p.text for p in paragraphs if not p.is_boilerplate), {}

    return extract


def resiliparse() -> Extractor:
    """Resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    def extract(html: str) -> Extracted:
        return extract_plain_text(html, main_content=True), {}

    return extract


def newspaper4k() -> Extractor:
    """newspaper4k, told that the language is Chinese."""
    from newspaper import Article

    def extract(html: str) -> Extracted:
        article = Article("http://example.cn/a/b/c.html", language="zh")
        article.download(input_html=html)
        article.parse()
        published = article.publish_date
        return article.text, {
            "title": article.title,
            "date": published.isoformat() if published else None,
            "author": ";".join(article.authors) or None,
        }

    return extract


def gne() -> Extractor:
    """GeneralNewsExtractor with its defaults."""
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def extract(html: str) -> Extracted:
        found = extractor.extract(html)
        return found["content"], {
            "title": found["title"] or None,
            "date": found["publish_time"] or None,
            "author": found["author"] or None,
        }

    return extract


PEERS: dict[str, Callable[[], Extractor]] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "jusText": justext,
    "resiliparse": resiliparse,
    "newspaper4k": newspaper4k,
    "GNE": gne,
}


def _text(html: str) -> str:
    from lxml.html import fromstring

    return str(fromstring(html).text_content()) if html.strip() else ""
