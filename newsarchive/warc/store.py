"""WARC 1.1 files that are written to and read from, one gzip member a record (ISO 28500:2017).

A store owns a folder.  Each process that appends writes files of its own, one for each purpose
(article, listing, robots, media), named by it, time, machine and process, and locked while they
are open, so that writers never share one.  ``append`` returns only after the bytes are safe: a
row that names a record never comes first.

    warc/NAME/newsarchive-PURPOSE-TIME-MACHINE-PROCESS.warc.gz
    warc/NAME/indexes/newsarchive-PURPOSE-TIME-MACHINE-PROCESS.cdxj    once that file is closed

So what is kept for a while only lies apart, and is removed by the file: none is written anew.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from newsarchive.errors import ArchiveDamaged
from newsarchive.model import Capture
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
)
from newsarchive.warc.recovery import WARC_ENDING, Torn, recover
from newsarchive.warc.writing import MAX_FILE_BYTES, FileWriter

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
        self._writers: dict[str, FileWriter] = {}
        self._recovered = False

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
        record, repeated = _record_of(answer, payload_digest, original)
        asked = request(answer, answer.sent, record.id) if answer.sent is not None else None
        file, offset, length, behind = self._write(answer.purpose, record, asked)
        return replace(
            _capture_of(answer, payload_digest, record, repeated),
            warc_file=file,
            offset=offset,
            length=length,
            request_length=behind,
        )

    def make(self, answer: Answer, *, original: Capture | None = None) -> tuple[Capture, Record]:
        """Return an answer as ``append`` would keep it, for ``put``; nothing is written.

        The work is done here, in any process: the record is packed, and without its payload
        beside it, so that it is quickly handed over.
        """
        payload_digest = digest(answer.payload)
        record, repeated = _record_of(answer, payload_digest, original)
        whole = record.packed()
        head = record.block[: len(record.block) - len(answer.payload)]
        light = replace(record, made=whole, block=record.block if repeated else head)
        return _capture_of(answer, payload_digest, record, repeated), light

    def put(self, capture: Capture, record: Record) -> Capture:
        """Write a record that ``make`` made and return its capture with the place.

        Raises:
            ArchiveDamaged: The WARC file cannot be written.
        """
        file, offset, length, _ = self._write(capture.purpose, record)
        return replace(capture, warc_file=file, offset=offset, length=length)

    def append_file(
        self, *, url: str, content_type: str, payload: bytes, read_at: datetime
    ) -> Capture:
        """Keep an imported file as a ``resource`` record and return where it lies.

        Raises:
            ArchiveDamaged: The WARC file cannot be written.
        """
        record = resource(url, read_at, content_type, payload)
        file, offset, length, _ = self._write("article", record)
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
        file, offset, length, _ = self._write(original.purpose, record)
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
        """Close and index the files that are written to; the next ``append`` begins others."""
        with self._lock:
            writers = list(self._writers.values())
        for writer in writers:
            writer.close()

    def _recover(self) -> list[Torn]:
        if not self._recovered:
            self._recovered = True
            self.torn = recover(self.folder)
        return self.torn

    def _write(
        self, purpose: str, record: Record, behind: Record | None = None
    ) -> tuple[str, int, int, int]:
        with self._lock:
            self._recover()
            writer = self._writers.setdefault(
                purpose, FileWriter(self.folder, purpose, max_bytes=self._max_bytes)
            )
        return writer.write(record, behind, settings=self.settings, sync=self.sync)


def _record_of(
    answer: Answer, payload_digest: str, original: Capture | None
) -> tuple[Record, Capture | None]:
    """An answer's record, and the capture that it refers to, where it is a revisit."""
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
        return revisit(answer, payload_digest, _reference(original)), original
    return response(answer, payload_digest), None


def _capture_of(
    answer: Answer, payload_digest: str, record: Record, original: Capture | None
) -> Capture:
    """A capture that has no place yet."""
    kept = shown_fields(answer.headers)
    return Capture(
        url=answer.url,
        final_url=answer.final_url,
        fetched_at=answer.fetched_at,
        status=answer.status,
        headers=kept,
        content_type=_header(kept, "content-type"),
        digest=payload_digest,
        kind=record.kind,
        purpose=answer.purpose,
        record_id=record.id,
        original=original,
    )


def _reference(capture: Capture) -> Reference:
    return Reference(record_id=capture.record_id, url=capture.final_url, at=capture.fetched_at)


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")
