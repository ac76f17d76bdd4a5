"""A source's own settings, as its server sees them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import Command
from tests.crawl.test_listings import FAST, exported
from tests.fakes import Web, page, rss, sentences, web


@pytest.fixture
def source(run: Command, site: Web) -> str:
    links = [
        (path, site.put(path, page(f"Story {path}", sentences(path))))
        for path in ("/town/1", "/sport/1", "/town/2")
    ]
    feed = rss("Daily Wall", f"{site.url}/", links)
    url = site.put("/feed", feed, Content_Type="application/rss+xml")
    run.follow(url)
    site.asked.clear()
    return "daily-wall"


def test_requests_are_sent_as_set_and_secrets_stay_on_the_site(
    run: Command, site: Web, source: str, tmp_path: Path
):
    with web("127.0.0.2") as other:
        away = other.put("/away", page("Elsewhere", sentences("away")))
        site.put("/town/2", "", 302, Location=away)
        cookies = tmp_path / "cookies.txt"
        cookies.write_text("# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tid\t7\n")
        shown = run(
            *("newsarchive", "source", source, f"cookies={cookies}", "user_agent=wall reader"),
            *("header.Authorization=Bearer env:WALL_TOKEN", "header.X-Plan=gold"),
        ).stdout
        assert "header.Authorization=Bearer env:WALL_TOKEN" in shown

        done = run(
            *("newsarchive", "crawl", source, *FAST, "-s", "NEWSARCHIVE_ALLOW_PRIVATE=1"),
            WALL_TOKEN="s3cret",
        )

        for path, headers in site.asked:
            assert headers["Authorization"] == "Bearer s3cret", path
            assert headers["User-Agent"] == "wall reader"
            assert (headers["X-Plan"], headers["Cookie"]) == ("gold", "id=7")
        (headers,) = [headers for path, headers in other.asked if path == "/away"]
        assert not {"Authorization", "X-Plan", "Cookie"} & set(headers)
        assert "wall" not in headers["User-Agent"]
        assert "s3cret" not in done.stdout + done.stderr


def test_a_missing_variable_is_named(run: Command, source: str):
    run("newsarchive", "source", source, "header.Authorization=env:NO_SUCH_VARIABLE")

    told = run("newsarchive", "crawl", source, *FAST, code=2).stderr

    assert "header.Authorization needs the environment variable NO_SUCH_VARIABLE" in told


def test_only_wanted_articles_are_fetched_within_the_budget(run: Command, site: Web, source: str):
    run("newsarchive", "source", source, "never=*/sport/*", "budget=1")

    run("newsarchive", "crawl", source, *FAST)

    assert [item["title"] for item in exported(run)] == ["Story /town/1"]
    assert site.count("/sport/1") == 0


def test_a_sources_own_delay(run: Command, site: Web, source: str):
    run("newsarchive", "source", source, "delay=0.5", "concurrency=1")
    site.visits.clear()

    run("newsarchive", "crawl", source, *FAST)

    times = [visit.began for visit in site.visits]
    assert len(times) == 5  # robots.txt, feed, articles
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.48


def test_a_wrong_setting(run: Command, source: str):
    assert "there is no setting 'x'" in run("newsarchive", "source", source, "x=1", code=2).stderr
    assert "no source 'none'" in run("newsarchive", "source", "none", code=2).stderr
