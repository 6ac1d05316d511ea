"""Kinds that the markup's own elements say: headings, lists, quotes, tables, captions.

>>> from cntextfix.page import Line
>>> lines = [Line("办理流程", "h2"), Line("身份证", "li"), Line("  乙 = 1", "pre")]
>>> blocks = [Block(Kind.PARAGRAPH, line.text.strip(), 1 + i) for i, line in enumerate(lines)]
>>> for block in tagged(blocks, dict(enumerate(lines, 1))):
...     print(block.kind, block.level, block.text)
heading 1 办理流程
list_item 0 身份证
paragraph 0   乙 = 1
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cntextfix.document import Block, Kind
from cntextfix.page import Line

__all__ = ["tagged"]

_KINDS = {
    "pre": Kind.PARAGRAPH,
    "li": Kind.LIST_ITEM,
    "dd": Kind.LIST_ITEM,
    "blockquote": Kind.QUOTE,
    "tr": Kind.TABLE,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
}
_PLAIN = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.SUBTITLE})


def tagged(blocks: Iterable[Block], lines: Mapping[int, Line]) -> list[Block]:
    """Blocks with the kinds that their elements say, and the indents of preformatted text.

    Levels of headings count from 1 for the highest element in use; headings known by their
    numbers stand below those of the markup.

    Args:
        blocks: blocks as their texts alone were labelled.
        lines: what the markup knew of them, by their numbers.
    """
    found = list(blocks)
    levels = sorted(
        {
            lines[block.line].level
            for block in found
            if block.kind in _PLAIN and block.line in lines and lines[block.line].level
        }
    )
    for place, block in enumerate(found):
        line = lines.get(block.line)
        if line is None:
            continue
        if block.kind in _PLAIN and line.level:
            level = levels.index(line.level) + 1
            found[place] = replace(block, kind=Kind.HEADING, level=level, rule=line.tag)
        elif block.kind is Kind.HEADING and levels:
            found[place] = replace(block, level=block.level + len(levels))
        elif block.kind in _PLAIN and (kind := _KINDS.get(line.tag)):
            text = block.text
            if line.tag == "pre" and not (place and found[place - 1].line == block.line):
                indent = line.text[: len(line.text) - len(line.text.lstrip())]
                text = text if "\u3000" in indent else indent + text  # a paragraph's, no code's
            found[place] = replace(block, kind=kind, text=text, rule=line.tag)
    return found
