"""Care of the database file: copy it while it is written to, pack it, look whether it is sound."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, Float, Integer, LargeBinary, func, select, text

from newsarchive.errors import ArchiveBusy, ArchiveDamaged, UsageError
from newsarchive.storage._engine import for_writing
from newsarchive.storage._fulltext import Words
from newsarchive.storage._schema import Base
from newsarchive.storage._search import OUT_OF_STEP, index_anew, is_in_step

PAGES = 2_000  # copied at once; writers get their turn in between
MAX_TOLD = 20  # faults of one kind
# What must not be: a sentence, and a query for it whose first column names the row
_CONTRADICTIONS = (
    (
        "an article has no reading",
        (
            "SELECT a.key FROM articles a LEFT JOIN readings r ON r.id = a.reading_id"
            " WHERE r.id IS NULL"
        ),
    ),
    (
        "an article's newest reading is of another article",
        (
            "SELECT a.key FROM articles a JOIN readings r ON r.id = a.reading_id"
            " JOIN revisions v ON v.id = r.revision_id WHERE v.article_id <> a.id"
        ),
    ),
    (
        "an article's revisions are not numbered from 1 to the newest",
        (
            "SELECT a.key FROM articles a JOIN revisions v ON v.article_id = a.id GROUP BY a.id"
            " HAVING MIN(v.number) <> 1 OR MAX(v.number) <> a.revision OR COUNT(*) <> a.revision"
        ),
    ),
    (
        "a revision has no reading",
        (
            "SELECT a.key || ' revision ' || v.number FROM revisions v"
            " JOIN articles a ON a.id = v.article_id"
            " WHERE NOT EXISTS (SELECT 1 FROM readings r WHERE r.revision_id = v.id)"
        ),
    ),
    (
        "an article's main address is not known as its own",
        (
            "SELECT a.key FROM articles a WHERE NOT EXISTS"
            " (SELECT 1 FROM urls u WHERE u.article_id = a.id)"
        ),
    ),
    (
        "a story has fewer than two members",
        (
            "SELECT 'story ' || s.id FROM stories s LEFT JOIN story_members m ON m.story_id = s.id"
            " GROUP BY s.id HAVING COUNT(m.article_id) < 2"
        ),
    ),
    (
        "an article is searched otherwise than it was read last ('newsarchive vacuum' mends it)",
        OUT_OF_STEP,
    ),
    (
        "an address counts as archived, but has no article",
        "SELECT url FROM urls WHERE state IN ('fetched', 'alias') AND article_id IS NULL",
    ),
)
COUNTED = (
    "sources",
    "listings",
    "urls",
    "articles",
    "revisions",
    "readings",
    "captures",
    "stories",
)


def copy_database(
    path: Path, target: Path, *, progress: Callable[[float], None] = lambda share: None
) -> int:
    """Copy a database to a file with SQLite's online backup; return the copy's bytes.

    Safe while another program writes: what is committed meanwhile is in the copy.  The copy
    appears under its name only when it is whole, and is readable by its owner alone where the
    umask says so.

    Args:
        path: The database.
        target: The new file.
        progress: Told the share that is done, 0 to 1.

    Raises:
        UsageError: The target exists or cannot be written.
        ArchiveBusy: The database was locked for too long.
        ArchiveDamaged: It cannot be read.
    """
    if target.exists():
        raise UsageError(f"{target} exists already; name another file")
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            _plainly(path),
            contextlib.closing(_open(path)) as source,
            contextlib.closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(
                copy,
                pages=PAGES,
                progress=lambda _, left, total: progress(1 - left / total if total else 1),
            )
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, fit to be moved
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.rename(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def pack(path: Path) -> tuple[int, int]:
    """Give the file system back what deleted rows left; return the bytes before and after.

    Raises:
        ArchiveBusy: Another program uses the database.
        ArchiveDamaged: It cannot be written, or the disk has no room for a second copy.
    """
    with _plainly(path), contextlib.closing(_open(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = path.stat().st_size
        connection.execute("VACUUM")
        connection.execute("PRAGMA optimize=0x10002")  # every table, sampled
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return before, path.stat().st_size


def mend_full_text(engine: Engine) -> None:
    """Make the full text as small as it gets; anew, where it is out of step with the articles."""
    with for_writing(engine).begin() as connection:
        if is_in_step(connection):
            Words(connection).pack()
        else:
            index_anew(connection)


def faults(engine: Engine) -> Iterator[str]:
    """Yield what is wrong with a database, one sentence each.

    SQLite's own check of the file's structure and of foreign keys, and whether its texts can be
    read (PostgreSQL keeps all three itself), then what rows say of each other and what the full
    text has of them.  At most ``MAX_TOLD`` of a kind, and how many more there are.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            yield from _sqlite_faults(connection)
        for sentence, query in _CONTRADICTIONS:
            rows = connection.execute(text(query)).all()
            for row in rows[:MAX_TOLD]:
                yield f"{sentence}: {row[0]}"
            yield from _rest(len(rows), f"where {sentence}")
        yield from Words(connection).faults(MAX_TOLD)


def _sqlite_faults(connection: Connection) -> Iterator[str]:
    for (said,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MAX_TOLD})"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    for table, row, parent, _ in broken[:MAX_TOLD]:
        yield f"{table} row {row} points to a row of {parent} that is not there"
    yield from _rest(len(broken), "dangling references")
    yield from _unreadable_texts(connection)


def _unreadable_texts(connection: Connection) -> Iterator[str]:
    """Texts that are no UTF-8 any more: SQLite looks at the pages that hold them only.

    Whatever lists, exports or copies such a row fails.
    """
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    driver.create_function("are_readable", -1, _are_readable, deterministic=True)
    for table in Base.metadata.sorted_tables:
        names = [
            column.name
            for column in table.columns
            if not isinstance(column.type, Integer | Float | LargeBinary)
        ]
        if not names:
            continue
        bytes_of = ", ".join(f'CAST("{name}" AS BLOB)' for name in names)
        query = f'SELECT rowid FROM "{table.name}" WHERE NOT are_readable({bytes_of})'  # noqa: S608
        broken = connection.exec_driver_sql(query).all()
        for (row,) in broken[:MAX_TOLD]:
            yield f"{table.name} row {row} holds text that is damaged"
        yield from _rest(len(broken), f"damaged rows of {table.name}")


def _are_readable(*texts: bytes | None) -> bool:
    try:
        for value in texts:
            if value is not None:
                value.decode()
    except UnicodeDecodeError:
        return False
    return True


def counts(engine: Engine) -> dict[str, int]:
    """Return how many rows the main tables have."""
    tables = Base.metadata.tables
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(tables[name])).scalar_one()
            for name in COUNTED
        }


def pack_postgresql(engine: Engine) -> tuple[int, int]:
    """Give room back inside PostgreSQL's files; return the database's bytes before and after."""
    size = text("SELECT pg_database_size(current_database())")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        before = connection.execute(size).scalar_one()
        connection.execute(text("VACUUM (FULL, ANALYZE)"))
        return before, connection.execute(size).scalar_one()


def _rest(found: int, what: str) -> Iterator[str]:
    if found > MAX_TOLD:
        yield f"and {found - MAX_TOLD} more {what}"


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=15.0, isolation_level=None)


@contextlib.contextmanager
def _plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            raise ArchiveBusy(
                str(path), "another program uses the archive; wait for it to end, or end it"
            ) from error
        if "full" in said:
            raise ArchiveDamaged(str(path), "the disk is full; make room") from error
        raise ArchiveDamaged(str(path), f"the database failed: {said}") from error
