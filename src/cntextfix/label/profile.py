"""What the pages of a site have in common: the lines that stand on several of them.

>>> profile = SiteProfile(frozenset({"返回首页"}))
>>> profile.repeats("返回首页"), profile.repeats("检察机关开展专项监督")
(True, False)
"""

from dataclasses import dataclass

__all__ = ["SiteProfile"]


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """The lines that a site's pages repeat.

    Args:
        lines: the lines.
    """

    lines: frozenset[str] = frozenset()

    def repeats(self, line: str) -> bool:
        """Whether a line stands on other pages of the site.

        Args:
            line: a line without indent.
        """
        return line in self.lines
