"""SIGKILL, lost power, full disks, locked databases: every article ends up archived once.

The seeds of what is random are printed; ``SEED_OF_KILLS=N make test`` repeats a run.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from newsarchive.storage import open_archive
from newsarchive.warc.recovery import index_path
from tests.conftest import Command
from tests.fakes import Web, page, rss

BIN = Path(sys.executable).parent
QUICK = ("-sDOWNLOAD_DELAY=0", "-sAUTOTHROTTLE_ENABLED=0", "-sCONCURRENT_REQUESTS_PER_DOMAIN=8")
KILLS = 20
STORIES = 500


@pytest.fixture
def seed(record_property: Callable[[str, object], None]) -> int:
    stated = os.environ.get("SEED_OF_KILLS")
    found = int(stated) if stated else random.SystemRandom().randrange(10**6)
    record_property("SEED_OF_KILLS", found)  # printed at the end of the tests
    return found


def world(site: Web, stories: int) -> dict[str, str]:
    """Serve a feed with so many stories; return what is to be archived: address → title."""
    links = []
    for n in range(stories):
        words = random.Random(n)  # each story of words of its own
        text = [" ".join(f"word{words.randrange(5000)}" for _ in range(40)) for _ in range(3)]
        links.append((f"Story {n}", site.put(f"/story/{n}", page(f"Story {n}", text))))
    site.put("/feed", rss("Daily Wall", site.url, links), Content_Type="text/xml")
    return {url: title for title, url in links}


def start(folder: Path, *words: str, limit: int | None = None) -> subprocess.Popen[str]:
    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [BIN / "newsarchive", *(words or ("crawl", *QUICK))],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=limited,
    )


def children_of(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def kill(command: subprocess.Popen[str]) -> None:
    """End a command and the crawl it started, as a loss of power would."""
    killed = [*children_of(command.pid), command.pid]
    for pid in killed:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    command.communicate(timeout=30)
    while any(is_alive(pid) for pid in killed):  # one that was writing ends a little later
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def archived(database: Path) -> dict[str, str]:
    """Address and title of every article."""
    with open_archive(database) as archive, archive.reading() as rows:
        return {item.url: item.article.title or "" for item in rows.archived.newest(limit=10_000)}


def kill_after(site: Web, command: subprocess.Popen[str], pages: int, extra: float) -> bool:
    """Kill a crawl a moment after it asked for so many pages; False when it ended before."""
    before = len(site.asked)
    while len(site.asked) < before + pages:
        if command.poll() is not None:
            command.communicate()
            return False
        time.sleep(0.005)
    time.sleep(extra)
    kill(command)
    return True


def completed(folder: Path) -> str:
    command = start(folder)
    out, err = command.communicate(timeout=120)
    assert "Traceback" not in out + err, out + err
    assert command.returncode == 0, out + err
    return out


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_killed_at_random_moments(run: Command, site: Web, seed: int):
    truth = world(site, STORIES)
    run.follow(f"{site.url}/feed")
    chance = random.Random(seed)
    database = run.folder / "data" / "newsarchive.db"
    again: Counter[str] = Counter()
    kills = 0
    while kills < KILLS:
        had = archived(database)
        start_of_run = len(site.asked)
        killed = kill_after(site, start(run.folder), chance.randrange(28), chance.random() * 0.3)
        again.update(path for path, _ in site.asked[start_of_run:] if f"{site.url}{path}" in had)
        assert killed, "the crawl came to its end before it was killed often enough"
        kills += 1

    completed(run.folder)

    assert archived(database) == truth
    assert not again, "what was committed was asked again"
    run("newsarchive", "check")
    run("newsarchive", "verify")
    with open_archive(database) as archive, archive.reading() as rows:
        runs = rows.runs.newest(100, job="poll")
    assert [item.outcome for item in runs] == ["finished"] + ["interrupted"] * (len(runs) - 1)


def cut_log(database: Path, chance: random.Random) -> None:
    """Cut SQLite's write-ahead log at random, behind what was synced for a checkpoint.

    sqlite.org/walformat.html: frames of a page and 24 bytes behind a header of 32, whose bytes
    8 to 11 are the page's size; number 24 of the index's words counts the frames checkpointed.
    """
    log, index = Path(f"{database}-wal"), Path(f"{database}-shm")
    if not log.exists() or log.stat().st_size <= 32:
        return
    page = int.from_bytes(log.read_bytes()[8:12], "big")
    copied = struct.unpack_from("=I", index.read_bytes(), 96)[0]
    start = 32 + copied * (page + 24)
    if start < log.stat().st_size:
        os.truncate(log, chance.randrange(start, log.stat().st_size))
        index.unlink()  # memory, which is gone too


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_power_is_lost(run: Command, site: Web, seed: int):
    """What was not yet on the disk is gone: the ends of the database's log and of WARC files."""
    truth = world(site, 80)
    run.follow(f"{site.url}/feed")
    chance = random.Random(seed)
    database = run.folder / "data" / "newsarchive.db"
    for _ in range(5):
        if not kill_after(site, start(run.folder), 10 + chance.randrange(20), chance.random() / 5):
            break
        cut_log(database, chance)
        with closing(sqlite3.connect(database)) as rows:
            ends = dict(
                rows.execute(
                    'SELECT warc_file, MAX("offset" + length + request_length)'
                    " FROM captures GROUP BY warc_file"
                )
            )
        for file in (run.folder / "data/warc/newsarchive").glob("*.warc.gz"):
            kept, size = ends.get(file.name, 0), file.stat().st_size
            if size > kept and not index_path(file).exists():
                os.truncate(file, kept + chance.randrange(size - kept))

    completed(run.folder)

    assert archived(database) == truth
    run("newsarchive", "check")
    run("newsarchive", "verify")


def test_the_disk_is_full(run: Command, site: Web):
    truth = world(site, 60)
    run.follow(f"{site.url}/feed")

    command = start(run.folder, limit=400_000)
    out, err = command.communicate(timeout=120)

    assert "Traceback" not in out + err, out + err
    assert command.returncode == 1, out + err
    told = out + err
    assert "File too large" in told or "disk" in told or "full" in told, told
    database = run.folder / "data" / "newsarchive.db"
    assert len(archived(database)) < len(truth)
    for _ in range(2):  # what failed is asked again when it is due; gaps --fill makes it so
        run("newsarchive", "gaps", "--fill", code=None, NEWSARCHIVE_DELAY="0")
    assert archived(database) == truth
    run("newsarchive", "check")
    run("newsarchive", "verify")


@contextmanager
def locked(database: Path, seconds: float) -> Iterator[threading.Thread]:
    """Another program writes for so long."""

    def hold() -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("PRAGMA busy_timeout = 20000")
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()


def test_another_writer_holds_the_database_for_half_a_minute(run: Command, site: Web):
    truth = world(site, 40)
    run.follow(f"{site.url}/feed")
    database = run.folder / "data" / "newsarchive.db"
    command = start(run.folder)
    while len(site.asked) < 8:
        time.sleep(0.01)
    with locked(database, 30):
        out, err = command.communicate(timeout=120)

    assert "Traceback" not in out + err, out + err
    if archived(database) != truth:  # what could not be stored is a failure, and due again
        run("newsarchive", "gaps", "--fill", code=None, NEWSARCHIVE_DELAY="0")
    assert archived(database) == truth
    run("newsarchive", "verify")


def test_two_crawls_of_one_source_at_once(run: Command, site: Web):
    world(site, 20)
    site.latency = 6  # until the others were turned away
    run.follow(f"{site.url}/feed")
    first = start(run.folder)
    while len(site.asked) < 2:  # robots.txt, which takes its time, then the feed
        time.sleep(0.01)

    second = run("newsarchive", "crawl", "daily-wall", code=3)
    third = run("newsarchive", "crawl", "daily-wall", "--if-idle")
    backfill = run("newsarchive", "backfill", "daily-wall", code=3)
    site.latency = 0
    first.communicate(timeout=60)

    assert "is crawling the same already" in second.stderr
    assert third.stdout + third.stderr == ""
    assert "is crawling the same already" in backfill.stderr
    assert first.returncode == 0
