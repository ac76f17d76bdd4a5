"""The source command: what is known of one source, and how it is treated."""

from __future__ import annotations

import click

from newsarchive.cli._console import archive_option, line, say, table, when


@click.command()
@click.argument("slug")
@click.argument("words", metavar="[KEY=VALUE]...", nargs=-1)
@archive_option
def source(slug: str, words: tuple[str, ...], archive: str) -> None:
    """Show a source, its listings and what became of them; KEY=VALUE changes how it is treated.

    \b
    name, language, timezone   of the publication
    mode=feed-only             keep what the feeds say, ask no pages
    only=, never=              patterns of article URLs, such as *://*/sport/*
    delay=, concurrency=       seconds between requests to a host, requests at once
    budget=                    articles fetched in one run
    least_wait=, most_wait=    minutes between polls of a listing
    visits=1h,6h,1d,1w         when articles are looked at again; never
    revisit=                   archived articles to ask again: none, due, listed, all
    capture_media=             pictures and podcasts to keep: none, lead, all
    heed=noindex,noarchive     do not archive pages that ask for it
    browser=                   never, always, auto: for pages that need one
    user_agent=, proxy=, cookies=FILE, header.NAME=
                               how requests are sent; secrets as env:VARIABLE
    An empty value resets.

    Example: newsarchive source harbour-courier delay=5 'header.Authorization=Bearer env:TOKEN'
    """
    from newsarchive.jobs.configuring import configure, described
    from newsarchive.storage import open_archive

    with open_archive(archive, write=bool(words)) as opened:
        if words:
            with opened.writing() as rows:
                rows.sources.configure(configure(rows.sources.get(slug), words))
        with opened.reading() as rows:
            found = rows.sources.get(slug)
            changes = rows.listings.changes(slug, limit=20)
    say(line(f"{found.name} ({found.home})"))
    for name, value in described(found).items():
        if name != "name":
            say(line(f"  {name}={value}"))
    say()
    table(
        ("follows", "last asked", "next", "errors #"),
        [
            (
                f"{listing.kind} {listing.url}" + (" (rests)" if listing.rests else ""),
                when(listing.polled_at) or "never",
                when(listing.due_at) or "now",
                listing.errors or "",
            )
            for listing in found.listings
        ],
    )
    if changes:
        say()
    for change in changes:
        say(line(f"{when(change.at)}  {change.change:<6}  {change.was}: {change.cause}"))


COMMANDS = (source,)
