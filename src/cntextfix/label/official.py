"""What official documents carry: their number (文号), and who signed them when.

>>> number(Labelled.of([Block(Kind.METADATA, "文    号：国办发[2022]15号", 3)]))[0]
'国办发〔2022〕15号'
"""

import re
from functools import cache

from cntextfix.document import Block, Evidence, Kind
from cntextfix.label.dates import find_moment
from cntextfix.label.labelled import Labelled, at
from cntextfix.label.shape import is_body_of_signature, is_sentence
from cntextfix.label.shape import signature as signed
from cntextfix.lexicon.fold import fold

__all__ = ["number", "signature"]

_LONGEST_NUMBER_LINE = 120
_FARTHEST_SIGNATURE = 6  # lines from the last one of the body
_MAY_SIGN = (Kind.PARAGRAPH, Kind.OTHER, Kind.METADATA)
_DATE_ENDS = "日)）"
_ATTACHMENT_STARTS = "附抄（("
_FARTHEST_LINE = 20  # of the body in which the document's own number can stand
_MAY_NUMBER = re.compile(r"[〔\[(【{［（｛]\s?[12１２][\d]{3}\s?[〕\])】}］）｝]")
_ATTACHMENT = re.compile(r"附\s?[件表录图]\s?\d{0,2}\s?[:：]?|抄送[:：]?|[（(]此件|[（(]联系人")


@cache
def _number() -> re.Pattern[str]:
    # GB/T 9704-2012, 7.2.5: the issuing body's sign, the year in 〔 〕, the serial number and 号;
    # pages also write [2022], (2022), 【2022】
    return re.compile(
        r"(?:发文字号|文号|字号)?(?P<sign>[^\W\d_a-z]{1,14}(?:\([^\W\d_]{1,6}\))?)\s?[〔\[(【{]\s?(?P<year>(?:19|20)\d\d)\s?[〕\])】}]"
        r"\s?第?\s?(?P<serial>\d{1,5})\s?号"
    )


def number(page: Labelled) -> tuple[str, Evidence] | None:
    """The number of an official document: on a line of its own, or behind its label.

    A number in running text is that of another document.

    Args:
        page: the labelled lines.
    """
    blocks = page.blocks
    for index, text in enumerate(page.texts[: _end_of_top(page)]):
        if ("号" not in text and "號" not in text) or len(text) > _LONGEST_NUMBER_LINE:
            continue
        if _MAY_NUMBER.search(text) is None:
            continue
        block, folded = blocks[index], fold(text)
        match = _number().search(folded)
        if match is None or not _is_own(block, folded, match, blocks[index - 1] if index else None):
            continue
        sign, serial = text[slice(*match.span("sign"))], match["serial"]
        written = f"{''.join(sign.split())}〔{match['year']}〕{serial}{text[match.end() - 1]}"
        return written, Evidence(block.line, block.rule or "document_number")
    return None


def _end_of_top(page: Labelled) -> int:
    """Index behind the last line in which the document's own number can stand."""
    left = _FARTHEST_LINE
    for _, start, end in page.body:
        if end - start > left:
            return start + left
        left -= end - start
    return len(page.blocks)


def _is_own(block: Block, folded: str, match: re.Match[str], before: Block | None) -> bool:
    """Whether the number is that of the document itself."""
    start, end = match.span()
    above = folded[:start].strip(" ([（【")
    behind = folded[end:].strip(" )]）】")
    alone = not above and not behind
    if alone and (before is None or not before.text.endswith(("，", "《", "、"))):
        return True
    labelled = re.search(r"(?:文\s*号|字\s*号)\s*[:|\t]?\s*$", folded[:start]) is not None
    return labelled and (block.kind in (Kind.METADATA, Kind.TABLE) or not behind)


def signature(page: Labelled) -> tuple[str, Evidence] | None:
    """Issuing bodies and date at the end of a document, as "国务院办公厅 2024-01-05".

    Args:
        page: the labelled lines.
    """
    last = list(page.of_kind(Kind.SIGNATURE)) or _unmarked(page) or _before_attachment(page)
    if not last:
        return None
    body, written = signed(last[-1].text) or ("", last[-1].text)
    moment = find_moment(fold(written))
    day = moment.isoformat()[:10] if moment else written
    names = [*(block.text for block in last[:-1]), *([body] if body else [])]
    return f"{'、'.join(names)} {day}", at(last[0])


def _unmarked(page: Labelled) -> list[Block]:
    """Issuing bodies and date below the text, which labelling did not take for a signature."""
    blocks, body = page.blocks, page.body
    last = _last_sentence(page)
    if last < 0:
        return []
    end = body[-1].end - 1
    begin = max(last + 1, end - _FARTHEST_SIGNATURE)
    for index in range(begin, min(len(blocks), end + _FARTHEST_SIGNATURE)):
        if page.texts[index][-1] not in _DATE_ENDS or blocks[index].kind not in _MAY_SIGN:
            continue
        if (found := signed(page.texts[index])) is None:
            continue
        start = index
        while start - 1 > last and is_body_of_signature(blocks[start - 1].text):
            start -= 1
        if found[0] or start < index:
            return list(blocks[start : index + 1])
    return []


def _last_sentence(page: Labelled) -> int:
    """Index of the body's last line of running text; -1 where it has none."""
    for _, start, end in reversed(page.body):
        for index in range(end - 1, start - 1, -1):
            if is_sentence(page.texts[index]):
                return index
    return -1


def _before_attachment(page: Labelled) -> list[Block]:
    """Signature lines in the body, where attachments follow them."""
    starts = {
        index
        for index, text in enumerate(page.texts)
        if text[0] in _ATTACHMENT_STARTS and _ATTACHMENT.match(text)
    }
    if not starts:
        return []
    lines = [index for _, start, end in page.body for index in range(start, end)]
    body = [page.blocks[index] for index in lines]
    for index in range(len(body) - 1, 0, -1):
        if lines[index] not in starts:
            continue
        found = signed(body[index - 1].text)
        if found is None:
            continue
        start = index - 1
        while start and is_body_of_signature(body[start - 1].text):
            start -= 1
        if found[0] or start < index - 1:
            return body[start:index]
    return []
