import json
import os
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

from newsarchive.errors import UsageError
from newsarchive.export import dump, dump_schema, export, iso
from newsarchive.ingest import ingest
from newsarchive.model import Article, Credit, Image, Precision
from newsarchive.storage import Archive
from tests.fakes import article, sentences

AT = datetime(2026, 3, 4, 5, 6, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "precision", "told"),
    [
        (None, None, None),
        (datetime(2023, 1, 28, 16, 46), Precision.MINUTE, "2023-01-28T16:46:00"),
        (datetime(2023, 1, 28), Precision.DAY, "2023-01-28"),
        (datetime(2023, 1, 1), Precision.MONTH, "2023-01"),
        (datetime(2023, 1, 1), Precision.YEAR, "2023"),
        (
            datetime.fromisoformat("2023-01-28T16:46:05+05:30"),
            Precision.SECOND,
            "2023-01-28T16:46:05+05:30",
        ),
        (AT, None, "2026-03-04T05:06:07+00:00"),
    ],
)
def test_times_are_told_no_finer_than_stated(when, precision, told):
    assert iso(when, precision) == told


@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_what_a_query_finds_is_exported(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
):
    monkeypatch.setattr("newsarchive.export.FOUND_AT_ONCE", at_once)
    for number in range(5):
        title = f"{'Flood' if number % 2 == 0 else 'Fair'} number {number}"
        text = " ".join(sentences(f"quay {number}"))
        ingest(archive, article(f"https://{number}.example/a", title=title, body=text), at=AT)
    target = tmp_path / "found.jsonl"

    assert export(archive, str(target), query="title:flood") == 3

    titles = [json.loads(told)["title"] for told in target.read_text().splitlines()]
    assert titles == ["Flood number 0", "Flood number 2", "Flood number 4"]
    assert export(archive, str(target), query="title:flood", source="2.example") == 1
    for wrong, told in (("(flood", "never closed"), (" ", "the query is empty")):
        with pytest.raises(UsageError, match=told):
            export(archive, str(target), query=wrong)


def test_the_dump_is_as_its_schema_says(archive: Archive, tmp_path: Path):
    full = article(
        published=datetime(2026, 1, 2),
        published_precision=Precision.DAY,
        image=Image(credit="Roe"),
        credit=Credit(source="Two", published=AT, via=(Credit(source="Three"),)),
    )
    for page in (full, Article(url="https://two.example/", body="x")):
        ingest(archive, page, at=AT)

    assert export(archive, str(tmp_path / "all.json")) == 2

    items = json.loads((tmp_path / "all.json").read_text())
    for item in items:
        jsonschema.validate(item, dump_schema(), cls=jsonschema.Draft202012Validator)
        assert list(item) == list(dump_schema()["properties"])
    assert items[0]["published"] == "2026-01-02"
    assert items[0]["credit"]["via"][0]["source"] == "Three"


def test_the_dump_tells_edits_and_absences(archive: Archive, tmp_path: Path):
    def told() -> tuple[object, ...]:
        export(archive, str(tmp_path / "all.jsonl"))
        item = json.loads((tmp_path / "all.jsonl").read_text())
        jsonschema.validate(item, dump_schema(), cls=jsonschema.Draft202012Validator)
        return tuple(item[name] for name in ("edit", "changed", "gone_at", "returned_at"))

    def miss(hours: int) -> None:
        with archive.writing() as rows:
            rows.absences.missed(
                "https://one.example/a", at=AT + timedelta(hours=hours), cause="404"
            )

    ingest(archive, article(), at=AT)
    assert told() == (None, [], None, None)
    ingest(archive, article(title="Harbour wall gives way"), at=AT)
    assert told()[:2] == ("headline", ["title"])
    miss(1)
    assert told()[2:] == (None, None), "only missing"
    miss(30)
    assert told()[2:] == ("2026-03-04T06:06:07+00:00", None)
    ingest(archive, article(title="Harbour wall gives way"), at=AT + timedelta(hours=40))
    assert told()[2:] == ("2026-03-04T06:06:07+00:00", "2026-03-05T21:06:07+00:00")
    miss(50)
    miss(80)
    assert told()[2:] == ("2026-03-06T07:06:07+00:00", None), "gone again"


def test_the_order_and_the_ids_are_stable(archive: Archive, tmp_path: Path):
    for number in range(450):
        ingest(
            archive,
            article(f"https://one.example/{number}", title=f"{number}", body=f"text {number}"),
            at=AT,
        )

    export(archive, str(tmp_path / "one.jsonl"))
    export(archive, str(tmp_path / "two.jsonl"))

    text = (tmp_path / "one.jsonl").read_text()
    assert text == (tmp_path / "two.jsonl").read_text()
    assert [json.loads(line)["title"] for line in text.splitlines()] == [str(n) for n in range(450)]


def test_an_empty_archive_is_an_empty_array(archive: Archive, tmp_path: Path):
    assert export(archive, str(tmp_path / "all.json")) == 0
    assert json.loads((tmp_path / "all.json").read_text()) == []


def test_only_a_source_or_since(archive: Archive, tmp_path: Path):
    ingest(archive, article("https://one.example/a", body="one"), at=AT)
    ingest(archive, article("https://two.example/a", body="two"), at=AT.replace(year=2027))

    assert export(archive, str(tmp_path / "x.json"), source="one.example") == 1
    assert export(archive, str(tmp_path / "x.json"), since=datetime(2027, 1, 1, tzinfo=UTC)) == 1
    assert export(archive, str(tmp_path / "x.json"), source="none") == 0


def test_a_failed_export_leaves_the_old_file(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ingest(archive, article(), at=AT)
    path = tmp_path / "all.json"
    path.write_text("old")

    def fail(archived: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsarchive.export.dump", fail)
    with pytest.raises(UsageError, match="No space left"):
        export(archive, str(path))

    assert path.read_text() == "old"
    assert list(tmp_path.glob(".all.json*")) == []


def test_an_unknown_ending_is_refused(archive: Archive, tmp_path: Path):
    with pytest.raises(UsageError, match=r"\.json, \.jsonl or \.wacz"):
        export(archive, str(tmp_path / "all.csv"))


def test_dump_and_origins(archive: Archive):
    ingest(archive, article(), at=AT)
    with archive.reading() as rows:
        (item,), _ = rows.archived.page()

    assert dump(item)["origins"] == {}


def test_a_dump_is_as_private_as_the_user_wants_and_a_link_stays_one(
    archive: Archive, tmp_path: Path
):
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "real" / "dump.json")
    before = os.umask(0o077)
    try:
        export(archive, str(link))
    finally:
        os.umask(before)

    assert link.is_symlink()
    assert (tmp_path / "real" / "dump.json").stat().st_mode & 0o777 == 0o600


def test_players_find_the_files_of_a_wacz_by_its_directory(archive: Archive, tmp_path: Path):
    # replayweb.page believes that no extra field stands before a file where none is listed
    export(archive, str(tmp_path / "none.wacz"))

    raw = (tmp_path / "none.wacz").read_bytes()
    with zipfile.ZipFile(tmp_path / "none.wacz") as package:
        assert package.testzip() is None
        for item in package.infolist():
            (before,) = struct.unpack_from("<H", raw, item.header_offset + 28)
            assert bool(before) == bool(item.extra), item.filename
