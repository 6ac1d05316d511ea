"""Each engine that is installed cleans real shards with the very lines of the manual.

The shards hold what stops runs: nulls, text that is none, and a page at which `clean` raises.
"""

import gzip
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cntextfix import SiteProfile
from cntextfix.adapters.rows import clean_row

MANUAL = (Path(__file__).parent.parent / "docs" / "adapters.md").read_text("utf-8")
DAMAGED = "檢察機(jī)關(guān)第{}號(hào)文件，今天正式發(fā)布。"
ROWS, SHARDS = 120, 3
NULLS, POISONED = {7, 200}, {11, 350}

# A profile that fails for one site: the only way to make `clean` raise is to put a fault into it.
POISON: Any = SiteProfile({"bad.example": 42})  # type: ignore[dict-item]

pytestmark = pytest.mark.filterwarnings("ignore")  # the engines' own


def engine(name: str) -> Any:
    """Skip where an engine is not installed; looking for it must not cost its import."""
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed")


def recipe(heading: str) -> str:
    """The lines of Python that the manual gives for an engine."""
    section = MANUAL.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)[0]  # type: ignore[no-any-return]


def page(number: int) -> bytes | None:
    if number in NULLS:
        return None
    text = DAMAGED.format(number)
    if number % 3 == 1:
        return text.encode("gb18030")
    return text.encode() + (b"\xff" if number % 3 == 2 else b"")


def address(number: int) -> str:
    return f"http://{'bad' if number in POISONED else 'good'}.example/{number}"


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shards in Parquet, and the folder of the run."""
    engine("pyarrow")
    import pyarrow as pa
    from pyarrow import parquet

    (tmp_path / "crawl").mkdir()
    for shard in range(SHARDS):
        numbers = range(shard * ROWS, (shard + 1) * ROWS)
        columns = {
            "id": list(numbers),
            "text": pa.array(map(page, numbers), pa.binary()),
            "url": list(map(address, numbers)),
        }
        parquet.write_table(pa.table(columns), tmp_path / "crawl" / f"{shard}.parquet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(folder: Path) -> list[dict[str, Any]]:
    """What a recipe wrote, in the order of the pages."""
    from pyarrow import dataset

    place = folder / "clean.parquet" if (folder / "clean.parquet").exists() else folder / "clean"
    files = [str(path) for path in place.rglob("*.parquet")] if place.is_dir() else [str(place)]
    rows: list[dict[str, Any]] = dataset.dataset(files).to_table().to_pylist()
    return sorted(rows, key=lambda row: row["id"])


def check(rows: list[dict[str, Any]], poisoned: set[int]) -> None:
    """Every row is there, and only the poisoned ones are not clean."""
    rows = sorted(rows, key=lambda row: row["id"])
    assert [row["id"] for row in rows] == list(range(ROWS * SHARDS))
    assert {row["id"] for row in rows if row["error"] is not None} == poisoned
    for row in rows:
        number = row["id"]
        expected = clean_row(page(number), address(number))
        assert row["url"] == address(number)
        if number in poisoned:
            assert (row["text"], row["cntextfix"]) == (None, None)
            assert bytes(row["raw"]) == page(number)
        else:
            assert row["text"] == expected.text
            assert (row["cntextfix"] is None) == (number in NULLS)


@pytest.mark.parametrize("heading", ["Arrow", "Polars", "Daft", "Hugging Face datasets"])
def test_recipes_within_one_process(heading: str, crawl: Path) -> None:
    engine({"Arrow": "pyarrow", "Hugging Face datasets": "datasets"}.get(heading, heading.lower()))
    program = crawl / "recipe.py"
    body = recipe(heading).replace("\n", "\n    ")
    program.write_text(f"if __name__ == '__main__':\n    {body}\n", "utf-8")
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    check(found(crawl), set())


def test_hugging_face_datasets(crawl: Path) -> None:
    engine("datasets")
    import datasets

    from cntextfix.adapters.datasets import clean_dataset
    from cntextfix.adapters.rows import clean_columns

    files = sorted(map(str, (crawl / "crawl").iterdir()))
    cache = str(crawl / "cache")
    pages = datasets.load_dataset("parquet", data_files=files, split="train", cache_dir=cache)
    check(list(clean_dataset(pages, profile=POISON)), POISONED)
    streamed = pages.to_iterable_dataset(num_shards=2)
    check(list(clean_dataset(streamed, profile=POISON, batch_size=50)), POISONED)
    labels = datasets.ClassLabel(names=["news", "law"])
    labelled = clean_dataset(
        pages.add_column("class", [1] * len(pages)).cast_column("class", labels)
    )
    assert labelled.features["class"] == labels
    every = clean_columns(pages[:], profile=POISON)
    check(
        [dict(zip(every, row, strict=True)) for row in zip(*every.values(), strict=True)], POISONED
    )


@pytest.fixture
def ray(crawl: Path) -> Iterator[Any]:
    engine("ray")
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield ray
    ray.shutdown()


def test_ray(crawl: Path, ray: Any) -> None:
    from cntextfix.adapters.ray import clean_dataset

    exec(recipe("Ray Data"), {})
    check(found(crawl), set())
    pages = ray.data.read_parquet(str(crawl / "crawl"))
    check(clean_dataset(pages, profile=POISON).take_all(), POISONED)


@pytest.fixture
def spark(crawl: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    engine("pyspark")
    import shutil

    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("Spark needs a Java runtime, and there is none")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    session = builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_spark(crawl: Path, spark: Any) -> None:
    from cntextfix.adapters.spark import clean_frame

    exec(recipe("Spark"), {})
    check(found(crawl), set())
    pages = spark.read.parquet(str(crawl / "crawl"))
    rows = clean_frame(pages, profile=POISON).collect()
    check([row.asDict(recursive=True) for row in rows], POISONED)

    (crawl / "files").mkdir()
    for number in range(5):
        (crawl / "files" / f"{number}.txt").write_bytes(page(number) or b"")
    files = spark.read.format("binaryFile").load(str(crawl / "files"))  # has a moment in it, too
    cleaned = sorted(clean_frame(files, text="content").collect())
    assert [row["content"] for row in cleaned] == [clean_row(page(n)).text for n in range(5)]
    assert all(row["modificationTime"] and row["error"] is None for row in cleaned)


def warc(number: int, body: bytes, status: str = "200 OK") -> bytes:
    response = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: {address(number)}\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(response)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + response + b"\r\n\r\n")


def datatrove_run(folder: Path, program: str) -> None:
    """Run a pipeline as a program of its own: datatrove starts processes that import it."""
    (folder / "run.py").write_text(program, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run(
        [sys.executable, "run.py"], cwd=folder, capture_output=True, text=True, timeout=300,
        check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def written(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        text = gzip.decompress(data) if path.suffix == ".gz" else data
        rows += map(json.loads, text.splitlines())
    return rows


PIPELINE = """
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.writers import JsonlWriter
from cntextfix.adapters.datatrove import CntextFix, {reader}
from test_adapters_engines import POISON
if __name__ == "__main__":
    LocalPipelineExecutor([
        {reader}("crawl/", JsonlWriter("damaged/")),
        CntextFix(JsonlWriter("rejected/"), profile=POISON),
        JsonlWriter("clean/"),
    ], tasks=2, workers=2, logging_dir="log/", start_method="spawn").run()
"""


def test_datatrove_reads_every_page_of_a_damaged_warc(tmp_path: Path) -> None:
    engine("datatrove")
    (tmp_path / "crawl").mkdir()
    numbers = [number for number in range(ROWS) if number not in NULLS]
    pages = [warc(n, b"<html><body><p>" + (page(n) or b"") + b"</p>") for n in numbers]
    missing = warc(900, b"404", "404 Not Found")
    whole = b"".join([*pages[:60], missing])
    cut = b"".join(pages[60:])
    (tmp_path / "crawl" / "0.warc.gz").write_bytes(whole)
    (tmp_path / "crawl" / "1.warc.gz").write_bytes(cut[:-10])
    datatrove_run(tmp_path, PIPELINE.format(reader="WarcBytesReader"))

    clean, rejected = written(tmp_path / "clean"), written(tmp_path / "rejected")
    damaged = written(tmp_path / "damaged")
    assert len(clean) + len(rejected) + len(damaged) == len(numbers)
    assert [row["metadata"]["url"] for row in rejected] == [address(11)]
    assert rejected[0]["metadata"]["cntextfix"]["error"].startswith("AttributeError")
    assert [row["metadata"]["cntextfix"]["error"].partition(":")[0] for row in damaged] == [
        "Truncated"
    ]
    for row in clean:
        number = int(row["metadata"]["url"].rpartition("/")[2])
        assert row["text"] == clean_row(b"<html><body><p>" + (page(number) or b"") + b"</p>").text


def test_datatrove_reads_every_line_of_a_damaged_file(tmp_path: Path) -> None:
    engine("datatrove")
    (tmp_path / "crawl").mkdir()
    lines = [
        json.dumps({"id": n, "text": DAMAGED.format(n), "url": address(n), "n": n}).encode()
        for n in range(50)
    ]
    lines[3] = '{"id": 3, "text": "檢察\xff機關", "big": 123456789012345678901234567890}'.encode()
    lines[3] = lines[3].replace("\xff".encode(), b"\xff")
    lines[4] = b'{"id": 4, "text": "\\ud800", "more": "\\udfff"}'
    lines[5] = b"{broken"
    lines[6] = b'{"id": 6, "text": 6}'
    for shard in range(2):
        part = b"\n".join(lines[shard * 25 : (shard + 1) * 25])
        (tmp_path / "crawl" / f"{shard}.jsonl").write_bytes(part)
    datatrove_run(tmp_path, PIPELINE.format(reader="JsonlBytesReader"))

    clean = {row["id"]: row for row in written(tmp_path / "clean")}
    assert set(clean) == {str(n) for n in range(50) if n not in {5, 6, 11}}
    assert clean["4"]["text"] == "\ufffd"
    assert clean["9"]["text"] == clean_row(DAMAGED.format(9)).text
    assert clean["9"]["metadata"]["n"] == 9
    assert [row["text"] for row in written(tmp_path / "damaged")] == ["{broken", lines[6].decode()]
    assert [row["id"] for row in written(tmp_path / "rejected")] == ["11"]


def test_the_manual_s_pipeline_runs(tmp_path: Path) -> None:
    engine("datatrove")
    (tmp_path / "crawl").mkdir()
    for shard in range(2):
        body = "".join(f"<p>{DAMAGED.format(shard)}</p>" for _ in range(3)).encode("gb18030")
        (tmp_path / "crawl" / f"{shard}.warc.gz").write_bytes(warc(shard, body))
    datatrove_run(tmp_path, recipe("datatrove"))
    assert len(written(tmp_path / "clean")) == 2


def two_files_of_pages(folder: Path) -> None:
    (folder / "crawl").mkdir()
    for shard in range(2):
        pages = [f"<p>{DAMAGED.format(number)}</p>".encode("gb18030") for number in range(5)]
        data = b"".join(warc(100 * shard + number, page) for number, page in enumerate(pages))
        (folder / "crawl" / f"{shard}.warc.gz").write_bytes(data)


ELSEWHERE = """
from datatrove.executor import {executor}
from datatrove.pipeline.writers import JsonlWriter
from cntextfix.adapters.datatrove import CntextFix, WarcBytesReader
if __name__ == "__main__":
    {executor}([
        WarcBytesReader("{folder}/crawl/", exclusion_writer=JsonlWriter("{folder}/damaged/")),
        CntextFix(exclusion_writer=JsonlWriter("{folder}/rejected/")),
        JsonlWriter("{folder}/clean/"),
    ], tasks=2, workers=2, logging_dir="{folder}/log", {more}).run()
"""


def test_the_executor_for_ray(tmp_path: Path) -> None:
    engine("datatrove")
    engine("ray")
    two_files_of_pages(tmp_path)
    more = "mem_per_cpu_gb=0.5"
    program = ELSEWHERE.format(executor="RayPipelineExecutor", folder=tmp_path, more=more)
    datatrove_run(tmp_path, program)
    assert len(written(tmp_path / "clean")) == 10


def test_the_pipeline_is_a_job_for_slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs of Slurm are stand-ins: one runs each task of the array, in turn."""
    engine("datatrove")
    two_files_of_pages(tmp_path)
    programs = {
        "sbatch": """echo Submitted batch job 7
            grep -q launch_pickled "${@: -1}" || exit 0  # what joins the statistics
            export SLURM_ARRAY_JOB_ID=7 SLURM_JOB_ID=7 SLURM_NODEID=0 SLURM_NODELIST=here
            for number in 0 1; do
                SLURM_ARRAY_TASK_ID=$number RUN_OFFSET=0 bash "${@: -1}" >&2
            done""",
        "srun": """while [ "$1" != launch_pickled_pipeline ]; do shift; done; exec "$@" """,
        "scontrol": "echo here",
    }
    (tmp_path / "bin").mkdir()
    for name, body in programs.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/bash\nset -e\n{body}\n", "utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    path = os.pathsep.join([str(tmp_path / "bin"), str(Path(sys.executable).parent)])
    monkeypatch.setenv("PATH", path + os.pathsep + os.environ["PATH"])
    more = 'time="1:00:00", partition="cpu"'
    program = ELSEWHERE.format(executor="SlurmPipelineExecutor", folder=tmp_path, more=more)
    datatrove_run(tmp_path, program)
    assert "#SBATCH --array=0-1" in (tmp_path / "log" / "launch_script.slurm").read_text("utf-8")
    assert len(written(tmp_path / "clean")) == 10


def test_a_pipeline_travels_to_slurm_and_ray(tmp_path: Path) -> None:
    engine("datatrove")
    import dill  # type: ignore[import-not-found,unused-ignore]  # what datatrove's executors use

    from cntextfix.adapters.datatrove import CntextFix, JsonlBytesReader

    (tmp_path / "0.jsonl").write_text(json.dumps({"id": 1, "text": DAMAGED.format(1)}), "utf-8")
    sent = [JsonlBytesReader(str(tmp_path)), CntextFix(script="simplified")]
    reader, step = dill.loads(dill.dumps(sent))
    assert [document.text for document in step(reader())] == [clean_row(DAMAGED.format(1)).text]


def test_without_datatrove_the_steps_say_what_to_install() -> None:
    if importlib.util.find_spec("datatrove") is not None:
        pytest.skip("datatrove is installed")
    from cntextfix.adapters.datatrove import CntextFix

    with pytest.raises(ImportError, match=r"pip install 'cntextfix\[datatrove\]'"):
        CntextFix()
