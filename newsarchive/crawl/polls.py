"""What a poll of a listing changes in the archive; each function is one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scrapy.http import Response

from newsarchive.crawl.headers import header
from newsarchive.crawl.session import now
from newsarchive.discovery.polling import (
    MAX_WAIT,
    MEMORY,
    MIN_WAIT,
    fresh_for,
    next_poll,
    next_poll_after_failure,
    says_unchanged,
)
from newsarchive.discovery.wordpress import posts_url
from newsarchive.model import (
    ChildListing,
    Due,
    Link,
    Listing,
    ListingState,
    Source,
    Validators,
)
from newsarchive.storage import Archive, Revisit, Rows
from newsarchive.urls import canonical_url

REST = timedelta(days=30)  # a listing that is gone for good is looked at again after that
PERMANENT = (301, 308)
WORDPRESS = "wordpress"
FIRST_CHANGES = timedelta(days=2)  # what changed before a site was added is no news


@dataclass(frozen=True, slots=True)
class Poll:
    """One answer of a listing's server."""

    source: Source
    listing: ListingState
    response: Response
    body_hash: str
    revisit: Revisit


def keep(archive: Archive, poll: Poll, found: Listing) -> list[Due]:
    """Keep what a listing says; return what of it to fetch now."""
    at = now()
    source, listing = poll.source, poll.listing
    # an index is read again for its children's sake, which may have changed; the question to
    # an API is another one each time
    lasting = not found.more and listing.kind != WORDPRESS
    with archive.writing() as rows:
        url = _followed(rows, poll, at)
        # also what the user's patterns leave out: the ledger of gaps tells of it
        rows.frontier.listed(
            of_articles(found.links, source), source=source.slug, listing=url, at=at
        )
        urls = [link.url for link in wanted(found.links, source)]
        rows.listings.polled(
            source.slug,
            url,
            at=at,
            due_at=_due(rows, poll, url, at, wait=found.wait, skip=found.skip),
            title=found.title,
            validators=_validators(poll.response) if lasting else Validators(),
            body_hash=poll.body_hash if lasting else "",
            wait=found.wait,
            skip=found.skip,
            lastmod=listing.lastmod,
            cursor=_newest_change(found) if listing.kind == WORDPRESS else None,
            entries=None if found.more else len(found.links),
        )
        rows.runs.resolve([listing.url, url], at=at)
        return rows.frontier.pick(urls, at=at, revisit=poll.revisit)


def unchanged(archive: Archive, poll: Poll) -> list[Due]:
    """Note that a listing says what it said before; return what of it to fetch now."""
    at = now()
    source, listing = poll.source, poll.listing
    with archive.writing() as rows:
        url = _followed(rows, poll, at)
        urls = rows.frontier.listed_before(source=source.slug, listing=url, at=at)
        due_at = _due(rows, poll, url, at, wait=listing.wait, skip=listing.skip)
        rows.listings.polled(source.slug, url, at=at, due_at=due_at, lastmod=listing.lastmod)
        rows.runs.resolve([listing.url, url], at=at)
        return of_source(rows.frontier.pick(urls, at=at, revisit=poll.revisit), source)


def fail(
    archive: Archive,
    source: Source,
    listing: ListingState,
    cause: str,
    *,
    gone: bool = False,
    again: datetime | None = None,
) -> None:
    """Note that a listing could not be had; ``again``: when its server may be asked again."""
    at = now()
    backed_off = next_poll_after_failure(listing.errors + 1, now=at)
    due_at = max(again, backed_off) if again else backed_off
    with archive.writing() as rows:
        if gone:
            rows.listings.rested(source.slug, listing.url, at=at, due_at=at + REST, cause=cause)
        else:
            rows.listings.failed(source.slug, listing.url, at=at, due_at=due_at, cause=cause)


def children(
    archive: Archive, source: Source, index: str, named: list[ChildListing]
) -> list[ListingState]:
    """Return the sitemaps that an index names, as earlier polls left them, but with its lastmod.

    Those that by this lastmod are as they were when they were read are left out.
    """
    at = now()
    with archive.writing() as rows:
        known = rows.listings.children(source.slug, index, named)
    return [
        replace(state, lastmod=child.lastmod or state.lastmod)
        for state, child in zip(known, named, strict=True)
        if state.errors
        or not says_unchanged(child.lastmod, state.lastmod, read_at=state.polled_at, now=at)
    ]


def changes_url(listing: ListingState) -> str:
    """Return what to ask a WordPress API for: what changed since the last time.

    A second earlier, since what shares the newest second may have come after the answer.
    """
    since = listing.cursor or now() - FIRST_CHANGES
    return posts_url(listing.url, modified_after=since - timedelta(seconds=1))


def _newest_change(found: Listing) -> datetime | None:
    times = (link.modified.when for link in found.links if link.modified)
    return max((time for time in times if time.tzinfo), default=None)


def of_articles(links: Collection[Link], source: Source) -> list[Link]:
    """The links without the one to the source's home page."""
    home = canonical_url(source.home)
    return [link for link in links if link.url != home]


def wanted(links: Collection[Link], source: Source) -> list[Link]:
    """The links to articles that the source's settings ask for."""
    return [link for link in of_articles(links, source) if source.settings.wants(link.url)]


def of_source(dues: Iterable[Due], source: Source) -> list[Due]:
    """What of these the source's settings ask for."""
    return [due for due in dues if source.settings.wants(due.url)]


def _followed(rows: Rows, poll: Poll, at: datetime) -> str:
    """The listing's address from now on: a permanent redirect moves it (RFC 9110, 15.4)."""
    meta = poll.response.meta
    hops = [*meta.get("redirect_urls", ()), poll.response.url]
    url = poll.listing.url
    if poll.listing.kind == WORDPRESS:
        return url  # its root stands for many addresses
    for status, hop in zip(meta.get("redirect_reasons", ()), hops[1:], strict=False):
        if status not in PERMANENT:
            break
        url = hop
    if url == poll.listing.url:
        return url
    cause = f"the server answered with a permanent redirect to {url}"
    return rows.listings.moved(poll.source.slug, poll.listing.url, url, at=at, cause=cause)


def _due(
    rows: Rows,
    poll: Poll,
    url: str,
    at: datetime,
    *,
    wait: timedelta | None,
    skip: Collection[int],
) -> datetime:
    settings = poll.source.settings
    fresh = fresh_for(
        header(poll.response, "Cache-Control"),
        expires=header(poll.response, "Expires"),
        date=header(poll.response, "Date"),
        age=header(poll.response, "Age"),
        now=at,
    )
    hints = [hint for hint in (wait, fresh) if hint]
    return next_poll(
        rows.listings.times(poll.source.slug, url, since=at - MEMORY),
        now=at,
        hint=max(hints) if hints else None,
        skip=skip,
        least=_minutes(settings.least_wait, MIN_WAIT),
        most=_minutes(settings.most_wait, MAX_WAIT),
    )


def _minutes(value: float | None, otherwise: timedelta) -> timedelta:
    return otherwise if value is None else timedelta(minutes=value)


def _validators(response: Response) -> Validators:
    return Validators.stated(header(response, "ETag"), header(response, "Last-Modified"))
