r"""A unified diff from a page as it came to its clean text.

Lines are paired by what the Document knows, not by searching for what looks alike: of a page
where every line was repaired, each line still stands beside its own repair, and the time is
linear. Blank lines, indents and line ends are layout and count as no difference. Of a page that
came as markup, the old lines are those that were read from it.

>>> from cntextfix.document import Block, Document, Kind
>>> from cntextfix.edits import Change, Edit
>>> text = "首页\n检\u200b察院"
>>> change = Change.of("zero_width", text, [Edit(4, 5, "")])
>>> blocks = (Block(Kind.NAVIGATION, "首页", 1), Block(Kind.PARAGRAPH, "检察院", 2))
>>> page = Document(blocks=blocks, changes=(change,), repaired=change.after)
>>> print(unified(page, "a.txt").replace("\u200b", "·"))
--- a.txt
+++ a.txt (clean)
@@ -1,2 +1 @@
-首页
-检·察院
+检察院
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cntextfix.document import Document
from cntextfix.edits import READING
from cntextfix.render.explain import original_lines
from cntextfix.render.style import Style
from cntextfix.render.text import numbered_lines

__all__ = ["changes_text", "unified"]

_CONTEXT = 3
_COMPARED = 2000
"""Characters up to which two lines are compared one by one; the time grows with the square."""
_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line as it was and as it is; ``None`` where there is none."""

    old: str | None
    new: str | None

    @property
    def same(self) -> bool:
        if self.new is None:
            return self.old is not None and not self.old.strip()
        return self.old is not None and self.old.strip() == self.new.strip()

    @property
    def has_old(self) -> bool:
        return self.old is not None

    @property
    def has_new(self) -> bool:
        return self.new is not None or self.same


def changes_text(document: Document) -> bool:
    """Whether the clean text differs from the page as it came by more than layout.

    Args:
        document: the cleaned page.
    """
    return not all(pair.same for pair in _pairs(document))


def unified(document: Document, path: str, style: Style = _PLAIN) -> str:
    """The diff, without a newline at the end; empty where nothing but layout differs.

    Args:
        document: the cleaned page.
        path: how to name it.
        style: with colour, the characters that differ stand out within their lines.
    """
    pairs = list(_pairs(document))
    old_path = f"{path} (markup read)" if _reading(document) else path
    lines: list[str] = []
    shown, old_line, new_line = 0, 0, 0
    for start, end in _spans(pairs):
        old_line += sum(pair.has_old for pair in pairs[shown:start])
        new_line += sum(pair.has_new for pair in pairs[shown:start])
        olds = sum(pair.has_old for pair in pairs[start:end])
        news = sum(pair.has_new for pair in pairs[start:end])
        place = f"@@ -{_range(old_line, olds)} +{_range(new_line, news)} @@"
        lines += [style.name(place), *_hunk(pairs[start:end], style)]
        shown, old_line, new_line = end, old_line + olds, new_line + news
    if not lines:
        return ""
    return "\n".join([style.strong(f"--- {old_path}"), style.strong(f"+++ {path} (clean)"), *lines])


def _pairs(document: Document) -> Iterator[_Pair]:
    """Every old line in order, beside the new line that comes from it."""
    read = _reading(document)
    original = document.changes[read - 1].after if read else document.original
    old = original.split("\n")
    if old[-1] == "":
        old.pop()
    line_of = original_lines(document.changes[read:])
    done = 0  # old lines given so far
    for new, line in numbered_lines(document):
        number = line_of(line) if line else 0
        if done < number <= len(old):
            yield from (_Pair(skipped, None) for skipped in old[done : number - 1])
            yield _Pair(old[number - 1], new)
            done = number
        else:  # from a line that was given already, or out of order, or from a field alone
            yield _Pair(None, new)
    yield from (_Pair(skipped, None) for skipped in old[done:])


def _reading(document: Document) -> int:
    """How many changes there are up to the reading of markup; 0 where the page came as text."""
    names = [change.repair for change in document.changes]
    return names.index(READING) + 1 if READING in names else 0


def _spans(pairs: list[_Pair]) -> Iterator[tuple[int, int]]:
    """The stretches of pairs to show: what differs, with its context, joined where they touch."""
    start = end = -1
    for i, pair in enumerate(pairs):
        if pair.same:
            continue
        if start >= 0 and i - _CONTEXT > end:
            yield start, end
            start = -1
        if start < 0:
            start = max(i - _CONTEXT, 0)
        end = min(i + _CONTEXT + 1, len(pairs))
    if start >= 0:
        yield start, end


def _hunk(pairs: list[_Pair], style: Style) -> Iterator[str]:
    removed: list[str] = []
    added: list[str] = []
    for pair in pairs:
        old, new = pair.old, pair.new
        if pair.same:
            yield from removed + added
            removed, added = [], []
            yield f" {style.shown(old or '')}"
        elif old is not None and new is not None:
            # each repaired line beside its own, not all the old ones above all the new ones
            old, new = _marked(style.shown(old), style.shown(new), style)
            yield from [*removed, style.old(f"-{old}"), *added, style.new(f"+{new}")]
            removed, added = [], []
        elif old is not None:
            removed.append(style.old(f"-{style.shown(old)}"))
        elif new is not None:
            added.append(style.new(f"+{style.shown(new)}"))
    yield from removed + added


def _range(before: int, length: int) -> str:
    """Lines as a hunk names them: one is left out, and none stand behind the line before."""
    if length == 1:
        return str(before + 1)
    return f"{before + 1 if length else before},{length}"


def _marked(old: str, new: str, style: Style) -> tuple[str, str]:
    """Two lines with the characters in which they differ made to stand out."""
    if not style.colour or max(len(old), len(new)) > _COMPARED:
        return old, new
    from difflib import SequenceMatcher

    left: list[str] = []
    right: list[str] = []
    for tag, i, j, m, n in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            left.append(old[i:j])
            right.append(new[m:n])
        else:
            left.append(style.reverse(old[i:j]))
            right.append(style.reverse(new[m:n]))
    return "".join(left), "".join(right)
