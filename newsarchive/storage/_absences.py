"""Absences: when an article was not to be had, since when it is gone, when it returned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from newsarchive.model import Absence
from newsarchive.storage._lookups import next_change
from newsarchive.storage._schema import AbsenceRow, ArticleRow, UrlRow

GONE_AFTER = timedelta(hours=24)  # between the first visit that missed it and the last


class Absences:
    """Absences of articles, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def missed(self, url: str, *, at: datetime, cause: str) -> Absence | None:
        """Note that a visit to an article's main address says that it was taken down.

        Seen by two visits or more over at least ``GONE_AFTER``, the article is gone, since
        the first of them.  Returns the absence; None where no article has that main address.
        """
        article = self._session.scalars(
            select(ArticleRow)
            .join(UrlRow, UrlRow.article_id == ArticleRow.id)
            .where(UrlRow.url == url, ArticleRow.url == url)
        ).first()
        if article is None:
            return None
        row = self._open(article.id)
        if row is None:
            row = AbsenceRow(
                article_id=article.id,
                first_at=at,
                first_cause=cause,
                last_at=at,
                last_cause=cause,
                times=1,
            )
            self._session.add(row)
        else:
            row.last_at, row.last_cause, row.times = at, cause, row.times + 1
        if row.gone_at is None and row.times > 1 and row.last_at - row.first_at >= GONE_AFTER:
            row.gone_at = at
            article.gone_at = row.first_at
            article.change_seq = next_change(self._session)
        self._session.flush()
        return _absence(row)

    def of(self, key: str) -> list[Absence]:
        """Return an article's absences, the earliest first."""
        query = (
            select(AbsenceRow)
            .join(ArticleRow, ArticleRow.id == AbsenceRow.article_id)
            .where(ArticleRow.key == key)
            .order_by(AbsenceRow.id)
        )
        return [_absence(row) for row in self._session.scalars(query)]

    def _open(self, article_id: int) -> AbsenceRow | None:
        return self._session.scalars(
            select(AbsenceRow).where(
                AbsenceRow.article_id == article_id, AbsenceRow.returned_at.is_(None)
            )
        ).first()


def end_absence(session: Session, key: str, at: datetime) -> None:
    """Note that an article was met again: it is neither missing nor gone any more."""
    article_id = select(ArticleRow.id).where(ArticleRow.key == key).scalar_subquery()
    ended = session.scalars(
        update(AbsenceRow)
        .where(AbsenceRow.article_id == article_id, AbsenceRow.returned_at.is_(None))
        .values(returned_at=at)
        .returning(AbsenceRow.gone_at)
    ).all()
    if any(ended):  # the dump tells that it returned
        change = next_change(session)
        session.execute(update(ArticleRow).where(ArticleRow.key == key).values(change_seq=change))


def last_gone(session: Session, ids: Collection[int]) -> dict[int, Absence]:
    """Return the last absence of each article in which it was gone, by the article's row."""
    query = (
        select(AbsenceRow)
        .where(AbsenceRow.article_id.in_(ids), AbsenceRow.gone_at.is_not(None))
        .order_by(AbsenceRow.id)
    )
    return {row.article_id: _absence(row) for row in session.scalars(query)}


def _absence(row: AbsenceRow) -> Absence:
    return Absence(
        first_at=row.first_at,
        first_cause=row.first_cause,
        last_at=row.last_at,
        last_cause=row.last_cause,
        times=row.times,
        gone_at=row.gone_at,
        returned_at=row.returned_at,
    )
