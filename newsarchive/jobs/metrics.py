"""``GET /metrics`` in Prometheus's text form, version 0.0.4."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from newsarchive import __version__
from newsarchive.errors import ArchiveError, UsageError
from newsarchive.jobs.judging import machine_of
from newsarchive.storage import Archive

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
JOBS = 200  # newest runs that are looked through
LASTS = 30.0  # seconds that an answer holds: whoever asks oftener gets the same


def metrics(archive: Archive, *, at: datetime) -> str:
    """Return what there is to tell of an archive.

    Raises:
        ArchiveError: It cannot be read.
    """
    told = _Lines()
    with archive.reading() as rows:
        figures = rows.figures(fill=False)
        findings = rows.findings.open()
        runs = rows.runs.newest(JOBS)
        sources = rows.sources.all()
        counts = rows.frontier.counts()
    told.family("newsarchive_info", "gauge", "The program's version.")
    told.value("newsarchive_info", 1, version=__version__)
    for name, words in (
        ("articles", "Articles archived."),
        ("revised", "Articles with more than one revision."),
        ("copies", "Articles whose text another article had first."),
        ("gone", "Articles taken down."),
        ("failures", "Open failures."),
    ):
        told.family(f"newsarchive_{name}", "gauge", words)
        for item in figures:
            told.value(f"newsarchive_{name}", getattr(item, name), source=item.source)
    told.family("newsarchive_urls", "gauge", "Known addresses by state.")
    for state, count in sorted(counts.items()):
        told.value("newsarchive_urls", count, state=state)
    told.family("newsarchive_polled_timestamp_seconds", "gauge", "When a listing was asked last.")
    for source in sources:
        polled = [listing.polled_at for listing in source.listings if listing.polled_at]
        if polled:
            name = "newsarchive_polled_timestamp_seconds"
            told.value(name, max(polled).timestamp(), source=source.slug)
    told.family("newsarchive_findings", "gauge", "Open findings of newsarchive health.")
    for finding in findings:
        told.value(
            "newsarchive_findings",
            1,
            kind=finding.kind,
            source=finding.source,
            subject=finding.subject,
        )
    newest = {run.job: run for run in reversed(runs)}
    told.family("newsarchive_job_start_timestamp_seconds", "gauge", "When a job began last.")
    for job, run in sorted(newest.items()):
        told.value("newsarchive_job_start_timestamp_seconds", run.started_at.timestamp(), job=job)
    told.family("newsarchive_job_seconds", "gauge", "How long a job took the last time.")
    for job, run in sorted(newest.items()):
        if run.finished_at is not None:
            seconds = (run.finished_at - run.started_at).total_seconds()
            told.value("newsarchive_job_seconds", seconds, job=job, outcome=run.outcome)
    machine = machine_of(archive, at=at)
    told.family("newsarchive_database_bytes", "gauge", "Size of the database.")
    told.value("newsarchive_database_bytes", machine.database + machine.log)
    told.family("newsarchive_disk_free_bytes", "gauge", "Room on the archive's disk.")
    told.value("newsarchive_disk_free_bytes", machine.disk_free or 0)
    if machine.write_seconds is not None:
        told.family("newsarchive_write_seconds", "gauge", "Time of one small transaction.")
        told.value("newsarchive_write_seconds", machine.write_seconds)
    return told.text


class _Lines:
    def __init__(self) -> None:
        self._lines: list[str] = []

    def family(self, name: str, kind: str, words: str) -> None:
        self._lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]

    def value(self, name: str, value: float, **labels: str) -> None:
        self._lines.append(f"{name}{_labels(labels)} {value:.15g}")

    @property
    def text(self) -> str:
        return "\n".join(self._lines) + "\n"


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    said = ",".join(
        '{}="{}"'.format(name, value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"'))
        for name, value in labels.items()
    )
    return "{" + said + "}"


@contextmanager
def serving_metrics(archive: Archive, port: int, *, host: str = "127.0.0.1") -> Iterator[int]:
    """Serve them in a thread, on this machine alone unless another host is named; yield the port.

    Raises:
        UsageError: The port is taken.
    """

    lock = threading.Lock()
    known: list[tuple[float, bytes]] = []

    def body_of() -> bytes:
        with lock:  # one counts for all who ask meanwhile
            if not known or time.monotonic() - known[0][0] > LASTS:
                known[:] = [(time.monotonic(), metrics(archive, at=datetime.now(UTC)).encode())]
            return known[0][1]

    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # a client that says nothing holds a thread no longer

        def do_GET(self) -> None:
            if self.path.partition("?")[0] != "/metrics":
                self.send_error(404)
                return
            try:
                body = body_of()
            except ArchiveError as error:
                self.send_error(503, explain=str(error))
                return
            self.send_response(200)
            self.send_header("Content-Type", CONTENT_TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a scrape every few seconds is no event."""

    try:
        server = ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        raise UsageError(f"--metrics-port {port}: {error.strerror}; name another") from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
