"""Commands that look after the database: backup, vacuum, check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsarchive.cli._console import archive_option, complain, line, say


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@archive_option
def backup(file: Path, archive: str) -> None:
    """Copy the database to a new file, also while a crawl writes to it.

    WARC files are not copied: closed ones never change, so that any tool that copies folders
    does for them (rsync -a data/warc/ …).

    Example: newsarchive backup backups/news-2026-11-24.db
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened:
        size = opened.backup(file)
        folder = opened.warc.folder
    say(f"{size:,} bytes written to {file}; WARC files stay in {folder}")


@click.command()
@archive_option
def vacuum(archive: str) -> None:
    """Pack the database: what deleted rows took is given back to the disk.

    The full text is packed too, and made anew where it is out of step with the articles.
    It needs room for a second copy, and nobody else may use the archive meanwhile.

    Example: newsarchive vacuum
    """
    from newsarchive.storage import open_archive

    with open_archive(archive, write=True) as opened:
        before, after = opened.vacuum()
    say(f"{before:,} bytes before, {after:,} after")


@click.command()
@archive_option
def check(archive: str) -> None:
    """Look whether the database is sound: its structure, its references, its counts.

    Exits with 1 when something is wrong, and names it.  'newsarchive verify' checks the WARC
    files, and rows against them.

    Example: newsarchive check
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened:
        found = list(opened.faults())
        counts = opened.counts()
    say(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    for fault in found:
        complain(line(fault))
    if found:
        complain("restore a backup, or ask where the archive came from what happened to it")
    say("the database is sound" if not found else f"{len(found)} faults")
    sys.exit(1 if found else 0)


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy_archive(source: str, target: str) -> None:
    """Copy an archive into a new one: from SQLite to PostgreSQL, back, or of the same kind.

    Rows are compared by their content hashes before anything counts; WARC files are copied too.

    Example: newsarchive copy data/newsarchive.db postgresql+psycopg://me@localhost/news
    """
    from newsarchive.jobs.copying import copy_files
    from newsarchive.storage import open_archive

    with open_archive(source) as old, open_archive(target, create=True) as new:
        done = old.copy_to(new)
        files, size = copy_files(old.warc.folder, new.warc.folder)
    say(", ".join(f"{count:,} {name}" for name, count in done.items() if count))
    say(f"{files} files, WARC and their indexes, {size:,} bytes, in {new.warc.folder}")


COMMANDS = (backup, vacuum, check, copy_archive)
