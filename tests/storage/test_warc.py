import errno
import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from newsarchive.errors import ArchiveDamaged
from newsarchive.model import Capture
from newsarchive.storage import WarcStore

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def keep(store: WarcStore, payload: bytes = b"<p>body</p>", **fields: object) -> Capture:
    return store.append(
        **{  # type: ignore[arg-type]
            "url": "https://one.example/old",
            "final_url": "https://one.example/new",
            "fetched_at": AT,
            "status": 200,
            "headers": [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")],
            "payload": payload,
            **fields,
        }
    )


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

    checker = Checker(type("Args", (), {"inputs": [str(path)], "verbose": False}))
    checker.process_all()
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

    assert checker.exit_value == 0
    assert records[0][0] == "warcinfo"
    assert records[1:] == [
        ("response", "https://one.example/new", "200 OK", None, b"<p>body</p>"),
        ("resource", "urn:sha256:00", None, None, b"text"),
    ]


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path):
    store = WarcStore(tmp_path)
    capture = keep(store)
    store.close()

    raw = (tmp_path / capture.warc_file).read_bytes()
    member = raw[capture.offset : capture.offset + capture.length]

    assert gzip.decompress(member).startswith(b"WARC/1.1\r\nWARC-Type: response")
    assert capture.offset + capture.length == len(raw)


def test_header_injection_is_folded(tmp_path: Path):
    store = WarcStore(tmp_path)

    capture = keep(store, headers=[("X-Odd\r\nEvil", "a\r\nWARC-Type: warcinfo\x00")])

    assert capture.headers == (("X-Odd Evil", "a WARC-Type: warcinfo "),)
    assert store.read(capture) == b"<p>body</p>"
    store.close()


def test_a_damaged_record_is_told(tmp_path: Path):
    store = WarcStore(tmp_path)
    capture = keep(store)
    store.close()
    path = tmp_path / capture.warc_file
    path.write_bytes(path.read_bytes()[:-20])

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
    full = DiskFull(store._file)  # type: ignore[arg-type]
    store._file = full  # type: ignore[assignment]

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


def test_a_rendered_page_refers_to_the_answer_it_was_made_from(tmp_path: Path):
    store = WarcStore(tmp_path)
    original = keep(store, headers=[("ETag", '"1"'), ("Content-Encoding", "gzip")])
    payload = b"<p>one</p>\r\n\r\n<p>two</p>"

    rendered = store.append_rendered(original, payload=payload, made_at=AT)
    store.close()

    assert store.read(rendered) == payload
    assert store.read(original) == b"<p>body</p>"
    assert (rendered.status, rendered.url) == (200, "https://one.example/old")
    assert rendered.headers == ()  # its validators would speak for the original only
    with (tmp_path / rendered.warc_file).open("rb") as file:
        heads = [(record.rec_type, record.rec_headers) for record in ArchiveIterator(file)]
    (_, answer), (kind, conversion) = heads[1:]
    assert kind == "conversion"
    assert conversion.get_header("WARC-Refers-To") == answer.get_header("WARC-Record-ID")
    assert conversion.get_header("WARC-Target-URI") == "https://one.example/new"
