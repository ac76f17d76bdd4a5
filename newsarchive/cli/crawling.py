"""The crawl command: a progress bar on a terminal, plain lines otherwise."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, Protocol

import click

from newsarchive.cli._console import INTERRUPTED, archive_option, idle_option, line, say
from newsarchive.cli._events import json_option, tell_json, verbose_option
from newsarchive.errors import ArchiveBusy, UsageError

_settings_option = click.option(
    "-s",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Override a Scrapy setting, as scrapy does.",
)


@click.command()
@click.argument("slugs", metavar="[SOURCE]...", nargs=-1)
@archive_option
@click.option(
    "--revisit",
    type=click.Choice(["due", "listed", "all", "none"]),
    default="due",
    show_default=True,
    help="Archived articles to look at again: those due by their age, also all that the feeds "
    "list now, all, none.",
)
@click.option("--wake", is_flag=True, help="Ask also feeds that rest, since they were gone.")
@idle_option
@json_option
@verbose_option
@_settings_option
def crawl(
    slugs: tuple[str, ...],
    archive: str,
    revisit: str,
    wake: bool,
    if_idle: bool,
    as_json: bool,
    verbose: bool,
    settings: tuple[str, ...],
) -> None:
    """Ask the feeds of all sources, or of those named, and archive their articles.

    Articles of the archive are looked at again after an hour, 6 hours, a day, 3 days, a week
    and a month, or as the source's setting 'visits' says; --revisit chooses otherwise.

    Ctrl-C stops in good order; the same command continues.

    Example: newsarchive crawl harbour-courier
    """
    from newsarchive.jobs.crawling import crawl_sources

    events = crawl_sources(
        archive, slugs, revisit=revisit, wake=wake, settings=_overridden(settings)
    )
    _run(events, as_json=as_json, verbose=verbose, if_idle=if_idle)


@click.command()
@click.argument("slug", metavar="SOURCE")
@archive_option
@click.option("--since", default="", metavar="DAY", help="A year, month or day: nothing older.")
@click.option(
    "--budget", type=click.IntRange(min=1), help="Articles to fetch at most; 1000 unless set."
)
@idle_option
@json_option
@verbose_option
@_settings_option
def backfill(
    slug: str,
    archive: str,
    since: str,
    budget: int | None,
    if_idle: bool,
    as_json: bool,
    verbose: bool,
    settings: tuple[str, ...],
) -> None:
    """Archive a source's back catalogue, from the newest article to the oldest.

    Asks WordPress's API, archived pages of feeds, sitemaps, sections and archives by date, in
    this order, and only as far as the ones before left something out.  The same command
    again goes on where it was.

    Example: newsarchive backfill harbour-courier --since 2015 --budget 5000
    """
    from newsarchive.jobs.crawling import backfill_source

    events = backfill_source(
        archive, slug, since=since, budget=budget, settings=_overridden(settings)
    )
    _run(events, as_json=as_json, verbose=verbose, if_idle=if_idle)


def _run(
    events: Iterator[dict[str, Any]], *, as_json: bool, verbose: bool, if_idle: bool
) -> NoReturn:
    """Show a crawl and end with its code."""
    try:
        report = follow(events, as_json=as_json, verbose=verbose)
    except ArchiveBusy:
        if not if_idle:
            raise
        sys.exit(0)
    end(report, as_json=as_json)


def end(report: Report, *, as_json: bool = False) -> NoReturn:
    """Tell how a crawl went, and end with its code."""
    if not as_json:
        say(report.summary())
        for remark in report.remarks:
            say(line(remark))
    if report.interrupted:
        sys.exit(INTERRUPTED)
    sys.exit(1 if report.failed_sources or report.outcome == "failed" else 0)


class Report:
    """What a crawl's events add up to."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.failures = 0
        self.interrupted = False
        self.outcome = ""
        self.figures: dict[str, int] = {}
        self.failed_sources: set[str] = set()  # "" stands for pages of no source
        self.remarks: list[str] = []  # what the crawl has to say at its end
        self._remainder = ""  # what an interrupted crawl leaves, in words

    def add(self, event: dict[str, Any]) -> None:
        """Count one event."""
        if event["event"] == "item":
            self.verdicts[event["verdict"]] += 1
        elif event["event"] == "failure":
            self.failures += 1
        elif event["event"] == "end":
            self.outcome = event["outcome"]
            self.interrupted |= self.outcome == "interrupted"
            self.figures = event["figures"]
            self.failed_sources = set(event["failed_sources"])
            self._remainder = event["remainder"]
            self.remarks = event.get("remarks", [])

    def summary(self) -> str:
        """One sentence for the end."""
        parts = [
            f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(self.verdicts.items())
        ]
        told = ", ".join([*parts, f"{self.failures} failures"])
        if torn := self.figures.get("torn_records", 0):
            told += f"; cut off what a kill left of {torn} record" + ("s" if torn > 1 else "")
        if self.outcome == "interrupted":
            return f"interrupted: {told}; {self._remainder}"
        failed = ", ".join(sorted(self.failed_sources - {""}))
        return f"done: {told}" + (f"; failed sources: {failed}" if failed else "")


def follow(
    events: Iterator[dict[str, Any]], *, as_json: bool = False, verbose: bool = False
) -> Report:
    """Show a crawl's events as they come and return what they add up to.

    Args:
        events: Of ``newsarchive.crawl.run.crawl``.
        as_json: Each as a JSON object a line.
        verbose: With the reasons of what was decided.

    Raises:
        KeyboardInterrupt: Ctrl-C, before the crawl came to an end that could be told.
    """
    report = Report()
    with _display(as_json=as_json, verbose=verbose) as display:
        try:
            for event in events:
                report.add(event)
                display.show(event)
        except KeyboardInterrupt:
            if not report.outcome:
                raise
            report.interrupted = True
    return report


class _Display(Protocol):
    def show(self, event: dict[str, Any]) -> None: ...


class _Objects:
    """A JSON object an event."""

    def show(self, event: dict[str, Any]) -> None:
        words = {name: value for name, value in event.items() if name != "event"}
        tell_json(event["event"], **words)


class _Lines:
    """A line an event."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose

    def show(self, event: dict[str, Any]) -> None:
        text = _told(event, verbose=self._verbose)
        if text:
            say(text)


class _Bar:
    """Failures and news as lines above a bar."""

    def __init__(self, progress: Any) -> None:
        self._progress = progress
        self._task = progress.add_task("asking the feeds", total=None)
        self._found = 0
        self._done = 0

    def show(self, event: dict[str, Any]) -> None:
        from rich.markup import escape

        if event["event"] == "listing":
            self._found += event["links"]
        elif event["event"] in ("item", "failure"):
            self._done += 1
        if event["event"] == "failure" or event.get("verdict") in ("new", "revised", "copy"):
            self._progress.console.print(escape(_told(event)), highlight=False)
        self._progress.update(
            self._task,
            completed=self._done,
            total=max(self._found, self._done) or None,
            description=f"{self._done} pages",
        )


@contextmanager
def _display(*, as_json: bool, verbose: bool) -> Iterator[_Display]:
    if as_json:
        yield _Objects()
        return
    if verbose or not sys.stdout.isatty():
        yield _Lines(verbose=verbose)
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True
    ) as progress:
        yield _Bar(progress)


def _told(event: dict[str, Any], *, verbose: bool = False) -> str:
    reason = event.get("reason") if verbose else ""
    why = f"  ({reason})" if reason else ""
    match event["event"]:
        case "listing":
            return line(f"{event['source']}: {event['links']} links in {event['url']}{why}")
        case "item":
            title = event.get("title") or ""
            return line(f"{event['verdict']:<9} {event['url']}  {title}{why}")
        case "failure":
            return line(f"failed    {event['url']}: {event['cause']}{why}")
        case "passed" if verbose:
            return line(f"passed    {event['url']}{why}")
    return ""


def _overridden(settings: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for setting in settings:
        name, parted, value = setting.partition("=")
        if not parted or not name.strip():
            raise UsageError(f"-s {setting}: write it as NAME=VALUE")
        found[name.strip()] = value
    return found


COMMANDS = (crawl, backfill)
