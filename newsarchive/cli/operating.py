"""Commands of an archive that runs by itself: run, runs, schedule, health, gaps."""

from __future__ import annotations

import getpass
import sys
from collections import Counter
from contextlib import closing, nullcontext
from typing import TYPE_CHECKING

import click

from newsarchive.cli._console import (
    INTERRUPTED,
    archive_option,
    idle_option,
    line,
    say,
    table,
    the_day,
    when,
)
from newsarchive.cli._events import json_option, tell_json
from newsarchive.config import load_config, variables_set
from newsarchive.errors import ArchiveBusy, UsageError

if TYPE_CHECKING:
    from newsarchive.jobs.running import Told
    from newsarchive.model import Run
    from newsarchive.vitals import DayLedger, Finding, Gap


@click.command()
@archive_option
@click.option("--once", is_flag=True, help="Do what is due now, and end: for cron.")
@idle_option
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65_535),
    help="Serve GET /metrics for Prometheus on 127.0.0.1 at this port; 0: a free one.",
)
@json_option
def run(archive: str, once: bool, if_idle: bool, metrics_port: int | None, as_json: bool) -> None:
    """Do everything due, again and again: the one process an archive needs.

    Feeds and pages are asked, home pages looked at, back catalogues fetched in slices, captures
    read again after an upgrade, dumps and backups written as newsarchive.toml says, and what
    is wrong is found and told.  A line a job.  SIGTERM and Ctrl-C stop it within ten seconds,
    and nothing is lost.

    Example: newsarchive run --metrics-port 9464
    """
    from newsarchive.jobs.metrics import serving_metrics
    from newsarchive.jobs.running import Runner, stopping_in_good_order
    from newsarchive.storage import open_archive

    config = load_config()
    failed = False
    with stopping_in_good_order() as was_told_to_stop, open_archive(archive, write=True) as opened:
        served = nullcontext() if metrics_port is None else serving_metrics(opened, metrics_port)
        try:
            with served as port:
                if port is not None:
                    say(f"metrics at http://127.0.0.1:{port}/metrics")
                runner = Runner(opened, config)
                with closing(runner.once() if once else runner.forever()) as jobs:  # type: ignore[type-var]
                    for told in jobs:
                        failed |= told.done.failed
                        _tell(told, as_json=as_json)
        except ArchiveBusy:
            if not if_idle:
                raise
            return
        except KeyboardInterrupt:
            say("stopped")
            sys.exit(0 if was_told_to_stop() else INTERRUPTED)
    sys.exit(1 if failed else 0)


def _tell(told: Told, *, as_json: bool) -> None:
    done = told.done
    if as_json:
        tell_json(
            "job",
            at=told.at,
            job=told.duty,
            failed=done.failed,
            told=done.told,
            seconds=round(told.seconds, 1),
            figures=done.figures,
        )
        return
    mark = "failed: " if done.failed else ""
    at = f"{told.at.astimezone():%Y-%m-%d %H:%M:%S}"
    say(f"{at}  {told.duty:<9}  {line(f'{mark}{done.told} ({told.seconds:.0f} s)')}")
    sys.stdout.flush()


@click.command()
@archive_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--job", default="", metavar="NAME", help="Only these: poll, backfill, export, …")
@click.option("--source", metavar="SLUG", help="Only those of this source alone.")
@click.option("--causes", is_flag=True, help="Show why pages failed.")
@json_option
def runs(
    archive: str, limit: int, job: str, source: str | None, causes: bool, as_json: bool
) -> None:
    """List the jobs that ran, the latest first: what they did, took and cost.

    Example: newsarchive runs --job poll --causes
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened, opened.reading() as rows:
        found = rows.runs.newest(limit, job=job, source=source)
        if source and not found:
            rows.sources.get(source)
    if as_json:
        for item in found:
            tell_json(
                "run",
                job=item.job,
                source=item.source,
                started_at=item.started_at,
                finished_at=item.finished_at,
                outcome=item.outcome or "running",
                figures=item.figures,
            )
        return
    table(
        ("job", "source", "started", "took", "outcome", *(f"{name} #" for name in _COLUMNS)),
        [_row(item) for item in found],
    )
    for item in found if causes else ():
        for name, count in sorted(item.figures.items()):
            if name.startswith("cause/"):
                say(line(f"{when(item.started_at)}  {item.job}: {count} x {name[6:]}"))


_COLUMNS = ("pages", "new", "revised", "copies", "failures", "MB", "CPU s", "peak MB")


def _row(item: Run) -> tuple[object, ...]:
    figures = item.figures
    took = (item.finished_at - item.started_at).total_seconds() if item.finished_at else None
    return (
        item.job,
        item.source or "",
        f"{item.started_at.astimezone():%m-%d %H:%M:%S}",
        "" if took is None else f"{took:.0f} s",
        item.outcome or "running",
        figures.get("pages", ""),
        figures.get("new", 0) + figures.get("copy", 0) if "pages" in figures else "",
        figures.get("revised", ""),
        figures.get("copy", ""),
        sum(n for name, n in figures.items() if name.startswith("failures/")) or "",
        f"{figures['bytes'] / 1e6:.1f}" if "bytes" in figures else "",
        f"{figures['cpu_ms'] / 1000:.1f}" if "cpu_ms" in figures else "",
        figures["peak_kb"] // 1000 if "peak_kb" in figures else "",
    )


@click.command()
@archive_option
@click.option("--systemd", "kind", flag_value="systemd", help="Print a service unit.")
@click.option("--cron", "kind", flag_value="cron", help="Print a line for crontab.")
@click.option("--user", default="", help="Whom the unit runs as; you, unless it says otherwise.")
def schedule(archive: str, kind: str | None, user: str) -> None:
    """Print what keeps newsarchive going on this machine, with the right paths.

    Example: newsarchive schedule --systemd > newsarchive.service
    """
    from newsarchive.jobs.alerting import variables_named
    from newsarchive.jobs.scheduling import cron_line, systemd_unit

    if kind is None:
        raise UsageError("say for what: --systemd or --cron")
    config = load_config()
    variables = {**dict.fromkeys(variables_named(config)), **variables_set()}
    if kind == "cron":
        say(cron_line(config, archive, variables=variables).rstrip("\n"))
    else:
        unit = systemd_unit(config, archive, user=user or getpass.getuser(), variables=variables)
        say(unit.rstrip("\n"))


@click.command()
@click.argument("slugs", metavar="[SOURCE]...", nargs=-1)
@archive_option
@click.option(
    "--alert", "send", is_flag=True, help="Tell of what is new, as newsarchive.toml says."
)
@json_option
def health(slugs: tuple[str, ...], archive: str, send: bool, as_json: bool) -> None:
    """Find what is wrong: sources compared with their own past, and this machine.

    Exits with 0 when all is well and with 1 when something is not.  Each finding stays until
    it is over; docs/operation.md says what is looked at, and how.

    Example: newsarchive health
    """
    from datetime import UTC, datetime

    from newsarchive.jobs.alerting import alert
    from newsarchive.jobs.judging import judge
    from newsarchive.storage import open_archive

    now = datetime.now(UTC)
    with open_archive(archive, write=True) as opened:
        found = judge(opened, slugs, at=now)
        problem = alert(opened, found, load_config(), at=now) if send else ""
    if as_json:
        for finding in found:
            tell_json("finding", **_described(finding))
    elif found:
        _tell_findings(found)
    else:
        say("all well")
    if problem:
        raise UsageError(f"nobody could be told: {problem}")
    sys.exit(1 if found else 0)


def _described(finding: Finding) -> dict[str, object]:
    return {
        "source": finding.source or None,
        "kind": finding.kind,
        "subject": finding.subject or None,
        "expected": finding.expected,
        "seen": finding.seen,
        "since": finding.since,
        "advice": finding.advice,
    }


def _tell_findings(findings: list[Finding]) -> None:
    from newsarchive.health import KINDS

    for number, finding in enumerate(findings):
        if number:
            say()
        subject = f" ({finding.subject})" if finding.subject else ""
        say(line(f"{finding.source or 'this machine'}: {KINDS[finding.kind]}{subject}"))
        for name, text in (
            ("expected", finding.expected),
            ("seen", finding.seen),
            ("since", when(finding.since)),
            ("do", finding.advice),
        ):
            say(f"  {name + ':':<9} {line(text)}")


@click.command()
@click.argument("slugs", metavar="[SOURCE]...", nargs=-1)
@archive_option
@click.option("--since", metavar="DATE", help="Only what was published since, as 2026-01-31.")
@click.option("--urls", is_flag=True, help="List what is missing, an address a line.")
@click.option("--fill", is_flag=True, help="Ask for it again, now.")
@json_option
def gaps(
    slugs: tuple[str, ...],
    archive: str,
    since: str | None,
    urls: bool,
    fill: bool,
    as_json: bool,
) -> None:
    """Show, day by day, what sources say they published, what is archived, and why not all.

    What feeds, sitemaps and WordPress name counts; the day is that of publication, in the
    source's time zone.  Reasons: robots (robots.txt forbids it), refused (the server or the
    page does), failed, not yet, by a rule (the source's 'only' or 'never').

    Example: newsarchive gaps harbour-courier --since 2026-11-01
    """
    from newsarchive.storage import open_archive

    start = the_day(since)
    day = start.date() if start is not None else None
    days: list[DayLedger] = []
    missing: list[Gap] = []
    totals = {}
    with open_archive(archive, write=fill) as opened, opened.reading() as rows:
        named = [rows.sources.get(slug).slug for slug in slugs] or [
            source.slug for source in rows.sources.all()
        ]
        for slug in named:
            days += rows.ledger.days(slug, since=day)
            missing += rows.ledger.gaps(slug, since=day)
            totals[slug] = rows.ledger.totals(slug)
    if as_json:
        _gaps_as_json(days, missing, urls=urls)
    elif urls:
        for gap in missing:
            told = line(f"{gap.source} {gap.url}: {gap.detail}")
            say(f"{gap.day or 'undated':<10}  {gap.reason:<9}  {told}")
    else:
        _gaps_as_table(days, totals)
    if fill:
        _fill(archive, missing)


def _gaps_as_json(days: list[DayLedger], missing: list[Gap], *, urls: bool) -> None:
    if urls:
        for gap in missing:
            tell_json(
                "gap",
                source=gap.source,
                day=gap.day,
                url=gap.url,
                reason=gap.reason,
                detail=gap.detail,
            )
        return
    for item in days:
        tell_json(
            "day",
            source=item.source,
            day=item.day,
            stated=item.stated,
            archived=item.archived,
            gaps=dict(item.gaps),
        )


def _gaps_as_table(days: list[DayLedger], totals: dict[str, dict[str, tuple[int, int]]]) -> None:
    from newsarchive.storage import GAP_REASONS

    table(
        ("source", "day", "stated #", "archived #", *(f"{name} #" for name in GAP_REASONS)),
        [
            (
                item.source,
                item.day or "undated",
                item.stated,
                item.archived,
                *(item.gaps.get(name, "") for name in GAP_REASONS),
            )
            for item in days
        ],
    )
    if days:
        stated, archived = sum(item.stated for item in days), sum(item.archived for item in days)
        reasons: Counter[str] = Counter()
        for item in days:
            reasons.update(item.gaps)
        told = ", ".join(f"{count} {name}" for name, count in reasons.most_common())
        say()
        say(f"{archived} of {stated} archived" + (f"; missing: {told}" if told else ""))
    for slug, ways in totals.items():
        for url, (stated, named) in ways.items():
            say(line(f"{slug}: {url} says there are {stated} articles; {named} are known from it"))


def _fill(archive: str, missing: list[Gap]) -> None:
    """Ask for what is missing and may be asked."""
    from datetime import UTC, datetime

    from newsarchive.cli.crawling import end, follow
    from newsarchive.jobs.crawling import crawl_sources
    from newsarchive.storage import open_archive

    asked = [gap for gap in missing if gap.reason in ("failed", "not yet", "refused")]
    if not asked:
        say("nothing that could be asked is missing")
        return
    with open_archive(archive, write=True) as opened, opened.writing() as rows:
        count = rows.frontier.wake([gap.url for gap in asked], at=datetime.now(UTC))
    say(f"asking for {count} pages again")
    slugs = sorted({gap.source for gap in asked})
    end(follow(crawl_sources(archive, slugs)))


COMMANDS = (run, runs, schedule, health, gaps)
