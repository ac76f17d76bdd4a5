"""Spider middleware: a request that nobody waits for in vain has its failure recorded too.

Spiders of users' own yield bare requests; without an errback Scrapy only counts their failures.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from newsarchive.crawl.causes import cause_of
from newsarchive.crawl.hosts import Interrupted
from newsarchive.crawl.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class TellFailures:
    """Gives every request an errback; plain spiders, which open no archive, are left alone."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for item in start:
            yield self._heard(item)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        async for item in result:
            yield self._heard(item)

    def _heard(self, item: Any) -> Any:
        if not isinstance(item, Request) or not hasattr(self._crawler.spidercls, "check"):
            return item
        if item.errback is None and item.callback is not NO_CALLBACK:
            item.errback = self._failed
        return item

    async def _failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        if not isinstance(failure.value, Interrupted):
            session = session_of(self._crawler)
            await session.fail(request.url, "fetch", cause_of(failure), source=None)
