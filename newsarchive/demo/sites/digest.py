"""Sound & Shore Digest: WordPress with a feed importer, shaped like the seed document.

The importer puts up the Courier's stories: the title again as first block, the body in the
Drupal field it came from, without figures, quotations and lists (their words stay), the
original byline and time at the tail, and a link back.  The poster may be empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape as xml

from newsarchive.demo.answers import Addresses, Answer, escape, fill, missing, moved, page
from newsarchive.demo.stories import Block, Post, Story, digest_posts, slug_of

NAME = "Sound & Shore Digest"
SOURCE_NAME = "Ellery Courier"  # as the importer's settings call the feed

_STATIC = {
    "/about/": ("About", "We gather what the Sound has to say and add a kettle."),
    "/privacy-policy/": ("Privacy Policy", "Comments are read by one person and a dog."),
}


def respond(addresses: Addresses, stage: int, path: str, query: str = "") -> Answer:
    """Return what the Digest says to a GET; ``?p=<id>`` leads to the post's address."""
    home = addresses.digest
    posts = digest_posts(stage)
    shown = [post for post in posts if not post.gone]
    for post in shown:
        if path == "/" and query == f"p={post.id}":
            return moved(home + post.path)
        if path == post.path.rstrip("/"):
            return moved(home + post.path)
        if path == post.path:
            return page(_post_page(addresses, post, shown), _utc(post.changed))
    newest = _utc(max(post.changed for post in shown))
    if path == "/":
        return page(_list(home, NAME, shown, shown), newest)
    if path == "/feed/":
        return page(
            _feed(addresses, shown), newest, content_type="application/rss+xml; charset=UTF-8"
        )
    if path == "/comments/feed/":
        return page(_comments(home), newest, content_type="application/rss+xml; charset=UTF-8")
    if path in ("/feed", "/comments/feed", *(name.rstrip("/") for name in _STATIC)):
        return moved(f"{home}{path}/")
    if path in _STATIC:
        title, text = _STATIC[path]
        main = f'<article class="page"><h1 class="entry-title">{title}</h1><p>{text}</p></article>'
        return page(_frame(home, f"{title} – {NAME}", main, shown), None)
    if path == "/robots.txt":
        rules = "User-agent: *\nDisallow: /wp-admin/\n"
        return page(rules, None, content_type="text/plain; charset=utf-8")
    names: dict[str, Callable[[Post], Iterable[str]]] = {
        "category": lambda post: post.categories,
        "tag": lambda post: post.tags,
        "author": lambda post: [post.poster] if post.poster else [],
    }
    for kind, of in names.items():
        for name in {name for post in shown for name in of(post)}:
            if path == f"/{kind}/{slug_of(name)}/":
                chosen = [post for post in shown if name in of(post)]
                return page(_list(home, f"{name} – {NAME}", chosen, shown), newest)
    return missing(NAME)


# Pages


def _frame(
    home: str, title: str, main: str, shown: Sequence[Post], *, head: str = "", kind: str = "blog"
) -> str:
    categories = sorted({name for post in shown for name in post.categories})
    items = "".join(
        f'<li class="cat-item"><a href="{home}/category/{slug_of(name)}/">{escape(name)}</a></li>'
        for name in categories
    )
    nav = "".join(
        f'<li class="menu-item"><a href="{home}/category/{slug_of(name)}/">{name}</a></li>'
        for name in ("Breaking News", "Outdoors")
    )
    return fill(
        "digest_page.html",
        home=home,
        head_title=escape(title),
        head=head,
        body_class=kind,
        nav=nav,
        main=main,
        recent=_links(home, shown[:5]),
        categories=items,
    )


def _list(home: str, title: str, posts: Iterable[Post], shown: Sequence[Post]) -> str:
    main = "\n".join(
        f'<article id="post-{post.id}" class="post hentry"><h2 class="entry-title">'
        f'<a href="{home}{post.path}" rel="bookmark">{escape(post.title)}</a></h2>'
        f'<div class="entry-summary"><p>{escape(_excerpt(post))}</p></div></article>'
        for post in posts
    )
    return _frame(home, title, main, shown)


def _post_page(addresses: Addresses, post: Post, shown: Sequence[Post]) -> str:
    home = addresses.digest
    poster = ""
    if post.poster:
        poster = (
            f'<span class="author vcard"><a class="url fn n" '
            f'href="{home}/author/{slug_of(post.poster)}/">{escape(post.poster)}</a></span>'
        )
    tags = ", ".join(
        f'<a href="{home}/tag/{slug_of(name)}/" rel="tag">{escape(name)}</a>' for name in post.tags
    )
    place = shown.index(post)
    neighbours = [shown[index] for index in (place + 1, place - 1) if 0 <= index < len(shown)]
    main = fill(
        "digest_post.html",
        home=home,
        id=str(post.id),
        url=home + post.path,
        classes=" ".join(f"category-{slug_of(name)}" for name in post.categories),
        poster=poster,
        posted=_in_words(post.posted),
        category_links=" ".join(
            f'<a href="{home}/category/{slug_of(name)}/" rel="category tag">{escape(name)}</a>'
            for name in post.categories
        ),
        title=escape(post.title),
        content=_content(addresses, post),
        tag_links=f'<footer class="entry-footer">Tagged {tags}</footer>' if tags else "",
        neighbours=_links(home, neighbours, item='<div class="nav-previous">{}</div>'),
    )
    head = (
        f'<link rel="canonical" href="{home}{post.path}" />\n'
        f"<link rel='shortlink' href='{home}/?p={post.id}' />"
    )
    return _frame(
        home, f"{post.title} – {NAME}", main, shown, head=head, kind="post-template-default single"
    )


def _content(addresses: Addresses, post: Post) -> str:
    if post.original is None:
        return "\n".join(_own(block) for block in post.body)
    return _imported(addresses, post, post.original)


def _imported(addresses: Addresses, post: Post, original: Story) -> str:
    """Return a Courier story as the importer writes it; ``post.shape`` says in which year."""
    # the Courier's feed for partners begins with the lede
    body = [f"<p>{escape(original.deck)}</p>", *map(_without_structure, post.body)]
    if original.caption:
        caption = f"{original.caption} " if post.shape == "hyphen" else ""
        body.insert(3, escape(f"{caption}Image: {original.credit}"))
    title, text = escape(original.title), "\n".join(body)
    byline = escape(" and ".join(original.authors))
    when = original.published
    dash = "-" if post.shape == "hyphen" else "–"
    stamp = f"{when:%a, %m/%d/%Y} {dash} {when:%H:%M}"
    link = (
        f'{SOURCE_NAME}<a href="{addresses.courier}{original.path}" target="_blank" '
        'class="feedzy-rss-link-icon" rel="noopener">Read More</a>'
    )
    if post.shape == "bare":
        link = link.replace(' class="feedzy-rss-link-icon"', "")
        return (
            f"<span>{title}</span>\n<div>{text}</div>\n<span>{byline}</span>\n"
            f"<span>{stamp}</span>\n<p>{link}</p>"
        )
    if post.shape == "time":
        stamp = (
            f'<time datetime="{when.isoformat()}" title="{when:%A, %B %d, %Y - %H:%M}" '
            f'class="datetime">{stamp}</time>'
        )
    field = "field field--name-{} field--type-{} field--label-hidden"
    return (
        f'<span class="{field.format("title", "string")}">{title}</span>\n'
        f'<div class="clearfix text-formatted {field.format("body", "text-with-summary")} '
        f'field__item">{text}</div>\n'
        f'<span class="{field.format("uid", "entity-reference")}"><span lang="" '
        f'typeof="schema:Person" property="schema:name" datatype="">{byline}</span></span>\n'
        f'<span class="{field.format("created", "created")}">{stamp}</span>\n'
        f"<p>{link}</p>"
    )


def _without_structure(block: Block) -> str:
    """Return what the importer leaves: figures, quotations and lists lose their tags."""
    if block.kind == "subhead":
        return f"<p><strong>{escape(block.lines[0])}</strong></p>"
    if block.kind == "quote":
        return f"<p>{escape(block.lines[0])}</p>"
    if block.kind == "list":
        return "\n".join(escape(line) for line in block.lines)
    return f"<p>{escape(block.lines[0])}</p>"


def _own(block: Block) -> str:
    if block.kind == "list":
        items = "".join(f"<li>{escape(line)}</li>" for line in block.lines)
        return f'<ul class="wp-block-list">{items}</ul>'
    return f"<p>{escape(block.lines[0])}</p>"


# Feeds


def _feed(addresses: Addresses, shown: Sequence[Post]) -> str:
    home = addresses.digest
    items = "\n".join(
        f"<item><title>{xml(post.title)}</title><link>{home}{post.path}</link>"
        f"<dc:creator><![CDATA[{post.poster}]]></dc:creator>"
        f"<pubDate>{format_datetime(_utc(post.posted))}</pubDate>"
        + "".join(
            f"<category><![CDATA[{name}]]></category>" for name in post.categories + post.tags
        )
        + f'<guid isPermaLink="false">{home}/?p={post.id}</guid>'
        f"<description><![CDATA[<p>{escape(_excerpt(post))} [&#8230;]</p>]]></description>"
        f"<content:encoded><![CDATA[{_content(addresses, post)}]]></content:encoded></item>"
        for post in shown
    )
    newest = _utc(max(post.changed for post in shown))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"\n'
        '\txmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
        '\txmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        '\txmlns:atom="http://www.w3.org/2005/Atom"\n'
        '\txmlns:sy="http://purl.org/rss/1.0/modules/syndication/">\n'
        f"<channel><title>{xml(NAME)}</title>"
        f'<atom:link href="{home}/feed/" rel="self" type="application/rss+xml" />'
        f"<link>{home}</link><description>All the news that washed up</description>"
        f"<lastBuildDate>{format_datetime(newest)}</lastBuildDate><language>en-US</language>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>\n"
        f"{items}\n</channel></rss>\n"
    )


def _comments(home: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Comments for {xml(NAME)}</title><link>{home}</link></channel></rss>"
    )


# Pieces


def _links(home: str, posts: Iterable[Post], *, item: str = "<li>{}</li>") -> str:
    return "".join(
        item.format(f'<a href="{home}{post.path}">{escape(post.title)}</a>') for post in posts
    )


def _excerpt(post: Post) -> str:
    return " ".join(post.body[0].lines[0].split()[:30])


def _in_words(when: datetime) -> str:
    return f"{when:%B} {when.day}, {when.year} {when:%I:%M}".replace(" 0", " ") + (
        " pm" if when.hour >= 12 else " am"
    )


def _utc(when: datetime) -> datetime:
    """Return the site's clock as UTC, as an unconfigured WordPress has it."""
    return when.replace(tzinfo=UTC)
