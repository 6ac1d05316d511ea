"""UTF-8 that was read as a Western single-byte encoding.

    GÃ¶del -> Gödel, 张三Â·李四 -> 张三·李四, åˆ›å»ºæ–‡ä»¶ -> 创建文件

The only door to ftfy (https://ftfy.readthedocs.io), which tells such text from text that only
looks odd. Where it says that a line is damaged, every sequence in it that is UTF-8 is read
again, each for itself, so that each edit is proved by reading the result wrongly once more.
ftfy is asked for nothing else: its other fixers flatten full-width letters and punctuation,
straighten quotation marks and normalise, all of which harms Chinese.

Such text holds U+0085, NBSP and soft hyphens as pieces of characters, so this repair comes
before any that touches blanks or invisible characters, and a line ends at a line feed only.
"""

import re
from collections.abc import Iterator
from functools import cache

from cntextfix.edits import Edit, apply
from cntextfix.lexicon.uncommon import uncommon
from cntextfix.repairs import mojibake
from cntextfix.repairs._shown import Examples
from cntextfix.repairs.repair import Context, Repair, run

__all__ = ["REPAIR"]

_ENCODINGS = ("latin-1", "cp1252", "cp1250")
_SLOPPY = ("latin-1", "sloppy-windows-1252", "sloppy-windows-1250")  # ftfy's, without gaps
_first_letter = re.compile("[\u00c2-\u0170]")  # what C2 to F4 are in any of them
_LAYERS = 3  # text read wrongly more often than this is not seen in the wild


def _find(text: str, context: Context) -> Iterator[Edit]:
    edits = [*_sequences(text)]
    # Below may lie another chain, too short to be seen from here: then all of it stays.
    if not edits:
        return
    below = run(mojibake.REPAIR, apply(text, edits), context)
    if below is None or below.after == below.before:
        yield from edits


def _sequences(text: str) -> Iterator[Edit]:
    if not _first_letter.search(uncommon(text)):
        return
    suspect, sequences = _patterns()
    if not suspect.search(text):
        return
    garbled = sum(map(len, sequences.findall(text)))
    examples = Examples(text, garbled)
    done = 0
    while hit := suspect.search(text, done):
        start = text.rfind("\n", done, hit.start()) + 1 or done
        end = text.find("\n", hit.end())
        done = len(text) if end < 0 else end
        line = text[start:done]
        if examples.holds(*hit.span()):
            continue
        # A no-break space at an end is no part of a sequence; "\u00c3\u00a0" may be one.
        if sequences.search(line) and (_is_mojibake(line) or _is_mojibake(line.strip("\xa0"))):
            yield from _reread(line, start)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first two bytes of a UTF-8 sequence, read wrongly; and a run of whole sequences."""

    def misread(first: int, last: int) -> str:
        every = bytes(range(first, last))
        seen = {char for encoding in _ENCODINGS for char in every.decode(encoding, "ignore")}
        seen.discard("×")  # would begin Hebrew, and stands for names left out: 某××”
        return f"[{re.escape(''.join(sorted(seen)))}]"

    two, three, four = misread(0xC2, 0xE0), misread(0xE0, 0xF0), misread(0xF0, 0xF5)
    more = misread(0x80, 0xC0)
    return (
        re.compile(misread(0xC2, 0xF5) + more),
        re.compile(f"(?:{two}{more}|{three}{more}{{2}}|{four}{more}{{3}})+"),
    )


def _reread(line: str, start: int) -> Iterator[Edit]:
    edits: list[Edit] = []
    parts: list[str] = []
    done = 0
    for match in _patterns()[1].finditer(line):
        text, encoding = _unwound(match.group())
        if encoding:
            note = f"UTF-8 read as {encoding.removeprefix('sloppy-')}"
            edits.append(Edit(start + match.start(), start + match.end(), text, "certain", note))
            parts += [line[done : match.start()], text]
            done = match.end()
    result = "".join([*parts, line[done:]])
    if _is_settled(result) and not _is_mostly_left(line, edits, start):
        yield from edits


def _is_mostly_left(line: str, edits: list[Edit], start: int) -> bool:
    """Whether most of the odd letters would stay: then the line is damaged in another way.

    GBK read as Latin-1 (ÖÐ¹úÈËÃñ) holds a pair here and there that passes for UTF-8.
    """
    taken = "".join([line[edit.start - start : edit.end - start] for edit in edits])
    odd = _odd_letters()
    return len(odd.findall(line)) - len(odd.findall(taken)) > len(taken)


@cache
def _odd_letters() -> re.Pattern[str]:
    return re.compile("[\u0080-\u009f\u00a1-\u017f\u2020-\u2022\u02c6\u02dc\u2122]")


def _is_settled(line: str) -> bool:
    """Whether a second pass would leave the line alone."""
    found = _patterns()[1].finditer(line)
    return not any(_unwound(match.group())[1] for match in found) or not _is_mojibake(line)


def _unwound(text: str) -> tuple[str, str]:
    """The text under the wrong readings, and the encoding of the innermost; empty if none."""
    chain = ""
    for layer in range(_LAYERS):
        if layer and not _is_mojibake(text):
            break
        for encoding in _SLOPPY:
            try:
                reading = text.encode(encoding).decode()
            except UnicodeError:
                continue
            if _plausible().fullmatch(reading):
                text, chain = reading, encoding
                break
        else:
            break
    return text, chain


@cache
def _plausible() -> re.Pattern[str]:
    """What a reading may give: letters of Europe, signs, East Asia.

    Bytes of GBK pass for UTF-8 of Syriac, Hebrew, rare Latin and the like (ÄÜµÄ, 能的), which
    Chinese pages have no use for.
    """
    return re.compile(
        "[\u00a0-\u017fƏəƠơƯư\u01cd-\u01dcǸǹȘșȚț\u0250-\u02ad\u02c6-\u02dd\u0300-\u036f"
        "\u0384-\u03a1\u03a3-\u052f\u1e00-\u1eff\u2000-\u27bf\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe00-\uffef"
        "\U0001f000-\U0003ffff]+"
    )


def _is_mojibake(line: str) -> bool:
    """Whether ftfy finds the line damaged."""
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=False,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=True,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        # Without it ftfy 6.3.1 does not hand the configuration on to the step used here.
        explain=True,
    )
    return fix_encoding_and_explain(line, config).text != line


REPAIR = Repair(
    name="latin_mojibake",
    summary="UTF-8 that was read as Latin-1 or Windows-1252",
    stage="repair",
    find=_find,
    examples=(
        ("GÃ¶del 的不完备定理", "Gödel 的不完备定理"),
        ("åˆ›å»ºæ–‡ä»¶", "创建文件"),
        ("“某××”，café”", "“某××”，café”"),
    ),
)
