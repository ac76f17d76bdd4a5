"""Articles read back: one by one, page by page, newest first, revision by revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from newsarchive.model import Absence, Archived, Article, Capture, EditKind, Revision, StoryKind
from newsarchive.storage._absences import last_gone
from newsarchive.storage._captures import captures_of
from newsarchive.storage._engine import chunks
from newsarchive.storage._lookups import of_source, slugs_of, stories_of
from newsarchive.storage._readings import load_readings
from newsarchive.storage._schema import (
    ArticleRow,
    CaptureRow,
    ReadingCategoryRow,
    ReadingRow,
    RevisionRow,
    StoryMemberRow,
    StoryRow,
    UrlRow,
)

KEY_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u


def _stands_behind(source: str | None) -> ColumnElement[bool]:
    """Whether another member of an article's story, of the same source, is shown in its place."""
    mine, theirs, other = aliased(StoryMemberRow), aliased(StoryMemberRow), aliased(ArticleRow)
    query = (
        select(theirs.article_id)
        .join(mine, mine.story_id == theirs.story_id)
        .join(StoryRow, StoryRow.id == mine.story_id)
        .join(other, other.id == theirs.article_id)
        .where(
            mine.article_id == ArticleRow.id,
            theirs.article_id != ArticleRow.id,
            or_(
                theirs.article_id == StoryRow.original_id,
                and_(ArticleRow.id != StoryRow.original_id, theirs.article_id < ArticleRow.id),
            ),
        )
    )
    return of_source(query, source, row=other).correlate(ArticleRow).exists()


class ArchivedArticles:
    """Articles read back, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, wanted: str) -> list[str]:
        """Return the keys named by a key, the beginning of one, or a canonical URL; at most 10."""
        exact = select(ArticleRow.key).join(UrlRow, UrlRow.article_id == ArticleRow.id)
        by_url = list(self._session.scalars(exact.where(UrlRow.url == wanted)))
        if by_url:
            return by_url
        prefix = wanted.lower()
        if len(prefix) < 4 or not set(prefix) <= set(KEY_ALPHABET):
            return []
        query = select(ArticleRow.key).where(ArticleRow.key.startswith(prefix)).limit(10)
        return list(self._session.scalars(query))

    def load(self, keys: Collection[str]) -> dict[str, Archived]:
        """Return the articles with these public keys; unknown ones are absent."""
        found: dict[str, Archived] = {}
        for some in chunks(keys):
            query = select(ArticleRow).where(ArticleRow.key.in_(some))
            found |= {item.id: item for item in self._archived(query)}
        return found

    def page(
        self,
        *,
        after: int = 0,
        limit: int = 200,
        source: str | None = None,
        since: datetime | None = None,
    ) -> tuple[list[Archived], int | None]:
        """Return articles in the order they were first archived, and where to go on.

        Args:
            after: The second value of the last answer; 0 begins.
            limit: At most so many.
            source: Only those of this slug or host.
            since: Only those first seen or changed at or after this instant.
        """
        query = select(ArticleRow).where(ArticleRow.id > after).order_by(ArticleRow.id).limit(limit)
        query = of_source(query, source)
        if since is not None:
            query = query.where(
                or_(
                    ArticleRow.first_seen_at >= since,
                    ArticleRow.id.in_(
                        select(RevisionRow.article_id).where(RevisionRow.seen_at >= since)
                    ),
                )
            )
        ids = [row.id for row in self._session.scalars(query)]
        return self._archived(query), ids[-1] if len(ids) == limit else None

    def newest(
        self, *, limit: int, source: str | None = None, stories: bool = False
    ) -> list[Archived]:
        """Return the articles published last, newest first; undated ones by when first seen.

        ``stories``: of each story one, the original where it is among them, else the first.
        """
        query = select(ArticleRow).order_by(
            func.coalesce(ArticleRow.published_sort, ArticleRow.first_seen_at).desc(),
            ArticleRow.id.desc(),
        )
        if stories:
            query = query.where(~_stands_behind(source))
        return self._archived(of_source(query, source).limit(limit))

    def revisions(self, key: str) -> list[Revision]:
        """Return every revision of an article with its newest reading's title and body."""
        newest = (
            select(func.max(ReadingRow.id))
            .where(ReadingRow.revision_id == RevisionRow.id)
            .correlate(RevisionRow)
            .scalar_subquery()
        )
        query = (
            select(RevisionRow, ReadingRow.title, ReadingRow.body, CaptureRow)
            .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
            .join(ReadingRow, ReadingRow.id == newest)
            .outerjoin(CaptureRow, CaptureRow.id == RevisionRow.capture_id)
            .where(ArticleRow.key == key)
            .order_by(RevisionRow.number)
        )
        found = self._session.execute(query).all()
        kept = [capture for *_, capture in found if capture is not None]
        captures = dict(zip(map(id, kept), captures_of(self._session, kept), strict=True))
        return [
            Revision(
                article_id=key,
                number=row.number,
                seen_at=row.seen_at,
                text_hash=row.text_hash,
                title=title or "",
                body=body,
                capture=captures.get(id(capture)),
                edit=EditKind(row.edit) if row.edit else None,
                changed=tuple(row.changed),
            )
            for row, title, body, capture in found
        ]

    def readings(self, key: str) -> list[tuple[str, datetime, Article, Capture | None]]:
        """Return every reading of an article, oldest first.

        Each with the extractor's version, when it was made, and the capture it was made from;
        the articles are without addresses.
        """
        read_from = func.coalesce(ReadingRow.capture_id, RevisionRow.capture_id)
        query = (
            select(ReadingRow.id, ReadingRow.read_at, CaptureRow)
            .join(RevisionRow, RevisionRow.id == ReadingRow.revision_id)
            .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
            .outerjoin(CaptureRow, CaptureRow.id == read_from)
            .where(ArticleRow.key == key)
            .order_by(ReadingRow.id)
        )
        found = self._session.execute(query).all()
        articles = load_readings(self._session, [reading_id for reading_id, *_ in found])
        kept = {row.id: row for *_, row in found if row is not None}
        captures = dict(zip(kept, captures_of(self._session, list(kept.values())), strict=True))
        return [
            (
                articles[reading_id][1],
                read_at,
                articles[reading_id][0],
                captures.get(row.id) if row is not None else None,
            )
            for reading_id, read_at, row in found
        ]

    def newest_readings(self, key: str) -> dict[int, Article]:
        """Return the newest reading of each revision, by its number; without addresses."""
        query = (
            select(RevisionRow.number, func.max(ReadingRow.id))
            .join(ReadingRow, ReadingRow.revision_id == RevisionRow.id)
            .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
            .where(ArticleRow.key == key)
            .group_by(RevisionRow.number)
        )
        newest = dict(self._session.execute(query).all())
        readings = load_readings(self._session, newest.values())
        return {number: readings[reading_id][0] for number, reading_id in newest.items()}

    def categories(self, host: str) -> tuple[str, ...]:
        """Return the categories known of a host, most used first; "": of all; at most 500."""
        query = (
            select(ReadingCategoryRow.value)
            .join(ArticleRow, ArticleRow.reading_id == ReadingCategoryRow.reading_id)
            .group_by(ReadingCategoryRow.value)
            .order_by(func.count().desc(), ReadingCategoryRow.value)
            .limit(500)
        )
        if host:
            query = query.where(ArticleRow.host == host)
        return tuple(self._session.scalars(query))

    def _archived(self, query: Select[Any]) -> list[Archived]:
        session = self._session
        rows: list[ArticleRow] = list(session.scalars(query))
        ids = [row.id for row in rows]
        readings = load_readings(session, {row.reading_id for row in rows if row.reading_id})
        slugs = slugs_of(session, rows)
        urls: dict[int, list[str]] = defaultdict(list)
        captures: dict[int, Capture] = {}
        edits: dict[int, tuple[str, Sequence[str]]] = {}
        absences: dict[int, Absence] = {}
        for some in chunks(ids):
            absences |= last_gone(session, some)
            for article_id, url in session.execute(
                select(UrlRow.article_id, UrlRow.url)
                .where(UrlRow.article_id.in_(some))
                .order_by(UrlRow.id)
            ):
                urls[article_id or 0].append(url)
            newest = (
                select(RevisionRow.article_id, RevisionRow.edit, RevisionRow.changed, CaptureRow)
                .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
                .outerjoin(CaptureRow, CaptureRow.id == RevisionRow.capture_id)
                .where(RevisionRow.article_id.in_(some), RevisionRow.number == ArticleRow.revision)
            )
            told = session.execute(newest).all()
            edits |= {key: (edit, changed) for key, edit, changed, _ in told}
            pairs = [(key, row) for key, *_, row in told if row is not None]
            values = captures_of(session, [row for _, row in pairs])
            captures.update(zip((key for key, _ in pairs), values, strict=True))
        stories = self._stories(ids)
        found = []
        for row in rows:
            article, extractor = readings[row.reading_id or 0]
            article.url = row.url
            article.source = slugs.get(row.source_id or 0)
            story, kind, copies = stories.get(row.id, (row.key, None, ()))
            edit, changed = edits.get(row.id, ("", ()))
            found.append(
                Archived(
                    id=row.key,
                    url=row.url,
                    urls=tuple(urls[row.id]),
                    source=article.source or row.host,
                    article=article,
                    revision=row.revision,
                    revisions=row.revision,
                    first_seen_at=row.first_seen_at,
                    last_seen_at=row.last_seen_at,
                    gone_at=row.gone_at,
                    was_gone=absences.get(row.id),
                    edit=EditKind(edit) if edit else None,
                    changed=tuple(changed),
                    extractor=extractor,
                    captured=captures.get(row.id),
                    copies=copies,
                    story=story,
                    story_kind=kind,
                )
            )
        return found

    def _stories(
        self, ids: Collection[int]
    ) -> dict[int, tuple[str, StoryKind | None, tuple[str, ...]]]:
        """Key of its story, kind, and keys of its other members, of each article that has one."""
        of = stories_of(self._session, ids)
        members: dict[int, list[tuple[int, str]]] = defaultdict(list)
        told: dict[int, tuple[str, str]] = {}
        for some in chunks(set(of.values())):
            query = (
                select(
                    StoryRow.id, StoryRow.key, StoryMemberRow.kind, ArticleRow.id, ArticleRow.key
                )
                .join(StoryMemberRow, StoryMemberRow.story_id == StoryRow.id)
                .join(ArticleRow, ArticleRow.id == StoryMemberRow.article_id)
                .where(StoryRow.id.in_(some))
                .order_by(ArticleRow.id)
            )
            for story_id, story, kind, article_id, key in self._session.execute(query):
                members[story_id].append((article_id, key))
                told[article_id] = (story, kind)
        return {
            article_id: (
                told[article_id][0],
                StoryKind(told[article_id][1]) if told[article_id][1] else None,
                tuple(key for other, key in members[story_id] if other != article_id),
            )
            for article_id, story_id in of.items()
        }
