r"""Characters that stand as escapes in the text.

    &#20013;&#22269; -> 中国, &amp;#x4E2D; -> 中, \u4e2d\u56fd -> 中国, %u4E2D%u56FD -> 中国,
    %E4%B8%AD%E5%9B%BD -> 中国, =D6=D0=B9=FA -> 中国, =?gb2312?B?1tC5+g==?= -> 中国,
    ~{VP9z~} -> 中国

Only escapes of Chinese are touched, and only where they stand as text: in a link, between
quotation marks or backticks, and in the brackets of a pattern they are data and stay.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from cntextfix.edits import Edit, apply
from cntextfix.repairs._shown import Surroundings
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = "\u00b7\u2010-\u203b\u2100-\u27bf\u3000-\u312f\uff01-\uffef\U0001f300-\U0001faff"
_has_han = re.compile(f"[{_HAN}]").search
_is_chinese = re.compile(f"[\x20-\x7e\n{_HAN}{_SIGNS}]+").fullmatch

_ENTITY = r"&(?:amp;){0,3}#(?:[0-9]{3,7}|[xX][0-9a-fA-F]{2,6})(?:;|(?![0-9a-zA-Z]))"
_UNIT = r"\\u[0-9a-fA-F]{4}"
_PERCENT_UNIT = r"%u[0-9a-fA-F]{4}"
_PERCENT = r"%[0-9A-Fa-f]{2}"
_QUOTED = r"=[0-9A-F]{2}"
_WORD = r"=\?[A-Za-z0-9_-]{2,20}\?[BbQq]\?[!->@-~]*\?="

_entities = re.compile(f"{_ENTITY}(?:{_ENTITY})*")
_entity = re.compile(r"#(?:([0-9]+)|[xX]([0-9a-fA-F]+));?")
_units = re.compile(f"{_UNIT}(?:{_UNIT})*")
_percent_units = re.compile(f"{_PERCENT_UNIT}(?:{_PERCENT_UNIT})*")
# A byte of GBK or Big5 behind an escaped one may be an ASCII letter, which is not escaped.
_percents = re.compile(f"{_PERCENT}(?:[@-~]?{_PERCENT})+[@-~]?")
_quoteds = re.compile(rf"{_QUOTED}(?:=\r?\n|[@-~]?{_QUOTED})+[@-~]?")
_each_percent = re.compile(f"{_PERCENT}(?:[@-~]?{_PERCENT})*[@-~]?")
_each_quoted = re.compile(rf"{_QUOTED}(?:=\r?\n|[@-~]?{_QUOTED})*[@-~]?")
_control = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_escaped_byte = re.compile(f"{_PERCENT}|{_QUOTED}(?:=$)?")
_soft_break = re.compile(r"=\r?\n")
_words = re.compile(rf"{_WORD}(?:\s{{1,4}}{_WORD})*")
_word = re.compile(r"=\?([^?]+)\?([BbQq])\?([^?]*)\?=")
_hz = re.compile(r"~\{(?:[!-w][!-~])+~\}")

WINDOW = 200
"""Characters on either side that are looked at."""
NEAR = 8
"""Characters between two escapes of one text."""
BESIDE = 60
"""Characters on either side in which an escape may be explained."""
SHORT, FEW = 6, 3
"""Characters that such an escape stands for, and escapes of a text that explains one."""
_QUOTES = ('"', "'", "`")
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
_LINK = re.compile(r"[/=?&:@]|\]\(|[A-Za-z0-9]\.[A-Za-z]")


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    edits = _damage(text)
    if edits and not _damage(apply(text, edits)):
        yield from edits


def _damage(text: str) -> list[Edit]:
    """The escapes that were not meant to be seen."""
    edits = _edits(text)
    if not edits:
        return edits
    around = Surroundings(text, [(edit.start, edit.end, edit.new) for edit in edits])
    if around.is_text_itself:
        return _edits(text, Counter(edit.note for edit in edits).most_common(1)[0][0])
    damaged = [around.is_damage(edit.start, edit.end, edit.new, edit.note) for edit in edits]
    for order in (range(1, len(edits)), range(len(edits) - 2, -1, -1)):
        for at in order:
            beside = at + (1 if order.step < 0 else -1)
            damaged[at] = damaged[at] or (
                damaged[beside] and _is_one(text, *sorted((edits[at], edits[beside]), key=_start))
            )
    return [
        edit
        for edit, is_damage in zip(edits, damaged, strict=True)
        if is_damage and not (len(edits) <= FEW and _is_told(text, edit))
    ]


def _is_told(text: str, edit: Edit) -> bool:
    """Whether what a short escape stands for is written beside it, as where it is explained."""
    beside = text[max(0, edit.start - BESIDE) : edit.start], text[edit.end : edit.end + BESIDE]
    return len(edit.new) <= SHORT and any(edit.new in part for part in beside)


def _start(edit: Edit) -> int:
    return edit.start


def _is_one(text: str, edit: Edit, behind: Edit) -> bool:
    """Whether two escapes are of one text: &#26376;7&#26085;."""
    between = text[edit.end : behind.start]
    return edit.note == behind.note and len(between) <= NEAR and between.isprintable()


def _edits(text: str, all_of: str = "") -> list[Edit]:
    """The escapes of every kind that is there, in order and apart.

    Args:
        text: the text.
        all_of: the kind that the whole text is escaped in: signs and single characters count too.
    """
    edits: list[Edit] = []
    for kind in _KINDS:
        if kind.sign[0] in text and kind.sign in text:  # one character is found far faster
            is_all = kind.note == all_of
            done = 0
            for match in (kind.each if is_all else kind.pattern).finditer(text):
                if not is_all and not _is_text(text, done, *match.span()):
                    continue
                new = kind.reading(match.group(), is_all)
                if new and new != match.group():
                    edits.append(Edit(match.start(), match.end(), new, "certain", kind.note))
                    done = match.end()
    quoted = [edit for edit in edits if edit.note == "quoted-printable"]
    if len(quoted) > 1:  # lines were broken inside ASCII too
        is_all = all_of == "quoted-printable"
        within = (0, len(text)) if is_all else (quoted[0].start, quoted[-1].end)
        breaks = _soft_break.finditer(text, *within)
        edits += [Edit(*found.span(), "", "certain", "quoted-printable") for found in breaks]
    edits.sort(key=lambda edit: (edit.start, -edit.end))
    apart: list[Edit] = []
    for edit in edits:
        if not apart or edit.start >= apart[-1].end:
            apart.append(edit)
    return apart


def _is_text(text: str, done: int, start: int, end: int) -> bool:
    """Whether an escape stands in running text, not in a link, a string, code or a pattern."""
    before, behind = text[max(done, start - WINDOW) : start], text[end : end + WINDOW]
    last, follows = before[-1:], behind[:1]
    if last in _QUOTES and last == follows:
        return False
    if text[start] in "%=" and not text.startswith("=?", start):
        token = before[len(before.rstrip(_VISIBLE)) :]
        if token == before and done:  # it goes on where the last one ended
            return "://" not in token
        return not _LINK.search(_escaped_byte.sub("", token))
    if text[start] != "\\":
        return True
    before, behind = before.rpartition("\n")[2], behind.partition("\n")[0]
    if last in ("`", "\\", "-") or follows == "-":
        return False
    return not any(before.count(mark) % 2 and mark in behind for mark in _QUOTES)


def _is_printable(text: str) -> bool:
    return not _control.search(text)


def _from_entities(run: str, is_all: bool) -> str:
    codes = [int(m[1]) if m[1] else int(m[2], 16) for m in _entity.finditer(run)]
    if any(code > 0x10FFFF or 0xD800 <= code < 0xE000 for code in codes):
        return ""
    text = "".join(map(chr, codes))
    if is_all:
        return text if _is_printable(text) else ""
    return text if _is_chinese(text) and not text.isascii() else ""


def _from_units(run: str, is_all: bool) -> str:
    numbers = [int(unit, 16) for unit in re.findall(r"u([0-9a-fA-F]{4})", run)]
    data = b"".join(number.to_bytes(2, "big") for number in numbers)
    try:
        text = data.decode("utf-16-be")
    except UnicodeDecodeError:
        return ""
    if is_all:
        return text if _is_printable(text) else ""
    return text if _is_chinese(text) and not text.isascii() else ""


def _from_bytes(run: str, is_all: bool, sign: str) -> str:
    unescaped = re.sub(
        sign + "([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), _soft_break.sub("", run)
    )
    if is_all and unescaped.isascii():
        return unescaped
    return _decoded(unescaped.encode("latin-1"), is_all)


def _decoded(data: bytes, is_all: bool) -> str:
    """The Chinese that bytes are, in UTF-8 or else the more plausible of GBK and Big5.

    Args:
        data: the bytes.
        is_all: whether signs alone are enough.
    """
    readings: list[str] = []
    valid = False
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_chinese = _is_printable(text) if is_all else _is_chinese(text) and _has_han(text)
        if encoding == "utf-8":
            valid = True
            if is_chinese:
                return text
        elif is_chinese and (is_all or len(text) > 1 or not valid):
            readings.append(text)
    if not readings:
        return ""
    from cntextfix.lexicon.character_model import load

    best = min(readings, key=load().bits)
    return best if is_all or load().bits(best) < PLAUSIBLE * len(best) else ""


PLAUSIBLE = 14.0
"""Bits a character that a reading as GBK or Big5 may cost: short Chinese costs 5 to 12."""


def _from_words(run: str, is_all: bool) -> str:  # noqa: ARG001
    from base64 import b64decode
    from quopri import decodestring

    parts: list[tuple[str, bytes]] = []
    for charset, kind, body in _word.findall(run):
        try:
            data = (
                b64decode(body, validate=True)
                if kind in "Bb"
                else decodestring(body.replace("_", " ").encode())
            )
        except ValueError:
            return ""
        name = charset.lower()
        if parts and parts[-1][0] == name:  # a character may be cut in two
            parts[-1] = (name, parts[-1][1] + data)
        else:
            parts.append((name, data))
    try:
        text = "".join(data.decode(_SUPERSETS.get(name, name)) for name, data in parts)
    except (UnicodeDecodeError, LookupError):
        return ""
    return text if _has_han(text) and _is_printable(text) else ""


_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def _from_hz(run: str, is_all: bool) -> str:
    try:
        text = run.encode().decode("hz")
    except UnicodeDecodeError:
        return ""
    if not _is_chinese(text) or not (is_all or _has_han(text)):
        return ""
    from cntextfix.lexicon.character_model import load

    return text if is_all or load().bits(text) < PLAUSIBLE * len(text) else ""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A way to write characters as escapes.

    Args:
        note: its name.
        sign: what gives it away.
        pattern: a run of such escapes.
        each: the same in a text that is escaped as a whole.
        reading: what a run stands for; the second argument says whether the whole text is escaped.
    """

    note: str
    sign: str
    pattern: re.Pattern[str]
    each: re.Pattern[str]
    reading: Callable[[str, bool], str]


_KINDS = (
    _Kind("numeric entities", "&", _entities, _entities, _from_entities),
    _Kind("UTF-16 escapes", "\\u", _units, _units, _from_units),
    _Kind("UTF-16 escapes", "%u", _percent_units, _percent_units, _from_units),
    _Kind("percent-encoded", "%", _percents, _each_percent, partial(_from_bytes, sign="%")),
    _Kind("RFC 2047", "=?", _words, _words, _from_words),
    _Kind("quoted-printable", "=", _quoteds, _each_quoted, partial(_from_bytes, sign="=")),
    _Kind("HZ", "~{", _hz, _hz, _from_hz),
)


REPAIR = Repair(
    name="escapes",
    summary="characters left as escapes: &#20013; \\u4e2d %E4%B8%AD =D6=D0 =?gb2312?B?…?= ~{VP~}",
    stage="repair",
    find=_find,
    examples=(
        ("&#20013;&#22269;&#x4e2d;&#x56fd;", "中国中国"),
        ("&amp;#32321;&amp;#39636;113年", "繁體113年"),
        ("标题：\\u4e2d\\u56fd", "标题：中国"),
        ("%E4%B8%AD%E5%9B%BD%E8%B4%A2%E7%BB%8F", "中国财经"),
        ("=?gb2312?B?s8LMzszOIFRhb3RhbyBDaGVu?=", "陈涛涛 Taotao Chen"),
        ('{"name": "\\u4e2d\\u56fd"}', '{"name": "\\u4e2d\\u56fd"}'),
        ("http://example.cn/%E4%B8%AD%E5%9B%BD", "http://example.cn/%E4%B8%AD%E5%9B%BD"),
    ),
)
