"""``newsarchive opml`` as its users meet it."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Command
from tests.fakes import Web, rss


def outline(url: str, title: str = "", home: str = "") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}" htmlUrl="{home}"/>'


def opml(*outlines: str) -> str:
    return f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>"


def test_import_and_export(run: Command, tmp_path: Path) -> None:
    home, inside = "https://weir.example", "http://10.0.0.1/rss"
    (tmp_path / "in.opml").write_text(
        opml(
            outline(f"{home}/feed/", "The Weir – News", home),
            outline(f"{home}/sport/feed/", "The Weir – Sport", f"{home}/"),
            outline("https://bote.example/rss", "Der Bote"),
            outline(inside, "Inside"),
            outline("mailto:x"),
        )
    )

    told = run("newsarchive", "opml", "import", "in.opml", code=1).stdout
    again = run(
        "newsarchive", "opml", "import", "-", stdin=(tmp_path / "in.opml").read_text(), code=1
    ).stdout

    assert told.splitlines() == [
        f"added {home}/feed/ as 'the-weir' The Weir – News",
        f"added {home}/sport/feed/ as 'the-weir' The Weir – Sport",
        "added https://bote.example/rss as 'der-bote' Der Bote",
        f"skipped {inside} is at a private address; add --allow-private if you mean it Inside",
        "skipped mailto:x is no web address",
        "3 feeds added in 2 sources, 2 skipped",
        "next: newsarchive crawl",
    ]
    assert "is followed already, for 'der-bote'" in again
    assert "0 feeds added in 0 sources, 5 skipped" in again
    assert "3 feeds written" in run("newsarchive", "opml", "export", "-o", "out.opml").stdout
    copied = run("newsarchive", "opml", "import", "out.opml", "--archive", "new.db").stdout
    assert "3 feeds added in 2 sources, 0 skipped" in copied
    printed = run("newsarchive", "opml", "export", "-o", "-").stdout
    assert printed.count("xmlUrl") == 3


def test_import_with_a_check(run: Command, site: Web, tmp_path: Path) -> None:
    good = site.put("/feed", rss("Daily Wall", site.url, [("a", "/a")]), Content_Type="text/xml")
    gone = site.put("/gone", "x", 404)
    page = site.put("/page", "<html><p>Hello")
    (tmp_path / "in.opml").write_text(opml(*map(outline, (good, gone, page))))

    told = run(
        "newsarchive", "opml", "import", "in.opml", "--check", "--allow-private", code=1
    ).stdout

    assert f"added {good} as 'daily-wall' Daily Wall" in told
    assert f"skipped {gone} the server answered 404" in told
    assert f"skipped {page} is no feed" in told
    assert site.count("/") == 0


def test_misuse_is_one_sentence(run: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body>Hello")
    (tmp_path / "empty.opml").write_text("")
    run("newsarchive", "init")

    for words, told in (
        (("import", "none.opml"), "none.opml: there is no such file"),
        (("import", "."), ".: cannot be read: Is a directory"),
        (("import", "page.html"), "page.html: This is no OPML file: it begins with 'html body"),
        (("import", "empty.opml"), "empty.opml: This is no OPML file: it holds no XML"),
        (("export", "-o", "no/such.opml"), "no/such.opml cannot be written"),
    ):
        done = run("newsarchive", "opml", *words, code=2)
        assert told in done.stderr, words
        assert done.stderr.count("\n") == 1
