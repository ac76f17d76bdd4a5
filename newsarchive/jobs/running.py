"""The one process that does everything due: polls, visits, back catalogues, exports, backups."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import FrameType

from newsarchive.config import Config
from newsarchive.errors import ArchiveBusy, ArchiveError, NewsArchiveError
from newsarchive.jobs.duties import Done, Duty, Health, duties_of
from newsarchive.storage import Archive

JOB = "run"
KEY = "run"  # one a database
LOOK = 60.0  # seconds after which the archive is looked at again: others may have added sources
GRACE = 7.0  # seconds a stopped crawl has for the answers under way, before it drops them
_BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Told:
    """How one duty went."""

    duty: str
    at: datetime  # when it began
    seconds: float
    done: Done


class Stopped(Exception):
    """A supervisor ended the process in good order (SIGTERM)."""


class Runner:
    """Does what is due, one duty after the other: so no two ever ask one host at once."""

    def __init__(self, archive: Archive, config: Config) -> None:
        self._archive = archive
        self._duties = duties_of(archive, config)
        self._failures: dict[int, tuple[int, datetime]] = {}  # duty → in a row, not before

    def once(self) -> Iterator[Told]:
        """Do what is due now, each duty until it is not, and yield how it went.

        Raises:
            ArchiveBusy: Another process does so already.
        """
        with self._row():
            for duty in self._duties:
                while self._due(duty, now := datetime.now(UTC)) <= now:
                    yield self._do(duty)

    def forever(self) -> Iterator[Told]:
        """Do what is due, wait, and so on; yield how each duty went.

        What was missed while nothing ran is done once, not as often as it was missed.

        Raises:
            ArchiveBusy: Another process does so already.
        """
        yield from self._until_writable()
        with self._row():
            while True:
                now = datetime.now(UTC)
                for duty in self._duties:  # the most urgent first, after each again
                    if self._due(duty, now) <= now:
                        yield self._do(duty)
                        break
                else:
                    next_at = min(self._due(duty, now) for duty in self._duties)
                    time.sleep(min(max((next_at - now).total_seconds(), 0.5), LOOK))

    def _until_writable(self) -> Iterator[Told]:
        """Wait while the archive takes nothing, as on a full disk, and see that people are told.

        Ended by it, the process would be started anew each minute, and they would never be.
        """
        for times in range(1_000_000):
            try:
                with self._archive.writing() as rows:
                    rows.findings.try_writing()
                return
            except ArchiveBusy:
                return  # the row says by whom
            except ArchiveError as error:
                yield Told(JOB, datetime.now(UTC), 0.0, Done(str(error), failed=True))
            for duty in self._duties:
                if isinstance(duty, Health):
                    yield self._do(duty)
            time.sleep(_BACKOFF[min(times, len(_BACKOFF) - 1)].total_seconds())

    def _due(self, duty: Duty, now: datetime) -> datetime:
        never = now + timedelta(days=1)
        _, not_before = self._failures.get(id(duty), (0, now))
        if not_before > now:
            return not_before
        try:
            found = duty.due(now)
        except NewsArchiveError:
            return now  # it is told when it is done
        return never if found is None else found

    def _do(self, duty: Duty) -> Told:
        at = datetime.now(UTC)
        start = time.monotonic()
        try:
            done = duty.do(at)
            self._failures.pop(id(duty), None)
        except ArchiveBusy as error:
            done = Done(f"not now: {error}")
            self._failures[id(duty)] = (0, datetime.now(UTC) + _BACKOFF[0])
        except (NewsArchiveError, OSError) as error:
            done = Done(str(error), failed=True)
            times = self._failures.get(id(duty), (0, at))[0] + 1
            wait = _BACKOFF[min(times, len(_BACKOFF)) - 1]
            self._failures[id(duty)] = (times, datetime.now(UTC) + wait)
        return Told(duty.name, at, time.monotonic() - start, done)

    @contextmanager
    def _row(self) -> Iterator[None]:
        with self._archive.writing() as rows:
            run = rows.runs.begin(JOB, key=KEY, source=None, at=datetime.now(UTC), exclusive=True)
        outcome = "failed"
        try:
            yield
            outcome = "finished"
        except (GeneratorExit, KeyboardInterrupt):
            outcome = "finished"  # it is stopped from outside, there is no other end
            raise
        finally:
            with self._archive.writing() as rows:
                rows.runs.finish(run.id, outcome=outcome, figures={}, at=datetime.now(UTC))


@contextmanager
def stopping_in_good_order() -> Iterator[Callable[[], bool]]:
    """Make SIGTERM stop what is under way as Ctrl-C does, within ten seconds.

    Yields a function that tells whether there was one.  Whatever is written is committed or
    undone; a crawl that is still waiting for a server after ``GRACE`` seconds is told again.
    """
    heard = False
    timers: list[threading.Timer] = []

    def hear(number: int, frame: FrameType | None) -> None:
        nonlocal heard
        if not heard:
            heard = True
            # to the main thread itself: it waits for the crawl's words, and is to hear it there
            main = threading.main_thread().ident
            again = threading.Timer(GRACE, signal.pthread_kill, (main, signal.SIGINT))
            again.daemon = True
            again.start()
            timers.append(again)
        # A shell that starts something with '&' has it ignore Ctrl-C; SIGTERM still counts.
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGTERM, hear)
    try:
        yield lambda: heard
    finally:
        signal.signal(signal.SIGTERM, before)
        for timer in timers:
            timer.cancel()
