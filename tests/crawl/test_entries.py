"""Articles made of what a feed says, where pages cannot be had or are not wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newsarchive.model import SourceSettings
from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.crawl.test_listings import DB, FAST, crawl, exported
from tests.fakes import Web, sentences


def entry_feed(site: Web, *paths: str) -> str:
    entries = "".join(
        f"<item><title>Story {path}</title><link>{site.url}/{path}</link><content:encoded>"
        f"<![CDATA[{''.join(f'<p>{sentence}</p>' for sentence in sentences(path))}]]>"
        f'</content:encoded><enclosure url="{site.url}/a.mp3" type="audio/mpeg" length="9"/></item>'
        for path in paths
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Daily Wall</title><link>{site.url}/</link>{entries}</channel></rss>"
    )


def test_entries_stand_in_for_pages_that_will_not_be_had(run: Command, site: Web):
    site.put("/robots.txt", "User-agent: *\nDisallow: /one\n")
    site.put("/two", "no", 403)
    site.put("/three", "no", 410)
    feed = entry_feed(site, "one", "two", "three")
    run.follow(site.put("/feed", feed, Content_Type="application/rss+xml"))

    run("newsarchive", "crawl", *FAST, code=None)

    articles = {article["title"]: article for article in exported(run)}
    failures = run("newsarchive", "failures").stdout
    assert set(articles) == {"Story one", "Story two", "Story three"}
    for path in ("one", "two", "three"):
        article = articles[f"Story {path}"]
        assert article["body"].startswith(f"The council of {path} met")
        assert article["origins"]["body"] == "feed"
        assert f"{site.url}/{path}" in failures


def test_a_feed_only_source_asks_no_page(run: Command, site: Web, tmp_path: Path):
    url = site.put("/feed", entry_feed(site, "two"), Content_Type="application/rss+xml")
    run.follow(url)
    with open_archive(tmp_path / DB) as archive, archive.writing() as rows:
        settings = SourceSettings(mode="feed-only")
        rows.sources.configure(replace(rows.sources.get("daily-wall"), settings=settings))

    crawl(run)

    (article,) = exported(run)
    assert (article["title"], article["origins"]["title"]) == ("Story two", "feed")
    assert article["enclosures"] == [
        {"url": f"{site.url}/a.mp3", "type": "audio/mpeg", "length": 9}
    ]
    assert site.count("/two") == 0
