"""Commands of an archive that runs by itself, as somebody types them."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsarchive.model import Failure
from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.fakes import Web, page, rss, sentences


@pytest.fixture
def crawled(run: Command, site: Web) -> Command:
    """A source with three stories, one of them gone, and one left out by its settings."""
    links = [
        (f"Story {n}", site.put(f"/{n}", page(f"Story {n}", sentences(f"place{n}"))))
        for n in range(2)
    ]
    links.append(("Missing", f"{site.url}/missing?token=s3cret"))
    links.append(("Goal", site.put("/sport/goal", page("Goal", sentences("goal")))))
    site.put("/feed", rss("Daily Wall", site.url, links), Content_Type="text/xml")
    slug = run.follow(f"{site.url}/feed")
    run("newsarchive", "source", slug, "never=*/sport/*")
    run("newsarchive", "crawl", "-sDOWNLOAD_DELAY=0", code=0)
    return run


def objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_gaps_with_their_reasons(crawled: Command, site: Web):
    table = crawled("newsarchive", "gaps").stdout
    urls = crawled("newsarchive", "gaps", "--urls").stdout
    days = objects(crawled("newsarchive", "gaps", "daily-wall", "--json").stdout)

    assert "2 of 4 archived; missing: 1 failed, 1 by a rule" in table
    assert f"{site.url}/sport/goal: the source's 'only' or 'never' leaves it out" in urls
    assert "the server answered 404" in urls
    assert "s3cret" not in urls
    assert sum(int(str(item["stated"])) for item in days) == 4
    assert sum(int(str(item["archived"])) for item in days) == 2


def test_gaps_are_filled(crawled: Command, site: Web):
    site.put("/missing?token=s3cret", page("Missing", sentences("found again")))
    site.asked.clear()

    told = crawled("newsarchive", "gaps", "--fill", NEWSARCHIVE_DELAY="0").stdout

    assert "asking for 1 pages again" in told
    assert "1 new" in told
    assert not any(path.startswith("/sport") for path, _ in site.asked)
    again = crawled("newsarchive", "gaps", "--fill").stdout
    assert "nothing that could be asked is missing" in again


def test_what_a_setting_left_out_comes_back_with_it(crawled: Command, site: Web):
    crawled("newsarchive", "source", "daily-wall", "never=")

    crawled("newsarchive", "crawl", "-sDOWNLOAD_DELAY=0", code=None)

    assert "Goal" in crawled("newsarchive", "list").stdout


def test_health_and_its_exit_code(crawled: Command):
    assert crawled("newsarchive", "health").stdout == "all well\n"
    with open_archive(crawled.folder / "data/newsarchive.db") as archive, archive.writing() as rows:
        url = rows.sources.get("daily-wall").listings[0].url
        for _ in range(3):
            rows.listings.failed(
                "daily-wall",
                url,
                at=datetime.now(UTC),
                due_at=datetime.now(UTC),
                cause="it is gone",
            )

    told = crawled("newsarchive", "health", "daily-wall", code=1).stdout
    (found,) = objects(crawled("newsarchive", "health", "--json", code=1).stdout)

    assert told.startswith(f"daily-wall: a feed fails or rests ({url})\n  expected: ")
    assert "it failed 3 times in a row: it is gone" in told
    assert found["kind"] == "feed"
    assert "do:" in told
    unknown = crawled("newsarchive", "health", "nobody", code=2).stderr
    assert "there is no source 'nobody'" in unknown


def test_runs_are_listed(crawled: Command):
    told = crawled("newsarchive", "runs", "--causes").stdout

    assert "poll" in told
    assert "finished" in told
    assert "1 x the server answered 404" in told


def test_a_crawl_told_to_machines(run: Command, site: Web):
    evil = "Story \x1b[31m\u202e\x9b evil"
    story = site.put("/a?api_key=s3cret", page(evil, sentences("place")))
    site.put("/feed", rss("Daily Wall", site.url, [("Story", story)]), Content_Type="text/xml")
    run.follow(f"{site.url}/feed")

    told = run("newsarchive", "crawl", "--json", "-sDOWNLOAD_DELAY=0").stdout

    events = objects(told)
    assert [event["event"] for event in events] == ["listing", "item", "end"]
    assert events[1]["url"] == f"{site.url}/a?api_key=***"
    assert events[1]["source"] == "daily-wall"
    assert all(event["at"] for event in events)
    assert told.isascii()
    assert "\x1b" not in told


def test_decisions_are_explained(crawled: Command, site: Web):
    told = crawled("newsarchive", "crawl", "--verbose", "-sDOWNLOAD_DELAY=0", code=None).stdout

    assert "passed" in told
    assert "as it was when it was read last" in told


def test_what_scrapy_logs_is_plain(run: Command, site: Web):
    story = site.put("/a?password=s3cret", page("Story", sentences("place")))
    site.put("/feed", rss("Daily Wall", site.url, [("Story", story)]), Content_Type="text/xml")
    run.follow(f"{site.url}/feed")

    done = run("scrapy", "crawl", "poll", "-sDOWNLOAD_DELAY=0", "-sLOG_LEVEL=DEBUG", cold=True)

    assert "password=***" in done.stderr
    assert "s3cret" not in done.stderr


def test_nothing_is_made_that_others_may_write(run: Command, site: Web):
    story = site.put("/a", page("Story", sentences("place")))
    site.put("/feed", rss("Daily Wall", site.url, [("Story", story)]), Content_Type="text/xml")
    run.follow(f"{site.url}/feed")
    for path in sorted(run.folder.rglob("*"), reverse=True):
        path.chmod(path.stat().st_mode & ~0o022)
    before = os.umask(0)
    try:
        run("newsarchive", "crawl", "-sDOWNLOAD_DELAY=0", cold=True)
        run("newsarchive", "backup", "copy.db", cold=True)
        run("newsarchive", "export", "-o", "all.jsonl", cold=True)
        run("scrapy", "crawl", "poll", "-asource=daily-wall", "-sDOWNLOAD_DELAY=0", cold=True)
    finally:
        os.umask(before)

    made = [path for path in run.folder.rglob("*") if path.stat().st_mode & 0o022]
    assert made == []
    assert any(path.name.endswith(".warc.gz") for path in run.folder.rglob("*"))


# --- the installation --------------------------------------------------------------------


def test_settings_and_where_they_come_from(run: Command):
    (run.folder / "newsarchive.toml").write_text(
        '# mine\ndelay = 3\nalert_webhook = "https://chat.example/T0/secret"\n'
    )

    told = run("newsarchive", "config", NEWSARCHIVE_TIMEOUT="9").stdout
    items = {
        item["name"]: (item["value"], item["origin"])
        for item in objects(run("newsarchive", "config", "--json").stdout)
    }

    assert items["delay"] == (3.0, f"{run.folder}/newsarchive.toml, line 2")
    assert items["concurrency"] == (2, "default")
    assert items["alert_webhook"][0] == "https://***"
    assert "secret" not in told
    assert "NEWSARCHIVE_TIMEOUT" in told


def test_an_unknown_setting_is_answered_with_the_nearest(run: Command):
    (run.folder / "newsarchive.toml").write_text("delya = 3\n")
    assert "did you mean 'delay'?" in run("newsarchive", "config", code=2).stderr
    (run.folder / "newsarchive.toml").unlink()
    told = run("newsarchive", "config", code=2, NEWSARCHIVE_TIMEUOT="9").stderr
    assert told.startswith("newsarchive: NEWSARCHIVE_TIMEUOT: there is no setting 'timeuot'")


def test_the_doctor_finds_what_is_wrong(crawled: Command):
    well = crawled("newsarchive", "doctor").stdout
    assert "ok       database" in well
    database = crawled.folder / "data/newsarchive.db"
    database.chmod(0o666)
    database.write_bytes(database.read_bytes()[:5000])

    told = crawled("newsarchive", "doctor", code=1).stdout

    assert "fault    database" in told
    assert "anybody may write" in told
    assert "do:" in told


def test_the_doctor_looks_at_warc_files_and_at_who_is_told(crawled: Command):
    folder = crawled.folder / "data/warc/newsarchive"
    folder.chmod(0o777)

    told = crawled(
        "newsarchive", "doctor", code=1, NEWSARCHIVE_ALERT_WEBHOOK="env:NO_SUCH_HOOK"
    ).stdout

    assert f"anybody may write {folder}" in told
    assert "the environment variable NO_SUCH_HOOK is not set" in told


def test_the_doctor_notices_a_clock_that_was_set_back(crawled: Command):
    with open_archive(crawled.folder / "data/newsarchive.db") as archive, archive.writing() as rows:
        later = datetime.now(UTC) + timedelta(days=2)
        rows.runs.begin("export", key="x", source=None, at=later, exclusive=False)

    assert "fault    clock" in crawled("newsarchive", "doctor", code=1).stdout


def test_units_with_the_right_paths(run: Command, tmp_path: Path):
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "newsarchive.toml").write_text('backups = "copies"\n')

    unit = run("newsarchive", "schedule", "--systemd", folder="a folder").stdout
    cron = run("newsarchive", "schedule", "--cron", folder="a folder").stdout

    assert f"WorkingDirectory={folder}\n" in unit
    assert f'"{folder}/copies" "{folder}/data"' in unit
    assert "ProtectSystem=strict" in unit
    assert f"cd '{folder}' && " in cron
    command = cron.splitlines()[-1].partition(" && ")[2]
    assert command.endswith("newsarchive run --once --if-idle >/dev/null")
    secret = "postgresql+psycopg://me:s3cret@db.example/news"
    assert "s3cret" not in run("newsarchive", "config", NEWSARCHIVE_ARCHIVE=secret).stdout
    of_another = run("newsarchive", "schedule", "--cron", "--archive", "/srv/x.db").stdout
    assert "--archive /srv/x.db" in of_another
    unit_of_another = run("newsarchive", "schedule", "--systemd", NEWSARCHIVE_ARCHIVE=secret).stdout
    assert "s3cret" not in unit_of_another
    assert f"EnvironmentFile={tmp_path}/newsarchive.env" in unit_of_another
    assert "NEWSARCHIVE_ARCHIVE='…'" in unit_of_another
    cron_of_another = run("newsarchive", "schedule", "--cron", "--archive", secret).stdout
    assert "s3cret" not in cron_of_another
    assert "set -a && . ./newsarchive.env && " in cron_of_another
    found: Any = {"NEWSARCHIVE_ARCHIVE": "x y.db", "NEWSARCHIVE_CONTACT": "50% off@x.example"}
    unit_of_shell = run("newsarchive", "schedule", "--systemd", **found).stdout
    assert 'Environment="NEWSARCHIVE_ARCHIVE=x y.db"\n' in unit_of_shell
    assert 'Environment="NEWSARCHIVE_CONTACT=50%% off@x.example"\n' in unit_of_shell
    cron_of_shell = run("newsarchive", "schedule", "--cron", **found).stdout
    assert "NEWSARCHIVE_ARCHIVE='x y.db' NEWSARCHIVE_CONTACT='50\\% off" in cron_of_shell
    checker = shutil.which("systemd-analyze")
    if checker:
        for text in (unit, unit_of_shell):
            (tmp_path / "newsarchive.service").write_text(text)
            done = subprocess.run(
                [checker, "verify", str(tmp_path / "newsarchive.service")],
                capture_output=True,
                text=True,
                check=False,
            )
            assert "newsarchive.service" not in done.stderr, done.stderr
    assert "--systemd or --cron" in run("newsarchive", "schedule", code=2).stderr


def test_failures_are_kept_with_their_whole_address(crawled: Command):
    """What is printed is masked; what is kept is not, since it is asked again."""
    with open_archive(crawled.folder / "data/newsarchive.db") as archive, archive.reading() as rows:
        (failure,) = rows.runs.failures()
    assert isinstance(failure, Failure)
    assert failure.url.endswith("token=s3cret")
    assert "token=***" in crawled("newsarchive", "failures").stdout
    assert "s3cret" not in crawled("newsarchive", "show", failure.url, code=None).stderr
