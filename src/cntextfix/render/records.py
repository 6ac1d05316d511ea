"""A Document in the shapes that other tools take and give.

>>> from cntextfix.document import Block, Document, Kind
>>> page = Document(title="通知", source="检察日报", url="http://a.example/1.html",
...                 blocks=(Block(Kind.PARAGRAPH, "放假。", 1),))
>>> langchain(page)["page_content"], langchain(page)["metadata"]["publisher"]
('放假。', '检察日报')

One name means two things there: ``source`` is the address in LangChain and LlamaIndex, and the
site's name in Trafilatura is ``sitename``. Each function says what became of 来源.
"""

from typing import Any

from cntextfix.document import Document, Kind
from cntextfix.render.schema_org import people, sections

__all__ = ["flat", "langchain", "llamaindex", "trafilatura"]

_LANGUAGES = {"simplified": "zh", "traditional": "zh", "mixed": "zh", "japanese": "ja"}


def trafilatura(document: Document) -> dict[str, Any]:
    """The keys of what ``trafilatura.bare_extraction`` gives as a dictionary.

    Args:
        document: what to render.

    Returns:
        All its keys that are no object of its parser; what is not known is ``None``, as there.
        "sitename" is 来源 or else the site, several authors are joined by "; ", "date" is the day.
    """
    comments = [block.text for block in document.blocks if block.kind is Kind.COMMENT]
    return {
        "title": document.title,
        "author": "; ".join(people(document.author)) or None,
        "url": document.url,
        "hostname": _hostname(document.url),
        "description": None,
        "sitename": document.source or document.site,
        "date": document.published.isoformat()[:10] if document.published else None,
        "categories": list(sections(document)),
        "tags": list(document.keywords),
        "fingerprint": None,
        "id": None,
        "license": None,
        "comments": "\n".join(comments) or None,
        "raw_text": document.text,
        "text": document.text,
        "language": _LANGUAGES.get(document.script or ""),
        "image": None,
        "pagetype": None,
        "filedate": None,
    }


def langchain(document: Document) -> dict[str, Any]:
    """The arguments of a LangChain ``Document``.

    Args:
        document: what to render.

    Returns:
        "page_content" and "metadata", which holds strings alone, because vector stores take no
        lists; its "source" is the address, as everywhere there, and 来源 is the "publisher".
    """
    return {"page_content": document.text, "metadata": _metadata(document)}


def llamaindex(document: Document) -> dict[str, Any]:
    """The arguments of a LlamaIndex ``Document``.

    Args:
        document: what to render.

    Returns:
        "text", "metadata" as for LangChain, and what of it is no use to a model:
        "excluded_embed_metadata_keys" and "excluded_llm_metadata_keys".
    """
    metadata = _metadata(document)
    addresses = [key for key in ("source", "original_url") if key in metadata]
    return {
        "text": document.text,
        "metadata": metadata,
        "excluded_embed_metadata_keys": addresses,
        "excluded_llm_metadata_keys": addresses,
    }


def flat(document: Document) -> dict[str, str | None]:
    """A row for a table of documents, as Hugging Face's data sets and datatrove keep them.

    Args:
        document: what to render.

    Returns:
        The same columns for every document, each a string or ``None``: "text" (the body) and "id"
        (the address, or a hash of what came in) first.
    """
    return {
        "text": document.text,
        "id": document.url or _hash(document.original),
        "url": document.url,
        "title": document.title,
        "subtitles": " ".join(document.subtitles) or None,
        "site": document.site,
        "source": document.source,
        "author": document.author,
        "editor": document.editor,
        "published": document.published.isoformat() if document.published else None,
        "modified": document.modified.isoformat() if document.modified else None,
        "original_url": document.original_url,
        "breadcrumb": " > ".join(document.breadcrumb) or None,
        "number": document.number,
        "keywords": "、".join(document.keywords) or None,
        "signature": document.signature,
        "licence": document.licence,
        "encoding": document.encoding,
        "script": document.script,
    }


def _metadata(document: Document) -> dict[str, str]:
    row = flat(document)
    names = (
        ("source", "url"),
        ("title", "title"),
        ("subtitles", "subtitles"),
        ("publisher", "source"),
        ("site", "site"),
        ("author", "author"),
        ("editor", "editor"),
        ("published", "published"),
        ("modified", "modified"),
        ("original_url", "original_url"),
        ("breadcrumb", "breadcrumb"),
        ("number", "number"),
        ("keywords", "keywords"),
    )
    return {name: value for name, key in names if (value := row[key])}


def _hostname(url: str | None) -> str | None:
    from urllib.parse import urlsplit

    try:
        return urlsplit(url).hostname if url else None
    except ValueError:  # "http://[" is what a page may say of itself
        return None


def _hash(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
