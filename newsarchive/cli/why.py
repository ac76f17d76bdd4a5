"""The why command: what is known of a URL, and why it became what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from newsarchive.cli._console import archive_option, line, say, when
from newsarchive.errors import UsageError
from newsarchive.model import Source

if TYPE_CHECKING:
    from newsarchive.storage import UrlHistory


@click.command()
@click.argument("url")
@archive_option
def why(url: str, archive: str) -> None:
    """Tell what is known of a URL: found where, fetched, refused, folded into which article.

    Of a feed, sitemap or section: whose it is, how its polls go, and what backfills found there.

    Example: newsarchive why 'https://example.org/news/1?utm_source=rss'
    """
    from newsarchive.storage import open_archive
    from newsarchive.urls import canonical_url, dropped_from, host_of

    canonical = canonical_url(url)
    if not canonical:
        raise UsageError(f"{url} is no web address; give one such as https://example.org/news/1")
    with open_archive(archive) as opened, opened.reading() as rows:
        known = rows.why(canonical)
        source = rows.sources.of_host(host_of(canonical))
    told = [("known as", canonical), *(("left out", clause) for clause in dropped_from(url))]
    for label, text in (*told, *_listed(known), *_found(known, source), *_fate(known)):
        say(f"{label:<13} {line(text)}")


def _listed(known: UrlHistory) -> Iterator[tuple[str, str]]:
    """What the URL is to sources that look for articles there."""
    for followed in known.followed:
        listing = followed.listing
        named = f", named by {followed.index}" if followed.index else ""
        yield "followed as", f"{listing.kind} of source '{followed.source}'{named}"
        if followed.moved_to:
            yield "moved to", followed.moved_to
        state = "rests" if listing.rests else "fails" if listing.errors else "works"
        if listing.polled_at is None:
            yield "asked", "never as such"
        else:
            since = f" since {when(followed.since)}" if followed.since else ""
            often = f", {listing.errors} times in a row" if listing.errors > 1 else ""
            cause = f" ({followed.cause}{often})" if followed.cause else ""
            yield "state", f"{state}{since}{cause}"
            yield "asked", f"{when(listing.polled_at)}, the last time"
        yield "due", when(listing.due_at) or "with the next crawl of its source"
    for slug, rung in known.ways:
        cause = f" ({rung.cause})" if rung.cause else ""
        told = f"{rung.state}, {rung.asked} pages, {rung.found} addresses{cause}"
        yield "backfill", f"{rung.kind} of source '{slug}': {told}"


def _found(known: UrlHistory, source: Source | None) -> Iterator[tuple[str, str]]:
    """Where the URL came from."""
    if known.found_at is None:
        if known.followed or known.ways:
            return
        if source is None:
            yield "unknown", "nothing of it is known, and no source is followed at its host"
        elif not source.settings.wants(known.url):
            yield "left out", f"by 'only' and 'never' of source '{source.slug}'"
        elif not known.failures:
            yield (
                "unknown",
                f"nothing of it is known: no listing of source '{source.slug}' named it",
            )
        return
    of = f" for source '{known.source}'" if known.source else ""
    yield "found", f"{when(known.found_at)}{of}"
    for listing, first, last in known.mentions:
        yield "named by", f"{listing}, from {when(first)} to {when(last)}"


def _fate(known: UrlHistory) -> Iterator[tuple[str, str]]:
    """What became of it."""
    if known.visited_at:
        yield "asked", f"{when(known.visited_at)}; {known.captures} answers kept"
    elif known.found_at is not None:
        yield "asked", "never"
    if known.redirects_to:
        yield "redirects to", known.redirects_to
    if known.article:
        because = f", since {known.reason}" if known.reason else ""
        kind = "an address of" if known.article_url != known.url else "the main address of"
        yield "is", f"{kind} article {known.article}: {known.article_title}{because}"
    elif known.state == "no_article":
        yield "is", "no article"
    for failure, resolved in known.failures:
        often = f", {failure.times} times" if failure.times > 1 else ""
        end = f"; over since {when(resolved)}" if resolved else ""
        yield "failed", f"{when(failure.at)} at {failure.stage}: {failure.cause}{often}{end}"
    if known.due_at:
        yield "due", f"{when(known.due_at)}"
    elif known.found_at is not None and not known.visited_at:
        yield "due", "with the next crawl of its source"


COMMANDS = (why,)
