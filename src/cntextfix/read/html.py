"""Reads HTML: every visible line with what the markup knew of it.

>>> page = read_html("<title>通知</title><h1>通知</h1><p>全体<a href=x>参加</a>。")
>>> [(line.tag, line.text, line.link) for line in page.lines], page.head.title
([('h1', '通知', 0), ('p', '全体参加。', 2)], '通知')

The markup is cut at its angle brackets (`tokens`) and no tree is built: a line needs to know
what is open around it, and nothing of what comes later. That is as fast as the parsers written in
C once their trees are walked from Python, and takes what they refuse: lone surrogates, zero bytes,
any depth. ``benchmarks/html_parsers.py`` puts them side by side.
"""

from cntextfix.page import Page
from cntextfix.read.head import HeadReader
from cntextfix.read.lines import LineReader
from cntextfix.read.recognise import is_html
from cntextfix.read.tags import Tag
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
    parts = lines.parts
    takes = {**lines.takes(), "head": head.element}
    for tag, place, text, behind, content in tokens(markup):
        if tag is not None:
            takes[tag.role](tag, place)
        if content is not None:
            _take_content(tag, content, place, lines, head)
        # Most texts are the blanks between two elements.
        if text and (parts or not text.isspace()):
            lines.text(text, behind)
    placed = lines.finish()
    shown = tuple([line for line, _ in placed])
    page = Page(shown, head.head(), tuple([place for _, place in placed]))
    return page, sum([len(line.text) for line in shown if line.tag != "img"]), lines.unseen


def _take_content(
    tag: Tag | None, content: str, place: int, lines: LineReader, head: HeadReader
) -> None:
    """Take a text that holds no tags: that of a CDATA section or of a raw element."""
    if tag is None:
        lines.text(content, place)
        return
    if tag.name == "title" and not lines.in_drawing:
        head.title(content)
    elif tag.name == "script" and "ld+json" in tag.attrs.lower():
        head.json_ld(content)
    lines.raw(tag, content, place)
