"""Names the lines that are not part of the main text.

A rule comes first; then what the markup calls the place a line stands in; then its links.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from cntextfix.document import Kind
from cntextfix.label.edges import FOOTER_FOLLOWS, rule_at
from cntextfix.label.matcher import Matcher
from cntextfix.label.rules import Where
from cntextfix.label.sheet import Sheet

__all__ = ["Found", "outside", "place_named"]

_PLACES = (
    (Kind.COMMENT, "comment|comments|cmt|reply|replies|gentie|pinglun|tie"),
    (Kind.BREADCRUMB, "crumb|crumbs|breadcrumb|breadcrumbs"),
    (Kind.PAGINATION, "pager|pagination|pagenav|prevnext"),
    (Kind.SHARE, "share|bdsharebuttonbox|social|qrcode"),
    (Kind.RELATED, "related|relate|recommend|recommended|hot|rank|ranking|tuijian|feed"),
    (Kind.ADVERT, "ad|ads|adv|advert|advertisement|banner|promo|sponsor"),
    (Kind.COPYRIGHT, "copyright|footer|foot"),
    (Kind.TOOLBAR, "toolbar|tools|tool|fontsize"),
    (Kind.NAVIGATION, "nav|menu|navbar|header|topnav|sidebar|side|login|search|logo|links"),
)

Found = tuple[int, Kind, str]
"""Index of a line, its kind, and the rule or feature that says so."""


def outside(
    sheet: Sheet,
    indexes: Iterable[int],
    last: int,
    table: Matcher,
    records: Mapping[int, tuple[Kind, str]] | None = None,
) -> Iterator[Found]:
    """Kind and reason of the lines outside the main text.

    Args:
        sheet: the page's lines.
        indexes: which of them, in order.
        last: index of the last line of the main text.
        table: the rules.
        records: kind and reason of lines that belong to lists beside the text.
    """
    places: tuple[Where, ...] = ("anywhere", "edge", "head")
    commented = False
    for index in indexes:
        if index > last and "tail" not in places:
            places = ("anywhere", "edge", "tail")
        rule = rule_at(sheet.texts[index], table, *places) if sheet.ruled(index) else None
        if rule is not None and not rule.kind.is_body:
            if index > last and rule.kind in FOOTER_FOLLOWS:
                places = ("anywhere", "edge", "tail", "footer")
            commented = rule.kind is Kind.COMMENT or (commented and rule.kind is not Kind.RELATED)
            yield index, rule.kind, rule.name
        elif records and index in records:
            yield index, *records[index]
        elif found := place_named(sheet.lines[index].hints if sheet.lines else ""):
            yield index, *found
        elif commented:
            yield index, Kind.COMMENT, "below_comments"
        elif sheet.repeats(index):
            yield index, Kind.OTHER, "repeated"
        elif sheet.linked(index):
            below = index > last
            yield index, *((Kind.RELATED, "links_below") if below else (Kind.NAVIGATION, "links"))
        else:
            yield index, Kind.OTHER, "outside_text"


@cache
def _place() -> re.Pattern[str]:
    words = "|".join(f"(?P<{kind.value}>{words})" for kind, words in _PLACES)
    return re.compile(f"(?<![a-z])(?:{words})(?![a-z])")


@lru_cache(maxsize=4096)
def place_named(hints: str) -> tuple[Kind, str] | None:
    """Kind and reason by what the markup calls the place a line stands in.

    Args:
        hints: class and id words of the elements around the line.

    >>> place_named("pager wrap"), place_named("content")
    ((<Kind.PAGINATION: 'pagination'>, 'place_pager'), None)
    """
    match = _place().search(hints)
    return (Kind(match.lastgroup or ""), f"place_{match[0]}") if match else None
