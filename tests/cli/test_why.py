from __future__ import annotations

from datetime import UTC, datetime

from newsarchive.model import Rung
from newsarchive.storage import open_archive
from tests.conftest import Command
from tests.crawl.test_listings import DB, FAST
from tests.fakes import Web, page, rss, sentences


def test_what_became_of_addresses(run: Command, site: Web):
    one = site.put("/one", page("Story one", sentences("one")))
    site.pages["/one?utm_source=rss"] = site.pages["/one"]
    moved = site.put("/moved", "", 301, Location="/one")
    head = f'<link rel=canonical href="{one}">'
    site.put("/amp/one", page("Story one", sentences("one"), head))
    site.put("/robots.txt", "User-agent: *\nDisallow: /secret\n")
    links = [
        ("Story one", f"{one}?utm_source=rss#top"),
        ("Moved", moved),
        ("Amp", f"{site.url}/amp/one"),
        ("Gone", f"{site.url}/gone"),
        ("Secret", f"{site.url}/secret"),
    ]
    feed = rss("Daily Wall", f"{site.url}/", links).replace("&", "&amp;")
    url = site.put("/feed", feed, Content_Type="application/rss+xml")
    run.follow(url)
    run("newsarchive", "crawl", *FAST, code=None)

    def why(address: str) -> str:
        return run("newsarchive", "why", address).stdout

    told = why(f"{one}?utm_source=rss#top")
    assert f"known as      {one}\n" in told
    assert "left out      the tracking parameter utm_source\n" in told
    assert "left out      the fragment #top\n" in told
    assert "for source 'daily-wall'" in told
    assert f"named by      {url}, from" in told
    assert "is            the main address of article" in told
    told = why(moved)
    assert "is            an address of article" in told
    assert f"since redirects to {one}" in told
    told = why(f"{site.url}/amp/one")  # whichever of the two was asked first
    assert "names it as canonical" in told or f"names {one} as canonical" in told
    with open_archive(run.folder / DB) as archive, archive.writing() as rows:
        at = datetime(2026, 5, 1, 12, tzinfo=UTC)
        rows.listings.failed("daily-wall", url, at=at, due_at=at, cause="the server answered 500")
        rungs = [Rung(kind="section", url=f"{site.url}/news/", state="done", asked=3, found=12)]
        rows.rungs.save("daily-wall", rungs, at=at)
    told = why(url)
    assert "followed as   feed of source 'daily-wall'\n" in told
    assert "state         fails since 2026-05-01" in told
    assert "(the server answered 500)" in told
    assert "asked         2026-05-01" in told
    assert "unknown" not in told
    told = why(f"{site.url}/news")
    assert "backfill      section of source 'daily-wall': done, 3 pages, 12 addresses\n" in told
    assert "at fetch: the server answered 404" in why(f"{site.url}/gone")
    assert "at fetch: robots.txt forbids it" in why(f"{site.url}/secret")
    assert "no listing of source 'daily-wall' named it" in why(f"{site.url}/never")
    run("newsarchive", "source", "daily-wall", "never=*/sport/*")
    assert "by 'only' and 'never'" in why(f"{site.url}/sport/1")
    assert "no source is followed at its host" in why("https://elsewhere.example/1")
    assert "is no web address" in run("newsarchive", "why", "mailto:x", code=2).stderr
