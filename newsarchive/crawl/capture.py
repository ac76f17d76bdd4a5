"""Downloader middleware: raw response → WARC → ``request.meta["capture"]``.

It stands next to the downloader, where a body is as the server sent it.  Only answers that
may become an article are kept: 2xx to a request with ``keep`` in its ``meta``.  What a browser
made of one is kept besides it, and is what the article was read from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.asyncio import run_in_thread

from newsarchive.crawl.headers import header_fields
from newsarchive.crawl.rendering import FLAG
from newsarchive.crawl.session import CrawlSession, now, session_of
from newsarchive.extraction import read_directives, stated_in

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CaptureResponses:
    """Keeps the bytes of an answer before anything reads them."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    async def process_response(self, request: Request, response: Response) -> Response:
        if FLAG in response.flags:
            if original := request.meta.get("capture"):
                request.meta["capture"] = await run_in_thread(
                    self._session.archive.warc.append_rendered,
                    original,
                    payload=response.body,
                    made_at=now(),
                )
        elif request.meta.get("keep") and 200 <= response.status < 300:
            asks = read_directives(
                value.decode("latin-1") for value in response.headers.getlist("X-Robots-Tag")
            )
            request.meta["robots"] = asks
            heeded = request.meta.get("heed") or ()
            if heeded and set(heeded) & {*asks, *stated_in(response.body)}:
                return response  # the pipeline tells why there is no article
            first = request.meta.get("redirect_urls", [request.url])[0]
            request.meta["capture"] = await run_in_thread(  # gzip and disk are slow
                self._session.archive.warc.append,
                url=first,
                final_url=response.url,
                fetched_at=now(),
                status=response.status,
                headers=header_fields(response),
                payload=response.body,
                protocol=response.protocol or "HTTP/1.1",
            )
        return response
