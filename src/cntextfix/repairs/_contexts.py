"""The sets of characters that decisions about punctuation look at."""

__all__ = ["ASCII_MARKS", "CJK", "HAN", "QUOTES", "WIDEN", "WIDE_MARKS"]

ASCII_MARKS = ",:;!?()"
WIDE_MARKS = "，：；！？（）"
WIDEN = dict(zip(ASCII_MARKS, WIDE_MARKS, strict=True))

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u30ff"

# With the signs that flattening leaves alone and that only stand in East Asian text.
CJK = HAN + _KANA + "、。《》〈〉「」『』【】〔〕①-⑳㈠-㈩℃‰％…×"

# Looked through, curly and straight alike: 说"好",他 reads as 说“好”,他 does. The asterisk is
# Markdown's bold.
QUOTES = "“”‘’\"'*"
