"""What can be said of a line by its shape alone, whatever stands around it.

Everything here depends on the line and on nothing else, so a line that is kept answers the same
when the result is labelled again.

>>> is_sentence("会议还研究了其他事项。"), is_sentence("紧扣一个“实”字履职尽责")
(True, False)
"""

import re

from cntextfix.label.outline import is_numbered

__all__ = [
    "LONGEST_LABEL",
    "closing_piece",
    "is_attachment",
    "is_body_of_signature",
    "is_headline",
    "is_sentence",
    "lines_of",
    "signature",
]

LONGEST_LABEL = 120
"""A longer line is never taken for a label in the middle of a text."""

_LONGEST_HEADLINE = 72
_BREAKS = re.compile(r"[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_DATE = (
    r"(?:(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|[一二][〇零○ＯO0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|(?:中[华華])?民[国國]\s?\d{2,3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
)
_NAME = r"[^，。,;；:：！？!?“”\d]"
_SIGNED_DATE = re.compile(rf"(?P<body>{_NAME}{{4,40}}?)??\s*[（(]?(?P<date>{_DATE})[)）]?")
_ISSUER = re.compile(
    rf"{_NAME}{{2,40}}?(?:[院部局委厅廳署司处處科室组組会會办辦府队隊社站所校系馆館庭厂廠行盟委]"
    r"|[大中小]学|[大中小]學|幼儿园|幼兒園|公司|集[团團]|中心|[协協]会|支部|[（(](?:代章|盖章|蓋章|公章|章)[）)])"
)
_ATTACHMENT = re.compile(
    r"附\s{0,4}(?:件|表|图|圖|錄|录)?\s?\d{0,2}\s?[:：][^。]{1,80}$"
    r"|(?:附件)?\s?\d{0,2}\s?[.、．:：]?\s?[^。]{1,80}\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|wps|ofd)$",
    re.IGNORECASE,
)
_NO_HEADLINE = re.compile(
    r"https?://|www\."
    r"|[^\w]*(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?[\s\d:：]*|[\d\W_]+)$"
    r"|[^\s]{1,12}[〔\[［]\d{4}[〕\]］]\s?第?\d{1,5}\s?号$"
    r"|[（(][^（）()]*[)）]$"
    r"|[“「『][^“”「」『』]*[”」』]$"
    r"|[-*+>|#`$@]"
    r"|[^{}<>=\\]*[{}<>=\\]"  # code
)
# Signs that a line is broken off, or leads on to the next.
_OPEN_ENDS = frozenset("，,、；;：:。")
_LINE_END = "。！？!?”…）)"
_CLOSING_BRACKET = re.compile(
    rf"(?<=[{_LINE_END}])\s*(?P<piece>[（(\[【〔][^（）()\[\]【】〔〕。]{{2,70}}[)）\]】〕])$"
)
_CLOSING_LABEL = re.compile(
    rf"(?<=[{_LINE_END}])\s*(?P<piece>[^\s{_LINE_END}][^{_LINE_END}]{{3,70}})$"
)


def lines_of(text: str) -> tuple[list[int], list[str]]:
    r"""The lines of a text that hold anything: their numbers from 1, and they.

    Lines end at ``\n``. Any other character that some reader may take for a line's end becomes a
    blank, so that a line read again is still one line.

    Args:
        text: any text.

    >>> lines_of("　　甲\r\n\n \xa0\n乙\u2028丙")
    ([1, 4], ['甲', '乙 丙'])
    """
    raw = text.splitlines()  # which ends lines at any of those characters
    if len(raw) != text.count("\n") + (text[-1:] != "\n"):
        raw = [_BREAKS.sub(" ", line) for line in text.split("\n")]
    stripped = [line.strip() for line in raw]
    if all(stripped):
        return list(range(1, len(stripped) + 1)), stripped
    numbers = [number for number, line in enumerate(stripped, 1) if line]
    return numbers, [line for line in stripped if line]


def is_sentence(line: str) -> bool:
    """Whether a line reads as running text: a full stop, great length, or several commas.

    Args:
        line: a line without indent.
    """
    if "。" in line:
        return True
    if len(line) < 40:
        return False
    if sum(map(line.count, "，,；;")) >= 3:
        return True
    # A menu on one line is long, too, but falls into words.
    return len(line) > 80 and line.count(" ") * 8 < len(line)


def is_headline(line: str) -> bool:
    """Whether a line can be a title or a subtitle.

    Args:
        line: a line without indent.

    >>> is_headline("三个“一体抓”推动"), is_headline("各省、自治区、直辖市：")
    (True, False)
    """
    return (
        1 < len(line) <= _LONGEST_HEADLINE
        and line[-1] not in _OPEN_ENDS
        and not is_sentence(line)
        and _NO_HEADLINE.match(line) is None
        and not is_numbered(line)
    )


def signature(line: str) -> tuple[str, str] | None:
    """Issuing body and date, if a line is a date that can end a document, or holds both.

    Args:
        line: a line without indent.

    Returns:
        The body, empty where the line is the date alone, and the date.

    >>> signature("最高人民检察院 2020年11月5日"), signature("2020年11月5日")
    (('最高人民检察院', '2020年11月5日'), ('', '2020年11月5日'))
    """
    match = _SIGNED_DATE.fullmatch(line)
    if match is None:
        return None
    body = (match["body"] or "").strip()
    return (body, match["date"]) if not body or is_body_of_signature(body) else None


def is_body_of_signature(line: str) -> bool:
    """Whether a line names a body that signs documents.

    Args:
        line: a line without indent.

    >>> is_body_of_signature("中共最高人民检察院党组"), is_body_of_signature("感谢大家")
    (True, False)
    """
    return _ISSUER.fullmatch(line) is not None


def is_attachment(line: str) -> bool:
    """Whether a line names what is attached to a document.

    Args:
        line: a line without indent.

    >>> is_attachment("附件：1.拟聘用人员名单.xls"), is_attachment("附件由各单位自行下载。")
    (True, False)
    """
    return _ATTACHMENT.match(line) is not None


def closing_piece(line: str, end: int | None = None) -> tuple[int, int] | None:
    """Where the piece stands that closes a line behind its last sentence, and may be a byline.

    Args:
        line: a line without indent.
        end: look at the line as if it ended here.

    Returns:
        The end of the line before the piece, and the piece's start.

    >>> line = "会议还研究了其他事项。（检察日报社 巩宸宇）"
    >>> closing_piece(line)
    (11, 11)
    """
    end = len(line) if end is None else end
    start = max(0, end - 80)
    tail = line[start:end]
    pattern = _CLOSING_LABEL if tail[-1] not in _LINE_END else _CLOSING_BRACKET
    match = pattern.search(tail)
    return (start + match.start(), start + match.start("piece")) if match else None
