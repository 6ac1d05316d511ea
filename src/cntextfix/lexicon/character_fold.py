"""Characters as the character model sees them: one script, one width, and what the rare cost.

>>> fold("檢察官,2024年Ａか")
'检察官，0000年aあ'
"""

from collections.abc import Iterable
from functools import cache

from cntextfix.lexicon.opencc import characters

__all__ = ["CLASS_SIZE", "fold", "unseen"]

FULL_WIDTH = ",:;!?()"
"""ASCII marks that Chinese text has in full width; flattened pages have them in ASCII."""

CLASSES = (
    ("0", "0-9０-９"),
    ("a", "A-Za-zＡ-Ｚａ-ｚ"),
    ("é", "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"),
    ("α", "\u0370-\u03ff"),
    ("я", "\u0400-\u052f"),
    ("あ", "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe"),
    ("가", "\uac00-\ud7a3"),
    ("─", "\u2500-\u257f"),
    (" ", "\t\x0b\x0c\u00a0\u3000\u2000-\u200a"),
    ("\n", "\r\x85\u2028\u2029"),
)
"""Scripts that Chinese text quotes, and the lines of tables: one symbol stands for each."""

CLASS_SIZE = {"0": 10, "a": 26, "é": 20, "α": 22, "я": 23, "あ": 60, "가": 360, "─": 12}
"""How many characters share the probability of such a symbol, the rare ones counted less."""

# What a character costs that the counts never saw, by code point, first range that holds it.
_UNSEEN = (
    (0x00, 0x1F, 20.0),  # control characters: bytes read as something they are not
    (0x20, 0x7E, 14.0),
    (0x7F, 0x9F, 24.0),  # C1: the same, and never typed by anybody
    (0xA0, 0xFF, 15.0),
    (0x2010, 0x203B, 16.0),
    (0x3000, 0x303F, 16.0),
    (0x3400, 0x4DBF, 22.0),
    (0xD800, 0xDFFF, 25.0),
    (0xE000, 0xF8FF, 25.0),  # private use: a pair of bytes that means no character
    (0xFF00, 0xFF5E, 18.0),
    (0xFF61, 0xFF9F, 24.0),  # half-width katakana
    (0xFFFD, 0xFFFD, 22.0),
    (0x1F300, 0x1FAFF, 18.0),  # emoji
    (0x20000, 0x3347F, 24.0),
    (0xF0000, 0x10FFFF, 25.0),
)
_UNSEEN_OTHER = 18.0
_UNSEEN_GB2312, _UNSEEN_BIG5, _UNSEEN_HAN = 18.0, 19.5, 21.0


def fold(text: str) -> str:
    """Fold a text for the model: one script, one width, one symbol for a foreign script.

    Args:
        text: any text.

    Returns:
        A text of the same length.

    >>> fold("檢察官,2024年Ａか")
    '检察官，0000年aあ'
    """
    return text.translate(_fold_table())


@cache
def _fold_table() -> list[int]:
    table = list(range(0x10000))
    for old, new in characters("TSCharacters").items():
        if old <= "\uffff" and new <= "\uffff":
            table[ord(old)] = ord(new)
    for mark in range(0xFF01, 0xFF5F):
        table[mark] = mark - 0xFEE0
    for mark in map(ord, FULL_WIDTH):
        table[mark] = table[mark + 0xFEE0] = mark + 0xFEE0
    for symbol, ranges in CLASSES:
        for code in _codes(ranges):
            table[code] = ord(symbol)
    table[0xFF5E] = 0xFF5E  # ～ is a mark of its own; ASCII ~ is not the same
    return table


def _codes(ranges: str) -> Iterable[int]:
    at = 0
    while at < len(ranges):
        if ranges[at + 1 : at + 2] == "-":
            yield from range(ord(ranges[at]), ord(ranges[at + 2]) + 1)
            at += 3
        else:
            yield ord(ranges[at])
            at += 1


def unseen(character: str) -> float:
    r"""What a character costs that the counts never saw, in bits.

    Args:
        character: one folded character.

    >>> unseen("囧") < unseen("𠮷") < unseen("\ue000")
    True
    """
    code = ord(character)
    if 0x4E00 <= code <= 0x9FFF:
        for encoding, cost in (("gb2312", _UNSEEN_GB2312), ("big5", _UNSEEN_BIG5)):
            try:
                character.encode(encoding)
            except UnicodeEncodeError:
                continue
            return cost
        return _UNSEEN_HAN
    for first, last, cost in _UNSEEN:
        if first <= code <= last:
            return cost
    return _UNSEEN_OTHER
