"""Commands on stories: reposts, flows, and what people rule about them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from newsarchive.cli._console import archive_option, line, say, table, the_article, the_day, when
from newsarchive.cli._progress import progress
from newsarchive.errors import NotFound, UsageError
from newsarchive.flows import FORMATS, written
from newsarchive.model import Archived, Story, StoryMember

if TYPE_CHECKING:
    from newsarchive.stories import Changed

SHOWN = 3  # passages of a kind that are printed of each copy
PASSAGE = 160  # characters printed of one


@click.command()
@click.argument("wanted", metavar="ID|URL")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def reposts(wanted: str, archive: str, as_json: bool) -> None:
    """Show an article's story: all copies, how late, how much of the text, and what was changed.

    The original stands first, with the reason why it counts as that.  What follows up on the
    article, or quotes it, stands at the end.

    Example: newsarchive reposts https://example.org/news/1
    """
    from newsarchive.storage import open_archive
    from newsarchive.stories import changes

    with open_archive(archive) as opened, opened.reading() as rows:
        key = the_article(rows, wanted)
        story = rows.republishing.story(key)
        related = rows.republishing.related(key)
        ids = [member.id for member in story.members] if story else [key]
        articles = rows.archived.load(ids)
    changed = (
        {
            member.id: changes(articles[story.original.id].article, articles[member.id].article)
            for member in story.members[1:]
        }
        if story
        else {}
    )
    if as_json:
        click.echo(_as_json(articles[key], story, changed, related))
        return
    if story is None:
        say(line(f"{key}  {articles[key].source}  {articles[key].article.title or '(no title)'}"))
        say("no copy of it is archived")
    else:
        _print_member(story.original)
        say(f"  the original: {line(story.reason)}")
        for member in story.members[1:]:
            say()
            _print_member(member)
            _print_changes(member, changed[member.id])
    for kind, other, source, title in related:
        say()
        say(line(f"{kind.replace('_', '-')}  {other}  {source}  {title}"))


def _print_member(member: StoryMember) -> None:
    at = when(member.published) or "undated"
    say(line(f"{member.id}  {at}  {member.source}  {member.title or '(no title)'}"))
    say(f"  {line(member.url)}")


def _print_changes(member: StoryMember, changed: Changed) -> None:
    late = f"{told_delay(member.delay)} later" if member.delay is not None else "time unknown"
    if member.delay is not None and member.delay < timedelta():
        late = f"dated {told_delay(-member.delay)} earlier"
    kind = member.kind.replace("_", " ")
    say(f"  {kind} ({line(member.reason)}), {late}, {changed.kept:.0%} of the text kept")
    if changed.headline:
        say(f"  headline was: {line(changed.headline)}")
    for label, passages in (("added", changed.added), ("dropped", changed.dropped)):
        for passage in passages[:SHOWN]:
            text = line(passage)
            say(f"  {label:<8} {text[:PASSAGE]}{'…' if len(text) > PASSAGE else ''}")
        if len(passages) > SHOWN:
            say(f"  {label:<8} and {len(passages) - SHOWN} passages more")


def told_delay(delay: timedelta) -> str:
    """Return a span of time for people: 40 s, 12 min, 3.5 h, 2.1 d."""
    seconds = delay.total_seconds()
    for size, unit, digits in ((86_400, "d", 1), (3_600, "h", 1), (60, "min", 0)):
        if abs(seconds) >= size:
            return f"{seconds / size:.{digits}f} {unit}"
    return f"{seconds:.0f} s"


def _as_json(
    item: Archived,
    story: Story | None,
    changed: dict[str, Changed],
    related: list[tuple[Any, str, str, str]],
) -> str:
    members = story.members if story else ()
    return json.dumps(
        {
            "id": item.id,
            "story": item.story,
            "original": story.original.id if story else item.id,
            "reason": story.reason if story else "",
            "members": [
                {
                    "id": member.id,
                    "url": member.url,
                    "source": member.source,
                    "title": member.title,
                    "published": member.published.isoformat() if member.published else None,
                    "kind": member.kind,
                    "reason": member.reason,
                    "delay_s": None if member.delay is None else member.delay.total_seconds(),
                    "kept": round(changed[member.id].kept, 3) if member.id in changed else 1.0,
                    "added": list(changed[member.id].added) if member.id in changed else [],
                    "dropped": list(changed[member.id].dropped) if member.id in changed else [],
                }
                for member in members
            ],
            "related": [
                {"kind": kind, "id": other, "source": source, "title": title}
                for kind, other, source, title in related
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


@click.command()
@archive_option
@click.option("--since", metavar="DATE", help="Only copies published since, as 2026-01-31.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Print this, not a table.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="Table rows.")
def flows(archive: str, since: str | None, form: str | None, limit: int) -> None:
    """Show who republishes whom, how often, with what median delay.

    Example: newsarchive flows --since 2026-01-01 --format graphml > flows.graphml
    """
    from newsarchive.storage import open_archive

    start = the_day(since)
    with open_archive(archive) as opened:
        found = opened.flows(since=start)
    if form:
        click.echo(written(found, form), nl=False)
        return
    if not found:
        say("no copies are archived" + (f" since {since}" if since else ""))
        return
    table(
        ("from", "to", "copies #", "of wire #", "median delay #", "kept #"),
        [
            (
                flow.origin,
                flow.target,
                flow.copies,
                flow.wire,
                "" if flow.median_delay is None else told_delay(flow.median_delay),
                "" if flow.kept is None else f"{flow.kept:.0%}",
            )
            for flow in found[:limit]
        ],
    )
    if len(found) > limit:
        say(f"and {len(found) - limit} more; --limit shows them")


@click.group()
def stories() -> None:
    """Overrule what was decided about stories, or compute them anew.

    Example: newsarchive stories split ID
    """


@stories.command()
@click.argument("one", metavar="ID|URL")
@click.argument("others", metavar="[ID|URL]…", nargs=-1)
@archive_option
def split(one: str, others: tuple[str, ...], archive: str) -> None:
    """Rule that an article is of no story with others; without any, with none of its story.

    The ruling stays, also when stories are computed anew; 'stories join' takes it back.

    Example: newsarchive stories split https://example.org/news/1
    """
    from newsarchive.storage import open_archive
    from newsarchive.stories import rule

    with open_archive(archive) as opened, opened.writing() as rows:
        key = the_article(rows, one)
        keys = [the_article(rows, other) for other in others]
        if not keys:
            keys = list(rows.archived.load([key])[key].copies)
        if not keys:
            raise NotFound(f"{one} has no copies to be parted from")
        if key in keys:
            raise UsageError(f"{one} cannot be parted from itself; name another article")
        story = rule(rows, key, keys, joined=False, at=datetime.now(UTC))
    say(f"{key} is parted from {', '.join(keys)}")
    say(f"{key} is of story {story}" if story else f"{key} stands alone")


@stories.command()
@click.argument("one", metavar="ID|URL")
@click.argument("others", metavar="ID|URL…", nargs=-1, required=True)
@archive_option
def join(one: str, others: tuple[str, ...], archive: str) -> None:
    """Rule that articles are one story, whatever their texts say.

    Example: newsarchive stories join 3f7k2 9mq0x
    """
    from newsarchive.storage import open_archive
    from newsarchive.stories import rule

    with open_archive(archive) as opened, opened.writing() as rows:
        key = the_article(rows, one)
        keys = [the_article(rows, other) for other in others]
        if key in keys:
            raise UsageError(f"{one} cannot be joined with itself; name another article")
        story = rule(rows, key, keys, joined=True, at=datetime.now(UTC))
    say(f"{key} and {', '.join(keys)} are story {story}")


@stories.command()
@archive_option
def rebuild(archive: str) -> None:
    """Compute all stories anew from the texts, as after an upgrade; rulings stay.

    The answer does not depend on the order in which articles were archived.

    Example: newsarchive stories rebuild
    """
    from newsarchive.storage import open_archive
    from newsarchive.stories import rebuild as compute

    with open_archive(archive) as opened:
        with opened.reading() as rows:
            total = rows.stories.count()
        with progress("articles") as shown:
            for done in compute(opened, at=datetime.now(UTC)):
                shown.reach(done, total)
        with opened.reading() as rows:
            found = sum(1 for _ in rows.republishing.stories())
    say(f"{total} articles compared, {found} stories with copies")


COMMANDS = (reposts, flows, stories)
