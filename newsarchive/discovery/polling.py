"""When to ask again: pure functions of what was seen and of a clock that is handed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

MIN_WAIT = timedelta(minutes=5)  # politeness; chosen, not measured
MAX_WAIT = timedelta(days=1)  # a silent listing is still looked at daily
# Edits come early: an article is looked at again at these ages, then left alone.
VISITS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(weeks=1),
    timedelta(days=30),
)
_RETRIES = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
)


def next_poll(
    published: Iterable[datetime], *, now: datetime, hint: timedelta | None = None
) -> datetime:
    """Return when to ask a listing again: half its usual gap from now.

    Args:
        published: Times of entries seen so far, aware, any order; the last 20 count.
        now: The present, aware; the answer is always later.
        hint: The longest wait it asked for: ``Retry-After`` (RFC 9110, 10.2.3), ``max-age``
            (RFC 9111, 5.2.2.1) or ``<ttl>`` (RSS 2.0, in minutes).  It may exceed MAX_WAIT
            but never a week.

    Raises:
        TypeError: Naive and aware times were mixed.
    """
    times = sorted(published)[-20:]
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    usual = gaps[len(gaps) // 2] if gaps else timedelta(hours=2)
    wait = min(max(usual / 2, MIN_WAIT), MAX_WAIT)
    return now + (max(wait, min(hint, timedelta(weeks=1))) if hint else wait)


def next_visit(found_at: datetime, *, now: datetime) -> datetime | None:
    """Return when to look at an article again, on a decaying schedule; None: no more."""
    return next((found_at + age for age in VISITS if found_at + age > now), None)


def next_try(failures: int, *, now: datetime) -> datetime | None:
    """Return when to ask again after so many failures in a row; None: not by itself."""
    return now + _RETRIES[failures - 1] if failures <= len(_RETRIES) else None


def next_poll_after_failure(failures: int, *, now: datetime) -> datetime:
    """Return when to ask a listing again after failures in a row: it is never given up."""
    return now + _RETRIES[min(failures, len(_RETRIES) - 1) - 1 if failures else 0]
