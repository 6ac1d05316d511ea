"""Labelled facts: 来源：…, 发布时间：…, 责任编辑：…, each with its line and its place on the page.

>>> from cntextfix.document import Block
>>> line = Block(Kind.METADATA, "来源:中国长安网 责任编辑:李婷", 2, rule="facts")
>>> [(fact.role, fact.label, fact.value.strip()) for fact in facts_of(line)]
[('source', '来源', '中国长安网'), ('edited', '责任编辑', '李婷')]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.dates import find_moment, has_moment
from cntextfix.label.fact_labels import SIGN_OF_LABEL, bare_labels, labels
from cntextfix.label.names import each_person, is_outlet, is_person
from cntextfix.label.places import Place
from cntextfix.lexicon.fold import fold

__all__ = ["OF_ANOTHER", "Fact", "facts_of", "printed"]

OF_ANOTHER = frozenset({"excerpted_from", "title_of_original", "this_text_from"})
"""Rules of lines about another text: the dates in them are not this one's."""

_UNMARKED = frozenset({"editor_chain_unlabelled"})
_LONGEST_ANSWER = 30
# Behind an outlet: 检察日报 记者 于洋
_REPORTER_BEHIND = re.compile(
    r"(?<=\w)[\s(]{1,4}(?:记者|作者|通讯员)\s{0,3}:?(?P<who>[^\W\d_].{0,30})$"
)
# 楼主 星空漫步 发表于 2024-1-5
_POSTED = re.compile(
    r"(?:楼主|作者|发帖人|发表人)?\s*:?\s*(?P<who>[^\s:|]{2,16})\s{1,4}(?:发[表布帖]于|发表)"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands behind it.

    Args:
        role: what the label asks for: "source", "publisher" (the body that issued it), "time",
            "author", "edited", "checked", "outlet" (a line without a label), or "other".
        label: the label, folded, without blanks.
        value: what stands behind it.
        line: the line it stands on.
        rule: the rule that labelled the line.
        place: where the line stands.
    """

    role: str
    label: str
    value: str
    line: int
    rule: str
    place: Place = Place.BELOW_TITLE

    @property
    def is_weak(self) -> bool:
        """Whether the label may speak of an event: 时间：2024年5月1日 in an announcement."""
        return self.label in ("时间", "日期") and self.rule == "label_and_value"

    @property
    def holds_moment(self) -> bool:
        """Whether the value is a date."""
        return find_moment(fold(self.value), labelled=bool(self.label)) is not None

    def evidence(self, note: str = "") -> Evidence:
        """The line as evidence.

        Args:
            note: what had to be assumed.
        """
        return Evidence(self.line, self.rule, note)


def facts_of(
    block: Block, place: Place = Place.BELOW_TITLE, following: Block | None = None
) -> Iterator[Fact]:
    """The facts of one line.

    Args:
        block: the line.
        place: where it stands.
        following: the line below, where a value may stand whose label ends the line.
    """
    text, folded = block.text, fold(block.text)
    if on_paper := printed(block, folded):
        yield from on_paper
        return
    strict, loose = labels()
    unmarked = block.kind is Kind.BYLINE or block.rule in _UNMARKED
    pattern = loose if unmarked else strict
    found = list(pattern.finditer(folded)) if unmarked or SIGN_OF_LABEL.search(folded) else []
    if not found and block.rule == "government_index":
        found = list(bare_labels().finditer(folded))

    def fact(role: str, label: str, value: str) -> Fact:
        return Fact(role, label, value, block.line, block.rule or block.kind.value, place)

    if block.rule == "forum_post_line" and (post := _POSTED.match(folded)):
        yield fact("author", "发表", text[slice(*post.span("who"))])
    before = text[: found[0].start()] if found else text
    if has_moment(folded[: len(before)]):
        yield fact("time", "", before)
    if not found and block.kind is Kind.METADATA and block.rule not in OF_ANOTHER:
        yield fact("outlet", "", before)
    for match, behind in zip_longest(found, found[1:]):
        value = text[match.end() : behind.start() if behind else len(text)]
        role = match.lastgroup or ""
        label = "".join(match[role].split())
        if behind is None and following is not None:
            value = _with_answer(role, value, following.text)
        if role == "author" and (label == "译者" or _is_desk(label, value)):
            role = "other"
        if role == "author" and behind is not None and _is_prefix(value, behind):
            continue
        yield fact(role, label, value)
        if role == "source" and (by := _REPORTER_BEHIND.search(fold(value))):
            yield fact("author", "记者", value[slice(*by.span("who"))])
        if role not in ("time", "other") and has_moment(fold(value)):
            yield fact("time", "", value)


def _is_desk(label: str, value: str) -> bool:
    """Whether an author is the site's own editor: 作者：本站编辑."""
    return label.startswith("作者") and fold(value).endswith("编辑")


def _is_prefix(value: str, behind: re.Match[str]) -> bool:
    """Whether a value is a paper's name before its reporter's: 采写：南都记者 …."""
    return (
        behind.lastgroup == "author"
        and behind[0][:1] not in "通实"
        and value[-1:].strip() != ""
        and not is_person(value.strip())
    )


def _with_answer(role: str, value: str, below: str) -> str:
    """A value that ends its line, with what stands on the line below where it goes on there."""
    bare = value.strip()
    if not bare:
        return below if _answers(role, below) else ""
    goes_on = bare[-1] in "、，," and role in ("author", "edited", "checked")
    return value + below if goes_on and _answers(role, below) else value


def _answers(role: str, text: str) -> bool:
    """Whether a line is what a label at the end of the line above asks for."""
    if len(text) > _LONGEST_ANSWER:
        return False
    if role in ("author", "edited", "checked"):
        names = each_person(text)
        return bool(names) and all(map(is_person, names))
    return has_moment(fold(text)) if role == "time" else is_outlet(text)


_PRINTED = re.compile(
    r"[(\s]{0,3}(?:原载|载|刊于|据|来源:?)?\s?(?P<paper>《[^《》]{2,20}》)\s?[(,]?\s?(?P<day>[^()]{6,20}日)\s?,?\s?"
    r"(?:第?\s?[a-z]?\d{1,3}\s?版)?[):\s]{0,4}"
)


def printed(block: Block, folded: str) -> tuple[Fact, ...]:
    """Paper and day of a line such as 《光明日报》（2024年05月11日 09版）.

    Args:
        block: the line.
        folded: its text, folded.
    """
    match = _PRINTED.fullmatch(folded) if "《" in folded else None
    if match is None:
        return ()
    paper, day = (block.text[slice(*match.span(name))] for name in ("paper", "day"))
    where = (block.line, "printed_in", Place.BELOW_TEXT)
    return Fact("source", "", paper, *where), Fact("time", "", day, *where)
