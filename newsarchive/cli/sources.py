"""Commands on sources: add, sources."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from newsarchive.cli._console import archive_option, line, say, table, when
from newsarchive.errors import ArchiveMissing, FetchError, NothingToFollow, UsageError
from newsarchive.model import Failure, Source

if TYPE_CHECKING:
    from newsarchive.jobs.subscribing import Proposal


@click.command()
@click.argument("url")
@archive_option
@click.option("--name", default="", help="The publication's name, where the page's own is no good.")
@click.option("--yes", is_flag=True, help="Save without asking.")
@click.option("--allow-private", is_flag=True, help="The address is on this machine or network.")
def add(url: str, archive: str, name: str, yes: bool, allow_private: bool) -> None:
    """Follow a publication: URL is its home page, a section page, a feed or a sitemap.

    Example: newsarchive add https://example.org/
    """
    from newsarchive.jobs.subscribing import find_source
    from newsarchive.storage import open_archive

    try:
        proposal = find_source(url, name=name, allow_private=allow_private)
    except (FetchError, NothingToFollow) as error:
        _record(archive, error)
        raise
    found = proposal.source
    _show(proposal)
    known = _followed(archive, found)
    for listing in found.listings:
        if listing.url in known:
            say(f"  {listing.url} is followed already, for '{known[listing.url]}'")
        else:
            reason = proposal.reasons.get(listing.url, "")
            say(f"  follow {listing.kind} {listing.url}" + (f" ({reason})" if reason else ""))
    for note in proposal.notes:
        say(f"  {note}")
    found = replace(found, listings=tuple(x for x in found.listings if x.url not in known))
    if not found.listings:
        say("nothing is left to save")
        return
    if not yes and not sys.stdin.isatty():
        raise UsageError("nobody can be asked without a terminal; add --yes to save at once")
    if not yes:
        click.confirm("Save this source?", default=True, abort=True)
    with open_archive(archive, create=True) as opened, opened.writing() as rows:
        saved = rows.sources.add(found, at=datetime.now(UTC))
        rows.runs.resolve([url, found.home], at=datetime.now(UTC))
    say(f"saved as '{saved.slug}'; next: newsarchive crawl {saved.slug}")


def _show(proposal: Proposal) -> None:
    """Print what was found out about the site, and at what price."""
    found = proposal.source
    known = [found.home, found.language, found.timezone, proposal.system]
    say(line(f"{found.name} ({', '.join(part for part in known if part)})"))
    many = "1 address" if proposal.requests == 1 else f"{proposal.requests} addresses"
    say(f"  {many} asked")


def _followed(archive: str, found: Source) -> dict[str, str]:
    """Which of the listings other sources of the archive follow; none where there is no archive."""
    from newsarchive.storage import open_archive

    try:
        with open_archive(archive) as opened, opened.reading() as rows:
            return rows.sources.following([listing.url for listing in found.listings])
    except ArchiveMissing:
        return {}


def _record(archive: str, error: FetchError | NothingToFollow) -> None:
    """Keep a failure as a row, if there is an archive; one is not made for it."""
    from newsarchive.storage import open_archive

    if isinstance(error, NothingToFollow):
        stage, cause = "discover", error.problem
    else:
        stage, cause = "fetch", error.reason
    failure = Failure(url=error.url, stage=stage, cause=cause, at=datetime.now(UTC))
    with (
        suppress(ArchiveMissing),
        open_archive(archive, write=True) as opened,
        opened.writing() as rows,
    ):
        rows.runs.fail([failure])


@click.command()
@archive_option
def sources(archive: str) -> None:
    """List the sources, what is followed of each, and when it was last asked.

    Example: newsarchive sources
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened, opened.reading() as rows:
        found = rows.sources.all()
    if not found:
        say("there is no source yet; 'newsarchive add URL' adds one")
        return
    table(
        ("source", "name", "follows", "last asked", "next", "errors #"),
        [
            (
                source.slug,
                source.name,
                f"{listing.kind} {listing.url}",
                when(listing.polled_at) or "never",
                when(listing.due_at) or "now",
                listing.errors or "",
            )
            for source in found
            for listing in source.listings
        ],
    )


COMMANDS = (add, sources)
