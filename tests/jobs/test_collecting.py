"""WARC files that others made: their pages become articles, with records of our own."""

import gzip
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsarchive.cli import cli
from newsarchive.extraction import read_article
from newsarchive.ingest import ingest
from newsarchive.jobs import collecting
from newsarchive.jobs.collecting import Report, import_warcs
from newsarchive.jobs.keeping import verify
from newsarchive.jobs.rereading import Report as Again
from newsarchive.jobs.rereading import reextract
from newsarchive.page import Page
from newsarchive.storage import Archive, Understood
from newsarchive.warc import foreign
from newsarchive.warc.payloads import unpacked
from newsarchive.warc.reading import records
from tests.fakes import page, sentences

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HTML = ("Content-Type", "text/html; charset=utf-8")


class Collection:
    """A WARC file as Common Crawl writes them: WARC/1.0, a gzip member a record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        about = _record("warcinfo", "", AT, "application/warc-fields", b"software: CC\r\n")
        self._records = [about]

    def add(self, url: str, payload: str | bytes, *headers, status="200 OK", hours=0, kind=""):
        raw = payload.encode() if isinstance(payload, str) else payload
        at = AT + timedelta(hours=hours)
        if kind:
            self._records.append(_record(kind, url, at, HTML[1], raw))
            return
        asked = _record("request", url, at, "application/http; msgtype=request", b"GET / HTTP/1.1")
        head = "".join(f"{name}: {value}\r\n" for name, value in (HTML, *headers))
        block = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + raw
        answer = _record("response", url, at, "application/http; msgtype=response", block)
        self._records += [asked, answer]

    def done(self) -> Path:
        self.path.write_bytes(b"".join(self._records))
        return self.path


def _record(kind: str, url: str, at: datetime, content_type: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {at:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def story(topic: str) -> str:
    return page(f"News of {topic}", sentences(topic))


def taken(archive: Archive, *paths: Path) -> Report:
    report = Report()
    for _ in import_warcs(archive, paths, sites=Path("none"), processes=1, report=report):
        pass
    return report


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path / "CC-NEWS.warc.gz")


def test_pages_become_articles_and_records_of_our_own(archive: Archive, collection: Collection):
    chunks = "".join(f"{len(part):x}\r\n{part}\r\n" for part in (story("chunk"), "")) + "\r\n"
    packed = gzip.compress(story("packed").encode())
    collection.add("https://one.example/wall", story("wall"), ("Set-Cookie", "secret=1"))
    collection.add("https://one.example/packed", packed, ("Content-Encoding", "gzip"))
    collection.add("https://one.example/chunk", chunks, ("Transfer-Encoding", "chunked"))
    collection.add("https://one.example/said", story("said"), ("Content-Encoding", "gzip"))
    collection.add("https://one.example/gone", story("gone"), status="404 Not Found")
    collection.add("https://one.example/", page("Home", []))
    collection.add("https://two.example/file", story("file"), kind="resource")
    path = collection.done()

    report = taken(archive, path)

    assert (report.pages, report.verdicts["new"], report.problems) == (5, 5, [])
    assert report.others["answers with other statuses"] == 1
    assert report.others["request records"] == 6
    with archive.reading() as rows:
        held = {item.url: item for item in rows.archived.page()[0]}
        runs = rows.runs.newest()
    wall = held["https://one.example/wall"]
    assert wall.article.title == "News of wall"
    assert wall.first_seen_at == wall.last_seen_at == AT
    assert wall.captured is not None
    assert archive.warc.read(wall.captured) == story("wall").encode()
    assert "Set-Cookie" not in dict(wall.captured.headers)
    assert {url[-5:] for url in held} == {"/wall", "acked", "chunk", "/said", "/file"}
    assert (runs[0].outcome, runs[0].figures["pages"]) == ("finished", 5)
    archive.warc.close()
    assert [fault for _, checked in verify(archive) for fault in checked.faults] == []

    again = taken(archive, path)
    assert (again.pages, again.known) == (0, 5)
    reread = Again()
    list(reextract(archive, sites=Path("none"), processes=1, report=reread))
    assert reread.same == 5


def test_what_was_understood_otherwise_is_no_edit(archive: Archive, collection: Collection):
    url = "https://one.example/wall"
    collection.add(url, story("wall"))
    assert taken(archive, collection.done()).verdicts["new"] == 1
    with archive.writing() as rows:
        (known,) = rows.rereadings.load([1])
        known.article.title = "One Example"
        known.article.body = "\n\n".join(sentences("wall")[1:])
        misread = Understood(
            revision_id=1, reading_id=known.reading_id, article=known.article, text_hash="0"
        )
        rows.rereadings.add(misread, extractor="newsarchive 0.0.1", at=AT)

    collection.add(url, story("wall") + "<!-- -->", hours=1)
    assert taken(archive, collection.done()).verdicts["unchanged"] == 1
    with archive.reading() as rows:
        assert rows.archived.page()[0][0].article.title == "News of wall"


def test_an_older_state_is_no_edit_and_a_newer_one_is(archive: Archive, collection: Collection):
    url = "https://one.example/wall"
    article = read_article(Page(url, story("wall")))
    ingest(archive, article, at=AT + timedelta(hours=5))
    collection.add(url, story("before"), hours=2)
    collection.add(url, story("after"), hours=9)

    report = taken(archive, collection.done())

    assert report.verdicts == {"unchanged": 1, "revised": 1}
    with archive.reading() as rows:
        (held,) = rows.archived.page()[0]
        kept = {at for _, at, _ in rows.captures.known([url])}
    assert kept == {AT + timedelta(hours=2), AT + timedelta(hours=9)}
    assert held.article.body == read_article(Page(url, story("after"))).body
    assert (held.revisions, held.last_seen_at) == (2, AT + timedelta(hours=9))


def test_stretches_hold_every_record_once(
    archive: Archive, collection: Collection, monkeypatch: pytest.MonkeyPatch
):
    for number in range(8):
        collection.add(f"https://one.example/{number}", story(f"n{number}"))
    path = collection.done()
    whole = [record.offset for record in records(path)]
    for length in (100, 700, 5_000):
        monkeypatch.setattr(foreign, "STRETCH", length)
        pieces = list(foreign.stretches(path))
        found = [r.offset for piece in pieces for r in foreign.records_of(piece, foreign.Seen())]
        assert found == whole, length

    monkeypatch.setattr(foreign, "STRETCH", 700)
    outcomes = import_warcs(archive, [path], sites=Path("none"), processes=1)
    for _ in range(4):
        next(outcomes)
    outcomes.close()
    first = len(articles(archive))
    assert 0 < first < 8
    report = taken(archive, path)
    assert report.total_bytes < path.stat().st_size
    assert (report.pages + first, report.known, report.problems) == (8, 0, [])


def articles(archive: Archive):
    with archive.reading() as rows:
        return rows.archived.page()[0]


@pytest.mark.parametrize("stretch", [700, 2_000_000])
def test_damage_is_named_and_the_rest_is_kept(
    archive: Archive, collection: Collection, monkeypatch: pytest.MonkeyPatch, stretch: int
):
    monkeypatch.setattr(foreign, "STRETCH", stretch)
    for number in range(6):
        collection.add(f"https://one.example/{number}", story(f"n{number}"))
    path = collection.done()
    offsets = [record.offset for record in records(path) if record.kind == "response"]
    raw = bytearray(path.read_bytes())
    raw[offsets[1] : offsets[1] + 3] = b"\0\0\0"  # no beginning of a record any more
    raw[offsets[3] + 60] ^= 255
    path.write_bytes(raw[: offsets[5] + 50])

    report = taken(archive, path)

    assert {item.url[-1] for item in articles(archive)} == {"0", "2", "4"}
    assert [sentence.partition(" the record at ")[2] for sentence in report.problems] == [
        f"{offsets[1]} is damaged; it was passed over"
        if report.problems[0].endswith("passed over")
        else f"{offsets[1]} is damaged, or no gzip member",
        f"{offsets[3]} is damaged, or no gzip member",
        f"{offsets[5]} breaks off",
    ]
    with archive.reading() as rows:
        assert len(rows.runs.failures()) == 3


def test_files_that_cannot_be_read_get_a_sentence(archive: Archive, tmp_path: Path):
    plain, whole, text, empty = (tmp_path / name for name in ("p", "w", "t", "e"))
    plain.write_bytes(b"WARC/1.0\r\n")
    whole.write_bytes(gzip.compress(b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\nWARC/1.0\r\n"))
    text.write_bytes(b"hello")
    empty.write_bytes(b"")

    report = taken(archive, plain, whole, text, empty, tmp_path / "no", tmp_path)

    assert [sentence.rpartition(": ")[2] for sentence in report.problems] == [
        "warcio recompress FILE FILE.gz",
        "is no WARC file that is packed record by record; see warcio recompress",
        "is no WARC file that is packed record by record; see warcio recompress",
        "is empty; get it again",
        "there is no such file",
        "is a folder; name files",
    ]


def test_the_command_tells_and_stops_in_good_order(
    archive: Archive, collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(foreign, "STRETCH", 700)
    for number in range(4):
        collection.add(f"https://one.example/{number}", story(f"n{number}"))
    path = collection.done()
    read = collecting._Reader.read

    def interrupted(self, stretch: foreign.Stretch):
        if stretch.start:
            raise KeyboardInterrupt
        return read(self, stretch)

    words = ["import", "warc", str(path), "--processes", "1", "--archive", archive.address]
    monkeypatch.setattr(collecting._Reader, "read", interrupted)
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 130
    assert "MB left; the same command continues" in done.output
    monkeypatch.setattr(collecting._Reader, "read", read)
    done = CliRunner().invoke(cli, [*words, str(tmp_path / "no.warc.gz")])
    assert done.exit_code == 1
    assert "no.warc.gz: there is no such file" in done.output
    assert len(articles(archive)) == 4


def test_payloads_that_are_not_what_they_say():
    html = b"<html>" + b"x" * 50_000
    assert unpacked(html, [("Content-Encoding", "br")], limit=10**6) == html
    torn = gzip.compress(html)[:-9]
    assert html.startswith(unpacked(torn, [("content-encoding", "GZIP")], limit=10**6))
    assert len(unpacked(gzip.compress(html), [("Content-Encoding", "gzip")], limit=100)) == 100
