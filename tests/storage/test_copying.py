"""An archive moved between the two databases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.errors import ArchiveDamaged, ArchiveMissing, UsageError
from newsarchive.export import dump_text
from newsarchive.ingest import ingest
from newsarchive.model import Credit, Source
from newsarchive.storage import Archive, open_archive
from tests.conftest import Command
from tests.crawl.test_listings import FAST
from tests.fakes import Web, article, page, rss, sentences

AT = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)


def filled(archive: Archive) -> Archive:
    with archive.writing() as rows:
        rows.sources.add(Source(slug="one", name="One", home="https://one.example/"), at=AT)
    ingest(archive, article(authors=["Jo Röe", "李伟"], published=AT, tags=["a", "b"]), at=AT)
    ingest(archive, article(title="Harbour wall falls\0", summary="\u2028"), at=AT)
    ingest(archive, article("https://two.example/b", credit=Credit(source="One")), at=AT)
    return archive


def dumped(archive: Archive) -> list[str]:
    with archive.reading() as rows:
        return [dump_text(item) for item in rows.archived.page()[0]]


def test_there_and_back(sqlite_archive: Archive, postgresql_url: str, tmp_path: Path):
    filled(sqlite_archive)
    with (
        open_archive(postgresql_url, create=True) as there,
        open_archive(tmp_path / "back.db", create=True) as back,
    ):
        done = sqlite_archive.copy_to(there)
        there.copy_to(back)

        assert (done["articles"], done["revisions"]) == (2, 3)
        assert dumped(sqlite_archive) == dumped(there) == dumped(back)
        assert ingest(there, article("https://one.example/new", title="New"), at=AT).article_id
        with pytest.raises(UsageError, match="is not empty"):
            sqlite_archive.copy_to(there)


def test_what_comes_out_otherwise_is_not_kept(
    sqlite_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    filled(sqlite_archive)
    hashes = iter(range(1000))
    monkeypatch.setattr(
        "newsarchive.storage._copying.content_hash", lambda connection, table: next(hashes)
    )
    with open_archive(tmp_path / "b.db", create=True) as target:
        with pytest.raises(ArchiveDamaged, match="came out otherwise; nothing kept"):
            sqlite_archive.copy_to(target)
        assert dumped(target) == []


def test_commands_work_on_postgresql(run: Command, site: Web, postgresql_url: str, tmp_path: Path):
    stories = [
        (name, site.put(f"/{name}", page(f"Story {name}", sentences(name)))) for name in ("a", "b")
    ]
    url = site.put("/feed", rss("Daily Wall", f"{site.url}/", stories))
    with pytest.raises(ArchiveMissing, match="there is no such database"):
        open_archive(postgresql_url)
    run("newsarchive", "add", url, "--yes", "--allow-private", NEWSARCHIVE_ARCHIVE=postgresql_url)
    assert (
        "done: 2 new, 0 failures"
        in run("newsarchive", "crawl", *FAST, NEWSARCHIVE_ARCHIVE=postgresql_url).stdout
    )
    assert (
        "the database is sound"
        in run("newsarchive", "check", NEWSARCHIVE_ARCHIVE=postgresql_url).stdout
    )
    assert "0 faults" in run("newsarchive", "verify", NEWSARCHIVE_ARCHIVE=postgresql_url).stdout
    assert (
        "pg_dump"
        in run("newsarchive", "backup", "x.db", code=2, NEWSARCHIVE_ARCHIVE=postgresql_url).stderr
    )

    run("newsarchive", "copy", postgresql_url, "moved.db")

    assert "Story a" in run("newsarchive", "list", "--archive", "moved.db").stdout
    assert "0 faults" in run("newsarchive", "verify", "--archive", "moved.db").stdout
    nowhere = "postgresql+psycopg://me:secret@127.0.0.1:1/x"
    told = run("newsarchive", "list", "--archive", nowhere, code=1).stderr
    assert "the server cannot be reached" in told
    assert "secret" not in told
