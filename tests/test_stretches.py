"""A long line is searched for garbled stretches in parts, and gives what it would as a whole."""

from hypothesis import given
from hypothesis import strategies as st

from cntextfix import fix_text
from cntextfix.repairs.chains.gate import gate
from cntextfix.repairs.chains.stretches import AROUND, HOT, stretches, stretches_at

SENTENCE = "会议强调，要认真学习贯彻会议精神，进一步做好各项工作，切实维护人民群众的合法权益。"
PIECES = st.sampled_from(
    [
        SENTENCE,
        SENTENCE * 3,
        "浣犲ソ锛",
        "鐢═G",
        "王喆、邓稼先",
        "钯铑铱",
        "ÖÐ",
        "的一是人",
        "魑魅魍魉",
    ]
)


@given(st.lists(PIECES, min_size=8, max_size=40).map("".join))
def test_parts_of_a_line_give_what_the_whole_line_gives(line: str) -> None:
    places = [found.start() for found in gate().finditer(line)]

    def holding(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [span for span in spans if any(span[0] <= place < span[1] for place in places)]

    whole = list(stretches(line, HOT))
    assert holding(list(stretches_at(line, HOT, places))) == holding(whole)
    assert all(start >= 0 and end <= len(line) and end - start > AROUND for start, end in whole)


def test_far_from_any_place_nothing_is_looked_at() -> None:
    line = SENTENCE * 20 + "浣犲ソ锛" + SENTENCE * 20
    assert len(list(stretches_at(line, HOT, [line.index("浣")]))) == 1
    assert list(stretches_at(line, HOT, [])) == []


def test_a_book_of_garbled_text_comes_back_and_stays() -> None:
    names = "".join(chr(code) for code in range(ord("一"), ord("一") + 400))
    book = "".join(f"第{i}章，{names[i : i + 2]}。{SENTENCE}\n" for i in range(1, 200))
    repaired = fix_text(book.encode().decode("gbk", "replace"))
    same = sum(map(str.__eq__, repaired, book))
    assert len(repaired) == len(book)
    assert same > 0.95 * len(book)
    assert fix_text(repaired) == repaired
