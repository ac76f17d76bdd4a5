"""Raw bytes in WARC 1.1 files, one gzip member a record (ISO 28500:2017).

A store owns a folder.  Each process that appends writes a file of its own, named by time,
machine and process, so that writers never share one.  ``append`` returns only after the
bytes were handed to the operating system: a row that names a record never comes first.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import socket
import threading
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import WarcRecord, WarcRecordType

from newsarchive import __version__
from newsarchive.errors import ArchiveDamaged
from newsarchive.model import Capture

GZIP_LEVEL = 6  # measured: level 9 costs warcio two thirds of its speed for 1 % of size
MAX_FILE_BYTES = 1_000_000_000  # then a new file is begun; the usual size of web archives
# Scrapy takes chunking off, so the header that announces it would be untrue.
_HOP_HEADERS = frozenset({"transfer-encoding", "connection", "keep-alive"})
RENDERED_TYPE = "text/html; charset=utf-8"
_ANSWER = re.compile(rb"^WARC-Type: response\r?$", re.M | re.I)
_ID = re.compile(rb"^WARC-Record-ID: (\S+?)\r?$", re.M | re.I)
_UNSAFE = re.compile(r"[\r\n\x00]+")


class WarcStore:
    """Appends captures to WARC files in ``folder`` and reads them back; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._name = ""

    def append(
        self,
        *,
        url: str,
        final_url: str,
        fetched_at: datetime,
        status: int,
        headers: Iterable[tuple[str, str]],
        payload: bytes,
        protocol: str = "HTTP/1.1",
    ) -> Capture:
        """Keep one answer of a web server and return where it lies.

        Args:
            url: As requested first, before redirects.
            final_url: As answered; the record's target.
            fetched_at: When the answer was complete, aware.
            status: HTTP status.
            headers: As received, in order; header bytes are Latin-1 text.
            payload: As sent, its Content-Encoding kept, chunking removed.
            protocol: The status line's first word.

        Raises:
            ArchiveDamaged: The file cannot be written (disk full, no permission).
        """
        kept = tuple(
            (_UNSAFE.sub(" ", name), _UNSAFE.sub(" ", value))
            for name, value in headers
            if name.lower() not in _HOP_HEADERS
        )
        if protocol not in ("HTTP/1.0", "HTTP/1.1"):
            protocol = "HTTP/1.1"  # WARC 1.1 has no form for HTTP/2; writers use this one
        head = "".join(
            (
                f"{protocol} {status} {responses.get(status, '')}\r\n",
                *(f"{name}: {value}\r\n" for name, value in kept),
                "\r\n",
            )
        )
        record = _record(WarcRecordType.response, final_url, fetched_at)
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(head.encode("latin-1", "replace") + payload)
        file, offset, length = self._write(record, hashlib.sha1(payload).digest())  # noqa: S324
        return Capture(
            url=url,
            final_url=final_url,
            fetched_at=fetched_at,
            status=status,
            headers=kept,
            content_type=_header(kept, "content-type"),
            digest=digest(payload),
            warc_file=file,
            offset=offset,
            length=length,
        )

    def append_file(
        self, *, url: str, content_type: str, payload: bytes, read_at: datetime
    ) -> Capture:
        """Keep an imported file as a ``resource`` record and return where it lies.

        Raises:
            ArchiveDamaged: The WARC file cannot be written.
        """
        record = _record(WarcRecordType.resource, url, read_at)
        record.headers["Content-Type"] = content_type
        record.set_bytes_content(payload)
        file, offset, length = self._write(record)
        return Capture(
            url=url,
            final_url=url,
            fetched_at=read_at,
            status=0,
            content_type=content_type,
            digest=digest(payload),
            warc_file=file,
            offset=offset,
            length=length,
        )

    def append_rendered(self, original: Capture, *, payload: bytes, made_at: datetime) -> Capture:
        """Keep what a browser's scripts made of a page, and return where it lies.

        A ``conversion`` record that refers to the answer it was made from (ISO 28500, 6.7).
        The capture says what the server answered, but without the answer's header fields:
        its validators speak for the original only.

        Args:
            original: The server's answer, kept in this store.
            payload: The page as HTML in UTF-8.
            made_at: Aware.

        Raises:
            ArchiveDamaged: The WARC file cannot be written, or the original not be read.
        """
        record = _record(WarcRecordType.conversion, original.final_url, made_at)
        record.headers["WARC-Refers-To"] = _id_of(self._unpacked(original))
        record.headers["Content-Type"] = RENDERED_TYPE
        record.set_bytes_content(payload)
        file, offset, length = self._write(record)
        return replace(
            original,
            fetched_at=made_at,
            headers=(),
            content_type=RENDERED_TYPE,
            digest=digest(payload),
            warc_file=file,
            offset=offset,
            length=length,
        )

    def read(self, capture: Capture) -> bytes:
        """Return a capture's payload as it was sent (or rendered), checked against its digest.

        Raises:
            ArchiveDamaged: The record is missing, torn, or not what was written.
        """
        head, _, block = self._unpacked(capture).partition(b"\r\n\r\n")
        block = block.removesuffix(b"\r\n\r\n")
        payload = block.partition(b"\r\n\r\n")[2] if _ANSWER.search(head) else block
        if digest(payload) != capture.digest:
            raise ArchiveDamaged(
                str(self.folder / capture.warc_file),
                f"the record of {capture.url} at {capture.offset} was altered",
            )
        return payload

    def _unpacked(self, capture: Capture) -> bytes:
        """A capture's whole record, unpacked."""
        path = self.folder / capture.warc_file
        try:
            with path.open("rb") as file:
                file.seek(capture.offset)
                member = file.read(capture.length)
            return gzip.decompress(member)
        except (OSError, EOFError, zlib.error) as error:
            raise ArchiveDamaged(
                str(path), f"the record of {capture.url} at {capture.offset} cannot be read"
            ) from error

    def close(self) -> None:
        """Close the file that is written to; the next ``append`` begins another."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _write(
        self, record: WarcRecord, payload_digest: bytes | None = None
    ) -> tuple[str, int, int]:
        member = _member(record, payload_digest)
        with self._lock:
            offset = -1
            try:
                file = self._current()
                offset = file.tell()
                file.write(member)
                file.flush()
            except OSError as error:
                self._give_up(offset)
                raise ArchiveDamaged(
                    str(self.folder / self._name),
                    f"the WARC file cannot be written: {error.strerror}; "
                    "check the disk's space and the folder's permissions",
                ) from error
            return self._name, offset, len(member)

    def _give_up(self, whole: int) -> None:
        """Leave a file that could not be written, without the torn record at its end."""
        file, self._file = self._file, None
        if file is None:
            return
        with suppress(OSError):  # closing writes what is left in the buffer
            file.close()
        with suppress(OSError):
            os.truncate(self.folder / self._name, max(whole, 0))

    def _current(self) -> BinaryIO:
        if self._file is not None and self._file.tell() >= MAX_FILE_BYTES:
            self._file.close()
            self._file = None
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            now = datetime.now(UTC)
            machine = re.sub(r"[^A-Za-z0-9-]+", "-", socket.gethostname())[:40] or "host"
            self._name = f"newsarchive-{now:%Y%m%d%H%M%S%f}-{machine}-{os.getpid()}.warc.gz"
            self._file = (self.folder / self._name).open("xb")
            self._file.write(_member(_warcinfo(self._name, now)))
        return self._file


def digest(payload: bytes) -> str:
    """Return the digest rows keep: ``sha256:`` and hexadecimal digits."""
    return f"sha256:{hashlib.sha256(payload).hexdigest()}"


def _record(kind: WarcRecordType, url: str, at: datetime) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(kind)
    record.headers["WARC-Target-URI"] = _UNSAFE.sub("", url)
    record.headers["WARC-Date"] = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return record


def _id_of(member: bytes) -> str:
    found = _ID.search(member.partition(b"\r\n\r\n")[0])
    return found[1].decode("ascii", "replace") if found else ""


def _warcinfo(name: str, now: datetime) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo)
    record.headers["WARC-Date"] = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    record.headers["WARC-Filename"] = name
    record.headers["Content-Type"] = "application/warc-fields"
    fields = f"software: newsarchive/{__version__}\r\nformat: WARC File Format 1.1\r\n"
    record.set_bytes_content(fields.encode())
    return record


def _member(record: WarcRecord, payload_digest: bytes | None = None) -> bytes:
    out = io.BytesIO()
    record.write(out, checksum_data=True, payload_digest=payload_digest)
    return gzip.compress(out.getvalue(), GZIP_LEVEL)


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")
