"""All that is known of one URL: where it was found, what became of it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from newsarchive.model import Failure
from newsarchive.storage._schema import (
    ArticleRow,
    CaptureRow,
    FailureRow,
    ListingRow,
    MentionRow,
    SourceRow,
    UrlRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlHistory:
    """What the archive knows of a URL; everything is empty where it knows nothing."""

    url: str  # canonical
    found_at: datetime | None = None
    source: str = ""  # slug
    state: str = ""  # new, fetched, alias, no_article, failed
    visited_at: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0  # failed ones in a row
    mentions: tuple[tuple[str, datetime, datetime], ...] = ()  # listing, first and last seen
    captures: int = 0  # answers kept
    redirects_to: str = ""
    article: str = ""  # id of the article it is an address of
    article_url: str = ""  # that article's main address
    article_title: str = ""
    reason: str = ""  # why it is an address of that article, where that is another's
    failures: tuple[tuple[Failure, datetime | None], ...] = ()  # with when it was resolved


def known_of(session: Session, url: str) -> UrlHistory:
    """Return all that is known of a canonical URL."""
    failures = tuple(
        (
            Failure(url=row.url, stage=row.stage, cause=row.cause, at=row.at, times=row.times),
            row.resolved_at,
        )
        for row in session.scalars(
            select(FailureRow).where(FailureRow.canonical_url == url).order_by(FailureRow.id)
        )
    )
    found = session.execute(
        select(UrlRow, SourceRow.slug)
        .outerjoin(SourceRow, SourceRow.id == UrlRow.source_id)
        .where(UrlRow.url == url)
    ).first()
    if found is None:
        return UrlHistory(url=url, failures=failures)
    row, slug = found
    mentions = session.execute(
        select(ListingRow.url, MentionRow.first_seen_at, MentionRow.last_seen_at)
        .join(ListingRow, ListingRow.id == MentionRow.listing_id)
        .where(MentionRow.url_id == row.id)
        .order_by(MentionRow.first_seen_at)
    )
    asked = or_(CaptureRow.url == row.fetch_url, CaptureRow.url == url)
    elsewhere = session.scalar(
        select(CaptureRow.final_url)
        .where(asked, CaptureRow.final_url != CaptureRow.url)
        .order_by(CaptureRow.id.desc())
    )
    article = session.execute(
        select(ArticleRow.key, ArticleRow.url, ArticleRow.title).where(
            ArticleRow.id == row.article_id
        )
    ).first()
    return UrlHistory(
        url=url,
        found_at=row.found_at,
        source=slug or "",
        state=row.state,
        visited_at=row.visited_at,
        due_at=row.due_at,
        attempts=row.attempts,
        mentions=tuple((listing, first, last) for listing, first, last in mentions),
        captures=session.scalar(select(func.count()).select_from(CaptureRow).where(asked)) or 0,
        redirects_to=elsewhere or "",
        article=article[0] if article else "",
        article_url=article[1] if article else "",
        article_title=article[2] if article else "",
        reason=row.reason,
        failures=failures,
    )
