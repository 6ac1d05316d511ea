"""What the attributes of a start tag say.

>>> attributes(" ID='a b' class=c hidden")
{'id': 'a b', 'class': 'c', 'hidden': ''}
>>> words(" id='a b' class=c"), hides(" style='display: none'"), hides(" style='overflow:hidden'")
('a b c', True, False)
"""

import re
from typing import Final

__all__ = ["attributes", "hides", "hides_by_style", "joined", "words"]

_LONGEST = 80
"""Characters of one element's words; some sites keep their state in class names."""
_FOUND: Final = "until-found"
"""A value of "hidden": what is folded away, and unfolds for who looks for it."""
_ATTRIBUTE: Final = re.compile(
    r"""([^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>]++)))?"""
)
# The name comes first, so that the search can leap from one "c" or "i" to the next.
_CLASS_OR_ID: Final = re.compile(
    r"""(?:class(?<![^\s"'/]class)|id(?<![^\s"'/]id))\s*+=\s*+"""
    r"""(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++))"""
)


def attributes(attrs: str) -> dict[str, str]:
    """A start tag's attributes, names in lower case; of several of one name the first counts.

    Args:
        attrs: the tag between its name and its end.
    """
    values: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(attrs):
        values.setdefault(name.lower(), double or single or bare)
    return values


def words(attrs: str) -> str:
    """An element's class and id words.

    Args:
        attrs: the tag between its name and its end, in lower case.
    """
    if "class" not in attrs and "id" not in attrs:
        return ""
    found = _CLASS_OR_ID.findall(attrs)
    return joined(" ".join([double or single or bare for double, single, bare in found]))


def joined(names: str) -> str:
    """Class and id words as they are kept: in lower case, joined by blanks, not too many.

    Args:
        names: the values of class and id, with a blank between them.

    >>> joined(" Main  TRS_Editor ")
    'main trs_editor'
    """
    return " ".join(names[:_LONGEST].lower().split())


def hides(attrs: str) -> bool:
    """Whether attributes hide their element; ``visibility: hidden`` is what scripts undo.

    Args:
        attrs: the tag between its name and its end, in lower case.
    """
    if "hidden" in attrs and attributes(attrs).get("hidden", _FOUND) != _FOUND:
        return True
    return "none" in attrs and hides_by_style(attributes(attrs).get("style", ""))


def hides_by_style(style: str) -> bool:
    """Whether the style of an element hides it.

    Args:
        style: the value of its "style" attribute.
    """
    return "none" in (low := style.lower()) and "display:none" in "".join(low.split())
