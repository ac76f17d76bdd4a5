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

from newsarchive.errors import UsageError
from newsarchive.model import Capture, Flow, SourceFigures, Story
from newsarchive.storage import _upkeep
from newsarchive.storage._absences import Absences
from newsarchive.storage._archived import ArchivedArticles
from newsarchive.storage._articles import Articles
from newsarchive.storage._captures import Captures
from newsarchive.storage._copying import copy_rows
from newsarchive.storage._engine import for_writing, open_engine, translated
from newsarchive.storage._figures import source_figures
from newsarchive.storage._findings import Findings
from newsarchive.storage._frontier import Frontier, Revisit, State
from newsarchive.storage._homes import Homes
from newsarchive.storage._hosts import Hosts
from newsarchive.storage._ledger import GAP_REASONS, Ledger
from newsarchive.storage._listings import Listings
from newsarchive.storage._place import Place, place_of
from newsarchive.storage._republishing import Republishing
from newsarchive.storage._rereading import Readable, Rereadings, Understood
from newsarchive.storage._rungs import Rungs
from newsarchive.storage._runs import CRAWLS, RunHandle, Runs
from newsarchive.storage._search import SearchIndex
from newsarchive.storage._sources import Sources
from newsarchive.storage._stories import Stories, StoryState
from newsarchive.storage._vitals import Vitals
from newsarchive.storage._watches import Watches
from newsarchive.storage._why import UrlHistory, known_of
from newsarchive.warc import Answer, WarcStore, digest

__all__ = [
    "CRAWLS",
    "GAP_REASONS",
    "Archive",
    "Readable",
    "Revisit",
    "Rows",
    "RunHandle",
    "State",
    "StoryState",
    "Understood",
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
        self.search = SearchIndex(session)
        self.watches = Watches(session)
        self.rereadings = Rereadings(session)
        self.stories = Stories(session)
        self.republishing = Republishing(session)
        self.homes = Homes(session)
        self.vitals = Vitals(session)
        self.findings = Findings(session)
        self.ledger = Ledger(session)

    def why(self, url: str) -> UrlHistory:
        """Return all that is known of a URL, by its canonical form."""
        return known_of(self._session, url)

    def figures(self, *, fill: bool = True) -> list[SourceFigures]:
        """Return what the archive holds, per source, by name; see ``source_figures``."""
        return source_figures(self._session, fill=fill)


class Archive:
    """An open archive: rows in one database, bytes in its WARC folder.

    Safe to use from several threads; each transaction has a connection of its own.
    """

    def __init__(self, place: Place, *, create: bool, write: bool) -> None:
        self.place = place
        self._engine = open_engine(place, create=create, write=write)
        self.warc = WarcStore(place.warc)

    @property
    def address(self) -> str:
        """What ``open_archive`` opens it by again, in another process; may hold a password."""
        if self.place.url is None:
            return str(self.place.path)
        url = self.place.url.update_query_dict({"warc": str(self.place.warc)})
        return url.render_as_string(hide_password=False)

    @property
    def path(self) -> Path:
        """The database file.

        Raises:
            UsageError: The archive is in PostgreSQL.
        """
        if self.place.path is None:
            raise UsageError(f"{self.place} is no file; this is for SQLite only")
        return self.place.path

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        """One consistent view of the rows; nothing is written.

        Raises:
            ArchiveBusy: Somebody holds the database locked.
            ArchiveDamaged: It cannot be read.
        """
        with translated(str(self.place)), Session(self._engine) as session:
            yield Rows(session, str(self.place))

    @contextmanager
    def writing(self) -> Iterator[Rows]:
        """One writing transaction: committed at the end, undone by any exception.

        Raises:
            ArchiveBusy: Somebody holds the database locked.
            ArchiveDamaged: It cannot be written.
        """
        place = str(self.place)
        with translated(place), Session(for_writing(self._engine)) as session, session.begin():
            session.connection()  # its turn comes now, not at the first statement
            yield Rows(session, place)

    def stories(self, *, since: datetime | None = None) -> list[Story]:
        """Return every story that has copies, with all its members, the original first.

        ``since``: only stories with a member published since.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        with self.reading() as rows:
            return list(rows.republishing.stories(since=since))

    def flows(self, *, since: datetime | None = None) -> list[Flow]:
        """Return who republishes whom, how often and how fast, most copies first.

        ``since``: only copies published since.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        with self.reading() as rows:
            return rows.republishing.flows(since=since)

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
        """Copy the database to a new file, also while others write; return its bytes.

        Raises:
            UsageError: The archive is in PostgreSQL, which has pg_dump; or the file exists.
        """
        if self.place.path is None:
            raise UsageError(f"{self.place} is in PostgreSQL; pg_dump -Fc makes its backups")
        return _upkeep.copy_database(self.path, target, progress=progress)

    def vacuum(self) -> tuple[int, int]:
        """Pack the database; return its bytes before and after.

        A full text that is out of step with the articles is made anew.
        """
        with translated(str(self.place)):
            _upkeep.mend_full_text(self._engine)
            if self.place.path is None:
                return _upkeep.pack_postgresql(self._engine)
        self._engine.dispose()
        return _upkeep.pack(self.place.path)

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the database, one sentence each."""
        with translated(str(self.place)):
            yield from _upkeep.faults(self._engine)

    def counts(self) -> dict[str, int]:
        """Return how many rows the main tables have."""
        with translated(str(self.place)):
            return _upkeep.counts(self._engine)

    def copy_to(
        self, target: Archive, *, progress: Callable[[str, int], None] = lambda _, __: None
    ) -> dict[str, int]:
        """Copy every row into an empty archive, compared by content; return counts by table.

        WARC files are the caller's to copy: rows name them relative to the WARC folder.
        """
        told = str(target.place)
        with translated(str(self.place)), translated(told):
            return copy_rows(self._engine, target._engine, told=told, progress=progress)

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
    """Return the archive that a path or URL names, migrated to the newest schema.

    Args:
        path_or_url: A database file, whose WARC files lie in ``warc/NAME/`` beside it; or
            ``postgresql+psycopg://…``, see ``place_of``.
        create: Make the archive when there is none.
        write: The caller means to write, so a file that cannot be written is an error.

    Raises:
        UsageError: The URL names another kind of database, or no file can have that name.
        ArchiveMissing: There is none and ``create`` is false.
        ArchiveDamaged: It is no archive of ours, is too new, or cannot be written.
        ArchiveBusy: Somebody holds it locked.
    """
    return Archive(place_of(path_or_url), create=create, write=write or create)
