"""How fast pages are cut into tags and read into lines, by parser.

    python benchmarks/html_parsers.py html_gold.jsonl.xz [--pages 80]

Each parser walks the same pages and hands every element and text to the package's own builder of
lines, as `cntextfix.read` does; parsers that are not installed are left out.

* walk: parsing and visiting every element's name and attributes, and every text
* lines: the same, and building lines from it
* same: share of the package's lines that this parser gives as well, as multisets, over all pages
* clean: the whole way from markup to document, best of four passes, of which the first loads tables
* torn pages: of eight pages with zero bytes, lone surrogates, 10,000 levels, two documents and the
  like, those whose text comes through whole
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from gold_pages import rows

from cntextfix import clean
from cntextfix.read.elements import RAW, VOID
from cntextfix.read.lines import LineReader
from cntextfix.read.tags import Tag
from cntextfix.read.tokens import tokens

Event = tuple[str, str, str]
"""Kind ("start", "end", "text", "raw"); an element's name, or the text; a start tag's attributes,
or a raw element's text."""
Walk = Callable[[str], Iterator[Any]]

TORN = (
    "<p>甲\0乙</p><p>丙</p>",
    "<p>甲\ud800</p><p>丙</p>",
    "<div>" * 10_000 + "甲丙",
    "<html><body><p>甲</p></body></html><html><body><p>丙</p></body></html>",
    "<table><tr><td>" * 500 + "甲丙",
    "<p>甲<script>var a = '<\\/script>';</script><p>丙",
    '<p class="a>甲</p><p>"丙"</p>',
    "<p>甲<!-- 乙 -- ><p>丙",
)


def own(markup: str) -> Iterator[Any]:
    """The package's own pass."""
    return tokens(markup)


def own_lines(markup: str) -> list[str]:
    """The lines of a page by the package's own pass."""
    reader = LineReader()
    takes, parts = reader.takes(), reader.parts
    takes["head"] = takes["nothing"]
    for tag, place, text, behind, content in tokens(markup):
        if tag is not None:
            takes[tag.role](tag, place)
        if content is not None and tag is not None:
            reader.raw(tag, content, place)
        if text and (parts or not text.isspace()):
            reader.text(text, behind)
    return [line.text for line, _ in reader.finish()]


def stdlib() -> Walk:
    """html.parser."""

    class Parser(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=False)
            self.tokens: list[Event] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tokens.append(("start", tag, _attrs(attrs)))

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tokens.append(("start", tag, _attrs(attrs)))

        def handle_endtag(self, tag: str) -> None:
            self.tokens.append(("end", tag, ""))

        def handle_data(self, data: str) -> None:
            self.tokens.append(("text", data, ""))

        def handle_entityref(self, name: str) -> None:
            self.tokens.append(("text", f"&{name};", ""))

        def handle_charref(self, name: str) -> None:
            self.tokens.append(("text", f"&#{name};", ""))

    def walk(markup: str) -> Iterator[Event]:
        parser = Parser()
        parser.feed(markup)
        parser.close()
        return _raw(parser.tokens)

    return walk


def lxml() -> Walk:
    """lxml.html, which is libxml2."""
    from lxml import etree

    class Target:
        def __init__(self) -> None:
            self.tokens: list[Event] = []

        def start(self, tag: str, attrs: dict[str, str]) -> None:
            self.tokens.append(("start", tag, _attrs(attrs.items())))

        def end(self, tag: str) -> None:
            if tag not in VOID:
                self.tokens.append(("end", tag, ""))

        def data(self, data: str) -> None:
            self.tokens.append(("text", escape(data, quote=False), ""))

        def close(self) -> list[Event]:
            return self.tokens

    def walk(markup: str) -> Iterator[Event]:
        parser = etree.HTMLParser(target=Target(), huge_tree=True, encoding="utf-8")
        parser.feed(markup.encode("utf-8"))
        found: list[Event] = parser.close()
        return _raw(found)

    return walk


def selectolax() -> Walk:
    """selectolax, which is lexbor."""
    from selectolax.lexbor import LexborHTMLParser

    def walk(markup: str) -> Iterator[Event]:
        return _raw(_tree(LexborHTMLParser(markup).root))

    def _tree(root: Any) -> Iterator[Event]:
        open_: list[tuple[Any, str]] = [(root, "")] if root is not None else []
        while open_:
            node, ended = open_.pop()
            if ended:
                yield "end", ended, ""
                continue
            while node is not None:
                if node.is_text_node:
                    yield "text", escape(node.text_content or "", quote=False), ""
                elif node.is_element_node:
                    tag = node.tag
                    yield "start", tag, _attrs(node.attributes.items())
                    if tag not in VOID:
                        if node.next is not None:
                            open_.append((node.next, ""))
                        open_.append((node, tag))
                        node = node.child
                        continue
                node = node.next

    return walk


def resiliparse() -> Walk:
    """resiliparse, which is lexbor as well."""
    from resiliparse.parse.html import HTMLTree, NodeType, traverse_dom

    def walk(markup: str) -> Iterator[Event]:
        found: list[Event] = []
        open_: list[tuple[int, str]] = []  # its own callback leaves out the ends of empty elements

        def visit(context: Any) -> None:
            node, depth = context.node, context.depth
            while open_ and open_[-1][0] >= depth:
                found.append(("end", open_.pop()[1], ""))
            if node.type == NodeType.ELEMENT:
                pairs = ((name, node.getattr(name)) for name in node.attrs)
                found.append(("start", node.tag, _attrs(pairs)))
                if node.tag not in VOID:
                    open_.append((depth, node.tag))
            elif node.type == NodeType.TEXT:
                found.append(("text", escape(node.text or "", quote=False), ""))

        tree = HTMLTree.parse(markup)
        if tree.document is not None:
            traverse_dom(tree.document, visit, None, None, elements_only=False)
        return _raw(found)

    return walk


def _attrs(pairs: Any) -> str:
    return "".join(f' {name}="{(value or "").replace(chr(34), " ")}"' for name, value in pairs)


def _raw(found: Any) -> Iterator[Event]:
    """Tokens with the text and end of raw elements as the package has them: one token of each."""
    inside = ""
    texts: list[str] = []
    for token in found:
        kind, name, _ = token
        if inside and kind == "text":
            texts.append(name)
        elif name in RAW and kind == "end":
            yield "raw", name, "".join(texts)
            inside = ""
            texts.clear()
        else:
            inside = name if name in RAW and kind == "start" else inside
            yield token


PARSERS: dict[str, Callable[[], Walk]] = {
    "cntextfix.read": lambda: own,
    "html.parser": stdlib,
    "lxml": lxml,
    "selectolax (lexbor)": selectolax,
    "resiliparse (lexbor)": resiliparse,
}


def lines(walk: Walk, markup: str) -> list[str]:
    """The lines of a page by this parser."""
    if walk is own:
        return own_lines(markup)
    reader = LineReader()
    takes = reader.takes()
    takes["head"] = takes["nothing"]
    tag = lru_cache(maxsize=None)(Tag.of)
    for kind, name, rest in walk(markup):
        if kind == "text":
            reader.text(name, 0)
        elif kind == "raw":
            reader.raw(tag("", name, ""), rest, 0)
        else:
            found = tag("/" if kind == "end" else "", name, rest)
            takes[found.role](found, 0)
    return [line.text for line, _ in reader.finish()]


def survives(walk: Walk, markup: str) -> bool:
    """Whether the text of a torn page comes through."""
    try:
        text = "".join(lines(walk, markup))
    except (ValueError, UnicodeError, RecursionError):
        return False
    return text.startswith("甲") and "丙" in text


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--pages", type=int, default=None)
    options = parser.parse_args()
    pages: Sequence[str] = [row["html"] for row in rows(options.gold)][: options.pages]
    megabytes = sum(len(page.encode("utf-8", "replace")) for page in pages) / 1e6
    print(f"{len(pages)} pages, {megabytes:.1f} MB\n")
    print("| parser | walk MB/s | lines MB/s | same lines | torn pages |")
    print("|---|--:|--:|--:|--:|")
    reference = [Counter(lines(own, page)) for page in pages]
    total = sum(counts.total() for counts in reference)
    for name, make in PARSERS.items():
        try:
            walk = make()
        except ImportError as missing:
            print(f"{name} is left out: {missing}", file=sys.stderr)
            continue
        began = time.process_time()
        for page in pages:
            for _ in walk(page):
                pass
        walked = time.process_time() - began
        began = time.process_time()
        found = [Counter(lines(walk, page)) for page in pages]
        built = time.process_time() - began
        same = sum((a & b).total() for a, b in zip(reference, found, strict=True))
        whole = sum(survives(walk, page) for page in TORN)
        print(
            f"| {name} | {megabytes / walked:.1f} | {megabytes / built:.1f} "
            f"| {same / total:.2%} | {whole}/{len(TORN)} |",
            flush=True,
        )
    seconds = min(_clean_all(pages) for _ in range(4))
    print(f"\nclean: {len(pages) / seconds:.0f} pages/s, {megabytes / seconds:.1f} MB/s")


def _clean_all(pages: Sequence[str]) -> float:
    """CPU seconds that the whole way takes."""
    began = time.process_time()
    for page in pages:
        clean(page)
    return time.process_time() - began


if __name__ == "__main__":
    main()
