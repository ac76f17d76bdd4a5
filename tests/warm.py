"""Commands in processes that need not load Python's modules first.

A crawl of three pages takes a third of a second, but loading Scrapy and SQLAlchemy, in the
command and again in the crawl's own process, takes three.  So one process loads them once and
forks for each command: what then runs is a process like any other, with arguments, folder,
environment, streams and exit code of its own, and ``main()`` is called as a console script does.

Nothing that a command reads when it starts is loaded before: not its settings, no spider of a
user's, no reactor.  What can't be seen here is how modules load; that, and Ctrl-C meanwhile,
is for tests that start Python (``Command(cold=True)``, test_interrupted.py, test_wheel.py).
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, Self
from unittest import mock

CHILD = ["-P", "-m", "newsarchive.crawl.child"]
LOADED = (
    "scrapy.cmdline",
    "scrapy.core.engine",
    "scrapy.core.scraper",
    "scrapy.dupefilters",
    "scrapy.statscollectors",
    "alembic.command",
    "newsarchive.cli",
    "newsarchive.crawl.commands.crawl",
    "newsarchive.jobs.crawling",
    "newsarchive.jobs.subscribing",
    "newsarchive.jobs.opml",
    "spiders.poll",
    "spiders.pages",
    "spiders.backfill",
    "pipelines.validate",
    "pipelines.deduplicate",
    "pipelines.store",
)
READ_AT_START = "newsarchive.crawl.settings"
_place: str | None = None  # the socket of this process's nursery


class Process:
    """What ``subprocess.Popen`` is, as far as tests and ``newsarchive.crawl.run`` need it."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        cwd: Path | None = None,
        env: dict[str, str] | None = None,
        stdin: IO[Any] | int,
        stdout: IO[Any] | int,
        stderr: IO[Any] | int,
        process_group: int = -1,
    ) -> None:
        assert _place is not None
        self.returncode: int | None = None
        self.stdin: IO[bytes] | None = None
        self.stdout: IO[bytes] | None = None
        self.stderr: IO[bytes] | None = None
        theirs: list[int] = []
        passed: list[int] = []
        for name, given in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
            if given == subprocess.PIPE:
                reading, writing = os.pipe()
                ours, their = (writing, reading) if name == "stdin" else (reading, writing)
                setattr(self, name, open(ours, "wb" if name == "stdin" else "rb"))  # noqa: PTH123, SIM115
                theirs.append(their)
                passed.append(their)
            else:
                passed.append(given if isinstance(given, int) else given.fileno())
        job = {
            "words": [str(word) for word in words],
            "cwd": str(cwd or Path.cwd()),
            "env": dict(os.environ if env is None else env),
            "group": process_group,
        }
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(_place)
        socket.send_fds(self._line, [b"."], passed)
        self._line.sendall(json.dumps(job).encode() + b"\n")
        for number in theirs:
            os.close(number)
        self._told = self._line.makefile("rb")
        self.pid = int(self._told.readline())

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once there is one."""
        if self.returncode is None:
            if not select.select([self._line], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = int(self._told.readline())
            self._told.close()
            self._line.close()
        return self.returncode

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        self.wait()


def run(
    words: Sequence[str], *, cwd: Path, env: dict[str, str], given: str, timeout: float
) -> subprocess.CompletedProcess[str]:
    """Do what ``subprocess.run`` does with text and captured output."""
    found: dict[str, bytes] = {}
    with Process(words, cwd=cwd, env=env, **dict.fromkeys(STREAMS, subprocess.PIPE)) as process:

        def write() -> None:
            assert process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(given.encode())
                process.stdin.close()

        def read(name: str) -> None:
            found[name] = getattr(process, name).read()

        threads = [threading.Thread(target=write)]
        threads += [threading.Thread(target=read, args=(name,)) for name in STREAMS[1:]]
        ends = time.monotonic() + timeout
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, ends - time.monotonic()))
        try:
            code = process.wait(max(0.0, ends - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            raise
        assert not any(thread.is_alive() for thread in threads), f"{words} left something running"
    told = [found[name].decode() for name in STREAMS[1:]]
    return subprocess.CompletedProcess([*words], code, *told)


STREAMS = ("stdin", "stdout", "stderr")


@contextlib.contextmanager
def nursery(folder: Path) -> Iterator[None]:
    """Have a process that forks commands; ``newsarchive.crawl.run`` takes its children there."""
    global _place
    _place = str(folder / "nursery")
    with subprocess.Popen(
        [sys.executable, "-P", __file__, _place], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        try:
            with children_from_here():
                yield
        finally:
            process.stdin.close()  # which it takes as the end
            _place = None


def children_from_here() -> Any:
    """Have ``newsarchive.crawl.run`` start its children in the nursery."""
    from newsarchive.crawl import run as crawl_run

    named = SimpleNamespace(Popen=Process, PIPE=subprocess.PIPE)
    return mock.patch.object(crawl_run, "subprocess", named)


def _serve() -> dict[str, Any] | None:
    """Fork for everyone who asks; return the job in the fork, None in the end."""
    asked = socket.socket(socket.AF_UNIX)
    asked.bind(_place or "")
    asked.listen()
    print("ready", flush=True)  # noqa: T201
    waiting: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([asked, sys.stdin], [], [], 0.004 if waiting else None)
        if asked in ready:
            line, _ = asked.accept()
            _, streams, _, _ = socket.recv_fds(line, 1, 3)
            with line.makefile("rb") as words:
                job: dict[str, Any] = json.loads(words.readline())
            pid = os.fork()
            if pid == 0:
                for connection in (asked, line, *waiting.values()):
                    connection.close()
                return {**job, "streams": streams}
            for number in streams:
                os.close(number)
            line.sendall(f"{pid}\n".encode())
            waiting[pid] = line
        elif sys.stdin in ready:
            return None
        while waiting:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            with waiting.pop(pid) as line, contextlib.suppress(BrokenPipeError):
                line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _load() -> None:
    """Load what commands use, and have it make what it makes once only."""
    import tempfile

    for name in LOADED:
        importlib.import_module(name)
    from scrapy.settings import Settings
    from sqlalchemy.orm import configure_mappers

    import newsarchive.crawl
    from newsarchive.storage import open_archive

    for parts in (value for name, value in Settings().items() if name.endswith("_BASE")):
        for part in (*parts.keys(), *parts.values()):
            if isinstance(part, str) and part.startswith("scrapy."):
                importlib.import_module(part.rpartition(".")[0])
    for module in pkgutil.iter_modules(newsarchive.crawl.__path__, "newsarchive.crawl."):
        if module.name != READ_AT_START:
            importlib.import_module(module.name)
    configure_mappers()

    with (
        tempfile.TemporaryDirectory() as folder,
        open_archive(Path(folder) / "first.db", create=True) as archive,
        archive.writing() as rows,
    ):
        rows.runs.newest(1)
    assert READ_AT_START not in sys.modules
    assert "twisted.internet.reactor" not in sys.modules
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()


def _become(job: dict[str, Any]) -> None:
    """Make this process the one that was asked for."""
    if job["group"] >= 0:
        os.setpgid(0, job["group"])
    os.chdir(job["cwd"])
    os.environ.clear()
    os.environ.update(job["env"])
    time.tzset()
    for number, given in enumerate(job["streams"]):
        os.dup2(given, number)
        os.close(given)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = job["words"]


def _main() -> int | str | None:
    """Serve; in a fork, be the command."""
    global _place
    _place = sys.argv[1]
    _load()
    job = _serve()
    if job is None:
        return 0
    _become(job)
    children_from_here().start()
    if sys.argv[1:4] == CHILD:
        from newsarchive.crawl.child import main as child

        return child()
    name = Path(sys.argv[0]).name
    if name == "scrapy":
        from scrapy.cmdline import execute

        execute()
        return None
    assert name == "newsarchive"
    from newsarchive.__main__ import main

    main()
    return None


if __name__ == "__main__":
    sys.exit(_main())
