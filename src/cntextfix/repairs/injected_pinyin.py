"""Pinyin that mirror-site scripts put behind Traditional characters, and the bytes it shifted.

    機(jī)關(guān)                          機關
    績(jī)?yōu)辄h                          績為黨
    反向?qū)徱暪δ埽晟品杀O(jiān)督       反向審視功能，完善法律監督

The page is read for evidence first: a poem annotated throughout, a dictionary or a single gloss
stays as it is. Then notes that stand whole are taken out, and each run that a note or a
punctuation mark knocked out of step is searched, and proved by doing the damage to it again.
"""

from collections.abc import Iterable

from cntextfix.edits import Edit
from cntextfix.repairs.repair import Context, Repair
from cntextfix.repairs.replay.signs import is_damaged

__all__ = ["REPAIR"]


def find(text: str, _: Context) -> Iterable[Edit]:
    """The edits that take injected pinyin out and bring shifted characters back."""
    if not is_damaged(text):
        return ()
    from cntextfix.repairs.replay.page import look
    from cntextfix.repairs.replay.settled import settled

    return settled(text, look)


REPAIR = Repair(
    name="injected_pinyin",
    summary="pinyin injected behind Traditional characters, and the bytes it shifted",
    stage="repair",
    markup=True,
    find=find,
    examples=(
        ("檢察機(jī)關(guān)的責(zé)任", "檢察機關的責任"),
        ("履職實(shí)績(jī)?yōu)辄h分憂", "履職實績為黨分憂"),
        ("因?yàn)樗麄冇X得", "因為他們覺得"),
        ("反向?qū)徱暪δ埽晟品杀O(jiān)督線索梳理", "反向審視功能，完善法律監督線索梳理"),
        ("重(chóng)庆火锅", "重(chóng)庆火锅"),
        ("學(xué)而(ér)時(shí)習(xí)之(zhī)", "學(xué)而(ér)時(shí)習(xí)之(zhī)"),
    ),
)
