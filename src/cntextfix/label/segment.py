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
>>> part = main_part(Sheet(texts, lines, [None] * 8), ["义务植树活动举行_某某网"])
>>> part.title, part.inside
((2,), (3, 4, 5))
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cntextfix.document import Kind
from cntextfix.label.description import quoted
from cntextfix.label.features import features
from cntextfix.label.headline import named_title, pointed_title, title_above, without_site
from cntextfix.label.official_title import OfficialHead, issued_title, official_head
from cntextfix.label.records import records
from cntextfix.label.shape import is_body_of_signature, is_sentence, signature
from cntextfix.label.sheet import Sheet
from cntextfix.label.title_lines import title_lines
from cntextfix.label.verses import above_facts, framed, is_bare, verses
from cntextfix.label.weights import weigh
from cntextfix.label.widen import widened

__all__ = ["Part", "main_part"]

_BARRIER = -30.0  # what a line is worth that stands on other pages of the site too
_WALL = -1e6  # and one in a list of comments or cards beside the text
_VERSE_WORTH = 0.5
_ROW = -0.3  # a table's row as text, | so | it |, is neither
_QUOTED = 3.0  # what the page's description quotes is text
_LEAST, _MOST = -4.0, 6.0  # no line's features count for more
_FURNITURE = -3.0  # a line inside the segment that is worth less is no text,
_RULED_FURNITURE = -1.0  # or less than this, if a rule matches it
_BRIDGED = 3  # so many lines between two sentences may be captions or a list,
_BRIDGE = -1.5  # and cost no more than this together
_ADJOINING = -1.5  # a sentence near the segment that is worth more belongs to it,
_PASSED = 3  # if no more lines than these stand between
_BESIDE = 5  # lines between title and text that cost nothing;
_HALVED = 12  # so many more halve what a segment counts
_LONGEST_SIGNATURE = 4
_LEAST_SUM = 1.0  # of a segment that shows itself as text
_DAYS = frozenset({"date_only"})
_FEWEST_DAYS = 3
_FULL_LENGTH = 100  # so long a line counts as three, longer ones no more


@dataclass(frozen=True, slots=True)
class Part:
    """The main text of a page.

    Args:
        title: indexes of the title's lines, in order; empty where none was found.
        inside: indexes of the text's lines, in order; empty where the page has no text.
        first: index of the segment's first line.
        last: index of its last line.
        records: kind and reason of lines that belong to lists beside the text.
    """

    title: tuple[int, ...]
    inside: tuple[int, ...]
    first: int
    last: int
    records: Mapping[int, tuple[Kind, str]] = field(default_factory=dict)


def main_part(
    sheet: Sheet, head_titles: Sequence[str] = (), head_summaries: Sequence[str] = ()
) -> Part:
    """The main text of a page.

    Args:
        sheet: the page's lines.
        head_titles: what the page's head calls the page.
        head_summaries: how it describes the page's text.
    """
    sheet = _chronicle(sheet)
    named = named_title(sheet, head_titles)
    official = official_head(sheet.texts) if named is None else None
    title = named
    if title is None:
        title = official.title[0] if official else _pointed(sheet)
    beside = records(sheet, title)
    if beside:  # no text reaches across such a list
        again = sheet.repeated or [False] * len(sheet.texts)
        sheet = replace(sheet, repeated=[a or i in beside for i, a in enumerate(again)])
    worth = _worth(sheet, title, named)
    for index in beside:
        worth[index] = _WALL
    opening = quoted(sheet, head_summaries, title) if head_summaries else None
    if opening is not None:
        worth[opening] = max(worth[opening], _QUOTED)
    sized = [_sized(value, text) for value, text in zip(worth, sheet.texts, strict=True)]
    first, last = _greatest(sized, named) if opening is None else _around(sized, opening)
    if sum(sized[first : last + 1]) < _LEAST_SUM and (frame := framed(sheet, title)):
        first, last = frame[0], frame[-1]
        title = above_facts(sheet, first) if title is None else title
    if first > last:
        return Part(_lines(sheet, title, official, head_titles), (), 0, -1, beside)
    first = _reach(range(first - 1, -1, -1), first, sheet, worth)
    text_end = _reach(range(last + 1, len(worth)), last, sheet, worth)
    last = _signed(text_end, sheet.texts)
    if named is None:
        title, first = _titled(sheet, title, first, last, sized)
    lines = _lines(sheet, title, official, head_titles)
    begin, end = widened(sheet, lines[-1] if lines else None, first, last)
    inside = tuple(
        index
        for index in range(begin, end + 1)
        if index not in lines
        and not sheet.repeats(index)
        and (not first <= index <= text_end or not _is_furniture(worth[index], sheet.ruled(index)))
    )
    if not sheet.lines and not beside and is_bare(sheet, {*lines, *inside}):
        return Part((), (), 0, -1)
    return Part(lines, inside, begin, end, beside)


def _titled(
    sheet: Sheet, title: int | None, first: int, last: int, sized: Sequence[float]
) -> tuple[int | None, int]:
    """The title that the text found has, and where the text begins, if no head names the title."""
    if title is not None and first < title:
        if title > last or sum(sized[first:title]) > sum(sized[title : last + 1]):
            title = None
        else:
            first = title + 1
    if title is None:
        title = title_above(sheet, first)
    return (None if title is None else without_site(sheet.texts, title)), first


def _lines(
    sheet: Sheet, title: int | None, official: OfficialHead | None, head_titles: Sequence[str]
) -> tuple[int, ...]:
    """The lines of the title: those of an official document's, or what the markup says."""
    if title is None:
        return ()
    if official is not None and title in official.title:
        return official.title
    for start in range(max(0, title - 1), title + 1):  # the issuer may stand on a line of its own
        run = issued_title(sheet.texts, start)
        if title in run and not any(sheet.linked(index) or sheet.ruled(index) for index in run):
            return run
    return title_lines(sheet, title, head_titles)


def _chronicle(sheet: Sheet) -> Sheet:
    """The page without rules for its days, where several head text of their own."""
    days = [i for i, rule in enumerate(sheet.rules) if rule is not None and rule.name in _DAYS]
    if len(days) < _FEWEST_DAYS:
        return sheet
    if not any(map(is_sentence, sheet.texts[: days[0]])):  # it tells when the page was written
        days = days[1:]
    following = (sheet.texts[index + 1 : index + 2] for index in days)
    if len(days) < _FEWEST_DAYS or not all(line and is_sentence(line[0]) for line in following):
        return sheet
    rules = list(sheet.rules)
    for index in days:
        rules[index] = None
    return replace(sheet, rules=rules)


def _pointed(sheet: Sheet) -> int | None:
    """The line that a line of facts points at, unless it signs the text above it."""
    title = pointed_title(sheet)
    if title is None or not is_body_of_signature(sheet.texts[title]):
        return title
    above = sheet.texts[max(0, title - _LONGEST_SIGNATURE) : title]
    return None if any(map(is_sentence, above)) else title


def _worth(sheet: Sheet, title: int | None, named: int | None) -> list[float]:
    """What each line is worth, for text above 0."""
    found = features(sheet.texts, sheet.lines, sheet.rules, indented=sheet.indented, title=title)
    weighed = weigh(found, "markup" if sheet.lines else "text")
    worth = [min(_MOST, max(_LEAST, value)) for value in weighed]
    for index, text in enumerate(sheet.texts if not sheet.lines else ()):
        if text[0] == text[-1] == "|" and text.count("|") > 2 and not sheet.ruled(index):
            worth[index] = max(worth[index], _ROW)
    for index in verses(sheet):
        worth[index] = max(worth[index], _VERSE_WORTH)
    for index, again in enumerate(sheet.repeated):
        if again and index != title:
            worth[index] = _BARRIER
    if named is not None:  # no text stands above the title
        worth[: named + 1] = [min(value, 0.0) for value in worth[: named + 1]]
    _bridge(worth, [names[0] == "class:text" for names in found], sheet)
    return worth


def _bridge(worth: list[float], sentences: Sequence[bool], sheet: Sheet) -> None:
    """Let a few lines between two sentences cost little, where nothing says they are furniture.

    Captions, names and the items of short lists stand there.
    """
    above = None
    for index, sentence in enumerate(sentences):
        linked = bool(sheet.lines) and sheet.lines[index].link > 0
        if sheet.ruled(index) or sheet.repeats(index) or linked:
            above = None
        elif sentence:
            if above is not None and 1 < index - above <= _BRIDGED + 1:
                for between in range(above + 1, index):
                    worth[between] = max(worth[between], _BRIDGE / (index - above - 1))
            above = index


def _reach(places: Iterable[int], edge: int, sheet: Sheet, worth: Sequence[float]) -> int:
    """The farthest sentence that belongs to a segment, going away from its edge."""
    between = 0
    for index in places:
        if sheet.ruled(index) or sheet.repeats(index):
            break
        if worth[index] > _ADJOINING and is_sentence(sheet.texts[index]):
            edge, between = index, 0
        else:
            between += 1
            if between > _PASSED:
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


def _is_furniture(worth: float, ruled: bool) -> bool:
    """Whether a line inside the segment is no text."""
    return worth < (_RULED_FURNITURE if ruled else _FURNITURE)


def _sized(worth: float, text: str) -> float:
    """A line's worth by its length: one for text counts more the longer it is."""
    return worth * (0.5 + 2.5 * min(len(text), _FULL_LENGTH) / _FULL_LENGTH) if worth > 0 else worth


def _around(worth: Sequence[float], place: int) -> tuple[int, int]:
    """First and last index of the segment with the greatest sum that holds a line.

    >>> _around([-1.0, 2.0, -1.0, 3.0, -4.0, 9.0], 1)
    (1, 5)
    """
    ends = []
    for indexes in (range(place - 1, -1, -1), range(place + 1, len(worth))):
        best = running = 0.0
        end = place
        for index in indexes:
            running += worth[index]
            if running > best:
                best, end = running, index
        ends.append(end)
    return ends[0], ends[1]


def _greatest(worth: Sequence[float], title: int | None = None) -> tuple[int, int]:
    """First and last index of the segment with the greatest sum; (0, -1) where none is above 0.

    Where the title is known, a segment counts less the farther below it begins: a short story
    stands beside long feeds.

    >>> _greatest([-1.0, 2.0, -1.0, 3.0, -4.0])
    (1, 3)
    """
    best, found = 0.0, (0, -1)
    running, start = 0.0, 0
    for index, value in enumerate(worth):
        if running <= 0:
            running, start = 0.0, index
        running += value
        counted = running
        if title is not None:
            counted /= 1 + max(0, start - title - _BESIDE) / _HALVED
        if counted > best:
            best, found = counted, (start, index)
    return found
