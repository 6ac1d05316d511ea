r"""The sites of a crawl: what the pages of each have in common, learned before they are cleaned.

>>> bar = "首页 | 新闻 | 评论"
>>> crawl = [
...     ("https://news.example.cn/1", f"{bar}\n检察机关开展专项监督。"),
...     ("https://news.example.cn/2", f"{bar}\n大桥今日通车。"),
...     ("https://other.example/", "大桥今日通车。"),
... ]
>>> profile = SiteProfile.learn(crawl)
>>> profile.site("https://news.example.cn/3").repeats(bar)
True
>>> profile.site("https://other.example/3").repeats(bar)
False
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cntextfix.document import Document
from cntextfix.errors import CntextfixError
from cntextfix.label.profile import PAGES_PER_SITE, Site, record

__all__ = ["Pages", "SiteProfile", "host_of"]

Pages = Iterable[Document | tuple[str | None, str | bytes]]
"""Documents, or pages with their addresses: text, HTML or bytes."""

MAX_LINES = 20_000_000
"""Keys of lines that are kept at most: 160 MB of them."""

_FORMAT, _VERSION = "cntextfix site profile", 1
_FEWEST_PAGES = 4  # of a smaller sample, few lines would be seen twice
_HOST = re.compile(
    r"\s*<?(?:[a-z][a-z0-9+.-]*://|//)?+(?:[^/?#@\s]*@)?"
    r"(\[[^\]\s]*\]|[^/?#:@\s<>\[\]]+)(?=[/?#\s>]|:\d|:?$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """What is known of the sites of a crawl.

    Args:
        sites: each site by its host.
        pages_per_site: pages that the sample of a site holds at most.
        max_lines: keys of lines that are kept at most, eight bytes each.
    """

    sites: Mapping[str, Site] = field(default_factory=dict, hash=False)
    pages_per_site: int = PAGES_PER_SITE
    max_lines: int = MAX_LINES

    @staticmethod
    def learn(
        pages: Pages, *, pages_per_site: int = PAGES_PER_SITE, max_lines: int = MAX_LINES
    ) -> "SiteProfile":
        """Learn what the pages of each site have in common.

        Memory is bounded whatever the crawl. Of each site at most `pages_per_site` pages are
        kept, chosen by a hash of their text. When all sites together hold more than `max_lines`
        keys, every sample is halved, down to four pages; after that, whole sites go, chosen by a
        hash of their host.

        Args:
            pages: documents, or pages with their addresses, read once. One without an address
                belongs to no site and is passed over.
            pages_per_site: pages that the sample of a site holds at most.
            max_lines: keys of lines that are kept at most.

        Returns:
            The profile, the same for any order of the pages unless `max_lines` was reached.
        """
        sites: dict[str, Site] = {}
        size, lines = pages_per_site, 0
        for host, page in _records(pages):
            known = sites.get(host, Site())
            site = sites[host] = known.with_page(page, size)
            lines += site.lines - known.lines
            if lines > max_lines:
                sites, size = _bounded(sites, size, max_lines)
                lines = sum(site.lines for site in sites.values())
        return SiteProfile(sites, size, max_lines)

    def merge(self, other: "SiteProfile") -> "SiteProfile":
        """What both know, as if one had learned from all the pages.

        The order of merging makes no difference, and neither does a page that both have seen,
        unless `max_lines` was reached.

        Args:
            other: a profile from another shard of the crawl.
        """
        return SiteProfile.merged((self, other))

    @staticmethod
    def merged(profiles: Iterable["SiteProfile"]) -> "SiteProfile":
        """What several profiles know together; many small ones cost no more than their lines.

        Args:
            profiles: profiles from shards of a crawl, read once, and one at a time.
        """
        sites: dict[str, Site] = {}
        size = most = lines = 0
        for profile in profiles:
            size = min(size or profile.pages_per_site, profile.pages_per_site)
            most = max(most, profile.max_lines)
            for host, more in profile.sites.items():
                known = sites.get(host, _UNKNOWN)
                site = sites[host] = known.merge(more, size) if known.lines else more
                lines += site.lines - known.lines
            if lines > most:
                sites, size = _bounded(sites, size, most)
                lines = sum(site.lines for site in sites.values())
        if not most:
            return SiteProfile()
        sites = {host: site.shrunk(size) for host, site in sites.items()}
        return SiteProfile(sites, size, most)

    def compact(self) -> "SiteProfile":
        """The profile for cleaning alone: only the lines that repeat, of sites that have any.

        It answers as before and is far smaller. Merge first: two compact profiles merge too, but
        a line that each shard saw once is in neither.
        """
        compact = ((host, site.compact()) for host, site in self.sites.items())
        sites = {host: site for host, site in compact if site.settled}
        return SiteProfile(sites, self.pages_per_site, self.max_lines)

    def site(self, url: str | None) -> Site:
        """What is known of the site an address belongs to; where nothing is, no line repeats.

        Args:
            url: the address of a page, or a host.
        """
        return self.sites.get(host_of(url), _UNKNOWN)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the profile as JSON, a site a line; the same profile gives the same bytes.

        Args:
            path: the file. It appears whole or not at all.
        """
        from pathlib import Path

        part = Path(f"{os.fspath(path)}.part")
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(self._written())
        part.replace(path)

    def _written(self) -> Iterator[str]:
        from json import dumps

        head = {"format": _FORMAT, "version": _VERSION}
        head |= {"pages_per_site": self.pages_per_site, "max_lines": self.max_lines}
        yield dumps(head)[:-1] + ', "sites": {'
        for index, host in enumerate(sorted(self.sites)):
            site = self.sites[host]
            values: dict[str, Any] = {"lines": _hex(site.settled)} if site.settled else {}
            if site.pages:
                values["pages"] = [_hex(page) for page in site.pages]
            yield f"{',' if index else ''}\n{dumps(host)}: {dumps(values)}"
        yield "\n}}\n"

    @staticmethod
    def load(path: str | os.PathLike[str]) -> "SiteProfile":
        """Read what `save` wrote.

        Args:
            path: the file.

        Raises:
            CntextfixError: the file is no profile, or one of a later version.
            OSError: the file cannot be read.
        """
        from json import loads
        from pathlib import Path

        try:
            values = loads(Path(path).read_bytes())
            if values["format"] != _FORMAT:
                raise ValueError
            if (version := values["version"]) != _VERSION:
                raise CntextfixError(
                    f"{path}: version {version!r} of site profiles is not known here; "
                    f"this version of cntextfix reads {_VERSION}"
                )
            size = int(values["pages_per_site"])
            sites = {str(host): _site(site, size) for host, site in values["sites"].items()}
            return SiteProfile(sites, size, int(values["max_lines"]))
        except CntextfixError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise CntextfixError(
                f"{path}: this is no profile that SiteProfile.save wrote"
            ) from None


_UNKNOWN = Site()


def host_of(url: str | None) -> str:
    """The host of an address, in small letters, without "www."; empty where it has none.

    Args:
        url: an address, with or without its scheme, or a host.

    >>> host_of("https://WWW.Example.cn:8080/a?b=c"), host_of("example.cn"), host_of(None)
    ('example.cn', 'example.cn', '')
    """
    found = _HOST.match(url) if url else None
    return found[1].lower().rstrip(".").removeprefix("www.") if found else ""


def _records(pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Host and record of every page that has both."""
    for page in pages:
        url, data = (page.url, page.repaired) if isinstance(page, Document) else page
        host = host_of(url)
        if host and (kept := record(_lines(data))):
            yield host, kept


def _lines(data: str | bytes) -> Iterable[str]:
    from cntextfix.decode import decode
    from cntextfix.read.html import is_html, read_html

    text = data if isinstance(data, str) else decode(data).text
    if is_html(text):
        return [line.text for line in read_html(text).lines]
    return text.splitlines()


def _bounded(sites: dict[str, Site], size: int, most: int) -> tuple[dict[str, Site], int]:
    """The sites in at most so many keys, and how many pages each may have now."""
    while (lines := sum(site.lines for site in sites.values())) > most and size > _FEWEST_PAGES:
        size = max(_FEWEST_PAGES, size // 2)
        sites = {host: site.shrunk(size) for host, site in sites.items()}
    if lines > most:
        for host in sorted(sites, key=_chance):
            if lines <= most * 3 // 4:  # a quarter to spare, or this would be done at every page
                break
            lines -= sites.pop(host).lines
    return sites, size


def _chance(host: str) -> bytes:
    from hashlib import blake2b

    return blake2b(host.encode("utf-8", "surrogatepass")).digest()


def _hex(words: bytes) -> str:
    return words.hex(" ", 8)


def _site(values: Mapping[str, Any], size: int) -> Site:
    settled, *pages = map(bytes.fromhex, (values.get("lines", ""), *values.get("pages", ())))
    if len(settled) % 8 or any(len(page) % 8 or not page for page in pages):
        raise ValueError
    return Site().merge(Site(tuple(pages), settled), size)
