"""The proof of a repair: the chain is run forward, and must give what was seen.

>>> chain = Chain("utf-8", "gbk", 0.0)
>>> replays("中国", "涓?浗", chain), replays("中围", "涓?浗", chain)
(True, False)
"""

from cntextfix.repairs.chains.candidates import encode
from cntextfix.repairs.chains.chain import Chain
from cntextfix.repairs.chains.codecs import Codec, codec

__all__ = ["replays"]

_MARKS = "?\ufffd"


def replays(text: str, seen: str, chain: Chain, behind: str = "") -> bool:
    """Whether some decoder reads a text, written in the right encoding, as what was seen.

    Args:
        text: the repaired text.
        seen: the damaged one.
        chain: the chain between them.
        behind: what stands behind both; a torn pair may need it.
    """
    parts = [encode(chain.right, char) for char in text]
    if None in parts:
        return False
    data = b"".join(part for part in parts if part)
    after = codec(chain.wrong).encoded(behind[:1]) or b""
    return _matches(data, after, seen, codec(chain.wrong))


def _matches(data: bytes, after: bytes, seen: str, codes: Codec) -> bool:
    """Every way a decoder may go through the bytes, at once."""
    whole = data + after[:1]
    reached: list[set[int]] = [set() for _ in range(len(data) + 3)]
    reached[0].add(0)
    for at in range(len(data)):
        for place in reached[at]:
            for size, out in _outcomes(whole, at, codes):
                if out == "mark":
                    if seen[place : place + 1] and seen[place] in _MARKS:
                        reached[at + size].add(place + 1)
                elif out == " " and seen.startswith(" ", place):
                    reached[at + size].add(place + 1)
                elif seen.startswith(out, place) or _same(out, seen[place : place + 1], codes):
                    reached[at + size].add(place + len(out))
    return len(seen) in reached[len(data)]


def _same(out: str, char: str, codes: Codec) -> bool:
    """Whether two characters are versions of one pair."""
    return bool(out and char) and codes.bytes_of.get(char) == codes.bytes_of.get(out)


def _outcomes(data: bytes, at: int, codes: Codec) -> list[tuple[int, str]]:
    """What a decoder may make of the bytes at a place: how many it takes, and what it writes."""
    byte = data[at]
    if not codes.is_lead(byte):
        char = codes.chars.get(byte, "")
        found = [(1, char)] if char else []
        if byte in codes.alone or (byte == 0x80 and codes.wide):
            found += [(1, "mark"), (1, "")]
        if byte == 0xA0 and not codes.wide:
            found.append((1, " "))
        return found
    second = data[at + 1] if at + 1 < len(data) else 0
    char = codes.chars.get(byte << 8 | second, "") if second >= 0x40 else ""
    found = [(2, char)] if char else []
    if second < 0x40 or second in codes.holes[byte]:
        found += [(1, "mark"), (1, "")]
        if second in codes.holes[byte]:
            found += [(2, "mark"), (2, "")]
        elif at + 1 < len(data):
            found.append((2, "mark"))  # careless decoders take a sign of ASCII for the second byte
    return found
