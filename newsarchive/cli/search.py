"""Commands that find articles by their words: search, watch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from newsarchive.cli._console import (
    archive_option,
    complain,
    line,
    say,
    stories_option,
    table,
    when,
)
from newsarchive.errors import UsageError
from newsarchive.printable import plain

if TYPE_CHECKING:
    from newsarchive.search import Hit, Search, Snippet
    from newsarchive.storage import Rows

_F = TypeVar("_F", bound=Callable[..., Any])
_OPTIONS = (
    click.option("--source", default="", metavar="SLUG", help="Only of this source or host."),
    click.option("--author", default="", metavar="NAME", help="Only by whom these words name."),
    click.option("--category", default="", metavar="NAME", help="Only filed there."),
    click.option("--lang", default="", metavar="TAG", help="Only in this language, as 'en'."),
    click.option("--since", metavar="DATE", help="Only published then or later, as 2026-01-31."),
    click.option("--until", metavar="DATE", help="Only published until the end of that day."),
)


def _filters(command: _F) -> _F:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("query", default="")
@archive_option
@_filters
@click.option(
    "--sort",
    type=click.Choice(["newest", "best"]),
    default="newest",
    show_default=True,
    help="Published last first, or where the words weigh most.",
)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--json", "as_json", is_flag=True, help="Print an object a line.")
@stories_option
def search(
    query: str,
    archive: str,
    sort: Literal["newest", "best"],
    limit: int,
    as_json: bool,
    stories: bool,
    **given: Any,
) -> None:
    """Search titles and texts: words, "phrases", begin*, AND, OR, NOT, title:word, author:"a name".

    docs/search.md describes the whole language.

    Example: newsarchive search '"rising tide" harbour* -football' --since 2026-01-01
    """
    from newsarchive.storage import open_archive

    wanted = _search(query, given, sort)
    node = wanted.wanted()
    if node is None and not given["since"] and not given["until"]:
        raise UsageError("say what to search for, as in: newsarchive search 'rising tide'")
    with open_archive(archive) as opened, opened.reading() as rows:
        found = rows.search.find(wanted, limit=limit)
        if not found.hits:
            _refuse_unknown(rows, wanted.source)
        of = rows.archived.load([hit.id for hit in found.hits]) if stories else {}
    copies: dict[str, int] | None = None
    hits = list(found.hits)
    if stories:
        first: dict[str, str] = {}
        for hit in hits:
            first.setdefault(of[hit.id].story, hit.id)
        hits = [hit for hit in hits if first[of[hit.id].story] == hit.id]
        copies = {hit.id: len(of[hit.id].copies) for hit in hits}
    _print(hits, as_json=as_json, copies=copies)
    if not found.hits:
        complain("nothing was found")
    if found.ranked:
        complain(
            f"more than {found.ranked:,} articles match; the newest {found.ranked:,} were ranked"
        )
    if found.more:
        complain(f"there are more than these {limit}; --limit shows them")


class _Watches(click.Group):
    """``watch NAME`` is ``watch run NAME``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in self.commands or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        return "run", self.commands["run"], args


@click.group(cls=_Watches, invoke_without_command=True)
@click.pass_context
def watch(ctx: click.Context) -> None:
    """Saved searches: 'watch NAME' tells what is new since it was last asked.

    Example: newsarchive watch add harbour 'harbour* OR quay'
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@watch.command("add")
@click.argument("name")
@click.argument("query", default="")
@archive_option
@_filters
def add_watch(name: str, query: str, archive: str, **given: Any) -> None:
    """Save a search under a name; it tells of what is archived or revised from now on.

    Example: newsarchive watch add harbour 'harbour* OR quay' --source harbour-courier
    """
    from newsarchive.storage import open_archive

    wanted = _search(query, given, "newest")
    if wanted.wanted() is None:
        raise UsageError("say what to search for, as in: newsarchive watch add NAME 'rising tide'")
    if not name.strip() or name != line(name):
        raise UsageError("a watch needs a name of letters, digits or signs, on one line")
    if name in watch.commands or name.startswith("-"):
        raise UsageError(f"a watch cannot be named '{name}', which is a command; choose another")
    with open_archive(archive, write=True) as opened, opened.writing() as rows:
        _refuse_unknown(rows, wanted.source)
        rows.watches.add(name, wanted, at=datetime.now(UTC))
    say(f"saved; 'newsarchive watch {name}' tells what is new")


@watch.command("list")
@archive_option
def list_watches(archive: str) -> None:
    """List the saved searches.

    Example: newsarchive watch list
    """
    from newsarchive.storage import open_archive

    with open_archive(archive) as opened, opened.reading() as rows:
        found = rows.watches.all()
    if not found:
        complain("no search is saved yet; 'newsarchive watch add NAME QUERY' saves one")
        return
    table(
        ("name", "query", "filters", "last asked"),
        [(item.name, item.search.query, _told(item.search), when(item.asked_at)) for item in found],
    )


@watch.command("remove")
@click.argument("name")
@archive_option
def remove_watch(name: str, archive: str) -> None:
    """Forget a saved search.

    Example: newsarchive watch remove harbour
    """
    from newsarchive.storage import open_archive

    with open_archive(archive, write=True) as opened, opened.writing() as rows:
        rows.watches.remove(name)
    say(f"'{line(name)}' is forgotten")


@watch.command("run")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@archive_option
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--keep", is_flag=True, help="Tell the same again the next time.")
@click.option("--json", "as_json", is_flag=True, help="Print an object a line.")
def run_watches(
    names: tuple[str, ...], archive: str, limit: int, keep: bool, as_json: bool
) -> None:
    """Tell what saved searches find that was archived or revised since each was last asked.

    Without a name, all of them; oldest change first.  What --limit leaves out comes the next
    time, and so does what was not printed to the end.  'watch NAME' does the same.

    Example: newsarchive watch run harbour
    """
    from newsarchive.storage import open_archive

    with open_archive(archive, write=not keep) as opened:
        with opened.reading() as rows:
            watches = [rows.watches.get(name) for name in names] or rows.watches.all()
        if not watches:
            complain("no search is saved yet; 'newsarchive watch add NAME QUERY' saves one")
        for item in watches:
            with opened.reading() as rows:
                found, change = rows.search.changed(item.search, item.told, limit)
            if not as_json and len(watches) > 1:
                say(f"{line(item.name)}: {len(found) or 'nothing'} new")
            elif not found:
                complain(f"{item.name}: nothing new")
            _print(found, as_json=as_json, watch=item.name)
            if len(found) == limit:
                complain(f"{item.name}: there may be more; ask again")
            if not keep:  # after it was told: a broken pipe loses nothing
                sys.stdout.flush()
                with opened.writing() as rows:
                    rows.watches.told(item.name, change, at=datetime.now(UTC))


def _refuse_unknown(rows: Rows, source: str) -> None:
    """Tell that there is no such source, where no article is of that slug or host either."""
    if source and not rows.archived.newest(limit=1, source=source):
        rows.sources.get(source)


def _search(query: str, given: dict[str, Any], sort: Literal["newest", "best"]) -> Search:
    from newsarchive.search import Search

    return Search(
        query=query,
        source=given["source"],
        author=given["author"],
        category=given["category"],
        lang=given["lang"],
        since=_day("--since", given["since"], end=False),
        until=_day("--until", given["until"], end=True),
        sort=sort,
    )


def _day(option: str, given: str | None, *, end: bool) -> datetime | None:
    """A date as an instant: UTC where it names no offset; a day's end where it is one alone."""
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment + timedelta(days=1) if end and len(given) <= 10 else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{option} {given} is no date; write it as 2026-01-31") from error


def _print(
    hits: Iterable[Hit],
    *,
    as_json: bool,
    watch: str = "",
    copies: Mapping[str, int] | None = None,
) -> None:
    """Print hits; ``copies``: how many of each are to be told, by id."""
    if as_json:
        import msgspec

        for hit in hits:
            told = _object(hit, watch)
            if copies is not None:
                told["copies"] = copies[hit.id]
            click.echo(msgspec.json.encode(told).decode())
        return
    bold = sys.stdout.isatty()
    for hit in hits:
        date = when(hit.published, hit.published_precision) or "undated"
        extra = f"  [revision {hit.revision}]" if hit.revision > 1 else ""
        extra += "  [gone]" if hit.gone_at else ""
        if copies and copies[hit.id]:
            extra += f"  [{copies[hit.id]} copies]"
        title = _shown(hit.title, bold=bold) or "(no title)"
        click.echo(plain(f"{hit.id}  {date:<23}  {line(hit.source)}  ") + title + extra)
        if hit.snippet.text:
            click.echo("    " + _shown(hit.snippet, bold=bold))


def _shown(text: Snippet, *, bold: bool) -> str:
    """A snippet fit to print, hits in bold or between «»."""
    told, done = "", 0
    for begin, end in text.marks:
        hit = plain(text.text[begin:end])
        told += plain(text.text[done:begin])
        told += click.style(hit, bold=True) if bold else f"«{hit}»"
        done = end
    return told + plain(text.text[done:])


def _object(hit: Hit, watch: str) -> dict[str, Any]:
    from newsarchive.export import iso

    told: dict[str, Any] = {"watch": watch} if watch else {}
    return {
        **told,
        "id": hit.id,
        "url": hit.url,
        "source": hit.source,
        "title": hit.title.text,
        "published": iso(hit.published, hit.published_precision),
        "language": hit.language,
        "revision": hit.revision,
        "first_seen": iso(hit.first_seen_at),
        "gone": iso(hit.gone_at),
        "snippet": hit.snippet.text,
        "marks": [list(mark) for mark in hit.snippet.marks],
        "title_marks": [list(mark) for mark in hit.title.marks],
    }


def _told(search: Search) -> str:
    told = [
        f"{name} {value}"
        for name in ("source", "author", "category", "lang")
        if (value := getattr(search, name))
    ]
    if search.since:
        told.append(f"since {when(search.since)}")
    if search.until:
        told.append(f"until {when(search.until)}")
    return ", ".join(told)


COMMANDS = (search, watch)
