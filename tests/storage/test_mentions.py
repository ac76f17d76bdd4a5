"""What several listings say of one URL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsarchive.extraction import read_entry
from newsarchive.model import Link, ListingState, Source
from newsarchive.storage import Archive

AT = datetime(2026, 5, 1, tzinfo=UTC)
URL = "https://one.example/1"


def test_keywords_of_a_sitemap_are_tags_and_replace_no_categories(archive: Archive):
    home = "https://one.example/"
    listings = tuple(
        ListingState(url=f"{home}{name}", kind=kind)
        for name, kind in (("feed", "feed"), ("map", "sitemap"))
    )
    with archive.writing() as rows:
        rows.sources.add(Source(slug="one", name="One", home=home, listings=listings), at=AT)
        for hour, (name, link) in enumerate(
            (
                ("feed", Link(url=URL, title="Wall", categories=("Town",))),
                ("map", Link(url=URL, title="Wall", tags=("harbour", "walls"))),  # the later word
            )
        ):
            at = AT + timedelta(hours=hour)
            rows.frontier.listed([link], source="one", listing=f"{home}{name}", at=at)
        said = rows.frontier.mention(URL)
        fresh = rows.frontier.pick([URL], at=AT + timedelta(hours=2), revisit="due")

    assert said is not None
    assert (said.categories, said.tags) == (("Town",), ("harbour", "walls"))
    assert [due.url for due in fresh] == [URL]
    article = read_entry(said)
    assert (article.categories, article.tags) == (["Town"], ["harbour", "walls"])
