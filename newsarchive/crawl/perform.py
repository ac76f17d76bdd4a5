"""Run one crawl in this process: checked before it starts, judged when it has ended."""

from __future__ import annotations

import logging
import os
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from newsarchive.crawl.prepare import prepare
from newsarchive.crawl.session import CrawlSession, session_of
from newsarchive.crawl.stopping import StoppableCrawler
from newsarchive.errors import NewsArchiveError, UsageError

logger = logging.getLogger(__name__)


def perform(process: AsyncCrawlerProcess, name: str, arguments: dict[str, Any]) -> CrawlSession:
    """Run a spider to its end; the session tells how it went, with the exit code.

    Raises:
        NewsArchiveError: There is no such spider, its arguments make no sense, it could not
            start, or the archive cannot be used.
    """
    os.umask(os.umask(0o022) | 0o022)  # nothing that others may write, by scrapy crawl neither
    try:
        spidercls = process.spider_loader.load(name)
    except KeyError:
        known = ", ".join(sorted(process.spider_loader.list()))
        raise UsageError(f"there is no spider '{name}'; there are: {known}") from None
    crawler = StoppableCrawler(spidercls, process.settings)
    prepare(crawler, arguments)
    running = process.crawl(crawler, **arguments)
    process.start()
    session = session_of(crawler)
    if session.error is not None:
        raise session.error
    if running.done() and not running.cancelled() and (error := running.exception()):
        logger.debug("The crawl could not start", exc_info=error)
        raise NewsArchiveError(
            f"the crawl could not start: {type(error).__name__}: {error}; "
            "check its settings, -s LOG_LEVEL=DEBUG shows more"
        )
    return session
