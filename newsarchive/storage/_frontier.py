"""The frontier: what is known, due, fetched, failed, and when next.

It lives in the database and so survives SIGKILL, which Scrapy's JOBDIR does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true, update
from sqlalchemy.orm import Session

from newsarchive.dates import parse_date
from newsarchive.model import Due, Enclosure, Link, Validators
from newsarchive.storage._engine import chunks, upsert
from newsarchive.storage._packed import pack, unpack
from newsarchive.storage._schema import ArticleRow, ListingRow, MentionRow, SourceRow, UrlRow
from newsarchive.urls import canonical_url, host_of

Revisit = Literal["none", "due", "listed", "all"]
"""Which archived articles to ask again: none, those due, also those a listing names now, all."""


class State(StrEnum):
    """What became of a URL."""

    NEW = "new"  # known, never asked
    FETCHED = "fetched"  # asked, an article's main address
    ALIAS = "alias"  # asked, leads to an article whose main address is another
    NO_ARTICLE = "no_article"  # asked, but nothing to archive
    FAILED = "failed"  # asked in vain; due_at says when again


class Frontier:
    """The URLs of all sources, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, urls: Iterable[str], *, source: str | None, at: datetime) -> list[str]:
        """Make URLs known as they are spelled; return their canonical forms, each once.

        What is no http(s) URL is left out.
        """
        spelled: dict[str, str] = {}
        for url in urls:
            canonical = canonical_url(url)
            if canonical:
                spelled.setdefault(canonical, url)
        self._insert(spelled, source, at)
        return list(spelled)

    def listed(
        self, links: Sequence[Link], *, source: str, listing: str, at: datetime
    ) -> list[str]:
        """Keep what a listing says of its links; return their URLs.

        A link whose words changed since the last time makes its article due at once.
        """
        spelled = {link.url: link.raw_url or link.url for link in links}
        self._insert(spelled, source, at)
        listing_id = self._session.execute(
            select(ListingRow.id)
            .join(SourceRow, SourceRow.id == ListingRow.source_id)
            .where(SourceRow.slug == source, ListingRow.url == listing)
        ).scalar()
        if listing_id is not None:
            self._mention(links, listing_id, at)
        for some in chunks(spelled):
            self._session.execute(
                update(ArticleRow)
                .where(ArticleRow.id.in_(select(UrlRow.article_id).where(UrlRow.url.in_(some))))
                .values(last_seen_at=at)
            )
        return list(spelled)

    def listed_before(self, *, source: str, listing: str, at: datetime) -> list[str]:
        """Note that a listing says what it said the last time; return the URLs it names."""
        listing_id = (
            select(ListingRow.id)
            .join(SourceRow, SourceRow.id == ListingRow.source_id)
            .where(SourceRow.slug == source, ListingRow.url == listing)
            .scalar_subquery()
        )
        last = (
            select(func.max(MentionRow.last_seen_at))
            .where(MentionRow.listing_id == listing_id)
            .scalar_subquery()
        )
        found = self._session.execute(
            select(UrlRow.url, MentionRow.id, UrlRow.article_id)
            .join(MentionRow, MentionRow.url_id == UrlRow.id)
            .where(MentionRow.listing_id == listing_id, MentionRow.last_seen_at == last)
            .order_by(MentionRow.id)
        ).all()
        for some in chunks([row.id for row in found]):
            self._session.execute(
                update(MentionRow).where(MentionRow.id.in_(some)).values(last_seen_at=at)
            )
        for some in chunks([row.article_id for row in found if row.article_id]):
            self._session.execute(
                update(ArticleRow).where(ArticleRow.id.in_(some)).values(last_seen_at=at)
            )
        return [row.url for row in found]

    def pick(self, urls: Collection[str], *, at: datetime, revisit: Revisit) -> list[Due]:
        """Return which of these URLs to fetch now, in the order they came."""
        found: dict[str, Due] = {}
        for some in chunks(urls):
            found |= {
                due.url: due
                for due in self._due(and_(UrlRow.url.in_(some), self._wanted(at, revisit)))
            }
        return [found[url] for url in urls if url in found]

    def pending(self, source: str, *, at: datetime, revisit: Revisit) -> list[Due]:
        """Return the source's URLs to fetch now, whatever its listings say, oldest first."""
        wanted = self._wanted(at, revisit if revisit != "listed" else "due")
        return self._due(and_(SourceRow.slug == source, wanted))

    def counts(self) -> dict[str, int]:
        """Return how many URLs are in each state."""
        query = select(UrlRow.state, func.count()).group_by(UrlRow.state)
        return dict(self._session.execute(query).all())

    def next_due(self, *, at: datetime) -> datetime | None:
        """Return when a source's page is to be asked next, ``at`` where one is now; None: never."""
        archived = and_(UrlRow.state == State.FETCHED, UrlRow.article_id.is_not(None))
        tried = UrlRow.state.in_((State.FAILED, State.NO_ARTICLE))
        new = and_(UrlRow.state == State.NEW, UrlRow.article_id.is_(None))
        query = select(func.min(func.coalesce(UrlRow.due_at, UrlRow.found_at))).where(
            UrlRow.source_id.is_not(None),
            or_(new, and_(or_(archived, tried), UrlRow.due_at.is_not(None))),
        )
        found = self._session.scalar(query)
        return None if found is None else max(_aware(found), at)

    def visited_since(self, urls: Collection[str], since: datetime) -> set[str]:
        """Return which of these URLs were asked at or after an instant."""
        found: set[str] = set()
        for some in chunks(urls):
            found |= set(
                self._session.scalars(
                    select(UrlRow.url).where(UrlRow.url.in_(some), UrlRow.visited_at >= since)
                )
            )
        return found

    def first_found(self, url: str) -> datetime | None:
        """Return when a URL became known."""
        return self._session.scalars(select(UrlRow.found_at).where(UrlRow.url == url)).first()

    def belongs(
        self,
        reasons: Mapping[str, str],
        key: str,
        *,
        source: str | None,
        at: datetime,
        taken_from_others: bool = False,
    ) -> None:
        """Make these the addresses of an article, unless another has them (or even so).

        ``reasons`` tells of each why it is: "" for an article's own.
        """
        self._insert({url: url for url in reasons}, source, at)
        article_id = select(ArticleRow.id).where(ArticleRow.key == key).scalar_subquery()
        for url, reason in reasons.items():
            self._session.execute(
                update(UrlRow)
                .where(
                    UrlRow.url == url,
                    true() if taken_from_others else UrlRow.article_id.is_(None),
                )
                .values(article_id=article_id, reason=reason)
            )

    def fetched(
        self,
        url: str,
        *,
        at: datetime,
        due_at: datetime | None,
        validators: Validators | None = None,
        state: State | None = State.FETCHED,
        spelling: str = "",
    ) -> None:
        """Note that a URL answered; validators and state stay as they were where None.

        ``spelling`` is the one that answered: the canonical form is not for asking.
        """
        values: dict[str, object] = {"visited_at": at, "due_at": due_at, "attempts": 0}
        if state is not None:
            values["state"] = state
        if spelling and canonical_url(spelling) == url:
            values["fetch_url"] = spelling
        if validators is not None:
            values |= {"etag": validators.etag, "last_modified": validators.last_modified}
        self._session.execute(update(UrlRow).where(UrlRow.url == url).values(**values))
        if state is State.FETCHED:  # the page itself is archived: the entry's text has served
            self._session.execute(
                update(MentionRow)
                .where(
                    MentionRow.url_id
                    == select(UrlRow.id).where(UrlRow.url == url).scalar_subquery(),
                    MentionRow.content.is_not(None),
                )
                .values(content=None)
            )

    def attempts(self, url: str) -> int:
        """Return how often in a row a URL was asked in vain."""
        return self._session.scalar(select(UrlRow.attempts).where(UrlRow.url == url)) or 0

    def failed(self, url: str, *, at: datetime, due_at: datetime | None) -> None:
        """Note that a URL was asked in vain, and when to ask again; None: not by itself."""
        self._session.execute(
            update(UrlRow)
            .where(UrlRow.url == url)
            .values(visited_at=at, due_at=due_at, state=State.FAILED, attempts=UrlRow.attempts + 1)
        )

    def wake(self, urls: Collection[str], *, at: datetime) -> int:
        """Make URLs that were asked in vain due now; return how many."""
        done = 0
        for some in chunks(urls):
            found = self._session.execute(
                update(UrlRow)
                .where(
                    UrlRow.url.in_(some),
                    UrlRow.article_id.is_(None),
                    UrlRow.state.in_((State.NEW, State.FAILED, State.NO_ARTICLE)),
                )
                .values(due_at=at)
                .returning(UrlRow.id)
            )
            done += len(found.all())
        return done

    def postponed(self, url: str, due_at: datetime) -> None:
        """Note that a URL is not to be asked before a time, whatever its state."""
        self._session.execute(update(UrlRow).where(UrlRow.url == url).values(due_at=due_at))

    def mention(self, url: str) -> Link | None:
        """Return what listings say of a URL, the latest word first; None when none names it."""
        query = (
            select(MentionRow, UrlRow.fetch_url, SourceRow.slug)
            .join(UrlRow, UrlRow.id == MentionRow.url_id)
            .outerjoin(SourceRow, SourceRow.id == UrlRow.source_id)
            .where(UrlRow.url == url)
            .order_by(MentionRow.last_seen_at.desc(), MentionRow.id)
        )
        found = self._session.execute(query).all()
        if not found:
            return None
        rows = [row for row, _, _ in found]

        def first(values: Iterable[str]) -> str:
            return next((value for value in values if value), "")

        return Link(
            url=url,
            raw_url=found[0].fetch_url,
            source=found[0].slug,
            guid=first(row.guid for row in rows),
            title=first(row.title for row in rows),
            authors=tuple(next((row.authors for row in rows if row.authors), ())),
            published=parse_date(first(row.published_raw for row in rows)),
            modified=parse_date(first(row.modified_raw for row in rows)),
            categories=next((said for row in rows if (said := _categories(row))), ()),
            tags=next((said for row in rows if (said := _tags(row))), ()),
            summary=first(row.summary for row in rows),
            language=first(row.language for row in rows),
            content=next((unpack(row.content) for row in rows if row.content), ""),
            enclosures=next(
                (
                    tuple(Enclosure(**item) for item in row.enclosures)
                    for row in rows
                    if row.enclosures
                ),
                (),
            ),
        )

    def _insert(self, spelled: dict[str, str], source: str | None, at: datetime) -> None:
        source_id = (
            self._session.execute(select(SourceRow.id).where(SourceRow.slug == source)).scalar()
            if source
            else None
        )
        rows = [
            {
                "url": url,
                "fetch_url": spelling,
                "host": host_of(url),
                "source_id": source_id,
                "state": State.NEW,
                "found_at": at,
                "attempts": 0,
                "etag": "",
                "last_modified": "",
                "reason": "",
            }
            for url, spelling in spelled.items()
        ]
        if rows:
            self._session.execute(upsert(self._session, UrlRow).on_conflict_do_nothing(), rows)

    def _mention(self, links: Sequence[Link], listing_id: int, at: datetime) -> None:
        for some in chunks(links):
            urls = [link.url for link in some]
            known = self._session.execute(
                select(UrlRow.url, UrlRow.id, UrlRow.article_id, UrlRow.visited_at).where(
                    UrlRow.url.in_(urls)
                )
            ).all()
            visited = {row.url: row.visited_at for row in known if row.article_id is not None}
            ids = {row.url: row.id for row in known}
            before = dict(
                self._session.execute(
                    select(MentionRow.url_id, MentionRow.content_hash).where(
                        MentionRow.url_id.in_(ids.values()), MentionRow.listing_id == listing_id
                    )
                ).all()
            )
            said = [
                _said(
                    link,
                    ids[link.url],
                    listing_id,
                    at,
                    content=bool(link.content) and link.url not in visited,
                )
                for link in some
            ]
            statement = upsert(self._session, MentionRow)
            kept = ("url_id", "listing_id", "first_seen_at")
            self._session.execute(
                statement.on_conflict_do_update(
                    index_elements=["url_id", "listing_id"],
                    set_={
                        name: getattr(statement.excluded, name)
                        for name in said[0]
                        if name not in kept
                    },
                ),
                said,
            )
            changed = [
                row["url_id"]
                for row, link in zip(said, some, strict=True)
                if (
                    before[row["url_id"]] != row["content_hash"]
                    if row["url_id"] in before
                    else _changed_since(link, visited.get(link.url))
                )
            ]
            if changed:
                self._session.execute(
                    update(UrlRow).where(UrlRow.id.in_(changed)).values(due_at=at)
                )

    def _wanted(self, at: datetime, revisit: Revisit) -> ColumnElement[bool]:
        archived = and_(UrlRow.state == State.FETCHED, UrlRow.article_id.is_not(None))
        again = {
            "none": false(),
            "due": and_(archived, UrlRow.due_at <= at),
            "listed": UrlRow.article_id.is_not(None),
            "all": archived,
        }[revisit]
        tried = and_(UrlRow.state.in_((State.FAILED, State.NO_ARTICLE)), UrlRow.due_at <= at)
        new = and_(
            UrlRow.state == State.NEW,
            UrlRow.article_id.is_(None),
            or_(UrlRow.due_at.is_(None), UrlRow.due_at <= at),  # later: its host rests
        )
        return or_(new, tried, again)

    def _due(self, condition: ColumnElement[bool]) -> list[Due]:
        query = (
            select(UrlRow, SourceRow.slug)
            .outerjoin(SourceRow, SourceRow.id == UrlRow.source_id)
            .where(condition)
            .order_by(UrlRow.id)
        )
        return [
            Due(
                url=row.url,
                fetch_url=row.fetch_url,
                source=slug,
                validators=Validators(etag=row.etag, last_modified=row.last_modified),
            )
            for row, slug in self._session.execute(query)
        ]


def _aware(found: datetime | str) -> datetime:
    """An instant as a function of columns returns it."""
    time = found if isinstance(found, datetime) else datetime.fromisoformat(found)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _categories(row: MentionRow) -> tuple[str, ...]:
    return tuple(name for name in row.categories if isinstance(name, str))


def _tags(row: MentionRow) -> tuple[str, ...]:
    return tuple(name for item in row.categories if isinstance(item, dict) for name in item["tags"])


def _changed_since(link: Link, visited_at: datetime | None) -> bool:
    """Whether a link is said to have changed after its archived page was asked last."""
    modified = link.modified.when if link.modified else None
    return bool(visited_at and modified and modified.tzinfo and modified > visited_at)


def _said(
    link: Link, url_id: int, listing_id: int, at: datetime, *, content: bool
) -> dict[str, object]:
    """A mention's row; ``content``: keep the entry's text, since its page is not archived."""
    words: dict[str, object] = {
        "guid": link.guid,
        "title": link.title,
        "authors": list(link.authors),
        # tags lie behind the categories, as the one item that is no text
        "categories": [*link.categories, *([{"tags": list(link.tags)}] if link.tags else [])],
        "published_raw": link.published.raw if link.published else "",
        "modified_raw": link.modified.raw if link.modified else "",
        "summary": link.summary,
    }
    if link.language:
        words["language"] = link.language
    if link.enclosures:
        words["enclosures"] = [asdict(enclosure) for enclosure in link.enclosures]
    content_hash = hashlib.sha256(
        json.dumps(words, sort_keys=True).encode("utf-8", "replace")
    ).hexdigest()[:32]
    published = link.published.when if link.published else None
    return {
        "enclosures": [],
        "language": "",
        **words,
        "published_at": published if published and published.tzinfo else None,
        "content": pack(link.content) if content else None,
        "url_id": url_id,
        "listing_id": listing_id,
        "content_hash": content_hash,
        "first_seen_at": at,
        "last_seen_at": at,
    }
