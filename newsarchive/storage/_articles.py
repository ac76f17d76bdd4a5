"""Articles: their revisions and addresses."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from newsarchive.model import FILLED, Article, Capture, EditKind, Known
from newsarchive.storage._absences import end_absence
from newsarchive.storage._archived import KEY_ALPHABET
from newsarchive.storage._captures import Captures
from newsarchive.storage._engine import chunks
from newsarchive.storage._lookups import next_change, slugs_of
from newsarchive.storage._readings import add_reading, load_readings, sort_instant
from newsarchive.storage._schema import (
    ArticleRow,
    RevisionRow,
    SourceRow,
    UrlRow,
)
from newsarchive.storage._search import SearchIndex
from newsarchive.urls import host_of

_KEY_LENGTH = 13  # 65 bits: at 10 million articles a collision has a chance of 1 in 700,000


class Articles:
    """Articles, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def at(self, urls: Collection[str]) -> dict[str, Known]:
        """Return the article that each canonical URL belongs to; unknown URLs are absent."""
        found: dict[str, int] = {}
        for some in chunks(urls):
            query = select(UrlRow.url, UrlRow.article_id).where(
                UrlRow.url.in_(some), UrlRow.article_id.is_not(None)
            )
            found |= {url: row for url, row in self._session.execute(query) if row is not None}
        known = self._known(select(ArticleRow).where(ArticleRow.id.in_(set(found.values()))))
        by_id = dict(known)
        return {url: by_id[article_id] for url, article_id in found.items()}

    def with_text(self, text_hash: str) -> list[Known]:
        """Return the articles whose newest text has this hash, first published first.

        At most 100, and without their texts and authors: the hash says they are equal.
        """
        query = (
            select(ArticleRow)
            .where(ArticleRow.text_hash == text_hash)
            .order_by(ArticleRow.published_sort.is_(None), ArticleRow.published_sort, ArticleRow.id)
            .limit(100)
        )
        rows = list(self._session.scalars(query))
        slugs = slugs_of(self._session, rows)
        return [_told_by_row(row, slugs) for row in rows]

    def add(
        self,
        article: Article,
        *,
        url: str,
        host: str,
        text_hash: str,
        extractor: str,
        at: datetime,
        read_at: datetime | None = None,
    ) -> str:
        """Write a new article with its first revision and reading; return its public key.

        ``at`` is when the page was so; ``read_at`` when it was read, where that was later.
        """
        key = "".join(secrets.choice(KEY_ALPHABET) for _ in range(_KEY_LENGTH))
        source_id, zone = self._source(article.source)
        article_id = self._session.execute(
            insert(ArticleRow)
            .values(
                key=key,
                url=url,
                host=host,
                source_id=source_id,
                text_hash=text_hash,
                title=article.title or "",
                published_sort=sort_instant(article.published, zone),
                revision=0,
                first_seen_at=at,
                last_seen_at=at,
                change_seq=next_change(self._session),
            )
            .returning(ArticleRow.id)
        ).scalar_one()
        self._add_revision(article_id, 1, article, text_hash, extractor, at, zone, read_at=read_at)
        return key

    def revise(
        self,
        key: str,
        article: Article,
        *,
        text_hash: str,
        extractor: str,
        at: datetime,
        edit: EditKind | None = None,
        changed: Sequence[str] = (),
        read_at: datetime | None = None,
    ) -> int:
        """Write the next revision of an article with its reading; return its number."""
        row = self._row(key)
        _, zone = self._source(article.source)
        number = row.revision + 1
        self._add_revision(
            row.id,
            number,
            article,
            text_hash,
            extractor,
            at,
            zone,
            edit=edit,
            changed=changed,
            read_at=read_at,
        )
        return number

    def reread(
        self,
        key: str,
        article: Article,
        *,
        extractor: str,
        at: datetime,
        read_at: datetime | None = None,
    ) -> None:
        """Write another reading of the newest revision: we understood more, nothing changed."""
        row = self._row(key)
        _, zone = self._source(article.source)
        revision_id = self._session.execute(
            select(RevisionRow.id).where(
                RevisionRow.article_id == row.id, RevisionRow.number == row.revision
            )
        ).scalar_one()
        reading_id = add_reading(
            self._session,
            article,
            revision_id=revision_id,
            capture_id=self._add_capture(article.capture),
            extractor=extractor,
            at=read_at or at,
        )
        self._point(row.id, article, reading_id, at, zone, revised=False)

    def last_seen(self, key: str) -> datetime | None:
        """Return when an article was last met; None where there is none of this key."""
        return self._session.scalar(select(ArticleRow.last_seen_at).where(ArticleRow.key == key))

    def visit(self, key: str, at: datetime) -> None:
        """Note that an article was met again, unchanged; it is not gone then."""
        end_absence(self._session, key, at)
        self._session.execute(
            update(ArticleRow).where(ArticleRow.key == key).values(last_seen_at=at, gone_at=None)
        )

    def take_over(
        self,
        key: str,
        article: Article,
        *,
        url: str,
        text_hash: str,
        extractor: str,
        at: datetime,
        read_at: datetime | None = None,
    ) -> None:
        """Let a canonical page stand for the variant an article was first met as.

        The newest revision then rests on the canonical page's bytes; what was read from the
        variant stays as its older reading, and the variant's bytes in the WARC.
        """
        row = self._row(key)
        self._session.execute(
            update(RevisionRow)
            .where(RevisionRow.article_id == row.id, RevisionRow.number == row.revision)
            .values(capture_id=self._add_capture(article.capture), text_hash=text_hash)
        )
        self._session.execute(
            update(ArticleRow).where(ArticleRow.id == row.id).values(text_hash=text_hash)
        )
        self.reread(key, article, extractor=extractor, at=at, read_at=read_at)
        self.move(key, url)

    def move(self, key: str, url: str) -> None:
        """Make another address an article's main one: the old one redirects there."""
        self._session.execute(
            update(ArticleRow)
            .where(ArticleRow.key == key)
            .values(url=url, host=host_of(url), change_seq=next_change(self._session))
        )
        SearchIndex(self._session).put(self._row(key).id, revised=False)  # by its host

    def by_row(self, row: int) -> Known:
        """Return an article by its row."""
        ((_, known),) = self._known(select(ArticleRow).where(ArticleRow.id == row))
        return known

    def instant(self, article: Article) -> datetime | None:
        """Return when an article was published, as it is sorted by: aware, or None."""
        return sort_instant(article.published, self._source(article.source)[1])

    def _known(self, query: Select[Any]) -> list[tuple[int, Known]]:
        rows: list[ArticleRow] = list(self._session.scalars(query))
        readings = load_readings(self._session, {row.reading_id for row in rows if row.reading_id})
        slugs = slugs_of(self._session, rows)
        found = []
        for row in rows:
            article, _ = readings[row.reading_id or 0]
            known = replace(
                _told_by_row(row, slugs),
                canonical_url=article.canonical_url or "",
                authors=tuple(article.authors),
                body=article.body,
                body_html=article.body_html,
                published=article.published,
                published_precision=article.published_precision,
                categories=tuple(article.categories),
                filled=frozenset(name for name in FILLED if getattr(article, name)),
            )
            found.append((row.id, known))
        return found

    def _row(self, key: str) -> ArticleRow:
        return self._session.scalars(select(ArticleRow).where(ArticleRow.key == key)).one()

    def _source(self, slug: str | None) -> tuple[int | None, str]:
        row = self._session.execute(
            select(SourceRow.id, SourceRow.timezone).where(SourceRow.slug == slug)
        ).first()
        return (row.id, row.timezone) if row else (None, "")

    def _add_revision(
        self,
        article_id: int,
        number: int,
        article: Article,
        text_hash: str,
        extractor: str,
        at: datetime,
        zone: str,
        *,
        edit: EditKind | None = None,
        changed: Sequence[str] = (),
        read_at: datetime | None = None,
    ) -> None:
        capture_id = self._add_capture(article.capture)
        revision_id = self._session.execute(
            insert(RevisionRow)
            .values(
                article_id=article_id,
                number=number,
                seen_at=at,
                capture_id=capture_id,
                text_hash=text_hash,
                edit=edit or "",
                changed=list(changed),
            )
            .returning(RevisionRow.id)
        ).scalar_one()
        reading_id = add_reading(
            self._session,
            article,
            revision_id=revision_id,
            capture_id=capture_id,
            extractor=extractor,
            at=read_at or at,
        )
        self._session.execute(
            update(ArticleRow)
            .where(ArticleRow.id == article_id)
            .values(text_hash=text_hash, revision=number)
        )
        self._point(article_id, article, reading_id, at, zone, revised=True)

    def _point(
        self,
        article_id: int,
        article: Article,
        reading_id: int,
        at: datetime,
        zone: str,
        *,
        revised: bool,
    ) -> None:
        self._session.execute(
            update(ArticleRow)
            .where(ArticleRow.id == article_id)
            .values(
                reading_id=reading_id,
                title=article.title or "",
                published_sort=sort_instant(article.published, zone),
                last_seen_at=at,
                gone_at=None,
                change_seq=next_change(self._session),
            )
        )
        SearchIndex(self._session).put(article_id, revised=revised)

    def _add_capture(self, capture: Capture | None) -> int | None:
        if capture is None:
            return None
        return Captures(self._session).add(capture)


def _told_by_row(row: ArticleRow, slugs: dict[int, str]) -> Known:
    """What is known of an article without its reading."""
    return Known(
        article_id=row.key,
        url=row.url,
        canonical_url="",
        site=slugs.get(row.source_id or 0, row.host),
        title=row.title,
        authors=(),
        text_hash=row.text_hash,
        body="",
        revision=row.revision,
        filled=frozenset(),
    )
