"""Which pictures, sounds and films of an article are worth keeping."""

from __future__ import annotations

import html
import re

from newsarchive.model import Article
from newsarchive.urls import absolute_url, host_of

MAX_FILES = 40  # of one article; galleries have more, and a page may name thousands
_SOURCE = re.compile(r'<(?:img|audio|video|source)\b[^>]*?\bsrc="([^"]+)"', re.I)


def media_of(article: Article, wish: str) -> list[str]:
    """Return the addresses of an article's media, each once, the lead picture first.

    Args:
        article: As it was read; its ``body_html`` names the pictures within the text.
        wish: ``none``, ``lead`` (the main picture) or ``all`` (those in the text, and what a
            feed or page encloses: podcasts, films); ``SourceSettings.capture_media``.
    """
    if wish not in ("lead", "all"):
        return []
    named = [article.image.url] if article.image is not None else []
    if wish == "all":
        named += [html.unescape(url) for url in _SOURCE.findall(article.body_html)]
        named += [file.url for file in article.enclosures]
    whole = (absolute_url(article.url, url.strip()) for url in named if url)
    return list(dict.fromkeys(url for url in whole if host_of(url)))[:MAX_FILES]
