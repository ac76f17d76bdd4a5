"""Commands that read pages: extract, and import of files."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsarchive.cli._console import (
    INTERRUPTED,
    archive_option,
    complain,
    line,
    say,
    unused_archive_option,
    when,
)
from newsarchive.cli._progress import processes_option, progress
from newsarchive.config import load_config
from newsarchive.errors import FetchError, UsageError
from newsarchive.model import Article, Credit, VerdictKind

if TYPE_CHECKING:
    from newsarchive.jobs.collecting import Report


@click.command()
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", help="The page's own address, for a file or standard input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
@click.option("--allow-private", is_flag=True, help="The address is on this machine or network.")
@unused_archive_option
def extract(page: str, url: str | None, as_json: bool, allow_private: bool) -> None:
    """Read one page and print its fields and where each came from; archive nothing.

    Text without markup is read as a flattened page.

    Example: newsarchive extract https://example.org/news/1
    """
    from newsarchive.extraction import read_article, read_text
    from newsarchive.jobs.importing import looks_like_markup
    from newsarchive.page import Page

    body, address, content_type = get_page(page, url or "", allow_private)
    if looks_like_markup(body) or "html" in content_type:
        article = read_article(Page(url=address, body=body, content_type=content_type))
    else:
        article = read_text(
            Page(url=address, body=body, content_type="text/plain").text, url=address
        )
    if as_json:
        from newsarchive.export import described_text

        click.echo(described_text(article))
    else:
        print_article(article, origins=True)
    if not article.body:
        complain(f"{page}: no article text was found in it")
        sys.exit(1)


def get_page(page: str, url: str, allow_private: bool) -> tuple[bytes, str, str]:
    """Return the page's bytes, its address, and its content type where a server told it.

    Raises:
        UsageError: There is no such file, or it is no page; or the address is none.
        FetchError: The address cannot be had, or holds no page.
    """
    if page == "-":
        return sys.stdin.buffer.read(), url, ""
    if "://" not in page:
        from newsarchive.jobs.importing import read_file

        return read_file(Path(page)), url, ""
    from newsarchive.crawl.run import fetch
    from newsarchive.page import looks_binary
    from newsarchive.urls import canonical_url, host_of, is_private_host

    if not canonical_url(page):
        raise UsageError(f"{page} is no web address; only http and https are fetched")
    if is_private_host(host_of(page)) and not allow_private:
        raise UsageError(f"{page} is at a private address; add --allow-private if you mean it")
    settings = {"NEWSARCHIVE_PRIVATE_HOSTS": [host_of(page)]} if allow_private else {}
    (answer,) = fetch([page], settings)
    if answer.problem:
        raise FetchError(page, answer.problem)
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind and not kind.startswith(("text/", "application/xhtml", "application/xml")):
        raise FetchError(page, f"{kind} is no web page; give the address of an article")
    if not answer.body:
        raise FetchError(page, "the server answered with an empty page")
    if looks_binary(answer.body):
        raise FetchError(page, "is a binary file, no web page; give the address of an article")
    return answer.body, answer.final_url, answer.content_type


def print_article(article: Article, *, origins: bool = False) -> None:
    """Print the fields of an article, with where each came from if asked."""
    told = article.origins if origins else {}

    def field(name: str, value: object, key: str = "") -> None:
        if value in (None, "", []):
            return
        origin = told.get(key or name, "")
        say(f"{name:<12} {line(value)}" + (f"   ← {origin}" if origin else ""))

    field("title", article.title)
    field("authors", "; ".join(article.authors))
    field("posted by", article.posted_by, "posted_by")
    field("published", when(article.published, article.published_precision))
    field("modified", when(article.modified, article.modified_precision))
    field("categories", "; ".join(article.categories))
    field("tags", "; ".join(article.tags))
    field("language", article.language)
    field("publisher", article.publisher)
    field("canonical", article.canonical_url, "canonical_url")
    if article.image:
        parts = (article.image.url, article.image.caption, article.image.credit)
        field("image", " | ".join(part for part in parts if part))
    if article.credit:
        field("credit", _credited(article.credit))
    field("kind", article.kind)
    field("access", article.access)
    say()
    say(article.body)


def _credited(credit: Credit) -> str:
    date = when(credit.published, credit.published_precision)
    parts = [credit.source, credit.byline, date, credit.url]
    return " | ".join(part for part in parts if part) + "".join(
        f" via {hop.source}" for hop in credit.via
    )


@click.group("import")
def import_group() -> None:
    """Archive files: saved web pages, pages flattened to text, others' WARC files.

    Example: newsarchive import html saved-pages/
    """


def _import(kind: str, paths: tuple[str, ...], archive: str, url: str, source: str | None) -> None:
    from newsarchive.extraction.rules import rules_in
    from newsarchive.jobs.importing import import_files
    from newsarchive.storage import open_archive

    rules = rules_in(load_config().sites_folder)
    done: Counter[str] = Counter()
    with open_archive(archive, create=True) as opened:
        if source is not None:
            with opened.reading() as rows:
                rows.sources.get(source)
        for item in import_files(
            opened,
            [Path(path) for path in paths],
            kind=kind,
            url=url,
            source=source,
            rules=rules,
        ):
            if item.verdict is None:
                done["failed"] += 1
                complain(f"{item.path}: {item.problem}")
                continue
            done[item.verdict.kind] += 1
            title = item.article.title if item.article else ""
            say(line(f"{item.verdict.kind:<13} {item.verdict.article_id}  {title or item.path}"))
    kinds = [*VerdictKind, "failed"]
    if sum(done.values()) > 1:
        say(", ".join(f"{done[kind]} {kind.replace('_', ' ')}" for kind in kinds if done[kind]))
    sys.exit(1 if done["failed"] else 0)


@import_group.command("text")
@click.argument("files", nargs=-1, required=True)
@archive_option
@click.option("--url", default="", help="The page's address, for a single file.")
@click.option("--source", metavar="SLUG", help="The source the files belong to.")
def import_text(files: tuple[str, ...], archive: str, url: str, source: str | None) -> None:
    """Archive pages whose markup was lost: plain text, a page a file.

    Example: newsarchive import text page.txt
    """
    _import("text", files, archive, url, source)


@import_group.command("html")
@click.argument("files", metavar="FILE|DIR...", nargs=-1, required=True)
@archive_option
@click.option("--url", default="", help="The page's address, for a single file.")
@click.option("--source", metavar="SLUG", help="The source the files belong to.")
def import_html(files: tuple[str, ...], archive: str, url: str, source: str | None) -> None:
    """Archive saved web pages; of a folder, every .html file below it.

    Example: newsarchive import html page.html --url https://example.org/news/1
    """
    _import("html", files, archive, url, source)


@import_group.command("warc")
@click.argument("files", nargs=-1, required=True)
@archive_option
@processes_option
def import_warc(files: tuple[str, ...], archive: str, processes: int | None) -> None:
    """Archive the pages of WARC files that others made, such as Common Crawl's CC-NEWS.

    Answers with status 200 that are HTML are read on all cores; each article's record is kept in
    the archive's own WARC files.  Ctrl-C stops in good order; the same command goes on.

    Example: newsarchive import warc CC-NEWS-20260101000000-00001.warc.gz
    """
    from newsarchive.jobs.collecting import Report, import_warcs
    from newsarchive.storage import open_archive

    config = load_config()
    report = Report()
    interrupted = False
    with open_archive(archive, create=True) as opened:
        done = import_warcs(
            opened,
            [Path(file) for file in files],
            sites=config.sites_folder,
            heed=config.heed,
            processes=processes,
            report=report,
        )
        told = 0
        try:
            with closing(done), progress("MB") as shown:
                for _ in done:
                    for problem in report.problems[told:]:
                        shown.tell(line(problem))
                    told = len(report.problems)
                    shown.reach(report.done_bytes // 1_000_000, report.total_bytes // 1_000_000)
        except KeyboardInterrupt:
            interrupted = True
    for problem in report.problems[told:]:
        complain(line(problem))
    _print_imported(report, interrupted)
    if interrupted:
        sys.exit(INTERRUPTED)
    sys.exit(1 if report.problems else 0)


def _print_imported(report: Report, interrupted: bool) -> None:
    kinds = [
        f"{report.verdicts[kind]} {kind.replace('_', ' ')}"
        for kind in VerdictKind
        if report.verdicts[kind]
    ]
    parts = [f"{report.pages} articles read", *kinds]
    if report.known:
        parts.append(f"{report.known} pages imported before")
    parts.append(f"{len(report.problems)} failures")
    told = ", ".join(parts)
    if interrupted:
        left = report.left_bytes / 1_000_000
        told = f"interrupted: {told}; {left:,.1f} MB left; the same command continues"
    say(told)
    if report.others:
        named = [f"{count} {what}" for what, count in report.others.most_common()]
        say(line(f"not taken: {', '.join(named)}"))


COMMANDS = (extract, import_group)
