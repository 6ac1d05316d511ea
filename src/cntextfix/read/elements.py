"""What HTML's elements mean for lines of text.

The names and their roles are those of the HTML standard
(https://html.spec.whatwg.org/multipage/rendering.html and
https://html.spec.whatwg.org/multipage/parsing.html).

>>> STARTS["blockquote"], ENDS["blockquote"], STARTS.get("span", "inline")
('block', 'block end', 'inline')
"""

from typing import Final, Literal

__all__ = [
    "BORROWS_A_NAME",
    "CELLS",
    "CLOSED_BY_BLOCKS",
    "CLOSES_PARAGRAPH",
    "ENDS",
    "HEADINGS",
    "IMPLIED_END",
    "KNOWN",
    "LENDS_ITS_NAME",
    "LISTS",
    "NOT_SHOWN",
    "OPTIONAL_END",
    "RAW",
    "READINGS",
    "SHOWN_RAW",
    "SKIPPED",
    "STAND_APART",
    "STARTS",
    "VOID",
    "Role",
]

Role = Literal[
    "block",
    "block end",
    "break",
    "head",
    "inline",
    "inline end",
    "item",
    "not shown",
    "nothing",
    "noscript",
    "page",
    "picture",
    "reading",
    "reading end",
    "table",
    "table end",
]
"""What a tag does to the lines."""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

CELLS: Final = frozenset({"td", "th"})

_TABLE_PARTS: Final = CELLS | {"table", "tbody", "tfoot", "thead", "tr"}

_BLOCKS: Final = HEADINGS | _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup legend li listing main marquee menu "
    "nav ol p plaintext pre search section summary textarea ul xmp"
)
"""Text before them, in them and behind them stands on different lines."""

CLOSES_PARAGRAPH: Final = (_BLOCKS | {"hr", "table", "thead", "tr"}) - {"body", "caption"}
"""A ``<p>`` that is still open ends where one of them starts."""

IMPLIED_END: Final[dict[str, frozenset[str]]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
}
"""Elements whose end tag may be left out, and what is still open when the next one starts."""

LISTS: Final = _names("dir dl menu ol ul")

LENDS_ITS_NAME: Final = HEADINGS | {"blockquote", "caption", "figcaption", "li", "pre"}
"""The lines of a ``<p>`` or ``<div>`` in them go by their name."""

BORROWS_A_NAME: Final = _names("article center div p section")

READINGS: Final = _names("rp rt rtc")
"""How the characters beside them are read (``<ruby>``): small print above a line, not its text."""

SKIPPED: Final = _names("audio canvas datalist object select svg video")
"""Their content, up to their end, is for programs that cannot show the element, or no text.

Where one of them was never closed, the next ``<div>`` or ``<p>`` shows that it has ended."""

NOT_SHOWN: Final = SKIPPED | READINGS | _names("annotation annotation-xml noscript template")
"""A reader sees none of the text in them."""

CLOSED_BY_BLOCKS: Final = SKIPPED | READINGS

RAW: Final = _names("iframe listing noembed noframes plaintext script style textarea title xmp")
"""Up to their end tag no tag counts."""

SHOWN_RAW: Final = _names("listing plaintext textarea xmp")

STAND_APART: Final = _names("a button em label span time")
"""Two of them side by side are two words, where nothing says otherwise."""

KNOWN: Final = _names(
    "a abbr article aside b big blockquote body br center code dd del div dl dt em figcaption "
    "figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img ins label li link "
    "main mark meta nav ol p pre s script section small span strong style sub sup table tbody td "
    "th thead title tr u ul video"
)
"""What pages are made of; other names between angle brackets may be anything."""

OPTIONAL_END: Final = _names("dd dt li p td th tr")
"""Elements that are seldom closed by a tag."""

VOID: Final = _names("area base br col embed frame hr img input link meta param source track wbr")
"""They have no content and no end tag."""

STARTS: Final[dict[str, Role]] = {
    **dict.fromkeys(_BLOCKS, "block"),
    **dict.fromkeys(VOID, "nothing"),
    **dict.fromkeys(NOT_SHOWN, "not shown"),
    **dict.fromkeys(IMPLIED_END, "item"),
    **dict.fromkeys(_TABLE_PARTS, "table"),
    **dict.fromkeys(READINGS, "reading"),
    "rb": "reading end",
    "noscript": "noscript",
    "br": "break",
    "hr": "break",
    "html": "page",
    "img": "picture",
    "link": "head",
    "meta": "head",
}
"""What start tags do; those of other names are inline."""

ENDS: Final[dict[str, Role]] = {
    **dict.fromkeys(_BLOCKS, "block end"),
    **dict.fromkeys(_TABLE_PARTS, "table end"),
    "br": "break",
    "html": "block end",
    "ruby": "reading end",
}
"""What end tags do; those of other names end inline elements."""
