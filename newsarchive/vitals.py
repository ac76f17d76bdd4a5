"""What an archive is judged by: the past of its sources, the state of its machine, the gaps.

``newsarchive.storage`` reads these, ``newsarchive.health`` judges them.  Days are UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeState:
    """How a source's home page answered when it was last looked at."""

    asked_at: datetime
    status: int = 0  # 0: no answer
    final_url: str = ""  # behind redirects
    problem: str = ""  # "" when it was had
    certificate_until: datetime | None = None  # None: no TLS, or unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingDay:
    """How a listing's polls went on one day."""

    polls: int = 0  # that went well
    failures: int = 0
    entries: int | None = None  # the most that one poll named; None: none was read


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingVitals:
    """A listing's state and its past, as health judges it; days are UTC."""

    url: str
    kind: str
    errors: int = 0  # failed polls in a row
    rests: bool = False
    cause: str = ""  # of its last change of state
    since: datetime | None = None  # of that change
    days: Mapping[date, ListingDay] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayVitals:
    """What a source's articles first seen on one day look like."""

    articles: int = 0
    new: int = 0  # of them published shortly before: none of the back catalogue
    filled: Mapping[str, int] = field(default_factory=dict)  # field → articles that have it
    different: Mapping[str, int] = field(default_factory=dict)  # field → different values
    by_rules: int = 0  # articles of which a site rule found something


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsChange:
    """An origin's robots.txt said something else than before."""

    origin: str
    at: datetime
    status_before: int
    status: int
    closed: bool  # it forbids the source's home or a listing that it allowed before


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceVitals:
    """A source's state and past, as health judges it; days are UTC."""

    slug: str
    home: str
    added_at: datetime
    crawled_at: datetime | None = None  # the last good poll of a listing; None: never
    days: Mapping[date, DayVitals] = field(default_factory=dict)
    published: tuple[datetime, ...] = ()  # of what it brought, by its pages or feeds, aware
    listings: tuple[ListingVitals, ...] = ()
    tried: Mapping[date, tuple[int, int]] = field(default_factory=dict)  # pages had, and failed
    robots: tuple[RobotsChange, ...] = ()  # of late
    look: HomeState | None = None
    causes: Mapping[str, int] = field(default_factory=dict)  # of open failures


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineVitals:
    """The machine an archive lies on."""

    place: str  # the archive
    disk_free: int | None = None  # bytes; None: unknown
    disk_total: int | None = None
    database: int = 0  # bytes, without the log
    log: int = 0  # bytes of SQLite's write-ahead log, which it takes over now and then
    growth: float = 0.0  # bytes a day, of database and WARC, over the last weeks
    write_seconds: float | None = None  # of one small transaction; None: it was not to be had
    dead_runs: int = 0  # runs whose process is gone
    last_run_at: datetime | None = None  # the newest job's start


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be: what was expected, what was seen, what to do."""

    kind: str  # health.KINDS
    source: str  # slug; "" for the machine
    subject: str  # a field, a listing's address, an origin, a folder; "" where there is none
    expected: str
    seen: str
    advice: str
    since: datetime
    told_at: datetime | None = None
    over_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that a source's listings say was published, and that is not archived."""

    source: str
    day: date | None  # of publication; None: not stated
    url: str
    reason: str  # why: robots, refused, not yet, a rule, failed with its cause
    detail: str = ""  # in words


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLedger:
    """What was said to be published on one day, against what is archived."""

    source: str
    day: date | None  # of publication, in the source's zone; None: not stated
    stated: int  # articles that feeds, sitemaps or WordPress name
    archived: int  # of these
    gaps: Mapping[str, int] = field(default_factory=dict)  # reason → articles
