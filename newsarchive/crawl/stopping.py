"""Ctrl-C: what is under way is finished, what only waits its turn is left to the next crawl.

Scrapy alone would still fetch whatever the downloader has queued, up to CONCURRENT_REQUESTS
pages at a host's delay, before it ends.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest


class Interrupted(IgnoreRequest):
    """The crawl ended before the request was sent: no failure, the frontier keeps its URL."""


class StoppableCrawler(Crawler):
    """Takes back what waits in the downloader's queues when it is told to stop."""

    async def stop_async(self) -> None:
        if self.crawling and self.engine.running:
            for slot in self.engine.downloader.slots.values():
                while slot.queue:
                    _, answer = slot.queue.popleft()
                    answer.errback(Interrupted())
        await super().stop_async()


class StopAsking:
    """Downloader middleware: once stopping, no request goes on to the downloader.

    Some come late, those that waited for their host's robots.txt for one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if not self._crawler.crawling:
            raise Interrupted
