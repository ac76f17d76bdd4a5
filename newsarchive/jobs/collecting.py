"""Archive the pages of WARC files that others made, such as Common Crawl's CC-NEWS.

Processes read stretches of the files; one writes: each page's record is made anew in the
archive's own WARC files first, in the form a crawl gives it, then its rows.  So the archive
holds all it needs, and the files may go.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.errors import ReaderFailed
from newsarchive.extraction.rules import rules_in
from newsarchive.ingest import catch_up, ingest_kept, no_article
from newsarchive.jobs._cores import cores, in_order
from newsarchive.kept import Sites, read_capture
from newsarchive.model import Article, Capture, Failure, Link
from newsarchive.page import MAX_BYTES, Page, looks_binary
from newsarchive.storage import Archive, RunHandle, open_archive
from newsarchive.urls import canonical_url, host_of
from newsarchive.warc import Answer, digest
from newsarchive.warc.foreign import STRETCH, Seen, Stretch, page_of, records_of, stretches, unfit
from newsarchive.warc.payloads import Unreadable, unpacked
from newsarchive.warc.records import Record, resource

JOB = "import-warc"
BATCH = 25  # pages a transaction: about 0.1 s
MAX_HELD_BYTES = 32_000_000  # of payloads that a process holds at once


@dataclass(frozen=True, slots=True)
class Taken:
    """One page, read, with its record as it is to be written."""

    article: Article
    capture: Capture  # without a place
    record: Record


@dataclass(slots=True)
class Found:
    """What a stretch of a file holds."""

    pages: list[Taken] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)  # what it is → records
    known: int = 0  # pages that the archive has of the same moment
    failures: list[tuple[str, str]] = field(default_factory=list)  # address, cause
    seen: Seen = field(default_factory=Seen)


@dataclass(slots=True)
class Report:
    """What an import adds up to."""

    total_bytes: int = 0  # of all files, packed
    done_bytes: int = 0
    pages: int = 0  # that were read
    verdicts: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    known: int = 0
    problems: list[str] = field(default_factory=list)  # a sentence each, files named

    @property
    def left_bytes(self) -> int:
        """How much is still to be read."""
        return self.total_bytes - self.done_bytes


@dataclass(slots=True)
class _File:
    """A file that is being imported."""

    path: Path
    size: int
    run: RunHandle
    upto: int  # where its next stretch begins, once what lies before is written
    ended: int  # where the last record before that ends; 0: nobody knows
    pages: int = 0


def import_warcs(
    archive: Archive,
    paths: Sequence[Path],
    *,
    sites: Path,
    heed: Collection[str] = (),
    processes: int | None = None,
    report: Report | None = None,
) -> Generator[Stretch, None, None]:
    """Archive the pages of WARC files and yield each stretch once it is written.

    Pages are records of answers with status 200, or of files, that are HTML; of these, what is
    an article is archived, with its record.  It counts as seen at the record's date.  What was
    imported before is recognised by address, date and digest.  Closing the iterator early, or
    an error, leaves an interrupted run: the same call goes on where it was, file by file.

    Args:
        archive: Where to.
        paths: Files, a gzip member a record.
        sites: Folder of the user's site rules.
        heed: What pages may ask of robots so that they are not archived (``Config.heed``).
        processes: How many read; None: as many as there are cores.
        report: Counts what was done, and holds what was wrong with files.

    Raises:
        ConfigError: A site rule is wrong.
        ArchiveBusy: Another run imports one of the files, or somebody holds the database.
        ArchiveError: The archive cannot be written.
        ProcessLost: A process was killed.
    """
    report = report if report is not None else Report()
    rules = rules_in(sites)  # what is wrong in it is told before anything starts
    earlier = Sites(archive, rules)
    files: dict[Path, _File] = {}
    outcome = "interrupted"
    try:
        for path in dict.fromkeys(paths):
            if problem := unfit(path):
                _fail(archive, report, str(path), f"{path}: {problem}", problem)
                continue
            files[path] = _begin(archive, path)
        report.total_bytes = sum(file.size - file.upto for file in files.values())
        tasks = (piece for file in files.values() for piece in stretches(file.path, file.upto))
        used = max(1, min(processes or cores(), -(-report.total_bytes // STRETCH)))
        with _Reader(archive.address, sites, frozenset(heed)) as reader:
            work = reader.read if used == 1 else partial(_in_process, archive.address, sites, heed)
            with closing(in_order(work, tasks, processes=used)) as results:
                for stretch, found in results:
                    _write(archive, earlier, files[stretch.path], stretch, found, report)
                    yield stretch
        outcome = "finished"
    finally:
        for file in files.values():
            whole = file.upto >= file.size
            with archive.writing() as rows:
                rows.runs.finish(
                    file.run.id,
                    outcome="finished" if whole else outcome,
                    figures=_figures(file),
                    at=datetime.now(UTC),
                )


def _begin(archive: Archive, path: Path) -> _File:
    state = path.stat()
    words = json.dumps([JOB, str(path.resolve()), state.st_size, state.st_mtime_ns])
    key = hashlib.sha256(words.encode()).hexdigest()[:16]
    with archive.writing() as rows:
        run = rows.runs.begin(JOB, key=key, source=None, at=datetime.now(UTC), exclusive=False)
    upto = min(run.reached.get("upto", 0), state.st_size)
    return _File(path, state.st_size, run, upto, run.reached.get("ended", 0))


def _figures(file: _File) -> dict[str, int]:
    return {"pages": file.pages, "upto": file.upto, "ended": file.ended}


def _write(
    archive: Archive, sites: Sites, file: _File, stretch: Stretch, found: Found, report: Report
) -> None:
    """Write what a stretch holds: bytes before rows, some pages a transaction."""
    at = datetime.now(UTC)
    for start in range(0, len(found.pages), BATCH):
        some = found.pages[start : start + BATCH]
        placed = _placed(archive, some)
        for page in some:
            catch_up(archive, page.article, sites=sites, at=at)
        with archive.writing() as rows:
            for page, capture in zip(some, placed, strict=True):
                page.article.capture = capture
                verdict = ingest_kept(rows, page.article, read_at=at)
                report.verdicts[verdict.kind] += 1
                rows.runs.resolve([capture.url], at=at, stage="read")
    seen, path = found.seen, file.path
    faults = list(seen.faults)
    if file.ended and seen.first is not None and seen.first != file.ended:
        faults.insert(0, (file.ended, "is damaged; it was passed over"))
    file.upto = stretch.end
    if seen.first is not None or seen.faults:
        file.ended = seen.upto
    if file.upto >= file.size and 0 < file.ended < file.size:
        faults.append((file.ended, "is damaged, and nothing whole lies behind it"))
    file.pages += len(found.pages)
    report.pages += len(found.pages)
    report.known += found.known
    report.others.update(found.others)
    report.done_bytes += stretch.end - stretch.start
    failures = [
        Failure(url=f"{path}#{offset}", stage="read", cause=f"the record {problem}", at=at)
        for offset, problem in faults
    ]
    failures += [
        Failure(url=url, stage="read", cause=cause, at=at) for url, cause in found.failures
    ]
    report.problems += [f"{path}: the record at {at_} {problem}" for at_, problem in faults]
    report.problems += [f"{url}: {cause}" for url, cause in found.failures]
    with archive.writing() as rows:
        rows.runs.fail(failures, run_id=file.run.id)
        rows.runs.note(file.run.id, _figures(file))


def _placed(archive: Archive, pages: Sequence[Taken]) -> list[Capture]:
    """Write records and return their captures; all are on the disk when the last one is."""
    warc, sync = archive.warc, archive.warc.sync
    placed = []
    try:
        for page in pages:
            warc.sync = sync and page is pages[-1]  # one wait for all
            placed.append(warc.put(page.capture, page.record))
    finally:
        warc.sync = sync
    return placed


def _fail(archive: Archive, report: Report, url: str, sentence: str, cause: str) -> None:
    report.problems.append(sentence)
    failure = Failure(url=url, stage="read", cause=cause, at=datetime.now(UTC))
    with archive.writing() as rows:
        rows.runs.fail([failure])


# --- reading, in any process -------------------------------------------------------------


class _Reader:
    """Reads stretches of foreign files; nothing is written."""

    def __init__(self, address: str, sites: Path, heed: Collection[str]) -> None:
        self._archive = open_archive(address)
        self._sites = Sites(self._archive, rules_in(sites))
        self._heed = frozenset(heed)
        self._heeded = lru_cache(maxsize=1_000)(self._heeded_of)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def read(self, stretch: Stretch) -> Found:
        """Read the pages of a stretch that the archive has not got yet."""
        found = Found()
        held: list[Answer] = []
        size = 0
        try:
            for record in records_of(stretch, found.seen):
                page = page_of(record)
                if isinstance(page, str):
                    found.others[page] += 1
                    continue
                held.append(page)
                size += len(page.payload)
                if size >= MAX_HELD_BYTES:
                    self._read(held, found)
                    held, size = [], 0
        except OSError as error:
            found.seen.faults.append((stretch.start, f"cannot be read: {error.strerror}"))
        self._read(held, found)
        return found

    def _read(self, answers: list[Answer], found: Found) -> None:
        with self._archive.reading() as rows:
            kept = rows.captures.known({answer.final_url for answer in answers})
            new = [
                answer
                for answer in answers
                if (answer.final_url, answer.fetched_at, digest(answer.payload)) not in kept
            ]
            links = [rows.frontier.mention(canonical_url(answer.url)) for answer in new]
            originals = [rows.captures.with_payload(digest(a.payload), a.final_url) for a in new]
        found.known += len(answers) - len(new)
        for answer, link, original in zip(new, links, originals, strict=True):
            capture, record = self._made(answer, original)
            try:
                article = self._article(answer, capture, link)
            except (Unreadable, ReaderFailed) as error:
                found.failures.append((answer.url, f"the page {error}"))
                continue
            if isinstance(article, str):
                found.others[article] += 1
                continue
            found.pages.append(Taken(article, capture, record))

    def _article(self, answer: Answer, capture: Capture, link: Link | None) -> Article | str:
        body = unpacked(answer.payload, answer.headers, limit=MAX_BYTES)
        if not body.strip() or looks_binary(body):
            return "empty or binary"
        url = answer.url if canonical_url(answer.url) else ""
        page = Page(url=url, body=body, content_type=capture.content_type)
        site = self._sites.site(url, imported=capture.kind == "resource")
        article = read_capture(page, capture, site, link)
        if problem := no_article(article):
            return f"pages where {problem}" if problem.startswith("no ") else f"pages: {problem}"
        if set(article.robots) & self._heeded(host_of(url)):
            return "pages that ask not to be archived"
        return article

    def _made(self, answer: Answer, original: Capture | None) -> tuple[Capture, Record]:
        if answer.status:
            return self._archive.warc.make(answer, original=original)
        content_type = answer.headers[0][1]
        record = resource(answer.url, answer.fetched_at, content_type, answer.payload)
        capture = Capture(
            url=answer.url,
            final_url=answer.url,
            fetched_at=answer.fetched_at,
            status=0,
            content_type=content_type,
            digest=digest(answer.payload),
            kind=record.kind,
            record_id=record.id,
        )
        return capture, replace(record, made=record.packed())

    def _heeded_of(self, host: str) -> frozenset[str]:
        with self._archive.reading() as rows:
            source = rows.sources.of_host(host) if host else None
        return frozenset(source.settings.heed) if source and source.settings.heed else self._heed


@lru_cache(maxsize=1)  # opened once in each process
def _reader(address: str, sites: Path, heed: frozenset[str]) -> _Reader:
    return _Reader(address, sites, heed)


def _in_process(address: str, sites: Path, heed: Collection[str], stretch: Stretch) -> Found:
    return _reader(address, sites, frozenset(heed)).read(stretch)
