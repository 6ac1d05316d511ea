"""The text of a page, told from its markup: just enough to leave the markup alone."""

import re
from collections.abc import Iterator

__all__ = ["is_page", "parts"]

_page = re.compile(r"<(?:!doctype\s+html|html|body)[\s>]", re.IGNORECASE)
_markup = re.compile(r"<(?:(!--)|(script|style)\b|/?[A-Za-z!?])[^<>]*>?", re.IGNORECASE)
_end = {
    "!--": re.compile("-->"),
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
}


def parts(text: str) -> list[tuple[str, bool]]:
    """The lines of a text, line ends included; of a page, markup and the lines between."""
    if not is_page(text):
        return [(line, True) for line in text.splitlines(keepends=True)]
    found: list[tuple[str, bool]] = []
    done = 0
    for start, end in _markup_spans(text):
        found += [(line, True) for line in text[done:start].splitlines(keepends=True)]
        found.append((text[start:end], False))
        done = end
    found += [(line, True) for line in text[done:].splitlines(keepends=True)]
    return found


def is_page(text: str) -> bool:
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
