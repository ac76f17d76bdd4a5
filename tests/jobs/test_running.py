import json
import os
import resource
import signal
import smtplib
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsarchive.config import Config
from newsarchive.errors import ArchiveBusy, ArchiveDamaged
from newsarchive.ingest import EXTRACTOR, ingest
from newsarchive.jobs import duties, running
from newsarchive.jobs.alerting import alert
from newsarchive.jobs.duties import Backup, Done, Export, Health, Rereading, duties_of
from newsarchive.jobs.judging import machine_of
from newsarchive.jobs.metrics import metrics, serving_metrics
from newsarchive.jobs.running import Runner, Told
from newsarchive.model import ListingState, Source
from newsarchive.storage import Archive
from newsarchive.vitals import Finding
from tests.conftest import Command
from tests.fakes import Web, article, page, rss, sentences

NOW = datetime.now(UTC)


def config(folder: Path, **settings: object) -> Config:
    return Config(base=folder, **settings)  # type: ignore[arg-type]


def finding(subject: str = "title") -> Finding:
    return Finding(
        kind="empty",
        source="paper",
        subject=subject,
        expected="a title",
        seen="none",
        advice="look",
        since=NOW,
    )


def test_a_duty_goes_by_its_last_run(sqlite_archive: Archive, tmp_path: Path):
    ingest(sqlite_archive, article(), at=NOW)
    export = Export(sqlite_archive, tmp_path / "out" / "all.jsonl", timedelta(days=1))
    now = datetime.now(UTC)
    assert export.due(now) == now

    done = export.do(now)

    assert done.told.startswith("1 articles")
    assert len((tmp_path / "out" / "all.jsonl").read_text().splitlines()) == 1
    due = export.due(now)
    assert due is not None
    assert now + timedelta(hours=23) < due < now + timedelta(hours=25)
    # days later it is due once, not as often as it was missed
    much_later = now + timedelta(days=9)
    assert (export.due(much_later) or NOW) <= much_later
    # and at once where the clock was set back
    earlier = now - timedelta(days=30)
    assert export.due(earlier) == earlier


def test_backups_of_which_the_newest_stay(sqlite_archive: Archive, tmp_path: Path):
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "test-of-mine.db").write_text("not made by us")
    backup = Backup(sqlite_archive, folder, timedelta(days=1), 2)
    for days in range(4):
        backup.do(NOW + timedelta(days=days))

    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 3
    assert "test-of-mine.db" in names


def test_captures_are_read_again_after_an_upgrade_only(
    sqlite_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ingest(sqlite_archive, article(), at=NOW)
    duty = Rereading(sqlite_archive, tmp_path)
    assert duty.due(NOW) is None

    monkeypatch.setattr(duties, "EXTRACTOR", f"{EXTRACTOR}+later")
    assert duty.due(NOW) == NOW
    duty.do(NOW)
    assert duty.due(NOW) is None


def test_old_runs_are_forgotten_but_each_jobs_last(sqlite_archive: Archive, tmp_path: Path):
    with sqlite_archive.writing() as rows:
        for days in (500, 499, 400, 2):
            for key in ("a", "b"):
                if (days, key) != (2, "b"):
                    at = NOW - timedelta(days=days)
                    run = rows.runs.begin("poll", key=key, source=None, at=at, exclusive=False)
                    rows.runs.finish(run.id, outcome="finished", figures={}, at=at)
    Health(sqlite_archive, config(tmp_path)).do(NOW)

    with sqlite_archive.reading() as rows:
        kept = [(NOW - run.started_at).days for run in rows.runs.newest(20, job="poll")]
    assert kept == [2, 400]


def test_people_hear_of_an_archive_that_cannot_be_written(
    sqlite_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A full disk keeps no finding either: it is told of all the same, once."""
    settings = config(tmp_path, alert_command=f"cat >> {tmp_path}/told")
    health = Health(sqlite_archive, settings)
    with monkeypatch.context() as full:

        def writing(self: Archive) -> Any:
            raise ArchiveDamaged("news.db", "the disk is full")

        full.setattr(Archive, "writing", writing)
        for _ in range(3):
            with pytest.raises(ArchiveDamaged):
                health.do(NOW)
    told = (tmp_path / "told").read_text()
    assert told.count("this machine: writing is slow, or impossible") == 2  # subject and text
    assert "it could not be written" in told

    health.do(NOW)
    assert (tmp_path / "told").read_text() == told
    with sqlite_archive.reading() as rows:
        assert rows.findings.open() == []


def test_run_waits_on_a_full_disk_and_tells_of_it(
    sqlite_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    naps: list[float] = []
    whole = Archive.writing

    def writing(self: Archive) -> Any:
        if len(naps) < 2:
            raise ArchiveDamaged("news.db", "the disk is full")
        return whole(self)

    def sleep(seconds: float) -> None:
        if len(naps) == 2:
            raise KeyboardInterrupt
        naps.append(seconds)

    monkeypatch.setattr(Archive, "writing", writing)
    # the runner's alone: subprocess waits for a command with the clock's too
    clock = SimpleNamespace(sleep=sleep, monotonic=time.monotonic)
    monkeypatch.setattr(running, "time", clock)
    settings = config(tmp_path, alert_command=f"cat >> {tmp_path}/told", reextract=False)
    told: list[Told] = []
    with pytest.raises(KeyboardInterrupt):
        told.extend(Runner(sqlite_archive, settings).forever())

    assert naps == [60, 300]
    assert [item.duty for item in told] == ["run", "health"] * 2
    assert all(item.done.failed for item in told)
    with sqlite_archive.reading() as rows:
        assert [run.job for run in rows.runs.newest(5)] == ["run"]  # once there was room
    assert (tmp_path / "told").read_text().count("it could not be written") == 1


def test_a_disk_that_takes_nothing_is_noticed(sqlite_archive: Archive, tmp_path: Path):
    assert (machine_of(sqlite_archive, at=NOW).write_seconds or 9) < 5
    with sqlite_archive.writing() as rows:
        rows.findings.keep([finding()], at=NOW, of=["paper"])
    before = sqlite_archive.path.with_name(f"{sqlite_archive.path.name}-wal").stat().st_size
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (before, limit[1]))
    try:
        assert machine_of(sqlite_archive, at=NOW).write_seconds is None
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)


def test_people_hear_of_a_lock_that_lasts(sqlite_archive: Archive, tmp_path: Path):
    settings = config(tmp_path, alert_command=f"cat >> {tmp_path}/told")
    health = Health(sqlite_archive, settings)

    def locked(at: datetime) -> Done:
        raise ArchiveBusy("news.db", "another program holds the archive locked")

    health._kept = locked  # type: ignore[method-assign]
    for times in range(1, 4):
        health._tell_unkept = lambda at: (tmp_path / "told").write_text("told")  # type: ignore
        with pytest.raises(ArchiveBusy):
            health.do(NOW)
        assert (tmp_path / "told").exists() == (times == 3)


class Failing:
    name = "failing"

    def __init__(self) -> None:
        self.done = 0

    def due(self, at: datetime) -> datetime | None:
        return at

    def do(self, at: datetime) -> Done:
        self.done += 1
        raise OSError("no room")


def test_a_duty_that_fails_waits_before_it_is_tried_again(sqlite_archive: Archive, tmp_path: Path):
    runner = Runner(sqlite_archive, config(tmp_path))
    failing = Failing()
    runner._duties = [failing]

    told = list(runner.once())

    assert [item.done.failed for item in told] == [True]
    assert told[0].done.told == "no room"
    assert failing.done == 1
    with sqlite_archive.reading() as rows:
        (run,) = rows.runs.newest(5)
    assert (run.job, run.outcome) == ("run", "finished")


def test_what_there_is_to_do_follows_the_settings(sqlite_archive: Archive, tmp_path: Path):
    def names(**settings: object) -> list[str]:
        return [duty.name for duty in duties_of(sqlite_archive, config(tmp_path, **settings))]

    assert names() == ["poll", "look", "backfill", "reextract", "health"]
    assert names(backfill_a_day=0, reextract=False) == ["poll", "look", "health"]
    more = names(exports=("a.json", "b.json"), backups="copies", retain=("media=9",))
    assert more[4:] == ["export", "export", "backup", "retain", "health"]


# --- telling people ----------------------------------------------------------------------


def keep(archive: Archive, *findings: Finding) -> list[Finding]:
    with archive.writing() as rows:
        return rows.findings.keep(findings, at=NOW, of=["paper"])


def test_a_command_is_told_once(sqlite_archive: Archive, tmp_path: Path):
    settings = config(tmp_path, alert_command=f"cat >> '{tmp_path}/told'")

    for _ in range(3):
        found = keep(sqlite_archive, finding())
        assert alert(sqlite_archive, found, settings, at=NOW) == ""

    told = (tmp_path / "told").read_text()
    assert told.count("expected: a title") == 1
    keep(sqlite_archive)  # it is over, and comes again
    alert(sqlite_archive, keep(sqlite_archive, finding()), settings, at=NOW)
    assert (tmp_path / "told").read_text().count("expected: a title") == 2


def test_a_way_that_fails_is_told_of_and_tried_again(sqlite_archive: Archive, tmp_path: Path):
    settings = config(tmp_path, alert_command="echo broken >&2; exit 3")

    problem = alert(sqlite_archive, keep(sqlite_archive, finding()), settings, at=NOW)

    assert problem == "alert_command: ended with 3: broken"
    assert keep(sqlite_archive, finding())[0].told_at is None


def test_a_webhook_gets_json(
    sqlite_archive: Archive, tmp_path: Path, site: Web, monkeypatch: pytest.MonkeyPatch
):
    sent = []

    def urlopen(request: urllib.request.Request, timeout: float):
        sent.append((request.full_url, json.loads(request.data or b"")))  # type: ignore[arg-type]
        return site  # closed by with

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(Web, "__enter__", lambda self: self, raising=False)
    monkeypatch.setattr(Web, "__exit__", lambda *_: None, raising=False)
    monkeypatch.setenv("HOOK", "https://chat.example/secret")
    settings = config(tmp_path, alert_webhook="env:HOOK")

    assert alert(sqlite_archive, keep(sqlite_archive, finding()), settings, at=NOW) == ""

    ((url, words),) = sent
    assert url == "https://chat.example/secret"
    assert words["findings"][0]["subject"] == "title"
    assert words["text"].startswith("newsarchive: paper: a field that its articles had is empty")


def test_a_mail_is_sent(sqlite_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sent: list[Any] = []
    offered: set[str] = set()

    class Server:
        def __init__(self, host: str, port: int, timeout: float) -> None:
            sent.append((host, port))

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def ehlo(self) -> None:
            pass

        def has_extn(self, name: str) -> bool:
            return name in offered

        def starttls(self, context: ssl.SSLContext) -> None:
            sent.append(("starttls", context.check_hostname))

        def login(self, user: str, password: str) -> None:
            sent.append((user, password))

        def send_message(self, message):
            sent.append((message["To"], message["Subject"], message.get_content()))

    monkeypatch.setattr(smtplib, "SMTP", Server)
    settings = config(tmp_path, alert_mail="me@example.org", smtp="mail.example.org:2525")

    assert alert(sqlite_archive, keep(sqlite_archive, finding()), settings, at=NOW) == ""

    assert sent[0] == ("mail.example.org", 2525)
    assert sent[1][0] == "me@example.org"
    assert "expected: a title" in sent[1][2]
    monkeypatch.setenv("MAIL_PASSWORD", "s3cret")
    signed = replace(settings, smtp_user="me@example.org", smtp_password="env:MAIL_PASSWORD")
    sent.clear()
    told = alert(sqlite_archive, keep(sqlite_archive, finding(subject="tags")), signed, at=NOW)
    assert "offers no TLS" in told
    assert sent == [("mail.example.org", 2525)]
    offered.add("starttls")
    again = keep(sqlite_archive, finding(subject="tags"))
    assert alert(sqlite_archive, again, signed, at=NOW) == ""
    assert sent[2:4] == [("starttls", True), ("me@example.org", "s3cret")]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/a b", "http://127.0.0.1:x/s3cret", "http://127.0.0.1:1/é"]
)
def test_an_address_that_cannot_be_asked_stops_nobody_else(
    sqlite_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
):
    told = tmp_path / "told"
    monkeypatch.setenv("HOOK", address)
    settings = config(tmp_path, alert_webhook="env:HOOK", alert_command=f"cat > '{told}'")

    problem = alert(sqlite_archive, keep(sqlite_archive, finding()), settings, at=NOW)

    assert problem.startswith("alert_webhook: ")
    assert "s3cret" not in problem
    assert told.exists()


def test_health_is_a_duty_that_alerts(sqlite_archive: Archive, tmp_path: Path):
    source = Source(
        slug="paper",
        name="Paper",
        home="https://paper.example/",
        listings=(ListingState(url="https://paper.example/feed", kind="rss"),),
    )
    with sqlite_archive.writing() as rows:
        rows.sources.add(source, at=NOW - timedelta(days=9))
    told = tmp_path / "told"
    duty = Health(sqlite_archive, config(tmp_path, alert_command=f"cat > '{told}'"))

    done = duty.do(NOW)

    assert done.told == "1 findings"
    assert "paper: it is asked and brings nothing" in told.read_text()


# --- metrics -----------------------------------------------------------------------------


def test_metrics_in_prometheus_form(sqlite_archive: Archive):
    ingest(sqlite_archive, article(), at=NOW)
    keep(sqlite_archive, finding('a "quoted"\nsubject'))

    lines = metrics(sqlite_archive, at=NOW).splitlines()

    assert 'newsarchive_articles{source="one.example"} 1' in lines
    assert any('subject="a \\"quoted\\"\\nsubject"' in line for line in lines)
    for line in lines:
        if not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            float(value)
            assert f"# TYPE {name.partition('{')[0]} gauge" in lines


def test_metrics_are_served_on_this_machine(sqlite_archive: Archive):
    with serving_metrics(sqlite_archive, 0) as port:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            assert b"newsarchive_info" in answer.read()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/other", timeout=10)


# --- the command -------------------------------------------------------------------------


@pytest.fixture
def source(run: Command, site: Web) -> Web:
    links = [
        (f"Story {n}", site.put(f"/{n}", page(f"Story {n}", sentences(f"place{n}"))))
        for n in range(4)
    ]
    site.put("/feed", rss("Daily Wall", site.url, links), Content_Type="text/xml")
    site.put("/", page("Daily Wall", ["Nothing but a home page."]))
    run.follow(f"{site.url}/feed")
    return site


def test_run_once_does_everything_due(run: Command, source: Web):
    toml = 'exports = ["out/all.jsonl"]\nbackups = "copies"\ndelay = 0\n'
    (run.folder / "newsarchive.toml").write_text(toml)

    first = run("newsarchive", "run", "--once", "--json")
    asked = len(source.asked)
    second = run("newsarchive", "run", "--once", "--json")

    jobs = [json.loads(line) for line in first.stdout.splitlines()]
    assert [job["job"] for job in jobs] == [
        *("poll", "look", "backfill", "export", "backup", "health"),
    ]
    assert not any(job["failed"] for job in jobs)
    assert jobs[0]["figures"]["new"] == 4
    assert len((run.folder / "out/all.jsonl").read_text().splitlines()) == 4
    assert len(list((run.folder / "copies").iterdir())) == 1
    assert [json.loads(line)["job"] for line in second.stdout.splitlines()] == []
    assert len(source.asked) == asked
    told = run("newsarchive", "runs", "--json").stdout.splitlines()
    poll = next(json.loads(line) for line in told if json.loads(line)["job"] == "poll")
    assert poll["figures"]["pages"] == 4
    assert poll["figures"]["cpu_ms"] > 0
    assert poll["figures"]["peak_kb"] > 10_000


def started(folder: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [Path(sys.executable).parent / "newsarchive", "run", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NEWSARCHIVE_DELAY": "0"},
    )


def until(command: "subprocess.Popen[str]", condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        time.sleep(0.05)
        if command.poll() is not None or time.monotonic() > end:
            command.kill()
            pytest.fail(f"it came to nothing: {command.communicate()}")


def test_sigterm_stops_it_within_ten_seconds(run: Command, source: Web):
    source.latency = 30  # every server is slower than we wait
    command = started(run.folder)
    until(command, lambda: bool(source.asked))
    other = run("newsarchive", "run", "--once", code=3)
    idle = run("newsarchive", "run", "--once", "--if-idle")
    at = time.monotonic()
    command.send_signal(signal.SIGTERM)
    out, err = command.communicate(timeout=60)
    took = time.monotonic() - at
    source.latency = 0

    assert took < 10
    assert command.returncode == 0, out + err
    assert "Traceback" not in err, err
    assert "stopped" in out
    assert "doing the same already" in other.stderr
    assert idle.stdout + idle.stderr == ""
    done = run("newsarchive", "run", "--once")
    assert "4 new" in done.stdout


def test_sigterm_stops_one_that_a_script_started_in_the_background(run: Command, source: Web):
    # A shell without job control has what it starts with '&' ignore SIGINT.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        command = started(run.folder)
    finally:
        signal.signal(signal.SIGINT, before)
    until(command, lambda: "health" in run("newsarchive", "runs").stdout)
    time.sleep(1)  # it waits for what is due next
    command.send_signal(signal.SIGTERM)
    out, err = command.communicate(timeout=10)

    assert command.returncode == 0, out + err
    assert "stopped" in out
    assert " finished " in run("newsarchive", "runs", "--job", "run").stdout


def test_a_killed_run_is_taken_up_again(run: Command, source: Web):
    source.latency = 0.3
    command = started(run.folder)
    until(command, lambda: len(source.asked) > 2)
    command.kill()
    command.communicate(timeout=10)
    source.latency = 0
    time.sleep(3)  # the crawl it had started ends by itself, since nobody listens to it

    run("newsarchive", "run", "--once")

    with_titles = run("newsarchive", "list").stdout
    assert all(f"Story {n}" in with_titles for n in range(4))
