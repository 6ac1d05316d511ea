"""What a page says of its site: name, sections, licence, and the page's own keywords.

>>> footer = Block(Kind.COPYRIGHT, "版权所有 京ICP备 19004658号-1", 9)
>>> licence(Labelled.of([footer]))[0]
'京ICP备19004658号-1'
"""

import re
from functools import cache

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.head import KEYWORDS, SITE, TITLE, Said, every, first
from cntextfix.label.holding import holding
from cntextfix.label.labelled import Labelled, at
from cntextfix.label.names import split_breadcrumb
from cntextfix.label.titles import title_and_site
from cntextfix.lexicon.fold import fold

__all__ = ["breadcrumb", "keywords", "licence", "site"]

_NO_SITE = frozenset({"本站", "本网", "本网站", "我们", "网站", "返回", "我们的网站", "首页"})
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_KEYWORDS_LABEL = (
    r"(?:关\s?键\s?[词字]|文章标签|标\s?签|tags?|keywords?)\s{0,3}[:：>》]{1,2}\s{0,3}"
)
# A set first: what an alternation of sets begins with cannot be looked for at once.
_MAY_LABEL_KEYWORDS = re.compile("[键鍵签籤TtKk](?:(?<=[键鍵签籤])|(?<=[Tt])ag|(?<=[Kk])eyw)")
_MAY_BE_LICENCE = re.compile("[IiＩｉ][CcＣｃ][PpＰｐ]")
_FURNITURE_OF_SITE = (Kind.COPYRIGHT, Kind.CONTACT, Kind.NAVIGATION, Kind.OTHER)
_MAY_LIST_KEYWORDS = (Kind.METADATA, Kind.OTHER, Kind.NAVIGATION, Kind.RELATED, Kind.TOOLBAR)
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


def site(page: Labelled, said: Said, title: str) -> tuple[str, Evidence] | None:
    """The name of the site: as its head gives it, as it greets, signs, or heads its sections.

    Args:
        page: the labelled lines.
        said: what the page says of itself.
        title: the headline.
    """
    return (
        first(said, SITE)
        or _greeted(page, title)
        or _behind_title(said, title)
        or _home(page)
        or _owner(page)
    )


def _greeted(page: Labelled, title: str) -> tuple[str, Evidence] | None:
    named = None
    for block in page.of_kind(Kind.MASTHEAD):
        if block.rule == "page_title":
            name = block.text.removeprefix(title).strip(" _-|—–｜－").split("_")[-1]
            named = named or _found(name, block)
        elif welcomed := _named("welcome", block.text, block):
            return welcomed
    return named


def _behind_title(said: Said, title: str) -> tuple[str, Evidence] | None:
    """The name behind the headline in the page's own title."""
    for text, evidence in ((said.title, Evidence(None, "title")), *every(said, TITLE)):
        name = title_and_site(text, title)[1]
        if name and name not in title:
            return name, evidence
    return None


def _home(page: Labelled) -> tuple[str, Evidence] | None:
    for block in page.of_kind(Kind.BREADCRUMB):
        crumbs = split_breadcrumb(block.text)
        if crumbs and (home := _named("home", crumbs[0], block)):
            return home
    return None


def _owner(page: Labelled) -> tuple[str, Evidence] | None:
    for block in page.of_kind(Kind.COPYRIGHT):
        if "版权所有" in fold(block.text) and (owner := _named("owner", block.text, block)):
            return owner
    return None


def _found(name: str, block: Block) -> tuple[str, Evidence] | None:
    return (name, at(block)) if name else None


def _named(pattern: str, text: str, block: Block) -> tuple[str, Evidence] | None:
    match = _patterns()[pattern].search(fold(text))
    if match is None or match["site"] in _NO_SITE:
        return None
    return _found(text[slice(*match.span("site"))], block)


def breadcrumb(page: Labelled) -> tuple[tuple[str, ...], Evidence] | None:
    """The path of sections above the page, outermost first.

    Args:
        page: the labelled lines.
    """
    block = next(page.of_kind(Kind.BREADCRUMB), None)
    return (split_breadcrumb(block.text), at(block)) if block else None


def licence(page: Labelled) -> tuple[str, Evidence] | None:
    """The number of the site's licence as an Internet content provider.

    Args:
        page: the labelled lines.
    """
    for block in page.of_kind(*_FURNITURE_OF_SITE):
        if _MAY_BE_LICENCE.search(block.text) is None:
            continue
        folded = fold(block.text)
        if "icp" in folded and (match := _patterns()["licence"].search(folded)):
            return "".join(block.text[slice(*match.span())].split()), at(block)
    return None


def keywords(page: Labelled, said: Said) -> tuple[tuple[str, ...], Evidence] | None:
    """What the page calls its keywords, where it shows them, else in its head.

    Args:
        page: the labelled lines.
        said: what the page says of itself.
    """
    blocks = [block for block in page.of_kind(*_MAY_LIST_KEYWORDS) if len(block.text) <= 200]
    for place in holding([block.text for block in blocks], _MAY_LABEL_KEYWORDS):
        block = blocks[place]
        match = _patterns()["keywords"].match(fold(block.text))
        words = _words(block.text[match.end() :], "marks_or_blanks") if match else ()
        if words:
            return words, at(block)
    hidden = list(every(said, KEYWORDS))
    if not hidden:
        return None
    evidence = hidden[0][1]
    value = ",".join(text for text, where in hidden if where == evidence)  # JSON-LD has a list
    marks = "marks" if _patterns()["marks"].search(value) else "marks_or_blanks"
    return _words(value, marks), evidence


def _words(value: str, marks: str) -> tuple[str, ...]:
    words = (word.strip() for word in _patterns()[marks].split(value))
    kept = dict.fromkeys(word for word in words if 1 < len(word) <= _LONGEST_KEYWORD)
    return tuple(kept)[:_MOST_KEYWORDS]
