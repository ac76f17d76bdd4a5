"""Ctrl-C as a terminal sends it: to every process of the command, at any moment."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.fakes import Web, page, rss, sentences

BIN = Path(sys.executable).parent
PAGES = 40


@pytest.fixture
def source(run: Command, site: Web) -> Web:
    """A source with many pages, of which the second is asked a little after the first."""
    links = [
        (f"Story {n}", site.put(f"/{n}", page(f"Story {n}", sentences(f"place{n}"))))
        for n in range(PAGES)
    ]
    site.put("/feed", rss("Daily Wall", site.url, links), Content_Type="text/xml")
    run.follow(f"{site.url}/feed")
    site.asked.clear()
    return site


def started(folder: Path, *words: str, delay: float = 0.2) -> subprocess.Popen[str]:
    """A command that has a process group of its own, as a shell gives it one."""
    settings = [f"-s{text}" for text in (f"DOWNLOAD_DELAY={delay}", "AUTOTHROTTLE_ENABLED=0")]
    return subprocess.Popen(
        [BIN / words[0], *words[1:], *settings],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def interrupted(command: subprocess.Popen[str]) -> tuple[str, str]:
    """Send Ctrl-C; return what the command still says on its two outputs."""
    os.killpg(command.pid, signal.SIGINT)
    out, err = command.communicate(timeout=60)
    assert "Traceback" not in out + err, out + err
    return out, err


def test_a_supervisors_signal_to_the_command_alone(source: Web, tmp_path: Path):
    command = started(tmp_path, "newsarchive", "crawl", delay=0.5)
    while len(source.asked) < 5:
        time.sleep(0.05)
        assert command.poll() is None

    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=60)

    assert command.returncode == 130, out + err
    assert "pages left for the next" in out
    assert len(source.asked) < PAGES


@pytest.mark.parametrize("times", [1, 2, 4])
def test_in_the_first_moments(run: Command, source: Web, tmp_path: Path, times: int):
    began = time.monotonic()
    run("newsarchive", "--version", cold=True)
    loading = time.monotonic() - began  # Python's own start, which we cannot answer for, included
    command = started(tmp_path, "newsarchive", "crawl")
    time.sleep(times * loading)

    out, err = interrupted(command)

    assert command.returncode == 130, out + err
    assert "newsarchive: stopped" in err or re.search(r"interrupted: .*\b0 failures", out)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("newsarchive", "crawl"),
            r"interrupted: .*new, 0 failures; (\d+) pages left for the next",
        ),
        (("scrapy", "crawl", "poll"), r"newsarchive: interrupted, (\d+) pages left for the next"),
    ],
)
def test_only_what_is_under_way_is_finished(
    source: Web, tmp_path: Path, words: tuple[str, ...], sentence: str
):
    command = started(tmp_path, *words)
    while len(source.asked) < 8:
        time.sleep(0.02)
    asked = len(source.asked)

    told = "".join(interrupted(command))

    assert command.returncode == 130
    assert len(source.asked) <= asked + 2  # CONCURRENT_REQUESTS_PER_DOMAIN
    left = re.search(sentence, told)
    assert left, told
    paths = {path for path, _ in source.asked} - {"/feed", "/robots.txt"}
    assert int(left[1]) == PAGES - len(paths)


def test_after_the_last_page(run: Command, source: Web, tmp_path: Path):
    for after in (0.0, 0.02, 0.05, 0.1):
        source.put("/feed", rss(f"Wall {after}", source.url, []), Content_Type="text/xml")
        command = started(tmp_path, "newsarchive", "crawl", delay=0)
        assert command.stdout is not None
        assert "0 links" in command.stdout.readline()
        time.sleep(after)

        out, _ = interrupted(command)

        assert command.returncode in (130, 0)
        assert out.startswith(("done: 0 failures", "interrupted: 0 failures"))


def test_after_the_last_word(run: Command, source: Web, tmp_path: Path):
    source.put("/feed", rss("Daily Wall", source.url, []), Content_Type="text/xml")
    command = started(tmp_path, "newsarchive", "crawl", delay=0)
    assert command.stdout is not None
    while "done" not in command.stdout.readline():
        pass

    assert interrupted(command) in [("", ""), ("", "newsarchive: stopped\n")]
    assert command.returncode in (130, -signal.SIGINT, 0)  # a shell shows the second as 130, too
