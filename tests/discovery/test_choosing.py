"""The fewest listings that tell of everything new."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from newsarchive.dates import parse_date
from newsarchive.discovery.choosing import choose, is_of_news
from newsarchive.model import Link, Listing


def listing(days: Iterable[int], kind: str = "rss", *, dated: bool = True) -> Listing:
    """A listing of one article for each day of a month."""
    links = (
        Link(
            url=f"https://a.example/{day}",
            published=parse_date(f"2026-01-{day:02d}T08:00:00Z") if dated else None,
        )
        for day in days
    )
    return Listing(kind=kind, links=tuple(links))


@pytest.mark.parametrize(
    ("feeds", "taken"),
    [
        ({}, []),
        ({"a": listing([])}, ["a"]),
        ({"a": listing([1, 2]), "b": listing([1, 2], "atom")}, ["a"]),
        ({"a": listing([1, 2]), "b": listing([3])}, ["a", "b"]),
        ({"b": listing([2, 3]), "a": listing([1, 2, 3])}, ["a"]),
        # a category's feed goes further back, but tells of nothing sooner
        ({"a": listing(range(10, 20)), "sport": listing([1, 5, 12, 18])}, ["a"]),
        ({"a": listing(range(10, 20)), "sport": listing([1, 5, 12, 30])}, ["a", "sport"]),
        ({"a": listing(range(10, 20)), "old": listing([1, 5])}, ["a", "old"]),
        ({"a": listing([10, 11]), "b": listing([1, 11], dated=False)}, ["a", "b"]),
    ],
)
def test_feeds(feeds: dict[str, Listing], taken: list[str]) -> None:
    choice = choose(feeds, {})

    assert list(choice.taken) == taken
    assert set(choice.taken) | set(choice.left) == set(feeds)
    assert all(choice.left.values())


def test_sitemaps() -> None:
    feeds = {"feed": listing([8, 9])}
    news, same = listing([7, 8, 9, 10], "sitemap"), listing([8, 9], "sitemap")

    choice = choose(
        feeds, {"news": news, "same": same, "all": listing([1], "sitemap", dated=False)}
    )

    assert choice.taken == {"feed": "rss, 2 entries", "news": "news sitemap, 2 addresses more"}
    assert choice.left == {
        "same": "what it lists is in the others; 2 addresses",
        "all": "it is no sitemap of news; 1 address",
    }
    assert not is_of_news(listing([1]))
