"""Work spread over processes, its results in the order of the tasks.

Processes are spawned, not forked: the parent has threads and an open database.  They ignore
Ctrl-C, which is the parent's to act on, and end when the parent is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TypeVar

from newsarchive.errors import NewsArchiveError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

AHEAD = 2  # tasks a process has waiting or done: what bounds memory


class ProcessLost(NewsArchiveError):
    """A process that read pages was ended from outside, mostly for want of memory."""

    def __init__(self, task: str) -> None:
        super().__init__(task)
        self.task = task

    def __str__(self) -> str:
        return (
            f"a reading process was killed near {self.task}, perhaps for want of memory; "
            "the same command goes on from there"
        )


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], *, processes: int
) -> Generator[tuple[_Task, _Result], None, None]:
    """Yield each task with its result, in the order of the tasks.

    No more than ``AHEAD`` tasks a process are taken from ``tasks`` before their results were.
    Closing the iterator lets the tasks under way end and drops the others.

    Args:
        work: A function that processes can import; called here where ``processes`` is 1.
        tasks: What it is called with; asked for only as they are needed.
        processes: How many.

    Raises:
        ProcessLost: One of them was killed.
    """
    if processes <= 1:
        for task in tasks:
            yield task, work(task)
        return
    waiting: deque[tuple[_Task, Future[_Result]]] = deque()
    pool = ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare
    )
    try:
        for task in tasks:
            waiting.append((task, _submit(pool, work, task)))
            if len(waiting) >= AHEAD * processes:
                yield _taken(waiting)
        while waiting:
            yield _taken(waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _taken(waiting: deque[tuple[_Task, Future[_Result]]]) -> tuple[_Task, _Result]:
    task, future = waiting[0]
    try:
        result = future.result()
    except BrokenProcessPool as error:
        raise ProcessLost(str(task)[:100]) from error
    waiting.popleft()
    return task, result


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[_Task], _Result], task: _Task
) -> Future[_Result]:
    """Hand a task over; a process that is started for it never sees Ctrl-C, not even early."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(work, task)
    except BrokenProcessPool as error:
        raise ProcessLost(str(task)[:100]) from error
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
