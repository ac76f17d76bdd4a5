"""How much of one listing is read; what is beyond is told of and left (docs/bounds.md)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The most that one listing may give."""

    unpacked_bytes: int = 64_000_000  # the sitemaps protocol allows 50 MB
    entries: int = 10_000  # of a feed; the longest met in the wild had some 5,000
    sitemap_urls: int = 50_000  # the protocol's own limit for one file
    tags: int = 250_000  # of a page of links
    links: int = 500  # of a page of links; the busiest home pages have some 300 stories
