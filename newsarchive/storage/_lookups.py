"""Small queries that several writers and readers of the articles table share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Integer, Select, bindparam, or_, select, update
from sqlalchemy.orm import Session

from newsarchive.storage._prepared import Prepared
from newsarchive.storage._schema import ArticleRow, CounterRow, SourceRow, StoryMemberRow

_NEXT_CHANGES = Prepared(
    update(CounterRow)
    .where(CounterRow.name == "change")
    .values(value=CounterRow.value + bindparam("count", type_=Integer))
    .returning(CounterRow.value),
    returns=(CounterRow.value,),
)


def next_change(session: Session) -> int:
    """Return the number of the next change: the cursor of incremental dumps."""
    return next_changes(session, 1)[0]


def next_changes(session: Session, count: int) -> range:
    """Return the numbers of the next ``count`` changes."""
    if not count:
        return range(0)
    last: int = _NEXT_CHANGES.first(session.connection(), count=count)
    return range(last - count + 1, last + 1)


def last_change(session: Session) -> int:
    """Return the number of the last change; 0 where nothing was archived yet."""
    return session.scalar(select(CounterRow.value).where(CounterRow.name == "change")) or 0


def of_source(query: Select[Any], source: str | None, *, row: Any = ArticleRow) -> Select[Any]:
    """Narrow a query over articles to a source's slug, or a host that has no source.

    ``row``: the alias under which articles stand in the query.
    """
    if source is None:
        return query
    source_id = select(SourceRow.id).where(SourceRow.slug == source)
    return query.where(
        or_(row.source_id.in_(source_id), (row.host == source) & row.source_id.is_(None))
    )


def slugs_of(session: Session, rows: Iterable[ArticleRow]) -> dict[int, str]:
    """Return the slugs of the articles' sources by source row."""
    ids = {row.source_id for row in rows if row.source_id is not None}
    query = select(SourceRow.id, SourceRow.slug).where(SourceRow.id.in_(ids))
    return dict(session.execute(query).all())


def stories_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return the story of each article row that belongs to one."""
    query = select(StoryMemberRow.article_id, StoryMemberRow.story_id).where(
        StoryMemberRow.article_id.in_(ids)
    )
    return dict(session.execute(query).all())
