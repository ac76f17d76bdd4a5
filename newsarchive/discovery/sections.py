"""Section, index and home pages → the links on them that look like articles.

For sites without feeds, and for pages that came where a feed was expected.  A link counts
when its address or its words look like a story's and nothing around it says navigation.
What is wrongly taken costs one request and ends as a page that is no article; what is
missed is missed for good: so in doubt a link is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from lxml import etree

from newsarchive.discovery._gather import Links, plain_text
from newsarchive.discovery.bounds import Bounds
from newsarchive.discovery.history import find_older
from newsarchive.model import Listing
from newsarchive.page import Page
from newsarchive.urls import absolute_url, canonical_url, same_site

MAX_LINKS = Bounds().links
_MAX_ANCHORS = 10_000
_MIN_WORDS = 4  # "Read more", "About our newsroom" are shorter, headlines hardly ever
_MIN_IDEOGRAPHS = 8  # Chinese, Japanese and Thai do not part words


def read_section(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    source: str | None = None,
    most: int = MAX_LINKS,
) -> Listing:
    """Return the links of an HTML page that look like articles of the same site.

    ``title`` of a link is the longest text that leads to it; ``title`` of the listing the
    page's own; ``older`` the next page of the same list.
    """
    page = Page(url=url, body=body, content_type=content_type)
    root = page.tree
    base = base_of(root, url)
    here = canonical_url(url)
    anchors: dict[str, _Anchor] = {}
    for element in islice(root.iter("a"), _MAX_ANCHORS):
        reference = element.get("href", "")
        address = absolute_url(base, reference) if reference else ""
        key = canonical_url(address)
        if not key or key == here or not same_site(key, here):
            continue
        text = plain_text("".join(str(part) for part in element.itertext()), 500)
        known = anchors.get(key)
        beside = _is_beside_the_news(element)
        if known is None:
            anchors[key] = _Anchor(address, text, beside)
        else:
            longest = max(known.text, text, key=len)
            anchors[key] = _Anchor(known.address, longest, known.beside and beside)
    links = Links(base, source, most=most)
    for key, anchor in anchors.items():
        if not anchor.beside and _looks_like_a_story(key, anchor.text):
            links.add(anchor.address, title=anchor.text)
    found = links.all()
    return Listing(
        kind="section",
        title=plain_text(root.findtext(".//title") or "", 300),
        language=root.get("lang", "").strip(),
        home=_home(here),
        links=found,
        older=find_older(root, url=url, base=base),
        problem=links.problem("max_links")
        if found
        else "The page holds no link that looks like an article.",
    )


def base_of(root: etree._Element, url: str) -> str:
    """Return the address that relative links of a page count from (``<base href>``)."""
    element = root.find(".//base[@href]")
    return (absolute_url(url, element.get("href", "")) if element is not None else "") or url


@dataclass(frozen=True, slots=True)
class _Anchor:
    """All the links of a page to one address."""

    address: str  # as first written, absolute
    text: str  # the longest
    beside: bool  # every one of them stands in navigation, footer or the like


_BESIDE_TAGS = frozenset({"nav", "footer", "form", "address", "menu"})
# Whole class names and ids: WordPress puts "tag-…" and "category-social" on every teaser.
_BESIDE_NAMES = re.compile(
    r"(?:(?:site|main|page|top|bottom|primary|secondary|global|post|entry|wp|block|l|c|js)[_-]*)*"
    r"(?:nav|navbar|navigation|menu|menus|footer|colophon|breadcrumbs?|cookies?|consent|login|signin|"
    r"social|share|sharing|pagination|pager|tags|tagcloud|legal|imprint|skip|toolbar|topbar|"
    r"newsletter|subscribe|advert|advertisement|ads?|sponsored|comments)"
    r"(?:[_-]*(?:list|links?|wrap|wrapper|container|bar|box|inner|area|items?|widget|notice|banner|"
    r"buttons?|block|section|icons?))*",
    re.I,
)
_MAX_CLIMB = 30


def _is_beside_the_news(element: etree._Element) -> bool:
    for place, around in enumerate((element, *element.iterancestors())):
        if place > _MAX_CLIMB or around.tag in ("body", "main", "article"):
            return False
        if around.tag in _BESIDE_TAGS:
            return True
        names = f"{around.get('class', '')} {around.get('id', '')} {around.get('role', '')}"
        if any(_BESIDE_NAMES.fullmatch(name[:60]) for name in names[:1_000].split()):
            return True
    return False


_NO_STORY = re.compile(
    r"/(?:tags?|topics?|themen?|category|categories|kategorie|rubrik|author|authors|autor|autoren|"
    r"staff|user|users|profile|login|log-in|signin|register|logout|account|subscribe|subscription|"
    r"abo|newsletters?|search|suche|page|seite|feed|feeds|rss|about|about-us|contact|contacts|"
    r"kontakt|impressum|imprint|privacy|privacy-policy|datenschutz|terms|terms-of-use|agb|cookies|"
    r"cookie-policy|sitemap|archive|archives|help|faq|jobs|careers|advertise|advertising|mediadaten|"
    r"wp-admin|wp-login\.php|wp-content|cgi-bin|comments|print|share)(?:/|$)",
    re.I,
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|pdf|docx?|xlsx?|pptx?|zip|gz|mp[34]|"
    r"m4[av]|webm|ogg|wav|apk|exe|ics|csv|txt)$",
    re.I,
)
_DAY_IN_PATH = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2]|[a-z]{3})(?:/|$)", re.I)
_STORY_NUMBER = re.compile(r"(?:^|[/_.-])(?:[a-z]{0,8}-?)?\d{5,}(?:\.\w{3,5})?$", re.I)
_IDEOGRAPH = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def _looks_like_a_story(url: str, text: str) -> bool:
    rest = url.split("/", 3)[3]
    path, _, query = rest.partition("?")
    path = "/" + unquote(path)
    if (path == "/" and not query) or _NO_STORY.search(path) or _FILE.search(path):
        return False
    words = sum(1 for word in text.split() if any(char.isalpha() for char in word))
    if words >= _MIN_WORDS or len(_IDEOGRAPH.findall(text)) >= _MIN_IDEOGRAPHS:
        return True
    slug = path.rstrip("/").rpartition("/")[2]
    named = len(re.findall(r"[^\W\d_]{2,}", slug)) >= _MIN_WORDS
    return named or bool(_STORY_NUMBER.search(path)) or bool(_DAY_IN_PATH.search(path) and slug)


def _home(url: str) -> str:
    return "/".join(url.split("/", 3)[:3]) + "/" if url else ""
