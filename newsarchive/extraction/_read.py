"""The steps from a page to its article."""

from __future__ import annotations

import re
from datetime import datetime

from resiliparse.parse.lang import detect_fast

from newsarchive.extraction._claims import Claim
from newsarchive.extraction._layout import read_layout
from newsarchive.extraction._republished import Reprint, find_reprint
from newsarchive.extraction.body import find_body, trim
from newsarchive.extraction.flattened import poster_in
from newsarchive.extraction.headline import letters, without_site, site_names
from newsarchive.extraction.loader import ArticleLoader
from newsarchive.extraction.structured import (
    json_ld_claims,
    meta_claims,
    microdata_claims,
    read_head,
    read_json_ld,
)
from newsarchive.extraction.visible import (
    Surroundings,
    byline_claims,
    date_claims,
    find_surroundings,
    topic_claims,
)
from newsarchive.model import Article, Image, Link, Moment, Precision, Site
from newsarchive.page import Page

_URL_DATE = re.compile(
    r"/((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2]|[1-9])[/_-]?(0[1-9]|[12]\d|3[01]|[1-9])(?=[/_.-]|\b)"
)
DETECTABLE = 150  # characters from which the text's language is worth a guess


def extract(html: bytes | str, url: str | None = None) -> Article:
    """Return what a page says; fields it does not state stay empty.

    ``html`` are the bytes as sent or text; ``url`` resolves links and dates in addresses.
    """
    return read_article(Page(url or "", html))


def read_article(page: Page, site: Site = Site(), link: Link | None = None) -> Article:
    """Return what a page says.

    Args:
        page: The page.
        site: What is known of its host.
        link: What the place that named the page said of it; believed where the page is
            silent.
    """
    tree = page.tree
    head = read_head(tree)
    layout = read_layout(tree)
    metas = head.metas
    stated_titles = [*metas.get("og:title", ()), *head.titles[:1], *metas.get("twitter:title", ())]
    linked = read_json_ld(
        head.json_ld,
        addresses=[page.url, *head.links.get("canonical", ())[:1], *metas.get("og:url", ())[:1]],
        titles=stated_titles,
    )
    claims = [*json_ld_claims(linked), *meta_claims(head, page.url), *microdata_claims(tree)]
    names = [
        claim.value
        for field, claim in claims
        if field == "publisher" and claim.origin != "meta-other"
    ]
    names += metas.get("twitter:site", [])
    if site.name:
        names.append(site.name)
    languages = [
        tag
        for tag in (
            tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
            site.language,
        )
        if tag
    ] + [claim.value for field, claim in claims if field == "language"]
    folded_names = site_names(names, page.url)
    headlines = [claim.value for field, claim in claims if field == "title"] + head.titles[:1]
    titles = frozenset(letters(without_site(title, folded_names)) for title in headlines) - {""}
    body = find_body(layout, titles=titles)
    around = find_surroundings(layout, body)
    loader = ArticleLoader(url=page.url, names=names, languages=languages, tabs=head.titles)
    for field, claim in claims:
        if field in ("body", "about"):
            continue
        loader.add_value(field, claim)
    loader.add_value("title", around.headings)
    title = loader.get_output_value("title")
    trim(body, title[0].value if title else "", languages)
    reprint = find_reprint(layout, body, url=page.url, languages=languages)
    for field, claim in byline_claims(layout, around, reprint.used):
        loader.add_value(field, claim)
    for field, claim in date_claims(layout, around, reprint.used):
        loader.add_value(field, claim)
    _add_reprint(loader, reprint, around)
    for field, claim in topic_claims(layout, around):
        loader.add_value(field, claim)
    loader.add_value(
        "published",
        _url_date(page.url or _first(head.links.get("canonical")) or _first(metas.get("og:url"))),
    )
    loader.add_value("language", [Claim(tag, "html") for tag in languages[:1]])
    if body.text:
        loader.add_value("body", Claim(body.text, "visible", raw=body.text[:200]))
        if not languages and len(body.text) >= DETECTABLE:
            name, _ = detect_fast(body.text[:3000])
            loader.add_value(
                "language", Claim(name, "text", guessed=True) if name != "unknown" else None
            )
    _add_link(loader, link)
    return loader.load_item()


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


def _first(values: list[str] | None) -> str:
    return values[0] if values else ""


def _url_date(url: str) -> Claim | None:
    match = _URL_DATE.search(url)
    if not match:
        return None
    try:
        when = datetime(int(match[1]), int(match[2]), int(match[3]))  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return None
    return Claim(Moment(when=when, precision=Precision.DAY, raw=match[0]), "url", guessed=True)


def _add_link(loader: ArticleLoader, link: Link | None) -> None:
    """Add what the feed said."""
    if link is None:
        return
    loader.add_value("title", Claim(link.title, "feed") if link.title else None)
    loader.add_value("authors", [Claim(name, "feed") for name in link.authors])
    loader.add_value("published", Claim(link.published, "feed") if link.published else None)
    loader.add_value("modified", Claim(link.modified, "feed") if link.modified else None)
    loader.add_value("categories", [Claim(name, "feed") for name in link.categories])
    loader.add_value("summary", Claim(link.summary, "feed") if link.summary else None)
