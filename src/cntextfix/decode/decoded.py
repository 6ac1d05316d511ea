"""What decoding gives: the text, the encoding, how it is known, and the bytes that fit nowhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Decoded", "Evidence"]

Evidence = Literal[
    "ascii", "bom", "utf-8", "escape", "argument", "declared", "model", "charset-normalizer"
]
"""How an encoding is known.

``ascii``: there is no other byte; ``bom``: a byte order mark; ``utf-8``: every byte is valid
UTF-8; ``escape``: the escape sequences of HZ or ISO-2022; ``argument`` and ``declared``: it was
said, and the bytes agree; ``model``: the most plausible text; ``charset-normalizer``: the text is
not Chinese and that package was asked.
"""

_ESCAPED = re.compile("[\udc80-\udcff]")
# A truncated UTF-8 sequence is one lost character, as Unicode recommends (3.9, best practice for
# U+FFFD) and as Python's own "replace" has it.
_ESCAPED_UTF8 = re.compile(
    "[\udcc2-\udcdf]"
    "|\udce0[\udca0-\udcbf]?|[\udce1-\udcec\udcee\udcef][\udc80-\udcbf]?|\udced[\udc80-\udc9f]?"
    "|\udcf0(?:[\udc90-\udcbf][\udc80-\udcbf]?)?|[\udcf1-\udcf3](?:[\udc80-\udcbf]{1,2})?"
    "|\udcf4(?:[\udc80-\udc8f][\udc80-\udcbf]?)?"
    "|[\udc80-\udcff]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""The text of some bytes.

    Args:
        text: the text; U+FFFD stands for bytes that are no character.
        encoding: the codec, under Python's lower-case name where Python has it.
        evidence: how the encoding is known.
        undecodable: how many U+FFFD were put for bytes.
        margin: by how many bits the text is more plausible than the best other reading; None
            where no readings were compared.
        mixed: other encodings that pieces of the text are in, as where two pages were glued
            together.
        escaped: the text with every bad byte as U+DC00 + byte, as Python's "surrogateescape"
            writes it; the text itself where no byte is bad.

    >>> page = Decoded.of("中\udcff国", "gb18030", "model")
    >>> page.text, page.undecodable, list(page.skipped)
    ('中\ufffd国', 1, [(1, b'\xff')])
    """

    text: str
    encoding: str
    evidence: Evidence
    undecodable: int = 0
    margin: float | None = None
    mixed: tuple[str, ...] = ()
    escaped: str = field(default="", repr=False)

    @classmethod
    def of(
        cls,
        escaped: str,
        encoding: str,
        evidence: Evidence,
        margin: float | None = None,
        mixed: tuple[str, ...] = (),
    ) -> "Decoded":
        """The result for a text whose bad bytes are escaped."""
        text, undecodable = _bad(encoding).subn("\ufffd", escaped)
        return cls(text, encoding, evidence, undecodable, margin, mixed, escaped)

    @classmethod
    def whole(
        cls, text: str, encoding: str, evidence: Evidence, margin: float | None = None
    ) -> "Decoded":
        """The result for a text without a bad byte."""
        return cls(text, encoding, evidence, 0, margin, (), text)

    @property
    def skipped(self) -> Iterator[tuple[int, bytes]]:
        """The bytes that U+FFFD stands for, each group with its place in `text`."""
        removed = 0
        for match in _bad(self.encoding).finditer(self.escaped):
            yield match.start() - removed, match[0].encode("ascii", "surrogateescape")
            removed += len(match[0]) - 1


def _bad(encoding: str) -> re.Pattern[str]:
    return _ESCAPED_UTF8 if encoding == "utf-8" else _ESCAPED
