"""A listing's bytes in pieces, unpacked as they are asked for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

MAX_BYTES = 64_000_000  # unpacked; the sitemaps protocol allows 50 MB
PIECE = 65_536
_MAGIC = b"\x1f\x8b"  # RFC 1952, 2.3.1
_MAX_PACKINGS = 2  # a packed file sent packed


class Pieces:
    """Bytes that may be packed by gzip, once or twice, as pieces of PIECE bytes at most.

    ``problem`` tells, once all were taken, why they are not all there is; one sentence, or "".
    A file is read from its start each time.  No more than ``most`` come out, however much is
    packed in them.
    """

    def __init__(self, body: bytes | BinaryIO, *, most: int = MAX_BYTES) -> None:
        self.problem = ""
        self._body = body
        self._most = most
        start = body[:2] if isinstance(body, bytes) else body.read(2)
        self.is_packed = start == _MAGIC

    def __iter__(self) -> Iterator[bytes]:
        pieces = self._as_sent()
        for _ in range(_MAX_PACKINGS):
            first = next(pieces, b"")
            pieces = chain([first] if first else [], pieces)
            if not first.startswith(_MAGIC):
                break
            pieces = self._bounded(self._unpacked(pieces))
        return self._bounded(pieces)

    def whole(self) -> bytes:
        """Return all at once, without a copy where nothing is packed."""
        body = self._body
        if isinstance(body, bytes) and not self.is_packed and len(body) <= self._most:
            return body
        return b"".join(self)

    def _as_sent(self) -> Iterator[bytes]:
        body = self._body
        if isinstance(body, bytes):
            return iter(body[at : at + PIECE] for at in range(0, len(body), PIECE))
        body.seek(0)
        return iter(lambda: body.read(PIECE), b"")

    def _unpacked(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        unpacker = zlib.decompressobj(wbits=31)
        for piece in pieces:
            rest = piece
            while rest and not unpacker.eof:
                try:
                    part = unpacker.decompress(rest, PIECE)
                except zlib.error:
                    self.problem = "The gzip file is damaged; what could be unpacked was read."
                    return
                if part:
                    yield part
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                return
        self.problem = "The gzip file breaks off; what could be unpacked was read."

    def _bounded(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        left = self._most
        for piece in pieces:
            if len(piece) > left:
                done = "unpacked" if self.is_packed else "read"
                self.problem = (
                    f"Only the first {self._most:,} bytes were {done} (max_sitemap_bytes)."
                )
                yield piece[:left]
                return
            left -= len(piece)
            yield piece
