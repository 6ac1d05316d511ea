"""A line of JSON keeps its bytes, and only its text is another."""

import json
import re
from typing import Any

import pytest
from corpus_faults import clean
from hypothesis import given
from hypothesis import strategies as st

from cntextfix.corpus import jsonl, record
from cntextfix.corpus.chunk import NoDocumentError, RefusedError
from cntextfix.corpus.jsonl import TEXT_FIELDS, Line, parse
from cntextfix.corpus.record import encode, facts, fast_json
from cntextfix.document import Document
from cntextfix.render.json import dumps

OWN = b'{"found":1}'


def without_fast_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if orjson were not installed."""
    monkeypatch.setattr(jsonl, "fast_json", lambda: None)
    monkeypatch.setattr(record, "fast_json", lambda: None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"text":"a"}', '{"text":"B","cntextfix":{"found":1}}'),
        (' { "n" : 1 , "text" : "a" } ', ' { "n" : 1 , "text" : "B" ,"cntextfix":{"found":1}}'),
        (
            '{"n":123456789012345678901234567890,"x":1.0e5,"y":NaN,"text":"a"}',
            '{"n":123456789012345678901234567890,"x":1.0e5,"y":NaN,"text":"B",'  # noqa: ISC004
            '"cntextfix":{"found":1}}',
        ),
        (
            r'{"s":"\ud800\/","text":"\u4e00"}',
            r'{"s":"\ud800\/","text":"B","cntextfix":{"found":1}}',
        ),
        (
            '{"a":{"text":"a"},"text":"a","b":["text"]}',
            '{"a":{"text":"a"},"text":"B","b":["text"],"cntextfix":{"found":1}}',
        ),
        (
            r'{"te\u0078t":"a","a":{"text":"a"}}',
            r'{"te\u0078t":"B","a":{"text":"a"},"cntextfix":{"found":1}}',
        ),
        ('{"text":"a","text":"b"}', '{"text":"a","text":"B","cntextfix":{"found":1}}'),
        (r'{"text":"a\\","b":"\""}', r'{"text":"B","b":"\"","cntextfix":{"found":1}}'),
        (
            r'{"b":"\"text\":","text":"\\\""}',
            r'{"b":"\"text\":","text":"B","cntextfix":{"found":1}}',
        ),
        ('{"b":"text","text":"a"}', '{"b":"text","text":"B","cntextfix":{"found":1}}'),
        ('{"html":"<p>a","id":1}', '{"text":"B","id":1,"cntextfix":{"found":1}}'),
        ('{"content":"a","html":7}', '{"content":"a","html":7}'),
        ('{"content":"a"}', '{"content":"B","cntextfix":{"found":1}}'),
        (
            '{"text":"a","cntextfix":{"old":[1]},"z":2}',
            '{"text":"B","cntextfix":{"found":1,"previous":{"old":[1]}},"z":2}',
        ),
        ("\ufeff" + '{"text":"a"}', '{"text":"B","cntextfix":{"found":1}}'),
    ],
)
def test_only_the_text_is_replaced(
    before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for prepare in (lambda _: None, without_fast_json):
        prepare(monkeypatch)
        try:
            line = parse(before.encode())
        except RefusedError:
            assert before == after  # the first field that is there holds no text
            continue
        assert line.with_text(b'"B"', OWN).decode() == after


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it begins with no brace"),
        (b"[1]", "it begins with no brace"),
        (b'{"text":"a"', "it does not end"),
        (b'{"text":"a"}}', "it does not end"),
        (b'{"text":"a",}', "a name is missing"),
        (b'{"text" "a"}', "a colon is missing"),
        (b'{"body":"a","id":3}', "no field 'text' or 'html' or 'content'; there are: body, id"),
        (b"{}", "there are: none; see --text-field"),
        (b'{"text":null,"html":"a"}', "the field 'text' holds no text but null"),
        (b'{"text":12}', "holds no text but 12"),
        (b'{"text":"a\tb"}', "Invalid control character"),
        (b"\xff\xfe{\0", "this is no JSON object"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(RefusedError, match=re.escape(message)) as caught:
        parse(data)
    assert caught.value.problem.stage == "parse"


@pytest.mark.parametrize("data", [b'{"text":null}', b'{"id":1,"text":null,"html":null}'])
def test_a_record_without_a_value_is_no_document(data: bytes) -> None:
    with pytest.raises(NoDocumentError, match="null"):
        parse(data)


def test_a_line_deeper_than_python_goes_is_an_exception_not_a_crash() -> None:
    with pytest.raises((RefusedError, RecursionError)):
        parse(b'{"text":"a","deep":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def test_a_line_that_is_no_utf8_is_read_as_damaged_text_is() -> None:
    text = "最高人民检察院今天发布通知。"
    line = f'{{"id":1,"text":"{text}"}}'.encode()
    hole = line.replace("今".encode(), b"\xe4\xbb")
    assert parse(hole).text == text.replace("今", "\ufffd")
    assert parse(line.decode().encode("gb18030")).text == text


def test_url_and_identity_are_found() -> None:
    line = parse(b'{"url":"http://example.cn/","id":12345678901234567890123,"text":"a"}')
    assert (line.url, line.name) == ("http://example.cn/", "12345678901234567890123")
    for escape in (b"a", rb"\u0061"):  # what is plain is read one way, what is not another
        line = parse(b'{"id":true,"url":1,"text":"' + escape + b'"}')
        assert (line.url, line.name) == (None, None)
        line = parse(b'{"id":1.50,"b":"' + escape + b'","text":"a"}')
        assert line.name == "1.50"


def test_the_field_of_the_text_can_be_named() -> None:
    assert parse('{"text":1,"正文":"a"}'.encode(), ("正文",)).text == "a"


NAMES = st.sampled_from([*TEXT_FIELDS, "cntextfix", "id", "url", "a", '"', "\\", "检"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, VALUES, max_size=5), st.text(), st.text(), st.booleans())
def test_any_record_comes_out_as_it_was_but_for_its_text(
    values: dict[str, Any], text: str, new: str, ascii_only: bool
) -> None:
    values["text"] = text
    data = json.dumps(values, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    line = parse(data)
    thorough = jsonl._thorough(data, TEXT_FIELDS)
    assert line.text == text
    written = line.with_text(encode(new), OWN)
    assert written == thorough.with_text(encode(new), OWN)
    expected = {**values, "text": new, "cntextfix": {"found": 1}}
    if "cntextfix" in values:
        expected["cntextfix"] = {"found": 1, "previous": values["cntextfix"]}
    assert json.dumps(json.loads(written)) == json.dumps({**values, **expected})
    assert (line.url, line.name) == (thorough.url, thorough.name)
    nothing = json.loads(line.without_text())
    assert nothing["text"] is None


@given(st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.none() | st.integers()))
def test_json_is_the_same_with_and_without_the_fast_library(value: Any) -> None:
    assert fast_json() is not None
    written = encode(value)
    assert written == dumps(value, compact=True).encode()
    assert len(written.decode().splitlines()) == 1
    assert json.loads(written) == value


def test_what_was_found_has_the_same_keys_for_every_document() -> None:
    place = {"id": "1", "file": "a.jsonl", "offset": 0}
    found = facts(clean("檢察"), place)
    assert found.keys() == facts(Document(), place).keys()
    assert found["repairs"] == [{"name": "test", "count": 1}]


def test_the_original_of_a_line_is_its_own_bytes() -> None:
    line = parse(rb'{"text":"\u4e00\/"}')
    assert isinstance(line, Line)
    assert line.raw_text == rb'"\u4e00\/"'
