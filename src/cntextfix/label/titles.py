"""The headline of a page that came as markup: what its head and its visible lines share.

Comparing ``<title>`` with the headings is the idea of GeneralNewsExtractor's title extractor (the
longest common substring of the two); here the letters alone are compared, so that “——” and "-"
do no harm, and the visible line is what is given back.

>>> said = Said(title="前4个月外贸向好-态势巩固_某某新闻网")
>>> lines = [Block(Kind.OTHER, "搜索", 1), Block(Kind.TITLE, "前4个月外贸向好——态势巩固", 2)]
>>> title(Labelled.of(lines), said)[0]
'前4个月外贸向好——态势巩固'
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.board import BOARD_TITLE, without_label
from cntextfix.label.head import MOST_TITLES, TITLE, Said, every
from cntextfix.label.labelled import Labelled, at
from cntextfix.label.title_lines import joined

__all__ = ["title", "title_and_site"]

_SEPARATOR = re.compile(r"\s*(?:[_|｜丨»«]+|--+|\s[-—–·]\s|[-—–]+)\s*")
_SITE = re.compile(
    r"网|新闻|报|频道|台$|社$|官网|门户|首页|资讯|在线|头条|财经|博客|论坛|客户端|平台|中心$|政府|委员会|\w\.(?:com|cn|net|org|tw|hk)"
)
_TAG = re.compile(r"[\[【［][^\]】］]{1,8}[\]】］]\s*(?=.{4})")
_DOMAIN = re.compile(r"(?:www\.)?[a-zA-Z0-9-]+(?:\.[a-z]{2,8}){1,2}")
_LONGEST_TITLE = 120
_FEWEST = 4  # letters that a line and the head must share
_FEWEST_CUT = 10  # letters of a title that the head cuts short
_SHARED = 0.7  # of the letters of a visible line that stand in the head's title
_TRUNCATED = ("…", "...", "..")
_MAY_SHOW = frozenset(Kind) - {Kind.RELATED, Kind.COMMENT, Kind.COPYRIGHT, Kind.DISCLAIMER}


def title(page: Labelled, said: Said) -> tuple[str, Evidence] | None:
    """The headline: the visible line that the head names, else what either of them gives.

    Args:
        page: the labelled lines.
        said: what the page says of itself.
    """
    labelled = _labelled(page)
    named = list(islice(_named(said), MOST_TITLES))
    if not named:
        return _of(labelled) if labelled else None
    letters = [_letters(text) for text, _ in named]
    if labelled is not None and any(_names(text, labelled.text) for text in letters):
        return _of(labelled, letters)
    sites = [_letters(name) for text, _ in named if _SITE.search(name := title_and_site(text)[1])]
    blocks = [b for b in page.blocks if not any(_letters(b.text) in site for site in sites)]
    shown = _shown(blocks, letters)
    if shown is not None:
        return _of(shown, letters)
    if labelled is not None and labelled.level:
        return _of(labelled, letters)
    text, evidence = named[0]
    bare = title_and_site(text)[0]
    if labelled is not None and _SITE.search(bare):
        return _of(labelled, letters)
    return bare, evidence


def _labelled(page: Labelled) -> Block | None:
    """The line that is labelled as the title, or the lines that make it, as one."""
    lines = list(page.of_kind(Kind.TITLE))
    if len(lines) < 2:
        return lines[0] if lines else None
    return replace(lines[0], text=joined(block.text for block in lines))


def title_and_site(text: str, title: str = "") -> tuple[str, str]:
    """A page's title without the site's and the sections' names behind it, and the last of these.

    Args:
        text: what stands in ``<title>``.
        title: the headline, where it is known: what follows it is the site's.

    >>> title_and_site("外贸向好_财经频道_某某新闻网"), title_and_site("A-B测试-某某网")
    (('外贸向好', '某某新闻网'), ('A-B测试', '某某网'))
    >>> title_and_site("检察院-公益诉讼")
    ('检察院-公益诉讼', '')
    """
    gaps = list(_SEPARATOR.finditer(text))
    known = text.find(title) + len(title) if title and title in text else 0
    site, end = "", len(text)
    for gap in reversed(gaps):
        section = text[gap.end() : end]
        strong = gap[0].strip() in ("_", "|", "｜", "--", "»")
        strong = strong or 0 < known <= gap.start()
        if gap.start() < max(2, known) or len(section) > 24:
            break
        if not strong and _SITE.search(section) is None:
            break
        if not site or _DOMAIN.fullmatch(site):
            site = section
        end = gap.start()
    return text[:end].strip(), site.partition(" / ")[0].strip()


def _of(block: Block, said: Sequence[str] = ()) -> tuple[str, Evidence]:
    """A line as the title, without what the head leaves out before it: [经验分享] …, 标题: …."""
    if block.rule == BOARD_TITLE:
        return without_label(block.text), at(block)
    whole = _letters(block.text)
    if any(whole in text for text in said):
        return block.text, at(block)
    tag = _TAG.match(block.text)
    for bare in (without_label(block.text), block.text[tag.end() :] if tag else block.text):
        letters = _letters(bare)
        if bare != block.text and any(text.startswith(letters) for text in said):
            return bare, at(block)
    return block.text, at(block)


def _named(said: Said) -> Iterator[tuple[str, Evidence]]:
    yield from every(said, TITLE)
    if said.title:
        yield said.title, Evidence(None, "title")


def _shown(blocks: Sequence[Block], said: Sequence[str]) -> Block | None:
    """The longest visible line that the head's title holds; of equal ones, the first."""
    best, most = None, _FEWEST - 1
    for block in blocks:
        if most < len(block.text) <= _LONGEST_TITLE and block.kind in _MAY_SHOW:
            letters = _letters(without_label(block.text))
            if len(letters) > most and any(_opens(text, letters) for text in said):
                best, most = block, len(letters)
    return best


def _opens(text: str, letters: str) -> bool:
    """Whether the head's title begins with a line, or is one cut short.

    What stands behind the line in the head's title may be the names of sections and site.
    """
    place = text.find(letters)
    if place >= 0:
        return place <= 12 and len(letters) * 2 >= len(text) - place
    pairs = zip(text, letters, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared >= _FEWEST_CUT and shared * 2 >= len(letters)


def _names(text: str, line: str) -> bool:
    """Whether the head's title names a line: most of its letters stand there in one piece."""
    letters = _letters(line)
    if len(letters) < _FEWEST:
        return letters == text
    if letters in text:
        return True
    return _longest_common(text, letters) >= _SHARED * len(letters) or (
        line.endswith(_TRUNCATED) and text.startswith(letters[: len(letters) - 1])
    )


def _longest_common(one: str, other: str) -> int:
    """Length of the longest common substring; both are short."""
    from difflib import SequenceMatcher

    one, other = one[: 2 * _LONGEST_TITLE], other[: 2 * _LONGEST_TITLE]
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def _letters(text: str) -> str:
    """Letters and digits alone, in one width and case."""
    folded = unicodedata.normalize("NFKC", text[: 2 * _LONGEST_TITLE]).lower()
    return "".join(filter(str.isalnum, folded))
