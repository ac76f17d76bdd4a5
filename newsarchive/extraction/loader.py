"""Cleaning and choosing: from what was claimed for each field to the field.

``ArticleLoader`` is an item loader.  Readers add ``Claim``s; an input processor cleans the
claims of its field, an output processor chooses among them by ``TRUST``, the one place
where it is written whom to believe.  What was chosen is kept with its origin in
``Article.evidence``.

Plain values work too (``loader.add_css("title", "h1::text")`` in a site's own reader):
they count as a rule, which is believed first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import replace
from types import FunctionType
from typing import Any

from itemloaders import ItemLoader

from newsarchive.extraction._claims import Claim, letters, plain
from newsarchive.extraction.bylines import parse_byline, without_publisher
from newsarchive.extraction.headline import choose_title, site_names
from newsarchive.extraction.moments import choose_moment, choose_published
from newsarchive.extraction.topics import HOME, KIND, NEWS
from newsarchive.model import Access, Article, Evidence, Image, Kind, Moment
from newsarchive.urls import absolute_url, join, same_site

MAX_RAW = 300  # characters of evidence kept per value
MAX_SUMMARY = 2_000
MAX_TAGS = 100
MAX_TAG = 120

# Whom to believe, per field; the most trusted origin that says something usable wins.
# Tuned on the fundus and traf folders of the corpus.
TRUST: dict[str, tuple[str, ...]] = {
    "title": (
        "rule",
        "credit",
        "json-ld",
        "opengraph",
        "microdata",
        "twitter",
        "json-ld-page",
        "meta",
        "feed",
        "title",
    ),
    "authors": (
        "rule",
        "credit",
        "json-ld",
        "microdata",
        "byline",
        "rel-author",
        "visible",
        "meta",
        "opengraph",
        "person-link",
        "feed",
        "json-ld-page",
        "json-ld-organisation",
        "line",
    ),
    "posted_by": ("rule", "credit"),
    "published": (
        "rule",
        "credit",
        "json-ld",
        "microdata",
        "opengraph",
        "meta",
        "json-ld-page",
        "time",
        "date",
        "visible",
        "meta-date",
        "feed",
        "url",
        "updated",
        "far",
        "data",
        "image-url",
        "modified",
    ),
    "modified": (
        "rule",
        "json-ld",
        "microdata",
        "opengraph",
        "meta",
        "json-ld-page",
        "time",
        "date",
        "visible",
        "feed",
    ),
    "categories": (
        "rule",
        "credit",
        "rel",
        "json-ld",
        "opengraph",
        "microdata",
        "meta",
        "json-ld-breadcrumb",
        "breadcrumb",
        "visible",
        "feed",
    ),
    "tags": (
        "rule",
        "rel",
        "json-ld",
        "opengraph",
        "meta-news",
        "meta",
        "meta-other",
        "microdata",
        "visible",
        "feed",
    ),
    "language": (
        "rule",
        "html",
        "json-ld",
        "opengraph",
        "meta",
        "microdata",
        "feed",
        "text",
        "site",
    ),
    "summary": ("rule", "opengraph", "json-ld", "microdata", "meta", "twitter", "feed"),
    "image": ("rule", "opengraph", "json-ld", "microdata", "twitter"),
    "publisher": ("rule", "json-ld", "microdata", "opengraph", "meta", "meta-other", "site"),
    "canonical_url": ("rule", "link", "opengraph"),
    "kind": ("rule", "json-ld", "json-ld-page", "layout", "opengraph", "visible"),
    "access": ("rule", "json-ld", "opengraph", "visible"),
    "credit": ("rule", "credit", "link"),
    "body": ("rule", "json-ld", "data", "visible"),  # the first two only where the page hides it
    "body_html": ("rule", "visible"),
}
_RANKS = {
    field: {origin: rank for rank, origin in enumerate(origins)} for field, origins in TRUST.items()
}
_DATES = ("published", "modified")
_LISTS = ("authors", "categories", "tags")

Context = MutableMapping[str, Any]


# --- input processors: lists of claims in, cleaned claims out ----------------------------


def as_claims(values: Iterable[Any]) -> list[Claim]:
    """The values as claims; what is none yet is a rule's."""
    return [
        value if isinstance(value, Claim) else Claim(value, "rule") for value in values if value
    ]


def clean_line(values: Iterable[Any]) -> list[Claim]:
    """Claims whose value is one line of plain text."""
    claims = []
    for claim in as_claims(values):
        text = plain(str(claim.value)[: 10 * MAX_SUMMARY])[:MAX_SUMMARY]
        if text:
            claims.append(claim.meaning(text, claim.raw or text))
    return claims


def clean_names(values: Iterable[Any]) -> list[Claim]:
    """Claims of one person each."""
    claims = []
    for claim in as_claims(values):
        text = str(claim.value)[:2000]
        claims += [claim.meaning(name, claim.raw or text) for name in parse_byline(text)]
    return claims


_TAG_SEPARATOR = re.compile(r"\s*[,;|、，؛،]\s*|\s*\n\s*")


def clean_tags(values: Iterable[Any]) -> list[Claim]:
    """Claims of one keyword each; a list in one string is parted."""
    claims = []
    for claim in as_claims(values):
        text = plain(str(claim.value)[:20_000])
        for part in _TAG_SEPARATOR.split(text)[:MAX_TAGS]:
            name = part.strip(_TOPIC_EDGES)
            if _is_topic(name):
                claims.append(claim.meaning(name, claim.raw or text))
    return claims


def clean_categories(values: Iterable[Any]) -> list[Claim]:
    """Claims of one category each; what machines are told is parted at commas too."""
    claims = []
    for claim in as_claims(values):
        text = plain(str(claim.value)[:2_000])
        separator = _SECTION_SEPARATOR if claim.origin in _SECTION_LISTS else _CRUMB_SEPARATOR
        for part in separator.split(text):
            name = part.strip(_TOPIC_EDGES)
            if not _is_topic(name) or HOME.match(name):
                continue
            if claim.origin in _NAMED_BY_HAND or not KIND.match(name):
                claims.append(claim.meaning(name, claim.raw or text))
    return claims


_TOPIC_EDGES = " #\"'“”·•-»>/|"
_SECTION_LISTS = ("json-ld", "opengraph", "meta", "microdata")
_SECTION_SEPARATOR = re.compile(r"\s*[|;,]\s*|\s+[>»/]\s+")
_CRUMB_SEPARATOR = re.compile(r"\s*[|;]\s*|\s+[>»/]\s+")


def _is_topic(name: str) -> bool:
    """Tell whether a string may be a topic's name: no number, path or machine's word."""
    if not name or len(name) > MAX_TAG or (len(name) == 1 and name.isascii()):
        return False
    return not (name.isdigit() or _MACHINE_WORD.search(name))


_MACHINE_WORD = re.compile(r"_|:(?!\w*$)|^[0-9a-f]{8}-[0-9a-f-]{20,}$|^[A-Z]+[0-9]{3,}$")


_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?\b")


def clean_languages(values: Iterable[Any]) -> list[Claim]:
    """Claims of one BCP 47 tag each: primary tag in lower case, region in upper case."""
    claims = []
    for claim in as_claims(values):
        match = _LANGUAGE.match(str(claim.value).strip())
        if match:
            script = match[2].title() if match[2] else ""
            region = match[3].upper() if match[3] else ""
            tag = "-".join(filter(None, (match[1].lower(), script, region)))
            claims.append(claim.meaning(tag, str(claim.value)))
    return claims


# --- output processors: a field's claims in, the chosen ones out --------------------------


def by_trust(field: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, the most trusted first; origins that are not in TRUST are left out."""
    order = _RANKS[field]
    if len(claims) < 2:
        return [claim for claim in claims if claim.origin in order]
    return sorted(
        (claim for claim in claims if claim.origin in order), key=lambda claim: order[claim.origin]
    )


def most_trusted(field: str) -> Callable[[Sequence[Claim]], list[Claim]]:
    """The output processor of a field that has one value: its most trusted claim."""
    order = _RANKS[field]

    def choose(claims: Sequence[Claim]) -> list[Claim]:
        known = [claim for claim in claims if claim.origin in order]
        return [min(known, key=lambda claim: order[claim.origin])] if known else []

    return choose


def _of_one_origin(field: str, claims: Sequence[Claim]) -> list[Claim]:
    """All claims of the most trusted origin, each value once."""
    ranked = by_trust(field, claims)
    return _distinct(claim for claim in ranked if claim.origin == ranked[0].origin)


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    seen: set[str] = set()
    kept = []
    for claim in claims:
        key = letters(str(claim.value)) or str(claim.value)
        if key not in seen:
            seen.add(key)
            kept.append(claim)
    return kept


def choose_authors(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """People of the most trusted origin; the publication's own name only if alone.

    A login ("jane.roe") gives way to the name that readers see, where it is the same.
    """
    names = context["site_names"]
    ranked = by_trust("authors", claims)
    fallback: list[Claim] = []
    for origin in dict.fromkeys(claim.origin for claim in ranked):
        group = _distinct(claim for claim in ranked if claim.origin == origin)
        kept = without_publisher([claim.value for claim in group], names)
        group = [claim for claim in group if claim.value in kept]
        if all(_is_site(claim.value, names) for claim in group):
            fallback = fallback or group
        else:
            return [_named(claim, ranked) for claim in group]
    return fallback


_ADDRESS = re.compile(r"^\S+\.[a-z]{2,4}$")
_LOGIN = re.compile(r"^[^\sA-Z]+$")


def _is_site(name: str, names: frozenset[str]) -> bool:
    return letters(name) in names or bool(_ADDRESS.match(name))


def _named(claim: Claim, ranked: Sequence[Claim]) -> Claim:
    if not _LOGIN.match(claim.value) or not claim.value.isascii():
        return claim
    folded = letters(claim.value)
    for other in ranked:
        if " " in other.value and letters(other.value) == folded:
            return other
    return claim


def choose_categories(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """Categories of the most trusted origin, without the site's name and the headline."""
    gone = context["site_names"] | context["titles"]
    kept = [
        claim
        for claim in claims
        if claim.origin in _NAMED_BY_HAND or letters(claim.value) not in gone
    ]
    chosen = _of_one_origin("categories", kept)
    if len(chosen) > 1 and chosen[0].origin in _TRAILS and NEWS.match(chosen[0].value):
        del chosen[0]
    return chosen[:MAX_TAGS]


_TRAILS = ("json-ld-breadcrumb", "breadcrumb")
_NAMED_BY_HAND = ("rule", "credit", "rel", "visible", "feed")


def choose_tags(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """The list of keywords that agrees most with the page's others, without the site's name.

    A page states its keywords up to six times; one of the lists is often another thing: the
    advertisers' taxonomy, the words of the address, what the site is about.  A list of which
    the text holds nearly nothing is the site's, not the page's.
    """
    names = context["site_names"]
    text = context.get("text", "").casefold()
    lists: list[list[Claim]] = []
    for origin in TRUST["tags"]:
        group = [claim for claim in claims if claim.origin == origin]
        group = [claim for claim in group if letters(claim.value) not in names]
        least = MET_KEYWORDS.get(origin, 0)
        if least and text and len(group) > 3:
            met = sum(str(claim.value).casefold() in text for claim in group)
            if met < least * len(group):
                continue
        if not group:
            continue
        if origin == "rule":
            return _distinct(group)[:MAX_TAGS]
        lists.append(group)
    if not lists:
        return []
    return _distinct(_best_attested(lists))[:MAX_TAGS]


def _best_attested(lists: Sequence[list[Claim]]) -> list[Claim]:
    """The list that shares most with the others, the most trusted first where they are even."""
    if len(lists) < 3:  # two lists attest each other alike
        return lists[0]
    words = [{letters(str(claim.value)) for claim in group} for group in lists]
    best, most = lists[0], -1.0
    for group, mine in zip(lists, words, strict=True):
        shared = sum(2 * len(mine & other) / (len(mine) + len(other)) for other in words) - 1
        if shared > most + MORE_ATTESTED:
            best, most = group, shared
    return best


# The share of a list that its text must hold, tuned on the fundus and traf folders.  Lists for
# news searches are a page's own more often: of seven below .25 the five below .16 were not (6 of
# their 68 keywords are true), the two above were.
MET_KEYWORDS = {"meta": 0.25, "meta-other": 0.25, "meta-news": 0.16}
# In lists' worth of keywords.  Choosing so puts topics F1 from .739 to .774 on fundus and from
# .660 to .680 on traf, and up on each of their eight folds; .05 and .1 give the same.
MORE_ATTESTED = 0.1


def choose_image(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """One image: the address of the most trusted claim, caption and credit of any."""
    url = caption = credit = ""
    base = context["url"]
    chosen: list[Claim] = []
    for claim in by_trust("image", claims) + [
        c for c in claims if c.origin in ("visible", "credit")
    ]:
        if isinstance(claim.value, Image):
            caption = caption or claim.value.caption
            credit = credit or claim.value.credit
            address = claim.value.url
        else:
            address = str(claim.value)
        address = absolute_url(base, address.strip()) if address else ""
        if address and not url:
            url = address
            chosen.append(claim)
        elif not chosen:
            chosen.append(claim)
    image = Image(url=url, caption=caption, credit=credit)
    if image == Image():
        return []
    return [replace(chosen[0], value=image, raw=str(chosen[0].raw or url or credit))]


def choose_canonical(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """The declared address; OpenGraph's only where it is the page's own site."""
    for claim in by_trust("canonical_url", claims):
        url = join(context["url"], str(claim.value))
        if url and (
            claim.origin != "opengraph" or not context["url"] or same_site(url, context["url"])
        ):
            return [claim.meaning(url, claim.raw or str(claim.value))]
    return []


class ArticleLoader(ItemLoader):
    """Fills an ``Article`` from claims; ``load_item`` returns it with its evidence.

    Args:
        url: The page's address, or "".
        names: What the site calls itself; taken off titles and author lists.
        languages: BCP 47 tags of the page, likeliest first; they decide ambiguous dates.
        tabs: Texts of the ``title`` elements, believed last.
        titles: What the headline may be, folded; no category is called that.
    """

    default_item_class = Article
    default_input_processor = staticmethod(as_claims)

    def __init__(
        self,
        item: Article | None = None,
        *,
        url: str = "",
        names: Sequence[str] = (),
        languages: Sequence[str] = (),
        tabs: Sequence[str] = (),
        titles: Iterable[str] = (),
        **context: Any,
    ) -> None:
        super().__init__(
            item,
            url=url,
            site_names=site_names(names, url),
            languages=tuple(languages),
            tabs=tuple(tabs),
            titles=frozenset(titles),
            **context,
        )

    title_in = staticmethod(clean_line)
    authors_in = staticmethod(clean_names)
    posted_by_in = staticmethod(clean_line)
    published_in = modified_in = staticmethod(as_claims)
    categories_in = staticmethod(clean_categories)
    tags_in = staticmethod(clean_tags)
    language_in = staticmethod(clean_languages)
    summary_in = staticmethod(clean_line)
    image_in = staticmethod(as_claims)
    publisher_in = staticmethod(clean_line)
    canonical_url_in = kind_in = access_in = staticmethod(as_claims)
    credit_in = body_in = body_html_in = staticmethod(as_claims)

    posted_by_out = staticmethod(most_trusted("posted_by"))
    language_out = staticmethod(most_trusted("language"))
    summary_out = staticmethod(most_trusted("summary"))
    publisher_out = staticmethod(most_trusted("publisher"))
    kind_out = staticmethod(most_trusted("kind"))
    access_out = staticmethod(most_trusted("access"))
    credit_out = staticmethod(most_trusted("credit"))
    body_out = staticmethod(most_trusted("body"))
    body_html_out = staticmethod(most_trusted("body_html"))

    @staticmethod
    def title_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        if "headline" in loader_context:  # chosen before, since the body begins behind it
            return [loader_context["headline"]]
        trusted = [
            claim for claim in by_trust("title", claims) if claim.origin in ("rule", "credit")
        ]
        if trusted:
            return trusted[:1]
        visible = [claim for claim in claims if claim.origin == "visible"]
        stated = by_trust("title", claims)
        best = choose_title(visible, stated, loader_context["tabs"], loader_context["site_names"])
        return [best] if best else []

    @staticmethod
    def authors_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        return choose_authors(claims, loader_context)

    @staticmethod
    def published_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        return choose_published(by_trust("published", claims), loader_context)

    @staticmethod
    def modified_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        return choose_moment(by_trust("modified", claims), loader_context)

    @staticmethod
    def categories_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        return choose_categories(claims, loader_context)

    @staticmethod
    def tags_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        return choose_tags(claims, loader_context)

    @staticmethod
    def image_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        return choose_image(claims, loader_context)

    @staticmethod
    def canonical_url_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        return choose_canonical(claims, loader_context)

    def get_input_processor(self, field_name: str) -> Callable[..., Any]:
        return self._function(f"{field_name}_in") or super().get_input_processor(field_name)

    def get_output_processor(self, field_name: str) -> Callable[..., Any]:
        return self._function(f"{field_name}_out") or super().get_output_processor(field_name)

    def _function(self, name: str) -> Callable[..., Any] | None:
        """A processor that is a plain function; item loaders take longer to learn that it is."""
        found = getattr(self, name, None)
        return found if isinstance(found, FunctionType) else None

    def load_item(self) -> Article:
        """Return the article: every field chosen, its evidence beside it."""
        article: Article = self.item
        article.url = self.context["url"]
        for field in TRUST:
            if not self.get_collected_values(field):
                continue
            claims: list[Claim] = self.get_output_value(field)
            if not claims:
                continue
            _put(article, field, claims)
            if field == "body_html":  # the body once more
                continue
            article.evidence += [
                Evidence(
                    field=field,
                    position=position,
                    origin=claim.origin,
                    raw=str(claim.raw or claim.value)[:MAX_RAW],
                    guessed=claim.guessed,
                )
                for position, claim in enumerate(claims)
            ]
        return article


def _put(article: Article, field: str, claims: list[Claim]) -> None:
    if field in _LISTS:
        setattr(article, field, [claim.value for claim in claims])
    elif field in _DATES:
        moment: Moment = claims[0].value
        setattr(article, field, moment.when)
        setattr(article, f"{field}_raw", moment.raw)
        setattr(article, f"{field}_precision", moment.precision)
    else:
        setattr(article, field, claims[0].value)


__all__ = ["TRUST", "Access", "ArticleLoader", "Kind"]
