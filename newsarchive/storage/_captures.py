"""Captures: a row for every record of an answer, and which payloads are kept already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session, aliased

from newsarchive.model import Capture
from newsarchive.storage._engine import chunks
from newsarchive.storage._schema import (
    ArticleRow,
    CaptureRow,
    ListingRow,
    MentionRow,
    RevisionRow,
    UrlRow,
)

WITHIN_MINUTES = 10  # between a redirect, or the first try, and the answer it led to


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A WARC file, as its captures' rows tell of it."""

    name: str
    captures: int
    newest_at: datetime
    purposes: frozenset[str]
    needed_by: frozenset[str]  # other files with revisits of what lies in this one


class Captures:
    """Captures, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, capture: Capture) -> int:
        """Note where an answer lies and return the row's number; a record has one row."""
        if (known := self._id(capture)) is not None:
            return known
        original = capture.original
        return self._session.execute(
            insert(CaptureRow)
            .values(
                url=capture.url,
                final_url=capture.final_url,
                fetched_at=capture.fetched_at,
                status=capture.status,
                headers=[list(header) for header in capture.headers],
                content_type=capture.content_type,
                digest=capture.digest,
                warc_file=capture.warc_file,
                offset=capture.offset,
                length=capture.length,
                kind=capture.kind,
                purpose=capture.purpose,
                record_id=capture.record_id,
                request_length=capture.request_length,
                refers_to=self._id(original) if original is not None else None,
            )
            .returning(CaptureRow.id)
        ).scalar_one()

    def with_payload(self, digest: str, url: str) -> Capture | None:
        """Return a capture that holds this very payload, if there is one: rather of this URL."""
        query = (
            select(CaptureRow)
            .where(
                CaptureRow.digest == digest,
                CaptureRow.kind == "response",
                CaptureRow.warc_file.is_not(None),
                CaptureRow.record_id != "",
            )
            .order_by(CaptureRow.final_url != url, CaptureRow.id.desc())
            .limit(1)
        )
        return next(iter(captures_of(self._session, self._session.scalars(query).all())), None)

    def answered(self, url: str) -> Capture | None:
        """Return what a URL last answered with success: whose payload a 304 speaks of."""
        query = (
            select(CaptureRow)
            .where(
                CaptureRow.final_url == url,
                CaptureRow.status.between(200, 299),
                CaptureRow.kind.in_(("response", "revisit")),
                CaptureRow.warc_file.is_not(None),
            )
            .order_by(CaptureRow.id.desc())
            .limit(1)
        )
        return next(iter(captures_of(self._session, self._session.scalars(query).all())), None)

    def newest(self, url: str, purpose: str, *, before: datetime | None = None) -> Capture | None:
        """Return the last capture of what was asked at a URL and led on to nowhere else.

        Args:
            url: As it was asked for first.
            purpose: What it was asked for.
            before: Only captures not after this instant.
        """
        query = (
            select(CaptureRow)
            .where(
                CaptureRow.url == url,
                CaptureRow.purpose == purpose,
                ~CaptureRow.status.between(300, 399),
            )
            .order_by(CaptureRow.id.desc())
            .limit(1)
        )
        if before is not None:
            query = query.where(CaptureRow.fetched_at <= before)
        return next(iter(captures_of(self._session, self._session.scalars(query).all())), None)

    def of_file(self, url: str, digest: str) -> Capture | None:
        """Return the capture of an imported file, by its address and bytes."""
        query = select(CaptureRow).where(
            CaptureRow.digest == digest,
            CaptureRow.url == url,
            CaptureRow.kind == "resource",
            CaptureRow.warc_file.is_not(None),
        )
        found = self._session.scalars(query.limit(1)).all()
        return next(iter(captures_of(self._session, found)), None)

    def known(self, urls: Collection[str]) -> set[tuple[str, datetime, str]]:
        """Return URL, time and digest of all that these addresses answered, as far as kept."""
        found: set[tuple[str, datetime, str]] = set()
        for some in chunks(urls):
            query = select(CaptureRow.final_url, CaptureRow.fetched_at, CaptureRow.digest).where(
                CaptureRow.final_url.in_(some), CaptureRow.warc_file.is_not(None)
            )
            found |= {(url, at, digest) for url, at, digest in self._session.execute(query)}
        return found

    def in_file(self, file: str) -> list[Capture]:
        """Return the captures in a WARC file, by offset."""
        query = select(CaptureRow).where(CaptureRow.warc_file == file).order_by(CaptureRow.offset)
        return captures_of(self._session, self._session.scalars(query).all())

    def listings_of(self, key: str) -> list[str]:
        """Return the addresses of the listings that named an article."""
        query = (
            select(ListingRow.url)
            .join(MentionRow, MentionRow.listing_id == ListingRow.id)
            .join(UrlRow, UrlRow.id == MentionRow.url_id)
            .join(ArticleRow, ArticleRow.id == UrlRow.article_id)
            .where(ArticleRow.key == key)
            .distinct()
        )
        return list(self._session.scalars(query))

    def of_article(self, key: str) -> list[Capture]:
        """Return what is kept of an article's revisions, oldest first, with what led there.

        That is every answer on the way from the address that was asked to each revision's page,
        and the page as a browser showed it.
        """
        revision = (
            select(CaptureRow)
            .join(RevisionRow, RevisionRow.capture_id == CaptureRow.id)
            .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
            .where(ArticleRow.key == key, CaptureRow.kind != "resource")
        )
        rows = {row.id: row for row in self._session.scalars(revision)}
        for row in list(rows.values()):
            about = timedelta(minutes=WITHIN_MINUTES)
            beside = select(CaptureRow).where(
                CaptureRow.url == row.url,
                CaptureRow.warc_file.is_not(None),
                CaptureRow.purpose == row.purpose,
                CaptureRow.fetched_at.between(row.fetched_at - about, row.fetched_at),
            )
            rows |= {other.id: other for other in self._session.scalars(beside)}
        kept = sorted((row for row in rows.values() if row.warc_file), key=lambda row: row.id)
        return captures_of(self._session, kept)

    def files(self) -> dict[str, int]:
        """Return the WARC files that rows name, with how many captures each holds."""
        query = (
            select(CaptureRow.warc_file, func.count())
            .where(CaptureRow.warc_file.is_not(None))
            .group_by(CaptureRow.warc_file)
        )
        return {file: count for file, count in self._session.execute(query) if file}

    def kept_files(self) -> list[KeptFile]:
        """Return what lies in each WARC file, oldest first."""
        query = (
            select(
                CaptureRow.warc_file,
                func.count(),
                func.max(CaptureRow.fetched_at),
                func.min(CaptureRow.purpose),  # a file holds captures of one purpose
                func.max(CaptureRow.purpose),
            )
            .where(CaptureRow.warc_file.is_not(None))
            .group_by(CaptureRow.warc_file)
            .order_by(func.max(CaptureRow.fetched_at))
        )
        repeating = aliased(CaptureRow)
        needed: dict[str, set[str]] = defaultdict(set)
        for file, by in self._session.execute(
            select(CaptureRow.warc_file, repeating.warc_file)
            .join(repeating, repeating.refers_to == CaptureRow.id)
            .where(
                CaptureRow.warc_file.is_not(None),
                repeating.warc_file.is_not(None),
                repeating.warc_file != CaptureRow.warc_file,
            )
            .distinct()
        ):
            needed[file or ""].add(by or "")
        return [
            KeptFile(
                name=file or "",
                captures=count,
                newest_at=newest,
                purposes=frozenset(purposes),
                needed_by=frozenset(needed[file or ""]),
            )
            for file, count, newest, *purposes in self._session.execute(query)
        ]

    def forget(self, file: str) -> int:
        """Note that a WARC file is no longer kept: its rows stay, without a place; how many."""
        query = (
            update(CaptureRow)
            .where(CaptureRow.warc_file == file)
            .values(warc_file=None, offset=None, length=None)
            .returning(CaptureRow.id)
        )
        return len(self._session.scalars(query).all())

    def media(self, urls: Collection[str]) -> list[Capture]:
        """Return all that media at these addresses answered, redirects included."""
        rows: list[CaptureRow] = []
        for some in chunks(urls):
            query = select(CaptureRow).where(
                CaptureRow.url.in_(some),
                CaptureRow.purpose == "media",
                CaptureRow.warc_file.is_not(None),
            )
            rows += self._session.scalars(query.order_by(CaptureRow.id))
        return captures_of(self._session, rows)

    def _id(self, capture: Capture) -> int | None:
        return self._session.scalar(
            select(CaptureRow.id)
            .where(CaptureRow.warc_file == capture.warc_file, CaptureRow.offset == capture.offset)
            .limit(1)
        )


def captures_of(session: Session, rows: Collection[CaptureRow]) -> list[Capture]:
    """Return rows as values, each revisit with its original; in the same order."""
    wanted = {row.refers_to for row in rows if row.refers_to is not None}
    originals: dict[int, Capture] = {}
    for some in chunks(wanted):
        for row in session.scalars(select(CaptureRow).where(CaptureRow.id.in_(some))):
            originals[row.id] = _value(row, None)
    return [_value(row, originals.get(row.refers_to or 0)) for row in rows]


def _value(row: CaptureRow, original: Capture | None) -> Capture:
    return Capture(
        url=row.url,
        final_url=row.final_url,
        fetched_at=row.fetched_at,
        status=row.status,
        headers=tuple((name, value) for name, value in row.headers),
        content_type=row.content_type,
        digest=row.digest,
        warc_file=row.warc_file or "",
        offset=row.offset or 0,
        length=row.length or 0,
        kind=row.kind,
        purpose=row.purpose,
        record_id=row.record_id,
        request_length=row.request_length,
        original=original,
    )
