"""The command, called in this process and as a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

import cntextfix.cli
from cntextfix.clean import clean
from cntextfix.cli import main
from cntextfix.document import Document

DAMAGED = "关于放假的通知\n来源：本站 发布时间：2024-01-05\n检\u200b察院元旦放假一天。\n"
CLEAN = "关于放假的通知\n检察院元旦放假一天。\n"
SEEDS = Path(__file__).parent.parent / "seeds"


@dataclass(frozen=True)
class Result:
    """What a run of the command left."""

    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Run:
    """Runs the command in an empty folder, without colour unless asked for."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*argv: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        status = main(argv)
        captured = capsysbinary.readouterr()
        return Result(status, captured.out.decode("utf-8"), captured.err.decode("utf-8"))

    return run


@pytest.fixture
def page(run: Run, tmp_path: Path) -> Path:
    """A damaged page."""
    path = tmp_path / "page.txt"
    path.write_text(DAMAGED, "utf-8")
    return path


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A folder of pages with a subfolder, and things that are no pages."""
    folder = tmp_path / "pages"
    (folder / "news").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "b.txt").write_text("乙\u200b。\n", "utf-8")
    (folder / "a.TXT").write_text("甲。\n", "utf-8")
    (folder / "news" / "c.txt").write_bytes("丙。\n".encode("gb18030"))
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden" / "d.txt").write_text("丁。\n", "utf-8")
    return folder


# Inputs


def test_a_file_gives_its_clean_text(run: Run, page: Path) -> None:
    assert run("page.txt") == Result(0, CLEAN, "")


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input_is_read_where_no_file_is_named(run: Run, arguments: tuple[str]) -> None:
    assert run(*arguments, stdin=DAMAGED.encode()) == Result(0, CLEAN, "")
    assert run(*arguments, stdin=DAMAGED.encode("gb18030")).out == CLEAN


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_empty_input_gives_empty_output(run: Run, form: str) -> None:
    assert run("-t", form, stdin=b"") == Result(0, "", "")


def test_a_terminal_is_not_waited_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("cntextfix.cli.sys.stdin", Terminal(BytesIO()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cntextfix.cli, "_clean_all", lambda *_: pytest.fail("it was read"))
        assert main([]) == 2


def test_a_folder_gives_its_texts_sorted_each_under_its_name(run: Run, folder: Path) -> None:
    result = run("pages")
    assert result.out == (
        "==> pages/a.TXT <==\n\n甲。\n\n==> pages/b.txt <==\n\n乙。\n\n"
        "==> pages/news/c.txt <==\n\n丙。\n"
    )
    assert result.status == 0
    assert result.err == (
        "cntextfix: 3 documents; repairs: invisible 1; lines of furniture set aside: 0\n"
    )
    assert run("pages", "-q").err == ""


def test_what_hidden_folders_hold_makes_no_corpus_of_a_folder(run: Run, folder: Path) -> None:
    hidden = folder / ".cache"
    hidden.mkdir()
    (hidden / "old.jsonl").write_text('{"text": "丁。"}\n', "utf-8")
    result = run("pages")
    assert result.status == 0
    assert result.out.endswith("==> pages/news/c.txt <==\n\n丙。\n")
    assert "丁" not in result.out


def test_an_input_named_twice_is_taken_once(run: Run, folder: Path) -> None:
    assert run("pages/b.txt", "pages", "pages/../pages/b.txt", "-q").out.count("乙") == 1


def test_encoding_can_be_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("檢察院元旦放假一天。".encode("big5"))
    assert run("-e", "big5", "a.txt").out == "檢察院元旦放假一天。\n"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, b"\x00" * 99, b"\xff\xfe"],
    ids=["picture", "zeros", "mark only"],
)
def test_any_bytes_give_an_answer(run: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    result = run("a.txt", "-t", "json", "-f", "text")
    assert result.status == 0
    assert Document.from_dict(json.loads(result.out)).title is None or result.out


def test_an_input_that_is_no_text_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 4)
    assert "a.txt: this looks like no text" in run("a.txt").err
    assert run("a.txt", "-q").err == ""


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"PK\x03\x04\x14\0\x06\0", "a ZIP archive or an Office document"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF document"),
        (b"\x1f\x8b\x08\0\0\0", "a gzip file"),
        (b"BM\x36\x10\x0e\0\0\0", "a BMP picture"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_plainly_no_text_is_refused_and_the_others_are_done(
    run: Run, folder: Path, data: bytes, what: str
) -> None:
    (folder / "aa.txt").write_bytes(data)
    result = run("pages", "-q")
    assert result.status == 2
    assert result.err == f"cntextfix: pages/aa.txt: is {what}, no text; -f text takes it as one\n"
    assert "甲" in result.out
    assert run("pages/aa.txt", "-f", "text", "-q").status == 0


@pytest.mark.parametrize(
    "text", ["BMW 宝马公司今天宣布", "PAR1 是一种格式", "%PDF 是什么", "PK 大赛"]
)
def test_a_text_that_begins_like_a_file_of_another_kind_is_a_text(
    run: Run, tmp_path: Path, text: str
) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert run("a.txt") == Result(0, f"{text}\n", "")


def test_pages_of_html_are_found_in_a_folder_and_read(run: Run, folder: Path) -> None:
    (folder / "d.html").write_text("<html><p>检察院元旦放假一天。</p></html>", "utf-8")
    (folder / "e.HTM").write_bytes("<html><p>丁。</p></html>".encode("gb18030"))
    out = run("pages", "-q").out
    assert "==> pages/d.html <==\n\n检察院元旦放假一天。\n" in out
    assert "==> pages/e.HTM <==\n\n丁。\n" in out
    assert "<html>" in run("pages/d.html", "-f", "text", "-q").out
    assert "<html>" in run("pages/d.html", "--form", "text", "-q").out


def test_how_much_is_furniture_can_be_chosen(run: Run, tmp_path: Path) -> None:
    menu = "<ul><li><a href=1>首页</a></li><li><a href=2>新闻</a></li></ul>"
    text = "<p>检察院元旦放假一天，请各单位做好值班工作，并报送名单。</p>" * 3
    (tmp_path / "a.html").write_text(f"<html>{menu}<h1>通知</h1>{text}{menu}</html>", "utf-8")
    everything = json.loads(run("a.html", "-t", "json").out)
    safe = json.loads(run("a.html", "-t", "json", "--strip", "safe").out)
    assert len(everything["text"]) <= len(safe["text"])


def test_the_address_of_a_page_can_be_given(run: Run, page: Path) -> None:
    url = "http://example.cn/1"
    assert json.loads(run("page.txt", "-t", "json", "--url", url).out)["url"] == url
    result = run("page.txt", "page.txt", "--url", url)
    assert (result.status, result.out) == (2, "")
    assert "several inputs" in result.err


def test_what_is_known_of_sites_is_used(run: Run, tmp_path: Path) -> None:
    from cntextfix import SiteProfile

    bar = "本站特约编辑部欢迎各界朋友踊跃投稿"
    pages = [f"{day}大桥今天正式通车。\n{bar}\n{day}天气很好。" for day in ("元旦", "立春", "清明")]
    url = "http://example.cn/"
    SiteProfile.learn((url, text) for text in pages).save(tmp_path / "sites.json")
    (tmp_path / "a.txt").write_text(pages[0], "utf-8")
    assert bar in run("a.txt", "--url", url).out
    assert bar not in run("a.txt", "--url", url, "--profile", "sites.json").out
    assert "none.json: No such file" in run("a.txt", "--profile", "none.json").err


# What goes wrong is said in one line, and the other inputs are still done


def test_a_missing_file_is_named_and_the_others_are_done(run: Run, page: Path) -> None:
    result = run("pgae.txt", "page.txt", "-q")
    assert result.status == 2
    assert result.out == CLEAN or result.out.endswith(CLEAN)
    assert result.err == ("cntextfix: pgae.txt: no such file or folder; did you mean page.txt?\n")


def test_a_missing_folder_is_named(run: Run) -> None:
    result = run("no/such.txt")
    assert result == Result(
        2, "", "cntextfix: no/such.txt: no such file or folder; there is no folder no\n"
    )


def test_a_folder_without_texts_says_what_it_looks_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("empty") == Result(
        2,
        "",
        "cntextfix: empty: no *.txt, *.html, *.htm in this folder; name the files themselves\n",
    )


def test_an_unreadable_file_is_named(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the tests may run as root, whom permissions do not stop
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("pages", "-q")
    assert result.status == 2
    assert result.err.splitlines() == [
        "cntextfix: pages/b.txt: permission denied; check who may read or write it (ls -l)"
    ]
    assert "甲" in result.out
    assert "丙" in result.out


def test_a_bug_in_one_document_is_reported_and_the_others_are_done(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes, **options: object) -> Document:
        if "乙".encode() in data:
            raise RecursionError("too deep")
        return clean(data)

    monkeypatch.setattr(cntextfix.cli, "clean", broken)
    result = run("pages", "-t", "jsonl")
    assert result.status == 2
    assert len(result.out.splitlines()) == 2
    assert "pages/b.txt: RecursionError: too deep; please report this bug" in result.err
    assert result.err.endswith("failed: 1\n")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--select", "invisibel"], "no repair is called 'invisibel'; did you mean invisible?"),
        (["--select", "pinyin"], "did you mean injected_pinyin?"),
        (["--ignore", "qqq"], "--list-repairs shows their names"),
        (["-e", "klingon"], "klingon"),
        (["--rules", "none.toml"], "none.toml"),
        (["--rules", "broken.toml"], "broken.toml"),
        (["--diff", "-t", "json"], "--diff does not go with -t json"),
        (["--check", "-o", "x"], "--check does not go with -o"),
    ],
    ids=" ".join,
)
def test_a_wrong_option_is_one_line_that_says_what_to_do(
    run: Run, page: Path, argv: list[str], message: str
) -> None:
    (page.parent / "broken.toml").write_text("[[rule]\n", "utf-8")
    result = run("page.txt", *argv)
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
    assert result.err.startswith("cntextfix: ")
    assert message in result.err


@pytest.mark.parametrize(
    "argv", [["--scr", "keep"], ["--script", "klingon"], ["-t", "xml"], ["--diff", "--check"]]
)
def test_argparse_refuses_what_it_does_not_know(run: Run, argv: list[str]) -> None:
    result = run(*argv)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("usage: cntextfix")


# Outputs


def test_json_is_one_document_with_its_path(run: Run, page: Path) -> None:
    values = json.loads(run("page.txt", "-t", "json").out)
    assert (values["path"], values["schema"], values["title"]) == ("page.txt", 1, "关于放假的通知")
    assert Document.from_dict(values).original == DAMAGED


def test_json_of_several_inputs_is_refused_for_jsonl(run: Run, folder: Path) -> None:
    result = run("pages", "-t", "json")
    assert (result.status, result.out) == (2, "")
    assert "use -t jsonl" in result.err
    lines = run("pages", "-t", "jsonl").out.splitlines()
    assert [json.loads(line)["path"] for line in lines] == [
        "pages/a.TXT",
        "pages/b.txt",
        "pages/news/c.txt",
    ]


def test_markdown_has_the_fields_and_the_title(run: Run, page: Path) -> None:
    out = run("page.txt", "-t", "markdown").out
    assert out.startswith('---\ntitle: "关于放假的通知"\n')
    assert "\n# 关于放假的通知\n\n检察院元旦放假一天。\n" in out


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.txt", "关于"),
        ("a.md", "---"),
        ("a.json", "{\n"),
        ("a.jsonl", '{"'),
        ("a.html", "<!DOCTYPE html>"),
        ("a.htm", "<!DOCTYPE html>"),
        ("a", "关于"),
    ],
)
def test_the_suffix_of_the_output_chooses_its_form(
    run: Run, page: Path, name: str, start: str
) -> None:
    assert run("page.txt", "-o", name) == Result(0, "", "")
    assert (page.parent / name).read_text("utf-8").startswith(start)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xml", "a.csv"])
def test_a_suffix_that_promises_another_form_is_refused(run: Run, page: Path, name: str) -> None:
    result = run("page.txt", "-o", name)
    assert (result.status, result.out) == (2, "")
    assert f"{name}: {page.parent.joinpath(name).suffix} is no form" in result.err
    assert not (page.parent / name).exists()
    assert run("page.txt", "-o", name, "-t", "text").status == 0


@pytest.mark.parametrize("name", ["page.txt/x.txt", "page.txt/", "page.txt/a/b.md"])
def test_a_file_where_a_folder_would_have_to_be_is_named(
    run: Run, page: Path, folder: Path, name: str
) -> None:
    result = run("pages/b.txt", "-o", name)
    assert (result.status, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
    assert "page.txt is a file, no folder; choose another -o" in result.err


def test_a_folder_that_cannot_be_written_to_is_said_once(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the tests may run as root, whom permissions do not stop
    monkeypatch.setattr("cntextfix.outputs.os.access", lambda *_: False)
    result = run("pages", "-o", "out/")
    assert (result.status, result.out) == (2, "")
    assert result.err == ("cntextfix: out: permission denied; check who may write there (ls -ld)\n")


def test_an_output_folder_gets_a_file_for_each_input(run: Run, folder: Path) -> None:
    assert run("pages", "-o", "out/", "-t", "markdown", "-q").status == 0
    out = folder.parent / "out"
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*.*"))
    assert names == ["a.md", "b.md", "news/c.md"]
    assert (out / "news" / "c.md").read_text("utf-8") == "丙。\n"


def test_several_texts_make_a_folder_and_several_jsonl_a_file(run: Run, folder: Path) -> None:
    assert run("pages", "-o", "texts", "-q").status == 0
    assert (folder.parent / "texts" / "b.txt").read_text("utf-8") == "乙。\n"
    assert run("pages", "-o", "all.jsonl", "-q").status == 0
    assert len((folder.parent / "all.jsonl").read_text("utf-8").splitlines()) == 3
    result = run("pages", "-o", "all.md")
    assert result.status == 2
    assert "all.md: several texts do not go into one file" in result.err


def test_the_output_folder_is_not_taken_as_input(run: Run, folder: Path) -> None:
    for _ in range(2):
        assert run("pages", "-o", "pages/out/", "-q").status == 0
    assert not (folder / "out" / "out").exists()


def test_two_inputs_of_one_name_are_refused_before_anything_is_written(
    run: Run, folder: Path
) -> None:
    (folder / "news" / "b.txt").write_text("乙乙。\n", "utf-8")
    result = run("pages/b.txt", "pages/news/b.txt", "-o", "out/")
    assert result.status == 2
    assert "out/b.txt: both pages/b.txt and pages/news/b.txt would be written here" in result.err
    assert not (folder.parent / "out").exists()


@pytest.mark.parametrize(
    "name", ["page.txt", "./page.txt", "hard.txt", "soft.txt", "sub/../page.txt"]
)
def test_an_input_is_never_overwritten_whatever_it_is_called(
    run: Run, page: Path, name: str
) -> None:
    (page.parent / "sub").mkdir()
    os.link(page, page.parent / "hard.txt")
    (page.parent / "soft.txt").symlink_to(page)
    result = run("page.txt", "-o", name)
    assert result.status == 2
    assert "is an input and is never overwritten" in result.err
    assert page.read_text("utf-8") == DAMAGED


def test_the_input_folder_as_output_folder_is_refused_for_texts(run: Run, folder: Path) -> None:
    result = run("pages", "-o", "pages")
    assert result.status == 2
    assert "never overwritten" in result.err
    assert (folder / "b.txt").read_text("utf-8") == "乙\u200b。\n"


def test_a_failed_input_leaves_an_earlier_output_alone(run: Run, page: Path) -> None:
    out = page.parent / "out.txt"
    out.write_text("earlier", "utf-8")
    assert run("missing.txt", "-o", "out.txt").status == 2
    assert out.read_text("utf-8") == "earlier"


def test_an_output_is_whole_or_not_there(
    run: Run, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = page.parent / "out.txt"
    out.write_text("earlier", "utf-8")
    out.chmod(0o640)

    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(path))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", full)
        result = run("page.txt", "-o", "out.txt")
    assert result.status == 2
    assert "out.txt: No space left on device" in result.err
    assert out.read_text("utf-8") == "earlier"
    assert sorted(path.name for path in page.parent.iterdir()) == ["out.txt", "page.txt"]
    assert run("page.txt", "-o", "out.txt").status == 0
    assert out.read_text("utf-8") == CLEAN
    assert out.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_not_replaced(run: Run, page: Path) -> None:
    assert run("page.txt", "-o", os.devnull).status == 0
    assert not Path(os.devnull).is_file()


def test_lone_surrogates_come_out_as_utf8(
    run: Run, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cntextfix.cli, "clean", lambda *_, **__: Document(title="a\ud800b"))
    assert run("page.txt").out == "a\ufffdb\n"
    assert json.loads(run("page.txt", "-t", "json").out)["title"] == "a\ud800b"


# Showing and checking


def test_explain_lists_changes_and_furniture(run: Run, page: Path) -> None:
    result = run("--explain", "page.txt")
    assert result.status == 0
    first, *rest = result.out.splitlines()
    assert first == "page.txt:3:2: invisible  \\u200b → (nothing)  (certain)"
    assert len(rest) == 1
    assert rest[0].startswith("page.txt:2: ")
    assert "(metadata)  来源：本站" in rest[0]
    values = json.loads(run("--explain", "-t", "json", "page.txt").out)
    assert (values["path"], values["changes"][0]["column"], len(values["removed"])) == (
        "page.txt",
        2,
        1,
    )


def test_diff_is_unified_and_coloured_only_when_wanted(
    run: Run, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = run("--diff", "page.txt").out
    assert plain.splitlines()[:2] == ["--- page.txt", "+++ page.txt (clean)"]
    assert "\n-检\u200b察院元旦放假一天。\n+检察院元旦放假一天。\n" in plain
    assert "\x1b[" in run("--diff", "--color", "always", "page.txt").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("--diff", "page.txt").out
    assert run("--diff", "--color", "never", "page.txt").out == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("--diff", "page.txt").out == plain


def test_check_names_what_would_change_and_writes_nothing(run: Run, page: Path) -> None:
    (page.parent / "clean.txt").write_text(CLEAN, "utf-8")
    result = run("--check", "page.txt", "clean.txt")
    assert (result.status, result.out) == (1, "")
    assert result.err.splitlines()[0] == "cntextfix: page.txt: would change"
    assert "clean.txt" not in result.err
    assert run("--check", "clean.txt") == Result(0, "", "")
    assert run("--check", "-q", "page.txt") == Result(1, "", "")
    assert run("--check", "missing.txt", "page.txt").status == 2


def test_what_was_cleaned_passes_the_check(run: Run, page: Path) -> None:
    assert run("page.txt", "-o", "clean.txt").status == 0
    assert run("--check", "clean.txt").status == 0
    assert run("--diff", "clean.txt").out == ""


# Repairs alone


NESTED = "- 甲\n  - 檢察機(jī)關(guān)\n    - 丙\r\n\n```python\n\tif 真:\n\t\tpass\n```"


def test_repairs_alone_keep_every_line_and_indent(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(NESTED.encode())
    fixed = cntextfix.fix_text(NESTED)
    assert fixed == NESTED.replace("檢察機(jī)關(guān)", "检察机关")
    assert run("-t", "fixed", "a.md") == Result(0, fixed, "")
    assert run("-t", "fixed", stdin=NESTED.encode("gb18030")).out == fixed
    page = run("-t", "fixed", stdin=DAMAGED.encode()).out
    assert page == cntextfix.fix_text(DAMAGED)
    assert "来源：本站" in page
    kept = run("-t", "fixed", "--select", "invisible", "a.md").out
    assert kept == NESTED


def test_repairs_alone_keep_the_names_of_their_files(run: Run, tmp_path: Path) -> None:
    for name in ("a.md", "b.srt", "c"):
        (tmp_path / name).write_bytes(NESTED.encode())
    assert run("-t", "fixed", "a.md", "b.srt", "c", "-o", "out/", "-q").status == 0
    for name in ("a.md", "b.srt", "c"):
        data = (tmp_path / "out" / name).read_bytes()
        assert data.decode() == cntextfix.fix_text(NESTED)
    result = run("-t", "fixed", "a.md", "b.srt")
    assert (result.status, result.out) == (2, "")
    assert "several inputs do not make one text; use -o with a folder" in result.err


def test_repairs_alone_are_for_plain_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><p>檢察機(jī)關(guān)</p></html>", "utf-8")
    for options in ([], ["-f", "html"], ["--form", "html"]):
        result = run("-t", "fixed", "a.html", *options)
        assert (result.status, result.out) == (2, "")
        assert "-t fixed repairs plain text; -f text takes it as text" in result.err
    assert run("-t", "fixed", "-f", "text", "a.html").out == "<html><p>检察机关</p></html>"
    assert "does not go with -t fixed" in run("-t", "fixed", "--diff", "a.html").err


# Hints


def test_mojibake_that_was_repaired_is_a_text(run: Run, tmp_path: Path) -> None:
    text = "最高人民检察院今天发布通知，要求各地认真做好工作。"
    (tmp_path / "a.txt").write_bytes(text.encode().decode("latin-1").encode())
    assert run("a.txt") == Result(0, f"{text}\n", "")


@pytest.mark.parametrize(
    ("line", "is_record"),
    [
        ('{"id":1,"text":"检察院"}', True),
        ('\ufeff{"html":"<p>检察院</p>"}', True),
        ('{"name":"检察院"}', False),
        ('{"text":"检察院', False),
        ("{检察院}", False),
    ],
)
def test_records_without_a_suffix_are_noticed(
    run: Run, tmp_path: Path, line: str, is_record: bool
) -> None:
    (tmp_path / "crawl").write_text(f"{line}\n{line}\n", "utf-8")
    for result in (run("crawl"), run(stdin=(tmp_path / "crawl").read_bytes())):
        assert ("looks like JSON Lines and was read as one text" in result.err) is is_record
    assert run("crawl", "-q").err == ""
    assert run("crawl", "-f", "text").err == ""


def test_several_pages_of_html_do_not_follow_one_another(run: Run, folder: Path) -> None:
    result = run("pages", "-t", "html")
    assert (result.status, result.out) == (2, "")
    assert "several inputs do not make one page of HTML; use -o with a folder" in result.err
    assert run("pages", "-t", "html", "-o", "out/", "-q").status == 0


def test_a_place_where_no_file_can_be_made_is_the_output_s(run: Run, page: Path) -> None:
    result = run("page.txt", "-o", "/proc/x.txt")
    assert result.status == 2
    assert result.err.startswith("cntextfix: /proc/x.txt: ")
    assert "-o" in result.err


def test_no_repair_at_all_has_a_name(run: Run, page: Path) -> None:
    assert "write --ignore all" in run("page.txt", "--select", "none").err


# Choosing


def test_repairs_can_be_selected_and_ignored(run: Run, page: Path) -> None:
    assert run("page.txt", "--ignore", "invisible").out == DAMAGED.replace(
        "来源：本站 发布时间：2024-01-05\n", ""
    )
    assert run("page.txt", "--select", "invisible").out == CLEAN
    assert run("page.txt", "--select", "all", "--ignore", "all").out.count("\u200b") == 1


def test_own_rules_are_added(run: Run, page: Path) -> None:
    (page.parent / "rules.toml").write_text(OWN_RULE, "utf-8")
    (page.parent / "a.txt").write_text("通知\n各单位：\n本段由机器人播报\n请放假。\n", "utf-8")
    assert "机器人" in run("a.txt").out
    assert "机器人" not in run("a.txt", "--rules", "rules.toml").out
    assert "own_robot" in run("--rules", "rules.toml", "--list-rules").out


OWN_RULE = """
[rule.own_robot]
kind = "advert"
where = "anywhere"
pattern = '本段由机器人播报$'
matches = ["本段由機器人播報"]
misses = ["本段由机器人播报，听众喜欢。"]
"""


def test_lists_show_every_repair_and_rule(run: Run) -> None:
    from cntextfix.repairs import REPAIRS

    listed = run("--list-repairs").out.splitlines()
    assert [line.split()[0] for line in listed] == [repair.name for repair in REPAIRS]
    rules = run("--list-rules").out.splitlines()
    assert len(rules) > 5
    assert all(len(line.split()) >= 3 for line in rules)


# A process of its own


@contextmanager
def started(*argv: str, env: dict[str, str] | None = None) -> "Iterator[subprocess.Popen[bytes]]":
    """The command, running; it is killed after a minute, so that no test waits for ever."""
    with subprocess.Popen(
        [sys.executable, "-m", "cntextfix", *argv],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        # a shell starts what it runs in the background with interrupts ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        watchdog = Timer(60, process.kill)
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    with started(env=environment) as process:
        out, err = process.communicate(DAMAGED.encode("gb18030"))
    assert (process.returncode, out.decode("utf-8"), err) == (0, CLEAN, b"")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with started("-t", "jsonl", str(SEEDS)) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.close()
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_an_interrupt_ends_quietly() -> None:
    with started(str(SEEDS), "-", "-t", "jsonl") as process:
        assert process.stdout is not None
        for _ in range(5):
            process.stdout.readline()  # it is now at standard input, which never ends
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"")


def test_version_is_that_of_the_package() -> None:
    with started("-V") as process:
        out, _ = process.communicate()
    assert process.returncode == 0
    assert out.startswith(b"cntextfix ")


@pytest.mark.parametrize("options", [["--select", ""], ["--select", " , "], ["-o", ""]])
def test_an_empty_value_is_an_error_not_a_choice(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*options, str(SEEDS / "README.md")]) == 2
    assert "names no" in capsys.readouterr().err


# The functions behind it say what they take


@pytest.mark.parametrize("data", [None, 5, ["检察院"]])
def test_what_is_neither_text_nor_bytes_is_named(data: Any) -> None:
    kind = type(data).__name__
    with pytest.raises(TypeError, match=rf"expected text \(str\) or bytes, not {kind}"):
        cntextfix.clean(data)
    for function in (cntextfix.fix_text, cntextfix.explain):
        with pytest.raises(TypeError, match=rf"expected text \(str\), not {kind}"):
            function(data)


@pytest.mark.parametrize("repairs", ["mojibake", ["mojibake"], iter(cntextfix.REPAIRS), 5])
def test_names_of_repairs_are_no_repairs_and_the_message_makes_them_some(repairs: Any) -> None:
    for function in (cntextfix.clean, cntextfix.clean_many, cntextfix.fix_text, cntextfix.explain):
        with pytest.raises(TypeError, match=r"one for one in cntextfix\.REPAIRS"):
            function("檢察院", repairs=repairs)
    names = ["mojibake"]
    chosen = [one for one in cntextfix.REPAIRS if one.name in names]
    assert cntextfix.fix_text("检察院", repairs=chosen) == "检察院"
