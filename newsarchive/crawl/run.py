"""Start a crawl in a child process and listen to it.

Twisted's reactor runs once a process and wants the main thread; a child also keeps a crash
or a leak away from whoever asked.  Scrapy is not imported here.
"""

from __future__ import annotations

import base64
import contextlib
import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

from newsarchive import errors
from newsarchive.errors import ArchiveError, FetchError, NewsArchiveError

ALL = "*"  # in place of slugs: every source, whether due or not


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
    (outcome, figures, failed_sources, remainder).  Ctrl-C reaches the child
    too, which then stops in good order; the events of its end still come.

    Raises:
        NewsArchiveError: The crawl could not be started, or its archive not be used.
        KeyboardInterrupt: There was a Ctrl-C, and all events have come; or a second one.
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
            process_group=0,  # a terminal's Ctrl-C reaches us alone, and we pass it on
        ) as child,
        _Patience(child) as patience,
    ):
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(json.dumps(job).encode() + b"\n")
            child.stdin.close()
        failed: NewsArchiveError | None = None
        ended = False
        for line in child.stdout:
            event = _event(line)
            if event.get("event") == "error":
                failed = _error(event)
            elif event:
                ended |= event["event"] == "end"
                yield event
        code = child.wait()
        if failed is not None:
            raise failed
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip()
        if said and (ended or not patience.lost):  # else Python's word on Ctrl-C
            print(said, file=sys.stderr)  # noqa: T201 - what the crawl logged as an error
        if patience.lost:
            raise KeyboardInterrupt
        if code != 0:
            raise NewsArchiveError(
                f"the crawl broke off with code {code}; the same command continues"
            )


class _Patience:
    """Ctrl-C, or a supervisor's SIGINT, is the child's to answer; twice ends us at once."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self.lost = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # no other hears signals
            self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._before)

    def _hear(self, *_: object) -> None:
        self._child.send_signal(signal.SIGINT)
        if self.lost:
            raise KeyboardInterrupt
        self.lost = True


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
