"""``scrapy crawl backfill -a source=SLUG``: the back catalogue of a source, as far as asked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure

from newsarchive.crawl import soft404
from newsarchive.crawl.causes import cause_of
from newsarchive.crawl.headers import header, header_fields
from newsarchive.crawl.hosts import HostRests, Interrupted
from newsarchive.crawl.polls import of_articles, of_source, wanted
from newsarchive.crawl.robots import FORBIDDEN, ForbiddenByRobots
from newsarchive.crawl.session import now
from newsarchive.discovery import read_listing
from newsarchive.discovery.autodiscovery import read_home
from newsarchive.discovery.ladder import (
    COMPLETE,
    ENOUGH,
    FEW,
    advance,
    again,
    ended,
    failed,
    first_rungs,
    sorted_rungs,
    summary,
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
from newsarchive.model import Failure as Problem
from newsarchive.page import Page
from newsarchive.storage import Rows
from newsarchive.urls import absolute_url, canonical_url, host_of
from spiders.listing import FEED_ONLY, ListingSpider

WALK = "walk"
OF_LINKS = (WALK, "section", "archive")  # kinds of rungs whose pages only link
WORDPRESS = "WordPress"  # as systems.toml names it
MAX_KNOWN = 5_000  # addresses of a source that tell the shape of its archives
MAX_CAUSES = 10  # of failures that the report names
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
        self._walk = Walk(
            (rung for rung in self._rungs if rung.kind in (WALK, "section")),
            max_depth=self.crawler.settings.getint("NEWSARCHIVE_MAX_DEPTH"),
        )
        if self._rungs:
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
            pending = of_source(rows.frontier.pending(self.slug, at=now(), revisit="none"), source)
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
        rungs = [rung for rung in self._rungs if rung.state == "open"]
        left_out = [ended(rung, cause) for rung in rungs if (cause := self._not_needed(rung))]
        if left_out:
            await self._save(*left_out)
        for rung in sorted_rungs(self._rungs):
            if rung.state != "open":
                continue
            if self._home is not None and rung.next_url == self._home.url:
                async for item in self.parse_rung(self._home, rung):
                    yield item
            else:
                yield self._request(rung)
            return

    def _request(self, rung: Rung) -> Request:
        return Request(
            rung.next_url,
            callback=self.parse_rung,
            errback=self.rung_failed,
            dont_filter=True,
            meta={
                "keep": "listing",
                "heed": self.session.heeded(self.slug),
                "source": self.slug,
                "handle_httpstatus_list": [404, 410],
            },
            cb_kwargs={"rung": rung},
            priority=5,
        )

    def _not_needed(self, rung: Rung) -> str:
        """Why a page of links is left out: the other rungs were enough, or it is barren."""
        if rung.kind == WALK and self._others() >= FEW:
            return f"not needed: the other ways named {self._others()} addresses"
        if rung.depth > 0 and self._walk.is_barren(rung.url):
            return "not asked: pages of its pattern name nothing new"
        return ""

    def _others(self) -> int:
        """How many addresses were named otherwise than by the walk."""
        return sum(known.found for known in self._rungs if known.kind != WALK)

    def doubts(self, due: Due) -> bool:
        """Whether a page may be a soft 404: pages of links were read, and may have named it."""
        return super().doubts(due) or any(
            rung.kind in OF_LINKS and rung.found for rung in self._rungs
        )

    async def _is_nothing(self, response: Response, rung: Rung) -> bool:
        """Whether a page of links is a soft 404; the home page is there, whatever it looks like."""
        is_home = response is self._home or response.url == self.source.home
        if rung.kind not in OF_LINKS or is_home or response.status != 200:
            return False
        return await self.session.soft404.shows(response, source=self.slug)

    async def parse_rung(self, response: Response, rung: Rung) -> AsyncIterator[Any]:
        """Read a page of a rung; yield requests for what it names, then its next page."""
        self.session.count("listings", source=self.slug)
        if await self._is_nothing(response, rung):
            await self._save(failed(rung, soft404.CAUSE, missing=True))
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
                pages = self._pages(response, rung, found)
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
                    await self.tell_crowds(response.url, self.slug)
        async for request in self.climb():
            yield request

    async def rung_failed(self, failure: Failure) -> AsyncIterator[Any]:
        """Note why a page of a rung could not be had, and go on with another rung."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, Interrupted):
            return
        rung: Rung = request.cb_kwargs["rung"]
        missing = isinstance(error, HttpError) and error.response.status in (400, 404, 410)
        cause = cause_of(failure)
        if rung.kind == "wordpress" and not rung.asked and _is_closed(error):
            cause, missing = f"the site lets nobody ask its API: {cause}", True
        if not missing:
            self.session.count("listings_failed", source=self.slug)
            await self.session.fail(request.url, "discover", cause, source=self.slug)
        await self._save(failed(rung, cause, missing=missing))
        if not isinstance(error, HostRests):
            async for item in self.climb():
                yield item

    def _pages(self, response: Response, rung: Rung, found: Listing) -> list[Rung]:
        """The pages to go on to from here: what does not look like an article.

        From a menu, a section's page that names no story, whatever else was found; from
        other pages only as long as there is hardly anything but a walk.
        """
        menu = rung.kind == "section" and found.kind == "section" and not found.links
        if not menu and (
            rung.kind not in (WALK, "section")
            or rung.asked
            or self._others() + len(found.links) * (rung.kind != WALK) >= FEW
        ):
            return []
        kind = "section" if menu else WALK
        page = Page(
            url=response.url, body=response.body, content_type=header(response, "Content-Type")
        )
        stories = {link.url for link in found.links} | {canonical_url(found.older)}
        urls = find_pages(page.tree, url=response.url, base=base_of(page.tree, response.url))
        pages = []
        for url in urls:
            # the next page of the same list is no step further from the home page
            same = rung.depth > 0 and pattern_of(url) == pattern_of(rung.url)
            depth = rung.depth + (not same)
            if canonical_url(url) not in stories and self._walk.admit(url, depth):
                pages.append(Rung(kind=kind, url=url, next_url=url, depth=depth))
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
            bounds=self.session.bounds,
        )
        if found.kind == "section" and rung.kind in ("feed", "sitemap"):
            return Listing(problem=f"is a web page, no {rung.kind}")
        if rung.kind in (WALK, "section") and found.kind == "section":
            return replace(found, problem="")  # a page of pages may name no article itself
        return found

    def _keep(
        self, rung: Rung, found: Listing, pages: Collection[Rung], wordpress: bool
    ) -> list[Due]:
        at = now()
        url = rung.url
        if rung.kind == WALK:  # all its pages count for where it began
            url = next(item.url for item in self._rungs if item.kind == WALK and not item.depth)
        named = of_articles(found.links, self.source)
        links = wanted_since(named, self.since)
        with self.archive.writing() as rows:
            before = rows.rungs.named(self.slug, url)
            urls = rows.frontier.listed(links, source=self.slug, listing=url, at=at)
            fresh = rows.rungs.named(self.slug, url) - before
            moved = advance(
                rung,
                found,
                fresh=fresh,
                since=self.since,
                dropped=len(links) < len(named),
                wordpress=wordpress,
            )
            known = {item.url for item in self._rungs}
            if moved.kind == "section" and moved.next_url:
                if moved.next_url in known:
                    moved = ended(moved, "its next page is a way of its own")
                else:
                    self._walk.pass_over(moved.next_url)
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
            if self._walk.too_deep:
                rows.runs.fail([self._too_deep(at)])
            return of_source(rows.frontier.pick(urls, at=at, revisit="none"), self.source)

    def _too_deep(self, at: datetime) -> Problem:
        """That the walk did not go on everywhere; no fault of the source."""
        steps = self.crawler.settings.getint("NEWSARCHIVE_MAX_DEPTH")
        cause = f"pages more than {steps} steps from the home page were not walked (max_depth)"
        home = self.source.home
        return Problem(url=home, stage="discover", cause=cause, at=at, source=self.slug)

    def _leave_out(self, rows: Rows, last: Rung) -> None:
        """End the lower rungs where the upper ones named nearly all that the feeds name."""
        same = [rung for rung in self._rungs if rung.kind == last.kind]
        if last.kind not in COMPLETE or any(rung.state != "done" for rung in same):
            return
        if not sum(rung.found for rung in same):
            return
        share = rows.rungs.coverage(self.slug, [rung.url for rung in same])
        if share < ENOUGH:
            return
        cause = f"not needed: {last.kind} named {share:.0%} of what the feeds name"
        lower = [ended(rung, cause) for rung in sorted_rungs(self._rungs) if rung.state == "open"]
        self._replace(*lower)
        rows.rungs.save(self.slug, lower, at=now())

    async def _save(self, *rungs: Rung) -> None:
        def work() -> None:
            with self.archive.writing() as rows:
                rows.rungs.save(self.slug, rungs, at=now())
                for rung in rungs:
                    if rung.state != "open":
                        self._leave_out(rows, rung)

        self._replace(*rungs)
        await self.session.attempt(work, rungs[0].url, self.slug)

    def _replace(self, *rungs: Rung) -> None:
        known = {rung.url: rung for rung in self._rungs} | {rung.url: rung for rung in rungs}
        self._rungs = list(known.values())


def _is_closed(error: BaseException | None) -> bool:
    """Whether an API is not for us, which no later backfill would find otherwise."""
    if isinstance(error, HttpError):
        return error.response.status in (401, 403)
    return isinstance(error, ForbiddenByRobots) and str(error) == FORBIDDEN


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
    told = summary(figures.rungs)
    missing = sum(figures.failed.values())
    told.append(
        f"{figures.known} addresses known, {figures.archived} archived, {figures.left} not asked "
        f"yet, {missing} could not be had"
    )
    told += [f"  {count} {cause}" for cause, count in list(figures.failed.items())[:MAX_CAUSES]]
    if len(figures.failed) > MAX_CAUSES:
        told.append(f"  and {len(figures.failed) - MAX_CAUSES} other causes: newsarchive failures")
    return told
