"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsarchive.storage import Archive, open_archive
from tests.fakes import Web, web

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
SEED = Path(__file__).parents[2] / "shared" / "seed" / "000_bd720c054ac2b496.txt"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "test.db", create=True) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as running:
        yield running


Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Command:
    """Run a command line in a folder with scrapy.cfg only: ``run("newsarchive", "list")``."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsarchive.crawl.settings\n")

    def start(
        *words: str, stdin: str = "", code: int | None = 0, folder: str = ".", **environ: str
    ) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).parent / words[0]
        done = subprocess.run(
            [str(program), *words[1:]],
            cwd=tmp_path / folder,
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

    return start
