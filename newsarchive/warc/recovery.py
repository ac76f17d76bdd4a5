"""What a writer that was killed left behind: files without an index, perhaps with a torn end.

A file whose index (``.cdxj``) is there was closed in good order and is left alone.  A writer
holds a lock on its file, so that nobody takes one that is being written for one left behind.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from newsarchive.warc.cdxj import ENDING, index_line, write_index
from newsarchive.warc.reading import Broken, next_record, records

logger = logging.getLogger(__name__)

WARC_ENDING = ".warc.gz"


@dataclass(frozen=True, slots=True)
class Torn:
    """The end of a file that was cut off, since it held no whole record."""

    file: str
    offset: int
    bytes_cut: int


def recover(folder: Path) -> list[Torn]:
    """Cut off torn last records of files that nobody writes to any more, and index those files.

    Damage that whole records follow is no torn end: it stays for ``newsarchive verify`` to
    name, and the file is not read again here.
    """
    found = []
    for path in sorted(folder.glob(f"*{WARC_ENDING}")):
        if index_path(path).exists():
            continue
        try:
            with _unused(path) as file:
                if file is not None and (torn := _recover(path, file)):
                    found.append(torn)
        except OSError as error:
            logger.warning("%s could not be looked at: %s", path, error)
    return found


def index_path(warc: Path) -> Path:
    """Return where a WARC file's index lies."""
    return warc.parent / "indexes" / (warc.name.removesuffix(WARC_ENDING) + ENDING)


def lock(file: BinaryIO) -> bool:
    """Claim a file for writing until it is closed; tell whether nobody else had."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _unused(path: Path) -> Iterator[BinaryIO | None]:
    with path.open("r+b") as file:
        # its writer may have closed it, and written its index, a moment ago
        yield file if lock(file) and not index_path(path).exists() else None


def _recover(path: Path, file: BinaryIO) -> Torn | None:
    lines = []
    torn = None
    at = 0
    while True:
        try:
            for record in records(path, at):
                at = record.offset + record.length
                if line := index_line(record, path.name):
                    lines.append(line)
            break
        except Broken as broken:
            following = None if broken.torn else next_record(path, broken.offset)
            if following is None:
                torn = Torn(path.name, broken.offset, path.stat().st_size - broken.offset)
                file.truncate(broken.offset)
                os.fsync(file.fileno())
                break
            at = following
    folder = index_path(path).parent
    folder.mkdir(exist_ok=True)
    write_index(index_path(path), lines)
    return torn
