"""Examine an archive: its sources by their own past, and the machine it lies on."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.errors import ArchiveError
from newsarchive.health import examine, examine_machine
from newsarchive.storage import Archive
from newsarchive.vitals import Finding, MachineVitals

MACHINE = ""  # in place of a slug
GROWTH = timedelta(weeks=4)  # what its growth is told from


def judge(
    archive: Archive, slugs: Sequence[str] = (), *, at: datetime | None = None
) -> list[Finding]:
    """Examine sources and the machine, keep what is found, and return the open findings.

    Args:
        archive: Which.
        slugs: Only these sources; all of them, and the machine, where there are none.
        at: The present.

    Raises:
        NotFound: There is no such source.
        ArchiveError: The archive cannot be used.
    """
    at = at or datetime.now(UTC)
    with archive.reading() as rows:
        named = [rows.sources.get(slug) for slug in slugs] or rows.sources.all()
        tried = rows.vitals.tried(now=at)
    found: list[Finding] = []
    for source in named:  # a transaction each: a large archive is not held for long
        with archive.reading() as rows:
            found += examine(rows.vitals.of(source.slug, now=at, tried=tried), now=at)
    of = [source.slug for source in named]
    if not slugs:
        found += examine_machine(machine_of(archive, at=at), now=at)
        of.append(MACHINE)
    with archive.writing() as rows:
        return rows.findings.keep(found, at=at, of=of)


def machine_of(archive: Archive, *, at: datetime) -> MachineVitals:
    """Return the state of the machine that an archive lies on."""
    path = archive.place.path
    folder = existing(path.parent if path is not None else archive.warc.folder)
    usage = shutil.disk_usage(folder)
    size, log = (_size(path), _size(Path(f"{path}-wal"))) if path is not None else (0, 0)
    with archive.reading() as rows:
        since = at - GROWTH
        first = rows.vitals.first_capture()
        written = rows.vitals.written(since)
        last = rows.vitals.last_job()
        follows = bool(rows.sources.all())
    days = (at - max(first, since)) / timedelta(days=1) if first is not None else 0.0
    # the database is taken to grow as evenly as it did since the first answer
    age = (at - first) / timedelta(days=1) if first is not None else 0.0
    growth = written / days + (size + log) / max(age, days) if days >= 1 else 0.0
    return MachineVitals(
        place=str(archive.place),
        disk_free=usage.free,
        disk_total=usage.total,
        database=size,
        log=log,
        growth=growth,
        write_seconds=_write_seconds(archive),
        last_run_at=last if follows else None,
    )


def existing(folder: Path) -> Path:
    """Return the folder, or the nearest above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _size(path: Path) -> int:
    """Bytes of a file; none where it is not."""
    return path.stat().st_size if path.exists() else 0


def _write_seconds(archive: Archive) -> float | None:
    start = time.perf_counter()
    try:
        with archive.writing() as rows:
            rows.findings.try_writing()
    except ArchiveError:
        return None
    return time.perf_counter() - start
