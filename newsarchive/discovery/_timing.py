"""When a feed wishes to be asked, and when not.

Sources: RSS 2.0 (``ttl``, ``skipHours``, ``skipDays``), the RSS 1.0 syndication module
(``sy:updatePeriod``, ``sy:updateFrequency``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

MAX_WAIT = timedelta(days=7)  # what asks for more is a slip, or a feed nobody reads

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS_OF_WEEK = 7 * 24


def longest_wait(ttl: str, period: str, frequency: str) -> timedelta | None:
    """Return the longer of both waits a feed asks for, or ``None``; a week at most.

    Args:
        ttl: Minutes; more than a week of them is nobody's wish and does not count.
        period: ``hourly`` to ``yearly``.
        frequency: How often in that period; once where it is not a number from 1 to 10,000.
    """
    waits = []
    if re.fullmatch(r"[0-9]{1,6}", ttl) and timedelta() < timedelta(minutes=int(ttl)) <= MAX_WAIT:
        waits.append(timedelta(minutes=int(ttl)))
    length = _PERIODS.get(period.strip().lower())
    if length is not None:
        often = int(frequency) if re.fullmatch(r"[0-9]{1,4}", frequency.strip()) else 1
        waits.append(min(length / max(often, 1), MAX_WAIT))
    return max(waits, default=None)


def hours_to_skip(hours: Iterable[str], days: Iterable[str]) -> frozenset[int]:
    """Return the hours of the week (UTC, Monday 0:00 first) in which a feed is not to be asked.

    ``hours`` are 0 to 23 of every day in GMT, or 24 for midnight (RSS 0.91); ``days`` English
    names.  Who forbids the whole week forbids nothing.
    """
    found: set[int] = set()
    for hour in hours:
        if re.fullmatch(r"\s*[0-9]{1,2}\s*", hour) and int(hour) <= 24:
            found.update(range(int(hour) % 24, _HOURS_OF_WEEK, 24))
    for day in days:
        name = day.strip().lower()
        if name in _DAYS:
            start = 24 * _DAYS.index(name)
            found.update(range(start, start + 24))
    return frozenset(found) if len(found) < _HOURS_OF_WEEK else frozenset()
