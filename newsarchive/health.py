"""Judge an archive by its own past: pure functions of what was seen, and of the clock.

Each finding says what was expected, what was seen, since when, and what to do.  A source is
compared with itself only: with the rhythm and the weekdays of its last ``PAST`` weeks.  How
often the rules cry wolf, and how soon they notice, ``benchmarks/health.py`` measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from math import exp, log, sqrt
from statistics import mean, median, pvariance

from newsarchive.discovery.polling import hourly_rates
from newsarchive.vitals import (
    DayVitals,
    Finding,
    ListingVitals,
    MachineVitals,
    SourceVitals,
)

PAST = timedelta(weeks=8)  # what counts as the past; chosen, as polling.MEMORY
YOUNG = timedelta(days=7)  # of a source: too little past to judge rhythm and volume by
# Entries that the rhythm led to expect in a silence that is told of.  By chance alone such a
# silence comes once in exp(12) gaps; news come in bursts, so it is oftener: see the benchmark.
SILENCE = 12.0
LEARNABLE = 20  # times that tell a rhythm
SAME_WEEKDAYS = 3  # earlier days like that one, at least
FAR = 4.0  # standard deviations of the same weekdays' numbers
MUCH = 2.5  # and times the usual, for a day that brought too much
FEW = 5.0  # articles a day, below which numbers tell nothing
RECENT = 8  # articles that show that a field is lost
USUAL = 0.5  # of the articles had the field before, or differed in it
CHANCE = 1e-4  # that so many lack a field which the others had
BARREN = timedelta(days=2)  # a source that brings nothing for so long is told of
SHRUNK = 0.25  # of the entries that a feed used to name
FAILING = 0.5  # of a day's pages, when it used to be a third of that or less
EXPIRES = timedelta(days=14)  # a certificate; those that renew by themselves do so at 30
STALE_LOOK = timedelta(days=3)
DISK = 0.05  # of it free
DISK_DAYS = 30  # or so many days left as the archive grows
SLOW_WRITE = 5.0  # seconds for one small transaction
# Bytes of SQLite's write-ahead log, or half of the database where that is more.  It is taken
# over every few megabytes; where it is not, somebody has been reading all the while.
LONG_LOG = 512_000_000
IDLE = timedelta(days=2)  # without any job, for an archive that has sources

KINDS = {
    "barren": "it is asked and brings nothing",
    "certificate": "its certificate expires soon",
    "constant": "a field is the same in all its articles",
    "empty": "a field that its articles had is empty",
    "failing": "more of its pages fail than used to",
    "feed": "a feed fails or rests",
    "home": "its home page is gone or leads elsewhere",
    "robots": "its robots.txt changed",
    "rules": "a site rule matches no more",
    "shrunk": "a feed names far less than it used to",
    "silent": "nothing new, though its rhythm says otherwise",
    "volume": "far more or fewer articles than on such days",
    "disk": "the disk fills",
    "idle": "no job ran",
    "log": "the database does not take over its log",
    "writing": "writing is slow, or impossible",
}


def examine(source: SourceVitals, *, now: datetime) -> list[Finding]:
    """Return what is wrong with a source, by its own past.

    Args:
        source: Its past and present.
        now: The present, aware.
    """
    found = [
        *_barren(source, now),
        *_silence(source, now),
        *_volume(source, now),
        *_fields(source, now),
        *_failing(source, now),
        *_robots(source),
        *_home(source, now),
    ]
    for listing in source.listings:
        found += _listing(source, listing, now)
    return found


def examine_machine(machine: MachineVitals, *, now: datetime) -> list[Finding]:
    """Return what is wrong with the machine that an archive lies on."""
    found = []
    if machine.disk_free is not None and machine.disk_total:
        share = machine.disk_free / machine.disk_total
        days = machine.disk_free / machine.growth if machine.growth > 0 else None
        if share < DISK or (days is not None and days < DISK_DAYS):
            left = f"; at {_bytes(machine.growth)} a day that lasts {days:.0f} days" if days else ""
            found.append(
                Finding(
                    kind="disk",
                    source="",
                    subject=machine.place,
                    expected=f"{DISK:.0%} of the disk free, and room for {DISK_DAYS} days",
                    seen=f"{_bytes(machine.disk_free)} free ({share:.1%}){left}",
                    advice="make room, move the archive to a larger disk ('newsarchive copy'), or "
                    "keep captures for fewer days ('retain' in newsarchive.toml)",
                    since=now,
                )
            )
    longest = max(LONG_LOG, machine.database // 2)
    if machine.log > longest:
        found.append(
            Finding(
                kind="log",
                source="",
                subject=machine.place,
                expected=f"a write-ahead log of at most {_bytes(longest)} beside the database",
                seen=f"{_bytes(machine.log)}, with {_bytes(machine.database)} in the database",
                advice="some program has been reading the database for long: end it; the next "
                "write then takes the log over ('newsarchive vacuum' gives its room back)",
                since=now,
            )
        )
    if machine.write_seconds is None or machine.write_seconds > SLOW_WRITE:
        seen = (
            "it could not be written"
            if machine.write_seconds is None
            else f"{machine.write_seconds:.1f} seconds"
        )
        found.append(
            Finding(
                kind="writing",
                source="",
                subject=machine.place,
                expected=f"a small transaction within {SLOW_WRITE:g} seconds",
                seen=seen,
                advice="look who holds the database ('newsarchive doctor'), and whether the disk "
                "is failing or on a network",
                since=now,
            )
        )
    if machine.last_run_at is not None and now - machine.last_run_at > IDLE:
        found.append(
            Finding(
                kind="idle",
                source="",
                subject=machine.place,
                expected="a job at least every two days, for an archive that follows sources",
                seen=f"the last one began {_day(machine.last_run_at)}",
                advice="start 'newsarchive run', or see why its unit or cron line does not "
                "('newsarchive schedule' prints both)",
                since=machine.last_run_at,
            )
        )
    return found


def _barren(source: SourceVitals, now: datetime) -> Iterator[Finding]:
    """A source that yields nothing never passes as success."""
    if any(day.articles for day in source.days.values()) or now - source.added_at < BARREN:
        return
    if source.crawled_at is None:
        seen = "it was never asked with success"
        advice = f"'newsarchive crawl {source.slug}' tells why"
    else:
        worst = max(source.causes.items(), key=lambda item: item[1], default=None)
        seen = "its listings were read, and none of what they name was archived"
        if worst:
            seen += f"; most often: {worst[0]}"
        advice = f"'newsarchive gaps {source.slug}' and 'newsarchive failures --source "
        advice += f"{source.slug}' tell why; 'newsarchive add {source.home}' looks for others"
    yield Finding(
        kind="barren",
        source=source.slug,
        subject="",
        expected="articles, within two days",
        seen=seen,
        advice=advice,
        since=source.added_at,
    )


def _silence(source: SourceVitals, now: datetime) -> Iterator[Finding]:
    times = sorted(time for time in source.published if now - PAST < time <= now)
    if len(times) < LEARNABLE or now - times[0] < YOUNG:
        return
    last = times[-1]
    rates = hourly_rates(times, last)
    expected = 0.0
    at = last
    while at < now and expected < 1000:
        step = min(timedelta(hours=1), now - at)
        utc = at.astimezone(UTC)
        expected += rates[utc.weekday() * 24 + utc.hour] * (step / timedelta(hours=1))
        at += step
    if expected < SILENCE:
        return
    yield Finding(
        kind="silent",
        source=source.slug,
        subject="",
        expected=f"about {expected:.0f} articles since then, by its rhythm of the last weeks",
        seen=f"nothing published since {_minute(last)}",
        advice=f"look at {source.home}: has it moved, or its feed broken?  'newsarchive add "
        f"{source.home}' looks for its feeds again",
        since=last,
    )


def _volume(source: SourceVitals, now: datetime) -> Iterator[Finding]:
    """The last complete day against earlier ones of its weekday.

    A day that brought too little is told of once the one before it did, too: holidays do.
    """
    day = now.astimezone(UTC).date() - timedelta(days=1)
    earlier = _same_weekdays(source, day)
    far = _how_far(source, day)
    before = _how_far(source, day - timedelta(days=1))
    if far is None or before is None:
        return
    usual = mean(earlier)
    seen = _articles(source, day)
    low = usual >= FEW and max(far, before) < -FAR and seen < usual / 2
    high = seen >= FEW and far > FAR and seen > usual * MUCH
    if not low and not high:
        return
    yield Finding(
        kind="volume",
        source=source.slug,
        subject="too few" if low else "too many",
        expected=f"about {usual:.0f} new articles, as on {len(earlier)} such days before",
        seen=f"{seen} on {day}" + (", and too few on the day before" if low else ""),
        advice=(
            f"'newsarchive gaps {source.slug}' tells what its listings named and is missing"
            if low
            else "are they articles?  'newsarchive list --source "
            f"{source.slug}' shows them; 'never' among its settings leaves patterns out"
        ),
        since=_start(day - timedelta(days=1) if low else day),
    )


def _same_weekdays(source: SourceVitals, day: date) -> list[int]:
    """Articles of the same weekday in the weeks before."""
    start = source.added_at.astimezone(UTC).date() + timedelta(days=2)  # the first brought all
    days = [day - timedelta(weeks=weeks) for weeks in range(1, PAST.days // 7 + 1)]
    return [_articles(source, earlier) for earlier in days if earlier >= start]


def _how_far(source: SourceVitals, day: date) -> float | None:
    """Standard deviations from the same weekdays; None where there are too few of them.

    Counts' square roots have one variance (Anscombe 1948), so a day of none is judged as well.
    """
    earlier = _same_weekdays(source, day)
    if len(earlier) < SAME_WEEKDAYS:
        return None
    usual = mean(earlier)
    dispersion = max(pvariance(earlier) / usual, 1.0) if usual else 1.0
    root = sqrt(_articles(source, day) + 3 / 8) - sqrt(usual + 3 / 8)
    return 2 * root / sqrt(dispersion)


def _articles(source: SourceVitals, day: date) -> int:
    return source.days[day].new if day in source.days else 0


def _fields(source: SourceVitals, now: datetime) -> Iterator[Finding]:
    """Fields that were filled and differed, and now are empty or all the same; lost rules."""
    recent, first, past = _parted(source, now)
    if recent is None or past is None:
        return
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)

    def finding(kind: str, subject: str, expected: str, seen: str) -> Finding:
        return Finding(
            kind=kind,
            source=source.slug,
            subject=subject,
            expected=expected,
            seen=seen,
            advice=f"the pages may be built otherwise now: 'newsarchive list --source "
            f"{source.slug}', then 'newsarchive show ID --evidence'; a site rule can mend it "
            "('newsarchive rules try URL')",
            since=since,
        )

    for field in sorted(past.filled):
        share = past.filled[field] / past.articles
        has = recent.filled.get(field, 0)
        if share < USUAL:
            continue
        if _improbable(has, recent.articles, share):
            yield finding(
                "empty",
                field,
                f"{field} in {share:.0%} of its articles, as before",
                f"in {has} of the last {recent.articles}",
            )
        elif (
            has >= RECENT
            and recent.different.get(field, has) == 1
            and past.different.get(field, 0) > USUAL * past.filled[field]
        ):
            yield finding(
                "constant",
                field,
                f"a {field} of its own in most articles, as before",
                f"the same one in the last {has}",
            )
    share = past.by_rules / past.articles
    if share >= USUAL and _improbable(recent.by_rules, recent.articles, share):
        yield finding(
            "rules",
            "",
            f"a site rule that matches in {share:.0%} of its articles, as before",
            f"it matched in {recent.by_rules} of the last {recent.articles}",
        )


def _parted(source: SourceVitals, now: datetime) -> tuple[DayVitals | None, date, DayVitals | None]:
    """The newest days with ``RECENT`` articles, where they begin, and the days before them."""
    today = now.astimezone(UTC).date()
    days = sorted((day for day in source.days if today - day <= PAST), reverse=True)
    recent = DayVitals()
    for place, day in enumerate(days):
        recent = _added(recent, source.days[day])
        if recent.articles >= RECENT:
            past = DayVitals()
            for earlier in days[place + 1 :]:
                past = _added(past, source.days[earlier])
            return recent, day, past if past.articles >= LEARNABLE else None
    return None, today, None


def _added(one: DayVitals, other: DayVitals) -> DayVitals:
    """Two days as one; different values of a field are taken to differ between days."""
    return DayVitals(
        articles=one.articles + other.articles,
        filled=_sums(one.filled, other.filled),
        different={
            field: _together(field, one, other) for field in one.different.keys() | other.different
        },
        by_rules=one.by_rules + other.by_rules,
    )


def _together(field: str, one: DayVitals, other: DayVitals) -> int:
    """Different values in two days; where each has one, they count as the same one."""
    here, there = one.different.get(field, 0), other.different.get(field, 0)
    return 1 if here <= 1 and there <= 1 and here + there else here + there


def _sums(one: object, other: object) -> dict[str, int]:
    here, there = dict(one), dict(other)  # type: ignore[call-overload]
    return {name: here.get(name, 0) + there.get(name, 0) for name in here | there}


def _improbable(has: int, of: int, share: float) -> bool:
    """Whether so few of ``of`` articles having a field is no chance, when ``share`` had it."""
    share = min(share, 0.99)
    if has > of * share / 2:
        return False
    # Chernoff's bound of the binomial's lower tail
    p = has / of
    divergence = (1 - p) * log((1 - p) / (1 - share)) + (p * log(p / share) if p else 0.0)
    return exp(-of * divergence) < CHANCE


def _failing(source: SourceVitals, now: datetime) -> Iterator[Finding]:
    today = now.astimezone(UTC).date()
    here = [source.tried.get(today - timedelta(days=back), (0, 0)) for back in (0, 1)]
    went, failed = sum(one for one, _ in here), sum(other for _, other in here)
    if failed < FEW or failed < FAILING * (went + failed):
        return
    before = [pair for day, pair in source.tried.items() if today - day > timedelta(days=1)]
    total = sum(one + other for one, other in before)
    usual = sum(other for _, other in before) / total if total else 0.0
    if usual > FAILING / 3:
        return
    worst = max(source.causes.items(), key=lambda item: item[1], default=("", 0))
    yield Finding(
        kind="failing",
        source=source.slug,
        subject="",
        expected=f"{usual:.0%} of its pages to fail, as before",
        seen=f"{failed} of {went + failed} since yesterday"
        + (f", most often: {worst[0]}" if worst[0] else ""),
        advice=f"'newsarchive failures --source {source.slug}' lists them; if it blocks us, ask "
        "less often or ask its owners",
        since=_start(today - timedelta(days=1)),
    )


def _robots(source: SourceVitals) -> Iterator[Finding]:
    for change in source.robots:
        yield Finding(
            kind="robots",
            source=source.slug,
            subject=change.origin,
            expected=f"a robots.txt as it was (status {change.status_before})",
            seen=(
                "it changed and now forbids what we ask"
                if change.closed
                else f"it changed (status {change.status})"
            ),
            advice=f"read {change.origin}robots.txt"
            + (
                "; pages that it forbids are not asked; ask its owners for leave"
                if change.closed
                else ""
            ),
            since=change.at,
        )


def _home(source: SourceVitals, now: datetime) -> Iterator[Finding]:
    look = source.look
    if look is None or now - look.asked_at > STALE_LOOK:
        return

    def finding(kind: str, expected: str, seen: str, advice: str) -> Finding:
        return Finding(
            kind=kind,
            source=source.slug,
            subject=source.home,
            expected=expected,
            seen=seen,
            advice=advice,
            since=look.asked_at,
        )

    again = f"'newsarchive add {look.final_url or source.home}' looks for its feeds there"
    if look.problem:
        yield finding("home", "its home page", look.problem, f"open it in a browser; {again}")
    elif _site(look.final_url) != _site(source.home):
        yield finding("home", f"its home page at {source.home}", f"it is {look.final_url}", again)
    if look.certificate_until is not None and look.certificate_until - now < EXPIRES:
        yield finding(
            "certificate",
            f"a certificate that holds for {EXPIRES.days} days more",
            f"it holds until {_day(look.certificate_until)}",
            "nothing is yours to do; when it has expired, the source cannot be had until its "
            "owners renew it",
        )


def _site(url: str) -> str:
    """A host without ``www.``: moves between these two, and to HTTPS, are none."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.").partition(":")[0]


def _listing(source: SourceVitals, listing: ListingVitals, now: datetime) -> Iterator[Finding]:
    if listing.rests or listing.errors >= 3:
        state = "it rests" if listing.rests else f"it failed {listing.errors} times in a row"
        yield Finding(
            kind="feed",
            source=source.slug,
            subject=listing.url,
            expected=f"a {listing.kind} that can be read",
            seen=f"{state}: {listing.cause}" if listing.cause else state,
            advice=f"'newsarchive why {listing.url}' tells its past; 'newsarchive crawl "
            f"{source.slug} --wake' asks it again",
            since=listing.since or now,
        )
        return
    named = sorted(
        (day, state.entries) for day, state in listing.days.items() if state.entries is not None
    )
    if len(named) < LEARNABLE // 2:
        return
    usual = median(entries for _, entries in named[:-2])
    newest = [entries for _, entries in named[-2:]]
    if usual >= FEW and max(newest) < SHRUNK * usual:
        yield Finding(
            kind="shrunk",
            source=source.slug,
            subject=listing.url,
            expected=f"about {usual:.0f} entries, as before",
            seen=f"{newest[-1]} on {named[-1][0]}",
            advice=f"open it; 'newsarchive add {source.home}' looks for others",
            since=_start(named[-2][0]),
        )


def describe(findings: Sequence[Finding]) -> str:
    """Return findings as plain text, a paragraph each: what alerts send."""
    return "\n\n".join(
        f"{finding.source or 'this machine'}: {KINDS[finding.kind]}"
        + (f" ({finding.subject})" if finding.subject else "")
        + f"\n  expected: {finding.expected}\n  seen:     {finding.seen}"
        + f"\n  since:    {_minute(finding.since)}\n  do:       {finding.advice}"
        for finding in findings
    )


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day(time: datetime) -> str:
    return f"{time.astimezone():%Y-%m-%d}"


def _minute(time: datetime) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}"


def _bytes(number: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"
