"""Follow what a feed reader follows, told by OPML; home pages are not asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from newsarchive.crawl.run import Fetcher
from newsarchive.discovery import read_listing
from newsarchive.discovery.choosing import FEEDS
from newsarchive.discovery.opml import Subscription
from newsarchive.jobs.subscribing import MIN_LINKS, slug_of
from newsarchive.model import Listing, ListingState, Source, SourceSettings
from newsarchive.storage import Archive
from newsarchive.urls import canonical_url, host_of, is_private_host, same_site

_AT_ONCE = 50  # answers held in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFeed:
    """What became of one feed of a list."""

    feed: Subscription
    source: str = ""  # slug of the source that follows it; "" where none does
    new: bool = False  # it was added just now
    problem: str = ""  # why it was not


def import_feeds(
    archive: Archive,
    feeds: Sequence[Subscription],
    *,
    at: datetime,
    allow_private: bool = False,
    check: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> list[ImportedFeed]:
    """Add a source per home page and return what became of each feed, in the order given.

    All of them are saved in one transaction.  Feeds of the same ``htmlUrl`` become one
    source; one without is a source by itself, at its own address.  What is followed
    already stays as it is.

    Args:
        archive: Where to.
        feeds: From ``read_opml``.
        at: Now.
        allow_private: Addresses may be private ones.
        check: Ask each feed once, and leave out what can't be read.
        settings: Scrapy settings to override, for the check.

    Raises:
        ArchiveError: The archive cannot be written.
        NewsArchiveError: The check could not be started.
    """
    problems = {feed.url: _unusable(feed.url, allow_private) for feed in feeds}
    with archive.reading() as rows:
        followed = rows.sources.following([feed.url for feed in feeds])
    if check:
        wanted = [feed for feed in feeds if not problems[feed.url] and feed.url not in followed]
        feeds = _checked(feeds, wanted, problems, allow_private, settings or {})
    new = [feed for feed in feeds if not problems[feed.url] and feed.url not in followed]
    added: dict[str, str] = {}
    with archive.writing() as rows:
        homes = {canonical_url(source.home): source.home for source in rows.sources.all()}
        for source in _sources(new, homes, allow_private):
            saved = rows.sources.add(source, at=at)
            added.update((listing.url, saved.slug) for listing in source.listings)
    return [
        ImportedFeed(
            feed=feed,
            source=added.get(feed.url) or followed.get(feed.url, ""),
            new=feed.url in added,
            problem=problems[feed.url],
        )
        for feed in feeds
    ]


def _unusable(url: str, allow_private: bool) -> str:
    if not canonical_url(url):
        return "is no web address"
    if is_private_host(host_of(url)) and not allow_private:
        return "is at a private address; add --allow-private if you mean it"
    return ""


def _checked(
    feeds: Sequence[Subscription],
    wanted: Sequence[Subscription],
    problems: dict[str, str],
    allow_private: bool,
    settings: Mapping[str, Any],
) -> list[Subscription]:
    """The feeds with what they say of themselves; what is wrong goes into ``problems``."""
    overridden = dict(settings)
    if allow_private:
        overridden["NEWSARCHIVE_PRIVATE_HOSTS"] = sorted({host_of(feed.url) for feed in wanted})
    known: dict[str, Subscription] = {}
    with Fetcher(overridden) as asking:
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            answers = asking.ask([feed.url for feed in some])
            for feed, answer in zip(some, answers, strict=True):
                listing = Listing()
                if not answer.problem:
                    listing = read_listing(
                        answer.body, url=answer.final_url, content_type=answer.content_type
                    )
                problems[feed.url] = answer.problem or _no_feed(feed, listing)
                home = listing.home if same_site(listing.home, feed.url) else ""
                known[feed.url] = replace(
                    feed,
                    title=feed.title or listing.title,
                    home=feed.home or home,
                    language=feed.language or listing.language,
                )
    return [known.get(feed.url, feed) for feed in feeds]


def _no_feed(feed: Subscription, listing: Listing) -> str:
    if feed.kind == "section" and len(listing.links) >= MIN_LINKS:
        return ""
    if listing.kind in FEEDS:
        return "" if listing.links or not listing.problem else listing.problem.rstrip(".")
    return "is no feed" + (f": {listing.problem.rstrip('.')}" if listing.problem else "")


def _sources(
    feeds: Iterable[Subscription], homes: Mapping[str, str], allow_private: bool
) -> list[Source]:
    """One source per home page, which keeps the spelling it is known by."""
    together: dict[str, list[Subscription]] = {}
    for feed in feeds:
        together.setdefault(canonical_url(feed.home or feed.url), []).append(feed)
    return [
        _source(homes.get(key) or some[0].home or some[0].url, some, allow_private)
        for key, some in together.items()
    ]


def _source(home: str, feeds: Sequence[Subscription], allow_private: bool) -> Source:
    host = host_of(home)
    name = _name([feed.title for feed in feeds if feed.title]) or host
    hosts = {host, *(host_of(feed.url) for feed in feeds)}
    return Source(
        slug=slug_of(name) or slug_of(host),
        name=name,
        home=home,
        language=next((feed.language for feed in feeds if feed.language), ""),
        allow_private=allow_private and any(is_private_host(host) for host in hosts),
        settings=SourceSettings(folder=_folder(feeds)),
        listings=tuple(
            ListingState(url=feed.url, kind=feed.kind, title=feed.title) for feed in feeds
        ),
    )


def _folder(feeds: Sequence[Subscription]) -> str:
    """The first feed's folder, as ``Outer/Inner``; a slash inside a name becomes a dash."""
    folders = next((feed.folders for feed in feeds if feed.folders), ())
    return "/".join(name.replace("/", "-") for name in folders)


def _name(titles: Sequence[str]) -> str:
    """What the titles begin with alike ("Weir – City", "Weir – Sport"), if that says anything."""
    if len(titles) < 2:
        return "".join(titles)
    letters = takewhile(lambda found: len(set(found)) == 1, zip(*titles, strict=False))
    same = "".join(found[0] for found in letters)
    if any(title[len(same) :][:1].isalnum() for title in titles) and same[-1:].isalnum():
        same = same.rpartition(" ")[0]  # the beginning of a word is none
    name = same.strip(" \t-–—|:·»«/,>()[]")
    return name if len(name) >= 3 else ""
