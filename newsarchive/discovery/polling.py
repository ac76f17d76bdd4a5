"""When to ask again: pure functions of what was seen and of a clock that is handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

from newsarchive.dates import parse_date
from newsarchive.model import Precision

MIN_WAIT = timedelta(minutes=5)  # politeness; chosen, not measured
MAX_WAIT = timedelta(days=1)  # a silent listing is still looked at daily
# What a rhythm is learned from; chosen, not tuned.  benchmarks/polling.py shows what it gains.
MEMORY = timedelta(weeks=8)
LEARNABLE = 20  # entries
MAX_TIMES = 3_000  # entries; more tell nothing new
SHARE = 0.25  # of an entry expected between two polls: four polls find one
HOURS = 7 * 24
MAX_TRUST = timedelta(days=7)  # in a lastmod that stays the same; chosen, not measured
FLOOR = 0.05  # of the mean rate, expected at any hour: silence is never certain
WEEKS_TO_TRUST = 2.0  # after so many weeks day and week count alike
# How much more often busy hours are polled than quiet ones: with 1 a poll finds as much in any
# hour, above that the usual entry is found sooner and the night's later.  On benchmarks/polling.py
# 1, 1.5, 2 and 2.5 gave .62, .55, .51 and .51 of the median delay of fixed polling (one world).
EMPHASIS = 2.0
_NEAR = ((-1, 0.25), (0, 0.5), (1, 0.25))
# Edits come early: an article is looked at again at these ages, then left alone.
VISITS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(weeks=1),
    timedelta(days=30),
)
# Of an article that was taken down: the first look can confirm it, the others find it returned.
LOOKS = (
    timedelta(hours=24),
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=90),
    timedelta(days=365),
)
_RETRIES = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
)


def next_poll(
    published: Iterable[datetime],
    *,
    now: datetime,
    hint: timedelta | None = None,
    skip: Collection[int] = (),
    least: timedelta = MIN_WAIT,
    most: timedelta = MAX_WAIT,
) -> datetime:
    """Return when to ask a listing again, by the rhythm in which it published so far.

    With a week of history or more, the next time is the one by which ``SHARE`` of an entry is
    expected, hour of the week by hour of the week; with less, it is half the usual gap from
    now.

    Args:
        published: Times of entries seen so far, aware, any order; those of the last
            ``MEMORY`` count.
        now: The present, aware; the answer is always later.
        hint: The longest wait it asked for: by caching headers (see ``fresh_for``), ``<ttl>``
            (RSS 2.0, in minutes) or ``sy:updatePeriod`` (RSS 1.0 syndication module).  It may
            exceed the default ``most`` but never a week.
        skip: Hours of the week in which it is not to be asked (``skipHours``, ``skipDays`` of
            RSS 2.0), Monday 0:00 UTC first.  All of them at once mean nothing.
        least: The shortest wait, whatever the rhythm; the user's own for a source.
        most: The longest, whatever the rhythm, hint or skipped hours; likewise.

    Raises:
        TypeError: Naive and aware times were mixed.
    """
    times = sorted(time for time in published if now - MEMORY < time <= now)[-MAX_TIMES:]
    if len(times) >= LEARNABLE and now - times[0] >= timedelta(weeks=1):
        wait = _expected(times, now, SHARE, now + most) - now
    else:
        gaps = sorted(later - earlier for earlier, later in pairwise(times[-20:]))
        wait = (gaps[len(gaps) // 2] if gaps else timedelta(hours=2)) / 2
    wait = min(max(wait, least), most)
    longest = timedelta(weeks=1) if most == MAX_WAIT else most
    if hint:
        wait = max(wait, min(hint, longest))
    return _after_skipped(now + wait, skip, now + longest)


def says_unchanged(stated: str, before: str, *, read_at: datetime | None, now: datetime) -> bool:
    """Tell whether an index's ``lastmod`` says that its sitemap is as it was when read last.

    A day without a time says so only once that day was over, in every zone, when it was read.
    What it says is believed for ``MAX_TRUST``, since some sites state the same for ever.

    Args:
        stated: What the index says now (W3C date and time, sitemaps.org).
        before: What it said when the sitemap was read.
        read_at: When that was.
        now: The present, aware.
    """
    if not stated or stated != before or read_at is None or now - read_at > MAX_TRUST:
        return False
    moment = parse_date(stated)
    if moment is None:
        return False
    if moment.precision in (Precision.MINUTE, Precision.SECOND):
        return True
    return moment.when.replace(tzinfo=UTC) + timedelta(hours=24 + 12) < read_at


def hourly_rates(times: Sequence[datetime], now: datetime) -> list[float]:
    """Return how many entries to expect in each hour of the week, Monday 0:00 UTC first.

    An entry counts for its own hour and its neighbours, and less for the same hour of other
    days: a rhythm of the day shows within a week, one of the week takes several.
    """
    weeks = max((now - times[0]) / timedelta(weeks=1), 1.0)
    counts = [0.0] * HOURS
    for time in times:
        counts[_hour_of_week(time)] += 1 / weeks
    near = [
        sum(weight * counts[(hour + step) % HOURS] for step, weight in _NEAR)
        for hour in range(HOURS)
    ]
    by_hour = [sum(near[hour::24]) / 7 for hour in range(24)]
    trust = weeks / (weeks + WEEKS_TO_TRUST)  # in the week against the day
    floor = FLOOR * sum(counts) / HOURS
    return [
        max(trust * rate + (1 - trust) * by_hour[hour % 24], floor)
        for hour, rate in enumerate(near)
    ]


def fresh_for(
    cache_control: str, *, expires: str = "", date: str = "", age: str = "", now: datetime
) -> timedelta | None:
    """Return how long an answer says it stays fresh (RFC 9111, 4.2), None where it does not.

    ``max-age`` wins over ``Expires``; ``no-cache`` and ``no-store`` say that it does not.

    Args:
        cache_control: The header of that name; likewise the others.
        expires: A date; counts from ``date`` where that is there.
        date: When the answer was made, by the server's clock.
        age: Seconds the answer lay in caches.
        now: The present, aware.
    """
    directives = {
        name.strip().lower(): value.strip().strip('"')
        for name, _, value in (part.partition("=") for part in cache_control.split(","))
    }
    if directives.keys() & {"no-cache", "no-store"}:
        return None
    stated = directives.get("s-maxage") or directives.get("max-age")
    if stated is not None:
        if not _is_number(stated):
            return None
        lay = int(age) if _is_number(age.strip()) else 0
        return _positive(timedelta(seconds=int(stated) - lay))
    try:
        until = parsedate_to_datetime(expires)
        since = parsedate_to_datetime(date) if date else now
        return _positive(until - since)
    except (ValueError, TypeError, OverflowError):
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _positive(wait: timedelta) -> timedelta | None:
    return wait if wait > timedelta() else None


def _after_skipped(at: datetime, skip: Collection[int], end: datetime) -> datetime:
    """The first time from ``at`` on that lies in no skipped hour; ``end`` at the latest."""
    hours = frozenset(skip) & frozenset(range(HOURS))
    if len(hours) == HOURS:
        return at
    while _hour_of_week(at) in hours and at < end:
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(at, end)


def _emphasised(rates: Sequence[float]) -> list[float]:
    """The rates with busy hours raised and quiet ones lowered, their sum the same."""
    raised = [rate**EMPHASIS for rate in rates]
    scale = sum(rates) / sum(raised)
    return [rate * scale for rate in raised]


def _expected(times: Sequence[datetime], now: datetime, share: float, end: datetime) -> datetime:
    """When so much of an entry is to be expected since now."""
    rates = _emphasised(hourly_rates(times, now))
    at, left = now, share
    while at < end:
        rate = rates[_hour_of_week(at)]
        rest = 1 - (at.minute * 60 + at.second) / 3600  # of this hour
        if rate * rest >= left:
            return at + timedelta(hours=left / rate)
        left -= rate * rest
        at += timedelta(hours=rest)
    return end


def _hour_of_week(time: datetime) -> int:
    utc = time.astimezone(UTC)
    return utc.weekday() * 24 + utc.hour


def next_visit(
    found_at: datetime, *, now: datetime, ages: Sequence[timedelta] = VISITS
) -> datetime | None:
    """Return when to look at an article again, on a decaying schedule; None: no more."""
    return next((found_at + age for age in ages if found_at + age > now), None)


def next_look(missed_at: datetime, *, now: datetime) -> datetime | None:
    """Return when to look for an article again that was missed first at ``missed_at``.

    The first look decides whether it is gone, later ones whether it returned; None: no more.
    """
    return next_visit(missed_at, now=now, ages=LOOKS)


def ages_of(words: Sequence[str]) -> Sequence[timedelta]:
    """Return the ages that a source's setting ``visits`` names; none: the usual ones.

    >>> ages_of(["1h", "2d"])
    (datetime.timedelta(seconds=3600), datetime.timedelta(days=2))

    Raises:
        ValueError: A word is no number with one of m, h, d and w, and not ``never``.
    """
    if not words:
        return VISITS
    if list(words) == ["never"]:
        return ()
    found = set()
    for word in words:
        number, unit = word[:-1], word[-1:]
        if not (number.isascii() and number.isdigit() and len(number) < 5 and unit in _UNITS):
            raise ValueError(word)
        found.add(int(number) * _UNITS[unit])
    return tuple(sorted(found - {timedelta()}))


_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}


def next_try(failures: int, *, now: datetime) -> datetime | None:
    """Return when to ask again after so many failures in a row; None: not by itself."""
    return now + _RETRIES[failures - 1] if failures <= len(_RETRIES) else None


def next_poll_after_failure(failures: int, *, now: datetime) -> datetime:
    """Return when to ask a listing again after failures in a row: it is never given up."""
    return now + _RETRIES[min(failures, len(_RETRIES) - 1) - 1 if failures else 0]
