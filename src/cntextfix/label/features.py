"""What can be told of each line of a page from itself, its markup, its place and its neighbours.

A feature is a name that a line has or has not; `line_weights.tsv` says what each is worth.

>>> lines = [Line("首页", "li", 2), Line("会议研究了近期工作，部署了下一步任务。", "p")]
>>> for names in features([line.text for line in lines], lines, [None, None], title=None):
...     print(*names[:3])
class:link length:2 tag:li
class:ended length:16 end:stop
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from cntextfix.label.rules import Rule
from cntextfix.page import Line

__all__ = ["FACTS", "features"]

_STOPS = re.compile("[。！？!?]")
_COMMAS = re.compile("[，、；,;：:]")
_BARS = re.compile(r"[|｜丨>»›·•/_]")
_DIGITS = re.compile(r"\d")
_LATIN = re.compile(r"[A-Za-z]")
_DATE = re.compile(r"\d{1,4}[-/.年月]\d{1,2}|\d{1,2}:\d\d|[分小天周]\S?前|[昨今前]天")
_ENDS = frozenset("。！？!?”’）)…；：:;」』")
_LENGTHS = (1, 2, 4, 7, 11, 16, 24, 40, 80, 160)
_LINKED = (0.0, 0.2, 0.6, 0.95)
_STORY = (
    "content|article|text|main|detail|details|body|post|entry|story|zoom|paragraph|txt|editor|"
    "articlecontent|articlebody|artibody|endtext|contentbody|news|trs"
)
_HINTS = (
    ("comment", "comment|cmt|reply|replies|tie|gentie|pinglun|floor|guestbook"),
    ("related", "related|relate|recommend|rec|hot|rank|feed|more|list|xg|next|prev|pager|page"),
    ("share", "share|bdshare|social|tool|tools|toolbar|weixin|wechat|qrcode|code|app|download"),
    ("ad", "ad|ads|advert|banner|gg|promo|sponsor"),
    ("nav", "nav|menu|navbar|topnav|channel|crumb|crumbs|breadcrumb|breadcrumbs|path|position"),
    ("login", "login|user|account|search|form|modal|dialog|popup|dropdown|hide|hidden"),
    ("head", "header|head|top|topbar|masthead|logo"),
    ("foot", "footer|foot|bottom|copyright|links|friendlink"),
    ("side", "side|sidebar|aside|right|left|rightbar|widget"),
    (
        "facts",
        "meta|info|source|author|byline|date|time|pubtime|editor|tag|tags|keywords|statement",
    ),
    ("title", "title|headline|h1|tit|subject"),
    ("text", _STORY),
)
_NEAR = 5  # lines above and below whose text counts as near
_MOST_HINTS = 3

_TEXT, _ENDED, _MID, _SHORT, _LINK, _RULED, _NONE = (
    *("text", "ended", "mid", "short", "link", "ruled", "none"),
)


_NEARS = (0, 20, 100, 300)
_BELOW = (0, 1, 3, 8, 20, 60)
_NEAR_NAMES = [[f"near:{low:g},{high:g}" for high in (0, *_NEARS)] for low in (0, *_NEARS)]


def _named(prefix: str, bounds: Sequence[float]) -> list[str]:
    """The names of the steps of a measure; what is below all bounds has that of the first."""
    return [f"{prefix}:{bound:g}" for bound in (bounds[0], *bounds)]


_LENGTH_NAMES = _named("length", _LENGTHS)
_LINK_NAMES = _named("link", _LINKED)
_TITLE_NAMES = _named("title", _BELOW)
_FACTS_NAMES = _named("facts", _BELOW)


def features(
    texts: Sequence[str],
    lines: Sequence[Line],
    rules: Sequence[Rule | None],
    *,
    indented: Sequence[bool] = (),
    title: int | None,
) -> list[list[str]]:
    """The features of every line of a page.

    Args:
        texts: the lines' texts, without blanks at either end.
        lines: what the markup knew of them; empty for plain text.
        rules: the rule that matches each line, wherever it may fire.
        indented: for each line of plain text, whether it begins with a blank.
        title: index of the title; ``None`` where it is not known.

    Returns:
        For each line the names of its features, its class first.
    """
    own = [
        _own(text, lines[index].link if lines else 0, rules[index])
        for index, text in enumerate(texts)
    ]
    classes = [names[0][6:] for names in own]
    for names, blank in zip(own, indented, strict=False):
        if blank:
            names.append("indented")
    if lines:
        _add_markup(own, classes, texts, lines)
    _add_neighbours(own, classes, texts)
    _add_places(own, classes, rules, title)
    return own


def _own(text: str, link: int, rule: Rule | None) -> list[str]:
    size = len(text)
    ruled = rule is not None and not rule.kind.is_body
    # Most lines of a page are the words of menus: letters only.
    plain = text.isalpha()
    stops = 0 if plain else len(_STOPS.findall(text))
    commas = 0 if plain else len(_COMMAS.findall(text))
    ended = not plain and text[-1] in _ENDS
    if ruled:
        name = _RULED
    elif link > 0.6 * size:
        name = _LINK
    elif size >= 20 and (stops or commas >= 2):
        name = _TEXT
    elif ended and size >= 8:
        name = _ENDED
    else:
        name = _MID if size >= 16 else _SHORT
    names = [f"class:{name}", _LENGTH_NAMES[bisect_right(_LENGTHS, size)]]
    if rule is not None:
        names.append(f"rule:{rule.kind.value}")
    if not plain:
        _add_signs(names, text, stops, commas)
    elif text.isascii():
        names.append("latin")
    return names


def _add_signs(names: list[str], text: str, stops: int, commas: int) -> None:
    """Features of punctuation, figures and blanks."""
    size = len(text)
    if text[-1] in _ENDS:
        names.append("end:stop" if text[-1] in "。！？!?" else "end:mark")
    if stops:
        names.append("stops:2" if stops > 1 else "stops:1")
    if commas:
        names.append("commas:2" if commas > 1 else "commas:1")
    if len(_BARS.findall(text)) > 1:
        names.append("bars")
    if size < 60 and _DATE.search(text):
        names.append("date")
    if len(_DIGITS.findall(text)) * 4 > size:
        names.append("digits")
    if len(_LATIN.findall(text)) * 2 > size:
        names.append("latin")
    if size < 80 and not stops and text.count(" ") > 2:
        names.append("blanks")
    if text[0] == "<" and text[-1] == ">":
        names.append("markup")
    elif text[0] in "{}" or text[-1] in ";{}":
        names.append("code")


def _add_markup(
    own: list[list[str]], classes: Sequence[str], texts: Sequence[str], lines: Sequence[Line]
) -> None:
    """Tag, links, words of class and id, and how much of the page's text stands in the place."""
    volume: defaultdict[str, int] = defaultdict(int)
    for name, text, line in zip(classes, texts, lines, strict=True):
        if name in (_TEXT, _ENDED):
            volume[line.hints] += len(text) - line.link
    total = sum(volume.values()) or 1
    for names, text, line in zip(own, texts, lines, strict=True):
        tag = line.tag or "div"
        names.append(f"tag:{tag if tag in _TAGS else 'h3' if line.level else 'other'}")
        if line.link:
            names.append(_LINK_NAMES[bisect_right(_LINKED, line.link / len(text))])
        names.extend(_hinted(line.hints))
        share = volume[line.hints] / total
        names.append("place:most" if share > 0.5 else "place:some" if share > 0.1 else "place:few")


_TAGS = frozenset(
    {
        "p",
        "div",
        "li",
        "tr",
        "td",
        "h1",
        "h2",
        "blockquote",
        "figcaption",
        "pre",
        "img",
        "dd",
        "dt",
        "section",
        "article",
    }
)


@cache
def _hint() -> re.Pattern[str]:
    words = "|".join(f"(?P<{name}>{words})" for name, words in _HINTS)
    return re.compile(f"(?<![a-z])(?:{words})(?![a-z])")


@lru_cache(maxsize=4096)
def _hinted(hints: str) -> tuple[str, ...]:
    """What the words of class and id say, the nearest first."""
    found: list[str] = []
    for match in _hint().finditer(hints):
        name = f"hint:{match.lastgroup}"
        if name not in found:
            found.append(name)
            if len(found) == _MOST_HINTS:
                break
    return (*found, f"nearest:{found[0][5:]}") if found else ()


def _add_neighbours(own: list[list[str]], classes: Sequence[str], texts: Sequence[str]) -> None:
    padded = [_NONE, _NONE, *classes, _NONE, _NONE]
    sums = [0]
    for name, text in zip(classes, texts, strict=True):
        sums.append(sums[-1] + (len(text) if name in (_TEXT, _ENDED) else 0))
    last = len(texts)
    for index, names in enumerate(own):
        names.extend(
            (
                f"above:{padded[index + 1]}",
                f"below:{padded[index + 3]}",
                f"above2:{padded[index]}",
                f"below2:{padded[index + 4]}",
            )
        )
        above = sums[index] - sums[max(0, index - _NEAR)]
        below = sums[min(last, index + 1 + _NEAR)] - sums[index + 1]
        low, high = (above, below) if above < below else (below, above)
        names.append(_NEAR_NAMES[bisect_right(_NEARS, low)][bisect_right(_NEARS, high)])


FACTS = frozenset(
    {
        *("facts", "facts_with_author", "facts_of_date_and_source", "facts_of_source_and_date"),
        *("date_labelled", "date_and_outlet", "outlet_and_date", "outlet_person_date"),
        *("date_only", "source_only", "category_and_date", "posted_by", "wechat_original"),
    }
)
"""Rules for lines of facts: the title stands above them, the text below."""
_END_KINDS = frozenset({"related", "comment", "disclaimer", "copyright"})


def _add_places(
    own: list[list[str]],
    classes: Sequence[str],
    rules: Sequence[Rule | None],
    title: int | None,
) -> None:
    ended, facts, below_title, below_facts = 0, False, 0, 0
    text_above = False
    for index, names in enumerate(own):
        rule = rules[index]
        if title is not None:
            if index == title:
                names.append("title:this")
                ended, facts, text_above = 0, False, False
            else:
                step = bisect_right(_BELOW, below_title)
                names.append(_TITLE_NAMES[step] if index > title else "title:below")
        names.append("ends:none" if not ended else "ends:1" if ended == 1 else "ends:more")
        if facts:
            names.append(_FACTS_NAMES[bisect_right(_BELOW, below_facts)])
        if not text_above:
            names.append("first")
        if classes[index] not in (_TEXT, _ENDED):  # a long story is near its title to its end
            below_title += title is not None and index >= title
            below_facts += 1
        if rule is None:
            text_above = text_above or classes[index] in (_TEXT, _ENDED)
        elif text_above and rule.kind.value in _END_KINDS:
            ended += 1
        elif not facts and rule.name in FACTS and (title is None or index > title):
            facts, below_facts = True, 0
