"""Find what to follow of a site: its feeds, or where there are none its pages of links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsarchive.crawl.run import Fetched, fetch
from newsarchive.discovery import read_listing
from newsarchive.discovery.autodiscovery import Home, read_home
from newsarchive.errors import FetchError, UsageError
from newsarchive.model import Listing, ListingState, Source
from newsarchive.urls import absolute_url, canonical_url, host_of, is_private_host, same_site

MAX_FEEDS = 12  # asked of one home page; sites that declare more declare one per tag
USUAL_PATHS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss", "/rss/")
FEEDS = ("rss", "atom", "json")
_MAY_LINK = re.compile(r"^text/|html|xml|json")  # content types of pages and feeds
MIN_LINKS = 3  # a page with fewer links to articles is no section page


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A source that could be saved, and why it looks as it does."""

    source: Source
    notes: tuple[str, ...]  # sentences for the user: what was chosen and what left out


def find_source(
    url: str,
    *,
    name: str = "",
    allow_private: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> Proposal:
    """Return the source that a home page, section page, feed or sitemap belongs to.

    Nothing is saved.  A feed whose entries another has too is left out.

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
    (answer,) = fetch([url], overridden)
    if answer.problem:
        raise FetchError(url, f"{answer.problem}; check the address")
    listing = _listing(answer)
    if listing.kind in FEEDS or listing.kind.startswith("sitemap"):
        return _of_listing(answer, listing, name, allow_private)
    kind = answer.content_type.partition(";")[0].strip().lower()
    if answer.body.startswith(b"%PDF") or (kind and not _MAY_LINK.search(kind)):
        raise UsageError(
            f"{url} is {kind or 'a PDF'}, neither a web page nor a feed; give the address of a "
            "home page, a section page or a feed"
        )
    page = read_home(
        answer.body,
        url=answer.final_url,
        content_type=answer.content_type,
        headers=answer.headers,
    )
    found, notes = _feeds(answer, page, overridden)
    if not found and len(listing.links) >= MIN_LINKS:
        found = [ListingState(url=answer.final_url, kind="section", title=listing.title)]
        notes.append(
            "no feed was found; the page itself is followed, "
            f"it links to {len(listing.links)} articles"
        )
    if not found:
        raise UsageError(
            f"{url} has no feed and no list of articles; give the address of its feed, or "
            "archive single pages with 'scrapy crawl pages -a urls=…'"
        )
    return Proposal(
        source=_source(
            name or page.name, answer.final_url, page.language, allow_private, tuple(found)
        ),
        notes=tuple(notes),
    )


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


def _of_listing(answer: Fetched, listing: Listing, name: str, allow_private: bool) -> Proposal:
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
        notes=(f"{answer.final_url} is a {listing.kind} {kind} of {len(listing.links)} entries",),
    )


def _feeds(
    home: Fetched, page: Home, settings: Mapping[str, Any]
) -> tuple[list[ListingState], list[str]]:
    declared = [feed for feed in page.feeds if not feed.visible] or list(page.feeds)
    notes: list[str] = []
    chosen = _read([feed.raw_url for feed in declared[:MAX_FEEDS]], home.final_url, settings, notes)
    if not chosen:
        usual = [absolute_url(home.final_url, path) for path in USUAL_PATHS]
        chosen = _read(usual, home.final_url, settings, [])
    kept: dict[str, tuple[Listing, set[str]]] = {}
    for url, listing in sorted(chosen.items(), key=lambda item: -len(item[1].links)):
        links = {link.url for link in listing.links}
        covered: set[str] = set().union(*(other for _, other in kept.values()))
        if kept and links <= covered:
            notes.append(f"{url} is left out: what it lists is in the others")
            continue
        notes.append(f"{url} is a {listing.kind} feed of {len(links)} entries")
        kept[url] = listing, links
    states = [
        ListingState(url=url, kind="feed", title=listing.title)
        for url, (listing, _) in kept.items()
    ]
    return states, notes


def _read(
    urls: Sequence[str], home: str, settings: Mapping[str, Any], notes: list[str]
) -> dict[str, Listing]:
    """The feeds among ``urls`` that can be read, by the address they answer at."""
    urls = [url for url in dict.fromkeys(urls) if url]
    if not urls:
        return {}
    found: dict[str, Listing] = {}
    for answer in fetch(urls, settings):
        listing = _listing(answer) if not answer.problem else None
        if listing is not None and listing.kind in FEEDS:
            found.setdefault(answer.final_url, listing)
        else:
            why = answer.problem or (listing and listing.problem) or "it is no feed"
            notes.append(f"{answer.url} is left out: {why}")
    return found


def _source(
    name: str, home: str, language: str, allow_private: bool, listings: tuple[ListingState, ...]
) -> Source:
    host = host_of(home)
    return Source(
        slug=slug_of(name) or slug_of(host),
        name=name or host,
        home=home,
        language=language,
        allow_private=allow_private,
        listings=listings,
    )


def slug_of(text: str) -> str:
    """A short name for commands: ASCII letters, digits and hyphens, at most 40."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
