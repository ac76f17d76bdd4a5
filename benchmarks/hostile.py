"""Time and memory that pages made to hurt take to read.

    python benchmarks/hostile.py

Each page, cut to 10 MB, is made and read in a process of its own.  A page over 2 CPU seconds
or over 500 MB (with the page itself and the 60 MB of the program) is marked, and so is one
whose article did not survive.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from newsarchive import extract

MAX_SECONDS = 2.0
MAX_MEGABYTES = 500
SIZE = 10_000_000
ARTICLE = "<article><h1>Harbour wall holds</h1>{}</article>".format(
    "".join(
        f"<p>The council met on its {n}. evening to hear what the engineers had found under the "
        f"old bridge, and {n} residents asked who would pay for the repairs.</p>"
        for n in range(8)
    )
)
_LINKED = '<script type="application/ld+json">'


def times(count: int, text: str) -> Callable[[], str]:
    return lambda: text * count


# What stands before an article, which must be found behind it.
BEFORE: dict[str, Callable[[], str]] = {
    "100,000 nested divs": times(100_000, "<div>"),
    "100,000 nested lists": times(50_000, "<ul><li>"),
    "100,000 attributes": lambda: f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>",
    "700,000 attributes": lambda: f"<div {' '.join(f'a{n}' for n in range(700_000))}>",
    "a million entities": times(1_000_000, "&amp;"),
    "a 5 MB title": lambda: f"<title>{'a ' * 2_500_000}</title>",
    "a 5 MB heading": lambda: f"<h1>{'a - ' * 1_250_000}</h1>",
    "a 5 MB address": lambda: f"<a href='{'/' * 5_000_000}'>x</a>",
    "JSON-LD 100,000 arrays deep": lambda: f"{_LINKED}{'[' * 100_000}{']' * 100_000}</script>",
    "JSON-LD 100,000 objects deep": lambda: _LINKED + '{"a":' * 100_000 + "</script>",
    "broken JSON-LD": lambda: _LINKED + '[x"' * 900_000 + "</script>",
    "100,000 metas": times(100_000, '<meta property="article:tag" content="x">'),
    "15,000 bylines": times(15_000, "<span class=author>By Jane Roe</span>"),
    "a byline of 500,000 names": lambda: f"<p class=author>{'Jane Roe, ' * 500_000}</p>",
    "500,000 dates": lambda: f"<p>{'2020-01-01 12:00 ' * 500_000}</p>",
    "60,000 properties": times(60_000, "<b itemprop=author><b itemprop=name>x</b></b>"),
    "100,000 times": times(100_000, "<time datetime=2020-01-01>1 January 2020</time>"),
    "8 MB of white space": lambda: f"<p>{chr(10) * 8_000_000}</p>",
    "2,000,000 emoji": lambda: f"<p>{'😀' * 2_000_000}</p>",
    "via, via, via": lambda: f"<p>{'via ' * 2_000_000}</p>",
    "5 MB of NUL": times(5_000_000, "\0"),
    "a million lone surrogates": times(1_000_000, "\ud800"),
}
# Pages without one, or beyond what is read of a page.
ALONE: dict[str, Callable[[], str | bytes]] = {
    "1,000,000 paragraphs": times(1_000_000, "<p>a</p>"),
    "250,000 links": times(250_000, "<a href=/x>some link text here</a> "),
    "a million line breaks": times(1_000_000, "line<br>"),
    "600,000 misplaced tags": times(600_000, "<p><b>x</p></b>"),
    "a 10 MB paragraph": lambda: f"<p>{'word ' * 2_000_000}</p>",
    "a 10 MB word": lambda: f"<p>{'w' * SIZE}</p>",
    "a table of 300,000 rows": lambda: "<table>" + "<tr><td>a<td>b</tr>" * 300_000,
    "9 MB of backslashes": lambda: '<script>"content":"' + "\\\\" * 4_500_000 + "</script>",
    "24,000 paragraphs in UTF-16": lambda: (ARTICLE * 3_000).encode("utf-16"),
    "random bytes": lambda: random.Random(1).randbytes(SIZE),
    "less-than signs": times(SIZE, "<"),
    "3 MB of text in 60 lists": lambda: (
        '<script type="application/json">'
        + "[" * 60
        + f'{{"text":"{"word " * 590_000}"}}'
        + "]" * 60
        + "</script>"
    ),
}


def measure(name: str) -> None:
    """Read one page and print CPU seconds, peak megabytes, and whether its article survived."""
    extract(ARTICLE, "https://x.example/a")  # imports and caches
    page = BEFORE[name]() + ARTICLE if name in BEFORE else ALONE[name]()
    started = time.process_time()
    article = extract(page[:SIZE], "https://x.example/a")
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(seconds, peak, int(name in ALONE or "old bridge" in article.body))


def main() -> int:
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return 0
    bad = 0
    for name in (*BEFORE, *ALONE):
        told = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True)
        if told.returncode:
            print(f"{name:32} failed: {told.stderr.strip().splitlines()[-1]}")
            bad += 1
            continue
        seconds, megabytes, survived = map(float, told.stdout.split())
        signs = {"slow": seconds > MAX_SECONDS, "large": megabytes > MAX_MEGABYTES}
        marks = [word for word, is_so in {**signs, "lost": not survived}.items() if is_so]
        bad += bool(marks)
        print(f"{name:32}{seconds:6.2f} s {megabytes:5.0f} MB  {' '.join(marks)}")
    print(f"{bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
