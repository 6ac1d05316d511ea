r"""Finds code in plain text, whose indents say something.

>>> code_indents("循环：\nfor item in items:\n    total += item\n　　完。")
{2: '', 3: '    '}
>>> code_indents("  第一段。\n  第二段。")
{}
"""

import re
from typing import Final

__all__ = ["code_indents"]

_BLOCK: Final = re.compile(r"[:{(\[,\\][ \t]*\n(?=[ \t])")
"""A line that opens a block, and an indented one: without them the indents of a text are layout."""
_BESIDE_CODE: Final = re.compile(
    r""""[^"\n]*+"|'[^'\n]*+'|(?:\#|//|/\*|<!--|--\s).*|^\s*\*.*""", re.VERBOSE
)
_OPENERS: Final = (":", "{", "(", "[", ",", "\\")
_PROSE: Final = re.compile("[，。！？；：、“”…]")
_CODE: Final = re.compile(
    r"[(){}\[\]=<>;]|:\s*$|^\s*(?:break|continue|do|done|else|end|fi|finally|from|import|pass|return"
    r"|then|try|using)\b|^\s*$"
)


def code_indents(text: str) -> dict[int, str]:
    """The indents of the lines of code in a text, by the lines' numbers from 1.

    Code is a run of lines without Chinese sentences (but in strings and comments), in which a line
    opens a block and the next one stands further in.

    Args:
        text: any text; its lines end at line feeds.
    """
    found: dict[int, str] = {}
    if not _BLOCK.search(text):
        return found
    run: dict[int, str] = {}
    is_code = opens = False  # whether the run has shown itself as code; whether a block may begin
    before = ""
    for number, line in enumerate([*text.split("\n"), "。"], 1):
        own = _BESIDE_CODE.sub("", line)
        if _PROSE.search(own) or not _CODE.search(own):
            found.update(run if is_code else {})
            run = {}
            is_code = opens = False
        elif line.strip():
            indent = line[: len(line) - len(line.lstrip(" \t"))]
            is_code = is_code or (opens and len(indent) > len(before))
            run[number] = before = indent
            opens = own.rstrip().endswith(_OPENERS)
    return found
