"""Readings: an ``Article`` taken apart into rows, and put together again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from newsarchive.model import Access, Article, Credit, Enclosure, Evidence, Image, Kind, Precision
from newsarchive.storage._engine import chunks
from newsarchive.storage._schema import (
    CreditRow,
    EvidenceRow,
    ReadingAuthorRow,
    ReadingCategoryRow,
    ReadingRow,
    ReadingTagRow,
)

_List = type[ReadingAuthorRow] | type[ReadingCategoryRow] | type[ReadingTagRow]
_LISTS: dict[str, _List] = {
    "authors": ReadingAuthorRow,
    "categories": ReadingCategoryRow,
    "tags": ReadingTagRow,
}


def add_reading(
    session: Session,
    article: Article,
    *,
    revision_id: int,
    capture_id: int | None,
    extractor: str,
    at: datetime,
) -> int:
    """Write what was understood of a revision and return the reading's row number."""
    published, published_offset = _wall(article.published)
    modified, modified_offset = _wall(article.modified)
    image = article.image
    reading_id = session.execute(
        insert(ReadingRow)
        .values(
            revision_id=revision_id,
            capture_id=capture_id,
            extractor=extractor,
            read_at=at,
            title=article.title,
            posted_by=article.posted_by,
            published=published,
            published_offset=published_offset,
            published_precision=article.published_precision,
            published_raw=article.published_raw,
            modified=modified,
            modified_offset=modified_offset,
            modified_precision=article.modified_precision,
            modified_raw=article.modified_raw,
            canonical_url=article.canonical_url,
            language=article.language,
            body=article.body,
            body_html=article.body_html,
            summary=article.summary,
            image_url=image.url if image else None,
            image_caption=image.caption if image else None,
            image_credit=image.credit if image else None,
            publisher=article.publisher,
            kind=article.kind,
            access=article.access,
            enclosures=[asdict(file) for file in article.enclosures],
            robots=article.robots,
        )
        .returning(ReadingRow.id)
    ).scalar_one()
    for name, row in _LISTS.items():
        _insert(
            session,
            row,
            [
                {"reading_id": reading_id, "position": position, "value": value}
                for position, value in enumerate(getattr(article, name))
            ],
        )
    _insert(session, CreditRow, _credit_rows(reading_id, article.credit))
    _insert(
        session,
        EvidenceRow,
        [
            {
                "reading_id": reading_id,
                "ordinal": ordinal,
                "field": item.field,
                "position": item.position,
                "origin": item.origin,
                "raw": item.raw,
                "guessed": item.guessed,
            }
            for ordinal, item in enumerate(article.evidence)
        ],
    )
    return reading_id


def load_readings(session: Session, ids: Collection[int]) -> dict[int, tuple[Article, str]]:
    """Return each reading as an ``Article`` without addresses, and the extractor's version."""
    found: dict[int, tuple[Article, str]] = {}
    for some in chunks(ids):
        lists: dict[str, dict[int, list[str]]] = {name: defaultdict(list) for name in _LISTS}
        for name, item_row in _LISTS.items():
            query = (
                select(item_row.reading_id, item_row.value)
                .where(item_row.reading_id.in_(some))
                .order_by(item_row.reading_id, item_row.position)
            )
            for reading_id, value in session.execute(query):
                lists[name][reading_id].append(value)
        credits = _load_credits(session, some)
        evidence: dict[int, list[Evidence]] = defaultdict(list)
        for item in session.scalars(
            select(EvidenceRow)
            .where(EvidenceRow.reading_id.in_(some))
            .order_by(EvidenceRow.reading_id, EvidenceRow.ordinal)
        ):
            evidence[item.reading_id].append(
                Evidence(
                    field=item.field,
                    position=item.position,
                    origin=item.origin,
                    raw=item.raw,
                    guessed=item.guessed,
                )
            )
        for row in session.scalars(select(ReadingRow).where(ReadingRow.id.in_(some))):
            article = _article(row)
            article.authors = lists["authors"][row.id]
            article.categories = lists["categories"][row.id]
            article.tags = lists["tags"][row.id]
            article.credit = credits.get(row.id)
            article.evidence = evidence[row.id]
            found[row.id] = article, row.extractor
    return found


def sort_instant(stated: datetime | None, zone: str) -> datetime | None:
    """Return the instant to sort a stated time by; a naive one counts in ``zone``, else UTC."""
    if stated is None:
        return None
    if stated.tzinfo is None:
        try:
            stated = stated.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
        except (ZoneInfoNotFoundError, ValueError):
            stated = stated.replace(tzinfo=UTC)
    try:
        return stated.astimezone(UTC)
    except OverflowError:
        return None


def _article(row: ReadingRow) -> Article:
    pictured = row.image_url is not None
    return Article(
        canonical_url=row.canonical_url,
        title=row.title,
        posted_by=row.posted_by,
        published=stated(row.published, row.published_offset),
        published_raw=row.published_raw,
        published_precision=_precision(row.published_precision),
        modified=stated(row.modified, row.modified_offset),
        modified_raw=row.modified_raw,
        modified_precision=_precision(row.modified_precision),
        language=row.language,
        body=row.body,
        body_html=row.body_html,
        summary=row.summary,
        image=Image(
            url=row.image_url or "",
            caption=row.image_caption or "",
            credit=row.image_credit or "",
        )
        if pictured
        else None,
        enclosures=[Enclosure(**file) for file in row.enclosures],
        robots=row.robots,
        publisher=row.publisher,
        kind=Kind(row.kind),
        access=Access(row.access),
    )


def _credit_rows(reading_id: int, credit: Credit | None) -> list[dict[str, Any]]:
    rows = []
    for position, hop in enumerate((credit, *credit.via) if credit else ()):
        published, offset = _wall(hop.published)
        rows.append(
            {
                "reading_id": reading_id,
                "position": position,
                "source": hop.source,
                "byline": hop.byline,
                "published": published,
                "published_offset": offset,
                "published_precision": hop.published_precision,
                "published_raw": hop.published_raw,
                "url": hop.url,
            }
        )
    return rows


def _load_credits(session: Session, ids: Collection[int]) -> dict[int, Credit]:
    hops: dict[int, list[CreditRow]] = defaultdict(list)
    for row in session.scalars(
        select(CreditRow)
        .where(CreditRow.reading_id.in_(ids))
        .order_by(CreditRow.reading_id, CreditRow.position)
    ):
        hops[row.reading_id].append(row)
    return {
        reading_id: _credit(rows[0], tuple(_credit(row) for row in rows[1:]))
        for reading_id, rows in hops.items()
    }


def _credit(row: CreditRow, via: tuple[Credit, ...] = ()) -> Credit:
    return Credit(
        source=row.source,
        byline=row.byline,
        published=stated(row.published, row.published_offset),
        published_raw=row.published_raw,
        published_precision=_precision(row.published_precision),
        url=row.url,
        via=via,
    )


def _wall(stated: datetime | None) -> tuple[datetime | None, int | None]:
    """Return the wall clock and the offset in minutes, null where it is unknown."""
    if stated is None:
        return None, None
    offset = stated.utcoffset()
    minutes = None if offset is None else round(offset.total_seconds() / 60)
    return stated.replace(tzinfo=None), minutes


def stated(wall: datetime | None, offset: int | None) -> datetime | None:
    """Return a time as the page states it: wall clock, aware where the offset is known."""
    if wall is None or offset is None:
        return wall
    return wall.replace(tzinfo=timezone(timedelta(minutes=offset)) if offset else UTC)


def _precision(text: str | None) -> Precision | None:
    return Precision(text) if text else None


def _insert(session: Session, row: type[Any], values: list[dict[str, Any]]) -> None:
    if values:
        session.execute(insert(row), values)
