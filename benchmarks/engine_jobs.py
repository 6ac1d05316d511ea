"""One run of one engine over the shards of benchmarks/engines.py, as a program of its own.

    python benchmarks/engine_jobs.py ENGINE JOB FOLDER

JOB is what is done to each page: "light", "clean", or with a page at which something goes wrong,
"raise", "rows" (inside the adapter) or "kill".
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine_shards import FILES

from cntextfix import SiteProfile
from cntextfix.lexicon.fold import fold

__all__ = ["ENGINES"]

POISONED: Any = SiteProfile({"bad.example": 42})  # type: ignore[dict-item]


def _work(job: str) -> Callable[[Any], Any]:
    """What is done to each batch."""
    if job in ("clean", "rows"):
        from functools import partial

        from cntextfix.adapters.arrow import clean_batch

        return partial(clean_batch, profile=POISONED if job == "rows" else None)
    return _Light(job)


@dataclass(frozen=True)
class _Light:
    job: str

    def __call__(self, batch: Any) -> Any:
        import pyarrow as pa

        texts = batch.column("text").to_pylist()
        urls = batch.column("url").to_pylist()
        new = [_translated(text, url, self.job) for text, url in zip(texts, urls, strict=True)]
        at = batch.schema.get_field_index("text")
        return batch.set_column(at, "text", pa.array(new, batch.schema.field("text").type))


def _translated(text: str, url: str, job: str) -> str:
    if "bad.example" in url:
        if job == "raise":
            raise ValueError("this page")
        if job == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
    return fold(text)


def _loop(job: str, folder: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    work = _work(job)
    for path in sorted((folder / "parquet").iterdir()):
        source = parquet.ParquetFile(path)
        batches = [work(batch) for batch in source.iter_batches(256)]
        parquet.write_table(pa.Table.from_batches(batches), folder / "out" / path.name)


def _json_loop(job: str, folder: Path) -> None:
    import orjson  # type: ignore[import-not-found,unused-ignore]

    from cntextfix.adapters.rows import clean_row

    for path in sorted((folder / "jsonl").iterdir()):
        with path.open("rb") as source, (folder / "out" / path.name).open("wb") as target:
            for line in source:
                row = orjson.loads(line)
                if job == "light":
                    row["text"] = _translated(row["text"], row["url"], job)
                else:
                    cleaned = clean_row(row["text"], row["url"])
                    row |= {"text": cleaned.text, "cntextfix": cleaned.found}
                target.write(orjson.dumps(row) + b"\n")


def _command(job: str, folder: Path) -> None:
    assert job == "clean"
    inputs = sorted(map(str, (folder / "jsonl").iterdir()))
    command = [sys.executable, "-m", "cntextfix", *inputs, "-o", str(folder / "out"), "-j", "2"]
    subprocess.run([*command, "-q"], check=True, timeout=600)


def _datatrove(job: str, folder: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cntextfix.adapters.datatrove import CntextFix, JsonlBytesReader

    inner: list[Any]
    if job in ("clean", "rows"):
        profile = POISONED if job == "rows" else None
        rejects = JsonlWriter(str(folder / "out" / "rejected"), compression=None)
        inner = [JsonlBytesReader(str(folder / "jsonl")), CntextFix(rejects, profile=profile)]
    else:
        inner = [JsonlReader(str(folder / "jsonl")), _documents(job)]
    writer = JsonlWriter(str(folder / "out"), compression=None)
    log = str(folder / "log")
    LocalPipelineExecutor([*inner, writer], tasks=FILES, workers=2, logging_dir=log).run()


def _documents(job: str) -> Callable[..., Iterator[Any]]:
    def step(data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        del rank, world_size
        for document in data:
            document.text = _translated(document.text, document.metadata["url"], job)
            yield document

    return step


def _ray(job: str, folder: Path) -> None:
    import ray

    from cntextfix.adapters.ray import clean_dataset

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    pages = ray.data.read_parquet(str(folder / "parquet"))
    if job in ("clean", "rows"):
        done = clean_dataset(pages, profile=POISONED if job == "rows" else None)
    else:
        done = pages.map_batches(_work(job), batch_format="pyarrow", batch_size=256, max_retries=2)
    done.write_parquet(str(folder / "out"))


def _spark(job: str, folder: Path) -> None:
    from pyspark.sql import SparkSession

    from cntextfix.adapters.spark import clean_frame

    builder: Any = SparkSession.builder
    settings = {"spark.ui.enabled": "false", "spark.sql.execution.arrow.maxRecordsPerBatch": "256"}
    session = builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    pages = session.read.parquet(str(folder / "parquet"))
    if job in ("clean", "rows"):
        done = clean_frame(pages, profile=POISONED if job == "rows" else None)
    else:
        work = _work(job)
        done = pages.mapInArrow(lambda batches: map(work, batches), pages.schema)
    done.write.mode("append").parquet(str(folder / "out"))


def _hugging_face(job: str, folder: Path) -> None:
    import datasets

    from cntextfix.adapters.datasets import clean_dataset

    datasets.disable_progress_bars()
    files = sorted(map(str, (folder / "parquet").iterdir()))
    cache = str(folder / "cache")
    pages: Any = datasets.load_dataset("parquet", data_files=files, split="train", cache_dir=cache)
    if job in ("clean", "rows"):
        profile = POISONED if job == "rows" else None
        done = clean_dataset(pages, num_proc=2, profile=profile)
    else:
        rows = pages.with_format("arrow")
        done = rows.map(_work(job), batched=True, batch_size=256, num_proc=2)
    done.to_parquet(str(folder / "out" / "all.parquet"))


def _polars(job: str, folder: Path) -> None:
    import polars

    work = _work(job)
    for path in sorted((folder / "parquet").iterdir()):
        cleaned: Any = polars.from_arrow(work(polars.read_parquet(path).to_arrow()))
        cleaned.write_parquet(folder / "out" / path.name)


def _daft(job: str, folder: Path) -> None:
    import daft
    import pyarrow as pa

    work = _work(job)
    pages = daft.read_parquet(str(folder / "parquet" / "*.parquet"))
    for number, part in enumerate(pages.to_arrow_iter()):
        table = pa.Table.from_batches([work(part)])
        daft.from_arrow(table).write_parquet(str(folder / "out" / str(number)))


ENGINES: dict[str, Callable[[str, Path], None]] = {
    "bare loop": _loop,
    "bare loop (JSON)": _json_loop,
    "command -j 2": _command,
    "datatrove": _datatrove,
    "Ray Data": _ray,
    "Spark": _spark,
    "Hugging Face": _hugging_face,
    "Polars": _polars,
    "Daft": _daft,
}


if __name__ == "__main__":
    name, job_name, place = sys.argv[1:]
    ENGINES[name](job_name, Path(place))
