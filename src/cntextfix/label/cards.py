"""Finds cards of other stories below a text without markup: headline, a paragraph, headline, ...

An article with sub-headlines looks the same, so something else must say that these are cards: a
heading that leads to other pages, a list of headlines right above them, or sources that come
again and again between them.

>>> page = ["昨天上午，三百多名志愿者参加了东山公园的义务植树活动。"] * 3 + ["相关新闻"]
>>> card = ["港口冷链仓库昨天投入使用", "首批两百吨荔枝完成预冷装车，从果园到货架不到四十八小时。"]
>>> from cntextfix.label.rules import RULES
>>> related = next(rule for rule in RULES if rule.name == "related_heading")
>>> cards(Sheet(page + card * 5, (), [None, None, None, related, *[None] * 10]), -1)
range(4, 14)
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from cntextfix.document import Kind
from cntextfix.label.outline import is_numbered
from cntextfix.label.shape import is_sentence
from cntextfix.label.sheet import Sheet

__all__ = ["cards"]

_FEWEST = 5
_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 8, 45
_SHORTEST_TEXT = 28
_LONGEST_NAME = 10
_LEAST_ABOVE = 60  # characters of the page's own text
_NEAR = 15  # lines from a heading of links to the cards
_NEXT = 2  # lines from a paragraph to the next
_LINKS = 3  # headlines in a row above a card's own
_SOURCES = 3  # names that come again

_NO_HEADLINE = re.compile(r"\d{1,2}:\d\d|\d{4}[-/.年]\d{1,2}|^[-#*`\[|<{>+:~@/]|[;{}()]$")

_BULLETS = frozenset("-•·")
_END = "。"  # below the last line, as a sentence
_ITEM = re.compile(
    r"[-•·]\s(?=[^。，；：、,;:!?！？]{0,60}[一-鿿」』！？\d]\s[一-鿿「『（【])[^\s。，；：、,;:]{4,30}\s"
    r"(?=.{0,80}[。，])[^\n]{36,600}"
)

_HEADLINE, _TEXT, _NAME, _OTHER = "h", "t", "n", "o"


def cards(sheet: Sheet, title: int) -> range:
    """The lines of the cards below a text.

    Args:
        sheet: the page's lines, without markup.
        title: index of the title's line, or -1.

    Returns:
        Their indexes, and those of all below them; empty where there are none.
    """
    forms = [_form(sheet, index) for index in range(len(sheet.texts))]
    for run in _runs(forms):
        top = max(title, run[0].start - 1 - _NEAR)
        above = [i for i in range(top + 1, run[0].start) if "。" in sheet.texts[i]]
        size = sum(len(sheet.texts[index]) for index in above)
        paragraphs = any(later - index <= _NEXT for index, later in pairwise(above))
        told = size >= _LEAST_ABOVE and (title >= 0 or paragraphs)
        first = not told  # where no text stands above them, the first card may be the text
        size += len(sheet.texts[run[0][-1]]) if first else 0
        places = range(run[0].stop if first else top + 1, run[first].stop)
        names = [sheet.texts[i] for i in range(run[1].start, run[-1].stop) if forms[i] == _NAME]
        again = sum(count > 1 for count in Counter(names).values()) >= _SOURCES
        if size >= _LEAST_ABOVE and (
            again or _leads_on(sheet, forms, places, run[first], run[-1].stop)
        ):
            return range(run[first].start, len(forms))
    return _items(sheet, title)


def _items(sheet: Sheet, title: int) -> range:
    """Cards that an extractor wrote as items, headline and text on one line, to the page's end."""
    run: list[int] = []
    headed = 0
    for index, text in enumerate([*sheet.texts, _END]):
        if is_sentence(text) and text[0] in _BULLETS and index < len(sheet.texts):
            run.append(index)
            headed += _ITEM.fullmatch(text) is not None
        elif is_sentence(text):
            if headed >= _FEWEST and headed * 2 >= len(run):
                break
            run, headed = [], 0
    if not run:
        return range(0)
    above = sheet.texts[max(title + 1, run[0] - _NEAR) : run[0]]
    size = sum(len(text) for text in above if "。" in text and text[0] not in _BULLETS)
    return range(run[0], len(sheet.texts)) if size >= _LEAST_ABOVE else range(0)


def _form(sheet: Sheet, index: int) -> str:
    text = sheet.texts[index].removeprefix("- ")  # as extractors write items
    if sheet.ruled(index):
        return _NAME if len(text) <= _LONGEST_NAME else _OTHER
    if is_sentence(text) or len(text) > _LONGEST_HEADLINE:
        return _TEXT if len(text) >= _SHORTEST_TEXT else _OTHER
    if is_numbered(text) or text[-1] in "，,、；;：:。" or _NO_HEADLINE.search(text):
        return _OTHER
    if len(text) >= _SHORTEST_HEADLINE:
        return _HEADLINE
    return _NAME


def _runs(forms: list[str]) -> Iterator[list[range]]:
    """Headlines with one paragraph each, many in a row; names and links may stand between."""
    run: list[range] = []
    start, last = None, _TEXT
    for index, form in enumerate([*forms, _OTHER]):
        if form == _NAME:
            continue
        if form == _HEADLINE:
            start = index if last != _HEADLINE else start
        elif form == _TEXT and last == _HEADLINE and start is not None:
            run.append(range(start, index + 1))
        else:
            if len(run) >= _FEWEST:
                yield run
            run = []
        last = form


def _leads_on(sheet: Sheet, forms: list[str], above: range, card: range, end: int) -> bool:
    """Whether a heading or a list of headlines says that what follows are other pages."""
    rules = (sheet.rules[index] for index in above)
    if any(rule is not None and rule.kind is Kind.RELATED for rule in rules):
        return True
    heads = [sheet.texts[index] for index in card if forms[index] == _HEADLINE]
    below = set(sheet.texts[card.stop : end])  # what comes again is a list of contents
    return len(heads) > _LINKS and below.isdisjoint(heads[:-1])
