"""Stand-ins that tests share: a web server on loopback, articles of one's choice."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from newsarchive.model import Article

BODY = "\n\n".join(
    " ".join(f"word{paragraph}x{number}" for number in range(30)) for paragraph in range(3)
)


def article(url: str = "https://one.example/a", **fields: Any) -> Article:
    """An article with a title and enough text to be told apart."""
    return Article(**{"url": url, "title": "Harbour wall holds", "body": BODY, **fields})


@dataclass
class Answer:
    """What the web server says at a path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})


@dataclass
class Visit:
    """One request as the server saw it; monotonic seconds."""

    path: str
    began: float
    ended: float = 0.0
    status: int = 0


@dataclass
class Web:
    """A web server: set ``pages``, read ``asked``."""

    url: str  # without a slash at the end
    pages: dict[str, Answer] = field(default_factory=dict)
    latency: float = 0.0  # seconds before each answer
    missing: Answer = field(default_factory=lambda: Answer(b"nothing here", 404))
    first: list[Answer] = field(default_factory=list)  # given in turn, whatever page is asked
    visits: list[Visit] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        """Serve something and return its URL."""
        raw = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(raw, status, {"Content-Type": "text/html", **named})
        return self.url + path

    def count(self, path: str) -> int:
        """How often a path was asked."""
        return sum(asked == path for asked, _ in self.asked)


class _Server(ThreadingHTTPServer):
    """Says nothing of those who go away: it would stand among what a command printed."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def web(address: str = "127.0.0.1") -> Iterator[Web]:
    """A web server on a free port of a loopback address; ETags are answered with 304."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            visit = Visit(self.path, time.monotonic())
            site.visits.append(visit)
            site.asked.append((self.path, dict(self.headers)))
            time.sleep(site.latency)
            answer = site.pages.get(self.path, site.missing)
            if site.first and self.path != "/robots.txt":
                answer = site.first.pop(0)
            etag = answer.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                answer = Answer(b"", 304, {"ETag": etag})
            visit.ended, visit.status = time.monotonic(), answer.status
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = _Server((address, 0), Handler)
    site = Web(f"http://{address}:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page(title: str, paragraphs: list[str], head: str = "") -> str:
    """A plain news page."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}"
        f"</head><body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{text}</article>"
        "<footer>All rights reserved</footer></body></html>"
    )


def sentences(topic: str, count: int = 6) -> list[str]:
    """Paragraphs of believable length about a topic, the same for the same topic."""
    return [
        f"The council of {topic} met on its {number}. evening to hear what the engineers had "
        f"found under the old {topic} bridge, and {number + 3} residents asked who would pay "
        f"for the repairs that the winter of {1990 + number} had made necessary."
        for number in range(1, count + 1)
    ]


def rss(title: str, home: str, items: list[tuple[str, str]]) -> str:
    """A feed of (title, link)."""
    entries = "".join(
        f"<item><title>{name}</title><link>{link}</link><guid>{link}</guid></item>"
        for name, link in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>{home}</link>{entries}</channel></rss>"
    )
