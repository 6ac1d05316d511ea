"""Full-width punctuation restored where something flattened it to ASCII.

    党组认为,巡视整改要“抓实”(见附件)。  ->  党组认为，巡视整改要“抓实”（见附件）。

Unicode's NFKC, ftfy's defaults and many a tokenizer turn ，：；！？（） into ``,:;!?()``. What
was full-width follows from the context (see `_marks`); whether a document was flattened at
all follows from lines that could not have been set that way.

**The gate.** Under ``punctuation="auto"`` a line is evidence when it has the 。 or 、 of Chinese
typesetting, which flattening leaves alone, and yet ASCII commas or semicolons glued between
Han, with hardly a full-width mark among them; its weight is their number. Two such marks open
the gate. In a document that has next to no full-width commas every line is then restored, in a
mixed one only the lines that are evidence themselves.

**Why it is stable.** Evidence is a sum over lines, of which none takes away: a gate that stayed
closed for a document stays closed for any part of it. And restoring leaves no evidence behind,
because a mark counts only where restoring would change it: behind an open gate there is
nothing left to open it again. So lines may be dropped from the result, and a second pass over
what remains changes nothing. With ``"fullwidth"`` each line is restored on its own.
"""

import re
from functools import cache

from cntextfix.repairs._contexts import ASCII_MARKS, HAN
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]


def _find(text: str, context: Context) -> str:
    if context.punctuation == "keep" or text.isascii():
        return text
    if context.punctuation == "fullwidth":
        if not any(mark in text for mark in (*ASCII_MARKS, '"', "'")):
            return text
    elif not ("," in text or ";" in text) or not _glued().search(text):
        return text
    # The patterns below take longer to compile than all else takes to import.
    from cntextfix.repairs import _flattened

    if context.punctuation == "fullwidth":
        return _flattened.set_fullwidth(text)
    return _flattened.restored(text, _glued())


@cache
def _glued() -> re.Pattern[str]:
    """A mark that nobody sets so: an ASCII comma or semicolon between Han."""
    return re.compile(f"[,;](?<=[{HAN}”》].)(?=[{HAN}“《])")


REPAIR = Repair(
    name="punctuation",
    summary="full-width punctuation restored where it was flattened to ASCII",
    stage="normalise",
    find=_find,
    examples=(
        (
            "党组认为,巡视整改要“抓实”(见附件);跟踪问效,不走过场。",
            "党组认为，巡视整改要“抓实”（见附件）；跟踪问效，不走过场。",
        ),
        (
            "国内生产总值(GDP)增长3.5%,达到3,000亿元;会议于10:30开始,比例为1:2,详见http://a.cn/?b=1,2。",
            "国内生产总值（GDP）增长3.5%，达到3,000亿元；会议于10:30开始，比例为1:2，详见http://a.cn/?b=1,2。",
        ),
        (
            '他说:"好,我去。"她问:"真的,现在就走?"',
            "他说：“好，我去。”她问：“真的，现在就走？”",
        ),
        ("姓名,性别,籍贯\n张三,男,北京", "姓名,性别,籍贯\n张三,男,北京"),
    ),
)
