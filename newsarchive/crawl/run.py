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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    certificate_until: datetime | None = None  # when the server's certificate expires

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
    with _Child(job) as child:
        child.end_input()
        yield from child.events()


class Fetcher:
    """Asks servers for pages, in steps, as politely as a crawl; archives nothing.

    One child for all steps, so that gaps between requests, rests and robots.txt hold from
    one to the next.  A context manager.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = dict(settings)
        self._stack = contextlib.ExitStack()
        self._child: _Child | None = None  # until something is asked
        self.asked = 0  # different addresses so far, robots.txt and redirects included

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        child, self._child = self._child, None
        with self._stack:
            if child is not None:
                child.end_input()
                for _ in child.events():
                    pass

    def ask(self, urls: Iterable[str]) -> list[Fetched]:
        """Return what the servers answer, in the order of the URLs; each is asked once.

        Raises:
            NewsArchiveError: The child could not be started.
            FetchError: It ended without an answer for a URL.
        """
        wanted = list(dict.fromkeys(urls))
        if not wanted:
            return []
        if self._child is None:
            job = {"spider": "fetch", "arguments": {}, "settings": self._settings}
            self._child = self._stack.enter_context(_Child(job))
        self._child.send(wanted)
        found: dict[str, Fetched] = {}
        for event in self._child.events():
            if event["event"] == "fetched":
                found[event["url"]] = _fetched(event)
                self.asked = event["asked"]
            if len(found) == len(wanted):
                break
        for url in wanted:
            if url not in found:
                raise FetchError(url, "the fetch ended without an answer")
        return [found[url] for url in wanted]


class _Child:
    """A crawl in a process of its own, told on its standard input; a context manager."""

    def __init__(self, job: Mapping[str, Any]) -> None:
        self._job = job
        self._ended = False
        self._failed: NewsArchiveError | None = None
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self._errors = stack.enter_context(tempfile.TemporaryFile())
            self._process = stack.enter_context(
                subprocess.Popen(
                    # -P: what lies in the current folder must not shadow a module
                    [sys.executable, "-P", "-m", "newsarchive.crawl.child"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._errors,
                    process_group=0,  # a terminal's Ctrl-C reaches us alone, and we pass it on
                )
            )
            self._patience = stack.enter_context(_Patience(self._process))
            stack.callback(self.end_input)  # it waits for no more, whatever ended us
            self._stack = stack.pop_all()
        self.send(self._job)
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def send(self, words: Any) -> None:
        """Tell it a line of JSON; where it is gone already, its output says why."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
            self._process.stdin.flush()

    def end_input(self) -> None:
        """Say that nothing more will be asked."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield what it tells, until it ends.

        Raises:
            NewsArchiveError: The crawl could not be started, or its archive not be used.
            KeyboardInterrupt: There was a Ctrl-C, and all events have come; or a second one.
        """
        assert self._process.stdout is not None
        for line in self._process.stdout:
            event = _event(line)
            if event.get("event") == "error":
                self._failed = _error(event)
            elif event:
                if event["event"] == "end":
                    self._ended = True
                    self.end_input()
                yield event
        self._judge(self._process.wait())

    def _judge(self, code: int) -> None:
        if self._failed is not None:
            raise self._failed
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip()
        self._errors.seek(0)
        self._errors.truncate()  # said once, also where somebody asks again how it ended
        if said and (self._ended or not self._patience.lost):  # else Python's word on Ctrl-C
            print(said, file=sys.stderr)  # noqa: T201 - what the crawl logged as an error
        if self._patience.lost:
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
    with Fetcher(settings) as fetcher:
        return fetcher.ask(urls)


def _fetched(event: dict[str, Any]) -> Fetched:
    until = event["certificate_until"]
    return Fetched(
        url=event["url"],
        final_url=event["final_url"],
        status=event["status"],
        headers=tuple((name, value) for name, value in event["headers"]),
        body=base64.b64decode(event["body"]),
        problem=event["problem"],
        certificate_until=datetime.fromisoformat(until) if until else None,
    )


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
