r"""Whether escapes are shown on purpose, as in a text about them, or are what the text became.

A tutorial shows an escape or two between words that name it; a log and a program hold them as
data. Text that was escaped by mistake is escaped as a whole, or where its encoding lacked a
character, between characters of the same sentence.

>>> seen = Surroundings("朱&#38229;基总理会见来宾", [(1, 9, "镕")])
>>> seen.is_damage(1, 9, "镕", "numeric entities")
True
>>> seen = Surroundings("在网页中，汉字“中”也可以写成 &#20013; 的形式", [(17, 25, "中")])
>>> seen.is_damage(17, 25, "中", "numeric entities")
False
"""

import re
from collections import defaultdict
from collections.abc import Sequence

__all__ = ["Examples", "Surroundings"]

_han = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_word = re.compile("[A-Za-z]{2,}")
_running = re.compile("[\u3001-\u301f\u3400-\u9fff\uff01-\uff5e“”‘’—…·]")

_topic = re.compile(
    "编码|編碼|解码|解碼|转义|轉義|转码|轉碼|字符集|字元集|字符引用|实体|實體|乱码|亂碼|码点|碼點"
    "|百分号|百分號|十六进制|十六進位|十进制|代码|程式碼|浏览器|瀏覽器|网页中|網頁中|字符串|字串"
    "|正则|正則|地址栏|網址列"
    "|(?i:unicode|utf-?(?:8|16)|gb(?:k\\b|2312|18030)|big-?5|ascii|charset|encod|decod|escap|entit"
    "|html|url\\b|json|javascript|python|java\\b|php\\b|regex|mime|base64|quoted-printable)"
)
_mojibake = re.compile(
    "乱码|亂碼|编码|編碼|解码|解碼|转码|轉碼|字符集|字元集"
    "|(?i:mojibake|unicode|utf-?8|gbk|gb2312|gb18030|big-?5|latin-?1|iso-?8859|cp1252|encod|decod|charset)"
)
_word_for_it = re.compile("乱码|亂碼|(?i:mojibake)")
_address = re.compile(r"https?://[!-~]+|[\w./-]+\.[sx]?html?\b", re.ASCII)
_joined = re.compile("[\u3001\u3002\u3400-\u9fff\uff01\uff0c\uff1b\uff1f]")
_call = re.compile(r"\b(?:encode|decode|iconv|bytes|unescape|getBytes)\(")
_beyond_ascii = re.compile("[^\x00-\x7f]+")
_code = re.compile(
    r"^[^\S\n]*+(?:[$#>]{1,3} (?=[A-Za-z./~_-])|```|//|/\*|import |from \w+ import|def |class |var "
    r"|let |const |print\b|return\b"
    r"|if \(|for \(|<[?!/a-z]|[\w.\"'-]+\s*=(?![0-9A-F?])|[\w\"'-]+:\s*[\[{\"'])"
    r"|[;{}][^\S\n]*$|\w\([^()\n]*\)[^\S\n]*;?$|=>|&&|\|\|",
    re.MULTILINE,
)
_key = re.compile(r"[A-Za-z_][\w.-]*\s*[=:]\s*$")
_header = re.compile(r"^\s*(?:[A-Za-z-]+:\s)?\s*(?:[^=\n]{0,40}\s)?$")

BEFORE, BEHIND = 200, 100
"""Characters before and behind a garbled stretch where a text about encodings names them."""
FEW = 200
"""Garbled characters that a program about encodings may hold."""
MOSTLY = 0.5
"""Share of a line's characters that its escapes make up where they are its text."""
MANY, OVER = 8, 4
"""Han that the escapes of a document stand for, and how many of them for each that is written,
where they are its text whatever stands between them."""
WITHIN = 2
"""Han of an escape inside a Chinese sentence."""
NEARLY, LONG = 0.9, 12
"""Share and Han of a line that no example in a text about escapes would have."""


class Examples:
    """Which garbled stretches of a text are examples in a text about wrong encodings.

    >>> text = "“浣犲ソ”是乱码"
    >>> Examples(text, 3).holds(1, 4), Examples("浣犲ソ锛佹杩庯紝utf-8", 9).holds(0, 9)
    (True, False)

    Args:
        text: the text.
        garbled: how many of its characters are garbled; of a text that is damaged it is most.
    """

    def __init__(self, text: str, garbled: int) -> None:
        self.text = text
        written = sum(map(len, _beyond_ascii.findall(text)))
        self.is_damaged = written <= 2 * garbled
        self.is_about = garbled < FEW and bool(_call.search(text) or _word_for_it.search(text))

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch is an example.

        Args:
            start: where it starts.
            end: where it ends.
        """
        if self.is_about and (self.is_damaged is False or _call.search(self.text)):
            return True
        if self.is_damaged:
            return False
        around = self.text[max(0, start - BEFORE) : start] + "\n" + self.text[end : end + BEHIND]
        return bool(_mojibake.search(around))


class Surroundings:
    """What stands around the escapes of a document.

    Args:
        text: the document.
        runs: start, end and reading of its escapes, in order.
    """

    def __init__(self, text: str, runs: Sequence[tuple[int, int, str]]) -> None:
        self.text = text
        self._line_of: dict[int, int] = {}
        self._length: dict[int, int] = {}
        self._escaped: defaultdict[int, int] = defaultdict(int)
        self._han: defaultdict[int, int] = defaultdict(int)
        self._measure(runs)
        done = 0
        parts: list[str] = []
        for start, end, _ in runs:
            parts.append(text[done:start])
            done = max(done, end)
        visible = "\ue000".join([*parts, text[done:]])
        escaped = sum(len(_han.findall(new)) for _, _, new in runs)
        written = max(len(_han.findall(visible)) * OVER, len(_word.findall(visible)) * 2)
        self.is_text_itself = escaped >= max(MANY, written)
        prose = _address.sub("", visible)
        self.is_about = bool(_topic.search(prose) or _code.search(prose))

    def _measure(self, runs: Sequence[tuple[int, int, str]]) -> None:
        """The lines that hold escapes: how long each is, and how much of it they are."""
        line, last = 0, -1
        for start, end, new in runs:
            if start > last:
                line = self.text.rfind("\n", max(last, 0), start) + 1 or max(last, 0)
                last = self.text.find("\n", start)
                last = len(self.text) if last < 0 else last
                self._length[line] = last - line - self.text.count(" ", line, last)
            self._line_of[start] = line
            self._escaped[line] += end - start
            self._han[line] += len(_han.findall(new))

    def is_damage(self, start: int, end: int, new: str, kind: str) -> bool:
        """Whether an escape is damage.

        Args:
            start: where it starts.
            end: where it ends.
            new: what it stands for.
            kind: the note of its kind.
        """
        if self.is_text_itself:
            return True
        if self.is_about:
            line = self._line_of[start]
            is_long = self._share(start) >= NEARLY and self._han[line] >= LONG
            return is_long and kind != "UTF-16 escapes"
        before = self.text[max(self._line_of[start], start - 200) : start]
        if kind == "RFC 2047" and _header.match(before):
            return True
        if kind == "numeric entities" and self._runs_on(start, end):
            return True
        return self._is_within(start, end, before, new)

    def _is_within(self, start: int, end: int, before: str, new: str) -> bool:
        """Whether an escape is most of its line, or inside a Chinese sentence."""
        if _key.search(before):
            return False
        if self._share(start) >= MOSTLY:
            return len(new) > 1
        beside = (before[-1:] + self.text[end : end + 1]).replace("\n", "")
        is_set_off = not beside or not all(map(_joined.match, beside))
        return len(_han.findall(new)) >= WITHIN and not is_set_off

    def _runs_on(self, start: int, end: int) -> bool:
        """Whether Chinese stands right beside an escape."""
        beside = self.text[max(0, start - 1) : start] + self.text[end : end + 1]
        return bool(_running.search(beside))

    def _share(self, start: int) -> float:
        """The share of its line that an escape and its like are."""
        line = self._line_of[start]
        return self._escaped[line] / max(1, self._length[line])
