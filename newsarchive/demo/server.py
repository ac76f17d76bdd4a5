"""Serving a site of the demo on a loopback address: conditional requests, gzip, HEAD, a log."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from newsarchive.demo.answers import Answer

IDLE_SECONDS = 5  # a connection kept open by a client must not keep the server


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A line of the access log."""

    site: str
    method: str
    target: str  # path and query, as sent
    status: int
    user_agent: str
    at: datetime


class Server:
    """One site at one address, from construction to ``close``."""

    def __init__(
        self,
        site: str,
        address: str,
        port: int,
        respond: Callable[[str, str], Answer],
        log: Callable[[Request], None],
        *,
        packs: bool,
    ) -> None:
        """Bind at once (raises OSError); answer after ``start``.

        Args:
            respond: From path and query, both as sent, to the answer.
            packs: The site compresses for those who accept gzip.
        """
        self._http = _HTTPServer((address, port), site, respond, log, packs=packs)
        self._thread = Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        host, bound = self._http.server_address[:2]
        self.url = f"http://{host!s}:{bound}"

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()
        self._http.hang_up()


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        address: tuple[str, int],
        site: str,
        respond: Callable[[str, str], Answer],
        log: Callable[[Request], None],
        *,
        packs: bool,
    ) -> None:
        self.site = site
        self.respond = respond
        self.log = log
        self.packs = packs
        self.connections: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # HTTPServer asks the resolver for the address's name, which can take seconds
        self.allow_reuse_address = True
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def get_request(self) -> tuple[socket.socket, object]:
        connection, client = super().get_request()
        self.connections.add(connection)
        return connection, client

    def shutdown_request(self, request: object) -> None:
        if isinstance(request, socket.socket):
            self.connections.discard(request)
            super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: clients of a crawl hang up whenever they like."""

    def hang_up(self) -> None:
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it was gone already


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsarchive-demo"
    sys_version = ""
    timeout = IDLE_SECONDS
    server: _HTTPServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing; requests are kept as values."""

    def _answer(self, *, with_body: bool) -> None:
        path, _, query = self.path.partition("?")
        answer = self.server.respond(path, query)
        body, headers = self._represented(answer)
        status = answer.status
        if status == 200 and self._is_known(dict(headers), answer):
            status, body = 304, b""
        self.server.log(
            Request(
                site=self.server.site,
                method=self.command,
                target=self.path,
                status=status,
                user_agent=self.headers.get("User-Agent", ""),
                at=datetime.now(UTC),
            )
        )
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _represented(self, answer: Answer) -> tuple[bytes, list[tuple[str, str]]]:
        """Return the bytes to send and the headers that tell of them."""
        body = answer.body
        headers = [*answer.headers, ("Cache-Control", "max-age=60")]
        if answer.location:
            return b"", [*headers, ("Location", answer.location)]
        etag = sha256(body).hexdigest()[:16]
        if self.server.packs:
            headers.append(("Vary", "Accept-Encoding"))
            if _accepts_gzip(self.headers.get("Accept-Encoding", "")):
                body = gzip.compress(body, 6, mtime=0)
                headers.append(("Content-Encoding", "gzip"))
                etag += "-gzip"  # another representation (RFC 9110, 8.8.3.3)
        if answer.status == 200:
            headers.append(("ETag", f'"{etag}"'))
            if answer.modified is not None:
                headers.append(("Last-Modified", _http_date(answer.modified)))
        return body, headers

    def _is_known(self, headers: dict[str, str], answer: Answer) -> bool:
        """Tell whether the client has it already; an ETag outranks a date (RFC 9110, 13.2.2)."""
        wanted = self.headers.get("If-None-Match")
        if wanted is not None:
            tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
            return headers["ETag"] in tags or "*" in tags
        since = self.headers.get("If-Modified-Since")
        if since is None or answer.modified is None:
            return False
        try:
            return _aware(answer.modified) <= _aware(parsedate_to_datetime(since))
        except ValueError:
            return False


def _accepts_gzip(header: str) -> bool:
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _http_date(when: datetime) -> str:
    return format_datetime(_aware(when).astimezone(UTC), usegmt=True)


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)
