r"""Re-synchronising decode: where bytes are lost or wrong, read on from the next character.

A GB or Big5 text whose one byte is missing is misread up to the next ASCII character, because
every following byte is paired with the wrong neighbour. Around a decoding error, and around a run
of characters that nobody writes, the cheapest path through the bytes is looked for instead
(Viterbi 1967): each byte may begin a character or be skipped.

>>> data = "检察机关依法履行职责".encode("gbk")
>>> data[1:].decode("gbk", "replace")
'觳旎�关依法履行职责'
>>> resynchronise(data[1:], "gb18030")[0] == "\udcec察机关依法履行职责"
True

Pages glued together from two encodings are read piece by piece in the same way.
"""

import re
from collections.abc import Iterator
from functools import cache

from cntextfix.decode.lattice import SKIP, character, cheapest
from cntextfix.decode.lenient import escaped, read, strict, tidy
from cntextfix.lexicon.character_model import NO_CONTEXT, fold, load

__all__ = ["resynchronise"]

GAIN = 6.0
"""Bits that another reading must save where the plain one has no error."""
PRIVATE_GAIN = 12.0
"""Bits more for each private-use character that would go: icons of web pages are such."""
MIXED_GAIN = 30.0
"""Bits that other encodings must save, besides what each switch costs."""
GARBLED = 9.5
"""Bits a character from which a region is tried in other encodings: Chinese costs 6 to 8."""
FAR_CHEAPER = 0.8
"""Share of the plain cost up to which another reading need not be fluent."""
FLUENT = 6.5
"""Bits a character up to which a region is read well, but for its bad bytes."""
RARE = 16.0
"""Bits without context from which a Han character is rare: 1 % of those in news and law are, and
60 to 75 % of those that misaligned bytes give."""
NEAR, AROUND = 10, 6
"""Characters between two suspicious ones of a region, and those taken in on both its sides."""
SEVERAL = 6
"""Suspicious characters up to which only a misaligned byte is thought of."""
BUDGET = 1 << 15
"""Bytes looked at in one text: garbage must stay cheap."""

_MULTIBYTE = ("gb18030", "big5hkscs", "utf-8")
_ESCAPE = re.compile("[\udc80-\udcff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_UTF8_HAN = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
_CERTAIN = re.compile("[\udc80-\udcff\ue000-\uf8ff@-~]")
# A byte below 0x30 is never part of a longer character, so pieces between such bytes stand alone.
_PIECE = re.compile(rb"[\x80-\xff][^\x00-\x2f]*[\x00-\x2f]?")


def resynchronise(data: bytes, encoding: str) -> tuple[str, tuple[str, ...], bool]:
    """Decode bytes, reading on sensibly behind bytes that are missing or wrong.

    Args:
        data: any bytes.
        encoding: the codec they are mostly in.

    Returns:
        The text, skipped bytes escaped as by `read`; the other encodings that pieces of it are
        in; and whether every byte was read.
    """
    if encoding not in _MULTIBYTE:
        return read(data, encoding), (), False
    text = strict(data, encoding)
    whole = text is not None
    patterns = [_suspicious(), _LETTER] if encoding != "utf-8" else []
    if text is None:
        text = read(data, encoding)
        patterns.append(_ESCAPE)
    flagged = sorted({line for pattern in patterns for line in _lines(text, pattern)})
    if not flagged:
        return text, (), whole
    work = _Work(encoding)
    byte_lines = data.split(b"\n")
    parts: list[str] = []
    done = 0
    for number, start, end in flagged:
        line = work.line(byte_lines[number])
        if line != text[start:end]:
            parts += text[done:start], line
            done = end
        if work.budget <= 0:
            break
    if not parts:
        return text, (), whole
    return "".join((*parts, text[done:])), tuple(sorted(work.others)), False


def _lines(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int]]:
    """The lines in which a pattern is found: number, start and end."""
    number = at = 0
    while match := pattern.search(text, at):
        number += text.count("\n", at, match.start())
        start = text.rfind("\n", at, match.start()) + 1 or at
        end = text.find("\n", match.start())
        yield number, start, end if end >= 0 else len(text)
        if end < 0:
            return
        at = end


@cache
def _rare() -> str:
    """The Han that are rare, as the content of a character class."""
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    alone = load().costs(NO_CONTEXT, NO_CONTEXT, fold(han))
    return "".join(char for char, cost in zip(han, alone, strict=True) if cost > RARE)


@cache
def _suspicious() -> re.Pattern[str]:
    """A private-use character, or three rare Han close together.

    The pattern begins with one plain class: so the search takes 4 ns a character, else 20.
    """
    rare, private = f"[{_rare()}]", "[\ue000-\uf8ff]"
    return re.compile(
        f"[\ue000-\uf8ff{_rare()}](?:(?<={private})|(?<={rare})(?:[^\n]?{rare}){{2}})"
    )


_LETTER = re.compile("[@-~](?<=[^\x00-\x7f][@-~])(?![ -~])")
"""A single ASCII character that may be the second byte of one, left over behind another."""


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(f"[\udc80-\udcff\ue000-\uf8ff{_rare()}]|{_LETTER.pattern}")


class _Work:
    """The regions of one text that are read anew.

    Args:
        encoding: the codec the text is mostly in.
    """

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.budget = BUDGET
        self.others: set[str] = set()

    def line(self, data: bytes) -> str:
        """Decode a line."""
        parts: list[str] = []
        done, context = 0, "\n\n"
        for match in _PIECE.finditer(data):
            ascii_ = data[done : match.start()].decode("ascii")
            context = fold((context + ascii_[-2:])[-2:])
            part = self._piece(match[0], context)
            parts += ascii_, part
            context = fold((context + part)[-2:])
            done = match.end()
        parts.append(data[done:].decode("ascii"))
        return "".join(parts)

    def _piece(self, data: bytes, context: str) -> str:
        """Decode the bytes between two that are surely aligned."""
        plain = escaped(data, self.encoding)
        parts: list[str] = []
        done = byte = 0
        for start, end in self._regions(plain):
            first = byte + self._size(plain[done:start])
            last = first + self._size(plain[start:end])
            if last - first > self.budget:
                break
            self.budget -= last - first
            parts.append(tidy(plain[done:start], self.encoding))
            before = fold((context + plain[:start])[-2:])
            parts.append(self._region(data[first:last], plain[start:end], before))
            done, byte = end, last
        parts.append(tidy(plain[done:], self.encoding))
        return "".join(parts)

    def _size(self, text: str) -> int:
        """How many bytes some text was read from."""
        return len(text.encode(self.encoding, "surrogateescape"))

    def _regions(self, plain: str) -> Iterator[tuple[int, int]]:
        """Where characters stand that an error may have made, and their surroundings."""
        start = end = -1
        marks, certain, done = 0, False, 0
        for match in (*filter(self._tells, _mark().finditer(plain)), None):
            at = match.start() if match else len(plain) + 2 * NEAR
            if start >= 0 and at > end + NEAR:
                if certain or (marks > 2 and 3 * marks > end - start):
                    start, done = max(done, start - AROUND), min(len(plain), end + AROUND)
                    yield start, done
                start = -1
            if start < 0:
                start, marks, certain = at, 0, False
            end, marks = at + 1, marks + 1
            certain = certain or bool(match and _CERTAIN.match(match[0]))

    def _tells(self, match: re.Match[str]) -> bool:
        """Whether a letter may be the second byte of a character that people write."""
        if match[0] > "\x7f":
            return True
        before = match.string[match.start() - 1].encode(self.encoding, "surrogateescape")
        char = character(before[-1:] + match[0].encode(), self.encoding)
        return char is not None and char[1] > "\u2fff" and not _mark().match(char[1])

    def _is_read_well(self, data: bytes, plain: str) -> bool:
        """Whether a few rare characters without an error are just that: names, terms."""
        marks = list(filter(self._tells, _mark().finditer(plain)))
        if len(marks) > SEVERAL or any(_CERTAIN.match(mark[0]) for mark in marks):
            return False
        core = plain[marks[0].start() : marks[-1].end()]
        if min(core) < "\x80" or _UTF8_HAN.search(data):
            return False
        later = read(core.encode(self.encoding)[1:-1], self.encoding)
        return load().bits(later) + SKIP > load().bits(core)

    def _region(self, data: bytes, plain: str, context: str) -> str:
        """The cheapest reading of some bytes."""
        good, bad = _ESCAPE.subn("", plain)
        if not bad and self._is_read_well(data, plain):
            return tidy(plain, self.encoding)
        plain = tidy(plain, self.encoding)
        line = context + fold(tidy(good, self.encoding))
        bits = sum(map(load().step, line, line[1:], line[2:]))
        if 0 < bad < 3 and bits < FLUENT * len(good):
            return plain
        cost, text = float("inf"), plain
        if self.encoding != "utf-8":
            cost, text, _ = cheapest(data, (self.encoding,), context)
        elif bad < 4:  # UTF-8 finds its way by itself
            return plain
        if cost > GARBLED * max(6, len(text)):
            names = (self.encoding, *(name for name in _MULTIBYTE if name != self.encoding))
            mixed_cost, mixed, used = cheapest(data, names, context)
            if mixed_cost < min(cost - MIXED_GAIN, GARBLED * len(mixed)):
                self.others |= used - {self.encoding}
                return mixed
        fluent = max(GARBLED * len(text) + SKIP, FAR_CHEAPER * bits)
        gain = GAIN + PRIVATE_GAIN * len(_PRIVATE.findall(plain))
        return plain if not bad and cost > min(bits - gain, fluent) else text
