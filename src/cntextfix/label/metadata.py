"""Reads the fields of a document out of its labelled lines.

>>> from cntextfix.label.label import label
>>> from cntextfix.label.rules import RULES
>>> page = '''检察机关开展专项监督
... 发布时间：2024-01-05 来源： 检察日报 作者：佚名
... 1月4日，最高人民检察院召开会议，部署专项监督工作。
... [责任编辑：李婷]'''
>>> found = fields(label(page, RULES))
>>> found.source, found.author, found.editor, found.published
('检察日报', None, '李婷', datetime.date(2024, 1, 5))
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cntextfix.document import Block, Evidence
from cntextfix.page import Head

__all__ = ["Fields", "fields"]


@dataclass(frozen=True, slots=True)
class Fields:
    """What a page says about itself; the names are those of `Document`.

    Args:
        title: the headline.
        subtitles: kickers and sub-headlines, in order.
        site: the name of the site the page was taken from.
        source: who published the text first.
        author: who wrote it; several joined by "、".
        editor: who edited it; several joined by "、".
        published: date, or date and time, of publication.
        editors: role and name of everyone in the editors' chain.
        modified: date, or date and time, of the last change.
        url: where the page is; of a text without markup, where its original is.
        original_url: where the original is.
        breadcrumb: the path of sections above the page.
        number: the number of an official document.
        keywords: what the page calls its keywords.
        signature: issuing body and date, as "国务院 2024-01-05".
        licence: the site's ICP number.
        evidence: for each field that was found, where.
    """

    title: str | None = None
    subtitles: tuple[str, ...] = ()
    site: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    editors: tuple[tuple[str, str], ...] = ()
    published: date | datetime | None = None
    modified: date | datetime | None = None
    url: str | None = None
    original_url: str | None = None
    breadcrumb: tuple[str, ...] = ()
    number: str | None = None
    keywords: tuple[str, ...] = ()
    signature: str | None = None
    licence: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict, hash=False)


def fields(blocks: Sequence[Block], head: Head | None = None) -> Fields:
    """The fields of a labelled text.

    Args:
        blocks: what `label` gave.
        head: what the page says of itself, where it came as markup.
    """
    # The readers compile many patterns; they are loaded with the first page, not with the package.
    from cntextfix.label.reading import read

    found, evidence = read(blocks, head)
    return Fields(**found, evidence=evidence)
