"""Characters that stand for another that looks the same: radicals, doubles, private use."""

from functools import cache

__all__ = ["private_use", "unified"]


@cache
def unified() -> dict[int, str]:
    """Code points of radicals and compatibility ideographs → the ideograph each is drawn as.

    >>> "⽅".translate(unified()), "\uf900".translate(unified())
    ('方', '豈')
    """
    return _rows("radical") | _rows("compatibility")


@cache
def private_use() -> dict[int, str]:
    """Private-use code points of Windows' GBK → the characters GB 18030 has given them.

    >>> private_use()[0xE863]
    '䶮'
    """
    radicals = unified()
    return {code: char.translate(radicals) for code, char in _rows("gbk").items()}


def _rows(kind: str) -> dict[int, str]:
    from importlib.resources import files

    table = (files("cntextfix.lexicon") / "lookalikes.tsv").read_text(encoding="utf-8")
    fields = (line.split("\t") for line in table.splitlines() if line.startswith(kind))
    return {
        code: char
        for _, first, characters in fields
        for code, char in enumerate(characters, start=int(first, 16))
    }
