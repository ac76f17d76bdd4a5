"""What health judges a source by: its days, its listings, its servers, as rows tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from newsarchive.storage._rungs import HISTORY
from newsarchive.storage._runs import CRAWLS
from newsarchive.storage._schema import (
    ArticleRow,
    CaptureRow,
    EvidenceRow,
    FailureRow,
    HomeRow,
    ListingChangeRow,
    ListingDayRow,
    ListingRow,
    MentionRow,
    ReadingAuthorRow,
    ReadingCategoryRow,
    ReadingRow,
    ReadingTagRow,
    RobotsChangeRow,
    RunRow,
    SourceRow,
)
from newsarchive.urls import absolute_url
from newsarchive.vitals import (
    DayVitals,
    HomeState,
    ListingDay,
    ListingVitals,
    RobotsChange,
    SourceVitals,
)

PAST = timedelta(weeks=8)
MAX_TIMES = 3_000  # of publication, that tell a rhythm
ENOUGH = 20  # of a feed's entries: then its times tell the rhythm, else those of articles
TRIED = timedelta(days=14)  # runs are many
ROBOTS = timedelta(days=7)  # a change of robots.txt is told for so long
FRESH = timedelta(days=3)  # an article older than that when first seen is of the back catalogue
RULE = "rule"  # origin of what a site rule found


class Vitals:
    """The past of sources, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tried(self, *, now: datetime) -> dict[str, dict[date, tuple[int, int]]]:
        """Return by slug and day the pages had and failed of late, as figures of runs have them."""
        had: dict[str, Counter[date]] = defaultdict(Counter)
        failed: dict[str, Counter[date]] = defaultdict(Counter)
        query = select(RunRow.started_at, RunRow.figures).where(
            RunRow.started_at > now - TRIED, RunRow.job.in_(CRAWLS)
        )
        for at, figures in self._session.execute(query):
            for name, number in figures.items():
                kind, _, rest = name.partition("/")
                slug, _, what = rest.partition("/")
                if kind == "source" and what == "pages":
                    had[slug][at.date()] += number
                elif kind == "source" and what.startswith("failures/"):
                    failed[slug][at.date()] += number
        # a page that was had and could not be read counts on both sides
        return {
            slug: {
                day: (max(had[slug][day] - failed[slug][day], 0), failed[slug][day])
                for day in had[slug] | failed[slug]
            }
            for slug in had.keys() | failed.keys()
        }

    def of(
        self,
        slug: str,
        *,
        now: datetime,
        tried: Mapping[str, Mapping[date, tuple[int, int]]] | None = None,
    ) -> SourceVitals:
        """Return what is known of a source's last eight weeks; it must exist.

        ``tried``: as the method of that name has it, where that was asked already.
        """
        if tried is None:
            tried = self.tried(now=now)
        source = self._session.scalars(select(SourceRow).where(SourceRow.slug == slug)).one()
        since = now - PAST
        listings = self._listings(source.id, since)
        urls = [source.home, *(listing.url for listing in listings)]
        return SourceVitals(
            slug=slug,
            home=source.home,
            added_at=source.created_at,
            crawled_at=self._crawled_at(source.id),
            days=self._days(source.id, since),
            published=self._published(source.id, since),
            listings=listings,
            tried=tried.get(slug, {}),
            robots=self._robots({absolute_url(url, "/") for url in urls}, now - ROBOTS),
            look=self._look(source.id),
            causes=self._causes(source.id),
        )

    def written(self, since: datetime) -> int:
        """Return the bytes of WARC records since then."""
        query = select(func.sum(CaptureRow.length)).where(CaptureRow.fetched_at > since)
        return self._session.scalar(query) or 0

    def first_capture(self) -> datetime | None:
        """Return when the first answer was kept."""
        return self._session.scalar(select(func.min(CaptureRow.fetched_at)))

    def last_job(self) -> datetime | None:
        """Return when the newest job began."""
        return self._session.scalar(select(func.max(RunRow.started_at)))

    def _crawled_at(self, source_id: int) -> datetime | None:
        return self._session.scalar(
            select(func.max(ListingRow.polled_at)).where(
                ListingRow.source_id == source_id, ListingRow.errors == 0
            )
        )

    def _days(self, source_id: int, since: datetime) -> dict[date, DayVitals]:
        day = func.date(ArticleRow.first_seen_at)

        def has(row: type[Any]) -> Any:
            return func.count().filter(
                select(row.reading_id).where(row.reading_id == ReadingRow.id).exists()
            )

        author = (
            select(ReadingAuthorRow.value)
            .where(ReadingAuthorRow.reading_id == ReadingRow.id, ReadingAuthorRow.position == 0)
            .scalar_subquery()
        )
        ruled = (
            select(EvidenceRow.reading_id)
            .where(EvidenceRow.reading_id == ReadingRow.id, EvidenceRow.origin == RULE)
            .exists()
        )

        def told(column: Any) -> Any:
            return func.count().filter(func.coalesce(column, "") != "")

        query = (
            select(
                day,
                func.count(),
                told(ReadingRow.title),
                has(ReadingAuthorRow),
                func.count(ReadingRow.published),
                has(ReadingCategoryRow),
                has(ReadingTagRow),
                told(ReadingRow.body),
                func.count(ReadingRow.image_url),
                func.count(func.distinct(ReadingRow.title)),
                func.count(func.distinct(author)),
                func.count(func.distinct(ReadingRow.published)),
                func.count(func.distinct(ArticleRow.text_hash)),
                func.count().filter(ruled),
            )
            .select_from(ArticleRow)
            .join(ReadingRow, ReadingRow.id == ArticleRow.reading_id)
            .where(ArticleRow.source_id == source_id, ArticleRow.first_seen_at > since)
            .group_by(day)
        )
        fresh = (
            select(day, func.count())
            .where(
                ArticleRow.source_id == source_id,
                ArticleRow.first_seen_at > since,
                or_(ArticleRow.published_sort.is_(None), _is_fresh(self._session)),
            )
            .group_by(day)
        )
        new = {_day(stated): count for stated, count in self._session.execute(fresh)}
        fields = ("title", "authors", "published", "categories", "tags", "body", "image")
        found = {}
        for row in self._session.execute(query):
            values = list(row)
            which = _day(values[0])
            found[which] = DayVitals(
                articles=values[1],
                new=new.get(which, 0),
                filled=dict(zip(fields, values[2:9], strict=True)),
                different=dict(
                    zip(("title", "authors", "published", "body"), values[9:13], strict=True)
                ),
                by_rules=values[13],
            )
        return found

    def _published(self, source_id: int, since: datetime) -> tuple[datetime, ...]:
        listed = (
            select(MentionRow.published_at)
            .join(ListingRow, ListingRow.id == MentionRow.listing_id)
            .where(
                ListingRow.source_id == source_id,
                ListingRow.kind != HISTORY,
                MentionRow.published_at > since,
            )
            .distinct()
            .order_by(MentionRow.published_at.desc())
            .limit(MAX_TIMES)
        )
        times = [time for time in self._session.scalars(listed) if time is not None]
        if len(times) < ENOUGH:
            archived = (
                select(ArticleRow.published_sort)
                .where(ArticleRow.source_id == source_id, ArticleRow.published_sort > since)
                .order_by(ArticleRow.published_sort.desc())
                .limit(MAX_TIMES)
            )
            times = [time for time in self._session.scalars(archived) if time is not None]
        return tuple(sorted(times))

    def _listings(self, source_id: int, since: datetime) -> tuple[ListingVitals, ...]:
        days: dict[int, dict[date, ListingDay]] = defaultdict(dict)
        mine = select(ListingRow.id).where(ListingRow.source_id == source_id)
        for row in self._session.scalars(
            select(ListingDayRow).where(
                ListingDayRow.listing_id.in_(mine),
                ListingDayRow.day > since.astimezone(UTC).date(),
            )
        ):
            days[row.listing_id][row.day] = ListingDay(
                polls=row.polls, failures=row.failures, entries=row.entries
            )
        changes = {
            row.listing_id: row
            for row in self._session.scalars(
                select(ListingChangeRow)
                .where(ListingChangeRow.listing_id.in_(mine))
                .order_by(ListingChangeRow.id)
            )
        }
        return tuple(
            ListingVitals(
                url=row.url,
                kind=row.kind,
                errors=row.errors,
                rests=row.rests,
                cause=changes[row.id].cause if row.id in changes else "",
                since=changes[row.id].at if row.id in changes else None,
                days=days[row.id],
            )
            for row in self._session.scalars(
                select(ListingRow)
                .where(
                    ListingRow.source_id == source_id,
                    ListingRow.parent_id.is_(None),
                    ListingRow.kind != HISTORY,
                )
                .order_by(ListingRow.id)
            )
        )

    def _robots(self, origins: Iterable[str], since: datetime) -> tuple[RobotsChange, ...]:
        query = (
            select(RobotsChangeRow)
            .where(RobotsChangeRow.origin.in_(list(origins)), RobotsChangeRow.at > since)
            .order_by(RobotsChangeRow.id)
        )
        newest = {row.origin: row for row in self._session.scalars(query)}
        return tuple(
            RobotsChange(
                origin=row.origin,
                at=row.at,
                status_before=row.status_before,
                status=row.status,
                closed=row.closed,
            )
            for row in newest.values()
        )

    def _look(self, source_id: int) -> HomeState | None:
        row = self._session.get(HomeRow, source_id)
        if row is None:
            return None
        return HomeState(
            asked_at=row.asked_at,
            status=row.status,
            final_url=row.final_url,
            problem=row.problem,
            certificate_until=row.certificate_until,
        )

    def _causes(self, source_id: int) -> dict[str, int]:
        query = (
            select(FailureRow.cause, func.count())
            .where(FailureRow.source_id == source_id, FailureRow.resolved_at.is_(None))
            .group_by(FailureRow.cause)
            .order_by(func.count().desc(), FailureRow.cause)
            .limit(10)
        )
        return dict(self._session.execute(query).all())


def _is_fresh(session: Session) -> Any:
    """Whether an article was new when it was first seen, as SQL."""
    if session.get_bind().dialect.name == "sqlite":
        age = func.julianday(ArticleRow.first_seen_at) - func.julianday(ArticleRow.published_sort)
        return age < FRESH.days
    return ArticleRow.first_seen_at - ArticleRow.published_sort < FRESH


def _day(stated: date | str) -> date:
    return stated if isinstance(stated, date) else date.fromisoformat(stated)
