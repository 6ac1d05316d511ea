"""How often text in other languages, tables and rare Han are taken for mojibake or escapes.

    python benchmarks/foreign_text.py [--seed N]

Nothing here is damaged, but for a few messages that really hold UTF-8 read as Latin-1:

* messages of the translations that are installed, alone, twenty at a time, and in a Chinese line
* words of the languages wordfreq knows, with punctuation thrown in between
* Han drawn from all of GBK, alone and between question marks
"""

import argparse
import gettext
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from cntextfix.repairs import REPAIRS, Context, run

CATALOGUES = Path("/usr/share/locale")
NAMES = ("escapes", "mojibake", "latin_mojibake")
CHINESE = frozenset(("zh_CN", "zh_TW", "zh_HK"))
MARKS = ("?", ")", "(", ",", ".", "!", '"', "'", "/", ":", "?)", '?"', "…", "–", "«", "»", "“", "”")


def messages(pick: random.Random) -> Iterator[tuple[str, str]]:
    """Translated messages that are not ASCII."""
    by_language: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.mo")):
        try:
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        except (OSError, ValueError, IndexError):
            continue
        texts = (text for key, text in catalogue.items() if key and isinstance(text, str))
        by_language[path.parts[-3]].update(text for text in texts if not text.isascii())
    for language, found in sorted(by_language.items()):
        texts_of = sorted(text for text in found if "\ufffd" not in text)
        pick.shuffle(texts_of)
        yield from (("message", text) for text in texts_of[:300])
        for at in range(0, min(len(texts_of), 400), 20):
            yield "twenty messages", "\n".join(texts_of[at : at + 20])
        if language not in CHINESE:
            for text in texts_of[:100]:
                inside = text[:60].replace("\n", " ")
                yield "message in a Chinese line", f"记者看到，{inside}，会议指出要落实"


def words(pick: random.Random) -> Iterator[tuple[str, str]]:
    """Words with punctuation between them."""
    from wordfreq import available_languages, top_n_list

    for language in sorted(set(available_languages("small")) - {"zh"}):
        every = top_n_list(language, 30_000, wordlist="small")
        accented = [word for word in every if not word.isascii()]
        for _ in range(300 if accented else 0):
            parts = []
            for _ in range(pick.choice((1, 1, 2, 2, 3, 4, 6, 9))):
                word = pick.choice(accented if pick.random() < 0.7 else every[:3000])
                word = pick.choice((str.upper, str.capitalize, str, str))(word)
                parts.append(word + (pick.choice(MARKS) if pick.random() < 0.3 else ""))
            text = pick.choice((" ", " ", "?", ", ", "")).join(parts)
            yield "words", text
            yield "words in a Chinese line", f"他说{text}。"


def rare(pick: random.Random) -> Iterator[tuple[str, str]]:
    """Han nobody put together."""
    every = [chr(code) for code in range(0x4E00, 0x9FA6)]
    pool = [char for char in every if len(char.encode("gbk", "ignore")) == 2]
    for _ in range(3000):
        chars = [pick.choice(pool) for _ in range(pick.choice((1, 2, 3, 4, 6, 8, 12)))]
        yield "random Han", "".join(chars)
        yield "random Han and question marks", "?".join(chars) + "?"
        yield "random Han as names", f"他姓{''.join(chars[:2])}，住在{''.join(chars[2:4])}县。"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    pick = random.Random(parser.parse_args(argv).seed)
    chosen = [repair for repair in REPAIRS if repair.name in NAMES]
    count: Counter[str] = Counter()
    changed: Counter[tuple[str, str]] = Counter()
    for make in (messages, words, rare):
        for kind, text in make(pick):
            count[kind] += 1
            for repair in chosen:
                change = run(repair, text, Context())
                changed[kind, repair.name] += change is not None and change.after != text
    print(f"| undamaged | items | {' | '.join(NAMES)} |")
    print("|---|---|" + "---|" * len(NAMES))
    for kind, items in count.items():
        cells = " | ".join(str(changed[kind, name]) for name in NAMES)
        print(f"| {kind} | {items} | {cells} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
