"""Drop what is no article, and say so: with a failure row and a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from newsarchive.crawl.session import CrawlSession, now, session_of
from newsarchive.extraction.lengths import shorten
from newsarchive.ingest import no_article
from newsarchive.model import Article
from newsarchive.storage import State
from newsarchive.urls import canonical_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ValidatePipeline:
    """Lets pass what has a text; other items than articles pass untouched."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(session_of(crawler))

    async def process_item(self, item: Any) -> Any:
        if not isinstance(item, Article):
            return item
        item.cut = shorten(item, self._session.lengths)
        cause = no_article(item) or self._refused(item)
        if not cause:
            return item
        asked = item.capture.url if item.capture else item.url
        await self._session.fail(asked, "read", cause, source=item.source)
        await self._session.attempt(self._note, asked, item.source, item, asked)
        raise DropItem(f"{asked}: {cause}")

    def _refused(self, item: Article) -> str:
        """What the page asks of robots and is heeded, as a cause."""
        asked = [word for word in item.robots if word in self._session.heeded(item.source)]
        return f"the page asks not to be archived ({', '.join(asked)})" if asked else ""

    def _note(self, item: Article, asked: str) -> None:
        with self._session.archive.writing() as rows:
            for url in {canonical_url(asked), canonical_url(item.url)} - {""}:
                rows.frontier.fetched(url, at=now(), due_at=None, state=State.NO_ARTICLE)
