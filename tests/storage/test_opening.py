import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.errors import ArchiveBusy, ArchiveDamaged, ArchiveMissing, UsageError
from newsarchive.storage import _engine, open_archive


def test_missing_archive_is_named_and_not_made(tmp_path: Path):
    with pytest.raises(ArchiveMissing, match=r"none\.db: there is no archive; .*init"):
        open_archive(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_url_and_path_name_the_same_file(tmp_path: Path):
    open_archive(f"sqlite:///{tmp_path}/a.db", create=True).close()

    with open_archive(tmp_path / "a.db") as archive:
        assert archive.path == tmp_path / "a.db"


def test_odd_characters_in_the_path(tmp_path: Path):
    path = tmp_path / "what? 100% #1.db"

    open_archive(path, create=True).close()

    assert path.is_file()


@pytest.mark.parametrize("url", ["postgresql://host", "mysql://x/y", "sqlite://"])
def test_other_databases_are_refused_plainly(url: str):
    with pytest.raises(UsageError, match="SQLite"):
        open_archive(url)


def test_a_file_of_another_kind(tmp_path: Path):
    path = tmp_path / "x.db"
    path.write_bytes(b"no database at all, " * 100)

    with pytest.raises(ArchiveDamaged, match=r"x\.db: is not a newsarchive database"):
        open_archive(path)


def test_a_database_of_another_program(tmp_path: Path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (x)")

    with pytest.raises(ArchiveDamaged, match="another program"):
        open_archive(path, create=True)


def test_an_archive_of_a_newer_version(tmp_path: Path):
    path = tmp_path / "new.db"
    open_archive(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(ArchiveDamaged, match="newer newsarchive"):
        open_archive(path)


def test_a_folder(tmp_path: Path):
    with pytest.raises(UsageError, match="is a folder; name the database file in it"):
        open_archive(tmp_path)


def test_a_locked_database_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.db"
    open_archive(path, create=True).close()
    monkeypatch.setattr(_engine, "BUSY_TIMEOUT_MS", 100)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with (
        open_archive(path) as archive,
        pytest.raises(ArchiveBusy, match="another program"),
        archive.writing(),
    ):
        pass
    holder.close()


def test_writers_of_several_processes_wait_for_each_other(tmp_path: Path):
    path = tmp_path / "a.db"
    open_archive(path, create=True).close()
    script = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from newsarchive.ingest import ingest\n"
        "from newsarchive.storage import open_archive\n"
        "from newsarchive.model import Article\n"
        "with open_archive(sys.argv[1]) as archive:\n"
        "    for number in range(30):\n"
        "        page = Article(url=f'https://{sys.argv[2]}.example/{number}', title='x')\n"
        "        ingest(archive, page, at=datetime.now(UTC))\n"
    )

    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in ("a", "b")
    ]

    assert [writer.wait(60) for writer in writers] == [0, 0]
    with open_archive(path) as archive, archive.reading() as rows:
        assert sum(item.articles for item in rows.figures()) == 60
