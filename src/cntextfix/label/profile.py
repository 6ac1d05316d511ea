"""What the pages of one site have in common: the lines that stand on several of them.

A site is known by a sample of its pages, a page by hashes of its lines, so that what is kept of a
crawl is small and holds no text.

>>> bar, day = "首页 新闻 评论", "2024年1月5日 星期五"
>>> pages = [[bar, day, "市检察院召开会议。"], [bar, day, "桥梁通车。"], [bar, day, "天气转凉。"]]
>>> site = Site.of(pages)
>>> [site.repeats(line) for line in ("首頁　新聞　評論", "市检察院召开会议。", day)]
[True, False, False]

The sample is made of the pages with the smallest keys, and a page's key is a hash of its text
(bottom-k sampling: Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007). So it
is the same whatever order the pages come in, and two samples merge into the one that all their
pages would have given.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cntextfix.lexicon.fold import fold

__all__ = ["PAGES_PER_SITE", "Site", "line_key", "page_key", "record"]

PAGES_PER_SITE = 32
"""Pages that a site's sample holds; more than enough to meet each of its templates twice."""

_LINES_PER_PAGE = 400  # of a longer page, the first and the last half as many: furniture is there
_PROSE = 24  # characters; shorter lines may be labels
_WORD = 8  # bytes of a key
_LENGTH = 56  # bits of a key below the length

_INJECTED = re.compile(r"\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,6}\)")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_SENTENCE = re.compile(r"[\u4e00-\u9fff][”’」』)]?[,。!?;]")
_OWNER = re.compile(r"版权|©|copyright|备案|备\d{6}|许可证")
# What documents of one kind share as part of their text: their date, the numbers of their
# headings, whom they address, how they end, and what their parts are called.
_MOMENT = re.compile(r"[0年月日时分秒点]*(?:(?:星期|周)[一二三四五六日天])?[0时分秒点]*")
_FORMULA = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,5}(?:部分|[编篇章节条款])"
    r"|[(]?[一二三四五六七八九十]{1,3}[)、.]"
    r"|特此\w{2,4}[.。]?$"
    r"|(?:各|尊敬的|亲爱的|同志们)[^:]*:$"
)
_PART = re.compile(r"目录|[导引前序]言|导语|摘要|正文|结语|结束语|后记|附[件录表注]|注释|参考文献")


@dataclass(frozen=True, slots=True)
class Site:
    """A sample of a site's pages, and the lines that are known to stand on several of them.

    Args:
        pages: what `record` gave for each page of the sample, sorted.
        settled: keys of lines that other pages, no longer in the sample, had in common: eight
            bytes each, sorted.
    """

    pages: tuple[bytes, ...] = ()
    settled: bytes = b""

    @staticmethod
    def of(pages: Iterable[Iterable[str]], size: int = PAGES_PER_SITE) -> "Site":
        """The site that some pages make.

        Args:
            pages: the lines of each.
            size: pages that the sample holds at most.
        """
        found = (record(lines) for lines in pages)
        return Site(_sample((page for page in found if page), size))

    def with_page(self, page: bytes, size: int = PAGES_PER_SITE) -> "Site":
        """The site with one page more.

        Args:
            page: what `record` gave for it.
            size: pages that the sample holds at most.
        """
        if len(self.pages) >= size and page[:_WORD] > self.pages[size - 1][:_WORD]:
            return self.shrunk(size)
        return Site(_sample((*self.pages, page), size), self.settled)

    def merge(self, other: "Site", size: int = PAGES_PER_SITE) -> "Site":
        """The site as the pages of both make it.

        Args:
            other: the same site, learned from other pages, or from some of the same.
            size: pages that the sample holds at most.
        """
        settled = {*_keys(self.settled), *_keys(other.settled)}
        return Site(_sample((*self.pages, *other.pages), size), _packed(settled))

    def shrunk(self, size: int) -> "Site":
        """The site with a smaller sample.

        Args:
            size: pages that the sample holds at most.
        """
        return self if len(self.pages) <= size else Site(self.pages[:size], self.settled)

    def compact(self) -> "Site":
        """The site without its sample: only the lines that repeat."""
        return Site((), _packed(_repeated(self)))

    @property
    def lines(self) -> int:
        """Keys it holds, each of eight bytes."""
        return (sum(map(len, self.pages)) + len(self.settled)) // _WORD

    @property
    def repeated(self) -> int:
        """How many different lines repeat."""
        return len(_repeated(self))

    def repeats(self, line: str) -> bool:
        """Whether a line stands on two or more of the site's pages that are not the same text.

        A page that is cleaned may have been learned from, so one page alone proves nothing.

        Args:
            line: a line, damaged or mended, in any script.
        """
        repeated = _repeated(self)
        return bool(repeated) and line_key(line) in repeated


def line_key(line: str) -> int:
    """The key of a line, the same for the forms it has on other pages.

    Script, width, case, injected pinyin, punctuation, blanks and what the numbers are make no
    difference.

    Args:
        line: any line.

    Returns:
        64 bits, of which the highest eight are how many fours of characters it has if it is prose;
        0 for a line that proves nothing by standing on several pages.

    >>> line_key("瀏覽：1,024 次") == line_key("浏览(lǎn):35次")
    True
    >>> line_key("一、总体要求"), line_key("2024-01-05 10:30"), line_key("各市人民政府：")
    (0, 0, 0)
    """
    from hashlib import blake2b

    folded = fold(line.strip())
    if "(" in folded:
        folded = _INJECTED.sub("", folded)
    if _FORMULA.match(folded):
        return 0
    words = _DIGITS.sub("0", _BETWEEN_WORDS.sub("", folded))
    if _PART.fullmatch(words) or _MOMENT.fullmatch(words):
        return 0
    data = words.encode("utf-8", "surrogatepass")
    hashed = int.from_bytes(blake2b(data, digest_size=7).digest(), "big")
    is_prose = len(words) >= _PROSE and _SENTENCE.search(folded) and not _OWNER.search(folded)
    return (min(255, len(words) // 4) << _LENGTH if is_prose else 0) | hashed


def page_key(keys: Iterable[int]) -> bytes:
    """The key of a page: a hash of its prose, so that a copy of it has the same.

    Args:
        keys: those of its lines.
    """
    from hashlib import blake2b

    keys = sorted(set(keys))
    prose = [key for key in keys if key >> _LENGTH]
    return blake2b(_packed(prose or keys), digest_size=_WORD).digest()


def record(lines: Iterable[str]) -> bytes:
    """What is kept of a page: its key and, sorted, those of its lines, eight bytes each.

    Args:
        lines: the page's lines.

    Returns:
        The bytes; none where no line could ever count.
    """
    keys = [key for key in dict.fromkeys(map(line_key, lines)) if key]
    if not keys:
        return b""
    half = _LINES_PER_PAGE // 2
    kept = keys if len(keys) <= _LINES_PER_PAGE else keys[:half] + keys[-half:]
    return page_key(keys) + _packed(kept)


def _sample(pages: Iterable[bytes], size: int) -> tuple[bytes, ...]:
    """The pages with the smallest keys, each key once."""
    kept: list[bytes] = []
    for page in sorted(set(pages)):
        if len(kept) == size:
            break
        if not kept or kept[-1][:_WORD] != page[:_WORD]:
            kept.append(page)
    return tuple(kept)


@lru_cache(maxsize=256)
def _repeated(site: Site) -> frozenset[int]:
    texts: list[list[frozenset[int]]] = []  # of each, the versions
    for page in site.pages:
        lines = frozenset(_keys(page[_WORD:]))
        for versions in texts:
            if any(_same_text(lines, version) for version in versions):
                versions.append(lines)
                break
        else:
            texts.append([lines])
    counts = Counter(line for versions in texts for line in frozenset().union(*versions))
    return frozenset(line for line, count in counts.items() if count > 1).union(_keys(site.settled))


def _same_text(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two pages are versions of one: half the prose of the shorter is in the longer.

    Pages without prose, such as galleries, are versions of one if they differ in little.
    """
    shared = one & other
    if prose := min(_prose(one), _prose(other)):
        return 2 * _prose(shared) >= prose
    return 10 * len(shared) >= 9 * max(len(one), len(other))


def _prose(keys: Iterable[int]) -> int:
    """How much prose the lines are, in fours of characters."""
    return sum(key >> _LENGTH for key in keys)


def _packed(keys: Iterable[int]) -> bytes:
    ordered = sorted(keys)
    return struct.pack(f">{len(ordered)}Q", *ordered)


def _keys(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(packed) // _WORD}Q", packed)
