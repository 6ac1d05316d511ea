r"""Colour on a terminal, or none: the escape sequences are written here and nowhere else.

>>> Style().old("错"), Style(colour=True).old("错")
('错', '\x1b[31m错\x1b[0m')
"""

from dataclasses import dataclass

__all__ = ["Style", "visible"]


def visible(text: str, keep: str = "") -> str:
    r"""A text with an escape for every character that shows nothing or steers the terminal.

    Args:
        text: any text.
        keep: characters to leave as they are.

    >>> print(visible("检\u200b察"))
    检\u200b察
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else ascii(c)[1:-1] for c in text)


@dataclass(frozen=True, slots=True)
class Style:
    """How text for people is marked.

    The sequences are those of ECMA-48, "select graphic rendition".

    Args:
        colour: whether to write them at all.
    """

    colour: bool = False

    def old(self, text: str) -> str:
        """What stood there."""
        return self._paint("31", text)

    def new(self, text: str) -> str:
        """What stands there now."""
        return self._paint("32", text)

    def strong(self, text: str) -> str:
        """A heading."""
        return self._paint("1", text)

    def name(self, text: str) -> str:
        """The name of a repair or rule, or a place in a diff."""
        return self._paint("36", text)

    def dim(self, text: str) -> str:
        """What repeats on every line."""
        return self._paint("2", text)

    def reverse(self, text: str) -> str:
        """The part of a line that differs; may stand inside `old` and `new`."""
        return f"\x1b[7m{text}\x1b[27m" if self.colour and text else text

    def shown(self, text: str) -> str:
        """A line of a page: in colour it goes to a terminal, which it must not steer."""
        return visible(text, keep="\t\xa0\u3000") if self.colour else text

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text
