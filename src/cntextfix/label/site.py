"""What a page says of its site: name, sections, licence, and the page's own keywords.

>>> licence([Block(Kind.COPYRIGHT, "版权所有 京ICP备 19004658号-1", 9)])[0]
'京ICP备19004658号-1'
"""

import re
from collections.abc import Sequence
from functools import cache

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.head import KEYWORDS, SITE, TITLE, every, first
from cntextfix.label.names import split_breadcrumb
from cntextfix.label.titles import title_and_site
from cntextfix.lexicon.fold import fold
from cntextfix.page import Head

__all__ = ["breadcrumb", "keywords", "licence", "site"]

_NO_SITE = frozenset({"本站", "本网", "本网站", "我们", "网站", "返回", "我们的网站", "首页"})
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_KEYWORDS_LABEL = (
    r"(?:关\s?键\s?[词字]|文章标签|标\s?签|tags?|keywords?)\s{0,3}[:：>》]{1,2}\s{0,3}"
)
_MAY_LABEL_KEYWORDS = re.compile("[键鍵签籤]|[Tt]ag|[Kk]eyw")
_FURNITURE_OF_SITE = frozenset({Kind.COPYRIGHT, Kind.CONTACT, Kind.NAVIGATION, Kind.OTHER})
_MOST_KEYWORDS = 30
_LONGEST_KEYWORD = 30


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "welcome": re.compile(
            r"欢迎您?的?(?:访问|来到|光临|登[陆录]|进入|浏览|莅临|使用|加入)\s*"
            r"(?P<site>[^\s!,。|~今]{2,24}?)(?:[\s!,|~]|今[天日]|$)"
        ),
        "home": re.compile(r"(?P<site>\S{2,10}?)(?:网站)?首\s?页"),
        "owner": re.compile(
            r"(?:版权所有\W{0,3})?(?P<site>[^\s。,:|©]{2,14}(?:网|在线|网站))(?![^\s\W])"
        ),
        # 京ICP备19004658号-1, 京ICP证030173号, ICP备案号：粤B-20050235
        "licence": re.compile(
            rf"[{_PROVINCES}]\s?icp\s?[备证]\s?(?:字\s?)?(?:第\s?)?\d{{6,10}}\s?号?(?:\s?-\s?\d{{1,3}})?"
            rf"|(?<=:)\s?[{_PROVINCES}]b2?-\d{{8}}(?:-\d{{1,3}})?"
        ),
        "keywords": re.compile(_KEYWORDS_LABEL),
        "marks": re.compile(r"[,;|、，；]+"),
        "marks_or_blanks": re.compile(r"[\s,;|、，；#/]+"),
    }


def site(blocks: Sequence[Block], head: Head | None, title: str) -> tuple[str, Evidence] | None:
    """The name of the site: as its head gives it, as it greets, signs, or heads its sections.

    Args:
        blocks: the labelled lines.
        head: what the page says of itself, where it came as markup.
        title: the headline.
    """
    if found := first(head, SITE):
        return found
    welcomed = home = owner = named = None
    for block in blocks:
        if block.kind is Kind.MASTHEAD and block.rule == "page_title":
            name = block.text.removeprefix(title).strip(" _-|—–｜－").split("_")[-1]
            named = named or _found(name, block)
        elif block.kind is Kind.MASTHEAD and welcomed is None:
            welcomed = _named("welcome", block.text, block)
        elif block.kind is Kind.BREADCRUMB and home is None:
            crumbs = split_breadcrumb(block.text)
            home = _named("home", crumbs[0], block) if crumbs else None
        elif block.kind is Kind.COPYRIGHT and owner is None and "版权所有" in fold(block.text):
            owner = _named("owner", block.text, block)
    return welcomed or named or _behind_title(head, title) or home or owner


def _behind_title(head: Head | None, title: str) -> tuple[str, Evidence] | None:
    """The name behind the headline in the page's own title."""
    if head is None:
        return None
    said = [(" ".join(head.title.split()), Evidence(None, "title")), *every(head, TITLE)]
    for text, evidence in said:
        name = title_and_site(text, title)[1]
        if name and name not in title:
            return name, evidence
    return None


def _found(name: str, block: Block) -> tuple[str, Evidence] | None:
    return (name, Evidence(block.line, block.rule or block.kind.value)) if name else None


def _named(pattern: str, text: str, block: Block) -> tuple[str, Evidence] | None:
    match = _patterns()[pattern].search(fold(text))
    if match is None or match["site"] in _NO_SITE:
        return None
    return _found(text[slice(*match.span("site"))], block)


def breadcrumb(blocks: Sequence[Block]) -> tuple[tuple[str, ...], Evidence] | None:
    """The path of sections above the page, outermost first.

    Args:
        blocks: the labelled lines.
    """
    block = next((block for block in blocks if block.kind is Kind.BREADCRUMB), None)
    sections = split_breadcrumb(block.text) if block else ()
    return (sections, Evidence(block.line, block.rule or "breadcrumb")) if block else None


def licence(blocks: Sequence[Block]) -> tuple[str, Evidence] | None:
    """The number of the site's licence as an Internet content provider.

    Args:
        blocks: the labelled lines.
    """
    for block in reversed(blocks):
        if block.kind not in _FURNITURE_OF_SITE:
            continue
        folded = fold(block.text)
        if "icp" in folded and (match := _patterns()["licence"].search(folded)):
            number = "".join(block.text[slice(*match.span())].split())
            return number, Evidence(block.line, block.rule or block.kind.value)
    return None


def keywords(blocks: Sequence[Block], head: Head | None) -> tuple[tuple[str, ...], Evidence] | None:
    """What the page calls its keywords, where it shows them, else in its head.

    Args:
        blocks: the labelled lines.
        head: what the page says of itself, where it came as markup.
    """
    label = _patterns()["keywords"]
    for block in blocks:
        text = block.text
        if block.kind.is_content or len(text) > 200 or not _MAY_LABEL_KEYWORDS.search(text):
            continue
        match = label.match(fold(text))
        words = _words(text[match.end() :], "marks_or_blanks") if match else ()
        if words:
            return words, Evidence(block.line, block.rule or block.kind.value)
    said = list(every(head, KEYWORDS)) if head is not None else []
    if not said:
        return None
    evidence = said[0][1]
    value = ",".join(text for text, where in said if where == evidence)  # JSON-LD has a list
    marks = "marks" if _patterns()["marks"].search(value) else "marks_or_blanks"
    return _words(value, marks), evidence


def _words(value: str, marks: str) -> tuple[str, ...]:
    words = (word.strip() for word in _patterns()[marks].split(value))
    kept = dict.fromkeys(word for word in words if 1 < len(word) <= _LONGEST_KEYWORD)
    return tuple(kept)[:_MOST_KEYWORDS]
