"""Statements compiled once give what the same statements give through SQLAlchemy."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, select

from newsarchive.errors import ArchiveError
from newsarchive.storage import Archive, StoryState
from newsarchive.storage._prepared import MOST, Prepared
from newsarchive.storage._schema import CounterRow, StoryRow

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
NAMED = Prepared(
    select(CounterRow.name).where(CounterRow.name.in_(bindparam("names", expanding=True))),
    ids="names",
)


def test_values_pass_through_the_types_of_their_columns(archive: Archive):
    query = Prepared(select(StoryRow.created_at).where(StoryRow.key == bindparam("named")))
    state = StoryState(key="k\0ey", original=0, reason="", members={})
    with archive.writing() as rows:
        rows.stories.write({}, [state], at=AT)

        assert query.all(rows._session.connection(), named="key") == [(AT,)]


@pytest.mark.parametrize("count", [0, 1, 3, MOST + 1])
def test_any_number_of_values_is_looked_up(archive: Archive, count: int):
    wanted = ["change", *map(str, range(MOST))][:count]
    with archive.reading() as rows:
        found = NAMED.all(rows._session.connection(), names=wanted)

    assert [name for (name,) in found] == wanted[:1]


def test_an_error_of_the_driver_is_told_as_any_other(archive: Archive):
    with pytest.raises(ArchiveError):
        _ask_what_is_gone(archive)


def _ask_what_is_gone(archive: Archive) -> None:
    with archive.writing() as rows:
        rows._session.connection().exec_driver_sql("DROP TABLE counters")
        NAMED.all(rows._session.connection(), names=["change"])
