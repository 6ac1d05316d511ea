"""Covers what programs read in markup, so that repairs of text see only text.

>>> without_scripts("<script>a?b(ma)</script>甲")
'<script>       </script>甲'
"""

import re
from typing import Final

__all__ = ["without_scripts"]

_START: Final = re.compile(r"<(?i:(script|style))(?=[\s>])([^>]*+)>|<!--")
_ENDS: Final = {
    "script": re.compile(r"</(?i:script)"),
    "style": re.compile(r"</(?i:style)"),
    "": re.compile("-->"),
}

# Calls and addresses, in attributes: onclick="go(this)", href="?a=1".
_PLAIN: Final = r"\x80-\U0010ffff<>"
_CODE: Final = re.compile(
    rf"""=\s*+(?:"[^"(?{_PLAIN}]*+[(?][^"{_PLAIN}]*+"|'[^'(?{_PLAIN}]*+[(?][^'{_PLAIN}]*+')"""
)


def without_scripts(markup: str) -> str:
    """The markup with blanks in place of scripts, styles, comments and calls, as long as before.

    JSON-LD stays, for it is text about the page.

    Args:
        markup: HTML, however broken.
    """
    parts: list[str] = []
    done = at = 0
    unclosed: set[str] = set()
    while found := _START.search(markup, at):
        at = found.end()
        name = (found[1] or "").lower()
        if name in unclosed or "ld+json" in (found[2] or ""):
            continue
        end = _ENDS[name].search(markup, at)
        if end is None:
            unclosed.add(name)
            continue
        parts += [markup[done:at], " " * (end.start() - at)]
        done = at = end.start()
    text = "".join([*parts, markup[done:]])
    return _CODE.sub(lambda value: " " * len(value[0]), text)
