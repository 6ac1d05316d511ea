"""The labels that facts stand behind, by what they ask for, as patterns for the folded line.

>>> labels()[0].search("来源:新华网").lastgroup
'source'
"""

import re
from collections.abc import Mapping
from functools import cache

from cntextfix.label.rules import builtin_parts

__all__ = ["SIGN_OF_LABEL", "bare_labels", "labels", "roles"]


@cache
def roles() -> Mapping[str, str]:
    """The labels of each role, as patterns for the folded line.

    >>> sorted(roles())
    ['author', 'checked', 'edited', 'other', 'publisher', 'source', 'time']
    """
    parts = builtin_parts()
    return {
        "edited": rf"(?:{parts['edited_label']}|网\s?编|编\s?发|核\s?稿\s?编辑)",
        "checked": (
            rf"(?:(?![一二三]审[核校签])(?:{parts['checked_label']})|总\s*监\s*制|值\s*班\s*编\s*委|签\s*审|审\s?稿|核\s?稿"
            r"|[初一二三]校(?!对)|复\s?核|信息录入)"
        ),
        "time": (
            rf"(?:{parts['time_label']}|(?:首次)?(?:发布|出版|刊登|刊出|上稿|最后更新|更新|建立)"
            r"(?:时\s*间|日\s*期|于)?|[发成公印上生]\s*[布文开发载成]\s*(?:日\s*期|时\s*间))"
        ),
        "author": (
            r"(?:文\s?字|实\s?习\s?生|本文作者|笔者|投稿|[发寄]信人"
            rf"|(?!作者(?:单位|简介)){parts['author_label']})"
        ),
        "other": (
            r"(?:摄\s*影(?:报道)?|摄|图\s*片?|供图|插画|制\s*图|视\s*频|剪\s*辑|制\s*作|设\s*计|翻\s*译"
            r"|配\s*音|播\s*音|出\s*品|策\s*划|统\s*筹|指\s*导|分类|栏目|专题|原标题|标\s*签|关键[词字]|看板|信区|(?:注册|入会|登录)(?:日期|时间)"
            rf"|作者(?:单位|简介)|{parts['counter_label']}|{parts['widget_label']})"
        ),
        "publisher": r"(?:发\s*布|发\s*文)\s*(?:机\s*[构关]|单\s*位)",
        "source": parts["source_label"],
    }


_SEPARATOR = r"(?:\s{0,3}[:/丨︱│┃|;\t]|[】\]〕]\s?:?)\s{0,3}"
# The characters that labels end with, in both scripts: a line without one of them before a mark
# holds none, and is found out at the speed of one look at each character.
_ENDS = (
    "板闆主于於区區享人介任佈位体體作入关關写寫出齣击擊划劃制製到印发發髮号號名员員品图圖处處复復複覆"
    "委字审審对對导導小布度影摄攝数數文新期构構校核覈气氣源片版率生画畫畵登目看稿立笔筆筹籌签"
    "簽籤类類缉緝编編者自至色藏览覽计計论論词詞译譯读讀赞贊讚辑輯道量问問间間阅閱閲音频頻题題"
)
SIGN_OF_LABEL = re.compile(rf"[{_ENDS}]\s*[:：/／丨︱│┃|｜;；\t】\]］〕]")
"""What a label with its mark ends with, in a line that need not be folded."""


_PERSONAL = ("edited", "checked", "author", "other")
# Too short to be a label where no mark follows: 文学, 图为.
_NEEDS_MARK = (
    r"(?!(?:文(?!\s?/?\s?[图字])|图(?!\s?/?\s?文|\s?片)|摄(?!\s?影)|图\s?/?\s?文|文\s?/?\s?图|文字|视频|设计|制作"
    r"|策划|指导|翻译|分类|栏目|专题)\s{0,3}+(?![:/丨︱|]))"
)


@cache
def labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Labels with the mark behind them, and labels of people where the mark may be left out."""
    by_role = roles()
    either = "|".join(f"(?P<{role}>{label})" for role, label in by_role.items())
    personal = "|".join(f"(?P<{role}>{by_role[role]})" for role in _PERSONAL)
    rest = "|".join(f"(?P<{role}>{by_role[role]})" for role in by_role if role not in _PERSONAL)
    return (
        re.compile(rf"(?:{either}){_SEPARATOR}"),
        re.compile(rf"{_NEEDS_MARK}(?:{personal})[:/丨︱│┃|;\s]{{0,6}}|(?:{rest}){_SEPARATOR}"),
    )


@cache
def bare_labels() -> re.Pattern[str]:
    """Labels in a government's index table: values stand behind blanks or on the next line."""
    by_role = roles()
    wanted = "|".join(f"(?P<{role}>{by_role[role]})" for role in ("time", "publisher", "source"))
    return re.compile(rf"(?:{wanted})(?:\s{{1,8}}|$)")
