"""What of a crawl is kept as WARC: every answer that counts, and nothing that is refused."""

import gzip
import zlib
from pathlib import Path

from newsarchive.storage import open_archive
from newsarchive.warc.reading import Read, records
from tests.conftest import Command
from tests.fakes import Answer, Web, page, rss, sentences

DB = "data/newsarchive.db"
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")


def kept(tmp_path: Path, site: Web) -> list[Read]:
    """The records of all files, oldest first, but for warcinfo."""
    paths = (tmp_path / "data/warc/newsarchive").glob("*.warc.gz")
    found = [
        record
        for path in sorted(paths, key=lambda path: path.name.split("-")[2])  # by time
        for record in records(path)
        if record.kind != "warcinfo"
    ]
    for record in found:
        record.fields["path"] = record.url.removeprefix(site.url)
    return found


def told(found: list[Read]) -> list[tuple[str, str, int]]:
    return [
        (item.fields["path"], item.kind, item.status) for item in found if item.kind != "request"
    ]


def test_every_answer_that_counts_is_kept_once(run: Command, site: Web, tmp_path: Path):
    story = page("Wall holds", sentences("wall"))
    site.put("/a", gzip.compress(story.encode()), Content_Encoding="gzip", Set_Cookie="id=SESAME")
    site.put("/old", "", status=301, Location="/a2")
    lead = f"<meta property=og:image content={site.url}/lead.jpg>"
    site.put("/a2", page("Bridge opens", sentences("bridge"), lead), ETag='"1"')
    site.put("/lead.jpg", b"\xff\xd8" + bytes(300), Content_Type="image/jpeg")
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    feed = site.put(
        "/feed", rss("Wall", site.url, [("A", site.url + "/a"), ("B", site.url + "/old")])
    )
    site.first = [site.pages["/feed"], Answer(b"later", 503, {"Retry-After": "0"})]
    slug = run.follow(feed)
    run("newsarchive", "source", slug, "capture_media=lead")
    crawl = ("scrapy", "crawl", "poll", "-a", f"source={slug}", "-a", "revisit=all", *FAST)
    run(*crawl)

    first = kept(tmp_path, site)

    assert sorted(told(first)) == sorted(
        [
            ("/robots.txt", "response", 200),
            ("/feed", "response", 200),
            next(item for item in told(first) if item[2] == 503),
            ("/a", "response", 200),
            ("/old", "response", 301),
            ("/a2", "response", 200),
            ("/lead.jpg", "response", 200),
        ]
    )
    asked = [item for item in first if item.kind == "request"]
    assert len(asked) == len(first) / 2
    assert all(b"User-Agent: newsarchive/" in item.block for item in asked)
    assert all(item.fields["warc-ip-address"] == "127.0.0.1" for item in first if item.status)
    (packed,) = [item for item in first if (item.fields["path"], item.status) == ("/a", 200)]
    assert zlib.decompress(packed.payload, 31) == story.encode()
    assert b"SESAME" not in packed.block

    run(*crawl)

    assert sorted(told(kept(tmp_path, site))[len(told(first)) :]) == [
        ("/a", "revisit", 200),
        ("/a2", "revisit", 304),
    ]
    with open_archive(tmp_path / DB) as archive, archive.reading() as rows:
        found = {file: rows.captures.in_file(file) for file in rows.captures.files()}
    captures = [capture for file in found.values() for capture in file]
    assert len(captures) == 9
    assert {(item.purpose, item.kind) for item in captures} == {
        ("robots", "response"),
        ("listing", "response"),
        ("media", "response"),
        ("article", "response"),
        ("article", "revisit"),
    }
    assert all(item.original for item in captures if item.kind == "revisit")


def test_of_what_asks_not_to_be_archived_nothing_is_kept(run: Command, site: Web, tmp_path: Path):
    """Neither where the tag is packed, nor late in a long head, nor the redirect that led there."""
    head = f"<style>{' ' * 200_000}</style><META CONTENT='noarchive' NAME='robots'>"
    body = page("Meta", sentences("meta"), head).encode()
    site.put("/meta", gzip.compress(body), Content_Encoding="gzip")
    site.put("/there", "", status=302, Location="/meta")
    site.put("/good", page("Good", sentences("good")))
    urls = f"urls={site.url}/there,{site.url}/good"
    options = ("-s", "NEWSARCHIVE_ALLOW_PRIVATE=1", "-s", "NEWSARCHIVE_HEED=noarchive", *FAST)

    run("scrapy", "crawl", "pages", "-a", urls, *options, code=None)

    assert told(kept(tmp_path, site)) == [
        ("/robots.txt", "response", 404),
        ("/good", "response", 200),
    ]
