"""Downloader middleware: Content-Encoding undone, within bounds, and whole or not at all.

Scrapy's own takes what comes out of a torn file for all of it.  Here an answer that breaks
off is asked for again, then fails.  One that is not packed as it says is taken as it is, as
``newsarchive.warc.payloads`` takes it when it is read again.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Self

import brotli
from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from newsarchive.crawl.causes import TOO_LARGE

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

PIECE = 1 << 16
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


class Unusable(IgnoreRequest):
    """An answer cannot be unpacked within the bounds; the message says why, as a clause."""


class BreaksOff(Unusable):
    """An answer ends before what is packed in it does."""


def unpack(body: bytes, encodings: list[str], *, most: int, limit: int) -> bytes:
    """Return a body without its encodings, the one applied last undone first.

    Args:
        body: As sent.
        encodings: As Content-Encoding names them, in the order they were applied.
        most: How many there may be.
        limit: How many bytes may come out, of each.

    Raises:
        Unusable: A bound is reached, or the body is damaged or packed in an unknown way.
    """
    if len(encodings) > most:
        raise Unusable(
            f"the answer is packed {len(encodings)} times over; {most} are undone (max_encodings)"
        )
    for name in reversed(encodings):
        pieces = _UNPACKERS.get(name)
        if pieces is not None:
            body = _joined(pieces(body), name, limit)
        elif not _looks_plain(body):
            raise Unusable(f"the answer is packed as {name[:20]}, which newsarchive does not undo")
    return body


def _joined(pieces: Iterator[bytes], name: str, limit: int) -> bytes:
    parts: list[bytes] = []
    left = limit
    try:
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                raise Unusable(f"{TOO_LARGE} once unpacked")
            parts.append(piece)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise Unusable(f"the answer is damaged: it cannot be unpacked as {name}") from error
    return b"".join(parts)


def _looks_plain(body: bytes) -> bool:
    return body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{"))


def _gunzipped(body: bytes) -> Iterator[bytes]:
    if not body.startswith(_GZIP):
        yield body
        return
    while body.startswith(_GZIP):  # members; what else stands behind one is padding
        unpacker = zlib.decompressobj(wbits=31)
        yield from _of_zlib(unpacker, body)
        body = unpacker.unused_data


def _inflated(body: bytes) -> Iterator[bytes]:
    if not body or _looks_plain(body):
        yield body
        return
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(body, 1)
    except zlib.error:  # some servers leave zlib's head and sum out
        yield from _of_zlib(zlib.decompressobj(wbits=-15), body)
    else:
        yield from _of_zlib(zlib.decompressobj(), body)


def _of_zlib(unpacker: zlib._Decompress, body: bytes) -> Iterator[bytes]:
    while body and not unpacker.eof:
        yield unpacker.decompress(body, PIECE)
        body = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise BreaksOff(BROKEN_OFF)


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    if not body or _looks_plain(body):
        yield body
        return
    unpacker = brotli.Decompressor()
    piece = unpacker.process(body, output_buffer_limit=PIECE)
    while piece:
        yield piece
        piece = unpacker.process(b"", output_buffer_limit=PIECE)
    if not unpacker.is_finished():
        raise BreaksOff(BROKEN_OFF)


def _unzstd(body: bytes) -> Iterator[bytes]:
    if not body.startswith(_ZSTD):
        yield body
        return
    while body.startswith(_ZSTD):
        unpacker = zstd.ZstdDecompressor()
        yield unpacker.decompress(body, PIECE)
        while not unpacker.eof:
            if unpacker.needs_input:
                raise BreaksOff(BROKEN_OFF)
            yield unpacker.decompress(b"", PIECE)
        body = unpacker.unused_data


BROKEN_OFF = "the answer breaks off: what is packed in it has no end"
_UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _unzstd,
}


class Unpack:
    """Says what we take, and undoes it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most = crawler.settings.getint("NEWSARCHIVE_MAX_ENCODINGS")
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", b"gzip, deflate, br, zstd")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        named = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        encodings = [word for part in named.split(",") if (word := part.strip().lower())]
        encodings = [word for word in encodings if word != "identity"]
        if not encodings or not response.body or request.method == "HEAD":
            return response
        try:
            body = unpack(response.body, encodings, most=self._most, limit=self._limit)
        except BreaksOff as error:
            again = self._again(request)
            if again is None:
                raise Unusable(f"{error}, {_tries(request)}") from error
            return again
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
        encoding = {"encoding": None} if issubclass(kind, TextResponse) else {}
        unpacked = response.replace(cls=kind, body=body, **encoding)
        del unpacked.headers["Content-Encoding"]
        return unpacked

    def _again(self, request: Request) -> Request | None:
        assert self._crawler.spider is not None
        return get_retry_request(
            request, spider=self._crawler.spider, reason="broken off", give_up_log_level="DEBUG"
        )


def _tries(request: Request) -> str:
    times = request.meta.get("retry_times", 0) + 1
    return "once" if times == 1 else f"{times} times in a row"
