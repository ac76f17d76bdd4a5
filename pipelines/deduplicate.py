"""End what the archive has already, as a mere visit, without the writers' lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.utils.asyncio import run_in_thread

from newsarchive.crawl.session import CrawlSession, now, session_of
from newsarchive.errors import ArchiveError
from newsarchive.ingest import recognise
from newsarchive.model import Article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class DeduplicatePipeline:
    """Gives an unchanged article its verdict; ``StorePipeline`` then has nothing to write."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    async def process_item(self, item: Any) -> Any:
        if isinstance(item, Article):
            try:
                item.verdict = await run_in_thread(recognise, self._session.archive, item, at=now())
            except ArchiveError:
                item.verdict = None  # the store pipeline meets the same, and records it
        return item
