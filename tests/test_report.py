"""The report shows every line and every change, and nothing in a page can break out of it."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix import Change, Edit, clean
from cntextfix.render.spans import spans
from cntextfix.render.style import visible

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
NEVER = {"script", "img", "a", "iframe", "object", "link", "form"}


class Reader(HTMLParser):
    """The texts of the report's lines, its marked changes and the elements it uses."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.hints: list[str] = []
        self.elements: set[str] = set()
        self._in_line = False
        self.feed(markup.partition("<main>")[2].partition("</main>")[0])
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        if tag == "p":
            self._in_line = True
            self.lines.append("")
        if tag == "ins":
            self.hints.append(dict(attrs)["title"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_line = self._in_line and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._in_line:
            self.lines[-1] += data


def shown(text: str) -> str:
    return visible(text, keep="\t\xa0\u2002\u2003\u3000")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_every_line_of_a_page_is_shown(path: Path) -> None:
    page = clean(path.read_bytes())
    assert Reader(page.to_html(path.name)).lines == [shown(block.text) for block in page.blocks]


def test_a_change_is_shown_where_it_was_made() -> None:
    page = clean("檢察履職實(shí)績(jī)?yōu)辄h分憂，為民解難。")
    hints = Reader(page.to_html()).hints
    assert any(hint.startswith("injected_pinyin: (shí) → ∅ (certain") for hint in hints)
    assert any(hint.startswith("injected_pinyin: ?yōu)辄h → 為黨 (certain") for hint in hints)
    assert any(hint.startswith("script: ") for hint in hints)


def test_what_a_page_holds_does_not_become_markup() -> None:
    page = clean(
        "来源：</style><script>alert(1)</script>\n<img src=x onerror=alert(1)>正文。", form="text"
    )
    written = page.to_html('"><script>alert(2)</script>')
    assert "<script" not in written
    assert "<img" not in written


@given(st.text())
def test_any_text_gives_a_report(text: str) -> None:
    page = clean(text, form="text")
    reader = Reader(page.to_html())
    assert [" ".join(line.split()) for line in reader.lines] == [
        " ".join(shown(block.text).split()) for block in page.blocks
    ]
    assert reader.elements <= {"div", "span", "p", "ins"}


@st.composite
def chains(draw: st.DrawFn) -> list[Change]:
    text = draw(st.text(alphabet="甲乙丙丁", max_size=20))
    changes: list[Change] = []
    for number in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
        edits = [
            Edit(start, end, draw(st.text(alphabet="天地人", max_size=3)))
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        changes.append(Change.of(str(number), text, edits))
        text = changes[-1].after
    return changes


@given(chains())
def test_spans_lie_in_the_text_and_hold_every_edit(changes: list[Change]) -> None:
    found = spans(changes)
    after = changes[-1].after if changes else ""
    assert all(0 <= span.start <= span.end <= len(after) for span in found)
    assert sorted(trace.new for span in found for trace in span.traces) == sorted(
        edit.new for change in changes for edit in change.edits
    )
    last = [edit for change in changes[-1:] for edit in change.edits]
    told = [span for span in found if span.traces[-1].repair == str(len(changes) - 1)]
    assert {after[span.start : span.end] for span in told} == {edit.new for edit in last}
