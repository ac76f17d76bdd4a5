"""Saved searches: what is new since each was last asked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from newsarchive.errors import NotFound, UsageError
from newsarchive.search import Search, Watch
from newsarchive.storage._lookups import last_change
from newsarchive.storage._schema import WatchRow


class Watches:
    """Saved searches, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, name: str, search: Search, *, at: datetime) -> None:
        """Save a search; it will tell of what is archived or revised from now on.

        Raises:
            UsageError: The search is written wrongly, or the name is taken.
        """
        search.wanted()
        if self._session.get(WatchRow, name) is not None:
            raise UsageError(f"there is a watch '{name}' already; remove it or choose another name")
        filters = {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in asdict(search).items()
            if key != "query" and value
        }
        self._session.execute(
            insert(WatchRow).values(
                name=name,
                query=search.query,
                filters=filters,
                created_at=at,
                told_seq=last_change(self._session),
            )
        )

    def all(self) -> list[Watch]:
        """Return all saved searches by name."""
        rows = self._session.scalars(select(WatchRow).order_by(WatchRow.name))
        return [_watch(row) for row in rows]

    def get(self, name: str) -> Watch:
        """Return a saved search.

        Raises:
            NotFound: There is none of that name.
        """
        row = self._session.get(WatchRow, name)
        if row is None:
            raise NotFound(f"there is no watch '{name}'; 'newsarchive watch list' shows them")
        return _watch(row)

    def remove(self, name: str) -> None:
        """Forget a saved search.

        Raises:
            NotFound: There is none of that name.
        """
        self.get(name)
        self._session.execute(delete(WatchRow).where(WatchRow.name == name))

    def told(self, name: str, change: int, *, at: datetime) -> None:
        """Note that all up to a change was told."""
        self._session.execute(
            update(WatchRow).where(WatchRow.name == name).values(told_seq=change, asked_at=at)
        )


def _watch(row: WatchRow) -> Watch:
    filters: dict[str, Any] = {
        key: datetime.fromisoformat(value) if key in ("since", "until") else value
        for key, value in row.filters.items()
    }
    return Watch(
        name=row.name,
        search=Search(query=row.query, **filters),
        created_at=row.created_at,
        asked_at=row.asked_at,
        told=row.told_seq,
    )
