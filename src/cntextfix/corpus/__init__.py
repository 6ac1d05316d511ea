r"""A corpus: files of many documents to cleaned files, on all processors, without a document lost.

>>> import tempfile
>>> from pathlib import Path
>>> folder = Path(tempfile.mkdtemp())
>>> lines = '{"id": 1, "text": "檢察機(jī)關(guān)的責(zé)任"}\n{"id": 2, "text": 7}\n'
>>> _ = (folder / "crawl.jsonl").write_text(lines, encoding="utf-8")
>>> stats = run([folder / "crawl.jsonl"], folder / "clean", jobs=2)
>>> stats.documents, stats.ok, stats.rejected, stats.balanced
(2, 1, 1, True)
>>> (folder / "clean" / "crawl.jsonl").read_text("utf-8")[:45]
'{"id": 1, "text": "检察机关的责任","cntextfix":{"id"'
"""

from cntextfix.corpus.learn import learn
from cntextfix.corpus.limits import Limits
from cntextfix.corpus.runner import TooManyRejectsError, run
from cntextfix.corpus.stats import Stats

__all__ = ["Limits", "Stats", "TooManyRejectsError", "learn", "run"]
