"""The command diff: what a publisher changed between two revisions, word by word."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict

import click

from newsarchive.cli._console import archive_option, say, the_article, when
from newsarchive.dedup.diff import Piece, compare
from newsarchive.errors import NotFound, UsageError
from newsarchive.model import Article, Revision
from newsarchive.printable import plain

_SHOWN = ("authors", "published", "categories")


@click.command()
@click.argument("wanted", metavar="ID|URL")
@click.argument("numbers", metavar="[A [B]]", nargs=-1, type=int)
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
@click.option("--all", "whole", is_flag=True, help="Print unchanged paragraphs too.")
def diff(wanted: str, numbers: tuple[int, ...], archive: str, as_json: bool, whole: bool) -> None:
    """Show word by word what changed between two revisions of an article.

    A and B are numbers of revisions, as 'show' lists them; without them the newest is compared
    with the one before, with A alone A with the newest.  Words that went stand in [-…-], those
    that came in {+…+}; on a terminal in colour.

    Example: newsarchive diff https://example.org/news/1 1 3
    """
    from newsarchive.storage import open_archive

    if len(numbers) > 2:
        raise UsageError("give the numbers of two revisions at most")
    with open_archive(archive) as opened, opened.reading() as rows:
        key = the_article(rows, wanted)
        revisions = {item.number: item for item in rows.archived.revisions(key)}
        old, new = _chosen(revisions, numbers)
        readings = rows.archived.newest_readings(key)
    pairs = [
        (name, _told(readings[old.number], name), _told(readings[new.number], name))
        for name in _SHOWN
    ]
    title = compare(old.title, new.title)
    body = compare(old.body, new.body)
    if as_json:
        click.echo(_as_json(key, old, new, pairs, title, body))
        return
    say(f"revision {old.number}  {when(old.seen_at)}")
    kind = f"  {new.edit}: {', '.join(new.changed)}" if new.edit else ""
    say(f"revision {new.number}  {when(new.seen_at)}{kind}")
    say()
    for pieces in title:
        _print(pieces)
    for name, before, after in pairs:
        if before != after:
            _print([Piece("same", f"{name}: "), Piece("removed", before), Piece("added", after)])
    skipped = False
    for pieces in body:
        if not whole and all(piece.change == "same" for piece in pieces):
            skipped = True
            continue
        say("…" if skipped else "")
        skipped = False
        _print(pieces)
    if skipped:
        say("…")


def _chosen(revisions: dict[int, Revision], numbers: tuple[int, ...]) -> tuple[Revision, Revision]:
    newest = max(revisions)
    if not numbers and newest == 1:
        raise NotFound("the article has one revision; there is nothing to compare it with")
    first, second = {
        0: (newest - 1, newest),
        1: (numbers[0] if numbers else 0, newest),
        2: (numbers[0] if numbers else 0, numbers[-1] if numbers else 0),
    }[len(numbers)]
    for number in (first, second):
        if number not in revisions:
            raise NotFound(f"there is no revision {number}; the article has {newest}")
    return revisions[first], revisions[second]


def _told(article: Article, name: str) -> str:
    if name == "published":
        return when(article.published, article.published_precision)
    return "; ".join(getattr(article, name))


def _print(pieces: list[Piece]) -> None:
    coloured = sys.stdout.isatty()
    out = []
    for piece in pieces:
        text = plain(re.sub(r"\s+", " ", piece.text))
        if piece.change == "same" or not piece.text:
            out.append(text)
        elif coloured:
            removed = piece.change == "removed"
            out.append(click.style(text, fg="red" if removed else "green", strikethrough=removed))
        else:
            out.append(f"[-{text}-]" if piece.change == "removed" else f"{{+{text}+}}")
    click.echo("".join(out))


def _as_json(
    key: str,
    old: Revision,
    new: Revision,
    pairs: list[tuple[str, str, str]],
    title: list[list[Piece]],
    body: list[list[Piece]],
) -> str:
    return json.dumps(
        {
            "id": key,
            "old": {"revision": old.number, "seen_at": old.seen_at.isoformat()},
            "new": {
                "revision": new.number,
                "seen_at": new.seen_at.isoformat(),
                "edit": new.edit,
                "changed": list(new.changed),
            },
            "title": [asdict(piece) for pieces in title for piece in pieces],
            "fields": {
                name: {"old": before, "new": after}
                for name, before, after in pairs
                if before != after
            },
            "body": [[asdict(piece) for piece in pieces] for pieces in body],
        },
        ensure_ascii=False,
        indent=2,
    )


COMMANDS = (diff,)
