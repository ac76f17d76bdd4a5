"""All that is known of one URL: where it was found, what became of it, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from newsarchive.model import Failure, ListingState, Rung
from newsarchive.storage._listings import listing_state
from newsarchive.storage._rungs import HISTORY, rung_of
from newsarchive.storage._schema import (
    ArticleRow,
    CaptureRow,
    FailureRow,
    ListingChangeRow,
    ListingRow,
    MentionRow,
    RungRow,
    SourceRow,
    UrlRow,
)
from newsarchive.urls import canonical_url, host_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What a URL is to a source that asks it for addresses, and how that goes."""

    source: str  # slug
    listing: ListingState
    moved_to: str = ""  # "": it is asked at this very URL
    index: str = ""  # the sitemap index that names it
    since: datetime | None = None  # of its state: works, fails, rests; None: it never changed
    cause: str = ""  # of that state


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
    followed: tuple[Followed, ...] = ()  # as a listing
    ways: tuple[tuple[str, Rung], ...] = ()  # into back catalogues: slug, rung
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
    listings = UrlHistory(
        url=url,
        followed=tuple(_followed(session, url)),
        ways=tuple(_ways(session, url)),
        failures=failures,
    )
    found = session.execute(
        select(UrlRow, SourceRow.slug)
        .outerjoin(SourceRow, SourceRow.id == UrlRow.source_id)
        .where(UrlRow.url == url)
    ).first()
    if found is None:
        return listings
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
    return replace(
        listings,
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
    )


def _followed(session: Session, url: str) -> Iterator[Followed]:
    """What the URL is, or was before it moved, as a listing of sources."""
    moved = ListingChangeRow.change == "moved"
    ids = {
        *_of_url(session, select(ListingRow.id, ListingRow.url), ListingRow.url, url),
        *_of_url(
            session,
            select(ListingChangeRow.listing_id, ListingChangeRow.url).where(moved),
            ListingChangeRow.url,
            url,
        ),
    }
    index = aliased(ListingRow)
    query = (
        select(ListingRow, SourceRow.slug, index.url)
        .join(SourceRow, SourceRow.id == ListingRow.source_id)
        .outerjoin(index, index.id == ListingRow.parent_id)
        .where(ListingRow.id.in_(sorted(ids)), ListingRow.kind != HISTORY)
        .order_by(ListingRow.id)
    )
    for row, slug, parent in session.execute(query).all():
        last = session.execute(
            select(ListingChangeRow.at, ListingChangeRow.cause)
            .where(ListingChangeRow.listing_id == row.id, ~moved)
            .order_by(ListingChangeRow.id.desc())
        ).first()
        yield Followed(
            source=slug,
            listing=listing_state(row),
            moved_to=row.url if canonical_url(row.url) != url else "",
            index=parent or "",
            since=last[0] if last else None,
            cause=last[1] if last else "",
        )


def _ways(session: Session, url: str) -> Iterator[tuple[str, Rung]]:
    ids = _of_url(session, select(RungRow.id, RungRow.url), RungRow.url, url)
    query = (
        select(RungRow, SourceRow.slug)
        .join(SourceRow, SourceRow.id == RungRow.source_id)
        .where(RungRow.id.in_(ids))
        .order_by(RungRow.id)
    )
    for row, slug in session.execute(query):
        yield slug, rung_of(row)


def _of_url(
    session: Session, query: Select[int, str], column: InstrumentedAttribute[str], url: str
) -> list[int]:
    """Ids of rows whose address, as it is written, has this canonical form."""
    start = "://" + host_of(url)
    rows = session.execute(query.where(column.contains(start, autoescape=True)))
    return [number for number, address in rows if canonical_url(address) == url]
