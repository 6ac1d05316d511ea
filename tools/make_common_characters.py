"""Writes lexicon/common_characters.txt: the commonest characters of Simplified Chinese.

    pip install jieba==0.42.1
    python tools/make_common_characters.py            writes the file
    python tools/make_common_characters.py --check    exits 1 if the committed file is another one

Source: the word counts of jieba's dictionary (MIT licence, Copyright 2013 Sun Junyi), summed for
every character. Only the order of the characters goes into the file.
"""

import argparse
import sys
from collections import Counter
from importlib.metadata import files, version
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/cntextfix/lexicon/common_characters.txt"
JIEBA = "0.42.1"
KEPT = 1500
"""How many are kept. The next one stands for 0.8 of 10,000 characters of running text."""


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    if version("jieba") != JIEBA:
        print(f"jieba {version('jieba')} is installed; the file is made from {JIEBA}")
        return 2
    made = commonest() + "\n"
    if check:
        return int(TARGET.read_text("utf-8") != made)
    TARGET.write_text(made, "utf-8")
    return 0


def commonest() -> str:
    """The commonest characters, the commonest first."""
    (dictionary,) = (f for f in files("jieba") or () if str(f) == "jieba/dict.txt")
    counts: Counter[str] = Counter()
    for line in Path(str(dictionary.locate())).read_text("utf-8").splitlines():
        word, count, _ = line.split(" ")
        for character in word:
            counts[character] += int(count)
    ordered = sorted(counts, key=lambda c: (-counts[c], c))
    return "".join(ordered[:KEPT])


if __name__ == "__main__":
    sys.exit(main())
