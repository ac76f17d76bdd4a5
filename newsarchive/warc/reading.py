"""WARC files read record by record, each a gzip member of its own.

What is read may be torn or altered: nothing but ``Broken`` is raised, and it says where.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 16
MAX_RECORD_BYTES = 1_200_000_000  # unpacked; the largest page that settings allow, and its head
MAX_HEAD_BYTES = 100_000
_GZIP = b"\x1f\x8b\x08"
_FIELD = re.compile(rb"^([!-9;-~]+):[ \t]*(.*?)[ \t]*$", re.M)


class Broken(Exception):
    """There is no whole record at ``offset``; ``torn``: the file ends within it."""

    def __init__(self, offset: int, problem: str, *, torn: bool = False) -> None:
        super().__init__(offset, problem)
        self.offset = offset
        self.problem = problem
        self.torn = torn


@dataclass(frozen=True, slots=True)
class Read:
    """A record as it lies in a file."""

    offset: int
    length: int  # bytes, packed
    fields: dict[str, str]  # of the record, names in lower case; the first of each
    block: bytes

    @property
    def kind(self) -> str:
        """Its WARC-Type."""
        return self.fields.get("warc-type", "")

    @property
    def id(self) -> str:
        """Its WARC-Record-ID without angle brackets."""
        return self.fields.get("warc-record-id", "").strip("<>")

    @property
    def url(self) -> str:
        """Its WARC-Target-URI."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def is_http(self) -> bool:
        """Whether its block is an HTTP message."""
        return self.fields.get("content-type", "").startswith("application/http")

    @property
    def http_head(self) -> bytes:
        """The status or request line and header fields of its HTTP message."""
        return self.block.partition(b"\r\n\r\n")[0] if self.is_http else b""

    @property
    def payload(self) -> bytes:
        """What follows the header fields of an HTTP message, else the whole block."""
        return self.block.partition(b"\r\n\r\n")[2] if self.is_http else self.block

    @property
    def http_fields(self) -> dict[str, str]:
        """Header fields of its HTTP message, names in lower case."""
        return _fields(self.http_head.partition(b"\r\n")[2])

    @property
    def status(self) -> int:
        """The HTTP status it answers with; 0 where it is no answer."""
        words = self.http_head[:40].split(None, 2)
        answer = len(words) > 1 and words[0].startswith(b"HTTP/") and words[1].isdigit()
        return int(words[1]) if answer else 0


def read_at(path: Path, offset: int, length: int) -> Read:
    """Return the record at a place of a file.

    Raises:
        OSError: The file cannot be read.
        Broken: There is no whole record of that length.
    """
    with path.open("rb") as file:
        file.seek(offset)
        member = file.read(length)
    whole, used = _unpacked(iter([member]), offset)
    if used != length or len(member) != length:
        raise Broken(offset, "its length is not the one that was noted")
    return _record(whole, offset, length)


def records(path: Path, start: int = 0, *, limit: int = MAX_RECORD_BYTES) -> Iterator[Read]:
    """Yield the records of a file in order, one in memory at a time.

    Args:
        path: The file.
        start: Where the first of them begins.
        limit: Bytes, unpacked, that a record may have.

    Raises:
        OSError: The file cannot be read.
        Broken: What follows is no whole record.
    """
    with path.open("rb") as file:
        offset = start
        while True:
            file.seek(offset)
            first = file.read(len(_GZIP))
            if not first:
                return
            file.seek(offset)
            whole, used = _unpacked(iter(lambda: file.read(PIECE), b""), offset, limit)
            yield _record(whole, offset, used)
            offset += used


def next_record(
    path: Path, after: int, *, before: int | None = None, limit: int = MAX_RECORD_BYTES
) -> int | None:
    """Return where the first whole record after an offset begins, or None.

    ``before``: only where it begins before this offset; ``limit``: bytes, unpacked, that it
    may have.
    """
    with path.open("rb") as file:
        for offset in _beginnings(file, after + 1):
            if before is not None and offset >= before:
                return None
            try:
                next(records(path, offset, limit=limit))
            except (Broken, StopIteration):
                continue
            return offset
    return None


def _beginnings(file: BinaryIO, start: int) -> Iterator[int]:
    at, kept = start, b""
    while True:
        file.seek(at + len(kept))
        piece = file.read(PIECE)
        if not piece:
            return
        data = kept + piece
        found = data.find(_GZIP)
        while found >= 0:
            yield at + found
            found = data.find(_GZIP, found + 1)
        kept = data[-2:]
        at += len(data) - len(kept)


def _unpacked(
    pieces: Iterator[bytes], offset: int, limit: int = MAX_RECORD_BYTES
) -> tuple[bytes, int]:
    """A gzip member unpacked, and its packed length."""
    unpacker = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size = used = 0
    for piece in pieces:
        rest = piece
        while rest and not unpacker.eof:
            try:
                part = unpacker.decompress(rest, 16 * PIECE)
            except zlib.error as error:
                raise Broken(offset, "is damaged, or no gzip member") from error
            size += len(part)
            if size > limit:
                raise Broken(offset, f"is larger than {limit // 1_000_000:,} MB")
            parts.append(part)
            rest = unpacker.unconsumed_tail
        used += len(piece)
        if unpacker.eof:
            return b"".join(parts), used - len(unpacker.unused_data)
    raise Broken(offset, "breaks off", torn=True)


def _record(whole: bytes, offset: int, length: int) -> Read:
    head, parted, rest = whole.partition(b"\r\n\r\n")
    if not parted or not head.startswith(b"WARC/1.") or len(head) > MAX_HEAD_BYTES:
        raise Broken(offset, "is no WARC record")
    fields = _fields(head)
    size = fields.get("content-length", "")
    if not (size.isascii() and size.isdigit()) or len(rest) != int(size) + 4:
        raise Broken(offset, "is not as long as it says")
    return Read(offset, length, fields, rest[:-4])


def _fields(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(head.replace(b"\r\n", b"\n")):
        found.setdefault(name.decode("ascii").lower(), value.decode("utf-8", "replace"))
    return found
