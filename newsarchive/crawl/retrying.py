"""Downloader middleware: what is asked once more at once, and what is left to the next poll."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from newsarchive.crawl.causes import reasons_of
from newsarchive.crawl.transport import HeadTooLarge

LATER = "newsarchive_later"  # in a request's meta: it is polled again anyway


class RetryNow(RetryMiddleware):
    """Scrapy's; a listing whose server says when to come back is not asked before,
    nor is what a bound has stopped."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        if request.meta.get(LATER) and response.headers.get("Retry-After"):
            return response
        return super().process_response(request, response)

    def process_exception(
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        if any(isinstance(reason, HeadTooLarge) for reason in reasons_of(exception)):
            return None  # meant like that
        return super().process_exception(request, exception)
