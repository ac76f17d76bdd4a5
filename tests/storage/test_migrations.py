import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import newsarchive.storage
from newsarchive.ingest import ingest
from newsarchive.model import VerdictKind
from newsarchive.search import Search
from newsarchive.storage import Archive, _engine, open_archive
from newsarchive.storage._fulltext import TABLES
from newsarchive.storage._schema import Base


def _is_ours(item, name, kind, *_):
    return not name.startswith((*TABLES, "ix_search_spaced", "ix_search_unspaced"))  # _fulltext.py


def test_head_is_the_newest_migration():
    config = Config()
    folder = Path(newsarchive.storage.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))

    assert ScriptDirectory.from_config(config).get_heads() == [_engine.HEAD]


def differences(archive: Archive) -> Any:
    with archive._engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": False, "include_object": _is_ours}
        )
        return compare_metadata(context, Base.metadata)


def test_migrations_make_what_the_classes_say(archive: Archive):
    assert differences(archive) == []


SCHEMAS = sorted(Path(__file__).with_name("schemas").glob("*.sql"))


def test_every_schema_has_an_archive_for_later_migrations_to_open():
    versions = Path(_engine.__file__).parent / "migrations/versions"
    made = sorted(path.stem[:4] for path in versions.glob("[0-9]*.py"))
    assert [path.stem for path in SCHEMAS] == made
    assert made[-1] == _engine.HEAD


@pytest.mark.parametrize("dump", SCHEMAS, ids=lambda path: path.stem)
def test_an_archive_of_every_schema_is_opened(dump: Path, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.executescript(dump.read_text())

    with open_archive(tmp_path / "old.db") as archive:
        with archive.reading() as rows:
            articles, _ = rows.archived.page()
            (source,) = rows.sources.all()
            revisions = rows.archived.revisions(articles[0].id)
            failures = rows.runs.failures()
            link = rows.frontier.mention("https://one.example/a")
            found = rows.search.find(Search(query="title:just author:wei source:harbour-courier"))
        assert [item.article.title for item in articles] == [
            "Harbour wall holds, just",
            "Wall holds",
        ]
        assert revisions[0].title == "Harbour wall holds"
        assert articles[0].article.authors == ["Jane Roe", "Li Wei"]
        assert articles[0].copies == (articles[1].id,)
        assert (source.slug, source.timezone) == ("harbour-courier", "Europe/Oslo")
        assert [failure.url for failure in failures] == ["https://one.example/c"]
        assert link is not None
        assert link.authors == ("Jane Roe",)
        assert [hit.id for hit in found.hits] == [articles[0].id]
        assert differences(archive) == []
        assert list(archive.faults()) == []
        again = replace(
            articles[0].article, url="https://one.example/a", capture=None, title="Wall holds on"
        )
        assert ingest(archive, again, at=datetime.now(UTC)).kind is VerdictKind.REVISED
