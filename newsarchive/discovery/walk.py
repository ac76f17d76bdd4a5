"""Walking a site that has neither feeds nor sitemaps nor archives: which pages to look at next.

A walk goes from page to page inside the site, breadth first, and has to end although
servers make up pages on demand: calendars, facets, endless numbering.  So pages are counted
by the pattern of their address, and a pattern whose pages name nothing new is left.  Pure:
addresses come in and go out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from newsarchive.discovery._gather import without_fragment
from newsarchive.model import Rung
from newsarchive.urls import absolute_url, canonical_url, same_site, without_session

# Bounds; chosen, not measured.  A paper of a thousand issues has some hundred pages of lists.
MAX_DEPTH = 5  # steps from the home page
MAX_PAGES = 2_000  # of one site
MAX_OF_PATTERN = 150
MAX_OF_FACET = 25  # of one path with the same parameters, whatever their values
BARREN = 10  # pages of a pattern in a row that named nothing new
_MAX_ANCHORS = 5_000
_MAX_QUERY = 3  # parameters; more are a search form's
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|pdf|docx?|xlsx?|pptx?|zip|gz|tar|"
    r"mp[34]|m4[av]|mov|avi|webm|ogg|wav|apk|exe|dmg|ics|csv|txt|epub)$",
    re.I,
)
_TRAP = re.compile(
    r"/(?:login|log-in|signin|register|logout|account|cart|basket|checkout|subscribe|newsletter|"
    r"search|suche|wp-admin|wp-login\.php|cgi-bin|print|share|reply|calendar|kalender|ical|"
    r"replytocom|privacy|datenschutz|impressum|imprint|terms|agb|contact|kontakt|cookies?)(?:[/.]|$)",
    re.I,
)
_TRAP_PARAMETER = re.compile(
    r"^(?:replytocom|share|sort|order|orderby|dir|view|layout|print|lang|redirect|return|ref|"
    r"session.*|sess|sid|phpsessid|action|filter.*|f\[.*|limit|per_page)$",
    re.I,
)
_OPAQUE = re.compile(r"[0-9a-f]{12,}", re.I)


def find_pages(root: etree._Element, *, url: str, base: str) -> list[str]:
    """Return the pages of the same site that a page links to, absolute, each once, in order.

    Files, forms, accounts and other traps are left out.

    Args:
        root: The page's tree.
        url: Its own address.
        base: What its links count from.
    """
    found: dict[str, str] = {}
    for element in islice(root.iter("a"), _MAX_ANCHORS):
        if "nofollow" in (element.get("rel") or "").lower():
            continue
        address = without_session(without_fragment(absolute_url(base, element.get("href", ""))))
        key = canonical_url(address)
        if key and key not in found and same_site(key, url) and not _is_trap(key):
            found[key] = address
    return list(found.values())


def pattern_of(url: str) -> str:
    """Return the shape of an address: numbers and opaque names blank, parameters by name.

    >>> pattern_of("https://a.example/2023/01/page/7?tag=boats")
    'a.example/#/#/page/#?tag'
    """
    parts = urlsplit(url)
    path = re.sub(r"\d+", "#", _OPAQUE.sub("#", unquote(parts.path)))
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{parts.netloc}{path}" + (f"?{'&'.join(names)}" if names else "")


class Walk:
    """What a walk has asked so far, by pattern; made anew from its rungs after a stop."""

    def __init__(self, rungs: Iterable[Rung] = (), *, max_depth: int = MAX_DEPTH) -> None:
        self._max_depth = max_depth
        self.too_deep = 0  # pages that were not taken since they lie too deep
        self._seen: set[str] = set()
        self._of_pattern: Counter[str] = Counter()
        self._barren: dict[str, int] = defaultdict(int)
        for rung in rungs:
            self._count(rung.url)
            if rung.state == "done":
                self.read(rung.url, rung.found)

    def admit(self, url: str, depth: int) -> bool:
        """Take a page into the walk, unless it was met or a bound is reached."""
        if canonical_url(url) in self._seen or len(self._seen) >= MAX_PAGES:
            return False
        if depth > self._max_depth:
            self.too_deep += 1
            return False
        pattern = pattern_of(url)
        most = MAX_OF_FACET if "?" in pattern else MAX_OF_PATTERN
        if self._of_pattern[pattern] >= most or self.is_barren(url):
            return False
        self._count(url)
        return True

    def pass_over(self, url: str) -> None:
        """Note a page that is asked otherwise, so that the walk does not ask it again."""
        if canonical_url(url) not in self._seen:
            self._count(url)

    def read(self, url: str, fresh: int) -> None:
        """Note how many new articles a page named."""
        pattern = pattern_of(url)
        self._barren[pattern] = 0 if fresh else self._barren[pattern] + 1

    def is_barren(self, url: str) -> bool:
        """Whether the pages of an address's pattern have long named nothing new."""
        pattern = pattern_of(url)
        return "#" in pattern + ("#" if "?" in pattern else "") and self._barren[pattern] >= BARREN

    def _count(self, url: str) -> None:
        self._seen.add(canonical_url(url))
        self._of_pattern[pattern_of(url)] += 1


def _is_trap(url: str) -> bool:
    parts = urlsplit(url)
    path = unquote(parts.path)
    if _FILE.search(path) or _TRAP.search(path):
        return True
    segments = [part for part in path.split("/") if part]
    if len(segments) > 8 or any(segments.count(part) > 2 for part in segments):
        return True  # a relative link that nests without end
    parameters = parse_qsl(parts.query, keep_blank_values=True)
    return len(parameters) > _MAX_QUERY or any(
        _TRAP_PARAMETER.match(name) for name, _ in parameters
    )
