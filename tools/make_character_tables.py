"""Writes lexicon/lookalikes.tsv: characters that stand for another that looks the same.

Three kinds, each by a standard's own table:

* radicals: Kangxi and CJK radicals and the ideograph each is drawn as, the property
  Equivalent_Unified_Ideograph of the Unicode Character Database
  (https://www.unicode.org/Public/15.0.0/ucd/EquivalentUnifiedIdeograph.txt, Unicode licence;
  Debian's package unicode-data has it)
* compatibility: the compatibility ideographs, by their canonical decomposition in `unicodedata`
  (FA0E, FA0F, FA11 and nine more of the block have none: they are ideographs of their own)
* gbk: private-use characters that Windows gives for pairs of bytes which GB 18030 has since
  assigned. Rows of the private-use area follow rows of GBK, so their pairs follow by counting;
  Python's gb18030 codec knows what most pairs mean, and those it still leaves private are listed
  below as GB 18030-2022 has them (compare https://github.com/whatwg/encoding/issues/27 and 312)

    python tools/make_character_tables.py EquivalentUnifiedIdeograph.txt
    python tools/make_character_tables.py EquivalentUnifiedIdeograph.txt --check

With --check it exits 1 if the committed table is another one.
"""

import argparse
import sys
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/cntextfix/lexicon/lookalikes.tsv"

RADICALS = range(0x2E80, 0x2FD6)
COMPATIBILITY = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))

GBK_ROWS = (  # first pair, last pair, private-use character of the first
    ("A2E3", "A2E3", 0xE76C),
    ("A6D9", "A6DF", 0xE78D),
    ("A6EC", "A6ED", 0xE794),
    ("A6F3", "A6F3", 0xE796),
    ("A8BC", "A8BC", 0xE7C7),
    ("A8BF", "A8BF", 0xE7C8),
    ("A989", "A995", 0xE7E7),
    ("FE50", "FEA0", 0xE815),
)
GB_18030_2022 = """
    A6D9 FE10  A6DA FE12  A6DB FE11  A6DC FE13  A6DD FE14  A6DE FE15  A6DF FE16  A6EC FE17
    A6ED FE18  A6F3 FE19  A8BC 1E3F  A8BF 01F9  FE51 20087 FE52 20089 FE53 200CC FE59 9FB4
    FE61 9FB5  FE66 9FB6  FE67 9FB7  FE6C 215D7 FE6D 9FB8  FE76 2298F FE7E 9FB9  FE90 9FBA
    FE91 241FE FEA0 9FBB
"""


def radicals(unicode_data: Path) -> Iterator[tuple[int, str]]:
    """Radicals and the ideographs they are drawn as."""
    for line in unicode_data.read_text("utf-8").splitlines():
        fields = line.partition("#")[0].split(";")
        if len(fields) == 2:
            first, _, last = fields[0].strip().partition("..")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                if code in RADICALS:
                    yield code, chr(int(fields[1], 16))


def compatibility() -> Iterator[tuple[int, str]]:
    """Compatibility ideographs and what they decompose to."""
    for code in COMPATIBILITY:
        unified = unicodedata.normalize("NFC", chr(code))
        if unified != chr(code):
            yield code, unified


def gbk() -> Iterator[tuple[int, str]]:
    """Private-use characters of Windows' GBK and what their pairs of bytes mean."""
    listed = GB_18030_2022.split()
    stated = {
        int(pair, 16): chr(int(code, 16))
        for pair, code in zip(listed[::2], listed[1::2], strict=True)
    }
    for first, last, private in GBK_ROWS:
        pairs = range(int(first, 16), int(last, 16) + 1)
        for code, pair in enumerate((p for p in pairs if p & 0xFF != 0x7F), start=private):
            yield code, stated.get(pair) or pair.to_bytes(2, "big").decode("gb18030")


def rows(kind: str, characters: Iterator[tuple[int, str]]) -> Iterator[str]:
    """A row for each run of code points: kind, first code point, what they stand for."""
    run: tuple[tuple[int, str], ...]
    for _, group in groupby(enumerate(characters), key=lambda pair: pair[1][0] - pair[0]):
        run = tuple(pair for _, pair in group)
        yield f"{kind}\t{run[0][0]:04X}\t{''.join(char for _, char in run)}\n"


def table(unicode_data: Path) -> str:
    """The table as text."""
    head = (
        "# Made by tools/make_character_tables.py from the Unicode Character Database and\n"
        "# GB 18030. Kind, first code point, what it and those that follow stand for.\n"
    )
    kinds = {"radical": radicals(unicode_data), "compatibility": compatibility(), "gbk": gbk()}
    return head + "".join(
        row for kind, characters in kinds.items() for row in rows(kind, characters)
    )


def main() -> int:
    """Write or check the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("unicode_data", type=Path, metavar="EquivalentUnifiedIdeograph.txt")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    made = table(arguments.unicode_data)
    if not arguments.check:
        TARGET.write_text(made, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != made:
        print(f"{TARGET.name} is not what this tool makes: run it again", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
