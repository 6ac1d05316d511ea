"""The head of an official document: its issuer's plate, its number, and the title below them.

GB/T 9704-2012 puts the plate (7.2.4), a name with 文件 behind it, and the number (7.2.5) above the
title (7.3.1), which names issuer, subject and one of the fifteen kinds of document, and may be
broken over several lines.

>>> lines = ["某县人民政府文件", "某政发〔2023〕15号", "某县人民政府关于做好", "春耕工作的通知"]
>>> head = official_head(lines)
>>> head.plate, head.title
((0, 1), (2, 3))
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from cntextfix.label.title_lines import joined
from cntextfix.lexicon.fold import fold

__all__ = ["OfficialHead", "issued_title", "official_head", "official_title"]

_ISSUER = re.compile(
    r"[^\W\d_a-z]{2,36}(?:政府|办公[室厅]|委员会|[委部厅局署院]|中心|集团|公司|协会)"
)
_MOST_LINES = 4
_LONGEST_LINE = 72
_FARTHEST = 80  # lines from the top of a page


class OfficialHead(NamedTuple):
    """Where the head of an official document stands.

    Args:
        plate: indexes of plate and number; empty where the document shows none.
        title: indexes of the title's lines.
    """

    plate: tuple[int, ...]
    title: tuple[int, ...]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    kinds = "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
    return (
        re.compile(r"(?!.*关于)[^\W\d_a-z]{3,40}文\s?件"),
        re.compile(
            r"[^\W\d_]{1,14}\s?[〔\[(]\s?(?:19|20)\d\d\s?[〕\])]\s?第?\s?\d{1,5}\s?号"
            r"(?:\s{1,20}签发人\s?:.{0,20})?"
        ),
        re.compile(rf"[^。:;!?]{{0,60}}关于[^。:;!?]{{2,160}}(?:{kinds})(?:[(][^()]{{1,12}}[)])?"),
    )


def official_head(lines: Sequence[str]) -> OfficialHead | None:
    """The first plate with a number and a title below it.

    Args:
        lines: the lines of a text or a page, without blanks at either end.
    """
    for index in range(min(_FARTHEST, len(lines) - 2)):
        if lines[index][-1] != "件" or len(lines[index]) > _LONGEST_LINE:
            continue
        plate, number, _ = _patterns()
        if plate.fullmatch(fold(lines[index])) and number.fullmatch(fold(lines[index + 1][:60])):
            title = official_title(lines, index + 2)
            if title:
                return OfficialHead((index, index + 1), title)
    return None


def official_title(lines: Sequence[str], start: int) -> tuple[int, ...]:
    """The lines that make an official document's title, from a line on; empty where none do.

    Args:
        lines: the lines of a text or a page.
        start: index of the title's first line.

    >>> official_title(["某县人民政府关于做好", "春耕工作的通知", "各乡镇："], 0)
    (0, 1)
    """
    for end in range(start + 1, min(len(lines), start + _MOST_LINES) + 1):
        last = lines[end - 1]
        if len(last) > _LONGEST_LINE or "。" in last or last[-1] in "：:；;":
            return ()
        if last[-1] not in "议議定令报報告见見知示复復案函要）)":
            continue
        whole = fold(joined(lines[start:end]))
        if whole.count("《") == whole.count("》") and _patterns()[2].fullmatch(whole):
            return tuple(range(start, end))
    return ()


def issued_title(lines: Sequence[str], start: int) -> tuple[int, ...]:
    """The two lines of a title that names its issuer on a line of its own; empty where none does.

    Args:
        lines: the lines of a text or a page.
        start: index of the issuer's line.

    >>> issued_title(["某县人民政府", "关于做好春耕工作的通知", "各乡镇："], 0)
    (0, 1)
    """
    if start + 1 >= len(lines) or fold(lines[start + 1][:2]) != "关于":
        return ()
    if len(lines[start]) > _LONGEST_LINE or not _ISSUER.fullmatch(fold(lines[start])):
        return ()
    return official_title(lines[: start + 2], start)
