"""Which characters a sequence of bytes may be, some of them lost.

>>> candidates("utf-8", "gbk", (0xE4, 0xB8, ONE))[:2]
'一不'
"""

from functools import cache, lru_cache
from itertools import islice

from cntextfix.lexicon.character_model import NO_CONTEXT, fold, load
from cntextfix.repairs.chains.codecs import codec

__all__ = [
    "FIRST",
    "ONE",
    "SECOND",
    "SPACE",
    "SWALLOWED",
    "UNKNOWN",
    "candidates",
    "encode",
    "known",
]

ONE, FIRST, SECOND = -1, -2, -3
"""Labels of a lost byte: lost by itself, and the first and second of a lost pair."""
SPACE = -4
SWALLOWED = -6
"""A sign of ASCII that was taken for the second byte of a pair."""
UNKNOWN = -5
"""A blank of single-byte text: a blank, or the byte A0 as a no-break space that was flattened."""

_RARE = 17.5
"""Bits without context from which a character is never guessed: 99.9 % of running text is below."""
_MOST = 96
"""Candidates for one place: with one UTF-8 byte lost there are 64 at most."""

_OPENS = frozenset(range(0xE2, 0xF0))
"""The first bytes of Chinese in UTF-8."""

Key = tuple[int, ...]


@lru_cache(maxsize=1 << 16)
def known(right: str, data: bytes) -> str:
    """The one character that bytes are in an encoding, empty where they are none."""
    if right == "utf-8":
        try:
            return data.decode()
        except UnicodeDecodeError:
            return ""
    return codec(right).chars.get(int.from_bytes(data, "big"), "")


@lru_cache(maxsize=1 << 16)
def encode(right: str, char: str) -> bytes | None:
    """The bytes of a character."""
    if right == "utf-8":
        return char.encode("utf-8", "surrogatepass")
    return codec(right).encoded(char)


@cache
def _commonest(right: str) -> tuple[tuple[str, bytes], ...]:
    """The characters that may be guessed, and their bytes, the commonest first."""
    pool = {*codec("gbk").bytes_of, *codec("big5").bytes_of}
    chars = sorted(char for char in pool if char > "\x7f" and not "\ue000" <= char <= "\uf8ff")
    costs = load().costs(NO_CONTEXT, NO_CONTEXT, fold("".join(chars)))
    ranked = sorted(zip(costs, chars, strict=True))
    found: list[tuple[str, bytes]] = []
    for cost, char in ranked:
        if cost > _RARE:
            break
        data = encode(right, char)
        if data is not None and len(data) > 1:
            found.append((char, data))
    return tuple(found)


@cache
def _index(right: str, mask: tuple[bool, ...]) -> dict[bytes, list[tuple[str, bytes]]]:
    """The characters by those of their bytes that are known."""
    index: dict[bytes, list[tuple[str, bytes]]] = {}
    for char, data in _commonest(right):
        if len(data) == len(mask):
            key = bytes(byte for byte, lost in zip(data, mask, strict=True) if not lost)
            index.setdefault(key, []).append((char, data))
    return index


@lru_cache(maxsize=1 << 14)
def candidates(right: str, wrong: str, key: Key, behind: int = UNKNOWN) -> str:
    """The characters that fit, the commonest first; those that the decoder would have read do not.

    Args:
        right: the encoding the text is in.
        wrong: the one it was read in.
        key: the bytes, or labels for lost ones.
        behind: the byte behind them, if it is known.
    """
    mask = tuple(label < 0 for label in key)
    data = bytes(label for label in key if label >= 0)
    fitting = (
        char
        for char, whole in _index(right, mask).get(data, ())
        if _is_lost(wrong, key, whole, behind)
    )
    return "".join(islice(fitting, _MOST))


def _is_lost(wrong: str, key: Key, data: bytes, behind: int) -> bool:
    """Whether a decoder really loses the bytes of a character that are said to be lost."""
    codes = codec(wrong)
    for at, label in enumerate(key):
        byte, last = data[at], at + 1 == len(key)
        if label == FIRST and last and behind == SWALLOWED:
            if not codes.is_lead(byte):
                return False
        elif label == FIRST:
            there = _OPENS if last else frozenset(data[at + 1 : at + 2])
            if not codes.is_lead(byte) or not there & codes.holes[byte]:
                return False
        elif label == ONE:
            if not _lost_alone(wrong, byte, behind if last else data[at + 1]):
                return False
        elif label == SPACE and byte not in (0x20, 0xA0):
            return False
    return True


def _lost_alone(wrong: str, byte: int, behind: int) -> bool:
    """Whether a decoder gives up on one byte, given the byte behind it."""
    codes = codec(wrong)
    if byte in codes.alone:
        return True
    if not codes.wide or not codes.is_lead(byte):
        return False
    return behind < 0x40 or behind in codes.holes[byte]
