from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.model import Failure
from newsarchive.storage import open_archive

AT = datetime(2024, 5, 1, tzinfo=UTC)
URL = "https://example.org/1"


def test_a_url_has_one_open_failure_of_a_stage(tmp_path: Path):
    with open_archive(tmp_path / "a.db", create=True) as archive, archive.writing() as rows:
        for hour, cause in enumerate(("timed out", "timed out", "answered 404")):
            at = AT + timedelta(hours=hour)
            rows.runs.fail([Failure(url=URL, stage="fetch", cause=cause, at=at)])
        rows.runs.fail([Failure(url=URL, stage="read", cause="no text", at=AT)])

        found = {(item.stage, item.cause, item.times) for item in rows.runs.failures()}

    assert found == {("fetch", "answered 404", 1), ("read", "no text", 1)}


def test_failures_without_a_source_count_for_their_host(tmp_path: Path):
    with open_archive(tmp_path / "a.db", create=True) as archive, archive.writing() as rows:
        rows.runs.fail([Failure(url=URL, stage="fetch", cause="timed out", at=AT)])

        (figures,) = rows.figures()

    assert (figures.source, figures.failures) == ("example.org", 1)
