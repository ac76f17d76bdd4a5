"""Polling by a learned rhythm against polling every 15 minutes.

    python benchmarks/polling.py

Each source publishes by a rhythm of its own: hours of the day, days of the week, some breaking
days.  Four weeks are learned from, the week after them is polled, in ``SEEDS`` worlds.  Two
questions: at the same number of requests, how much shorter is the median delay from publication
to discovery; and at the same delay, how many requests does it take?  Both are asked of each
source alone and of all together, which is how an archive follows them: one number of requests,
one rule for every source.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from newsarchive.discovery import polling

START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
LEARNED = timedelta(weeks=4)
POLLED = timedelta(weeks=1)
FIXED = timedelta(minutes=15)
SEEDS = range(3)


def rhythm(hours: str, weekend: float) -> Callable[[datetime], float]:
    """Weight by hour: 24 digits, and what is left of it at the weekend."""
    weights = [int(digit) for digit in hours]

    def weight(time: datetime) -> float:
        return weights[time.hour] * (weekend if time.weekday() >= 5 else 1.0)

    return weight


# Entries a week, and the rhythm.
SOURCES: dict[str, tuple[float, Callable[[datetime], float]]] = {
    "national paper": (200, rhythm("100013689989988887765432", 0.5)),
    "local paper": (90, rhythm("000001589975566543210000", 0.3)),
    "agency": (400, rhythm("322346789999998888876543", 0.6)),
    "weekday blog": (12, rhythm("000000014996321112210000", 0.05)),
    "evening portal": (150, rhythm("111111123344455678998542", 1.2)),
    "ministry": (25, rhythm("000000038976668752000000", 0.0)),
}


def publish(source: str, seed: int) -> list[datetime]:
    """Times over the learned and the polled weeks."""
    a_week, weight = SOURCES[source]
    chance = random.Random(f"{source} {seed}")
    total = sum(weight(START + timedelta(hours=hour)) for hour in range(168))
    times = []
    for hour in range(int((LEARNED + POLLED) / timedelta(hours=1))):
        at = START + timedelta(hours=hour)
        breaking = 3.0 if chance.random() < 0.01 else 1.0
        expected = a_week * weight(at) / total * breaking
        count = sum(chance.random() < expected / 20 for _ in range(20))
        times += [at + timedelta(seconds=chance.uniform(0, 3600)) for _ in range(count)]
    return sorted(times)


Following = Callable[[list[datetime], datetime], datetime]


def follow(times: list[datetime], following: Following) -> tuple[list[float], int]:
    """Poll the last two weeks; return delays in minutes and the number of requests."""
    now = START + LEARNED
    end = now + POLLED
    delays: list[float] = []
    requests = seen = 0
    while seen < len(times) and times[seen] <= now:
        seen += 1
    while (now := following(times[:seen], now)) < end:
        requests += 1
        while seen < len(times) and times[seen] <= now:
            delays.append((now - times[seen]) / timedelta(minutes=1))
            seen += 1
    return delays, requests


def learned(share: float) -> Following:
    """The program's rule, for so much of an entry expected between two polls."""

    def following(known: list[datetime], now: datetime) -> datetime:
        polling.SHARE = share
        return polling.next_poll(known, now=now)

    return following


def at_share(sources: Collection[str], share: float) -> tuple[float, float]:
    """Median delay in minutes, and requests a day, of sources under the program's rule."""
    return _measure(sources, learned(share))


def _measure(sources: Collection[str], following: Following) -> tuple[float, float]:
    delays: list[float] = []
    requests = 0
    for source in sources:
        for seed in SEEDS:
            found, asked = follow(publish(source, seed), following)
            delays += found
            requests += asked
    return statistics.median(delays), requests / len(SEEDS) / (POLLED / timedelta(days=1))


def search(measure: Callable[[float], float], aim: float) -> float:
    """The share at which a rising measure reaches an aim."""
    low, high = 1e-3, 10.0
    for _ in range(9):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if measure(middle) < aim else (low, middle)
    return float((low * high) ** 0.5)


def compare(title: str, sources: Collection[str]) -> tuple[float, float]:
    """Print a line; return delay at equal requests and requests at equal delay, as shares."""
    median, a_day = _measure(sources, lambda known, now: now + FIXED)
    quick, _ = at_share(sources, search(lambda share: -at_share(sources, share)[1], -a_day))
    _, few = at_share(sources, search(lambda share: at_share(sources, share)[0], median))
    print(
        f"{title:16}{median:8.1f} min, {a_day:4.0f} a day"
        f"{quick:8.1f} min {quick / median:4.2f}{few:10.0f} a day  {few / a_day:4.2f}",
        flush=True,
    )
    return quick / median, few / a_day


def main() -> int:
    polling.MIN_WAIT = timedelta(seconds=30)  # the floor of politeness would hide the rule
    print(f"{'':16}{'every 15 min':>24}{'same requests':>16}{'same delay':>22}")
    ratios = [compare(source, [source]) for source in SOURCES]
    print(
        f"median ratios: delay {statistics.median(a for a, _ in ratios):.2f}, "
        f"requests {statistics.median(b for _, b in ratios):.2f}"
    )
    compare("all together", SOURCES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
