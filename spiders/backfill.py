"""``scrapy crawl backfill -a source=SLUG``: the back catalogue of a source, as far as asked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure

from newsarchive.crawl.causes import cause_of
from newsarchive.crawl.headers import header, header_fields
from newsarchive.crawl.hosts import HostRests, Interrupted
from newsarchive.crawl.polls import wanted
from newsarchive.crawl.session import now
from newsarchive.discovery import read_listing
from newsarchive.discovery.autodiscovery import read_home
from newsarchive.discovery.ladder import (
    COMPLETE,
    ENOUGH,
    FEW,
    advance,
    again,
    failed,
    first_rungs,
    sorted_rungs,
    wanted_since,
)
from newsarchive.discovery.menus import find_sections
from newsarchive.discovery.sections import base_of
from newsarchive.discovery.systems import sitemaps_in_robots
from newsarchive.discovery.walk import Walk, find_pages, pattern_of
from newsarchive.discovery.wordpress import guessed_api, read_posts
from newsarchive.errors import UsageError
from newsarchive.extraction import read_entry
from newsarchive.model import Backfill, Due, Listing, Rung, Site, Source
from newsarchive.page import Page
from newsarchive.storage import Rows
from newsarchive.urls import absolute_url, canonical_url, host_of
from spiders.listing import FEED_ONLY, ListingSpider

WALK = "walk"
WORDPRESS = "WordPress"  # as systems.toml names it
MAX_KNOWN = 5_000  # addresses of a source that tell the shape of its archives
_WORDPRESS = re.compile(rb"wp-content/|wp-json/|wordpress\.org/\?v=", re.I)


class BackfillSpider(ListingSpider):
    """Climbs a source's ladder: WordPress's API, feeds' archives, sitemaps, sections, dates.

    The same command again goes on where it was, also after SIGKILL.

    Arguments:
        source: The source's slug.
        since: ``2015``, ``2015-06`` or ``2015-06-30``: nothing older is wanted.
        budget: How many articles this run fetches at most; pages of lists are not counted.
    """

    name = "backfill"
    job: ClassVar[str] = "backfill"
    exclusive: ClassVar[bool] = True

    def __init__(self, source: str = "", since: str = "", budget: str = "", **kwargs: Any) -> None:
        super().__init__(revisit="none", **kwargs)
        if not source:
            raise UsageError("name the source: -a source=SLUG; 'newsarchive sources' lists them")
        self.slug = source
        self.since = _day(since) if since else None
        if budget and not (budget.isascii() and budget.isdigit()):
            raise UsageError(f"budget={budget}: write how many articles, a whole number")
        self.most = int(budget) if budget else None
        self.arguments["source"] = source
        self._rungs: list[Rung] = []
        self._walk = Walk()
        self._nothing: str | None = None  # how the site's page for what is not there looks
        self._home: Response | None = None  # not asked again in this run

    def check(self, rows: Rows) -> None:
        rows.sources.get(self.slug)

    def left(self, rows: Rows) -> int:
        return rows.rungs.figures(self.slug).left

    def remarks(self, rows: Rows) -> list[str]:
        """What the backfill found, has, and could not get, in sentences."""
        return _told(rows.rungs.figures(self.slug))

    async def seeds(self) -> AsyncIterator[Any]:
        self.source, self._rungs, pending = await run_in_thread(self._begin)
        if self.most is not None:
            self._left[self.slug] = self.most
        for request in self.article_requests(pending):
            yield request
        if self._rungs:
            self._walk = Walk(rung for rung in self._rungs if rung.kind == WALK)
            async for request in self.climb():
                yield request
        else:
            yield Request(
                self.source.home,
                callback=self.parse_home,
                errback=self.home_failed,
                dont_filter=True,
                meta={"source": self.slug},
                priority=10,
            )

    def _begin(self) -> tuple[Source, list[Rung], list[Due]]:
        with self.archive.reading() as rows:
            source = rows.sources.get(self.slug)
            self.allow(source)
            rungs = rows.rungs.of(self.slug)
            pending = rows.frontier.pending(self.slug, at=now(), revisit="none")
        return source, [again(rung, self.since) for rung in rungs], pending

    # --- finding the rungs ------------------------------------------------------------

    async def parse_home(self, response: Response) -> AsyncIterator[Any]:
        """Find the ways into the back catalogue that the home page shows."""
        content_type = header(response, "Content-Type")
        page = Page(url=response.url, body=response.body, content_type=content_type)
        fields = header_fields(response)
        base = base_of(page.tree, response.url)
        home = read_home(
            response.body,
            url=response.url,
            content_type=content_type,
            headers=fields,
        )
        api = self.source.api or home.api
        if not api and home.system == WORDPRESS:
            api = guessed_api(response.url)
        links = [absolute_url(base, a.get("href", "")) for a in page.tree.iter("a")]
        self._home = response
        sections = find_sections(page.tree, url=response.url, base=base)
        await self._found(api, home.sitemaps, [response.url, *sections], links)
        async for request in self.climb():
            yield request

    async def home_failed(self, failure: Failure) -> AsyncIterator[Any]:
        """Go on without the home page."""
        if isinstance(failure.value, Interrupted):
            return
        await self.session.fail(self.source.home, "discover", cause_of(failure), source=self.slug)
        await self._found(self.source.api, (), (), ())
        async for request in self.climb():
            yield request

    async def _found(
        self, api: str, sitemaps: Collection[str], sections: Collection[str], links: Collection[str]
    ) -> None:
        def work() -> list[Rung]:
            with self.archive.writing() as rows:
                home = self.source.home
                robots = rows.hosts.robots(absolute_url(home, "/"))
                stated = sitemaps_in_robots(robots.text.encode(), url=home) if robots else ()
                found = first_rungs(
                    self.source,
                    api=api,
                    sitemaps=[*stated, *sitemaps],
                    sections=sections,
                    known=[*rows.rungs.urls(self.slug, limit=MAX_KNOWN), *links],
                    today=now().date(),
                )
                rows.rungs.save(self.slug, found, at=now())
                return found

        self._rungs = await self.session.attempt(work, self.source.home, self.slug) or []

    # --- climbing -----------------------------------------------------------------------

    async def climb(self) -> AsyncIterator[Any]:
        """Yield the request for the next page of the first rung that has one, if any has."""
        if self._left.setdefault(self.slug, self._budget(self.slug)) <= 0:
            return
        for rung in sorted_rungs(self._rungs):
            if rung.state != "open" or (rung.kind == WALK and self._is_not_needed(rung)):
                continue
            if rung.kind == WALK and self._nothing is None:
                yield self._request(f"{self.source.home}{uuid4().hex}", self.parse_nothing)
            elif self._home is not None and rung.next_url == self._home.url:
                async for item in self.parse_rung(self._home, rung):
                    yield item
            else:
                yield self._request(rung.next_url, self.parse_rung, rung=rung)
            return

    def _request(self, url: str, callback: Callable[..., Any], **arguments: Any) -> Request:
        return Request(
            url,
            callback=callback,
            errback=self.rung_failed,
            dont_filter=True,
            meta={
                "keep": "listing" if arguments else None,
                "heed": self.session.heeded(self.slug),
                "source": self.slug,
                "handle_httpstatus_list": [404, 410],
            },
            cb_kwargs=arguments,
            priority=5,
        )

    async def parse_nothing(self, response: Response) -> AsyncIterator[Any]:
        """Remember what the site shows for what is not there, where it says "200 OK" to it."""
        self._nothing = _look_of(response) if response.status == 200 else ""
        async for request in self.climb():
            yield request

    def _is_not_needed(self, rung: Rung) -> bool:
        """Whether a page of a walk is left out: the other rungs were enough, or it is barren."""
        others = sum(known.found for known in self._rungs if known.kind != WALK)
        return others >= FEW or (rung.depth > 0 and self._walk.is_barren(rung.url))

    async def parse_rung(self, response: Response, rung: Rung) -> AsyncIterator[Any]:
        """Read a page of a rung; yield requests for what it names, then its next page."""
        self.session.count("listings", source=self.slug)
        if rung.kind == WALK and self._nothing and _look_of(response) == self._nothing:
            await self._save(failed(rung, "the site shows it for what is not there", missing=True))
        elif response.status in (404, 410):
            await self._save(failed(rung, f"the server answered {response.status}", missing=True))
        else:
            found = self._read(response, rung)
            if found.problem and not (found.links or found.more):
                cause = found.problem.rstrip(".")
                await self._save(failed(rung, cause[:1].lower() + cause[1:], missing=False))
            else:
                self.session.report(
                    "listing", source=self.slug, url=response.url, links=len(found.links)
                )
                wordpress = bool(_WORDPRESS.search(response.body))
                pages = self._pages(response, rung, found) if rung.kind == WALK else []
                work = partial(self._keep, rung, found, pages, wordpress)
                dues = await self.session.attempt(work, response.url, self.slug)
                if self.source.settings.mode == FEED_ONLY:
                    site = Site(host=host_of(self.source.home), name=self.source.name)
                    for link in wanted_since(wanted(found.links, self.source), self.since):
                        if link.content or link.summary:
                            yield read_entry(link, site)
                else:
                    for request in self.article_requests(dues or ()):
                        yield request
        async for request in self.climb():
            yield request

    async def rung_failed(self, failure: Failure) -> AsyncIterator[Any]:
        """Note why a page of a rung could not be had, and go on with another rung."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, Interrupted):
            return
        rung: Rung | None = request.cb_kwargs.get("rung")
        if rung is None:  # the site has no word for what is not there
            self._nothing = ""
            async for item in self.climb():
                yield item
            return
        missing = isinstance(error, HttpError) and error.response.status in (400, 404, 410)
        cause = cause_of(failure)
        if not missing:
            self.session.count("listings_failed", source=self.slug)
            await self.session.fail(request.url, "discover", cause, source=self.slug)
        await self._save(failed(rung, cause, missing=missing))
        if not isinstance(error, HostRests):
            async for item in self.climb():
                yield item

    def _pages(self, response: Response, rung: Rung, found: Listing) -> list[Rung]:
        """The pages to walk to from here: what does not look like an article."""
        page = Page(
            url=response.url, body=response.body, content_type=header(response, "Content-Type")
        )
        stories = {link.url for link in found.links}
        urls = find_pages(page.tree, url=response.url, base=base_of(page.tree, response.url))
        pages = []
        for url in urls:
            # the next page of the same list is no step further from the home page
            same = rung.depth > 0 and pattern_of(url) == pattern_of(rung.url)
            depth = rung.depth + (not same)
            if canonical_url(url) not in stories and self._walk.admit(url, depth):
                pages.append(Rung(kind=WALK, url=url, next_url=url, depth=depth))
        return pages

    def _read(self, response: Response, rung: Rung) -> Listing:
        if rung.kind == "wordpress":
            fields = header_fields(response)
            return read_posts(response.body, fields, url=response.url, source=self.slug)
        found = read_listing(
            response.body,
            url=response.url,
            content_type=header(response, "Content-Type"),
            source=self.slug,
        )
        if found.kind == "section" and rung.kind in ("feed", "sitemap"):
            return Listing(problem=f"is a web page, no {rung.kind}")
        if rung.kind == WALK and found.kind == "section":
            return replace(found, problem="")  # a page of pages may name no article itself
        return found

    def _keep(
        self, rung: Rung, found: Listing, pages: Collection[Rung], wordpress: bool
    ) -> list[Due]:
        at = now()
        url = rung.url
        if rung.kind == WALK:  # all its pages count for where it began
            url = next(item.url for item in self._rungs if item.kind == WALK and not item.depth)
        of_source = wanted(found.links, self.source)
        links = wanted_since(of_source, self.since)
        with self.archive.writing() as rows:
            before = rows.rungs.named(self.slug, url)
            urls = rows.frontier.listed(links, source=self.slug, listing=url, at=at)
            fresh = rows.rungs.named(self.slug, url) - before
            moved = advance(
                rung,
                found,
                fresh=fresh,
                since=self.since,
                dropped=len(links) < len(of_source),
                wordpress=wordpress,
            )
            known = {item.url for item in self._rungs}
            children = [
                Rung(kind="sitemap", url=child.url, next_url=child.url)
                for child in found.more
                if child.url not in known
            ]
            children += [page for page in pages if page.url not in known]
            self._walk.read(moved.url, fresh)
            self._replace(moved, *children)
            rows.rungs.save(self.slug, [moved, *children], at=at)
            if moved.state == "done":
                self._leave_out(rows, moved)
            rows.runs.resolve([rung.next_url], at=at)
            return rows.frontier.pick(urls, at=at, revisit="none")

    def _leave_out(self, rows: Rows, ended: Rung) -> None:
        """End the lower rungs where the upper ones named nearly all that the feeds name."""
        same = [rung for rung in self._rungs if rung.kind == ended.kind]
        if ended.kind not in COMPLETE or any(rung.state != "done" for rung in same):
            return
        if not sum(rung.found for rung in same):
            return
        share = rows.rungs.coverage(self.slug, [rung.url for rung in same])
        if share < ENOUGH:
            return
        cause = f"not needed: {ended.kind} named {share:.0%} of what the feeds name"
        lower = [
            replace(rung, state="done", cause=cause, next_url="")
            for rung in sorted_rungs(self._rungs)
            if rung.state == "open"
        ]
        self._replace(*lower)
        rows.rungs.save(self.slug, lower, at=now())

    async def _save(self, rung: Rung) -> None:
        def work() -> None:
            with self.archive.writing() as rows:
                rows.rungs.save(self.slug, [rung], at=now())
                if rung.state != "open":
                    self._leave_out(rows, rung)

        self._replace(rung)
        await self.session.attempt(work, rung.url, self.slug)

    def _replace(self, *rungs: Rung) -> None:
        known = {rung.url: rung for rung in self._rungs} | {rung.url: rung for rung in rungs}
        self._rungs = list(known.values())


def _look_of(response: Response) -> str:
    """What tells one page from another whose text names the address: its title and its size."""
    page = Page(url=response.url, body=response.body, content_type=header(response, "Content-Type"))
    title = " ".join((page.tree.findtext(".//title") or "").split())
    words = sum(len(str(text).split()) for text in page.tree.itertext())
    return f"{title} {words // 10}"


def _day(text: str) -> date:
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text.strip())
    try:
        if match:
            day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
            if day <= now().date() + timedelta(days=1):
                return day
    except ValueError:
        pass
    raise UsageError(f"since={text}: write a year, a month or a day: 2015, 2015-06, 2015-06-30")


def _told(figures: Backfill) -> list[str]:
    told = [
        f"{rung.kind} {rung.url}: {rung.state}, {rung.asked} pages, {rung.found} addresses"
        + (f", back to {rung.reached:%Y-%m-%d}" if rung.reached else "")
        + (f" ({rung.cause})" if rung.cause else "")
        for rung in figures.rungs
    ]
    missing = sum(figures.failed.values())
    told.append(
        f"{figures.known} addresses known, {figures.archived} archived, {figures.left} not asked "
        f"yet, {missing} could not be had"
    )
    told += [f"  {count} {cause}" for cause, count in figures.failed.items()]
    return told
