"""The only writer of articles: load what might match, judge, write the answer.

One call is one transaction, but where an earlier page is read again first.  Bytes come first:
an article that was fetched carries its ``Capture``, so a row never points at missing bytes.

A page that seems to be revised is compared with what is understood today of the earlier one:
an extractor or a site rule that changed since is no edit of the publisher's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from newsarchive import __version__
from newsarchive.dedup import judge, plausible, text_hash
from newsarchive.discovery.polling import VISITS, ages_of, next_visit
from newsarchive.errors import ArchiveDamaged, ReaderFailed
from newsarchive.kept import Sites, differences, not_to_read, read_again
from newsarchive.model import (
    FILLED,
    Article,
    Capture,
    Compared,
    Credit,
    Kind,
    KinshipKind,
    Known,
    Validators,
    Verdict,
    VerdictKind,
)
from newsarchive.storage import Archive, Readable, Rows, State, Understood
from newsarchive.stories import Looked, look, place, refresh
from newsarchive.urls import canonical_url, host_of, same_site
from newsarchive.warc.payloads import Unreadable

IMPORTED = "imported"  # stands for the host of what has no web address
EXTRACTOR = f"newsarchive {__version__}"


def ingest(
    archive: Archive, article: Article, *, at: datetime, sites: Sites | None = None
) -> Verdict:
    """Archive what a page says and return what was decided about it.

    An article without any address of its own goes by the digest of its bytes or text, as
    ``urn:sha256:…``.  Its ``source`` is found by its host where it names none.

    Args:
        archive: Where to.
        article: What the page says.
        at: The present.
        sites: How to read the earlier page again where this one seems to be its revision; None:
            it is compared with what was understood of it then.

    Raises:
        ArchiveBusy: Somebody holds the database locked.
        ArchiveDamaged: It cannot be written.
    """
    clean(article)
    with archive.writing() as rows:
        where = _locate(rows, article)
        verdict = _judge(rows, article, where)
        earlier = _earlier(rows, verdict) if sites is not None else None
        if sites is None or earlier is None:
            verdict, looked = _placed(rows, article, where, verdict)
            return _write(rows, article, where, verdict, looked, at)
    _understand(archive, earlier, sites, at)  # others may write meanwhile
    return ingest(archive, article, at=at)


def catch_up(archive: Archive, article: Article, *, sites: Sites, at: datetime) -> None:
    """Read the earlier page again, as ``ingest`` does, where a page seems to be its revision.

    For those who then call ``ingest_kept`` for many pages in one transaction.
    """
    clean(article)
    with archive.reading() as rows:
        verdict = _judge(rows, article, _locate(rows, article))
        seen_at = rows.articles.last_seen(verdict.article_id)
        older = seen_at is not None and article.capture and article.capture.fetched_at < seen_at
        earlier = None if older else _earlier(rows, verdict)
    if earlier is not None:
        _understand(archive, earlier, sites, at)


def ingest_kept(rows: Rows, article: Article, *, read_at: datetime) -> Verdict:
    """Archive what a page says that somebody else fetched, within the caller's transaction.

    It counts as seen when it was captured.  A state older than the one the archive saw last
    changes nothing but that its capture is kept: it is no edit that came after.  Nobody of ours
    asked for it, and nobody needs asking again by itself.
    """
    clean(article)
    assert article.capture is not None
    at = article.capture.fetched_at
    where = _locate(rows, article)
    verdict, looked = _placed(rows, article, where, _judge(rows, article, where))
    rows.captures.add(article.capture)
    seen_at = rows.articles.last_seen(verdict.article_id)
    if seen_at is not None and at < seen_at:
        return replace(
            verdict, kind=VerdictKind.UNCHANGED, reason="an older state than the archive has"
        )
    return _write(rows, article, where, verdict, looked, at, read_at=read_at)


def recognise(archive: Archive, article: Article, *, at: datetime) -> Verdict | None:
    """Note a mere visit where a page says what the archive has, else return None.

    The page is looked up by its address and its text, without the writers' lock.
    """
    clean(article)
    with archive.reading() as rows:
        where = _locate(rows, article)
        verdict = _judge(rows, article, where)
    if verdict.kind is not VerdictKind.UNCHANGED or where.moved:
        return None
    if _says_more(article, where):
        return None
    with archive.writing() as rows:
        _visit(rows, article, where, verdict, at)
    return verdict


def no_article(article: Article) -> str:
    """Return why a page is no article to archive, as one clause; "" when it is one."""
    if article.kind is Kind.ERROR:
        return "is an error page"
    if article.kind is Kind.LISTING:
        return "is a list of articles, not one"
    if not article.body:
        return "no article text was found in it"
    return ""


@dataclass(slots=True)
class _Place:
    """Where a page stands among what is known."""

    address: str  # its own, canonical
    asked: str  # the address that was asked for, canonical; "" when it is the same
    canonical: str  # the one it declares within its site; "" when none
    site: str  # slug of its source, or its host
    by_address: Known | None = None
    by_canonical: Known | None = None
    moved: bool = False  # the known main address redirects here
    takes_over: bool = False  # the known main address is a variant that names this canonical


def _locate(rows: Rows, article: Article) -> _Place:
    capture = article.capture
    address = canonical_url(article.url) or _declared_address(rows, article)
    asked = canonical_url(capture.url) if capture and capture.status else ""
    declared = canonical_url(article.canonical_url or "")
    if not declared or not same_site(declared, address) or _is_home(declared):
        declared = ""
    if article.source is None:
        source = rows.sources.of_host(host_of(address)) if host_of(address) else None
        article.source = source.slug if source else None
    place = _Place(
        address=address,
        asked=asked if asked != address else "",
        canonical=declared if declared != address else "",
        site=article.source or host_of(address) or IMPORTED,
    )
    known = rows.articles.at([url for url in (address, place.canonical, place.asked) if url])
    place.by_address = known.get(address)
    if place.by_address is not None:
        before = place.by_address
        place.takes_over = before.url != address and canonical_url(before.canonical_url) == address
        place.moved = bool(place.asked) and before.url == place.asked
    elif place.canonical in known:
        place.by_canonical = known[place.canonical]
    elif place.asked in known:
        place.by_canonical = known[place.asked]
        place.moved = place.by_canonical.url == place.asked
    return place


def _declared_address(rows: Rows, article: Article) -> str:
    """The address of an import without one: what the page declares, if that can be its own.

    Not a home page, and not the address of an article with another title and text.
    """
    declared = canonical_url(article.canonical_url or "")
    if declared and not _is_home(declared):
        known = rows.articles.at([declared]).get(declared)
        if known is None or plausible(article, known):
            return declared
    return _urn(article, article.capture)


def _judge(rows: Rows, article: Article, where: _Place) -> Verdict:
    return judge(
        article,
        address=where.address,
        site=where.site,
        by_address=where.by_address,
        by_canonical=where.by_canonical,
        by_text=rows.articles.with_text(text_hash(article.body)),
        moved=where.moved,
        takes_over=where.takes_over,
    )


def _earlier(rows: Rows, verdict: Verdict) -> Readable | None:
    """The state that a page seems to revise, where its bytes can be read again."""
    if verdict.kind is not VerdictKind.REVISED:
        return None
    earlier = rows.rereadings.newest(verdict.article_id)
    return None if earlier is None or not_to_read(earlier) else earlier


def _understand(archive: Archive, earlier: Readable, sites: Sites, at: datetime) -> None:
    """Read a page again by the rules of today; another reading where that differs.

    It is done whatever version read it last: rules, readers and what is known of a source
    change without one.  What cannot be read stays as it was understood.
    """
    try:
        article = read_again(archive, sites, earlier, None)  # listings speak of the new page
    except (ArchiveDamaged, Unreadable, ReaderFailed):
        return
    clean(article)
    if no_article(article) or not differences(earlier.article, article):
        return
    understood = Understood(
        revision_id=earlier.revision_id,
        reading_id=earlier.reading_id,
        article=article,
        text_hash=text_hash(article.body),
    )
    with archive.writing() as rows:
        if rows.rereadings.add(understood, extractor=EXTRACTOR, at=at):
            refresh(rows, earlier.article_id, at=at)


def _placed(
    rows: Rows, article: Article, where: _Place, verdict: Verdict
) -> tuple[Verdict, Looked | None]:
    """Judge a page whose text is new also by what it is like.

    Returns the verdict, and who is kin where its text is to be written.
    """
    new = verdict.kind is VerdictKind.NEW
    if not (new or where.takes_over or verdict.kind is VerdictKind.REVISED):
        return verdict, None
    said = Compared(
        site=where.site,
        title=article.title or "",
        body=article.body,
        published=rows.articles.instant(article),
        url=where.address,
    )
    looked = look(rows, said, but=0 if new else rows.stories.row(verdict.article_id) or 0)
    if not new:
        return verdict, looked
    for row in looked.of_kind(KinshipKind.SAME_DOCUMENT):
        known = rows.articles.by_row(row)
        same = replace(
            verdict,
            kind=VerdictKind.SAME_DOCUMENT,
            article_id=known.article_id,
            revision=known.revision,
            reason=looked.kin[row].reason,
        )
        return same, None
    if copies := looked.of_kind(KinshipKind.COPY):
        reason = f"a copy of {rows.articles.by_row(copies[0]).article_id}"
        return replace(verdict, kind=VerdictKind.COPY, reason=reason), looked
    return verdict, looked


def _write(
    rows: Rows,
    article: Article,
    where: _Place,
    verdict: Verdict,
    looked: Looked | None,
    at: datetime,
    *,
    read_at: datetime | None = None,
) -> Verdict:
    """Apply a verdict; ``read_at``: of a page that somebody else fetched at ``at``."""
    hashed = looked.text_hash if looked is not None else text_hash(article.body)
    key, number = verdict.article_id, verdict.revision
    new = verdict.kind in (VerdictKind.NEW, VerdictKind.COPY)
    if new:
        key = rows.articles.add(
            article,
            url=where.address,
            host=host_of(where.address) or IMPORTED,
            text_hash=hashed,
            extractor=EXTRACTOR,
            at=at,
            read_at=read_at,
        )
        number = 1
        rows.frontier.belongs(
            {where.address: ""}, key, source=article.source, at=at, taken_from_others=True
        )
    elif where.takes_over:
        rows.articles.take_over(
            key,
            article,
            url=where.address,
            text_hash=hashed,
            extractor=EXTRACTOR,
            at=at,
            read_at=read_at,
        )
        if where.by_address is not None:  # the variant that was met first
            reasons = {where.by_address.url: f"names {where.address} as canonical"}
            rows.frontier.belongs(
                reasons, key, source=article.source, at=at, taken_from_others=True
            )
    elif verdict.kind is VerdictKind.REVISED:
        number = rows.articles.revise(
            key,
            article,
            text_hash=hashed,
            extractor=EXTRACTOR,
            at=at,
            edit=verdict.edit,
            changed=verdict.changed,
            read_at=read_at,
        )
    elif verdict.kind is VerdictKind.UNCHANGED and _says_more(article, where):
        rows.articles.reread(key, article, extractor=EXTRACTOR, at=at, read_at=read_at)
    story = ""
    if looked is not None and (row := rows.stories.row(key)):
        story = place(rows, row, looked, at=at, new=new)
    if new and article.credit is not None and article.source is not None:
        _want_original(rows, article.credit, article.source, at)
    verdict = replace(verdict, article_id=key, revision=number, story=story)
    if where.moved and verdict.kind in (VerdictKind.UNCHANGED, VerdictKind.REVISED):
        rows.articles.move(key, where.address)
    _visit(rows, article, where, verdict, at, asked=read_at is None)
    return verdict


def _want_original(rows: Rows, credit: Credit, source: str, at: datetime) -> None:
    """Make known what a republished page names as its source, where the source is set so.

    It is fetched by the next crawl: of the source it belongs to, else of the one that credits it.
    """
    urls = [url for hop in (credit, *credit.via) if (url := canonical_url(hop.url))]
    if not urls or _is_home(urls[0]) or rows.sources.get(source).settings.credited != "fetch":
        return
    owner = rows.sources.of_host(host_of(urls[0]))
    rows.frontier.add(urls[:1], source=owner.slug if owner else source, at=at)


def _visit(
    rows: Rows,
    article: Article,
    where: _Place,
    verdict: Verdict,
    at: datetime,
    *,
    asked: bool = True,
) -> None:
    folded = verdict.kind is VerdictKind.SAME_DOCUMENT
    addresses = {
        where.asked: f"redirects to {where.address}",
        where.canonical: f"{where.address} names it as canonical",
        where.address: verdict.reason if folded else "",
    }
    addresses.pop("", None)
    rows.frontier.belongs(addresses, verdict.article_id, source=article.source, at=at)
    rows.articles.visit(verdict.article_id, at)
    captured = article.capture
    spelled = [captured.url, captured.final_url] if captured else []
    if captured or article.origins.get("body") != "feed":  # an entry stands in: the page is missing
        rows.runs.resolve([*addresses, *spelled], at=at)
    if not asked or article.capture is None or article.capture.status == 0:
        return  # imported: nobody was asked, and nobody needs asking again by itself
    validators = _validators(article.capture)
    known = where.by_address or where.by_canonical
    variant = (
        known is not None
        and known.article_id == verdict.article_id
        and known.url != where.address
        and not where.moved
    )
    main = where.takes_over or not (variant or verdict.kind is VerdictKind.SAME_DOCUMENT)
    found_at = rows.frontier.first_found(where.address) or at
    rows.frontier.fetched(
        where.address,
        at=at,
        due_at=next_visit(found_at, now=at, ages=_ages(rows, article.source)) if main else None,
        validators=validators,
        state=State.FETCHED if main else State.ALIAS,
        spelling=article.capture.final_url,
    )
    if where.asked:
        rows.frontier.fetched(where.asked, at=at, due_at=None, state=State.ALIAS)


def _ages(rows: Rows, source: str | None) -> Sequence[timedelta]:
    """The ages at which articles of a source are looked at again."""
    return ages_of(rows.sources.visits(source)) if source else VISITS


def _says_more(article: Article, where: _Place) -> bool:
    """Whether the main page, saying the same, fills a field that our newest reading left empty.

    A variant's never counts: it and the main page would replace each other at every crawl.
    """
    known = where.by_address
    return (
        known is not None
        and known.url == where.address
        and any(getattr(article, name) and name not in known.filled for name in FILLED)
    )


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _urn(article: Article, capture: Capture | None) -> str:
    digest = capture.digest.removeprefix("sha256:") if capture else text_hash(article.body)
    return f"urn:sha256:{digest}"


def _validators(capture: Capture) -> Validators:
    headers = {name.lower(): value for name, value in capture.headers}
    return Validators.stated(headers.get("etag", ""), headers.get("last-modified", ""))


def clean(article: Article) -> None:
    """Take out what neither UTF-8 nor a database holds: lone surrogates and NUL."""
    for item in fields(article):
        value = getattr(article, item.name)
        cleaned = _cleaned(value)
        if cleaned is not value:
            setattr(article, item.name, cleaned)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _clean_text(value) if type(value) is str else value
    if isinstance(value, (list, tuple)):
        cleaned = [_cleaned(item) for item in value]
        if all(new is old for new, old in zip(cleaned, value, strict=True)):
            return value
        return type(value)(cleaned)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            item.name: new
            for item in fields(value)
            if (new := _cleaned(old := getattr(value, item.name))) is not old
        }
        return replace(value, **changed) if changed else value
    return value


def _clean_text(text: str) -> str:
    if "\0" not in text:
        try:
            text.encode()
        except UnicodeEncodeError:
            pass
        else:
            return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()
