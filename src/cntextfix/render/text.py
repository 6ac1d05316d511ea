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

from cntextfix.document import Block, Document, Kind

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

    title = _title(document) if document.title is not None else ""
    if title:
        yield placed(Kind.TITLE, title)
    for subtitle in document.subtitles:
        yield placed(Kind.SUBTITLE, subtitle)
    for block in document.blocks:
        # attachments may follow a signature
        shown = block.kind.is_body or block.kind is Kind.SIGNATURE
        is_untold = block.kind is Kind.TITLE and not (block.text in title or _ends(block, title))
        if shown or is_untold:
            yield block.text, block.line


def _ends(block: Block, title: str) -> bool:
    """Whether a line ends with the title, behind a label such as 标题."""
    return title != "" and block.text.endswith(title)


def _title(document: Document) -> str:
    """The title, with the tag in brackets before it that the field leaves out."""
    title = document.title or ""
    lines = (block.text for block in document.blocks if block.kind is Kind.TITLE)
    return next(
        (line for line in lines if line.startswith(("[", "【", "［")) and line.endswith(title)),
        title,
    )


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
