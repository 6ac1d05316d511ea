"""Full-width punctuation restored where something flattened it to ASCII.

    党组认为,巡视整改要“抓实”(见附件)。  ->  党组认为，巡视整改要“抓实”（见附件）。

Unicode's NFKC, ftfy's defaults and many a tokenizer turn ，：；！？（） into ``,:;!?()``. What
was full-width follows from the context (see `_marks`); whether a document was flattened at
all follows from lines that could not have been set that way.

**The gate.** Under ``punctuation="auto"`` a line is evidence when it has the 。 or 、 of Chinese
typesetting, which flattening leaves alone, and yet ASCII commas or semicolons glued between
Han, with hardly a full-width mark among them; its weight is their number. Two such marks open
the gate. In a document that has next to no full-width commas every line is then restored, in a
mixed one only the lines that are evidence themselves.

**Why it is stable.** Evidence is a sum over lines, of which none takes away: a gate that stayed
closed for a document stays closed for any part of it. And restoring leaves no evidence behind,
because a mark counts only where restoring would change it: behind an open gate there is
nothing left to open it again. So lines may be dropped from the result, and a second pass over
what remains changes nothing. With ``"fullwidth"`` each line is restored on its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from cntextfix.repairs._contexts import ASCII_MARKS, HAN
from cntextfix.repairs._marks import widen
from cntextfix.repairs._quotes import CHINESE_QUOTES, curled
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

ENOUGH = 2
"""Marks of evidence that open the gate.

Of 1,729 correct documents of news, law and manuals one has as many, in paragraphs that did lose
their full-width marks; of the 1,560 of them that flattening changes 1,432 then have as many.
Measured with ``benchmarks/punctuation.py``, as docs/punctuation.md tells.
"""

_any_mark = re.compile(f"[{re.escape(ASCII_MARKS)}\"']")
_glued = re.compile(f"[,;](?<=[{HAN}”》].)(?=[{HAN}“《])")
_wide_point = re.compile("[，；：！？]")
_wide_comma = re.compile("[，；]")

_page = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_markup = re.compile(r"<(?:(!--)|(script|style)\b|/?[A-Za-z!?])[^<>]*>?", re.IGNORECASE)
_end = {
    "!--": re.compile("-->"),
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
}


def _find(text: str, context: Context) -> str:
    if context.punctuation == "keep":
        return text
    if context.punctuation == "fullwidth":
        return _restored(text, _set_fullwidth) if _any_mark.search(text) else text
    if not _glued.search(text) or not _is_flattened(text):
        return text
    if 4 * len(_wide_comma.findall(text)) > len(_glued.findall(text)):
        return _restored(text, lambda line: widen(line) if _evidence(line) else line)
    if CHINESE_QUOTES.search(text):
        return _restored(text, widen)
    return _restored(text, _set_fullwidth)


def _restored(text: str, restore: Callable[[str], str]) -> str:
    return "".join([restore(part) if is_text else part for part, is_text in _parts(text)])


def _set_fullwidth(line: str) -> str:
    return curled(widen(line))


def _is_flattened(text: str) -> bool:
    weight = 0
    for part, is_text in _parts(text):
        if is_text:
            weight += _evidence(part)
            if weight >= ENOUGH:
                return True
    return False


def _evidence(line: str) -> int:
    """How many marks of a line show that it was flattened."""
    if "。" not in line and "、" not in line:
        return 0
    glued = [match.start() for match in _glued.finditer(line)]
    if not glued or 9 * len(_wide_point.findall(line)) > len(glued):
        return 0
    restored = widen(line)
    return sum(restored[here] != line[here] for here in glued)


def _parts(text: str) -> Iterable[tuple[str, bool]]:
    """The lines of a text, line ends included; of a page, markup and the lines between."""
    if not _is_page(text):
        return [(line, True) for line in text.splitlines(keepends=True)]
    parts: list[tuple[str, bool]] = []
    done = 0
    for start, end in _markup_spans(text):
        parts += [(line, True) for line in text[done:start].splitlines(keepends=True)]
        parts.append((text[start:end], False))
        done = end
    parts += [(line, True) for line in text[done:].splitlines(keepends=True)]
    return parts


def _is_page(text: str) -> bool:
    """Whether a text is HTML, not one, such as Markdown, that has a tag here and there."""
    return "</" in text and (text.lstrip().startswith("<") or bool(_page.search(text)))


def _markup_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each tag, comment, script and style sheet of a page."""
    done = 0
    while match := _markup.search(text, done):
        done = match.end()
        element = match[1] or match[2]
        if element:
            end = _end[element.lower()].search(text, match.end(match.lastindex or 0))
            done = end.end() if end else len(text)  # what never ends takes the rest with it
        yield match.start(), done


REPAIR = Repair(
    name="punctuation",
    summary="full-width punctuation restored where it was flattened to ASCII",
    stage="normalise",
    find=_find,
    examples=(
        (
            "党组认为,巡视整改要“抓实”(见附件);跟踪问效,不走过场。",
            "党组认为，巡视整改要“抓实”（见附件）；跟踪问效，不走过场。",
        ),
        (
            "国内生产总值(GDP)增长3.5%,达到3,000亿元;会议于10:30开始,比例为1:2,详见http://a.cn/?b=1,2。",
            "国内生产总值（GDP）增长3.5%，达到3,000亿元；会议于10:30开始，比例为1:2，详见http://a.cn/?b=1,2。",
        ),
        (
            '他说:"好,我去。"她问:"真的,现在就走?"',
            "他说：“好，我去。”她问：“真的，现在就走？”",
        ),
        ("姓名,性别,籍贯\n张三,男,北京", "姓名,性别,籍贯\n张三,男,北京"),
    ),
)
