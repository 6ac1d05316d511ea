"""Mail addresses that a proxy hid: recognised, and left as they are.

    电子邮箱：[email protected]。

Cloudflare's e-mail obfuscation (https://developers.cloudflare.com/waf/tools/scrape-shield/
email-address-obfuscation/) sends this text to readers without JavaScript, crawlers among them;
the address itself is in an attribute that plain text no longer has. There is nothing to
restore, so the finding only says what is missing.
"""

import re
from collections.abc import Iterator

from cntextfix.edits import Edit
from cntextfix.repairs.repair import Context, Repair

__all__ = ["REPAIR"]

_hidden = re.compile(r"\[email(?:[ \u00a0]|&#160;|&#xa0;|&nbsp;)protected\]", re.IGNORECASE)


def _find(text: str, context: Context) -> Iterator[Edit]:  # noqa: ARG001
    if "[email" in text:
        for match in _hidden.finditer(text):
            old = match.group()
            yield Edit(*match.span(), old, "left", "the address was hidden by Cloudflare")


REPAIR = Repair(
    name="redacted_email",
    summary="mail addresses hidden by Cloudflare: recognised, left as they are",
    stage="repair",
    find=_find,
    examples=(("电子邮箱：[email protected]。", "电子邮箱：[email protected]。"),),
)
