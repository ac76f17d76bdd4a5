"""What a home page says of its feeds, and which of them belong to a page only."""

from __future__ import annotations

import pytest

from newsarchive.discovery import FeedLink, read_home

HOME = """<!DOCTYPE html><html lang="pt_BR"><head>
<title>Início - Jornal da Serra</title>
<meta property="og:site_name" content="Jornal da Serra">
<link rel="alternate" type="application/rss+xml" title="Jornal da Serra &raquo; Feed" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Comentários" href="/comments/feed/">
<link rel="alternate" type="application/atom+xml" href="https://serra.example/atom.xml">
<link rel="alternate" type="application/feed+json" href="/feed.json">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">
<link rel="alternate" hreflang="en" href="/en/">
<link rel="alternate" type="application/rss+xml" href="/2026/03/a-chuva-volta-enfim/feed/">
<link rel="sitemap" type="application/xml" href="/sitemap_index.xml">
</head><body>
<a href="/feed/?utm_source=home">RSS</a>
<a href="/categoria/cidade/feed/" title="Cidade">Feed da cidade</a>
<a href="/?feed=rss2">Assine</a>
<a href="https://feedly.com/i/subscription/feed/https://serra.example/feed/">Feedly</a>
<a href="/sitemap-news.xml.gz">Mapa</a><a href="/2026/03/chuva">Chuva volta</a>
</body></html>"""

LINK_HEADER = (
    '</wp-json/>; rel="https://api.w.org/", </h.xml>; rel="alternate"; '
    'type="application/rss+xml"; title="Do cabeçalho, sim"'
)


def test_home() -> None:
    home = read_home(
        HOME.encode(),
        url="https://serra.example/",
        content_type="text/html; charset=utf-8",
        headers=[
            ("Link", LINK_HEADER),
            ("Content-Language", "en"),
        ],
    )

    assert home.name == "Jornal da Serra"
    assert home.language == "pt-BR"
    assert home.sitemaps == (
        "https://serra.example/sitemap_index.xml",
        "https://serra.example/sitemap-news.xml.gz",
    )
    assert home.feeds == (
        FeedLink(
            url="https://serra.example/h.xml",
            raw_url="https://serra.example/h.xml",
            title="Do cabeçalho, sim",
            kind="rss",
        ),
        FeedLink(
            url="https://serra.example/feed",
            raw_url="https://serra.example/feed/",
            title="Jornal da Serra » Feed",
            kind="rss",
        ),
        FeedLink(
            url="https://serra.example/atom.xml",
            raw_url="https://serra.example/atom.xml",
            kind="atom",
        ),
        FeedLink(
            url="https://serra.example/feed.json",
            raw_url="https://serra.example/feed.json",
            kind="json",
        ),
        FeedLink(
            url="https://serra.example/categoria/cidade/feed",
            raw_url="https://serra.example/categoria/cidade/feed/",
            title="Feed da cidade",
            visible=True,
        ),
        FeedLink(
            url="https://serra.example/?feed=rss2",
            raw_url="https://serra.example/?feed=rss2",
            title="Assine",
            visible=True,
        ),
    )


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<title>The Weir – News from the valley</title>", "The Weir"),
        ("<title>Home | The Weir</title>", "The Weir"),
        ("<title>Start: Der Bote</title>", "Der Bote"),
        ("<title>A-Town News</title>", "A-Town News"),
        ('<meta name="application-name" content=" Bote "><title>x</title>', "Bote"),
        ('<meta property="og:site_name" content=""><title>Weir</title>', "Weir"),
        ("", "weir.example"),
    ],
)
def test_name(head: str, name: str) -> None:
    assert read_home(head.encode(), url="https://www.weir.example/").name == name


@pytest.mark.parametrize(
    ("html", "headers", "language"),
    [
        ("<html lang='de'>", [], "de"),
        ("<html lang='en-GB-oed'>", [], "en-GB-oed"),
        ("<html>", [("content-language", "fr, en")], "fr"),
        ("<html lang=''>", [], ""),
        ("<html lang='{{ lang }}'>", [], ""),
    ],
)
def test_language(html: str, headers: list[tuple[str, str]], language: str) -> None:
    assert read_home(html.encode(), url="https://a.example/", headers=headers).language == language


@pytest.mark.parametrize("body", [b"", b"\0\xff", b"%PDF-1.4", b"<link rel=alternate", b"<a href>"])
def test_junk_is_a_home_without_feeds(body: bytes) -> None:
    home = read_home(body, url="https://www.a.example/x")

    assert home.name
    assert home.feeds == ()


def test_relative_to_base() -> None:
    home = read_home(
        b"<base href='//static.example/x/'><link rel=alternate type=text/xml href=rss.xml>",
        url="https://a.example/",
    )

    assert [feed.raw_url for feed in home.feeds] == ["https://static.example/x/rss.xml"]
