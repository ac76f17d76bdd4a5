"""The demo: a little news world on loopback, crawled twice, shown."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsarchive.cli._console import complain, say, table
from newsarchive.cli.crawling import Report, follow
from newsarchive.errors import NewsArchiveError, UsageError

if TYPE_CHECKING:
    from newsarchive.demo import DemoWorld

DEFAULT = "data/demo.db"
STAGES = ("discover", "fetch", "read", "store")  # of failures
# The world is ours and on this machine: nobody needs sparing.
FAST = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "RETRY_TIMES": 0}


@click.command()
@click.option(
    "--archive", default=DEFAULT, show_default=True, metavar="PATH_OR_URL", help="Where to."
)
@click.option("--serve", "keep", is_flag=True, help="Only serve the little world, to play with.")
def demo(archive: str, keep: bool) -> None:
    """Crawl a bundled little news world, let it move on, crawl again, show what was archived.

    The default archive is made anew each time; another must not exist yet.

    Example: newsarchive demo --serve
    """
    from newsarchive.demo import serve
    from newsarchive.storage import place_of

    if keep:
        with serve() as world:
            _serve(world)
        return
    path = place_of(archive).path
    if path is None:
        raise UsageError("the demo writes a file of its own; name one with --archive PATH")
    dump = path.parent / "exports" / f"{path.stem}.json"
    try:
        if path.exists() and archive != DEFAULT:
            raise UsageError(f"{path} exists already; name a new file, the demo would mix with it")
        _clear(path)
        dump.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{error.filename}: {error.strerror}; name another place with --archive PATH"
        ) from error
    archive = str(path)
    started = time.monotonic()
    with serve() as world:
        for site in world.sites:
            _follow(archive, site.home)
        first = _crawl(archive, "\nFirst crawl")
        world.advance()
        second = _crawl(archive, "\nThe world moved on; second crawl", revisit="all")
    _show(archive, str(dump), [first, second])
    failed = first.failed_sources | second.failed_sources
    say(f"\n{time.monotonic() - started:.0f} seconds; the dump lies in {dump}")
    say(f"look around: newsarchive list --archive {path}")
    if failed:
        complain(f"sources failed: {', '.join(sorted(failed))}")
        sys.exit(1)


def _follow(archive: str, home: str) -> None:
    from newsarchive.jobs.subscribing import find_source
    from newsarchive.storage import open_archive

    proposal = find_source(home, allow_private=True, settings=FAST)
    with open_archive(archive, create=True) as opened, opened.writing() as rows:
        saved = rows.sources.add(proposal.source, at=datetime.now(UTC))
    for listing in saved.listings:
        say(f"follow {saved.name}: {listing.kind} {listing.url}")


def _crawl(archive: str, heading: str, *, revisit: str = "due") -> Report:
    from newsarchive.jobs.crawling import crawl_sources

    say(heading)
    report = follow(crawl_sources(archive, (), revisit=revisit, settings=FAST))
    say(report.summary())
    if report.interrupted:
        raise click.Abort
    if report.outcome != "finished":
        raise NewsArchiveError(f"the crawl did not finish: {report.outcome}")
    return report


def _show(archive: str, dump: str, reports: list[Report]) -> None:
    """Print what both crawls did and how well fields are filled, and write the dump."""
    from newsarchive.cli.archive import print_fill
    from newsarchive.export import export
    from newsarchive.storage import open_archive

    say()
    with open_archive(archive) as opened:
        with opened.reading() as rows:
            figures = rows.figures()

        def both(source: str, *names: str) -> int:
            return sum(
                report.figures.get(f"source/{source}/{name}", 0)
                for report in reports
                for name in names
            )

        table(
            ("source", "pages #", "new #", "revised #", "copies #", "missing #", "failures #"),
            [
                (
                    item.source,
                    both(item.source, "pages"),
                    both(item.source, "new", "copy"),
                    both(item.source, "revised"),
                    item.copies,
                    item.missing,
                    both(item.source, *(f"failures/{s}" for s in STAGES)),
                )
                for item in figures
            ],
        )
        say()
        print_fill(figures)
        export(opened, dump)


def _clear(path: Path) -> None:
    """Remove what an earlier demo left, and nothing else."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    folder = path.parent / "warc" / path.stem
    for pattern in ("newsarchive-*.warc.gz", "indexes/newsarchive-*.cdxj", "seals.jsonl"):
        for file in folder.glob(pattern):
            file.unlink()


def _serve(world: DemoWorld) -> None:
    for site in world.sites:
        say(f"{site.name}: {site.home}")
    say("press Enter to let the world move on, Ctrl-C to stop")
    try:
        input()
        world.advance()
        say("the world moved on: new, changed and deleted articles; Ctrl-C stops")
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        say("stopped")
    except EOFError:  # no terminal: serve until stopped
        while True:
            time.sleep(3600)


COMMANDS = (demo,)
