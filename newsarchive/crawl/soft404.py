"""How servers look that answer "200 OK" to what is not there: asked once a host, kept a day.

Only for pages that nothing but links vouch for: those of walks, sections and archives by date.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.asyncio import run_in_thread

from newsarchive.crawl.headers import header
from newsarchive.crawl.hosts import HostRests, Interrupted
from newsarchive.discovery.soft404 import Look, load_look, look_of
from newsarchive.errors import ArchiveError
from newsarchive.page import Page
from newsarchive.urls import absolute_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newsarchive.crawl.session import CrawlSession

logger = logging.getLogger(__name__)

FRESH = timedelta(hours=24)  # as for robots.txt
CAUSE = "the site answers with this page to any address (soft 404)"


class Soft404:
    """What each host shows for an address that cannot be there."""

    def __init__(self, crawler: Crawler, session: CrawlSession) -> None:
        self._crawler = crawler
        self._session = session
        self._looks: dict[str, asyncio.Task[Look | None]] = {}

    async def shows(self, response: Response, *, source: str | None, text: str = "") -> bool:
        """Tell whether a page is the one its host shows for what is not there.

        The first page of a host costs a request for an address that cannot be there, unless
        an answer of the last day is kept; where none can be had, no page is suspected.

        Args:
            response: The page.
            source: Slug of the source it is asked for, which tells how to ask.
            text: What was read as the article's text.  It must stand on that page too: text
                that scripts make differs where the plain pages are all the same.
        """
        origin = absolute_url(response.url, "/")
        if origin not in self._looks:
            self._looks[origin] = asyncio.ensure_future(self._learn(origin, source))
        look = await asyncio.shield(self._looks[origin])
        return (
            look is not None
            and look.is_of(_look(response))
            and (not text or look.says(text, url=response.url))
        )

    async def _learn(self, origin: str, source: str | None) -> Look | None:
        text = await self._known(origin)
        if text is None:
            try:
                text = await self._ask(origin, source)
            except (HostRests, Interrupted):
                return None
            except Exception:  # whatever the download raises: then nothing is suspected
                logger.debug("No answer to what is not there at %s", origin, exc_info=True)
                return None
            if text is None:
                return None
            await self._keep(origin, text)
        return load_look(text)

    async def _ask(self, origin: str, source: str | None) -> str | None:
        """What to keep of a host: its look, "" where it says that there is nothing; or None."""
        assert self._crawler.engine is not None
        request = Request(
            f"{origin}{uuid4().hex}",
            priority=20,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"source": source, "max_retry_times": 0},
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as error:
            if isinstance(error, (HostRests, Interrupted)):
                raise
            return ""  # refused: robots.txt lets nobody ask for such addresses
        if response.status == 429 or response.status >= 500:
            return None  # it says nothing of the address
        return _look(response).dump() if response.status == 200 else ""

    async def _known(self, origin: str) -> str | None:
        if self._session.run is None:
            return None

        def look() -> str | None:
            with self._session.archive.reading() as rows:
                return rows.hosts.soft404(origin, since=datetime.now(UTC) - FRESH)

        try:
            return await run_in_thread(look)
        except ArchiveError as error:
            logger.error("What is kept of %s could not be read: %s", origin, error)
            return None

    async def _keep(self, origin: str, text: str) -> None:
        if self._session.run is None:
            return

        def keep() -> None:
            with self._session.archive.writing() as rows:
                rows.hosts.keep_soft404(origin, text, at=datetime.now(UTC))

        try:
            await run_in_thread(keep)
        except ArchiveError as error:
            logger.error("What %s shows could not be kept: %s", origin, error)


def _look(response: Response) -> Look:
    page = Page(url=response.url, body=response.body, content_type=header(response, "Content-Type"))
    asked = response.request.url if response.request is not None else response.url
    return look_of(page.tree, url=asked)
