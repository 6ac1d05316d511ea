"""Builds lexicon/character_model.bin, the character model, from public packages.

    python tools/build_character_model.py --debian DIR            writes the file
    python tools/build_character_model.py --debian DIR --check    exits 1 if it is another one

DIR holds the Debian packages; character_model_sources.py names every source with its version and
licence, and this tool says what is missing. Only counts of characters go into the file.

The estimate is a trigram with interpolation. From running text it takes discounted counts, those
of a bigram being the characters seen before it (modified Kneser-Ney: Chen and Goodman 1998); from
the words the trigrams inside them, as if they stood in a text of their frequencies. What is left
over goes to the bigram, and so on down. Entries that tell little beyond the shorter context are
pruned (relative entropy: Stolcke 1998).
"""

import argparse
import math
import struct
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from character_model_sources import check, running_text, word_frequencies

from cntextfix.lexicon.character_fold import CLASS_SIZE, unseen
from cntextfix.lexicon.character_tables import HEADER, MAGIC, STEP

TARGET = Path(__file__).parents[1] / "src/cntextfix/lexicon/character_model.bin"

SOURCE_WEIGHT = {"news": 4.0, "reviews": 0.5, "documentation": 0.5, "foreign": 1.0}
"""What a count from each kind of text is worth: most damaged pages are news and notices."""
FOREIGN = (
    "ああああああ、ああああああああ。ああああ",
    "가가가 가가 가가가가가 가가가, 가가가 가가.",
    "яяяяяя яя яяяяяяяя, яяя яяяяя.",
    "αααααα αα αααααααα, ααα ααααα.",
    "aaaaéa aa éa aaaaaéaa aéa aaa.",
    "aaa’a aa aaaa’aa “aaa aa” aaa — aa, aaa – aaaa… aaa—aaa aa ‘aaa’ aa.",
    "─────────────── ─ ─ ─ ── ──",
)
"""The shape of text in other scripts and of tables, which the sources hardly have: runs and their
ends."""
FOREIGN_LINES = 300
WORD_TEXT = 2e7
"""Words in the imagined text that the word lists stand for."""
WORD_WEIGHT = 0.2
"""What a count from that text is worth beside one from running text."""
WORD_FLOOR = 0.2
"""Occurrences of even the rarest word."""
DISCOUNTS = (0.85, 1.2, 1.45)
"""What is taken from counts of one, of two, and of more."""
UNSEEN_SHARE = 0.0005
"""Probability kept for characters by their kind."""
PRUNE_BIGRAMS = 3.0
PRUNE_TRIGRAMS = 9.0
"""Bits that an entry must save over the whole of the training text."""

Weights = Mapping[str, float]
Grams = Mapping[int, Mapping[str, float]]
"""Counts by n-gram, by length."""
Level = tuple[dict[str, float], dict[str, float]]
"""Probability by n-gram, and by context what is left for shorter contexts."""


def main() -> int:
    """Write or check the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--debian", type=Path, required=True, help="folder of Debian packages")
    parser.add_argument("--check", action="store_true", help="compare with the file")
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    missing = check(arguments.debian)
    if missing:
        parser.error("needed first:\n  " + "\n  ".join(missing))
    data = build(running_text(arguments.debian), word_frequencies())
    if not arguments.check:
        arguments.output.write_bytes(data)
        return 0
    if arguments.output.read_bytes() == data:
        return 0
    print(f"{arguments.output.name} is not what this tool makes: run it again", file=sys.stderr)
    return 1


def build(texts: Mapping[str, Iterable[str]], shares: Weights) -> bytes:
    """The bytes of the model file for folded lines by kind of text, and the shares of words."""
    foreign = [line for line in FOREIGN for _ in range(FOREIGN_LINES)]
    seen, kept = add_up({"foreign": foreign} | dict(texts))
    words = count_words(shares)
    first = unigrams(seen[1], words[1])
    second = interpolated(seen[2], kept[2], words[2], words[-1])
    third = interpolated(seen[3], kept[3], words[3], words[-2])
    return pack(first, *prune(first, second, third, seen, words))


# ---- counts


def add_up(texts: Mapping[str, Iterable[str]]) -> tuple[Grams, Grams]:
    """The weighted counts of all texts: as they are, and discounted."""
    seen: dict[int, dict[str, float]] = {n: defaultdict(float) for n in (1, 2, 3)}
    kept: dict[int, dict[str, float]] = {n: defaultdict(float) for n in (1, 2, 3)}
    for kind, lines in texts.items():
        weight = SOURCE_WEIGHT[kind]
        for n, table in count(lines).items():
            for gram, times in table.items():
                seen[n][gram] += weight * times
                kept[n][gram] += weight * (times - DISCOUNTS[min(times, len(DISCOUNTS)) - 1])
    return seen, kept


def count(lines: Iterable[str]) -> dict[int, Counter[str]]:
    """How often each character and triple stands in the lines, their ends included.

    Of a pair it is how many characters stand before it: so much can be told of it where the
    triple was never seen.
    """
    singles: Counter[str] = Counter()
    triples: Counter[str] = Counter()
    for line in lines:
        closed = f"\n\n{line}\n"
        singles.update(closed[2:])
        triples.update(map("".join, zip(closed, closed[1:], closed[2:], strict=False)))
    return {1: singles, 2: Counter(triple[1:] for triple in triples), 3: triples}


def count_words(shares: Weights) -> Grams:
    """The same inside words, in the text the words stand for.

    Returns:
        Counts by length; under -1 and -2 those of contexts, the ends of words included.
    """
    grams: dict[int, dict[str, float]] = {n: defaultdict(float) for n in (1, 2, 3, -1, -2)}
    for word, share in shares.items():
        weight = max(WORD_FLOOR, share * WORD_TEXT)
        for n, table in grams.items():
            for at in range(len(word) - abs(n) + 1):
                table[word[at : at + abs(n)]] += weight
    return grams


# ---- probabilities


def unigrams(text: Weights, words: Weights) -> dict[str, float]:
    """The probability of each symbol without context."""
    in_text, in_words = sum(text.values()), sum(words.values())
    found: dict[str, float] = {}
    for symbol in sorted(set(text) | set(words)):
        if _storable(symbol):
            seen = 0.7 * text.get(symbol, 0) / in_text + 0.3 * words.get(symbol, 0.0) / in_words
            found[symbol] = (1 - UNSEEN_SHARE) * seen + UNSEEN_SHARE * 2 ** -unseen(symbol)
    return found


def interpolated(seen: Weights, kept: Weights, words: Weights, contexts: Weights) -> Level:
    """The share of each n-gram in its context, and what is left for the shorter context."""
    total: dict[str, float] = defaultdict(float)
    for gram, times in seen.items():
        total[gram[:-1]] += times
    for context, times in contexts.items():
        total[context] += WORD_WEIGHT * times
    shares: dict[str, float] = {}
    for gram in sorted(set(kept) | set(words)):
        times = kept.get(gram, 0.0) + WORD_WEIGHT * words.get(gram, 0.0)
        if times > 0 and _storable(gram):
            shares[gram] = times / (total[gram[:-1]] + 0.5)
    return shares, _left(shares)


def _storable(gram: str) -> bool:
    return all(char <= "\uffff" and not "\ud800" <= char <= "\udfff" for char in gram)


def _left(shares: Weights) -> dict[str, float]:
    used: dict[str, float] = defaultdict(float)
    for gram, share in shares.items():
        used[gram[:-1]] += share
    return {context: max(1e-4, 1 - share) for context, share in used.items()}


def prune(
    first: Weights,
    second: Level,
    third: Level,
    text: Grams,
    words: Grams,
) -> tuple[dict[str, float], dict[str, float], dict[str, float], dict[str, float]]:
    """Drop the entries that tell little beyond the shorter context.

    Returns:
        Full probabilities by bigram, what is left by character, and the same for trigrams.
    """

    def weight(gram: str) -> float:
        n = len(gram)
        return text[n].get(gram, 0.0) + WORD_WEIGHT * words[n].get(gram, 0.0)

    def bigram(gram: str) -> float:
        return second[0].get(gram, 0.0) + second[1].get(gram[0], 1.0) * first[gram[1]]

    shares3: dict[str, float] = {}
    for gram, share in third[0].items():
        shorter = third[1][gram[:2]] * bigram(gram[1:])
        if weight(gram) * math.log2(1 + share / shorter) > PRUNE_TRIGRAMS:
            shares3[gram] = share
    left3 = _left(shares3)
    full3 = {g: s + left3[g[:2]] * bigram(g[1:]) for g, s in shares3.items()}
    shares2: dict[str, float] = {}
    for gram, share in second[0].items():
        shorter = second[1][gram[0]] * first[gram[1]]
        if gram in left3 or weight(gram) * math.log2(1 + share / shorter) > PRUNE_BIGRAMS:
            shares2[gram] = share
    left2 = _left(shares2)
    for gram in left3:
        shares2.setdefault(gram, 0.0)
    full2 = {g: s + left2.get(g[0], 1.0) * first[g[1]] for g, s in shares2.items()}
    return full2, left2, full3, left3


# ---- the file


def pack(first: Weights, second: Weights, left2: Weights, third: Weights, left3: Weights) -> bytes:
    """The model file: sections of characters, costs and counts, each in one piece."""
    symbols = sorted(first)
    pairs, triples = sorted(second), sorted(third)
    after: Counter[str] = Counter(gram[0] for gram in pairs)
    after_pair: Counter[str] = Counter(gram[:2] for gram in triples)
    return b"".join(
        (
            HEADER.pack(MAGIC, len(symbols), len(pairs), len(triples)),
            _text(symbols),
            _costs(symbols, first),
            _counts(after[symbol] for symbol in symbols),
            _costs_of(left2.get(symbol, 1.0) for symbol in symbols),
            _text(pairs),
            _costs(pairs, second),
            _costs_of(left3.get(pair, 1.0) for pair in pairs),
            _counts(after_pair[pair] for pair in pairs),
            _text(triples),
            _costs(triples, third),
        )
    )


def _text(grams: Iterable[str]) -> bytes:
    return "".join(gram[-1] for gram in grams).encode("utf-16-le")


def _counts(numbers: Iterable[int]) -> bytes:
    values = array("H", numbers)
    return struct.pack(f"<{len(values)}H", *values)


def _costs(grams: Iterable[str], probability: Weights) -> bytes:
    # a symbol that stands for a script: its members share the probability
    return _costs_of(probability[gram] / CLASS_SIZE.get(gram[-1], 1) for gram in grams)


def _costs_of(probabilities: Iterable[float]) -> bytes:
    return bytes(max(0, min(255, round(-math.log2(p) / STEP))) for p in probabilities)


if __name__ == "__main__":
    sys.exit(main())
