"""Copies, packing and checks of the database."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.errors import UsageError
from newsarchive.ingest import ingest
from newsarchive.storage import Archive, open_archive
from tests.conftest import Command
from tests.fakes import article

AT = datetime(2026, 3, 4, tzinfo=UTC)


def test_a_backup_is_whole_while_somebody_writes(sqlite_archive: Archive, tmp_path: Path):
    ingest(sqlite_archive, article(), at=AT)
    shares: list[float] = []

    def meanwhile(share: float) -> None:
        shares.append(share)

    with sqlite_archive.writing() as rows:
        rows.frontier.add(["https://one.example/later"], source=None, at=AT)
        size = sqlite_archive.backup(tmp_path / "copies" / "a.db", progress=meanwhile)

    assert shares[-1] == 1
    assert size == (tmp_path / "copies" / "a.db").stat().st_size
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["a.db"]
    with open_archive(tmp_path / "copies" / "a.db") as copy, copy.reading() as rows:
        assert len(rows.archived.page()[0]) == 1
    with pytest.raises(UsageError, match="exists already"):
        sqlite_archive.backup(tmp_path / "copies" / "a.db")


def test_packing_gives_room_back(sqlite_archive: Archive):
    for number in range(300):
        ingest(
            sqlite_archive, article(f"https://one.example/{number}", title=f"No. {number}"), at=AT
        )
    with sqlite_archive.writing() as rows:
        rows._session.connection().exec_driver_sql("UPDATE readings SET body = '', body_html = ''")

    before, after = sqlite_archive.vacuum()

    assert after < before
    with sqlite_archive.reading() as rows:
        assert len(rows.archived.page(limit=300)[0]) == 300


def test_texts_that_are_damaged_are_named(run: Command, sqlite_archive: Archive):
    ingest(sqlite_archive, article(title="Wall holds, they say"), at=AT)
    assert list(sqlite_archive.faults()) == []
    sqlite_archive.close()
    with closing(sqlite3.connect(sqlite_archive.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = sqlite_archive.path.read_bytes()
    sqlite_archive.path.write_bytes(whole.replace(b"Wall holds, they", b"Wall \xff\xfelds, they"))

    done = run("newsarchive", "check", "--archive", str(sqlite_archive.path), code=1)

    assert "readings row 1 holds text that is damaged" in done.stderr


def test_contradictions_are_named(run: Command, sqlite_archive: Archive):
    ingest(sqlite_archive, article(), at=AT)
    ingest(sqlite_archive, article("https://two.example/b", title="Other"), at=AT)
    assert list(sqlite_archive.faults()) == []
    sqlite_archive.close()
    with closing(sqlite3.connect(sqlite_archive.path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE articles SET reading_id = 99 WHERE id = 1")
        connection.execute("UPDATE urls SET source_id = 77 WHERE id = 2")
        connection.execute("UPDATE revisions SET number = 3 WHERE id = 2")
        connection.commit()

    done = run("newsarchive", "check", "--archive", str(sqlite_archive.path), code=1)

    assert "2 articles, 2 revisions" in done.stdout
    assert "an article has no reading: " in done.stderr
    assert "urls row 2 points to a row of sources that is not there" in done.stderr
    assert "an article's revisions are not numbered from 1 to the newest: " in done.stderr
