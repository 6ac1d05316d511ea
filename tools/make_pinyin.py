"""Writes lexicon/readings.tsv: the reading of every Traditional-only character of GBK.

Readings are the first ones of pypinyin (MIT licence, mozillazg/python-pinyin): all 148 characters
that were counted on injected pages carry just that reading. Traditional-only means that
opencc-python-reimplemented's TSCharacters.txt (Apache 2.0) gives other characters only.

    pip install pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
    python tools/make_pinyin.py            writes the table
    python tools/make_pinyin.py --check    exits 1 if the committed table is another one
"""

import argparse
import sys
from collections import defaultdict
from importlib.metadata import files
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/cntextfix/lexicon/readings.tsv"


def table() -> str:
    """The table as text: a reading and its characters a line."""
    from pypinyin.constants import PINYIN_DICT

    dictionary = next(
        file
        for file in files("opencc-python-reimplemented") or []
        if file.name == "TSCharacters.txt"
    )
    by_reading: dict[str, list[str]] = defaultdict(list)
    for line in dictionary.read_text("utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        if traditional in simplified.split():
            continue
        try:
            pair = traditional.encode("gbk")
        except UnicodeEncodeError:
            continue
        readings = PINYIN_DICT.get(ord(traditional), "")
        if len(pair) == 2 and readings:
            by_reading[readings.split(",")[0]].append(traditional)
    lines = [
        f"{reading}\t{''.join(sorted(chars))}" for reading, chars in sorted(by_reading.items())
    ]
    return "# Made by tools/make_pinyin.py from pypinyin and TSCharacters.txt.\n" + "".join(
        line + "\n" for line in lines
    )


def main() -> int:
    """Write or check the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        TARGET.write_text(table(), encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == table():
        return 0
    print(f"{TARGET.name} is not what this tool makes: run it again", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
