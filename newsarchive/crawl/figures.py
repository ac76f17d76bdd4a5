"""Extension: opens and ends the crawl's session, and writes its figures as one run row."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals

from newsarchive.crawl.session import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

PREFIX = "newsarchive/"


class Figures:
    """Turns Scrapy's statistics into the run's figures when the spider closes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)
        if crawler.settings.getbool("NEWSARCHIVE_REPORT"):
            crawler.newsarchive_report = _print_line  # type: ignore[attr-defined]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        # an unreachable robots.txt is told as the failure of the page that needed it
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").addFilter(_without_traceback)
        return extension

    def spider_closed(self, spider: Spider, reason: str) -> None:
        outcome = {"finished": "finished", "shutdown": "interrupted"}.get(reason, "failed")
        stats = self._session.stats.get_stats()
        figures = {
            name.removeprefix(PREFIX): value
            for name, value in stats.items()
            if name.startswith(PREFIX) and isinstance(value, int)
        }
        figures["requests"] = int(stats.get("downloader/request_count", 0))
        figures["bytes"] = int(stats.get("downloader/response_bytes", 0))
        self._session.report("end", outcome=outcome, reason=reason, figures=figures)
        self._session.end(outcome, figures)


def _print_line(event: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(event, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    record.levelno, record.levelname = logging.INFO, "INFO"
    return True
