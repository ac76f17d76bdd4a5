"""Opening the database: how a transaction begins, migrations, errors made plain.

PostgreSQL's own ways stand in ``_postgresql``.  SQLite runs with WAL and
``synchronous=NORMAL``.  A writing transaction starts with ``BEGIN IMMEDIATE``: with four
writers, reading first and writing later failed 3,763 of 6,000 times ("database is locked"),
begun at once never (docs/architecture.md).
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from newsarchive import __version__
from newsarchive.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveMissing,
    UsageError,
)
from newsarchive.storage._place import Place
from newsarchive.storage._postgresql import open_postgresql, plain

_T = TypeVar("_T")

HEAD = "0012"  # the newest migration; a test holds it equal to the folder's
INDEXED = "0009"  # from this schema on, the full text holds all articles; words.py, documents.py
# Of pages kept in memory for a connection; 2,000 is SQLite's own, with which an article among a
# million took a tenth longer to place (``benchmarks/reposts.py --cost``); 64,000 gains no more
CACHE_KIB = 16_000
LOG_KEPT = 64_000_000  # bytes of a log that was taken over; a longer one is cut (health: "log")
BUSY_TIMEOUT_MS = 15_000  # a writer's transaction takes milliseconds; then somebody holds the file


def open_engine(place: Place, *, create: bool, write: bool) -> Engine:
    """Return an engine on an archive, migrated to the newest schema.

    Args:
        place: A database file, or a PostgreSQL database.
        create: Make the archive when there is none.
        write: The caller means to write; readers may open a file they cannot write.

    Raises:
        UsageError: No file can have that name.
        ArchiveMissing: There is none and ``create`` is false.
        ArchiveDamaged: It is no archive of ours, is too new, or cannot be written.
        ArchiveBusy: Somebody holds it locked.
    """
    if place.path is not None:
        return _open_file(place.path, create=create, write=write)
    assert place.url is not None
    with translated(str(place)):
        engine = open_postgresql(place.url, create=create)
        try:
            _prepare(engine, str(place), create=create)
        except BaseException:
            engine.dispose()
            raise
        return engine


def _open_file(path: Path, *, create: bool, write: bool) -> Engine:
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name the database file in it")
        exists = path.exists()
    except OSError as error:  # its name is too long, or a folder above may not be looked into
        raise UsageError(f"{path}: {error.strerror}; name another file") from error
    if not exists:
        if not create:
            raise ArchiveMissing(
                str(path),
                "there is no archive; 'newsarchive init' or 'newsarchive add URL' makes one, "
                "--archive names another",
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveDamaged(
                str(path), f"its folder cannot be made: {error.strerror}"
            ) from error
    with translated(str(path)):
        engine = _engine(path)
        try:
            _prepare(engine, str(path), create=create)
        except exc.OperationalError as error:
            engine.dispose()
            if write or not _is_read_only(error):
                raise
            engine = _engine(path, immutable=True)
            _prepare(engine, str(path), create=False)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn the database's errors into ours: one sentence, with the file and a way out."""
    try:
        yield
    except exc.DBAPIError as error:
        raise _plain(place, error) from error


def _plain(place: str, error: exc.DBAPIError) -> ArchiveError:
    if not isinstance(error.orig, sqlite3.Error):
        return plain(place, error)
    said = str(error.orig)
    if "locked" in said or "busy" in said:
        return ArchiveBusy(
            place, "another program holds the archive locked; wait for it to end, or end it"
        )
    if _is_read_only(error):
        return ArchiveDamaged(
            place, "the archive cannot be written; check the permissions of file and folder"
        )
    if "not a database" in said or "malformed" in said:
        return ArchiveDamaged(
            place, "is not a newsarchive database, or is damaged; --archive names another file"
        )
    if "unable to open" in said:
        return ArchiveDamaged(place, "cannot be opened; check the permissions of file and folder")
    if "full" in said:
        return ArchiveDamaged(place, "the disk is full; make room and run the same again")
    return ArchiveDamaged(place, f"the database failed: {said}")


def _is_read_only(error: exc.DBAPIError) -> bool:
    said = str(error.orig)
    return "readonly" in said or "read-only" in said


def _engine(path: Path, *, immutable: bool = False) -> Engine:
    quoted = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    uri = f"file:{quoted}{'?immutable=1' if immutable else ''}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri,
            uri=True,
            timeout=BUSY_TIMEOUT_MS / 1000,
            isolation_level=None,  # we say BEGIN ourselves
            check_same_thread=False,
        )

    engine = create_engine("sqlite://", creator=connect, pool_size=4, poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        cursor.execute(f"PRAGMA journal_size_limit={LOG_KEPT}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        how = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
        connection.exec_driver_sql(how)

    return engine


def _prepare(engine: Engine, place: str, *, create: bool) -> None:
    with engine.connect() as connection:
        version, tables = _state(connection)
    if version == HEAD:
        return
    if version is None and tables:
        raise ArchiveDamaged(
            place, "is a database of another program; --archive names another file"
        )
    if version is None and not create:
        raise ArchiveMissing(place, "it is empty; 'newsarchive init' makes an archive")
    _migrate(engine, place, version)


def _state(connection: Connection) -> tuple[str | None, int]:
    names = set(inspect(connection).get_table_names())
    if "alembic_version" not in names:
        return None, len(names)
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found, len(names)


def _migrate(engine: Engine, place: str, version: str | None) -> None:
    """Bring the schema to HEAD, in one transaction, with foreign keys off and checked after.

    Articles older than the full text are indexed in it too, since migrations that were released
    never change, while how text is cut into words may.
    With them on, a batch ALTER and ON DELETE CASCADE emptied the child table.
    """
    from alembic import command  # 0.2 s, needed only here
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from newsarchive.storage._search import index_anew  # which imports this file

    logging.getLogger("alembic").setLevel(logging.WARNING)  # its steps are no news to users
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise ArchiveDamaged(
            place,
            f"has schema {version}, made by a newer newsarchive; this one, {__version__}, knows "
            f"schemas up to {HEAD}: update newsarchive to open it",
        )
    with (
        for_writing(engine).connect() as connection,
        _without_foreign_keys(connection),
        connection.begin(),
    ):
        if _state(connection)[0] == HEAD:
            return  # another process was quicker
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if version is not None and version < INDEXED:
            index_anew(connection)
        if engine.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise ArchiveDamaged(
                    place, f"a migration would break {len(broken)} references; not done"
                )


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite's foreign keys off meanwhile; PostgreSQL alters tables without rebuilding them."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.cursor().execute("PRAGMA journal_mode=WAL")  # outside any transaction, as the next
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.cursor().execute("PRAGMA foreign_keys=ON")


def for_writing(engine: Engine) -> Engine:
    """Return the engine with transactions that write, one at a time.

    PostgreSQL's read what is committed when each statement begins: a snapshot for the whole
    transaction would be taken before its turn has come.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(writes=True, isolation_level="READ COMMITTED")
    return engine.execution_options(writes=True)


def upsert(session: Session, row: type[Any]) -> Any:
    """Return an INSERT with ``on_conflict_do_…``, in the words of the session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(row)
    return sqlite.insert(row)


def chunks(items: Collection[_T], size: int = 500) -> Iterator[list[_T]]:
    """Yield lists of at most ``size`` items: databases bind a bounded number of variables."""
    listed = list(items)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
