from datetime import UTC, date, datetime, timedelta

import pytest

from newsarchive.dates import parse_date
from newsarchive.ingest import ingest
from newsarchive.model import Failure, Link, ListingState, Robots, Source, SourceSettings
from newsarchive.storage import Archive
from newsarchive.vitals import Finding, HomeState
from tests.fakes import article

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
FEED = "https://paper.example/feed"


@pytest.fixture
def paper(archive: Archive) -> Archive:
    """A source whose feed names six stories of two days; one is archived."""
    source = Source(
        slug="paper",
        name="Paper",
        home="https://paper.example/",
        timezone="Asia/Tokyo",
        settings=SourceSettings(never=("*/sport/*",)),
        listings=(ListingState(url=FEED, kind="rss"),),
    )
    names = ["archived", "robots", "refused", "failed", "new", "sport/goal"]
    links = [
        Link(
            url=f"https://paper.example/{name}",
            title=name,
            published=parse_date(f"2026-03-0{3 + (n > 2)}T16:30:00Z"),
        )
        for n, name in enumerate(names)
    ]
    with archive.writing() as rows:
        rows.sources.add(source, at=NOW)
        rows.frontier.listed(links, source="paper", listing=FEED, at=NOW)
    page = article("https://paper.example/archived")
    page.source = "paper"
    ingest(archive, page, at=NOW)
    causes = {
        "robots": "robots.txt forbids it",
        "refused": "the server answered 403",
        "failed": "the host did not answer in time",
    }
    with archive.writing() as rows:
        for name, cause in causes.items():
            url = f"https://paper.example/{name}"
            rows.runs.fail([Failure(url=url, stage="fetch", cause=cause, at=NOW, source="paper")])
            rows.frontier.failed(url, at=NOW, due_at=None)
    return archive


def test_what_was_stated_against_what_is_archived(paper: Archive):
    with paper.reading() as rows:
        days = rows.ledger.days("paper")

    # 16:30 UTC is the next day in Tokyo
    assert [(item.day, item.stated, item.archived, item.gaps) for item in days] == [
        (date(2026, 3, 5), 3, 0, {"failed": 1, "not yet": 1, "by a rule": 1}),
        (date(2026, 3, 4), 3, 1, {"robots": 1, "refused": 1}),
    ]


def test_a_gap_is_told_with_its_cause(paper: Archive):
    with paper.reading() as rows:
        gaps = {gap.url.rpartition("/")[2]: gap for gap in rows.ledger.gaps("paper")}
        later = list(rows.ledger.gaps("paper", since=date(2026, 3, 5)))

    assert gaps["failed"].detail.startswith("the host did not answer in time")
    assert "never" in gaps["goal"].detail
    assert {gap.reason for gap in later} == {"failed", "not yet", "by a rule"}


def test_what_failed_can_be_woken(paper: Archive):
    url = "https://paper.example/failed"
    with paper.writing() as rows:
        assert url not in {
            due.url for due in rows.frontier.pending("paper", at=NOW, revisit="none")
        }
        assert rows.frontier.wake([url, "https://paper.example/archived"], at=NOW) == 1
        assert url in {due.url for due in rows.frontier.pending("paper", at=NOW, revisit="none")}


def test_vitals_tell_days_listings_and_causes(paper: Archive):
    with paper.writing() as rows:
        rows.listings.polled("paper", FEED, at=NOW, due_at=NOW, entries=6)
        rows.listings.polled("paper", FEED, at=NOW, due_at=NOW, entries=4)
        rows.listings.failed("paper", FEED, at=NOW, due_at=NOW, cause="the server answered 500")
        rows.homes.keep(
            "paper", HomeState(asked_at=NOW, status=200, final_url="https://x.example/")
        )
    with paper.reading() as rows:
        vitals = rows.vitals.of("paper", now=NOW)

    assert vitals.days[NOW.date()].articles == 1
    assert vitals.days[NOW.date()].new == 1
    assert vitals.days[NOW.date()].filled["title"] == 1
    (listing,) = vitals.listings
    day = listing.days[NOW.date()]
    assert (day.polls, day.failures, day.entries) == (2, 1, 6)
    assert (listing.errors, listing.cause) == (1, "the server answered 500")
    assert vitals.causes["the server answered 403"] == 1
    assert vitals.look is not None
    assert vitals.look.final_url == "https://x.example/"


def test_the_rhythm_is_that_of_the_feed_once_it_names_enough(paper: Archive):
    links = [
        Link(
            url=f"https://paper.example/more/{n}",
            published=parse_date(f"2026-03-01T{n % 24:02}:00:00Z"),
        )
        for n in range(24)
    ]
    with paper.writing() as rows:
        rows.frontier.listed(links, source="paper", listing=FEED, at=NOW)
    with paper.reading() as rows:
        vitals = rows.vitals.of("paper", now=NOW)

    assert len(vitals.published) == 26  # times, each once


def test_a_robots_txt_that_changed_is_told_for_a_week(paper: Archive):
    origin = "https://paper.example/"
    with paper.writing() as rows:
        for hours, text in enumerate(["", "", "User-agent: *\nDisallow: /"]):
            at = NOW + timedelta(hours=hours)
            robots = Robots(status=200, text=text, fetched_at=at)
            rows.hosts.keep_robots(origin, robots, closed=bool(text))
    with paper.reading() as rows:
        soon = rows.vitals.of("paper", now=NOW + timedelta(days=1)).robots
        late = rows.vitals.of("paper", now=NOW + timedelta(days=20)).robots

    assert [(change.origin, change.closed) for change in soon] == [(origin, True)]
    assert late == ()


def finding(subject: str) -> Finding:
    return Finding(
        kind="empty",
        source="paper",
        subject=subject,
        expected="some",
        seen="none",
        advice="look",
        since=NOW,
    )


def test_a_finding_stays_until_it_is_over(archive: Archive):
    later = NOW + timedelta(hours=1)
    with archive.writing() as rows:
        first = rows.findings.keep([finding("title")], at=NOW, of=["paper"])
        rows.findings.told(first, at=NOW)
        both = rows.findings.keep([finding("title"), finding("body")], at=later, of=["paper"])
        other = rows.findings.keep([], at=later, of=["another"])

    assert [(item.subject, item.told_at) for item in both] == [("title", NOW), ("body", None)]
    assert other == []
    with archive.writing() as rows:
        assert len(rows.findings.open()) == 2
        rows.findings.keep([], at=later, of=["paper"])
        assert rows.findings.open() == []
        (again,) = rows.findings.keep([finding("title")], at=later, of=["paper"])
    assert again.told_at is None  # once more, so it is told once more
