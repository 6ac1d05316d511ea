r"""The journey of a document: decode, repair, normalise, label, assemble.

>>> page = clean("來源:中國(guó)長(zhǎng)安網(wǎng) 編輯:李婷\n\n檢察長(zhǎng)參加會(huì)議。")
>>> page.source, page.editor, page.text
('中国长安网', '李婷', '检察长参加会议。')
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, get_args

from cntextfix.decode import decode
from cntextfix.document import Document
from cntextfix.edits import Finding, findings
from cntextfix.errors import OptionError
from cntextfix.label.rules import RULES, Rule
from cntextfix.lexicon.script import detect
from cntextfix.read.recognise import is_html
from cntextfix.repaired import repair_page, repair_text
from cntextfix.repairs import REPAIRS
from cntextfix.repairs.repair import Context, Punctuation, Repair, Script
from cntextfix.sites import SiteProfile

if TYPE_CHECKING:
    from cntextfix.label.label import Strip

__all__ = ["Form", "StripChoice", "clean", "clean_many", "explain", "fix_text"]

Form = Literal["auto", "text", "html"]
"""What the input is; "auto" looks whether it begins as a page's markup does."""

StripChoice = Literal["auto", "safe", "main"]
"""How much is furniture: what a rule proves ("safe"), or also what lies outside the main text
("main"); "auto" is "main" for HTML and "safe" for text."""


def clean(
    data: str | bytes,
    *,
    url: str | None = None,
    encoding: str | None = None,
    form: Form = "auto",
    strip: StripChoice = "auto",
    script: Script = "auto",
    punctuation: Punctuation = "auto",
    repairs: Sequence[Repair] = REPAIRS,
    rules: Sequence[Rule] = RULES,
    profile: SiteProfile | None = None,
) -> Document:
    """Clean one page or text.

    Args:
        data: the text or HTML, or its bytes in any encoding.
        url: where it comes from; without it, the address the page gives as its own is taken.
        encoding: what the bytes are said to be in; without it, they tell themselves.
        form: "text", "html", or "auto", which looks whether it begins as markup.
        strip: "safe" labels as furniture only what a rule or the site's other pages prove,
            "main" also what lies outside the main text; "auto" is "main" for HTML, "safe" for
            text. Nothing is deleted either way.
        script: "auto" keeps the page's own script and turns back what a mirror site turned to
            Traditional; "keep" leaves every character; "simplified", "traditional",
            "traditional-tw" and "traditional-hk" convert.
        punctuation: "auto" restores full-width punctuation where the page shows that it was
            flattened, "fullwidth" everywhere, "keep" nowhere.
        repairs: the repairs to run, in this order; those with ``default=False`` run only when
            they are named in a tuple of the caller's own.
        rules: the boilerplate rules.
        profile: what the pages of each site have in common; which site it is tells `url`, or
            the address the page gives as its own.

    Returns:
        The document. Any text and any bytes give one; nothing is lost on the way.

    Raises:
        OptionError: an argument has a value that is none of its choices.
        TypeError: `data` is neither text nor bytes, or `repairs` holds no repairs.

    >>> clean("檢察機(jī)關(guān)的責(zé)任".encode("gb18030")).text
    '检察机关的责任'
    >>> clean("<title>通知</title><p>元旦放假一天。<p>责任编辑：李婷").editor
    '李婷'
    """
    # These bring a hundred patterns with them, which whoever repairs lines never needs.
    from cntextfix.label.description import head_summaries
    from cntextfix.label.headline import head_titles
    from cntextfix.label.label import label
    from cntextfix.label.metadata import fields

    context = _context(script, punctuation)
    _check(form, strip)
    _check_types(data, repairs)
    decoded = None if isinstance(data, str) else decode(data, encoding=encoding)
    text = data if isinstance(data, str) else decoded.text if decoded else ""
    page = None
    if form == "html" or (form == "auto" and is_html(text)):
        page = repair_page(text, context, repairs)
    changes = page.changes if page else repair_text(text, context, repairs)
    text = changes[-1].after if changes else text
    extent: Strip = "safe" if strip == "safe" or (strip == "auto" and page is None) else "main"
    site = profile.site(url or (page.head.canonical if page else None)) if profile else None
    blocks = label(
        text,
        rules,
        lines=page.lines if page else (),
        strip=extent,
        repeated=site.repeats if site else None,
        head_titles=head_titles(page.head) if page else (),
        head_summaries=head_summaries(page.head) if page else (),
    )
    found = fields(blocks, page.head if page else None)
    return Document(
        title=found.title,
        subtitles=found.subtitles,
        site=found.site,
        source=found.source,
        author=found.author,
        editor=found.editor,
        editors=found.editors,
        published=found.published,
        modified=found.modified,
        url=url or found.url,
        original_url=found.original_url,
        breadcrumb=found.breadcrumb,
        number=found.number,
        keywords=found.keywords,
        signature=found.signature,
        licence=found.licence,
        evidence=found.evidence,
        blocks=blocks,
        repaired=text,
        changes=changes,
        encoding=decoded.encoding if decoded else None,
        script=detect(text),
    )


def clean_many(
    documents: Iterable[str | bytes],
    *,
    encoding: str | None = None,
    form: Form = "auto",
    strip: StripChoice = "auto",
    script: Script = "auto",
    punctuation: Punctuation = "auto",
    repairs: Sequence[Repair] = REPAIRS,
    rules: Sequence[Rule] = RULES,
    profile: SiteProfile | None = None,
) -> Iterator[Document]:
    """Clean documents one after the other, keeping one in memory at a time.

    Args:
        documents: texts, pages, or their bytes.
        encoding: as for `clean`, and so the others.
        form: "auto" looks at each document by itself.
        strip: "auto" is "main" for each page and "safe" for each text.
        script: for all documents.
        punctuation: for all documents.
        repairs: for all documents.
        rules: for all documents.
        profile: for pages that give their own address, which tells their site.

    Returns:
        The Documents, in the order of the input.

    Raises:
        OptionError: an argument has a value that is none of its choices; before any document is
            asked for.

    >>> [page.text for page in clean_many(["檢察機(jī)關(guān)的責(zé)任", "<p>检察机关</p>"])]
    ['检察机关的责任', '检察机关']
    """
    _check(form, strip)
    _check_types("", repairs)
    _context(script, punctuation)
    return (
        clean(
            data,
            encoding=encoding,
            form=form,
            strip=strip,
            script=script,
            punctuation=punctuation,
            repairs=repairs,
            rules=rules,
            profile=profile,
        )
        for data in documents
    )


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
    _check_types(text, repairs, str)
    changes = repair_text(text, _context(script, punctuation), repairs)
    return changes[-1].after if changes else text


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
    _check_types(text, repairs, str)
    return findings(repair_text(text, _context(script, punctuation), repairs))


def _choose(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise OptionError(name, value, choices)


def _check(form: Form, strip: StripChoice) -> None:
    _choose("form", form, get_args(Form))
    _choose("strip", strip, get_args(StripChoice))


def _check_types(data: object, repairs: Sequence[Repair], *wanted: type) -> None:
    """Make sure that a text is one, and that repairs are the objects and not their names."""
    if not isinstance(data, wanted or (str, bytes, bytearray)):
        takes = "text (str)" if wanted else "text (str) or bytes"
        raise TypeError(f"expected {takes}, not {type(data).__name__}")
    if repairs is REPAIRS:
        return
    is_row = isinstance(repairs, Sequence) and not isinstance(repairs, str)
    if not is_row or not all(isinstance(one, Repair) for one in repairs):
        raise TypeError(
            f"repairs={repairs!r:.60} is no sequence of repairs; of names, make one with "
            "[one for one in cntextfix.REPAIRS if one.name in names]"
        )


def _context(script: Script, punctuation: Punctuation) -> Context:
    _choose("script", script, get_args(Script))
    _choose("punctuation", punctuation, get_args(Punctuation))
    return Context(script, punctuation)
