r"""CNS 11643, the character set of Taiwan behind EUC-TW and ISO-2022-CN: planes 1 and 2.

>>> character(1, b"\x44\x63"), character(2, b"\x21\x21")
('中', '乂')

The table is made by tools/make_cns11643.py. The two planes hold the characters of Big5; the rarer
ones of the higher planes are not known.
"""

from functools import cache
from pathlib import Path

__all__ = ["EMPTY", "character"]

EMPTY = "\uffff"
"""What stands in the table where no character is assigned."""
ROWS = CELLS = 94


def character(plane: int, code: bytes) -> str:
    """The character at a place.

    Args:
        plane: 1 or 2; others are empty.
        code: row and cell, each from 0x21, with or without the high bit.

    Returns:
        The character, or the empty string.
    """
    row, cell = (byte & 0x7F for byte in code)
    if not 1 <= plane <= 2 or not 0x21 <= row <= 0x7E or not 0x21 <= cell <= 0x7E:
        return ""
    found = _table()[((plane - 1) * ROWS + row - 0x21) * CELLS + cell - 0x21]
    return "" if found == EMPTY else found


@cache
def _table() -> str:
    return Path(__file__).with_name("cns11643.bin").read_bytes().decode("utf-16-le")
