"""Commands on the archive itself: init, list, show, export, stats, failures."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsarchive.cli._console import (
    archive_option,
    complain,
    line,
    say,
    stories_option,
    table,
    the_article,
    the_day,
    when,
)
from newsarchive.errors import NotFound
from newsarchive.model import FILLED, Absence, Archived, Revision, SourceFigures
from newsarchive.printable import plain


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@archive_option
@click.pass_context
def init(ctx: click.Context, folder: Path, archive: str) -> None:
    """Make a working folder: settings, a place for your own spiders, and an empty archive.

    Files that are there already stay as they are.

    Example: newsarchive init ~/news
    """
    from newsarchive.config import load_config
    from newsarchive.jobs.founding import found, setting_of
    from newsarchive.storage import open_archive, place_of

    given = ctx.get_parameter_source("archive") is not click.core.ParameterSource.DEFAULT
    named = {"archive": setting_of(archive, folder)} if given else {}
    for path, made in found(folder, **named):
        say(f"{'made' if made else 'kept'} {path}")
    settled = load_config(folder).archive_place
    place = archive if given else settled
    open_archive(place, create=True).close()
    say(f"the archive is {place_of(place)}")
    url = place_of(place).url
    if given and url is not None and url.password:
        complain("its password is kept nowhere: put it into ~/.pgpass, or give --archive")
    elif setting_of(settled, folder) != setting_of(place, folder):
        complain("the settings here name another archive: change them, or give --archive")
    say("next: newsarchive add URL")


@click.command("list")
@archive_option
@click.option("--source", metavar="SLUG", help="Only articles of this source or host.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@stories_option
def list_articles(archive: str, source: str | None, limit: int, stories: bool) -> None:
    """List the articles published last, newest first.

    Example: newsarchive list --source harbour-courier --limit 5
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened, opened.reading() as rows:
        found = rows.archived.newest(limit=limit + 1, source=source, stories=stories)
        if source and not found:
            rows.sources.get(source)  # or tell that there is none
    if not found:
        complain("no article is archived yet" + (f" of '{source}'" if source else ""))
    for item in found[:limit]:
        article = item.article
        date = when(article.published, article.published_precision)
        extra = f"  [{item.revisions} revisions]" if item.revisions > 1 else ""
        gone = "  [gone]" if item.gone_at else ""
        if stories and item.copies:
            extra += f"  [{len(item.copies)} copies]"
        title = article.title or "(no title)"
        say(line(f"{item.id}  {date or 'undated':<23}  {item.source}  {title}{extra}{gone}"))
    if len(found) > limit:
        complain(f"there are more than these {limit}; --limit shows them")


@click.command()
@click.argument("wanted", metavar="ID|URL")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Print the dump's object instead.")
@click.option("--revision", type=int, help="Show the text of this revision.")
@click.option("--evidence", is_flag=True, help="Show what each value was read from, and where.")
def show(wanted: str, archive: str, as_json: bool, revision: int | None, evidence: bool) -> None:
    """Show one article, named by its id, the beginning of its id, or an address.

    Example: newsarchive show https://example.org/news/1
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened, opened.reading() as rows:
        key = the_article(rows, wanted)
        item = rows.archived.load([key])[key]
        revisions = rows.archived.revisions(key)
        absences = rows.absences.of(key)
        copies = rows.archived.load(item.copies)
    if evidence:
        from newsarchive.cli.keeping import print_evidence

        print_evidence(archive, item.id)
        return
    if as_json:
        from newsarchive.export import dump_text

        click.echo(dump_text(item))
        return
    if revision is not None:
        _show_revision(revisions, revision)
        return
    _show(item, revisions, absences, list(copies.values()))


def _show(
    item: Archived, revisions: list[Revision], absences: list[Absence], copies: list[Archived]
) -> None:
    from newsarchive.cli.reading import print_article

    say(f"id           {item.id}")
    for number, url in enumerate(item.urls):
        say(f"{'address' if not number else '':<12} {line(url)}")
    say(f"source       {item.source}")
    print_article(item.article)
    say()
    say(f"first seen   {when(item.first_seen_at)}")
    say(f"last seen    {when(item.last_seen_at)}")
    for absence in absences:
        state = "missing since"
        if absence.gone_at or absence.returned_at:
            state = "gone since" if absence.gone_at else "missing from"
        until = f", back {when(absence.returned_at)}" if absence.returned_at else ""
        say(
            f"{state:<12} {when(absence.first_at)} ({absence.first_cause}), last missed "
            f"{when(absence.last_at)} ({absence.last_cause}), {absence.times} visits{until}"
        )
    for revision in revisions:
        where = revision.capture
        kept = f"{where.warc_file} at {where.offset}" if where else "no capture"
        edit = f"  {revision.edit}: {', '.join(revision.changed)}" if revision.edit else ""
        say(f"revision {revision.number:<3} {when(revision.seen_at)}  {kept}{edit}")
    for copy in copies:
        say(f"copy         {copy.id}  {copy.source}  {line(copy.article.title or '')}")


def _show_revision(revisions: list[Revision], number: int) -> None:
    for revision in revisions:
        if revision.number == number:
            say(f"{revision.title}\n\n{revision.body}")
            return
    raise NotFound(f"there is no revision {number}; the article has {len(revisions)}")


@click.command()
@archive_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help=".json, .jsonl, .wacz, or - for standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "jsonl", "wacz"]),
    help="Where FILE does not tell.",
)
@click.option("--source", metavar="SLUG", help="Only articles of this source or host.")
@click.option(
    "--since", metavar="DATE", help="Only what was first seen or changed since, as 2026-01-31."
)
@click.option("--query", metavar="QUERY", help="Only what this finds, as 'search' does.")
@stories_option
def export(
    archive: str,
    output: str,
    form: str | None,
    source: str | None,
    since: str | None,
    query: str | None,
    stories: bool,
) -> None:
    """Write the archive as JSON: one object per article, newest revision.

    As .wacz it is what servers answered, redirects and earlier revisions included, for
    replayweb.page and other players; articles of which no answer is kept are not in it.

    Example: newsarchive export -o flood.wacz --query 'flood* AND harbour'
    """
    from newsarchive.export import export as write
    from newsarchive.storage import open_archive

    start = the_day(since)
    with open_archive(archive) as opened:
        with opened.reading() as rows:
            if source and not rows.archived.newest(limit=1, source=source):
                rows.sources.get(source)  # or tell that there is none
        count = write(
            opened,
            output,
            form=form,
            source=source,
            since=start,
            stories=stories,
            query=query,
        )
    if output != "-":
        say(f"{count} articles written to {output}")


@click.command()
@archive_option
def stats(archive: str) -> None:
    """Show what the archive holds, per source, and how often each field is filled.

    Example: newsarchive stats
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened, opened.reading() as rows:
        figures = rows.figures()
        runs = rows.runs.newest(5)
    print_figures(figures)
    if runs:
        say()
        table(
            ("run", "source", "started", "outcome", "pages #", "new #", "revised #", "failures #"),
            [
                (
                    run.job,
                    run.source or "all",
                    when(run.started_at),
                    run.outcome or "running",
                    run.figures.get("pages", 0),
                    run.figures.get("new", 0) + run.figures.get("copy", 0),
                    run.figures.get("revised", 0),
                    sum(n for name, n in run.figures.items() if name.startswith("failures/")),
                )
                for run in runs
            ],
        )


def print_figures(figures: list[SourceFigures]) -> None:
    """Print two tables: counts per source, and the share of its articles that have each field."""
    if not figures:
        say("the archive is empty")
        return
    table(
        (
            "source",
            "articles #",
            "stories #",
            "revised #",
            "copies #",
            "gone #",
            "missing #",
            "failures #",
        ),
        [
            (
                item.source or "(no source)",
                item.articles,
                item.articles - item.copies,
                item.revised,
                item.copies,
                item.gone,
                item.missing,
                item.failures,
            )
            for item in figures
        ],
    )
    if any(item.articles for item in figures):
        say()
        print_fill(figures)


def print_fill(figures: list[SourceFigures]) -> None:
    """Print for each source the share of its articles that have each field."""
    table(
        ("filled, %", *(f"{name.replace('_', ' ')} #" for name in FILLED)),
        [
            (item.source, *(100 * item.filled.get(name, 0) // item.articles for name in FILLED))
            for item in figures
            if item.articles
        ],
    )


@click.command()
@archive_option
@click.option("--source", metavar="SLUG", help="Only those of this source.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 100_000))
def failures(archive: str, source: str | None, limit: int) -> None:
    """List what could not be fetched, read or stored and has not succeeded since.

    Example: newsarchive failures
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened, opened.reading() as rows:
        found = rows.runs.failures(source=source, limit=limit)
        if source and not found:
            rows.sources.get(source)
    for item in found:
        often = f" ({item.times} times)" if item.times > 1 else ""
        say(line(f"{when(item.at)}  {item.stage:<8}  {item.url}: {item.cause}{often}"))
    if not found:
        print(plain("no open failures"), file=sys.stderr)  # noqa: T201


COMMANDS = (init, list_articles, show, export, stats, failures)
