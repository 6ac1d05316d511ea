"""Which lines of a page are worth a look for facts and names: those that hold a sign of them.

>>> from cntextfix.document import Block, Kind
>>> from cntextfix.label.places import places
>>> lines = [Block(Kind.TITLE, "外贸向好", 1), Block(Kind.PARAGRAPH, "记者 李明", 2),
...     Block(Kind.PARAGRAPH, "外贸向好。", 3)]
>>> page = Labelled.of(lines)
>>> signed_lines(page, places(page, 1))
[1]
"""

import re
from collections.abc import Sequence

from cntextfix.label.dates import SIGNS_OF_MOMENT
from cntextfix.label.fact_labels import SIGN_OF_LABEL
from cntextfix.label.holding import holding
from cntextfix.label.labelled import Labelled
from cntextfix.label.places import Stretch

__all__ = ["LONGEST", "SIGNS", "signed_lines"]

LONGEST = (100, 60, 40, 80, 0)
"""Length of a line that is looked at although no rule knows it, by its place."""

# Words first: what an alternation of them can begin with is looked for at the speed of a set.
SIGNS = (
    SIGN_OF_LABEL,
    *SIGNS_OF_MOMENT,
    re.compile(r"》\s?[(（,，]?\s?[^()（）]{6,20}日"),  # 《某某日报》（2024年1月5日 3版）
    re.compile(
        "记者|記者|编译|編譯|通讯|通訊|实习|實習|见习|見習|作者|采写|採寫|撰|执笔|執筆|主笔|主筆|发自|發自|特派|特约|特約|评论|評論|文字"
        "|编辑|編輯|责编|責編|摄影|攝影|校对|校對|审核|審核"
    ),
    re.compile(r"文(?:\s?[/:：／|｜丨︱]|\s|(?<=[/／\s].))"),
    # 据《某某日报》
    re.compile("(?:据|據|[摘选選转轉引]自|载于|載於|原载|原載)[^\0，。,：:]{2,24}(?=\0|$)"),
    re.compile(r"20\d\d(?=\0|$)"),  # a year on a line of its own
)
"""What every line holds that is a fact or a byline, whatever its kind."""

_MOST = 400  # a page with more is a list, and says what it is at its head and at its end


def signed_lines(page: Labelled, where: Sequence[Stretch]) -> list[int]:
    """The indexes of the lines worth a look, in order.

    Args:
        page: the labelled lines.
        where: their places.
    """
    short: list[int] = []
    for place, start, end in where:
        if longest := LONGEST[place]:
            short += [i for i in range(start, end) if len(page.texts[i]) <= longest]
    signed = [short[place] for place in holding([page.texts[i] for i in short], *SIGNS)]
    return signed if len(signed) <= _MOST else [*signed[: _MOST // 2], *signed[-_MOST // 2 :]]
