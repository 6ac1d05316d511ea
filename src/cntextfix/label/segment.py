r"""Finds the main text of a page: the run of lines whose weights have the greatest sum.

Each line's features are worth something, for or against text (`features`, `weights`). The main
text is the segment with the greatest sum (Bentley, "Algorithm design techniques", CACM 1984; used
on words by Pasternack and Roth, "Extracting article text from the web with maximum subsequence
segmentation", WWW 2009). A short line between paragraphs is carried by them; a line that stands on
other pages of the site too is a barrier that little text is worth crossing.

>>> from cntextfix.page import Line
>>> story = ["市林业局今天上午在东山公园举行义务植树活动，三百多名志愿者参加，种下树苗六百棵。"] * 3
>>> texts = ["首页", "评论", "义务植树活动举行", *story, "更多新闻", "视频"]
>>> links = [2, 2, 0, 0, 0, 0, 4, 2]
>>> tags = ["li", "li", "h1", "p", "p", "p", "li", "li"]
>>> lines = [Line(*line) for line in zip(texts, tags, links)]
>>> part = main_part(texts, lines, [None] * 8, [False] * 8, head_titles=["义务植树活动举行"])
>>> part.title, part.inside
(2, (3, 4, 5))
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cntextfix.label.features import features
from cntextfix.label.headline import above_text, named_title, pointed_title
from cntextfix.label.rules import Rule
from cntextfix.label.shape import is_body_of_signature, is_sentence, signature
from cntextfix.label.weights import weigh
from cntextfix.page import Line

__all__ = ["Part", "main_part"]

_BARRIER = -30.0  # what a line is worth that stands on other pages of the site too
_LEAST, _MOST = -4.0, 6.0  # no line's features count for more
_FURNITURE = -3.0  # a line inside the segment that is worth less is no text,
_RULED_FURNITURE = -1.0  # or less than this, if a rule matches it
_BRIDGED = 3  # so many lines between two sentences may be captions or a list,
_BRIDGE = -1.5  # and cost no more than this together
_ADJOINING = -1.5  # a sentence near the segment that is worth more belongs to it,
_LONGEST_SIGNATURE = 4
_PASSED = 3  # if no more lines than these stand between
_FULL_LENGTH = 100  # so long a line counts as three, longer ones no more


@dataclass(frozen=True, slots=True)
class Part:
    """The main text of a page.

    Args:
        title: index of the title's line; ``None`` where none was found.
        inside: indexes of the text's lines, in order; empty where the page has no text.
        first: index of the segment's first line.
        last: index of its last line.
    """

    title: int | None
    inside: tuple[int, ...]
    first: int
    last: int


def main_part(
    texts: Sequence[str],
    lines: Sequence[Line],
    rules: Sequence[Rule | None],
    repeated: Sequence[bool],
    *,
    indented: Sequence[bool] = (),
    head_titles: Sequence[str] = (),
) -> Part:
    """The main text of a page.

    Args:
        texts: the lines' texts, without blanks at either end.
        lines: what the markup knew of them; empty for plain text.
        rules: the rule that matches each line, wherever it may fire.
        repeated: for each line, whether it also stands on other pages of the site.
        indented: for each line of plain text, whether it begins with a blank.
        head_titles: what the page's head calls the page.
    """
    named = title = named_title(texts, lines, head_titles)
    if title is None:
        title = pointed_title(texts, lines, rules)
    found = features(texts, lines, rules, indented=indented, title=title)
    worth = [
        _BARRIER if again and index != title else min(_MOST, max(_LEAST, value))
        for index, (value, again) in enumerate(
            zip(weigh(found, "markup" if lines else "text"), repeated, strict=True)
        )
    ]
    if named is not None:
        worth[: named + 1] = [min(value, 0.0) for value in worth[: named + 1]]
    _bridge(worth, [names[0] for names in found], lines, rules)
    sized = [_sized(value, text) for value, text in zip(worth, texts, strict=True)]
    first, last = _greatest(sized)
    if first > last:
        return Part(title, (), 0, -1)
    first = _reach(range(first - 1, -1, -1), first, texts, worth, rules)
    last = _reach(range(last + 1, len(texts)), last, texts, worth, rules)
    text_end, last = last, _signed(last, texts)
    if named is None and title is not None and first < title:
        if title > last or sum(sized[first:title]) > sum(sized[title : last + 1]):
            title = None
        else:
            first = title + 1
    if title is None:
        title = above_text(texts, lines, rules, first)
    inside = tuple(
        index
        for index in range(first, last + 1)
        if index != title
        and not repeated[index]
        and (index > text_end or not _is_furniture(worth[index], rules[index]))
    )
    return Part(title, inside, first, last)


def _reach(
    places: Iterable[int],
    edge: int,
    texts: Sequence[str],
    worth: Sequence[float],
    rules: Sequence[Rule | None],
) -> int:
    """The farthest sentence that belongs to a segment, going away from its edge."""
    between = 0
    for index in places:
        rule = rules[index]
        if rule is not None and not rule.kind.is_body:
            break
        if worth[index] > _ADJOINING and is_sentence(texts[index]):
            edge, between = index, 0
        else:
            between += 1
            if between > _PASSED or worth[index] == _BARRIER:
                break
    return edge


def _signed(last: int, texts: Sequence[str]) -> int:
    """The last line of a text with the issuing bodies and the date below it."""
    for index in range(last + 1, min(len(texts), last + 1 + _LONGEST_SIGNATURE)):
        if signature(texts[index]):
            return index
        if not is_body_of_signature(texts[index]):
            break
    return last


def _is_furniture(worth: float, rule: Rule | None) -> bool:
    """Whether a line inside the segment is no text."""
    ruled = rule is not None and not rule.kind.is_body
    return worth < (_RULED_FURNITURE if ruled else _FURNITURE)


def _bridge(
    worth: list[float], classes: Sequence[str], lines: Sequence[Line], rules: Sequence[Rule | None]
) -> None:
    """Let a few lines between two sentences cost little, where nothing says they are furniture.

    Captions, names and the items of short lists stand there.
    """
    above = None
    for index, name in enumerate(classes):
        rule = rules[index]
        if (rule is not None and not rule.kind.is_body) or (lines and lines[index].link):
            above = None
        elif name == "class:text":
            if above is not None and 1 < index - above <= _BRIDGED + 1:
                for between in range(above + 1, index):
                    worth[between] = max(worth[between], _BRIDGE / (index - above - 1))
            above = index


def _signed(last: int, texts: Sequence[str]) -> int:
    """The last line of a text with the issuing bodies and the date below it."""
    for index in range(last + 1, min(len(texts), last + 1 + _LONGEST_SIGNATURE)):
        if signature(texts[index]):
            return index
        if not is_body_of_signature(texts[index]):
            break
    return last


def _is_furniture(worth: float, rule: Rule | None) -> bool:
    """Whether a line inside the segment is no text."""
    ruled = rule is not None and not rule.kind.is_body
    return worth < (_RULED_FURNITURE if ruled else _FURNITURE)


def _sized(worth: float, text: str) -> float:
    """A line's worth by its length: one for text counts more the longer it is."""
    return worth * (0.5 + 2.5 * min(len(text), _FULL_LENGTH) / _FULL_LENGTH) if worth > 0 else worth


def _greatest(worth: Sequence[float]) -> tuple[int, int]:
    """First and last index of the segment with the greatest sum; (0, -1) where none is above 0.

    >>> _greatest([-1.0, 2.0, -1.0, 3.0, -4.0])
    (1, 3)
    """
    best, found = 0.0, (0, -1)
    running, start = 0.0, 0
    for index, value in enumerate(worth):
        if running <= 0:
            running, start = 0.0, index
        running += value
        if running > best:
            best, found = running, (start, index)
    return found
