"""The ledger: what listings say was published, against what is archived, day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from newsarchive.dates import parse_date
from newsarchive.model import SourceSettings
from newsarchive.storage._frontier import State
from newsarchive.storage._rungs import HISTORY
from newsarchive.storage._schema import (
    FailureRow,
    ListingRow,
    MentionRow,
    RungRow,
    SourceRow,
    UrlRow,
)
from newsarchive.storage._sources import settings_of
from newsarchive.vitals import DayLedger, Gap

ROBOTS = "robots"
REFUSED = "refused"
FAILED = "failed"
NOT_YET = "not yet"
BY_RULE = "by a rule"
GAP_REASONS = (ROBOTS, REFUSED, FAILED, NOT_YET, BY_RULE)
SECTION = "section"  # kind of a page of links: it states nothing
STATING = ("wordpress", "feed", "sitemap")  # kinds of the ways into a back catalogue that do
_REFUSALS = (
    *("the server answered 401", "the server answered 402", "the server answered 403"),
    *("the server answered 451", "the page asks not to be archived"),
)


@dataclass(frozen=True, slots=True)
class _Named:
    """An article that listings name, or a URL of which none came."""

    url: str
    day: date | None
    archived: bool
    state: str
    due: bool


class Ledger:
    """What is missing of sources, inside one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def days(self, slug: str, *, since: date | None = None) -> list[DayLedger]:
        """Return a source's days, the newest first; what states no day comes last."""
        stated: Counter[date | None] = Counter()
        archived: Counter[date | None] = Counter()
        gaps: dict[date | None, Counter[str]] = defaultdict(Counter)
        for named in self._named(slug, since):
            stated[named.day] += 1
            archived[named.day] += named.archived
        for gap in self.gaps(slug, since=since):
            gaps[gap.day][gap.reason] += 1
        return [
            DayLedger(
                source=slug,
                day=day,
                stated=stated[day],
                archived=archived[day],
                gaps=dict(gaps[day]),
            )
            for day in sorted(stated, key=lambda day: day or date.min, reverse=True)
        ]

    def gaps(self, slug: str, *, since: date | None = None) -> Iterator[Gap]:
        """Yield what is named and not archived, each with its reason; the newest first."""
        settings = settings_of(self._session, slug)
        missing = [named for named in self._named(slug, since) if not named.archived]
        causes = self._causes(slug)
        for named in sorted(missing, key=lambda item: item.day or date.min, reverse=True):
            reason, detail = _reason(named, settings, causes.get(named.url, ""))
            yield Gap(source=slug, day=named.day, url=named.url, reason=reason, detail=detail)

    def totals(self, slug: str) -> dict[str, tuple[int, int]]:
        """Return for each way that says how many articles there are that number, and those named.

        By the address of the way: WordPress's API states X-WP-Total.
        """
        query = (
            select(RungRow.url, RungRow.stated, RungRow.found)
            .join(SourceRow, SourceRow.id == RungRow.source_id)
            .where(SourceRow.slug == slug, RungRow.stated.is_not(None))
            .order_by(RungRow.id)
        )
        return {url: (stated or 0, found) for url, stated, found in self._session.execute(query)}

    def _named(self, slug: str, since: date | None) -> list[_Named]:
        """What listings name; addresses of one article count once, on its earliest day."""
        source = self._session.scalars(select(SourceRow).where(SourceRow.slug == slug)).one()
        zone = _zone(source.timezone)
        states = exists().where(
            RungRow.source_id == source.id,
            RungRow.url == ListingRow.url,
            RungRow.kind.in_(STATING),
        )
        query = (
            select(
                UrlRow.url,
                UrlRow.article_id,
                UrlRow.state,
                UrlRow.due_at,
                func.min(MentionRow.published_at),
                func.min(MentionRow.published_raw),
            )
            .join(MentionRow, MentionRow.url_id == UrlRow.id)
            .join(ListingRow, ListingRow.id == MentionRow.listing_id)
            .where(
                ListingRow.source_id == source.id,
                ListingRow.kind != SECTION,
                or_(ListingRow.kind != HISTORY, states),
            )
            .group_by(UrlRow.id, UrlRow.url, UrlRow.article_id, UrlRow.state, UrlRow.due_at)
            .order_by(UrlRow.id)
        )
        found: dict[int | str, _Named] = {}
        for url, article, state, due_at, at, raw in self._session.execute(query):
            key = url if article is None else article
            day = _day(at, raw, zone)
            known = found.get(key)
            if known is not None and known.day is not None:
                day = known.day if day is None else min(day, known.day)
            found[key] = _Named(
                url=url,
                day=day,
                archived=article is not None,
                state=state,
                due=due_at is not None,
            )
        return [
            named
            for named in found.values()
            if since is None or (named.day is not None and named.day >= since)
        ]

    def _causes(self, slug: str) -> dict[str, str]:
        """The cause of each open failure, by canonical URL; the newest."""
        query = (
            select(FailureRow.canonical_url, FailureRow.cause)
            .join(SourceRow, SourceRow.id == FailureRow.source_id)
            .where(SourceRow.slug == slug, FailureRow.resolved_at.is_(None))
            .order_by(FailureRow.at, FailureRow.id)
        )
        return dict(self._session.execute(query).all())


def _reason(named: _Named, settings: SourceSettings, cause: str) -> tuple[str, str]:
    if not settings.wants(named.url):
        return BY_RULE, "the source's 'only' or 'never' leaves it out"
    if cause.startswith("robots.txt"):
        return ROBOTS, cause
    if cause.startswith(_REFUSALS) or "private address" in cause:
        return REFUSED, cause
    if cause:
        again = "; it is asked again" if named.due else "; it is not asked again by itself"
        return FAILED, cause + again
    if named.state == State.NO_ARTICLE:
        return FAILED, "nothing in it to archive"
    return NOT_YET, "it was not asked yet"


def _day(at: datetime | None, raw: str, zone: ZoneInfo | None) -> date | None:
    if at is not None:
        return at.astimezone(zone or UTC).date()
    moment = parse_date(raw) if raw else None
    return moment.when.date() if moment is not None else None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None
