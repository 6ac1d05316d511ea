"""Rows of a table are cleaned whatever they hold; Arrow's batches keep their shape."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cntextfix import OptionError, SiteProfile
from cntextfix.adapters.rows import Row, clean_columns, clean_row, own_names
from cntextfix.corpus.arrow import sound
from cntextfix.corpus.record import facts
from cntextfix.document import Document

DAMAGED, CLEAN = "檢察機(jī)關(guān)的責(zé)任", "检察机关的责任"

# A profile that fails for one site: the only way to make `clean` raise is to put a fault into it.
POISON: Any = SiteProfile({"bad.example": 42})  # type: ignore[dict-item]
BAD = "http://bad.example/"


def test_a_row_is_cleaned() -> None:
    row = clean_row(DAMAGED, "http://good.example/")
    assert (row.text, row.error, row.raw) == (CLEAN, None, None)
    assert row.found is not None
    assert row.found["url"] == "http://good.example/"
    assert row.found["repairs"][0] == {"name": "injected_pinyin", "count": 3}


def test_bytes_are_decoded_and_bad_ones_are_data() -> None:
    row = clean_row("检察机关依法履职。".encode("gb18030") + b"\xff", encoding="no such encoding")
    assert row.text is not None
    assert row.text.startswith("检察机关依法履职。")
    assert row.error is None
    assert clean_row(memoryview(b"abc")).text == "abc"


def test_null_is_no_error() -> None:
    assert clean_row(None) == Row()


class Unshowable:
    def __repr__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("value", "url", "error", "raw"),
    [
        pytest.param(7, None, "TypeError: a row holds text or bytes, not int", b"7", id="int"),
        pytest.param(
            ["一"], None, "TypeError: a row holds text or bytes, not list", None, id="list"
        ),
        pytest.param(Unshowable(), None, "TypeError: a row holds", b"not even", id="unshowable"),
        pytest.param("长" * 2000, None, "ValueError: 2,000 characters", None, id="too long"),
        pytest.param(DAMAGED, BAD, "AttributeError: 'int' object", DAMAGED.encode(), id="raises"),
        pytest.param("\ud800", BAD, "AttributeError", b"\xed\xa0\x80", id="surrogate"),
        pytest.param(b"\xff", BAD, "AttributeError", b"\xff", id="bytes that raise"),
        pytest.param(KeyError("no column"), None, "KeyError: 'no column'", None, id="unread"),
    ],
)
def test_what_cannot_be_cleaned_says_why_and_is_kept(
    value: object, url: str | None, error: str, raw: bytes | None
) -> None:
    row = clean_row(value, url, longest=1000, options={"profile": POISON})
    assert (row.text, row.found) == (None, None)
    assert row.error is not None
    assert row.error.startswith(error)
    assert row.raw is not None
    assert raw is None or row.raw.startswith(raw)


def test_strings_can_be_written_as_utf8() -> None:
    assert clean_row("检\ud800察").text == "检\ufffd察"
    assert sound({"a": ["\udfff", 1, None]}) == {"a": ["\ufffd", 1, None]}


@given(st.one_of(st.text(), st.binary(), st.none(), st.integers(), st.lists(st.text())))
def test_no_row_raises(value: object) -> None:
    row = clean_row(value, value)
    if row.text is not None:
        row.text.encode()
        assert row.error is None
    else:
        assert (row.error is None) == (value is None)


def test_columns_keep_their_rows_and_the_others_are_untouched() -> None:
    columns = {
        "id": (1, 2, 3),
        "text": [DAMAGED, None, DAMAGED],
        "url": ["", BAD, BAD],
        "n": [0] * 3,
    }
    cleaned = clean_columns(columns, profile=POISON)
    assert cleaned["text"] == [CLEAN, None, None]
    assert [bool(error) for error in cleaned["error"]] == [False, False, True]
    assert cleaned["raw"] == [None, None, DAMAGED.encode()]
    assert {name: cleaned[name] for name in ("id", "url", "n")} == {
        name: columns[name] for name in ("id", "url", "n")
    }


def test_columns_of_other_names() -> None:
    assert clean_columns({"content": [DAMAGED]})["content"] == [CLEAN]
    assert clean_columns({"body": [DAMAGED], "text": [1]}, text="body")["body"] == [CLEAN]
    markup = clean_columns({"html": [f"<html><p>{DAMAGED}。"]})
    assert (markup["html"], markup["text"]) == ([f"<html><p>{DAMAGED}。"], [CLEAN + "。"])
    assert clean_columns({"id": [1, 2]})["error"] == ["KeyError: \"no column 'text'\""] * 2
    assert clean_columns({"text": []})["error"] == clean_columns({})["error"] == []


def test_no_column_of_the_input_is_taken() -> None:
    names = own_names(["html", "text", "error", "raw"], "html")
    assert names == ("cntextfix_text", "cntextfix", "cntextfix_error", "cntextfix_raw")
    again = clean_columns(clean_columns({"text": [DAMAGED]}))
    assert list(again) == ["text", "cntextfix", "error", "raw"]


def test_a_wrong_option_is_an_error_at_once() -> None:
    with pytest.raises(OptionError, match="klingon"):
        clean_columns({"text": [DAMAGED]}, script="klingon")
    with pytest.raises(TypeError, match="no option scirpt; there are form, strip, script"):
        clean_columns({"text": []}, scirpt="keep")


@pytest.fixture
def pa() -> Any:
    return pytest.importorskip("pyarrow")


def test_every_type_of_text_that_arrow_has(pa: Any) -> None:
    from cntextfix.adapters.arrow import clean_batch, clean_schema

    texts = [DAMAGED, None, "", DAMAGED]
    columns = [pa.array(texts, kind) for kind in (pa.string(), pa.large_string(), pa.string_view())]
    encoded = [text if text is None else text.encode("gb18030") for text in texts]
    kinds = (pa.binary(), pa.large_binary(), pa.binary_view())
    columns += [pa.array(encoded, kind) for kind in kinds]
    columns.append(columns[0].dictionary_encode())
    for column in columns:
        batch = pa.record_batch({"id": pa.array(range(4)), "text": column})
        cleaned = clean_batch(batch)
        cleaned.validate(full=True)
        assert cleaned.schema == clean_schema(batch.schema)
        assert cleaned.column("text").to_pylist() == [CLEAN, None, "", CLEAN]
        assert cleaned.column("id").equals(batch.column("id"))
        assert cleaned.column("error").null_count == 4


def test_a_string_that_is_no_utf8_costs_no_other_row(pa: Any) -> None:
    from cntextfix.adapters.arrow import clean_batch

    data = DAMAGED.encode() + b"\xff" + DAMAGED.encode()
    size = len(DAMAGED.encode())
    offsets = pa.array([0, size, size + 1, 2 * size + 1], pa.int32()).buffers()[1]
    column = pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(data)])
    cleaned = clean_batch(pa.record_batch({"text": column}))
    cleaned.validate(full=True)
    assert cleaned.column("text")[0].as_py() == cleaned.column("text")[2].as_py() == CLEAN
    assert cleaned.column("error").null_count == 3


def test_columns_without_text_are_errors_row_by_row(pa: Any) -> None:
    from cntextfix.adapters.arrow import clean_batch

    far = pa.array([2**62], pa.timestamp("s"))  # beyond what Python can say
    for column in (pa.array([1]), pa.array([["一"]]), far):
        cleaned = clean_batch(pa.record_batch({"text": column}))
        assert cleaned.column("text").null_count == 1
        assert cleaned.column("error")[0].as_py().startswith("TypeError")
    assert clean_batch(pa.record_batch({"text": pa.nulls(2)})).column("error").null_count == 2
    unnamed = clean_batch(pa.record_batch({"id": pa.array([1, 2])}))
    assert unnamed.column("error").to_pylist() == ["KeyError: \"no column 'text'\""] * 2


def test_tables_stay_tables_and_empty_ones_have_their_columns(pa: Any) -> None:
    from cntextfix.adapters.arrow import clean_batch

    table = pa.table({"text": [DAMAGED] * 3, "url": ["", BAD, ""]})
    cleaned = clean_batch(pa.concat_tables([table, table]), profile=POISON)
    assert cleaned.column("text").to_pylist() == [CLEAN, None, CLEAN] * 2
    assert cleaned.column("raw").to_pylist() == [None, DAMAGED.encode(), None] * 2
    empty = clean_batch(table.slice(0, 0))
    assert empty.schema == cleaned.schema
    assert empty.num_rows == 0


def test_arrow_s_columns_are_those_of_the_record(pa: Any) -> None:
    from cntextfix.adapters.arrow import clean_schema

    kind = clean_schema(pa.schema({"text": pa.string()})).field("cntextfix").type
    assert {field.name for field in kind} == facts(Document(), {}).keys()


def test_the_manual_names_every_engine_and_every_field() -> None:
    manual = (Path(__file__).parent.parent / "docs" / "adapters.md").read_text("utf-8")
    assert [name for name in facts(Document(), {}) if f"`{name}`" not in manual] == []
    project = (Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8")
    extras = re.findall(r"cntextfix\[(\w+)\]", manual)
    assert [extra for extra in extras if f"\n{extra} = [" not in project] == []
