"""The nouns of newsarchive: plain values without I/O.

Times of our own (``…_at``) are aware UTC.  Times a page or feed states keep its wall
clock: aware where it tells the offset, naive where it does not, beside the text they
were read from and how exact that text was, so that midnight is never invented.

Everything is frozen but ``Article``, which an item loader fills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any


class Precision(StrEnum):
    """How exactly a time was stated; what is finer than this is filled with zeros or ones."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class Kind(StrEnum):
    """What a page is."""

    ARTICLE = "article"
    LISTING = "listing"
    LIVE_BLOG = "live_blog"
    VIDEO = "video"
    GALLERY = "gallery"
    ERROR = "error"
    OTHER = "other"


class Access(StrEnum):
    """Whether the page shows its whole text to everyone."""

    FREE = "free"
    PAYWALLED = "paywalled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as a page or feed states it."""

    when: datetime  # wall clock; aware only where the text tells its offset
    precision: Precision
    raw: str  # the text it was read from, stripped


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that an entry or page comes with: sound, film, a document."""

    url: str
    type: str = ""  # media type, as stated
    length: int | None = None  # bytes, as stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A URL worth fetching and what the place that named it says of it."""

    url: str  # canonical, absolute
    raw_url: str = ""  # as written, joined but not canonicalised
    source: str | None = None  # slug of the source that named it
    guid: str = ""  # the entry's own id; not trusted to be unique
    title: str = ""
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  # keywords, where they are told from categories (news sitemaps)
    summary: str = ""  # plain text, bounded
    content: str = ""  # HTML of the whole text, as the entry gives it, bounded; not sanitised
    enclosures: tuple[Enclosure, ...] = ()
    language: str = ""  # BCP 47, as stated of this one (news sitemaps)


MAX_VALIDATOR = 1_000  # characters; an entity tag is a hash, a date has 29


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes a request conditional (RFC 9110, 13.1); empty where the server gave none."""

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def stated(cls, etag: str, last_modified: str) -> Validators:
        """Those of an answer that are short enough to be kept and sent back."""
        short = [text if len(text) <= MAX_VALIDATOR else "" for text in (etag, last_modified)]
        return cls(etag=short[0], last_modified=short[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildListing:
    """A further listing that one names: a sitemap of an index."""

    url: str
    lastmod: str = ""  # when it changed last, as stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one feed, sitemap or section page says."""

    kind: str = ""  # rss, atom, json, sitemap, sitemap-index, section; "" when unreadable
    title: str = ""
    language: str = ""  # BCP 47, as stated
    home: str = ""  # the site it says it belongs to
    links: tuple[Link, ...] = ()  # in document order, each URL once
    more: tuple[ChildListing, ...] = ()  # further listings: child sitemaps
    older: str = ""  # the page of the same listing with what is older (RFC 5005, rel=next)
    total: int | None = None  # how many entries there are on all its pages, where it says so
    wait: timedelta | None = None  # the longest wait it asks for (<ttl>), if any
    skip: frozenset[int] = frozenset()  # hours of the week, UTC, Monday 0:00 first, not to ask in
    problem: str = ""  # why it is incomplete or unreadable, one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """A host's robots.txt as it was answered."""

    status: int
    text: str = ""  # "" unless the status is 2xx; at most 500 KiB
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One answer of a web server (or an imported file), kept byte for byte."""

    url: str  # as requested
    final_url: str  # as answered
    fetched_at: datetime
    status: int  # HTTP status; 0 for an imported file
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = ""
    digest: str = ""  # sha256:<hex> of the payload as sent
    warc_file: str = ""  # relative to the archive's WARC folder
    offset: int = 0  # bytes
    length: int = 0  # bytes, compressed record
    kind: str = "response"  # type of its WARC record: response, revisit, resource, conversion
    purpose: str = "article"  # what it was asked for: article, listing, robots, media
    record_id: str = ""  # of its WARC record, urn:uuid:…
    request_length: int = 0  # bytes of the request's record, right behind it; 0: there is none
    original: Capture | None = None  # of a revisit: the capture whose payload it repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The article's main picture."""

    url: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Where a republished page says its text comes from: the earliest hop it names."""

    source: str = ""
    byline: str = ""
    published: datetime | None = None
    published_raw: str = ""
    published_precision: Precision | None = None
    url: str = ""
    via: tuple[Credit, ...] = ()  # further hops, from the original towards this page


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One value that a field took, and where it came from."""

    field: str
    position: int  # 0 for a scalar; place in the list otherwise
    origin: str  # json-ld, microdata, opengraph, meta, visible, url, feed, rule, …
    raw: str  # the text as found, before cleaning; bounded
    guessed: bool = False  # parted or inferred, not stated


@dataclass(slots=True, kw_only=True, repr=False)
class Article:
    """What one page says; the item spiders yield.  The only mutable type."""

    url: str = ""  # the page's own address; "" when unknown
    canonical_url: str | None = None  # as the page declares it, absolute and canonicalised
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    posted_by: str | None = None  # who put the page up, where the page parts that from who wrote
    published: datetime | None = None
    published_raw: str = ""
    published_precision: Precision | None = None
    modified: datetime | None = None
    modified_raw: str = ""
    modified_precision: Precision | None = None
    categories: list[str] = field(default_factory=list)  # where the site files it
    tags: list[str] = field(default_factory=list)  # keywords
    language: str | None = None  # BCP 47, lower-case primary tag first
    body: str = ""  # paragraphs parted by a blank line
    body_html: str = ""  # the same content as small, sanitised HTML
    summary: str = ""  # the lede or description, as stated
    image: Image | None = None
    enclosures: list[Enclosure] = field(default_factory=list)
    robots: list[str] = field(default_factory=list)  # noindex, noarchive, …: what it asks for
    publisher: str | None = None
    kind: Kind = Kind.ARTICLE
    access: Access = Access.UNKNOWN
    credit: Credit | None = None
    capture: Capture | None = None
    source: str | None = None  # slug of the source it was crawled for
    evidence: list[Evidence] = field(default_factory=list)
    cut: str = ""  # which of its fields went beyond bounds, as a clause
    verdict: Verdict | None = None  # what ingest decided about it; None until then

    def __repr__(self) -> str:
        return f"Article(url={self.url!r}, title={self.title!r})"  # logs print items

    def markdown(self) -> str:
        """Return the text as Markdown, from ``body_html``."""
        from newsarchive.markdown import markdown  # lxml, not needed to hold an article

        return markdown(self.body_html)

    @property
    def origins(self) -> dict[str, str]:
        """Field → where its value came from; a guessed value says so: ``visible (guessed)``."""
        found: dict[str, str] = {}
        for item in self.evidence:
            origin = f"{item.origin} (guessed)" if item.guessed else item.origin
            found.setdefault(item.field, origin)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRule:
    """Where one layout keeps what; selectors are CSS or XPath (newsarchive.extraction.rules)."""

    place: str  # file and line, for messages
    fields: Mapping[str, tuple[str, ...]]  # field → selectors, tried in order
    remove: tuple[str, ...] = ()
    match: str = ""  # holds only for pages in which this selects something; "": for all
    since: date | None = None  # the first day of fetching it holds for
    until: date | None = None  # the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """How to read one host; handed to extraction as a value.

    ``categories`` are the archive's known category names of the site, which part
    flattened category lines.
    """

    host: str = ""
    name: str = ""  # the publication's name, taken off titles
    timezone: str = ""  # IANA name; used only to sort, never to invent an offset
    language: str = ""
    categories: tuple[str, ...] = ()
    rules: tuple[SiteRule, ...] = ()  # those of the host before those of its layout
    reader: Callable[[Any, Article], object] | None = None  # takes the Page and what was read


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingState:
    """One listing of a source, as stored."""

    url: str
    kind: str = "feed"  # feed, sitemap, section, wordpress (the API: what changed)
    title: str = ""
    validators: Validators = Validators()
    body_hash: str = ""
    due_at: datetime | None = None  # None: now
    polled_at: datetime | None = None
    errors: int = 0  # in a row
    wait: timedelta | None = None  # the longest wait it asks for
    skip: frozenset[int] = frozenset()  # hours of the week, UTC, it asks to skip
    rests: bool = False  # the server said that it is gone for good (410)
    lastmod: str = ""  # what the index that names it said of it when it was read last
    cursor: datetime | None = None  # WordPress: the newest change that was read


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingChange:
    """A change of a listing's state: it moved, rests, fails or works again."""

    url: str  # its address now
    was: str  # its address before
    change: str  # moved, rests, fails, works
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A listing that is passed over, since its server said that it is gone for good."""

    source: str  # slug
    url: str
    cause: str
    since: datetime | None = None  # None: nobody noted it
    until: datetime | None = None  # when it is looked at again


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One way into a source's back catalogue, and how far it was followed."""

    kind: str  # wordpress, feed, sitemap, section, archive, walk
    url: str  # where it begins
    depth: int = 0  # of a page in a walk: steps from the home page
    next_url: str = ""  # the page to ask next; "" when there is none
    state: str = "open"  # open, done, failed
    asked: int = 0  # pages
    found: int = 0  # URLs it named
    stated: int | None = None  # how many articles it says there are; None: it does not say
    empty: int = 0  # pages in a row that named nothing it had not named before
    cause: str = ""  # why it ended
    reached: datetime | None = None  # time of the oldest article it named
    since: date | None = None  # nothing older was wanted the last time
    dropped_at: str = ""  # the first page of which something was left out as too old


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """How much of a source the archive knows and has."""

    known: int  # URLs
    archived: int
    left: int  # known, not asked yet
    failed: Mapping[str, int]  # cause → URLs that could not be had
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """How to treat one source; what is empty or None is as in newsarchive.toml.

    A text ``env:NAME`` in headers, proxy or user agent stands for that environment variable:
    secrets are kept only so.
    """

    user_agent: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: str = ""  # path of a cookies.txt file, as browsers' extensions export it
    proxy: str = ""  # http://host:port
    delay: float | None = None  # seconds between requests to one host
    concurrency: int | None = None  # requests under way to one host
    budget: int | None = None  # articles fetched in one run
    least_wait: float | None = None  # minutes between polls of a listing, at least
    most_wait: float | None = None  # at most
    mode: str = "pages"  # feed-only: articles are made of what feeds say, pages are not asked
    only: tuple[str, ...] = ()  # articles whose URL matches one of these patterns; () for all
    never: tuple[str, ...] = ()  # and none of these
    revisit: str = ""  # which archived articles to ask again: none, due, listed, all
    browser: str = "auto"  # never, always; auto: for pages that need one (docs/browser.md)
    heed: tuple[str, ...] = ()  # noindex, noarchive: pages that say so are not archived
    visits: tuple[str, ...] = ()  # ages at which to look at an article again: 1h, 6h, 1d; never
    folder: str = ""  # in feed readers' lists: "News/Local"
    credited: str = "none"  # fetch: pages that its articles credit are fetched as well
    capture_media: str = "none"  # lead: an article's main picture; all: what is in it as well

    def wants(self, url: str) -> bool:
        """Tell whether an article at this URL is wanted; patterns are those of shells: ``*``."""
        if any(fnmatchcase(url, pattern) for pattern in self.never):
            return False
        return not self.only or any(fnmatchcase(url, pattern) for pattern in self.only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication we follow: where to look, and how politely."""

    slug: str
    name: str
    home: str
    country: str = ""
    language: str = ""
    timezone: str = ""
    allow_private: bool = False  # the user added it at a private address on purpose
    settings: SourceSettings = field(default_factory=SourceSettings)
    api: str = ""  # root of its WordPress REST API
    # -3 to 3: whether a browser found text that its plain pages lacked (3: it needs one)
    scripted: int = 0
    listings: tuple[ListingState, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One state of an article's text, as the publisher had it."""

    article_id: str
    number: int  # from 1
    seen_at: datetime
    text_hash: str
    title: str = ""
    body: str = ""
    capture: Capture | None = None
    edit: EditKind | None = None  # what made it; None for the first, and where nobody judged
    changed: tuple[str, ...] = ()  # title, authors, published, categories, body


class VerdictKind(StrEnum):
    """What ingest decided about a page."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    SAME_DOCUMENT = "same_document"  # another address of an article we have
    COPY = "copy"  # an article of its own with the text of another


class EditKind(StrEnum):
    """What kind of edit made a revision."""

    TYPO = "typo"  # spelling alone
    HEADLINE = "headline"  # the title, not the text
    DETAILS = "details"  # authors, time of publication or categories alone
    SUBSTANCE = "substance"
    CORRECTION = "correction"  # a note says what was wrong
    RETRACTION = "retraction"  # a note says that it is taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What ingest decided, and about which article."""

    kind: VerdictKind
    article_id: str = ""  # public key; "" while judging a new one
    revision: int = 0
    story: str = ""  # public key of the story it is of; "" where it has none
    reason: str = ""  # one clause, for people
    edit: EditKind | None = None  # of a revision
    changed: tuple[str, ...] = ()  # fields that a revision changed


class KinshipKind(StrEnum):
    """What two articles are to each other."""

    SAME_DOCUMENT = "same_document"  # one article at two addresses: AMP, print, mobile
    COPY = "copy"  # members of one story
    FOLLOW_UP = "follow_up"  # an outlet's update of its own story
    QUOTES = "quotes"  # a passage of one stands in the other
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """How two articles were compared; shares are of the words of each, 0 to 1."""

    kind: KinshipKind
    reason: str  # one clause, for people
    shared: int = 0  # words
    of_one: float = 0.0
    of_other: float = 0.0
    agreed: int = 0  # different figures and names in what they share
    differing: tuple[tuple[str, str], ...] = ()  # what stands in the same places


class StoryKind(StrEnum):
    """What a member of a story is."""

    ORIGINAL = "original"  # what the others were made of, as far as the archive knows
    REPOST = "repost"
    WIRE_COPY = "wire_copy"  # an agency's text, in an outlet that takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What of an article is compared with others."""

    site: str  # slug of its source, or its host
    title: str
    body: str
    published: datetime | None = None  # aware
    url: str = ""  # main address, canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article, as far as stories need it: when it was published, where its text is from."""

    id: int  # row
    key: str  # public
    url: str
    site: str  # slug of its source, or its host
    host: str
    published: datetime | None  # aware; None: not stated
    reliable: bool  # stated to the minute, with its zone
    first_seen_at: datetime
    canonical_url: str  # as its page declares it; ""
    publisher: str
    authors: tuple[str, ...]
    credits: tuple[tuple[str, str], ...]  # source and URL of each hop, the earliest first
    edges: str  # beginning and end of its text, parted by a line, where agencies are named


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    """A member of a story as it is told."""

    id: str  # key of the article
    url: str
    source: str  # slug, or host
    title: str
    published: datetime | None  # aware
    kind: StoryKind
    reason: str  # why it is that: one clause
    delay: timedelta | None  # after the original; None where either time is unknown
    kept: float | None  # share of the original's words, where the two were compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles that are one story, the original first, the others by time."""

    id: str  # key
    reason: str  # why that one is the original
    members: tuple[StoryMember, ...]

    @property
    def original(self) -> StoryMember:
        """The member it began with."""
        return self.members[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How often one source republishes another."""

    origin: str  # slug or host of the originals
    target: str  # of the copies
    copies: int
    wire: int  # of them copies of an agency's text
    median_delay: timedelta | None  # None where no times are known
    kept: float | None  # mean share of the originals' words, 0 to 1
    first: datetime | None  # time of the first copy and the last
    last: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An archived article that a page might be, as far as judging needs it."""

    article_id: str  # public key
    url: str  # main address, canonical
    canonical_url: str  # what its newest reading declares; "" when nothing
    site: str  # slug of its source, or its host where it has none
    title: str
    authors: tuple[str, ...]
    text_hash: str
    body: str
    revision: int  # number of the newest
    published: datetime | None = None  # as stated
    published_precision: Precision | None = None
    categories: tuple[str, ...] = ()
    body_html: str = ""
    filled: frozenset[str] = frozenset()  # names of the fields its newest reading fills


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An article as the archive holds it: the newest reading and what surrounds it."""

    id: str  # public key, stable
    url: str
    urls: tuple[str, ...]  # every address it was met at, in that order
    source: str  # slug of its source, or its host where it has none
    article: Article
    revision: int
    revisions: int
    first_seen_at: datetime
    last_seen_at: datetime  # last fetched or listed
    gone_at: datetime | None = None
    was_gone: Absence | None = None  # the last absence in which it was gone, ended or not
    edit: EditKind | None = None  # what made its newest revision; None for the first
    changed: tuple[str, ...] = ()  # the fields which that changed
    extractor: str = ""  # version that read it
    captured: Capture | None = None
    copies: tuple[str, ...] = ()  # keys of the other members of its story
    story: str = ""  # key of its story, the same for all members; its own where it is alone
    story_kind: StoryKind | None = None  # what it is in its story; None where it is alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A time in which an article was not to be had where it had been."""

    first_at: datetime
    first_cause: str
    last_at: datetime  # the last visit that missed it
    last_cause: str
    times: int  # visits that missed it
    gone_at: datetime | None = None  # when enough visits had missed it for long enough
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A URL to fetch now."""

    url: str  # canonical
    fetch_url: str  # the spelling to ask for
    source: str | None = None
    validators: Validators = Validators()


FILLED = (  # the fields whose fill rate is told
    "title",
    "authors",
    "published",
    "categories",
    "tags",
    "body",
    "language",
    "image",
    "posted_by",
    "credit",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFigures:
    """What the archive holds of one source."""

    source: str
    articles: int = 0
    revised: int = 0  # articles with more than one revision
    revisions: int = 0
    copies: int = 0  # articles whose text another article had first
    gone: int = 0
    missing: int = 0  # missed, but not for long enough to be gone
    failures: int = 0  # open ones
    newest_at: datetime | None = None
    filled: dict[str, int] = field(default_factory=dict)  # field → articles that have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that went wrong with one URL or file."""

    url: str
    stage: str  # discover, fetch, read, reread, store
    cause: str
    at: datetime  # the last time
    source: str | None = None
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of a job."""

    job: str
    source: str | None = None
    started_at: datetime
    finished_at: datetime | None = None
    outcome: str = ""  # finished, interrupted, failed; "" while it runs
    figures: dict[str, int] = field(default_factory=dict)
