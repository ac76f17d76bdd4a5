"""The two callbacks every spider shares: one reads listings, one reads articles.

A spider of your own subclasses ``ListingSpider``, says in ``seeds`` what to start from, and
has its articles captured, deduplicated and stored, and their failures recorded.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, get_args
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure

from newsarchive.crawl import soft404
from newsarchive.crawl.causes import cause_of
from newsarchive.crawl.headers import header, header_fields
from newsarchive.crawl.hosts import HostRests, Interrupted
from newsarchive.crawl.media import media_requests
from newsarchive.crawl.once import AskedAlready
from newsarchive.crawl.polls import (
    WORDPRESS,
    Poll,
    changes_url,
    children,
    fail,
    keep,
    unchanged,
    wanted,
)
from newsarchive.crawl.rendering import FLAG
from newsarchive.crawl.retrying import LATER
from newsarchive.crawl.robots import ForbiddenByRobots
from newsarchive.crawl.session import CrawlSession, now, session_of
from newsarchive.discovery import Bounds, read_listing
from newsarchive.discovery.polling import ages_of, next_look, next_try, next_visit
from newsarchive.discovery.walk import pattern_of
from newsarchive.discovery.wordpress import read_posts
from newsarchive.errors import ArchiveError, ReaderFailed, UsageError
from newsarchive.extraction import fuller, read_article, read_directives, read_entry
from newsarchive.model import (
    Access,
    Article,
    ChildListing,
    Due,
    Link,
    Listing,
    ListingState,
    Site,
    Source,
    Validators,
)
from newsarchive.page import Page, looks_binary
from newsarchive.storage import Archive, Revisit, Rows, State
from newsarchive.urls import canonical_url, host_of

MAX_CHANGES = 50  # pages of changes asked of one WordPress API in one run, 100 posts each
LASTING = (401, 402, 403, 404, 410, 451)  # statuses that asking again will hardly change
FEED_ONLY = "feed-only"
PAGE_TYPES = ("text/html", "application/xhtml", "text/xml", "application/xml", "text/plain")


class ListingSpider(Spider):
    """Reads listings into the frontier and pages into articles."""

    job: ClassVar[str] = ""  # as runs name it; "" when it is no job of its own
    exclusive: ClassVar[bool] = False  # whether runs over the same sources exclude each other
    creates_archive: ClassVar[bool] = False  # whether it may make the archive it writes to

    def __init__(self, *args: Any, revisit: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if revisit is not None and revisit not in get_args(Revisit):
            raise UsageError(
                f"revisit={revisit} is unknown; there are: {', '.join(get_args(Revisit))}"
            )
        self.revisit: Revisit = revisit or "due"  # type: ignore[assignment]  # checked above
        self.arguments: dict[str, str] = {}  # what makes two runs the same command
        self._asked: set[str] = set()
        self._left: dict[str, int] = {}  # articles a source may still have fetched
        self._children: dict[str, set[str]] = {}  # per source the child sitemaps it named
        self._children_asked: Counter[str] = Counter()
        self._of_crowd: Counter[tuple[str, str]] = Counter()  # by source, and host or pattern
        self._crowds: Counter[tuple[str, str]] = Counter()  # left out, not yet told

    @property
    def session(self) -> CrawlSession:
        """What this crawl's parts share."""
        return session_of(self.crawler)

    @property
    def archive(self) -> Archive:
        """The archive articles go to."""
        return self.session.archive

    def check(self, rows: Rows) -> None:
        """Raise a ``NewsArchiveError`` where the arguments ask for what is not there."""

    def left(self, rows: Rows) -> int:
        """Return how many known pages an interrupted run leaves to the next."""
        return 0

    async def seeds(self) -> AsyncIterator[Request]:
        """Yield the first requests; a spider overrides it."""
        for url in self.start_urls:
            yield Request(url, dont_filter=True)

    async def start(self) -> AsyncIterator[Request]:
        try:
            self.run_handle = await run_in_thread(
                self.session.begin,
                self.job or self.name,
                self.arguments,
                source=self.arguments.get("source"),
                exclusive=self.exclusive,
            )
            async for request in self.seeds():
                yield request
        except ArchiveError as error:
            self.session.error = error
            raise CloseSpider("archive") from error

    # --- requests -------------------------------------------------------------------

    def allow(self, source: Source) -> None:
        """Let a source be asked as the user set it, at a private address if so meant."""
        self.session.sources[source.slug] = source
        if source.allow_private:
            named = (source.home, *(listing.url for listing in source.listings))
            self.session.private_hosts |= {host_of(url) for url in named}

    def listing_request(self, source: Source, listing: ListingState, url: str = "") -> Request:
        """Return the request that polls a listing, or one of its further pages at ``url``."""
        if listing.kind == WORDPRESS:
            url = url or changes_url(listing)
        return Request(
            url or listing.url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            dont_filter=True,  # we keep count ourselves; a redirect must not vanish
            meta={
                "keep": "listing",
                "heed": self.session.heeded(source.slug),
                "validators": listing.validators,
                "handle_httpstatus_list": [304],
                "source": source.slug,
                # what fails is asked again by the next poll, which backs off
                "max_retry_times": min(1, self.crawler.settings.getint("RETRY_TIMES")),
                LATER: True,
            },
            cb_kwargs={"source": source, "listing": listing},
            priority=10,  # listings first: their links join the queue early
        )

    def article_requests(
        self, dues: Iterable[Due], *, conditional: bool = True
    ) -> Iterator[Request]:
        """Yield the requests for pages not asked yet in this run, within the source's budget."""
        for due in dues:
            if due.url in self._asked:
                continue
            slug = due.source or ""
            left = self._left.setdefault(slug, self._budget(slug))
            if slug and left <= 0:
                self.session.count("postponed", source=slug)
                self._pass(due, "the source's budget of this run is used up: left to the next")
                continue
            if slug and (crowd := self._crowd_of(due)):
                self._crowds[slug, crowd] += 1
                self._pass(due, f"too many addresses {crowd}: left to the next run")
                continue
            self._left[slug] = left - 1
            self._asked.add(due.url)
            yield Request(
                due.fetch_url,
                callback=self.parse_article,
                errback=self.article_failed,
                dont_filter=True,
                meta={
                    "keep": True,
                    "source": due.source,
                    "heed": self.session.heeded(due.source),
                    "validators": due.validators if conditional else None,
                    "handle_httpstatus_list": [304],
                },
                cb_kwargs={"due": due},
            )

    def _crowd_of(self, due: Due) -> str:
        """Count an address; say to which crowd it belongs where that is full, else "".

        Servers make up pages on demand: by the thousand, and all alike.
        """
        slug = due.source or ""
        shape = pattern_of(due.url)[:100]
        crowds = {
            f"of the host {host_of(due.url)} (max_host_urls)": "NEWSARCHIVE_MAX_HOST_URLS",
            f"of the shape {shape} (max_pattern_urls)": "NEWSARCHIVE_MAX_PATTERN_URLS",
        }
        for crowd, setting in crowds.items():
            if self._of_crowd[slug, crowd] >= self.crawler.settings.getint(setting):
                return crowd
        self._of_crowd.update((slug, crowd) for crowd in crowds)
        return ""

    async def tell_crowds(self, url: str, source: str) -> None:
        """Record against what named them how many addresses were left to later runs."""
        left = {crowd: n for (slug, crowd), n in self._crowds.items() if slug == source}
        if not left:
            return
        self._crowds = Counter({key: n for key, n in self._crowds.items() if key[0] != source})
        told = ", ".join(f"{n:,} {crowd}" for crowd, n in Counter(left).most_common(3))
        cause = f"{sum(left.values()):,} addresses are too many alike and were left: {told}"
        await self.session.fail(url, "fetch", cause, source=source)

    def _pass(self, due: Due, reason: str) -> None:
        """Tell that a page is not asked, and why."""
        self.session.report("passed", url=due.url, source=due.source, reason=reason)

    def doubts(self, due: Due) -> bool:
        """Whether a page may be a soft 404: mere links named it, no feed and no sitemap."""
        source = self.session.sources.get(due.source or "")
        return source is not None and any(each.kind == "section" for each in source.listings)

    def revisit_of(self, source: Source) -> Revisit:
        """Which archived articles of a source to ask again: its own setting wins."""
        own = source.settings.revisit
        return own if own in get_args(Revisit) else self.revisit  # type: ignore[return-value]

    def _budget(self, slug: str) -> int:
        """How many articles of a source one run fetches."""
        source = self.session.sources.get(slug)
        if source is not None and source.settings.budget is not None:
            return source.settings.budget
        return self.crawler.settings.getint("NEWSARCHIVE_BUDGET")

    # --- listings -------------------------------------------------------------------

    async def parse_listing(
        self, response: Response, source: Source, listing: ListingState
    ) -> AsyncIterator[Request | Article]:
        """Read a feed, sitemap or section page; yield requests for what is new in it.

        Of a source that is kept by its feeds alone the entries themselves are the articles.
        """
        self.session.count("listings", source=source.slug)
        if cause := _unasked(response):
            await self._listing_problem(source, listing, "fetch", cause)
            return
        body_hash = hashlib.sha256(response.body).hexdigest()[:32]
        poll = Poll(source, listing, response, body_hash, self.revisit_of(source))
        found: Listing | None = None
        if response.status != 304 and body_hash != listing.body_hash:
            found = _read(response, source, listing, self.session.bounds)
            if problem := _problem(found, listing):
                await self._listing_problem(source, listing, "discover", problem)
                return
        work = partial(unchanged, self.archive, poll)
        if found is not None:
            work = partial(keep, self.archive, poll, found)
            left_out = len(found.links) - len(wanted(found.links, source))
            self.session.report(
                "listing",
                source=source.slug,
                url=listing.url,
                links=len(found.links),
                reason=f"{found.kind}; {left_out} left out by the source's settings",
            )
        else:
            told = "304" if response.status == 304 else "the same bytes"
            reason = f"{told}: as it was when it was read last"
            self.session.report("passed", url=listing.url, source=source.slug, reason=reason)
        dues = await self.session.attempt(work, listing.url, source.slug)
        if found is not None and found.problem:  # after what closes the failures before
            await self.session.fail(listing.url, "discover", found.problem, source=source.slug)
        if source.settings.mode == FEED_ONLY:
            site = Site(host=host_of(source.home), name=source.name, language=source.language)
            for link in wanted(found.links, source) if found is not None else ():
                article = read_entry(link, site)
                yield article
                for request in await media_requests(self.session, article):
                    yield request
        else:
            for request in self.article_requests(dues or ()):
                yield request
            await self.tell_crowds(listing.url, source.slug)
        if found is not None and found.kind == "sitemap-index":
            async for request in self._child_requests(source, listing, found.more):
                yield request
        if found is not None and listing.kind == WORDPRESS and found.older and dues is not None:
            page = response.meta.get("page", 1) + 1
            if page <= MAX_CHANGES:
                request = self.listing_request(source, listing, found.older)
                yield request.replace(meta={**request.meta, "page": page})

    async def _child_requests(
        self, source: Source, index: ListingState, named: Collection[ChildListing]
    ) -> AsyncIterator[Request]:
        """Yield the requests for an index's sitemaps that may have changed, each once in a run."""
        known = self._children.setdefault(source.slug, set())
        new = {canonical_url(child.url): child for child in named}
        new = {canonical: child for canonical, child in new.items() if canonical not in known}
        states = await self.session.attempt(
            children, index.url, source.slug, self.archive, source, index.url, list(new.values())
        )
        most = self.crawler.settings.getint("NEWSARCHIVE_MAX_SITEMAPS")
        may = max(0, most - self._children_asked[source.slug])
        asked, left = (states or [])[:may], (states or [])[may:]
        self._children_asked[source.slug] += len(asked)
        known |= set(new) - {canonical_url(state.url) for state in left}
        if left:
            cause = (
                f"{len(left)} of its sitemaps were not read: one run reads {most} a source "
                "(max_sitemaps)"
            )
            await self.session.fail(index.url, "discover", cause, source=source.slug)
        for state in asked:
            yield self.listing_request(source, state)

    async def listing_failed(self, failure: Failure) -> None:
        """Record that a listing could not be had."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, Interrupted):
            return
        source, listing = request.cb_kwargs["source"], request.cb_kwargs["listing"]
        again = error.until if isinstance(error, HostRests) else None
        if isinstance(error, HttpError) and error.response.headers.get("Retry-After"):
            again = self.session.hosts[host_of(error.response.url)].rests_until
        await self._listing_problem(
            source,
            listing,
            "fetch",
            cause_of(failure),
            gone=isinstance(error, HttpError) and error.response.status == 410,
            again=again,
        )

    async def _listing_problem(
        self,
        source: Source,
        listing: ListingState,
        stage: str,
        cause: str,
        *,
        gone: bool = False,
        again: datetime | None = None,
    ) -> None:
        self.session.count("listings_failed", source=source.slug)
        await self.session.fail(listing.url, stage, cause, source=source.slug)
        work = partial(fail, self.archive, source, listing, cause, gone=gone, again=again)
        await self.session.attempt(work, listing.url, source.slug)

    # --- articles -------------------------------------------------------------------

    async def parse_article(self, response: Response, due: Due) -> AsyncIterator[Article | Request]:
        """Read a page into an ``Article``, or have a browser show it first."""
        assert response.request is not None
        if FLAG not in response.flags:
            self.session.count("pages", source=due.source)
        if cause := _unasked(response):
            await self.page_failed(due, "fetch", cause)
            return
        if response.status == 304:
            await self.session.attempt(self._not_modified, due.fetch_url, due.source, due)
            self.session.count("unchanged", source=due.source)
            self.session.report(
                "item",
                url=due.url,
                verdict="unchanged",
                source=due.source,
                reason="the server answered 304: as it was when it was asked last",
            )
            return
        content_type = header(response, "Content-Type")
        if content_type and not content_type.lower().startswith(PAGE_TYPES):
            kind = content_type.partition(";")[0].strip()
            await self.page_failed(due, "read", f"{kind} is no web page")
            return
        if _is_home(response.url) and not _is_home(due.fetch_url):
            await self.page_failed(due, "read", "the address leads to the home page", gone=True)
            return
        if not response.body:
            await self.page_failed(due, "read", "the server answered with an empty page")
            return
        if looks_binary(response.body):
            await self.page_failed(due, "read", "is a binary file, no web page")
            return
        known = await self.session.attempt(
            self._known, due.fetch_url, due.source, due.url, response.url
        )
        if known is None:
            return
        most = self.crawler.settings.getint("NEWSARCHIVE_MAX_TAGS")
        if response.body.count(b"<") > most:
            cause = f"the page holds more than {most:,} tags (max_tags)"
            await self.page_failed(due, "read", cause)
            return
        page = Page(url=response.url, body=response.body, content_type=content_type)
        site, link = known
        try:
            article = read_article(page, self.session.rules.site(site, response.url), link)
        except ReaderFailed as error:
            await self.page_failed(due, "read", str(error))
            return
        article.capture = response.request.meta.get("capture")
        article.source = due.source
        asks = {*article.robots, *response.request.meta.get("robots", ())}
        article.robots = read_directives([",".join(asks)])
        if link is not None and article.access is Access.PAYWALLED:
            article = fuller(article, read_entry(link, site))
        found = await self.session.rendering.judge(response, page, article)
        if isinstance(found, str):
            await self.page_failed(due, "read", found)
        elif (
            isinstance(found, Article)
            and found.body
            and self.doubts(due)
            and await self.session.soft404.shows(response, source=due.source, text=found.body)
        ):
            await self.page_failed(due, "read", soft404.CAUSE, gone=True)
        else:
            yield found
            if isinstance(found, Article):
                for request in await media_requests(self.session, found):
                    yield request

    async def article_failed(self, failure: Failure) -> AsyncIterator[Article]:
        """Record that a page could not be had; a deleted article is marked gone.

        Where a page will not be had, what a feed said of it stands in its place.
        """
        request: Request = failure.request  # type: ignore[attr-defined]
        due: Due = request.cb_kwargs["due"]
        error = failure.value
        if isinstance(error, Interrupted):
            return
        if isinstance(error, AskedAlready):
            if error.url != due.url:
                self.session.led_to.append((due, error.url))
            return
        if isinstance(error, HostRests):
            await self._rested(due, error, asked="retry_times" in request.meta)
            return
        if isinstance(error, ArchiveError):  # the answer came, but could not be kept
            self.session.give_up_on(error)
            await self.page_failed(due, "store", str(error))
            return
        plain = self.session.rendering.failed(request, cause_of(failure))
        if isinstance(plain, str):
            await self.page_failed(due, "read", plain)
        elif plain is not None:
            yield plain
        if plain is not None:
            return
        status = error.response.status if isinstance(error, HttpError) else 0
        await self.page_failed(due, "fetch", cause_of(failure), gone=status in (404, 410))
        if status in LASTING or isinstance(error, ForbiddenByRobots):
            article = await self.session.attempt(self._stand_in, due.fetch_url, due.source, due)
            if article is not None:
                yield article

    def _stand_in(self, due: Due) -> Article | None:
        """The feed's entry in place of a page that is not archived yet; None without text."""
        with self.archive.reading() as rows:
            link = rows.frontier.mention(due.url)
            if link is None or not link.content or rows.articles.at([due.url]):
                return None
            site = rows.sources.site(host_of(due.url))
        article = read_entry(link, site)
        article.source = due.source
        return article if article.body else None

    async def _rested(self, due: Due, error: HostRests, *, asked: bool) -> None:
        """Leave a page to a later crawl, since its host wants to be left alone."""

        def note() -> None:
            with self.archive.writing() as rows:
                rows.frontier.postponed(due.url, error.until)

        self.session.count("postponed", source=due.source)
        self._pass(due, str(error))
        await self.session.attempt(note, due.fetch_url, due.source)
        if asked or due.source is None:
            await self.session.fail(due.fetch_url, "fetch", str(error), source=due.source)

    async def page_failed(self, due: Due, stage: str, cause: str, *, gone: bool = False) -> None:
        """Record a page's failure, and when to try again: not by itself what will not change."""

        def note() -> str | None:
            at = now()
            with self.archive.writing() as rows:
                archived = bool(rows.articles.at([due.url]))
                lasting = gone or (stage == "read" and not archived)
                attempts = rows.frontier.attempts(due.url) + 1
                rows.frontier.add([due.fetch_url], source=due.source, at=at)
                missed = rows.absences.missed(due.url, at=at, cause=cause) if gone else None
                if missed is not None:
                    due_at = next_look(missed.first_at, now=at)
                else:
                    due_at = None if lasting else next_try(attempts, now=at)
                rows.frontier.failed(due.url, at=at, due_at=due_at)
                if missed is None:
                    return None
                return "gone" if missed.gone_at else "missing"

        await self.session.fail(due.fetch_url, stage, cause, source=due.source)
        verdict = await self.session.attempt(note, due.fetch_url, due.source)
        if verdict is not None:
            self.session.count(verdict, source=due.source)
            self.session.report("item", url=due.url, verdict=verdict, source=due.source)

    def _known(self, asked: str, answered: str) -> tuple[Site, Link | None]:
        """How to read the page, and what listings say of it."""
        with self.archive.reading() as rows:
            return rows.sources.site(host_of(answered)), rows.frontier.mention(asked)

    def _not_modified(self, due: Due) -> None:
        at = now()
        with self.archive.writing() as rows:
            found_at = rows.frontier.first_found(due.url) or at
            known = rows.articles.at([due.url]).get(due.url)
            main = known is not None and known.url == due.url
            rows.frontier.fetched(
                due.url,
                at=at,
                due_at=next_visit(
                    found_at,
                    now=at,
                    ages=ages_of(rows.sources.visits(due.source) if due.source else ()),
                ),
                state=State.FETCHED if main else None,  # it may have failed the last time
            )
            if known is not None:
                rows.articles.visit(known.article_id, at)
            rows.runs.resolve([due.url, due.fetch_url], at=at)


def _unasked(response: Response) -> str:
    """Why an answer is none to what was asked, or ""."""
    if response.status == 206:
        return "the server answered 206 with a part of the page, though the whole was asked for"
    if response.status == 304 and response.meta.get("validators") in (None, Validators()):
        return "the server answered 304, though nothing of the page was known"
    return ""


def _is_home(url: str) -> bool:
    """Whether an address is that of a site, or of its part in one language: /, /en/."""
    parts = urlsplit(url)
    return (
        not parts.query
        and re.fullmatch(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:index\.\w+)?", parts.path, re.I)
        is not None
    )


def _read(response: Response, source: Source, listing: ListingState, bounds: Bounds) -> Listing:
    if listing.kind == WORDPRESS:
        return read_posts(
            response.body, header_fields(response), url=response.url, source=source.slug
        )
    return read_listing(
        response.body,
        url=response.url,
        content_type=header(response, "Content-Type"),
        source=source.slug,
        bounds=bounds,
    )


def _problem(found: Listing, listing: ListingState) -> str:
    """Why a listing cannot be used, or "": a web page in place of a feed is none."""
    if found.kind == "section" and listing.kind != "section":
        return f"is a web page, not a {listing.kind}; look for its new address on the site"
    if not found.kind:
        return found.problem or f"is no {listing.kind}"
    return ""
