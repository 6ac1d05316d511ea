r"""The journey of a document: decode, repair, normalise, label, assemble.

>>> page = clean("來源:中國(guó)長(zhǎng)安網(wǎng) 編輯:李婷\n\n檢察長(zhǎng)參加會(huì)議。")
>>> page.source, page.editor, page.text
('中国长安网', '李婷', '检察长参加会议。')
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import get_args

from cntextfix.decode import decode
from cntextfix.document import Document
from cntextfix.edits import Change, Finding, findings
from cntextfix.errors import OptionError
from cntextfix.label.label import label
from cntextfix.label.metadata import fields
from cntextfix.label.rules import RULES, Rule
from cntextfix.lexicon.script import detect
from cntextfix.repairs import REPAIRS
from cntextfix.repairs.repair import Context, Punctuation, Repair, Script, run

__all__ = ["clean", "clean_many", "explain", "fix_text"]


def clean(
    data: str | bytes,
    *,
    url: str | None = None,
    encoding: str | None = None,
    script: Script = "auto",
    punctuation: Punctuation = "auto",
    repairs: Sequence[Repair] = REPAIRS,
    rules: Sequence[Rule] = RULES,
) -> Document:
    """Clean one page or text.

    Args:
        data: the text, or its bytes in any encoding.
        url: where it comes from; without it, the page's own link to its original is taken.
        encoding: what the bytes are said to be in; without it, they tell themselves.
        script: "auto" keeps the page's own script and turns back what a mirror site turned to
            Traditional; "keep" leaves every character; "simplified", "traditional",
            "traditional-tw" and "traditional-hk" convert.
        punctuation: "auto" restores full-width punctuation where the page shows that it was
            flattened, "fullwidth" everywhere, "keep" nowhere.
        repairs: the repairs to run, in this order; those with ``default=False`` run only when
            they are named in a tuple of the caller's own.
        rules: the boilerplate rules.

    Returns:
        The document. Any text and any bytes give one; nothing is lost on the way.

    Raises:
        OptionError: an argument has a value that is none of its choices.

    >>> clean("檢察機(jī)關(guān)的責(zé)任".encode("gb18030")).text
    '检察机关的责任'
    """
    context = _context(script, punctuation)
    decoded = None if isinstance(data, str) else decode(data, encoding=encoding)
    text = data if isinstance(data, str) else decoded.text if decoded else ""
    text, changes = _repair(text, context, repairs)
    blocks = label(text, rules)
    found = fields(blocks)
    return Document(
        title=found.title,
        subtitles=found.subtitles,
        site=found.site,
        source=found.source,
        author=found.author,
        editor=found.editor,
        published=found.published,
        url=url or found.url,
        breadcrumb=found.breadcrumb,
        signature=found.signature,
        blocks=blocks,
        repaired=text,
        changes=changes,
        encoding=decoded.encoding if decoded else None,
        script=detect(text),
    )


def clean_many(
    documents: Iterable[str | bytes],
    *,
    script: Script = "auto",
    punctuation: Punctuation = "auto",
    repairs: Sequence[Repair] = REPAIRS,
    rules: Sequence[Rule] = RULES,
) -> Iterator[Document]:
    """Clean documents one after the other, keeping one in memory at a time.

    Args:
        documents: texts or bytes.
        script: as for `clean`.
        punctuation: as for `clean`.
        repairs: as for `clean`.
        rules: as for `clean`.

    Returns:
        The Documents, in the order of the input.

    >>> [page.text for page in clean_many(["檢察機(jī)關(guān)的責(zé)任", "检察机关"])]
    ['检察机关的责任', '检察机关']
    """
    _context(script, punctuation)  # a wrong value is an error before the first document
    for data in documents:
        yield clean(data, script=script, punctuation=punctuation, repairs=repairs, rules=rules)


def fix_text(
    text: str,
    *,
    script: Script = "auto",
    punctuation: Punctuation = "auto",
    repairs: Sequence[Repair] = REPAIRS,
) -> str:
    """Repair a text and change nothing else: no labels, the same lines.

    A line break that the damage swallowed may come back.

    Args:
        text: the text.
        script: as for `clean`.
        punctuation: as for `clean`.
        repairs: as for `clean`.

    Raises:
        OptionError: an argument has a value that is none of its choices.

    >>> fix_text("以更優(yōu)的檢察履職實(shí)績(jī)?yōu)辄h分憂、為民解難")
    '以更优的检察履职实绩为党分忧、为民解难'
    """
    return _repair(text, _context(script, punctuation), repairs)[0]


def explain(
    text: str,
    *,
    script: Script = "auto",
    punctuation: Punctuation = "auto",
    repairs: Sequence[Repair] = REPAIRS,
) -> list[Finding]:
    """What `fix_text` would change, and why.

    Args:
        text: the text.
        script: as for `clean`.
        punctuation: as for `clean`.
        repairs: as for `clean`.

    Returns:
        One finding for each edit: the repair's name, line and column in `text`, the old and the
        new text, and whether it is certain, a guess, or damage that was left as it is.

    Raises:
        OptionError: an argument has a value that is none of its choices.

    >>> for f in explain("履職實(shí)績(jī)?yōu)辄h分憂", script="keep"):
    ...     print(f"{f.line}:{f.column} {f.repair} {f.old} → {f.new} ({f.certainty})")
    1:4 injected_pinyin (shí) →  (certain)
    1:10 injected_pinyin (jī) →  (certain)
    1:14 injected_pinyin ?yōu)辄h → 為黨 (certain)
    """
    return findings(_repair(text, _context(script, punctuation), repairs)[1])


def _context(script: Script, punctuation: Punctuation) -> Context:
    if script not in get_args(Script):
        raise OptionError("script", script, get_args(Script))
    if punctuation not in get_args(Punctuation):
        raise OptionError("punctuation", punctuation, get_args(Punctuation))
    return Context(script, punctuation)


def _repair(
    text: str, context: Context, repairs: Sequence[Repair]
) -> tuple[str, tuple[Change, ...]]:
    changes: list[Change] = []
    chosen = [r for r in repairs if r.default or repairs is not REPAIRS]
    for repair in chosen:
        change = run(repair, text, context)
        if change is None:
            continue
        changes.append(change)
        if change.after != text:
            text = change.after
            context = replace(context, earlier=context.earlier | {repair.name})
    return text, tuple(changes)
