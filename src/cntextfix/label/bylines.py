"""Who wrote a text, as lines of their own say: bylines in brackets, reporters, speakers.

>>> bracketed("（检察日报社 巩宸宇）")
('检察日报社', '巩宸宇')
"""

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.datelines import HAN, LEAD, NAMES, REPORTER
from cntextfix.label.labelled import Labelled
from cntextfix.label.names import each_person, is_person
from cntextfix.lexicon.fold import fold

__all__ = ["SPEAKER", "bracketed", "is_reporter_line", "reporters", "speaker"]

SPEAKER = "speaker"
"""The rule of a line that says who gave a speech."""

_LONGEST_BYLINE = 60
_LONGEST_SPEAKER = 32
_LONGEST_NAME = 4  # of one that stands alone
_BULLETS = " \u3000□○◎■●◆◇▌▍▎►▶*·"
_SPACED = re.compile(r"\w\s\w")  # 王 芳
_MAY_SIGN = (
    *(Kind.PARAGRAPH, Kind.SUBTITLE, Kind.TITLE, Kind.OTHER, Kind.HEADING, Kind.CAPTION),
    *(Kind.BYLINE, Kind.METADATA),
)


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(
        r"[(（【\[]\s?(?P<outlet>[^\W_]{2,16}?)\s{1,3}(?P<people>[^()\[\]【】:/]{2,60})[)）】\]]$"
        r"|(?P<desk>[^\W\d_]{2,8})[/|]\s?(?P<person>[^\W\d_·]{2,5})\s{1,3}\d"
    )


def bracketed(text: str) -> tuple[str, str]:
    """Outlet and people of a byline that has no label; both empty where it says neither.

    Args:
        text: the byline.

    >>> bracketed("（检察日报社 巩宸宇）")
    ('检察日报社', '巩宸宇')
    >>> bracketed("上報快訊／范姜佳鈺 2020年03月12日")
    ('上報快訊', '范姜佳鈺')
    """
    match = _bracketed().match(fold(text))
    if match is None:
        return "", ""
    if match["person"]:
        return text[slice(*match.span("desk"))], text[slice(*match.span("person"))]
    outlet, names = match.span("outlet"), match.span("people")
    return text[slice(*outlet)], text[slice(*names)]


@cache
def _speaker() -> re.Pattern[str]:
    return re.compile(
        rf"{HAN}{{0,20}}(?:[校院局市县省部会处科厅所站社镇乡村区州队行厂书]长|书记|主任|主席|总?经理|董事|教授"
        rf"|总裁|总理|总统|大使|政委|院士|博士|代表|委员|检察官|法官)\s{{1,4}}"
        rf"(?P<name>{HAN}{{2,4}}|{HAN}\s{{1,3}}{HAN})"
    )


def speaker(text: str) -> str:
    """Who gave a speech or wrote a poem, as a line below its title says; else empty.

    Args:
        text: the line.

    >>> speaker("某某大学校长 王建国"), speaker("李白"), speaker("教学主楼 三层")
    ('王建国', '李白', '')
    """
    bare = text.lstrip(_BULLETS)
    if 2 <= len(bare) <= _LONGEST_NAME:
        name = "".join(bare.split()) if _SPACED.fullmatch(bare) else bare
        return name if name.isalpha() and is_person(name) else ""
    if text.isalpha() or len(text) > _LONGEST_SPEAKER:
        return ""
    match = _speaker().fullmatch(fold(text))
    if match is None:
        return ""
    name = "".join(text[slice(*match.span("name"))].split())
    return name if is_person(name) else ""


@cache
def _reporter_line() -> re.Pattern[str]:
    # 新华社记者邹多为、唐诗凝, ■本报记者 张三, 文/张三, 张三/文, 作者︱张三
    return re.compile(
        rf"{LEAD}(?:(?:[\d\s/:.年月日-]{{6,24}})?(?:{HAN}{{2,6}}\s?/?\s?)?(?:实习|见习|驻{HAN}{{2,4}})?"
        rf"(?:记者|编译|特派员)\s?(?P<filed>(?:{HAN}|[·、\s]){{2,24}}?)\s?/\s?{HAN}{{2,8}}?(?:报导|报道|电)"
        rf"|(?:[^\W_]{{2,14}}\s{{1,2}})?(?:{REPORTER})\s{{0,2}}[:/|丨︱]?\s{{0,2}}(?P<people>{NAMES})"
        rf"|(?:文|撰文|图文|文/图|图/文|作者|采写|文字|撰稿|执笔)\s?[:/|丨︱]\s?"
        rf"(?P<writer>(?:{HAN}|[·、\s]){{2,24}}?)"
        rf"|文\s{{1,3}}(?P<magazine>{HAN}{{2,4}})"
        rf"|(?P<before>{HAN}{{2,4}}(?:·{HAN}{{1,6}})?)(?:(?:\s?/\s?|\s)(?:文|撰文)|\s发自{HAN}{{2,8}}))"
        rf"(?:\s{{0,3}}(?:(?:(?<=\s){HAN}{{2,4}})?(?:综合|摄影)?(?:报道|报导)|文\s?/?\s?图|图\s?/?\s?文|文|/\s?文"
        r"|摄影|(?:图|摄影|编辑)\s?[:/].{0,24}))?[\s\])】〕.:]{0,3}"
    )


_MAY_NAME = re.compile(
    "记者|記者|编译|編譯|通讯|通訊|实习|實習|见习|見習|作者|采写|採寫|撰|执笔|執筆|主笔|主筆|发自|發自|特派|特约|特約|评论|評論|文"
)
_OTHER_ROLE = re.compile("[摄攝]影|[编編][辑輯]|[责責][编編]|校[对對]|[审審]核")
_OF_PICTURE = re.compile(r"(?:[摄攝]|供[图圖])[)）\]】]?$")


def reporters(
    page: Labelled, signed: Sequence[int], labelled: Set[int]
) -> Iterator[tuple[str, Evidence]]:
    """The names in lines that name reporters and nothing else.

    Args:
        page: the labelled lines.
        signed: the lines of title and text that are worth a look.
        labelled: numbers of the lines whose labels were read.
    """
    for index in signed:
        block = page.blocks[index]
        if block.kind not in _MAY_SIGN:
            continue
        group, names = _names_in(block.text)
        if group == "" or (group != "filed" and _is_read(block, labelled)):
            continue
        yield names, Evidence(block.line, "reporter_line")


def _is_read(block: Block, labelled: Set[int]) -> bool:
    """Whether a line says by its labels, or as facts, what it has to say."""
    return block.kind is Kind.METADATA or block.line in labelled


def is_reporter_line(text: str) -> bool:
    """Whether a line names reporters and nothing else.

    Args:
        text: the line.

    >>> is_reporter_line("新华社记者邹小为、唐诗凝"), is_reporter_line("记者节快乐")
    (True, False)
    """
    return _names_in(text)[0] != ""


def _names_in(text: str) -> tuple[str, str]:
    """The form of a line of reporters, and the names in it; empty for any other line."""
    if len(text) > _LONGEST_BYLINE or "。" in text or _OF_PICTURE.search(text):
        return "", ""
    if _MAY_NAME.search(text) is None:
        return "", ""
    match = _reporter_line().fullmatch(fold(text))
    if match is None or not match.lastgroup:
        return "", ""
    names = text[slice(*match.span(match.lastgroup))]
    named = each_person(names)
    if not named or _OTHER_ROLE.search(names):
        return "", ""
    if match.lastgroup == "writer" and len(named) <= 4:
        good = all(len(name) <= 5 for name in named)  # a label vouches for pen-names
    else:
        good = all(map(is_person, named))
    return (match.lastgroup, names) if good else ("", "")
