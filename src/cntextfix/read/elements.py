"""What HTML's elements mean for lines of text.

The names and their roles are those of the HTML standard
(https://html.spec.whatwg.org/multipage/rendering.html and
https://html.spec.whatwg.org/multipage/parsing.html).

>>> "blockquote" in MAKES_LINES, "span" in MAKES_LINES
(True, False)
"""

from typing import Final

__all__ = [
    "CELLS",
    "CLOSED_BY_BLOCKS",
    "CLOSES_PARAGRAPH",
    "HEADINGS",
    "IMPLIED_END",
    "KNOWN",
    "LENDS_ITS_NAME",
    "MAKES_LINES",
    "NOT_SHOWN",
    "OPTIONAL_END",
    "RAW",
    "VOID",
]


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

CELLS: Final = frozenset({"td", "th"})

MAKES_LINES: Final = HEADINGS | _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup hr html legend li listing main menu "
    "nav ol p plaintext pre search section summary table tbody td textarea tfoot th thead tr ul xmp"
)
"""Text before them, in them and behind them stands on different lines."""

CLOSES_PARAGRAPH: Final = MAKES_LINES - {"body", "caption", "html", "tbody", "td", "tfoot", "th"}
"""A ``<p>`` that is still open ends where one of them starts."""

IMPLIED_END: Final[dict[str, frozenset[str]]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
}
"""Elements whose end tag may be left out, and what is still open when the next one starts."""

LENDS_ITS_NAME: Final = HEADINGS | {"blockquote", "caption", "figcaption", "li", "pre"}
"""The lines of a ``<p>`` or ``<div>`` in them go by their name."""

NOT_SHOWN: Final = _names("audio canvas datalist math noscript object select svg template video")
"""A reader sees none of the text in them: it is for programs that cannot show the element."""

CLOSED_BY_BLOCKS: Final = _names("audio canvas datalist math object select svg video")
"""Where one of them was never closed, the next ``<div>`` or ``<p>`` shows that it has ended."""

RAW: Final = _names("iframe listing noembed noframes plaintext script style textarea title xmp")
"""Up to their end tag no tag counts."""

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
