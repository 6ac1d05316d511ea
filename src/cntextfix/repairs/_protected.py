"""Parts of a line whose ASCII marks mean something: addresses, markup, code, smileys.

>>> masked("见http://a.cn/b?c=1,2,谢谢:)")
'见0000000000000000000,谢谢00'
"""

import re

__all__ = ["SHORTCODE", "SMILEY", "is_data", "masked", "without_smileys"]

# Every pattern is anchored on a rare sign and bounded, or cannot fail after a long match, so
# that no line takes more than linear time.
_code = re.compile(r"`[^`]+`")
_tag = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>|<!--.*?(?:-->|$)|<![A-Za-z][^<>]*>")
_entity = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_address = re.compile(
    r"(?:(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,14}://|(?<![A-Za-z0-9])www\.)[!-;=?-~]+"
    r"|(?<![\w.-])(?:[A-Za-z0-9-]{1,40}\.){1,5}[a-z]{2,6}/[!-;=?-~]*",
    re.ASCII,
)
_link_target = re.compile(r"(?<=\]\()[^()\s]+(?=\))")
SMILEY = re.compile(r"[:;]['^]?-?[()]")
SHORTCODE = re.compile(r":[a-z0-9_+-]{2,30}:(?![0-9])")


# Lines of JSON or of a program's list of strings, whose marks are syntax.
_data = re.compile(r"""^\s*(["'])[^"']*\1\s*,?\s*$|^\s*[\[{]\s*["']|^\s*"[^"]*"\s*:\s*["'{\[\d]""")


def is_data(line: str) -> bool:
    """Whether a line is one of JSON, or of a program's list of strings."""
    return ('"' in line or "'" in line) and bool(_data.search(line))


def masked(line: str) -> str:
    """The line with its technical parts overwritten by zeros, or code by backticks, same length.

    Args:
        line: a line whose marks are all ASCII.
    """
    if "`" in line:
        line = _code.sub(lambda match: "`" * len(match.group()), line)
    if "](" in line:
        line = _link_target.sub(_zeros, line)
    if "<" in line:
        line = _tag.sub(_zeros, line)
    if "&" in line:
        line = _entity.sub(_zeros, line)
    if "://" in line or "www." in line or ("/" in line and "." in line):
        line = _address.sub(_address_zeros, line)
    if ":" in line or ";" in line:
        line = without_smileys(line)
    return line


def _zeros(match: re.Match[str]) -> str:
    return "0" * len(match.group())


def _address_zeros(match: re.Match[str]) -> str:
    """Zeros for an address, without the marks behind it that belong to the sentence."""
    address = match.group()
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
        elif last not in ",:;!?'\"":
            break
        end -= 1
    return "0" * end + address[end:]


def without_smileys(line: str) -> str:
    """The line with its smileys and short codes overwritten by zeros.

    Args:
        line: as for `masked`.
    """
    if line.count(":") > 1:
        line = SHORTCODE.sub(_zeros, line)
    if not SMILEY.search(line):
        return line
    unclosed = line.count("(") - line.count(")")

    def smiling(match: re.Match[str]) -> str:
        # （来源：） flattened looks like a smiley too, but its brackets are in balance.
        face, behind = match.group(), line[match.end() : match.end() + 1]
        if (face[-1] == ")" and unclosed < 0) or (
            face[-1] == "(" and unclosed > 0 and behind in " 。,!?~"
        ):
            return "0" * len(face)
        return face

    return SMILEY.sub(smiling, line)
