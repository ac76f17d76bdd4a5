"""Extension: opens and ends the crawl's session, and writes its figures as one run row."""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from newsarchive.crawl.plainlog import make_logs_plain
from newsarchive.crawl.session import now, session_of
from newsarchive.discovery.polling import next_try
from newsarchive.errors import ArchiveError, NewsArchiveError
from newsarchive.model import Article, Due
from newsarchive.model import Failure as Problem
from newsarchive.storage import Rows
from newsarchive.urls import canonical_url
from newsarchive.usage import used

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

PREFIX = "newsarchive/"


class Figures:
    """Turns Scrapy's statistics into the run's figures when the spider closes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)
        make_logs_plain()
        if crawler.settings.getbool("NEWSARCHIVE_REPORT"):
            crawler.newsarchive_report = self._print_line  # type: ignore[attr-defined]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(extension.spider_error, signal=signals.spider_error)
        crawler.signals.connect(extension.item_error, signal=signals.item_error)
        crawler.signals.connect(extension.item_scraped, signal=signals.item_scraped)
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
        figures |= used()
        figures |= {f"cause/{cause}": count for cause, count in self._session.causes.items()}
        if outcome == "interrupted":
            self._session.left = self._left(spider)
        remarks = self._remarks(spider)
        self._session.end(outcome, figures)
        self._session.report(
            "end",
            outcome=outcome,
            reason=reason,
            figures=figures,
            remainder=self._session.remainder,
            remarks=remarks,
            failed_sources=sorted(self._session.failed_sources()),
        )

    def _left(self, spider: Spider) -> int:
        """How many pages the next crawl will ask that this one would have."""
        left: Callable[[Rows], int] | None = getattr(spider, "left", None)
        if left is None or self._session.run is None:
            return 0
        with contextlib.suppress(ArchiveError), self._session.archive.reading() as rows:
            return left(rows)
        return 0

    def _remarks(self, spider: Spider) -> list[str]:
        """What the spider has to say at the end."""
        remarks: Callable[[Rows], list[str]] | None = getattr(spider, "remarks", None)
        if remarks is None or self._session.run is None:
            return []
        with contextlib.suppress(ArchiveError), self._session.archive.reading() as rows:
            found = remarks(rows)
            for remark in found:
                logger.info("%s", remark)
            return found
        return []

    def spider_error(self, failure: Failure, response: Response | None, spider: Spider) -> None:
        """A fault in reading a page or listing: recorded, so that the URL is not lost."""
        if response is None:  # in the spider's ``start``
            fault = f"a fault of newsarchive or a spider: {failure.value!r}"
            self._session.error = self._session.error or NewsArchiveError(fault)
            return
        request = response.request
        arguments = request.cb_kwargs if request is not None else {}
        due = arguments.get("due")
        if isinstance(due, Due):
            self._fault(due.fetch_url, due.url, "read", failure, due.source)
        else:
            self._fault(response.url, "", "read", failure, None)

    def item_error(self, item: Any, response: Response, spider: Spider, failure: Failure) -> None:
        """A fault in storing an item."""
        if isinstance(item, Article):
            asked = item.capture.url if item.capture else item.url
            self._fault(asked, canonical_url(asked), "store", failure, item.source)

    def item_scraped(self, item: Any) -> None:
        """An item of a user's own kind: articles report themselves."""
        if not isinstance(item, Article):
            self._session.succeeded.add("")

    def _fault(
        self, url: str, canonical: str, stage: str, failure: Failure, source: str | None
    ) -> None:
        cause = f"a fault of newsarchive or a spider: {failure.value!r}"
        found = Problem(url=url, stage=stage, cause=cause, at=now(), source=source)
        self._session.count(f"failures/{stage}", source=source)
        self._session.count_cause(cause)
        try:
            self._session.write_failures([found])
            with self._session.archive.writing() as rows:
                attempts = rows.frontier.attempts(canonical) + 1
                rows.frontier.failed(
                    canonical, at=found.at, due_at=next_try(attempts, now=found.at)
                )
        except ArchiveError as error:
            logger.error("A failure could not be recorded yet: %s", error)
        self._session.report("failure", url=url, stage=stage, cause=cause, source=source)

    def _print_line(self, event: dict[str, Any]) -> None:
        try:
            sys.stdout.write(json.dumps(event, ensure_ascii=True) + "\n")
            sys.stdout.flush()
        except OSError:  # who listened is gone: stop as on Ctrl-C, the frontier keeps the rest
            self._crawler.newsarchive_report = None  # type: ignore[attr-defined]
            if event["event"] != "end":
                signal.raise_signal(signal.SIGINT)


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    record.levelno, record.levelname = logging.INFO, "INFO"
    return True
