"""Which of a site's listings to follow: the fewest that tell of everything new.

Pure: the listings have been read; what comes back says of each why it was taken or left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from newsarchive.model import Link, Listing

FEEDS = ("rss", "atom", "json")
_COVERED = "what it lists is in the others"
_OLDER = "what it adds is older than what the others list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to follow and what not, by address, with the reason in one clause."""

    taken: Mapping[str, str]
    left: Mapping[str, str]


def choose(feeds: Mapping[str, Listing], sitemaps: Mapping[str, Listing]) -> Choice:
    """Choose among a site's feeds, in the order it names them, and its news sitemaps.

    A feed is left out where others list all it has, or all but what is older than their
    last: a category's feed goes further back than the site's, but tells of nothing sooner.
    News sitemaps follow where they name pages that no feed has; other sitemaps are for the
    back catalogue, and are taken only where there is neither.
    """
    taken: dict[str, str] = {}
    left: dict[str, str] = {}
    kept: list[Listing] = []
    for url, listing in sorted(feeds.items(), key=lambda item: -len(item[1].links)):
        reason = _why_not(listing, kept)
        if reason:
            left[url] = reason
        else:
            taken[url] = f"{listing.kind}, {_count(len(listing.links), 'entry', 'entries')}"
            kept.append(listing)
    for url, listing in sitemaps.items():
        reason = _why_not(listing, kept) if is_of_news(listing) else "it is no sitemap of news"
        added = _added(listing, kept)
        if reason:
            left[url] = f"{reason}; {_count(len(listing.links), 'address', 'addresses')}"
        else:
            taken[url] = f"news sitemap, {_count(len(added), 'address', 'addresses')} more"
            kept.append(listing)
    return Choice(taken=taken, left=left)


def choose_sections(pages: Mapping[str, Listing]) -> Choice:
    """Choose among a site's pages of links, where it has no feed and no sitemap.

    All that name a story which no other names; none of what names nothing.  One story is
    enough: a small paper's desk may have no more.
    """
    taken: dict[str, str] = {}
    left: dict[str, str] = {}
    kept: list[Listing] = []
    for url, page in sorted(pages.items(), key=lambda item: -len(item[1].links)):
        if not page.links:
            left[url] = "it links to no article"
        elif not (added := _added(page, kept)):
            left[url] = _COVERED
        else:
            more = " more" if kept else ""
            taken[url] = f"no feed was found; {_count(len(added), 'article', 'articles')}{more}"
            kept.append(page)
    return Choice(taken=taken, left=left)


def is_of_news(listing: Listing) -> bool:
    """Tell a news sitemap, whose entries have times of publication, from others."""
    return listing.kind == "sitemap" and any(link.published for link in listing.links)


def _count(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _added(listing: Listing, kept: list[Listing]) -> list[Link]:
    covered = {link.url for other in kept for link in other.links}
    return [link for link in listing.links if link.url not in covered]


def _why_not(listing: Listing, kept: list[Listing]) -> str:
    if not kept:
        return ""
    added = _added(listing, kept)
    if not added:
        return _COVERED
    shares = len(added) < len(listing.links)
    times = [_published(link) for link in added]
    ends = [_last(other) for other in kept if _shares(listing, other)]
    newest = max((when for when in times if when), default=None)
    if shares and None not in times and newest and any(end and newest <= end for end in ends):
        return _OLDER
    return ""


def _shares(listing: Listing, other: Listing) -> bool:
    return not {link.url for link in listing.links}.isdisjoint(link.url for link in other.links)


def _last(listing: Listing) -> datetime | None:
    """When the oldest entry was published; None where one does not say."""
    times = [_published(link) for link in listing.links]
    return min((when for when in times if when), default=None) if None not in times else None


def _published(link: Link) -> datetime | None:
    """Comparable; a feed that tells no zone tells none in all its entries."""
    if link.published is None:
        return None
    when = link.published.when
    return when if when.tzinfo else when.replace(tzinfo=UTC)
