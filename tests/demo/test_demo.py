"""The demo world answers, moves on, and looks like what it stands for."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from newsarchive.demo import DemoWorld, serve
from newsarchive.demo.pictures import pdf, png
from newsarchive.demo.sites.courier import DEAD_PATH, PDF_PATH
from newsarchive.demo.stories import courier_stories, digest_posts, landbote_reports
from newsarchive.discovery import read_home, read_listing
from newsarchive.model import Listing
from newsarchive.page import Page
from newsarchive.urls import absolute_url, same_site


@pytest.fixture
def world() -> Iterator[DemoWorld]:
    with serve() as running:
        yield running


class Reply:
    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "")


def ask(url: str, method: str = "GET", headers: dict[str, str] | None = None) -> Reply:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target or "/", headers=headers or {})
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    finally:
        connection.close()


def elements(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, etree._Element)]


def text_of(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def listing(url: str) -> Listing:
    reply = ask(url)
    assert reply.status == 200
    return read_listing(reply.body, url=url, content_type=reply.content_type)


@pytest.mark.parametrize("stage", [0, 1])
def test_every_link_answers(stage: int) -> None:
    with serve(stage) as world:
        homes = [site.home for site in world.sites]
        waiting, seen = list(homes), set(homes)
        while waiting:
            url = waiting.pop()
            reply = ask(url)
            assert reply.status == 200, url
            if "html" not in reply.content_type:
                continue
            root = Page(url=url, body=reply.body, content_type=reply.content_type).tree
            for element in elements(root, "//*[@href] | //*[@src]"):
                reference = element.get("href", "") or element.get("src", "")
                target = absolute_url(url, reference).partition("#")[0]
                if target and "?p=" not in target and target not in seen:
                    assert any(same_site(target, home) for home in homes), target
                    seen.add(target)
                    waiting.append(target)
    assert len(seen) > 60


def test_sites_are_told_apart(world: DemoWorld) -> None:
    homes = [site.home for site in world.sites]

    assert [site.slug for site in world.sites] == ["courier", "digest", "landbote"]
    assert len(set(homes)) == 3
    assert all(home.startswith("http://127.0.0.") for home in homes)


def test_autodiscovery(world: DemoWorld) -> None:
    found = []
    for site in world.sites:
        reply = ask(site.home)
        home = read_home(reply.body, url=site.home, content_type=reply.content_type)
        paths = [feed.raw_url.removeprefix(site.home) for feed in home.feeds]
        found.append((home.name, home.language, paths))

    assert found == [
        ("The Ellery Courier", "en", ["rss.xml"]),
        ("Sound & Shore Digest", "en-US", ["feed/"]),
        ("Hollerbacher Landbote", "", []),
    ]


def test_courier_feed(world: DemoWorld) -> None:
    home = world.addresses.courier
    feed = listing(f"{home}/rss.xml")

    assert (feed.kind, feed.title, feed.problem) == ("rss", "The Ellery Courier", "")
    assert len(feed.links) == len(courier_stories(0)) + 3
    assert any("utm_" in link.raw_url for link in feed.links)
    assert not any("utm_" in link.url for link in feed.links)
    first = feed.links[0]
    assert first.title == courier_stories(0)[0].title
    assert first.published is not None
    assert first.published.when == courier_stories(0)[0].published
    assert ask(home + DEAD_PATH).status == 404
    assert ask(home + PDF_PATH).body.startswith(b"%PDF")
    assert {home + DEAD_PATH, home + PDF_PATH} <= {link.url for link in feed.links}


def test_courier_sitemaps(world: DemoWorld) -> None:
    home = world.addresses.courier
    robots = ask(f"{home}/robots.txt").body.decode()
    index = listing(re.findall(r"Sitemap: (\S+)", robots)[0])
    children = [listing(child.url) for child in index.more]

    assert index.kind == "sitemap-index"
    assert [child.kind for child in children] == ["sitemap", "sitemap"]
    assert {link.url for link in children[0].links} == {
        home + story.path for story in courier_stories(0)
    }
    assert children[1].links[0].published is not None


def test_courier_article(world: DemoWorld) -> None:
    story = next(story for story in courier_stories(0) if len(story.authors) == 2)
    text = ask(world.addresses.courier + story.path).body.decode()

    assert f'"datePublished": "{story.published.isoformat()}"' in text
    assert '<meta property="og:type" content="article">' in text
    assert "newsletter-box" in text
    assert "cookie-notice" in text


def test_amp_variant_names_its_canonical(world: DemoWorld) -> None:
    home = world.addresses.courier
    story = next(s for s in courier_stories(0) if s.slug == "ferry-marlin-returns-to-service")
    amp = html.fromstring(ask(f"{home}/amp{story.path}").body)

    assert amp.xpath("string(//link[@rel='canonical']/@href)") == home + story.path


def test_digest_feed(world: DemoWorld) -> None:
    feed = listing(f"{world.addresses.digest}/feed/")

    assert (feed.kind, feed.title) == ("rss", "Sound & Shore Digest")
    assert len(feed.links) == len(digest_posts(0)) == 8
    by_poster = {link.title: link.authors for link in feed.links}
    assert () in by_poster.values()
    assert ("M. Garrow",) in by_poster.values()


@pytest.mark.parametrize("shape", ["fields", "hyphen", "time", "bare"])
def test_digest_has_the_shape_of_the_seed_document(world: DemoWorld, shape: str) -> None:
    post = next(post for post in digest_posts(0) if post.shape == shape)
    assert post.original is not None
    root = html.fromstring(ask(world.addresses.digest + post.path).body.decode())
    (article,) = elements(root, "//article")
    lines = [line.strip() for line in text_of(article).split("\n") if line.strip()]

    clock = f"{post.posted:%I:%M} {'pm' if post.posted.hour > 11 else 'am'}".lstrip("0")
    who = f"{post.poster} " if post.poster else ""
    day = f"{post.posted:%B} {post.posted.day}, {post.posted.year}"
    assert " ".join(lines[0].split()) == f"Posted by {who}on {day} {clock}"
    assert lines[1] == "Categories: " + " ".join(post.categories)
    assert lines[2] == lines[3] == post.original.title
    assert lines[4] == post.original.deck
    assert lines[-3] == " and ".join(post.original.authors)
    assert re.fullmatch(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d/\d\d/\d{4} [–-] \d\d:\d\d", lines[-2])
    assert lines[-1] == "Ellery CourierRead More"

    assert article.xpath("string(.//a[text()='Read More']/@href)") == (
        world.addresses.courier + post.original.path
    )
    assert len(elements(article, ".//a[@rel='category tag']")) == len(post.categories)
    (content,) = elements(article, ".//div[@class='entry-content']")
    dropped = ".//img | .//figure | .//blockquote | .//ul | .//ol | .//li"
    assert not elements(content, dropped)
    classes = [
        len(elements(content, f".//*[contains(@class, 'field--name-{name}')]"))
        for name in ("title", "body", "uid", "created")
    ]
    assert classes == ([0, 0, 0, 0] if shape == "bare" else [1, 1, 1, 1])
    marked = elements(content, ".//a[@class='feedzy-rss-link-icon']")
    assert len(marked) == (0 if shape == "bare" else 1)
    assert bool(elements(content, ".//time[@datetime]")) == (shape == "time")
    after = text_of(root).partition("Read More")[2]
    assert "Leave a Reply" in after
    assert "Your email address will not be published." in after


def test_landbote_says_its_charset_half_of_the_time(world: DemoWorld) -> None:
    home = world.addresses.landbote
    declared = 0
    for report in landbote_reports(0):
        reply = ask(home + report.path)
        assert reply.content_type == "text/html"
        assert report.body[0].lines[0][:10] in reply.body.decode(report.encoding)
        declared += f"charset={report.encoding}".encode() in reply.body
    assert 0 < declared < len(landbote_reports(0)) == 8

    section = listing(f"{home}/")
    assert section.kind == "section"
    assert {link.url for link in section.links} == {
        home + report.path for report in landbote_reports(0)
    }


def test_the_world_moves_on(world: DemoWorld) -> None:
    before = {
        site.slug: ask(f"{site.home}{feed}").body
        for site, feed in zip(world.sites, ("rss.xml", "feed/", ""), strict=True)
    }
    world.advance()
    world.advance()
    after = {
        site.slug: ask(f"{site.home}{feed}").body
        for site, feed in zip(world.sites, ("rss.xml", "feed/", ""), strict=True)
    }

    assert all(before[slug] != after[slug] for slug in before)
    for old, new in (
        ([*courier_stories(0)], [*courier_stories(1)]),
        ([*digest_posts(0)], [*digest_posts(1)]),
    ):
        titles = {item.slug: item for item in old}
        assert len(new) - len(old) >= 3
        assert sum(item.gone for item in new) == 1
        same = [item for item in new if item.slug in titles]
        assert sum(item.title != titles[item.slug].title for item in same) >= 1
        assert sum(item.changed != titles[item.slug].changed for item in same) >= 2
    gone = next(story for story in courier_stories(1) if story.gone)
    assert ask(world.addresses.courier + gone.path).status == 410
    lost = next(post for post in digest_posts(1) if post.gone)
    assert ask(world.addresses.digest + lost.path).status == 404
    corrected = next(story for story in courier_stories(1) if story.modified)
    assert ask(world.addresses.courier + corrected.path).status == 200


@pytest.mark.parametrize("path", ["/rss.xml", "/", "/img/ferry-marlin-returns-to-service.png"])
def test_conditional_requests(world: DemoWorld, path: str) -> None:
    url = world.addresses.courier + path
    reply = ask(url)
    etag, modified = reply.headers["ETag"], reply.headers["Last-Modified"]

    for headers in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"other", W/{etag}'},
        {"If-Modified-Since": modified},
    ):
        again = ask(url, headers=headers)
        assert (again.status, again.body) == (304, b""), headers
        assert again.headers["ETag"] == etag
    assert ask(url, headers={"If-None-Match": '"other"'}).status == 200
    assert ask(url, headers={"If-Modified-Since": "Mon, 02 Jan 2006 00:00:00 GMT"}).status == 200
    assert ask(url, headers={"If-Modified-Since": "nonsense"}).status == 200


def test_feed_changes_its_validators(world: DemoWorld) -> None:
    url = f"{world.addresses.courier}/rss.xml"
    first = ask(url)
    world.advance()
    etag, since = first.headers["ETag"], first.headers["Last-Modified"]
    second = ask(url, headers={"If-None-Match": etag, "If-Modified-Since": since})

    assert second.status == 200
    assert second.headers["Last-Modified"] != since


def test_gzip_and_head(world: DemoWorld) -> None:
    url = f"{world.addresses.courier}/rss.xml"
    plain, packed = ask(url), ask(url, headers={"Accept-Encoding": "br, gzip;q=0.5"})
    head = ask(url, "HEAD")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in ask(url, headers={"Accept-Encoding": "gzip;q=0"}).headers
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(plain.body))


def test_redirects(world: DemoWorld) -> None:
    home = world.addresses.digest
    post = digest_posts(0)[0]

    for path in (post.path.rstrip("/"), f"/?p={post.id}"):
        reply = ask(home + path)
        assert (reply.status, reply.headers["Location"]) == (301, home + post.path)


def test_log(world: DemoWorld) -> None:
    ask(f"{world.addresses.digest}/feed/?x=1", headers={"User-Agent": "tester/1"})
    ask(f"{world.addresses.landbote}/nothing", "HEAD")

    first, second = world.log
    assert (first.site, first.method, first.target) == ("digest", "GET", "/feed/?x=1")
    assert (first.status, first.user_agent) == (200, "tester/1")
    assert (second.site, second.method, second.status) == ("landbote", "HEAD", 404)
    assert first.at <= second.at


def test_everything_stops_with_the_block() -> None:
    with serve() as world:
        address = urlsplit(world.addresses.courier)
        where = (str(address.hostname), address.port or 0)
        idle = socket.create_connection(where, timeout=5)
    with idle:
        assert idle.recv(1) == b""
    with pytest.raises(OSError):
        socket.create_connection(where, timeout=5)


def test_given_ports() -> None:
    with serve() as first:
        ports = [urlsplit(site.home).port or 0 for site in first.sites]
    with serve(1, ports=ports) as second:
        assert [urlsplit(site.home).port for site in second.sites] == ports
    with pytest.raises(ValueError, match="3 ports"), serve(ports=[8000]):
        pass
    with pytest.raises(ValueError, match="stages"), serve(7):
        pass


def test_a_taken_port_is_an_error() -> None:
    with serve() as first:
        ports = [urlsplit(site.home).port or 0 for site in first.sites]
        with pytest.raises(OSError), serve(ports=ports):
            pass


def test_one_address_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.bind

    def bind(self: socket.socket, address: tuple[str, int]) -> None:
        if address[0] != "127.0.0.1":
            raise OSError("no such address here")  # as on macOS
        real(self, address)

    monkeypatch.setattr(socket.socket, "bind", bind)
    with serve() as world:
        assert {urlsplit(site.home).hostname for site in world.sites} == {"127.0.0.1"}
        assert len({site.home for site in world.sites}) == 3
        assert ask(world.sites[2].home).status == 200


def test_stories_are_long_enough() -> None:
    for items in (courier_stories(1), digest_posts(1), landbote_reports(1)):
        for item in items:
            words = sum(len(line.split()) for block in item.body for line in block.lines)
            assert 105 <= words <= 350, item


def test_drawn_files() -> None:
    assert png("a") == png("a") != png("b")
    assert pdf("hello").endswith(b"%%EOF\n")


def test_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, newsarchive.demo as d\n"
        "with d.serve(): pass\n"
        "ours = [n for n in sys.modules if n.startswith('newsarchive.')]\n"
        "print([n for n in ours if not n.startswith('newsarchive.demo')],"
        " 'scrapy' in sys.modules, 'click' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[] False False"
