"""Downloader middleware: no page is asked twice in one crawl, redirects included.

A feed may name a page and an old address that leads to it; the page is then asked once,
by whichever comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from newsarchive.crawl.session import CrawlSession, session_of
from newsarchive.urls import canonical_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class AskedAlready(IgnoreRequest):
    """This crawl asked for the page before, perhaps by another address."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url  # canonical


class AskOnce:
    """Lets each page through once; a retry is no second time."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    def process_request(self, request: Request) -> None:
        if request.meta.get("keep") not in (True, "article"):
            return  # listings are counted by their spiders; robots.txt may be asked for again
        url = canonical_url(request.url)
        way = {canonical_url(hop) for hop in request.meta.get("redirect_urls", ())}
        if url in way or request.meta.get("asked_as") == url:
            return
        if url in self._session.asked:
            raise AskedAlready(url)
        self._session.asked.add(url)
        request.meta["asked_as"] = url
