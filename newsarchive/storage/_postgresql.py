"""PostgreSQL as the database: how it is opened, how transactions begin, errors made plain.

Writers take turns, as they do with SQLite: each writing transaction holds one advisory lock,
since it reads before it writes and what it read must not change meanwhile.  Readers see one
moment (REPEATABLE READ) and wait for nobody.  Source: PostgreSQL's documentation, chapters
13.2 (isolation) and 13.3.5 (advisory locks).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, text

from newsarchive.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveMissing,
    UsageError,
)

WRITERS = 0x6E657773  # the advisory lock of writers; "news"
LOCK_TIMEOUT_MS = 15_000  # as long as SQLite's writers wait
CONNECT_TIMEOUT = 10  # seconds


def open_postgresql(url: URL, *, create: bool) -> Engine:
    """Return an engine on a database, which is made first where it is missing and wanted.

    Raises:
        UsageError: The driver is not installed.
        ArchiveMissing: There is no such database, and ``create`` is false.
        ArchiveDamaged: The server cannot be reached, or refuses.
    """
    try:
        engine = _engine(url)
    except ModuleNotFoundError as error:
        raise UsageError(
            "PostgreSQL needs its driver: pip install 'newsarchive[postgresql]'"
        ) from error
    try:
        with engine.connect():
            return engine
    except exc.OperationalError as error:
        engine.dispose()
        if "does not exist" not in str(error.orig) or "database" not in str(error.orig):
            raise
        if not create:
            told = url.render_as_string(hide_password=True)
            raise ArchiveMissing(
                told, "there is no such database; 'newsarchive init --archive URL' makes it"
            ) from error
    _create(url)
    return _engine(url)


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=4,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT,
            "options": f"-c lock_timeout={LOCK_TIMEOUT_MS} -c timezone=UTC",
        },
        isolation_level="REPEATABLE READ",
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

    return engine


def _create(url: URL) -> None:
    name = str(url.database).replace('"', '""')
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            made = f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0"
            connection.execute(text(made))
    finally:
        engine.dispose()


def plain(place: str, error: exc.DBAPIError) -> ArchiveError:
    """Return a driver's error as ours: one sentence with what to do."""
    orig: Any = error.orig
    state = getattr(orig, "sqlstate", None) or ""
    said = (str(orig).splitlines() or [""])[0]
    if state in ("55P03", "40001", "40P01"):
        return ArchiveBusy(
            place, "another program holds the archive locked; wait for it to end, or end it"
        )
    if state in ("42501", "28000", "28P01", "25006") or "permission denied" in said:
        return ArchiveDamaged(place, f"the server refuses: {said}; check user and rights")
    if state == "53100":
        return ArchiveDamaged(place, "the server's disk is full; make room and run the same again")
    if not state or state.startswith(("08", "57P")):
        return ArchiveDamaged(
            place, f"the server cannot be reached ({said}); is PostgreSQL running there?"
        )
    return ArchiveDamaged(place, f"the database failed: {said}")
