"""Keep a small archive of today's schema, which later migrations must open.

    python -m tests.storage.schemas 0009

Written as SQL beside this file.  What is in it, ``tests/storage/test_migrations.py`` looks for.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from newsarchive.ingest import ingest
from newsarchive.model import (
    Article,
    Capture,
    Credit,
    Evidence,
    Failure,
    Link,
    ListingState,
    Precision,
    Source,
)
from newsarchive.storage import Archive, open_archive
from newsarchive.storage._fulltext import TABLES

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
FEED = "https://one.example/feed"
TEXT = "\n\n".join(
    " ".join(f"word{paragraph}x{number}" for number in range(30)) for paragraph in range(3)
)


def fill(archive: Archive) -> None:
    """A source with a feed, an article with two revisions, a copy of it, a failure."""
    source = Source(
        slug="harbour-courier",
        name="Harbour Courier",
        home="https://one.example/",
        language="en",
        timezone="Europe/Oslo",
        listings=(ListingState(url=FEED),),
    )
    link = Link(url="https://one.example/a", title="Harbour wall holds", authors=("Jane Roe",))
    failure = Failure(
        url="https://one.example/c",
        stage="fetch",
        cause="the server answered 404",
        at=AT,
        source=source.slug,
    )
    with archive.writing() as rows:
        rows.sources.add(source, at=AT)
        rows.frontier.listed([link], source=source.slug, listing=FEED, at=AT)
    put(archive, link.url, "Harbour wall holds", TEXT)
    later = f"{TEXT}\n\nIt held."
    put(archive, link.url, "Harbour wall holds, just", later, hours=2)
    credit = Credit(source="Harbour Courier", url=link.url)
    put(archive, "https://two.example/b", "Wall holds", later, hours=3, credit=credit)
    with archive.writing() as rows:
        rows.runs.fail([failure], run_id=None)


def put(
    archive: Archive, url: str, title: str, body: str, hours: int = 0, credit: Credit | None = None
) -> None:
    """Archive a page as a crawl would."""
    capture = Capture(
        url=url,
        final_url=url,
        fetched_at=AT,
        status=200,
        headers=(("Content-Type", "text/html"), ("ETag", '"1"')),
        content_type="text/html",
        digest=f"sha256:{'0' * 64}",
        warc_file="x.warc.gz",
        offset=0,
        length=10,
    )
    article = Article(
        url=url,
        title=title,
        body=body,
        authors=["Jane Roe", "Li Wei"],
        categories=["Coast"],
        tags=["walls"],
        published=AT,
        published_raw="4 March",
        published_precision=Precision.MINUTE,
        credit=credit,
        capture=capture,
        evidence=[Evidence(field="title", position=0, origin="visible", raw=title)],
    )
    ingest(archive, article, at=AT + timedelta(hours=hours))


def main(number: str) -> None:
    """Write ``NUMBER.sql``."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        with open_archive(path, create=True) as archive:
            fill(archive)
        with closing(sqlite3.connect(path)) as connection:
            # a virtual table's rows are in its other tables, which are dumped as any
            virtual = tuple(f'INSERT INTO "{name}" ' for name in TABLES)
            dump = "\n".join(told for told in connection.iterdump() if not told.startswith(virtual))
    Path(__file__).with_name(f"{number}.sql").write_text(f"{dump}\n")


if __name__ == "__main__":
    main(sys.argv[1])
