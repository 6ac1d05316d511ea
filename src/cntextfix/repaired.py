"""Runs the repairs over a text, and over a page: its markup, its lines, and its head.

>>> page = repair_page("<title>通知</title><p>檢察機(jī)關(guān)</p>", Context(), REPAIRS)
>>> page.changes[-1].after, [change.repair for change in page.changes]
('检察机关', ['injected_pinyin', 'html', 'script'])
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, chain, pairwise, repeat
from typing import get_args

from cntextfix.edits import READING, Change, Edit
from cntextfix.page import Head, Line, Page
from cntextfix.repairs import REPAIRS
from cntextfix.repairs.repair import Context, Repair, Stage, run

__all__ = ["RepairedPage", "repair_page", "repair_text"]


@dataclass(frozen=True, slots=True)
class RepairedPage:
    """A page whose lines and head were repaired.

    Args:
        changes: what leads from the markup to the repaired text of the lines.
        lines: what the markup knew of each of these lines.
        head: what the page says of itself.
    """

    changes: tuple[Change, ...]
    lines: Sequence[Line]
    head: Head


def repair_text(text: str, context: Context, repairs: Sequence[Repair]) -> tuple[Change, ...]:
    """What the repairs change in a text, and what they noticed and left.

    Args:
        text: the text.
        context: what they may know besides it.
        repairs: those to run; of `REPAIRS`, those that run when none are chosen.
    """
    groups = _default_groups() if repairs is REPAIRS else _groups(repairs)
    changes: list[Change] = []
    settled: dict[str, str | None] = {}
    for _ in range(_ROUNDS):
        before = text
        for group in groups:
            text, context = _settle(text, context, group, changes, settled)
        if text == before:
            break
    return tuple(changes)


@cache
def _default_groups() -> tuple[tuple[Repair, ...], ...]:
    return _groups(_chosen(REPAIRS))


def _groups(repairs: Sequence[Repair]) -> tuple[tuple[Repair, ...], ...]:
    """The repairs by stage."""
    return tuple(tuple(one for one in repairs if one.stage == stage) for stage in get_args(Stage))


_ROUNDS = 4
"""How often repairs are run: what one of them undoes may have hidden another's damage. Three rounds
undo what pages are known to hold, and one more finds that nothing is left."""


def _settle(
    text: str,
    context: Context,
    repairs: Sequence[Repair],
    changes: list[Change],
    settled: dict[str, str | None],
) -> tuple[str, Context]:
    """Run some repairs until they find nothing more.

    Args:
        text: the text.
        context: what they may know besides it.
        repairs: those to run.
        changes: what they did is added here; of what they noticed and left, that of their first
            look.
        settled: the text in which each repair that has run last found nothing to change; there it
            need not look again.

    Returns:
        The text behind them, and the context with the names of those that changed it.
    """
    for _ in range(_ROUNDS):
        before = text
        for repair in repairs:
            name = repair.name
            if name in settled and settled[name] == text:
                continue
            change = run(repair, text, context)
            if change is None:
                settled[name] = text
                continue
            is_changed = change.after != text
            if is_changed or name not in settled:
                changes.append(change)
            if is_changed:
                text = change.after
                context = replace(context, earlier=context.earlier | {name})
            settled[name] = None if is_changed else text
        if text == before:
            break
    return text, context


def repair_page(markup: str, context: Context, repairs: Sequence[Repair]) -> RepairedPage:
    """Read a page and repair what it shows and says of itself.

    Damage of bytes swallows the signs of markup, so it has to be undone before they are read.
    Its traces show in the lines, where few pages have any: those are read a second time.

    Args:
        markup: HTML, however broken.
        context: as for `repair_text`.
        repairs: as for `repair_text`.
    """
    page, changes = _read(markup, context, repairs)
    head = _repaired_head(page.head, changes, context, repairs)
    return RepairedPage(changes, _lines_of(page, changes), head)


def _read(
    markup: str, context: Context, repairs: Sequence[Repair]
) -> tuple[Page, tuple[Change, ...]]:
    """A page, and the changes that lead to the repaired text of its lines."""
    from cntextfix.read.html import read_html  # plain text never needs it

    page = read_html(markup)
    reading = Change.of(READING, markup, _reading(page, len(markup)))
    done = repair_text(reading.after, context, repairs)
    names = {change.repair for change in done if change.before != change.after}
    on_markup = [one for one in _chosen(repairs) if one.markup and one.name in names]
    first = _repair_markup(markup, context, on_markup)
    if not first:
        return page, (reading, *done)
    markup = first[-1].after
    page = read_html(markup)
    reading = Change.of(READING, markup, _reading(page, len(markup)))
    context = replace(context, earlier=frozenset(change.repair for change in first))
    return page, (*first, reading, *repair_text(reading.after, context, repairs))


def _repair_markup(markup: str, context: Context, repairs: Sequence[Repair]) -> tuple[Change, ...]:
    """What repairs change in markup; what they only notice is noticed again in the lines."""
    from cntextfix.read.scripts import without_scripts

    changes: list[Change] = []
    for repair in repairs:
        found = repair.find(without_scripts(markup), context)
        edits = [edit for edit in found if isinstance(edit, Edit) and edit.certainty != "left"]
        if edits:
            changes.append(Change.of(repair.name, markup, edits))
            markup = changes[-1].after
    return tuple(changes)


def _reading(page: Page, length: int) -> Iterator[Edit]:
    """The edits that turn a page's markup into its lines: each line's own markup into its text."""
    starts = list(accumulate(page.places, max))
    yield Edit(0, starts[0] if starts else length, "")
    breaks = chain(repeat("\n", len(starts) - 1), [""])
    for line, (start, end), end_of_line in zip(
        page.lines, pairwise([*starts, length]), breaks, strict=False
    ):
        yield Edit(start, end, line.text + end_of_line)


def _repaired_head(
    head: Head, changes: Sequence[Change], context: Context, repairs: Sequence[Repair]
) -> Head:
    """What a page says of itself, repaired as its lines were, so that the two can be compared.

    The head may be damaged where no line is. Only its script and its marks are left to what the
    lines show, or to what was asked for: keywords may well be in both scripts.
    """
    values = [head.title, *(value for _, value in (*head.meta, *head.linked))]
    before = "\n".join(values)
    names = {change.repair for change in changes if change.before != change.after} - {READING}
    by_lines = {
        "script": context.script in ("auto", "keep"),
        "punctuation": context.punctuation != "fullwidth",
    }
    chosen = [one for one in _chosen(repairs) if one.name in names or not by_lines.get(one.name)]
    done = repair_text(before, replace(context, earlier=context.earlier | names), chosen)
    if not done:
        return head
    lines = done[-1].after.split("\n")
    if len(lines) != len(values):
        return head
    of_meta = zip((name for name, _ in head.meta), lines[1:], strict=False)
    of_linked = zip((path for path, _ in head.linked), lines[1 + len(head.meta) :], strict=True)
    return replace(head, title=lines[0], meta=tuple(of_meta), linked=tuple(of_linked))


def _lines_of(page: Page, changes: tuple[Change, ...]) -> Sequence[Line]:
    """What the markup knew of each line, once the text of the lines has been repaired.

    A repair that brings back a line break makes two lines of one, and both are what the one was.
    """
    names = [change.repair for change in changes]
    after = changes[names.index(READING) + 1 :]
    moved = [change for change in after if change.before.count("\n") != change.after.count("\n")]
    if not moved:
        return page.lines
    from cntextfix.render.explain import original_lines

    line_of = original_lines(after)
    count = after[-1].after.count("\n") + 1
    return [page.lines[line_of(number) - 1] for number in range(1, count + 1)]


def _chosen(repairs: Sequence[Repair]) -> Sequence[Repair]:
    return [repair for repair in repairs if repair.default or repairs is not REPAIRS]
