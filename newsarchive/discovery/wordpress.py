"""WordPress's REST API: where a site keeps it, what to ask, what its answers say.

The API gives every post since the first, a hundred a request, with authors, terms and the
whole text; no other rung of a back catalogue is as cheap.  Pure: addresses and values come
back, nothing is fetched.  Sources: WordPress's REST API Handbook (Discovery, Global
Parameters, Pagination, Posts, Site).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from lxml import etree

from newsarchive.dates import as_shown, parse_date
from newsarchive.discovery._gather import (
    MAX_SUMMARY_CHARS,
    MAX_TITLE_CHARS,
    names,
    plain_text,
    without_fragment,
)
from newsarchive.discovery._headers import links_in_headers
from newsarchive.model import Link, Listing, Moment
from newsarchive.urls import absolute_url, canonical_url, same_site

PER_PAGE = 100  # the most that the API gives
MAX_BYTES = 32_000_000  # a hundred posts of 300 KB, far above what was met
MAX_POSTS = 1_000  # of one answer; plugins that lift the API's bound go to 500
MAX_CONTENT_CHARS = 1_000_000  # of one post
_RELATION = "https://api.w.org/"
_MAX_TERMS = 200
_MAX_SENTENCE = 200


# Where it is


def find_api(root: etree._Element, *, base: str, headers: Iterable[tuple[str, str]] = ()) -> str:
    """Return the root of the REST API that a page or its headers name, or "".

    Absolute, as written: ``…/wp-json/`` or, without pretty permalinks, ``…/?rest_route=/``.
    One of another site is passed over.

    Args:
        root: The page's tree.
        base: What relative links of the page count from.
        headers: The answer's header fields; ``Link`` counts.
    """
    stated = [
        reference
        for reference, fields in links_in_headers(headers)
        if _is_api(fields.get("rel", ""))
    ]
    stated += [
        element.get("href", "") for element in root.iter("link") if _is_api(element.get("rel", ""))
    ]
    for reference in stated[:10]:
        url = without_fragment(absolute_url(base, reference)) if reference else ""
        if canonical_url(url) and same_site(url, base):
            return url
    return ""


def guessed_api(home: str) -> str:
    """Return where the API of a site at ``home`` is unless it was moved: ``/wp-json/``."""
    return absolute_url(home, "/wp-json/")


def _is_api(relations: str) -> bool:
    return _RELATION.rstrip("/") in (part.rstrip("/") for part in relations.lower().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What the root of a REST API says of its site."""

    name: str = ""
    home: str = ""  # absolute
    timezone: str = ""  # IANA name; "" where it is the default, which nobody chose
    posts: bool = False  # posts can be listed
    problem: str = ""  # why it can't be used, one sentence


def read_api(body: bytes, *, url: str) -> Api:
    """Return what the root of the API says.  Never raises."""
    data = _json(body)
    if not isinstance(data, dict):
        return Api(problem="This is no answer of a WordPress API: it is not valid JSON.")
    spaces = data.get("namespaces")
    routes = data.get("routes")
    posts = (isinstance(spaces, list) and "wp/v2" in spaces) or (
        isinstance(routes, dict) and "/wp/v2/posts" in routes
    )
    home = absolute_url(url, _text(data.get("home")) or _text(data.get("url")))
    return Api(
        name=plain_text(_text(data.get("name")), 100),
        home=home if home and same_site(home, url) else "",
        timezone=_timezone(_text(data.get("timezone_string")), data.get("gmt_offset")),
        posts=posts,
        problem="" if posts else _refusal(data) or "The WordPress API gives no list of posts.",
    )


def _timezone(name: str, offset: object) -> str:
    if name:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError):  # OSError: the name of a folder, or too long
            return ""
        return name
    try:
        hours = float(str(offset)[:10])
    except ValueError:
        return ""
    # 0 is what WordPress has before anybody chooses; halves of hours have no such name
    if not hours or hours != int(hours) or not -12 <= hours <= 14:
        return ""
    return f"Etc/GMT{-int(hours):+d}"  # POSIX signs: west is positive


# What to ask


def api_url(root: str) -> str:
    """Return what to ask for ``read_api``: the root without its list of every route.

    >>> api_url("https://a.example/wp-json")
    'https://a.example/wp-json/?_fields=name,home,url,gmt_offset,timezone_string,namespaces'
    """
    place, mark, query = without_fragment(root).partition("?")
    if mark:
        return f"{place}?{query}&{_ROOT_FIELDS}"
    return f"{place.rstrip('/')}/?{_ROOT_FIELDS}"


_ROOT_FIELDS = "_fields=name,home,url,gmt_offset,timezone_string,namespaces"


def posts_url(
    root: str,
    *,
    page: int = 1,
    per_page: int = PER_PAGE,
    after: datetime | None = None,
    before: datetime | None = None,
    modified_after: datetime | None = None,
) -> str:
    """Return the address of one page of posts with their authors and terms.

    Newest first; with ``modified_after`` the longest unchanged first, so that what changes
    meanwhile comes at the end and nothing is passed over.  Naive times are taken for UTC.

    >>> posts_url("https://a.example/wp-json/", page=2)
    'https://a.example/wp-json/wp/v2/posts?per_page=100&page=2&_embed=author%2Cwp%3Aterm'
    """
    fields: dict[str, object] = {
        "per_page": max(1, min(per_page, PER_PAGE)),
        "page": max(1, page),
        "_embed": "author,wp:term",
    }
    bounds = {"after": after, "before": before, "modified_after": modified_after}
    fields.update({name: _stamp(when) for name, when in bounds.items() if when})
    if modified_after:
        fields.update(orderby="modified", order="asc")
    place, mark, query = without_fragment(root).partition("?")
    if "rest_route=" in query:
        route = re.sub(r"(rest_route=[^&]*?)/?(?=&|$)", r"\1/wp/v2/posts", query, count=1)
        return f"{place}?{route}&{urlencode(fields)}"
    path = f"{place.rstrip('/')}/wp/v2/posts"
    return f"{path}?{query + '&' if mark and query else ''}{urlencode(fields)}"


def _stamp(when: datetime) -> str:
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# What it answers


def read_posts(
    body: bytes,
    headers: Iterable[tuple[str, str]] = (),
    *,
    url: str,
    source: str | None = None,
) -> Listing:
    """Return one page of posts as a Listing of kind ``wordpress``.  Never raises.

    A link has the post's title, authors, times, categories and then tags (both in
    ``categories``), summary, and ``content``, the HTML of the whole text; none where the
    post asks for a password.  ``total`` is X-WP-Total.  ``older`` is the next page, "" on
    the last, where the page asked for lies beyond it, and where there was a ``problem``.

    Args:
        body: The answer's body.
        headers: The answer's header fields.
        url: What was asked, after redirects.
        source: Slug of the source, put into each link.
    """
    data = _json(body)
    if isinstance(data, dict):
        if data.get("code") == "rest_post_invalid_page_number":
            return Listing(kind="wordpress")
        return Listing(
            kind="wordpress", problem=_refusal(data) or "The WordPress API gave no list of posts."
        )
    if not isinstance(data, list):
        return Listing(problem="This is no answer of a WordPress API: it is not valid JSON.")
    links: dict[str, Link] = {}
    for post in data[:MAX_POSTS]:
        link = _link(post, url, source) if isinstance(post, dict) else None
        if link is not None:
            links.setdefault(link.url, link)
    fields = {name.lower(): value for name, value in headers}
    problem = "None of these is a WordPress post." if data and not links else ""
    if len(data) > MAX_POSTS:
        problem = f"Only the first {MAX_POSTS:,} posts were read."
    return Listing(
        kind="wordpress",
        links=tuple(links.values()),
        total=_count(fields.get("x-wp-total", "")),
        older=_next(url, _count(fields.get("x-wp-totalpages", "")), len(data)) if links else "",
        problem=problem,
    )


_PAGE = re.compile(r"([?&]page=)(\d{1,6})(?=&|$)")
_SIZE = re.compile(r"[?&]per_page=(\d{1,4})(?=&|$)")


def _next(url: str, pages: int | None, found: int) -> str:
    """The next page; without a count of pages (some caches drop it) while pages are full."""
    url = without_fragment(url)
    stated, size = _PAGE.search(url), _SIZE.search(url)
    page = int(stated[2]) if stated else 1
    full = found >= (int(size[1]) if size else 10)  # the API's own default
    if not (page < pages if pages is not None else full):
        return ""
    if stated:
        return f"{url[: stated.start(2)]}{page + 1}{url[stated.end(2) :]}"
    return f"{url}{'&' if '?' in url else '?'}page={page + 1}"


def _count(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text.strip()) else None


def _json(body: bytes) -> Any:
    """The answer as JSON, also where PHP put warnings before it; None when it is none."""
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace").lstrip()
    starts = [0, text.find("[{"), text.find('{"')]
    for start in dict.fromkeys(start for start in starts if start >= 0):
        try:
            return json.JSONDecoder().raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _refusal(data: dict[str, Any]) -> str:
    message = plain_text(_text(data.get("message")), _MAX_SENTENCE)
    code = plain_text(_text(data.get("code")), 60)
    if not code and not message:
        return ""
    return f"The WordPress API refuses: {message.rstrip('.') or code}."


def _link(post: dict[str, Any], base: str, source: str | None) -> Link | None:
    guid = _rendered(post, "guid")
    address = without_fragment(absolute_url(base, _text(post.get("link")) or guid))
    url = canonical_url(address)
    if not url or not isinstance(post.get("title"), (dict, str)):
        return None  # JSON, but of something else
    content = post.get("content")
    locked = isinstance(content, dict) and content.get("protected") is True
    return Link(
        url=url,
        raw_url=address,
        source=source,
        guid=plain_text(guid, MAX_TITLE_CHARS),
        title=plain_text(_rendered(post, "title"), MAX_TITLE_CHARS),
        authors=names(_authors(post)),
        published=_moment(post, "date"),
        modified=_moment(post, "modified"),
        categories=names((*_terms(post, "category"), *_terms(post, "post_tag"))),
        summary=_CUT.sub(" …", plain_text(_rendered(post, "excerpt"), MAX_SUMMARY_CHARS)),
        content="" if locked else _rendered(post, "content").strip()[:MAX_CONTENT_CHARS],
    )


_CUT = re.compile(r"\s*\[(?:…|\.\.\.)\]$")  # how WordPress marks a cut excerpt


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    return _text(value.get("rendered") if isinstance(value, dict) else value)


def _moment(post: dict[str, Any], name: str) -> Moment | None:
    """The time in UTC, put into the site's zone where both clocks are given and agree."""
    wall, instant = _text(post.get(name)), _text(post.get(f"{name}_gmt"))
    if not _STAMP.fullmatch(instant):
        return parse_date(wall)
    found, shown = parse_date(f"{instant}+00:00"), parse_date(wall)
    if found is None:
        return shown
    here = as_shown(found.when, shown.when) if shown else found.when
    # with the offset that the two fields tell together: rows keep the text, and read it again
    return Moment(when=here, precision=found.precision, raw=here.isoformat())


_STAMP = re.compile(r"[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d")  # drafts have 0000-00-00T00:00:00


def _embedded(post: dict[str, Any], name: str) -> list[dict[str, Any]]:
    inside = post.get("_embedded")
    found = inside.get(name) if isinstance(inside, dict) else None
    flat: list[dict[str, Any]] = []
    for item in found[:_MAX_TERMS] if isinstance(found, list) else []:
        group = item if isinstance(item, list) else [item]
        flat += [each for each in group[:_MAX_TERMS] if isinstance(each, dict)]
    return flat


def _authors(post: dict[str, Any]) -> Iterator[str]:
    found = [name for who in _embedded(post, "author") if (name := _text(who.get("name")))]
    if not found:  # sites that hide their users; Yoast's plugin tells the byline anyway
        head = post.get("yoast_head_json")
        found = [_text(head.get("author"))] if isinstance(head, dict) else []
    yield from found


def _terms(post: dict[str, Any], taxonomy: str) -> Iterator[str]:
    for term in _embedded(post, "wp:term"):
        default = _text(term.get("slug")) == "uncategorized"
        if term.get("taxonomy") == taxonomy and not default:
            yield _text(term.get("name"))
