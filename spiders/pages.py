"""``scrapy crawl pages -a urls=URL,…`` or ``-a file=FILE``: archive the given pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request
from scrapy.utils.asyncio import run_in_thread

from newsarchive.crawl.session import now
from newsarchive.errors import UsageError
from newsarchive.model import Due
from newsarchive.storage import Rows
from newsarchive.urls import canonical_url
from spiders.listing import ListingSpider


class PagesSpider(ListingSpider):
    """Fetches given URLs, each as an article or a failure.

    An interrupted run continues when the same command is given again.

    Arguments:
        urls: Addresses, comma separated.
        file: A text file with an address a line; empty lines and ``#`` comments are skipped.
    """

    name = "pages"
    job: ClassVar[str] = "pages"
    creates_archive: ClassVar[bool] = True

    def __init__(self, urls: str = "", file: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if bool(urls) == bool(file):
            raise UsageError("give the pages as -a urls=URL,URL or as -a file=FILE")
        self.given = _from_file(Path(file)) if file else _from_text(urls)
        if not self.given:
            raise UsageError(f"{file or 'urls='} names no address")
        self.arguments = {"urls": "\n".join(sorted(self.given))}

    def left(self, rows: Rows) -> int:
        urls = {canonical_url(url) for url in self.given} - {""}
        return len(urls - rows.frontier.visited_since(urls, self.run_handle.since))

    async def seeds(self) -> AsyncIterator[Request]:
        for url in self.given:
            if not canonical_url(url):
                await self.session.fail(url, "discover", "is no http(s) address", source=None)
        for request in self.article_requests(await run_in_thread(self._work), conditional=False):
            yield request

    def _work(self) -> list[Due]:
        at = now()
        with self.archive.writing() as rows:
            spelled = {canonical: url for url in self.given if (canonical := canonical_url(url))}
            rows.frontier.add(spelled.values(), source=None, at=at)
            done = rows.frontier.visited_since(spelled, self.run_handle.since)
        if done:
            self.logger.info("%d pages were done before the interruption", len(done))
        return [
            Due(url=canonical, fetch_url=url)
            for canonical, url in spelled.items()
            if canonical not in done
        ]


_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/]|$)", re.I)


def _from_text(urls: str) -> list[str]:
    """Part addresses at commas, but not at one inside an address.

    What looks like a host stands for an address whose scheme was forgotten, to be told so.
    """
    found: list[str] = []
    for part in urls.split(","):
        if found and part.strip() and "://" not in part and not _HOST.match(part.strip()):
            found[-1] += f",{part.strip()}"
        elif part.strip():
            found.append(part.strip())
    return found


def _from_file(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no text file in UTF-8") from error
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
