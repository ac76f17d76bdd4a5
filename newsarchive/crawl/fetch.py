"""A spider that only fetches: for ``add`` and ``extract URL``, which need no archive.

It obeys robots.txt and every bound of the settings, as a crawl does.
``newsarchive.crawl.run.fetch`` starts it in a child; ``scrapy crawl`` does not know it.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsarchive.crawl.causes import cause_of
from newsarchive.crawl.session import session_of


class FetchSpider(Spider):
    """Reports each answer, or why there is none, as an event."""

    name = "fetch"
    custom_settings = {  # noqa: RUF012 - as Scrapy declares it
        "ITEM_PIPELINES": {},
        "DOWNLOAD_DELAY": 0,  # a handful of requests, each URL once
        "AUTOTHROTTLE_ENABLED": False,
        "RETRY_TIMES": 1,
    }

    def __init__(self, urls: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = urls

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield Request(
                url,
                callback=self.parse,
                errback=self.failed,
                dont_filter=True,
                cb_kwargs={"asked": url},
            )

    def parse(self, response: Response, asked: str) -> None:
        self._tell(asked, response, "")

    def failed(self, failure: Failure) -> None:
        """Report why a page could not be had."""
        asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        error = failure.value
        response = error.response if isinstance(error, HttpError) else None
        self._tell(asked, response, cause_of(failure))

    def _tell(self, asked: str, response: Response | None, problem: str) -> None:
        headers = response.headers.items() if response is not None else ()
        session_of(self.crawler).report(
            "fetched",
            url=asked,
            final_url=response.url if response is not None else asked,
            status=response.status if response is not None else 0,
            headers=[
                [name.decode("latin-1"), value.decode("latin-1")]
                for name, values in headers
                for value in values
            ],
            body=base64.b64encode(response.body if response is not None else b"").decode(),
            problem=problem,
        )
