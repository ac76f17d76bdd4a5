"""Listings that rest, and what is known of a listing's address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsarchive.model import ListingState, Rung, Source
from newsarchive.storage import Archive

AT = datetime(2026, 5, 1, tzinfo=UTC)
HOME = "https://one.example/"


def test_what_rests_is_told_woken_and_explained(archive: Archive):
    listings = (ListingState(url=f"{HOME}feed/"), ListingState(url=f"{HOME}new_feed"))
    month = AT + timedelta(days=30)
    with archive.writing() as rows:
        rows.sources.add(Source(slug="one", name="One", home=HOME, listings=listings), at=AT)
        rows.listings.rested("one", f"{HOME}feed/", at=AT, due_at=month, cause="answered 410")
        rows.listings.moved("one", f"{HOME}new_feed", f"{HOME}newer", at=AT, cause="redirects")
        rows.rungs.save("one", [Rung(kind="walk", url=f"{HOME}#walk", asked=2)], at=AT)
        (rest,) = rows.listings.resting(at=AT)
        (named,) = rows.sources.due(["one"], at=AT)
        (woken,) = rows.sources.due(["one"], at=AT, wake=True)
        feed, moved, home = (rows.why(f"{HOME}{name}") for name in ("feed", "new_feed", ""))

    assert (rest.source, rest.url, rest.cause) == ("one", f"{HOME}feed/", "answered 410")
    assert (rest.since, rest.until) == (AT, month)
    assert [len(source.listings) for source in (named, woken)] == [1, 2]
    assert [(each.listing.rests, each.cause) for each in feed.followed] == [(True, "answered 410")]
    assert [each.moved_to for each in moved.followed] == [f"{HOME}newer"]
    assert [(slug, rung.asked) for slug, rung in home.ways] == [("one", 2)]
