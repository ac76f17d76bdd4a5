"""What ``newsarchive run`` does: each duty tells when it is due, and does it.

When a duty is due stands in the archive: in the frontier, in rungs, in the rows of earlier
runs.  So nothing is lost when the process ends, and what was missed meanwhile is done once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from newsarchive.config import Config, seconds_of
from newsarchive.crawl.run import Fetcher
from newsarchive.errors import ArchiveBusy, ArchiveError, NewsArchiveError
from newsarchive.export import export
from newsarchive.health import examine_machine
from newsarchive.ingest import EXTRACTOR
from newsarchive.jobs.alerting import alert, tell
from newsarchive.jobs.crawling import backfill_source, crawl_due
from newsarchive.jobs.judging import judge, machine_of
from newsarchive.jobs.rereading import Report, key_of, reextract
from newsarchive.jobs.retention import expired, read_rules, remove
from newsarchive.model import Source
from newsarchive.storage import CRAWLS, Archive
from newsarchive.usage import used
from newsarchive.vitals import Finding, HomeState, MachineVitals

DAY = timedelta(days=1)
PAUSE = timedelta(minutes=1)  # between polls: what becomes due within it is asked together
FRUITLESS = timedelta(minutes=15)  # after a poll that asked nobody
SLICE = 100  # articles of a back catalogue at once; polls have their turn in between
HEALTH = timedelta(hours=1)
LOCKED = 3  # times in a row that the archive is found locked, before people are told
SLACK = timedelta(minutes=5)  # by which clocks may differ
REST = timedelta(hours=6)  # of a source's back catalogue after a run that brought nothing


@dataclass(slots=True)
class Done:
    """How a duty went."""

    told: str  # one clause
    failed: bool = False
    figures: dict[str, int] = field(default_factory=dict)


class Duty(Protocol):
    """Something to do again and again."""

    @property
    def name(self) -> str:
        """One word."""

    def due(self, at: datetime) -> datetime | None:
        """When it is to be done next, ``at`` or earlier: now; None: as things are, never."""

    def do(self, at: datetime) -> Done:
        """Do it.

        Raises:
            NewsArchiveError: It could not be done.
        """


def duties_of(archive: Archive, config: Config) -> list[Duty]:
    """Return what there is to do, the most urgent first."""
    found: list[Duty] = [Polls(archive), Homes(archive)]
    if config.backfill_a_day:
        found.append(Backfills(archive, config.backfill_a_day))
    if config.reextract:
        found.append(Rereading(archive, config.sites_folder))
    every = timedelta(seconds=seconds_of(config.export_every))
    found += [Export(archive, config.place(file), every) for file in config.exports]
    if config.backups:
        every = timedelta(seconds=seconds_of(config.backup_every))
        found.append(Backup(archive, config.place(config.backups), every, config.backup_keep))
    if config.retain:
        found.append(Retention(archive, config.retain))
    found.append(Health(archive, config))
    return found


class Polls:
    """Listings and pages that are due."""

    name = "poll"

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._not_before: datetime | None = None

    def due(self, at: datetime) -> datetime | None:
        with self._archive.reading() as rows:
            times = [rows.listings.next_due(at=at), rows.frontier.next_due(at=at)]
        found = min((time for time in times if time is not None), default=None)
        if found is None or self._not_before is None:
            return found
        return max(found, self._not_before)

    def do(self, at: datetime) -> Done:
        done = _crawled(crawl_due(self._archive.address))
        idle = not done.figures.get("requests")
        self._not_before = datetime.now(UTC) + (FRUITLESS if idle else PAUSE)
        return done


class Backfills:
    """Back catalogues: of each source so many articles a day, in slices."""

    name = "backfill"

    def __init__(self, archive: Archive, a_day: int) -> None:
        self._archive = archive
        self._a_day = a_day
        self._resting: dict[str, datetime] = {}  # slug → until when
        self._last = ""  # whose turn it was

    def due(self, at: datetime) -> datetime | None:
        if self._next(at) is not None:
            return at
        with self._archive.reading() as rows:
            waiting = any(self._has_work(rows, source) for source in rows.sources.all())
        return at + timedelta(minutes=30) if waiting else None

    def do(self, at: datetime) -> Done:
        found = self._next(at)
        if found is None:
            return Done("nothing to do")
        source, left = found
        self._last = source.slug
        try:
            done = _crawled(
                backfill_source(self._archive.address, source.slug, budget=min(left, SLICE))
            )
        except NewsArchiveError:
            self._resting[source.slug] = at + REST
            raise
        if not done.figures.get("new"):
            self._resting[source.slug] = at + REST
        done.told = f"{source.slug}: {done.told}"
        return done

    def _next(self, at: datetime) -> tuple[Source, int] | None:
        """Whose turn it is, and how many articles it may have today; None: nobody's."""
        with self._archive.reading() as rows:
            busy = rows.runs.busy(CRAWLS)
            sources = rows.sources.all()
            later = [source for source in sources if source.slug > self._last]
            for source in later + [source for source in sources if source not in later]:
                if source.slug in busy or self._resting.get(source.slug, at) > at:
                    continue
                if not self._has_work(rows, source):
                    continue
                runs = rows.runs.newest(1000, job=self.name, source=source.slug, since=at - DAY)
                left = self._a_day - sum(run.figures.get("pages", 0) for run in runs)
                if left > 0:
                    return source, left
        return None

    def _has_work(self, rows: Any, source: Source) -> bool:
        rungs = rows.rungs.of(source.slug)
        if not rungs or any(rung.state == "open" for rung in rungs):
            return True
        return bool(rows.rungs.has_left(source.slug))


class Homes:
    """A look at each source's home page once a day: is it there, and its certificate valid."""

    name = "look"

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def due(self, at: datetime) -> datetime | None:
        with self._archive.reading() as rows:
            if rows.homes.stale(at - DAY):
                return at
            return at + timedelta(hours=1) if rows.sources.all() else None

    def do(self, at: datetime) -> Done:
        with self._archive.reading() as rows:
            wanted = rows.homes.stale(at - DAY)
            private = [source.home for source in rows.sources.all() if source.allow_private]
        hosts = [home.partition("://")[2].partition("/")[0] for home in private]
        with _noted(self._archive, self.name) as figures:
            with Fetcher({"NEWSARCHIVE_PRIVATE_HOSTS": hosts}) as fetcher:
                answers = {answer.url: answer for answer in fetcher.ask(wanted.values())}
            with self._archive.writing() as rows:
                for slug, home in wanted.items():
                    answer = answers[home]
                    rows.homes.keep(
                        slug,
                        HomeState(
                            asked_at=datetime.now(UTC),
                            status=answer.status,
                            final_url=answer.final_url,
                            problem=answer.problem,
                            certificate_until=answer.certificate_until,
                        ),
                    )
            figures["pages"] = len(answers)
            bad = sum(bool(answer.problem) for answer in answers.values())
        return Done(f"{len(answers)} home pages" + (f", {bad} not to be had" if bad else ""))


class Rereading:
    """Captures read again, once after each change of the extractor or the site rules."""

    name = "reextract"

    def __init__(self, archive: Archive, sites: Path) -> None:
        self._archive = archive
        self._sites = sites

    def due(self, at: datetime) -> datetime | None:
        key = key_of(self._sites)
        with self._archive.reading() as rows:
            if any(run.outcome == "finished" for run in rows.runs.newest(5, key=key)):
                return None
            return at if rows.rereadings.outdated(EXTRACTOR) else None

    def do(self, at: datetime) -> Done:
        report = Report()
        with closing(reextract(self._archive, sites=self._sites, report=report)) as outcomes:
            for _ in outcomes:
                pass
        told = f"{report.done} revisions, {report.differing} understood otherwise"
        return Done(told + (f", {report.failed} failed" if report.failed else ""))


class Export:
    """A dump, written anew now and then."""

    name = "export"

    def __init__(self, archive: Archive, file: Path, every: timedelta) -> None:
        self._archive = archive
        self._file = file
        self._every = every

    def due(self, at: datetime) -> datetime | None:
        return _again(self._archive, self.name, str(self._file), self._every, at)

    def do(self, at: datetime) -> Done:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with _noted(self._archive, self.name, str(self._file)) as figures:
            count = export(self._archive, str(self._file))
            figures["articles"] = count
        return Done(f"{count} articles to {self._file}")


class Backup:
    """Copies of the database; of those that it made itself, the newest few stay."""

    name = "backup"

    def __init__(self, archive: Archive, folder: Path, every: timedelta, keep: int) -> None:
        self._archive = archive
        self._folder = folder
        self._every = every
        self._keep = keep

    def due(self, at: datetime) -> datetime | None:
        return _again(self._archive, self.name, str(self._folder), self._every, at)

    def do(self, at: datetime) -> Done:
        self._folder.mkdir(parents=True, exist_ok=True)
        stem = self._archive.path.stem
        target = self._folder / f"{stem}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
        with _noted(self._archive, self.name, str(self._folder)) as figures:
            figures["bytes"] = self._archive.backup(target)
        stamp = "[0-9]" * 8 + "T" + "[0-9]" * 6 + "Z.db"
        old = sorted(self._folder.glob(f"{stem}-{stamp}"))[: -self._keep]
        for path in old:
            path.unlink()
        return Done(f"{figures['bytes']:,} bytes to {target}")


class Retention:
    """Captures that are older than they are to be kept."""

    name = "retain"

    def __init__(self, archive: Archive, words: tuple[str, ...]) -> None:
        self._archive = archive
        self._rules = read_rules(words)

    def due(self, at: datetime) -> datetime | None:
        return _again(self._archive, self.name, "", DAY, at)

    def do(self, at: datetime) -> Done:
        with _noted(self._archive, self.name) as figures:
            files = remove(self._archive, expired(self._archive, self._rules, at=at), at=at)
            figures["files"] = files
        return Done(f"{files} WARC files removed")


class Health:
    """What is wrong, and who is told of it."""

    name = "health"

    def __init__(self, archive: Archive, config: Config) -> None:
        self._archive = archive
        self._config = config
        self._busy = 0  # times in a row that somebody held the archive locked
        self._told: list[Finding] = []  # while the archive could not keep that they were

    def due(self, at: datetime) -> datetime | None:
        return _again(self._archive, self.name, "", HEALTH, at)

    def do(self, at: datetime) -> Done:
        try:
            done = self._kept(at)
        except ArchiveError as error:
            self._busy = self._busy + 1 if isinstance(error, ArchiveBusy) else LOCKED
            if self._busy >= LOCKED:
                self._tell_unkept(at)
            raise
        self._busy = 0
        return done

    def _tell_unkept(self, at: datetime) -> None:
        """Tell of the machine though nothing can be written: a full disk is told of, too."""
        known = list(self._told)
        try:
            machine = machine_of(self._archive, at=at)
            with self._archive.reading() as rows:
                known += [finding for finding in rows.findings.open() if finding.told_at]
        except ArchiveError:
            machine = MachineVitals(place=str(self._archive.place))
        told_of = {_identity(finding) for finding in known}
        found = examine_machine(machine, now=at)
        news = [finding for finding in found if _identity(finding) not in told_of]
        if tell(news, self._config).somebody:
            self._told += news

    def _kept(self, at: datetime) -> Done:
        with _noted(self._archive, self.name) as figures:
            with self._archive.writing() as rows:
                rows.runs.thin(at - timedelta(days=self._config.runs_kept))
            findings = judge(self._archive, at=at)
            if self._told:
                with self._archive.writing() as rows:
                    rows.findings.told(self._told, at=at)
                told_of = {_identity(finding) for finding in self._told}
                findings = [
                    replace(finding, told_at=at) if _identity(finding) in told_of else finding
                    for finding in findings
                ]
                self._told = []
            problem = alert(self._archive, findings, self._config, at=at)
            figures["findings"] = len(findings)
        told = f"{len(findings)} findings" if findings else "all well"
        if problem:
            return Done(f"{told}; nobody could be told: {problem}", failed=True)
        return Done(told)


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.kind, finding.source, finding.subject


def _crawled(events: Iterator[dict[str, Any]]) -> Done:
    """What a crawl's events add up to."""
    figures: dict[str, int] = {}
    failed: list[str] = []
    outcome = ""
    for event in events:
        if event["event"] == "end":
            figures, outcome = event["figures"], event["outcome"]
            failed = sorted(set(event["failed_sources"]) - {""})
    sources = {name.split("/")[1] for name in figures if name.startswith("source/")}
    failures = sum(n for name, n in figures.items() if name.startswith("failures/"))
    new = figures.get("new", 0) + figures.get("copy", 0)
    told = (
        f"{len(sources)} sources, {figures.get('pages', 0)} pages, {new} new, "
        f"{figures.get('revised', 0)} revised, {failures} failures"
    )
    if failed:
        told += f"; failed: {', '.join(failed)}"
    return Done(told, failed=bool(failed) or outcome == "failed", figures={**figures, "new": new})


def _again(archive: Archive, job: str, subject: str, every: timedelta, at: datetime) -> datetime:
    """When a duty is due that was done last as its run's row says."""
    with archive.reading() as rows:
        last = rows.runs.newest(1, key=_key(job, subject))
    if not last or last[0].started_at > at + SLACK:  # the clock was set back
        return at
    wait = every if last[0].outcome == "finished" else min(every, timedelta(minutes=15))
    return last[0].started_at + wait


def _key(job: str, subject: str) -> str:
    return hashlib.sha256(f"{job} {subject}".encode()).hexdigest()[:16]


@contextmanager
def _noted(archive: Archive, job: str, subject: str = "") -> Iterator[dict[str, int]]:
    """Give a job of this process its row; figures are what it did."""
    figures: dict[str, int] = {}
    before = used()
    with archive.writing() as rows:
        run = rows.runs.begin(
            job, key=_key(job, subject), source=None, at=datetime.now(UTC), exclusive=False
        )
    outcome = "interrupted"
    try:
        yield figures
        outcome = "finished"
    except NewsArchiveError:
        outcome = "failed"
        raise
    finally:
        now = used()
        if "cpu_ms" in now:
            figures |= {"cpu_ms": now["cpu_ms"] - before["cpu_ms"], "peak_kb": now["peak_kb"]}
        with archive.writing() as rows:
            rows.runs.finish(run.id, outcome=outcome, figures=figures, at=datetime.now(UTC))
