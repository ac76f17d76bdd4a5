"""The dump: one JSON object per article, newest revision, streamed.

``dump.schema.json`` beside this file describes it (JSON Schema 2020-12); later versions add
fields and rename none.  Memory does not grow with the archive.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from newsarchive.errors import UsageError
from newsarchive.model import Archived, Article, Credit, Precision, StoryKind
from newsarchive.search import Search
from newsarchive.storage import Archive, Rows

FOUND_AT_ONCE = 1_000  # articles of a query
FORMATS = {".json": "json", ".jsonl": "jsonl", ".wacz": "wacz"}


def export(
    archive: Archive,
    target: str,
    *,
    form: str | None = None,
    source: str | None = None,
    since: datetime | None = None,
    stories: bool = False,
    query: str | None = None,
) -> int:
    """Write the archive to a file, or to standard output as ``-``; return how many articles.

    A file appears under its name only when it is complete; an older one stays until then.

    Args:
        archive: What to write.
        target: A path ending in ``.json`` (an array), ``.jsonl`` (a line each) or ``.wacz`` (what
            servers answered, to be replayed; see ``newsarchive.warc.wacz``), or ``-``.
        form: ``json``, ``jsonl`` or ``wacz`` where the path does not tell; for ``-``, lines.
        source: Only articles of this slug or host.
        since: Only articles first seen or changed at or after this instant.
        stories: Of each story only one article: its original, else the first that is wanted.
        query: Only articles that it finds, as ``newsarchive search`` has it.

    Raises:
        UsageError: The ending is unknown, the file cannot be written, or the query is wrong.
        ArchiveDamaged: For a WACZ: a record cannot be read.
    """
    form = form or ("jsonl" if target == "-" else FORMATS.get(Path(target).suffix.lower()))
    if form is None or form not in FORMATS.values():
        raise UsageError(
            f"{target}: name a file that ends in .json, .jsonl or .wacz, or - for standard output"
        )
    if form == "wacz" and target == "-":
        raise UsageError("a WACZ goes to a file, not to standard output; name one")
    if query is not None:
        if not query.strip():
            raise UsageError("the query is empty; leave it out to export everything")
        Search(query=query).wanted()  # or raise before anything is written
    articles = _articles(archive, source, since, query)
    if stories:
        articles = folded(articles)
    if target == "-":
        count = _write(sys.stdout.buffer, articles, form)
        sys.stdout.buffer.flush()
        return count
    with _replacing(Path(target)) as file:
        if form == "wacz":
            return _write_wacz(file, archive, articles, source)
        return _write(file, articles, form)


def dump(archived: Archived) -> dict[str, Any]:
    """Return an article as the dump's object, times as ISO 8601 text of their own precision."""
    said = describe(archived.article)
    origins = said.pop("origins")
    gone = archived.was_gone
    return {
        "id": archived.id,
        "url": archived.url,
        "urls": list(archived.urls),
        "canonical_url": said.pop("canonical_url"),
        "source": archived.source,
        **{name: value for name, value in said.items() if name != "url"},
        "revision": archived.revision,
        "revisions": archived.revisions,
        "edit": archived.edit,
        "changed": list(archived.changed),
        "first_seen": iso(archived.first_seen_at),
        "last_seen": iso(archived.last_seen_at),
        "gone_at": iso(gone.first_at) if gone else None,
        "returned_at": iso(gone.returned_at) if gone else None,
        "story": archived.story,
        "story_kind": archived.story_kind,
        "story_size": 1 + len(archived.copies),
        "origins": origins,
    }


def describe(article: Article) -> dict[str, Any]:
    """Return what a page says as the dump's object has it, without what the archive adds."""
    image = article.image
    said: dict[str, Any] = {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "authors": article.authors,
        "posted_by": article.posted_by,
        "published": iso(article.published, article.published_precision),
        "published_raw": article.published_raw,
        "published_precision": article.published_precision,
        "modified": iso(article.modified, article.modified_precision),
        "modified_raw": article.modified_raw,
        "modified_precision": article.modified_precision,
        "categories": article.categories,
        "tags": article.tags,
        "language": article.language,
        "body": article.body,
        "image": None
        if image is None
        else {"url": image.url, "caption": image.caption, "credit": image.credit},
        "enclosures": [
            {"url": file.url, "type": file.type, "length": file.length}
            for file in article.enclosures
        ],
        "publisher": article.publisher,
        "credit": None if article.credit is None else _credit(article.credit),
        "kind": article.kind,
        "access": article.access,
        "robots": article.robots,
    }
    told = article.origins.items()
    return {**said, "origins": {name: origin for name, origin in told if name in said}}


def dump_text(archived: Archived) -> str:
    """Return the dump's object as JSON text for people, indented."""
    return _text(dump(archived))


def described_text(article: Article) -> str:
    """Return what a page says as JSON text for people, indented."""
    return _text(describe(article))


def _text(value: dict[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def iso(when: datetime | None, precision: Precision | None = None) -> str | None:
    """Return ISO 8601 text, no finer than stated: ``2023-01-28`` for a day, ``2023-01`` a month.

    The offset stands where it is known; an instant of our own is told in UTC.
    """
    if when is None:
        return None
    length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}.get(
        precision or Precision.SECOND
    )
    text = when.isoformat(timespec="seconds")
    return text[:length] if length else text


def dump_schema() -> dict[str, Any]:
    """Return the JSON Schema of one object of the dump."""
    text = files("newsarchive").joinpath("dump.schema.json").read_bytes()
    schema: dict[str, Any] = msgspec.json.decode(text)
    return schema


def _credit(credit: Credit) -> dict[str, Any]:
    return {
        "source": credit.source,
        "byline": credit.byline,
        "published": iso(credit.published, credit.published_precision),
        "published_raw": credit.published_raw,
        "url": credit.url,
        "via": [
            {name: value for name, value in _credit(hop).items() if name != "via"}
            for hop in credit.via
        ],
    }


def _articles(
    archive: Archive, source: str | None, since: datetime | None, query: str | None
) -> Iterator[Archived]:
    with archive.reading() as rows:  # one view: what is written meanwhile is not in it
        found = None if query is None else _found(rows, query)
        after: int | None = 0
        while after is not None:
            page, after = rows.archived.page(after=after, source=source, since=since)
            yield from (item for item in page if found is None or item.id in found)


def _found(rows: Rows, query: str) -> set[str]:
    """The ids of all articles that a query finds."""
    ids: set[str] = set()
    before: int | None = None
    while True:
        found = rows.search.find(Search(query=query), limit=FOUND_AT_ONCE, before=before)
        ids |= {hit.id for hit in found.hits}
        if not found.more:
            return ids
        before = found.hits[-1].position


def folded(articles: Iterable[Archived]) -> Iterator[Archived]:
    """Yield one article of each story: the original where it is among them, else the first.

    In the order in which the stories are met; holds one article of each story that waits
    for its original.
    """
    told: set[str] = set()
    waiting: dict[str, Archived] = {}
    for item in articles:
        if item.story in told:
            continue
        if item.story_kind in (None, StoryKind.ORIGINAL):
            told.add(item.story)
            waiting.pop(item.story, None)
            yield item
        else:
            waiting.setdefault(item.story, item)
    yield from waiting.values()


def _write(file: BinaryIO, articles: Iterator[Archived], form: str) -> int:
    encode = msgspec.json.Encoder().encode
    count = 0
    if form == "json":
        file.write(b"[")
    for archived in articles:
        if form == "json":
            file.write(b",\n" if count else b"\n")
        file.write(encode(dump(archived)))
        if form == "jsonl":
            file.write(b"\n")
        count += 1
    if form == "json":
        file.write(b"\n]\n" if count else b"]\n")
    return count


def _write_wacz(
    file: BinaryIO, archive: Archive, articles: Iterator[Archived], source: str | None
) -> int:
    from newsarchive.media import media_of
    from newsarchive.warc.wacz import PackedPage, write_wacz

    def pages() -> Iterator[PackedPage]:
        for item in articles:
            with archive.reading() as rows:
                captures = rows.captures.of_article(item.id)
                media = rows.captures.media(media_of(item.article, "all"))
            if captures:
                pages = [one for one in captures if one.status < 300 and one.kind != "conversion"]
                newest = (pages or captures)[-1]
                yield PackedPage(
                    url=newest.final_url,
                    title=item.article.title or item.url,
                    id=item.id,
                    at=newest.fetched_at,
                    captures=(*captures, *media),
                )

    title = f"Articles of {source}" if source else "Articles"
    return write_wacz(file, archive.warc.folder, pages(), title=title, at=datetime.now(UTC)).pages


def _umask() -> int:
    mask = os.umask(0o077)  # it can only be read by setting it
    os.umask(mask)
    return mask


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A temporary file beside ``path`` that takes its place at the end, or is removed."""
    path = Path(os.path.realpath(path))  # a link stays one
    try:
        handle, name = tempfile.mkstemp(prefix=".newsarchive-", dir=path.parent)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}; does the folder exist?"
        ) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
