from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import newsarchive.storage
from newsarchive.storage import Archive, _engine
from newsarchive.storage._schema import Base
from newsarchive.storage._search import TABLES


def _is_ours(item, name, kind, *_):
    return not (kind == "table" and name.startswith(TABLES))  # FTS5 makes tables of its own


def test_head_is_the_newest_migration():
    config = Config()
    folder = Path(newsarchive.storage.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))

    assert ScriptDirectory.from_config(config).get_heads() == [_engine.HEAD]


def test_migrations_make_what_the_classes_say(archive: Archive):
    with archive._engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": False, "include_object": _is_ours}
        )

        assert compare_metadata(context, Base.metadata) == []
