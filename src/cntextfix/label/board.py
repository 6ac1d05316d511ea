"""The title in the head of a post of a bulletin board: 标题 and what stands behind it.

Boards such as PTT and 水木 write poster, board, title and time above a post, each behind its name.

>>> labelled_title(["作者 fernhouse (小王)", "標題 [新聞] 颱風假"], ["board_poster", None])
1
>>> without_label("標題 [新聞] 颱風假"), without_label("标  题: 看到的一件事")
('[新聞] 颱風假', '看到的一件事')
"""

import re
from collections.abc import Sequence

from cntextfix.label.sheet import Sheet

__all__ = ["BOARD_TITLE", "labelled_title", "title_of_post", "without_label"]

BOARD_TITLE = "board_title"
"""The rule of a title with its label."""

_LABELLED = re.compile(r"(?:标|標)\s{0,6}(?:题|題)(?:\s{0,3}[:：]\s{0,3}|\s{1,3})(?=\S)")
_OF_BOARDS = frozenset({"board_poster", "board_name", "board_time"})


def labelled_title(lines: Sequence[str], rules: Sequence[str | None]) -> int | None:
    """The line with a post's title, beside another line of its head.

    Args:
        lines: the lines of the text.
        rules: the names of the rules that know each of the first lines.

    Returns:
        Its index; ``None`` where the text has no such head.
    """
    if _OF_BOARDS.isdisjoint(rules):
        return None
    for index, (line, rule) in enumerate(zip(lines, rules, strict=False)):
        if rule is None and _LABELLED.match(line):
            beside = rules[max(0, index - 1) : index + 2]
            if not _OF_BOARDS.isdisjoint(beside):
                return index
    return None


def title_of_post(sheet: Sheet) -> int | None:
    """The line with a post's title, on a page whose lines are not marked yet.

    Args:
        sheet: the page's lines.
    """
    return labelled_title(sheet.texts, [rule.name if rule else None for rule in sheet.rules])


def without_label(line: str) -> str:
    """A title without the label before it.

    Args:
        line: the line.
    """
    return _LABELLED.sub("", line, count=1)
