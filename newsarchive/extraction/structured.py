"""What a page says of itself for machines: JSON-LD, microdata, OpenGraph and other meta tags.

Everything here becomes a ``Claim`` under the name of an ``Article`` field; nothing is
cleaned or chosen, except that of several JSON-LD blocks the one that is the page's own
article speaks.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

import json_repair
from lxml import etree

from newsarchive.extraction._claims import Claim, letters, plain, text_of_element
from newsarchive.model import Access, Image, Kind
from newsarchive.urls import canonical_url, join

MAX_BLOCK = 2_000_000  # characters of one JSON block that are read
MAX_BROKEN_BLOCK = 60_000  # json-repair takes up to 230 ms for 100 KB
MAX_VALUE = 10_000  # characters of a title or meta tag that are read
MAX_CAPTION = 1_000  # characters
MAX_CREDIT = 200  # characters
MAX_PROPERTIES = 2_000  # elements with an itemprop that are looked at per page
MAX_NODES = 2_000  # objects looked at per page; breadcrumbs and authors sit near the top
MAX_DEPTH = 12

# schema.org types that are a news text, the plainest first (schema.org/Article, 28.1).
ARTICLE_TYPES = {
    "newsarticle": Kind.ARTICLE,
    "reportagenewsarticle": Kind.ARTICLE,
    "analysisnewsarticle": Kind.ARTICLE,
    "opinionnewsarticle": Kind.ARTICLE,
    "backgroundnewsarticle": Kind.ARTICLE,
    "reviewnewsarticle": Kind.ARTICLE,
    "askpublicnewsarticle": Kind.ARTICLE,
    "advertisercontentarticle": Kind.ARTICLE,
    "satiricalarticle": Kind.ARTICLE,
    "article": Kind.ARTICLE,
    "blogposting": Kind.ARTICLE,
    "liveblogposting": Kind.LIVE_BLOG,
    "report": Kind.ARTICLE,
    "scholarlyarticle": Kind.ARTICLE,
    "techarticle": Kind.ARTICLE,
    "socialmediaposting": Kind.ARTICLE,
    "discussionforumposting": Kind.ARTICLE,
    "recipe": Kind.ARTICLE,
    "review": Kind.ARTICLE,
    "claimreview": Kind.ARTICLE,
    "creativework": Kind.ARTICLE,
}
# Types that say of a page what else it is.
PAGE_TYPES = {
    "videoobject": Kind.VIDEO,
    "imagegallery": Kind.GALLERY,
    "mediagallery": Kind.GALLERY,
    "collectionpage": Kind.LISTING,
    "searchresultspage": Kind.LISTING,
}
_LESSER_TYPES = ("webpage", "itempage", "aboutpage", "videoobject", "imagegallery", "event")
_PAGE_TYPES = ("webpage", "itempage", "aboutpage")
# Where a node may hold the page's article; anything deeper is a related story.
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "about", "breadcrumb")
_COMMENT_OR_CDATA = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", re.S
)


@dataclass(slots=True)
class Head:
    """A page's machine-readable elements, collected in one walk over the tree in C."""

    metas: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    json_ld: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)  # other JSON, as single-page sites carry
    titles: list[str] = field(default_factory=list)
    has_props: bool = False  # a meta element with an itemprop was met
    base: str = ""


def read_head(tree: etree._Element) -> Head:
    """Collect metas, links, JSON blocks and the title element, in document order."""
    head = Head()
    for element in tree.iter("meta", "link", "script", "title", "base"):
        tag = element.tag
        if tag == "meta":
            # All at once, which is faster than one by one; its stubs allow for bytes.
            stated = cast("dict[str, str]", dict(element.items()))
            content = stated.get("content")
            if content:
                for attribute in ("property", "name", "itemprop", "http-equiv"):
                    key = stated.get(attribute)
                    if key:
                        head.metas[key.strip().lower()].append(content[:MAX_VALUE])
                        head.has_props = head.has_props or attribute == "itemprop"
        elif tag == "script":
            kind = (element.get("type") or "").lower()
            if "ld+json" in kind or (not kind and _is_linked(element.text)):
                if element.text:
                    head.json_ld.append(element.text)
            elif kind == "application/json" and element.text:
                head.data.append(element.text)
        elif tag == "link":
            href = element.get("href")
            if href:
                for relation in (element.get("rel") or "").lower().split():
                    head.links[relation].append(href)
        elif tag == "base":
            head.base = head.base or (element.get("href") or "")
        elif element.text:
            head.titles.append(element.text[:MAX_VALUE])
    return head


def _is_linked(script: str | None) -> bool:
    """Tell JSON-LD whose author forgot to say so from a program."""
    start = (script or "")[:1000].lstrip()[:200]
    return start[:1] in ("{", "[") and '"@context"' in start


# --- JSON-LD ---------------------------------------------------------------------------


@dataclass(slots=True)
class Linked:
    """A page's JSON-LD: its objects, and which of them is the page's article."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    article: dict[str, Any] | None = None
    page: dict[str, Any] | None = None  # its WebPage, which may know what the article lacks


def read_json_ld(
    blocks: Iterable[str], *, addresses: Iterable[str], titles: Iterable[str]
) -> Linked:
    """Read JSON-LD blocks and choose the page's article.

    ``addresses`` are what the page may be called (its URL, canonical, og:url), ``titles``
    what it says its headline is; of several articles the one that fits them is chosen,
    else the first that has a headline.
    """
    linked = Linked()
    for block in blocks:
        _collect(_load(block), linked)
    own = {_canonical(address) for address in addresses} - {""}
    heads = {_folded(title) for title in titles} - {""}
    best = -1
    for node in linked.nodes:
        types = types_of(node)
        if linked.page is None and any(name in _PAGE_TYPES for name in types):
            linked.page = node
        if any(name in ARTICLE_TYPES for name in types):
            score = 4
        elif any(name in _LESSER_TYPES for name in types):
            score = 0
        else:
            continue
        score += 8 * bool(own & _addresses_of(node))
        headline = _folded(text_of(node.get("headline")) or text_of(node.get("name")))
        if headline:
            score += 1 + 4 * any(headline in head or head in headline for head in heads)
        score += bool(node.get("datePublished")) + bool(node.get("author"))
        score += "newsarticle" in types
        if score > best:
            best, linked.article = score, node
    return linked


_decode = json.JSONDecoder(strict=False).decode  # json.loads makes a decoder each time


def _load(block: str) -> Any:
    text = block.strip()
    if not text or len(text) > MAX_BLOCK:
        return None
    try:
        return _decode(text)
    except (ValueError, RecursionError):
        pass
    text = _COMMENT_OR_CDATA.sub("", text).strip().rstrip(";")
    try:
        return _decode(text)
    except RecursionError:
        return None
    except ValueError:
        if len(text) > MAX_BROKEN_BLOCK or text.count("[") + text.count("{") > MAX_NODES:
            return None
    try:
        return json_repair.loads(text, skip_json_loads=True)
    except Exception:  # noqa: BLE001 - it has no base error; the input is a stranger's
        return None


def _collect(value: Any, linked: Linked) -> None:
    """Add the objects of a block: the top ones, and those in ``_HOLDERS``."""
    todo: list[tuple[Any, int]] = [(value, 0)]
    while todo and len(linked.nodes) < MAX_NODES:
        item, depth = todo.pop()
        if depth > MAX_DEPTH:
            continue
        if isinstance(item, list):
            todo.extend((part, depth + 1) for part in reversed(item))
        elif isinstance(item, dict):
            linked.nodes.append(item)
            name = item.get("@id")
            if isinstance(name, str) and len(item) > 2:
                linked.by_id.setdefault(name, item)
            todo.extend((item[key], depth + 1) for key in _HOLDERS if key in item)


def types_of(node: dict[str, Any]) -> list[str]:
    """The node's schema.org types: lower case, without the vocabulary's address."""
    kinds = node.get("@type", node.get("type"))
    names = kinds if isinstance(kinds, list) else [kinds]
    return [
        name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()
        for name in names
        if isinstance(name, str)
    ]


def text_of(value: Any) -> str:
    """The text of a JSON-LD value: itself, its ``@value`` or name, or its first item's."""
    for _ in range(4):
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or ""
        else:
            return ""
    return ""


def texts_of(value: Any) -> list[str]:
    """The texts of a value that may be one or a list."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items[:200] if (text := text_of(item))]


def url_of(value: Any) -> str:
    """The address a JSON-LD value stands for: itself, its ``url``, ``@id`` or ``contentUrl``."""
    for _ in range(4):
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id") or ""
        else:
            return ""
    return ""


def _addresses_of(node: dict[str, Any]) -> set[str]:
    stated = [node.get("url"), node.get("mainEntityOfPage"), node.get("@id")]
    return {_canonical(url_of(value).split("#")[0]) for value in stated if value} - {""}


# A page states its own address up to six times over.
_canonical = lru_cache(maxsize=500)(canonical_url)


def _folded(text: str) -> str:
    return letters(plain(text))


def json_ld_claims(linked: Linked) -> Iterator[tuple[str, Claim]]:
    """What the page's article (and its WebPage, where that is silent) claims."""
    origin = "json-ld"
    node = linked.article
    crumbs = [n for n in linked.nodes if "breadcrumblist" in types_of(n)]
    for name in _crumbs(crumbs):
        yield "categories", Claim(name, "json-ld-breadcrumb")
    if node is None:
        return
    types = types_of(node)
    is_article = any(name in ARTICLE_TYPES for name in types)
    weak = "json-ld" if is_article else "json-ld-page"
    for key in ("headline", "name", "alternativeHeadline"):
        if text := text_of(node.get(key)):
            yield "title", Claim(text, weak if key != "alternativeHeadline" else "json-ld-page")
    for key, name in (("datePublished", "published"), ("dateModified", "modified")):
        if text := text_of(node.get(key)):
            yield name, Claim(text, weak)
        elif linked.page is not None and (text := text_of(linked.page.get(key))):
            yield name, Claim(text, "json-ld-page")
    if text := text_of(node.get("dateCreated")) or text_of(node.get("uploadDate")):
        yield "published", Claim(text, "json-ld-page")
    authors = node.get("author") or node.get("creator")
    if authors is None and linked.page is not None:
        authors = linked.page.get("author")
    for name, person in _people(authors, linked):
        yield "authors", Claim(name, weak if person else "json-ld-organisation")
    for name in texts_of(node.get("articleSection")):
        yield "categories", Claim(name, origin)
    for key in ("keywords", "about", "mentions"):
        for name in texts_of(node.get(key)):
            yield ("tags" if key == "keywords" else "about"), Claim(name, origin)
    if text := text_of(node.get("inLanguage")):
        yield "language", Claim(text, origin)
    if text := text_of(node.get("description")):
        yield "summary", Claim(text, origin)
    if image := node.get("image") or node.get("thumbnailUrl"):
        yield "image", Claim(_image(image), origin, raw=url_of(image))
    publisher = _resolved(node.get("publisher"), linked)
    if text := text_of(publisher):
        yield "publisher", Claim(text, origin)
    free = node.get("isAccessibleForFree")
    if isinstance(free, list):
        free = free[0] if free else None
    if free is not None and not isinstance(free, dict):
        paid = str(free).strip().lower() in ("false", "no", "0") or str(free).endswith("/False")
        yield "access", Claim(Access.PAYWALLED if paid else Access.FREE, origin, raw=str(free)[:50])
    for name in types:
        if name in ARTICLE_TYPES:
            yield "kind", Claim(ARTICLE_TYPES[name], origin, raw=name)
        elif name in PAGE_TYPES:
            yield "kind", Claim(PAGE_TYPES[name], "json-ld-page", raw=name)
    if text := text_of(node.get("articleBody")):
        yield "body", Claim(text, origin)


def _resolved(value: Any, linked: Linked) -> Any:
    """A reference by ``@id`` replaced by the object it means."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict) and not value.get("name"):
        return linked.by_id.get(str(value.get("@id")), value)
    return value


def _people(value: Any, linked: Linked) -> Iterator[tuple[str, bool]]:
    """Names of an author value, and whether each may be a person."""
    items = value if isinstance(value, list) else [value]
    for item in items[:50]:
        item = _resolved(item, linked)
        if isinstance(item, list):
            yield from _people(item, linked)
            continue
        organisation = isinstance(item, dict) and any("organization" in t for t in types_of(item))
        names = item.get("name") if isinstance(item, dict) else item
        if isinstance(item, dict) and not names:
            given, family = text_of(item.get("givenName")), text_of(item.get("familyName"))
            names = f"{given} {family}".strip()
        for name in texts_of(names):
            yield name, not organisation


def _crumbs(lists: list[dict[str, Any]]) -> list[str]:
    """Names of the longest breadcrumb, from the top, as stated."""
    best: list[str] = []
    for crumbs in lists[:5]:
        items = crumbs.get("itemListElement")
        if not isinstance(items, list):
            continue
        placed = []
        for index, item in enumerate(items[:20]):
            if isinstance(item, dict):
                name = text_of(item.get("name")) or text_of(item.get("item"))
                position = item.get("position")
                rank = position if isinstance(position, int) else index + 1
                placed.append((rank, index, name))
        names = [name for _, _, name in sorted(placed) if name and "://" not in name]
        if len(names) > len(best):
            best = names
    return best


def _image(value: Any) -> Image:
    """An ImageObject, or the address that stands for one (schema.org/ImageObject)."""
    url = url_of(value)
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict):
        return Image(url=url)
    caption = text_of(value.get("caption")) or text_of(value.get("description"))
    credit = text_of(value.get("creditText")) or text_of(value.get("copyrightHolder"))
    return Image(url=url, caption=plain(caption)[:MAX_CAPTION], credit=plain(credit)[:MAX_CREDIT])


# --- meta tags -------------------------------------------------------------------------

# Which meta says what, the more trusted first.  OpenGraph: ogp.me; Dublin Core: RFC 5013;
# the rest are vendors' names as met in the corpus.
_META_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (
        ("og:title", "opengraph"),
        ("twitter:title", "twitter"),
        ("headline", "meta"),
        ("dc.title", "meta"),
        ("dcterms.title", "meta"),
        ("sailthru.title", "meta"),
        ("parsely-title", "meta"),
        ("cxenseparse:title", "meta"),
        ("title", "meta"),
    ),
    "authors": (
        ("parsely-author", "meta"),
        ("sailthru.author", "meta"),
        ("cxenseparse:author", "meta"),
        ("cxense:author", "meta"),
        ("author", "meta"),
        ("byl", "meta"),
        ("dc.creator", "meta"),
        ("dcterms.creator", "meta"),
        ("dcsext.author", "meta"),
        ("article:author", "opengraph"),
        ("article:author:name", "opengraph"),
        ("og:article:author", "opengraph"),
        ("article:author_name", "opengraph"),
        ("citation_author", "meta"),
        ("twitter:creator", "twitter"),
    ),
    "published": (
        ("article:published_time", "opengraph"),
        ("article:published", "opengraph"),
        ("og:published_time", "opengraph"),
        ("og:article:published_time", "opengraph"),
        ("og:pubdate", "opengraph"),
        ("datepublished", "meta"),
        ("parsely-pub-date", "meta"),
        ("cxenseparse:recs:publishtime", "meta"),
        ("cxenseparse:publishtime", "meta"),
        ("sailthru.date", "meta"),
        ("publish-date", "meta"),
        ("publish_date", "meta"),
        ("published_time", "meta"),
        ("publication_date", "meta"),
        ("publicationdate", "meta"),
        ("published-date", "meta"),
        ("pubdate", "meta"),
        ("pdate", "meta"),
        ("ptime", "meta"),
        ("dc.date.issued", "meta"),
        ("dcterms.issued", "meta"),
        ("dc.date.created", "meta-date"),
        ("dcterms.created", "meta-date"),
        ("dcterms.date", "meta"),
        ("dc.date", "meta"),
        ("dc:created", "meta-date"),
        ("datecreated", "meta-date"),
        ("article.published", "meta"),
        ("article.created", "meta-date"),
        ("article_date_original", "meta"),
        ("originalpublicationdate", "meta"),
        ("creation_date", "meta-date"),
        ("citation_publication_date", "meta"),
        ("citation_online_date", "meta"),
        ("rnews:datepublished", "meta"),
        ("bt:pubdate", "meta"),
        # From here to dc.created: right on all 20 pages, of 15 hosts, that have one.
        ("publishdate", "meta"),
        ("publisheddate", "meta"),
        ("published", "meta"),
        ("pub_date", "meta"),
        ("article_published_time", "meta"),
        ("shareaholic:article_published_time", "meta"),
        ("prism.publicationdate", "meta"),
        ("og:release_date", "meta"),
        ("release_date", "meta"),
        ("date.available", "meta"),
        ("date.created", "meta-date"),
        ("dc.created", "meta-date"),
        ("date", "meta-date"),
        ("created", "meta-date"),
        ("timestamp", "meta-date"),
    ),
    "modified": (
        ("article:modified_time", "opengraph"),
        ("og:updated_time", "opengraph"),
        ("article:updated_time", "opengraph"),
        ("og:article:modified_time", "opengraph"),
        ("article:modified", "opengraph"),
        ("datemodified", "meta"),
        ("dcterms.modified", "meta"),
        ("dc.date.modified", "meta"),
        ("last-modified", "meta"),
        ("lastmod", "meta"),
        ("bt:moddate", "meta"),
        ("last_updated_date", "meta"),
        ("date.modified", "meta"),
        ("date.updated", "meta"),
        ("dateupdate", "meta"),
        ("revised", "meta"),
    ),
    "categories": (
        ("article:section", "opengraph"),
        ("og:article:section", "opengraph"),
        ("parsely-section", "meta"),
        ("articlesection", "meta"),
        ("dc.subject.section", "meta"),
        ("section", "meta"),
    ),
    "tags": (
        ("article:tag", "opengraph"),
        ("og:article:tag", "opengraph"),
        ("news_keywords", "meta-news"),
        ("keywords", "meta"),
        ("parsely-tags", "meta-other"),
        ("sailthru.tags", "meta-other"),
        ("dc.subject", "meta-other"),
    ),
    "language": (
        ("og:locale", "opengraph"),
        ("content-language", "meta"),
        ("language", "meta"),
        ("dc.language", "meta"),
        ("inlanguage", "meta"),
    ),
    "summary": (
        ("og:description", "opengraph"),
        ("description", "meta"),
        ("twitter:description", "twitter"),
        ("dc.description", "meta"),
    ),
    "image": (
        ("og:image", "opengraph"),
        ("og:image:url", "opengraph"),
        ("twitter:image", "twitter"),
        ("twitter:image:src", "twitter"),
    ),
    "publisher": (
        ("og:site_name", "opengraph"),
        ("application-name", "meta"),
        ("dc.publisher", "meta"),
        ("publisher", "meta"),
        ("copyright", "meta-other"),
    ),
    "canonical_url": (("og:url", "opengraph"),),
}


def meta_claims(head: Head, base: str) -> Iterator[tuple[str, Claim]]:
    """What the head's meta and link elements claim; ``base`` is the page's address."""
    metas = head.metas
    for name, keys in _META_FIELDS.items():
        for key, origin in keys:
            if key in metas:
                for content in metas[key][:100]:
                    yield name, Claim(content, origin)
    for href in head.links.get("canonical", ())[:1]:
        yield "canonical_url", Claim(join(base, href), "link", raw=href)
    for content in metas.get("og:type", ())[:1]:
        kind = content.strip().lower()
        if kind.startswith("video"):
            yield "kind", Claim(Kind.VIDEO, "opengraph", raw=content)
        elif kind == "article":
            yield "kind", Claim(Kind.ARTICLE, "opengraph", raw=content)
    for key in ("article:content_tier", "content_tier"):
        for content in metas.get(key, ())[:1]:
            paid = content.strip().lower() in ("locked", "metered")
            yield (
                "access",
                Claim(Access.PAYWALLED if paid else Access.FREE, "opengraph", raw=content),
            )


# --- microdata -------------------------------------------------------------------------

_PROPERTY_FIELDS = {
    "headline": "title",
    "datepublished": "published",
    "datemodified": "modified",
    "articlesection": "categories",
    "keywords": "tags",
    "inlanguage": "language",
    "description": "summary",
}
_ITEM_FIELDS = frozenset(("author", "publisher", "image"))
_WITH_PROPERTY = etree.XPath("//@itemprop/..")


def microdata_claims(tree: etree._Element) -> Iterator[tuple[str, Claim]]:
    """What the itemprops of the page's article claim (WHATWG HTML, 5: microdata).

    Properties of items within the article (its author's name, its publisher) count for
    those; items whose type is another article are related stories and say nothing.
    """
    main: etree._Element | None = None
    for element in _with_property(tree):
        name = (element.get("itemprop") or "").strip().lower()
        if name not in _PROPERTY_FIELDS and name not in _ITEM_FIELDS:
            continue
        scope = _scope(element)
        if scope is not None:
            kinds = (scope.get("itemtype") or "").lower()
            if not any(
                kind in kinds
                for kind in ("article", "posting", "webpage", "creativework", "report")
            ):
                continue
            if "webpage" not in kinds:
                if main is None:
                    main = scope
                elif scope is not main:
                    continue
        if name == "author":
            for text in _names(element):
                yield "authors", Claim(text, "microdata")
        elif name == "publisher":
            for text in _names(element)[:1]:
                yield "publisher", Claim(text, "microdata")
        elif name == "image":
            yield "image", Claim(_pictured(element), "microdata")
        else:
            text = _value(element)
            if text:
                yield _PROPERTY_FIELDS[name], Claim(text, "microdata")


def _with_property(tree: etree._Element) -> list[etree._Element]:
    return cast("list[etree._Element]", _WITH_PROPERTY(tree))[:MAX_PROPERTIES]


def _scope(element: etree._Element) -> etree._Element | None:
    scope = element.getparent()
    while scope is not None and scope.get("itemscope") is None:
        scope = scope.getparent()
    return scope


def _names(element: etree._Element) -> list[str]:
    """What an item, or an element in its place, is called."""
    if element.tag == "meta" or element.tag == "link":
        return [element.get("content") or ""]
    names = _property(element, "name")
    return names or [text_of_element(element)[:2000]]


def _pictured(element: etree._Element) -> Image:
    """An ImageObject's parts, or the picture that stands in its place."""
    if element.get("itemscope") is None:
        return Image(url=_value(element))
    urls = _property(element, "contentUrl") or _property(element, "url")
    captions, credits = _property(element, "caption"), _property(element, "creditText")
    return Image(
        url="".join(urls[:1]),
        caption="".join(captions[:1])[:MAX_CAPTION],
        credit="".join(credits[:1])[:MAX_CREDIT],
    )


def _property(item: etree._Element, name: str) -> list[str]:
    return [
        value for child in item.iter() if child.get("itemprop") == name and (value := _value(child))
    ]


def _value(element: etree._Element) -> str:
    """An itemprop's value: content, datetime, address, or its text (WHATWG HTML, 5.2.4)."""
    stated = element.get("content") or element.get("datetime")
    if stated:
        return stated
    if element.tag in ("img", "link") or element.get("itemprop") in ("url", "contentUrl"):
        return element.get("src") or element.get("href") or ""
    return text_of_element(element)[:2000]
