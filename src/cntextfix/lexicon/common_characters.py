"""The 1,500 commonest characters of Simplified Chinese, by jieba's word counts.

``tools/make_common_characters.py`` writes the list.

>>> common_characters()[:5], "甪" in common_characters()
('一是人了不', False)
"""

from functools import cache

__all__ = ["common_characters"]


@cache
def common_characters() -> str:
    """The characters, the commonest first."""
    from pathlib import Path

    return Path(__file__).with_name("common_characters.txt").read_text("utf-8").rstrip("\n")
