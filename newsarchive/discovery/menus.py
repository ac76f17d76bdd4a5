"""The sections a site's menus lead to: where its back catalogue is listed by subject."""

from __future__ import annotations

import re
from itertools import islice
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from newsarchive.discovery._gather import plain_text, without_fragment
from newsarchive.urls import absolute_url, canonical_url, same_site, without_session

MAX_SECTIONS = 40  # a menu with more lists tags
_MAX_ANCHORS = 3_000
_MAX_DEPTH = 3  # segments of a section's path: /news/world/europe
_MAX_WORDS = 4
# Pages that menus lead to and that list no articles.
_NO_SECTION = re.compile(
    r"/(?:about|about-us|contact|contacts|kontakt|impressum|imprint|privacy|datenschutz|terms|agb|"
    r"login|signin|register|account|subscribe|abo|newsletters?|search|suche|jobs|careers|advertis\w*|"
    r"mediadaten|shop|store|donate|spenden|help|faq|cookies?|sitemap|feeds?|rss|apps?|events?|"
    r"wp-admin|wp-login\.php|cart|weather|wetter|horoscopes?|games?|quiz)(?:[/.-]|$)|@",
    re.I,
)
_MENUS = etree.XPath(
    "//nav//a[@href] | //menu//a[@href] | //*[@role='navigation']//a[@href]"
    + "".join(
        f" | //*[contains(@{attribute}, '{word}')]//a[@href]"
        for attribute in ("class", "id")
        for word in ("menu", "nav")
    )
)


def find_sections(root: etree._Element, *, url: str, base: str) -> tuple[str, ...]:
    """Return addresses of a site's sections in the order of its menus, absolute, each once.

    A link in a menu counts when its path is short and says nothing else; what is wrongly
    taken costs one request.

    Args:
        root: The tree of the home page.
        url: The home page's own address.
        base: What its relative links count from.
    """
    found: dict[str, str] = {}
    home = canonical_url(url)
    anchors = cast("list[etree._Element]", _MENUS(root))
    for element in islice(anchors, _MAX_ANCHORS):
        address = without_session(without_fragment(absolute_url(base, element.get("href", ""))))
        key = canonical_url(address)
        if not key or key == home or not same_site(key, home) or key in found:
            continue
        parts = urlsplit(key)
        path = unquote(parts.path)
        segments = [part for part in path.split("/") if part]
        if not segments or len(segments) > _MAX_DEPTH or parts.query or _NO_SECTION.search(path):
            continue
        text = plain_text("".join(str(part) for part in element.itertext()), 200)
        if not text or len(text.split()) > _MAX_WORDS or re.search(r"\d{4,}", path):
            continue
        found[key] = address
        if len(found) >= MAX_SECTIONS:
            break
    return tuple(found.values())
