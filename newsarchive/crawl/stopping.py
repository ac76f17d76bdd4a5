"""Ctrl-C: what is under way is finished, what only waits its turn is left to the next crawl.

Scrapy alone would still fetch whatever the downloader has taken on, at a host's delay.
"""

from __future__ import annotations

from scrapy.crawler import Crawler

from newsarchive.crawl.session import session_of


class StoppableCrawler(Crawler):
    """Closes the hosts' gates when it is told to stop."""

    async def stop_async(self) -> None:
        session_of(self).hosts.stopping.set()
        await super().stop_async()
