"""How much of a source a backfill has."""

from __future__ import annotations

from datetime import UTC, datetime

from newsarchive.ingest import ingest
from newsarchive.model import Failure, Source
from newsarchive.storage import Archive
from tests.fakes import article

AT = datetime(2026, 5, 1, tzinfo=UTC)
HOME = "https://one.example/"


def test_what_a_feed_stands_in_for_is_not_missing_too(archive: Archive):
    with archive.writing() as rows:
        rows.sources.add(Source(slug="one", name="One", home=HOME), at=AT)
        rows.frontier.add([f"{HOME}a", f"{HOME}b"], source="one", at=AT)
        rows.runs.fail(
            [
                Failure(url=f"{HOME}{name}", stage="fetch", cause="closed", at=AT, source="one")
                for name in "ab"
            ]
        )
    ingest(archive, article(f"{HOME}a", source="one"), at=AT)
    with archive.writing() as rows:  # ingest takes the page for had, an entry's text is none
        again = Failure(url=f"{HOME}a", stage="fetch", cause="closed", at=AT, source="one")
        rows.runs.fail([again])
        figures = rows.rungs.figures("one")

    assert (figures.known, figures.archived, figures.failed) == (2, 1, {"closed": 1})
