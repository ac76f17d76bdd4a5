"""What the parts of one crawl share: the open archive, the run's row, failures.

``session_of(crawler)`` gives every spider, pipeline and middleware of a crawler the same
``CrawlSession``; the ``Figures`` extension ends it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from scrapy.utils.asyncio import run_in_thread

from newsarchive.crawl.hosts import Hosts
from newsarchive.crawl.rendering import Rendering
from newsarchive.crawl.soft404 import Soft404
from newsarchive.discovery import Bounds
from newsarchive.discovery.polling import next_try
from newsarchive.errors import ArchiveBusy, ArchiveError, NewsArchiveError
from newsarchive.extraction.lengths import Lengths
from newsarchive.extraction.rules import RuleBook, rules_in
from newsarchive.kept import Sites
from newsarchive.model import Due, Failure, Robots, Source
from newsarchive.storage import Archive, Rows, RunHandle, State, open_archive
from newsarchive.warc.records import SECRET_FIELDS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)

MAX_CAUSES = 20  # different ones that a run's row tells apart
MAX_CAUSE = 100  # characters of each

_T = TypeVar("_T")


class CrawlSession:
    """The archive and the run of one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._archive: Archive | None = None
        self.run: RunHandle | None = None  # None until it has begun
        self._unwritten: list[Failure] = []
        self._writing_failures = threading.Lock()
        self._opening = threading.Lock()
        # answers are kept one after the other, in the order they came: threads that wait for
        # SQLite's lock overtake each other, and sleep longer than they work
        self.keeping = asyncio.Lock()
        # hosts (with port) at private addresses that the user named on purpose
        self.private_hosts = set(crawler.settings.getlist("NEWSARCHIVE_PRIVATE_HOSTS"))
        self._ending: asyncio.Future[None] | None = None
        self.error: NewsArchiveError | None = None  # what ended the crawl early, if anything did
        self.outcome = ""  # finished, interrupted or failed; "" when it came to no end
        self.left = 0  # pages an interrupted crawl leaves to the next
        self.sources: dict[str, Source] = {}  # of this crawl, by slug
        self.succeeded: set[str] = set()  # sources with a page that went well; "" is none's
        self._failed: set[str] = set()  # sources with a failure
        self.asked: set[str] = set()  # pages, canonical
        self.robots: dict[str, Robots] = {}  # what origins' robots.txt said to this crawl
        self.causes: Counter[str] = Counter()  # of failures, the first MAX_CAUSES different ones
        self.led_to: list[tuple[Due, str]] = []  # pages that led to one asked already

    @property
    def archive(self) -> Archive:
        """The archive that the setting NEWSARCHIVE_ARCHIVE names, opened on first use."""
        with self._opening:
            if self._archive is None:
                place = self._crawler.settings["NEWSARCHIVE_ARCHIVE"]
                self._archive = open_archive(place, create=True)
            return self._archive

    @cached_property
    def rules(self) -> RuleBook:
        """Site rules: the user's, then those for layouts."""
        return rules_in(Path(self._crawler.settings["NEWSARCHIVE_SITES"]))

    @cached_property
    def sites(self) -> Sites:
        """How pages that are kept are read again."""
        return Sites(self.archive, self.rules)

    @cached_property
    def hosts(self) -> Hosts:
        """The servers of this crawl, and the gates to them."""
        settings = self._crawler.settings
        return Hosts(
            limit=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            delay=settings.getfloat("DOWNLOAD_DELAY"),
            total=settings.getint("CONCURRENT_REQUESTS"),
            max_rest=settings.getfloat("NEWSARCHIVE_MAX_REST"),
            max_timeouts=settings.getint("NEWSARCHIVE_MAX_TIMEOUTS"),
        )

    @cached_property
    def bounds(self) -> Bounds:
        """How much of a listing is read."""
        return Bounds(
            unpacked_bytes=self._most("SITEMAP_BYTES"),
            entries=self._most("ENTRIES"),
            sitemap_urls=self._most("SITEMAP_URLS"),
            tags=self._most("TAGS"),
            links=self._most("LINKS"),
        )

    @cached_property
    def lengths(self) -> Lengths:
        """How much an article's fields may hold."""
        return Lengths(
            title=self._most("TITLE_CHARS"),
            name=self._most("NAME_CHARS"),
            authors=self._most("AUTHORS"),
            categories=self._most("CATEGORIES"),
        )

    def _most(self, name: str) -> int:
        return self._crawler.settings.getint(f"NEWSARCHIVE_MAX_{name}")

    @cached_property
    def soft404(self) -> Soft404:
        """How hosts answer what is not there."""
        return Soft404(self._crawler, self)

    @cached_property
    def rendering(self) -> Rendering:
        """Which pages a browser is to show, and what was learned of it."""
        return Rendering(self, browser=bool(self._crawler.settings["NEWSARCHIVE_BROWSER"]))

    def heeded(self, source: str | None) -> set[str]:
        """What pages may ask of robots so that they are not archived; the source's setting wins."""
        found = self.sources.get(source or "")
        if found is not None and found.settings.heed:
            return set(found.settings.heed)
        return set(self._crawler.settings.getlist("NEWSARCHIVE_HEED"))

    async def note_rest(self, host: str, until: datetime) -> None:
        """Let later crawls know that a host wants to be left alone."""
        logger.info("%s asked to be left alone until %s", host, until.astimezone())
        if self.run is None:
            return

        def note() -> None:
            with self.archive.writing() as rows:
                rows.hosts.rest(host, until, at=now())

        try:
            await run_in_thread(note)
        except ArchiveError as error:
            logger.error("The rest of %s could not be noted: %s", host, error)

    @property
    def stats(self) -> StatsCollector:
        """The crawler's figures."""
        assert self._crawler.stats is not None
        return self._crawler.stats

    def begin(
        self, job: str, arguments: dict[str, Any], *, source: str | None, exclusive: bool
    ) -> RunHandle:
        """Note that the crawl starts, unless the same is going on already.

        Raises:
            ArchiveBusy: It is.
        """
        self._prepare_files()
        words = json.dumps([job, arguments], sort_keys=True)
        key = hashlib.sha256(words.encode()).hexdigest()[:16]
        with self.archive.writing() as rows:
            self.run = rows.runs.begin(job, key=key, source=source, at=now(), exclusive=exclusive)
            for host, until in rows.hosts.resting(now()).items():
                self.hosts[host].rests_until = until
        return self.run

    def _prepare_files(self) -> None:
        """Say what WARC files are to tell of this crawl; mend what a killed one left behind."""
        settings = self._crawler.settings
        warc = self.archive.warc
        warc.sync = settings.getbool("NEWSARCHIVE_SYNC")
        warc.settings = (
            ("http-header-user-agent", settings["USER_AGENT"]),
            ("robots", "RFC 9309" if settings.getbool("ROBOTSTXT_OBEY") else "ignored"),
            ("newsarchive-delay", settings["DOWNLOAD_DELAY"]),
            ("newsarchive-concurrency", settings["CONCURRENT_REQUESTS_PER_DOMAIN"]),
            ("newsarchive-timeout", settings["DOWNLOAD_TIMEOUT"]),
            ("newsarchive-max-page-bytes", settings["DOWNLOAD_MAXSIZE"]),
            ("newsarchive-heed", ", ".join(settings.getlist("NEWSARCHIVE_HEED")) or "nothing"),
            ("newsarchive-left-out", ", ".join(sorted(SECRET_FIELDS))),
        )
        for torn in warc.recover():
            self.count("torn_records")
            logger.warning(
                "%s: a torn record at its end (%d bytes, from an earlier crawl) was cut off",
                *(torn.file, torn.bytes_cut),
            )

    @property
    def interrupted(self) -> bool:
        """Whether it was stopped before the end; a second Ctrl-C lets it come to none."""
        return self.outcome in ("interrupted", "")

    @property
    def remainder(self) -> str:
        """What an interrupted crawl leaves, in words; feeds it did not read may name more."""
        if not self.left:
            return "the next crawl continues"
        return f"{self.left} pages left for the next crawl"

    @property
    def exit_code(self) -> int:
        """What a command that ran this crawl ends with."""
        if self.interrupted:
            return 130
        return 1 if self.outcome == "failed" or self.failed_sources() else 0

    def failed_sources(self) -> set[str]:
        """Sources with a listing that could not be read, or of which every page failed."""
        return {
            source
            for source in self._failed
            if source not in self.succeeded
            or self.stats.get_value(f"newsarchive/source/{source}/listings_failed")
        }

    def end(self, outcome: str, figures: dict[str, int]) -> None:
        """Write what is left to write, note how the crawl ended, close the archive."""
        self.outcome = outcome
        if self._archive is None:
            return
        try:
            self.write_failures([])
            if self.run is not None:
                with self._archive.writing() as rows:
                    self._join_aliases(rows)
                    rows.runs.finish(self.run.id, outcome=outcome, figures=figures, at=now())
        except ArchiveError as error:
            logger.error("The end of the run could not be noted: %s", error)
            for failure in self._unwritten:
                logger.error("%s: %s: %s", failure.stage, failure.url, failure.cause)
        finally:
            self._archive.close()
            self._archive = None

    def _join_aliases(self, rows: Rows) -> None:
        """Make addresses that led to a page asked before addresses of its article.

        Where that page became none they failed likewise, unless the crawl was stopped before
        it could answer: then the next one asks them.
        """
        at = now()
        failures = []
        known = rows.articles.at([target for _, target in self.led_to])
        for due, target in self.led_to:
            if target in known:
                reasons = {due.url: f"redirects to {target}"}
                rows.frontier.belongs(reasons, known[target].article_id, source=due.source, at=at)
                rows.frontier.fetched(due.url, at=at, due_at=None, state=State.ALIAS)
                rows.runs.resolve([due.url, due.fetch_url], at=at)
            elif self.outcome == "finished":
                cause = f"leads to {target}, of which nothing was archived"
                failures.append(
                    Failure(url=due.fetch_url, stage="fetch", cause=cause, at=at, source=due.source)
                )
                tried = rows.frontier.attempts(due.url) + 1
                rows.frontier.failed(due.url, at=at, due_at=next_try(tried, now=at))
        rows.runs.fail(failures, run_id=self.run.id if self.run else None)

    def write_failures(self, failures: list[Failure]) -> None:
        """Record failures, with those that could not be written before."""
        with self._writing_failures:  # threads of several pages come here at once
            self._unwritten += failures
            with self.archive.writing() as rows:
                rows.runs.fail(self._unwritten, run_id=self.run.id if self.run else None)
            self._unwritten = []

    async def fail(self, url: str, stage: str, cause: str, *, source: str | None) -> None:
        """Record that something went wrong with a URL, count and report it."""
        failure = Failure(url=url, stage=stage, cause=cause, at=now(), source=source)
        self.count(f"failures/{stage}", source=source)
        self.count_cause(cause)
        logger.info("%s failed at %s: %s", url, stage, cause)
        try:
            await run_in_thread(self.write_failures, [failure])
        except ArchiveError as error:
            logger.error("A failure could not be recorded yet: %s", error)
            self.give_up_on(error)
        self.report("failure", url=url, stage=stage, cause=cause, source=source)

    async def attempt(
        self, function: Callable[..., _T], url: str, source: str | None, *args: Any
    ) -> _T | None:
        """Do something with the archive in a thread; return None where the archive fails.

        The failure is recorded against ``url``, and the rest of the crawl goes on.
        """
        try:
            return await run_in_thread(function, *args)
        except ArchiveError as error:
            self.give_up_on(error)
            await self.fail(url, "store", str(error), source=source)
            return None

    def give_up_on(self, error: ArchiveError) -> None:
        """End the crawl, since its archive cannot be written: the disk is full, say.

        What was not stored stays in the frontier.  Somebody who holds the database lets go of
        it again, so for that nothing is ended.
        """
        if isinstance(error, ArchiveBusy) or self.error is not None:
            return
        self.error = error
        self.hosts.stopping.set()
        engine = self._crawler.engine
        if engine is not None:
            self._ending = asyncio.ensure_future(engine.close_spider_async(reason="archive"))

    def count(self, name: str, *, source: str | None = None) -> None:
        """Count something, for the run's row and Scrapy's statistics."""
        self.stats.inc_value(f"newsarchive/{name}")
        if source:
            self.stats.inc_value(f"newsarchive/source/{source}/{name}")

    def count_cause(self, cause: str) -> None:
        """Count why something failed, for the run's row."""
        told = cause[:MAX_CAUSE]
        known = told in self.causes or len(self.causes) < MAX_CAUSES
        self.causes[told if known else "other causes"] += 1

    def report(self, event: str, **words: Any) -> None:
        """Note what an event says of its source, and tell a listening parent process."""
        if event == "item":
            self.succeeded.add(words["source"] or "")
        elif event == "failure":
            self._failed.add(words["source"] or "")
        listener: Callable[..., None] | None = getattr(self._crawler, "newsarchive_report", None)
        if listener is not None:
            listener({"event": event, **words})


_sessions: WeakKeyDictionary[Crawler, CrawlSession] = WeakKeyDictionary()


def session_of(crawler: Crawler) -> CrawlSession:
    """Return the session that belongs to a crawler."""
    if crawler not in _sessions:
        _sessions[crawler] = CrawlSession(crawler)
    return _sessions[crawler]


def now() -> datetime:
    """Return the present, aware."""
    return datetime.now(UTC)
