"""Look after what is kept: re-read it, seal it, index it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from newsarchive.errors import ArchiveDamaged
from newsarchive.model import Capture, Evidence
from newsarchive.storage import Archive
from newsarchive.warc.cdxj import index_of, write_index
from newsarchive.warc.checking import Checked, Fault, check_file
from newsarchive.warc.reading import Broken
from newsarchive.warc.recovery import index_path

FROM_LISTING = "feed"  # origin of what a listing said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value of a reading, and the capture that it was read from."""

    evidence: Evidence
    capture: Capture | None  # None: what it was read from is not kept


def verify(archive: Archive) -> Iterator[tuple[str, Checked]]:
    """Yield each WARC file's name and what re-reading it found, oldest first.

    Every record is checked against its digests, every row against its record, and every index
    against its file.  A file that is being written meanwhile is checked as far as it goes.
    """
    with archive.reading() as rows:
        named = rows.captures.files()
    lying = {path.name: path for path in archive.warc.files()}
    for name in sorted(named.keys() | lying.keys()):
        if name not in lying:
            missing = Fault(file=name, offset=-1, problem=f"is gone; {named[name]} rows name it")
            yield name, Checked(records=0, bytes=0, faults=(missing,))
            continue
        with archive.reading() as rows:
            captures = rows.captures.in_file(name)
        yield name, check_file(lying[name], captures)


def reindex(archive: Archive, *, rebuild: bool = False) -> Iterator[tuple[str, int]]:
    """Write the indexes that are missing; or all, each told with its file's number of lines.

    A file that is being written has none yet and gets none.

    Raises:
        ArchiveDamaged: A file is damaged, or an index cannot be written.
    """
    archive.warc.recover()  # writes those that are missing
    for path in archive.warc.files() if rebuild else ():
        if not index_path(path).exists():
            continue
        try:
            lines = index_of(path)
            write_index(index_path(path), lines)
        except (OSError, Broken) as error:
            raise ArchiveDamaged(str(path), f"cannot be indexed: {error}") from error
        yield path.name, len(lines)


def evidence_of(archive: Archive, key: str) -> list[tuple[str, datetime, list[Told]]]:
    """Return for each reading of an article its extractor, when it was read, and its evidence.

    What a feed said is told with the capture of that feed, as it was last kept before the
    reading; everything else with the capture of the page.
    """
    with archive.reading() as rows:
        readings = rows.archived.readings(key)
        listings = rows.captures.listings_of(key)
        found = []
        for extractor, read_at, article, capture in readings:
            named = [
                kept
                for url in listings
                if (kept := rows.captures.newest(url, "listing", before=read_at)) is not None
            ]
            said_by = max(named, key=lambda kept: kept.fetched_at, default=None)
            told = [
                Told(evidence=item, capture=said_by if item.origin == FROM_LISTING else capture)
                for item in article.evidence
            ]
            found.append((extractor, read_at, told))
    return found
