r"""Which chain a garbled stretch went through, if any: the one that saves most bits.

>>> verdict = search("ÖÐ¹úÈËÃñ", "\n\n", "\n", frozenset())
>>> verdict.text, verdict.name, verdict.gain > 30
('中国人民', 'gbk → cp1252', True)
>>> search("Ñandú, señor", "\n\n", "\n", frozenset()) is None
True
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from cntextfix.lexicon.character_model import load
from cntextfix.repairs.chains.chain import LAYER, Chain, Steps, name_of
from cntextfix.repairs.chains.codecs import codec
from cntextfix.repairs.chains.fit import GAIN, PROVED, SEQUENCE, SLACK, fitting
from cntextfix.repairs.chains.lattice import LOST, PAIRS, SEEN, UNSEEN
from cntextfix.repairs.chains.reading import Piece, Reading, read
from cntextfix.repairs.chains.undamaged import undamaged

__all__ = ["LEAST_OF_PAIRS", "MARGIN", "PLAUSIBLE", "Verdict", "search"]

LAYERS = 3
"""Text read wrongly more often than this is not seen in the wild."""
GARBLED = 12.0
"""Bits a character from which a reading is tried for a chain of its own: Chinese costs 3 to 9."""
ANY = 11.0
"""Bits a character that a reading of pairs as other pairs may cost: anything can be read so. UTF-8
proves itself by its structure, and single bytes are not what Chinese is written in."""
PLAUSIBLE, MARGIN = 10.5, 14.0
"""The same for what was read anew, without its surroundings, and for all of it beyond that. Where
another chain was below, letters with accents come out as rare Han: 脙聞 for Ä."""
TRIED, DEEPER = 3, 2
"""Chains whose readings are searched for losses, the cheapest first, and readings that are searched
for another chain."""
PLAIN = 8.5
"""Bits a character at which a reading is beyond doubt, and no other chain is tried."""
LEAST_OF_PAIRS = 3
"""Han that pairs of bytes read as other pairs must give: two rare ones may be a name."""
SHORT = 24
"""Characters up to which a byte may be missing anywhere."""
_FOREIGN = re.compile("[\u00c0-\u052f\u3041-\u30ff\uac00-\ud7a3]")
_HAN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SEQUENCE_AS_TEXT = re.compile(SEQUENCE.pattern.decode("latin-1"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a stretch was.

    Args:
        text: the stretch repaired.
        steps: the chains that were undone, the last one first.
        pieces: what was read anew; empty where more than one chain was undone.
        guessed: whether a character with lost bytes was chosen among several.
        bits: what the text costs, the chains included.
        gain: bits saved.
        left: whether so much was lost that the stretch had better stay as it is.
    """

    text: str
    steps: Steps
    pieces: tuple[Piece, ...]
    guessed: bool
    bits: float
    gain: float
    left: bool = False

    @property
    def name(self) -> str:
        """The chains, as notes call them."""
        return name_of(self.steps)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What is searched.

    Args:
        text: the stretch.
        context: the two characters before it.
        behind: up to two characters behind it.
        seen: chains found elsewhere.
        layer: chains undone to get the text, and one.
        bits: what it costs as it stands.
        kept: whether the decoder kept private-use characters elsewhere.
        hurried: whether dropped bytes are not looked for.
    """

    text: str
    context: str
    behind: str
    seen: frozenset[Chain]
    layer: int
    bits: float
    kept: bool
    hurried: bool


def search(
    text: str,
    context: str,
    behind: str,
    seen: frozenset[Chain],
    layer: int = 1,
    *,
    kept: bool = False,
    hurried: bool = False,
) -> Verdict | None:
    """The chain that explains a stretch best.

    Args:
        text: the stretch, with a few characters on either side that may stay.
        context: the two characters before it.
        behind: up to two characters behind it.
        seen: chains that were found elsewhere in the text.
        layer: how many chains were undone to get this text, and one.
        kept: whether the decoder kept private-use characters elsewhere in the text.
        hurried: whether only the likeliest chain is tried, and dropped bytes are not looked for.

    Returns:
        The verdict, ``None`` where the stretch is more plausible as it stands.
    """
    before = undamaged(text, context, behind)
    stretch = _Stretch(text, context, behind, seen, layer, before, kept, hurried)
    best: Verdict | None = None
    garbled: list[tuple[tuple[bool, float], Chain, Reading]] = []
    tried = 1 if hurried or layer > 1 else TRIED
    for _, chain in sorted(fitting(text, before, seen), key=itemgetter(0))[:tried]:
        for reading in _readings(stretch, chain):
            verdict = _judged(stretch, chain, reading)
            if verdict and (best is None or verdict.bits < best.bits):
                best = verdict
            if layer < LAYERS and _is_garbled(stretch, reading):
                garbled.append((_doubt(chain, reading), chain, reading))
        if best is not None and best.bits < PLAIN * len(best.text) and LOST not in best.text:
            return best
    for _, chain, reading in sorted(garbled, key=itemgetter(0))[: 1 if hurried else DEEPER]:
        verdict = _below(stretch, chain, reading)
        if verdict and (best is None or verdict.bits < best.bits):
            best = verdict
    return best


def _readings(stretch: _Stretch, chain: Chain) -> Iterator[Reading]:
    """The readings of a stretch: with marks for what is lost, and with bytes dropped."""
    text, context, behind = stretch.text, stretch.context, stretch.behind
    whole = _strict(stretch, chain)
    if whole is not None:
        yield whole
        return
    prices = SEEN if chain in stretch.seen else UNSEEN
    if chain.right != "utf-8":
        prices = PAIRS
    reading = read(text, chain, context, behind=behind, prices=prices, kept=stretch.kept)
    if reading.pieces:
        yield reading
    drops = _breaks(reading, len(text))
    if drops and not stretch.hurried:
        reading = read(text, chain, context, drops, behind=behind, prices=prices, kept=stretch.kept)
        if reading.pieces:
            yield reading


def _strict(stretch: _Stretch, chain: Chain) -> Reading | None:
    """The reading of a stretch whose every single byte above 7F belongs to a UTF-8 sequence."""
    codes = codec(chain.wrong)
    if chain.right != "utf-8" or codes.wide:
        return None
    text = stretch.text
    as_bytes = "".join(chr(codes.bytes_of.get(char, b"*")[0]) for char in text)
    if max(_SEQUENCE_AS_TEXT.sub("", as_bytes), default="") >= "\x80":
        return None
    pieces = tuple(
        Piece(*match.span(), (match.group().encode("latin-1").decode("utf-8", "replace"),))
        for match in _SEQUENCE_AS_TEXT.finditer(as_bytes)
    )
    parts: list[str] = []
    done = 0
    for piece in pieces:
        parts += [text[done : piece.start], *piece.slots]
        done = piece.end
    new = "".join([*parts, text[done:]])
    context = stretch.context
    return Reading(load().bits(context + new + stretch.behind) - load().bits(context), new, pieces)


def _breaks(reading: Reading, length: int) -> frozenset[int]:
    """Where something may have been dropped: around what cannot be read."""
    if not reading.pieces:
        return frozenset(range(length + 1)) if length <= SHORT else frozenset()
    found: set[int] = set()
    done = 0
    for piece in reading.pieces:
        if LOST in piece.slots:
            found.update(range(piece.start - 4, piece.end + 3))
        if piece.start > done:
            found.update(range(done - 4, piece.start + 4))
        done = piece.end
    if done < length:
        found.update(range(done - 4, length + 1))
    return frozenset(found)


def _judged(stretch: _Stretch, chain: Chain, reading: Reading) -> Verdict | None:
    """The verdict that a reading leads to."""
    known = chain in stretch.seen
    bits = reading.bits + (0.0 if known else chain.prior)
    gain = stretch.bits - bits
    if reading.text == stretch.text or gain < GAIN:
        return None
    least = 1 if known else LEAST_OF_PAIRS if chain.of_pairs else 2
    if not _is_plausible(stretch.text, chain, reading, least):
        return None
    guessed = _is_guessed(reading)
    left = chain.of_big5 and not _is_marked(stretch.text, reading)
    return Verdict(reading.text, (chain,), reading.pieces, guessed, bits, gain, left)


def _is_guessed(reading: Reading) -> bool:
    """Whether a character with lost bytes was chosen among several."""
    return any(len(chars) > 1 for piece in reading.pieces for chars in piece.slots)


def _is_garbled(stretch: _Stretch, reading: Reading) -> bool:
    """Whether a reading looks as if another chain were below."""
    covered = sum(piece.end - piece.start for piece in reading.pieces)
    return reading.bits > GARBLED * len(reading.text) and 3 * covered > len(stretch.text)


def _doubt(chain: Chain, reading: Reading) -> tuple[bool, float]:
    """The less, the likelier another chain below: what is UTF-8 throughout is so by no chance."""
    return chain.right != "utf-8" or LOST in reading.text, reading.bits


def _below(stretch: _Stretch, chain: Chain, reading: Reading) -> Verdict | None:
    """The verdict where another chain is below the first."""
    below = search(
        reading.text,
        stretch.context,
        stretch.behind,
        stretch.seen,
        stretch.layer + 1,
        hurried=stretch.hurried,
    )
    if below is None:
        return None
    bits = below.bits + LAYER
    steps = (chain, *below.steps)
    guessed = below.guessed or _is_guessed(reading)
    return Verdict(below.text, steps, (), guessed, bits, stretch.bits - bits, below.left)


def _is_marked(text: str, reading: Reading) -> bool:
    """Whether U+FFFD stands where something was lost, and nothing else does."""
    return all(
        LOST in text[piece.start : piece.end] and "?" not in text[piece.start : piece.end]
        for piece in reading.pieces
        if any(len(chars) > 1 or chars == LOST for chars in piece.slots)
    )


def _is_plausible(text: str, chain: Chain, reading: Reading, least: int) -> bool:
    """Whether a reading looks like text, and gives so many Han at least."""
    chars = [slots for piece in reading.pieces for slots in piece.slots]
    lost = chars.count(LOST)
    read_anew = "".join(slots[0] for slots in chars)
    if len(_HAN.findall(read_anew)) < least or 2 * lost > len(chars):
        return False
    if chain.right != "utf-8":  # nothing but its characters speaks for it: most must be known
        known = sum(len(slots) == 1 and bool(_HAN.match(slots)) for slots in chars)
        guessed = sum(len(slots) > 1 for slots in chars)
        if known < max(least, 2 * guessed):
            return False
        if load().bits(read_anew) > PLAUSIBLE * len(read_anew) + MARGIN:
            return False
    if chain.in_a_row and not re.search(f"[\u3400-\u9fff]{{{chain.in_a_row}}}", read_anew):
        return False
    length = len(reading.text)
    proved = chain.right == "utf-8" or not codec(chain.wrong).wide
    if reading.bits > length * (PROVED if proved else ANY) + SLACK:
        return False
    done = 0
    kept = ""
    for piece in reading.pieces:
        kept += text[done : piece.start]
        done = piece.end
    return 4 * len(_FOREIGN.findall(kept + text[done:])) <= len(chars) - lost
