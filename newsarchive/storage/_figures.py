"""What the archive holds, source by source."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from newsarchive.model import FILLED, SourceFigures
from newsarchive.storage._lookups import of_source
from newsarchive.storage._schema import (
    AbsenceRow,
    ArticleRow,
    CreditRow,
    FailureRow,
    ReadingAuthorRow,
    ReadingCategoryRow,
    ReadingRow,
    ReadingTagRow,
    SourceRow,
    StoryMemberRow,
    StoryRow,
)
from newsarchive.urls import host_of


def source_figures(session: Session, *, fill: bool = True) -> list[SourceFigures]:
    """Return what the archive holds, per source, by name; sources without articles too.

    ``fill``: also how often each field is filled, for which every article is looked at.
    """
    name = func.coalesce(SourceRow.slug, ArticleRow.host)
    found: dict[str, dict[str, Any]] = {
        slug: {"source": slug} for slug in session.scalars(select(SourceRow.slug))
    }
    query = (
        select(
            name,
            func.count(),
            func.count().filter(ArticleRow.revision > 1),
            func.sum(ArticleRow.revision),
            func.count(ArticleRow.gone_at),
            func.max(ArticleRow.published_sort),
        )
        .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
        .group_by(name)
    )
    for source, articles, revised, revisions, gone, newest in session.execute(query):
        found[source] = {
            "source": source,
            "articles": articles,
            "revised": revised,
            "revisions": revisions,
            "gone": gone,
            "newest_at": newest,
            "filled": _fill(session, source) if fill else {},
        }
    missing = (
        select(name, func.count())
        .select_from(AbsenceRow)
        .join(ArticleRow, ArticleRow.id == AbsenceRow.article_id)
        .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
        .where(AbsenceRow.returned_at.is_(None), AbsenceRow.gone_at.is_(None))
        .group_by(name)
    )
    for source, count in session.execute(missing):
        found[source]["missing"] = count
    for source, copies in session.execute(
        select(name, func.count())
        .select_from(StoryMemberRow)
        .join(ArticleRow, ArticleRow.id == StoryMemberRow.article_id)
        .outerjoin(SourceRow, SourceRow.id == ArticleRow.source_id)
        .join(StoryRow, StoryRow.id == StoryMemberRow.story_id)
        .where(StoryRow.original_id != ArticleRow.id)
        .group_by(name)
    ):
        found[source]["copies"] = copies
    failed = session.execute(
        select(SourceRow.slug, FailureRow.url)
        .select_from(FailureRow)
        .outerjoin(SourceRow, SourceRow.id == FailureRow.source_id)
        .where(FailureRow.resolved_at.is_(None))
        .execution_options(yield_per=1000)
    )
    for source, failures in Counter(slug or host_of(url) for slug, url in failed).items():
        found.setdefault(source, {"source": source})["failures"] = failures
    return [SourceFigures(**found[source]) for source in sorted(found)]


def _fill(session: Session, source: str) -> dict[str, int]:
    def has(row: type[Any]) -> Any:
        return func.count().filter(
            select(row.reading_id).where(row.reading_id == ReadingRow.id).exists()
        )

    def told(column: Any) -> Any:
        return func.count().filter(func.coalesce(column, "") != "")

    query = (
        select(
            told(ReadingRow.title),
            has(ReadingAuthorRow),
            func.count(ReadingRow.published),
            has(ReadingCategoryRow),
            has(ReadingTagRow),
            told(ReadingRow.body),
            told(ReadingRow.language),
            func.count(ReadingRow.image_url),
            told(ReadingRow.posted_by),
            has(CreditRow),
        )
        .select_from(ArticleRow)
        .join(ReadingRow, ReadingRow.id == ArticleRow.reading_id)
    )
    row = session.execute(of_source(query, source)).one()
    return dict(zip(FILLED, row, strict=True))
