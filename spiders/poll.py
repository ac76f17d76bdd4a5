"""``scrapy crawl poll``: due feeds of all sources, or of ``-a source=SLUG,…``; their articles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, ClassVar

from scrapy import Request
from scrapy.utils.asyncio import run_in_thread

from newsarchive.crawl.polls import of_source
from newsarchive.crawl.run import ALL
from newsarchive.crawl.session import now
from newsarchive.crawl.treatment import Treatment
from newsarchive.errors import UsageError
from newsarchive.model import Due, Source
from newsarchive.storage import CRAWLS, Rows
from spiders.listing import ListingSpider

MAX_REMARKS = 20  # listings that rest and are told of


class PollSpider(ListingSpider):
    """Polls listings, then fetches what is new, changed or due again.

    Arguments:
        source: Slugs, comma separated, or ``*`` for all sources; their listings are asked
            whether due or not.  Without it: all that are due.
        wake: ``1``: also listings that rest, since their servers said that they are gone.
        revisit: Which archived articles to ask again: none; due, by their age (the default);
            listed, also all that the listings name now; all.
    """

    name = "poll"
    job: ClassVar[str] = "poll"
    exclusive: ClassVar[bool] = True

    def __init__(
        self, source: str = "", revisit: str | None = None, wake: str = "", **kwargs: Any
    ) -> None:
        super().__init__(revisit=revisit or "due", **kwargs)
        self.slugs = [slug.strip() for slug in source.split(",") if slug.strip()] or None
        self.all = self.slugs == [ALL]
        if wake not in ("", "0", "1") or (wake == "1" and not source):
            raise UsageError(f"wake={wake}: write 1, and which sources: -a source=SLUG -a wake=1")
        self.wake = wake == "1"
        if self.all:
            self.slugs = None
            self.arguments["sources"] = ALL
        if self.slugs and len(self.slugs) == 1:
            self.arguments["source"] = self.slugs[0]
        elif self.slugs:
            self.arguments["sources"] = ",".join(sorted(self.slugs))

    def check(self, rows: Rows) -> None:
        sources = self._sources(rows)
        for source in sources if self.slugs or self.all else ():
            Treatment(source)  # or tell which variable it misses
        if not sources:
            raise UsageError(
                "there is no source yet; 'newsarchive add URL' adds one, "
                "'scrapy crawl pages -a urls=URL,…' fetches single pages"
            )

    def _sources(self, rows: Rows) -> list[Source]:
        slugs = [source.slug for source in rows.sources.all()] if self.all else self.slugs
        found = rows.sources.due(slugs, at=now(), wake=self.wake)
        if self.slugs:
            return found
        busy = rows.runs.busy(CRAWLS)  # crawled alone by another process
        return [source for source in found if source.slug not in busy]

    def remarks(self, rows: Rows) -> list[str]:
        """Which listings were passed over since they rest, and how to wake them."""
        return [
            f"{rest.url} rests"
            + (f" since {rest.since.astimezone():%Y-%m-%d}" if rest.since else "")
            + (f" ({rest.cause})" if rest.cause else "")
            + (f"; it is asked again on {rest.until.astimezone():%Y-%m-%d}" if rest.until else "")
            + f", or at once by 'newsarchive crawl {rest.source} --wake'"
            for rest in rows.listings.resting(at=now())
            if self.slugs is None or rest.source in self.slugs
        ][:MAX_REMARKS]

    def left(self, rows: Rows) -> int:
        at = now()
        return sum(
            len(of_source(rows.frontier.pending(source.slug, at=at, revisit="none"), source))
            for source in rows.sources.all()
            if not self.slugs or source.slug in self.slugs
        )

    async def seeds(self) -> AsyncIterator[Request]:
        for source, pending in await run_in_thread(self._work):
            for listing in source.listings:
                yield self.listing_request(source, listing)
            for request in self.article_requests(pending):
                yield request
            await self.tell_crowds(source.home, source.slug)

    def _work(self) -> list[tuple[Source, list[Due]]]:
        at = now()
        with self.archive.reading() as rows:
            for source in rows.sources.all():
                self.allow(source)
            return [
                (
                    source,
                    of_source(
                        rows.frontier.pending(source.slug, at=at, revisit=self.revisit_of(source)),
                        source,
                    ),
                )
                for source in self._sources(rows)
            ]
