"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from newsarchive.model import ListingState, Source
from newsarchive.storage import Archive, open_archive
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
        **environ: str,
    ) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).parent / words[0]
        if words[:2] == ("newsarchive", "add"):  # a second from address to address adds up
            environ = {"NEWSARCHIVE_DELAY": "0", **environ}
        done = subprocess.run(
            [str(program), *words[1:]],
            cwd=self.folder / folder,
            input=stdin,
            capture_output=True,
            text=True,
            env={**os.environ, **environ},
            timeout=120,
            check=False,
        )
        told = done.stdout + done.stderr
        assert "Traceback" not in told, told
        if code is not None:
            assert done.returncode == code, told
        return done

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


@pytest.fixture
def run(tmp_path: Path) -> Command:
    return Command(tmp_path)
