"""Which system made a page, where its feeds are, what robots.txt names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery import read_home
from newsarchive.discovery.systems import (
    own_feeds,
    sitemaps_in_robots,
    usual_feeds,
    usual_sitemaps,
)

HOME = "https://weir.example/"


@pytest.mark.parametrize(
    ("html", "system", "feed"),
    [
        ("<meta name=generator content='WordPress 6.4'>", "WordPress", "/feed/"),
        ("<link rel=stylesheet href=/wp-content/themes/x.css>", "WordPress", "/feed/"),
        ("<link rel='https://api.w.org/' href=/wp-json/>", "WordPress", "/feed/"),
        ("<meta name=Generator content='Drupal 10 (https://x)'>", "Drupal", "/rss.xml"),
        ("<script data-drupal-selector=drupal-settings-json>", "Drupal", "/rss.xml"),
        ("<meta name=generator content='Ghost 5.1'>", "Ghost", "/rss/"),
        ("<meta content='blogger' name='generator'>", "Blogger", "/feeds/posts/default"),
        ("<script src=https://substackcdn.com/x.js>", "Substack", "/feed"),
        ("<script src=https://cdn-client.medium.com/x.js>", "Medium", "/feed"),
        ("<meta name=generator content='Hugo 0.120'>", "Hugo", "/index.xml"),
        ("<!-- Begin Jekyll SEO tag v2.8 -->", "Jekyll", "/feed.xml"),
        ("<meta name=generator content=Joomla!>", "Joomla", "/?format=feed&type=rss"),
        # the page's own word before signs, which a link may leave
        ("<meta name=generator content=Ghost><img src=/wp-content/x>", "Ghost", "/rss/"),
        ("<p>We love WordPress", "", ""),
        ("", "", ""),
    ],
)
def test_systems(html: str, system: str, feed: str) -> None:
    home = read_home(html.encode(), url=HOME)

    assert home.system == system
    assert [url.removeprefix(HOME[:-1]) for url in own_feeds(system, HOME)][:1] == (
        [feed] if feed else []
    )


def test_the_api_is_told() -> None:
    html = b"<link rel='https://api.w.org/' href='/wp-json/'>"

    assert read_home(html, url=HOME).api == f"{HOME}wp-json/"


def test_places_count_from_the_page_or_the_root() -> None:
    page = "https://weir.example/city/news?x=1"

    assert own_feeds("WordPress", page)[0] == "https://weir.example/city/news/feed/"
    assert own_feeds("WordPress", f"{HOME}index.php")[0] == f"{HOME}feed/"
    assert own_feeds("Medium", f"{HOME}@ada?source=x") == (f"{HOME}feed/@ada", f"{HOME}feed")
    assert usual_feeds(page)[0] == f"{HOME}feed/"
    assert usual_sitemaps(page)[0] == f"{HOME}news-sitemap.xml"
    assert own_feeds("WordPress", "nonsense") == own_feeds("Nothing", HOME) == ()


def test_robots() -> None:
    text = b"""\xef\xbb\xbfSitemap: /a.xml
User-agent: *
Disallow: /x
SITEMAP:https://weir.example/b.xml # ours
sitemap: https://weir.example/b.xml
Sitemap: https://elsewhere.example/c.xml
Sitemap: javascript:x
# Sitemap: /no.xml
"""

    assert sitemaps_in_robots(text, url=f"{HOME}robots.txt") == (f"{HOME}a.xml", f"{HOME}b.xml")
    assert sitemaps_in_robots(b"<html><p>Sitemap: none", url=f"{HOME}robots.txt") == ()
    assert len(sitemaps_in_robots(b"".join(b"sitemap: /%d\n" % n for n in range(5000)), url=HOME))
    assert sitemaps_in_robots(b"sitemap:" * 60_000, url=HOME) == ()


@given(st.binary(max_size=60), st.text(max_size=30))
def test_nothing_raises(junk: bytes, url: str) -> None:
    sitemaps_in_robots(b"Sitemap: " + junk, url=url)
    own_feeds("WordPress", url)
    usual_feeds(url)
