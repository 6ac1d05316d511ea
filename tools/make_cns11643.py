"""Writes lexicon/cns11643.bin: planes 1 and 2 of CNS 11643, the characters of EUC-TW.

The table is read out of the iconv of the GNU C library, which knows EUC-TW where Python does not.
A cell is kept where its character leads back to it: ``iconv -c`` puts neighbours into empty ones.

    python tools/make_cns11643.py            writes the table
    python tools/make_cns11643.py --check    exits 1 if the committed table is another one
"""

import argparse
import subprocess
import sys
from pathlib import Path

from cntextfix.lexicon.cns11643 import EMPTY

TARGET = Path(__file__).parents[1] / "src/cntextfix/lexicon/cns11643.bin"
PLANES = (b"", b"\x8e\xa2")
"""What stands before the two bytes of a character of planes 1 and 2 in EUC-TW."""


def table() -> bytes:
    """The file: for each plane 94 rows of 94 characters, in UTF-16."""
    cells = [bytes([row, cell]) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF)]
    characters: list[str] = []
    for prefix in PLANES:
        codes = [prefix + cell for cell in cells]
        there = _iconv(b"".join(code + b"\n" for code in codes), "EUC-TW", "UTF-8")
        found = there.decode("utf-8").split("\n")[:-1]
        single = [text if len(text) == 1 else EMPTY for text in found]
        back = _iconv("\n".join(single).encode("utf-8"), "UTF-8", "EUC-TW").split(b"\n")
        characters += [
            character if returned == code else EMPTY
            for character, returned, code in zip(single, back, codes, strict=True)
        ]
    return "".join(characters).encode("utf-16-le")


def _iconv(data: bytes, old: str, new: str) -> bytes:
    command = ["iconv", "-c", "-f", old, "-t", new]
    return subprocess.run(command, input=data, capture_output=True, check=False).stdout


def main() -> int:
    """Write or check the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        TARGET.write_bytes(table())
        return 0
    if TARGET.read_bytes() == table():
        return 0
    print(f"{TARGET.name} is not what this tool makes: run it again", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
