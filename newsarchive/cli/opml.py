"""Commands for OPML: take over what a feed reader follows, give it back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from newsarchive.cli._console import archive_option, complain, line, say
from newsarchive.errors import UsageError


@click.group("opml")
def opml_group() -> None:
    """Import and export lists of feeds, as Miniflux, FreshRSS and Feedly know them.

    Example: newsarchive opml import feeds.opml
    """


@opml_group.command("import")
@click.argument("file", metavar="FILE|-")
@archive_option
@click.option("--allow-private", is_flag=True, help="Addresses on this machine or network too.")
@click.option(
    "--check/--no-check",
    default=False,
    help="Ask each feed once and leave out what cannot be read.  [default: no-check]",
)
def import_opml(file: str, archive: str, allow_private: bool, check: bool) -> None:
    """Follow every feed of an OPML file; feeds of one home page become one source.

    Home pages are not asked.  What is followed already stays as it is.

    Example: newsarchive opml import feeds.opml
    """
    from newsarchive.discovery.opml import read_opml
    from newsarchive.jobs.opml import import_feeds
    from newsarchive.storage import open_archive

    found = read_opml(_read(file))
    if not found.feeds:
        raise UsageError(f"{file}: {found.problem}")
    with open_archive(archive, create=True) as opened:
        done = import_feeds(
            opened, found.feeds, at=datetime.now(UTC), allow_private=allow_private, check=check
        )
    for item in done:
        name = f"  {item.feed.title}" if item.feed.title else ""
        if item.new:
            say(line(f"added    {item.feed.url}  as '{item.source}'{name}"))
        else:
            why = item.problem or f"is followed already, for '{item.source}'"
            say(line(f"skipped  {item.feed.url}  {why}{name}"))
    new = [item for item in done if item.new]
    sources = len({item.source for item in new})
    say(f"{len(new)} feeds added in {sources} sources, {len(done) - len(new)} skipped")
    if found.problem:
        complain(f"{file}: {found.problem}")
    if new:
        say("next: newsarchive crawl")
    if found.problem or any(item.problem for item in done):
        sys.exit(1)


@opml_group.command("export")
@archive_option
@click.option("-o", "--output", required=True, metavar="FILE|-", help="Where to, as FILE.opml.")
def export_opml(archive: str, output: str) -> None:
    """Write the feeds that are followed as OPML 2.0, for any feed reader.

    Example: newsarchive opml export -o feeds.opml
    """
    from newsarchive.discovery.opml import write_opml
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened, opened.reading() as rows:
        sources = rows.sources.all()
    data, count = write_opml(sources, at=datetime.now(UTC))
    if output == "-":
        click.echo(data, nl=False)
        return
    try:
        Path(output).write_bytes(data)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{output} cannot be written: {why}") from error
    left = sum(listing.kind != "feed" for source in sources for listing in source.listings)
    extra = f"; {left} sitemaps and sections are left out, no reader takes them" if left else ""
    say(f"{count} feeds written to {output}{extra}")


def _read(file: str) -> bytes:
    from newsarchive.discovery.opml import MAX_BYTES

    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError(f"{file}: there is no such file") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{file}: cannot be read: {why}") from error


COMMANDS = (opml_group,)
