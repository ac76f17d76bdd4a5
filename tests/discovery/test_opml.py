"""OPML as readers write it, and files that are none."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery.opml import Subscription, read_opml, write_opml
from newsarchive.model import ListingState, Source, SourceSettings

FEED = "https://weir.example/feed/"
HOME = "https://weir.example/"

MINIFLUX = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Miniflux</title></head><body>
  <outline text="News"><outline title="The Weir" text="The Weir"
    xmlUrl="https://weir.example/feed/" htmlUrl="https://weir.example/" description="" type="rss">
  </outline></outline>
</body></opml>"""
FRESHRSS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE opml SYSTEM "x.dtd" [<!ENTITY boom "BOOM"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml xmlns:frss="https://freshrss.org/opml" version="2.0"><head><title>RSS &boom;</title></head>
<body><outline text="City &amp; sea"><outline text="Ports"><outline text="Weir &quot;live&quot;"
 type="rss" xmlUrl="https://weir.example/feed/" htmlUrl="https://weir.example/" frss:priority="x"/>
</outline></outline>
<outline type="HTML+XPath" text="Bote" xmlUrl="https://bote.example/" frss:xPathItem="//a"/>
</body></opml>"""
FEEDLY = """<opml version="1.0"><head><title>Ada's feeds in feedly Cloud</title></head><body>
<outline text="News" title="News">
<outline type="rss" text="Weir" title="Weir" xmlUrl="https://weir.example/feed/"
 htmlUrl="https://weir.example/"/>
<outline type="rss" text="Weir" title="Weir" xmlUrl="http://weir.example:80/feed"/></outline>
<outline text="Again" title="Again"><outline type="rss" text="Weir" title="Weir"
 xmlUrl="https://weir.example/feed/" htmlUrl="https://weir.example/"/></outline></body></opml>"""


def feed(url: str = FEED, **fields: object) -> Subscription:
    return Subscription(url=url, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "title", "feeds"),
    [
        (MINIFLUX, "Miniflux", [feed(title="The Weir", home=HOME, folders=("News",))]),
        (
            FRESHRSS,
            "RSS &boom;",
            [
                feed(title='Weir "live"', home=HOME, folders=("City & sea", "Ports")),
                feed("https://bote.example/", title="Bote", kind="section"),
            ],
        ),
        (
            FEEDLY,
            "Ada's feeds in feedly Cloud",
            [
                feed(title="Weir", home=HOME, folders=("News",)),
                feed("http://weir.example:80/feed", title="Weir", folders=("News",)),
            ],
        ),
    ],
    ids=["miniflux", "freshrss", "feedly"],
)
def test_what_readers_write(text: str, title: str, feeds: list[Subscription]) -> None:
    found = read_opml(text.encode())

    assert (found.title, list(found.feeds), found.problem) == (title, feeds, "")


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        (
            '<OUTLINE TYPE="rss" TEXT="Weir" XMLURL="https://weir.example/feed/"/>',
            {"title": "Weir"},
        ),
        ('<outline xmlUrl=" https://weir.example/feed/ "/>', {}),
        ('<outline xmlUrl="https://weir.example/feed/#x" title="" text="T"/>', {"title": "T"}),
        ('<outline type="rss" url="https://weir.example/feed/"/>', {}),
        ('<outline xmlUrl="feed:https://weir.example/feed/"/>', {}),
        ('<outline xmlUrl="feed://weir.example/feed/"/>', {"url": "http://weir.example/feed/"}),
        ('<outline xmlUrl="/feed"/>', {"url": "/feed"}),
        (
            '<outline text="A & B &eacute;&nosuch;" xmlUrl="https://weir.example/feed/"/>',
            {"title": "A & B é&nosuch;"},
        ),
        (
            '<outline category="/News/City,other" xmlUrl="https://weir.example/feed/"/>',
            {"folders": ("News", "City")},
        ),
        (
            '<outline language="de" xmlUrl="https://weir.example/feed/" x:y="1"/>',
            {"language": "de"},
        ),
    ],
)
def test_odd_outlines(outline: str, expected: dict[str, object]) -> None:
    found = read_opml(f"<opml><body>{outline}</body></opml>".encode())

    assert found.feeds == (feed(**{"url": FEED, **expected}),)  # type: ignore[arg-type]
    assert found.problem == ""


@pytest.mark.parametrize(
    ("encoding", "declared", "mark"),
    [
        ("latin-1", "iso-8859-1", b""),
        ("latin-1", "utf-8", b""),
        ("utf-8", "utf-8", b"\xef\xbb\xbf"),
        ("utf-8", "us-ascii", b"\n\n"),
        ("utf-16-le", "utf-16", b"\xff\xfe"),
        ("cp1252", "windows-1252", b""),
    ],
)
def test_encodings(encoding: str, declared: str, mark: bytes) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><opml><body><outline text="Zürich, Köln" '
    text += 'xmlUrl="https://weir.example/feed/"/></body></opml>'

    (found,) = read_opml(mark + text.encode(encoding)).feeds

    assert found.title == "Zürich, Köln"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "it holds no XML"),
        (b"hello", "it holds no XML"),
        (b"<html><body>x", "it begins with 'html"),
        (b"<rss></rss>", "it begins with 'rss"),
        (b'{"a": 1}', "it holds no XML"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it holds no XML"),
        (b"<opml></opml>", "lists no feed"),
        (b"<opml version='2'><head/><body><outline text='x'/></body></opml>", "lists no feed"),
    ],
)
def test_no_opml(body: bytes, problem: str) -> None:
    found = read_opml(body)

    assert problem in found.problem
    assert found.feeds == ()


def test_a_file_that_breaks_off() -> None:
    found = read_opml(MINIFLUX[: MINIFLUX.index("</outline>")].encode())

    assert [each.url for each in found.feeds] == [FEED]
    assert "only in part" in found.problem


@pytest.mark.parametrize(
    "body",
    [
        b"<opml>" + b"<outline text='x'>" * 200_000,
        b"<opml " + b"".join(b"a%d='' " % n for n in range(100_000)) + b"/>",
        b"<opml>" + b"&a" * 1_000_000,
        b"<!DOCTYPE opml [" * 100_000 + b"<opml>",
        b"<opml>" + b"<" * 1_000_000,
    ],
    ids=["depth", "attributes", "ampersands", "doctypes", "brackets"],
)
def test_attacks_cost_little(body: bytes) -> None:
    start = time.process_time()

    assert read_opml(body).problem
    assert time.process_time() - start < 10


def test_feeds_are_bounded() -> None:
    many = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(20_010))

    found = read_opml(f"<opml><body>{many}</body></opml>".encode())

    assert len(found.feeds) == 20_000
    assert "first 20,000" in found.problem


def test_what_is_written_is_read() -> None:
    listings = (
        ListingState(url=FEED, title="The Weir"),
        ListingState(url="https://weir.example/sport?a=1&b=2", title="Sport\x00"),
        ListingState(url="https://weir.example/sitemap.xml", kind="sitemap"),
    )
    settings = SourceSettings(folder="News/Local")
    source = Source(
        slug="weir",
        name="The Weir",
        home=HOME,
        language="en",
        listings=listings,
        settings=settings,
    )

    data, count = write_opml([source], at=datetime(2026, 1, 2, tzinfo=UTC))
    found = read_opml(data)

    assert count == 2
    inside = ("News", "Local")
    assert found.feeds == (
        feed(title="The Weir", home=HOME, language="en", folders=inside),
        feed(listings[1].url, title="The Weir: Sport", home=HOME, language="en", folders=inside),
    )
    assert b"02 Jan 2026" in data


@given(st.text(max_size=60), st.binary(max_size=60))
def test_nothing_raises(text: str, junk: bytes) -> None:
    read_opml(junk)
    read_opml(f"<opml>{text}".encode("utf-8", "replace"))
    read_opml(b"<opml><outline xmlUrl='" + junk + b"'/></opml>")
    source = Source(slug="x", name=text, home=HOME, listings=(ListingState(url=FEED, title=text),))
    assert len(read_opml(write_opml([source], at=datetime.now(UTC))[0]).feeds) == 1
