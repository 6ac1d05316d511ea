"""Text that is past recovery: recognised, reported, and left as it is.

    锟斤拷          U+FFFD in UTF-8, read as GBK: what stood there was lost before
    烫烫烫, 屯屯屯    memory a program never wrote to (CC CC, CD CD), read as GBK
    闂傚倸鍊搁崐      UTF-8 read as GBK, saved, and read as GBK again, many times over

Every round of the last one loses more bytes, until nothing of the text is left.
"""

import re
from collections.abc import Iterator

from cntextfix.edits import Edit
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR", "is_unrecoverable"]

_NOTES = {
    "marks": "U+FFFD read as GBK",
    "memory": "unwritten memory read as GBK",
    "rounds": "utf-8 → gbk, many times",
}
_uncommon_sign = re.compile("[锟拷烫屯葺闂閿闁]")  # one of each sign
_SIGNS = ("锟", "斤拷", "烫烫烫", "屯屯屯", "葺葺葺", "闂傚", "閿熸枻", "闁跨喐")
# 锟 and 拷 are what the bytes EF BF and BF BD give; a byte of good text may stand between them.
_PATTERN = re.compile(
    r"(?P<marks>(?:锟斤拷?|斤拷|锟[\u4e00-\u9fff\uff00-\uffef]{1,2}拷"
    r"|锟\ufffd|(?:閿熸枻鎷\ufffd?)+|(?:闁跨喐鏋\S{0,4}))+[锟拷]?\ufffd?)"
    r"|(?P<memory>烫{3,}|屯{3,}|葺{3,})"
    r"|(?P<rounds>闂傚[\u4e00-\u9fff\ue000-\uf8ff]{4,})"
)


def is_unrecoverable(text: str) -> bool:
    """Whether a third of a text, or more, is past recovery.

    >>> is_unrecoverable("图片锟叫割工锟斤拷锟斤拷"), is_unrecoverable("张锟先生")
    (True, False)
    """
    if not any(sign in text for sign in _SIGNS):
        return False
    lost = sum(match.end() - match.start() for match in _PATTERN.finditer(text))
    return 3 * lost >= len(text)


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if not _uncommon_sign.search(uncommon(text)):
        return
    if not any(sign in text for sign in _SIGNS):
        return
    for match in _PATTERN.finditer(text):
        note = _NOTES[match.lastgroup or ""]
        yield Edit(match.start(), match.end(), match.group(), "left", note)


REPAIR = Repair(
    name="unrecoverable",
    summary="锟斤拷, 烫烫烫 and the like: recognised, left as they are",
    stage="repair",
    find=_find,
    examples=(
        ("浏览锟斤拷锟斤拷网页", "浏览锟斤拷锟斤拷网页"),
        ("输出：烫烫烫烫", "输出：烫烫烫烫"),
    ),
)
