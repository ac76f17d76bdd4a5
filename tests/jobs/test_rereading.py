"""What is kept is read again: readings are added where something differs, revisions never."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newsarchive import ingest as ingesting
from newsarchive.cli import cli
from newsarchive.extraction import read_article, read_entry
from newsarchive.extraction.rules import rules_in
from newsarchive.ingest import ingest
from newsarchive.jobs import rereading
from newsarchive.jobs._cores import in_order
from newsarchive.jobs.importing import import_files
from newsarchive.jobs.rereading import Report, reextract
from newsarchive.kept import Sites
from newsarchive.model import Article, Evidence, Link, ListingState, Source, Verdict
from newsarchive.page import Page
from newsarchive.storage import Archive, Understood
from newsarchive.urls import canonical_url, host_of
from newsarchive.warc import Answer
from tests.fakes import page, sentences

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
URL = "https://one.example/news/wall"
SHOWN = Evidence(field="capture", position=0, origin="browser", raw="")
RULE = '[[rule]]\nuntil = 2026-03-04\ntitle = "h2.real"\n'


def crawled(
    archive: Archive,
    sites: Path,
    html: str,
    *,
    url: str = URL,
    hours: int = 0,
    browser=False,
    understood: dict[str, Any] | None = None,
) -> Verdict:
    """Keep a page and archive what it says, as a crawl does; ``understood``: and we of it."""
    at = AT + timedelta(hours=hours)
    answer = Answer(
        url=url,
        final_url=url,
        fetched_at=at,
        status=200,
        headers=(
            ("Content-Type", "text/html"),
            ("Content-Encoding", "gzip"),
            ("X-Robots-Tag", "nosnippet"),
        ),
        payload=gzip.compress(("<p>scripts make it</p>" if browser else html).encode(), mtime=0),
    )
    capture = archive.keep(answer)
    if browser:
        capture = archive.keep_rendered(capture, payload=html.encode(), made_at=at)
    with archive.reading() as rows:
        site, link = rows.sources.site(host_of(url)), rows.frontier.mention(canonical_url(url))
    rules = rules_in(sites)
    known = rules.site(site, url)
    article = read_article(Page(url, html.encode(), "text/html"), known, link, fetched_at=at)
    article.robots = ["nosnippet"]
    article.evidence += [SHOWN] if browser else []
    article.capture = capture
    for name, value in (understood or {}).items():
        setattr(article, name, value)
    return ingest(archive, article, at=at, sites=Sites(archive, rules))


def story(topic: str, title: str = "The wall holds") -> str:
    text = [f"{sentence} <h2 class=real>Harbour wall holds</h2>" for sentence in sentences(topic)]
    return page(title, text)


def again(archive: Archive, sites: Path, **options) -> Report:
    report = Report()
    list(reextract(archive, sites=sites, processes=1, report=report, **options))
    return report


def readings(archive: Archive, key: str) -> list[Article]:
    with archive.reading() as rows:
        return [article for _, _, article, _ in rows.archived.readings(key)]


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    folder = tmp_path / "sites"
    folder.mkdir()
    return folder


@pytest.mark.filterwarnings("ignore:The Result.tuples")  # of storage/_frontier.py
def test_what_is_understood_as_before_gets_no_reading(
    archive: Archive, sites: Path, tmp_path: Path
):
    with archive.writing() as rows:
        listing = ListingState(url="https://one.example/feed")
        source = Source(slug="one", name="One", home="https://one.example/", listings=(listing,))
        rows.sources.add(source, at=AT)
        link = Link(url=URL, raw_url=URL, title="Wall", categories=("Coast",), authors=("Ann Roe",))
        rows.frontier.listed([link], source="one", listing=listing.url, at=AT)
    first = crawled(archive, sites, story("wall"))
    second = crawled(archive, sites, story("gate") + "<!-- -->", hours=1)
    crawled(archive, sites, story("wall"), url="https://one.example/b")  # a revisit of the first
    crawled(archive, sites, story("shown"), url="https://two.example/shown", browser=True)
    standing = read_entry(Link(url="https://two.example/e", title="E", content=story("entry")))
    ingest(archive, standing, at=AT)
    (tmp_path / "a.html").write_text(story("saved"))
    (tmp_path / "a.txt").write_text("A title here\n\n" + "\n\n".join(sentences("flat")))
    list(import_files(archive, [tmp_path / "a.html"], kind="html"))
    list(import_files(archive, [tmp_path / "a.txt"], kind="text"))

    report = again(archive, sites)

    assert (first.revision, second.revision) == (1, 2)
    assert [article.categories for article in readings(archive, first.article_id)] == [
        ["Coast"]
    ] * 2
    assert (report.total, report.same, report.failed) == (7, 6, 0)
    assert report.passed == {"made of what a feed said": 1}


def test_rules_of_today_add_readings_and_no_revision(archive: Archive, sites: Path):
    crawled(archive, sites, story("wall"))
    key = crawled(archive, sites, story("gate"), hours=1).article_id
    later = crawled(archive, sites, story("late"), url="https://one.example/late", hours=48)
    (sites / "one.example.toml").write_text(RULE + "body = 'article p'\n")

    told = again(archive, sites, dry_run=True)
    assert told.changes["one.example", "title", "changed"] == 2
    assert told.samples["one.example", "title"][0][1].after == "Harbour wall holds"
    assert len(readings(archive, key)) == 2  # nothing was written

    report = again(archive, sites)
    assert (report.differing, report.same) == (2, 1)  # the rule ended before the third was fetched
    titles = [article.title for article in readings(archive, key)]
    assert titles == ["The wall holds"] * 2 + ["Harbour wall holds"] * 2
    with archive.reading() as rows:
        held = rows.archived.load([key, later.article_id])
        revisions = rows.archived.revisions(key)
    assert held[key].article.title == "Harbour wall holds"
    assert held[key].last_seen_at == AT + timedelta(hours=1)  # nobody saw the page
    assert [item.title for item in revisions] == ["Harbour wall holds"] * 2

    assert again(archive, sites).same == 3
    # the next crawl compares the page with what is understood today
    assert crawled(archive, sites, story("gate"), hours=2).kind == "unchanged"


# What an earlier version made of the page: a paragraph short, and another headline
MISREAD = {"title": "One Example", "body": "\n\n".join(sentences("wall")[1:])}


def by_an_earlier_version(
    archive: Archive, sites: Path, html: str, monkeypatch: pytest.MonkeyPatch, **options
) -> str:
    """Archive a page as an earlier version of the extractor understood it."""
    with monkeypatch.context() as patch:
        patch.setattr(ingesting, "EXTRACTOR", "newsarchive 0.0.1")
        return crawled(archive, sites, html, understood=MISREAD, **options).article_id


def test_what_an_earlier_version_misread_is_no_revision(
    archive: Archive, sites: Path, monkeypatch: pytest.MonkeyPatch
):
    key = by_an_earlier_version(archive, sites, story("wall"), monkeypatch)

    seen = crawled(archive, sites, story("wall"), hours=1)

    assert (seen.kind, seen.revision) == ("unchanged", 1)
    with archive.reading() as rows:
        (held,) = rows.archived.load([key]).values()
        made = rows.archived.readings(key)
    assert [article.title for _, _, article, _ in made] == ["One Example", "The wall holds"]
    assert (held.revisions, held.article.title) == (1, "The wall holds")
    assert held.extractor == ingesting.EXTRACTOR
    assert held.last_seen_at == AT + timedelta(hours=1)
    assert held.captured
    assert held.captured.fetched_at == AT  # the same page was understood otherwise
    assert again(archive, sites).same == 1


def test_of_an_edit_only_what_the_publisher_changed_is_named(
    archive: Archive, sites: Path, monkeypatch: pytest.MonkeyPatch
):
    key = by_an_earlier_version(archive, sites, story("wall"), monkeypatch)

    edited = crawled(archive, sites, story("wall", "The wall gives way"), hours=1)

    assert (edited.kind, edited.revision) == ("revised", 2)
    assert (edited.changed, edited.edit) == (("title",), "headline")
    titles = [article.title for article in readings(archive, key)]
    assert titles == ["One Example", "The wall holds", "The wall gives way"]


def test_a_new_site_rule_is_no_edit(archive: Archive, sites: Path):
    key = crawled(archive, sites, story("wall")).article_id
    (sites / "one.example.toml").write_text("[[rule]]\ntitle = 'h2.real'\n")

    assert crawled(archive, sites, story("wall"), hours=1).kind == "unchanged"
    assert crawled(archive, sites, story("gate"), hours=2).changed == ("body",)
    titles = [article.title for article in readings(archive, key)]
    assert titles == ["The wall holds", *["Harbour wall holds"] * 2]


def test_what_is_not_kept_is_compared_as_it_was_understood(
    archive: Archive, sites: Path, monkeypatch: pytest.MonkeyPatch
):
    key = by_an_earlier_version(archive, sites, story("wall"), monkeypatch)
    archive.warc.close()
    for file in archive.warc.folder.rglob("*.warc.gz"):
        file.unlink()

    assert crawled(archive, sites, story("wall"), hours=1).changed == ("title", "body")
    assert len(readings(archive, key)) == 2


def test_only_some_are_read(archive: Archive, sites: Path):
    crawled(archive, sites, story("wall"))
    crawled(archive, sites, story("gate"), url="https://two.example/gate", hours=5)

    assert again(archive, sites, source="one.example").done == 1
    assert again(archive, sites, since=AT + timedelta(hours=1)).done == 1


def test_what_a_later_page_filled_is_read_from_that_page(archive: Archive, sites: Path):
    key = crawled(archive, sites, story("wall")).article_id
    tagged = story("wall").replace("<title>", "<meta name=keywords content='tide, pier'><title>")
    crawled(archive, sites, tagged, hours=1)

    assert [article.tags for article in readings(archive, key)] == [[], ["tide", "pier"]]
    assert again(archive, sites).same == 1


def test_what_cannot_be_read_is_a_failure_and_the_rest_goes_on(archive: Archive, sites: Path):
    for name in "abc":
        crawled(archive, sites, story(name), url=f"https://one.example/{name}")
    browser = crawled(archive, sites, story("shown"), url="https://one.example/shown", hours=2)
    with archive.writing() as rows:
        (known,) = [item for item in rows.rereadings.load([4]) if item.newest]
        assert known.article_id == browser.article_id
        known.article.evidence.append(SHOWN)  # its bytes are the plain page's all the same
        rows.rereadings.add(understood(known), extractor="x", at=AT)
        captures = [item.capture for item in rows.rereadings.load([1, 2]) if item.capture]
    archive.warc.close()
    path = archive.warc.folder / captures[0].warc_file
    raw = bytearray(path.read_bytes())
    raw[captures[1].offset + 40] ^= 255
    path.write_bytes(raw)
    (sites / "one.example.py").write_text(
        "def read(page, article):\n    if page.url.endswith('c'): raise ValueError('odd')\n"
    )

    report = again(archive, sites)
    again(archive, sites)

    assert (report.same, report.failed) == (1, 2)
    assert report.passed == {"read from a browser's page that is not kept": 1}
    with archive.reading() as rows:
        failures = rows.runs.failures()
    assert {(item.url[-1], item.stage, item.times) for item in failures} == {
        ("b", "reread", 2),
        ("c", "reread", 2),
    }
    (sites / "one.example.py").unlink()
    again(archive, sites)
    with archive.reading() as rows:
        assert [item.url[-1] for item in rows.runs.failures()] == ["b"]


def understood(known) -> Understood:
    return Understood(
        revision_id=known.revision_id,
        reading_id=known.reading_id,
        article=known.article,
        text_hash="0",
    )


def test_a_reading_that_a_crawl_overtook_is_not_written(archive: Archive, sites: Path):
    crawled(archive, sites, story("wall"))
    with archive.writing() as rows:
        (known,) = rows.rereadings.load([1])
        assert rows.rereadings.add(understood(known), extractor="x", at=AT)
        assert not rows.rereadings.add(understood(known), extractor="x", at=AT)


def test_an_interrupted_run_goes_on_where_it_was(
    archive: Archive, sites: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rereading, "BATCH", 1)
    for name in "abc":
        crawled(archive, sites, story(name), url=f"https://one.example/{name}")
    outcomes = reextract(archive, sites=sites, processes=1)
    next(outcomes)
    outcomes.close()

    assert again(archive, sites).total == 2
    assert again(archive, sites).total == 3
    outcomes = reextract(archive, sites=sites, processes=1)
    next(outcomes)
    outcomes.close()
    (sites / "one.example.toml").write_text(RULE)
    assert again(archive, sites).total == 3  # by other rules nothing is continued


def test_ctrl_c_says_what_is_left(archive: Archive, sites: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rereading, "BATCH", 1)
    monkeypatch.setenv("NEWSARCHIVE_SITES", str(sites))
    for name in "abc":
        crawled(archive, sites, story(name), url=f"https://one.example/{name}")
    read = rereading._Reader.read

    def interrupted(self, ids: list[int]):
        if ids == [2]:
            raise KeyboardInterrupt
        return read(self, ids)

    monkeypatch.setattr(rereading._Reader, "read", interrupted)
    words = ["reextract", "--archive", archive.address, "--processes", "1"]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 130
    assert "interrupted: 1 revisions read" in done.output
    assert "2 revisions left; the same command continues" in done.output

    monkeypatch.setattr(rereading._Reader, "read", read)
    (sites / "one.example.toml").write_text(RULE)
    done = CliRunner().invoke(cli, [*words, "--dry-run"])
    assert done.exit_code == 0, done.output
    assert "The wall holds" in done.output
    assert "Harbour wall holds" in done.output
    assert "3 would be understood otherwise (9 fields)" in done.output


def test_processes_give_their_results_in_order():
    tasks = [[0] * n for n in range(9)]

    assert list(in_order(len, iter(tasks), processes=2)) == [(t, len(t)) for t in tasks]
