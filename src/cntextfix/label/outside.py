"""Names the lines that are not part of the main text.

A rule comes first; then what the markup calls the place a line stands in; then its links.
"""

import re
from collections.abc import Sequence

from cntextfix.document import Block, Kind
from cntextfix.label.edges import FOOTER_FOLLOWS, rule_at
from cntextfix.label.matcher import Matcher
from cntextfix.label.rules import Where
from cntextfix.page import Line

__all__ = ["outside"]

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
_PLACE = re.compile(
    r"(?<![a-z])(?:"
    + "|".join(f"(?P<{kind.value}>{words})" for kind, words in _PLACES)
    + ")(?![a-z])"
)
_LINKED = 0.6


def outside(
    indexes: Sequence[int],
    numbers: Sequence[int],
    texts: Sequence[str],
    lines: Sequence[Line],
    table: Matcher,
    last: int,
) -> list[Block]:
    """The blocks of the lines outside the main text.

    Args:
        indexes: which lines, in order.
        numbers: number of every line of the page.
        texts: text of every line.
        lines: what the markup knew of them; empty for plain text.
        table: the rules.
        last: index of the last line of the main text.
    """
    blocks = []
    places: tuple[Where, ...] = ("anywhere", "edge", "head")
    commented = False
    for index in indexes:
        if index > last and "tail" not in places:
            places = ("anywhere", "edge", "tail")
        rule = rule_at(texts[index], table, *places)
        kind, reason = Kind.OTHER, "outside_text"
        if lines and lines[index].tag == "img":
            kind, reason = Kind.IMAGE, "alternative_text"
        elif rule is not None and not rule.kind.is_body:
            kind, reason = rule.kind, rule.name
            if index > last and kind in FOOTER_FOLLOWS:
                places = ("anywhere", "edge", "tail", "footer")
            commented = kind is Kind.COMMENT or (commented and kind is not Kind.RELATED)
        elif lines and (match := _PLACE.search(lines[index].hints)):
            kind, reason = Kind(match.lastgroup or ""), f"place_{match[0]}"
        elif commented:
            kind, reason = Kind.COMMENT, "below_comments"
        elif lines and lines[index].link > len(texts[index]) * _LINKED:
            below = index > last
            kind, reason = (Kind.RELATED, "links_below") if below else (Kind.NAVIGATION, "links")
        blocks.append(Block(kind, texts[index], numbers[index], 0, reason))
    return blocks
