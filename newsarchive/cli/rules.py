"""Commands for site rules: check them, try them on a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsarchive.cli._console import line, say, table, unused_archive_option
from newsarchive.cli.reading import get_page
from newsarchive.config import load_config
from newsarchive.errors import UsageError

if TYPE_CHECKING:
    from newsarchive.extraction.rules import RuleBook


@click.group("rules")
def rules_group() -> None:
    """Check site rules, and try them on a page.

    Rules lie in data/sites/HOST.toml (docs/rules.md tells how to write them); those for
    layouts ship with the program.

    Example: newsarchive rules check
    """


@rules_group.command("check")
@click.argument("files", metavar="[FILE...]", nargs=-1)
@unused_archive_option
def check(files: tuple[str, ...]) -> None:
    """Read rules and tell what is wrong, with file and line; else how many there are.

    Example: newsarchive rules check data/sites/example.org.toml
    """
    book = _book(files)
    for path in book.files:
        say(str(path))
    say(f"{len(book)} rules in {len(book.files)} files are well")
    folder = load_config().sites_folder
    if not files and not folder.is_dir():
        say(f"your own go to {folder}; there is none yet")


@rules_group.command("try")
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", default="", help="The page's own address, for a file or standard input.")
@click.option("--rules", "files", multiple=True, metavar="FILE", help="Only these rules.")
@click.option("--allow-private", is_flag=True, help="The address is on this machine or network.")
@unused_archive_option
def try_rules(page: str, url: str, files: tuple[str, ...], allow_private: bool) -> None:
    """Read a page with the rules and without, and show field by field what they change.

    Example: newsarchive rules try https://example.org/news/1
    """
    from newsarchive.extraction import read_article
    from newsarchive.extraction.rules import tried
    from newsarchive.model import Site
    from newsarchive.page import Page

    book = _book(files)
    body, address, content_type = get_page(page, url, allow_private)
    site = book.site(Site(), address)

    def fresh() -> Page:
        return Page(url=address, body=body, content_type=content_type)

    for trial in tried(site.rules, fresh().tree):
        state = "holds" if trial.holds else "does not hold for this page"
        say(f"{trial.rule.place}: {state}")
        for selector, found in trial.found.items():
            say(f"    {found:>4} × {line(selector)}")
    if not site.rules:
        say("no rule is for this page")
    without, ruled = read_article(fresh()), read_article(fresh(), site)
    fields = ("title", "authors", "posted_by", "published", "modified", "categories", "tags")
    rows = []
    for name in (*fields, "language", "summary", "publisher", "image", "body"):
        before, after = (_shown(getattr(article, name)) for article in (without, ruled))
        changed = "" if before == after else before or "(nothing)"
        if before or after:
            rows.append((name, after, ruled.origins.get(name, ""), changed))
    say()
    table(("field", "with the rules", "from", "without, where it differs"), rows)


def _book(files: Sequence[str]) -> RuleBook:
    """The rules of these files, or all that hold here."""
    from newsarchive.extraction.rules import RuleBook, rules_in

    if not files:
        return rules_in(load_config().sites_folder)
    book = RuleBook()
    for file in map(Path, files):
        if not file.is_file():
            raise UsageError(f"{file}: there is no such file")
        book.add(file)
    return book


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    text = "" if value is None else str(value)
    return text if len(text) <= 200 else f"{text[:120]} … {text[-60:]} ({len(text)} characters)"


COMMANDS = (rules_group,)
