"""The damage as mirror sites make it: byte-level insertions, then a decoder that trips over them.

A script turns a page to Traditional GBK and runs one replacement per key over the *bytes*:
``key`` becomes ``key(reading)``, also where the key's two bytes are the end of one character and
the start of the next. Another pass puts an invisible byte before some punctuation marks, just as
blindly. The decoder then reads pairs: a lead byte with an impossible trail becomes one "?" that
swallows both, and unassigned pairs become private-use characters that captures often lose.

>>> seen_after("績為黨", [("優", "yōu"), ("績", "jī")])  # 優 stands across 績 and 為
'績(jī)?yōu)辄h'
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from cntextfix.lexicon.gbk import gbk, is_lead, is_trail

__all__ = ["INVISIBLE", "Private", "decode", "inject", "mark", "seen_after"]

INVISIBLE = b"\x01"
"""Stands for the byte of the punctuation pass, which no capture shows."""

Private = Literal["dropped", "kept", "replaced", "split"]
"""What became of pairs that have no character; "split" is what Python's ``gbk`` makes of them with
``errors="replace"``: a sign for the first byte, and the second one opens the next pair."""


def inject(data: bytes, keys: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Put a note behind every occurrence of each key, one pass per key, blind to characters.

    Args:
        data: the text in GBK.
        keys: pairs of key and note, in pass order: a note put between two bytes hides them
            from every later pass.
    """
    for key, note in keys:
        data = data.replace(key, key + note)
    return data


def mark(data: bytes, marks: Iterable[bytes], chosen: Callable[[int], bool]) -> bytes:
    """Put the invisible byte before occurrences of punctuation marks, blind to characters.

    Args:
        data: the text in GBK.
        marks: the marks' byte pairs, in pass order.
        chosen: asked with 0, 1, 2 … for each occurrence met, whether it is hit.
    """
    count = 0
    for pair in marks:
        pieces = data.split(pair)
        joined = [pieces[0]]
        for piece in pieces[1:]:
            joined.append(INVISIBLE + pair if chosen(count) else pair)
            joined.append(piece)
            count += 1
        data = b"".join(joined)
    return data


def decode(data: bytes, *, lost: Literal["?", "\ufffd"] = "?", private: Private = "dropped") -> str:
    """Read bytes as the decoders of mirror sites do.

    Args:
        data: GBK with insertions.
        lost: "?" swallows the byte behind a broken lead byte as well; U+FFFD, as browsers
            write it, keeps that byte when it is ASCII.
        private: what becomes of pairs without a character; "replaced" writes `lost` for both bytes,
            "split" for the first one.

    Returns:
        The text, without the invisible bytes.
    """
    pieces: list[str] = []
    char = gbk().char
    i = 0
    while i < len(data):
        byte = data[i]
        if byte < 0x80:
            end = i + 1  # a run of ASCII in one piece
            while end < len(data) and data[end] < 0x80:
                end += 1
            pieces.append(data[i:end].decode("ascii"))
            i = end
        elif not is_lead(byte) or i + 1 == len(data):
            pieces.append(lost)
            i += 1
        elif is_trail(data[i + 1]):
            found = char[byte << 8 | data[i + 1]]
            pieces.append(found or _private(data[i : i + 2], lost, private))
            i += 1 if private == "split" and not found else 2
        else:
            pieces.append(lost)
            i += 2 if lost == "?" or data[i + 1] >= 0x80 else 1
    return "".join(pieces).replace(INVISIBLE.decode(), "")


def _private(pair: bytes, lost: str, private: Private) -> str:
    if private == "kept":
        return pair.decode("gb18030")
    return "" if private == "dropped" else lost


def seen_after(text: str, readings: Sequence[tuple[str, str]]) -> str:
    """The text as it is seen after one pass per (character, reading) and the usual decoder.

    >>> seen_after("因為他們覺得", [("驗", "yàn")])
    '因?yàn)樗麄冇X得'
    """
    keys = [(c.encode("gbk"), f"({reading})".encode("gbk")) for c, reading in readings]
    return decode(inject(text.encode("gbk"), keys))
