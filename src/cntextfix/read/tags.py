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
        element: what its element is, from `_started` or `_ended`.
        attrs: what stands between the name and the tag's end.
        words: class and id words.
        hides: whether the attributes hide the element.
    """

    __slots__ = (
        "attrs",
        "hides",
        "is_raw",
        "keeps",
        "leads",
        "name",
        "role",
        "stands_apart",
        "words",
    )

    def __init__(self, element: "_Element", attrs: str, words: str, hides: bool) -> None:
        self.name, self.role, self.stands_apart, self.is_raw, depends = element
        self.attrs = attrs
        self.words = words
        self.hides = hides or (("jammer" in words or "math" in words) and _hides_by_name(words))
        self.keeps = self.name == "pre" or _keeps_breaks(words, attrs)
        """Whether line breaks of the markup show in it."""
        self.leads = False
        """Whether it begins a link."""
        if depends:
            low = attrs.lower()
            self.leads = depends == "a" and "href" in low
            self.hides = self.hides or (depends == "dialog" and "open" not in low)
            if depends == "body":
                self.hides = False  # a script shows the page when it is ready
            if depends == "template" and "shadowroot" in low:
                self.role = "inline"  # it shows, as what the element around it holds

    @staticmethod
    def of(slash: str, name: str, attrs: str) -> "Tag":
        """A tag whose attributes have not been looked at."""
        if slash:
            return Tag(_ended(name), attrs, "", hides=False)
        low = attrs.lower()
        return Tag(_started(name), attrs, words(low), hides(low))


_Element = tuple[str, Role, bool, bool, str]
"""Its name; its role; whether it is a word of its own; whether it holds no tags; its name again, if
what it does depends on its attributes."""
_HOLDS_NO_TAGS: Final = RAW | SKIPPED
_DEPENDS: Final = frozenset({"a", "body", "dialog", "template"})


@lru_cache(maxsize=1000)
def _started(name: str) -> _Element:
    name = name.lower()
    is_raw, depends = name in _HOLDS_NO_TAGS, name if name in _DEPENDS else ""
    return name, STARTS.get(name, "inline"), name in STAND_APART, is_raw, depends


@lru_cache(maxsize=1000)
def _ended(name: str) -> _Element:
    name = name.lower()
    return name, ENDS.get(name, "inline end"), name in STAND_APART, False, ""


_HIDING: Final = frozenset({"jammer", "katex-mathml", "mjx_assistive_mathml"})


def _hides_by_name(words: str) -> bool:
    """Whether style sheets hide an element of these classes from readers.

    They do with the noise that Discuz! puts between the lines of a post, and with formulas for
    screen readers beside those that KaTeX and MathJax draw.
    """
    return not _HIDING.isdisjoint(words.split())


_PREFORMATTED: Final = re.compile(r"white-space\s*+:\s*+(?:pre|break-spaces)", re.IGNORECASE)


def _keeps_breaks(words: str, attrs: str) -> bool:
    """Whether an element is not a ``<pre>`` and yet shows the line breaks of the markup.

    Its own style may say so, or, for the posts of PTT, a style sheet.
    """
    return "bbs-screen" in words or ("white" in attrs and bool(_PREFORMATTED.search(attrs)))


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
    return Tag(_started(name), attrs, joined(own) if own else "", hides)
