"""Rows and bytes.  One door: ``open_archive`` returns an ``Archive``.

Everything that touches the database happens inside ``archive.reading()`` or
``archive.writing()``: one ``with`` block is one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from newsarchive.model import Capture, SourceFigures
from newsarchive.storage import _upkeep
from newsarchive.storage._absences import Absences
from newsarchive.storage._archived import ArchivedArticles
from newsarchive.storage._articles import Articles
from newsarchive.storage._captures import Captures
from newsarchive.storage._engine import open_engine, place_of, translated
from newsarchive.storage._figures import source_figures
from newsarchive.storage._frontier import Frontier, Revisit, State
from newsarchive.storage._hosts import Hosts
from newsarchive.storage._listings import Listings
from newsarchive.storage._rungs import Rungs
from newsarchive.storage._runs import RunHandle, Runs
from newsarchive.storage._sources import Sources
from newsarchive.storage._why import UrlHistory, known_of
from newsarchive.warc import Answer, WarcStore, digest

__all__ = [
    "Archive",
    "Revisit",
    "Rows",
    "RunHandle",
    "State",
    "UrlHistory",
    "WarcStore",
    "open_archive",
    "place_of",
]


class Rows:
    """The archive's rows inside one transaction."""

    def __init__(self, session: Session, place: str) -> None:
        self._session = session
        self.articles = Articles(session)
        self.absences = Absences(session)
        self.archived = ArchivedArticles(session)
        self.sources = Sources(session)
        self.frontier = Frontier(session)
        self.listings = Listings(session)
        self.rungs = Rungs(session)
        self.hosts = Hosts(session)
        self.captures = Captures(session)
        self.runs = Runs(session, place)

    def why(self, url: str) -> UrlHistory:
        """Return all that is known of a URL, by its canonical form."""
        return known_of(self._session, url)

    def figures(self) -> list[SourceFigures]:
        """Return what the archive holds, per source, by name."""
        return source_figures(self._session)


class Archive:
    """An open archive: rows in one database, bytes in the WARC folder beside it.

    Safe to use from several threads; each transaction has a connection of its own.
    """

    def __init__(self, path: Path, *, create: bool, write: bool) -> None:
        self.path = path
        self._engine = open_engine(path, create=create, write=write)
        self.warc = WarcStore(
            path.parent / "warc" / (path.stem if path.suffix == ".db" else path.name)
        )

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        """One consistent view of the rows; nothing is written.

        Raises:
            ArchiveBusy: Somebody holds the database locked.
            ArchiveDamaged: It cannot be read.
        """
        with translated(self.path), Session(self._engine) as session:
            yield Rows(session, str(self.path))

    @contextmanager
    def writing(self) -> Iterator[Rows]:
        """One writing transaction: committed at the end, undone by any exception.

        Raises:
            ArchiveBusy: Somebody holds the database locked.
            ArchiveDamaged: It cannot be written.
        """
        engine = self._engine.execution_options(writes=True)
        with translated(self.path), Session(engine) as session, session.begin():
            session.connection()  # BEGIN IMMEDIATE now, not at the first statement
            yield Rows(session, str(self.path))

    def keep(self, answer: Answer) -> Capture:
        """Keep an answer: its bytes first, then the row that says where they lie.

        A payload that is kept already, and a 304, become a revisit of that capture.

        Raises:
            ArchiveError: The WARC file or the database cannot be written.
        """
        with self.reading() as rows:
            original = (
                rows.captures.answered(answer.final_url)
                if answer.status == 304
                else rows.captures.with_payload(digest(answer.payload), answer.final_url)
            )
        return self._noted(self.warc.append(answer, original=original))

    def keep_rendered(self, original: Capture, *, payload: bytes, made_at: datetime) -> Capture:
        """Keep what a browser made of an answer, in the same way; see ``append_rendered``.

        Raises:
            ArchiveError: The WARC file or the database cannot be written.
        """
        return self._noted(self.warc.append_rendered(original, payload=payload, made_at=made_at))

    def keep_file(
        self, *, url: str, content_type: str, payload: bytes, read_at: datetime
    ) -> Capture:
        """Keep an imported file, in the same way; the very same file once only.

        Raises:
            ArchiveError: The WARC file or the database cannot be written.
        """
        with self.reading() as rows:
            known = rows.captures.of_file(url, digest(payload))
        return known or self._noted(
            self.warc.append_file(
                url=url, content_type=content_type, payload=payload, read_at=read_at
            )
        )

    def _noted(self, capture: Capture) -> Capture:
        with self.writing() as rows:
            rows.captures.add(capture)
        return capture

    def backup(self, target: Path, *, progress: Callable[[float], None] = lambda _: None) -> int:
        """Copy the database to a new file, also while others write; return its bytes."""
        return _upkeep.copy_database(self.path, target, progress=progress)

    def vacuum(self) -> tuple[int, int]:
        """Pack the database; return its bytes before and after."""
        self._engine.dispose()
        return _upkeep.pack(self.path)

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the database, one sentence each."""
        return _upkeep.faults(self.path)

    def counts(self) -> dict[str, int]:
        """Return how many rows the main tables have."""
        return _upkeep.counts(self.path)

    def close(self) -> None:
        """Close the WARC file and the database."""
        self.warc.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_archive(path_or_url: str | Path, *, create: bool = False, write: bool = False) -> Archive:
    """Return the archive at a path or ``sqlite:///`` URL, migrated to the newest schema.

    Args:
        path_or_url: The database file; its WARC files lie in ``warc/NAME/`` beside it.
        create: Make the archive when there is none.
        write: The caller means to write, so a file that cannot be written is an error.

    Raises:
        UsageError: The URL names another kind of database, or no file can have that name.
        ArchiveMissing: There is none and ``create`` is false.
        ArchiveDamaged: It is no archive of ours, is too new, or cannot be written.
        ArchiveBusy: Somebody holds it locked.
    """
    return Archive(place_of(path_or_url), create=create, write=write or create)
