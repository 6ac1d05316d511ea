"""Facts of lines that no rule knows: labels, dates that stand alone, chains of roles.

>>> from cntextfix.label.places import places
>>> lines = [Block(Kind.TITLE, "外贸向好", 1), Block(Kind.OTHER, "中国网 2019-11-25 10:37", 2),
...     Block(Kind.PARAGRAPH, "外贸向好。", 3)]
>>> page = Labelled.of(lines)
>>> [(fact.role, fact.rule) for fact in unruled_facts(page, places(page, 1)[1], 1)]
[('time', 'date_below_title'), ('outlet', 'date_below_title')]
"""

import re
from collections.abc import Iterator, Sequence

from cntextfix.document import Block, Kind
from cntextfix.label.bylines import speaker
from cntextfix.label.dated_lines import is_entry, is_mostly_date
from cntextfix.label.fact_labels import SIGN_OF_LABEL, labels
from cntextfix.label.facts import Fact, facts_of, printed
from cntextfix.label.labelled import Labelled
from cntextfix.label.names import each_person, is_person
from cntextfix.label.places import Place, Stretch
from cntextfix.label.shape import is_body_of_signature, is_sentence
from cntextfix.lexicon.fold import fold

__all__ = ["DATE_BELOW_TITLE", "UNRULED", "facts_of_line", "unruled_facts"]

_MAY_CHAIN = re.compile(
    r"(?:记者|通讯员|编辑|责编|摄影|校对|审核|作者|撰文|采写).*(?:编辑|责编|摄影|校对|审核|通讯员)"
    r"|\W{0,3}(?:责任编辑|责编|编辑)\s\w"
)
# 据《某某日报》, （据某某社报道）, 摘自《某某》2024年第1期
_TAKEN = re.compile(
    r"[(\s]{0,2}(?:(?:综合)?据|摘自|选自|原载于?|载于|转自|引自)\s?(?P<paper>《[^《》]{2,20}》|[^\W_]{2,12}?(?:网|报|社|台|客户端))"
    r"\s?(?:[12]\d{3}年(?:第\d{1,3}期|\d{1,2}月(?:\d{1,2}日)?)?)?(?:报道|消息|电|整理)?[)\s。]{0,2}"
)
_ALONE = "date_and_time_alone"
_BELOW_TEXT = "date_below_text"
DATE_BELOW_TITLE = "date_below_title"
"""The rule of a line below the title that is a date and little more."""

_LABELLED = "label_and_value"
_CHAIN = "names_of_roles"
UNRULED = (DATE_BELOW_TITLE, _LABELLED, _CHAIN)
"""The rules of facts that are read here, which labelling may have given a line, too."""

_OTHER_PAGES = (Kind.RELATED, Kind.COMMENT)
_NEAR_COURT = 4  # lines; a judgment is dated between the judges' names and the clerk's
_COURT = re.compile(
    r"(?:代理)?(?:审判[长员]|人民陪审员|书记员|法官(?:助理)?|执行员)\s{0,8}[^\W\d_]"
)
_ENGLISH = re.compile(r"(?:posted|published|updated|written|last|by|on)\b")
_BY = re.compile(
    r"(?:^|\s)by\s+(?P<who>[^\W\d_](?:[^\W\d_]|[ .'-]){1,40}?)\s*(?:$|[,|·•-]|\d|\bon\b)"
)
_LONGEST_INSIDE = 40  # a line in the text must be a byline
_LATEST_DATE = 10  # lines into the text
_LONGEST_CHAIN = 60
_LABEL_OPENS = 5  # a label begins a line, but for brackets and bullets
_YEAR = re.compile(r"20\d\d")
_MAY_BE_FACT = re.compile(
    r"[:：/／丨︱|｜│;；】\]］〕]|[据據自载載]|\d\d|民[国國]|[〇零○]|(?:[记記]者|[编編][辑輯]|[责責][编編])\s"
)
_MAY_BE_FACT_INSIDE = re.compile(
    r"(?:^|[\s\[(（【〔<■●◆▲★*|-])[^:：/／丨︱|｜│;；]{1,24}[:：/／丨︱|｜│;；]\s*\S|》\s?[(（,，]?\s?\d"
    r"|(?:[记記]者|[编編][辑輯]|[责責][编編]|[摄攝]影|校[对對]|[审審]核|作者|撰文|[采採][写寫]|通[讯訊][员員])\s"
)
_BEFORE_LABEL = " [(【〔<■●◆▲★*-|!~…"
# Where a label may stand: at the start or behind one of these, and not far before a mark.
_MAY_LABEL = re.compile(
    rf"(?:^|[{re.escape(_BEFORE_LABEL)}])[^:/丨︱│┃|;\t]{{1,24}}[:/丨︱│┃|;\t】\]〕]"
)


def unruled_facts(page: Labelled, stretch: Stretch, index: int) -> Sequence[Fact]:
    """Facts of a line that no rule knows.

    Args:
        page: the labelled lines.
        stretch: the lines among which it stands.
        index: which line.
    """
    block, place = page.blocks[index], stretch.place
    text = block.text
    inside = place is Place.INSIDE
    if inside and len(text) > _LONGEST_INSIDE:
        return ()
    if (_MAY_BE_FACT_INSIDE if inside else _MAY_BE_FACT).search(text) is None:
        return ()
    facts = facts_of_line(block, place, page.blocks[index + 1 : index + 3])
    if facts and facts[0].role == "time" and _is_of_text(page, stretch, index, facts[0].rule):
        return ()
    return facts


def _is_of_text(page: Labelled, stretch: Stretch, index: int, rule: str) -> bool:
    """Whether a day is one that the text tells of, or that of another text."""
    if rule == _ALONE and stretch.place is Place.INSIDE:  # a comment's, say
        return _is_late(page.texts, stretch.start, index)
    if rule == _BELOW_TEXT:
        return _is_of_another(page, stretch.start, index)
    if rule == DATE_BELOW_TITLE and is_entry(page.texts[index]):
        near = page.texts[max(0, index - 1) : index + 2]
        return sum(map(is_entry, near)) > 1  # a chronicle
    return False


def _is_of_another(page: Labelled, start: int, index: int) -> bool:
    """Whether a day below the text is a teaser's, a signature's, or one of a list."""
    between = page.blocks[start:index]
    near = page.texts[max(0, index - _NEAR_COURT) : index + _NEAR_COURT]
    above, below = page.texts[index - 1], page.texts[index + 1 : index + 2]
    return (
        any(block.kind in _OTHER_PAGES for block in between)
        or any(_COURT.match(fold(text[:40])) for text in near)
        or is_body_of_signature(above)
        or bool(speaker(above))
        or any(is_mostly_date(text) for text in (above, *below))
    )


def _is_late(texts: Sequence[str], begin: int, index: int) -> bool:
    """Whether a line stands too far into the text to hold its date."""
    above = texts[begin : min(index, begin + _LATEST_DATE)]
    return index - begin > _LATEST_DATE or sum(map(is_sentence, above)) > 1


def facts_of_line(block: Block, place: Place, below: Sequence[Block] = ()) -> tuple[Fact, ...]:
    """Facts of a line that begins with a label, or is a date and little more, whatever its kind.

    Args:
        block: the line.
        place: where it stands.
        below: the lines below it, on which a date may go on.
    """
    return tuple(_unruled(block, place, below))


def _unruled(block: Block, place: Place, below: Sequence[Block]) -> Iterator[Fact]:
    text = block.text
    if _YEAR.fullmatch(text):  # a date over several lines: 2024, 05/09, 18:35:30
        text = " ".join([text, *(one.text for one in below)])
    folded = fold(text)
    if on_paper := printed(block, folded):
        yield from on_paper
        return
    match = None
    if SIGN_OF_LABEL.search(folded) and _MAY_LABEL.search(folded):
        match = labels()[0].search(folded)
    if match is not None and folded[match.start() - 1 : match.start()].strip(_BEFORE_LABEL) == "":
        kind = Kind.METADATA if place is Place.BELOW_TITLE else Kind.BYLINE
        known = Block(kind, text, block.line, rule=_LABELLED)
        facts = list(facts_of(known, place, below[0] if below else None))
        if (match.start() < _LABEL_OPENS and place <= Place.BELOW_TEXT) or _is_byline(facts, text):
            yield from facts
    elif place is Place.BELOW_TEXT and (taken := _TAKEN.fullmatch(folded)):
        paper = text[slice(*taken.span("paper"))]
        yield Fact("source", "", paper, block.line, "taken_from", place)
    elif len(text) <= _LONGEST_CHAIN and _MAY_CHAIN.search(folded):
        yield from _chain(Block(Kind.BYLINE, text, block.line, rule=_CHAIN), place)
    elif place is Place.BELOW_TITLE and is_mostly_date(text):
        yield Fact("time", "", text, block.line, DATE_BELOW_TITLE, place)
        by = _BY.search(folded)
        if by is not None:
            who = text[slice(*by.span("who"))]
            yield Fact("author", "by", who, block.line, DATE_BELOW_TITLE, place)
        elif _ENGLISH.match(folded) is None:
            yield Fact("outlet", "", text, block.line, DATE_BELOW_TITLE, place)
    elif place is Place.BELOW_TEXT and ":" not in folded and is_mostly_date(text):
        yield Fact("time", "", text, block.line, _BELOW_TEXT, place)
    elif place >= Place.INSIDE and ":" in folded and is_mostly_date(text):
        yield Fact("time", "", text, block.line, _ALONE, place)


def _chain(block: Block, place: Place) -> tuple[Fact, ...]:
    """Facts of a line of roles and people without marks: 记者 王小明 摄影 李小红 责编 张三."""
    facts = tuple(fact for fact in facts_of(block, place) if fact.label)
    people = [each_person(fact.value) for fact in facts]
    enough = len(facts) > 1 or all(fact.role == "edited" for fact in facts)
    good = (
        enough
        and bool(facts)
        and all(people)
        and all(is_person(n) for names in people for n in names)
    )
    return facts if good else ()


def _is_byline(facts: Sequence[Fact], text: str) -> bool:
    """Whether a line that no rule knows names people or facts, and tells nothing."""
    if "。" in text or not facts:
        return False
    said = [fact for fact in facts if fact.label and fact.value.strip()]
    if any(fact.role == "author" for fact in said):
        people = [
            name for fact in said if fact.role == "author" for name in each_person(fact.value)
        ]
        return bool(people) and all(map(is_person, people))
    return any(fact.role == "edited" for fact in said) or len(said) > 1
