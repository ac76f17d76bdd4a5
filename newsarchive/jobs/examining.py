"""Look at what the program stands on: Python, SQLite, disk, clock, network, permissions."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.config import Config
from newsarchive.crawl.chromium import find_browser
from newsarchive.errors import ArchiveError, ArchiveMissing, NewsArchiveError
from newsarchive.jobs.alerting import missing_variables
from newsarchive.jobs.judging import existing, machine_of
from newsarchive.storage import open_archive, place_of

ROOM = 1_000_000_000  # bytes free, below which it is told
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p")  # SQLite's WAL fails there


@dataclass(frozen=True, slots=True)
class Check:
    """One look: what, how it is, and what to do where it is not well."""

    name: str
    state: str  # ok, warning, fault
    told: str
    advice: str = ""


def examine_installation(config: Config, archive: str) -> Iterator[Check]:
    """Yield how each thing is that the program needs; nothing is changed, nobody is asked."""
    yield _python()
    yield _sqlite()
    yield from _extras(config)
    yield _contact(config)
    yield from _archive(archive)
    yield _clock(archive)
    yield _network()


def _python() -> Check:
    # an older one than 3.11 cannot install the package, let alone come here
    return Check("Python", "ok", f"{sys.version.split()[0]} at {sys.executable}")


def _sqlite() -> Check:
    told = f"SQLite {sqlite3.sqlite_version}"
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='trigram')")
            connection.execute("SELECT json_extract('{}', '$')")
    except sqlite3.Error as error:
        advice = "use a Python whose SQLite has FTS5 and JSON: python.org's and Debian's have"
        return Check("SQLite", "fault", f"{told}: {error}", advice)
    return Check("SQLite", "ok", f"{told} with FTS5 and JSON")


def _extras(config: Config) -> Iterator[Check]:
    if importlib.util.find_spec("scrapy_playwright") is None:
        yield Check("browser", "ok", "not installed; pages whose text scripts make are failures")
    elif not find_browser(config.browser):
        advice = "install Chromium, or name its program as 'browser' (docs/browser.md)"
        yield Check("browser", "warning", "scrapy-playwright without a Chromium", advice)
    else:
        yield Check("browser", "ok", find_browser(config.browser))
    for name in sorted(missing_variables(config)):
        advice = "set it where 'newsarchive run' is started, or nobody is told of anything"
        yield Check("alerts", "fault", f"the environment variable {name} is not set", advice)
    if config.alert_apprise and importlib.util.find_spec("apprise") is None:
        advice = "pip install 'newsarchive[alerts]'"
        yield Check("alerts", "fault", "alert_apprise is set, Apprise is not installed", advice)


def _contact(config: Config) -> Check:
    if config.contact or config.user_agent:
        return Check("contact", "ok", config.contact or config.user_agent)
    advice = "set 'contact' in newsarchive.toml: servers' owners can write before they block"
    return Check("contact", "warning", "nobody is named to the servers that are asked", advice)


def _archive(archive: str) -> Iterator[Check]:
    place = place_of(archive)
    folder = place.path.parent if place.path is not None else place.warc
    yield _disk(folder)
    yield _writable("archive folder", folder)
    yield _writable("WARC folder", place.warc)
    if place.path is not None:
        yield from _modes(place.path, place.warc)
    try:
        with open_archive(archive) as opened:
            faults = list(opened.faults())
            counts = opened.counts()
            seconds = machine_of(opened, at=datetime.now(UTC)).write_seconds
    except ArchiveMissing:
        advice = "'newsarchive init' makes one, and so does the first 'newsarchive add'"
        yield Check("database", "warning", f"there is none yet at {place}", advice)
        return
    except ArchiveError as error:
        advice = "see docs/keeping.md; backups are restored by copying them in place"
        yield Check("database", "fault", str(error), advice)
        return
    if faults:
        advice = "'newsarchive check' names all; restore a backup"
        yield Check("database", "fault", f"{len(faults)} faults, the first: {faults[0]}", advice)
    else:
        told = ", ".join(f"{counts[name]:,} {name}" for name in ("articles", "captures"))
        yield Check("database", "ok", f"{place}: sound; {told}")
    if seconds is None:
        advice = "look which process holds it: lsof, or pg_stat_activity"
        yield Check("writing", "fault", "a small transaction could not be written", advice)
    else:
        yield Check("writing", "ok", f"a small transaction takes {seconds * 1000:.0f} ms")


def _disk(folder: Path) -> Check:
    at = existing(folder.absolute())
    free = shutil.disk_usage(at).free
    told = f"{free / 1e9:.1f} GB free at {at}"
    kind = _file_system(at)
    if kind in NETWORK:
        advice = "SQLite's write-ahead log does not work over a network: keep the archive on a "
        advice += "disk of this machine, or in PostgreSQL"
        return Check("disk", "warning", f"{told}, on {kind}", advice)
    if free < ROOM:
        return Check("disk", "warning", told, "make room before the archive fills the disk")
    return Check("disk", "ok", told)


def _file_system(folder: Path) -> str:
    """The kind of file system a folder lies on, where the system tells (proc(5))."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    mounts = [line.split() for line in lines]
    above = [
        (len(fields[1]), fields[2])
        for fields in mounts
        if len(fields) > 2 and folder.is_relative_to(fields[1].replace("\\040", " "))
    ]
    return max(above, default=(0, ""))[1]


def _writable(name: str, folder: Path) -> Check:
    at = existing(folder.absolute())
    try:
        with tempfile.TemporaryFile(dir=at):
            return Check(name, "ok", f"{folder} can be written")
    except OSError as error:
        told = f"{at} cannot be written: {error.strerror}"
        return Check(name, "fault", told, "change its owner or mode, or run as its owner")


def _modes(path: Path, warc: Path) -> Iterator[Check]:
    """Whether others of this machine may write the database, its folder or the WARC files."""
    for at in (path, path.parent, warc):
        if at.exists() and at.stat().st_mode & 0o002:
            advice = f"chmod o-w {at}"
            yield Check("permissions", "warning", f"anybody may write {at}", advice)
        elif at.exists() and hasattr(os, "getuid") and at.stat().st_uid != os.getuid():
            told = f"{at} belongs to another user"
            yield Check("permissions", "warning", told, "run as its owner")


def _clock(archive: str) -> Check:
    """The clock against what the archive says was written: it was set back where that is later."""
    now = datetime.now(UTC)
    told = f"{now.astimezone():%Y-%m-%d %H:%M %Z}"
    try:
        with open_archive(archive) as opened, opened.reading() as rows:
            last = rows.vitals.last_job()
    except NewsArchiveError:
        last = None
    if last is not None and last > now + timedelta(minutes=5):
        advice = "set the clock (timedatectl set-ntp true): what is due goes by it"
        return Check("clock", "fault", f"{told}, but a job began {last.astimezone()}", advice)
    return Check("clock", "ok", told)


def _network() -> Check:
    """Whether this machine has a way out and a resolver; no packet is sent to find out."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737): only the route is looked up
    except OSError:
        advice = "connect it, or look at its routes: nothing can be crawled without"
        return Check("network", "warning", "this machine has no route to the Internet", advice)
    return Check("network", "ok", "there is a route to the Internet")
