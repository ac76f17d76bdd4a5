"""One WARC file after the other, each begun, written to, closed and indexed by one process."""

from __future__ import annotations

import atexit
import os
import re
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from newsarchive import __version__
from newsarchive.errors import ArchiveDamaged
from newsarchive.warc.cdxj import index_line, write_index
from newsarchive.warc.reading import Read
from newsarchive.warc.records import Record, digest, warcinfo
from newsarchive.warc.recovery import WARC_ENDING, index_path, lock

MAX_FILE_BYTES = 1_000_000_000  # then a new file is begun; the usual size of web archives
MAX_FILE_RECORDS = 100_000  # whose index lines, of about 400 bytes, wait in memory

Settings = tuple[tuple[str, object], ...]


class FileWriter:
    """Writes records to files of one kind in ``folder``; thread-safe.

    ``kind`` stands in the files' names; ``max_bytes``: a file that is larger is closed.
    """

    def __init__(self, folder: Path, kind: str, *, max_bytes: int = MAX_FILE_BYTES) -> None:
        self.folder = folder
        self.kind = kind
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._name = ""
        self._lines: list[bytes] = []
        self._records = 0
        self._syncing = threading.Lock()
        self._synced: tuple[str, int] = ("", 0)  # a file and how much of it is on the disk

    def close(self) -> None:
        """Close and index the file that is written to; the next record begins another."""
        with self._lock:
            self._finish()

    def write(
        self, record: Record, behind: Record | None = None, *, settings: Settings, sync: bool
    ) -> tuple[str, int, int, int]:
        """Write a record, and one behind it; return the file, offset and both lengths.

        Args:
            record: A capture's own.
            behind: Its request's; None for none.
            settings: What a file that is begun tells of how it was made.
            sync: Whether to return only once both are on the disk.

        Raises:
            ArchiveDamaged: The file cannot be written.
        """
        members = [item.packed() for item in (record, behind) if item is not None]
        with self._lock:
            offset = -1
            try:
                file = self._current(settings, sync=sync)
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
        if sync:
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

    def _current(self, settings: Settings, *, sync: bool) -> BinaryIO:
        if self._file is not None and (
            self._file.tell() >= self._max_bytes or self._records >= MAX_FILE_RECORDS
        ):
            self._finish()
        if self._file is None:
            self._file = self._begin(settings)
            if sync:
                _sync_folder(self.folder)
        return self._file

    def _begin(self, settings: Settings) -> BinaryIO:
        index_path(self.folder / "_").parent.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        machine = re.sub(r"[^A-Za-z0-9-]+", "-", socket.gethostname())[:40] or "host"
        self._name = (
            f"newsarchive-{self.kind}-{now:%Y%m%d%H%M%S%f}-{machine}-{os.getpid()}{WARC_ENDING}"
        )
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
            *((name, str(value)) for name, value in settings),
        )
        try:
            file.write(warcinfo(self._name, now, said).packed())
            file.flush()  # what stands before the first capture is whole, or there is no file
        except OSError:
            with suppress(OSError):
                file.close()
            (self.folder / self._name).unlink(missing_ok=True)
            raise
        self._records = 1
        self._lines = []
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


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
