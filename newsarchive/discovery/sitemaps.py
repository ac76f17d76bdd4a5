"""Sitemaps, news sitemaps and sitemap indexes → a Listing.

Read as a stream, so that memory grows with what is kept, not with the file.  Alternates in
other languages (``xhtml:link``) are no links: each language has an entry of its own, by the
rules of who invented them, and would be listed once more with every other language.  Pictures
and films of a page are passed over.

Sources: the Sitemaps protocol 0.9 (sitemaps.org), Google's news sitemap extension and its
rules for localised versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timezone
from functools import lru_cache
from typing import cast

from lxml import etree

from newsarchive.discovery._gather import Links, without_fragment
from newsarchive.discovery.bounds import Bounds
from newsarchive.model import ChildListing, Listing, Moment
from newsarchive.urls import absolute_url, canonical_url

MAX_URLS = Bounds().sitemap_urls
MAX_TEXT_CHARS = 10_000
MAX_LASTMOD_CHARS = 100
MAX_IDLE_TAGS = 200_000  # without an entry among them; lxml takes some 150 bytes for each


def read_sitemap(
    pieces: Iterable[bytes], *, url: str, source: str | None = None, most: int = MAX_URLS
) -> Listing:
    """Return the pages of a sitemap, or the child sitemaps of an index as ``more``.

    ``lastmod`` becomes ``modified``; a news entry's title, publication date and keywords
    become the link's title, date and tags.

    Args:
        pieces: The file in order, in pieces of any size; they are let go as they are read.
    """
    sitemap = _Sitemap(url, source, most)
    problem = ""
    try:
        # twice as many, since some name nothing; a file of 64 MB could hold three million
        for number, entry in enumerate(_entries(pieces)):
            if sitemap.is_full or number >= 2 * most:
                problem = f"Only the first {number:,} entries were looked at (max_sitemap_urls)."
                break
            sitemap.take(entry)
    except etree.LxmlError as exc:
        problem = f"The sitemap is damaged and was read only in part ({_first_line(exc)})."
    except _IdleError:
        problem = f"The sitemap was read only up to {MAX_IDLE_TAGS:,} tags without an entry."
    return sitemap.listing(problem)


class _Sitemap:
    """What was read of a sitemap so far."""

    def __init__(self, url: str, source: str | None, most: int) -> None:
        self.url = url
        self.links = Links(url, source, most=most)
        self.children: dict[str, ChildListing] = {}  # by canonical URL
        self.is_index = False
        self.title = ""
        self.language = ""

    @property
    def is_full(self) -> bool:
        return self.links.full or len(self.children) >= self.links.most

    def take(self, entry: etree._Element) -> None:
        """Add what an entry names."""
        fields = _fields(entry)
        address = fields.get("loc", "")
        if _local(str(entry.tag)) == "sitemap":
            self.is_index = True
            self._take_child(address, fields.get("lastmod", ""))
            return
        language = fields.get("news:language", "")
        self.language = self.language or language
        self.title = self.title or fields.get("news:name", "")
        if not address:
            return
        keywords = fields.get("news:keywords", "")
        self.links.add(
            address,
            title=fields.get("news:title", ""),
            published=self.links.moment([fields.get("news:publication_date", "")], language),
            modified=_small(self.links.moment([fields.get("lastmod", "")])),
            tags=re.split(r"[,;]", keywords) if keywords else (),
            language=language,
        )

    def _take_child(self, address: str, lastmod: str) -> None:
        child = without_fragment(absolute_url(self.url, address)) if address else ""
        if child and len(self.children) < self.links.most:
            self.children.setdefault(
                canonical_url(child), ChildListing(url=child, lastmod=lastmod[:MAX_LASTMOD_CHARS])
            )

    def listing(self, problem: str) -> Listing:
        """Return it as a listing."""
        found = self.links.all()
        if not found and not self.children and not problem:
            problem = "The sitemap names no page."
        return Listing(
            kind="sitemap-index" if self.is_index else "sitemap",
            title=self.title,
            language=self.language,
            links=found,
            more=tuple(self.children.values()),
            problem=self.links.problem("max_sitemap_urls") or problem,
        )


def read_text_sitemap(
    text: str, *, url: str, source: str | None = None, most: int = MAX_URLS
) -> Listing:
    """Return the pages of a sitemap that is a plain list of addresses, one a line."""
    links = Links(url, source, most=most)
    for line in text.split("\n"):
        if line.strip():
            links.add(line)
    return Listing(kind="sitemap", links=links.all(), problem=links.problem("max_sitemap_urls"))


def _small(moment: Moment | None) -> Moment | None:
    """Let moments share their zone: 100 bytes less for each of 50,000."""
    offset = moment.when.utcoffset() if moment else None
    if moment is None or not offset:
        return moment
    return replace(moment, when=moment.when.replace(tzinfo=_zone(offset)))


_zone = lru_cache(maxsize=128)(timezone)


class _IdleError(Exception):
    """Raised where a file goes on and on without an entry."""


def _entries(pieces: Iterable[bytes]) -> Iterator[etree._Element]:
    """Yield each ``url`` and ``sitemap`` element, freeing it and what stood before it."""
    parser = etree.XMLPullParser(
        events=("end",),
        tag=("{*}url", "{*}sitemap"),
        # Entities stay unresolved, which disarms "billion laughs" and external files alike.
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    idle = 0
    for piece in _from_root(pieces):
        parser.feed(piece)
        idle += piece.count(b"<")
        for _, found in parser.read_events():
            element = cast("etree._Element", found)
            yield element
            idle = 0
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]
        if idle > MAX_IDLE_TAGS:
            raise _IdleError
    parser.close()


def _from_root(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on the pieces, without what stands before the first tag."""
    begun = False
    for piece in pieces:
        if not begun and not piece.startswith((b"\xff\xfe", b"\xfe\xff", b"\0")):
            at = piece.find(b"<")
            if at < 0:
                continue
            piece = piece[at:] if at else piece
        begun = True
        yield piece


def _fields(entry: etree._Element) -> dict[str, str]:
    """Return the texts of an entry: ``loc``, ``lastmod``, and ``news:…``; the first of each."""
    fields: dict[str, str] = {}
    for child in entry:
        name = _name(str(child.tag))
        if name == "news:news":
            for element in child.iterdescendants():
                _note(fields, _name(str(element.tag)), element)
        elif name:
            _note(fields, name, child)
    return fields


def _note(fields: dict[str, str], name: str, element: etree._Element) -> None:
    text = element.text
    if name and text and name not in fields:
        fields[name] = text[:MAX_TEXT_CHARS].strip()


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    """Return ``loc``, ``news:title``; "" for what tells of pictures, films and alternates."""
    local = _local(tag)
    space = tag[: len(tag) - len(local)].lower()
    if "news" in space:
        return f"news:{local}"
    return "" if any(word in space for word in ("image", "video", "xhtml")) else local


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def _first_line(exc: Exception) -> str:
    return (str(exc).splitlines() or ["no reason given"])[0][:200]
