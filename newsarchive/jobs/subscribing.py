"""Find what to follow of a site: its feeds, or where there are none its pages of links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from newsarchive.crawl.run import Fetched, Fetcher
from newsarchive.discovery import read_listing
from newsarchive.discovery.autodiscovery import Home, is_feed_address, read_home
from newsarchive.discovery.choosing import FEEDS, choose, choose_sections, is_of_news
from newsarchive.discovery.menus import find_sections
from newsarchive.discovery.sections import base_of
from newsarchive.discovery.soft404 import Look, look_of
from newsarchive.discovery.systems import (
    own_feeds,
    sitemaps_in_robots,
    usual_feeds,
    usual_sitemaps,
)
from newsarchive.discovery.walk import find_pages
from newsarchive.discovery.wordpress import Api, api_url, guessed_api, read_api
from newsarchive.errors import FetchError, NothingToFollow, UsageError
from newsarchive.model import Listing, ListingState, Source
from newsarchive.page import Page
from newsarchive.urls import absolute_url, canonical_url, host_of, is_private_host, same_site

MAX_FEEDS = 12  # asked of one home page; sites that declare more declare one per tag
MAX_SITEMAPS = 3  # asked of those that are named, and of the children of each index
_MAY_LINK = re.compile(r"^text/|html|xml|json")  # content types of pages and feeds
MIN_LINKS = 3  # a page with fewer links to articles is no list, unless there are lists behind it
MAX_SECTIONS = 12  # pages asked at each step from a home page that lists no articles
MAX_CLICKS = 2  # such steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A source that could be saved, and why it looks as it does."""

    source: Source
    reasons: Mapping[str, str]  # address of a listing → what it is, in one clause
    notes: tuple[str, ...] = ()  # sentences for the user: what was left out, what else there is
    system: str = ""  # what made the site: WordPress, Drupal, …
    requests: int = 1  # addresses that were asked, robots.txt and redirects included


def find_source(
    url: str,
    *,
    name: str = "",
    allow_private: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> Proposal:
    """Return the source that a home page, section page, feed or sitemap belongs to.

    Nothing is saved.  Of a page's feeds the fewest are taken that tell of everything new;
    a news sitemap where it names more; without a feed the page itself if it links to
    articles, else a sitemap, else the sections behind it that list articles.  Usual places
    are tried only where the page names no feed.

    Args:
        url: Where to look; ``https://`` may be missing.
        name: The publication's name; found on the page where empty.
        allow_private: The address may be a private one.
        settings: Scrapy settings to override.

    Raises:
        UsageError: It is no web address, is private, or has neither feed nor articles.
        FetchError: It could not be had.
    """
    url = _address(url)
    host = host_of(url)
    if is_private_host(host) and not allow_private:
        raise UsageError(f"{url} is at a private address; add --allow-private if you mean it")
    overridden = dict(settings or {})
    if allow_private:
        overridden["NEWSARCHIVE_PRIVATE_HOSTS"] = [host]
    with Fetcher(overridden) as asking:
        return _found(url, name, allow_private, asking)


def _found(url: str, name: str, allow_private: bool, asking: Fetcher) -> Proposal:
    (answer,) = asking.ask([url])
    if answer.problem:
        raise FetchError(url, f"{answer.problem}; check the address")
    listing = _listing(answer)
    if listing.kind in FEEDS or listing.kind.startswith("sitemap"):
        return _of_listing(answer, listing, name, allow_private, asking.asked)
    kind = answer.content_type.partition(";")[0].strip().lower()
    if answer.body.startswith(b"%PDF") or (kind and not _MAY_LINK.search(kind)):
        raise NothingToFollow(
            url,
            f"is {kind or 'a PDF'}, neither a web page nor a feed; give the address of a "
            "home page, a section page or a feed",
        )
    if not listing.kind:
        told = listing.problem.rstrip(".")
        raise NothingToFollow(
            url,
            f"cannot be followed: {told[:1].lower()}{told[1:]}; give the address of a home page, "
            "a section page or a feed",
        )
    page = read_home(
        answer.body,
        url=answer.final_url,
        content_type=answer.content_type,
        headers=answer.headers,
    )
    return _of_page(answer, listing, page, name, allow_private, asking)


def _of_page(
    home: Fetched, section: Listing, page: Home, name: str, allow_private: bool, asking: Fetcher
) -> Proposal:
    found = _search(home.final_url, page, asking)
    listings, reasons, notes = _chosen(home, section, found)
    if not listings:
        listings, reasons, notes = _sections(home, section, asking)
    feed_meant = is_feed_address(home.url)
    if not listings and feed_meant:
        raise NothingToFollow(
            home.url,
            "is a web page, no feed, and leads to no feed and no list of articles; look for the "
            "feed's new address on the site, or give that of its home page",
        )
    if feed_meant:
        notes.insert(0, f"{home.url} is a web page, no feed; this was found on it")
    if not listings:
        raise NothingToFollow(
            home.url,
            "has no feed and no list of articles; give the address of its feed, or archive "
            "single pages with 'scrapy crawl pages -a urls=…'",
        )
    api = found.api if found.site.posts else ""
    if api:
        listings.append(ListingState(url=api, kind="wordpress"))
        reasons[api] = "its WordPress API tells what changed, and gives the whole back catalogue"
    elif page.api:
        notes.append(f"its WordPress API is of no use: {found.site.problem.rstrip('.')}")
    spoken = (found.feeds[state.url].language for state in listings if state.url in found.feeds)
    language = page.language or next((tongue for tongue in spoken if tongue), "")
    return Proposal(
        source=_source(
            name or page.name,
            home.final_url,
            language,
            allow_private,
            tuple(listings),
            timezone=found.site.timezone,
            api=api,
        ),
        reasons=reasons,
        notes=tuple(notes),
        system=page.system,
        requests=asking.asked,
    )


# Asking


@dataclass(slots=True)
class _Found:
    """What the search has come upon so far; by the address it answers at."""

    feeds: dict[str, Listing] = field(default_factory=dict)
    sitemaps: dict[str, Listing] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)  # sitemaps that the site names
    failed: dict[str, str] = field(default_factory=dict)  # what the page named and is no feed
    api: str = ""
    site: Api = field(default_factory=Api)

    def take(self, answer: Fetched, *, named: bool) -> None:
        listing = _listing(answer) if not answer.problem else Listing(problem=answer.problem)
        if listing.kind in FEEDS:
            self.feeds.setdefault(answer.final_url, listing)
        elif listing.kind.startswith("sitemap") and (listing.links or listing.more):
            self.sitemaps.setdefault(answer.final_url, listing)
        elif named:
            self.failed[answer.url] = listing.problem.rstrip(".") or "it is no feed"


def _search(home: str, page: Home, asking: Fetcher) -> _Found:
    """Ask in few steps, each only where the ones before left something open."""
    declared = [feed.raw_url for feed in page.feeds if not feed.visible][:MAX_FEEDS]
    visible = [feed.raw_url for feed in page.feeds if feed.visible][:MAX_FEEDS]
    found = _Found(named=list(page.sitemaps))
    first = declared or visible
    _first_step(found, home, page, first or own_feeds(page.system, home), bool(first), asking)
    second = visible if declared and not found.feeds else []
    if not found.feeds:
        guesses = [url for url in usual_feeds(home) if url not in own_feeds(page.system, home)]
        for answer in asking.ask([*second, *guesses]):
            found.take(answer, named=answer.url in second)
    _sitemaps(found, home, asking)
    return found


def _first_step(
    found: _Found, home: str, page: Home, feeds: Sequence[str], named: bool, asking: Fetcher
) -> None:
    robots = absolute_url(home, "/robots.txt")
    root = page.api or (guessed_api(home) if page.system == "WordPress" else "")
    api = api_url(root) if root else ""
    for answer in asking.ask([*feeds, robots, *([api] if api else [])]):
        if answer.url == robots:
            if not answer.problem:
                found.named += sitemaps_in_robots(answer.body, url=answer.final_url)
        elif answer.url == api:
            found.api = root
            found.site = (
                Api(problem=answer.problem)
                if answer.problem
                else read_api(answer.body, url=answer.final_url)
            )
        else:
            found.take(answer, named=named)


def _sitemaps(found: _Found, home: str, asking: Fetcher) -> None:
    """Read the sitemaps that the site names, those of news first; else look where they are."""
    named = sorted(dict.fromkeys(found.named), key=lambda url: "news" not in url.lower())
    named = [url for url in named if same_site(url, home)]
    if found.feeds:
        wanted = [url for url in named if "news" in url.lower()] or named[:1]
    else:
        wanted = named or list(usual_sitemaps(home))
    for answer in asking.ask(wanted[:MAX_SITEMAPS]):
        found.take(answer, named=False)
    if any(is_of_news(listing) for listing in found.sitemaps.values()):
        return
    children = [child.url for listing in found.sitemaps.values() for child in listing.more]
    news = [url for url in children if "news" in url.lower() and same_site(url, home)]
    for answer in asking.ask(news[:MAX_SITEMAPS]):
        found.take(answer, named=False)


# Choosing


def _chosen(
    home: Fetched, section: Listing, found: _Found
) -> tuple[list[ListingState], dict[str, str], list[str]]:
    """The listings to follow, why each, and what else there is to tell."""
    plain = {url: each for url, each in found.sitemaps.items() if each.links}
    choice = choose(found.feeds, plain)
    notes = [f"{url} is left out: {why}" for url, why in (*found.failed.items(),)]
    reasons = dict(choice.taken)
    if not reasons and len(section.links) >= MIN_LINKS:
        reasons[home.final_url] = (
            f"no feed was found; the page itself links to {len(section.links)} articles"
        )
    elif not reasons and found.sitemaps:
        url, listing = next(iter(found.sitemaps.items()))
        size = f"{len(listing.more or listing.links):,}"
        reasons[url] = f"no feed was found; {listing.kind} of {size} addresses"
    left = {url: why for url, why in choice.left.items() if url not in reasons}
    notes += [f"{url} is left out: {why}" for url, why in left.items()]
    states = []
    for url in reasons:
        kind = "feed" if url in found.feeds else "sitemap" if url in found.sitemaps else "section"
        listing = found.feeds.get(url) or found.sitemaps.get(url) or section
        states.append(ListingState(url=url, kind=kind, title=listing.title))
    return states, reasons, notes


def _sections(
    home: Fetched, section: Listing, asking: Fetcher
) -> tuple[list[ListingState], dict[str, str], list[str]]:
    """The pages one click or two behind a home page that list articles, and why each."""
    nothing = _nothing(home, asking)
    found = {home.final_url: section}
    seen = {canonical_url(home.final_url), canonical_url(home.url)}
    pages, left = [home], 0
    for _ in range(MAX_CLICKS):
        wanted = _leading_to(pages, found, seen)
        left += len(wanted[MAX_SECTIONS:])
        pages = []
        for answer in asking.ask(wanted[:MAX_SECTIONS]):
            listing = Listing() if answer.problem else _listing(answer)
            seen.add(canonical_url(answer.final_url))
            if listing.kind == "section" and not (nothing and nothing.is_of(_look(answer))):
                found.setdefault(answer.final_url, listing)
                pages.append(answer)
        if any(listing.links for listing in found.values()):
            break
    choice = choose_sections(found)
    if set(choice.taken) <= {home.final_url} and len(section.links) < MIN_LINKS:
        return [], {}, []  # a page without a list, and none behind it
    states = [ListingState(url=url, kind="section", title=found[url].title) for url in choice.taken]
    notes = [f"{url} is left out: {why}" for url, why in choice.left.items() if found[url].links]
    if left:
        notes.append(f"{left} more pages are linked; 'newsarchive backfill' looks at them")
    return states, dict(choice.taken), notes


def _leading_to(
    pages: Sequence[Fetched], found: Mapping[str, Listing], seen: Set[str]
) -> list[str]:
    """Where pages lead to that is no story, those of their menus first; each once."""
    first: dict[str, str] = {}
    more: dict[str, str] = {}
    for page in pages:
        root = Page(url=page.final_url, body=page.body, content_type=page.content_type).tree
        base = base_of(root, page.final_url)
        stories = {link.url for link in found[page.final_url].links}
        for places, urls in (
            (first, find_sections(root, url=page.final_url, base=base)),
            (more, find_pages(root, url=page.final_url, base=base)),
        ):
            for url in urls:
                if (key := canonical_url(url)) not in stories and key not in seen:
                    places.setdefault(key, url)
    return list({**first, **{key: url for key, url in more.items() if key not in first}}.values())


def _nothing(home: Fetched, asking: Fetcher) -> Look | None:
    """How the site looks where it answers "200 OK" to what cannot be there, if it does."""
    (answer,) = asking.ask([absolute_url(home.final_url, f"/{uuid4().hex}")])
    return None if answer.problem else _look(answer)


def _look(answer: Fetched) -> Look:
    page = Page(url=answer.final_url, body=answer.body, content_type=answer.content_type)
    return look_of(page.tree, url=answer.url)


def _address(url: str) -> str:
    text = url.strip()
    named = "://" in text
    if not named:
        text = f"https://{text}"
    host = host_of(text)
    if not canonical_url(text) or not (named or "." in host or host == "localhost"):
        raise UsageError(f"{url} is no web address; give one such as https://example.org/")
    return text


def _listing(answer: Fetched) -> Listing:
    return read_listing(answer.body, url=answer.final_url, content_type=answer.content_type)


def _of_listing(
    answer: Fetched, listing: Listing, name: str, allow_private: bool, asked: int
) -> Proposal:
    if listing.problem and not (listing.links or listing.more):
        raise FetchError(answer.url, f"{listing.problem.rstrip('.')}; nothing was read of it")
    root = absolute_url(answer.final_url, "/")
    home = listing.home if same_site(listing.home, root) else root
    kind = "feed" if listing.kind in FEEDS else "sitemap"
    state = ListingState(url=answer.final_url, kind=kind, title=listing.title)
    return Proposal(
        source=_source(
            name or listing.title or host_of(root),
            home or root,
            listing.language,
            allow_private,
            (state,),
        ),
        reasons={answer.final_url: f"{listing.kind}, {len(listing.links):,} entries"},
        requests=asked,
    )


def _source(
    name: str,
    home: str,
    language: str,
    allow_private: bool,
    listings: tuple[ListingState, ...],
    timezone: str = "",
    api: str = "",
) -> Source:
    host = host_of(home)
    return Source(
        slug=slug_of(name) or slug_of(host),
        name=name or host,
        home=home,
        language=language,
        timezone=timezone,
        api=api,
        allow_private=allow_private,
        listings=listings,
    )


def slug_of(text: str) -> str:
    """A short name for commands: ASCII letters, digits and hyphens, at most 40."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
