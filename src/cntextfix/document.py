"""The Document: what a page says, with every line it came with and every change made to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cntextfix.edits import Change

__all__ = ["Block", "Document", "Evidence", "Heading", "Kind"]


class Kind(StrEnum):
    """What a line of a page is: content first, furniture (boilerplate) after."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE = "table"
    CAPTION = "caption"
    BYLINE = "byline"  # names who wrote or signed: 作者, 记者, （检察日报社 巩宸宇）
    SIGNATURE = "signature"  # issuing body and date at the end of an official document

    METADATA = "metadata"  # labelled facts about the page, no author: 来源, 发布时间, 点击数
    MASTHEAD = "masthead"
    NAVIGATION = "navigation"
    BREADCRUMB = "breadcrumb"
    TOOLBAR = "toolbar"
    SHARE = "share"
    RELATED = "related"
    PAGINATION = "pagination"
    DISCLAIMER = "disclaimer"
    COPYRIGHT = "copyright"
    CONTACT = "contact"
    ADVERT = "advert"
    SOURCE_LINK = "source_link"
    COMMENT = "comment"  # what readers wrote below the text
    IMAGE = "image"  # the alternative text of a picture, which the page does not show
    OTHER = "other"  # outside the text, and no rule says what it is

    @property
    def is_content(self) -> bool:
        """Whether such a line belongs to the text, not to the site's furniture."""
        return self in _CONTENT

    @property
    def is_body(self) -> bool:
        """Whether such a line is one of the document's paragraphs."""
        return self in _BODY


_BODY = frozenset(
    {
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.LIST_ITEM,
        Kind.QUOTE,
        Kind.TABLE,
        Kind.CAPTION,
    }
)
_CONTENT = _BODY | {Kind.TITLE, Kind.SUBTITLE, Kind.BYLINE, Kind.SIGNATURE}


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled line, or a part of one.

    Args:
        kind: what it is.
        text: its text, without indent and trailing blanks; lines of ``<pre>`` keep their indent.
        line: the line of the repaired text it stands on, from 1.
        level: depth of a heading, 1 the highest; 0 for everything else.
        rule: the rule or feature that gave the kind; empty for plain paragraphs.
    """

    kind: Kind
    text: str
    line: int
    level: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field's value was read.

    Args:
        line: the line of the repaired text, from 1; ``None`` where the page does not show it.
        rule: the rule that labelled the line, or where in the page's head the value stands, as
            "meta article:published_time", "json-ld datePublished", "title".
        note: what had to be assumed, as "time zone assumed"; may be empty.
    """

    line: int | None
    rule: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the headings below it.

    Args:
        level: 1 the highest.
        text: the heading with its number; of a run-in heading, its first sentence.
        line: the line it stands on, from 1.
        children: the headings of deeper level that follow it.
    """

    level: int
    text: str
    line: int
    children: tuple["Heading", ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A page as a structured text.

    Missing values are ``None`` or empty. Nothing is lost: `blocks` holds every line with text,
    furniture too, and `original` gives back the decoded input, character by character.

    Args:
        title: the headline.
        subtitles: kickers and sub-headlines around it, in order.
        site: the name of the site the page was taken from.
        source: who published the text first (来源).
        author: who wrote it; several joined by "、".
        editor: who edited it (责任编辑); several joined by "、".
        editors: role and name of everyone in the editors' chain, as ("初审", "王芳"), in order.
        published: date, or date and time, of publication.
        modified: date, or date and time, of the last change.
        url: where the page is.
        original_url: where the text stood first, as the page says (原文链接).
        breadcrumb: the path of sections above the page, outermost first.
        number: the number of an official document (文号), as "国办发〔2022〕15号".
        keywords: what the page calls its keywords.
        signature: issuing body and date at the end of an official document.
        licence: the site's ICP number.
        evidence: for each field that was found, where.
        blocks: every labelled line, in order.
        repaired: the whole text after repair, which the blocks' line numbers refer to.
        changes: what each repair did, in order.
        encoding: the encoding the bytes were read as; ``None`` for a ``str``.
        script: "simplified", "traditional", "mixed", "japanese", or ``None`` where nothing tells.
    """

    title: str | None = None
    subtitles: tuple[str, ...] = ()
    site: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    editors: tuple[tuple[str, str], ...] = ()
    published: date | datetime | None = None
    modified: date | datetime | None = None
    url: str | None = None
    original_url: str | None = None
    breadcrumb: tuple[str, ...] = ()
    number: str | None = None
    keywords: tuple[str, ...] = ()
    signature: str | None = None
    licence: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict, hash=False)
    blocks: tuple[Block, ...] = ()
    repaired: str = ""
    changes: tuple[Change, ...] = ()
    encoding: str | None = None
    script: str | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's texts in order, headings included."""
        return tuple(block.text for block in self.blocks if block.kind.is_body)

    @property
    def text(self) -> str:
        """The body, one paragraph a line."""
        return "\n".join(self.paragraphs)

    @property
    def removed(self) -> tuple[Block, ...]:
        """The furniture: every block that is not content."""
        return tuple([block for block in self.blocks if not block.kind.is_content])

    @property
    def outline(self) -> tuple[Heading, ...]:
        """The headings as a tree."""
        return _tree([block for block in self.blocks if block.kind is Kind.HEADING])

    @property
    def original(self) -> str:
        """The decoded input, rebuilt by undoing every change, the last one first."""
        text = self.repaired
        for change in reversed(self.changes):
            text = change.undo(text)
        return text

    def to_text(self) -> str:
        r"""Title, subtitles, body and signature, one a line.

        >>> Document(title="通知", blocks=(Block(Kind.PARAGRAPH, "各单位：", 2),)).to_text()
        '通知\n各单位：'
        """
        from cntextfix.render.text import text

        return text(self)

    def to_markdown(self) -> str:
        """The document as Markdown, its fields as front matter."""
        from cntextfix.render.markdown import markdown

        return markdown(self)

    def to_html(self, name: str = "") -> str:
        """A page to look at: every line with its label, every change, every field's evidence.

        Args:
            name: how to call the document, as a file's name.
        """
        from cntextfix.render.report import report

        return report(self, name)

    def to_dict(self) -> dict[str, Any]:
        """The document as plain values, ready for JSON; `from_dict` reads it back."""
        from cntextfix.render.json import to_dict

        return to_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """The document as JSON.

        Args:
            indent: blanks a level; ``None`` for one line.
        """
        from cntextfix.render.json import to_json

        return to_json(self, indent=indent)

    def to_schema_org(self) -> dict[str, Any]:
        """The document as schema.org's NewsArticle, ready to be written as JSON-LD."""
        from cntextfix.render.schema_org import schema_org

        return schema_org(self)

    def to_trafilatura(self) -> dict[str, Any]:
        """The document under the keys of Trafilatura's ``bare_extraction``."""
        from cntextfix.render.records import trafilatura

        return trafilatura(self)

    def to_langchain(self) -> dict[str, Any]:
        """The arguments of a LangChain ``Document``: "page_content" and "metadata"."""
        from cntextfix.render.records import langchain

        return langchain(self)

    def to_llamaindex(self) -> dict[str, Any]:
        """The arguments of a LlamaIndex ``Document``: "text", "metadata" and what to keep out."""
        from cntextfix.render.records import llamaindex

        return llamaindex(self)

    def to_flat(self) -> dict[str, str | None]:
        """The document as a row of strings: "text", "id", and a column for each field."""
        from cntextfix.render.records import flat

        return flat(self)

    @staticmethod
    def from_dict(values: dict[str, Any]) -> "Document":
        """The Document that `to_dict` wrote.

        Raises:
            ValueError: the values are of a schema this version does not know.
        """
        from cntextfix.render.json import from_dict

        return from_dict(values)


def _tree(headings: list[Block]) -> tuple[Heading, ...]:
    roots: list[Heading] = []
    index = 0
    while index < len(headings):
        head = headings[index]
        end = index + 1
        while end < len(headings) and headings[end].level > head.level:
            end += 1
        children = _tree(headings[index + 1 : end])
        first_sentence = head.text.partition("。")[0]
        roots.append(Heading(head.level, first_sentence, head.line, children))
        index = end
    return tuple(roots)
