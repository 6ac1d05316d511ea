"""What the attributes of a start tag say.

>>> attributes(" ID='a b' class=c hidden")
{'id': 'a b', 'class': 'c', 'hidden': ''}
>>> words(" ID='a b' class=c"), hides(" style='DISPLAY: none'"), hides(" style='overflow:hidden'")
('a b c', True, False)
"""

import re
from typing import Final

__all__ = ["attributes", "hides", "words"]

_LONGEST = 80
"""Characters of one element's words; some sites keep their state in class names."""
_ATTRIBUTE: Final = re.compile(
    r"""([^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>]++)))?"""
)
_CLASS_OR_ID: Final = re.compile(
    r"""(?<![^\s"'/])(?:class|id)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++))"""
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
    """An element's class and id words, in lower case.

    Args:
        attrs: the tag between its name and its end.
    """
    low = attrs.lower()
    if "class" not in low and "id" not in low:
        return ""
    found = _CLASS_OR_ID.findall(low)
    joined = " ".join([double or single or bare for double, single, bare in found])
    return " ".join(joined[:_LONGEST].split())


def hides(attrs: str) -> bool:
    """Whether attributes hide their element; ``visibility: hidden`` is what scripts undo.

    Args:
        attrs: the tag between its name and its end.
    """
    low = attrs.lower()
    if "hidden" in low and "hidden" in attributes(low):
        return True
    if "none" not in low or "display" not in low:
        return False
    return "display:none" in "".join(attributes(low).get("style", "").split())
