"""Revisions handed out to be read again, and what was understood of them this time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from newsarchive.model import Article, Capture
from newsarchive.storage._captures import captures_of
from newsarchive.storage._engine import chunks
from newsarchive.storage._lookups import next_change, of_source, slugs_of
from newsarchive.storage._readings import add_reading, load_readings, sort_instant
from newsarchive.storage._schema import (
    ArticleRow,
    CaptureRow,
    ReadingRow,
    RevisionRow,
    SourceRow,
)
from newsarchive.storage._search import SearchIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A revision with its newest reading and what that was read from."""

    revision_id: int  # row
    reading_id: int  # row of the newest reading
    article_id: str  # public key
    url: str  # the article's main address
    newest: bool  # whether it is the article's newest revision
    source: str | None  # slug
    group: str  # the same, or the host where it has no source
    article: Article  # as understood now, without addresses
    capture: Capture | None  # None: it was not read from a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a revision was understood as this time."""

    revision_id: int
    reading_id: int  # the reading it was compared with
    article: Article
    text_hash: str


class Rereadings:
    """Revisions to read again, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(
        self, *, after: int = 0, source: str | None = None, since: datetime | None = None
    ) -> int:
        """Return how many revisions ``ids`` would name in all."""
        query = self._chosen(after, source, since)
        return self._session.scalar(select(func.count()).select_from(query.subquery())) or 0

    def outdated(self, extractor: str) -> bool:
        """Tell whether articles were read by another version of the extractor."""
        query = (
            select(ReadingRow.id)
            .join(ArticleRow, ArticleRow.reading_id == ReadingRow.id)
            .where(ReadingRow.extractor != extractor)
            .limit(1)
        )
        return self._session.scalar(query) is not None

    def ids(
        self,
        *,
        after: int = 0,
        limit: int,
        source: str | None = None,
        since: datetime | None = None,
    ) -> list[int]:
        """Return the row numbers of revisions in the order they were seen.

        Args:
            after: Only those behind this one.
            limit: At most so many.
            source: Only those of this slug or host.
            since: Only those seen at or after this instant.
        """
        query = self._chosen(after, source, since).order_by(RevisionRow.id).limit(limit)
        return list(self._session.scalars(query))

    def newest(self, key: str) -> Readable | None:
        """Return an article's newest revision, by its public key."""
        query = (
            select(RevisionRow.id)
            .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
            .where(ArticleRow.key == key, RevisionRow.number == ArticleRow.revision)
        )
        return next(iter(self.load(list(self._session.scalars(query)))), None)

    def load(self, ids: Collection[int]) -> list[Readable]:
        """Return these revisions by number, each with its newest reading and capture."""
        found: list[Readable] = []
        for some in chunks(ids):
            newest = (
                select(func.max(ReadingRow.id).label("id"))
                .where(ReadingRow.revision_id.in_(some))
                .group_by(ReadingRow.revision_id)
                .subquery()
            )
            query = (
                select(RevisionRow, ReadingRow.id, ArticleRow, CaptureRow)
                .join(ReadingRow, ReadingRow.revision_id == RevisionRow.id)
                .join(newest, newest.c.id == ReadingRow.id)
                .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
                .outerjoin(CaptureRow, CaptureRow.id == _READ_FROM)
                .order_by(RevisionRow.id)
            )
            rows = self._session.execute(query).all()
            articles = load_readings(self._session, [reading_id for _, reading_id, *_ in rows])
            slugs = slugs_of(self._session, [article for *_, article, _ in rows])
            kept = {row.id: row for *_, row in rows if row is not None}
            captures = dict(zip(kept, captures_of(self._session, list(kept.values())), strict=True))
            found += [
                Readable(
                    revision_id=revision.id,
                    reading_id=reading_id,
                    article_id=article.key,
                    url=article.url,
                    newest=revision.number == article.revision,
                    source=slugs.get(article.source_id or 0),
                    group=slugs.get(article.source_id or 0, article.host),
                    article=articles[reading_id][0],
                    capture=captures[capture.id] if capture is not None else None,
                )
                for revision, reading_id, article, capture in rows
            ]
        return found

    def add(self, understood: Understood, *, extractor: str, at: datetime) -> bool:
        """Write another reading of a revision; return whether that was done.

        The capture it was made from is that of the reading it was compared with.  The article's
        text and hash follow where the revision is its newest, so that the next crawl compares
        the page with what is understood today; when it was last seen does not.  Nothing is done
        where the revision has got another reading meanwhile, or is gone.
        """
        query = (
            select(RevisionRow, ArticleRow, _READ_FROM)
            .join(ReadingRow, ReadingRow.revision_id == RevisionRow.id)
            .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
            .where(
                RevisionRow.id == understood.revision_id,
                ReadingRow.id == understood.reading_id,
                ReadingRow.id
                == select(func.max(ReadingRow.id))
                .where(ReadingRow.revision_id == understood.revision_id)
                .scalar_subquery(),
            )
        )
        found = self._session.execute(query).first()
        if found is None:
            return False
        revision, row, capture_id = found
        article = understood.article
        reading_id = add_reading(
            self._session,
            article,
            revision_id=revision.id,
            capture_id=capture_id,
            extractor=extractor,
            at=at,
        )
        values: dict[str, Any] = {"change_seq": next_change(self._session)}
        if revision.number == row.revision:
            zone = self._session.scalar(
                select(SourceRow.timezone).where(SourceRow.id == row.source_id)
            )
            values |= {
                "reading_id": reading_id,
                "text_hash": understood.text_hash,
                "title": article.title or "",
                "published_sort": sort_instant(article.published, zone or ""),
            }
        self._session.execute(
            update(RevisionRow)
            .where(RevisionRow.id == revision.id)
            .values(text_hash=understood.text_hash)
        )
        self._session.execute(update(ArticleRow).where(ArticleRow.id == row.id).values(**values))
        if "reading_id" in values:
            SearchIndex(self._session).put(row.id, revised=False)
        return True

    def _chosen(self, after: int, source: str | None, since: datetime | None) -> Select[Any]:
        query = (
            select(RevisionRow.id)
            .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
            .where(RevisionRow.id > after)
        )
        if since is not None:
            query = query.where(RevisionRow.seen_at >= since)
        return of_source(query, source)


_READ_FROM = func.coalesce(ReadingRow.capture_id, RevisionRow.capture_id)
