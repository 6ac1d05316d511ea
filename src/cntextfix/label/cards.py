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
_LINKS = 3  # headlines in a row are links
_SOURCES = 3  # names that come again

_CLOCK = re.compile(r"\d{1,2}:\d\d|\d{4}[-/.年]\d{1,2}")

_HEADLINE, _TEXT, _NAME, _OTHER = "h", "t", "n", "o"


def cards(sheet: Sheet, title: int) -> range:
    """The lines of the cards below a text.

    Args:
        sheet: the page's lines, without markup.
        title: index of the title's line, or -1.

    Returns:
        Their indexes; empty where there are none.
    """
    forms = [_form(sheet, index) for index in range(len(sheet.texts))]
    for run in _runs(forms):
        above = [text for text in sheet.texts[title + 1 : run.start] if is_sentence(text)]
        if sum(map(len, above)) >= _LEAST_ABOVE and _leads_on(sheet, forms, run):
            return run
    return range(0)


def _form(sheet: Sheet, index: int) -> str:
    text = sheet.texts[index]
    if sheet.ruled(index):
        return _NAME if len(text) <= _LONGEST_NAME else _OTHER
    if is_sentence(text) or len(text) > _LONGEST_HEADLINE:
        return _TEXT if len(text) >= _SHORTEST_TEXT else _OTHER
    if is_numbered(text) or text[-1] in "，,、；;：:。" or _CLOCK.search(text):
        return _OTHER
    if len(text) >= _SHORTEST_HEADLINE:
        return _HEADLINE
    return _NAME


def _runs(forms: list[str]) -> Iterator[range]:
    """Headlines with one paragraph each, many in a row; names may stand between."""
    named = [index for index, form in enumerate(forms) if form != _NAME]
    place = 0
    while place + 1 < len(named):
        end = place
        while [forms[index] for index in named[end : end + 2]] == [_HEADLINE, _TEXT]:
            end += 2
        if end - place >= 2 * _FEWEST:
            yield range(named[place], named[end - 1] + 1)
        place = max(end, place + 1)


def _leads_on(sheet: Sheet, forms: list[str], run: range) -> bool:
    """Whether something says that what follows are other pages."""
    near = range(max(0, run.start - _NEAR), run.start)
    if any((rule := sheet.rules[i]) is not None and rule.kind is Kind.RELATED for i in near):
        return True
    above = [form for form in forms[near.start : run.start] if form != _NAME]
    if above[1 - _LINKS :] == [_HEADLINE] * (_LINKS - 1):  # the first card's headline follows
        return True
    names = Counter(sheet.texts[index] for index in run if forms[index] == _NAME)
    return sum(count > 1 for count in names.values()) >= _SOURCES
