r"""A Document as plain text: title, subtitles, body and signature, one a line.

>>> from cntextfix.document import Block, Document, Kind
>>> page = Document(
...     title="关于放假的通知",
...     blocks=(
...         Block(Kind.TITLE, "关于放假的通知", 1),
...         Block(Kind.METADATA, "来源：本站", 2),
...         Block(Kind.PARAGRAPH, "各单位：", 3),
...         Block(Kind.SIGNATURE, "办公室", 4),
...     ),
... )
>>> text(page)
'关于放假的通知\n各单位：\n办公室'
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from cntextfix.document import Document, Kind

__all__ = ["numbered_lines", "text", "utf8"]


def text(document: Document) -> str:
    """The document's content as plain text, without a newline at the end.

    Args:
        document: what to render.
    """
    return "\n".join(line for line, _ in numbered_lines(document))


def numbered_lines(document: Document) -> Iterator[tuple[str, int]]:
    """The lines of the plain text, each with the line of the repaired text it comes from.

    Args:
        document: what to render.

    Returns:
        Pairs of line and line number; the number is 0 for a field that no block carries.
    """
    places: defaultdict[tuple[Kind, str], list[int]] = defaultdict(list)
    for block in reversed(document.blocks):
        if block.kind in (Kind.TITLE, Kind.SUBTITLE):
            places[block.kind, block.text].append(block.line)

    def placed(kind: Kind, line: str) -> tuple[str, int]:
        known = places.get((kind, line))
        return line, known.pop() if known else 0

    if document.title is not None:
        yield placed(Kind.TITLE, document.title)
    for subtitle in document.subtitles:
        yield placed(Kind.SUBTITLE, subtitle)
    for block in document.blocks:
        # attachments may follow a signature
        shown = block.kind.is_body or block.kind is Kind.SIGNATURE
        if shown or (block.kind is Kind.TITLE and not _shows(document.title or "", block.text)):
            yield block.text, block.line


def _shows(title: str, line: str) -> bool:
    """Whether a title shows a line labelled as one; a tag in brackets before it may be missing."""
    tag = line.removesuffix(title).rstrip() if title else ""
    return line in title or (bool(tag) and tag[0] in "[【［" and tag[-1] in "]】］")


def utf8(text: str) -> bytes:
    r"""A text as UTF-8; lone surrogates, which UTF-8 cannot hold, become U+FFFD.

    Args:
        text: any text.

    >>> utf8("中\ud800").decode() == "中\ufffd"
    True
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text).encode()
