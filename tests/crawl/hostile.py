"""A server that means harm: raw sockets on loopback, each answer as bad as its name says.

``CASES`` is the table: what is asked for, what is sent, and what must come of it.  Nothing here
follows HTTP unless a case wants it to; every thread ends when the server is closed.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import selectors
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Self

import brotli
from backports import zstd

from tests.fakes import page, sentences

MEGA = 1_000_000
TOO_SLOW = "did not answer in time"
TOO_LARGE = "larger than the limit (max_page_bytes)"
UNPACKED = "larger than the limit (max_page_bytes) once unpacked"
HEAD = "head is larger than 64,000 bytes (max_head_bytes)"
FIELDS = "more than 200 header fields (max_head_fields)"
NO_HTTP = "no valid HTTP"
BREAKS_OFF = "breaks off"
REDIRECTS = "redirects again and again (max_redirects)"
PRIVATE = "private address"
NO_ADDRESS = "a redirect to what is no http(s) address"
TAGS = "more than 250,000 tags (max_tags)"
ARTICLE = "article"  # in place of a cause: it is archived, whole


class Talk:
    """One connection, with the request that came over it."""

    def __init__(self, conn: socket.socket, path: str, host: str, closing: threading.Event) -> None:
        self.conn = conn
        self.path = path
        self.host = host  # as it was asked, with the port
        self.closing = closing

    def send(self, data: bytes) -> None:
        self.conn.sendall(data)

    def drip(self, data: bytes = b"x") -> None:
        """Send a byte every 0.3 s for as long as anybody listens."""
        while not self.closing.wait(0.3):
            self.send(data)

    def pour(self, piece: bytes) -> None:
        while not self.closing.is_set():
            self.send(piece)

    def reset(self) -> None:
        """Break off with RST in place of FIN."""
        self.conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.conn.close()


Say = Callable[[Talk], None]


@dataclass(frozen=True)
class Case:
    """Something that is asked for, and what must come of it."""

    name: str
    say: Say
    expected: str  # ARTICLE, or what the cause of its failure holds
    also: str = ""  # what a failure row of an article holds


@dataclass
class Cases:
    """A table of cases that share a host, filled by decorators and calls."""

    found: dict[str, Case] = field(default_factory=dict)

    def add(self, name: str, say: Say | bytes, expected: str, also: str = "") -> None:
        assert name not in self.found
        answer = say if callable(say) else (lambda talk, data=say: talk.send(data))
        self.found[name] = Case(name, answer, expected, also)

    def does(self, name: str, expected: str) -> Callable[[Say], Say]:
        def note(say: Say) -> Say:
            self.add(name, say, expected)
            return say

        return note


def http(
    body: bytes | str = b"",
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    *,
    length: int | str | None = None,
    **headers: str,
) -> bytes:
    """An answer; ``length``: what Content-Length says in place of the truth."""
    raw = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": kind, "Content-Length": len(raw) if length is None else length}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [
        f"{name}: {value}" for name, value in {**fields, **named, "Connection": "close"}.items()
    ]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("utf-8", "replace") + raw


def start(kind: str = "text/html", **headers: str) -> bytes:
    """The head of an answer whose end only the connection's end tells."""
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{named}\r\n".encode()


def chunks(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    framed = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return start(Transfer_Encoding="chunked") + framed + end


def to(location: str, status: str = "302 Found") -> bytes:
    return http(status=status, Location=location)


def story(topic: str, head: str = "", title: str = "") -> str:
    return page(title or f"Story {topic}", sentences(topic), head)


LAST = "made necessary"  # stands at the end of each paragraph of a story


def repeated(compress: Callable[[bytes], bytes], flush: Callable[[], bytes], megas: int) -> bytes:
    zeros = bytes(MEGA)
    return b"".join([*(compress(zeros) for _ in range(megas)), flush()])


@cache
def gzip_bomb() -> bytes:
    """10 GB in less than 10 MB: a hundred members of 100 MB each."""
    packer = zlib.compressobj(9, wbits=31)
    return repeated(packer.compress, packer.flush, 100) * 100


@cache
def small_gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return repeated(packer.compress, packer.flush, 100)


def deflate_bomb() -> bytes:
    packer = zlib.compressobj(9)
    return repeated(packer.compress, packer.flush, 200)


def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1)
    return repeated(packer.process, packer.finish, 200)


def zstd_bomb() -> bytes:
    packer = zstd.ZstdCompressor()
    return repeated(packer.compress, packer.flush, 500)


def nested(times: int) -> bytes:
    data = small_gzip_bomb()
    for _ in range(times - 1):
        data = gzip.compress(data)
    return data


# --- pages: what goes over the wire ---------------------------------------------------------

SLOW = Cases()  # a deadline each: they lie on hosts of their own


@SLOW.does("drip-body", TOO_SLOW)
def _(talk: Talk) -> None:
    talk.send(start(Content_Length="100000"))
    talk.drip()


@SLOW.does("drip-head", TOO_SLOW)
def _(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    talk.drip()


@SLOW.does("drip-chunks", TOO_SLOW)
def _(talk: Talk) -> None:
    talk.send(start(Transfer_Encoding="chunked"))
    talk.drip(b"1\r\nx\r\n")


def silent(talk: Talk) -> None:
    talk.closing.wait()


SLOW.add("silent", silent, TOO_SLOW)


@SLOW.does("silent-after-half", TOO_SLOW)
def _(talk: Talk) -> None:
    talk.send(http(story("half"), length=100_000))
    talk.closing.wait()


WIRE = Cases()
_WHOLE = story("wire").encode()


@WIRE.does("endless-body", TOO_LARGE)
def _(talk: Talk) -> None:
    talk.send(start())
    talk.pour(b"<p>more and more and more</p>" * 3_000)


@WIRE.does("endless-chunks", TOO_LARGE)
def _(talk: Talk) -> None:
    talk.send(start(Transfer_Encoding="chunked"))
    talk.pour(b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n")


@WIRE.does("endless-head", FIELDS)
def _(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\n")
    talk.pour(b"X-More: yes\r\n" * 100)


@WIRE.does("endless-continue", HEAD)
def _(talk: Talk) -> None:
    talk.pour(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


WIRE.add("head-of-10000-fields", http(_WHOLE, **{f"X-{n}": "y" for n in range(10_000)}), FIELDS)
WIRE.add("field-of-10-mb", http(_WHOLE, X_Long="y" * 10 * MEGA), HEAD)
WIRE.add("status-line-of-1-mb", http(_WHOLE, status="200 " + "O" * MEGA), HEAD)
WIRE.add("folded-field-without-end", http(_WHOLE, X_Folded="y\r\n " * 40_000), HEAD)
WIRE.add("no-status-line", _WHOLE.replace(b"><", b">\n<"), NO_HTTP)
WIRE.add("no-line-at-all", _WHOLE, "broke off")
WIRE.add("http-0-9", b"HTTP/0.9\r\n\r\n" + _WHOLE, NO_HTTP)
WIRE.add("another-protocol", b"SSH-2.0-OpenSSH_9.6\r\n", NO_HTTP)
WIRE.add("length-too-long", http(_WHOLE, length=len(_WHOLE) + 5_000), BREAKS_OFF)
WIRE.add(
    "length-too-short", http(_WHOLE, length=len(_WHOLE) // 2), "goes on behind its Content-Length"
)
WIRE.add("length-negative", http(_WHOLE, length=-5), NO_HTTP)
WIRE.add("length-no-number", http(_WHOLE, length="plenty"), NO_HTTP)
WIRE.add("length-astronomical", http(_WHOLE, length=10**18), TOO_LARGE)
WIRE.add("two-lengths", http(_WHOLE, length=f"{len(_WHOLE)}\r\nContent-Length: 7"), NO_HTTP)
WIRE.add("chunks-cut-off", chunks(_WHOLE[:800], end=b"fff\r\n" + _WHOLE[800:]), BREAKS_OFF)
WIRE.add("chunks-without-end", chunks(_WHOLE, end=b""), BREAKS_OFF)
WIRE.add("chunk-of-16-exabytes", chunks(end=b"ffffffffffffffff\r\n" + _WHOLE), BREAKS_OFF)
WIRE.add("chunk-size-no-number", chunks(end=b"many\r\n" + _WHOLE), NO_HTTP)
WIRE.add("chunk-size-without-end", chunks(end=b"f" * MEGA), NO_HTTP)
WIRE.add("unknown-transfer-encoding", start(Transfer_Encoding="smoke") + _WHOLE, NO_HTTP)
WIRE.add("closed-at-once", b"", "broke off")


@WIRE.does("reset-midway", BREAKS_OFF)
def _(talk: Talk) -> None:
    talk.send(http(_WHOLE, length=100_000))
    talk.reset()


@WIRE.does("reset-before-head", "broke off")
def _(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-")
    talk.reset()


WIRE.add("status-204", http(status="204 No Content"), "empty page")
WIRE.add("status-206", http(_WHOLE[:900], status="206 Partial Content"), "a part of the page")
WIRE.add("status-304-unasked", http(status="304 Not Modified"), "answered 304, though")
WIRE.add("status-999", http(_WHOLE, status="999 Go Away"), "the server answered 999")
WIRE.add("status-000", http(_WHOLE, status="000 Nothing"), "the server answered 0")
WIRE.add("status-no-number", http(_WHOLE, status="two hundred"), NO_HTTP)
WIRE.add("empty-200", http(), "empty page")
WIRE.add("image-as-html", http(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50), "binary file")

# --- pages: what is packed ----------------------------------------------------------------

PACKED = Cases()
for _encoding, _packed in {
    "gzip": gzip.compress(_WHOLE),
    "deflate": zlib.compress(_WHOLE),
    "br": brotli.compress(_WHOLE),
    "zstd": zstd.compress(_WHOLE),
}.items():
    PACKED.add(
        f"{_encoding}-cut-off",
        http(_packed[: len(_packed) * 2 // 3], Content_Encoding=_encoding),
        "breaks off: what is packed in it has no end, 3 times in a row",
    )
PACKED.add(
    "gzip-bomb", lambda talk: talk.send(http(gzip_bomb(), Content_Encoding="gzip")), UNPACKED
)
PACKED.add("deflate-bomb", http(deflate_bomb(), Content_Encoding="deflate"), UNPACKED)
PACKED.add("brotli-bomb", http(brotli_bomb(), Content_Encoding="br"), UNPACKED)
PACKED.add("zstd-bomb", http(zstd_bomb(), Content_Encoding="zstd"), UNPACKED)
PACKED.add("bomb-in-a-bomb", http(nested(3), Content_Encoding="gzip, gzip, gzip"), UNPACKED)
PACKED.add(
    "packed-20-times", http(nested(3), Content_Encoding=", ".join(["gzip"] * 20)), "20 times over"
)
PACKED.add("unknown-encoding", http(b"\0\1" * 500, Content_Encoding="x-secret"), "as x-secret")
PACKED.add("encoding-that-lies", http(story("lies"), Content_Encoding="gzip"), ARTICLE)
PACKED.add(
    "garbage-behind-gzip",
    http(gzip.compress(story("garbage").encode()) + b"garbage" * 9_000, Content_Encoding="gzip"),
    ARTICLE,
)
_damaged = bytearray(gzip.compress(_WHOLE))
_damaged[200:220] = bytes(20)
PACKED.add("gzip-damaged", http(bytes(_damaged), Content_Encoding="gzip"), "the answer is damaged")

# --- pages: where they lead -----------------------------------------------------------------

LEADING = Cases()
LEADING.add("redirect-to-itself", lambda talk: talk.send(to(talk.path)), REDIRECTS)
LEADING.add(
    "redirect-growing", lambda talk: talk.send(to(f"{talk.path}?more=1&" + "a" * 50)), REDIRECTS
)
LEADING.add("redirect-there-and-back", to("/redirect-back"), REDIRECTS)
LEADING.add("redirect-chain-of-50", to("/chain/50"), REDIRECTS)
for _name, _location, _cause in (
    ("file", "file:///etc/passwd", NO_ADDRESS),
    ("javascript", "javascript:alert(1)", "redirects to what is no http(s) address"),
    ("data", "data:text/html,<p>hello", NO_ADDRESS),
    ("metadata-service", "http://169.254.169.254/latest/meta-data/", PRIVATE),
    ("private-network", "http://10.0.0.1/", PRIVATE),
    ("decimal-loopback", "http://2130706433/decimal", PRIVATE),
    ("hex-loopback", "http://0x7f000001/hex", PRIVATE),
    ("short-loopback", "http://127.1/short", PRIVATE),
    ("mapped-loopback", "http://[::ffff:127.0.0.1]/", PRIVATE),
    ("no-address", "http://[", "redirects to what is no http(s) address"),
    ("port-no-number", "http://example.com:port/", "redirects to what is no http(s) address"),
    ("nowhere", "", REDIRECTS),
    ("50-kb", "/" + "a" * 50_000, "characters"),
    ("10-mb", "/" + "a" * 10 * MEGA, HEAD),
):
    LEADING.add(f"redirect-to-{_name}", to(_location), _cause)
LEADING.add(
    "meta-refresh",
    http('<meta http-equiv=refresh content="0; url=http://169.254.169.254/">'),
    "no article text",
)

# --- pages: what they say -------------------------------------------------------------------

SAYING = Cases()


def article(
    name: str, markup: str | bytes, kind: str = "text/html; charset=utf-8", also: str = ""
) -> None:
    SAYING.add(name, http(markup, kind=kind), ARTICLE, also)


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NAMES = [
    f"{a}nn {b}{c}{d}e"
    for a in "ABCDEFGHIJ"
    for b in "ABCDEFGHIJ"
    for c in _LETTERS
    for d in _LETTERS
]
_PEOPLE = json.dumps({"@type": "NewsArticle", "author": (_NAMES * 2)[:100_000]})
_TOPICS = "".join(
    f'<meta property="article:section" content="Topic {chr(97 + n % 26)}{n}">'
    for n in range(10_000)
)
article("title-of-5-mb", story("title", title="Longer " * 700_000), also="title")
article(
    "100000-authors",
    story("authors", f"<script type=application/ld+json>{_PEOPLE}</script>"),
    also="authors",
)
article("10000-categories", story("categories", _TOPICS), also="categories")
article("100000-nested-tags", story("nested").replace("<footer>", "<div>" * 100_000 + "<footer>"))
article(
    "100000-attributes",
    story("attributes").replace(
        "<footer>", "<i " + " ".join(f"a{n}=b" for n in range(100_000)) + "><footer>"
    ),
)
article("nul-bytes", story("nul").replace("<p>", "<p>\0"))
article(
    "lone-surrogates",
    story(
        "surrogates",
        '<script type=application/ld+json>{"@type":"NewsArticle","headline":"B \\ud800"}</script>',
    ).replace("<p>", "<p>&#xD800;"),
)
article("utf-7", story("seven").replace("<p>", "<p>+ADw-script+AD4-"), "text/html; charset=utf-7")
article(
    "conflicting-charsets",
    story("charsets").replace("utf-8", "utf-16"),
    "text/html; charset=koi8-r",
)
article("utf-16-without-mark", story("sixteen").encode("utf-16-le"), "text/html")
article(
    "escapes-in-title", story("escapes", title="Red \x1b[31malert\x1b[0m \u202egnp.exe\u2066 day")
)
article("deep-json-ld", story("deep", f"<script type=application/ld+json>{'[' * MEGA}</script>"))
article(
    "year-99999",
    story("year", '<meta property="article:published_time" content="99999-01-01T00:00:00Z">'),
)
article("a-million-entities", story("entities").replace("<footer>", "<footer>" + "&amp;" * MEGA))
article("spaces-of-5-mb", story("spaces").replace("<footer>", "<footer>" + " " * 5 * MEGA))
article("comment-without-end", story("comment") + "<!--" + "x" * 5 * MEGA)
article("50-kb-content-type", story("kind"), "text/html; x=" + "y" * 50_000)
SAYING.add("etag-of-50-kb", http(story("etag"), ETag='"' + "e" * 50_000 + '"'), ARTICLE)
SAYING.add("etag-of-1-mb", http(story("etag"), ETag='"' + "e" * MEGA + '"'), HEAD)
SAYING.add(
    "cookie-flood",
    http(
        story("cookies"), Set_Cookie="a=b" + "".join(f"\r\nSet-Cookie: c{n}=d" for n in range(180))
    ),
    ARTICLE,
)
SAYING.add("a-million-links", http("".join(f"<a href=/{n}>" for n in range(MEGA))), TOO_LARGE)
SAYING.add("600000-links", http("".join(f"<a href=/{n}>" for n in range(600_000))), TAGS)
SAYING.add("nothing-but-brackets", http("<" * 9 * MEGA), TAGS)
SAYING.add("..%2f..%2f..%2fetc%2fpasswd", http(story("passwd")), ARTICLE)
SAYING.add("nul%00name", http(story("nulname")), ARTICLE)

# --- listings ------------------------------------------------------------------------------

XML = "text/xml"


def feed(items: str, head: str = "") -> bytes:
    return http(
        f'<?xml version="1.0"?>{head}<rss version="2.0"><channel>{items}</channel></rss>',
        kind=XML,
    )


def urlset(urls: Iterable[str]) -> str:
    return "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"


def index(urls: Iterable[str]) -> str:
    return (
        "<sitemapindex>"
        + "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
        + "</sitemapindex>"
    )


_LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>"
)
_ITEM = "<item><title>{0}</title><link>/made/{0}</link></item>"

FEEDS = Cases()  # expected "": the listing is read, and no failure
FEEDS.add("a-million-entries", feed("<item><link>/1</link></item>" * MEGA), TOO_LARGE)
FEEDS.add(
    "20000-entries",
    feed("".join(_ITEM.format(f"e{n}x") for n in range(20_000))),
    "Only the first 2,000 entries",
)
FEEDS.add(
    "billion-laughs", feed("<item><title>&a11;</title><link>/made/l</link></item>", _LAUGHS), ""
)
FEEDS.add(
    "external-entity",
    feed(
        "<item><title>&x;</title><link>/made/x</link></item>",
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
    ),
    "",
)
FEEDS.add(
    "remote-dtd",
    feed(_ITEM.format("d"), "<!DOCTYPE rss SYSTEM 'http://169.254.169.254/x.dtd'>"),
    "",
)
FEEDS.add("nested-items", feed("<item>" * 100_000), "")
FEEDS.add(
    "guid-of-1-mb",
    feed(f"<item><title>G</title><link>/made/g</link><guid>{'g' * MEGA}</guid></item>"),
    "",
)
FEEDS.add(
    "years-99999",
    feed(
        "".join(
            f"<item><link>/made/y{n}</link><pubDate>Mon, 1 Jan 99999 00:00:00 GMT</pubDate></item>"
            for n in range(1_000)
        )
    ),
    "are too many alike",
)
FEEDS.add("json-1e6-deep", http("[" * MEGA, kind="application/json"), "not valid JSON")
FEEDS.add(
    "json-number-of-1-mb",
    http('{"items": [{"url": "/made/n", "id": ' + "9" * MEGA + "}]}", kind="application/json"),
    "not valid JSON",
)
FEEDS.add(
    "feed-gzip-cut-off",
    http(gzip.compress(b"<rss>" + b"<item/>" * 99)[:30], kind=XML, Content_Encoding="gzip"),
    BREAKS_OFF,
)
FEEDS.add("feed-redirect-loop", to("/feed-redirect-loop"), REDIRECTS)
FEEDS.add("feed-breaks-off", http(b"<rss><channel>", length=9_999, kind=XML), BREAKS_OFF)
FEEDS.add("html-for-a-feed", http(story("html")), "is a web page, not a feed")


@FEEDS.does("drip-feed", TOO_SLOW)
def _(talk: Talk) -> None:
    talk.send(start(XML) + b"<rss>")
    talk.drip()


@FEEDS.does("endless-feed", TOO_LARGE)
def _(talk: Talk) -> None:
    talk.send(start(XML) + b"<rss><channel>")
    talk.pour(_ITEM.format("z").encode() * 1_000)


MAPS = Cases()
MAPS.add(
    "index-of-itself",
    lambda talk: talk.send(http(index([f"http://{talk.host}{talk.path}"]), kind=XML)),
    "",
)
MAPS.add(
    "index-chain",
    lambda talk: talk.send(http(index([f"http://{talk.host}/index/1"]), kind=XML)),
    "",
)
MAPS.add(
    "sitemap-bomb.xml.gz", http(small_gzip_bomb(), kind="application/gzip"), "The answer is empty"
)
MAPS.add(
    "sitemap-that-unpacks-to-much.xml.gz",
    http(gzip.compress(b"<urlset>" + b"<url><x>y</x></url>" * 4 * MEGA), kind="application/gzip"),
    "Only the first 10,000 entries were looked at",
)
MAPS.add(
    "sitemap-cut-off.xml.gz",
    http(
        gzip.compress(urlset(f"/made/s{n}" for n in range(99)).encode())[:-40],
        kind="application/gzip",
    ),
    "breaks off",
)
MAPS.add(
    "sitemap-laughs",
    http(_LAUGHS.replace("rss", "urlset") + urlset(["/made/&a11;"]), kind=XML),
    "names no page",
)
MAPS.add(
    "200000-addresses",
    http(urlset(f"/made/{n:x}z" for n in range(200_000)), kind=XML),
    "Only the first 5,000 links",
)

SECTIONS = Cases()
SECTIONS.add(
    "section-of-600000-links",
    http("".join(f"<a href=/{n}>" for n in range(600_000))),
    TAGS,
)
SECTIONS.add(
    "calendar",
    lambda talk: talk.send(
        http(
            "".join(
                f"<p><a href=/made/2{n:03}/1/>The news of another long day</a>" for n in range(400)
            )
        )
    ),
    "are too many alike",
)
SECTIONS.add(
    "session-ids",
    lambda talk: talk.send(
        http(
            "".join(
                f"<p><a href='/made/story-of-today?visit={n}'>The news of another long day</a>"
                for n in range(400)
            )
        )
    ),
    "are too many alike",
)
SECTIONS.add(
    "600-links",
    http(
        "".join(
            f"<p><a href=/made/{'abcdefghij'[n % 10] * (n // 10 + 1)}-b/>News of another day</a>"
            for n in range(600)
        )
    ),
    "Only the first 500 links",
)

# --- robots.txt: each on a host of its own, with one page -----------------------------------

ROBOTS = Cases()
ROBOTS.add("robots-500", http(b"no", "500 Oops"), "answered 500 to robots.txt")
ROBOTS.add("robots-binary", http(bytes(range(256)) * 999, kind="text/plain"), ARTICLE)
ROBOTS.add(
    "robots-huge-lines",
    http("Disallow: /" + "a" * 400_000 + "\n" + "User-agent: *\n" * 9_000),
    ARTICLE,
)
ROBOTS.add("robots-crawl-delay", http("User-agent: *\nCrawl-delay: 1000000000\n"), ARTICLE)
ROBOTS.add("robots-stars", http("User-agent: *\nDisallow: /" + "*a" * 2_000 + "$\n"), ARTICLE)
ROBOTS.add("robots-bomb", http(small_gzip_bomb(), Content_Encoding="gzip"), UNPACKED)
ROBOTS.add("robots-loop", lambda talk: talk.send(to("/robots.txt")), REDIRECTS)
ROBOTS.add("robots-head", http("", X_Long="y" * MEGA), HEAD)


@ROBOTS.does("robots-drip", TOO_SLOW)
def _(talk: Talk) -> None:
    talk.send(start("text/plain"))
    talk.drip(b"#")


@ROBOTS.does("robots-endless", ARTICLE)
def _(talk: Talk) -> None:
    talk.send(start("text/plain"))
    talk.pour(b"Allow: /\n" * 5_000)


# --- Retry-After: each on a host of its own ----------------------------------------------------

RESTS = Cases()
for _name, _value in {
    "years": "315360000",
    "negative": "-1",
    "garbage": "soon\x7f",
    "date-9999": "Fri, 31 Dec 9999 23:59:59 GMT",
    "digits": "9" * 5_000,
}.items():
    _long = _name in ("years", "date-9999", "digits")
    RESTS.add(
        f"retry-after-{_name}",
        http(status="503 Busy", Retry_After=_value),
        "asked to wait until" if _long else "the server answered 503",
    )


@dataclass
class Heard:
    """A request that came, and when what was said to it ended; monotonic seconds."""

    host: str
    path: str
    ended: float = 0.0


class Hostile:
    """The server: ``with Hostile() as server: server.serve(address, table)``."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._closing = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._tables: dict[str, dict[str, Say]] = {}  # host with port → path → what is said
        self._accepting = threading.Thread(target=self._accept)

    def serve(self, address: str) -> str:
        """Listen on a loopback address; return the host with its port."""
        listener = socket.create_server((address, 0), backlog=64)
        host = f"{address}:{listener.getsockname()[1]}"
        self._selector.register(listener, selectors.EVENT_READ, host)
        self._tables[host] = {}
        return host

    def put(self, host: str, path: str, say: Say | bytes) -> str:
        """Answer a path of a host; return the URL."""
        answer = say if callable(say) else (lambda talk: talk.send(say))
        self._tables[host][path] = answer
        return f"http://{host}{path}"

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._accepting.join(10)
        for conn in list(self._open):
            with contextlib.suppress(OSError):
                conn.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            for key, _ in self._selector.select(0.1):
                conn, _ = key.fileobj.accept()  # type: ignore[union-attr]
                self._open.add(conn)
                thread = threading.Thread(target=self._talk, args=(conn, key.data), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _talk(self, conn: socket.socket, host: str) -> None:
        conn.settimeout(20)
        with contextlib.suppress(OSError, IndexError), conn:
            asked = b""
            while b"\r\n\r\n" not in asked and len(asked) < MEGA:
                piece = conn.recv(65_536)
                if not piece:
                    return
                asked += piece
            path = asked.split(b" ", 2)[1].decode("latin-1")
            heard = Heard(host, path)
            self.heard.append(heard)
            say = self._tables[host].get(path) or self._made(path)
            try:
                say(Talk(conn, path, host, self._closing))
            finally:
                heard.ended = time.monotonic()
            with contextlib.suppress(OSError):
                conn.shutdown(socket.SHUT_WR)
                conn.settimeout(1)
                while conn.recv(65_536):
                    pass
        self._open.discard(conn)

    @staticmethod
    def _made(path: str) -> Say:
        """What is made up on demand: pages, further indexes, further redirects."""
        if path.startswith("/made/"):
            return lambda talk: talk.send(http(story(path.rpartition("/")[2])))
        if path.startswith("/index/"):
            number = int(path.rpartition("/")[2])
            return lambda talk: talk.send(
                http(index([f"http://{talk.host}/index/{number + 1}"]), kind=XML)
            )
        if path.startswith("/chain/"):
            number = int(path.rpartition("/")[2])
            return lambda talk: talk.send(
                to(f"/chain/{number - 1}") if number else http(story("chain"))
            )
        if path == "/redirect-back":
            return lambda talk: talk.send(to("/redirect-there-and-back"))
        if path.startswith("/redirect-growing"):
            return lambda talk: talk.send(to(f"{path}&more=1"))
        return lambda talk: talk.send(http("no", "404 Not Found"))


def rows_of(tables: Iterable[Cases]) -> Iterator[Case]:
    for table in tables:
        yield from table.found.values()
