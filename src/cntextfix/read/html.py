"""Reads HTML: every visible line with what the markup knew of it.

>>> page = read_html("<title>通知</title><h1>通知</h1><p>全体<a href=x>参加</a>。")
>>> [(line.tag, line.text, line.link) for line in page.lines], page.head.title
([('h1', '通知', 0), ('p', '全体参加。', 2)], '通知')

The markup is cut by one regular expression (`tokens`) and no tree is built: a line needs to know
what is open around it, and nothing of what comes later. That is as fast as the parsers written in
C once their trees are walked from Python, and takes what they refuse: lone surrogates, zero bytes,
any depth. ``benchmarks/html_parsers.py`` puts them side by side.
"""

from cntextfix.page import Page
from cntextfix.read.head import HeadReader
from cntextfix.read.lines import LineReader
from cntextfix.read.recognise import is_html
from cntextfix.read.tokens import tokens

__all__ = ["is_html", "read_html"]

_FEWEST = 200
"""A page that shows fewer characters, and hides more, waits for a script to show its text."""


def read_html(markup: str) -> Page:
    """The lines of a page and what it says of itself.

    Args:
        markup: HTML, however broken.

    Returns:
        The page; `Page.places` says where in the markup each line begins.
    """
    page, shown, hidden = _read(markup)
    if shown < _FEWEST < hidden:
        page, _, _ = _read(markup, hidden=True)
    return page


def _read(markup: str, *, hidden: bool = False) -> tuple[Page, int, int]:
    """A page, and how many characters it shows and hides."""
    lines = LineReader(hidden=hidden)
    head = HeadReader()
    text, start, end = lines.text, lines.start, lines.end
    script = ""
    for kind, name, attrs, place in tokens(markup):
        if kind == "text":
            text(name, place)
        elif kind == "end":
            end(name)
        elif kind == "start":
            start(name, attrs, place)
            if name == "meta":
                head.meta(attrs)
            elif name == "link":
                head.link(attrs)
            elif name == "script":
                script = attrs.lower()
        elif name == "title" and not lines.in_drawing:
            head.title(attrs)
        elif name == "script" and "ld+json" in script:
            head.json_ld(attrs)
        else:
            lines.raw(name, attrs, place)
    placed = lines.finish()
    page = Page(tuple(line for line, _ in placed), head.head(), tuple(place for _, place in placed))
    return page, sum(len(line.text) for line in page.lines if line.tag != "img"), lines.unseen
