"""Lines whose marks are restored many at a time come out as each by itself would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix.repairs._marks import widen
from cntextfix.repairs._plain import widened

PIECES = st.sampled_from(
    [
        *",:;!?()\"'*“”、。《》，：；（）_`[]{}<>&/=\\#+-. \t\n\u3000\u2028①",
        *("中国", "会议", "一", "十", "GDP", "a", "x", "3", "000", "7,999", "10:30", "1:2", "²"),
        *("http://a.cn/b?c=1,2", "www.a.cn", ":)", ":smile:", "!important", "::", "f(x)", "，好"),
        *(
            "한국어",
            "あ",
            "(一)",
            "(中文)",
            "(GDP)",
            "(1)",
            "; ",
            ", A",
            "\r\n",
            "[文](x)",
            "真的???",
        ),
    ]
)
LINES = st.lists(PIECES, max_size=14).map("".join)


@given(st.lists(LINES, max_size=5).map("\n".join))
def test_many_lines_at_once_are_restored_as_one_by_one(text: str) -> None:
    assert widened(text) == "".join(map(widen, text.splitlines(keepends=True)))


@pytest.mark.parametrize(
    ("line", "restored"),
    [
        ("(一)加强领导,(二)落实责任。", "（一）加强领导，（二）落实责任。"),
        ("(全文另发)会议于10:30开始,有7,999人。", "（全文另发）会议于10:30开始，有7,999人。"),
        ("电话: 010,见www.a.cn,中!important", "电话: 010，见www.a.cn，中!important"),
        ("真好:)(中)", "真好:)（中）"),
        ("あ,い(う)", "あ,い(う)"),
    ],
)
def test_a_line_among_others(line: str, restored: str) -> None:
    assert widened(f"党组认为,好。\n{line}\n") == f"党组认为，好。\n{restored}\n"
