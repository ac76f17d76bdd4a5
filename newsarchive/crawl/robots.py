"""Downloader middleware: robots.txt as RFC 9309 says it.

Instead of Scrapy's own, which takes a server that fails for one that allows everything,
and forgets what it read when the crawl ends.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from protego import Protego
from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure

from newsarchive.crawl.causes import cause_of
from newsarchive.crawl.hosts import HostRests, Interrupted
from newsarchive.crawl.session import CrawlSession, now, session_of
from newsarchive.errors import ArchiveError
from newsarchive.model import Robots
from newsarchive.urls import absolute_url, host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

NAME = "newsarchive"  # our product token (RFC 9309, 2.2.1)
MAX_BYTES = 500 * 1024  # of a robots.txt that are read (RFC 9309, 2.5)
FRESH = timedelta(hours=24)  # RFC 9309, 2.4
PRIORITY = 1000


FORBIDDEN = "robots.txt forbids it"


class ForbiddenByRobots(IgnoreRequest):
    """robots.txt forbids the URL, or cannot be had, so that nothing may be asked for now."""


class ObeyRobots:
    """Asks each host's robots.txt before anything else there, and does what it says."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session: CrawlSession = session_of(crawler)
        self._obey = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self._most = crawler.settings.getfloat("NEWSARCHIVE_MAX_CRAWL_DELAY")
        self._rules: dict[str, asyncio.Task[Protego | str]] = {}
        crawler.signals.connect(self._cut, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if not self._obey or request.meta.get("is_robots"):
            return
        origin = absolute_url(request.url, "/")
        if origin not in self._rules:
            # a task of its own: whoever asked first may be cancelled, others wait for it too
            self._rules[origin] = asyncio.ensure_future(
                self._learn(origin, request.meta.get("source"))
            )
        rules = await asyncio.shield(self._rules[origin])
        if isinstance(rules, str):
            raise ForbiddenByRobots(rules)
        if not rules.can_fetch(request.url, NAME):
            raise ForbiddenByRobots(FORBIDDEN)

    async def _learn(self, origin: str, source: str | None) -> Protego | str:
        """A host's rules, or the sentence why nothing may be asked."""
        host = host_of(origin)
        known = await self._known(origin)
        if known is None or now() - known.fetched_at >= FRESH:
            try:
                answer = await self._ask(origin, source)
            except (HostRests, Interrupted):
                del self._rules[origin]
                raise
            except Exception as error:
                answer = cause_of(Failure(error))  # type: ignore[no-untyped-call]
                logger.debug("No robots.txt of %s", host, exc_info=True)
            if isinstance(answer, Robots):
                closed = known is not None and self._closes(origin, known, answer)
                known = answer
                await self._keep(origin, known, closed=closed)
            elif known is None:  # an old one holds while there is no newer (RFC 9309, 2.4)
                return answer
        self._session.robots[origin] = known
        rules = Protego.parse(known.text)
        self._pace(host, rules)
        return rules

    async def _ask(self, origin: str, source: str | None) -> Robots | str:
        assert self._crawler.engine is not None
        request = Request(
            f"{origin}robots.txt",
            priority=PRIORITY,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={
                "is_robots": True,
                "source": source,
                "keep": "robots" if self._session.run is not None else None,
            },
        )
        response = await self._crawler.engine.download_async(request)
        status = response.status
        if 200 <= status < 300:
            text = response.body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
            return Robots(status=status, text=text, fetched_at=now())
        if status == 429 or status >= 500:  # unreachable (RFC 9309, 2.3.1.4)
            return f"the server answered {status} to robots.txt, so nothing is asked for now"
        return Robots(status=status, fetched_at=now())  # unavailable: all is free (2.3.1.3)

    def _pace(self, host: str, rules: Protego) -> None:
        rate = rules.request_rate(NAME)
        asked = max(
            float(rules.crawl_delay(NAME) or 0),
            rate.seconds / rate.requests if rate and rate.requests else 0.0,
        )
        self._session.hosts[host].crawl_delay = min(asked, self._most)
        if asked > self._most:
            logger.warning(
                "%s asks for %.0f seconds between requests; it gets %.0f",
                *(host, asked, self._most),
            )

    async def _known(self, origin: str) -> Robots | None:
        if self._session.run is None:
            return None

        def look() -> Robots | None:
            with self._session.archive.reading() as rows:
                return rows.hosts.robots(origin)

        try:
            return await run_in_thread(look)
        except ArchiveError as error:
            logger.error("The robots.txt kept of %s could not be read: %s", origin, error)
            return None

    def _closes(self, origin: str, before: Robots, after: Robots) -> bool:
        """Whether it forbids a source's home page or listing that it allowed before."""
        was, rules = Protego.parse(before.text), Protego.parse(after.text)
        return any(
            was.can_fetch(url, NAME) and not rules.can_fetch(url, NAME)
            for source in self._session.sources.values()
            for url in (source.home, *(listing.url for listing in source.listings))
            if absolute_url(url, "/") == origin
        )

    async def _keep(self, origin: str, robots: Robots, *, closed: bool) -> None:
        if self._session.run is None:
            return

        def keep() -> None:
            with self._session.archive.writing() as rows:
                rows.hosts.keep_robots(origin, robots, closed=closed)

        try:
            await run_in_thread(keep)
        except ArchiveError as error:
            logger.error("The robots.txt of %s could not be kept: %s", origin, error)

    def _cut(self, data: bytes, request: Request) -> None:
        """End a robots.txt that is longer than what counts of it."""
        if request.meta.get("is_robots"):
            got = request.meta["got"] = request.meta.get("got", 0) + len(data)
            if got > MAX_BYTES:
                raise StopDownload(fail=False)
