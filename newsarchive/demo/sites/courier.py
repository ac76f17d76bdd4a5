"""The Ellery Courier: JSON-LD, OpenGraph, RSS, sitemaps, robots.txt; everything in order.

What still needs care: its feed tags links with tracking parameters, names one story a
second time at its AMP address, and lists a page that does not exist and a PDF.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape as xml

from newsarchive.demo.answers import Addresses, Answer, escape, fill, missing, moved, page
from newsarchive.demo.pictures import pdf, png, svg
from newsarchive.demo.stories import Block, Story, courier_stories, slug_of

NAME = "The Ellery Courier"
SECTIONS = ("Harbour", "Town Hall", "Farming", "Schools", "Culture", "Science")
PDF_PATH = "/files/winter-timetable-2026.pdf"
DEAD_PATH = "/harbour/2026/spring-regatta-is-cancelled"
AMP_SLUG = "ferry-marlin-returns-to-service"

_STATIC = {
    "/about": ("About us", "The Courier is owned by its readers and printed on Tuesdays."),
    "/contact": ("Contact the newsroom", "Ring the bell at 3 Tar Lane, or write to the desk."),
    "/privacy": ("Privacy and cookies", "We keep one cookie, in a tin, by the kettle."),
    "/subscribe": ("Subscribe", "Ninety crowns a year, tide table included."),
}


def respond(addresses: Addresses, stage: int, path: str) -> Answer:
    """Return what the Courier says to a GET of ``path`` (without query)."""
    home = addresses.courier
    stories = courier_stories(stage)
    shown = [story for story in stories if not story.gone]
    newest = max(story.changed for story in shown)
    if len(path) > 1 and path.endswith("/"):
        return moved(home + path.rstrip("/"))
    by_path = {story.path: story for story in stories}
    if path in by_path:
        story = by_path[path]
        if story.gone:
            return missing(NAME, status=410)
        return page(_article(home, story, shown), story.changed)
    if path.startswith("/amp/") and path[4:] in by_path:
        story = by_path[path[4:]]
        if story.slug == AMP_SLUG:
            return page(_amp(home, story), story.changed)
    if path == "/":
        return page(_front(home, shown), newest)
    if path == "/rss.xml":
        return page(_rss(home, shown), newest, content_type="application/rss+xml; charset=utf-8")
    if path == "/sitemap.xml":
        return page(_sitemap_index(home, newest), newest, content_type="application/xml")
    if path == "/sitemap-stories.xml":
        return page(_sitemap(home, shown), newest, content_type="application/xml")
    if path == "/sitemap-news.xml":
        return page(_news_sitemap(home, shown), newest, content_type="application/xml")
    if path == "/robots.txt":
        rules = f"User-agent: *\nDisallow: /search\n\nSitemap: {home}/sitemap.xml\n"
        return page(rules, None, content_type="text/plain; charset=utf-8")
    return _other(path, shown, newest)


def _other(path: str, shown: Sequence[Story], newest: datetime) -> Answer:
    for section in SECTIONS:
        if path == f"/{slug_of(section)}":
            return page(
                _section(section, [s for s in shown if s.section == section], shown), newest
            )
    for name in sorted({name for story in shown for name in story.authors}):
        if path == f"/author/{slug_of(name)}":
            return page(_section(name, [s for s in shown if name in s.authors], shown), newest)
    if path in _STATIC:
        title, text = _STATIC[path]
        main = f"<h1>{escape(title)}</h1><p>{escape(text)}</p>"
        return page(_frame(f"{title} | {NAME}", main, shown), None)
    if path == "/img/logo.svg":
        return Answer(content_type="image/svg+xml", body=svg("C"))
    if path == PDF_PATH:
        return Answer(content_type="application/pdf", body=pdf("Port Ellery - Skarne, winter 2026"))
    for story in shown:
        if story.caption and path == _picture(story):
            return Answer(content_type="image/png", body=png(story.slug), modified=story.published)
    return missing(NAME)


# Pages


def _frame(
    title: str, main: str, shown: Sequence[Story], *, head: str = "", kind: str = "index"
) -> str:
    nav = "".join(f'<li><a href="/{slug_of(name)}">{escape(name)}</a></li>' for name in SECTIONS)
    favourites = [story for story in shown if story.section in ("Culture", "Harbour")][:4]
    return fill(
        "courier_page.html",
        head_title=escape(title),
        head=head,
        body_class=kind,
        nav=nav,
        main=main,
        most_read=_links(favourites),
    )


def _front(home: str, shown: Sequence[Story]) -> str:
    head = (
        f'<link rel="canonical" href="{home}/">\n'
        f'<meta property="og:site_name" content="{NAME}">\n'
        '<meta property="og:type" content="website">\n'
        + _json_ld({"@context": "https://schema.org", "@type": "NewsMediaOrganization",
                    "name": NAME, "url": f"{home}/", "logo": f"{home}/img/logo.svg"})
    )  # fmt: skip
    title = f"{NAME} - News from Port Ellery and the Sound"
    return _frame(title, f"<h1>Today in Port Ellery</h1>{_teasers(shown)}", shown, head=head)


def _section(name: str, stories: Sequence[Story], shown: Sequence[Story]) -> str:
    main = f"<h1>{escape(name)}</h1>{_teasers(stories)}"
    return _frame(f"{name} | {NAME}", main, shown, kind="section")


def _teasers(stories: Iterable[Story]) -> str:
    return "\n".join(
        '<article class="teaser">'
        f'<h2><a href="{story.path}">{escape(story.title)}</a></h2>'
        f"<p>{escape(story.deck)}</p>"
        f'<time datetime="{story.published.isoformat()}">{_in_words(story.published)}</time>'
        "</article>"
        for story in stories
    )


def _article(home: str, story: Story, shown: Sequence[Story]) -> str:
    url = home + story.path
    figure = ""
    if story.caption:
        figure = (
            f'<figure><img src="{_picture(story)}" alt="" width="320" height="180"><figcaption>'
            f'{escape(story.caption)} <span class="credit">Image: {escape(story.credit)}</span>'
            "</figcaption></figure>"
        )
    updated = ""
    if story.modified:
        updated = (
            f' <span class="updated">Updated <time datetime="{story.modified.isoformat()}">'
            f"{_in_words(story.modified)}</time></span>"
        )
    blocks = [_block(block) for block in story.body]
    other = next(other for other in shown if other is not story)
    see_also = f'<a href="{other.path}">{escape(other.title)}</a>'
    blocks.insert(4, f'<p class="read-also">Read also: {see_also}</p>')
    main = fill(
        "courier_article.html",
        section=escape(story.section),
        section_slug=slug_of(story.section),
        slug=story.slug,
        title=escape(story.title),
        deck=escape(story.deck),
        bylines=_bylines(story),
        published=story.published.isoformat(),
        published_text=_in_words(story.published),
        updated=updated,
        figure=figure,
        first="\n".join(blocks[:2]),
        rest="\n".join(blocks[2:]),
        topics=", ".join(f"<span>{escape(word)}</span>" for word in story.keywords),
        related=_links([other for other in shown if other is not story][:3]),
    )
    return _frame(
        f"{story.title} | {NAME}", main, shown, head=_story_head(home, url, story), kind="story"
    )


def _story_head(home: str, url: str, story: Story) -> str:
    image = home + _picture(story) if story.caption else ""
    properties = [
        ("og:type", "article"),
        ("og:site_name", NAME),
        ("og:title", story.title),
        ("og:description", story.deck),
        ("og:url", url),
        *([("og:image", image)] if image else []),
        ("article:published_time", story.published.isoformat()),
        *([("article:modified_time", story.modified.isoformat())] if story.modified else []),
        ("article:section", story.section),
        *(("article:tag", word) for word in story.keywords),
    ]
    lines = [
        f'<link rel="canonical" href="{url}">',
        f'<meta name="description" content="{escape(story.deck)}">',
        f'<meta name="author" content="{escape(", ".join(story.authors))}">',
        *(f'<meta property="{name}" content="{escape(text)}">' for name, text in properties),
        _json_ld(_news_article(home, url, story)),
    ]
    if story.slug == AMP_SLUG:
        lines.append(f'<link rel="amphtml" href="{home}/amp{story.path}">')
    return "\n".join(lines)


def _news_article(home: str, url: str, story: Story) -> dict[str, object]:
    """Return the story as schema.org has it."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": story.title,
        "description": story.deck,
        "datePublished": story.published.isoformat(),
        "dateModified": story.changed.isoformat(),
        "author": [
            {"@type": "Person", "name": name, "url": f"{home}/author/{slug_of(name)}"}
            for name in story.authors
        ],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": NAME,
            "logo": {"@type": "ImageObject", "url": f"{home}/img/logo.svg"},
        },
        "articleSection": story.section,
        "keywords": list(story.keywords),
        "inLanguage": "en",
        "isAccessibleForFree": True,
    }
    if story.caption:
        data["image"] = {
            "@type": "ImageObject",
            "url": home + _picture(story),
            "caption": story.caption,
            "creditText": story.credit,
        }
    return data


def _amp(home: str, story: Story) -> str:
    url = home + story.path
    return fill(
        "courier_amp.html",
        title=escape(story.title),
        canonical=url,
        json_ld=json.dumps(_news_article(home, url, story)).replace("<", "\\u003c"),
        bylines=_bylines(story),
        published=story.published.isoformat(),
        published_text=_in_words(story.published),
        body="\n".join(_block(block) for block in story.body),
    )


# Feed and sitemaps


def _rss(home: str, shown: Sequence[Story]) -> str:
    items = [_item(home, story, number) for number, story in enumerate(shown)]
    amp = next(story for story in shown if story.slug == AMP_SLUG)
    for title, path in (
        (amp.title, f"/amp{amp.path}"),
        ("Spring regatta is cancelled", DEAD_PATH),
        ("The winter timetable to print", PDF_PATH),
    ):
        items.append(f"<item><title>{xml(title)}</title><link>{home}{path}</link></item>")
    newest = max(story.changed for story in shown)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
        f"<title>{NAME}</title><link>{home}/</link><description>All news</description>\n"
        f"<language>en</language><ttl>30</ttl>"
        f"<lastBuildDate>{format_datetime(newest)}</lastBuildDate>\n"
        f'<atom:link href="{home}/rss.xml" rel="self" type="application/rss+xml"/>\n'
        + "\n".join(items)
        + "\n</channel></rss>\n"
    )


def _item(home: str, story: Story, number: int) -> str:
    # Every other link is tagged: canonical URLs must not care.
    tracking = "?utm_source=rss&utm_medium=feed&utm_campaign=all" if number % 2 else ""
    authors = "".join(f"<dc:creator>{xml(name)}</dc:creator>" for name in story.authors)
    categories = "".join(
        f"<category>{xml(word)}</category>" for word in (story.section, *story.keywords)
    )
    return (
        f"<item><title>{xml(story.title)}</title>"
        f"<link>{xml(home + story.path + tracking)}</link>"
        f'<guid isPermaLink="false">courier:{story.slug}</guid>'
        f"<pubDate>{format_datetime(story.published)}</pubDate>{authors}{categories}"
        f"<description>{xml(story.deck)}</description></item>"
    )


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _sitemap_index(home: str, newest: datetime) -> str:
    children = "".join(
        f"<sitemap><loc>{home}/{name}</loc><lastmod>{newest.isoformat()}</lastmod></sitemap>"
        for name in ("sitemap-stories.xml", "sitemap-news.xml")
    )
    return f"{_XML}<sitemapindex {_SITEMAP}>{children}</sitemapindex>"


def _sitemap(home: str, shown: Sequence[Story]) -> str:
    urls = "".join(
        f"<url><loc>{home}{story.path}</loc><lastmod>{story.changed.isoformat()}</lastmod></url>"
        for story in shown
    )
    return f"{_XML}<urlset {_SITEMAP}>{urls}</urlset>"


def _news_sitemap(home: str, shown: Sequence[Story]) -> str:
    urls = "".join(
        f"<url><loc>{home}{story.path}</loc><news:news><news:publication><news:name>{NAME}"
        "</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{xml(story.title)}</news:title>"
        f"<news:keywords>{xml(', '.join(story.keywords))}</news:keywords></news:news></url>"
        for story in shown[:5]
    )
    return (
        f"{_XML}<urlset {_SITEMAP} "
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    )


# Pieces


def _block(block: Block) -> str:
    text = escape(block.lines[0])
    if block.kind == "subhead":
        return f"<h2>{text}</h2>"
    if block.kind == "quote":
        return f"<blockquote><p>{text}</p></blockquote>"
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in block.lines) + "</ul>"
    return f"<p>{text}</p>"


def _bylines(story: Story) -> str:
    links = [
        f'<a rel="author" href="/author/{slug_of(name)}">{escape(name)}</a>'
        for name in story.authors
    ]
    return " and ".join(links)


def _links(stories: Iterable[Story]) -> str:
    return "".join(
        f'<li><a href="{story.path}">{escape(story.title)}</a></li>' for story in stories
    )


def _picture(story: Story) -> str:
    return f"/img/{story.slug}.png"


def _in_words(when: datetime) -> str:
    return f"{when.day} {when:%B %Y, %H:%M}"


def _json_ld(data: dict[str, object]) -> str:
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
