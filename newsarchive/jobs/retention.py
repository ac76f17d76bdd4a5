"""Remove captures that are older than they are to be kept: whole WARC files, never a part.

Rows stay, with what was read, the digest and when; only the bytes go.  A seal that was set on a
file is followed by a line that says that it was removed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsarchive.errors import ArchiveDamaged, UsageError
from newsarchive.storage import Archive
from newsarchive.warc.recovery import index_path
from newsarchive.warc.seal import note_removed

PURPOSES = ("article", "listing", "robots", "media")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """A file whose captures are all older than they are to be kept."""

    name: str
    purpose: str
    captures: int
    bytes: int
    newest_at: datetime
    stays: str  # why it stays all the same, one clause; "" when it goes


def read_rules(words: Iterable[str]) -> dict[str, timedelta]:
    """Return how long captures are kept, by purpose; what is not named is kept for ever.

    Args:
        words: As ``media=365``: a purpose and days.

    Raises:
        UsageError: A word is no such pair.
    """
    found = {}
    for word in words:
        purpose, _, days = word.partition("=")
        try:
            number = float(days)
        except ValueError:
            number = math.nan
        if purpose not in PURPOSES or not 0 <= number <= 100_000:
            raise UsageError(
                f"{word}: write KIND=DAYS, such as media=365; kinds are {', '.join(PURPOSES)}"
            )
        found[purpose] = timedelta(days=number)
    return found


def expired(archive: Archive, rules: dict[str, timedelta], *, at: datetime) -> list[Expired]:
    """Return the files that have had their time, newest first, and which of them stay why.

    A file stays while a later capture, in a file that stays, is a revisit of something in it.
    """
    with archive.reading() as rows:
        files = rows.captures.kept_files()
    going: set[str] = set()
    found = []
    for file in reversed(files):  # what repeats is newer than what it repeats
        ages = [rules.get(purpose) for purpose in file.purposes]
        if any(age is None or file.newest_at > at - age for age in ages):
            continue
        path = archive.warc.folder / file.name
        needed = file.needed_by - going
        stays = ""
        if not index_path(path).exists():
            stays = "it is being written, or was left behind by a killed crawl"
        elif needed:
            stays = f"later captures in {len(needed)} other files repeat what is in it"
        else:
            going.add(file.name)
        found.append(
            Expired(
                name=file.name,
                purpose=", ".join(sorted(file.purposes)),
                captures=file.captures,
                bytes=path.stat().st_size if path.exists() else 0,
                newest_at=file.newest_at,
                stays=stays,
            )
        )
    return found


def remove(archive: Archive, files: Iterable[Expired], *, at: datetime) -> int:
    """Remove files that go; return how many.

    Raises:
        ArchiveError: The database or a file cannot be written.
    """
    names = [file.name for file in files if not file.stays]
    for name in names:
        with archive.writing() as rows:  # first: a row never points at missing bytes
            rows.captures.forget(name)
        path = archive.warc.folder / name
        try:
            path.unlink(missing_ok=True)
            index_path(path).unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveDamaged(str(path), f"cannot be removed: {error.strerror}") from error
    if names:
        note_removed(archive.warc.folder, names, "older than it was to be kept", at=at)
    return len(names)
