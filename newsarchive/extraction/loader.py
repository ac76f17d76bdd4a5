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
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import FunctionType
from typing import Any

from itemloaders import ItemLoader

from newsarchive.dates import as_shown, find_date, parse_date
from newsarchive.extraction._claims import Claim, letters, plain
from newsarchive.extraction.bylines import parse_byline, without_publisher
from newsarchive.extraction.headline import choose_title, site_names
from newsarchive.extraction.topics import HOME
from newsarchive.model import Access, Article, Evidence, Image, Kind, Moment, Precision
from newsarchive.urls import absolute_url, join, same_site

MAX_RAW = 300  # characters of evidence kept per value
MAX_SUMMARY = 2_000
MAX_TAGS = 100
MAX_TAG = 120
KEPT_DATES = 1_000  # readings kept, since a page states its date up to five times over

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
        "far",
        "data",
        "image-url",
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
        "json-ld",
        "opengraph",
        "meta-news",
        "meta",
        "meta-other",
        "rel",
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
_OFFSETLESS = "a date without its offset or time is completed by a claim that agrees with it"

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
            if _is_topic(name) and not HOME.match(name):
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


def choose_moment(field: str, claims: Sequence[Claim], context: Context) -> list[Claim]:
    """The most trusted date, completed by an agreeing one that knows more."""
    languages = context["languages"]
    latest: datetime | None = context.get("latest")
    best: Claim | None = None
    for claim in by_trust(field, claims):
        if best is not None and claim.origin in _NO_COMPLETION:
            continue
        moment = _moment_of(claim, languages)
        if moment is None or (claim.origin in _LINES and moment.precision in _VAGUE):
            continue
        if latest is not None and _is_later(moment.when, latest):
            continue
        found = claim.meaning(moment, moment.raw)
        if best is None or (_completes(best.value, moment) and claim.origin != "url"):
            best = found
            if not _may_be_completed(moment):
                break
    if best is None:
        return []
    return [_as_readers_see_it(best, claims, languages)]


def _is_later(when: datetime, latest: datetime) -> bool:
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) > latest


def _as_readers_see_it(best: Claim, claims: Sequence[Claim], languages: Sequence[str]) -> Claim:
    """An instant stated in UTC, in the zone whose wall clock the page shows beside it."""
    when: datetime = best.value.when
    if best.value.precision not in _TIMED or when.utcoffset() != timedelta(0):
        return best
    for claim in claims:
        if claim.origin not in ("time", "date", "visible"):
            continue
        shown = _moment_of(claim, languages)
        if shown is None or shown.when.tzinfo is not None or shown.precision not in _TIMED:
            continue
        local = as_shown(when, shown.when)
        if local.utcoffset():
            return replace(best, value=replace(best.value, when=local))
    return best


_LINES = ("date", "visible", "far")
_VAGUE = (Precision.YEAR, Precision.MONTH)
_NO_COMPLETION = ("visible", "url", "far", "feed")


def _moment_of(claim: Claim, languages: Sequence[str]) -> Moment | None:
    if isinstance(claim.value, Moment):
        return claim.value
    kind = claim.origin if claim.origin in _LINES else ""
    return _moment_in(plain(str(claim.value)[:400]), tuple(languages), kind)


@lru_cache(maxsize=KEPT_DATES)
def _moment_in(text: str, languages: tuple[str, ...], line: str) -> Moment | None:
    """The moment a text states; ``line`` is the origin of one that may hold other words."""
    found = parse_date(text, languages=languages)
    if found is None and line:
        found = find_date(text, languages=languages, short_years=line != "far")
    return found


def _may_be_completed(moment: Moment) -> bool:
    return (
        not moment.when.utcoffset()
        or moment.precision not in _TIMED
        or moment.when.time() == moment.when.min.time()
    )


def _completes(known: Moment, other: Moment) -> bool:
    """Tell whether another moment is the known one, stated more exactly.

    That is a time on the known day where only the day was known, the zone of a known wall
    clock, or the local zone of an instant that was stated in UTC.
    """
    if other.precision not in _TIMED:
        return False
    if known.precision not in _TIMED or known.when.time() == known.when.min.time():
        same_day = other.when.date() == known.when.date()
        return same_day and other.when.time() != other.when.min.time()
    if other.when.tzinfo is None:
        return False
    if known.when.tzinfo is None:
        apart = other.when.replace(tzinfo=None) - known.when
    elif other.when.utcoffset():
        apart = other.when - known.when
    else:
        return False
    return abs(apart.total_seconds()) < 60


_TIMED = (Precision.MINUTE, Precision.SECOND)


def choose_categories(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """Categories of the most trusted origin, without the site's name and the headline."""
    gone = context["site_names"] | context["titles"]
    kept = [
        claim
        for claim in claims
        if claim.origin in _NAMED_BY_HAND or letters(claim.value) not in gone
    ]
    return _of_one_origin("categories", kept)[:MAX_TAGS]


_NAMED_BY_HAND = ("rule", "credit", "rel", "visible")


def choose_tags(claims: Sequence[Claim], context: Context) -> list[Claim]:
    """Keywords of the most trusted origin, without the site's name.

    A list of which the text holds nearly nothing is the site's, not the page's.
    """
    names = context["site_names"]
    text = context.get("text", "")
    kept: list[Claim] = []
    for origin in TRUST["tags"]:
        group = [claim for claim in claims if claim.origin == origin]
        group = [claim for claim in group if letters(claim.value) not in names]
        if origin in _SITE_WIDE and text and len(group) > 3:
            folded = text.casefold()
            met = sum(str(claim.value).casefold() in folded for claim in group)
            if met < MET_KEYWORDS * len(group):
                continue
        kept += group
        if kept:
            break
    return _distinct(kept)[:MAX_TAGS]


MET_KEYWORDS = 0.25  # tuned on the fundus and traf folders
_SITE_WIDE = ("meta", "meta-other")  # news_keywords are a page's own


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
        return choose_moment("published", claims, loader_context)

    @staticmethod
    def modified_out(claims: list[Claim], loader_context: Context) -> list[Claim]:
        return choose_moment("modified", claims, loader_context)

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
