"""What one exchange looks like as WARC 1.1 records (ISO 28500:2017), as bytes.

Pure: values in, one gzip member a record out.  Secrets never come in: header fields that
could let a reader act as the user are left out here, for every kind of record.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import responses
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import deflate

# libdeflate's levels.  Measured on 164 corpus pages: zlib 9, as warcio uses it, 30,708 bytes a
# page at 35 MB/s; this 30,390 at 65 MB/s (level 6 30,788 at 115, level 10 29,711 at 12).
LEVEL = 8
SMALL = 4_096  # bytes: requests, revisits and the like, on which the highest level costs nothing
LEVEL_OF_SMALL = 12
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# Whoever holds the files could act as the user, or a visitor of theirs, with these.  Set-Cookie
# is among them: what a server sets after a login is worth as much as the password.
SECRET_FIELDS = frozenset({"authorization", "cookie", "proxy-authorization", "set-cookie"})
# Scrapy takes chunking off, so the header that announces it would be untrue.
_HOP_FIELDS = frozenset({"transfer-encoding", "connection", "keep-alive"})
_SECRET_NAME = re.compile(r"token|secret|api-?key|password|cookie|authorization", re.I)
_UNSAFE = re.compile(r"[\r\n\x00]+")
_IN_URI = re.compile(r"[\x00-\x20<>\"]")

Fields = tuple[tuple[str, str], ...]
Cut = Literal["", "length", "time", "disconnect", "unspecified"]  # WARC-Truncated (5.13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request as it was sent."""

    method: str = "GET"
    headers: Fields = ()  # in order; values are Latin-1 text
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a web server, with the request it answers."""

    url: str  # as requested first, before redirects
    final_url: str  # as answered; the records' target
    fetched_at: datetime  # when the answer was complete, aware
    status: int
    headers: Fields = ()  # as received, in order; values are Latin-1 text
    payload: bytes = b""  # as sent, its Content-Encoding kept, chunking removed
    protocol: str = "HTTP/1.1"  # the status line's first word
    address: str = ""  # IP address of the server, "" where a proxy stood between
    cut: Cut = ""  # why the payload is not whole
    purpose: str = "article"  # what it was asked for: article, listing, robots, media
    sent: Sent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The record a revisit or conversion refers to."""

    record_id: str  # urn:uuid:…
    url: str  # its WARC-Target-URI
    at: datetime  # its WARC-Date


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record ready to be written."""

    kind: str  # WARC-Type
    id: str = field(default_factory=lambda: f"urn:uuid:{uuid.uuid4()}")
    fields: Fields  # of the record but type, id, Content-Length and block digest
    block: bytes
    made: bytes = b""  # the same as one gzip member, where that was made before

    def packed(self) -> bytes:
        """Return the record as one gzip member (annex D)."""
        if self.made:
            return self.made
        named = (
            ("WARC-Type", self.kind),
            ("WARC-Record-ID", f"<{self.id}>"),
            *self.fields,
            ("WARC-Block-Digest", digest(self.block)),
            ("Content-Length", str(len(self.block))),
        )
        head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named)
        whole = b"".join((head.encode(), b"\r\n", self.block, b"\r\n\r\n"))
        level = LEVEL_OF_SMALL if len(whole) <= SMALL else LEVEL
        return bytes(deflate.gzip_compress(whole, level))


def digest(payload: bytes) -> str:
    """Return the digest that rows and records keep: ``sha256:`` and hexadecimal digits."""
    return f"sha256:{hashlib.sha256(payload).hexdigest()}"


def shown_fields(headers: Iterable[tuple[str, str]]) -> Fields:
    """Return an answer's header fields as they may be kept: none that is a secret or untrue.

    Line breaks are folded, so that no field can pass for another.
    """
    return tuple(
        (_UNSAFE.sub(" ", name), _UNSAFE.sub(" ", value))
        for name, value in headers
        if name.lower() not in _HOP_FIELDS and name.lower() not in SECRET_FIELDS
    )


def sent_fields(headers: Iterable[tuple[str, str]], secret: Collection[str] = ()) -> Fields:
    """Return a request's header fields as they may be kept.

    Args:
        headers: As sent.
        secret: Further names to leave out, in any case: of what the user keeps secret.
            Names that sound like secrets are left out anyway.
    """
    left_out = {name.lower() for name in secret}
    return tuple(
        (name, value)
        for name, value in shown_fields(headers)
        if name.lower() not in left_out and not _SECRET_NAME.search(name)
    )


def response(answer: Answer, payload_digest: str) -> Record:
    """Return an answer as a ``response`` record (6.3)."""
    return Record(
        kind="response",
        fields=(
            *_about(answer.final_url, answer.fetched_at),
            *_circumstances(answer),
            ("WARC-Payload-Digest", payload_digest),
            ("Content-Type", "application/http; msgtype=response"),
        ),
        block=_http_head(answer) + answer.payload,
    )


def revisit(answer: Answer, payload_digest: str, original: Reference) -> Record:
    """Return an answer whose payload is kept already as a ``revisit`` record (6.7).

    A 304 has the profile "server not modified", whose payload has no digest of its own.
    """
    about = [*_about(answer.final_url, answer.fetched_at), *_circumstances(answer)]
    if answer.status == 304:
        about += [("WARC-Profile", NOT_MODIFIED)]
    else:
        about += [
            ("WARC-Profile", IDENTICAL),
            ("WARC-Payload-Digest", payload_digest),
            ("WARC-Truncated", "length"),
        ]
    about += [
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", target(original.url)),
        ("WARC-Refers-To-Date", warc_date(original.at)),
        ("Content-Type", "application/http; msgtype=response"),
    ]
    return Record(kind="revisit", fields=tuple(about), block=_http_head(answer))


def request(answer: Answer, sent: Sent, answered_by: str) -> Record:
    """Return the ``request`` record of an answer (6.5); ``answered_by`` is the answer's id."""
    parts = urlsplit(target(answer.final_url))
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    headers = sent.headers
    if not any(name.lower() == "host" for name, _ in headers):  # added below Scrapy
        headers = (("Host", parts.netloc), *headers)
    head = f"{_UNSAFE.sub('', sent.method)} {path} HTTP/1.1\r\n" + _lines(headers)
    return Record(
        kind="request",
        fields=(
            *_about(answer.final_url, answer.fetched_at),
            ("WARC-Concurrent-To", f"<{answered_by}>"),
            ("Content-Type", "application/http; msgtype=request"),
        ),
        block=head.encode("latin-1", "replace") + sent.body,
    )


def resource(url: str, at: datetime, content_type: str, payload: bytes) -> Record:
    """Return a file that no server answered with as a ``resource`` record (6.4)."""
    return Record(
        kind="resource",
        fields=(*_about(url, at), ("Content-Type", _UNSAFE.sub(" ", content_type))),
        block=payload,
    )


def conversion(original: Reference, at: datetime, content_type: str, payload: bytes) -> Record:
    """Return what was made of a record as a ``conversion`` record (6.8)."""
    return Record(
        kind="conversion",
        fields=(
            *_about(original.url, at),
            ("WARC-Refers-To", f"<{original.record_id}>"),
            ("Content-Type", content_type),
        ),
        block=payload,
    )


def warcinfo(name: str, at: datetime, said: Iterable[tuple[str, str]]) -> Record:
    """Return the record that begins a file (6.2): what made it, with which settings."""
    return Record(
        kind="warcinfo",
        fields=(
            ("WARC-Date", warc_date(at)),
            ("WARC-Filename", name),
            ("Content-Type", "application/warc-fields"),
        ),
        block=_lines(said).encode(),
    )


def warc_date(at: datetime) -> str:
    """Return an instant to the second, as most readers of WARC 1.1 take it (5.4)."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def target(url: str) -> str:
    """Return an address as a record names it: on one line, without user name and password."""
    url = _IN_URI.sub(lambda odd: f"%{ord(odd[0]):02X}", url)
    _, at, _ = url.partition("://")
    if not at or "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _about(url: str, at: datetime) -> Fields:
    return (("WARC-Target-URI", target(url)), ("WARC-Date", warc_date(at)))


def _circumstances(answer: Answer) -> Fields:
    told = (("WARC-IP-Address", answer.address), ("WARC-Truncated", answer.cut))
    return tuple((name, value) for name, value in told if value)


def _http_head(answer: Answer) -> bytes:
    # WARC 1.1 has no form for HTTP/2; writers use this one
    protocol = answer.protocol if answer.protocol in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1"
    head = f"{protocol} {answer.status} {responses.get(answer.status, '')}\r\n"
    return (head + _lines(shown_fields(answer.headers))).encode("latin-1", "replace")


def _lines(fields: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{_UNSAFE.sub(' ', n)}: {_UNSAFE.sub(' ', v)}\r\n" for n, v in fields) + "\r\n"
