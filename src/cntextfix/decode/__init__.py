r"""Bytes to text: which encoding, how it is known, and what could not be read.

>>> page = decode("检察机关".encode("gbk"))
>>> page.text, page.encoding, page.evidence
('检察机关', 'gb18030', 'model')
>>> decode("檢察機關".encode("big5")).encoding
'big5hkscs'
"""

from cntextfix.decode.decoded import Decoded, Evidence
from cntextfix.decode.labels import CHOICES, canonical, declared
from cntextfix.errors import OptionError

__all__ = ["Decoded", "Evidence", "decode"]

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    r"""Decode bytes whose encoding may be unknown, wrongly declared, or damaged in places.

    In this order: a byte order mark; ASCII, with the escapes of HZ; valid UTF-8; the encoding
    that was said or declared, unless another reading is far more plausible; the most plausible
    reading.

    Args:
        data: any bytes.
        encoding: what the bytes are said to be in. It is followed unless the bytes are plainly
            something else; a declaration in the page weighs less.

    Returns:
        The text and how it was found. Bad bytes are U+FFFD in the text, counted and kept.

    Raises:
        OptionError: `encoding` is no encoding.

    >>> decode(b"\xef\xbb\xbf\xe4\xb8\xad").text
    '中'
    >>> decode("中文网页".encode("gbk") + b"\xff").undecodable
    1
    >>> decode(b"", encoding="klingon")
    Traceback (most recent call last):
    ...
    cntextfix.errors.OptionError: encoding='klingon' is not one of: utf-8, gb18030, ...
    """
    said = canonical(encoding) if encoding is not None else None
    if encoding is not None and said is None:
        raise OptionError("encoding", encoding, CHOICES)
    # What tells encodings apart is loaded with the first bytes, not with the package.
    from cntextfix.decode.detect import detect
    from cntextfix.decode.lenient import read

    for mark, name in _BOMS:
        if data.startswith(mark):
            return Decoded.of(read(data[len(mark) :], name), name, "bom")
    return detect(data, said, declared(data))
