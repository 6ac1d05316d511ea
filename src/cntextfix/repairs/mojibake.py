"""Chinese that was read in a wrong encoding.

    涓枃 -> 中文, ÖÐÎÄ -> 中文, いゅ -> 中文, 笢恅 -> 中文

Every chain of wrong encodings is undone for each garbled stretch of a line, the character model
tells which result is text, and the chain run forward proves it. See `cntextfix.repairs.chains`.
"""

from collections.abc import Iterable

from cntextfix.edits import Edit
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs.chains.gate import gate, is_dense, lines
from cntextfix.repairs.repair import Context, Repair
from cntextfix.repairs.replay.signs import ANY_NOTE

__all__ = ["REPAIR"]


def _find(text: str, context: Context) -> Iterable[Edit]:  # noqa: ARG001
    if not gate().search(uncommon(text)):
        return ()
    # Letters with tone marks in a note are no garble; a mirror site puts them into every line.
    dense = [(start, line) for start, line in lines(text) if is_dense(ANY_NOTE.sub("", line))]
    if not dense:
        return ()
    from cntextfix.repairs.chains.page import garbled

    return garbled(text, dense)


REPAIR = Repair(
    name="mojibake",
    summary="Chinese read in a wrong encoding: UTF-8 as GBK, GBK as Latin-1, Big5 as GBK and so on",
    stage="repair",
    find=_find,
    examples=(
        ("涓浗浜烘皯", "中国人民"),
        ("浣犲ソ锛佹杩庝娇鐢═GBot", "你好！欢迎使用TGBot"),
        ("¹¦ÄÜµÄÖÐÎÄÃû³Æ", "功能的中文名称"),
        ("羉砰いゅ代刚", "繁體中文測試"),
        ("王喆、邓稼先，魑魅魍魉", "王喆、邓稼先，魑魅魍魉"),
    ),
    markup=True,  # a torn character swallows the sign behind it
)
