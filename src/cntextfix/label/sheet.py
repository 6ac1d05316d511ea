"""A page's lines side by side with what is known of each before they are weighed."""

from collections.abc import Sequence
from dataclasses import dataclass

from cntextfix.label.rules import Rule
from cntextfix.page import Line

__all__ = ["Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a page.

    Args:
        texts: the lines' texts, without blanks at either end.
        lines: what the markup knew of them; empty for plain text.
        rules: the rule that matches each line, wherever it may fire.
        repeated: for each line, whether it also stands on other pages of the site; empty where
            nothing is known of these.
        indented: for each line of plain text, whether it begins with a blank; empty for markup.
    """

    texts: Sequence[str]
    lines: Sequence[Line]
    rules: Sequence[Rule | None]
    repeated: Sequence[bool] = ()
    indented: Sequence[bool] = ()

    def repeats(self, index: int) -> bool:
        """Whether a line also stands on other pages of the site.

        Args:
            index: which line.
        """
        return bool(self.repeated) and self.repeated[index]

    def ruled(self, index: int) -> bool:
        """Whether a rule calls a line furniture or facts.

        Args:
            index: which line.
        """
        rule = self.rules[index]
        return rule is not None and not rule.kind.is_body

    def linked(self, index: int) -> bool:
        """Whether most of a line stands inside links.

        Args:
            index: which line.
        """
        return bool(self.lines) and self.lines[index].link * 2 > len(self.texts[index])

    def level(self, index: int) -> int:
        """Depth of a line that the markup calls a heading, else 0.

        Args:
            index: which line.
        """
        return self.lines[index].level if self.lines else 0
