"""Articles made of what a feed says, where pages cannot be had or are not wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsarchive.model import SourceSettings
from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.crawl.test_listings import DB, FAST, crawl, exported
from tests.fakes import Web, sentences


def entry_feed(site: Web, path: str) -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences(path))
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Daily Wall</title><link>{site.url}/</link><item><title>Story {path}</title>"
        f"<link>{site.url}/{path}</link><content:encoded><![CDATA[{text}]]></content:encoded>"
        f'<enclosure url="{site.url}/a.mp3" type="audio/mpeg" length="9"/></item></channel></rss>'
    )


@pytest.mark.parametrize("blocked", [403, 410, "robots"])
def test_an_entry_stands_in_for_a_page_that_will_not_be_had(
    run: Command, site: Web, blocked: int | str
):
    if blocked == "robots":
        site.put("/robots.txt", "User-agent: *\nDisallow: /two\n")
    else:
        site.put("/two", "no", int(blocked))
    url = site.put("/feed", entry_feed(site, "two"), Content_Type="application/rss+xml")
    run.follow(url)

    run("newsarchive", "crawl", *FAST, code=None)

    (article,) = exported(run)
    assert article["title"] == "Story two"
    assert article["body"].startswith("The council of two met")
    assert article["origins"]["body"] == "feed"
    assert f"{site.url}/two" in run("newsarchive", "failures").stdout


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
