"""Cuts markup into tags and text, in one pass and whatever it holds.

>>> [token[:2] for token in tokens("<p class=a>甲<br>乙<!-- 丙 --></p>")]
[('start', 'p'), ('text', '甲'), ('start', 'br'), ('text', '乙'), ('end', 'p')]

The cutting is that of the HTML standard's tokeniser
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization), with two differences: what is
never closed (a comment, a script, an attribute's value) takes as little of the page with it as
can be, and the text of ``<![CDATA[`` sections counts as text.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal

from cntextfix.read.elements import RAW

__all__ = ["Token", "tokens"]

Token = tuple[Literal["start", "end", "text", "raw"], str, str, int]
"""Kind; the element's name, or the text; a start tag's attributes as they stand, or a raw
element's text; and where in the markup it stands.

A raw element (``<script>``, ``<title>`` …) is one token: its name and its text.
"""

# Behind a closing quotation mark comes a blank or the tag's end; otherwise an earlier one was
# left out, and what looks like a value is text of the page.
_QUOTING: Final = r"""(?:[^>=]++|=\s*+(?:(?:"[^"]*+"|'[^']*+')(?=[\s/>]|\Z))?)*+"""
_REST: Final = r"(>|\Z)|(!--)|(!\[CDATA\[)|[!?/])"
_OPENING: Final = re.compile(rf"<(?:(/?)([a-zA-Z][^\s/>]*+)({_QUOTING}){_REST}")
_UP_TO_ANGLE: Final = re.compile(rf"<(?:(/?)([a-zA-Z][^\s/>]*+)([^>]*+){_REST}")
_COMMENT_END: Final = re.compile(r"--!?>")
_LONGEST_TORN = 300  # characters of a tag that the end of the markup cut off
# A script that is never closed ends with the part of the page it stands in.
_AFTER_TORN_RAW: Final = re.compile(r"<(?i:/head|/?body)\b")


def tokens(markup: str) -> Iterator[Token]:
    """The tags and texts of markup, in order; comments and declarations are left out.

    Args:
        markup: HTML, however broken.
    """
    find = markup.find
    search = _OPENING.search
    unclosed: set[str] = set()  # what does not end again from here on: never looked for twice
    last = markup.rfind(">")
    end = len(markup)
    at = 0
    while at < end:
        found = search(markup, at, last + 1)
        if found is None:
            break
        start = found.start()
        slash, name, attrs, close, comment, cdata = found.groups()
        if start > at:
            yield "text", markup[at:start], "", at
        at = found.end()
        if name:
            if not close:
                # Quotation marks hide the end of this tag; from here on they count for nothing.
                search = _UP_TO_ANGLE.search
                at = start
                continue
            name = name.lower()
            yield "end" if slash else "start", name, attrs, start
            if name in RAW and not slash:
                content = at
                stop, at = _raw_end(markup, name, content, unclosed)
                yield "raw", name, markup[content:stop], content
                yield "end", name, "", stop
        elif cdata and (stop := _cdata_end(markup, at, unclosed)) >= 0:
            yield "text", markup[at:stop], "", at
            at = stop + 3
        elif comment:
            at = _after_comment(markup, at, unclosed)
        else:
            at = find(">", at) + 1
    if at < end:
        torn = _torn_tag(markup, at)
        if torn > at:
            yield "text", markup[at:torn], "", at


def _cdata_end(markup: str, at: int, unclosed: set[str]) -> int:
    """Where a CDATA section ends, or -1."""
    stop = -1 if "]]>" in unclosed else markup.find("]]>", at)
    if stop < 0:
        unclosed.add("]]>")
    return stop


def _after_comment(markup: str, at: int, unclosed: set[str]) -> int:
    """Where a comment ends; at the next ">" if nothing else ends it."""
    if markup.startswith((">", "->"), at):  # <!--> is a whole one
        return markup.index(">", at) + 1
    found = None if "-->" in unclosed else _COMMENT_END.search(markup, at)
    if found:
        return found.end()
    unclosed.add("-->")
    return markup.find(">", at) + 1 or len(markup)


def _raw_end(markup: str, name: str, at: int, unclosed: set[str]) -> tuple[int, int]:
    """Where the text of a raw element ends, and where the markup goes on."""
    if name == "plaintext":
        return len(markup), len(markup)
    found = None if name in unclosed else _closing(name).search(markup, at)
    if found:
        return found.span()
    unclosed.add(name)
    if name in ("script", "style") and "page" not in unclosed:
        part = _AFTER_TORN_RAW.search(markup, at)
        if part:
            return part.start(), part.start()
        unclosed.add("page")
    if name in ("script", "style"):
        return len(markup), len(markup)
    following = markup.find("<", at)  # <title>, <iframe>, <textarea>: up to the next tag
    following = following if following >= 0 else len(markup)
    return following, following


def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</(?i:{name})(?=[\s/>])[^>]*+>?")


def _torn_tag(markup: str, at: int) -> int:
    """Where the last text ends: before a tag that the end of the markup cut off."""
    start = markup.rfind("<", at)
    if (
        start < 0
        or len(markup) - start > _LONGEST_TORN
        or not markup[start + 1 : start + 2].strip()
    ):
        return len(markup)
    after = markup[start + 1]
    is_tag = after in "/!?" or (after.isascii() and after.isalpha())
    return start if is_tag else len(markup)
