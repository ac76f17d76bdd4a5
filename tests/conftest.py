"""Fixtures that several folders of tests share."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest

from newsarchive.cli import _run as run_command
from newsarchive.model import ListingState, Source
from newsarchive.storage import Archive, open_archive
from tests import warm
from tests.databases import MISSING, postgresql, programs
from tests.fakes import Web, web

# A shell that starts the tests in the background has them, and all they start, ignore Ctrl-C.
if threading.current_thread() is threading.main_thread() and (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):
    signal.signal(signal.SIGINT, signal.default_int_handler)

_NUMBER = count()

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
SEED = Path(__file__).parents[2] / "shared" / "seed" / "000_bd720c054ac2b496.txt"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests drew by lot, so that it can be drawn again."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            told = report.user_properties if getattr(report, "when", "") == "call" else ()
            for name, value in told:
                terminalreporter.write_line(f"{report.nodeid}: {name}={value}")


@pytest.fixture(scope="session")
def postgresql_urls() -> Iterator[str]:
    """URLs of a server's databases, ``.format(name)``; one server for each test process."""
    if programs() is None:
        pytest.skip(MISSING)
    with postgresql() as urls:
        yield urls


@pytest.fixture
def postgresql_url(postgresql_urls: str, tmp_path: Path) -> str:
    """The URL of a database that is not there yet."""
    return f"{postgresql_urls.format(f'test{next(_NUMBER)}')}&warc={tmp_path}/warc/test"


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """A new archive, in each database in turn."""
    place: str | Path = tmp_path / "test.db"
    if request.param == "postgresql":
        place = request.getfixturevalue("postgresql_url")
    with open_archive(place, create=True) as opened:
        yield opened


@pytest.fixture
def sqlite_archive(tmp_path: Path) -> Iterator[Archive]:
    """A new archive in a file."""
    with open_archive(tmp_path / "test.db", create=True) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as running:
        yield running


# commands that start no process and catch no signal
INSIDE = {
    *("list", "show", "export", "stats", "failures", "import", "why", "source", "sources", "opml"),
    *("rules", "verify", "seal", "index", "retain", "check", "backup", "diff", "search", "watch"),
    *("reposts", "flows", "stories", "extract", "runs", "health", "config", "doctor", "schedule"),
}


class Command:
    """Runs command lines in a folder with scrapy.cfg only: ``run("newsarchive", "list")``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = newsarchive.crawl.settings\n")

    def __call__(
        self,
        *words: str,
        stdin: str = "",
        code: int | None = 0,
        folder: str = ".",
        cold: bool = False,
        **environ: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; ``cold``: in a Python that starts for it and loads what it needs."""
        if words[1:2] in {("add",), ("extract",)}:  # a second from address to address adds up
            environ = {"NEWSARCHIVE_DELAY": "0", **environ}
        inside = words[0] == "newsarchive" and words[1:2] != () and words[1] in INSIDE
        program = [str(Path(sys.executable).parent / words[0]), *words[1:]]
        env = {**os.environ, **environ}
        where = self.folder / folder
        if inside and not stdin and not cold and not any("://" in word for word in words[2:3]):
            done = self._inside(words, folder, environ)
        elif cold:
            done = subprocess.run(
                program,
                cwd=where,
                input=stdin,
                capture_output=True,
                text=True,
                env=env,
                timeout=120,
                check=False,
            )
        else:
            done = warm.run(program, cwd=where, env=env, given=stdin, timeout=120)
        told = done.stdout + done.stderr
        assert "Traceback" not in told, told
        if code is not None:
            assert done.returncode == code, told
        return done

    def _inside(
        self, words: tuple[str, ...], folder: str, environ: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in this process: starting one costs a second or two."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with (
            contextlib.chdir(self.folder / folder),
            mock.patch.dict(os.environ, environ),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                code = run_command([*words[1:]])
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            out.flush()
            err.flush()
        told = [stream.buffer.getvalue().decode() for stream in (out, err)]
        return subprocess.CompletedProcess(words, code, *told)

    def follow(self, url: str, kind: str = "feed", name: str = "Daily Wall") -> str:
        """Add a source with one listing as ``add`` would, without asking for it; its slug."""
        home = "/".join(url.split("/")[:3]) + "/"
        source = Source(
            slug=name.lower().replace(" ", "-"),
            name=name,
            home=home,
            allow_private=True,
            listings=(ListingState(url=url, kind=kind),),
        )
        place = self.folder / "data" / "newsarchive.db"
        with open_archive(place, create=True) as archive, archive.writing() as rows:
            return rows.sources.add(source, at=datetime.now(UTC)).slug


@pytest.fixture(scope="session")
def nursery() -> Iterator[None]:
    """Where commands are forked; one for each test process."""
    # not in pytest's folder, since a socket's path is short
    with TemporaryDirectory(prefix="newsarchive-") as folder, warm.nursery(Path(folder)):
        yield


@pytest.fixture
def run(tmp_path: Path, nursery: None) -> Command:
    return Command(tmp_path)
