"""A kept payload, as sent, unpacked: what a reader of the page gets to see.

Servers and those who wrote the files err: a payload that is not packed as its header fields
say is returned as it is, and of one that breaks off comes what there is.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable, Iterable
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

try:
    import brotli
except ImportError:  # pragma: no cover - Scrapy brings it along
    brotli = None

PIECE = 1 << 16
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_MAX_PACKINGS = 3  # a server names one, sometimes the same twice
_MAX_SIZE_LINE = 64  # of a chunk: hexadecimal digits, perhaps an extension


class Unreadable(Exception):
    """A payload cannot be unpacked; the message says why, as a clause."""


def unpacked(payload: bytes, headers: Iterable[tuple[str, str]], *, limit: int) -> bytes:
    """Return a payload without its Content-Encoding (RFC 9110, 8.4); at most ``limit`` bytes.

    Raises:
        Unreadable: It is packed in a way that nothing here unpacks.
    """
    stated = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    words = [word for part in stated.split(",") if (word := part.strip().lower())]
    for word in reversed(words[-_MAX_PACKINGS:]):
        if word == "identity":
            continue
        unpack = _UNPACKERS.get(word)
        if unpack is None:
            if _looks_plain(payload):
                continue  # announced, not done
            raise Unreadable(f"is packed as {word[:20]}, which newsarchive does not unpack")
        payload = unpack(payload, limit)
    return payload[:limit]


def unchunked(payload: bytes) -> bytes:
    """Return a payload without chunked framing (RFC 9112, 7.1); as it is where it has none."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = payload.find(b"\r\n", at, at + _MAX_SIZE_LINE)
        size = payload[at:end].partition(b";")[0].strip() if end > at else b""
        try:
            length = int(size, 16) if size.isalnum() else -1
        except ValueError:
            length = -1
        if length < 0:
            # one that is framed may break off; one that never was shows at once
            return b"".join(parts) if parts and at >= len(payload) else payload
        if length == 0:
            return b"".join(parts)
        parts.append(payload[end + 2 : end + 2 + length])
        at = end + 2 + length + 2


def _looks_plain(payload: bytes) -> bool:
    return payload[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _gunzip(payload: bytes, limit: int) -> bytes:
    if not payload.startswith(_GZIP):
        return payload
    parts: list[bytes] = []
    size = 0
    while payload.startswith(_GZIP) and size < limit:  # members, as a crawl unpacks them
        unpacker = zlib.decompressobj(wbits=31)
        parts.append(_inflated(unpacker, payload, limit - size))
        size += len(parts[-1])
        payload = unpacker.unused_data
    return b"".join(parts)


def _inflate(payload: bytes, limit: int) -> bytes:
    if _looks_plain(payload):
        return payload
    # some servers leave zlib's head and sum out
    return _inflated(zlib.decompressobj(), payload, limit) or _inflated(
        zlib.decompressobj(wbits=-15), payload, limit
    )


def _inflated(unpacker: Any, payload: bytes, limit: int) -> bytes:
    parts: list[bytes] = []
    size, rest = 0, payload
    while rest and not unpacker.eof and size < limit:
        try:
            part = unpacker.decompress(rest, PIECE)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        rest = unpacker.unconsumed_tail
    return b"".join(parts)


def _unzstd(payload: bytes, limit: int) -> bytes:
    if not payload.startswith(_ZSTD):
        return payload
    parts: list[bytes] = []
    size = 0
    with zstd.ZstdFile(io.BytesIO(payload)) as file:
        while size < limit:
            try:
                part = file.read(PIECE)
            except (EOFError, zstd.ZstdError):
                break
            if not part:
                break
            parts.append(part)
            size += len(part)
    return b"".join(parts)


def _unbrotli(payload: bytes, limit: int) -> bytes:
    if _looks_plain(payload):
        return payload
    if brotli is None:
        raise Unreadable("is packed as br, which needs the package brotli")
    unpacker = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    given = payload
    while size < limit:
        try:
            part = unpacker.process(given, output_buffer_limit=PIECE)
        except brotli.error:
            break
        if not part:
            break
        parts.append(part)
        size += len(part)
        given = b""
    return b"".join(parts)


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
