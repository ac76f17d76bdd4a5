"""Requests for the pictures and sounds of articles, where a source asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newsarchive.crawl.hosts import Interrupted
from newsarchive.ingest import no_article
from newsarchive.media import media_of
from newsarchive.model import Article

if TYPE_CHECKING:
    from newsarchive.crawl.session import CrawlSession

PRIORITY = -10  # after all pages


async def media_requests(session: CrawlSession, article: Article) -> list[Request]:
    """Return the requests for an article's media that are not kept yet.

    They pass every rule of the crawl: gates, robots.txt, no private addresses, bounds of size
    and time.  What fails is counted, and asked for again when the page is read again.
    """
    source = session.sources.get(article.source or "")
    wish = source.settings.capture_media if source is not None else "none"
    if wish == "none" or no_article(article):
        return []
    if set(article.robots) & session.heeded(article.source):
        return []
    urls = media_of(article, wish)
    if not urls:
        return []

    def missing() -> list[str]:
        with session.archive.reading() as rows:
            known = {url: rows.captures.newest(url, "media") for url in urls}
        return [url for url, kept in known.items() if kept is None or kept.status >= 300]

    wanted = await session.attempt(missing, article.url, article.source) or []
    return list(_requests(session, wanted, article.source))


def _requests(session: CrawlSession, urls: list[str], source: str | None) -> Iterator[Request]:
    async def kept(response: Response) -> None:
        session.count("media", source=source)

    async def failed(failure: Failure) -> None:
        if not isinstance(failure.value, Interrupted):
            session.count("media_failed", source=source)

    for url in urls:
        yield Request(
            url,
            callback=kept,
            errback=failed,
            meta={"keep": "media", "source": source},
            priority=PRIORITY,
        )
