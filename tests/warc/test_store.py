import errno
import gzip
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from newsarchive.errors import ArchiveDamaged
from newsarchive.model import Capture
from newsarchive.warc import Answer, Sent, WarcStore
from newsarchive.warc.reading import records
from newsarchive.warc.records import NOT_MODIFIED, sent_fields, target
from newsarchive.warc.recovery import index_path

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def keep(
    store: WarcStore,
    payload: bytes = b"<p>body</p>",
    original: Capture | None = None,
    **fields: object,
) -> Capture:
    answer = Answer(
        url="https://one.example/old",
        final_url="https://one.example/new",
        fetched_at=AT,
        status=200,
        headers=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")),
        payload=payload,
        sent=Sent(headers=(("User-Agent", "tests"),)),
    )
    return store.append(replace(answer, **fields), original=original)  # type: ignore[arg-type]


def check(store: WarcStore) -> None:
    """What ``warcio check`` says of a store's files."""
    paths = [str(path) for path in store.files()]
    checker = Checker(type("Args", (), {"inputs": paths, "verbose": False}))
    assert checker.process_all() == 0


def kinds(store: WarcStore) -> list[str]:
    return [record.kind for path in store.files() for record in records(path)]


def test_what_is_kept_is_read_back(tmp_path: Path):
    store = WarcStore(tmp_path)
    payloads = [b"", b"one\r\n\r\ntwo", bytes(range(256)) * 1000]

    captures = [keep(store, payload) for payload in payloads]
    store.close()

    assert [WarcStore(tmp_path).read(capture) for capture in captures] == payloads


def test_records_are_as_the_reference_reader_wants_them(tmp_path: Path):
    store = WarcStore(tmp_path)
    capture = keep(store)
    store.append_file(url="urn:sha256:00", content_type="text/plain", payload=b"text", read_at=AT)
    store.close()
    path = tmp_path / capture.warc_file

    check(store)
    with path.open("rb") as file:
        records = [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.http_headers and record.http_headers.statusline,
                record.http_headers and record.http_headers.get_header("Transfer-Encoding"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
        ]

    assert records[0][0] == "warcinfo"
    assert records[1:] == [
        ("response", "https://one.example/new", "200 OK", None, b"<p>body</p>"),
        ("request", "https://one.example/new", "/new HTTP/1.1", None, b""),
        ("resource", "urn:sha256:00", None, None, b"text"),
    ]


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path):
    store = WarcStore(tmp_path)
    capture = keep(store)
    store.close()

    raw = (tmp_path / capture.warc_file).read_bytes()
    member = raw[capture.offset : capture.offset + capture.length]

    assert gzip.decompress(member).startswith(b"WARC/1.1\r\nWARC-Type: response")
    assert capture.offset + capture.length + capture.request_length == len(raw)
    behind = gzip.decompress(raw[capture.offset + capture.length :])
    assert behind.startswith(b"WARC/1.1\r\nWARC-Type: request")
    assert b"\r\nHost: one.example\r\nUser-Agent: tests\r\n" in behind


def test_header_injection_is_folded(tmp_path: Path):
    store = WarcStore(tmp_path)

    capture = keep(store, headers=(("X-Odd\r\nEvil", "a\r\nWARC-Type: warcinfo\x00"),))

    store.close()
    assert capture.headers == (("X-Odd Evil", "a WARC-Type: warcinfo "),)
    assert store.read(capture) == b"<p>body</p>"


def test_a_damaged_record_is_told(tmp_path: Path):
    store = WarcStore(tmp_path)
    capture = keep(store)
    store.close()
    path = tmp_path / capture.warc_file
    path.write_bytes(path.read_bytes()[: capture.offset + capture.length - 20])

    with pytest.raises(ArchiveDamaged, match=r"one\.example/old"):
        store.read(capture)


def test_two_stores_never_share_a_file(tmp_path: Path):
    one, two = WarcStore(tmp_path), WarcStore(tmp_path)

    assert keep(one).warc_file != keep(two).warc_file
    one.close()
    two.close()


def test_a_record_that_could_not_be_written_leaves_the_file_whole(tmp_path: Path):
    store = WarcStore(tmp_path)
    first = keep(store)
    whole = (tmp_path / first.warc_file).stat().st_size
    writer = store._writers["article"]
    writer._file = DiskFull(writer._file)  # type: ignore[assignment,arg-type]

    with pytest.raises(ArchiveDamaged, match="No space left"):
        keep(store)
    again = keep(store)
    store.close()

    assert (tmp_path / first.warc_file).stat().st_size == whole
    assert again.warc_file != first.warc_file
    assert store.read(first) == store.read(again) == b"<p>body</p>"


class DiskFull:
    """A file whose disk has room for ten bytes more."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def tell(self) -> int:
        return self._file.tell()

    def write(self, data: bytes) -> int:
        self._file.write(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        self._file.close()

    def fileno(self) -> int:
        return self._file.fileno()


def test_a_rendered_page_refers_to_the_answer_it_was_made_from(tmp_path: Path):
    store = WarcStore(tmp_path)
    original = keep(store, headers=(("ETag", '"1"'), ("Content-Encoding", "gzip")))
    payload = b"<p>one</p>\r\n\r\n<p>two</p>"

    rendered = store.append_rendered(original, payload=payload, made_at=AT)
    store.close()

    assert store.read(rendered) == payload
    assert store.read(original) == b"<p>body</p>"
    assert (rendered.status, rendered.url) == (200, "https://one.example/old")
    assert rendered.headers == ()  # its validators would speak for the original only
    with (tmp_path / rendered.warc_file).open("rb") as file:
        heads = [(record.rec_type, record.rec_headers) for record in ArchiveIterator(file)]
    (_, answer), _, (kind, conversion) = heads[1:]
    assert kind == "conversion"
    assert conversion.get_header("WARC-Refers-To") == answer.get_header("WARC-Record-ID")
    assert conversion.get_header("WARC-Target-URI") == "https://one.example/new"


def test_a_payload_that_is_kept_is_not_kept_again(tmp_path: Path):
    store = WarcStore(tmp_path)
    payload = b"<p>same</p>" * 100
    first = keep(store, payload)

    again = keep(
        store, payload, first, url="https://one.example/2", final_url="https://one.example/2"
    )
    third = keep(store, payload, again)
    unchanged = keep(store, b"", first, status=304)
    small = keep(store, b"small", keep(store, b"small"))
    store.close()

    assert [item.kind for item in (first, again, third, unchanged, small)] == [
        "response",
        "revisit",
        "revisit",
        "revisit",
        "response",
    ]
    assert again.original == third.original == first
    assert store.read(again) == store.read(third) == payload
    assert again.length < 700
    check(store)
    told = store.record(again).fields
    assert told["warc-profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert told["warc-refers-to"] == f"<{first.record_id}>"
    assert told["warc-refers-to-target-uri"] == "https://one.example/new"
    assert told["warc-refers-to-date"] == "2026-03-04T05:06:07Z"
    assert told["warc-payload-digest"] == first.digest
    told = store.record(unchanged).fields
    assert told["warc-profile"] == NOT_MODIFIED
    assert "warc-payload-digest" not in told


def test_secrets_are_not_written(tmp_path: Path):
    store = WarcStore(tmp_path)
    secrets = (
        ("Cookie", "SESAME"),
        ("Authorization", "Basic SESAME"),
        ("proxy-authorization", "SESAME"),
        ("X-Api-Key", "SESAME"),
        ("X-Named", "SESAME"),
        ("Accept", "text/html"),
    )
    sent = Sent(headers=sent_fields(secrets, secret=["x-named"]))

    capture = keep(
        store,
        sent=sent,
        final_url="https://user:SESAME@one.example/new",
        headers=(("Set-Cookie", "id=SESAME"), ("ETag", "1")),
    )
    store.close()

    assert sent.headers == (("Accept", "text/html"),)
    assert capture.headers == (("ETag", "1"),)
    (path,) = store.files()
    assert b"SESAME" not in b"".join(record.block for record in records(path))
    assert b"SESAME" not in gzip.decompress(path.read_bytes())
    assert target("http://a:b@c.example/@x y") == "http://c.example/@x%20y"


def test_files_are_rotated_and_indexed(tmp_path: Path):
    store = WarcStore(tmp_path, max_bytes=3_000, settings=[("robots", "RFC 9309")])
    captures = [keep(store, bytes([48 + number]) * 500) for number in range(8)]
    assert not index_path(store.files()[-1]).exists()
    store.close()

    assert len(store.files()) > 1
    assert all(index_path(path).exists() for path in store.files())
    assert all(path.stat().st_size < 5_000 for path in store.files())
    assert [len(store.read(capture)) for capture in captures] == [500] * 8
    first = next(records(store.files()[0]))
    assert first.kind == "warcinfo"
    assert b"software: newsarchive/" in first.block
    assert b"robots: RFC 9309" in first.block
    check(store)


def test_many_threads_write_whole_records(tmp_path: Path):
    store = WarcStore(tmp_path)
    kept: list[tuple[bytes, Capture]] = []

    def write(number: int) -> None:
        for turn in range(5):
            payload = f"<p>{number} {turn}</p>".encode() * 50
            kept.append((payload, keep(store, payload)))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()

    assert [store.read(capture) for _, capture in kept] == [payload for payload, _ in kept]
    check(store)


KILLED = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from newsarchive.warc import Answer, WarcStore
store = WarcStore(Path(sys.argv[1]))
for number in range(3):
    store.append(Answer(url="https://one.example/", final_url="https://one.example/",
        fetched_at=datetime.now(UTC), status=200, payload=os.urandom(5000)))
print(store.files()[0].name, flush=True)
os.kill(os.getpid(), 9)
"""


def test_after_a_kill_the_torn_end_is_cut_off_and_counted(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    path = tmp_path / done.stdout.strip()
    whole = path.stat().st_size
    *_, last = records(path)
    with path.open("r+b") as file:
        file.truncate(whole - 100)
    store = WarcStore(tmp_path)

    keep(store)  # any start that writes looks first
    store.close()

    (torn,) = store.torn
    assert (torn.file, torn.offset, torn.bytes_cut) == (
        path.name,
        last.offset,
        last.length - 100,
    )
    assert path.stat().st_size == last.offset
    assert len(index_path(path).read_bytes().splitlines()) == 2
    check(store)
    assert WarcStore(tmp_path).recover() == []


def test_a_file_that_is_written_to_and_one_damaged_within_are_left_alone(tmp_path: Path):
    writer = WarcStore(tmp_path)
    first, second = keep(writer, b"x" * 900), keep(writer, b"y" * 900)
    other = WarcStore(tmp_path)
    assert other.recover() == []
    assert not index_path(tmp_path / first.warc_file).exists()
    writer.close()

    path = tmp_path / first.warc_file
    index_path(path).unlink()
    raw = bytearray(path.read_bytes())
    raw[first.offset + 40 : first.offset + 80] = bytes(40)
    path.write_bytes(raw)

    assert WarcStore(tmp_path).recover() == []
    assert path.stat().st_size == len(raw)
    assert writer.read(second) == b"y" * 900


def test_an_end_of_zeros_is_torn(tmp_path: Path):
    store = WarcStore(tmp_path)
    capture = keep(store)
    store.close()
    path = tmp_path / capture.warc_file
    index_path(path).unlink()
    whole = path.stat().st_size
    with path.open("ab") as file:
        file.write(bytes(5000))

    (torn,) = WarcStore(tmp_path).recover()

    assert torn.bytes_cut == 5000
    assert path.stat().st_size == whole


def test_a_file_that_could_not_be_begun_is_not_left_behind(tmp_path: Path):
    store = WarcStore(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))  # as a full disk: not even its head
    try:
        with pytest.raises(ArchiveDamaged, match="cannot be written"):
            keep(store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    left = list(tmp_path.glob("*.warc.gz"))
    capture = keep(store)
    store.close()

    assert left == []
    assert [path.name for path in tmp_path.glob("*.warc.gz")] == [capture.warc_file]
