"""Rows and bytes.  One door: ``open_archive`` returns an ``Archive``.

Everything that touches the database happens inside ``archive.reading()`` or
``archive.writing()``: one ``with`` block is one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from newsarchive.model import SourceFigures
from newsarchive.storage._archived import ArchivedArticles
from newsarchive.storage._articles import Articles
from newsarchive.storage._engine import open_engine, place_of, translated
from newsarchive.storage._figures import source_figures
from newsarchive.storage._frontier import Frontier, Revisit, State
from newsarchive.storage._hosts import Hosts
from newsarchive.storage._listings import Listings
from newsarchive.storage._rungs import Rungs
from newsarchive.storage._runs import RunHandle, Runs
from newsarchive.storage._search import SearchIndex, Watches
from newsarchive.storage._sources import Sources
from newsarchive.storage._why import UrlHistory, known_of
from newsarchive.storage.warc import WarcStore

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
        self.archived = ArchivedArticles(session)
        self.sources = Sources(session)
        self.frontier = Frontier(session)
        self.listings = Listings(session)
        self.rungs = Rungs(session)
        self.hosts = Hosts(session)
        self.runs = Runs(session, place)
        self.search = SearchIndex(session)
        self.watches = Watches(session)

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
