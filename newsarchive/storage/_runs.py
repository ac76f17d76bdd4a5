"""Runs of jobs, and what went wrong in them."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from newsarchive.errors import ArchiveBusy
from newsarchive.model import Failure, Run
from newsarchive.storage._engine import chunks
from newsarchive.storage._schema import FailureRow, RunRow, SourceRow
from newsarchive.urls import MAX_URL_CHARS, canonical_url

MAX_CAUSE = 500  # characters of a failure's cause
CRAWLS = ("poll", "backfill")  # jobs that never go on over one source at once
_DOING = {
    "run": "doing",
    "reextract": "reading",
    "import-warc": "importing",
}  # job → what it does; else crawling


_begun_here: set[tuple[str, int]] = set()  # archive and row of runs of this very process


@dataclass(frozen=True, slots=True)
class RunHandle:
    """A run that was begun; ``since`` is when the chain of interrupted runs it continues began.

    ``reached`` are the figures that the interrupted run before had noted; empty without one.
    """

    id: int
    since: datetime
    reached: Mapping[str, int] = field(default_factory=dict)


class Runs:
    """Runs and failures, inside one transaction."""

    def __init__(self, session: Session, place: str) -> None:
        self._session = session
        self._place = place

    def begin(
        self, job: str, *, key: str, source: str | None, at: datetime, exclusive: bool
    ) -> RunHandle:
        """Note that a job starts, and whether it continues an interrupted one.

        Args:
            job: Its name.
            key: Equal for the same command with the same arguments.
            source: The slug it is confined to, if any.
            at: The present.
            exclusive: No other run of the job may go on over the same sources, and one
                without a source is over all.  The same command never runs twice at once.

        Raises:
            ArchiveBusy: One is, in a live process of this machine.
        """
        source_id = self._source_id(source)
        self._end_dead(at)
        together = CRAWLS if job in CRAWLS else (job,)
        for row in self._session.scalars(
            select(RunRow).where(RunRow.job.in_(together), RunRow.finished_at.is_(None))
        ):
            # a poll of all passes over sources that are crawled alone
            passes = job == "poll" and source is None and row.job == "backfill"
            shared = None in (row.source_id, source_id) or row.source_id == source_id
            if row.key == key or (exclusive and shared and not passes):
                doing = _DOING.get(row.job, "crawling")
                raise ArchiveBusy(
                    self._place,
                    f"process {row.pid} is {doing} the same already; wait for it to end",
                )
        last = self._session.scalars(
            select(RunRow).where(RunRow.key == key).order_by(RunRow.id.desc()).limit(1)
        ).first()
        continued = last if last is not None and last.outcome == "interrupted" else None
        since = continued.since if continued is not None else at
        run_id = self._session.execute(
            insert(RunRow)
            .values(
                job=job,
                key=key,
                source_id=source_id,
                machine=socket.gethostname(),
                pid=os.getpid(),
                started_at=at,
                since=since,
                figures={},
            )
            .returning(RunRow.id)
        ).scalar_one()
        _begun_here.add((self._place, run_id))
        return RunHandle(run_id, since, dict(continued.figures) if continued is not None else {})

    def note(self, run_id: int, figures: dict[str, int]) -> None:
        """Note how far a run that goes on has come, for the one that may have to continue it."""
        self._session.execute(update(RunRow).where(RunRow.id == run_id).values(figures=figures))

    def finish(self, run_id: int, *, outcome: str, figures: dict[str, int], at: datetime) -> None:
        """Note how a run ended: finished, interrupted or failed."""
        self._session.execute(
            update(RunRow)
            .where(RunRow.id == run_id)
            .values(finished_at=at, outcome=outcome, figures=figures)
        )

    def newest(
        self,
        limit: int = 20,
        *,
        job: str = "",
        key: str = "",
        source: str | None = None,
        since: datetime | None = None,
    ) -> list[Run]:
        """Return the runs started last, newest first.

        Args:
            limit: At most so many.
            job: Only those of this name; "" for all.
            key: Only those of this key; "" for all.
            source: Only those confined to this slug; None for all.
            since: Only those started at or after this instant.
        """
        query = (
            select(RunRow, SourceRow.slug)
            .outerjoin(SourceRow, SourceRow.id == RunRow.source_id)
            .order_by(RunRow.id.desc())
            .limit(limit)
        )
        for wanted, column in ((job, RunRow.job), (key, RunRow.key), (source, SourceRow.slug)):
            if wanted:
                query = query.where(column == wanted)
        if since is not None:
            query = query.where(RunRow.started_at >= since)
        return [
            Run(
                job=row.job,
                source=slug,
                started_at=row.started_at,
                finished_at=row.finished_at,
                outcome=row.outcome or ("" if _alive(row) else "interrupted"),
                figures=row.figures,
            )
            for row, slug in self._session.execute(query)
        ]

    def thin(self, before: datetime) -> int:
        """Remove the rows of runs that ended before then, but each command's last; return how many.

        What they did is in the articles and failures; a poll a minute would fill the database.
        """
        last = select(func.max(RunRow.id)).group_by(RunRow.key)
        done = self._session.execute(
            delete(RunRow)
            .where(RunRow.finished_at < before, RunRow.id.not_in(last))
            .returning(RunRow.id)
        )
        return len(done.all())

    def busy(self, jobs: Collection[str]) -> set[str | None]:
        """Return the slugs that runs of these jobs are confined to now; None for all sources."""
        query = (
            select(RunRow, SourceRow.slug)
            .outerjoin(SourceRow, SourceRow.id == RunRow.source_id)
            .where(RunRow.job.in_(jobs), RunRow.finished_at.is_(None))
        )
        return {
            slug
            for row, slug in self._session.execute(query)
            if row.pid != os.getpid() and _alive(row)
        }

    def fail(self, failures: Iterable[Failure], *, run_id: int | None = None) -> None:
        """Record failures; the same again only counts up, another cause closes the earlier one."""
        for failure in failures:
            cause = failure.cause[:MAX_CAUSE]
            address = (canonical_url(failure.url) or failure.url)[:MAX_URL_CHARS]
            values = {
                "at": failure.at,
                "run_id": run_id,
                "source_id": self._source_id(failure.source),
            }
            again = self._session.execute(
                update(FailureRow)
                .where(
                    FailureRow.canonical_url == address,
                    FailureRow.stage == failure.stage,
                    FailureRow.cause == cause,
                    FailureRow.resolved_at.is_(None),
                )
                .values(times=FailureRow.times + 1, **values)
                .returning(FailureRow.id)
            ).first()
            if again is None:
                self._session.execute(
                    update(FailureRow)
                    .where(
                        FailureRow.canonical_url == address,
                        FailureRow.stage == failure.stage,
                        FailureRow.resolved_at.is_(None),
                    )
                    .values(resolved_at=failure.at)
                )
                self._session.execute(
                    insert(FailureRow).values(
                        url=failure.url,
                        canonical_url=address,
                        stage=failure.stage,
                        cause=cause,
                        times=1,
                        **values,
                    )
                )

    def resolve(self, urls: Collection[str], *, at: datetime, stage: str = "") -> None:
        """Close the open failures of URLs that went well now, however they were spelled.

        ``stage``: only those of this stage; "" for all.
        """
        for some in chunks({(canonical_url(url) or url)[:MAX_URL_CHARS] for url in urls}):
            closing = update(FailureRow).where(
                FailureRow.canonical_url.in_(some), FailureRow.resolved_at.is_(None)
            )
            if stage:
                closing = closing.where(FailureRow.stage == stage)
            self._session.execute(closing.values(resolved_at=at))

    def failures(self, *, source: str | None = None, limit: int = 1000) -> list[Failure]:
        """Return the open failures, the latest first."""
        query = (
            select(FailureRow, SourceRow.slug)
            .outerjoin(SourceRow, SourceRow.id == FailureRow.source_id)
            .where(FailureRow.resolved_at.is_(None))
            .order_by(FailureRow.at.desc(), FailureRow.id.desc())
            .limit(limit)
        )
        if source is not None:
            query = query.where(SourceRow.slug == source)
        return [
            Failure(
                url=row.url,
                stage=row.stage,
                cause=row.cause,
                at=row.at,
                source=slug,
                times=row.times,
            )
            for row, slug in self._session.execute(query)
        ]

    def _source_id(self, slug: str | None) -> int | None:
        if slug is None:
            return None
        return self._session.execute(select(SourceRow.id).where(SourceRow.slug == slug)).scalar()

    def _end_dead(self, at: datetime) -> None:
        """Close runs whose process is gone (SIGKILL, power cut) as interrupted."""
        for row in self._session.scalars(select(RunRow).where(RunRow.finished_at.is_(None))):
            # a container that was killed may come back with our process number
            ours = (self._place, row.id) in _begun_here
            if (row.pid == os.getpid() and not ours) or not _alive(row):
                row.finished_at = at
                row.outcome = "interrupted"
        self._session.flush()


def _alive(row: RunRow) -> bool:
    """Whether a run's process lives; one of another machine's name counts as gone.

    A container that was killed comes back under another name and must not block itself.  A
    process that began after the run did only has the number of one that is gone.
    """
    if row.machine != socket.gethostname():
        return False
    try:
        os.kill(row.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    fields = _of_process(row.pid)
    if fields is None:
        return True
    if fields[0] in "ZX":  # it is dead, and nobody has asked yet how it ended
        return False
    began = _began(fields)
    return began is None or began <= row.started_at + timedelta(seconds=2)  # clocks tick coarsely


def _of_process(pid: int) -> list[str] | None:
    """What the system tells of a process behind its name, where it does: Linux, proc(5)."""
    try:
        found = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return found or None


def _began(fields: list[str]) -> datetime | None:
    """When a process began."""
    try:
        boot = re.search(r"^btime (\d+)", Path("/proc/stat").read_text(), re.MULTILINE)
        ticks = int(fields[19])  # field 22 of the whole: time since boot
    except (OSError, ValueError, IndexError):
        return None
    if boot is None:
        return None
    seconds = int(boot[1]) + ticks / os.sysconf("SC_CLK_TCK")
    return datetime.fromtimestamp(seconds, UTC)
