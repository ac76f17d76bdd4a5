"""Read captures again with the rules of today, on all cores, without asking anybody.

A revision is what the publisher changed; a reading is what we understood of it.  Reading again
adds readings, to every revision whose page is kept, and never a revision.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from newsarchive.dedup import text_hash
from newsarchive.errors import ArchiveDamaged, ReaderFailed
from newsarchive.extraction.rules import rules_in
from newsarchive.ingest import EXTRACTOR, clean, no_article
from newsarchive.jobs._cores import cores, in_order
from newsarchive.kept import Change, Sites, differences, not_to_read, read_again
from newsarchive.model import Failure, Link
from newsarchive.storage import Archive, Readable, RunHandle, Understood, open_archive
from newsarchive.stories import refresh
from newsarchive.urls import canonical_url
from newsarchive.warc.payloads import Unreadable

JOB = "reextract"
STAGE = "reread"  # of failures: the page itself may well be had
BATCH = 32  # revisions a task and a transaction: about a second of reading, 0.1 s of writing
MAX_SAMPLES = 2  # of a field and source


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one revision."""

    article_id: str
    url: str
    source: str  # slug or host
    slug: str | None
    understood: Understood | None = None  # where something differs
    changes: tuple[Change, ...] = ()
    passed: str = ""  # why it was not read: one clause
    problem: str = ""  # why it could not be: one clause


@dataclass(slots=True)
class Report:
    """What reading again adds up to."""

    total: int = 0  # revisions to read
    done: int = 0
    same: int = 0
    differing: int = 0  # understood otherwise
    overtaken: int = 0  # of those: read by a crawl meanwhile
    passed: Counter[str] = field(default_factory=Counter)  # cause → revisions
    failed: int = 0
    changes: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # source, field, how
    samples: dict[tuple[str, str], list[tuple[str, Change]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # source and field → articles' keys, with the change

    def add(self, outcome: Outcome) -> None:
        """Count one revision."""
        self.done += 1
        if outcome.problem:
            self.failed += 1
        elif outcome.passed:
            self.passed[outcome.passed] += 1
        elif not outcome.changes:
            self.same += 1
        else:
            self.differing += 1
        for change in outcome.changes:
            self.changes[outcome.source, change.field, change.how] += 1
            told = self.samples[outcome.source, change.field]
            if len(told) < MAX_SAMPLES and outcome.article_id not in dict(told):
                told.append((outcome.article_id, change))

    def figures(self, upto: int) -> dict[str, int]:
        """What the run's row holds, so that an interrupted run can be continued."""
        return {
            "revisions": self.done,
            "readings": self.differing - self.overtaken,
            "failures/reread": self.failed,
            "upto": upto,
        }


def reextract(
    archive: Archive,
    *,
    sites: Path,
    source: str | None = None,
    since: datetime | None = None,
    dry_run: bool = False,
    processes: int | None = None,
    report: Report | None = None,
) -> Generator[Outcome, None, None]:
    """Read captures again, write what is understood otherwise, and yield what became of each.

    Closing the iterator early, or an error, leaves an interrupted run: the same call goes on
    where it was, as long as neither the extractor nor the site rules changed.

    Args:
        archive: Which.
        sites: Folder of the user's site rules.
        source: Only articles of this slug or host.
        since: Only revisions seen at or after this instant.
        dry_run: Write nothing.
        processes: How many read; None: as many as there are cores.
        report: Counts what was done; its ``total`` is set before the first outcome.

    Raises:
        ConfigError: A site rule is wrong.
        ArchiveBusy: Another run reads the same, or somebody holds the database.
        ArchiveError: The archive cannot be written.
        ProcessLost: A process was killed.
    """
    report = report if report is not None else Report()
    rules_in(sites)  # what is wrong in it is told before anything starts
    at = datetime.now(UTC)
    run: RunHandle | None = None
    upto = 0
    if not dry_run:
        key = key_of(sites, source=source, since=since)
        with archive.writing() as rows:
            run = rows.runs.begin(JOB, key=key, source=source, at=at, exclusive=True)
        upto = run.reached.get("upto", 0)
    with archive.reading() as rows:
        report.total = rows.rereadings.count(after=upto, source=source, since=since)
    outcome = "interrupted"
    batches = -(-report.total // BATCH)
    used = max(1, min(processes or cores(), batches))
    try:
        with _results(archive, sites, _tasks(archive, upto, source, since), used) as results:
            for ids, found in results:
                for item in found:
                    report.add(item)
                if run is not None:
                    report.overtaken += _write(archive, found, run, report, ids[-1])
                upto = ids[-1]
                yield from found
        outcome = "finished"
    finally:
        if run is not None:
            with archive.writing() as rows:
                now = datetime.now(UTC)
                rows.runs.finish(run.id, outcome=outcome, figures=report.figures(upto), at=now)


def key_of(sites: Path, *, source: str | None = None, since: datetime | None = None) -> str:
    """Return what runs of the same reading share: the extractor's version and rules included."""
    words = json.dumps([JOB, source, str(since), EXTRACTOR, _fingerprint(sites)])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@contextmanager
def _results(
    archive: Archive, sites: Path, tasks: Iterator[list[int]], processes: int
) -> Iterator[Iterator[tuple[list[int], list[Outcome]]]]:
    """Batches of rows with what became of them; at the end nothing is under way any more."""
    if processes == 1:
        with closing(_Reader(archive.address, sites)) as reader:
            yield in_order(reader.read, tasks, processes=1)
        return
    work = partial(_read_in_process, archive.address, sites)
    with closing(in_order(work, tasks, processes=processes)) as results:
        yield results


def _tasks(
    archive: Archive, after: int, source: str | None, since: datetime | None
) -> Iterator[list[int]]:
    while True:
        with archive.reading() as rows:
            ids = rows.rereadings.ids(after=after, limit=BATCH, source=source, since=since)
        if not ids:
            return
        yield ids
        after = ids[-1]


def _write(
    archive: Archive, outcomes: list[Outcome], run: RunHandle, report: Report, upto: int
) -> int:
    """Write a batch in one transaction; return how many readings were overtaken by a crawl's."""
    at = datetime.now(UTC)
    overtaken = 0
    with archive.writing() as rows:
        for outcome in outcomes:
            if outcome.understood is None:
                continue
            if rows.rereadings.add(outcome.understood, extractor=EXTRACTOR, at=at):
                refresh(rows, outcome.article_id, at=at)
            else:
                overtaken += 1
        failed = [outcome for outcome in outcomes if outcome.problem]
        rows.runs.fail(
            [
                Failure(url=item.url, stage=STAGE, cause=item.problem, at=at, source=item.slug)
                for item in failed
            ],
            run_id=run.id,
        )
        well = {item.url for item in outcomes} - {item.url for item in failed}
        rows.runs.resolve(well, at=at, stage=STAGE)
        rows.runs.note(run.id, report.figures(upto))
    return overtaken


# --- reading, in any process -------------------------------------------------------------


class _Reader:
    """Reads revisions of an archive again; nothing is written."""

    def __init__(self, address: str, sites: Path) -> None:
        self._archive = open_archive(address)
        self._sites = Sites(self._archive, rules_in(sites))

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def read(self, ids: list[int]) -> list[Outcome]:
        """Read these revisions again."""
        with self._archive.reading() as rows:
            known = rows.rereadings.load(ids)
            links = {
                item.revision_id: rows.frontier.mention(canonical_url(item.capture.url))
                for item in known
                if item.newest and item.capture is not None and item.capture.kind != "resource"
            }
        return [self._outcome(item, links.get(item.revision_id)) for item in known]

    def _outcome(self, known: Readable, link: Link | None) -> Outcome:
        about: dict[str, Any] = {
            "article_id": known.article_id,
            "url": known.url,
            "source": known.group,
            "slug": known.source,
        }
        if cause := not_to_read(known):
            return Outcome(**about, passed=cause)
        try:
            article = read_again(self._archive, self._sites, known, link)
        except ArchiveDamaged as error:
            return Outcome(**about, problem=str(error))
        except (Unreadable, ReaderFailed) as error:
            return Outcome(**about, problem=f"the page {error}")
        if problem := no_article(article):
            return Outcome(**about, problem=f"read with the rules of today it {problem}")
        clean(article)
        changes = differences(known.article, article)
        understood = Understood(
            revision_id=known.revision_id,
            reading_id=known.reading_id,
            article=article,
            text_hash=text_hash(article.body),
        )
        return Outcome(**about, changes=changes, understood=understood if changes else None)


@lru_cache(maxsize=1)  # opened once in each process
def _reader(address: str, sites: Path) -> _Reader:
    return _Reader(address, sites)


def _read_in_process(address: str, sites: Path, ids: list[int]) -> list[Outcome]:
    return _reader(address, sites).read(ids)


def _fingerprint(sites: Path) -> str:
    """What stands in the user's site rules: after a change nothing is continued."""
    digest = hashlib.sha256()
    for file in sorted([*sites.glob("*.toml"), *sites.glob("*.py")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
