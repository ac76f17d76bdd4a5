"""WARC 1.1 files that are written to and read from, one gzip member a record (ISO 28500:2017).

A store owns a folder.  Each process that appends writes a file of its own, named by time,
machine and process, and locked while it is open, so that writers never share one.  ``append``
returns only after the bytes are safe: a row that names a record never comes first.

    warc/NAME/newsarchive-TIME-MACHINE-PROCESS.warc.gz
    warc/NAME/indexes/newsarchive-TIME-MACHINE-PROCESS.cdxj    once that file is closed
"""

from __future__ import annotations

import atexit
import os
import re
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from newsarchive import __version__
from newsarchive.errors import ArchiveDamaged
from newsarchive.model import Capture
from newsarchive.warc.cdxj import index_line, write_index
from newsarchive.warc.reading import Broken, Read, read_at
from newsarchive.warc.records import (
    Answer,
    Record,
    Reference,
    conversion,
    digest,
    request,
    resource,
    response,
    revisit,
    shown_fields,
    warcinfo,
)
from newsarchive.warc.recovery import WARC_ENDING, Torn, index_path, lock, recover

MAX_FILE_BYTES = 1_000_000_000  # then a new file is begun; the usual size of web archives
MAX_FILE_RECORDS = 100_000  # whose index lines, of about 400 bytes, wait in memory
LEAST_REPEATED = 256  # bytes; a revisit record takes as much as a smaller payload
RENDERED_TYPE = "text/html; charset=utf-8"


class WarcStore:
    """Appends captures to WARC files in ``folder`` and reads them back; thread-safe.

    ``sync``: whether each capture is on the disk, not only handed to the operating system,
    before ``append`` returns; several threads share one wait for the disk.  ``settings`` are
    told in the first record of each file.  ``torn`` lists what ``recover`` cut off.
    """

    def __init__(
        self,
        folder: Path,
        *,
        sync: bool = True,
        settings: Iterable[tuple[str, object]] = (),
        max_bytes: int = MAX_FILE_BYTES,
    ) -> None:
        self.folder = folder
        self.sync = sync
        self.settings: tuple[tuple[str, object], ...] = tuple(settings)
        self.torn: list[Torn] = []
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._name = ""
        self._lines: list[bytes] = []
        self._records = 0
        self._recovered = False
        self._syncing = threading.Lock()
        self._synced: tuple[str, int] = ("", 0)  # a file and how much of it is on the disk

    def append(self, answer: Answer, *, original: Capture | None = None) -> Capture:
        """Keep an answer, and the request it answers, and return where it lies.

        Args:
            answer: What was sent and what came back.
            original: A capture with the same payload, or whose payload a 304 stands for: then
                a ``revisit`` record is written, unless that would take as much room.

        Raises:
            ArchiveDamaged: The file cannot be written (disk full, no permission).
        """
        payload_digest = digest(answer.payload)
        repeated = original is not None and (
            answer.status == 304
            or (
                original.digest == payload_digest
                and len(answer.payload) >= LEAST_REPEATED
                and not answer.cut
            )
        )
        if original is not None and repeated and original.record_id:
            original = original.original or original
            record = revisit(answer, payload_digest, _reference(original))
        else:
            original = None
            record = response(answer, payload_digest)
        asked = request(answer, answer.sent, record.id) if answer.sent is not None else None
        file, offset, length, behind = self._write(record, asked)
        kept = shown_fields(answer.headers)
        return Capture(
            url=answer.url,
            final_url=answer.final_url,
            fetched_at=answer.fetched_at,
            status=answer.status,
            headers=kept,
            content_type=_header(kept, "content-type"),
            digest=payload_digest,
            warc_file=file,
            offset=offset,
            length=length,
            kind=record.kind,
            purpose=answer.purpose,
            record_id=record.id,
            request_length=behind,
            original=original,
        )

    def append_file(
        self, *, url: str, content_type: str, payload: bytes, read_at: datetime
    ) -> Capture:
        """Keep an imported file as a ``resource`` record and return where it lies.

        Raises:
            ArchiveDamaged: The WARC file cannot be written.
        """
        record = resource(url, read_at, content_type, payload)
        file, offset, length, _ = self._write(record)
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
            kind=record.kind,
            record_id=record.id,
        )

    def append_rendered(self, original: Capture, *, payload: bytes, made_at: datetime) -> Capture:
        """Keep what a browser's scripts made of a page, and return where it lies.

        A ``conversion`` record that refers to the answer it was made from (ISO 28500, 6.8).
        The capture says what the server answered, but without the answer's header fields:
        its validators speak for the original only.

        Args:
            original: The server's answer, kept in this store.
            payload: The page as HTML in UTF-8.
            made_at: Aware.

        Raises:
            ArchiveDamaged: The WARC file cannot be written.
        """
        record = conversion(_reference(original), made_at, RENDERED_TYPE, payload)
        file, offset, length, _ = self._write(record)
        return replace(
            original,
            fetched_at=made_at,
            headers=(),
            content_type=RENDERED_TYPE,
            digest=digest(payload),
            warc_file=file,
            offset=offset,
            length=length,
            kind=record.kind,
            record_id=record.id,
            request_length=0,
            original=None,
        )

    def read(self, capture: Capture) -> bytes:
        """Return a capture's payload as it was sent (or rendered), checked against its digest.

        Of a revisit it is the payload that was the same before.

        Raises:
            ArchiveDamaged: The record is missing, torn, or not what was written.
        """
        capture = capture.original or capture
        payload = self.record(capture).payload
        if digest(payload) != capture.digest:
            raise ArchiveDamaged(
                str(self.folder / capture.warc_file),
                f"the record of {capture.url} at {capture.offset} was altered",
            )
        return payload

    def record(self, capture: Capture) -> Read:
        """Return a capture's own record.

        Raises:
            ArchiveDamaged: It is missing or torn.
        """
        path = self.folder / capture.warc_file
        if not capture.warc_file:
            raise ArchiveDamaged(str(self.folder), f"what {capture.url} answered is not kept")
        try:
            return read_at(path, capture.offset, capture.length)
        except (OSError, Broken) as error:
            raise ArchiveDamaged(
                str(path), f"the record of {capture.url} at {capture.offset} cannot be read"
            ) from error

    def files(self) -> list[Path]:
        """Return the WARC files of the folder, oldest first."""
        return sorted(self.folder.glob(f"*{WARC_ENDING}"))

    def recover(self) -> list[Torn]:
        """Put in order what a killed writer left behind, once a store; see ``recovery``."""
        with self._lock:
            return self._recover()

    def close(self) -> None:
        """Close and index the file that is written to; the next ``append`` begins another."""
        with self._lock:
            self._finish()

    def _recover(self) -> list[Torn]:
        if not self._recovered:
            self._recovered = True
            self.torn = recover(self.folder)
        return self.torn

    def _write(self, record: Record, behind: Record | None = None) -> tuple[str, int, int, int]:
        """Write a record, and one behind it; the file, offset and both lengths."""
        members = [item.packed() for item in (record, behind) if item is not None]
        with self._lock:
            offset = -1
            try:
                file = self._current()
                offset = file.tell()
                file.write(b"".join(members))
                file.flush()
                end = file.tell()
            except OSError as error:
                self._give_up(offset)
                raise self._unwritten(error) from error
            name = self._name
            self._note(record, offset, len(members[0]))
            self._records += len(members)
        if self.sync:
            self._on_disk(file, name, end)
        return name, offset, len(members[0]), len(members[1]) if behind is not None else 0

    def _on_disk(self, file: BinaryIO, name: str, end: int) -> None:
        """Wait until a file is on the disk up to ``end``; one wait serves all who wrote before."""
        with self._syncing:
            synced, upto = self._synced
            if synced == name and upto >= end:
                return
            try:
                reached = file.tell()
                os.fsync(file.fileno())
            except ValueError:  # closed meanwhile, which waits for the disk as well
                return
            except OSError as error:
                raise self._unwritten(error) from error
            self._synced = name, reached

    def _unwritten(self, error: OSError) -> ArchiveDamaged:
        return ArchiveDamaged(
            str(self.folder / self._name),
            f"the WARC file cannot be written: {error.strerror}; "
            "check the disk's space and the folder's permissions",
        )

    def _give_up(self, whole: int) -> None:
        """Leave a file that could not be written, without the torn record at its end."""
        file, self._file = self._file, None
        if file is None:
            return
        path = self.folder / self._name
        with suppress(OSError):  # closing writes what is left in the buffer
            file.close()
        with suppress(OSError):
            os.truncate(path, max(whole, 0))
            write_index(index_path(path), self._lines)
        self._lines = []

    def _current(self) -> BinaryIO:
        if self._file is not None and (
            self._file.tell() >= self._max_bytes or self._records >= MAX_FILE_RECORDS
        ):
            self._finish()
        if self._file is None:
            self._recover()
            self._file = self._begin()
        return self._file

    def _begin(self) -> BinaryIO:
        index_path(self.folder / "_").parent.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        machine = re.sub(r"[^A-Za-z0-9-]+", "-", socket.gethostname())[:40] or "host"
        self._name = f"newsarchive-{now:%Y%m%d%H%M%S%f}-{machine}-{os.getpid()}{WARC_ENDING}"
        # locked before others can see it, lest they take it for one that was left behind
        hidden = self.folder / f".{self._name}"
        file = hidden.open("xb")
        lock(file)
        hidden.rename(self.folder / self._name)
        said = (
            ("software", f"newsarchive/{__version__}"),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-1.1/"),
            ("hostname", socket.gethostname()),
            *((name, str(value)) for name, value in self.settings),
        )
        file.write(warcinfo(self._name, now, said).packed())
        self._records = 1
        self._lines = []
        if self.sync:
            _sync_folder(self.folder)
        atexit.register(self.close)
        return file

    def _finish(self) -> None:
        """Close the current file; its index tells later starts that this went well."""
        file, self._file = self._file, None
        if file is None:
            return
        atexit.unregister(self.close)
        try:
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.close()
            return  # without an index: the next start looks at it
        with suppress(OSError):  # an index can be made anew at any time
            write_index(index_path(self.folder / self._name), self._lines)
        self._lines = []
        file.close()  # last, for the lock goes with it

    def _note(self, record: Record, offset: int, length: int) -> None:
        fields = {name.lower(): value for name, value in record.fields}
        if record.kind == "resource":
            fields["warc-block-digest"] = digest(record.block)
        seen = Read(offset, length, {**fields, "warc-type": record.kind}, record.block)
        if line := index_line(seen, self._name):
            self._lines.append(line)


def _reference(capture: Capture) -> Reference:
    return Reference(record_id=capture.record_id, url=capture.final_url, at=capture.fetched_at)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")
