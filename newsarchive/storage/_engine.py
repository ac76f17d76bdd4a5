"""Opening the database: pragmas, how a transaction begins, migrations, errors made plain.

SQLite runs with WAL and ``synchronous=NORMAL``.  A writing transaction starts with
``BEGIN IMMEDIATE``: with four writers, reading first and writing later failed 3,763 of
6,000 times ("database is locked"), begun at once never (docs/architecture.md).
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from newsarchive.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveMissing,
    UsageError,
)

_T = TypeVar("_T")

HEAD = "0008"  # the newest migration; a test holds it equal to the folder's
BUSY_TIMEOUT_MS = 15_000  # a writer's transaction takes milliseconds; then somebody holds the file


def place_of(path_or_url: str | Path) -> Path:
    """Return the database file that a path or ``sqlite:///`` URL names.

    Raises:
        UsageError: The URL names another kind of database, or ``~NAME`` nobody's home.
    """
    given = str(path_or_url)
    path = _sqlite_file(given) if "://" in given else given
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{given}: nobody has that home folder; give a file's path") from error


def _sqlite_file(given: str) -> str:
    try:
        url = make_url(given)
    except exc.ArgumentError as error:
        raise UsageError(f"{given} is no address of an archive; give a file's path") from error
    if url.get_backend_name() != "sqlite" or not url.database:
        raise UsageError(
            f"{url.render_as_string(hide_password=True)}: this version keeps archives in "
            "SQLite files only; give a file's path"
        )
    return url.database


def open_engine(path: Path, *, create: bool, write: bool) -> Engine:
    """Return an engine on the archive at ``path``, migrated to the newest schema.

    Args:
        path: The database file.
        create: Make the archive when there is none.
        write: The caller means to write; readers may open a file they cannot write.

    Raises:
        UsageError: No file can have that name.
        ArchiveMissing: There is none and ``create`` is false.
        ArchiveDamaged: It is no archive of ours, is too new, or cannot be written.
        ArchiveBusy: Somebody holds it locked.
    """
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
    with translated(path):
        engine = _engine(path)
        try:
            _prepare(engine, path, create=create)
        except exc.OperationalError as error:
            engine.dispose()
            if write or not _is_read_only(error):
                raise
            engine = _engine(path, immutable=True)
            _prepare(engine, path, create=False)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the database's errors into ours: one sentence, with the file and a way out."""
    try:
        yield
    except exc.DBAPIError as error:
        raise _plain(path, error) from error


def _plain(path: Path, error: exc.DBAPIError) -> ArchiveError:
    said = str(error.orig)
    if "locked" in said or "busy" in said:
        return ArchiveBusy(
            str(path), "another program holds the archive locked; wait for it to end, or end it"
        )
    if _is_read_only(error):
        return ArchiveDamaged(
            str(path), "the archive cannot be written; check the permissions of file and folder"
        )
    if "not a database" in said or "malformed" in said:
        return ArchiveDamaged(
            str(path), "is not a newsarchive database, or is damaged; --archive names another file"
        )
    if "unable to open" in said:
        return ArchiveDamaged(
            str(path), "cannot be opened; check the permissions of file and folder"
        )
    if "full" in said:
        return ArchiveDamaged(str(path), "the disk is full; make room and run the same again")
    return ArchiveDamaged(str(path), f"the database failed: {said}")


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
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        how = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
        connection.exec_driver_sql(how)

    return engine


def _prepare(engine: Engine, path: Path, *, create: bool) -> None:
    with engine.connect() as connection:
        version, tables = _state(connection)
    if version == HEAD:
        return
    if version is None and tables:
        raise ArchiveDamaged(
            str(path), "is a database of another program; --archive names another file"
        )
    if version is None and not create:
        raise ArchiveMissing(str(path), "the file is empty; 'newsarchive init' makes an archive")
    _migrate(engine, path, version)


def _state(connection: Connection) -> tuple[str | None, int]:
    tables = connection.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'table'")
    ).scalars()
    names = set(tables)
    if "alembic_version" not in names:
        return None, len(names)
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found, len(names)


def _migrate(engine: Engine, path: Path, version: str | None) -> None:
    """Bring the schema to HEAD, in one transaction, with foreign keys off and checked after.

    With them on, a batch ALTER and ON DELETE CASCADE emptied the child table.
    """
    from alembic import command  # 0.2 s, needed only here
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    logging.getLogger("alembic").setLevel(logging.WARNING)  # its steps are no news to users
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise ArchiveDamaged(
            str(path), "was made by a newer newsarchive; update newsarchive to open it"
        )
    with engine.connect().execution_options(writes=True) as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute("PRAGMA journal_mode=WAL")  # outside any transaction, as the next
        raw.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if _state(connection)[0] == HEAD:
                    return  # another process was quicker
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise ArchiveDamaged(
                        str(path), f"a migration would break {len(broken)} references; not done"
                    )
        finally:
            raw.cursor().execute("PRAGMA foreign_keys=ON")


def chunks(items: Collection[_T], size: int = 500) -> Iterator[list[_T]]:
    """Yield lists of at most ``size`` items: databases bind a bounded number of variables."""
    listed = list(items)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
