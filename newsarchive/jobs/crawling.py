"""Crawl the sources of an archive, in a child process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newsarchive.crawl import run


def crawl_sources(
    place: str,
    slugs: Sequence[str],
    *,
    revisit: str = "due",
    wake: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> Iterator[dict[str, Any]]:
    """Poll the listings of sources now, fetch their articles, and yield the crawl's events.

    Args:
        place: The archive's path or URL.
        slugs: Whose listings to ask; all sources where there are none.
        revisit: Which archived articles to ask again: none, due, listed, all.
        wake: Ask also listings that rest.
        settings: Scrapy settings to override.

    Raises:
        NewsArchiveError: See ``newsarchive.crawl.run.crawl``.
    """
    # which sources there are, the child finds out: it loads the database anyway (1 s of CPU)
    arguments = {"source": ",".join(slugs) or run.ALL, "revisit": revisit}
    if wake:
        arguments["wake"] = "1"
    return run.crawl("poll", arguments, {"NEWSARCHIVE_ARCHIVE": place, **(settings or {})})


def crawl_due(place: str, *, settings: Mapping[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """Poll the listings that are due, ask the pages that are, and yield the crawl's events.

    Raises:
        NewsArchiveError: See ``newsarchive.crawl.run.crawl``.
    """
    return run.crawl("poll", {}, {"NEWSARCHIVE_ARCHIVE": place, **(settings or {})})


def backfill_source(
    place: str,
    slug: str,
    *,
    since: str = "",
    budget: int | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Iterator[dict[str, Any]]:
    """Look for the back catalogue of a source, fetch its articles, and yield the crawl's events.

    Args:
        place: The archive's path or URL.
        slug: The source's.
        since: A year, month or day, as ``2015-06-30``: nothing older is wanted.
        budget: How many articles to fetch at most.
        settings: Scrapy settings to override.

    Raises:
        NewsArchiveError: See ``newsarchive.crawl.run.crawl``.
    """
    arguments = {"source": slug, "since": since}
    if budget is not None:
        arguments["budget"] = str(budget)
    return run.crawl("backfill", arguments, {"NEWSARCHIVE_ARCHIVE": place, **(settings or {})})
