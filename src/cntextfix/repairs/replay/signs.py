"""What the damage looks like in a text: readings, marks, and the two widths of punctuation."""

import re

__all__ = [
    "ANY_NOTE",
    "FLAT",
    "FLAT_MARKS",
    "FULL",
    "LOST",
    "MARKS",
    "NOTE",
    "READING",
    "TORN",
    "TORN_MARKS",
    "is_damaged",
]

READING = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}"

NOTE = re.compile(rf"\(({READING}) ?\)")
"""A reading in brackets, behind the character it belongs to."""

LOST = re.compile(rf"(?:\?|\ufffd\()({READING}) ?\)")
"""A reading whose bracket, or the byte before it, was lost with the byte it split."""

ANY_NOTE = re.compile(rf"(?:[(?]|\ufffd\()(?:{READING}) ?\)")
"""A note of either kind."""

MARKS = "，；！？、。"
"""The punctuation that a second pass put an invisible byte before."""

FLAT = {mark: chr(ord(mark) - 0xFEE0) for mark in "，；！？（）：．"}
"""Full-width mark → what it looks like once it was flattened."""

FLAT_MARKS = "".join(FLAT[mark] for mark in MARKS if mark in FLAT)
"""What those became that have a form in ASCII."""

FULL = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"}
"""ASCII → what it may have been flattened from."""

TORN_MARKS = f"[{re.escape(MARKS + FLAT_MARKS)}]"
TORN = rf"{TORN_MARKS}(?=[?@-~]|[^\x00-\x7f])"
"""A mark behind a torn character, and before something that a byte of it may be part of."""

# In three parts that each begin with one character, which is ten times faster to rule out.
_GATES = (
    NOTE,
    re.compile(rf"\?(?:{READING} ?\)|{TORN})"),
    re.compile(rf"\ufffd(?:\({READING} ?\)|{TORN})"),
)


def is_damaged(text: str) -> bool:
    """Whether a text holds anything that looks like a note or a torn character.

    Args:
        text: any text.

    >>> is_damaged("機(jī)關(guān)"), is_damaged("机关（机构）")
    (True, False)
    """
    return any(gate.search(text) for gate in _GATES)
