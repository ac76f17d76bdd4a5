"""Statements that run several times for each article, compiled once.

What SQLAlchemy does around an execution takes ten times as long as such a statement takes in
SQLite (60 and 5 µs for a look-up by an index).  So these are written as all others are, compiled
once for each kind of database, and given to the driver's own cursor, within the transaction of the
connection.  Values and results still pass through the types of their columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, exc

from newsarchive.storage._engine import chunks

MOST = 512  # values of an ``IN`` at once


_Told = tuple[Callable[[Any], Any] | None, ...]  # what is done to results; () where nothing


@dataclass(slots=True)
class _Compiled:
    sql: str
    given: Mapping[str, Any]  # values that stand in the statement, by name, and places of others
    order: tuple[str, ...] | None  # names, where the driver takes values by position
    bound: Mapping[str, Callable[[Any], Any]]  # what is done to a value before, by name
    types: tuple[Any, ...]  # of results
    told: _Told | None = None  # known once the driver has told its own types


class Prepared:
    """A statement of SQLAlchemy's, to be run often."""

    def __init__(
        self,
        statement: Any,
        *,
        columns: Sequence[str] = (),
        returns: Sequence[Any] = (),
        ids: str = "",
    ) -> None:
        """Prepare a statement.

        Args:
            statement: SELECT, INSERT, UPDATE or DELETE, with ``bindparam`` for what is given.
            columns: Of an INSERT, whose values are given by these names.
            returns: What comes back, where it is no SELECT.
            ids: Name of a parameter for ``IN`` with any number of values.
        """
        self._statement = statement
        self._columns = list(columns) or None
        self._returns = returns
        self._ids = ids
        self._compiled: dict[tuple[str, int], _Compiled] = {}

    def all(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Run it and return its rows as tuples; none where ``ids`` are none."""
        if not self._ids:
            return self._rows(connection, values, 0)
        rows: list[Any] = []
        for some in chunks(values.pop(self._ids), MOST):
            size = 1 << (len(some) - 1).bit_length()  # few different statements
            some += some[-1:] * (size - len(some))
            named = zip(_names(self._ids, size), some, strict=True)
            rows += self._rows(connection, {**values, **dict(named)}, size)
        return rows

    def first(self, connection: Connection, **values: Any) -> Any:
        """Run it and return the first column of its first row; None where it has none."""
        rows = self.all(connection, **values)
        return rows[0][0] if rows else None

    def _rows(self, connection: Connection, values: Mapping[str, Any], size: int) -> Sequence[Any]:
        compiled = self._for(connection.dialect, size)
        rows, description = _run(connection, compiled, _ready(compiled, values))
        if compiled.told is None:
            compiled.told = _told(connection.dialect, compiled.types, description)
        if not compiled.told:
            return rows
        return [
            tuple(
                value if told is None else told(value)
                for value, told in zip(row, compiled.told, strict=True)
            )
            for row in rows
        ]

    def each(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of some sets of values; it returns nothing."""
        if values:
            compiled = self._for(connection.dialect, 0)
            _run(connection, compiled, _all_ready(compiled, values), many=True)

    def _for(self, dialect: Dialect, size: int) -> _Compiled:
        known = self._compiled.get((dialect.name, size))
        if known is None:
            known = self._compiled[dialect.name, size] = self._compile(dialect, size)
        return known

    def _compile(self, dialect: Dialect, size: int) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
        example = dict(compiled.params)
        if size:
            example[self._ids] = list(range(size))
        whole = compiled.construct_expanded_state(example)
        bound = {
            placed: process
            for bind, name in compiled.bind_names.items()
            if (process := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
            for placed in (_names(name, size) if name == self._ids else [name])
        }
        returned = self._returns or getattr(self._statement, "selected_columns", ())
        return _Compiled(
            sql=whole.statement,
            given=whole.parameters,
            order=whole.positiontup and tuple(whole.positiontup),
            bound=bound,
            types=tuple(column.type.dialect_impl(dialect) for column in returned),
        )


@cache
def _names(ids: str, size: int) -> tuple[str, ...]:
    """By which names SQLAlchemy knows the values of an ``IN``."""
    return tuple(f"{ids}_{number}" for number in range(1, size + 1))


def _ready(compiled: _Compiled, values: Mapping[str, Any]) -> Any:
    given = {**compiled.given, **values}
    for name, process in compiled.bound.items():
        given[name] = process(given[name])
    return given if compiled.order is None else [given[name] for name in compiled.order]


def _all_ready(compiled: _Compiled, values: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The same of each; where nothing is done to values, twice as fast."""
    order = compiled.order
    if compiled.bound or order is None or len(order) < 2 or not values[0].keys() >= {*order}:
        return [_ready(compiled, some) for some in values]
    return list(map(itemgetter(*order), values))


def _told(dialect: Dialect, types: Sequence[Any], description: Sequence[Any]) -> _Told:
    told = tuple(
        kind.result_processor(dialect, column[1])
        for kind, column in zip(types, description, strict=True)
    )
    return told if any(told) else ()


def _run(
    connection: Connection, compiled: _Compiled, given: Any, *, many: bool = False
) -> tuple[Sequence[Any], Sequence[Any]]:
    raw = connection.connection.dbapi_connection
    assert raw is not None  # the transaction has begun
    cursor = raw.cursor()
    try:
        if many:
            cursor.executemany(compiled.sql, given)
            return [], ()
        cursor.execute(compiled.sql, given)
        return cursor.fetchall(), cursor.description
    except connection.dialect.loaded_dbapi.Error as error:
        if connection.dialect.is_disconnect(error, raw, cursor):
            connection.invalidate(error)
        raise exc.DBAPIError(compiled.sql, None, error) from error
    finally:
        cursor.close()
