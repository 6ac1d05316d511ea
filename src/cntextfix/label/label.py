"""Gives every line of a text its kind.

>>> from cntextfix.label.rules import RULES
>>> page = '''首页 > 新闻 > 正文
... 检察机关开展专项监督
... 来源：检察日报 发布时间：2024-01-05
... 1月4日，最高人民检察院召开会议，部署专项监督工作。
... （检察日报社 李明）'''
>>> for block in label(page, RULES):
...     print(block.kind, block.text)
breadcrumb 首页 > 新闻 > 正文
title 检察机关开展专项监督
metadata 来源：检察日报 发布时间：2024-01-05
paragraph 1月4日，最高人民检察院召开会议，部署专项监督工作。
byline （检察日报社 李明）

With ``strip="safe"``, the rules and the site's other pages must prove that a line is furniture
(`edges`). With ``strip="main"``, the main text is found first (`segment`) and labelled in the same
way, so that labelling it once more takes nothing more; what stands around it is named by rules and
by what the markup says (`outside`).
"""

from collections.abc import Callable, Sequence
from typing import Literal

from cntextfix.document import Block
from cntextfix.label.edges import EVERY_PLACE, edged, rule_at
from cntextfix.label.markup import tagged
from cntextfix.label.matcher import Matcher, matcher
from cntextfix.label.outside import outside
from cntextfix.label.rules import Rule
from cntextfix.label.segment import main_part
from cntextfix.label.shape import lines_of
from cntextfix.page import Line

__all__ = ["Strip", "label"]

Strip = Literal["safe", "main"]
"""What may be called furniture: what rules prove, or also what lies outside the main text."""


def label(
    text: str,
    rules: Sequence[Rule],
    *,
    lines: Sequence[Line] = (),
    strip: Strip = "safe",
    repeated: Callable[[str], bool] | None = None,
    head_titles: Sequence[str] = (),
) -> tuple[Block, ...]:
    """Label every line of a text.

    Args:
        text: the repaired text.
        rules: the boilerplate rules, in the order they are tried.
        lines: what the markup knew of the text's lines, one for each; empty for plain text.
        strip: "safe" or "main", as for `clean`.
        repeated: says whether a line also stands on other pages of the site.
        head_titles: what the page's head calls the page: ``<title>``, og:title.

    Returns:
        The blocks in the order of the text: one a line, more where bylines close the last line
        of the body.
    """
    table = matcher(rules)
    numbers: list[int] = []
    texts: list[str] = []
    for number, line in lines_of(text):
        numbers.append(number)
        texts.append(line)
    known = _known(numbers, texts, lines) if lines else []
    if strip == "main":
        raw = text.split("\n")
        indented = [] if known else [raw[number - 1][:1].isspace() for number in numbers]
        return _main(numbers, texts, known, table, repeated, head_titles, indented)
    pictures = [place for place, line in enumerate(known) if line.tag == "img"]
    if pictures:
        return _around(pictures, numbers, texts, known, table, repeated)
    return _tagged(edged(numbers, texts, table, repeated), numbers, known)


def _known(numbers: Sequence[int], texts: Sequence[str], lines: Sequence[Line]) -> list[Line]:
    """What the markup knew of each line with text; nothing where a repair made a line of its own."""
    if numbers and numbers[-1] <= len(lines):
        return [lines[number - 1] for number in numbers]
    by_text = {line.text: line for line in lines}
    return [by_text.get(text) or Line(text) for text in texts]


def _main(
    numbers: list[int],
    texts: list[str],
    lines: list[Line],
    table: Matcher,
    repeated: Callable[[str], bool] | None,
    head_titles: Sequence[str],
    indented: Sequence[bool],
) -> tuple[Block, ...]:
    shown = [place for place in range(len(texts)) if not lines or lines[place].tag != "img"]
    part = main_part(
        [texts[place] for place in shown],
        [lines[place] for place in shown] if lines else (),
        [rule_at(texts[place], table, *EVERY_PLACE) for place in shown],
        [repeated is not None and repeated(texts[place]) for place in shown],
        head_titles=head_titles,
        indented=indented,
    )
    if not part.inside:
        rest = [place for place in range(len(texts)) if place not in set(shown)]
        return _around(rest, numbers, texts, lines, table, repeated)
    inside = [shown[place] for place in part.inside]
    if part.title is not None:
        inside = sorted({shown[part.title], *inside})
    own = edged(
        [numbers[place] for place in inside],
        [texts[place] for place in inside],
        table,
        titled=part.title is not None and inside[0] == shown[part.title],
    )
    taken = set(inside)
    others = [place for place in range(len(texts)) if place not in taken]
    around = outside(others, numbers, texts, lines, table, shown[part.last])
    return _in_order([*_tagged(own, numbers, lines), *around])


def _around(
    apart: Sequence[int],
    numbers: list[int],
    texts: list[str],
    lines: list[Line],
    table: Matcher,
    repeated: Callable[[str], bool] | None,
) -> tuple[Block, ...]:
    """The blocks of a page of which some lines belong to no text at all."""
    taken = set(apart)
    own = [place for place in range(len(texts)) if place not in taken]
    blocks = edged(
        [numbers[place] for place in own], [texts[place] for place in own], table, repeated
    )
    others = outside(apart, numbers, texts, lines, table, len(texts))
    return _in_order([*_tagged(blocks, numbers, lines), *others])


def _tagged(
    blocks: Sequence[Block], numbers: Sequence[int], lines: Sequence[Line]
) -> tuple[Block, ...]:
    return tuple(tagged(blocks, dict(zip(numbers, lines, strict=True)))) if lines else tuple(blocks)


def _in_order(blocks: list[Block]) -> tuple[Block, ...]:
    blocks.sort(key=lambda block: block.line)  # stable: pieces of one line stay in their order
    return tuple(blocks)
