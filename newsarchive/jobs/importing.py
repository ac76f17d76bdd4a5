"""Archive files: saved web pages, and pages flattened to text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from newsarchive.errors import ReaderFailed, UsageError
from newsarchive.extraction import read_article, read_text
from newsarchive.extraction.rules import RuleBook
from newsarchive.ingest import ingest, no_article
from newsarchive.kept import Sites
from newsarchive.model import Article, Failure, Verdict
from newsarchive.page import Page, looks_binary
from newsarchive.storage import Archive
from newsarchive.urls import canonical_url, host_of
from newsarchive.warc import digest

MAX_FILE_BYTES = 50_000_000
HTML_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|p|h1|title|meta|article)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file."""

    path: Path
    verdict: Verdict | None = None
    article: Article | None = None
    problem: str = ""  # why it could not be archived


def import_files(
    archive: Archive,
    paths: Iterable[Path],
    *,
    kind: str,
    url: str = "",
    source: str | None = None,
    rules: RuleBook | None = None,
) -> Iterator[Imported]:
    """Archive files one by one and yield what became of each; a failure is recorded too.

    Args:
        archive: Where to.
        paths: Files; for ``html`` also folders, of which every page is taken.
        kind: ``html`` for saved pages, ``text`` for flattened ones.
        url: The page's address, for a single file; else the page's own word for it, else
            none: the article then goes by its digest.
        source: Slug of the source it belongs to, or None to find it by its host.
        rules: Site rules that hold for saved pages.

    Raises:
        UsageError: ``url`` is no web address, or is given for several files.
        ArchiveError: The archive cannot be written.
    """
    files = list(_files(paths)) if kind == "html" else list(paths)
    if url and not canonical_url(url):
        raise UsageError(f"{url} is no web address")
    if url and len(files) > 1:
        raise UsageError(f"--url names one page, but there are {len(files)} files")
    rules = rules or RuleBook()
    sites = Sites(archive, rules)
    for path in files:
        at = datetime.now(UTC)
        try:
            article = _read(archive, path, kind, url, at, rules)
        except (_Unreadable, ReaderFailed) as error:
            failure = Failure(url=str(path), stage="read", cause=str(error), at=at, source=source)
            with archive.writing() as rows:
                rows.runs.fail([failure])
            yield Imported(path=path, problem=str(error))
            continue
        article.source = source
        verdict = ingest(archive, article, at=at, sites=sites)
        with archive.writing() as rows:
            rows.runs.resolve([str(path)], at=at)
        yield Imported(path=path, verdict=verdict, article=article)


def looks_like_markup(body: bytes) -> bool:
    """Return whether bytes are a web page rather than flattened text."""
    return _MARKUP.search(body, 0, 20_000) is not None


def read_file(path: Path) -> bytes:
    """Return a file's bytes, if they can be a web page or text.

    Raises:
        UsageError: There is no such file, or it is empty, binary or too large.
    """
    try:
        return _checked(path)
    except _Unreadable as error:
        raise UsageError(f"{path}: {error}") from error


class _Unreadable(Exception):
    """A file holds no article; the message says why."""


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the name is too long
            found = [
                item
                for item in sorted(path.rglob("*"))
                if item.suffix.lower() in HTML_ENDINGS and not item.is_dir()
            ]
            if not found:
                raise UsageError(f"{path} holds no {', '.join(HTML_ENDINGS)} file")
            yield from found
        else:
            yield path


def _read(
    archive: Archive, path: Path, kind: str, url: str, at: datetime, rules: RuleBook
) -> Article:
    body = _checked(path)
    with archive.reading() as rows:
        site = replace(
            rows.sources.site(host_of(url)), categories=rows.archived.categories(host_of(url))
        )
    if kind == "text":
        text = Page(url=url, body=body, content_type="text/plain").text
        article = read_text(text, url=url, site=site)
    else:
        page = Page(url=url, body=body, content_type="text/html")
        article = read_article(page, rules.site(site, url))
    if problem := no_article(article):
        raise _Unreadable(problem)
    address = url or article.canonical_url or f"urn:sha256:{digest(body).removeprefix('sha256:')}"
    article.capture = archive.keep_file(
        url=address,
        content_type="text/plain" if kind == "text" else "text/html",
        payload=body,
        read_at=at,
    )
    return article


def _checked(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _Unreadable(f"is larger than {MAX_FILE_BYTES // 1_000_000} MB")
        body = path.read_bytes()
    except FileNotFoundError as error:
        raise _Unreadable("there is no such file") from error
    except IsADirectoryError as error:
        raise _Unreadable("is a folder; name files") from error
    except OSError as error:
        raise _Unreadable(f"cannot be read: {error.strerror}") from error
    if not body.strip():
        raise _Unreadable("is empty; save the page again")
    if body.startswith(b"%PDF"):
        raise _Unreadable("is a PDF, no web page or text; save it as text first")
    if looks_binary(body):
        raise _Unreadable("is a binary file, no web page or text; name saved pages")
    return body
