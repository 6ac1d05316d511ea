"""Damaged and truncated files: what can be read is read, and what cannot is said."""

import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import corpus_faults
import pytest
from corpus_faults import http, jsonl, line, warc, warc_record
from hypothesis import given, settings
from hypothesis import strategies as st

from cntextfix.clean import clean
from cntextfix.corpus import lines, readers
from cntextfix.corpus import warc as warc_module
from cntextfix.corpus.chunk import Entry
from cntextfix.corpus.compression import Block, Compression, _zstd, blocks, compress
from cntextfix.corpus.forms import Form
from cntextfix.corpus.inputs import find_inputs
from cntextfix.corpus.limits import Limits, Timer
from cntextfix.corpus.lines import line_chunks
from cntextfix.corpus.readers import chunks
from cntextfix.corpus.warc import warc_chunks
from cntextfix.corpus.worker import Task, Work, process


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input."""

    records: list[dict[str, Any]]
    rejects: list[dict[str, Any]]
    counts: Counter[str]

    @property
    def texts(self) -> list[str]:
        """The texts written."""
        return [record["text"] for record in self.records]

    @property
    def skipped(self) -> dict[str, int]:
        """What was skipped, by reason."""
        prefix = "skipped:"
        found = self.counts.items()
        return {name.removeprefix(prefix): n for name, n in found if name.startswith(prefix)}


def outcome(path: Path, cleaner: Callable[..., Any] = corpus_faults.clean, **work: Any) -> Outcome:
    """What a worker makes of an input, without the processes."""
    form: Form = "jsonl"
    job = Work(cleaner, work.pop("names", ("text", "html", "content")), **work)
    output, rejects = b"", b""
    counts: Counter[str] = Counter()
    read = 0
    [one] = find_inputs([path])
    timer = Timer()
    for chunk in chunks(one, job.limits.document):
        task = Task(chunk.entries, chunk.offset, one.kind, one.name, form)
        result = process(task, job, timer, [0.0, 0.0])
        assert isinstance(result.output, bytes)
        output, rejects = output + result.output, rejects + result.rejects
        counts.update(result.counts)
        read += chunk.documents
    assert counts["documents"] == read
    skipped = sum(n for name, n in counts.items() if name.startswith("skipped:"))
    assert read == counts["ok"] + counts["rejected"] + skipped
    written, rejected = (
        [json.loads(one) for one in data.splitlines()] for data in (output, rejects)
    )
    return Outcome(written, rejected, counts)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks so small that every file has several."""
    for module in (lines, readers, warc_module):
        monkeypatch.setattr(module, "CHUNK", 4000)


# JSON Lines


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_lines_come_out_in_order_whatever_they_are_packed_in(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    packing: Compression = suffix[1:]  # type: ignore[assignment]
    path.write_bytes(compress(jsonl(100), packing) + compress(jsonl(3), packing))
    found = outcome(path)
    assert [record["id"] for record in found.records] == [f"d{n}" for n in [*range(100), 0, 1, 2]]
    assert found.counts["repaired"] == 103
    assert found.rejects == []


def test_one_bad_byte_costs_one_character(tmp_path: Path) -> None:
    bad = line(11).replace("檢".encode(), b"\xe6\xaa", 1)
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(50, {11: bad}))
    found = outcome(path)
    assert len(found.records) == 50
    assert "人民\ufffd察院" in found.texts[11]


def test_blank_lines_are_no_documents_and_the_last_needs_no_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n" + line(0) + b"\r\n  \n\n" + line(1))
    found = outcome(path)
    assert [record["id"] for record in found.records] == ["d0", "d1"]
    assert found.skipped == {"blank line": 3}


def test_a_line_that_is_no_record_is_rejected_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(20, {7: b'{"id": "x7", broken \xff'}))
    found = outcome(path)
    [reject] = found.rejects
    offset = path.read_bytes().index(b'{"id": "x7"')
    assert (reject["id"], reject["offset"], reject["stage"]) == ("x7", offset, "parse")
    assert (reject["error"], reject["whole"]) == ("NotADocument", True)
    assert len(found.records) == 19


@pytest.mark.parametrize("length", [5000, 9000, 100_000, 3_000_000])
def test_a_line_too_long_is_rejected_and_its_neighbours_are_not(
    tmp_path: Path, length: int
) -> None:
    path = tmp_path / "a.jsonl"
    long = line(7, "長" * length)
    path.write_bytes(jsonl(20, {7: long}))
    found = outcome(path, limits=Limits(document=8000))
    [reject] = found.rejects
    assert (reject["error"], reject["id"], len(found.records)) == ("DocumentTooLong", "d7", 19)
    assert reject["offset"] == path.read_bytes().index(long)
    assert reject["length"] - len(long) in (0, 1)  # the line's end
    assert reject["whole"] == (length < 20_000)


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_truncated_file_gives_what_it_has_and_says_so(
    tmp_path: Path, packing: Compression
) -> None:
    whole = b"".join(compress(jsonl(20), packing) for _ in range(10))
    path = tmp_path / f"a.jsonl.{packing}"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    found = outcome(path)
    assert found.rejects[-1]["error"] == "Truncated"
    assert found.rejects[-1]["stage"] == "read"
    assert len(found.records) >= 140
    path.write_bytes(compress(jsonl(500), packing)[:-20])
    found = outcome(path)
    assert found.rejects[-1]["error"] == "Truncated"


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_reading_goes_on_behind_damage(tmp_path: Path, packing: Compression) -> None:
    members = [compress(jsonl(20), packing) for _ in range(10)]
    at = sum(map(len, members[:4])) + len(members[4]) // 2
    data = bytearray(b"".join(members))
    data[at : at + 30] = bytes(range(30))
    path = tmp_path / f"a.jsonl.{packing}"
    path.write_bytes(data)
    found = outcome(path)
    assert 180 <= len(found.records) <= 199
    assert [reject["error"] for reject in found.rejects if reject["stage"] == "read"] == ["Damaged"]
    assert "reading goes on at byte" in found.rejects[-1]["message"]


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_wrong_checksum_is_damage(tmp_path: Path, packing: Compression) -> None:
    member = bytearray(compress(jsonl(5), packing))
    member[-5 if packing == "gz" else -1] ^= 1
    path = tmp_path / f"a.jsonl.{packing}"
    path.write_bytes(bytes(member) + compress(jsonl(5), packing))
    found = outcome(path)
    assert len(found.rejects) == 1
    assert len(found.records) == 10


@settings(max_examples=60)
@given(
    st.sampled_from(["gz", "zst"]),
    st.integers(20, 400),
    st.floats(0, 1, exclude_max=True),
    st.binary(min_size=1, max_size=60),
)
def test_all_that_stands_before_damage_comes_out(
    packing: Compression, count: int, where: float, hole: bytes
) -> None:
    data = jsonl(count)
    damaged = bytearray(compress(data, packing))
    at = int(where * len(damaged))
    damaged[at : at + len(hole)] = hole
    decoder = zlib.decompressobj(31) if packing == "gz" else _zstd().ZstdDecompressor()
    found = b"".join(block.data for block in blocks(BytesIO(damaged), packing))
    assert found.startswith(decoder.decompress(bytes(damaged[:at])))


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_file_of_one_member_gives_every_line_before_its_damage(
    tmp_path: Path, packing: Compression
) -> None:
    lines = [line(n, random.Random(n).randbytes(99).hex()) for n in range(4000)]
    data = bytearray(compress(b"\n".join(lines), packing))
    at = len(data) // 2
    data[at : at + 3000] = b"\xff" * 3000
    path = tmp_path / f"a.jsonl.{packing}"
    path.write_bytes(data)
    found = outcome(path)
    assert [reject["error"] for reject in found.rejects if reject["stage"] == "read"] == ["Damaged"]
    known = zlib.decompressobj(31) if packing == "gz" else _zstd().ZstdDecompressor()
    whole = known.decompress(bytes(data[:at])).count(b"\n")
    assert [record["id"] for record in found.records[:whole]] == [f"d{n}" for n in range(whole)]
    assert whole > 1500


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_bytes_say_how_a_file_is_compressed_where_its_name_does_not(
    tmp_path: Path, name: str, packing: Compression
) -> None:
    (tmp_path / name).write_bytes(compress(jsonl(5), packing))
    found = outcome(tmp_path / name)
    assert (len(found.records), found.rejects) == (5, [])


def test_zeros_between_members_are_no_damage_and_other_things_are(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    member = compress(jsonl(5), "gz")
    path.write_bytes(member + bytes(1000))
    assert outcome(path).rejects == []
    path.write_bytes(member + b"some text")
    assert len(outcome(path).rejects) == 1


@settings(max_examples=60)
@given(st.data())
def test_any_damage_is_said_and_ends_nothing(data: st.DataObject) -> None:
    packing: Compression = data.draw(st.sampled_from(["gz", "zst", ""]))
    members = [compress(jsonl(3), packing) for _ in range(6)]
    damaged = bytearray(b"".join(members))
    start = data.draw(st.integers(0, len(damaged) - 1))
    holes = data.draw(st.binary(min_size=1, max_size=60))
    damaged[start : start + len(holes)] = holes
    found = list(blocks(BytesIO(damaged), packing))
    unharmed = sum(
        start >= sum(map(len, members[: n + 1])) or start + len(holes) <= sum(map(len, members[:n]))
        for n in range(6)
    )
    read = b"".join(block.data for block in found)
    assert read.count(jsonl(3)) >= unharmed
    if packing and read != jsonl(3) * 6:
        assert any(block.problem for block in found)


def _cut_up(data: bytes, sizes: list[int]) -> list[Block]:
    """Blocks of these sizes, over and over."""
    pieces: list[Block] = []
    at = 0
    while at < len(data):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(Block(data[at : at + size], min(len(data), at + size), at))
        at += size
    return pieces


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 6000), min_size=1, max_size=12),
    st.lists(st.integers(1, 9000), min_size=1, max_size=8),
    st.booleans(),
)
def test_chunks_depend_on_the_lines_alone(lengths: list[int], cuts: list[int], ends: bool) -> None:
    data = b"\n".join(b"x" * length for length in lengths) + b"\n" * ends
    whole = list(line_chunks(blocks(BytesIO(data), ""), 5000))
    pieces = _cut_up(data, cuts)
    cut = list(line_chunks(pieces, 5000))
    assert [(one.offset, one.entries) for one in cut] == [(c.offset, c.entries) for c in whole]
    for chunk in whole:
        assert chunk.resume is not None
        again = line_chunks(blocks(BytesIO(data), "", chunk.resume[0]), 5000, start=chunk.offset)
        assert next(again).entries == chunk.entries
    assert sum(chunk.documents for chunk in whole) == len(data.splitlines())


# WARC

PAGE = "<html><title>通知</title><p>檢察院元旦放假一天，請各單位做好值班工作。</p></html>"


@pytest.mark.parametrize("packed", [True, False])
def test_warc_gives_the_pages_and_counts_the_rest(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    pages = [PAGE.encode("gb18030")] * 30
    path.write_bytes(warc(pages, packed=packed))
    found = outcome(path, clean)
    assert found.skipped == {"warcinfo": 1, "request": 30}
    assert {record["cntextfix"]["encoding"] for record in found.records} == {"gb18030"}
    assert found.records[3]["url"] == "http://example.cn/3"
    assert found.records[3]["date"] == "2024-01-05T08:30:00Z"
    assert "放假一天" in found.texts[3]
    offset = found.records[3]["cntextfix"]["offset"]
    tail = path.read_bytes()[offset:]
    record = gzip.GzipFile(fileobj=BytesIO(tail)).read(400) if packed else tail[:400]
    assert b"WARC-Target-URI: http://example.cn/3\r\n" in record


def test_a_page_with_a_bad_byte_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    pages = [bytearray(PAGE.encode(code)) for code in ("gb18030", "utf-8") for _ in range(20)]
    for number, page in enumerate(pages):
        page[30 + number] = 0xFF
    path.write_bytes(warc(bytes(page) for page in pages))
    assert len(outcome(path, clean).records) == 40


@pytest.mark.parametrize("packed", [True, False])
def test_a_truncated_warc_says_so(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    whole = warc([PAGE.encode()] * 20, packed=packed)
    path.write_bytes(whole[: len(whole) - len(warc([PAGE.encode()], packed=packed)) // 4])
    found = outcome(path)
    assert len(found.records) == 19
    assert [reject["error"] for reject in found.rejects] == ["Truncated"]


def test_damaged_members_are_lost_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    data = bytearray(warc([PAGE.encode() + bytes([65 + n]) * 50 for n in range(20)]))
    starts = [match.start() for match in re.finditer(b"\x1f\x8b\x08\0", data)]
    for number in (10, 20, 30):
        data[starts[number] + 120 : starts[number] + 140] = bytes(20)
    path.write_bytes(data)
    found = outcome(path)
    assert len(found.records) == 17
    assert len(found.rejects) == 3
    assert found.counts["documents"] == 41


def test_a_page_whose_checksum_is_wrong_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    records = [gzip.compress(one, mtime=0) for one in _conversions(4)]
    broken = bytearray(records[1])
    broken[-6] ^= 1
    path.write_bytes(records[0] + bytes(broken) + records[2] + records[3])
    found = outcome(path)
    assert len(found.records) == 3
    assert len(found.rejects) == 1


def _conversions(count: int) -> list[bytes]:
    return [
        warc_record("conversion", f"http://example.cn/{n}", f"檢察{n}。".encode())
        for n in range(count)
    ]


def test_a_hole_in_a_plain_warc_costs_the_records_it_touches(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    records = _conversions(30)
    data = bytearray(b"".join(records))
    at = sum(map(len, records[:10]))
    data[at : at + 200] = bytes(200)
    path.write_bytes(data)
    found = outcome(path)
    assert len(found.records) == 29
    assert [reject["error"] for reject in found.rejects] == ["Damaged"]


def test_a_wrong_length_does_not_swallow_the_next_record(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    records = _conversions(6)
    records[2] = records[2].replace(b"Content-Length: 10", b"Content-Length: 150")
    path.write_bytes(b"".join(records))
    found = outcome(path)
    assert [record["text"] for record in found.records] == [f"检察{n}。" for n in (0, 1, 3, 4, 5)]
    assert len(found.rejects) == 1


@pytest.mark.parametrize("length", ["9" * 5000, "99999999999", "-1", "1e3", "８"])
def test_a_length_that_is_nonsense_costs_one_record(tmp_path: Path, length: str) -> None:
    path = tmp_path / "a.warc"
    records = _conversions(6)
    records[2] = records[2].replace(b"Content-Length: 10", f"Content-Length: {length}".encode())
    path.write_bytes(b"".join(records))
    found = outcome(path)
    assert [record["text"] for record in found.records] == [f"检察{n}。" for n in (0, 1, 3, 4, 5)]
    assert len(found.rejects) == 1


@pytest.mark.parametrize("end", [b"", b"\r\n", b"\n"])
def test_what_ends_a_record_may_be_missing(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(one.removesuffix(b"\r\n\r\n") + end for one in _conversions(6)))
    found = outcome(path)
    assert [record["text"] for record in found.records] == [f"检察{n}。" for n in range(6)]
    assert found.rejects == []


@settings(max_examples=40)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.booleans())
def test_records_depend_on_the_bytes_alone(cuts: list[int], whole: bool) -> None:
    records = _conversions(5)
    records[1] = records[1].replace(b"Content-Length: 10", b"Content-Length: 99999")
    big = warc_record("conversion", "http://example.cn/big", b"x" * 3000)
    data = b"".join([*records[:3], big, *records[3:]])[: None if whole else -15]
    pieces = _cut_up(data, cuts)
    expected = [one.entries for one in warc_chunks(blocks(BytesIO(data), ""), 2000)]
    assert [one.entries for one in warc_chunks(pieces, 2000)] == expected
    [entries] = expected
    assert [len(entry.data) for entry in entries if isinstance(entry, Entry)][3] == 3000


def test_wet_and_resources_are_pages_and_pictures_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.wet"
    media = {"text/html": "<p>甲", "image/png": "no", "": "乙"}
    records = [
        warc_record("resource", f"http://example.cn/{n}", text.encode(), kind or "text/plain")
        for n, (kind, text) in enumerate(media.items())
    ]
    path.write_bytes(b"".join((*records, *_conversions(1))))
    found = outcome(path)
    assert found.texts == ["<p>甲", "乙", "检察0。"]
    assert found.skipped == {"not text": 1}


@pytest.mark.parametrize("packed", [True, False])
def test_a_record_too_long_is_passed_over_without_being_held(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    big = warc_record("conversion", "http://example.cn/big", "長".encode() * 900_000)
    records = [*_conversions(2), big, *_conversions(2)]
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    found = outcome(path, limits=Limits(document=10_000))
    assert len(found.records) == 4
    [reject] = found.rejects
    assert (reject["error"], reject["url"]) == ("DocumentTooLong", "http://example.cn/big")
    assert (reject["length"], reject["whole"]) == (2_700_000, False)


def test_reading_can_begin_at_any_chunk_of_a_warc() -> None:
    data = warc([PAGE.encode()] * 60)
    whole = list(warc_chunks(blocks(BytesIO(data), "gz"), 10_000, seekable=False))
    assert len(whole) > 2
    for number, chunk in enumerate(whole):
        assert chunk.resume is not None
        place, offset = chunk.resume
        found = blocks(BytesIO(data), "gz", place)
        again = list(warc_chunks(found, 10_000, start=offset, seekable=False))
        assert [one.entries for one in again] == [one.entries for one in whole[number:]]


# HTTP


@pytest.mark.parametrize(
    ("response", "text"),
    [
        (http(b"<p>a", "Content-Type: text/html"), "<p>a"),
        (b"<p>no headers at all", "<p>no headers at all"),
        (b"HTTP/1.1 200 OK\n\n<p>bare", "<p>bare"),
        (http(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "Transfer-Encoding: chunked"), "abcde"),
        (http(b"3;x=y\r\nabc\r\n9\r\nde", "Transfer-Encoding: chunked"), "abcde"),
        (http(b"<p>joined already", "Transfer-Encoding: chunked"), "<p>joined already"),
        (http(gzip.compress(b"packed"), "Content-Encoding: gzip"), "packed"),
        (http(gzip.compress(b"packed" * 99)[:-9], "Content-Encoding: GZIP"), "packed" * 99),
        (http(b"<p>unpacked already", "Content-Encoding: gzip"), "<p>unpacked already"),
        (http(gzip.compress(b"one") + gzip.compress(b"two"), "Content-Encoding: gzip"), "onetwo"),
        (http(gzip.compress(b"one") + b"and more", "Content-Encoding: gzip"), "one"),
        (http(b"<p>unpacked already", "content-encoding: br"), "<p>unpacked already"),
    ],
)
def test_the_page_inside_a_response(tmp_path: Path, response: bytes, text: str) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc_record("response", "http://example.cn/", response))
    assert outcome(path).texts == [text]


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (http(b"gone", status="404 Not Found"), "http status"),
        (http(b"\x89PNG", "Content-Type: image/png"), "not text"),
        (http(b"", "Content-Type: text/html"), "empty"),
        (http(b"%PDF-1.4 \0", "Content-Type: text/html"), "binary"),
    ],
)
def test_a_response_that_is_no_page_is_skipped(
    tmp_path: Path, response: bytes, reason: str
) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc_record("response", "http://example.cn/", response))
    assert outcome(path).skipped == {reason: 1}


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (http(b"\x1f\x8b\x08nonsense", "Content-Encoding: gzip"), "Damaged"),
        (http(b"\x8b\x05", "Content-Encoding: br"), "UnknownCoding"),
        (http(gzip.compress(bytes(10**6)), "Content-Encoding: gzip"), "DocumentTooLong"),
    ],
)
def test_a_response_that_cannot_be_unpacked_is_rejected(
    tmp_path: Path, response: bytes, error: str
) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc_record("response", "http://example.cn/", response))
    [reject] = outcome(path, limits=Limits(document=10_000)).rejects
    assert reject["error"] == error


# Folders


def test_a_folder_is_one_input_and_what_is_no_text_is_skipped(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "news").mkdir(parents=True)
    (folder / "a.txt").write_bytes("甲".encode("gb18030"))
    (folder / "news" / "b.html.gz").write_bytes(compress("<html><p>乙".encode(), "gz"))
    (folder / "c.txt").write_bytes(b"%PDF-1.4\0\0")
    (folder / "d.txt").mkdir()
    (folder / "e.jpg").write_bytes(b"no")
    found = outcome(folder, clean)
    assert [record["id"] for record in found.records] == ["a.txt", "news/b.html.gz"]
    assert found.texts == ["甲", "乙"]
    assert found.skipped == {"binary": 1}
    assert len(outcome(folder, plain=True).records) == 3


def test_a_file_that_vanishes_or_is_too_long_is_rejected(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").symlink_to("nowhere")
    (folder / "b.txt").write_bytes(b"x" * 100_000)
    found = outcome(folder, limits=Limits(document=1000))
    assert [reject["error"] for reject in found.rejects] == ["FileNotFoundError", "DocumentTooLong"]
    assert [reject["length"] for reject in found.rejects] == [0, 100_000]
