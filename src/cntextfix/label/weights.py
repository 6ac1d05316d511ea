"""What each feature of a line is worth, read from `lexicon/line_weights.tsv`.

>>> text = weigh([["class:text", "end:stop"], ["class:link"]], "text")
>>> text[0] > text[1]
True
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

__all__ = ["Form", "weigh", "weights"]

Form = Literal["text", "markup"]
"""Lines of plain text, or lines whose markup is known: each has its own column."""


def weigh(named: Iterable[Sequence[str]], form: Form) -> list[float]:
    """What each line's features are worth together: above 0 for text, below for furniture.

    Args:
        named: the names of each line's features; one that the table lacks is worth nothing.
        form: which column of the table counts.
    """
    table = weights(form)
    get, bias = table.get, table["bias"]
    return [bias + sum([get(name, 0.0) for name in names]) for names in named]


def weights(form: Form) -> Mapping[str, float]:
    """The table's column for one form, made by tools/make_line_weights.py.

    Args:
        form: which column.
    """
    return _columns()[form]


@cache
def _columns() -> Mapping[Form, Mapping[str, float]]:
    from importlib import resources

    file = resources.files("cntextfix.lexicon") / "line_weights.tsv"
    text: dict[str, float] = {}
    markup: dict[str, float] = {}
    for row in file.read_text("utf-8").splitlines():
        if row.startswith("#") or not row:
            continue
        name, in_text, in_markup = row.split("\t")
        text[name], markup[name] = float(in_text or 0), float(in_markup or 0)
    return {"text": text, "markup": markup}
