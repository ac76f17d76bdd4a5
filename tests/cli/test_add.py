"""``newsarchive add`` shows what it chose, and why, before it saves."""

from __future__ import annotations

from tests.conftest import Command
from tests.crawl.test_listings import FAST
from tests.fakes import Answer, Web, page, rss, sentences


def test_what_is_shown(run: Command, site: Web) -> None:
    site.put(
        "/",
        "<html lang=en><meta name=generator content='Ghost 5'><title>The Weir</title>"
        "<link rel=alternate type=application/rss+xml href=/rss/>"
        "<link rel=alternate type=application/rss+xml href=/tag/sea/rss/>",
    )
    both, one = [("a", "/a"), ("b", "/b")], [("b", "/b")]
    site.put("/rss/", rss("The Weir", site.url, both), Content_Type="text/xml")
    site.put("/tag/sea/rss/", rss("Sea", site.url, one), Content_Type="text/xml")

    told = run("newsarchive", "add", site.url, "--yes", "--allow-private").stdout

    assert told.splitlines() == [
        f"The Weir ({site.url}, en, Ghost)",
        "  4 addresses asked",
        f"  follow feed {site.url}/rss/ (rss, 2 entries)",
        f"  {site.url}/tag/sea/rss/ is left out: what it lists is in the others",
        "saved as 'the-weir'; next: newsarchive crawl the-weir",
    ]


def test_a_site_whose_stories_lie_behind_sections(run: Command, site: Web) -> None:
    """It is added and crawled; what the site shows for any address is archived nowhere."""
    site.put("/", "<title>Bote</title><nav><a href=/sea>Sea</a><a href=/town>Town</a></nav>")
    for desk in ("sea", "town"):
        site.put(f"/{desk}/1", page(f"Four words of {desk}", sentences(desk)))
        links = f"<a href=/{desk}/1>Four words of {desk}</a><a href=/{desk}/2>It was taken down</a>"
        site.put(f"/{desk}", f"<title>{desk}</title><h1>The desk of {desk}</h1>{links}", ETag='"1"')
    site.missing = Answer(page("Sorry", sentences("archive")).encode(), 200)
    told = run("newsarchive", "add", site.url, "--yes", "--allow-private").stdout
    assert f"follow section {site.url}/sea (no feed was found; 2 articles)" in told
    assert f"follow section {site.url}/town (no feed was found; 2 articles more)" in told

    told = run("newsarchive", "crawl", *FAST).stdout
    assert "2 new, 2 failures" in told
    assert told.count("the site answers with this page to any address (soft 404)") == 2

    site.asked.clear()
    assert "done: 0 failures" in run("newsarchive", "crawl", *FAST).stdout
    assert sorted(path for path, _ in site.asked) == ["/sea", "/town"]
