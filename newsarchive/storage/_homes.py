"""How sources' home pages answered when they were last looked at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from newsarchive.storage._engine import upsert
from newsarchive.storage._schema import HomeRow, SourceRow
from newsarchive.vitals import HomeState


class Homes:
    """Home pages of sources, inside one transaction; each by its source's slug."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def stale(self, before: datetime) -> dict[str, str]:
        """Return slug and home page of sources not looked at since then."""
        query = (
            select(SourceRow.slug, SourceRow.home)
            .outerjoin(HomeRow, HomeRow.source_id == SourceRow.id)
            .where(or_(HomeRow.asked_at.is_(None), HomeRow.asked_at < before))
            .order_by(SourceRow.slug)
        )
        return dict(self._session.execute(query).all())

    def keep(self, slug: str, state: HomeState) -> None:
        """Note how a home page answered."""
        source_id = self._session.scalar(select(SourceRow.id).where(SourceRow.slug == slug))
        if source_id is None:
            return
        values = {
            "asked_at": state.asked_at,
            "status": state.status,
            "final_url": state.final_url,
            "problem": state.problem,
            "certificate_until": state.certificate_until,
        }
        self._session.execute(
            upsert(self._session, HomeRow)
            .values(source_id=source_id, **values)
            .on_conflict_do_update(index_elements=["source_id"], set_=values)
        )
