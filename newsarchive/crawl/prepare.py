"""What is checked before a crawl starts, so that misuse gives a sentence and no traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsarchive.errors import UsageError
from newsarchive.storage import open_archive

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def prepare(crawler: Crawler, arguments: dict[str, Any]) -> None:
    """Check a spider's arguments and its archive; for spiders that have ``check``.

    Raises:
        NewsArchiveError: The arguments make no sense, or the archive cannot be used.
    """
    spidercls: Any = crawler.spidercls
    if not hasattr(spidercls, "check"):
        return  # a plain spider of the user's own
    try:
        spider = spidercls(**arguments)
    except TypeError as error:
        raise UsageError(f"spider '{spidercls.name}': {error}") from error
    place = crawler.settings["NEWSARCHIVE_ARCHIVE"]
    with (
        open_archive(place, create=spider.creates_archive, write=True) as archive,
        archive.writing() as rows,
    ):
        spider.check(rows)
