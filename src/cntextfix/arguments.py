"""The command line: its options."""

import re
from argparse import (
    SUPPRESS,
    Action,
    ArgumentParser,
    ArgumentTypeError,
    RawDescriptionHelpFormatter,
)
from typing import Any, NoReturn, get_args

from cntextfix.clean import Form, StripChoice
from cntextfix.repairs.repair import Punctuation, Script

__all__ = [
    "CORPUS_FORMS",
    "FROM",
    "SUFFIXES",
    "build_parser",
    "size_of",
]

SUFFIXES = {
    "text": ".txt",
    "markdown": ".md",
    "json": ".json",
    "jsonl": ".jsonl",
    "html": ".html",
}
"""The forms that one document can be written in, each with the suffix of its files."""

CORPUS_FORMS = ("jsonl.gz", "jsonl.zst", "parquet")
"""The further forms of a corpus."""

FROM = ("auto", "text", "html", "jsonl", "parquet", "warc", "wet")
"""What an input may be said to be."""

_USAGE = "cntextfix [option ...] [FILE | FOLDER | -] ..."
_EPILOG = """\
examples:
  cntextfix page.txt                       the clean text, on standard output
  cntextfix pages/ -o clean/ -t markdown   a folder of pages, one Markdown file each
  pdftotext a.pdf - | cntextfix -t json    a filter: one document with all its fields
  cntextfix --explain page.txt             what was changed, where, and how sure that is
  cntextfix --diff page.txt | less         the page against its clean text
  cntextfix -t fixed README.md             repairs alone: same lines, same indents
  cntextfix crawl/*.jsonl.zst -o clean/ -j 8   a corpus; the same command goes on after a crash

exit status: 0 done; 1 --check found something to change; 2 an error, named on standard error;
of a corpus, 3 done, but documents were rejected; 4 stopped by --max-rejects
"""


def build_parser() -> ArgumentParser:
    """The parser of the command line; docs/cli.md is written from it."""
    parser = ArgumentParser(
        prog="cntextfix",
        usage=_USAGE,
        description="Repair damaged Chinese web text, set the site's furniture aside, and give "
        "back the document: title, fields and paragraphs.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add(
        "inputs",
        nargs="*",
        metavar="FILE",
        help="a text or page in any encoding; a folder, of which every *.txt, *.html and *.htm is "
        "taken, those in subfolders too; a file of many documents: .jsonl, .parquet, .warc, .wet, "
        "all but Parquet also as .gz or .zst; - or nothing for standard input",
    )
    add(
        "-f",
        "--from",
        dest="source",
        choices=FROM,
        default="auto",
        help="what the inputs are (default: auto, which goes by their suffixes)",
    )
    add(
        "-t",
        "--to",
        choices=[*SUFFIXES, "fixed", *CORPUS_FORMS],
        help="form of the output; fixed is the input itself, line by line, with nothing but its "
        "damage repaired (default: text; of a corpus, that of the input, compressed "
        "as that is)",
    )
    add(
        "-o",
        "--output",
        metavar="PATH",
        help="write there: a file, whose suffix also chooses the form; or a folder, if it ends "
        "in /, is one, or there are several inputs. An input is never overwritten",
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--diff", action="store_true", help="show a diff from input to clean text")
    mode.add_argument(
        "--explain", action="store_true", help="show each change and each line set aside, with why"
    )
    mode.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit 1 and name the inputs whose text would change",
    )
    add("--select", metavar="NAME,...", help="run only these repairs ('default', 'all' also work)")
    add("--ignore", metavar="NAME,...", help="do not run these repairs")
    add(
        "--rules",
        metavar="FILE",
        action="append",
        default=[],
        help="add the furniture rules of this TOML file; a rule named like a built-in one "
        "replaces it",
    )
    add(
        "--script",
        choices=get_args(Script),
        default="auto",
        help="script of the output (default: auto, which turns a page back to Simplified only "
        "where a mirror site turned it to Traditional)",
    )
    add(
        "--punctuation",
        choices=get_args(Punctuation),
        default="auto",
        help="punctuation between Chinese characters (default: auto, which restores full-width "
        "marks that were flattened)",
    )
    add("-e", "--encoding", metavar="NAME", help="encoding of the input (default: found out)")
    add(
        "--form",
        choices=get_args(Form),
        help="what each document is (default: auto, which looks whether it begins as markup)",
    )
    add(
        "--strip",
        choices=get_args(StripChoice),
        default="auto",
        help="how much is furniture: what a rule proves (safe), or also what lies outside the "
        "main text (main) (default: auto, which is main for HTML and safe for text)",
    )
    add("--url", metavar="URL", help="address of the page, where it is a single one")
    add(
        "--profile",
        metavar="FILE",
        help="what the pages of each site have in common, as SiteProfile.save wrote it",
    )
    _add_corpus_options(parser)
    add("--list-repairs", action="store_true", help="list the repairs, in their order, and exit")
    add("--list-rules", action="store_true", help="list the furniture rules and exit")
    add(
        "--color",
        choices=["auto", "always", "never"],
        default="auto",
        help="colour in --diff and --explain (default: auto, which heeds the terminal, NO_COLOR "
        "and FORCE_COLOR)",
    )
    add("-q", "--quiet", action="store_true", help="no summary on standard error, only errors")
    add("-V", "--version", action=_Version, help="show the version and exit")
    return parser


def _add_corpus_options(parser: ArgumentParser) -> None:
    """The options that make a run one over a corpus, or are for such a run."""
    add = parser.add_argument
    add("-j", "--jobs", metavar="N", type=_positive, help="worker processes (default: 1)")
    add(
        "--shard",
        metavar="I/N",
        help="do the I-th of N parts: every N-th input, or of a folder every N-th file",
    )
    add(
        "--text-field",
        metavar="NAME",
        help="field or column that holds the text (default: text, else html, else content)",
    )
    add("--keep-original", action="store_true", help="write the text as it was beside the clean")
    add(
        "--learn-sites",
        action="store_true",
        help="read the corpus twice: first to learn which lines the pages of each site repeat",
    )
    add(
        "--max-rejects",
        metavar="N|P%",
        type=_share,
        default=0.1,
        help="stop when so many documents are rejected, or that share of them from the thousandth "
        "on (default: 10%%)",
    )
    add(
        "--max-document",
        metavar="SIZE",
        type=_length,
        default=32 << 20,
        help="reject longer documents (default: 32M)",
    )
    add(
        "--time-limit",
        metavar="SECONDS",
        type=_positive,
        default=5,
        help="processor time for a document, and ten seconds more for each megabyte (default: 5)",
    )
    add(
        "--memory",
        metavar="SIZE",
        type=size_of,
        default=4 << 30,
        help="address space for a worker; 0 for no limit (default: 4G)",
    )
    add("--retry", action="store_true", help="the inputs are files of rejects: try those again")


def size_of(value: str) -> int:
    """A size as people write it, in bytes.

    Args:
        value: a number, perhaps with K, M or G behind it.

    Raises:
        ArgumentTypeError: it is none.

    >>> size_of("512"), size_of("64K"), size_of("2G")
    (512, 65536, 2147483648)
    """
    found = re.fullmatch(r"(\d+)([KMG]?)B?", value.strip().upper())
    if found is None:
        raise ArgumentTypeError(f"{value!r} is no size; write it as 500M or 2G")
    return int(found[1]) << {"": 0, "K": 10, "M": 20, "G": 30}[found[2]]


def _length(value: str) -> int:
    """The length that a document may have."""
    if not (size := size_of(value)):
        raise ArgumentTypeError(f"{value!r} would reject every document; write it as 32M or 1G")
    return size


def _positive(value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise ArgumentTypeError(f"{value!r} is no number from 1 on")
    return int(value)


def _share(value: str) -> float | None:
    """A number of documents, or below 1 a share of them; ``None`` for all of them."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)%|(\d+)", value.strip())
    if found is None or (found[1] and float(found[1]) > 100):
        raise ArgumentTypeError(f"{value!r} is neither a number of documents nor a share as 1%")
    if found[2]:
        return float(found[2])
    # none at all is the number 0; a share of 1 would read as one document
    return {0.0: 0.0, 100.0: None}.get(float(found[1]), float(found[1]) / 100)


class _Version(Action):
    """Looks the version up when it is asked for; importlib.metadata is slow to import."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**{**arguments, "nargs": 0, "dest": SUPPRESS, "default": SUPPRESS})

    def __call__(self, parser: ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("cntextfix")
        except PackageNotFoundError:
            found = "(not installed)"
        print(f"cntextfix {found}")
        parser.exit()
