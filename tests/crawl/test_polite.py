"""What a server sees of a crawl: its own log tells."""

from __future__ import annotations

import itertools
import time
from email.utils import formatdate
from pathlib import Path

import pytest

from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.fakes import Answer, Visit, Web, page, sentences, web

DB = "data/newsarchive.db"


def stories(site: Web, count: int) -> list[str]:
    return [site.put(f"/{n}", page(f"Story {n}", sentences(f"{n}"))) for n in range(count)]


def crawl(run: Command, urls: list[str], *words: str, code: int = 0, **settings: object) -> str:
    given = {
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": 0,
        "NEWSARCHIVE_ALLOW_PRIVATE": 1,
        **settings,
    }
    options = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
    done = run("scrapy", "crawl", "pages", "-a", f"urls={','.join(urls)}", *options, code=code)
    return done.stdout + done.stderr


def most_at_once(visits: list[Visit]) -> int:
    changes = sorted([(v.began, 1) for v in visits] + [(v.ended, -1) for v in visits])
    return max(itertools.accumulate(step for _, step in changes))


TOLERANCE = 0.1  # seconds by which a loaded machine's server may notice a request late


def gaps(visits: list[Visit]) -> list[float]:
    return [later.began - earlier.began for earlier, later in itertools.pairwise(visits)]


def failures(tmp_path: Path) -> dict[str, str]:
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        return {item.url: item.cause for item in rows.runs.failures()}


def test_few_requests_at_once_to_a_host_and_each_url_once(run: Command, site: Web):
    site.latency = 0.02
    with web("127.0.0.2") as other:
        other.latency = 0.02
        crawl(run, [*stories(site, 40), *stories(other, 40)])

        assert most_at_once(site.visits) == most_at_once(other.visits) == 2
        # both at the same time, not one after the other
        assert most_at_once(site.visits + other.visits) > 2
        for server in (site, other):
            assert sorted(visit.path for visit in server.visits) == sorted(
                ["/robots.txt", *(f"/{n}" for n in range(40))]
            )


def test_the_gap_between_requests_is_kept(run: Command, site: Web):
    crawl(run, stories(site, 6), DOWNLOAD_DELAY=0.3)

    assert len(site.visits) == 7
    assert min(gaps(site.visits)) >= 0.3 - TOLERANCE


def test_crawl_delay_is_kept(run: Command, site: Web):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.7\n", Content_Type="text/plain")

    crawl(run, stories(site, 4))

    assert min(gaps(site.visits)[1:]) >= 0.7 - TOLERANCE


def test_a_longer_crawl_delay_than_we_keep_is_told(run: Command, site: Web):
    site.put("/robots.txt", "User-agent: newsarchive\nCrawl-delay: 3600\n")

    told = crawl(run, stories(site, 1), NEWSARCHIVE_MAX_CRAWL_DELAY=1)

    assert "asks for 3600 seconds between requests; it gets 1" in told


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_nothing_is_asked_while_a_host_rests_and_others_go_on(
    run: Command, site: Web, form: str, tmp_path: Path
):
    status = 429 if form == "seconds" else 503
    urls = stories(site, 10)
    value = "2" if form == "seconds" else formatdate(time.time() + 3600 * 5 + 3, usegmt=True)
    # a server whose clock is five hours ahead means three seconds all the same
    date = {} if form == "seconds" else {"Date": formatdate(time.time() + 3600 * 5, usegmt=True)}
    site.first = [Answer(b"busy", status, {"Retry-After": value, **date}) for _ in range(2)]
    with web("127.0.0.2") as other:
        other.latency = 0.1
        crawl(run, [*urls, *stories(other, 20)])

        asked = [visit for visit in site.visits if visit.path != "/robots.txt"]
        refused = [visit for visit in asked if visit.status == status]
        # both that were under way are refused; the second may arrive when the first is answered
        window = (refused[-1].ended, refused[-1].ended + 1.9)
        assert [v.path for v in asked if window[0] + 0.05 < v.began < window[1]] == []
        assert len([v for v in other.visits if window[0] < v.began < window[1]]) > 10
    assert failures(tmp_path) == {}


def test_a_long_rest_is_left_to_a_later_crawl(run: Command, site: Web, tmp_path: Path):
    urls = stories(site, 8)
    site.first = [Answer(b"busy", 429, {"Retry-After": "3600"}) for _ in range(2)]

    crawl(run, urls, code=1)
    asked = len(site.visits)
    told = failures(tmp_path)
    crawl(run, urls, code=1)

    assert asked <= 3  # robots.txt, and what was under way
    assert len(site.visits) == asked  # the next crawl heeds it too
    assert set(told) == set(urls)
    assert all("the server asked to wait until" in cause for cause in told.values())


def test_robots_is_asked_once_a_day(run: Command, site: Web):
    site.put("/robots.txt", "User-agent: *\nDisallow: /1\n")
    urls = stories(site, 2)

    crawl(run, urls)
    crawl(run, urls)

    assert site.count("/robots.txt") == 1
    assert (site.count("/0"), site.count("/1")) == (2, 0)


@pytest.mark.parametrize(
    ("status", "cause"),
    [(503, "the server answered 503 to robots.txt, so nothing is asked for now"), (403, None)],
)
def test_a_robots_that_cannot_be_had(
    run: Command, site: Web, status: int, cause: str | None, tmp_path: Path
):
    site.put("/robots.txt", "no", status)
    (url,) = stories(site, 1)

    crawl(run, [url], code=1 if cause else 0, RETRY_TIMES=0)

    assert site.count("/0") == (0 if cause else 1)
    assert failures(tmp_path) == ({url: cause} if cause else {})


def test_the_first_500_kib_of_robots_count(run: Command, site: Web, tmp_path: Path):
    lines = "# a comment to fill the file with\n" * 40_000
    site.put("/robots.txt", f"User-agent: *\nDisallow: /0\n{lines}Disallow: /1\n")
    urls = stories(site, 2)

    crawl(run, urls)

    assert failures(tmp_path) == {urls[0]: "robots.txt forbids it"}
