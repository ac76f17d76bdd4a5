"""The steps from a page to its article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from lxml import etree

from newsarchive.extraction._claims import Claim, letters, plain
from newsarchive.extraction._hidden import (
    MIN_TEXT,
    find_block_text,
    find_data_date,
    find_data_text,
    paragraphs_of,
)
from newsarchive.extraction._layout import nodes_of, read_layout
from newsarchive.extraction._render import render
from newsarchive.extraction._republished import Reprint, find_reprint
from newsarchive.extraction.body import Body, find_body, trim, width
from newsarchive.extraction.directives import OURS, read_directives
from newsarchive.extraction.flattened import poster_in
from newsarchive.extraction.headline import longest_part, site_names, without_site
from newsarchive.extraction.kinds import LONG_TEXT, access_claims, kind_claims
from newsarchive.extraction.languages import detected_language
from newsarchive.extraction.loader import ArticleLoader
from newsarchive.extraction.readers import apply_reader
from newsarchive.extraction.rules import body_elements, holding, remove, rule_claims
from newsarchive.extraction.structured import (
    Head,
    json_ld_claims,
    meta_claims,
    microdata_claims,
    read_head,
    read_json_ld,
)
from newsarchive.extraction.topics import topic_claims
from newsarchive.extraction.visible import (
    Surroundings,
    byline_claims,
    caption_claims,
    date_claims,
    find_surroundings,
)
from newsarchive.model import Article, Credit, Image, Kind, Link, Moment, Precision, Site
from newsarchive.page import Page
from newsarchive.urls import absolute_url, host_of, same_site

_URL_DATE = re.compile(
    r"[/_-]((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/((?:19|20)\d\d)/(\d|1[0-2])/(\d|[12]\d|3[01])/"
    r"|[/_-](0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])-((?:19|20)\d\d)(?!\d)"
)
NO_SITE = Site()  # nothing is known of the host


def extract(html: bytes | str, url: str | None = None) -> Article:
    """Return what a page says; fields it does not state stay empty.

    ``html`` are the bytes as sent or text; ``url`` resolves links and dates in addresses.
    """
    return read_article(Page(url or "", html))


def read_article(
    page: Page,
    site: Site = NO_SITE,
    link: Link | None = None,
    *,
    fetched_at: datetime | None = None,
) -> Article:
    """Return what a page says.

    Args:
        page: The page.
        site: What is known of its host.
        link: What the place that named the page said of it; believed where the page is
            silent.
        fetched_at: When the page was so, aware; None: now.  It decides which rules hold,
            and nothing was published a day after it.

    Raises:
        ReaderFailed: The site's rule or reader did; no page makes anything else raise.
    """
    tree = page.tree
    fetched_at = fetched_at or datetime.now(UTC)
    rules = holding(site.rules, tree, fetched_at.date()) if site.rules else []
    if rules:
        remove(rules, tree)
    head = read_head(tree)
    layout = read_layout(tree)
    metas = head.metas
    addresses = [page.url, *head.links.get("canonical", ())[:1], *metas.get("og:url", ())[:1]]
    linked = read_json_ld(
        head.json_ld,
        addresses=addresses,
        titles=[*metas.get("og:title", ()), *head.titles[:1], *metas.get("twitter:title", ())],
    )
    claims: Claims = defaultdict(list)
    _gather(claims, rule_claims(rules, tree))
    _gather(claims, json_ld_claims(linked))
    _gather(claims, meta_claims(head, page.url))
    if layout.has_props or head.has_props:
        _gather(claims, microdata_claims(tree))
    names = [str(claim.value) for claim in claims["publisher"] if claim.origin != "meta-other"]
    names += [*metas.get("twitter:site", ()), site.name]
    languages = _languages(tree, claims, site)
    titles = _titles(claims, head, site_names(names, page.url))

    ruled = nodes_of(layout, body_elements(rules, tree)) if rules else []
    summaries = frozenset(letters(str(c.value)[:400])[:60] for c in claims["summary"]) - {""}
    told = claims.pop("body", [])
    body = find_body(
        layout,
        titles=titles,
        summaries=summaries,
        told=letters(plain(str(told[0].value))) if told else "",
        within=ruled,
    )
    around = find_surroundings(layout, body)
    loader = ArticleLoader(
        url=page.url,
        names=names,
        languages=languages,
        tabs=head.titles,
        titles=titles,
        latest=fetched_at + timedelta(days=1),
    )
    loader.add_value("title", [*around.headings, *claims.pop("title", ())])
    if link is not None and link.title:
        loader.add_value("title", Claim(link.title, "feed"))
    if head.titles and not loader.get_collected_values("title"):
        bare = without_site(plain(head.titles[0]), site_names(names, page.url))
        short = bare if bare != plain(head.titles[0]) else longest_part(bare)
        loader.add_value("title", Claim(short, "title", raw=head.titles[0]))
    headline = loader.get_output_value("title")
    if headline:
        loader.context["headline"] = headline[0]
        trim(layout, body, headline[0].value, languages)
    address = next(filter(None, addresses), "")
    reprint = find_reprint(layout, body, url=address, languages=languages)
    loader.context["text"] = f"{headline[0].value if headline else ''} {body.text}"

    origin = reprint.found.credit if reprint.found else Credit()
    source = origin.via[-1].source if origin.via else origin.source
    _gather(claims, byline_claims(layout, around, reprint.used))
    _gather(claims, date_claims(layout, around, reprint.used))
    _gather(claims, caption_claims(layout, around))
    _gather(claims, topic_claims(layout, around, known=site.categories, source=source))
    claims["language"] += [Claim(tag, "html") for tag in languages[:1]]
    claims.pop("about", None)
    loader.context["shown"] = claims.pop("shown", [])
    loader.context["revised"] = claims["modified"]
    if body.text:
        claims["body"].append(Claim(body.text, "rule" if ruled else "visible", raw=body.text[:200]))
        claims["body_html"].append(
            Claim(render(layout, body.blocks, address, around.elsewhere), "visible")
        )
    hidden = _hidden_text(tree, head, body, str(told[0].value) if told else "")
    claims["body"] += hidden
    claims["published"] += _url_dates(addresses, "url")
    if not claims["published"] or hidden:
        claims["published"] += [Claim(text, "data") for text in [find_data_date(tree)] if text]
        claims["published"] += _url_dates(metas.get("og:image", ())[:1], "image-url")
    if not languages and claims["body"]:
        claims["language"] += detected_language(str(claims["body"][-1].value))
    if layout.elements and not hidden:
        heading = str(headline[0].value) if headline else ""
        _gather(claims, kind_claims(layout, body, around, title=heading, address=address))
        _gather(claims, access_claims(layout, around))
    if width(body.text) >= LONG_TEXT:  # a page with a video in it
        claims["kind"] = [claim for claim in claims["kind"] if claim.origin != "json-ld-page"]
    if link is not None:
        _gather(claims, _link_claims(link))
    claims["published"] += map(_as_guess, claims["modified"])
    for field, found in claims.items():
        loader.add_value(field, found)
    _add_reprint(loader, reprint, around)
    if reprint.found is None and page.url and (elsewhere := _canonical_elsewhere(head, page.url)):
        loader.add_value("credit", Claim(elsewhere, "link", raw=elsewhere.url, guessed=True))
    article = loader.load_item()
    surely = not article.origins.get("kind", "").startswith("visible")
    if surely and article.kind in (Kind.LISTING, Kind.ERROR):
        _forget_stories(article)
    article.robots = read_directives([*metas.get("robots", ()), *metas.get(OURS, ())])
    if link is not None:
        article.enclosures = list(link.enclosures)
    if site.reader is not None:
        apply_reader(site.reader, page, article)
    return article


Claims = defaultdict[str, list[Claim]]


def _gather(claims: Claims, found: Iterable[tuple[str, Claim]]) -> None:
    for field, claim in found:
        claims[field].append(claim)


def _languages(tree: etree._Element, claims: Claims, site: Site) -> list[str]:
    """The page's languages as stated, the most trusted first."""
    stated = [
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
        *(claim.value for claim in claims["language"]),
        site.language,
    ]
    return [str(tag) for tag in stated if tag]


def _titles(claims: Claims, head: Head, names: frozenset[str]) -> frozenset[str]:
    """What the headline may be, folded."""
    stated = [plain(text) for text in {str(claim.value) for claim in claims["title"]}]
    for title in head.titles[:1]:
        stated += [plain(title), longest_part(plain(title))]
    return frozenset(letters(without_site(title, names)) for title in stated) - {""}


def _hidden_text(tree: etree._Element, head: Head, body: Body, told: str) -> list[Claim]:
    """The text as data, where the page shows less than half of it, or nothing at all."""
    shown = len(body.text)
    if len(told) > MIN_TEXT and shown * 2 < len(told):
        return [Claim(paragraphs_of(told), "json-ld", raw=told[:200])]
    if shown < MIN_TEXT:
        text = find_data_text(tree) or find_block_text(head.data)
        if shown * 2 < len(text):
            return [Claim(text, "data", raw=text[:200])]
    return []


def _canonical_elsewhere(head: Head, address: str) -> Credit | None:
    """The original that a page names as canonical on another site; None where it is its own."""
    for href in head.links.get("canonical", ())[:1]:
        original = absolute_url(address, href)
        if original and not same_site(original, address) and urlsplit(original).path.strip("/"):
            return Credit(source=host_of(original).removeprefix("www."), url=original)
    return None


def _add_reprint(loader: ArticleLoader, reprint: Reprint, around: Surroundings) -> None:
    """Add where the text was taken from; who put the page up is then not who wrote it."""
    if reprint.image_credit:
        image = Image(credit=reprint.image_credit)
        loader.add_value("image", Claim(image, "visible", raw=reprint.image_credit))
    if reprint.found is None:
        return
    credit, names = reprint.found.credit, reprint.found.names
    loader.add_value("credit", Claim(credit, "credit", raw=f"{credit.source} {credit.url}".strip()))
    if not names:
        return
    poster = next((line for line in map(poster_in, around.lines()) if line), "")
    if not poster:
        stated: list[Claim] = loader.get_output_value("authors")
        poster = next((str(claim.value) for claim in stated if claim.value not in names), "")
    loader.add_value("posted_by", Claim(poster, "credit") if poster else None)
    loader.add_value("authors", [Claim(name, "credit") for name in names])


def _forget_stories(article: Article) -> None:
    """Drop what a page that is no article took from the stories it lists."""
    article.authors, article.published, article.published_raw = [], None, ""
    article.published_precision = None
    article.evidence = [e for e in article.evidence if e.field not in ("authors", "published")]


def _url_dates(addresses: Iterable[str], origin: str) -> list[Claim]:
    """The day that an address names, from the first that does."""
    for address in addresses:
        match = _URL_DATE.search(address)
        if match is None:
            continue
        try:
            year = match[1] or match[5] or match[10]
            month, day = match[3] or match[6] or match[9], match[4] or match[7] or match[8]
            when = datetime(int(year), int(month), int(day))  # noqa: DTZ001 - a day has no zone
        except ValueError:
            continue
        moment = Moment(when=when, precision=Precision.DAY, raw=match[0].strip("/_-"))
        return [Claim(moment, origin, guessed=True)]
    return []


def _as_guess(modified: Claim) -> Claim:
    """The day of a revision, as a guess at the publication's where nothing else is known.

    ``updated`` is shown beside the text, ``modified`` stated elsewhere.  3 pages of 3 hosts of
    the htmldate and traf folders are right by it, none is wrong; of what pages show readers
    alone 16 and none.
    """
    near = modified.origin in ("time", "date", "visible")
    return replace(modified, origin="updated" if near else "modified", guessed=True)


def _link_claims(link: Link) -> Iterator[tuple[str, Claim]]:
    """What the feed said."""
    for name in link.authors:
        yield "authors", Claim(name, "feed")
    if link.published is not None:
        yield "published", Claim(link.published, "feed", raw=link.published.raw)
    if link.modified is not None:
        yield "modified", Claim(link.modified, "feed", raw=link.modified.raw)
    for name in link.categories:
        yield "categories", Claim(name, "feed")
    for name in link.tags:
        yield "tags", Claim(name, "feed")
    if link.language:
        yield "language", Claim(link.language, "feed")
    if link.summary:
        yield "summary", Claim(link.summary, "feed")
