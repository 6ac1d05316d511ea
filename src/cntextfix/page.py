"""What a reader of markup hands to the labelling of lines: lines with what the markup knew.

Plain text needs none of this: its lines are its text's lines.

>>> Line("检察机关开展专项监督", tag="h1").level
1
"""

from dataclasses import dataclass

__all__ = ["Head", "Line", "Page"]


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line of a page, and what its markup said about it.

    Args:
        text: the line's text, without line breaks and without blanks at either end, but for the
            indent of a line in ``<pre>``; the cells of a table's row are joined by tabs.
        tag: the nearest element that makes lines: "p", "h1", "li", "tr", "blockquote",
            "figcaption", "pre", "div"; "img" for a picture's alternative text; empty where the
            text is plain.
        link: how many of the text's characters stand inside links.
        hints: class and id words of the element and those around it, the nearest first, lower
            case, joined by blanks.
    """

    text: str
    tag: str = ""
    link: int = 0
    hints: str = ""

    @property
    def level(self) -> int:
        """Depth of a heading in the markup, 1 the highest; 0 for everything else."""
        tag = self.tag
        return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself without showing it.

    Args:
        title: the text of its ``<title>``.
        meta: name (or property, or itemprop; lower case) and content of every ``<meta>``, in
            order.
        linked: path of keys (joined by ".", as "author.name") and value of every string in its
            JSON-LD, in order.
        canonical: the address it gives as its own.
    """

    title: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    linked: tuple[tuple[str, str], ...] = ()
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as lines.

    Args:
        lines: every visible line with text, in the order of the markup.
        head: what the page says of itself.
        places: where in the markup each line begins; empty if nobody asked.
    """

    lines: tuple[Line, ...]
    head: Head
    places: tuple[int, ...] = ()
