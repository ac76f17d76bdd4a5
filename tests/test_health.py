from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsarchive.health import KINDS, describe, examine, examine_machine
from newsarchive.vitals import (
    DayVitals,
    HomeState,
    ListingDay,
    ListingVitals,
    MachineVitals,
    RobotsChange,
    SourceVitals,
)

NOW = datetime(2026, 3, 25, 15, 30, tzinfo=UTC)  # a Wednesday
HOME = "https://paper.example/"
FEED = f"{HOME}feed"


def day(back: int):
    return (NOW - timedelta(days=back)).date()


def of_a_day(articles: int, **lost: int) -> DayVitals:
    filled = dict.fromkeys(("title", "authors", "published", "tags", "body"), articles)
    different = dict.fromkeys(("title", "authors", "published", "body"), articles)
    return DayVitals(
        articles=articles,
        new=articles,
        filled=filled | lost,
        different=different,
        by_rules=articles,
    )


def usual() -> SourceVitals:
    """Seven weeks of ten articles a weekday, two a day at the weekend, all well."""
    days = {day(back): of_a_day(2 if day(back).weekday() >= 5 else 10) for back in range(60)}
    published = tuple(
        NOW.replace(hour=9 + n % 6, minute=n) - timedelta(days=back)
        for back in range(60)
        for n in range(days[day(back)].articles)
    )
    listing = ListingVitals(
        url=FEED,
        kind="rss",
        days={day(back): ListingDay(polls=40, entries=20) for back in range(60)},
    )
    return SourceVitals(
        slug="paper",
        home=HOME,
        added_at=NOW - timedelta(days=61),
        crawled_at=NOW - timedelta(minutes=9),
        days=days,
        published=tuple(time for time in published if time <= NOW),
        listings=(listing,),
        tried={day(back): (10, 0) for back in range(60)},
        look=HomeState(asked_at=NOW - timedelta(hours=3), status=200, final_url=HOME),
    )


def kinds(source: SourceVitals, now: datetime = NOW) -> list[str]:
    return [finding.kind for finding in examine(source, now=now)]


def test_a_source_as_ever_has_no_findings():
    assert kinds(usual()) == []


def test_a_quiet_weekend_is_no_silence():
    monday = datetime(2026, 3, 23, 8, 0, tzinfo=UTC)
    source = usual()
    before = tuple(time for time in source.published if time < monday - timedelta(days=2, hours=10))

    assert "silent" not in kinds(replace(source, published=before), monday - timedelta(days=1))


def test_silence_on_days_on_which_it_used_to_publish():
    source = usual()
    before = tuple(time for time in source.published if time < NOW - timedelta(days=2))

    (finding,) = examine(replace(source, published=before), now=NOW)

    assert finding.kind == "silent"
    assert finding.since == max(before)
    assert "articles since then" in finding.expected
    assert HOME in finding.advice


@pytest.mark.parametrize(("articles", "told"), [(0, True), (8, False), (40, True), (14, False)])
def test_two_days_unlike_others_of_their_kind(articles: int, told: bool):
    source = usual()
    days = {**source.days, day(1): of_a_day(articles), day(2): of_a_day(articles)}

    assert ("volume" in kinds(replace(source, days=days))) is told


def test_a_holiday_is_no_fault():
    source = usual()
    days = {**source.days, day(1): of_a_day(0)}

    assert "volume" not in kinds(replace(source, days=days))


def test_a_young_source_is_not_judged_by_its_volume():
    source = replace(usual(), added_at=NOW - timedelta(days=10))
    days = {**source.days, day(1): of_a_day(0)}

    assert "volume" not in kinds(replace(source, days=days))


def test_a_field_that_was_lost():
    source = usual()
    days = {**source.days, day(0): of_a_day(10, authors=0)}

    (finding,) = examine(replace(source, days=days), now=NOW)

    assert (finding.kind, finding.subject) == ("empty", "authors")
    assert finding.expected.startswith("authors in 100%")
    assert finding.seen == "in 0 of the last 10"
    assert finding.since.date() == day(0)


def test_a_field_that_only_some_had_is_not_missed():
    source = usual()
    days = {each: of_a_day(state.articles, tags=1) for each, state in source.days.items()}
    days[day(0)] = of_a_day(10, tags=0)

    assert kinds(replace(source, days=days)) == []


def test_a_field_that_is_the_same_everywhere():
    source = usual()
    same = of_a_day(10)
    days = {**source.days, day(0): replace(same, different={**same.different, "title": 1})}

    (finding,) = examine(replace(source, days=days), now=NOW)

    assert (finding.kind, finding.subject) == ("constant", "title")


def test_a_writer_who_writes_all_is_no_constant():
    source = usual()
    days = {
        each: replace(state, different={**state.different, "authors": 1})
        for each, state in source.days.items()
    }

    assert kinds(replace(source, days=days)) == []


def test_rules_that_match_no_more():
    source = usual()
    days = {**source.days, day(0): replace(of_a_day(10), by_rules=0)}

    assert kinds(replace(source, days=days)) == ["rules"]


def test_pages_that_fail():
    source = replace(
        usual(), causes={"the server answered 403": 18}, tried={**usual().tried, day(0): (2, 18)}
    )

    (finding,) = examine(source, now=NOW)

    assert finding.kind == "failing"
    assert "the server answered 403" in finding.seen


def test_pages_that_always_failed_are_no_news():
    source = replace(usual(), tried={day(back): (2, 18) for back in range(60)})

    assert kinds(source) == []


def test_a_source_that_brings_nothing_never_passes():
    source = replace(usual(), days={}, published=(), causes={"robots.txt forbids it": 20})

    (finding,) = [found for found in examine(source, now=NOW) if found.kind == "barren"]

    assert "robots.txt forbids it" in finding.seen


def test_a_home_page_that_leads_elsewhere():
    source = usual()
    moved = replace(source.look, final_url="https://other.example/") if source.look else None
    same = replace(source.look, final_url="https://www.paper.example/") if source.look else None

    assert kinds(replace(source, look=moved)) == ["home"]
    assert kinds(replace(source, look=same)) == []


def test_a_certificate_that_expires():
    look = HomeState(
        asked_at=NOW, status=200, final_url=HOME, certificate_until=NOW + timedelta(days=5)
    )

    (finding,) = examine(replace(usual(), look=look), now=NOW)

    assert finding.kind == "certificate"


def test_robots_that_changed():
    change = RobotsChange(origin=HOME, at=NOW, status_before=200, status=200, closed=True)

    (finding,) = examine(replace(usual(), robots=(change,)), now=NOW)

    assert finding.kind == "robots"
    assert "forbids" in finding.seen


def test_a_feed_that_shrank_or_fails():
    source = usual()
    (listing,) = source.listings
    shrunk = {
        **listing.days,
        day(0): ListingDay(polls=1, entries=2),
        day(1): ListingDay(polls=1, entries=3),
    }

    assert kinds(replace(source, listings=(replace(listing, days=shrunk),))) == ["shrunk"]
    failing = replace(listing, errors=4, cause="the server answered 500", since=NOW)
    assert kinds(replace(source, listings=(failing,))) == ["feed"]
    assert kinds(replace(source, listings=(replace(listing, errors=1),))) == []


def test_the_machine():
    well = MachineVitals(
        place="news.db", disk_free=50, disk_total=100, write_seconds=0.01, last_run_at=NOW
    )

    def found(**changes: Any) -> list[str]:
        return [item.kind for item in examine_machine(replace(well, **changes), now=NOW)]

    assert found() == []
    assert found(disk_free=2) == ["disk"]
    assert found(growth=2.0) == ["disk"]
    assert found(write_seconds=None) == ["writing"]
    assert found(write_seconds=9.0) == ["writing"]
    assert found(log=600_000_000) == ["log"]
    assert found(log=600_000_000, database=2_000_000_000) == []
    assert found(last_run_at=NOW - timedelta(days=3)) == ["idle"]


def test_findings_in_words():
    source = replace(usual(), tried={**usual().tried, day(0): (2, 18)})
    told = describe(examine(source, now=NOW))

    assert told.startswith("paper: more of its pages fail than used to\n  expected: ")
    assert all(word in told for word in ("seen:", "since:", "do:"))


def test_every_kind_has_its_words():
    assert all(KINDS.values())
