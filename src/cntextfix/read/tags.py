"""One tag of a page, and what it does to the lines.

>>> tag = read_tag('DIV class="a b" hidden')
>>> tag.role, tag.name, tag.words, tag.hides
('block', 'div', 'a b', True)
>>> read_tag("/div").role, read_tag("a title='1 > 0"), read_tag("!-- 甲 --")
('block end', None, None)
"""

import re
from functools import lru_cache
from typing import Final

from cntextfix.read.attributes import hides, hides_by_style, joined, words
from cntextfix.read.elements import ENDS, RAW, SKIPPED, STAND_APART, STARTS, Role

__all__ = ["Tag", "read_tag"]


class Tag:
    """A start tag or end tag.

    Args:
        slash: "/" of an end tag, or nothing.
        name: the element's name.
        attrs: what stands between the name and the tag's end.
        words: class and id words.
        hides: whether the attributes hide the element.
    """

    __slots__ = ("attrs", "hides", "is_raw", "leads", "name", "role", "stands_apart", "words")

    def __init__(self, slash: str, name: str, attrs: str, words: str, hides: bool) -> None:
        self.name, self.role, self.stands_apart, self.is_raw = _element(slash, name)
        self.attrs = attrs
        self.words = words
        self.hides = hides
        self.leads = self.name == "a" and "href" in attrs.lower()
        """Whether it begins a link."""
        if self.name == "dialog":
            self.hides = hides or "open" not in attrs.lower()
        elif self.name == "template" and "shadowroot" in attrs.lower():
            self.role = "inline"  # it shows, as what the element around it holds
        elif words and _HIDING.search(words):
            self.hides = True

    @staticmethod
    def of(slash: str, name: str, attrs: str) -> "Tag":
        """A tag whose attributes have not been looked at."""
        if slash or not attrs:
            return Tag(slash, name, attrs, "", hides=False)
        low = attrs.lower()
        return Tag("", name, attrs, words(low), hides(low))


_HOLDS_NO_TAGS: Final = RAW | SKIPPED


@lru_cache(maxsize=1000)
def _element(slash: str, name: str) -> tuple[str, Role, bool, bool]:
    """An element's name, its role, whether it is a word of its own, whether it holds no tags."""
    name = name.lower()
    if slash:
        return name, ENDS.get(name, "inline end"), name in STAND_APART, False
    return name, STARTS.get(name, "inline"), name in STAND_APART, name in _HOLDS_NO_TAGS


# Classes whose style sheets hide what is not for readers: noise that Discuz! puts between the lines
# of a post, and formulas for screen readers beside those that KaTeX and MathJax draw.
_HIDING: Final = re.compile(
    r"(?<!\S)(?:jammer|katex-mathml|mjx_assistive_mathml|mjx-assistive-mml)(?!\S)"
)
# The way most tags are written: what is asked of their attributes comes with the match.
_PLAIN: Final = re.compile(
    r"""([a-zA-Z][^\s/"'=]*+)((?:\s++(?:class="([^"]*+)"|id="([^"]*+)"|style="([^"]*+)"|(hidden)"""
    r"""|(?!class|id=|style|hidden)[a-z@:_][a-z0-9@:._-]*+"""
    r"""(?:=(?:"[^"]*+"|'[^']*+'|[^\s"'=/]++))?)(?=[\s/]|\Z))*+\s*+/?)"""
)
# As the tag would be cut from the whole page, if that needs nothing that stands behind it.
_WHOLE: Final = re.compile(
    r"(/?)([a-zA-Z][^\s/]*+)"
    r"""((?:[^=]++|=\s*+(?:"[^"]*+"(?=[\s/]|\Z)|'[^']*+'(?=[\s/]|\Z)|(?!["'])))*+)"""
)


def read_tag(inside: str) -> Tag | None:
    """The tag with this between its angle brackets, if it is a whole one.

    Args:
        inside: what stands between a "<" and the next ">".

    Returns:
        The tag; ``None`` for what is no tag and what may go on behind the ">".
    """
    found = _PLAIN.fullmatch(inside)
    if found is None:
        found = _WHOLE.fullmatch(inside)
        return Tag.of(*found.groups()) if found else None
    name, attrs, class_, id_, style, hidden = found.groups()
    own = class_ or id_ or ""
    if class_ and id_:
        own = f"{class_} {id_}" if found.start(3) < found.start(4) else f"{id_} {class_}"
    hides = hidden is not None or (style is not None and hides_by_style(style))
    return Tag("", name, attrs, joined(own) if own else "", hides)
