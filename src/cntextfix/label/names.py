"""Names of people, outlets and sections, cleaned of what stands around them.

>>> people("徐隽　李 婷"), people("杨倩_NF4425"), people("佚名")
('徐隽、李婷', '杨倩', None)
"""

import re

from cntextfix.label.dates import without_moments
from cntextfix.lexicon.fold import fold

__all__ = ["people", "place", "split_breadcrumb"]

_AROUND = " \t\u3000\xa0\u2002\u2003|丨︱│·,，、;；:：/-—_。.()（）[]【】〔〕{}<>《》「」*"
_BETWEEN = re.compile(r"[\s、,，;；/／&＆|丨]+")
_SPACED_NAME = re.compile(
    r"(?<![^\W\da-zA-Z_])([^\W\da-zA-Z_])\s{1,3}([^\W\da-zA-Z_])(?![^\W\da-zA-Z_])"
)
# The number of an editor in a newsroom's system: 杨倩_NF4425, 韩保林 PK155, HN666.
_STAFF_NUMBER = re.compile(r"_?[A-Z]{1,4}\d{2,}$")
_NOBODY = re.compile(
    r"佚名|匿名|未知|不详|无名氏?|无|网[络友]|互联网|转载|小编|本站|本网|网站|管理员|admin(?:istrator)?|编辑|null|none"
    r"|网络(?:整理|综合|转载|收集)|综合|原创|暂无"
)
_NO_PLACE = re.compile(
    r"网络|互联网|未知|不详|本站|本网|转载|佚名|无|网络(?:整理|综合|转载|收集)|原创|综合|暂无|网友|其他|null|none"
)
_BESIDE_DATES = re.compile(
    r"[(（]?(?:星期|[周週]|礼拜|禮拜)[一二三四五六日天][)）]?|^\s*[于於]|(?:发布|發布|更新)\s*$|\d{1,2}:\d\d"
)
_BARS = re.compile(r"[|丨│]")
_URL_LIKE = re.compile(r"https?:")
_ASIDE = re.compile(r"(?<=.)[（(].*", re.DOTALL)  # 元结（719－772）
_SENTENCE = frozenset("。！？!?")
_LATIN = re.compile(r"[A-Za-z]")
_WHERE_LABEL = re.compile(r"[^>»›]{0,12}?(?:位置|所在|导航|栏目|页面)(?:是|为)?\s{0,3}:\s{0,3}")
_ARROWS = re.compile(r"\s*(?:>+|»|›|→|::)\s*")
_SLASHES = re.compile(r"\s*/\s*|\s+[-—–]{1,2}\s+|\s*[-—–]{1,2}\s*")
_TEXT_ITSELF = re.compile(r"(正文|内容|列表)\s+\S.*")


def people(*values: str) -> str | None:
    """Names joined by "、", each once; ``None`` where nobody is named.

    Args:
        values: what stood behind labels.
    """
    found: dict[str, None] = {}
    for value in values:
        joined = _SPACED_NAME.sub(r"\1\2", _ASIDE.sub("", value.strip(_AROUND)))
        latin = _LATIN.search(joined) is not None and not any("一" <= c <= "鿿" for c in joined)
        for part in [joined] if latin else _BETWEEN.split(joined):
            name = _STAFF_NUMBER.sub("", part.strip(_AROUND)).strip(_AROUND)
            if name and _is_name(name):
                found[name] = None
    return "、".join(found) or None


def _is_name(name: str) -> bool:
    return (
        2 <= len(name) <= 24
        and not _SENTENCE.intersection(name)
        and _NOBODY.fullmatch(fold(name)) is None
        and not name[0].isdigit()
    )


def place(value: str) -> str | None:
    """The name of an outlet, or ``None`` where the value names none.

    Args:
        value: what stood behind 来源, or beside a date.

    >>> place(" 中国长安网 "), place("网络"), place("2018年12月28日 19:55 新京报")
    ('中国长安网', None, '新京报')
    """
    bare = _BESIDE_DATES.sub("", without_moments(value, fold(value))).strip(_AROUND)
    words = bare.split()
    if not words:
        return None
    name = bare if _LATIN.match(words[0]) and len(words[0]) < len(bare) else words[0]
    name = _BARS.split(name)[0].strip(_AROUND)
    if not 2 <= len(name) <= 30 or _SENTENCE.intersection(name) or _NO_PLACE.fullmatch(fold(name)):
        return None
    return None if _URL_LIKE.match(name) else name


def split_breadcrumb(line: str) -> tuple[str, ...]:
    """The sections of a breadcrumb, outermost first.

    Args:
        line: the line it stands on.

    >>> split_breadcrumb("当前所在：首页 > 反腐倡廉 > 正文")
    ('首页', '反腐倡廉', '正文')
    """
    folded = fold(line)
    label = _WHERE_LABEL.match(folded)
    start = label.end() if label else 0
    pattern = _ARROWS if _ARROWS.search(folded, start) else _SLASHES
    sections = []
    for gap in pattern.finditer(folded, start):
        sections.append(line[start : gap.start()])
        start = gap.end()
    sections.append(line[start:])
    bare = (_TEXT_ITSELF.sub(r"\1", section.strip(_AROUND)) for section in sections)
    return tuple(section for section in bare if section)
