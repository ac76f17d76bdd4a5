"""An archive's rows moved into another database, SQLite or PostgreSQL, and compared after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select

from newsarchive.errors import ArchiveDamaged, UsageError
from newsarchive.storage._engine import for_writing
from newsarchive.storage._schema import Base
from newsarchive.storage._search import index_anew

ROWS = 500  # written at once


def copy_rows(
    source: Engine,
    target: Engine,
    *,
    told: str,
    progress: Callable[[str, int], None] = lambda table, rows: None,
) -> dict[str, int]:
    """Copy every row of an archive into an empty one; return the number of rows by table.

    The source is read as it is at one moment.  All is written in one transaction, which
    stands only if both have the same content hash for every table.  The full text, which each
    database keeps in its own way, is made from the rows that were written.

    Args:
        source: Where from, of today's schema.
        target: Where to, of today's schema.
        told: The target, for messages.
        progress: Told a table's name and its number of rows once it is copied.

    Raises:
        UsageError: The target holds articles or sources already.
        ArchiveDamaged: What was written is not what was read; nothing was kept.
    """
    done: dict[str, int] = {}
    with source.connect() as reading, for_writing(target).begin() as writing:
        _refuse_filled(writing, told)
        for table in reversed(Base.metadata.sorted_tables):
            writing.execute(table.delete())  # what a new archive begins with: counters
        for table in Base.metadata.sorted_tables:
            done[table.name] = _copy(reading, writing, table)
            progress(table.name, done[table.name])
        for table in Base.metadata.sorted_tables:
            if content_hash(reading, table) != content_hash(writing, table):
                raise ArchiveDamaged(told, f"table {table.name} came out otherwise; nothing kept")
        if target.dialect.name == "postgresql":
            _set_sequences(writing)
        index_anew(writing)
    return done


def content_hash(connection: Connection, table: Table) -> str:
    """Return a hash over a table's rows in the order of its key, alike in both databases."""
    hashed = hashlib.sha256()
    for row in _rows(connection, table):
        hashed.update(repr([_plain(value) for value in row]).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value


def _refuse_filled(connection: Connection, told: str) -> None:
    tables = Base.metadata.tables
    for name in ("sources", "urls", "articles"):
        if connection.execute(select(func.count()).select_from(tables[name])).scalar():
            raise UsageError(f"{told} is not empty; name a new archive")


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    query = select(table).order_by(*table.primary_key.columns)
    with connection.execute(query, execution_options={"yield_per": ROWS}) as found:
        yield from found


def _copy(reading: Connection, writing: Connection, table: Table) -> int:
    """Copy one table.

    A row that points to another of its own table (a sitemap to its index) comes after it:
    its key is the greater.
    """
    count = 0
    some: list[dict[str, Any]] = []
    for row in _rows(reading, table):
        some.append(dict(row._mapping))
        if len(some) == ROWS:
            writing.execute(insert(table), some)
            count += len(some)
            some = []
    if some:
        writing.execute(insert(table), some)
    return count + len(some)


def _set_sequences(connection: Connection) -> None:
    """Let new rows be numbered after those that were copied with their numbers."""
    for table in Base.metadata.sorted_tables:
        if "id" not in table.columns:
            continue
        sequence = func.pg_get_serial_sequence(table.name, "id")
        last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(sequence, last, False)))
