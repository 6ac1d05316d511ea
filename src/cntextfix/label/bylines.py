"""Who wrote a text, as its first and last lines say: datelines, bylines in brackets, reporters.

>>> dateline("新华社北京1月5日电（记者邹小为、唐诗凝）海关总署5日发布数据。")
('新华社', '邹小为、唐诗凝')
>>> dateline("〔記者陳小明／台中報導〕台中市一棟民宅凌晨發生火警。")
(None, '陳小明')
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from cntextfix.document import Evidence, Kind
from cntextfix.label.holding import holding
from cntextfix.label.labelled import Labelled
from cntextfix.label.names import each_person, is_person
from cntextfix.label.places import Place, Stretch
from cntextfix.label.shape import is_sentence
from cntextfix.lexicon.fold import fold

__all__ = ["bracketed", "dateline", "datelines", "reporters"]

_FIRST_PARAGRAPHS = 3
_LONGEST_BYLINE = 60
_MAY_SIGN = (*(Kind.PARAGRAPH, Kind.SUBTITLE, Kind.TITLE, Kind.OTHER, Kind.HEADING, Kind.CAPTION),)
_HAN = r"[^\W\da-z_]"
_REPORTER = (
    rf"(?:(?:{_HAN}|[·・-]){{0,14}}?(?:记者|通讯员|实习生|特派员|评论员|特约撰稿人?)"
    rf"|见习{_HAN}{{0,4}})"
)
_NAMES = rf"(?:(?!报道|报导){_HAN}|[·、,/\s]|通讯员|实习生){{2,60}}?"
_DAY = r"(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}日"
_LEAD = r"[\s(〔\[【<《■●◆▲*]{0,4}据?"


# The ways an agency or a paper opens its reports, on the folded text.
_OUTLET = r"(?:[^\W_]|[-·]){1,16}?(?:网|报|社|台|新闻|客户端|在线|传媒|周刊|财经)"
# Behind an opening: （记者张三）, （张三、李四）, 记者张三报道
_WHO = (
    rf"(?:[(【\[]\s?(?:{_REPORTER})\s{{0,2}}:?\s{{0,2}}(?P<people>[^()。:】\]]{{2,60}})[)】\]]"
    rf"|[(]\s?(?P<bare>{_HAN}{{2,4}}(?:[\s、]{{1,2}}{_HAN}{{2,4}}){{0,3}})\s?[)]"
    rf"|(?:{_REPORTER})\s{{0,2}}(?P<open>{_NAMES})\s?(?:综合|摄影)?(?:报道|报导)[:\s,]?)?"
)
# 新华社北京1月5日电（记者张三）, 中新网1月5日电 (记者 张三), 本报北京1月5日讯（记者张三）
_WITH_DAY = (
    rf"{_LEAD}(?:本[报网台社站刊]|(?P<outlet>{_HAN}{{2,6}}?(?:社|网|报|台|客户端)))?"
    rf"(?:(?!记者){_HAN}){{0,16}}?{_DAY}\s?(?:电|讯|消息)[\])】〕]?\s{{0,3}}(?:题:.{{0,60}}?)?{_WHO}"
)
# 本报讯（记者张三）, 极目新闻讯（记者张三）, 【大公报讯】记者张三报道
_WITHOUT_DAY = (
    rf"{_LEAD}(?:本[报网台社站刊]|(?P<outlet>{_OUTLET}))?(?:专|快)?(?:讯|消息)"
    rf"(?=[\s(】\]〕])[\])】〕]?\s{{0,3}}{_WHO}"
)
# 〔記者陳三／台中報導〕, 【記者陳三、李四／台北報導】, 記者陳三／台北報導
_TAIWAN = (
    rf"{_LEAD}(?:{_HAN}{{2,6}}[/\s])?(?:实习|见习|驻{_HAN}{{2,4}})?(?:记者|编译|特派员)\s?"
    rf"(?P<people>(?:{_HAN}|[·、]){{2,20}}?)\s?/\s?{_HAN}{{2,8}}?(?:报导|报道|电)"
)
# 〔本報記者陳三台北報導〕, （中央社記者陳三台北5日電）
_TAIWAN_GLUED = (
    rf"[(〔\[【]\s?(?P<outlet>{_HAN}{{2,6}}?社)?(?:本报)?(?:记者|特派员)\s?"
    rf"(?P<people>{_HAN}{{3}}(?:、{_HAN}{{3}}){{0,3}})\s?{_HAN}{{2,6}}?(?:{_DAY})?\s?"
    r"(?:综合)?(?:报导|报道|外?电)\s?[)〕\]】]"
)
# 【文/观察者网专栏作者 张三】, （文/张三 编辑/李四）
_DESK = (
    rf"[【\[(〔]\s?(?:文字?|采写|撰文|撰稿|整理|作者)\s?[/|:丨︱]\s?(?P<people>(?:(?:{_HAN}|·){{2,14}}\s)?"
    rf"(?:{_HAN}|·){{2,8}}(?:[\s、]{{1,2}}{_HAN}{{2,4}}){{0,3}})\s?(?:编辑\s?[/|:丨︱].{{0,20}}?)?[】\])〕]"
)
# 【环球时报记者 张三】, 【中国新闻网记者 张三 报道】
_BRACKETS = (
    rf"[【\[(〔]\s?(?P<outlet>{_HAN}{{2,8}}?)?(?:驻{_HAN}{{2,8}})?(?:特约|特派|首席|实习)?记者\s{{0,2}}"
    rf"(?P<people>(?!报道|报导){_HAN}{{2,4}}(?:[\s、]{{1,2}}{_HAN}{{2,4}}){{0,4}})\s?"
    r"(?:报道|报导)?\s?[】\])〕]"
)


@cache
def _datelines() -> tuple[re.Pattern[str], ...]:
    forms = (_TAIWAN, _TAIWAN_GLUED, _DESK, _BRACKETS, _WITH_DAY, _WITHOUT_DAY)
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
            got = {name for name, value in match.groupdict().items() if value}
            named = next(iter(got & {"people", "open"}), "")
            if "bare" in got and all(map(is_person, each_person(match["bare"]))):
                named = "bare"
            outlet = text[slice(*match.span("outlet"))] if "outlet" in got else None
            return outlet, text[slice(*match.span(named))] if named else ""
    return None


# What the forms above hold, and how far from the paragraph's start. Literals first: what an
# alternation of them begins with is looked for at the speed of a set.
_MAY_OPEN = re.compile("日电|日電|日讯|日訊|日消息|记者|記者|编译|編譯|特派")
_MAY_OPEN_SPACED = re.compile(r"[讯訊息日][\s(（】\]］〕]")
_MAY_OPEN_BRACKETS = re.compile(r"[【\[［(（〔]\s?\w{1,3}\s?[/|:：丨︱／｜]")
_LONGEST_OPENING = 48


def datelines(page: Labelled) -> Iterator[tuple[str | None, str, Evidence]]:
    """Agency and reporters that open the first paragraphs.

    Args:
        page: the labelled lines.
    """
    running = (block for block in page.of_kind(Kind.PARAGRAPH) if is_sentence(block.text))
    for block in islice(running, _FIRST_PARAGRAPHS):
        if not _may_open(block.text):
            continue
        if found := dateline(block.text):
            yield *found, Evidence(block.line, "dateline")


def _may_open(text: str) -> bool:
    return (
        _MAY_OPEN.search(text, 0, _LONGEST_OPENING) is not None
        or _MAY_OPEN_SPACED.search(text, 0, _LONGEST_OPENING) is not None
        or _MAY_OPEN_BRACKETS.match(text) is not None
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
def _reporter_line() -> re.Pattern[str]:
    # 新华社记者邹多为、唐诗凝, ■本报记者 张三, 文/张三, 张三/文, 作者︱张三
    return re.compile(
        rf"{_LEAD}(?:(?:{_REPORTER})\s{{0,2}}[:/|丨︱]?\s{{0,2}}(?P<people>{_NAMES})"
        rf"|(?:文|撰文|图文|文/图|图/文|作者|采写|文字|撰稿|执笔)\s?[:/|丨︱]\s?"
        rf"(?P<writer>(?:{_HAN}|[·、\s]){{2,24}}?)"
        rf"|文\s{{1,3}}(?P<magazine>{_HAN}{{2,4}})"
        rf"|(?P<before>{_HAN}{{2,4}}(?:·{_HAN}{{1,6}})?)(?:\s?/\s?|\s)(?:文|撰文))"
        r"(?:\s{0,3}(?:(?:综合|摄影)?报道|报导|文\s?/?\s?图|图\s?/?\s?文|文|/\s?文|摄影|(?:图|摄影|编辑)\s?[:/].{0,24}))?[\s\])】〕.:]{0,3}"
    )


_OTHER_ROLE = re.compile("[摄攝]影|[编編][辑輯]|[责責][编編]|校[对對]|[审審]核")
_OF_PICTURE = re.compile(r"(?:[摄攝]|供[图圖])[)）\]】]?$")
_SIGNS_OF_NAME = (
    re.compile(
        "记者|記者|通讯|通訊|实习|實習|见习|見習|作者|采写|採寫|撰|执笔|執筆|特派|特约|特約|评论|評論|文字"
    ),
    re.compile(r"文(?:\s?[/:：／|｜丨︱]|\s|(?<=[/／\s].))"),
)


def reporters(page: Labelled, where: Sequence[Stretch]) -> Iterator[tuple[str, Evidence]]:
    """The names in lines that name reporters and nothing else.

    Args:
        page: the labelled lines.
        where: their places.
    """
    short = [
        index
        for place, start, end in where
        if place <= Place.INSIDE
        for index in range(start, end)
        if len(page.texts[index]) <= _LONGEST_BYLINE
    ]
    texts = [page.texts[index] for index in short]
    for place in holding(texts, *_SIGNS_OF_NAME):
        block, text = page.blocks[short[place]], texts[place]
        if block.kind not in _MAY_SIGN:
            continue
        if "。" in text or _OF_PICTURE.search(text):
            continue
        match = _reporter_line().fullmatch(fold(text))
        if match is None or not match.lastgroup:
            continue
        names = text[slice(*match.span(match.lastgroup))]
        if _OTHER_ROLE.search(names):
            continue
        named = each_person(names)
        if match.lastgroup == "writer" and len(named) <= 4:
            good = all(len(name) <= 5 for name in named)  # a label vouches for pen-names
        else:
            good = all(map(is_person, named))
        if named and good:
            yield names, Evidence(block.line, "reporter_line")
