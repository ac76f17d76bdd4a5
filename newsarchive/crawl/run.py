"""Start a crawl in a child process and listen to it.

Twisted's reactor runs once a process and wants the main thread; a child also keeps a crash
or a leak away from whoever asked.  Scrapy is not imported here.
"""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from newsarchive import errors
from newsarchive.errors import ArchiveError, FetchError, NewsArchiveError


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered, or why there is no answer."""

    url: str
    final_url: str
    status: int  # 0 when there was no answer
    headers: tuple[tuple[str, str], ...]
    body: bytes  # Content-Encoding taken off
    problem: str  # "" when all went well

    @property
    def content_type(self) -> str:
        """The Content-Type header, or ""."""
        return next((v for n, v in self.headers if n.lower() == "content-type"), "")


def crawl(
    spider: str, arguments: Mapping[str, str], settings: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Run a spider in a child and yield its events as they come.

    Events are dictionaries with an ``event``: ``listing`` (source, url, links), ``item``
    (source, url, verdict, title, id), ``failure`` (source, url, stage, cause), and ``end``
    (outcome, figures).  Ctrl-C reaches the child too, which then stops in good order; the
    events of its end still come.

    Raises:
        NewsArchiveError: The crawl could not be started, or its archive not be used.
    """
    job = {"spider": spider, "arguments": dict(arguments), "settings": dict(settings)}
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            # -P: what lies in the current folder must not shadow a module
            [sys.executable, "-P", "-m", "newsarchive.crawl.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as child,
    ):
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(json.dumps(job).encode() + b"\n")
            child.stdin.close()
        failed: NewsArchiveError | None = None
        for line in _lines(child.stdout):
            event = _event(line)
            if event.get("event") == "error":
                failed = _error(event)
            elif event:
                yield event
        code = child.wait()
        if failed is not None:
            raise failed
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip()
        if said:
            print(said, file=sys.stderr)  # noqa: T201 - what the crawl logged as an error
        if code != 0:
            raise NewsArchiveError(
                f"the crawl ended with code {code}; run 'scrapy crawl {spider}' to see why"
            )


def fetch(urls: Sequence[str], settings: Mapping[str, Any]) -> list[Fetched]:
    """Return what the servers answer, in the order of ``urls``; politely, in a child.

    Raises:
        NewsArchiveError: The child could not be started.
        FetchError: It ended without an answer for a URL.
    """
    job: Any = {"urls": list(urls)}
    found = {
        event["url"]: Fetched(
            url=event["url"],
            final_url=event["final_url"],
            status=event["status"],
            headers=tuple((name, value) for name, value in event["headers"]),
            body=base64.b64decode(event["body"]),
            problem=event["problem"],
        )
        for event in crawl("fetch", job, settings)
        if event["event"] == "fetched"
    }
    for url in urls:
        if url not in found:
            raise FetchError(url, "the fetch ended without an answer")
    return [found[url] for url in urls]


def _lines(stream: Any) -> Iterator[bytes]:
    """Lines until the end; Ctrl-C once only tells the child, which has heard it itself."""
    interrupted = False
    while True:
        try:
            line = stream.readline()
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            continue
        if not line:
            return
        yield line


def _event(line: bytes) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", json.loads(line))
    except ValueError:
        return {}  # something a user's spider printed


def _error(event: dict[str, Any]) -> NewsArchiveError:
    """The child's error as it was raised there."""
    kind = getattr(errors, event["kind"], NewsArchiveError)
    if issubclass(kind, (ArchiveError, errors.ConfigError)):
        place, _, problem = event["message"].partition(": ")
        return cast("NewsArchiveError", kind(place, problem))
    if issubclass(kind, FetchError):
        kind = NewsArchiveError
    return cast("NewsArchiveError", kind(event["message"]))
