"""How often `newsarchive health` cries wolf, and how soon it notices.

    python benchmarks/health.py

Sources publish by rhythms of their own, as in ``polling.py``, with busy days at random.  Eight
weeks are the past; in the four after them everything is looked at every six hours.  First
nothing is wrong: every finding is a false one.  Then each source falls silent, or brings a
quarter of what it did, in the tenth week: how long until it is told?
"""

from __future__ import annotations

import random
import statistics
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from polling import SOURCES, START

from newsarchive.health import examine
from newsarchive.vitals import DayVitals, SourceVitals

WEEKS = 12
PAST = 8
SEEDS = range(10)
EVERY = timedelta(hours=6)
WRONG = START + timedelta(weeks=9, days=2, hours=9)  # a Wednesday morning


def publish(source: str, seed: int) -> list[datetime]:
    """Twelve weeks; a day in ten is half again as busy, one in fifty is a holiday."""
    a_week, weight = SOURCES[source]
    chance = random.Random(f"health {source} {seed}")
    total = sum(weight(START + timedelta(hours=hour)) for hour in range(168))
    times = []
    for day in range(WEEKS * 7):
        mood = chance.choices((1.0, 1.5, 0.3), (88, 10, 2))[0]
        for hour in range(24):
            at = START + timedelta(days=day, hours=hour)
            expected = a_week * weight(at) / total * mood
            count = sum(chance.random() < expected / 20 for _ in range(20))
            times += [at + timedelta(seconds=chance.uniform(0, 3600)) for _ in range(count)]
    return sorted(times)


def vitals(source: str, times: Iterable[datetime], now: datetime) -> SourceVitals:
    """What an archive that follows the source knows by now."""
    seen = [time for time in times if time <= now]
    days: Counter[date] = Counter(time.date() for time in seen)
    return SourceVitals(
        slug=source,
        home="https://paper.example/",
        added_at=START - timedelta(days=3),
        crawled_at=now,
        days={day: DayVitals(articles=count, new=count) for day, count in days.items()},
        published=tuple(time for time in seen if now - time < timedelta(weeks=PAST)),
    )


def looks() -> Iterable[datetime]:
    now = START + timedelta(weeks=PAST)
    while now < START + timedelta(weeks=WEEKS):
        yield now
        now += EVERY


def false_alarms(source: str, kind: str) -> int:
    """Findings of a kind that begin while nothing is wrong."""
    begun = 0
    for seed in SEEDS:
        times = publish(source, seed)
        before: set[str] = set()
        for now in looks():
            found = {item.kind for item in examine(vitals(source, times, now), now=now)}
            begun += kind in found - before
            before = found
    return begun


def hours_until(source: str, kept: float) -> list[float | None]:
    """Hours from a fault to its finding, one a world; None: never in the weeks that are left."""
    found: list[float | None] = []
    for seed in SEEDS:
        chance = random.Random(seed)
        times = [time for time in publish(source, seed) if time < WRONG or chance.random() < kept]
        found.append(
            next(
                (
                    (now - WRONG) / timedelta(hours=1)
                    for now in looks()
                    if now > WRONG and examine(vitals(source, times, now), now=now)
                ),
                None,
            )
        )
    return found


def told(hours: list[float | None]) -> str:
    known = [value for value in hours if value is not None]
    if not known:
        return "never"
    missed = len(hours) - len(known)
    return f"{statistics.median(known):.0f} h" + (
        f", {missed} of {len(hours)} never" if missed else ""
    )


def main() -> int:
    years = len(SEEDS) * (WEEKS - PAST) / 52
    print(f"{'':16}{'false silent':>14}{'false volume':>14}   silent after      a quarter after")
    totals = [0, 0]
    for source in SOURCES:
        silent, volume = (false_alarms(source, kind) for kind in ("silent", "volume"))
        totals[0] += silent
        totals[1] += volume
        print(
            f"{source:16}{silent / years:9.1f}/year{volume / years:9.1f}/year   "
            f"{told(hours_until(source, 0.0)):16}  {told(hours_until(source, 0.25))}",
            flush=True,
        )
    each = [total / years / len(SOURCES) for total in totals]
    print(f"a source: {each[0]:.2f} false silences and {each[1]:.2f} false volumes a year")
    return 0


if __name__ == "__main__":
    sys.exit(main())
