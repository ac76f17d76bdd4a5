"""Listings: how polls of them went, where they moved, the rhythm in which they publish."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, func, insert, select
from sqlalchemy.orm import Session

from newsarchive.model import ChildListing, ListingChange, ListingState, Rest, Validators
from newsarchive.storage._engine import chunks, upsert
from newsarchive.storage._rungs import HISTORY
from newsarchive.storage._schema import (
    ListingChangeRow,
    ListingDayRow,
    ListingRow,
    MentionRow,
    SourceRow,
)

MAX_TIMES = 3_000  # entries whose times tell a rhythm
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class Listings:
    """The listings of all sources, inside one transaction; each by its source's slug and URL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def polled(
        self,
        slug: str,
        url: str,
        *,
        at: datetime,
        due_at: datetime,
        title: str = "",
        validators: Validators | None = None,
        body_hash: str = "",
        wait: timedelta | None = None,
        skip: Collection[int] = (),
        lastmod: str = "",
        cursor: datetime | None = None,
        entries: int | None = None,
    ) -> None:
        """Note that a poll went well, and when the listing is due again.

        Without validators it brought nothing new, and what is known of it stays.  ``entries``:
        how many it named; None where it was not read.
        """
        row = self._row(slug, url)
        if row is None:
            return
        self._count(row, at, entries=entries)
        if row.errors or row.rests:
            self._change(row, "works", f"after {row.errors} failures in a row", at)
        row.polled_at, row.due_at, row.errors, row.rests = at, due_at, 0, False
        row.title = title or row.title
        if validators is not None:
            row.etag, row.last_modified = validators.etag, validators.last_modified
            row.wait = int(wait.total_seconds()) if wait else None
            row.skip = sorted(skip)
        if body_hash:
            row.body_hash = body_hash
        row.lastmod = lastmod or row.lastmod
        if cursor is not None and (row.cursor is None or cursor > row.cursor):
            row.cursor = cursor

    def failed(self, slug: str, url: str, *, at: datetime, due_at: datetime, cause: str) -> None:
        """Note that a poll failed; its first failure in a row is a change of state."""
        row = self._row(slug, url)
        if row is None:
            return
        self._count(row, at, failed=True)
        if not row.errors:
            self._change(row, "fails", cause, at)
        row.polled_at, row.due_at, row.errors = at, due_at, row.errors + 1

    def rested(self, slug: str, url: str, *, at: datetime, due_at: datetime, cause: str) -> None:
        """Note that a listing is said to be gone for good; it is looked at again only when due."""
        row = self._row(slug, url)
        if row is None:
            return
        self._count(row, at, failed=True)
        if not row.rests:
            self._change(row, "rests", cause, at)
        row.polled_at, row.due_at, row.errors, row.rests = at, due_at, row.errors + 1, True

    def moved(self, slug: str, url: str, to: str, *, at: datetime, cause: str) -> str:
        """Note that a listing has another address for good; return the address it has now.

        Where the source follows that address already, the old one rests for good.
        """
        row = self._row(slug, url)
        if row is None or url == to:
            return url
        if self._row(slug, to) is not None:
            cause = f"{cause}, which is followed already"
            self.rested(slug, url, at=at, due_at=NEVER, cause=cause)
            return url
        self._change(row, "moved", cause, at)
        row.url = to
        return to

    def children(
        self, slug: str, parent: str, named: Sequence[ChildListing], *, kind: str = "sitemap"
    ) -> list[ListingState]:
        """Return the listings that a sitemap index names, as known from its earlier polls."""
        urls = [child.url for child in named]
        row = self._row(slug, parent)
        if row is None:
            return [ListingState(url=url, kind=kind) for url in urls]
        for some in chunks(urls):
            self._session.execute(
                upsert(self._session, ListingRow).on_conflict_do_nothing(),
                [
                    {
                        "source_id": row.source_id,
                        "parent_id": row.id,
                        "url": url,
                        "kind": kind,
                        "title": "",
                        "etag": "",
                        "last_modified": "",
                        "body_hash": "",
                        "errors": 0,
                        "skip": [],
                        "rests": False,
                        "lastmod": "",
                    }
                    for url in some
                ],
            )
        known: dict[str, ListingState] = {}
        for some in chunks(urls):
            query = select(ListingRow).where(
                ListingRow.source_id == row.source_id, ListingRow.url.in_(some)
            )
            known |= {child.url: listing_state(child) for child in self._session.scalars(query)}
        return [known[url] for url in urls]

    def times(self, slug: str, url: str, *, since: datetime) -> list[datetime]:
        """Return when what a listing named was published, the latest ``MAX_TIMES`` first."""
        query = (
            select(MentionRow.published_at)
            .join(ListingRow, ListingRow.id == MentionRow.listing_id)
            .join(SourceRow, SourceRow.id == ListingRow.source_id)
            .where(SourceRow.slug == slug, ListingRow.url == url, MentionRow.published_at > since)
            .order_by(MentionRow.published_at.desc())
            .limit(MAX_TIMES)
        )
        return [time for time in self._session.scalars(query) if time is not None]

    def changes(self, slug: str, *, limit: int = 100) -> list[ListingChange]:
        """Return how the states of a source's listings changed, the latest first."""
        query = (
            select(ListingChangeRow, ListingRow.url)
            .join(ListingRow, ListingRow.id == ListingChangeRow.listing_id)
            .join(SourceRow, SourceRow.id == ListingRow.source_id)
            .where(SourceRow.slug == slug)
            .order_by(ListingChangeRow.id.desc())
            .limit(limit)
        )
        return [
            ListingChange(url=url, was=row.url, change=row.change, cause=row.cause, at=row.at)
            for row, url in self._session.execute(query)
        ]

    def next_due(self, *, at: datetime) -> datetime | None:
        """Return when a listing is to be asked next, ``at`` where one is now; None: never."""
        found = None
        for due_at in self._session.scalars(
            select(ListingRow.due_at).where(
                ListingRow.parent_id.is_(None), ListingRow.kind != HISTORY
            )
        ):
            if due_at is None or due_at <= at:
                return at
            if due_at < NEVER and (found is None or due_at < found):
                found = due_at
        return found

    def resting(self, *, at: datetime) -> list[Rest]:
        """Return the listings that rest at a time, by source; not those that rest for good."""
        changes = (
            select(func.max(ListingChangeRow.id))
            .where(ListingChangeRow.change == "rests")
            .group_by(ListingChangeRow.listing_id)
        )
        query = (
            select(ListingRow, SourceRow.slug, ListingChangeRow.cause, ListingChangeRow.at)
            .join(SourceRow, SourceRow.id == ListingRow.source_id)
            .outerjoin(
                ListingChangeRow,
                and_(
                    ListingChangeRow.listing_id == ListingRow.id, ListingChangeRow.id.in_(changes)
                ),
            )
            .where(ListingRow.rests, ListingRow.due_at > at, ListingRow.due_at < NEVER)
            .order_by(SourceRow.slug, ListingRow.id)
        )
        return [
            Rest(source=slug, url=row.url, cause=cause or "", since=since, until=row.due_at)
            for row, slug, cause, since in self._session.execute(query)
        ]

    def _row(self, slug: str, url: str) -> ListingRow | None:
        return self._session.scalars(
            select(ListingRow)
            .join(SourceRow, SourceRow.id == ListingRow.source_id)
            .where(SourceRow.slug == slug, ListingRow.url == url)
        ).first()

    def _count(
        self, row: ListingRow, at: datetime, *, entries: int | None = None, failed: bool = False
    ) -> None:
        """Count a poll for its day."""
        key = {"listing_id": row.id, "day": at.astimezone(UTC).date()}
        day = self._session.get(ListingDayRow, key)
        if day is None:
            day = ListingDayRow(**key, polls=0, failures=0, entries=None)
            self._session.add(day)
        day.polls += not failed
        day.failures += failed
        if entries is not None:
            day.entries = max(entries, day.entries or 0)

    def _change(self, row: ListingRow, change: str, cause: str, at: datetime) -> None:
        self._session.execute(
            insert(ListingChangeRow).values(
                listing_id=row.id, at=at, change=change, cause=cause, url=row.url
            )
        )


def listing_state(row: ListingRow) -> ListingState:
    """Return a listing as stored."""
    return ListingState(
        url=row.url,
        kind=row.kind,
        title=row.title,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        body_hash=row.body_hash,
        due_at=row.due_at,
        polled_at=row.polled_at,
        errors=row.errors,
        wait=None if row.wait is None else timedelta(seconds=row.wait),
        skip=frozenset(row.skip),
        rests=row.rests,
        lastmod=row.lastmod,
        cursor=row.cursor,
    )
