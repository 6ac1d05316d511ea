"""Who wrote a text, as its first paragraph says: the datelines of agencies and papers.

>>> dateline("新华社北京1月5日电（记者邹小为、唐诗凝）海关总署5日发布数据。")
('新华社', '邹小为、唐诗凝')
>>> dateline("〔記者陳小明／台中報導〕台中市一棟民宅凌晨發生火警。")
(None, '陳小明')
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.labelled import Labelled
from cntextfix.label.names import is_person
from cntextfix.label.shape import is_sentence
from cntextfix.lexicon.fold import fold

__all__ = ["DATELINE", "HAN", "LEAD", "NAMES", "REPORTER", "dateline", "datelines", "is_dateline"]

DATELINE = "dateline"
"""The rule of a line that is nothing but a dateline."""

_FIRST_PARAGRAPHS = 3

# The parts of the ways in which an agency or a paper opens its reports, on the folded text.
HAN = r"[^\W\da-z_]"
REPORTER = (
    rf"(?:(?:{HAN}|[·・-]){{0,14}}?(?:记者|通讯员|实习生|特派员|评论员|特约撰稿人?|主笔)"
    rf"|见习{HAN}{{0,4}})"
)
NAMES = rf"(?:(?!报道|报导){HAN}|[·、,/\s]|通讯员|实习生){{2,60}}?"
_DAY = r"(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}日"
LEAD = r"[\s(〔\[【<《■□●○◎◆◇▲▌▍▎►▶*]{0,4}据?"
_OUTLET = r"(?:[^\W_]|[-·]){1,16}?(?:网|报|社|台|新闻|客户端|在线|传媒|周刊|财经)"
# Behind an opening: （记者张三）, （张三、李四）, 记者张三报道
_WHO = (
    rf"(?:[(【\[]\s?(?:{REPORTER})\s{{0,2}}:?\s{{0,2}}(?P<people>[^()。:】\]]{{2,60}})[)】\]]"
    rf"|[(]\s?(?P<bare>{HAN}{{2,4}}(?:[\s、]{{1,2}}{HAN}{{2,4}}){{0,3}})\s?[)]"
    rf"|(?:{REPORTER})\s{{0,2}}(?P<open>{NAMES})\s?(?:综合|摄影)?(?:报道|报导)[:\s,]?)?"
)
# 新华社北京1月5日电（记者张三）, 中新网1月5日电 (记者 张三), 本报北京1月5日讯（记者张三）
_WITH_DAY = (
    rf"{LEAD}(?:本[报网台社站刊]|(?P<outlet>{HAN}{{2,6}}?(?:社|网|报|台|客户端)))?"
    rf"(?:(?!记者){HAN}){{0,16}}?{_DAY}\s?(?:电|讯|消息)[\])】〕]?\s{{0,3}}(?:题:.{{0,60}}?)?{_WHO}"
)
# 本报讯（记者张三）, 极目新闻讯（记者张三）, 【大公报讯】记者张三报道
_WITHOUT_DAY = (
    rf"{LEAD}(?:本[报网台社站刊]|(?P<outlet>{_OUTLET}))?(?:专|快)?(?:讯|消息)"
    rf"(?=[\s(】\]〕\d]|近日|日前|昨|今|据|记者)[\])】〕]?\s{{0,3}}{_WHO}"
)
# 某某之家 1月5日消息, 某某科技讯 1月5日上午消息, 某某报道，1月5日消息
_OF_SITE = (
    r"(?![据由从]|(?:北京|当地)时间)(?P<outlet>[^\W_]{2,10}?)(?<![部局委院厅署方府司团媒行学馆会])"
    r"(?:讯\s?|报道,|\s{1,2})(?:北京时间)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|凌晨|[早午晚]间)?\s?消息,"
)
# 【财新网】（记者 张三）, 【环球网报道 记者 张三】
_PLATE = (
    rf"[【\[〔]\s?(?P<outlet>[^\W_]{{1,16}}?(?:网|日报|晚报|时报|通讯社|电视台|新闻社))\s?(?:综合)?(?:(?:报道|讯)\s?"
    rf"(?:(?:特约|实习|驻{HAN}{{2,6}})?记者\s{{0,2}}(?P<inside>(?:{HAN}|[、\s·]){{2,30}}?))?\s?[】\]〕]|[】\]〕]\s?{_WHO[:-1]})"
)
# 〔記者陳三／台中報導〕, 【記者陳三、李四／台北報導】, 記者陳三／台北報導
_TAIWAN = (
    rf"{LEAD}(?:{HAN}{{2,6}}[/\s])?(?:实习|见习|驻{HAN}{{2,4}})?(?:记者|编译|特派员)\s?"
    rf"(?P<people>(?:{HAN}|[·、]){{2,20}}?)\s?/\s?{HAN}{{2,8}}?(?:报导|报道|电)"
)
# 〔本報記者陳三台北報導〕, （中央社記者陳三台北5日電）
_TAIWAN_GLUED = (
    rf"[(〔\[【]\s?(?P<outlet>{HAN}{{2,6}}?社)?(?:本报)?(?:记者|特派员)\s?"
    rf"(?P<people>{HAN}{{3}}(?:、{HAN}{{3}}){{0,3}})\s?{HAN}{{2,6}}?(?:{_DAY})?\s?"
    r"(?:综合)?(?:报导|报道|外?电)\s?[)〕\]】]"
)
# 【文/观察者网专栏作者 张三】, （文/张三 编辑/李四）
_DESK = (
    rf"[【\[(〔]\s?(?:文字?|采写|撰文|撰稿|整理|作者)\s?[/|:丨︱]\s?(?P<people>(?:(?:{HAN}|·){{2,14}}\s)?"
    rf"(?:{HAN}|·){{2,8}}(?:[\s、]{{1,2}}{HAN}{{2,4}}){{0,3}})\s?(?:编辑\s?[/|:丨︱].{{0,20}}?)?[】\])〕]"
)
# 【环球时报记者 张三】, 【中国新闻网记者 张三 报道】
_BRACKETS = (
    rf"[【\[(〔]\s?(?P<outlet>{HAN}{{2,8}}?)?(?:驻{HAN}{{2,8}})?(?:特约|特派|首席|实习)?记者\s{{0,2}}"
    rf"(?P<people>(?!报道|报导){HAN}{{2,4}}(?:[\s、]{{1,2}}{HAN}{{2,4}}){{0,4}})\s?"
    r"(?:报道|报导)?\s?[】\])〕]"
)


@cache
def _datelines() -> tuple[re.Pattern[str], ...]:
    forms = (_PLATE, _TAIWAN, _TAIWAN_GLUED, _DESK, _BRACKETS, _WITH_DAY, _OF_SITE, _WITHOUT_DAY)
    return tuple(re.compile(form) for form in forms)


def dateline(text: str) -> tuple[str | None, str] | None:
    """Agency and reporters that open a paragraph.

    Args:
        text: the paragraph.

    Returns:
        The outlet, or ``None`` where it is the paper itself (本报讯), and the names as they stand;
        ``None`` for a paragraph that opens otherwise.
    """
    head = fold(text[:160])
    for pattern in _datelines():
        if match := pattern.match(head):
            got = match.groupdict()
            named = next((name for name in ("people", "open", "inside") if got.get(name)), "")
            if got.get("bare") and all(map(is_person, got["bare"].replace("、", " ").split())):
                named = "bare"
            outlet = text[slice(*match.span("outlet"))] if got.get("outlet") else None
            return outlet, text[slice(*match.span(named))] if named else ""
    return None


# What the forms above hold, and how far from the paragraph's start. Literals first: what an
# alternation of them begins with is looked for at the speed of a set.
_MAY_OPEN = re.compile(
    "日电|日電|日讯|日訊|日消息|午消息|间消息|間消息|晨消息|记者|記者|编译|編譯|特派"
)
_MAY_OPEN_SPACED = re.compile(r"[讯訊息日][\s(（】\]］〕\d近日昨今据據记記]")
_MAY_OPEN_BRACKETS = re.compile(r"[【\[［(（〔]\s?\w{1,3}\s?[/|:：丨︱／｜]")
_MAY_OPEN_PLATE = re.compile(r"[【\[［〔]\s?\w{1,17}[网網报報社台臺]")
_LONGEST_OPENING = 48


def datelines(page: Labelled) -> Iterator[tuple[str | None, str, Evidence]]:
    """Agency and reporters that open the first paragraphs.

    Args:
        page: the labelled lines.
    """
    running = (block for block in page.of_kind(Kind.PARAGRAPH) if is_sentence(block.text))
    for block in (*_apart(page), *islice(running, _FIRST_PARAGRAPHS)):
        if not _may_open(block.text):
            continue
        if found := dateline(block.text):
            yield *found, Evidence(block.line, DATELINE)


def _apart(page: Labelled) -> Iterator[Block]:
    """Datelines that stand on a line of their own, above the text."""
    return (block for block in page.of_kind(Kind.BYLINE) if block.rule == DATELINE)


def is_dateline(text: str) -> bool:
    """Whether a line that is no running text is one, with the report's subject or alone.

    Args:
        text: the line.

    >>> is_dateline("新华社北京5月9日电 题：外贸观察"), is_dateline("5月9日的夜晚")
    (True, False)
    """
    return not is_sentence(text) and _may_open(text) and dateline(text) is not None


def _may_open(text: str) -> bool:
    return (
        _MAY_OPEN.search(text, 0, _LONGEST_OPENING) is not None
        or _MAY_OPEN_SPACED.search(text, 0, _LONGEST_OPENING) is not None
        or _MAY_OPEN_BRACKETS.match(text) is not None
        or _MAY_OPEN_PLATE.match(text) is not None
    )
