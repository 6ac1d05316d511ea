"""Cuts markup into tags and text, in one pass and whatever it holds.

>>> [(tag and tag.name, text) for tag, _, text, *_ in tokens("<p class=a>甲<br>乙<!-- 丙 --></p>")]
[('p', '甲'), ('br', '乙'), (None, ''), ('p', '')]

The cutting is that of the HTML standard's tokeniser
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization), with two differences: what is
never closed (a comment, a script, an attribute's value) takes as little of the page with it as
can be, and the text of ``<![CDATA[`` sections counts as text.

Most tags come again and again on a page, word for word, and need to be read once.
"""

import re
from collections.abc import Iterator
from typing import Final

from cntextfix.read.elements import SKIPPED
from cntextfix.read.tags import Tag, read_tag

__all__ = ["Token", "tokens"]

Token = tuple[Tag | None, int, str, int, str | None]
"""A tag and where it stands; the text behind it and where that stands; and a text without tags.

A raw element (``<script>``, ``<title>`` …) is one token: its start tag, its text, and what stands
behind its end. There is no tag before a page's first text, for a comment, and for a CDATA section,
whose text is one without tags.
"""

# Behind a closing quotation mark comes a blank or the tag's end; otherwise an earlier one was
# left out, and what looks like a value is text of the page.
_QUOTING: Final = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:(?:"[^"]*+"|'[^']*+')(?=[\s/>]|\Z))?)*+)(>?)"""
)
_UP_TO_ANGLE: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)(>?)")
_MAY_BE_TAG: Final = re.compile("<[!?/a-zA-Z]")
_COMMENT_END: Final = re.compile(r"--!?>")
_MARKUP: Final = re.compile(r"\s*+<[!a-zA-Z]")
_ENDS_NAME: Final = ("/", ">")
_CDATA: Final = "<![CDATA["
_LONGEST = 100  # characters of a tag that may come again
_LONGEST_LINK = 40  # of one that leads somewhere
_LONGEST_TORN = 300  # characters of a tag that the end of the markup cut off
# A script that is never closed ends with the part of the page it stands in.
_AFTER_TORN_RAW: Final = re.compile(r"<(?i:/head|/?body)\b")


def tokens(markup: str) -> Iterator[Token]:
    """The tags and texts of markup, in order; comments and declarations are left out.

    Args:
        markup: HTML, however broken.
    """
    find = markup.find
    odd = _OddMarkup(markup)
    tags: dict[str, Tag] = {}
    pieces: dict[str, tuple[Tag, str]] = {}  # tags with the blanks behind them
    end = len(markup)
    start = find("<") if "<" in markup else end
    if start:
        yield None, 0, markup[:start], 0, None
    while start < odd.last:
        behind = find("<", start + 1)
        if behind < 0:
            behind = end
        piece = markup[start + 1 : behind] if behind - start < _LONGEST else ""
        if piece in pieces:
            known, text = pieces[piece]
            yield known, start, text, behind - len(text), None
            start = behind
            continue
        stop = find(">", start, behind)
        inside = markup[start + 1 : stop] if stop >= 0 else ""
        tag = tags.get(inside)
        is_known = tag is not None
        if tag is None and inside:
            tag = read_tag(inside)
        if tag is None or tag.is_raw:
            tag, content, at = odd.raw(tag, stop + 1) if tag else odd.take(start)
            behind = odd.text_end(at)
            yield tag, start, markup[at:behind], at, content
        else:
            text = markup[stop + 1 : behind]
            yield tag, start, text, stop + 1, None
            if is_known:
                if piece and (not text or text.isspace()):
                    pieces[piece] = tag, text
            elif len(inside) < (_LONGEST_LINK if tag.leads else _LONGEST):
                tags[inside] = tag
        start = behind
    torn = _torn_tag(markup, start) if start < end else 0
    if torn > start:
        yield None, start, markup[start:torn], start, None


class _OddMarkup:
    """Takes what is no whole tag.

    Args:
        markup: the page.
    """

    __slots__ = ("_ends", "_markup", "_pattern", "_unclosed", "last")

    def __init__(self, markup: str) -> None:
        self.last = markup.rfind(">")
        """Where tags end."""
        self._markup = markup
        self._pattern = _QUOTING
        self._unclosed: set[str] = set()  # what does not end again: never looked for twice
        self._ends: dict[str, int] = {}  # the next end tags of skipped elements

    def take(self, start: int) -> tuple[Tag | None, str | None, int]:
        """What a "<" begins.

        Returns:
            A tag, if it begins one; the text of a raw element or section; and where the markup
            goes on.
        """
        markup = self._markup
        found = self._pattern.match(markup, start, self.last + 1)
        if found and not found[4]:
            # Quotation marks hide the end of this tag; from here on they count for nothing.
            self._pattern = _UP_TO_ANGLE
            found = self._pattern.match(markup, start, self.last + 1)
        if found:
            tag = Tag.of(found[1], found[2], found[3])
            return self.raw(tag, found.end()) if tag.is_raw else (tag, None, found.end())
        if markup.startswith(_CDATA, start):
            content = start + len(_CDATA)
            stop = self._find("]]>", content)
            if stop >= 0:
                return None, markup[content:stop], stop + 3
        if markup.startswith("!--", start + 1):
            return None, None, self._after_comment(start + 4)
        if markup[start + 1] in "!?/":
            return None, None, markup.index(">", start) + 1
        found = _MAY_BE_TAG.search(markup, start + 1)
        behind = found.start() if found else len(markup)
        return None, markup[start:behind], behind  # a mere sign, and others like it

    def _find(self, sign: str, at: int) -> int:
        stop = -1 if sign in self._unclosed else self._markup.find(sign, at)
        if stop < 0:
            self._unclosed.add(sign)
        return stop

    def _after_comment(self, at: int) -> int:
        """Where a comment ends; at the next ">" if nothing else ends it."""
        markup = self._markup
        if markup.startswith((">", "->"), at):  # <!--> is a whole one
            return markup.index(">", at) + 1
        found = None if "-->" in self._unclosed else _COMMENT_END.search(markup, at)
        if found:
            return found.end()
        self._unclosed.add("-->")
        return markup.find(">", at) + 1 or len(markup)

    def raw(self, tag: Tag, at: int) -> tuple[Tag, str | None, int]:
        """The text of a raw element; of one that is skipped, nothing, if its end is known.

        Markup in a ``<textarea>`` waits for a script to show it, and is read as such.

        Args:
            tag: its start tag.
            at: where its text begins.

        Returns:
            What `take` does.
        """
        if tag.name in SKIPPED:
            stop = self._skipped_end(tag.name, at)
            return (tag, "", self._markup.index(">", stop) + 1) if stop >= 0 else (tag, None, at)
        if tag.name == "textarea" and _MARKUP.match(self._markup, at):
            return tag, None, at
        stop, behind = self._raw_end(tag.name, at)
        return tag, self._markup[at:stop], behind

    def text_end(self, at: int) -> int:
        """Where the text that stands here ends."""
        stop = self._markup.find("<", at)
        return stop if stop >= 0 else len(self._markup)

    def _raw_end(self, name: str, at: int) -> tuple[int, int]:
        markup, unclosed = self._markup, self._unclosed
        if name == "plaintext":
            return len(markup), len(markup)
        stop = -1 if name in unclosed else self._end_tag(name, at)
        if stop >= 0:
            return stop, markup.find(">", stop) + 1 or len(markup)
        unclosed.add(name)
        if name not in ("script", "style"):  # <title>, <iframe>, <textarea>: up to the next tag
            following = self.text_end(at)
            return following, following
        part = None if "page" in unclosed else _AFTER_TORN_RAW.search(markup, at)
        if part:
            return part.start(), part.start()
        unclosed.add("page")
        return len(markup), len(markup)

    def _skipped_end(self, name: str, at: int) -> int:
        """Where the end tag of a skipped element stands, or -1 if another one may end there."""
        stop = self._ends.get(name, -1)
        if stop < at and name not in self._unclosed:
            stop = self._ends[name] = self._end_tag(name, at)
        if stop < at:
            self._unclosed.add(name)
            return -1
        is_another = re.compile(f"<(?i:{name})").search(self._markup, at, stop)
        return -1 if is_another or stop > self.last else stop

    def _end_tag(self, name: str, at: int) -> int:
        """Where the next end tag of a name stands, or -1."""
        markup = self._markup
        stop = markup.find("</", at)
        while stop >= 0:
            behind = stop + 2 + len(name)
            sign = markup[behind : behind + 1]
            if markup[stop + 2 : behind].lower() == name and (sign.isspace() or sign in _ENDS_NAME):
                return stop
            stop = markup.find("</", stop + 2)
        return -1


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
