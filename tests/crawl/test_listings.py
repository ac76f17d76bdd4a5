"""How listings fare over several polls: moved, gone, failing, unchanged."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive.model import ListingState
from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.fakes import Answer, Web, page, rss, sentences

DB = "data/newsarchive.db"
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "RETRY_TIMES=0")


@pytest.fixture
def feed(run: Command, site: Web) -> str:
    """The address of a feed with one story, followed as 'daily-wall'."""
    story = site.put("/one", page("Story one", sentences("one")))
    body = rss("Daily Wall", f"{site.url}/", [("Story one", story)])
    url = site.put("/feed", body, Content_Type="application/rss+xml", ETag='"1"')
    run.follow(url)
    return url


def crawl(run: Command, code: int = 0) -> None:
    run("newsarchive", "crawl", "daily-wall", *FAST, code=code)


def state(tmp_path: Path) -> tuple[ListingState, list[tuple[str, str]]]:
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        (listing,) = rows.sources.get("daily-wall").listings
        changes = rows.listings.changes("daily-wall")
    return listing, [(change.change, change.cause) for change in changes]


def test_a_feed_that_moved_for_good_is_followed_there(
    run: Command, site: Web, feed: str, tmp_path: Path
):
    site.pages["/new/feed"] = site.pages["/feed"]
    site.put("/feed", "", 308, Location="/new/feed")

    crawl(run)

    listing, changes = state(tmp_path)
    assert listing.url == f"{site.url}/new/feed"
    assert changes == [("moved", f"the server answered with a permanent redirect to {listing.url}")]
    asked = site.count("/feed")
    crawl(run)
    assert site.count("/feed") == asked


def test_a_feed_that_is_elsewhere_for_now_stays_where_it_is(
    run: Command, site: Web, feed: str, tmp_path: Path
):
    site.pages["/new/feed"] = site.pages["/feed"]
    site.put("/feed", "", 302, Location="/new/feed")

    crawl(run)

    assert state(tmp_path)[0].url == feed
    assert state(tmp_path)[1] == []


def test_a_feed_does_not_move_to_what_is_no_feed(
    run: Command, site: Web, feed: str, tmp_path: Path
):
    site.put("/", page("Daily Wall", ["Welcome."]))
    site.put("/feed", "", 301, Location="/")

    crawl(run, code=1)

    listing, changes = state(tmp_path)
    assert (listing.url, listing.errors) == (feed, 1)
    assert changes[0][0] == "fails"


def test_a_feed_that_is_gone_rests_and_one_that_fails_does_not(
    run: Command, site: Web, feed: str, tmp_path: Path
):
    kept = site.pages["/feed"]
    site.put("/feed", "no", 500)
    crawl(run, code=1)
    crawl(run, code=1)
    assert state(tmp_path)[0].errors == 2
    site.put("/feed", "no", 410)
    crawl(run, code=1)
    assert state(tmp_path)[0].rests
    asked = site.count("/feed")
    told = run("newsarchive", "crawl", *FAST).stdout
    assert site.count("/feed") == asked  # not asked, even by name
    assert (
        f"{feed} rests since {datetime.now().astimezone():%Y-%m-%d} (the server answered 410)"
        in told
    )
    assert "at once by 'newsarchive crawl daily-wall --wake'" in told
    site.pages["/feed"] = kept
    told = run("newsarchive", "crawl", "daily-wall", "--wake", *FAST).stdout
    assert "rests" not in told

    listing, changes = state(tmp_path)
    assert not listing.rests
    assert changes == [
        ("works", "after 3 failures in a row"),
        ("rests", "the server answered 410"),
        ("fails", "the server answered 500"),
    ]


def test_a_failing_feed_is_asked_once_more_unless_it_says_when(
    run: Command, site: Web, feed: str, tmp_path: Path
):
    words = ("newsarchive", "crawl", "daily-wall", *FAST[:4])  # as often as is usual
    site.put("/feed", "no", 500)
    run(*words, code=1)
    assert site.count("/feed") == 2
    site.put("/feed", "no", 503, Retry_After="7200")

    run(*words, code=1)

    assert site.count("/feed") == 3
    listing, _ = state(tmp_path)
    assert listing.polled_at
    assert listing.due_at
    assert 7_190 <= (listing.due_at - listing.polled_at).total_seconds() <= 7_210


def test_what_headers_and_feed_ask_for_is_heeded(
    run: Command, site: Web, feed: str, tmp_path: Path
):
    site.pages["/feed"].headers["Cache-Control"] = "public, max-age=18000"

    crawl(run)
    listing, _ = state(tmp_path)
    assert listing.polled_at
    assert listing.due_at
    assert 17_990 <= (listing.due_at - listing.polled_at).total_seconds() <= 18_010


def test_sitemaps_of_an_index_are_asked_conditionally(run: Command, site: Web, tmp_path: Path):
    story = site.put("/one", page("Story one", sentences("one")))
    inner = f"<urlset><url><loc>{story}</loc></url></urlset>"
    child = site.put("/a.xml", inner, Content_Type="text/xml", ETag='"a"')
    index = f"<sitemapindex><sitemap><loc>{child}</loc></sitemap></sitemapindex>"
    url = site.put("/sitemap.xml", index, Content_Type="text/xml")
    run.follow(url, "sitemap")

    crawl(run)
    crawl(run)

    asked = [headers.get("If-None-Match") for path, headers in site.asked if path == "/a.xml"]
    assert asked == [None, '"a"']
    assert len(run("newsarchive", "sources").stdout.splitlines()) == 3  # the index alone


def test_sitemaps_that_did_not_change_by_their_index_are_not_asked(
    run: Command, site: Web, tmp_path: Path
):
    def index(*stamps: str) -> None:
        entries = "".join(
            f"<sitemap><loc>{site.url}/{name}.xml</loc><lastmod>{stamp}</lastmod></sitemap>"
            for name, stamp in zip("abc", stamps, strict=True)
        )
        site.put("/sitemap.xml", f"<sitemapindex>{entries}</sitemapindex>", Content_Type="text/xml")

    for name in "abc":
        story = site.put(f"/{name}", page(f"Story {name}", sentences(name)))
        site.put(f"/{name}.xml", f"<urlset><url><loc>{story}</loc></url></urlset>")
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    index("2026-11-02T10:00:00Z", "2026-11-02T10:00:00Z", today)
    run.follow(f"{site.url}/sitemap.xml", "sitemap")
    crawl(run)
    site.asked.clear()

    index("2026-11-02T10:00:00Z", "2026-11-02T10:30:00Z", today)
    crawl(run)

    asked = [path for path, _ in site.asked if path in ("/a.xml", "/b.xml", "/c.xml")]
    assert sorted(asked) == ["/b.xml", "/c.xml"]  # today is not over: it may have changed again


def test_a_page_that_others_lead_to_is_asked_once(run: Command, site: Web, tmp_path: Path):
    story = site.put("/story", page("Story one", sentences("one")))
    before = site.put("/before", "", 301, Location="/story")
    after = site.put("/after", "", 301, Location="/story")
    links = [("Before", before), ("Story one", story), ("After", after)]
    run.follow(site.put("/feed", rss("Daily Wall", f"{site.url}/", links)))

    crawl(run)

    assert site.count("/story") == 1
    (item,) = exported(run)
    assert sorted(item["urls"]) == sorted([before, story, after])


def test_an_address_that_leads_to_a_page_that_failed_fails_too(
    run: Command, site: Web, tmp_path: Path
):
    lost = f"{site.url}/lost"
    before = site.put("/before", "", 301, Location="/lost")
    after = site.put("/after", "", 301, Location="/lost")
    links = [("Before", before), ("Lost", lost), ("After", after)]
    run.follow(site.put("/feed", rss("Daily Wall", f"{site.url}/", links)))

    crawl(run, code=1)

    assert site.count("/lost") == 1
    told = run("newsarchive", "failures").stdout
    assert f"leads to {lost}, of which nothing was archived" in told
    assert "404" in told


def posts(site: Web, changed: str, *names: str) -> None:
    """Let the API tell of these posts, whatever it is asked."""
    answer = [
        {
            "link": f"{site.url}/{name}",
            "title": {"rendered": f"Story {name}"},
            "date_gmt": "2026-11-02T10:00:00",
            "modified_gmt": changed,
        }
        for name in names
    ]
    site.missing = Answer(json.dumps(answer).encode(), 200, {"Content-Type": "application/json"})


def test_wordpress_tells_what_changed(run: Command, site: Web, tmp_path: Path):
    for name in ("one", "two"):
        site.put(f"/{name}", page(f"Story {name}", sentences(name)))
    site.put("/robots.txt", "User-agent: *\nAllow: /\n", Content_Type="text/plain")
    run.follow(f"{site.url}/wp-json/", "wordpress")
    poll = ("scrapy", "crawl", "poll", "-a", "source=daily-wall", "-a", "revisit=due", *FAST)
    posts(site, "2026-11-02T10:00:00", "one", "two")
    run(*poll)
    assert {item["title"] for item in exported(run)} == {"Story one", "Story two"}
    site.asked.clear()
    site.put("/one", page("Story one, mended", sentences("mended")))
    posts(site, "2026-11-03T08:00:00", "one")

    run(*poll)

    question, *rest = [path for path, _ in site.asked if path != "/robots.txt"]
    assert "modified_after=2026-11-02T09%3A59%3A59Z" in question
    assert rest == ["/one"]
    assert {item["title"] for item in exported(run)} == {"Story one, mended", "Story two"}


def exported(run: Command) -> list[dict]:
    done = run("newsarchive", "export", "-o", "-")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_pages_ask_of_robots_is_recorded_and_heeded_by_setting(
    run: Command, site: Web, tmp_path: Path
):
    head = "<meta name=robots content=noarchive>"
    meta = site.put("/meta", page("By meta tag", sentences("meta"), head))
    header = site.put("/header", page("By header", sentences("head")), X_Robots_Tag="noindex")
    options = ("-s", "NEWSARCHIVE_ALLOW_PRIVATE=1", *FAST)
    pages = ("scrapy", "crawl", "pages", "-a", f"urls={meta},{header}", *options)
    run(*pages)
    assert {item["title"]: item["robots"] for item in exported(run)} == {
        "By meta tag": ["noarchive"],
        "By header": ["noindex"],
    }
    elsewhere = ("-s", f"NEWSARCHIVE_ARCHIVE={tmp_path}/other.db")

    run(*pages, *elsewhere, "-s", "NEWSARCHIVE_HEED=noarchive,noindex", code=1)

    shown = run("newsarchive", "failures", "--archive", f"{tmp_path}/other.db").stdout
    assert "asks not to be archived (noarchive)" in shown
    assert "asks not to be archived (noindex)" in shown
    kept = b"".join(path.read_bytes() for path in (tmp_path / "warc").rglob("*.gz"))
    assert b"/meta" not in gzip.decompress(kept) if kept else True
