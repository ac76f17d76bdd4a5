"""Commands that look after what is kept: verify, seal, index, retain."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from newsarchive.cli._console import archive_option, complain, line, say, when
from newsarchive.config import load_config
from newsarchive.model import Capture
from newsarchive.warc.checking import Fault

MAX_TOLD = 100  # faults that are named one by one


@click.command()
@archive_option
@click.option("--seal", is_flag=True, help="Check the chain of seals, and sealed files against it.")
@click.option("--hash", "expected", metavar="HASH", default="", help="A seal's hash noted before.")
def verify(archive: str, seal: bool, expected: str) -> None:
    """Read every record again: against its digests, each row against its record.

    Exits with 1 when anything is not as it was written, and names it.

    Example: newsarchive verify --seal --hash 3f2a90c1
    """
    from newsarchive.jobs.keeping import verify as check
    from newsarchive.storage import open_archive
    from newsarchive.warc.seal import verify_seals

    files = records = size = 0
    faults: list[Fault] = []
    with open_archive(archive) as opened:
        for _, checked in check(opened):
            files += 1
            records += checked.records
            size += checked.bytes
            faults += checked.faults
        if seal or expected:
            lines, head, broken = verify_seals(opened.warc.folder, expected)
            faults += broken
            say(f"{lines} seals; the last is {head}")
    for fault in faults[:MAX_TOLD]:
        complain(line(fault))
    if len(faults) > MAX_TOLD:
        complain(f"and {len(faults) - MAX_TOLD} more")
    say(f"{files} WARC files, {records} records, {size:,} bytes read; {len(faults)} faults")
    sys.exit(1 if faults else 0)


@click.command()
@archive_option
def seal(archive: str) -> None:
    """Seal closed WARC files: their digests join a chain that shows any later change.

    Keep the hash it prints where nobody can alter it; 'newsarchive verify --seal --hash HASH'
    then tells whether anything before it was changed.

    Example: newsarchive seal
    """
    from newsarchive.storage import open_archive
    from newsarchive.warc.seal import seal as add

    with open_archive(archive) as opened:
        opened.warc.recover()
        sealed = add(opened.warc.folder, at=datetime.now(UTC))
    say(f"{len(sealed.files)} files sealed; the last seal is {sealed.head}")


@click.command()
@archive_option
@click.option("--rebuild", is_flag=True, help="Write every index anew.")
def index(archive: str, rebuild: bool) -> None:
    """Write the CDXJ indexes that players such as pywb look captures up in.

    A crawl writes them itself when it closes a file; this makes those that are missing.

    Example: newsarchive index --rebuild
    """
    from newsarchive.jobs.keeping import reindex
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened:
        for file, lines in reindex(opened, rebuild=rebuild):
            say(f"{file}: {lines} lines")
        say(f"the indexes lie in {opened.warc.folder / 'indexes'}")


@click.command()
@archive_option
@click.option("--dry-run", is_flag=True, help="Only tell what would be removed.")
@click.option(
    "--keep", multiple=True, metavar="KIND=DAYS", help="In place of 'retain' in newsarchive.toml."
)
def retain(archive: str, dry_run: bool, keep: tuple[str, ...]) -> None:
    """Remove WARC files whose captures are all older than they are to be kept.

    What was read from them stays, with its digest and date; only the bytes go.

    Example: newsarchive retain --dry-run --keep media=365 --keep listing=90
    """
    from newsarchive.jobs.retention import expired, read_rules, remove
    from newsarchive.storage import open_archive

    rules = read_rules(keep or load_config().retain)
    if not rules:
        say("everything is kept: neither --keep nor 'retain' in newsarchive.toml says otherwise")
        return
    at = datetime.now(UTC)
    with open_archive(archive) as opened:
        found = expired(opened, rules, at=at)
        for file in found:
            fate = f"stays: {file.stays}" if file.stays else "goes"
            say(
                f"{file.name}  {file.captures} captures ({file.purpose}), {file.bytes:,} bytes, "
                f"newest {when(file.newest_at)}: {fate}"
            )
        going = [file for file in found if not file.stays]
        if not dry_run:
            remove(opened, going, at=at)
    size = sum(file.bytes for file in going)
    say(f"{len(going)} files, {size:,} bytes {'would be ' if dry_run else ''}removed")


def print_evidence(archive: str, key: str) -> None:
    """Print for each reading of an article what each value was read from, and where that lies."""
    from newsarchive.jobs.keeping import evidence_of
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened:
        readings = evidence_of(opened, key)
    for number, (extractor, read_at, told) in enumerate(readings, 1):
        say(f"reading {number}  {when(read_at)}  by {line(extractor)}")
        places: dict[str, int] = {}
        for item in told:
            place = _place(item.capture)
            mark = places.setdefault(place, len(places) + 1)
            origin = item.evidence.origin + (" (guessed)" if item.evidence.guessed else "")
            label = item.evidence.field
            if item.evidence.position:
                label += f" {item.evidence.position + 1}"
            raw = line(item.evidence.raw)
            say(f"  {label:<14} {origin:<18} [{mark}] {raw}")
        for place, mark in places.items():
            say(f"  [{mark}] {place}")


def _place(capture: Capture | None) -> str:
    if capture is None:
        return "what it was read from is not kept"
    words = f"{line(capture.final_url)}, {when(capture.fetched_at)}"
    if not capture.warc_file:
        return f"{words}: no longer kept; its payload was {capture.digest}"
    again = ", an answer equal to an earlier one" if capture.original else ""
    return f"{words}: {capture.warc_file} at {capture.offset}{again}; {capture.digest}"


COMMANDS = (verify, seal, index, retain)
