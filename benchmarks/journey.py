"""Megabytes a second of the whole journey, next to what people run today, on the same text.

    python benchmarks/journey.py [CORPUS] [--pages 60]

Four kinds of pages are made from CORPUS, running Chinese text (UTF-8, may be .xz); without it, from
the seeds of this repository, over and over:

* clean: the text as it is
* flattened: full-width punctuation turned to ASCII
* damaged: turned to Traditional, with pinyin injected by the simulator of the tests
* furniture: the text in the frame of a site: welcome line, breadcrumb, source line, font size,
  disclaimer, copyright, contact

Peers, in the same run on the same pages: `ftfy.fix_text` with its defaults, and ftfy followed by
opencc-python-reimplemented (t2s), the usual pair. Time is CPU time of this process, so that other
programs weigh less; the ratio to the pair is the figure to trust. Every tool cleans one page before
the clock starts, so that tables are loaded.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cntextfix import clean, fix_text
from cntextfix.lexicon.conversion import converter

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from damage import flatten, random_mirror
from texts import lines_of

LINES = 60  # a page
HEAD = """欢迎访问某某新闻网 今天是 2024年12月29日 星期日
当前位置:首页 > 新闻中心 > 时政要闻 > 正文
关于进一步做好有关工作的通知
来源:某某日报 责任编辑:王芳 发布时间:2022-05-10 10:30
字号:A A    颜色:
"""
TAIL = """
上一篇:没有了
下一篇:关于召开会议的通知
[免责声明] 本文来源于网络转载,仅供学习交流使用,不构成商业目的。版权归原作者所有。
联系电话:010-12345678 邮箱:abc@example.com
版权所有 某某新闻网 京ICP备12345678号
"""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args()
    pages = _pages(options.corpus, options.pages)
    to_traditional = converter("s2tw")
    kinds = {
        "clean": pages,
        "flattened": [flatten(page) for page in pages],
        "damaged": [random_mirror(i).seen(to_traditional(page)) for i, page in enumerate(pages)],
        "furniture": [HEAD + page + TAIL for page in pages],
    }
    tools: dict[str, Callable[[str], object]] = {"clean": clean, "fix_text": fix_text, **_peers()}
    print("| text |", " | ".join(f"{name} MB/s" for name in tools), "| clean, times the pair |")
    print("|---" * (len(tools) + 2) + "|")
    for kind, texts in kinds.items():
        speeds = [_speed(tool, texts) for tool in tools.values()]
        cells = " | ".join(f"{speed:.2f}" for speed in speeds)
        print(f"| {kind} | {cells} | {speeds[0] / speeds[-1]:.1f} |")
    return 0


def _pages(corpus: Path | None, count: int) -> list[str]:
    lines = lines_of(corpus)
    if corpus is None:
        lines *= count * LINES // len(lines) + 1
    pages = ["\n".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
    return pages[:count]


def _peers() -> dict[str, Callable[[str], object]]:
    import ftfy
    import opencc

    convert = opencc.OpenCC("t2s").convert
    return {"ftfy": ftfy.fix_text, "ftfy + opencc": lambda text: convert(ftfy.fix_text(text))}


def _speed(tool: Callable[[str], object], texts: Sequence[str]) -> float:
    tool(texts[0])
    start = time.process_time()
    for text in texts:
        tool(text)
    spent = time.process_time() - start
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / spent / 1e6


if __name__ == "__main__":
    sys.exit(main())
