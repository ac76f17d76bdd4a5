"""A feed's entry read as an article, where its page cannot be had or is not wanted."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from newsarchive.extraction._read import NO_SITE, read_article
from newsarchive.model import Article, Kind, Link, Site
from newsarchive.page import Page

ORIGIN = "feed"  # of every field, so that nobody takes it for the page's own word


def read_entry(link: Link, site: Site = NO_SITE) -> Article:
    """Return what an entry says, as its page would be read; without text where it has none.

    The text is the entry's content, or its summary where that is all there is.
    """
    content = link.content or "".join(f"<p>{escape(line)}" for line in link.summary.split("\n"))
    title = escape(link.title)
    markup = (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1><div class=entry-content>{content}</div></article>"
    )
    plain = replace(site, rules=(), reader=None)  # they were written for pages
    article = read_article(Page(url=link.raw_url or link.url, body=markup), plain, link)
    if article.body:
        article.kind = Kind.ARTICLE  # a short entry is no list and no error page
    elif link.summary:
        article.body = link.summary
    article.source = link.source
    article.evidence = [replace(item, origin=ORIGIN) for item in article.evidence]
    return article


def fuller(article: Article, entry: Article) -> Article:
    """Return a walled page's article with the entry's text, where that is clearly longer."""
    if len(entry.body) * 2 < len(article.body) * 3:
        return article
    article.body, article.body_html = entry.body, entry.body_html
    fields = ("body", "body_html")
    article.evidence = [item for item in article.evidence if item.field not in fields]
    article.evidence += [item for item in entry.evidence if item.field in fields]
    return article
