r"""A Document as Markdown: its fields as YAML front matter, then title, headings and paragraphs.

What is written is CommonMark (https://spec.commonmark.org/0.31.2/), with the tables and the
strikethrough of GitHub's dialect kept in mind when text is escaped.

>>> from cntextfix.document import Block, Document, Kind
>>> page = Document(title="通知", blocks=(Block(Kind.PARAGRAPH, "1. 全体*必须*参加", 2),))
>>> print(markdown(page))
---
title: "通知"
---
<BLANKLINE>
# 通知
<BLANKLINE>
1\. 全体\*必须\*参加
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from cntextfix.document import Block, Document, Kind

__all__ = ["markdown"]

_FIELDS = (
    "title",
    "subtitles",
    "site",
    "source",
    "author",
    "editor",
    "published",
    "modified",
    "url",
    "original_url",
    "breadcrumb",
    "number",
    "keywords",
    "signature",
    "licence",
)


def markdown(document: Document) -> str:
    """The document's content as Markdown, without a newline at the end.

    Args:
        document: what to render; of its fields, those that were found go into the front matter.
    """
    parts = [_front_matter(document)]
    if document.title is not None:
        parts.append(f"# {_heading(document.title)}")
    parts.extend(_paragraph(subtitle) for subtitle in document.subtitles)
    for (kind, is_kept), blocks in groupby(_content(document), key=_sort):
        run = list(blocks)
        parts.extend([_fenced(run)] if is_kept else _blocks(kind, run))
    return "\n\n".join(part for part in parts if part)


def _content(document: Document) -> Iterator[Block]:
    for block in document.blocks:
        if block.kind.is_body or block.kind is Kind.SIGNATURE:  # attachments may follow it
            yield block


def _sort(block: Block) -> tuple[Kind, bool]:
    """What blocks that stand together have in common: their kind, and whether they are `<pre>`."""
    is_kept = block.rule == "pre" and block.kind is Kind.PARAGRAPH
    return block.kind, is_kept


def _fenced(run: Iterable[Block]) -> str:
    """Preformatted lines between fences, which are longer than any row of backticks in them."""
    lines = "\n".join(block.text for block in run)
    longest = max(map(len, re.findall("`+", lines)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}\n{lines}\n{fence}"


def _blocks(kind: Kind, run: list[Block]) -> Iterator[str]:
    match kind:
        case Kind.HEADING:
            # the title has the first level, so the outermost heading takes the second
            for block in run:
                head, rest = _run_in(block.text)
                yield f"{'#' * min(max(block.level, 1) + 1, 6)} {_heading(head)}"
                yield _paragraph(rest)
        case Kind.LIST_ITEM:
            yield "\n".join(f"- {_paragraph(block.text, indent='  ')}" for block in run)
        case Kind.QUOTE:
            yield "\n>\n".join(f"> {_paragraph(block.text, indent='> ')}" for block in run)
        case Kind.TABLE if any("\t" in block.text for block in run):
            yield _table([block.text.split("\t") for block in run])
        case _:
            yield from (_paragraph(block.text) for block in run)


def _run_in(text: str) -> tuple[str, str]:
    """A heading such as （一）抓整改。党组认为, and the paragraph that begins on its line."""
    end = re.search("。[”’」』）]*", text)
    return (text[: end.end()], text[end.end() :]) if end else (text, "")


def _table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    cells = [[_inline(cell).replace("|", r"\|") for cell in row] for row in rows]
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in cells]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


# Escaping. A character gets its backslash only where it would otherwise be markup.

_MARKUP = re.compile(
    r"""
      [`~]                                # code, strikethrough
    | \\ (?= [!-/:-@\[-`{-~] | $ )        # an escape
    | \* (?! \s | $ ) | (?<= \S ) \*      # emphasis; "3 * 4" is none
    | (?<! [^\W_] ) _ | _ (?! [^\W_] )    # emphasis; "snake_case" is none
    | \] (?= [(:\[] )                     # [text](link) and [label]: definition
    | < (?= [A-Za-z/!?] )                 # tags and <https://autolinks>
    | & (?= \#?\w+; )                     # character references
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(
    r"""
      (?P<mark> \#{1,6} (?= \s | $ ) | > | [-+*] (?= \s | $ ) | -- | =+$ | \[ (?= [ xX] \] ) )
    | (?P<number> \d{1,9} ) (?P<stop> [.)] ) (?= \s | $ )
    """,
    re.VERBOSE,
)


def _inline(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.splitlines()).strip())


def _heading(text: str) -> str:
    # "#" at the end of a heading closes it, and is not shown
    return re.sub(r"(?:^|(?<=\s))#+$", r"\\\g<0>", _inline(text))


def _paragraph(text: str, indent: str = "") -> str:
    lines = (_line(line) for line in text.splitlines() if line.strip())
    return f"\\\n{indent}".join(lines)


def _line(text: str) -> str:
    escaped = _inline(text)
    start = _LINE_START.match(escaped)
    if start is None:
        return escaped
    if start["number"]:
        return f"{start['number']}\\{escaped[start.end('number') :]}"
    return f"\\{escaped}"


# Front matter. Every text is a double-quoted YAML scalar (https://yaml.org/spec/1.2.2/#73-flow-scalar-styles):
# one form, right for "yes", "2022", "a: b" and "# no comment" alike.

_NOT_IN_YAML = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]')


def _front_matter(document: Document) -> str:
    lines: list[str] = []
    for name in _FIELDS:
        value = getattr(document, name)
        if isinstance(value, tuple):
            if value:
                lines.append(f"{name}:")
                lines.extend(f"  - {_quoted(item)}" for item in value)
        elif isinstance(value, str):
            lines.append(f"{name}: {_quoted(value)}")
        elif value is not None:
            lines.append(f"{name}: {value.isoformat()}")
    return "\n".join(["---", *lines, "---"]) if lines else ""


def _quoted(text: str) -> str:
    return f'"{_NOT_IN_YAML.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character in '"\\' else f"\\u{ord(character):04x}"
