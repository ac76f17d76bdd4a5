"""What servers asked of us, kept from crawl to crawl: robots.txt, rests, soft 404s."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from newsarchive.model import Robots
from newsarchive.storage._engine import upsert
from newsarchive.storage._schema import RestRow, RobotsChangeRow, RobotsRow, Soft404Row


class Hosts:
    """What servers asked of us, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def robots(self, origin: str) -> Robots | None:
        """Return the robots.txt an origin last gave, however old."""
        row = self._session.get(RobotsRow, origin)
        if row is None:
            return None
        return Robots(status=row.status, text=row.text, fetched_at=row.fetched_at)

    def keep_robots(self, origin: str, robots: Robots, *, closed: bool = False) -> None:
        """Note what an origin's robots.txt says, and what it said before where that differs.

        ``closed``: it forbids what a source was asked for before.
        """
        values = {"status": robots.status, "text": robots.text, "fetched_at": robots.fetched_at}
        before = self._session.get(RobotsRow, origin)
        if before is not None and (before.status, before.text) != (robots.status, robots.text):
            self._session.add(
                RobotsChangeRow(
                    origin=origin,
                    at=robots.fetched_at,
                    status_before=before.status,
                    text_before=before.text,
                    status=robots.status,
                    closed=closed,
                )
            )
        self._session.execute(
            upsert(self._session, RobotsRow)
            .values(origin=origin, **values)
            .on_conflict_do_update(index_elements=["origin"], set_=values)
        )

    def soft404(self, origin: str, *, since: datetime) -> str | None:
        """Return how an origin answered what is not there, as text; "": it says so.

        None where nothing was noted since.
        """
        return self._session.scalar(
            select(Soft404Row.look).where(
                Soft404Row.origin == origin, Soft404Row.fetched_at > since
            )
        )

    def keep_soft404(self, origin: str, look: str, *, at: datetime) -> None:
        """Note how an origin answers what is not there."""
        values = {"look": look, "fetched_at": at}
        self._session.execute(
            upsert(self._session, Soft404Row)
            .values(origin=origin, **values)
            .on_conflict_do_update(index_elements=["origin"], set_=values)
        )

    def resting(self, at: datetime) -> dict[str, datetime]:
        """Return the hosts, with port, that asked to be left alone beyond ``at``; until when."""
        query = select(RestRow.host, RestRow.until).where(RestRow.until > at)
        return {host: until for host, until in self._session.execute(query)}  # noqa: C416

    def rest(self, host: str, until: datetime, *, at: datetime) -> None:
        """Note that a host asked to be left alone; rests that are over are forgotten."""
        self._session.execute(delete(RestRow).where(RestRow.until <= at))
        self._session.execute(
            upsert(self._session, RestRow)
            .values(host=host, until=until)
            .on_conflict_do_update(index_elements=["host"], set_={"until": until})
        )
