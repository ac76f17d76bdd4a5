"""What is found of a site, what is chosen of it, and how little is asked for that."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from newsarchive.errors import UsageError
from newsarchive.jobs.subscribing import Proposal, find_source
from tests.fakes import Answer, Web, rss

pytestmark = pytest.mark.usefixtures("nursery")  # children load nothing anew
FAST = {"AUTOTHROTTLE_ENABLED": False, "DOWNLOAD_DELAY": 0}
XML: dict[str, Any] = {"Content_Type": "text/xml"}
NEWS = "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"


def find(site: Web, path: str = "/") -> Proposal:
    return find_source(site.url + path, allow_private=True, settings=FAST)


def followed(site: Web, proposal: Proposal) -> list[tuple[str, str]]:
    return [(each.kind, each.url.removeprefix(site.url)) for each in proposal.source.listings]


def items(site: Web, *names: str) -> list[tuple[str, str]]:
    return [(name, f"{site.url}/{name}") for name in names]


def news_sitemap(site: Web, *names: str) -> str:
    entries = "".join(
        f"<url><loc>{site.url}/{name}</loc><n:news><n:title>{name}</n:title>"
        "<n:publication_date>2026-01-02</n:publication_date></n:news></url>"
        for name in names
    )
    return f"<urlset {NEWS}>{entries}</urlset>"


def test_a_wordpress_site(site: Web) -> None:
    site.put(
        "/",
        "<html><head><title>The Weir</title><link rel='https://api.w.org/' href=/wp-json/>"
        "<link rel=alternate type=application/rss+xml href=/feed/>"
        "<link rel=alternate type=application/rss+xml href=/sport/feed/>"
        "<link rel=alternate type=application/rss+xml href=/comments/feed/></head>",
    )
    feed = rss("The Weir", site.url, items(site, "a", "b"))
    site.put("/feed/", feed.replace("<title>", "<language>en-GB</language><title>", 1), **XML)
    site.put("/sport/feed/", rss("Sport", site.url, items(site, "b")), **XML)
    api = {"name": "W", "namespaces": ["wp/v2"], "timezone_string": "Europe/London"}
    fields = "?_fields=name,home,url,gmt_offset,timezone_string,namespaces"
    site.put(f"/wp-json/{fields}", json.dumps(api), Content_Type="application/json")
    site.put(
        "/robots.txt", "Sitemap: /sitemap-news.xml\nSitemap: /all.xml", Content_Type="text/plain"
    )
    site.put("/sitemap-news.xml", news_sitemap(site, "b", "c"), **XML)

    found = find(site)

    assert followed(site, found) == [
        ("feed", "/feed/"),
        ("sitemap", "/sitemap-news.xml"),
        ("wordpress", "/wp-json/"),
    ]
    assert (found.system, found.source.api) == ("WordPress", f"{site.url}/wp-json/")
    assert (found.source.language, found.source.timezone) == ("en-GB", "Europe/London")
    assert found.reasons == {
        f"{site.url}/feed/": "rss, 2 entries",
        f"{site.url}/sitemap-news.xml": "news sitemap, 1 address more",
        f"{site.url}/wp-json/": "its WordPress API tells what changed, and gives the whole back "
        "catalogue",
    }
    assert found.notes == (f"{site.url}/sport/feed/ is left out: what it lists is in the others",)
    assert found.requests == 6
    assert not site.count("/comments/feed/") + site.count("/all.xml") + site.count("/feed.xml")


@pytest.mark.parametrize(
    ("html", "path", "most"),
    [
        ("<meta name=generator content='Ghost 5'>", "/rss/", 3),
        ("<meta name=generator content='Drupal 10'>", "/rss.xml", 4),
        ("<a href=/nachrichten.rss>RSS</a>", "/nachrichten.rss", 3),
        ("", "/feed.xml", 9),
    ],
)
def test_feeds_that_no_head_declares(site: Web, html: str, path: str, most: int) -> None:
    site.put("/", f"<html><head>{html}</head><body>Hello")
    site.put(path, rss("Wall", site.url, items(site, "a")), **XML)

    found = find(site)

    assert followed(site, found) == [("feed", path)]
    assert found.requests <= most
    assert found.notes == ()


def test_a_declared_feed_that_is_none_is_told(site: Web) -> None:
    site.put(
        "/", "<link rel=alternate type=application/rss+xml href=/old.xml><a href=/new.xml>RSS</a>"
    )
    site.put("/new.xml", rss("Wall", site.url, items(site, "a")), **XML)

    found = find(site)

    assert followed(site, found) == [("feed", "/new.xml")]
    assert found.notes == (f"{site.url}/old.xml is left out: the server answered 404",)


def test_a_site_without_feeds(site: Web) -> None:
    stories = "".join(f"<a href=/s/{n}>Four words of news {n}</a>" for n in range(4))
    site.put("/", f"<html lang=de><title>Bote</title>{stories}")

    found = find(site)

    assert followed(site, found) == [("section", "/")]
    assert "links to 4 articles" in found.reasons[f"{site.url}/"]


@pytest.mark.parametrize(
    ("robots", "path"),
    [("", "/sitemap.xml"), ("", "/sitemap_index.xml"), ("Sitemap: /deep/s.xml", "/deep/s.xml")],
)
def test_a_site_with_a_sitemap_only(site: Web, robots: str, path: str) -> None:
    site.put("/", "<title>Bote</title>")
    site.put("/robots.txt", robots, Content_Type="text/plain")
    site.put(path, f"<urlset><url><loc>{site.url}/a</loc></url></urlset>", **XML)

    found = find(site)

    assert followed(site, found) == [("sitemap", path)]
    assert found.notes == ()


def test_a_news_sitemap_inside_an_index(site: Web) -> None:
    site.put("/", "<link rel=alternate type=application/rss+xml href=/f><title>Bote</title>")
    site.put("/f", rss("Bote", site.url, items(site, "a")), **XML)
    site.put("/robots.txt", "Sitemap: /index.xml", Content_Type="text/plain")
    children = "".join(
        f"<sitemap><loc>{site.url}/{name}.xml</loc></sitemap>" for name in ("posts", "news")
    )
    site.put("/index.xml", f"<sitemapindex>{children}</sitemapindex>", **XML)
    site.put("/news.xml", news_sitemap(site, "a", "b"), **XML)

    found = find(site)

    assert followed(site, found) == [("feed", "/f"), ("sitemap", "/news.xml")]
    assert site.count("/posts.xml") == 0


def test_an_api_that_is_closed_is_told(site: Web) -> None:
    site.put(
        "/",
        "<link rel='https://api.w.org/' href=/wp-json/>"
        "<link rel=alternate type=application/rss+xml href=/f>",
    )
    site.put("/f", rss("Bote", site.url, items(site, "a")), **XML)

    found = find(site)

    assert found.source.api == ""
    assert found.notes == ("its WordPress API is of no use: the server answered 404",)


def test_nothing_to_follow(site: Web) -> None:
    site.put("/", "<p>Hello")
    site.put("/feed/", "<p>We have moved")

    with pytest.raises(UsageError, match="has no feed and no list of articles"):
        find(site)
    with pytest.raises(UsageError, match="is a web page, no feed, and leads to no feed"):
        find(site, "/feed/")


def test_a_page_in_place_of_a_feed_is_told(site: Web) -> None:
    site.put("/rss.xml", f"<title>Bote</title>{stories('sea', 3)}")

    found = find(site, "/rss.xml")

    assert followed(site, found) == [("section", "/rss.xml")]
    assert found.notes == (f"{site.url}/rss.xml is a web page, no feed; this was found on it",)


def test_each_address_is_asked_once_and_gaps_are_kept(site: Web) -> None:
    site.put("/", "", 302, Location="/home")
    site.put("/home", "<link rel=alternate type=application/rss+xml href=/f><title>Bote</title>")
    site.put("/f", rss("Bote", site.url, items(site, "a")), **XML)
    site.put("/robots.txt", "Sitemap: /map.xml", Content_Type="text/plain")
    site.put("/map.xml", news_sitemap(site, "a"), **XML)

    found = find_source(
        site.url, allow_private=True, settings={"DOWNLOAD_DELAY": 0.2, "AUTOTHROTTLE_ENABLED": 0}
    )

    asked = [path for path, _ in site.asked]
    assert sorted(asked) == ["/", "/f", "/home", "/map.xml", "/robots.txt"]
    assert found.requests == 5
    began = [visit.began for visit in site.visits]
    assert min(later - earlier for earlier, later in pairwise(began)) >= 0.19


def stories(desk: str, count: int) -> str:
    return "".join(f"<p><a href=/{desk}/{n}>Four words of {desk} {n}</a>" for n in range(count))


def test_a_site_whose_stories_lie_behind_sections(site: Web) -> None:
    menu = "".join(f"<a href=/{name}>{name}</a>" for name in ("all", "sea", "town", "lost"))
    site.put("/", f"<title>Bote</title><nav>{menu}</nav><h1>Welcome to the messenger</h1>")
    site.put("/all", f"<title>All</title>{stories('sea', 2)}")
    site.put("/sea", f"<title>Sea</title>{stories('sea', 3)}")
    site.put("/town", f"<title>Town</title>{stories('town', 1)}")
    nothing = f"<title>Sorry</title><h1>Nothing here, look at these</h1>{stories('top', 9)}"
    site.missing = Answer(nothing.encode(), 200)

    found = find(site)

    assert followed(site, found) == [("section", "/sea"), ("section", "/town")]
    assert found.reasons == {
        f"{site.url}/sea": "no feed was found; 3 articles",
        f"{site.url}/town": "no feed was found; 1 article more",
    }
    assert found.notes == (f"{site.url}/all is left out: what it lists is in the others",)


def test_a_site_whose_sections_lie_behind_a_menu(site: Web) -> None:
    site.put("/", "<title>Bote</title><a href=/menu>Menu</a>")
    site.put("/menu", "<title>Menu</title><a href=/sea>Sea</a><a href=/menu>Menu</a>")
    site.put("/sea", f"<title>Sea</title>{stories('sea', 3)}")

    assert followed(site, find(site)) == [("section", "/sea")]
