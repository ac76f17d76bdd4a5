"""Memory and CPU time that reading large sitemaps takes, each in a process of its own.

    python benchmarks/sitemaps.py

The files are made here: 50,000 URLs, which is the protocol's limit, with what sitemaps carry
(dates, pictures, alternates in other languages, news), plain and packed, up to its 50 MB.
"Resident" is the most the whole process held: the interpreter too, and the body where it was
handed over whole.  Fails where that is more than 100 MB (of 1,048,576 bytes).
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MAX_MEGABYTES = 100
COUNT = 50_000
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "pl")


def _url(number: int) -> str:
    return (
        f"https://www.news.example/world/2026/03/{number % 28 + 1:02}/a-story-of-{number:06}.html"
    )


def _lastmod(number: int) -> str:
    clock = f"{number % 24:02}:{number % 60:02}:07"
    return f"<lastmod>2026-03-{number % 28 + 1:02}T{clock}+01:00</lastmod>"


def _plain(number: int) -> str:
    return f"{_lastmod(number)}<changefreq>daily</changefreq><priority>0.5</priority>"


def _alternates(number: int) -> str:
    return _lastmod(number) + "".join(
        f'\n    <xhtml:link rel="alternate" hreflang="{tongue}" href="{_url(number)}?hl={tongue}"/>'
        for tongue in _LANGUAGES
    )


def _pictures(number: int) -> str:
    return _lastmod(number) + "".join(
        f"\n    <image:image><image:loc>https://img.news.example/{number}/{n}.jpg</image:loc>"
        f"<image:title>A picture of story {number}</image:title><image:caption>What is seen on it "
        f"in so many words that a reader learns something from it, number {n} of three, as seen "
        "from the bridge</image:caption></image:image>"
        for n in range(3)
    )


def _news(number: int) -> str:
    return (
        "<news:news><news:publication><news:name>The Example</news:name><news:language>en"
        "</news:language></news:publication><news:publication_date>2026-03-02T08:00:00Z"
        f"</news:publication_date><news:title>Harbour wall holds for the {number}. night"
        "</news:title><news:keywords>harbour, storm, council</news:keywords></news:news>"
    )


SITEMAPS: dict[str, Callable[[int], str]] = {
    "plain": _plain,
    "alternates": _alternates,
    "pictures": _pictures,
    "news": _news,
}


def make(kind: str) -> bytes:
    """Return a sitemap of 50,000 URLs."""
    entries = "".join(
        f"  <url><loc>{_url(n)}</loc>{SITEMAPS[kind](n)}</url>\n" for n in range(COUNT)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset '
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{entries}</urlset>'
    ).encode()


def measure(file: Path, how: str) -> None:
    """Read one file; print links, CPU seconds and the most megabytes held."""
    from newsarchive.discovery import read_listing

    body = file.read_bytes() if how == "bytes" else file.open("rb")
    started = time.process_time()
    listing = read_listing(body, url="https://www.news.example/sitemap.xml", source="news")
    taken = time.process_time() - started
    # Not ru_maxrss, which a child takes over from the process that started it
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(len(listing.links), taken, peak)


def main() -> int:
    """Measure all; 1 where one took too much."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]), sys.argv[2])
        return 0
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sitemap"
        for kind in SITEMAPS:
            body = make(kind)
            packed = gzip.compress(body)
            for how, data in (("file", body), ("bytes", body), ("packed bytes", packed)):
                file.write_bytes(data)
                told = subprocess.run(
                    [sys.executable, __file__, str(file), how.split()[-1]],
                    stdout=subprocess.PIPE,
                    text=True,
                    check=True,
                )
                links, taken, peak = map(float, told.stdout.split())
                worst = max(worst, peak)
                print(
                    f"{kind + ', ' + how:26}{len(body) / 1e6:5.0f} MB{links:8.0f} links"
                    f"{taken:7.2f} s{peak:6.0f} MB resident"
                )
    return int(worst > MAX_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
