"""Decoding in order of certainty: what can be nothing else, what was said, what is plausible."""

import re

from cntextfix.decode.decoded import Decoded, Evidence
from cntextfix.decode.lenient import read, strict
from cntextfix.decode.plausible import PRIOR, SINGLE_BYTE, rank
from cntextfix.decode.resync import resynchronise
from cntextfix.lexicon.character_model import load

__all__ = ["detect"]

DECLARED = 12.0
"""Bits for the encoding a page declares: pages declare wrongly, so a line of text outweighs it."""
SAID = 60.0
"""Bits for the encoding the caller names: a paragraph outweighs it."""

FOREIGN_SAMPLE, PRICED = 1 << 16, 1000
"""Bytes that charset-normalizer is given, and characters that are priced."""
_CHINESE_CODECS = ("gb18030", "gbk", "gb2312", "hz", "big5", "big5hkscs", "cp950")
SHORT, DOUBTFUL = 16, 120
"""Bytes below which valid UTF-8 is doubted: at all, and where it holds sequences of two bytes only
or the caller said otherwise."""
VALID = 4.0
"""Bits for each sequence of valid UTF-8 but the first: of the pairs of GBK a tenth are valid."""
_CUT_START = re.compile(rb"[\x80-\xbf]{1,3}")
_CUT_END = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,2}\Z")
_ESCAPES = (
    (b"\x1b$)A", "iso-2022-cn"),
    (b"\x1b$)G", "iso-2022-cn"),
    (b"\x1b$)C", "iso2022_kr"),
    (b"\x1b$", "iso2022_jp_2"),
)
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")


def detect(data: bytes, said: str | None, declaration: str | None) -> Decoded:
    """Decode bytes without a byte order mark.

    Args:
        data: any bytes.
        said: the codec the caller names.
        declaration: the codec the page declares.
    """
    if said is not None and (said not in PRIOR or said in SINGLE_BYTE):
        return Decoded.of(read(data, said), said, "argument")
    if data.isascii() and b"\0" not in data:
        return _ascii(data)
    doubtful = said not in (None, "utf-8") and len(data) < DOUBTFUL
    if b"\0" not in data and not doubtful and (page := _utf8(data)):
        return page
    bonus = {declaration: DECLARED} if declaration else {}
    if said:
        bonus[said] = SAID
    valid = strict(data, "utf-8")
    if valid and len(data) < DOUBTFUL:
        sequences = sum(char > "\x7f" for char in valid)
        bonus["utf-8"] = bonus.get("utf-8", 0.0) + VALID * (sequences - 1)
    verdict = rank(data, bonus, rarer=said is None)
    encoding = verdict.encoding
    evidence: Evidence = "model"
    if encoding == said:
        evidence = "argument"
    elif encoding == "utf-8" and valid is not None:
        evidence = "utf-8"
    elif encoding == declaration:
        evidence = "declared"
    elif encoding in SINGLE_BYTE:
        return _foreign(data, encoding, verdict.margin)
    text, mixed, whole = resynchronise(data, encoding)
    if whole:
        return Decoded.whole(text, encoding, evidence, verdict.margin)
    return Decoded.of(text, encoding, evidence, verdict.margin, mixed)


def _ascii(data: bytes) -> Decoded:
    if b"~{" in data and _HZ.search(data):
        return Decoded.of(read(data, "hz"), "hz", "escape")
    for mark, encoding in _ESCAPES:
        if mark in data:
            return Decoded.of(read(data, encoding), encoding, "escape")
    text = data.decode("ascii")
    return Decoded.whole(text, "ascii", "ascii")


def _utf8(data: bytes) -> Decoded | None:
    """The text of bytes that can be nothing but UTF-8, perhaps cut at both ends."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _cut_utf8(data)
    if len(data) < SHORT or (len(data) < DOUBTFUL and max(text) < "\u0800"):
        return None
    return Decoded.whole(text, "utf-8", "utf-8")


def _cut_utf8(data: bytes) -> Decoded | None:
    head = _CUT_START.match(data)
    start = head.end() if head else 0
    tail = _CUT_END.search(data, max(start, len(data) - 3))
    end = tail.start() if tail else len(data)
    try:
        text = data[start:end].decode()
    except UnicodeDecodeError:
        return None
    if end - start - len(text) < 40:  # twenty characters: no other encoding looks like that
        return None
    before, behind = (
        Decoded.of(piece.decode("ascii", "surrogateescape"), "utf-8", "utf-8")
        for piece in (data[:start], data[end:])
    )
    return Decoded(
        before.text + text + behind.text,
        "utf-8",
        "utf-8",
        before.undecodable + behind.undecodable,
        escaped=before.escaped + text + behind.escaped,
    )


def _foreign(data: bytes, guess: str, margin: float) -> Decoded:
    """Text that is not Chinese: charset-normalizer knows more single-byte encodings.

    It is believed where its reading is the more plausible one: of short French it often says
    that it is Czech.
    """
    from charset_normalizer import from_bytes

    sample = data[:FOREIGN_SAMPLE]
    found = from_bytes(sample, cp_exclusion=list(_CHINESE_CODECS)).best()
    encoding = found.encoding if found else guess
    if encoding != guess and _bits(read(sample, guess)) <= _bits(read(sample, encoding)):
        encoding = guess
    return Decoded.of(read(data, encoding), encoding, "charset-normalizer", margin)


def _bits(text: str) -> float:
    """What a sample of a text costs."""
    return load().bits(text[:PRICED])
