"""Bytes per article and captures per second, beside warcio's own writer, in one run.

    python benchmarks/captures.py FOLDER [--pages N]

FOLDER holds pages as .html or .html.gz, such as shared/corpus; without one, pages are made up.
Each page is captured as its server may send it: plain, and packed by gzip (Content-Encoding).
Both writers get the same request and response, headers included, and write to the same disk;
they take turns, five rounds each, and the median counts.  ``sync`` is what a crawl does.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsarchive.export import dump_text
from newsarchive.extraction import read_article
from newsarchive.ingest import ingest
from newsarchive.page import Page
from newsarchive.storage import open_archive
from newsarchive.warc import Answer, Sent, WarcStore

ROUNDS = 5
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ASKED = (
    ("User-Agent", "newsarchive/0.1.0 (+https://one.example/bot)"),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=150)
    chosen = parser.parse_args()
    pages = _pages(chosen.folder, chosen.pages)
    size = sum(map(len, pages)) / len(pages)
    print(f"{len(pages)} pages of {size:,.0f} bytes, {ROUNDS} rounds, median\n")
    print(f"{'':<34}{'bytes an article':>18}{'captures/s':>12}")
    for name, packed in (("sent plain", False), ("sent as gzip", True)):
        answers = [_answer(number, page, packed) for number, page in enumerate(pages)]
        for writer, work in (
            ("warcio", _warcio),
            ("newsarchive", lambda a, f: _ours(a, f, sync=False)),
            ("newsarchive, sync", lambda a, f: _ours(a, f, sync=True)),
        ):
            work_size, rate = _measure(work, answers)
            print(f"{name + ', ' + writer:<34}{work_size:>18,.0f}{rate:>12,.0f}")
        unchanged, rate = _measure(_repeated, answers)
        print(f"{name + ', unchanged (revisit)':<34}{unchanged:>18,.0f}{rate:>12,.0f}")
    print()
    _clean(pages)


def _pages(folder: Path | None, count: int) -> list[bytes]:
    if folder is None:
        chance = random.Random(5)
        words = ["".join(chance.choices("aeioulnrst", k=k % 9 + 2)) for k in range(4000)]
        texts = [" ".join(chance.choices(words, k=4000)) for _ in range(count)]
        return [f"<html><title>{text[:40]}</title><p>{text}</p>".encode() for text in texts]
    found = sorted((*folder.rglob("*.html"), *folder.rglob("*.html.gz")))
    chosen = found[:: max(1, len(found) // count)][:count]
    raw = [path.read_bytes() for path in chosen]
    return [gzip.decompress(page) if page[:2] == b"\x1f\x8b" else page for page in raw]


def _answer(number: int, page: bytes, packed: bool) -> Answer:
    payload = gzip.compress(page, 6, mtime=0) if packed else page
    url = f"https://one.example/news/2026/{number}"
    headers = [
        ("Date", "Fri, 02 Jan 2026 03:04:05 GMT"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(payload))),
        ("Etag", f'"{zlib.crc32(page):x}"'),
        ("Cache-Control", "max-age=60"),
        ("Server", "nginx"),
    ]
    headers += [("Content-Encoding", "gzip")] if packed else []
    return Answer(
        url=url,
        final_url=url,
        fetched_at=AT,
        status=200,
        headers=tuple(headers),
        payload=payload,
        sent=Sent(headers=ASKED),
    )


def _measure(
    work: Callable[[list[Answer], Path], tuple[int, float]], answers: list[Answer]
) -> tuple[float, float]:
    rates, size = [], 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            size, seconds = work(answers, Path(folder))
        rates.append(len(answers) / seconds)
    return size / len(answers), statistics.median(rates)


def _warcio(answers: list[Answer], folder: Path) -> tuple[int, float]:
    path = folder / "warcio.warc.gz"
    began = time.perf_counter()
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for answer in answers:
            assert answer.sent is not None
            response = writer.create_warc_record(
                answer.final_url,
                "response",
                payload=io.BytesIO(answer.payload),
                http_headers=StatusAndHeaders("200 OK", list(answer.headers), "HTTP/1.1"),
            )
            asked = StatusAndHeaders(
                f"GET {answer.final_url[19:]} HTTP/1.1",
                [("Host", "one.example"), *answer.sent.headers],
                is_http_request=True,
            )
            request = writer.create_warc_record(answer.final_url, "request", http_headers=asked)
            writer.write_request_response_pair(request, response)
    return path.stat().st_size, time.perf_counter() - began


def _ours(answers: list[Answer], folder: Path, *, sync: bool) -> tuple[int, float]:
    store = WarcStore(folder, sync=sync)
    began = time.perf_counter()
    for answer in answers:
        store.append(answer)
    store.close()  # which syncs in any case, and writes the index
    return store.files()[0].stat().st_size, time.perf_counter() - began


def _repeated(answers: list[Answer], folder: Path) -> tuple[int, float]:
    store = WarcStore(folder, sync=True)
    first = [store.append(answer) for answer in answers]
    before = store.files()[0].stat().st_size
    began = time.perf_counter()
    for answer, original in zip(answers, first, strict=True):
        store.append(answer, original=original)
    store.close()
    return store.files()[0].stat().st_size - before, time.perf_counter() - began


def _clean(pages: list[bytes]) -> None:
    """What rows and dump of the same pages take."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_archive(Path(folder) / "a.db", create=True) as archive,
    ):
        began = time.perf_counter()
        kept = 0
        for number, page in enumerate(pages):
            answer = _answer(number, page, True)
            article = read_article(Page(url=answer.url, body=page))
            article.url, article.canonical_url = answer.url, None
            article.capture = archive.keep(answer)
            if article.body:
                ingest(archive, article, at=AT)
                kept += 1
        seconds = time.perf_counter() - began
        archive.warc.close()
        with archive.reading() as rows:
            dumped = 0
            after: int | None = 0
            while after is not None:
                some, after = rows.archived.page(after=after)
                dumped += sum(len(dump_text(item).encode()) for item in some)
        archive.close()
        rows_size = (Path(folder) / "a.db").stat().st_size
    print(f"clean, an article: {rows_size / kept:,.0f} bytes in the database with its evidence,")
    print(
        f"{dumped / kept:,.0f} bytes in the dump; read, captured, ingested: {kept / seconds:.0f}/s"
    )


if __name__ == "__main__":
    main()
