"""Rungs: the ways into a source's back catalogue, and how far each was followed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from newsarchive.model import Backfill, Rung
from newsarchive.storage._engine import upsert
from newsarchive.storage._frontier import State
from newsarchive.storage._schema import (
    FailureRow,
    ListingRow,
    MentionRow,
    RungRow,
    SourceRow,
    UrlRow,
)

HISTORY = "history"  # kind of the listing that a rung's mentions hang on; it is never polled
_KEPT = (
    *("depth", "next_url", "state", "asked", "found", "stated", "empty", "cause", "reached"),
    *("since", "dropped_at"),
)


class Rungs:
    """The rungs of all sources, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, slug: str) -> list[Rung]:
        """Return a source's rungs in the order they were added."""
        query = (
            select(RungRow)
            .join(SourceRow, SourceRow.id == RungRow.source_id)
            .where(SourceRow.slug == slug)
            .order_by(RungRow.id)
        )
        return [rung_of(row) for row in self._session.scalars(query)]

    def save(self, slug: str, rungs: Iterable[Rung], *, at: datetime) -> None:
        """Save rungs as they are now; those not known yet are added."""
        source_id = self._source_id(slug)
        for rung in rungs:
            values = {name: getattr(rung, name) for name in _KEPT} | {"updated_at": at}
            self._session.execute(
                upsert(self._session, RungRow)
                .values(source_id=source_id, kind=rung.kind, url=rung.url, **values)
                .on_conflict_do_update(index_elements=["source_id", "url"], set_=values)
            )
            if rung.kind != "walk" or not rung.depth:  # a walk's pages all count for where it began
                self._session.execute(
                    upsert(self._session, ListingRow)
                    .values(source_id=source_id, url=rung.url, kind=HISTORY)
                    .on_conflict_do_nothing()
                )

    def named(self, slug: str, url: str) -> int:
        """Return how many URLs a rung has named so far."""
        return (
            self._session.scalar(
                select(func.count())
                .select_from(MentionRow)
                .join(ListingRow, ListingRow.id == MentionRow.listing_id)
                .where(ListingRow.source_id == self._source_id(slug), ListingRow.url == url)
            )
            or 0
        )

    def coverage(self, slug: str, urls: Collection[str]) -> float:
        """Return the share of what a source's listings name that these rungs name too.

        1.0 where they name nothing: then nothing speaks against them.
        """
        query = (
            select(MentionRow.url_id)
            .join(ListingRow, ListingRow.id == MentionRow.listing_id)
            .where(ListingRow.source_id == self._source_id(slug))
        )
        theirs = query.where(ListingRow.kind != HISTORY, ListingRow.url.not_in(urls))
        of_feeds = theirs.distinct().subquery()
        of_rungs = query.where(ListingRow.url.in_(urls))
        total = self._session.scalar(select(func.count()).select_from(of_feeds)) or 0
        both = self._session.scalar(
            select(func.count()).select_from(of_feeds).where(of_feeds.c.url_id.in_(of_rungs))
        )
        return (both or 0) / total if total else 1.0

    def urls(self, slug: str, *, limit: int) -> list[str]:
        """Return addresses known of a source, the latest found first."""
        return list(
            self._session.scalars(
                select(UrlRow.url)
                .where(UrlRow.source_id == self._source_id(slug))
                .order_by(UrlRow.id.desc())
                .limit(limit)
            )
        )

    def has_left(self, slug: str) -> bool:
        """Tell whether a source has addresses that were never asked."""
        query = select(UrlRow.id).where(
            UrlRow.source_id == self._source_id(slug),
            UrlRow.article_id.is_(None),
            UrlRow.state == State.NEW,
        )
        return self._session.scalar(query.limit(1)) is not None

    def figures(self, slug: str) -> Backfill:
        """Return how much of a source is known, archived, left and failed, by cause.

        What is archived is not counted as failed too: where a page cannot be had, what its
        feed says of it may stand in.
        """
        mine = UrlRow.source_id == self._source_id(slug)

        def count(*conditions: object) -> int:
            query = select(func.count()).select_from(UrlRow).where(mine, *conditions)  # type: ignore[arg-type]
            return self._session.scalar(query) or 0

        failed = self._session.execute(
            select(FailureRow.cause, func.count())
            .where(
                FailureRow.source_id == self._source_id(slug),
                FailureRow.resolved_at.is_(None),
                FailureRow.stage.in_(("fetch", "read", "store")),
                ~exists().where(
                    UrlRow.url == FailureRow.canonical_url, UrlRow.article_id.is_not(None)
                ),
            )
            .group_by(FailureRow.cause)
            .order_by(func.count().desc(), FailureRow.cause)
        )
        return Backfill(
            known=count(),
            archived=count(UrlRow.article_id.is_not(None)),
            left=count(UrlRow.article_id.is_(None), UrlRow.state == State.NEW),
            failed=dict(failed.all()),
            rungs=tuple(self.of(slug)),
        )

    def _source_id(self, slug: str) -> int | None:
        return self._session.scalar(select(SourceRow.id).where(SourceRow.slug == slug))


def rung_of(row: RungRow) -> Rung:
    """Return a rung as stored."""
    return Rung(kind=row.kind, url=row.url, **{name: getattr(row, name) for name in _KEPT})
