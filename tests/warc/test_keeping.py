"""What is kept is re-read, sealed and indexed; whatever was altered is named."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import deflate
import pytest
from sqlalchemy import update

from newsarchive.errors import ArchiveDamaged, UsageError
from newsarchive.ingest import ingest
from newsarchive.jobs.keeping import evidence_of, reindex, verify
from newsarchive.jobs.retention import expired, read_rules, remove
from newsarchive.media import media_of
from newsarchive.model import (
    Capture,
    Enclosure,
    Evidence,
    Image,
    Link,
    ListingState,
    Source,
)
from newsarchive.storage import Archive
from newsarchive.storage._schema import CaptureRow
from newsarchive.warc import Answer
from newsarchive.warc.recovery import index_path
from newsarchive.warc.seal import NAME, note_removed, seal, verify_seals
from tests.fakes import article

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def kept(archive: Archive, payload: bytes, url: str = "https://one.example/a", **more) -> Capture:
    told = {"status": 200, "purpose": "article", "fetched_at": AT, **more}
    return archive.keep(Answer(url=url, final_url=url, payload=payload, **told))


def faults(archive: Archive) -> list[str]:
    return [str(fault) for _, checked in verify(archive) for fault in checked.faults]


def test_unaltered_captures_pass(archive: Archive):
    first = kept(archive, b"one" * 200)
    again = kept(archive, b"one" * 200)
    unchanged = kept(archive, b"", status=304)
    archive.warc.close()

    assert [first.kind, again.kind, unchanged.kind] == ["response", "revisit", "revisit"]
    assert unchanged.original == first  # a revisit repeats what holds the payload
    ((_, checked),) = verify(archive)
    assert (checked.records, checked.faults) == (4, ())


def test_each_alteration_is_named(archive: Archive):
    one, two, three = (kept(archive, bytes([65 + n]) * 900) for n in range(3))
    archive.warc.close()
    path = archive.warc.folder / one.warc_file
    raw = path.read_bytes()
    member = archive.warc.record(two)
    forged = raw[two.offset : two.offset + two.length]
    packed = deflate.gzip_compress(gzip.decompress(forged).replace(b"B" * 900, b"C" * 900), 7)
    path.write_bytes(raw[: two.offset] + packed + raw[two.offset + two.length :])

    told = faults(archive)

    assert any(f"at {two.offset}: the payload is not what its digest says" in item for item in told)
    assert any("a row says another digest (https://one.example/a)" in item for item in told)
    assert member.payload == b"B" * 900
    index_path(path).write_bytes(b"")
    assert any("the index differs" in item for item in faults(archive))
    path.write_bytes(raw[: three.offset + 30])
    assert any(f"at {three.offset}: a record breaks off" in item for item in faults(archive))
    assert any("a row's record is not there" in item for item in faults(archive))
    path.unlink()
    assert faults(archive) == [f"{path.name}: is gone; 3 rows name it"]


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("final_url", "https://other.example/", "another address, https://other.example/"),
        ("fetched_at", AT + timedelta(days=1), "another time, 2026-03-05T05:06:07Z"),
        ("status", 404, "another status, 404"),
        ("headers", [["Last-Modified", "yesterday"]], "other header fields"),
    ],
)
def test_what_a_row_says_of_an_answer_is_compared_with_it(
    archive: Archive, column: str, value: object, problem: str
):
    fields = (("Content-Type", "text/html"), ("X-Odd", " caf\u00e9, \u20ac\r\nfolded "))
    url = "https://me:secret@one.example/a b"
    captures = [kept(archive, b"one" * 200, url, headers=fields) for _ in range(2)]
    archive.warc.close()
    assert faults(archive) == []

    for capture in captures:  # a response and a revisit
        with archive.writing() as rows:
            rows._session.execute(
                update(CaptureRow)
                .where(CaptureRow.record_id == capture.record_id)
                .values({column: value})
            )
        assert any(f"at {capture.offset}: a row says {problem}" in told for told in faults(archive))


def test_an_index_is_made_anew(archive: Archive):
    capture = kept(archive, b"one" * 200)
    archive.warc.close()
    index = index_path(archive.warc.folder / capture.warc_file)
    written = index.read_bytes()
    index.unlink()
    archive.warc._recovered = False

    assert list(reindex(archive, rebuild=True)) == [(capture.warc_file, 1)]
    assert index.read_bytes() == written
    key, stamp, said = written.decode().split(" ", 2)
    assert (key, stamp) == ("example,one)/a", "20260304050607")
    assert json.loads(said) == {
        "url": "https://one.example/a",
        "mime": "unk",
        "status": "200",
        "digest": capture.digest,
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": capture.warc_file,
    }


def test_a_seal_shows_what_was_altered_removed_or_rewritten(archive: Archive):
    folder = archive.warc.folder
    for number in range(3):
        kept(archive, bytes([65 + number]) * 900)
        archive.warc.close()
    head = seal(folder, at=AT).head
    assert seal(folder, at=AT).files == ()
    assert verify_seals(folder) == (3, head, [])
    assert verify_seals(folder, head[:12])[2] == []
    assert "no hash 00ff" in str(verify_seals(folder, "00ff")[2][0])
    paths = archive.warc.files()
    raw = paths[0].read_bytes()

    paths[0].write_bytes(raw[:-1] + b"?")
    assert "was altered" in str(verify_seals(folder)[2][0])
    paths[0].write_bytes(raw)
    paths[1].unlink()
    assert "is gone" in str(verify_seals(folder)[2][0])
    after = note_removed(folder, [paths[1].name], "retention", at=AT)
    assert verify_seals(folder) == (4, after.head, [])

    lines = (folder / NAME).read_text().splitlines(keepends=True)
    (folder / NAME).write_text("".join(lines[:1] + lines[2:]))
    assert "line 2 does not follow" in str(verify_seals(folder)[2][0])
    with pytest.raises(ArchiveDamaged, match="is broken, so nothing is added"):
        seal(folder, at=AT)


@pytest.mark.filterwarnings("ignore:The Result.tuples")  # of storage/_frontier.py
def test_evidence_names_the_capture_of_page_and_of_feed(archive: Archive):
    url, feed = "https://one.example/a", "https://one.example/feed"
    source = Source(
        slug="one", name="One", home="https://one.example/", listings=(ListingState(url=feed),)
    )
    with archive.writing() as rows:
        rows.sources.add(source, at=AT)
        rows.frontier.listed([Link(url=url)], source="one", listing=feed, at=AT)
    listing = kept(archive, b"feed" * 100, feed, purpose="listing")
    page = kept(archive, b"page" * 100)
    said = [
        Evidence(field="title", position=0, origin="json-ld", raw=" Wall "),
        Evidence(field="authors", position=1, origin="feed", raw="A", guessed=True),
    ]
    verdict = ingest(archive, article(url, evidence=said, capture=page), at=AT)
    kept(archive, b"later" * 100, feed, purpose="listing", fetched_at=AT + timedelta(days=1))

    ((extractor, read_at, told),) = evidence_of(archive, verdict.article_id)

    assert extractor.startswith("newsarchive")
    assert read_at == AT
    assert [(item.evidence, item.capture) for item in told] == [
        (said[0], page),
        (said[1], listing),
    ]


def test_retention_removes_whole_old_files_by_kind_and_says_so(archive: Archive):
    picture = "https://one.example/a.jpg"
    old = kept(archive, b"picture" * 100, picture, purpose="media")
    page = kept(archive, b"page" * 100)
    archive.warc.close()
    later = AT + timedelta(days=300)
    again = kept(archive, b"picture" * 100, picture, purpose="media", fetched_at=later)
    archive.warc.close()
    head = seal(archive.warc.folder, at=AT).head
    rules = read_rules(["media=100"])

    (file,) = expired(archive, rules, at=AT + timedelta(days=310))
    assert (file.name, file.captures, file.purpose) == (old.warc_file, 1, "media")
    assert file.stays == "later captures in 1 other files repeat what is in it"
    assert remove(archive, [file], at=later) == 0
    both = expired(archive, rules, at=AT + timedelta(days=500))
    assert [(item.name, item.stays) for item in both] == [
        (again.warc_file, ""),
        (old.warc_file, ""),
    ]
    assert len(archive.warc.files()) == 3  # nothing was removed by looking
    assert remove(archive, both, at=later) == 2

    assert [path.name for path in archive.warc.files()] == [page.warc_file]
    assert faults(archive) == []
    assert verify_seals(archive.warc.folder, head)[2] == []
    with archive.reading() as rows:
        known = rows.captures.newest(picture, "media")
    assert known is not None
    assert (known.digest, known.warc_file) == (again.digest, "")
    with pytest.raises(ArchiveDamaged, match="is not kept"):
        archive.warc.record(known)
    with pytest.raises(UsageError, match="KIND=DAYS"):
        read_rules(["pictures=3"])


def test_which_media_of_an_article_are_meant():
    said = article(
        "https://one.example/news/1",
        image=Image(url="/lead.jpg"),
        body_html='<p>x<img src="two.jpg?a=1&amp;b=2"><img alt="" src="/lead.jpg"></p>',
        enclosures=[Enclosure(url="https://two.example/talk.mp3"), Enclosure(url="data:x")],
    )

    assert media_of(said, "none") == []
    assert media_of(said, "lead") == ["https://one.example/lead.jpg"]
    assert media_of(said, "all") == [
        "https://one.example/lead.jpg",
        "https://one.example/news/two.jpg?a=1&b=2",
        "https://two.example/talk.mp3",
    ]
