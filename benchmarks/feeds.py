"""Feeds and entries read in a second of CPU time: read_listing, feedparser, lemon24's reader.

    python benchmarks/feeds.py [--rounds N] [--no-reader]

The feeds are made here: seven dialects in realistic sizes, with invented words.  feedparser
does less than the others: its times are left in UTC, its texts neither cut nor made plain.
``reader`` is measured as it is used, ``update_feeds`` of files into its SQLite database; it
lives in an environment of its own (``benchmarks/.feed_peers``), made on first use.  Each
contender reads every feed once before its time is taken.  JSON Feed is read by us alone.

Last, what the crawl does with a feed that did not change (spiders/listing.py: SHA-256 of the
body, compared) against reading it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

ENVIRONMENT = Path(__file__).parent / ".feed_peers"
PACKAGES = ("reader==3.26", "sgmllib3k", "feedparser==6.0.14")
URL = "https://news.example/feed"
ENGLISH = (  # noqa: SIM905 - twenty-four literals would say no more
    "the council harbour bridge winter report market said after under river people years "
    "minister storm election city new school water night vote village price answer road"
).split()
RUSSIAN = (  # noqa: SIM905
    "город совет мост зима рынок сказал после под река люди лет министр шторм выборы новый "
    "школа вода ночь деревня цена ответ дорога гавань доклад"
).split()


@dataclass(frozen=True, slots=True)
class Entry:
    """What each dialect writes in its own way."""

    number: int
    title: str
    author: str
    when: datetime
    categories: list[str]
    lede: str
    html: str


def entries(count: int, words: list[str], paragraphs: int) -> Iterator[Entry]:
    """Yield invented stories with so many paragraphs of 60 words."""
    rng = random.Random(count)
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def text(length: int) -> str:
        return " ".join(rng.choice(words) for _ in range(length)).capitalize()

    for number in range(count):
        body = "".join(
            f'<p>{text(40)}, <a href="https://news.example/t/{number}">{text(3)}</a> &amp; '
            f"<em>{text(2)}</em> {text(15)}.</p>\n"
            for _ in range(paragraphs)
        )
        yield Entry(
            number,
            f"{text(8)} & {text(2)}",
            f"{text(1)} {text(1)}",
            start - timedelta(minutes=47 * number),
            [text(1), text(2)],
            text(30) + ".",
            f'<figure><img src="https://img.example/{number}.jpg" alt="{text(4)}"></figure>\n'
            + body,
        )


def wordpress(found: Iterator[Entry]) -> str:
    """RSS 2.0 as WordPress writes it, whole texts in content:encoded."""
    items = "".join(
        f"<item>\n\t<title>{escape(e.title)}</title>\n\t<link>https://news.example/s/{e.number}/</link>"
        f"\n\t<dc:creator><![CDATA[{e.author}]]></dc:creator>\n\t<pubDate>{format_datetime(e.when)}"
        f"</pubDate>\n"
        + "".join(f"\t<category><![CDATA[{name}]]></category>\n" for name in e.categories)
        + f'\t<guid isPermaLink="false">https://news.example/?p={e.number}</guid>\n'
        f"\t<description><![CDATA[<p>{escape(e.lede)}</p>]]></description>\n"
        f"\t<content:encoded><![CDATA[{e.html}]]></content:encoded>\n</item>\n"
        for e in found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"\n'
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
        'xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">\n<channel><title>Example</title>'
        "<link>https://news.example/</link><language>en-US</language>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>"
        f"{items}</channel></rss>"
    )


def newspaper(found: Iterator[Entry]) -> str:
    """RSS 2.0 of a newspaper: ledes only, a picture in Media RSS."""
    items = "".join(
        f"<item><title>{escape(e.title)}</title><link>https://news.example/s/{e.number}</link>"
        f"<description>{escape(e.lede)}</description><guid>https://news.example/s/{e.number}</guid>"
        f"<pubDate>{format_datetime(e.when)}</pubDate><dc:creator>{e.author}</dc:creator>"
        + "".join(f"<category>{name}</category>" for name in e.categories)
        + f'<media:content url="https://img.example/{e.number}.jpg" type="image/jpeg" width="140">'
        "<media:credit>Example</media:credit></media:content></item>"
        for e in found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc='
        '"http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Example</title><link>https://news.example/</link><ttl>15</ttl>{items}"
        "</channel></rss>"
    )


def podcast(found: Iterator[Entry]) -> str:
    """RSS 2.0 of a podcast: enclosures and iTunes."""
    items = "".join(
        f"<item><title>{escape(e.title)}</title><link>https://news.example/e/{e.number}</link>"
        f"<description>{escape(e.html)}</description><guid isPermaLink='false'>{e.number}</guid>"
        f"<pubDate>{format_datetime(e.when)}</pubDate><itunes:author>{e.author}</itunes:author>"
        f'<enclosure url="https://media.example/{e.number}.mp3" length="31415926" '
        'type="audio/mpeg"/><itunes:duration>1800</itunes:duration>'
        f"<itunes:summary>{escape(e.lede)}</itunes:summary></item>"
        for e in found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:itunes='
        '"http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Example</title>'
        f"<link>https://news.example/</link>{items}</channel></rss>"
    )


def rdf(found: Iterator[Entry]) -> str:
    """RSS 1.0 with Dublin Core."""
    items = "".join(
        f'<item rdf:about="https://news.example/s/{e.number}"><title>{escape(e.title)}</title>'
        f"<link>https://news.example/s/{e.number}</link><description>{escape(e.lede)}</description>"
        f"<dc:creator>{e.author}</dc:creator><dc:date>{e.when.isoformat()}</dc:date>"
        + "".join(f"<dc:subject>{name}</dc:subject>" for name in e.categories)
        + "</item>"
        for e in found
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="https://news.example/"><title>Example</title>'
        f"<link>https://news.example/</link></channel>{items}</rdf:RDF>"
    )


def atom(found: Iterator[Entry], *, xhtml: bool = False) -> str:
    """Atom 1.0 with whole texts, escaped or as XHTML."""

    def content(e: Entry) -> str:
        if not xhtml:
            return f'<content type="html">{escape(e.html)}</content>'
        markup = e.html.replace('">\n', '"/>\n').replace('"></figure>', '"/></figure>')
        return (
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{markup}</div>'
            "</content>"
        )

    items = "".join(
        f'<entry><title type="text">{escape(e.title)}</title>'
        f"<id>tag:news.example,2026:{e.number}</id>"
        f'<link rel="alternate" type="text/html" href="https://news.example/s/{e.number}"/>'
        f"<published>{e.when.isoformat()}</published><updated>{e.when.isoformat()}</updated>"
        f"<author><name>{e.author}</name></author>"
        + "".join(f'<category term="{name}"/>' for name in e.categories)
        + f'<summary type="text">{escape(e.lede)}</summary>{content(e)}</entry>'
        for e in found
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xml:lang="en"><title>Example</title><id>tag:news.example,2026:feed</id>'
        '<link href="https://news.example/"/><updated>2026-03-02T08:00:00Z</updated>'
        f"{items}</feed>"
    )


def json_feed(found: Iterator[Entry]) -> str:
    """JSON Feed 1.1 with whole texts."""
    items = [
        {
            "id": str(e.number),
            "url": f"https://news.example/s/{e.number}",
            "title": e.title,
            "authors": [{"name": e.author}],
            "date_published": e.when.isoformat(),
            "tags": e.categories,
            "content_html": e.html,
        }
        for e in found
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "Example", "items": items})


FEEDS: dict[str, Callable[[], str]] = {
    "WordPress, 10 texts": lambda: wordpress(entries(10, ENGLISH, 12)),
    "WordPress, 50 in Russian": lambda: wordpress(entries(50, RUSSIAN, 8)),
    "newspaper, 60 ledes": lambda: newspaper(entries(60, ENGLISH, 1)),
    "podcast, 300 episodes": lambda: podcast(entries(300, ENGLISH, 3)),
    "RDF, 30 ledes": lambda: rdf(entries(30, ENGLISH, 1)),
    "Atom, 25 texts": lambda: atom(entries(25, ENGLISH, 10)),
    "Atom XHTML, 25 texts": lambda: atom(entries(25, ENGLISH, 10), xhtml=True),
}


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the CPU seconds one of so many rounds takes, the first one not counted."""
    work()
    started = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - started) / rounds


def measure_here(name: str, files: list[Path], rounds: int) -> dict[str, float]:
    """Return by file the CPU seconds a contender takes in this process; "" is all at once."""
    if name == "reader":
        return {"": _reader(files)}
    bodies = {file.stem: file.read_bytes() for file in files}
    read = _ours if name == "newsarchive" else _feedparser
    return {stem: seconds(lambda b=body: read(b), rounds) for stem, body in bodies.items()}  # type: ignore[misc]


def _ours(body: bytes) -> object:
    from newsarchive.discovery import read_listing

    return read_listing(body, url=URL, content_type="application/xml", source="news")


def _feedparser(body: bytes) -> object:
    import io

    import feedparser

    return feedparser.parse(io.BytesIO(body), response_headers={"content-location": URL})


def _reader(files: list[Path]) -> float:
    """Return the CPU seconds of one update of all feeds into an empty database."""
    from reader import make_reader  # type: ignore[import-not-found]  # in its own environment

    def update() -> float:
        with tempfile.TemporaryDirectory() as folder:
            reader = make_reader(str(Path(folder) / "db.sqlite"), feed_root=str(files[0].parent))
            for file in files:
                reader.add_feed(file.name)
            started = time.process_time()
            reader.update_feeds()
            taken = time.process_time() - started
            assert reader.get_entry_counts().total, "reader found no entry"
            reader.close()
            return taken

    update()
    return update()


def _child(python: str, name: str, files: list[Path], rounds: int) -> dict[str, float]:
    command = [python, __file__, "--measure", name, "--rounds", str(rounds)]
    told = subprocess.run(
        [*command, *map(str, files)], stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def _environment() -> str:
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "installed"
    if not stamp.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
        stamp.touch()
    return str(python)


def main() -> int:
    """Measure all and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--no-reader", action="store_true", help="feedparser alone as a peer")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure_here(options.measure, options.files, options.rounds)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, make in FEEDS.items():
            files.append(Path(folder) / f"{name}.xml")
            files[-1].write_text(make(), "utf-8")
        _compare(files, options.rounds, with_reader=not options.no_reader)
        _unchanged(files, options.rounds)
    return 0


def _compare(files: list[Path], rounds: int, *, with_reader: bool) -> None:
    python = _environment()
    ours = _child(sys.executable, "newsarchive", files, rounds)
    theirs = _child(python, "feedparser", files, rounds)
    counts = {file.stem: _entries_of(file) for file in files}
    print(f"{'ms a feed':26}{'KB':>6}{'entries':>8}{'newsarchive':>12}{'feedparser':>11}")
    for file in files:
        stem = file.stem
        row = f"{stem:26}{file.stat().st_size / 1000:6.0f}{counts[stem]:8}"
        print(f"{row}{1000 * ours[stem]:12.2f}{1000 * theirs[stem]:11.2f}")
    totals = {"newsarchive": sum(ours.values()), "feedparser": sum(theirs.values())}
    if with_reader:
        totals["reader, update"] = _child(python, "reader", files, rounds)[""]
    for name, taken in totals.items():
        per_feed, per_entry = len(files) / taken, sum(counts.values()) / taken
        print(f"{name:26}{per_feed:8.0f} feeds/s {per_entry:8.0f} entries/s of CPU time")
    body = json_feed(entries(25, ENGLISH, 10)).encode()
    print(f"JSON Feed, 25 texts: {1000 * seconds(lambda: _ours(body), rounds):.2f} ms")


def _entries_of(file: Path) -> int:
    from newsarchive.discovery import read_listing

    return len(read_listing(file.read_bytes(), url=URL).links)


def _unchanged(files: list[Path], rounds: int) -> None:
    bodies = [file.read_bytes() for file in files]
    known = {hashlib.sha256(body).hexdigest()[:32] for body in bodies}

    def compare() -> bool:
        return all(hashlib.sha256(body).hexdigest()[:32] in known for body in bodies)

    same = seconds(compare, 20 * rounds)
    changed = seconds(lambda: [_ours(body) for body in bodies], rounds)
    print(f"unchanged {1000 * same / len(files):.3f} ms a feed, {changed / same:.0f} × less")


if __name__ == "__main__":
    sys.exit(main())
