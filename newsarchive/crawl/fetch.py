"""A spider that only fetches: for ``add`` and ``extract URL``, which need no archive.

It passes the hosts' gates, obeys robots.txt and every bound of the settings, as a crawl does.
``newsarchive.crawl.run.Fetcher`` starts it in a child, and tells it on standard input what to
ask, a JSON list of addresses a line; ``scrapy crawl`` does not know it.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure

from newsarchive.crawl.causes import cause_of
from newsarchive.crawl.headers import header_fields
from newsarchive.crawl.session import session_of
from newsarchive.urls import absolute_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class FetchSpider(Spider):
    """Reports each answer, or why there is none, as an event."""

    name = "fetch"
    reached: set[str]  # addresses that were asked
    custom_settings = {  # noqa: RUF012 - as Scrapy declares it
        "ITEM_PIPELINES": {},
        "RETRY_TIMES": 1,
    }

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.reached = set()
        crawler.signals.connect(spider.count, signal=signals.request_reached_downloader)
        return spider

    def count(self, request: Request) -> None:
        """Note an address that is asked, also as robots.txt, by redirect or once more."""
        self.reached.add(request.url)

    async def start(self) -> AsyncIterator[Request]:
        while line := await run_in_thread(sys.stdin.readline):
            for url in json.loads(line):
                if not self._told_of_robots(url):
                    yield Request(
                        url,
                        callback=self.parse,
                        errback=self.failed,
                        dont_filter=True,
                        cb_kwargs={"asked": url},
                    )

    def _told_of_robots(self, url: str) -> bool:
        """Report a robots.txt that was asked already, before anything else there."""
        origin = absolute_url(url, "/")
        known = session_of(self.crawler).robots.get(origin)
        if known is None or url != f"{origin}robots.txt":
            return False
        problem = "" if known.status < 300 else f"the server answered {known.status}"
        self._report(url, url, known.status, (), known.text.encode(), problem)
        return True

    def parse(self, response: Response, asked: str) -> None:
        self._tell(asked, response, "")

    def failed(self, failure: Failure) -> None:
        """Report why a page could not be had."""
        asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        error = failure.value
        response = error.response if isinstance(error, HttpError) else None
        self._tell(asked, response, cause_of(failure))

    def _tell(self, asked: str, response: Response | None, problem: str) -> None:
        if response is None:
            self._report(asked, asked, 0, (), b"", problem)
            return
        fields = header_fields(response)
        self._report(
            *(asked, response.url, response.status, fields, response.body, problem),
            certificate_until=_until(response),
        )

    def _report(
        self,
        asked: str,
        final_url: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        problem: str,
        certificate_until: str = "",
    ) -> None:
        session_of(self.crawler).report(
            "fetched",
            url=asked,
            final_url=final_url,
            status=status,
            headers=headers,
            body=base64.b64encode(body).decode(),
            problem=problem,
            certificate_until=certificate_until,
            asked=len(self.reached),
        )


def _until(response: Response) -> str:
    """When the server's certificate expires, ISO 8601; "" without TLS, or where unknown."""
    if response.certificate is None:
        return ""
    stated = response.certificate.original.get_notAfter()  # YYYYMMDDhhmmssZ (RFC 5280, 4.1.2.5)
    try:
        found = datetime.strptime((stated or b"").decode("ascii"), "%Y%m%d%H%M%SZ").replace(
            tzinfo=UTC
        )
    except ValueError:
        return ""
    return found.isoformat()
