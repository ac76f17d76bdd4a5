"""The command that reads again what is kept: reextract."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from newsarchive.cli._console import INTERRUPTED, archive_option, line, say, table, the_day
from newsarchive.cli._progress import processes_option, progress
from newsarchive.config import load_config

if TYPE_CHECKING:
    from newsarchive.jobs.rereading import Report


@click.command()
@archive_option
@click.option("--source", metavar="SLUG|HOST", help="Only articles of this source or host.")
@click.option("--since", metavar="DATE", help="Only what was seen since, as 2026-01-31.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would be understood anew.")
@processes_option
def reextract(
    archive: str, source: str | None, since: str | None, dry_run: bool, processes: int | None
) -> None:
    """Read what is kept again, with the extractor and site rules of today, asking nobody.

    What is understood otherwise becomes another reading of the same revision; revisions stay
    as they are, for those are what publishers changed.  Ctrl-C stops in good order; the same
    command continues.

    Example: newsarchive reextract --dry-run --source harbour-courier
    """
    from newsarchive.jobs.rereading import Report
    from newsarchive.jobs.rereading import reextract as read_again
    from newsarchive.storage import open_archive

    start = the_day(since)
    report = Report()
    interrupted = False
    with open_archive(archive, write=not dry_run) as opened:
        if source is not None:
            with opened.reading() as rows:
                if not rows.archived.newest(limit=1, source=source):
                    rows.sources.get(source)  # or tell that there is none
        outcomes = read_again(
            opened,
            sites=load_config().sites_folder,
            source=source,
            since=start,
            dry_run=dry_run,
            processes=processes,
            report=report,
        )
        try:
            with closing(outcomes), progress("revisions") as shown:
                for outcome in outcomes:
                    if outcome.problem:
                        shown.tell(line(f"failed    {outcome.url}: {outcome.problem}"))
                    shown.reach(report.done, report.total)
        except KeyboardInterrupt:
            interrupted = True
    _print_changes(report, samples=dry_run)
    _print_end(report, dry_run, interrupted)
    if interrupted:
        sys.exit(INTERRUPTED)
    sys.exit(1 if report.failed else 0)


def _print_changes(report: Report, *, samples: bool) -> None:
    """How many fields are understood otherwise, by source and field; examples side by side."""
    from newsarchive.kept import FIELDS

    found = sorted(
        {(source, field) for source, field, _ in report.changes},
        key=lambda pair: (pair[0], FIELDS.index(pair[1])),
    )
    if not found:
        return
    ways = ("filled", "changed", "emptied")
    table(
        ["source", "field", *(f"{way}#" for way in ways)],
        [
            (source, field, *(report.changes[source, field, way] or "" for way in ways))
            for source, field in found
        ],
    )
    if samples:
        say()
        table(
            ["source", "field", "article", "as it was read", "as it would be read"],
            [
                (source, field, key, *_side_by_side(change.before, change.after))
                for source, field in found
                for key, change in report.samples[source, field]
            ],
        )
    say()


def _print_end(report: Report, dry_run: bool, interrupted: bool) -> None:
    fields = sum(report.changes.values())
    parts = [f"{report.done} revisions read"] if not report.passed else []
    if report.passed:
        parts = [f"{report.done - report.passed.total()} revisions read"]
        parts += [f"{count} passed over ({cause})" for cause, count in report.passed.items()]
    parts.append(f"{report.same} as before")
    new = report.differing - report.overtaken
    words = "would be understood otherwise" if dry_run else "new readings written"
    parts.append(f"{new} {words} ({fields} fields)")
    if report.overtaken:
        parts.append(f"{report.overtaken} read by a crawl meanwhile")
    parts.append(f"{report.failed} failures")
    told = ", ".join(parts)
    if interrupted:
        left = report.total - report.done
        goes_on = "" if dry_run else "; the same command continues"
        told = f"interrupted: {told}; {left} revisions left{goes_on}"
    say(told)


def _side_by_side(before: object, after: object, width: int = 60) -> tuple[str, str]:
    """Return two values as text, long ones cut around the first place where they differ."""
    old, new = _text(before), _text(after)
    same = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )
    start = max(0, same - width // 3)
    return _cut(old, start, width), _cut(new, start, width)


def _text(value: object) -> str:
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return " ".join(str(value).split())


def _cut(text: str, start: int, width: int) -> str:
    shown = text[start : start + width]
    return ("…" if start else "") + shown + ("…" if len(text) > start + width else "")


COMMANDS = (reextract,)
