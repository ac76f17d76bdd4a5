"""Which system made a page, and where such systems keep their feeds: ``systems.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from lxml import etree

from newsarchive.discovery._gather import without_fragment
from newsarchive.urls import absolute_url, canonical_url, host_of, same_site

_SEARCHED_BYTES = 300_000  # of a page; its head and first stories
_ROBOTS_BYTES = 512_000  # RFC 9309, 2.5
_MAX_SITEMAPS = 100


def find_system(root: etree._Element, body: bytes | str) -> str:
    """Return the system's name as in ``systems.toml``, or "".

    The page's own word (``<meta name="generator">``) before signs in its markup.
    """
    generators = [
        element.get("content", "").strip().lower()
        for element in islice(root.iter("meta"), 500)
        if element.get("name", "").lower() == "generator"
    ]
    systems = _table().systems
    for system in systems:
        if any(text.startswith(system.generator) for text in generators):
            return system.name
    head = body[:_SEARCHED_BYTES]
    text = (head if isinstance(head, str) else head.decode("latin-1")).lower()
    return next(
        (system.name for system in systems if any(sign in text for sign in system.markup)), ""
    )


def own_feeds(system: str, url: str) -> tuple[str, ...]:
    """Return where a system keeps its feeds, for the page at ``url``; none for an unknown one."""
    found = next((each for each in _table().systems if each.name == system), None)
    return _joined(url, found.feeds) if found else ()


def usual_feeds(url: str) -> tuple[str, ...]:
    """Return where feeds usually are, on whatever system; likeliest first."""
    return _joined(url, _table().usual)


def usual_sitemaps(url: str) -> tuple[str, ...]:
    """Return where sitemaps usually are; one of news first, since it holds what is new."""
    return _joined(url, _table().sitemaps)


def sitemaps_in_robots(body: bytes, *, url: str) -> tuple[str, ...]:
    """Return the sitemaps of its own site that a robots.txt names, absolute, each once.

    Never raises; a page of HTML in its place names none.
    """
    text = body[:_ROBOTS_BYTES].decode("utf-8", "replace")
    found: dict[str, str] = {}
    for match in islice(_SITEMAP.finditer(text), 10 * _MAX_SITEMAPS):
        raw_url = without_fragment(absolute_url(url, match[1]))
        if raw_url and same_site(raw_url, url) and len(found) < _MAX_SITEMAPS:
            found.setdefault(canonical_url(raw_url), raw_url)
    return tuple(found.values())


_SITEMAP = re.compile(r"^[\ufeff \t]*sitemap[ \t]*:[ \t]*([^\s#]+)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class _System:
    name: str
    generator: str
    markup: tuple[str, ...]
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    systems: tuple[_System, ...]
    usual: tuple[str, ...]
    sitemaps: tuple[str, ...]


@cache
def _table() -> _Table:
    data = tomllib.loads(files(__package__).joinpath("systems.toml").read_text("utf-8"))
    return _Table(
        systems=tuple(
            _System(each["name"], each["generator"], tuple(each["markup"]), tuple(each["feeds"]))
            for each in data["system"]
        ),
        usual=tuple(data["usual"]),
        sitemaps=tuple(data["sitemaps"]),
    )


def _joined(url: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    if not host_of(url):
        return ()
    folder = url.partition("?")[0].partition("#")[0]
    if not folder.rpartition("/")[2].count("."):  # "/blog" is a folder too, "/index.html" none
        folder = folder.rstrip("/") + "/"
    own = "/" + folder.split("/", 3)[-1] if folder.count("/") > 2 else "/"
    named = (path.replace("{path}", own.rstrip("/")) for path in paths)
    return tuple(dict.fromkeys(absolute_url(folder, path) for path in named))
