"""Reads the fields of a document out of its labelled lines.

>>> from cntextfix.label.label import label
>>> from cntextfix.label.rules import RULES
>>> page = '''检察机关开展专项监督
... 发布时间：2024-01-05 来源： 检察日报 作者：佚名
... 1月4日，最高人民检察院召开会议，部署专项监督工作。
... [责任编辑：李婷]'''
>>> found = fields(label(page, RULES))
>>> found.source, found.author, found.editor, found.published
('检察日报', None, '李婷', datetime.date(2024, 1, 5))
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import zip_longest

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.dates import find_moment
from cntextfix.label.names import people, place, split_breadcrumb
from cntextfix.label.rules import builtin_parts
from cntextfix.label.shape import signature
from cntextfix.lexicon.fold import fold
from cntextfix.page import Head

__all__ = ["Fields", "fields"]

_FACTS = frozenset({Kind.BYLINE, Kind.METADATA})
# Facts about another text: the dates in them are not this one's.
_OF_ANOTHER = frozenset({"excerpted_from", "title_of_original", "this_text_from"})
_UNMARKED = frozenset({"editor_chain_unlabelled"})
_URL = re.compile(r"https?://[!-~]+")
_WELCOME = re.compile(
    r"欢迎您?的?(?:访问|来到|光临|登[陆录]|进入|浏览|莅临|使用|加入)\s*"
    r"(?P<site>[^\s!,。|~今]{2,24}?)(?:[\s!,|~]|今[天日]|$)"
)
_OWN_HOME = re.compile(r"(?P<site>\S{2,10}?)(?:网站)?首\s?页")
_OWNER = re.compile(r"(?:版权所有\W{0,3})?(?P<site>[^\s。,:|©]{2,14}(?:网|在线|网站))(?![^\s\W])")
_NO_SITE = frozenset({"本站", "本网", "本网站", "我们", "网站", "返回", "我们的网站"})
# The two ways an agency or a paper opens its reports: 新华社北京1月5日电（记者 张三）,
# 本报讯（记者 张三）; and the Taiwanese one, 〔记者张三/台北报导〕.
_DATELINE = re.compile(
    r"[\s(〔\[【]{0,3}(?P<outlet>[^\W\d_]{2,6}?社)?[^\W\d_]{0,12}?"
    r"(?:(?:\d{1,2}月)?\d{1,2}日(?:电|讯|消息)|(?:本[报网台社站]|[^\W\d_]{2,4}(?:网|报|社))?(?:快?讯|消息))"
    r"\s{0,2}(?:\(\s?(?:[^\W\d_]{0,6}?(?:记者|通讯员)\s{0,2}:?\s{0,2}(?P<people>[^()。:]{2,60}))\))?"
)
_TAIWAN_DATELINE = re.compile(
    r"[〔\[【(]?\s?(?:[^\W\d_]{2,6}[/\s])?(?:记者|编译|特派员)(?P<people>[^\W\d_、·]{2,14}?)\s?/\s?"
    r"[^\W\d_]{2,8}?(?:报导|报道|电)"
)
_BRACKETED_BYLINE = re.compile(
    r"[(【\[]\s?(?P<outlet>[^\W_]{2,16}?)\s{1,3}(?P<people>[^()\[\]【】:/]{2,60})[)】\]]$"
    r"|[^\W\d_]{2,8}[/|]\s?(?P<person>[^\W\d_·]{2,5})\s{1,3}\d"
)


@dataclass(frozen=True, slots=True)
class Fields:
    """What a page says about itself; the names are those of `Document`.

    Args:
        title: the headline.
        subtitles: kickers and sub-headlines, in order.
        site: the name of the site the page was taken from.
        source: who published the text first.
        author: who wrote it; several joined by "、".
        editor: who edited it; several joined by "、".
        published: date, or date and time, of publication.
        url: where the original is.
        breadcrumb: the path of sections above the page.
        signature: issuing body and date, as "国务院 2024-01-05".
    """

    title: str | None = None
    subtitles: tuple[str, ...] = ()
    site: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    editors: tuple[tuple[str, str], ...] = ()
    published: date | datetime | None = None
    modified: date | datetime | None = None
    url: str | None = None
    original_url: str | None = None
    breadcrumb: tuple[str, ...] = ()
    number: str | None = None
    keywords: tuple[str, ...] = ()
    signature: str | None = None
    licence: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A label and what stands behind it."""

    role: str  # the name of the group that found the label
    label: str
    value: str
    rule: str


def fields(blocks: Sequence[Block], head: Head | None = None) -> Fields:
    """The fields of a labelled text.

    Args:
        blocks: what `label` gave.
        head: what the page says of itself, where it came as markup.
    """
    facts = [fact for block in blocks if block.kind in _FACTS for fact in _facts(block)]
    bylines = [_bracketed(block) for block in blocks if block.kind is Kind.BYLINE]
    outlet, reporters = _dateline(blocks)
    return Fields(
        title=next((block.text for block in blocks if block.kind is Kind.TITLE), None),
        subtitles=tuple(block.text for block in blocks if block.kind is Kind.SUBTITLE),
        site=_site(blocks),
        source=_first(
            *(place(fact.value) for fact in facts if fact.role == "source"),
            *(place(source) for source, _ in bylines),
            *(place(fact.value) for fact in facts if fact.role == "outlet"),
            outlet,
        ),
        author=people(
            *(fact.value for fact in facts if fact.role == "author"),
            *(author for _, author in bylines),
        )
        or people(reporters),
        editor=people(*(fact.value for fact in facts if fact.role == "edited")),
        published=_published(facts),
        url=_url(blocks),
        breadcrumb=next(
            (split_breadcrumb(block.text) for block in blocks if block.kind is Kind.BREADCRUMB), ()
        ),
        signature=_signature(blocks),
    )


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Labels with the mark behind them, and the same labels where the mark is left out."""
    parts = builtin_parts()
    roles = {
        "edited": parts["edited_label"],
        "checked": parts["checked_label"],
        "time": parts["time_label"],
        "author": parts["author_label"],
        "other": rf"(?:摄\s*影|图|供图|插画|{parts['counter_label']}|{parts['widget_label']})",
        "source": parts["source_label"],
    }
    either = "|".join(f"(?P<{role}>{label})" for role, label in roles.items())
    return (
        re.compile(rf"(?:{either})\s{{0,3}}[:/丨︱|;]\s{{0,3}}"),
        re.compile(rf"(?:{either})\s{{0,3}}"),
    )


def _facts(block: Block) -> Iterator[_Fact]:
    text, folded = block.text, fold(block.text)
    strict, loose = _labels()
    found = list(strict.finditer(folded))
    if not found and (block.kind is Kind.BYLINE or block.rule in _UNMARKED):
        found = list(loose.finditer(folded))
    before = text[: found[0].start()] if found else text
    if find_moment(fold(before)):
        yield _Fact("time", "", before, block.rule)
    if not found and block.kind is Kind.METADATA and block.rule not in _OF_ANOTHER:
        yield _Fact("outlet", "", before, block.rule)
    for match, following in zip_longest(found, found[1:]):
        end = following.start() if following else len(text)
        role = match.lastgroup or ""
        value = text[match.end() : end]
        yield _Fact(role, match[role], value, block.rule)
        if role != "time" and find_moment(fold(value)):
            yield _Fact("time", "", value, block.rule)


def _published(facts: Sequence[_Fact]) -> date | datetime | None:
    """The date of publication; that of the last change where the page gives no other."""
    changed = None
    for fact in facts:
        if fact.role != "time" or fact.rule in _OF_ANOTHER:
            continue
        moment = find_moment(fold(fact.value))
        if moment is None or any(word in fact.label for word in ("成文", "印发")):
            continue
        if not any(word in fact.label for word in ("更新", "修改")):
            return moment
        changed = changed or moment
    return changed


def _bracketed(block: Block) -> tuple[str, str]:
    """Outlet and people of （检察日报社 巩宸宇）; both empty where the byline says who is who."""
    folded = fold(block.text)
    match = _BRACKETED_BYLINE.match(folded)
    if match is None or any(label.search(folded) for label in _labels()):
        return "", ""
    if match["person"]:
        return "", block.text[slice(*match.span("person"))]
    outlet, names = match.span("outlet"), match.span("people")
    return block.text[slice(*outlet)], block.text[slice(*names)]


def _dateline(blocks: Sequence[Block]) -> tuple[str | None, str]:
    """Agency and reporters that open the first paragraphs."""
    body = [block for block in blocks if block.kind is Kind.PARAGRAPH][:3]
    for block in body:
        head = fold(block.text[:120])
        if match := _TAIWAN_DATELINE.match(head):
            return None, block.text[slice(*match.span("people"))]
        if match := _DATELINE.match(head):
            outlet, reporters = match.span("outlet"), match.span("people")
            agency = block.text[slice(*outlet)] if match["outlet"] else None
            return agency, block.text[slice(*reporters)] if match["people"] else ""
    return None, ""


def _site(blocks: Sequence[Block]) -> str | None:
    title = next((block.text for block in blocks if block.kind is Kind.TITLE), "")
    welcomed, named, home, owner = None, None, None, None
    for block in blocks:
        if block.kind is Kind.MASTHEAD and block.rule == "page_title":
            named = named or block.text.removeprefix(title).strip(" _-|—–｜－").split("_")[-1]
        elif block.kind is Kind.MASTHEAD:
            welcomed = welcomed or _named(_WELCOME, block.text)
        elif block.kind is Kind.BREADCRUMB:
            crumbs = split_breadcrumb(block.text)
            home = home or (_named(_OWN_HOME, crumbs[0]) if crumbs else None)
        elif block.kind is Kind.COPYRIGHT and "版权所有" in fold(block.text):
            owner = owner or _named(_OWNER, block.text)
    return _first(welcomed, named, home, owner)


def _named(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(fold(text))
    if match is None or match["site"] in _NO_SITE:
        return None
    return text[slice(*match.span("site"))]


def _url(blocks: Sequence[Block]) -> str | None:
    for block in blocks:
        if block.kind is Kind.SOURCE_LINK and (match := _URL.search(block.text)):
            return match[0].rstrip(")]>.")
    return None


def _signature(blocks: Sequence[Block]) -> str | None:
    signed = [block.text for block in blocks if block.kind is Kind.SIGNATURE]
    if not signed:
        return None
    body, written = signature(signed[-1]) or ("", signed[-1])
    moment = find_moment(fold(written))
    day = moment.isoformat()[:10] if moment else written
    return "、".join([*signed[:-1], *([body] if body else [])]) + f" {day}"
