"""A run over a corpus: every document is accounted for, whatever happens to it or to the run."""

import fcntl
import filecmp
import json
import os
import pty
import random
import resource
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import corpus_faults
import pytest
from corpus_faults import LIMITS, MISDEEDS, jsonl, line, warc

from cntextfix.cli import main
from cntextfix.corpus import Limits, Stats, TooManyRejectsError, run
from cntextfix.corpus.compression import _zstd, compress
from cntextfix.corpus.pool import Pool
from cntextfix.corpus.worker import Task, Work
from cntextfix.errors import CntextfixError

PAGE = (
    "关于放假的通知\n来源：中国长安网\n檢察機(jī)關(guān)的責(zé)任重大，請各單位做好值班工作。\n"
    "檢察院元旦放假一天，特此通知各單位。"
)


def records(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines."""
    return [json.loads(one) for one in path.read_bytes().splitlines()]


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files."""
    names = [sorted(str(p.relative_to(f)) for p in f.rglob("*.*")) for f in (one, other)]
    assert names[0] == names[1]
    _, different, wrong = filecmp.cmpfiles(one, other, names[0], shallow=False)
    return not different and not wrong


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of several kinds in an empty folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "crawl"
    folder.mkdir()
    lines = [json.dumps({"id": n, "text": PAGE}, ensure_ascii=False).encode() for n in range(30)]
    lines[10] = b"not a record"
    data = b"\n".join(lines) + b"\n"
    (folder / "a.jsonl").write_bytes(data)
    (folder / "b.jsonl.gz").write_bytes(compress(data, "gz"))
    (folder / "c.warc.gz").write_bytes(warc([PAGE.encode("gb18030")] * 5))
    return folder


# The real command


def test_a_folder_of_a_crawl_goes_through_the_command(
    crawl: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crawl", "-o", "clean/", "-j", "2", "-t", "jsonl"]) == 3
    out = crawl.parent / "clean"
    names = ["_journal.jsonl", "_stats.json", "a.jsonl", "b.jsonl", "c.jsonl", "rejects.jsonl"]
    assert sorted(path.name for path in out.iterdir()) == names
    first = records(out / "a.jsonl")[0]
    assert first["id"] == 0
    assert first["text"].startswith("检察机关的责任重大，请各单位做好值班工作。\n")
    assert first["cntextfix"]["title"] == "关于放假的通知"
    assert first["cntextfix"]["source"] == "中国长安网"
    assert [record["id"] for record in records(out / "b.jsonl")] == [
        *range(10),
        *range(11, 30),
    ]
    stats = json.loads((out / "_stats.json").read_text("utf-8"))
    assert (stats["documents"], stats["ok"], stats["rejected"], stats["skipped"]) == (71, 63, 2, 6)
    assert stats["balanced"]
    said = capsys.readouterr().err
    assert "71 documents in = 63 ok + 2 rejected + 6 skipped; 63 repaired" in said
    assert "what was rejected, and why: clean/rejects.jsonl" in said
    # the same command once more has nothing to do, and says the same
    assert main(["crawl", "-o", "clean/", "-j", "1", "-t", "jsonl"]) == 3
    assert capsys.readouterr().err == said


def test_an_output_is_compressed_as_its_input_is(crawl: Path) -> None:
    (crawl / "z.jsonl.zst").write_bytes(compress(jsonl(3), "zst"))
    assert main(["crawl", "-o", "clean", "-q"]) == 3
    names = sorted(path.name for path in Path("clean").glob("[a-z].*"))
    assert names == ["a.jsonl", "b.jsonl.gz", "c.jsonl.gz", "z.jsonl.zst"]


def test_gzip_needs_no_package_and_zstandard_says_which(
    crawl: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (crawl / "z.jsonl.zst").write_bytes(compress(jsonl(3), "zst"))
    for name in ("backports", "compression"):
        monkeypatch.setitem(sys.modules, name, None)
    _zstd.cache_clear()
    assert main(["crawl/b.jsonl.gz", "crawl/c.warc.gz", "-o", "clean", "-q"]) == 3
    assert sorted(path.suffix for path in Path("clean").glob("[bc].*")) == [".gz", ".gz"]
    assert main(["crawl", "-o", "packed"]) == 2
    said = capsys.readouterr().err
    assert "crawl/z.jsonl.zst: cannot be read: Zstandard is missing" in said
    assert "pip install 'cntextfix[corpus]'" in said
    assert "-t" not in said
    assert main(["crawl/a.jsonl", "-o", "packed", "-t", "jsonl.zst"]) == 2
    assert "-t jsonl.zst: cannot be written: Zst" in (said := capsys.readouterr().err)
    assert "or write -t jsonl.gz" in said
    assert not Path("packed").exists()


def test_zstandard_is_written_with_a_checksum(crawl: Path) -> None:
    from cntextfix.corpus.compression import blocks

    assert main(["crawl/b.jsonl.gz", "-o", "clean", "-q", "-t", "jsonl.zst"]) == 3
    path = crawl.parent / "clean" / "b.jsonl.zst"
    data = bytearray(path.read_bytes())
    assert data[4] & 4  # the flag of a checksum, RFC 8878, 3.1.1.1.1
    with path.open("rb") as file:
        text = b"".join(block.data for block in blocks(file, "zst"))
    assert len(text.splitlines()) == 29


def test_what_was_rejected_can_be_tried_again(crawl: Path) -> None:
    (crawl / "a.jsonl").write_bytes(jsonl(3, {1: line(1, "長" * 500_000)}))
    assert main(["crawl/a.jsonl", "-o", "out", "-q", "--max-document", "4K"]) == 3
    [reject] = records(crawl.parent / "out" / "rejects.jsonl")
    assert (reject["whole"], reject["error"]) == (False, "DocumentTooLong")
    assert main(["--retry", "out/rejects.jsonl", "-o", "no", "-q"]) == 3  # only its start was kept
    assert main(["--retry", "no/rejects.jsonl", "-o", "no again", "-q"]) == 3  # and it stays so
    assert records(Path("no again/rejects.jsonl")) == records(Path("no/rejects.jsonl")) == [reject]
    assert main(["--retry", "crawl/a.jsonl", "-o", "none", "-q"]) == 3  # no file of rejects
    assert main(["--retry", "none/rejects.jsonl", "-o", "none again", "-q"]) == 3
    assert [one["error"] for one in records(Path("none again/rejects.jsonl"))] == ["NotAReject"] * 3
    (crawl / "b.jsonl").write_bytes(jsonl(3, {1: line(1, "長" * 1000)}))
    assert main(["crawl/b.jsonl", "-o", "out2", "-q", "--max-document", "2K"]) == 3
    assert main(["--retry", "out2/rejects.jsonl", "-o", "again", "-q"]) == 0
    [record] = records(crawl.parent / "again" / "rejects-retried.jsonl")
    assert (record["id"], record["n"]) == ("d1", 10**20)
    assert record["cntextfix"]["file"] == "crawl/b.jsonl"
    assert record["cntextfix"]["offset"] == len(line(0)) + 1


def test_shards_share_the_work(crawl: Path) -> None:
    (crawl / "d.txt").write_text(PAGE, "utf-8")
    (crawl / "e.html").write_text(f"<html><p>{PAGE}", "utf-8")
    for number in (1, 2, 3):
        assert main(["crawl", "-o", "clean", "-q", "--shard", f"{number}/3", "-t", "jsonl"]) in (
            0,
            3,
        )
    out = crawl.parent / "clean"
    assert {path.name for path in out.iterdir() if not path.name.startswith(("_", "rej"))} == {
        "a.jsonl",
        "b.jsonl",
        "c.jsonl",
        "crawl-1-of-3.jsonl",
        "crawl-2-of-3.jsonl",
    }
    assert sorted(path.name for path in out.glob("rej*")) == [
        "rejects-1-of-3.jsonl",
        "rejects-2-of-3.jsonl",
    ]
    books = [json.loads(path.read_text("utf-8")) for path in out.glob("_stats-*")]
    assert sum(one["documents"] for one in books) == 73


def test_a_folder_of_pages_gives_a_folder_of_texts(crawl: Path) -> None:
    pages = crawl.parent / "pages"
    (pages / "news").mkdir(parents=True)
    (pages / "a.txt").write_text(PAGE, "utf-8")
    (pages / "news" / "b.html").write_text(f"<html><h1>标题</h1><p>{PAGE}</p>", "utf-8")
    assert main(["pages", "-o", "texts", "-j", "2", "-q"]) == 0
    assert main(["pages", "-o", "one by one", "-q"]) == 0
    assert main(["pages", "-o", "marked", "-j", "1", "-q", "-t", "markdown"]) == 0
    texts, single = crawl.parent / "texts", crawl.parent / "one by one"
    for name in ("a.txt", "news/b.txt"):
        assert (texts / name).read_bytes() == (single / name).read_bytes()
    assert (crawl.parent / "marked" / "news" / "b.md").read_text("utf-8").startswith("---\n")


def test_parquet_keeps_its_columns(crawl: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "id": pa.array(range(700), pa.uint16()),
            "content": [f"檢察{n}。" if n != 5 else None for n in range(700)],
            "raw": [b"\xff\0"] * 700,
            "tags": [["a", None]] * 700,
        }
    )
    pq.write_table(table, "crawl/p.parquet", row_group_size=300)
    arguments = ["crawl/p.parquet", "-q", "--script", "simplified"]
    assert main([*arguments, "-o", "columns", "--keep-original"]) == 0
    found = pq.read_table("columns/p.parquet")
    kept = table.filter(pa.compute.is_valid(table["content"]))
    for name in ("id", "raw", "tags"):
        assert found[name].equals(kept[name])
    assert found["content"].to_pylist()[6] == "检察7。"
    assert found["cntextfix"].to_pylist()[6]["original"] == "檢察7。"
    assert main([*arguments, "-o", "lines", "-t", "jsonl"]) == 0
    assert records(Path("lines/p.jsonl"))[6]["tags"] == ["a", None]
    books = json.loads(Path("lines/_stats.json").read_text("utf-8"))
    assert (books["documents"], books["ok"], books["rejected"]) == (700, 699, 0)
    assert books["skipped_by_reason"] == {"null": 1}  # as for adapters, null is no error
    assert main(["lines/p.jsonl", "-q", "-o", "rows", "-t", "parquet", "-j", "2"]) == 0
    rows = pq.read_table("rows/p.parquet")
    assert rows.num_rows == 699
    assert json.loads(rows["record"][6].as_py())["raw"] == "/wA="


@pytest.mark.parametrize("to", ["parquet", "jsonl"])
def test_parquet_of_any_type_comes_through(crawl: Path, to: str) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "text": pa.array(["檢察。", None, ""]).dictionary_encode(),
            "fixed": pa.array([b"ab", b"cd", None], pa.binary(2)),
            "large": pa.array(["a", "b", None], pa.large_string()),
            "nested": [{"a": [b"x", None]}, None, {"a": []}],
            "nothing": pa.nulls(3),
            "when": pa.array([0, None, 1], pa.duration("s")),
            "integer": pa.array([2**64 - 1, 0, 1], pa.uint64()),
        }
    )
    pq.write_table(table, "crawl/p.parquet")
    assert main(["crawl/p.parquet", "-o", "out", "-q", "-t", to, "--script", "simplified"]) == 0
    if to == "parquet":
        found = pq.read_table("out/p.parquet")
        kept = table.take([0, 2])
        for name in table.schema.names[1:]:
            assert found[name].combine_chunks().equals(kept[name].combine_chunks())
        assert found["text"].to_pylist() == ["检察。", ""]
        return
    first, last = records(Path("out/p.jsonl"))
    assert (first["fixed"], first["nested"], first["integer"]) == (
        "YWI=",
        {"a": ["eA==", None]},
        2**64 - 1,
    )
    assert (last["text"], last["fixed"], last["nothing"]) == ("", None, None)


def test_parquet_without_rows_or_texts_keeps_its_columns(crawl: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    empty = {"id": pa.array([], pa.int8()), "html": pa.array([], pa.string())}
    pq.write_table(pa.table(empty), "crawl/empty.parquet")
    pq.write_table(pa.table({"id": [1, 2], "text": pa.nulls(2)}), "crawl/nulls.parquet")
    assert main(["crawl/empty.parquet", "crawl/nulls.parquet", "-o", "out", "-q"]) == 0
    assert pq.read_schema("out/empty.parquet").names == ["id", "text", "cntextfix"]
    found = pq.read_table("out/nulls.parquet")
    assert (found.num_rows, found.schema.names) == (0, ["id", "text", "cntextfix"])
    assert found.schema.field("id").type == pa.int64()
    books = json.loads(Path("out/_stats.json").read_text("utf-8"))
    assert books["skipped_by_reason"] == {"null": 2}


def test_a_parquet_file_that_is_cut_off_costs_itself_alone(crawl: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": [PAGE]}), "crawl/p.parquet")
    Path("crawl/cut.parquet").write_bytes(Path("crawl/p.parquet").read_bytes()[:-9])
    Path("crawl/none.parquet").write_bytes(b"")
    names = ("cut", "none", "p")
    assert main([*(f"crawl/{name}.parquet" for name in names), "-o", "out", "-q"]) == 3
    assert [pq.read_table(f"out/{name}.parquet").num_rows for name in names] == [0, 0, 1]
    rejects = records(Path("out/rejects.jsonl"))
    assert [one["source"] for one in rejects] == ["crawl/cut.parquet", "crawl/none.parquet"]
    assert {(one["stage"], one["error"]) for one in rejects} == {("read", "Damaged")}


def test_a_field_that_is_named_is_cleaned_where_it_is(crawl: Path) -> None:
    (crawl / "h.jsonl").write_text('{"html": "檢察。", "text": "else"}', "utf-8")
    arguments = ["crawl/h.jsonl", "-o", "out", "-q", "--script", "simplified"]
    assert main([*arguments, "--text-field", "html"]) == 0
    [record] = records(Path("out/h.jsonl"))
    assert (record["html"], record["text"]) == ("检察。", "else")


def test_the_original_is_kept_on_request(crawl: Path) -> None:
    assert main(["crawl/a.jsonl", "crawl/c.warc.gz", "-o", "out", "-q", "--keep-original"]) == 3
    assert records(Path("out/a.jsonl"))[0]["cntextfix"]["original"] == PAGE


def test_sites_are_learned_first(crawl: Path) -> None:
    bar = "本站特约编辑部欢迎各界朋友踊跃投稿"
    days = ("元旦", "立春", "清明", "端午", "中秋")
    texts = [f"{day}大桥今天正式通车，群众欢欣鼓舞。\n{bar}\n{day}天气很好。" for day in days]
    lines = [
        json.dumps({"url": f"http://example.cn/{n}", "text": text}) for n, text in enumerate(texts)
    ]
    (crawl / "s.jsonl").write_text("\n".join(lines), "utf-8")
    arguments = ["crawl/s.jsonl", "-q"]
    assert main([*arguments, "-o", "plain"]) == 0
    assert main([*arguments, "-o", "learned", "--learn-sites", "-j", "2"]) == 0
    assert main([*arguments, "-o", "again", "--profile", "learned/_sites.json"]) == 0
    plain, learned, again = (
        [record["text"] for record in records(Path(name, "s.jsonl"))]
        for name in ("plain", "learned", "again")
    )
    assert all(bar in text for text in plain)
    assert not any(bar in text for text in learned)
    assert again == learned


def test_progress_is_drawn_on_a_terminal_only(crawl: Path) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 25, 120, 0, 0))
    command = [sys.executable, "-m", "cntextfix", "crawl/a.jsonl", "-o"]
    subprocess.run([*command, "one"], stderr=theirs, check=False)
    os.close(theirs)
    drawn = b""
    while piece := _read(ours):
        drawn += piece
    os.close(ours)
    assert b"29 repaired, 1 rejected" in drawn
    quiet = subprocess.run([*command, "two"], stderr=subprocess.PIPE, check=False)
    assert b"\r" not in quiet.stderr


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 4096)
    except OSError:  # Linux has it so when the other end is closed
        return b""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["crawl/a.jsonl"], "crawl/a.jsonl is a corpus, whose results go to a folder; name one"),
        (["-j", "2", "crawl/p.txt"], "--jobs is for a corpus, whose results go to a folder"),
        (["-f", "jsonl", "-"], "standard input cannot be read again"),
        (["crawl/a.jsonl", "-o", "s.jsonl"], "whose results go to a folder, beside its journal"),
        (["crawl/a.jsonl", "-o", "x/s.jsonl.gz"], "write -o x/s/"),
        (["crawl/a.jsonl", "-o", "out", "-t", "fixed"], "-t fixed is a form for single pages"),
        (["crawl/a.jsonl", "-o", "crawl/b.jsonl.gz"], "is a file; -o names a folder"),
        (["crawl/a.jsonl", "-o", "out", "--check"], "--check shows single pages"),
        (["crawl/a.jsonl", "-o", "out", "-t", "json"], "use -t jsonl"),
        (["crawl/a.jsonl", "-o", "out", "--url", "x"], "--url is the address of a single page"),
        (["-", "-f", "jsonl", "-o", "out"], "write it to a file first"),
        (["crawl/a.jsonl", "-o", "out", "--shard", "4/3"], "the third of eight parts"),
        (["crawl/z.jsonl", "-o", "out"], "crawl/z.jsonl: no such file or folder"),
        (["crawl/a.jsonl", "-o", "crawl", "-t", "jsonl"], "is an input and is never overwritten"),
        (["crawl/a.jsonl", "crawl/b.jsonl.gz", "crawl/e.tar.gz", "-o", "out"], "say it with -f"),
        (
            ["crawl/a.jsonl", "crawl/x/a.jsonl", "-o", "out"],
            "a.jsonl and crawl/x/a.jsonl",
        ),
        (["crawl/x/a.jsonl", "-o", "crawl", "-t", "jsonl"], "is there, and not from a run with"),
        (["crawl/rejects.jsonl", "-o", "out"], "is called like one of a run's own"),
        (["crawl/n.parquet", "-o", "out"], "cannot be read as Parquet"),
        (["crawl", "x" * 300, "-o", "out"], "File name too long"),
        (["crawl/o1.jsonl", "-o", "out"], "begins as a WARC file does; say so with -f warc"),
        (["crawl/o2.warc", "-o", "out"], "begins as JSON does, no WARC file"),
        (["crawl/o3.jsonl", "-o", "out"], "is one array of JSON"),
        (["crawl/o4.jsonl", "-o", "out"], "is in UTF-16, and JSON Lines are in UTF-8"),
        (["crawl/o5.jsonl", "-o", "out"], "begins as a Parquet file does; say so with -f parquet"),
        (["crawl/dead.jsonl", "-o", "out"], "no such file or folder"),
        (["crawl/y", "-o", "out", "-j", "2"], "both crawl/y/p.htm and crawl/y/p.html would be"),
        (["crawl/a.jsonl", "-o", "crawl/dead.jsonl/"], "is a file; -o names a folder"),
        (["crawl/a.jsonl", "-o", "out", "--profile", "no.json"], "no.json: No such file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_run_is_said_before_anything_is_written(
    crawl: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("x", "y"):
        (crawl / name).mkdir()
    for name in ("e.tar.gz", "x/a.jsonl", "rejects.jsonl", "n.parquet", "o2.warc"):
        (crawl / name).write_bytes(b"{}")
    (crawl / "dead.jsonl").symlink_to("nowhere")
    for number, data in enumerate((b"WARC/1.0\r\n", b"", b"\xef\xbb\xbf[\n{}]", b"", b"PAR1"), 1):
        (crawl / f"o{number}.jsonl").write_bytes(data)
    (crawl / "o4.jsonl").write_text('{"text": "上"}', "utf-16")
    for name in ("p.htm", "p.html"):
        (crawl / "y" / name).write_text(PAGE, "utf-8")
    before = sorted(crawl.parent.rglob("*"))
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.startswith("cntextfix: ")
    assert sorted(crawl.parent.rglob("*")) == before


def test_a_folder_is_not_gone_on_with_under_other_options_or_inputs(
    crawl: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crawl/a.jsonl", "-o", "out", "-q"]) == 3
    assert main(["crawl/a.jsonl", "-o", "out", "-q", "--script", "keep"]) == 2
    assert "out: holds a run with another --script; name another folder" in capsys.readouterr().err
    assert main(["crawl/a.jsonl", "-o", "out", "--max-document", "1M", "-f", "jsonl"]) == 2
    assert "out: holds a run with another --max-document, -f; name" in capsys.readouterr().err
    (crawl / "a.jsonl").write_bytes(b"")
    assert main(["crawl/a.jsonl", "-o", "out", "-q"]) == 2
    assert "crawl/a.jsonl: has changed since the run in out began" in capsys.readouterr().err


def test_a_folder_with_a_crawl_in_it_still_shows_its_pages(
    crawl: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (crawl / "p.txt").write_text("檢察院元旦放假一天。", "utf-8")
    assert main(["crawl"]) == 0
    assert "元旦放假一天".encode() in capsysbinary.readouterr().out


def test_a_name_like_a_file_s_is_a_folder_where_a_slash_says_so(crawl: Path) -> None:
    assert main(["crawl/a.jsonl", "-o", "s.jsonl/", "-q"]) == 3
    assert Path("s.jsonl/a.jsonl").exists()
    assert main(["crawl/a.jsonl", "-o", "s.jsonl", "-q"]) == 3


def test_outputs_of_an_earlier_run_are_no_inputs(
    crawl: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (crawl / "p.txt").write_text("檢察院元旦放假一天。", "utf-8")
    assert main(["crawl", "-o", "crawl/out", "-q"]) == 3
    assert main(["crawl", "-o", "crawl/out", "-q"]) == 3  # the same command, the same inputs
    assert main(["crawl", "-o", "more", "-j", "2"]) == 3
    assert same(Path("crawl/out"), Path("more"))
    told = b"crawl/out: holds an earlier run's outputs, which are no inputs"
    assert capsysbinary.readouterr().err.count(told) == 1
    assert main(["crawl"]) == 0
    shown = capsysbinary.readouterr()
    assert shown.out.count("元旦".encode()) == 1
    assert shown.err.count(told) == 1
    assert main(["crawl", "-q"]) == 0
    assert capsysbinary.readouterr().err == b""


@pytest.mark.parametrize("name", ["rejects.jsonl", "_stats.json", "p.txt"])
def test_what_lies_in_the_output_folder_is_never_written_over(
    crawl: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (crawl / "p.txt").write_text(PAGE, "utf-8")
    Path("out").mkdir()
    Path("out", name).write_text("mine", "utf-8")
    assert main(["crawl", "-o", "out", "-q"]) == 2
    assert f"out/{name}: is there, and not from a run with" in capsys.readouterr().err
    assert [path.read_text("utf-8") for path in Path("out").iterdir()] == ["mine"]


def test_names_may_be_any_bytes(crawl: Path) -> None:
    pages = crawl.parent / "pages"
    pages.mkdir()
    try:
        (pages / os.fsdecode(b"\xff a\nb.jsonl")).write_bytes(jsonl(2))
    except OSError:
        pytest.skip("this system wants names in UTF-8")
    (pages / os.fsdecode(b"\xfe.txt")).write_text(PAGE, "utf-8")
    assert main(["pages", "-o", "out", "-q", "-t", "jsonl", "-j", "2"]) == 0
    books = json.loads(Path("out/_stats.json").read_text("utf-8"))
    assert {os.fsencode(name) for name in books["inputs"]} == {b"pages", b"pages/\xff a\nb.jsonl"}
    [record] = records(Path("out/pages.jsonl"))
    assert os.fsencode(record["id"]) == b"\xfe.txt"
    assert Path("out", os.fsdecode(b"\xff a\nb.jsonl")).exists()
    assert main(["pages", "-o", "out", "-q", "-t", "jsonl"]) == 0


def test_links_to_folders_elsewhere_are_followed_once(crawl: Path) -> None:
    elsewhere = crawl.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "e.jsonl").write_bytes(jsonl(1))
    (elsewhere / "back").symlink_to(crawl)
    (elsewhere / "loop").symlink_to(elsewhere)
    for name, target in (("one", elsewhere), ("two", elsewhere), ("self", crawl), ("up", "..")):
        (crawl / name).symlink_to(target)
    assert main(["crawl", "-o", "out", "-q", "-t", "jsonl"]) == 3
    names = sorted(str(path.relative_to("out")) for path in Path("out").rglob("[a-z].*"))
    assert names == ["a.jsonl", "b.jsonl", "c.jsonl", "one/e.jsonl"]


def test_a_folder_whose_files_are_only_named_like_a_run_s_is_an_input(crawl: Path) -> None:
    (crawl / "own").mkdir()
    (crawl / "own" / "_stats.json").write_text("{}", "utf-8")
    (crawl / "own" / "p.txt").write_text("檢察院元旦放假一天。", "utf-8")
    assert main(["crawl", "-o", "out", "-q"]) == 3
    assert Path("out/own/p.txt").exists()


def test_more_inputs_may_come_later(crawl: Path) -> None:
    assert main(["crawl/a.jsonl", "-o", "out", "-q"]) == 3
    assert main(["crawl/a.jsonl", "crawl/b.jsonl.gz", "-o", "out", "-q"]) == 3
    assert main(["crawl/a.jsonl", "crawl/b.jsonl.gz", "-o", "at once", "-q"]) == 3
    assert same(Path("out"), Path("at once"))


# Documents that misbehave


def test_each_misdeed_costs_exactly_its_document(tmp_path: Path) -> None:
    bad = {
        10 * (n + 1): line(10 * (n + 1), f"this document {misdeed}")
        for n, misdeed in enumerate(MISDEEDS)
    }
    (tmp_path / "a.jsonl").write_bytes(jsonl(100, bad))
    out = tmp_path / "out"
    stats = run([tmp_path / "a.jsonl"], out, jobs=2, clean=corpus_faults.clean, limits=LIMITS)
    assert (stats.documents, stats.ok, stats.rejected) == (100, 100 - len(bad), len(bad))
    assert stats.balanced
    written = [record["id"] for record in records(out / "a.jsonl")]
    assert written == [f"d{n}" for n in range(100) if n not in bad]
    rejects = {reject["id"]: reject for reject in records(out / "rejects.jsonl")}
    assert {name: b64decode(one["raw"]) for name, one in rejects.items()} == {
        f"d{n}": data for n, data in bad.items()
    }
    errors = [rejects[f"d{n}"]["error"] for n in bad]
    assert errors[1] in ("TimeLimit", "HardTimeLimit")  # the clock may be first, if all are busy
    assert [errors[0], *errors[2:]] == [
        "ValueError",
        "HardTimeLimit",
        "RecursionError",
        "SystemExit",
        "MemoryError",
        "WorkerDied",
        "WorkerDied",
    ]
    assert all(reject["stage"] == "clean" for reject in rejects.values())


def test_a_misdeed_that_is_tried_again_is_rejected_as_before(tmp_path: Path) -> None:
    bad = {n: line(n, f"this document {MISDEEDS[what]}") for n, what in ((1, 0), (2, -1))}
    (tmp_path / "a.jsonl").write_bytes(jsonl(4, bad))
    arguments: dict[str, Any] = {"clean": corpus_faults.clean, "limits": LIMITS}
    run([tmp_path / "a.jsonl"], tmp_path / "out", **arguments)
    before = records(tmp_path / "out" / "rejects.jsonl")
    stats = run(
        [tmp_path / "out" / "rejects.jsonl"], tmp_path / "again", source="rejects", **arguments
    )
    assert (stats.documents, stats.rejected) == (2, 2)
    assert records(tmp_path / "again" / "rejects.jsonl") == before
    assert [one["error"] for one in before] == ["ValueError", "WorkerDied"]


def test_a_run_gone_wrong_is_stopped_and_can_go_on(tmp_path: Path) -> None:
    bad = dict.fromkeys(range(0, 4000, 20), b'{"body": 1}')
    (tmp_path / "a.jsonl").write_bytes(jsonl(8000, bad))
    clean: dict[str, Any] = {"clean": corpus_faults.clean}
    for limit in (0.01, 20, 0):
        with pytest.raises(TooManyRejectsError) as stopped:
            run([tmp_path / "a.jsonl"], tmp_path / "out", max_rejects=limit, **clean)
        assert 1000 <= stopped.value.stats.documents < 8000
        assert not (tmp_path / "out" / "a.jsonl").exists()
    stats = run([tmp_path / "a.jsonl"], tmp_path / "out", max_rejects=0.9, **clean)
    assert (stats.rejected, stats.documents) == (200, 8000)
    assert run([tmp_path / "a.jsonl"], tmp_path / "ref", **clean) == stats
    assert same(tmp_path / "out", tmp_path / "ref")


def test_the_command_says_that_it_stopped(crawl: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["crawl/a.jsonl", "-o", "out", "--max-rejects", "0"]) == 4
    said = capsys.readouterr().err
    assert "stopped: 1 of 30 documents were rejected; look at out/rejects.jsonl.part" in said
    assert len(records(Path("out/rejects.jsonl.part"))) == 1


def test_a_run_that_was_stopped_stops_again_until_more_may_be_rejected(
    crawl: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["crawl/a.jsonl", "crawl/b.jsonl.gz", "-o", "out", "--max-rejects"]
    assert main([*arguments, "0"]) == 4
    said = capsys.readouterr().err
    for _ in range(2):
        assert main([*arguments, "0"]) == 4
        assert capsys.readouterr().err == said
    assert not Path("out/a.jsonl").exists()
    assert main([*arguments, "1"]) == 4
    assert "stopped: 2 of 60 documents" in capsys.readouterr().err
    assert main([*arguments, "2"]) == 3
    assert main([*arguments, "0"]) == 3  # there is nothing left that could be stopped
    assert main([*arguments[:2], "-o", "at once"]) == 3
    assert same(Path("out"), Path("at once"))


def test_books_of_one_document_speak_of_one(
    crawl: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (crawl / "a.jsonl").write_bytes(jsonl(1))
    assert main(["crawl/a.jsonl", "-o", "out"]) == 0
    assert "cntextfix: 1 document in = 1 ok + 0 rejected" in capsys.readouterr().err


def test_a_shard_names_its_own_file_of_rejects(
    crawl: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crawl/a.jsonl", "-o", "out", "--shard", "1/2"]) == 3
    assert "out/rejects-1-of-2.jsonl\n" in capsys.readouterr().err
    assert Path("out/rejects-1-of-2.jsonl").exists()


def test_no_length_at_all_is_no_limit_for_documents(
    crawl: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crawl/a.jsonl", "-o", "out", "--max-document", "0"]) == 2
    assert "'0' would reject every document" in capsys.readouterr().err


def broken_on_import(*_: object, **__: object) -> None:
    """Something that no worker can find again."""


def test_workers_that_cannot_even_start_end_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(3))
    program = (
        "import sys, types\n"
        "from cntextfix.corpus import run\n"
        "gone = types.ModuleType('gone'); sys.modules['gone'] = gone\n"
        "exec('def clean(data, **options): ...', gone.__dict__)\n"
        "run([sys.argv[1]], sys.argv[2], clean=gone.clean)\n"
    )
    arguments = [str(tmp_path / "a.jsonl"), str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 1
    assert b"workers die before they are at a document" in done.stderr


# The run is killed, or the disk is full


FAULTS = [sys.executable, corpus_faults.__file__]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with inputs of all kinds, some damaged, and what a run makes of them in "ref"."""
    folder = tmp_path_factory.mktemp("undisturbed")
    bad = {50: line(50, "this document raises"), 100: b"{", 151: line(151).replace(b"\xe6", b"", 1)}
    (folder / "a.jsonl").write_bytes(jsonl(500, bad))
    (folder / "b.jsonl.gz").write_bytes(compress(jsonl(200, bad), "gz")[:-100])
    (folder / "c.jsonl.zst").write_bytes(compress(jsonl(200, bad), "zst"))
    (folder / "d.warc.gz").write_bytes(warc([PAGE.encode("gb18030")] * 100))
    (folder / "pages").mkdir()
    for number in range(80):
        (folder / "pages" / f"{number:03}.txt").write_text(PAGE, "utf-8")
    subprocess.run([*FAULTS, "ref", *INPUTS], check=True, timeout=300, cwd=folder)
    return folder


INPUTS = ["a.jsonl", "b.jsonl.gz", "c.jsonl.zst", "d.warc.gz", "pages"]


@pytest.fixture
def inputs(undisturbed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The same inputs, in the folder one is in."""
    monkeypatch.chdir(undisturbed)
    yield INPUTS
    shutil.rmtree("out", ignore_errors=True)


def test_a_run_that_is_killed_goes_on_as_if_nothing_had_been(inputs: list[str]) -> None:
    seed = random.Random(7)
    kills = 0
    for _ in range(30):
        started = subprocess.Popen([*FAULTS, "out", *inputs], start_new_session=True)
        try:
            assert started.wait(seed.uniform(0.5, 1.2 + kills / 5)) == 0
            break
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
            kills += 1
    assert kills > 0
    assert same(Path("out"), Path("ref"))


def test_workers_that_are_killed_cost_nothing(inputs: list[str]) -> None:
    with subprocess.Popen([*FAULTS, "out", *inputs]) as started:
        kills = 0
        while started.poll() is None:
            workers = _workers_of(started.pid)
            if workers and kills < 6:
                os.kill(workers[kills % len(workers)], signal.SIGKILL)
                kills += 1
            time.sleep(0.3)
    assert started.returncode == 0
    assert kills > 0
    assert same(Path("out"), Path("ref"))


def _workers_of(parent: int) -> list[int]:
    path = Path(f"/proc/{parent}/task/{parent}/children")
    if not path.exists():
        pytest.skip("this system does not tell who the children of a process are")
    try:
        children = path.read_text().split()
        return [int(one) for one in children if b"spawn_main" in _command_of(one)]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _command_of(process: str) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def test_no_worker_outlives_a_parent_that_was_killed(inputs: list[str]) -> None:
    with subprocess.Popen([*FAULTS, "out", *inputs]) as started:
        workers: list[int] = []
        while len(workers) < 2 and started.poll() is None:
            workers = _workers_of(started.pid)
            time.sleep(0.05)
        started.kill()
    for _ in range(200):
        alive = [one for one in workers if _is_alive(one)]
        if not alive:
            break
        time.sleep(0.05)
    assert alive == []


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_full_disk_ends_the_run_and_room_lets_it_go_on(inputs: list[str]) -> None:

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))

    full = subprocess.run(
        [*FAULTS, "out", *inputs],
        preexec_fn=little_room,
        check=False,
        timeout=300,
        capture_output=True,
    )
    assert full.returncode == 1
    assert b"File too large" in full.stderr
    assert not Path("out/a.jsonl").exists()
    subprocess.run([*FAULTS, "out", *inputs], check=True, timeout=300, capture_output=True)
    assert same(Path("out"), Path("ref"))


def test_the_command_says_what_to_do_about_a_full_disk(
    crawl: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cntextfix.corpus.sinks.os.fsync", full)
        assert main(["crawl/a.jsonl", "-o", "out", "-q"]) == 2
    assert "out: No space left on device; when that is mended, the same command goes on" in (
        capsys.readouterr().err
    )
    assert main(["crawl/a.jsonl", "-o", "out", "-q"]) == 3


def test_two_runs_do_not_write_to_one_folder(inputs: list[str]) -> None:
    with subprocess.Popen([*FAULTS, "out", *inputs]) as started:
        while not Path("out/_journal.jsonl").exists() and started.poll() is None:
            time.sleep(0.02)
        time.sleep(0.1)
        with pytest.raises(CntextfixError, match="another run is writing here"):
            run(inputs, "out", clean=corpus_faults.clean)
        started.kill()


def test_an_interrupt_ends_the_command_and_its_workers(inputs: list[str]) -> None:
    command = [sys.executable, "-m", "cntextfix", *inputs * 2, "-o", "out", "-j", "2"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as started:
        while not _workers_of(started.pid) and started.poll() is None:
            time.sleep(0.02)
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=300)
    assert (started.returncode, said) == (130, b"")


# Order and memory


def test_any_number_of_workers_gives_the_same_bytes(
    tmp_path: Path, inputs: list[str], small_chunks: None
) -> None:
    stats: list[Stats] = []
    for jobs in (1, 3):
        out = tmp_path / f"jobs{jobs}"
        stats.append(run(inputs, out, jobs=jobs, clean=corpus_faults.slow, limits=LIMITS))
    assert stats[0] == stats[1]
    assert same(tmp_path / "jobs1", tmp_path / "jobs3")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks so small that every file has several."""
    for name in ("lines", "warc", "readers"):
        monkeypatch.setattr(f"cntextfix.corpus.{name}.CHUNK", 20_000)


def test_no_more_is_read_than_the_workers_can_take() -> None:
    read = 0

    def tasks() -> Iterator[tuple[int, Task, int]]:
        nonlocal read
        data = jsonl(3)
        for number in range(500):
            read += 1
            yield number, Task(data, 0, "jsonl", "a", "jsonl"), 1 << 20

    work = Work(corpus_faults.clean, ("text",), limits=Limits())
    with Pool[int](work, 2) as pool:
        for number, (key, result) in enumerate(pool.ordered(tasks())):
            assert (key, result.counts["ok"]) == (number, 3)
            assert read <= number + 10
    assert read == 500


# Streams that are closed


@pytest.mark.parametrize(
    ("closed", "inputs", "status"),
    [
        (">&-", "crawl/a.jsonl -o out", 3),
        ("2>&-", "crawl/a.jsonl -o out", 3),
        ("<&- >&- 2>&-", "crawl/a.jsonl -o out", 3),
        ("2>/dev/full", "crawl/a.jsonl -o out", 3),
        (">&-", "crawl/p.txt", 2),
        (">&-", "crawl/p.txt -o out", 0),
        (">&-", "crawl/p.txt --check", 1),
        ("2>&-", "crawl/p.txt no.txt", 2),
    ],
)
def test_a_stream_that_is_closed_is_no_bug(
    crawl: Path, closed: str, inputs: str, status: int
) -> None:
    (crawl / "p.txt").write_text(PAGE, "utf-8")
    command = f"{sys.executable} -m cntextfix {inputs} {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=300)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    if "2>" not in closed:
        assert done.stderr.startswith(b"cntextfix: standard output is closed") == (
            inputs == "crawl/p.txt"
        )
    if inputs.endswith("-o out"):
        assert Path("out").exists()


def test_a_device_without_room_says_to_make_room(
    crawl: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    (crawl / "p.txt").write_text(PAGE, "utf-8")
    assert main(["crawl/p.txt", "-o", "/dev/full"]) == 2
    assert "/dev/full: No space left on device; make room" in capsys.readouterr().err
