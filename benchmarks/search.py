"""How big the full text is, and how long each kind of search takes.

    python benchmarks/search.py [ARTICLES] [FOLDER] [POSTGRESQL_URL]

Makes an archive of ARTICLES (100,000) synthetic articles over ten years in FOLDER (a temporary
one) and indexes it as the migration does, or takes the one that is there; searches it through
``rows.search.find`` as the command does, snippets included: 20 hits each.  With an URL, the
archive is copied to that new database, and searched there.

The words: per language a vocabulary of 300,000, rank-frequency as 1 / (rank + 2.7)^1.05; a
quarter of an article's words are repeats of its own, which gives 60 % different words in 350,
as in 264 real articles (59 %); 6.5 bytes a word with its space and punctuation, as there.
"""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import create_engine

from newsarchive.search import Search
from newsarchive.storage import open_archive, place_of
from newsarchive.storage._search import index_anew

START = datetime(2016, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=3652)
SHARES = {"en": 45, "de": 15, "ru": 12, "ar": 8, "zh": 9, "ja": 6, "th": 3, "ko": 2}
UNSPACED = ("zh", "ja", "th", "ko")
SOURCES = 300
LANGS = ("de", "en", "zh")
QUERIES = 40  # of each kind

LATIN = [c + v for c in "bcdfghklmnprstvwz" for v in "aeiou"]
LATIN += ["st" + v for v in "aeiou"] + [v + c for v in "aeiou" for c in "nrst"]
TO_RUSSIAN = str.maketrans("bcdfghklmnprstvwzaeiou", "бцдфгхклмнпрствжзаеиоу")
TO_ARABIC = str.maketrans("bcdfghklmnprstvwzaeiou", "بجدفغهكلمنقرستحوزاعيصط")


class Language:
    """A vocabulary, and texts of it."""

    def __init__(self, code: str, chance: random.Random, size: int = 300_000) -> None:
        self.code = code
        self.chance = chance
        self.join = "" if code in ("zh", "ja", "th") else " "
        seen: dict[str, None] = {}
        while len(seen) < size:
            seen[self._word(len(seen))] = None
        self.words = list(seen)
        self.weights = list(itertools.accumulate(1 / (i + 2.7) ** 1.05 for i in range(size)))

    def _word(self, rank: int) -> str:
        chance, code = self.chance, self.code
        if code == "zh":
            return "".join(self._ideographs(1 if rank < 300 else chance.choice((2, 2, 2, 3))))
        if code == "ja":
            kana = "".join(chr(0x3042 + chance.randrange(80)) for _ in range(chance.choice((1, 2))))
            return kana if rank < 150 else self._ideographs(2) + (kana if rank % 3 else "")
        if code == "th":
            return "".join(
                chr(0xE01 + chance.randrange(44)) + chance.choice("ะาิีุูเแ") + chance.choice("นมกงยร")
                for _ in range(1 if rank < 100 else 2 if rank < 5000 else 3)
            )
        if code == "ko":
            n = 1 if rank < 30 else 2 if rank < 3000 else 4
            return "".join(chr(0xAC00 + int(11172 * chance.random() ** 2)) for _ in range(n))
        n = (
            1
            if rank < 25
            else 2
            if rank < 150
            else 3
            if rank < 2500
            else chance.choice((3, 4, 4, 5))
        )
        word = "".join(chance.choices(LATIN, k=n))
        if code == "de":
            return word.replace("uz", "ü").replace("az", "ä") + ("t" if rank > 1000 else "")
        return word.translate({"ru": TO_RUSSIAN, "ar": TO_ARABIC}.get(code, {}))

    def _ideographs(self, n: int) -> str:
        return "".join(chr(0x4E00 + int(5000 * self.chance.random() ** 2.5)) for _ in range(n))

    def text(self) -> list[str]:
        """Return the words of an article."""
        count = max(40, min(3000, int(self.chance.lognormvariate(5.7, 0.55))))
        fresh = self.chance.choices(self.words, cum_weights=self.weights, k=int(count * 0.74))
        found = fresh + self.chance.choices(fresh, k=count - len(fresh))
        self.chance.shuffle(found)
        if self.join:
            found[count // 2] = "".join(self.chance.choices(found, k=2))  # a name of its own
        return found

    def write(self, found: list[str]) -> str:
        """Return words as text, with punctuation at every ninth."""
        stop = "，" if self.code in ("zh", "ja") else " " if self.code == "th" else ", "
        return stop.join(self.join.join(found[i : i + 9]) for i in range(0, len(found), 9))


def make(place: Path, count: int, chance: random.Random) -> list[tuple[str, list[str]]]:
    """Make an archive without an index; return 2,000 of its articles to search for."""
    open_archive(place, create=True).close()
    languages = {code: Language(code, random.Random(code)) for code in SHARES}
    names = [w.title() for w in languages["en"].words[2000:22000]]
    topics = [w.title() for w in languages["en"].words[3000:3200]]
    database = sqlite3.connect(place, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    database.executemany(
        "INSERT INTO sources (id, slug, name, home, host, country, language, timezone, "
        "allow_private, settings, api, scripted, created_at) "
        "VALUES (?, ?, ?, ?, ?, '', '', '', 0, '{}', '', 0, '2026-01-01 00:00:00.000000')",
        [(i + 1, f"paper-{i}", f"Paper {i}", f"https://{i}.example/", f"{i}.example")
         for i in range(SOURCES)],
    )  # fmt: skip
    samples = []
    codes = chance.choices(list(SHARES), weights=list(SHARES.values()), k=count)
    for number, code in enumerate(codes, 1):
        language = languages[code]
        found = language.text()
        title = language.join.join(chance.sample(found, 9 if language.join else 5))
        at = (START + YEARS * chance.random()).replace(tzinfo=None)
        when = at.isoformat(" ", "microseconds")
        source = int(chance.paretovariate(0.6)) % SOURCES + 1
        database.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, '', ?, ?, 1, ?, ?, ?, NULL, ?)",
            (number, f"{number:013d}", f"https://{source}.example/{number}", f"{source}.example",
             source, title, when, number, when, when, number),
        )  # fmt: skip
        database.execute(
            "INSERT INTO revisions (id, article_id, number, seen_at, text_hash, edit, changed) "
            "VALUES (?, ?, 1, ?, '', '', '[]')",
            (number, number, when),
        )
        database.execute(
            "INSERT INTO readings (id, revision_id, extractor, read_at, title, published, "
            "published_offset, published_precision, published_raw, modified_raw, language, body, "
            "body_html, summary, kind, access, enclosures, robots) "
            "VALUES (?, ?, '', ?, ?, ?, 0, 'second', '', '', ?, ?, '', '', 'article', 'free', "
            "'[]', '[]')",
            (number, number, when, title, when, code, language.write(found)),
        )
        author = names[int(len(names) * chance.random() ** 3)] + " " + chance.choice(names)
        database.execute("INSERT INTO reading_authors VALUES (?, 0, ?)", (number, author))
        topic = topics[int(len(topics) * chance.random() ** 2)]
        database.execute("INSERT INTO reading_categories VALUES (?, 0, ?)", (number, topic))
        if number % max(1, count // 2000) == 0:
            samples.append((code, found))
    database.execute("COMMIT")
    database.close()
    return samples


def index(place: Path) -> float:
    """Fill the full text; return the seconds it took."""
    engine = create_engine(f"sqlite:///{place}")
    start = time.perf_counter()
    with engine.connect() as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.commit()
        with connection.begin():
            index_anew(connection)
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()
    return time.perf_counter() - start


def sizes(place: Path) -> None:
    """Print the sizes of both indexes, all pages they take, against their texts.

    ``search_entries`` and its two indexes are shared out by articles.
    """
    database = sqlite3.connect(place)
    pages = dict(database.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    entries = sum(size for name, size in pages.items() if "search_entries" in name)
    (everything,) = database.execute("SELECT count(*) FROM articles").fetchone()
    for table, chosen in (("search_spaced", "NOT IN"), ("search_unspaced", "IN")):
        articles, text = database.execute(
            "SELECT count(*), sum(length(CAST(body AS BLOB)) + length(CAST(title AS BLOB))) "
            f"FROM readings WHERE language {chosen} ('zh', 'ja', 'th', 'ko')"
        ).fetchone()
        words = sum(size for name, size in pages.items() if name.startswith(table))
        total = words + entries * articles / everything
        print(
            f"{table:16} {articles:9,} articles, text {text / 1e6:8,.1f} MB, "
            f"index {total / 1e6:8,.1f} MB = {100 * total / text:.1f} % of it"
        )


def kinds(
    samples: list[tuple[str, list[str]]], chance: random.Random
) -> dict[str, Callable[[], Search]]:
    """Kinds of searches, each a function that makes one more."""
    english = Language("en", random.Random("en")).words
    spaced = [found for code, found in samples if code not in UNSPACED]
    by_code = {code: [f for c, f in samples if c == code] for code in SHARES}

    def ranked(low: int, high: int) -> str:
        return english[chance.randrange(low, high)]

    def run(length: int, texts: list[list[str]] = spaced) -> list[str]:
        found = chance.choice(texts)
        start = chance.randrange(len(found) - length)
        return found[start : start + length]

    def beginning(length: int) -> str:
        words = [w for w in chance.choice(spaced) if len(w) > length]
        return chance.choice(words)[:length] + "*"

    def dated(sort: Literal["newest", "best"]) -> Search:
        since = START + YEARS * chance.random()
        until = since + timedelta(days=chance.choice((7, 90, 700)))
        return Search(query=ranked(0, 3000), since=since, until=until, sort=sort)

    made: dict[str, Callable[[], Search]] = {
        "frequent word (rank < 100)": lambda: Search(query=ranked(0, 100)),
        "word (rank 100 to 3,000)": lambda: Search(query=ranked(100, 3000)),
        "rare word": lambda: Search(query=ranked(30_000, 300_000)),
        "word nobody wrote": lambda: Search(query="xq" + ranked(0, 100)),
        "two words of one text": lambda: Search(query=" ".join(run(2))),
        "any of five": lambda: Search(query=" OR ".join(run(5))),
        "one without another": lambda: Search(query=f"{ranked(100, 3000)} -{ranked(0, 100)}"),
        "phrase of two": lambda: Search(query='"' + " ".join(run(2)) + '"'),
        "phrase of three": lambda: Search(query='"' + " ".join(run(3)) + '"'),
        "phrase nobody wrote": lambda: Search(query=f'"{ranked(50, 400)} {ranked(400, 3000)}"'),
        "beginning, 3 letters": lambda: Search(query=beginning(3)),
        "beginning, 5 letters": lambda: Search(query=beginning(5)),
        "in the title": lambda: Search(query=f"title:{ranked(0, 3000)}"),
        "word, source": lambda: Search(
            query=ranked(0, 3000), source=f"paper-{chance.randrange(SOURCES)}"
        ),
        "word, author": lambda: Search(query=ranked(0, 100), author=ranked(2000, 22000)),
        "word, category": lambda: Search(query=ranked(0, 3000), category=ranked(3000, 3200)),
        "word, language": lambda: Search(query=ranked(0, 3000), lang=chance.choice(LANGS)),
        "word, dates": lambda: dated("newest"),
        "source alone": lambda: Search(source=f"paper-{chance.randrange(SOURCES)}"),
        "best: frequent word": lambda: Search(query=ranked(0, 100), sort="best"),
        "best: word": lambda: Search(query=ranked(100, 3000), sort="best"),
        "best: three words of a text": lambda: Search(query=" ".join(run(3)), sort="best"),
        "best: phrase": lambda: Search(query='"' + " ".join(run(2)) + '"', sort="best"),
        "best: any of five": lambda: Search(query=" OR ".join(run(5)), sort="best"),
        "best: word, dates": lambda: dated("best"),
        "one Chinese character": lambda: Search(query="".join(run(1, by_code["zh"]))[0]),
    }  # fmt: skip
    for code, name in (("zh", "Chinese"), ("ja", "Japanese"), ("th", "Thai"), ("ko", "Korean")):
        made[f"{name}, 2 characters"] = (
            lambda code=code: Search(  # type: ignore[misc]
                query="".join(run(8, by_code[code])).replace(" ", "")[:2]
            )
        )
        made[f"{name}, word"] = lambda code=code: Search(  # type: ignore[misc]
            query=max(run(8, by_code[code]), key=len)
        )
    made["best: Chinese, 2 characters"] = lambda: Search(
        query="".join(run(2, by_code["zh"]))[:2], sort="best"
    )
    one = made["one Chinese character"]
    made["best: one Chinese character"] = lambda: Search(query=one().query, sort="best")
    made["Chinese character and a word"] = lambda: Search(
        query=f"{one().query} {max(run(8, by_code['zh']), key=len)}"
    )
    return made


def sizes_in_postgresql(url: str) -> None:
    """Print the sizes of both tables with their indexes against their texts, as above."""
    address = place_of(url).url
    assert address is not None
    engine = create_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")
        for table, chosen in (("search_spaced", "NOT IN"), ("search_unspaced", "IN")):
            (size, of_words, text) = connection.exec_driver_sql(
                f"SELECT pg_total_relation_size('{table}'), pg_relation_size('ix_{table}_words'), "
                "(SELECT sum(octet_length(body) + octet_length(title)) FROM readings "
                f"WHERE language {chosen} ('zh', 'ja', 'th', 'ko'))"
            ).one()
            print(
                f"{table:16} text {text / 1e6:8,.1f} MB, table and index {size / 1e6:8,.1f} MB = "
                f"{100 * size / float(text):.1f} % of it, GIN alone {of_words / 1e6:,.1f} MB"
            )
    engine.dispose()


def measure(place: Path | str, samples: list[tuple[str, list[str]]]) -> None:
    """Print milliseconds of every kind of search: median, 95th percentile, most.

    Beside them this process's own CPU time, SQLite included: what it takes where others
    use the machine too.
    """
    chance = random.Random(7)
    print(f"{'kind of search':30} {'p50 ms':>8} {'p95 ms':>8} {'max':>8} {'p95 cpu':>8}  found")
    slow = []
    with open_archive(place) as archive:
        for name, make_one in kinds(samples, chance).items():
            times, busy, found = [], [], 0
            for _ in range(QUERIES):
                search = make_one()
                start, cpu = time.perf_counter(), time.process_time()
                with archive.reading() as rows:
                    found += len(rows.search.find(search).hits)
                times.append(1000 * (time.perf_counter() - start))
                busy.append(1000 * (time.process_time() - cpu))
            p95 = statistics.quantiles(times, n=20)[-1]
            slow += [name] if p95 > 100 else []
            print(
                f"{name:30} {statistics.median(times):8.1f} {p95:8.1f} {max(times):8.1f}"
                f" {statistics.quantiles(busy, n=20)[-1]:8.1f}"
                f"  {found / QUERIES:.1f}",
                flush=True,
            )
        start = time.perf_counter()
        with archive.reading() as rows:
            rows.search.changed(Search(query="title:" + samples[0][1][0]), 0, 100)
        print(f"a watch that was never asked: {1000 * (time.perf_counter() - start):.0f} ms")
    print("over 100 ms:", ", ".join(slow) or "none")


def main() -> None:
    count = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else temporary)
        folder.mkdir(parents=True, exist_ok=True)
        place, kept = folder / "search.db", folder / "samples.json"
        if not kept.exists():
            place.unlink(missing_ok=True)
            start = time.perf_counter()
            samples = make(place, count, random.Random(1))
            print(f"{count:,} articles made in {time.perf_counter() - start:.0f} s", flush=True)
            seconds = index(place)
            print(f"indexed in {seconds:.0f} s: {count / seconds:,.0f} a second", flush=True)
            kept.write_text(json.dumps(samples))
        samples = json.loads(kept.read_text())
        if len(sys.argv) <= 3:
            sizes(place)
            measure(place, samples)
            return
        url = sys.argv[3]
        with open_archive(place) as archive, open_archive(url, create=True) as there:
            if not there.counts()["articles"]:
                archive.copy_to(there)
        sizes_in_postgresql(url)
        measure(url, samples)


if __name__ == "__main__":
    main()
