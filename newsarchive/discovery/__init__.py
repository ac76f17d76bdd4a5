"""Which URLs exist, and what is said of them.

``read_listing`` takes the bytes of any listing, finds out what it is, and returns a
``Listing``; ``read_home`` finds the listings that a home page points to.  Pure functions:
nothing here fetches.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

from newsarchive.discovery._unpack import Pieces
from newsarchive.discovery._xml import start_of_root
from newsarchive.discovery.autodiscovery import FeedLink, Home, read_home
from newsarchive.discovery.bounds import Bounds
from newsarchive.discovery.feeds import read_feed
from newsarchive.discovery.jsonfeed import read_json_feed
from newsarchive.discovery.sections import read_section
from newsarchive.discovery.sitemaps import read_sitemap, read_text_sitemap
from newsarchive.model import Listing
from newsarchive.page import decode

__all__ = ["Bounds", "FeedLink", "Home", "read_home", "read_listing"]

_NOT_ASCII = bytes(range(0x80, 0x100))
_BOUNDS = Bounds()


def read_listing(
    body: bytes | BinaryIO,
    *,
    url: str,
    content_type: str = "",
    source: str | None = None,
    bounds: Bounds = _BOUNDS,
) -> Listing:
    """Return what a feed, sitemap, sitemap index or section page says.

    What it is follows from the bytes, not from ``content_type``, which servers get wrong;
    that decides only between encodings.  gzip is unpacked.  A page of HTML gives kind
    ``section``, also where a feed was expected: the caller knows what it asked for.  What
    is none of these gives kind "" with a sentence in ``problem``.  Never raises.

    Args:
        body: The answer's body; content encoding already undone, ``.gz`` files as they are.
            Or an open file of it, which a sitemap is read from piece by piece.
        url: Where it came from, after redirects; relative links count from here.
        content_type: The header's value, or "".
        source: Slug of the source, put into each link.
        bounds: How much of it is read; ``problem`` tells where it holds more.
    """
    pieces = Pieces(body, most=bounds.unpacked_bytes)
    listing = _read(pieces, url=url, content_type=content_type, source=source, bounds=bounds)
    return replace(listing, problem=pieces.problem) if pieces.problem else listing


def _read(
    pieces: Pieces, *, url: str, content_type: str, source: str | None, bounds: Bounds
) -> Listing:
    stream = iter(pieces)
    start = next(stream, b"")
    if not start.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        start += next(stream, b"")
    if not start.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        return Listing(problem="The answer is empty.")
    # No half character at the end: it would need guessing
    head = decode(start.rstrip(_NOT_ASCII) or start, content_type).lstrip("\ufeff \t\r\n\f\0")
    root = _root(head)
    if root in ("urlset", "sitemapindex"):
        return read_sitemap(
            chain([start], stream), url=url, source=source, most=bounds.sitemap_urls
        )
    body = pieces.whole()
    if head.startswith(("{", "[")):
        return read_json_feed(
            body, url=url, content_type=content_type, source=source, most=bounds.entries
        )
    if _is_list_of_urls(head):
        text = decode(body, content_type)
        return read_text_sitemap(text, url=url, source=source, most=bounds.sitemap_urls)
    if root in ("rss", "rdf", "feed", "channel"):
        return read_feed(
            body, url=url, content_type=content_type, source=source, most=bounds.entries
        )
    if root in _HTML_TAGS or ("html" in content_type.lower() and not _is_binary(body)):
        if body.count(b"<") > bounds.tags:
            return Listing(problem=f"The page holds more than {bounds.tags:,} tags (max_tags).")
        return read_section(
            body, url=url, content_type=content_type, source=source, most=bounds.links
        )
    if root:
        return Listing(problem=f"This is XML, but neither feed nor sitemap: it is <{root[:50]}>.")
    return Listing(
        problem=f"This is no feed, sitemap or page of HTML: it begins with {_beginning(body)}."
    )


_DOCTYPE_HTML = re.compile(r"<!DOCTYPE\s+html\b", re.I)
_START = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_HTML_TAGS = frozenset(
    {
        *("html", "head", "body", "title", "meta", "link", "script", "style", "frameset", "div"),
        *("p", "a", "table", "center", "font", "h1", "h2", "h3", "ul", "br", "img", "form", "b"),
        *("main", "header", "nav", "section", "article", "span", "i"),
    }
)


def _root(head: str) -> str:
    """Return the local name of the first element in lower case, or ""."""
    if _DOCTYPE_HTML.match(head):
        return "html"
    match = _START.match(head, start_of_root(head))
    return match[1].lower() if match else ""


def _is_list_of_urls(head: str) -> bool:
    lines = [line.strip() for line in head[:4_096].split("\n") if line.strip()]
    whole = lines[:-1] or lines  # the last may be cut
    return all(re.match(r"https?://\S+$", line) for line in whole)


def _is_binary(body: bytes) -> bool:
    return body.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04"))


def _beginning(body: bytes) -> str:
    text = body[:12].decode("ascii", "replace").replace("\ufffd", "?")
    return repr("".join(char if char.isprintable() else "?" for char in text))
