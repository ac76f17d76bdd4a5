"""Stories and their copies told: who republishes whom, how fast, and how much of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from statistics import fmean, median

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from newsarchive.model import Flow, KinshipKind, Story, StoryKind, StoryMember
from newsarchive.storage._engine import chunks
from newsarchive.storage._schema import (
    ArticleRow,
    KinshipRow,
    SourceRow,
    StoryMemberRow,
    StoryRow,
)

PAGE = 200  # stories read at once


class Republishing:
    """Stories read back, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def stories(self, *, since: datetime | None = None) -> Iterator[Story]:
        """Yield all stories, those begun first first.

        ``since``: only those with a member published (or, without a time, first seen) since.
        """
        after = 0
        while True:
            query = select(StoryRow.id).where(StoryRow.id > after)
            if since is not None:
                at = func.coalesce(ArticleRow.published_sort, ArticleRow.first_seen_at)
                members = (
                    select(StoryMemberRow.story_id)
                    .join(ArticleRow, ArticleRow.id == StoryMemberRow.article_id)
                    .where(at >= since)
                )
                query = query.where(StoryRow.id.in_(members))
            ids = list(self._session.scalars(query.order_by(StoryRow.id).limit(PAGE)))
            if not ids:
                return
            yield from self._told(ids)
            after = ids[-1]

    def story(self, key: str) -> Story | None:
        """Return the story of an article, by the article's key; None where it is alone."""
        query = (
            select(StoryMemberRow.story_id)
            .join(ArticleRow, ArticleRow.id == StoryMemberRow.article_id)
            .where(ArticleRow.key == key)
        )
        found = self._session.scalar(query)
        return None if found is None else self._told([found])[0]

    def flows(self, *, since: datetime | None = None) -> list[Flow]:
        """Return who republishes whom, most copies first."""
        copies: dict[tuple[str, str], list[StoryMember]] = defaultdict(list)
        for story in self.stories(since=since):
            for member in story.members[1:]:
                if member.source != story.original.source and (
                    since is None or member.published is None or member.published >= since
                ):
                    copies[story.original.source, member.source].append(member)
        flows = []
        for (origin, target), members in copies.items():
            delays = [m.delay.total_seconds() for m in members if m.delay is not None]
            kept = [member.kept for member in members if member.kept is not None]
            times = [member.published for member in members if member.published is not None]
            flows.append(
                Flow(
                    origin=origin,
                    target=target,
                    copies=len(members),
                    wire=sum(member.kind is StoryKind.WIRE_COPY for member in members),
                    median_delay=timedelta(seconds=median(delays)) if delays else None,
                    kept=round(fmean(kept), 3) if kept else None,
                    first=min(times, default=None),
                    last=max(times, default=None),
                )
            )
        return sorted(flows, key=lambda flow: (-flow.copies, flow.origin, flow.target))

    def related(self, key: str) -> list[tuple[KinshipKind, str, str, str]]:
        """Return follow-ups and quotations of an article: kind, key, source and title of each."""
        mine = select(ArticleRow.id).where(ArticleRow.key == key).scalar_subquery()
        other = aliased(ArticleRow)
        query = (
            select(KinshipRow.kind, other.key, SourceRow.slug, other.host, other.title)
            .select_from(KinshipRow)
            .join(
                other,
                (other.id == KinshipRow.one_id) & (KinshipRow.other_id == mine)
                | (other.id == KinshipRow.other_id) & (KinshipRow.one_id == mine),
            )
            .outerjoin(SourceRow, SourceRow.id == other.source_id)
            .where(
                or_(KinshipRow.one_id == mine, KinshipRow.other_id == mine),
                KinshipRow.kind != KinshipKind.COPY.value,
            )
            .order_by(other.published_sort, other.id)
        )
        return [
            (KinshipKind(kind), other_key, slug or host, title)
            for kind, other_key, slug, host, title in self._session.execute(query)
        ]

    def _told(self, ids: Collection[int]) -> list[Story]:
        stories = {
            row.id: row
            for row in self._session.scalars(select(StoryRow).where(StoryRow.id.in_(ids)))
        }
        query = (
            select(StoryMemberRow, ArticleRow, SourceRow.slug)
            .join(ArticleRow, ArticleRow.id == StoryMemberRow.article_id)
            .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
            .where(StoryMemberRow.story_id.in_(ids))
        )
        rows: dict[int, list[tuple[StoryMemberRow, ArticleRow, str]]] = defaultdict(list)
        for member, article, slug in self._session.execute(query):
            rows[member.story_id].append((member, article, slug or article.host))
        kept = self._kept([row.original_id or 0 for row in stories.values()])
        return [
            Story(
                id=stories[story_id].key,
                reason=stories[story_id].reason,
                members=_members(stories[story_id].original_id or 0, rows[story_id], kept),
            )
            for story_id in sorted(stories)
        ]

    def _kept(self, originals: Collection[int]) -> dict[tuple[int, int], float]:
        """Share of an original's words that an article has, by both."""
        found: dict[tuple[int, int], float] = {}
        for some in chunks(originals):
            for row in self._session.scalars(
                select(KinshipRow).where(
                    or_(KinshipRow.one_id.in_(some), KinshipRow.other_id.in_(some))
                )
            ):
                found[row.one_id, row.other_id] = row.of_one
                found[row.other_id, row.one_id] = row.of_other
        return found


def _members(
    original: int,
    rows: list[tuple[StoryMemberRow, ArticleRow, str]],
    kept: dict[tuple[int, int], float],
) -> tuple[StoryMember, ...]:
    began = next((row.published_sort for _, row, _ in rows if row.id == original), None)

    def delay(row: ArticleRow) -> timedelta | None:
        if row.id == original or began is None or row.published_sort is None:
            return None
        return row.published_sort - began

    def order(item: tuple[StoryMemberRow, ArticleRow, str]) -> tuple[bool, datetime, int]:
        row = item[1]
        return row.id != original, row.published_sort or row.first_seen_at, row.id

    return tuple(
        StoryMember(
            id=row.key,
            url=row.url,
            source=source,
            title=row.title,
            published=row.published_sort,
            kind=StoryKind(member.kind or StoryKind.REPOST),
            reason=member.reason,
            delay=delay(row),
            kept=kept.get((original, row.id)),
        )
        for member, row, source in sorted(rows, key=order)
    )
