"""The tables, as docs/architecture.md lists them; class names end in ``Row``.

Instants of our own are stored as UTC and come back aware.  A time that a page states
takes five columns: wall clock, offset in minutes (null: unknown), precision, raw text,
and an instant to sort by, recomputed when more is learned of the source's zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored as naive UTC so that both databases sort it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class PlainText(TypeDecorator[str]):
    """Text without NUL, which PostgreSQL does not hold and nobody reads."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace("\0", "") if value and "\0" in value else value


class Base(DeclarativeBase):
    """Base of all rows; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        str: PlainText,
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class CounterRow(Base):
    """Counters drawn inside the writing transaction; ``change`` numbers every change.

    ``search_shift`` tells how far behind its time an article stands in the full text at most.
    """

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class SourceRow(Base):
    """A publication we follow."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    home: Mapped[str] = mapped_column(unique=True)
    host: Mapped[str] = mapped_column(index=True)
    country: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="")
    allow_private: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)  # model.Manners, as given
    api: Mapped[str] = mapped_column(default="")  # root of its WordPress API
    scripted: Mapped[int] = mapped_column(default=0)  # model.Source.scripted
    created_at: Mapped[datetime]


class ListingRow(Base):
    """A feed, sitemap or section page of a source, and how its last poll went."""

    __tablename__ = "listings"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    url: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    body_hash: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    polled_at: Mapped[datetime | None]
    errors: Mapped[int] = mapped_column(default=0)
    wait: Mapped[int | None]  # seconds it asks to be left alone after an answer (<ttl>)
    skip: Mapped[list[Any]] = mapped_column(default=list)  # hours of the week it asks to skip
    rests: Mapped[bool] = mapped_column(default=False)  # it was said to be gone for good
    lastmod: Mapped[str] = mapped_column(default="")  # as its index stated when it was read last
    cursor: Mapped[datetime | None]  # WordPress: the newest change that was read
    parent_id: Mapped[int | None] = mapped_column(  # the sitemap index that names it
        ForeignKey("listings.id", ondelete="CASCADE"), index=True
    )

    __table_args__ = (UniqueConstraint("source_id", "url"),)


class ListingChangeRow(Base):
    """A change of a listing's state, and its cause."""

    __tablename__ = "listing_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    change: Mapped[str]  # moved, rests, fails, works
    cause: Mapped[str]
    url: Mapped[str]  # its address before


class ListingDayRow(Base):
    """How a listing's polls went on one day (UTC): what it is compared with later."""

    __tablename__ = "listing_days"

    listing_id: Mapped[int] = mapped_column(
        ForeignKey("listings.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    polls: Mapped[int]  # that went well
    failures: Mapped[int]
    entries: Mapped[int | None]  # the most that one poll named; null: none was read


class RungRow(Base):
    """One way into a source's back catalogue, and how far it was followed."""

    __tablename__ = "rungs"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    kind: Mapped[str]  # wordpress, feed, sitemap, section, archive, walk
    depth: Mapped[int] = mapped_column(default=0)  # of a page in a walk
    url: Mapped[str]  # where it begins
    next_url: Mapped[str]  # the page to ask next; "" when there is none
    state: Mapped[str]  # open, done, failed
    asked: Mapped[int] = mapped_column(default=0)  # pages
    found: Mapped[int] = mapped_column(default=0)  # URLs that were not known before
    stated: Mapped[int | None]  # how many articles it says there are (X-WP-Total)
    empty: Mapped[int] = mapped_column(default=0)  # pages in a row without such
    cause: Mapped[str] = mapped_column(default="")  # why it ended
    reached: Mapped[datetime | None]  # time of the oldest article it named
    since: Mapped[date | None]  # nothing older was wanted the last time
    dropped_at: Mapped[str] = mapped_column(default="")  # first page with something too old
    updated_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("source_id", "url"),)


class RobotsRow(Base):
    """What an origin's robots.txt said when it was last had."""

    __tablename__ = "robots"

    origin: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int]
    text: Mapped[str]
    fetched_at: Mapped[datetime]


class RobotsChangeRow(Base):
    """What an origin's robots.txt said before it said something else."""

    __tablename__ = "robots_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    status_before: Mapped[int]
    text_before: Mapped[str]
    status: Mapped[int]
    closed: Mapped[bool]  # it forbids what a source was asked for before


class HomeRow(Base):
    """How a source's home page answered when it was last looked at."""

    __tablename__ = "homes"

    source_id: Mapped[int] = mapped_column(
        ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    )
    asked_at: Mapped[datetime]
    status: Mapped[int]  # 0: no answer
    final_url: Mapped[str]  # behind redirects
    problem: Mapped[str]  # "" when it was had
    certificate_until: Mapped[datetime | None]  # null: no TLS, or unknown


class Soft404Row(Base):
    """How an origin looks that answers "200 OK" to what is not there, as it was last asked."""

    __tablename__ = "soft404s"

    origin: Mapped[str] = mapped_column(primary_key=True)
    look: Mapped[str]  # discovery.soft404.Look; "": it says that there is nothing
    fetched_at: Mapped[datetime]


class RestRow(Base):
    """A server, by name and port, that asked to be left alone."""

    __tablename__ = "rests"

    host: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class UrlRow(Base):
    """Every URL ever known, canonical and unique: the frontier."""

    __tablename__ = "urls"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    fetch_url: Mapped[str]  # the spelling that was linked, which servers answer
    host: Mapped[str] = mapped_column(index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id", ondelete="SET NULL"))
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str]  # _frontier.State
    found_at: Mapped[datetime]
    visited_at: Mapped[datetime | None]  # the last attempt, whatever came of it
    due_at: Mapped[datetime | None]  # when to ask (again); null: not by itself
    attempts: Mapped[int] = mapped_column(default=0)  # failed ones in a row
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why it is an address of its article

    __table_args__ = (Index(None, "source_id", "due_at"),)


class MentionRow(Base):
    """What a listing said of a URL, as it said it last."""

    __tablename__ = "mentions"

    id: Mapped[int] = mapped_column(primary_key=True)
    url_id: Mapped[int] = mapped_column(ForeignKey("urls.id", ondelete="CASCADE"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id", ondelete="CASCADE"))
    guid: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    authors: Mapped[list[Any]]
    categories: Mapped[list[Any]]  # names; behind them {"tags": names}, where there are any
    published_raw: Mapped[str] = mapped_column(default="")
    modified_raw: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]  # where its zone is known: the listing's rhythm
    content: Mapped[bytes | None]  # HTML, zstd; null once the page itself is archived
    enclosures: Mapped[list[Any]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(default="")
    content_hash: Mapped[str]  # of all that was said: tells when the listing changed its word
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("url_id", "listing_id"),
        Index(None, "listing_id", "published_at"),
    )


class CaptureRow(Base):
    """One record of an answer (or an imported file) in a WARC file."""

    __tablename__ = "captures"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(index=True)
    final_url: Mapped[str]
    fetched_at: Mapped[datetime]
    status: Mapped[int]
    headers: Mapped[list[Any]]
    content_type: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(index=True)
    warc_file: Mapped[str | None]  # all three null: no longer kept
    offset: Mapped[int | None]
    length: Mapped[int | None]
    kind: Mapped[str] = mapped_column(server_default="response")  # as model.Capture has them
    purpose: Mapped[str] = mapped_column(server_default="article")
    record_id: Mapped[str] = mapped_column(server_default="")
    request_length: Mapped[int] = mapped_column(server_default="0")
    # the capture whose payload it repeats; no foreign key: SQLite would copy the table for one
    refers_to: Mapped[int | None]

    __table_args__ = (
        Index(None, "warc_file", "offset"),
        Index(None, "final_url", "id"),
    )


class ArticleRow(Base):
    """One article: its addresses hang on ``urls``, its texts on ``revisions``."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # public, issued once, never changed
    url: Mapped[str]  # main address, canonical; a page elsewhere may share it after a move
    host: Mapped[str] = mapped_column(index=True)
    source_id: Mapped[int | None] = mapped_column(
        ForeignKey("sources.id", ondelete="SET NULL"), index=True
    )
    text_hash: Mapped[str] = mapped_column(index=True)  # of the newest revision
    title: Mapped[str]  # of the newest reading, for lists
    published_sort: Mapped[datetime | None] = mapped_column(index=True)
    revision: Mapped[int]  # number of the newest revision
    reading_id: Mapped[
        int | None
    ]  # the newest reading; no foreign key: the two point at each other
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]  # last fetched or listed
    gone_at: Mapped[datetime | None]  # first visit that missed it, once it is judged to be gone
    change_seq: Mapped[int] = mapped_column(index=True)  # cursor of incremental dumps


class RevisionRow(Base):
    """What the publisher changed: one state of an article's text."""

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    seen_at: Mapped[datetime]
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("captures.id"), index=True)
    text_hash: Mapped[str]
    edit: Mapped[str] = mapped_column(default="")  # model.EditKind; "" for the first
    changed: Mapped[list[Any]] = mapped_column(default=list)  # fields

    __table_args__ = (UniqueConstraint("article_id", "number"),)


class AbsenceRow(Base):
    """A time in which an article was not to be had where it had been."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    first_at: Mapped[datetime]
    first_cause: Mapped[str]
    last_at: Mapped[datetime]
    last_cause: Mapped[str]
    times: Mapped[int]
    gone_at: Mapped[datetime | None]  # when it was judged to be gone
    returned_at: Mapped[datetime | None]  # null: it is still missing or gone


class ReadingRow(Base):
    """What we understood of a revision with one version of the extractor."""

    __tablename__ = "readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("revisions.id", ondelete="CASCADE"), index=True
    )
    # what it was made from; null: its revision's capture.  No foreign key: SQLite would copy
    # the table for one
    capture_id: Mapped[int | None]
    extractor: Mapped[str]
    read_at: Mapped[datetime]
    title: Mapped[str | None]
    posted_by: Mapped[str | None]
    published: Mapped[datetime | None] = mapped_column(DateTime)  # wall clock
    published_offset: Mapped[int | None]  # minutes east of UTC
    published_precision: Mapped[str | None]
    published_raw: Mapped[str]
    modified: Mapped[datetime | None] = mapped_column(DateTime)
    modified_offset: Mapped[int | None]
    modified_precision: Mapped[str | None]
    modified_raw: Mapped[str]
    canonical_url: Mapped[str | None]
    language: Mapped[str | None]
    body: Mapped[str]
    body_html: Mapped[str]
    summary: Mapped[str]
    image_url: Mapped[str | None]  # all three null: no image was found
    image_caption: Mapped[str | None]
    image_credit: Mapped[str | None]
    publisher: Mapped[str | None]
    kind: Mapped[str]
    access: Mapped[str]
    enclosures: Mapped[list[Any]] = mapped_column(default=list)
    robots: Mapped[list[Any]] = mapped_column(default=list)  # noindex, noarchive, …


class _ListItem:
    """One entry of an ordered list of texts that hangs on a reading."""

    reading_id: Mapped[int] = mapped_column(
        ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]


class ReadingAuthorRow(_ListItem, Base):
    """An author, in the byline's order."""

    __tablename__ = "reading_authors"


class ReadingCategoryRow(_ListItem, Base):
    """A category, in the page's order."""

    __tablename__ = "reading_categories"


class ReadingTagRow(_ListItem, Base):
    """A tag, in the page's order."""

    __tablename__ = "reading_tags"


class CreditRow(Base):
    """Where a republished text came from; position 0 is the earliest, then the hops."""

    __tablename__ = "credits"

    reading_id: Mapped[int] = mapped_column(
        ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    byline: Mapped[str]
    published: Mapped[datetime | None] = mapped_column(DateTime)
    published_offset: Mapped[int | None]
    published_precision: Mapped[str | None]
    published_raw: Mapped[str]
    url: Mapped[str]


class EvidenceRow(Base):
    """Where a field's value came from."""

    __tablename__ = "evidence"

    reading_id: Mapped[int] = mapped_column(
        ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True)  # order within the reading
    field: Mapped[str]
    position: Mapped[int]
    origin: Mapped[str]
    raw: Mapped[str]
    guessed: Mapped[bool]


class FingerprintRow(Base):
    """What near-duplicates of an article's newest text are found by."""

    __tablename__ = "fingerprints"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    text_hash: Mapped[str]  # of the text it was made of
    bands: Mapped[bytes]  # as ``bands`` holds them one by one, six bytes each


class BandRow(Base):
    """A band of an article's text: articles that share some are compared.

    No foreign key: rows go with their fingerprint, which alone can name them.
    """

    __tablename__ = "bands"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012


class KinshipRow(Base):
    """Two articles that are kin, the lower id first, and by which figures."""

    __tablename__ = "kinships"

    one_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[str]  # copy, follow_up, quotes
    reason: Mapped[str]
    shared: Mapped[int]  # words
    of_one: Mapped[float]  # share of its words
    of_other: Mapped[float]


class RulingRow(Base):
    """What a person decided about two articles: one story, or not."""

    __tablename__ = "rulings"

    one_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    joined: Mapped[bool]  # else parted
    ruled_at: Mapped[datetime]


class StoryRow(Base):
    """One story and all its copies."""

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(server_default="", index=True)  # public
    created_at: Mapped[datetime]
    original_id: Mapped[int | None]  # the member it began with; no foreign key: as refers_to
    reason: Mapped[str] = mapped_column(server_default="")  # why that one


class StoryMemberRow(Base):
    """An article that belongs to a story, and why."""

    __tablename__ = "story_members"

    story_id: Mapped[int] = mapped_column(
        ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True
    )
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, unique=True
    )
    kind: Mapped[str] = mapped_column(server_default="")  # model.StoryKind
    reason: Mapped[str]
    joined_at: Mapped[datetime]


class SearchEntryRow(Base):
    """What the full text knows an article by: the time it was published, as a number.

    The words are in two tables with the same ids, which each database makes in its own way
    (``_fulltext.py``); they are no part of this metadata.
    """

    __tablename__ = "search_entries"

    id: Mapped[int] = mapped_column(  # _search.slot_of its time, or a free one soon after
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), unique=True
    )
    reading_id: Mapped[int]  # what was indexed, so that it can be taken out again
    source: Mapped[str]  # as it was indexed: slug, or host
    changed_seq: Mapped[int] = mapped_column(index=True)  # articles.change_seq of its last revision


class WatchRow(Base):
    """A saved search."""

    __tablename__ = "watches"

    name: Mapped[str] = mapped_column(primary_key=True)
    query: Mapped[str]
    filters: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    told_seq: Mapped[int]  # changes up to this one were told


class RunRow(Base):
    """One execution of a job; ``key`` tells the same command again."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("sources.id", ondelete="SET NULL"))
    machine: Mapped[str]
    pid: Mapped[int]
    started_at: Mapped[datetime]
    since: Mapped[datetime]  # start of the first run of an interrupted chain it continues
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    figures: Mapped[dict[str, Any]]


class FindingRow(Base):
    """Something that ``newsarchive health`` found, open until it is over."""

    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source: Mapped[str]  # slug; "" for the machine
    subject: Mapped[str]  # a field, a listing's address, an origin, a folder
    expected: Mapped[str]
    seen: Mapped[str]
    advice: Mapped[str]
    since: Mapped[datetime]
    found_at: Mapped[datetime]
    told_at: Mapped[datetime | None]  # when an alert went out
    over_at: Mapped[datetime | None] = mapped_column(index=True)


class FailureRow(Base):
    """Something that went wrong with one URL or file; open until it succeeds."""

    __tablename__ = "failures"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]  # as it was spelled; a file's path for imports
    canonical_url: Mapped[str] = mapped_column(index=True, server_default="")  # or again ``url``
    source_id: Mapped[int | None] = mapped_column(
        ForeignKey("sources.id", ondelete="SET NULL"), index=True
    )
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    stage: Mapped[str]
    cause: Mapped[str]
    at: Mapped[datetime]  # the last time
    times: Mapped[int] = mapped_column(default=1)
    resolved_at: Mapped[datetime | None]
