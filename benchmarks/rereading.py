"""Pages per second of ``import warc`` and ``reextract``, beside news-please's extractor.

    python benchmarks/rereading.py FOLDER [--pages N] [--processes N] [--rounds N]

FOLDER holds pages as .html or .html.gz, such as shared/corpus or tests/quality.  They are put
into a WARC file in the form of Common Crawl's CC-NEWS: WARC/1.0, a gzip member a record, for
each page a request, a response whose Content-Encoding was taken off (X-Crawler-…) and metadata.
All read that file with the same number of processes, in turns; the median counts.

* news-please: ``NewsPlease.from_warc`` as its CommonCrawlExtractor calls it, without pictures;
  processes take turns at the records.  Nothing is stored.
* import warc: read, and every record and article stored, from an empty archive.
* reextract: the same pages read again, nothing differs.

Starting processes is part of each figure.  news-please lives in an environment of its own
(``benchmarks/.newsplease``), made on first use.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import multiprocessing
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ENVIRONMENT = Path(__file__).parent / ".newsplease"
PACKAGES = ("news-please==1.6.16", "lxml_html_clean==0.4.6", "warcio==1.8.1")
_CHARSET = re.compile(rb"<meta[^>]{0,100}charset=[\"']?([\w-]+)", re.I)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "CC-NEWS-20260102030405-00001.warc.gz"
        pages, size = write_file(file, chosen.folder, chosen.pages)
        packed = file.stat().st_size
        print(f"{pages} pages of {size / pages:,.0f} bytes, {packed / pages:,.0f} packed")
        print(f"{chosen.processes} processes, {chosen.rounds} rounds, median\n")
        rates: dict[str, list[float]] = {"news-please": [], "import warc": [], "reextract": []}
        told: dict[str, str] = {}
        for number in range(chosen.rounds):
            rate, told["news-please"] = _news_please(file, chosen.processes, pages)
            rates["news-please"].append(rate)
            imported, again, told["import warc"] = _ours(
                file, folder / f"{number}.db", chosen.processes, pages
            )
            rates["import warc"].append(imported)
            rates["reextract"].append(again)
        base = statistics.median(rates["news-please"])
        for what, found in rates.items():
            rate = statistics.median(found)
            spread = f"{min(found):.1f} to {max(found):.1f}"
            print(f"{what:<14}{rate:>8.1f} pages/s  x {rate / base:.2f}  ({spread})")
        for what, text in told.items():
            print(f"{what}: {text}")


def write_file(path: Path, folder: Path, count: int) -> tuple[int, int]:
    """Write pages of a folder as Common Crawl would; return how many, and their bytes."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    found = sorted((*folder.rglob("*.html"), *folder.rglob("*.html.gz")))
    chosen = found[:: max(1, len(found) // count)][:count]
    size = 0
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.0")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "StormCrawler"}))
        for number, source in enumerate(chosen):
            raw = source.read_bytes()
            page = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
            size += len(page)
            url = f"https://site{number % 50}.example/news/2026/01/02/{source.name.split('.')[0]}"
            dated = {"WARC-Date": f"2026-01-02T03:{number // 60 % 60:02}:{number % 60:02}Z"}
            charset = _CHARSET.search(page[:3000])
            kind = "text/html" + (f"; charset={charset[1].decode()}" if charset else "")
            headers = [
                ("Content-Type", kind),
                ("X-Crawler-Content-Encoding", "gzip"),
                ("X-Crawler-Transfer-Encoding", "chunked"),
                ("Content-Length", str(len(page))),
            ]
            response = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(page),
                http_headers=StatusAndHeaders("200 OK", headers, "HTTP/1.1"),
                warc_headers_dict=dated,
            )
            asked = StatusAndHeaders(
                f"GET /{number} HTTP/1.1", [("User-Agent", "CCBot/2.0")], is_http_request=True
            )
            request = writer.create_warc_record(
                url, "request", http_headers=asked, warc_headers_dict=dict(dated)
            )
            writer.write_request_response_pair(request, response)
    return len(chosen), size


def _ours(file: Path, place: Path, processes: int, pages: int) -> tuple[float, float, str]:
    from newsarchive.jobs.collecting import Report, import_warcs
    from newsarchive.jobs.rereading import Report as Again
    from newsarchive.jobs.rereading import reextract
    from newsarchive.storage import open_archive

    sites = place.parent / "no-sites"
    with open_archive(place, create=True) as archive:
        report = Report()
        began = time.perf_counter()
        for _ in import_warcs(archive, [file], sites=sites, processes=processes, report=report):
            pass
        imported = pages / (time.perf_counter() - began)
        again = Again()
        began = time.perf_counter()
        for _ in reextract(archive, sites=sites, processes=processes, report=again):
            pass
        rate = again.done / (time.perf_counter() - began)
    told = f"{report.pages} articles, {dict(report.verdicts)}, not taken {dict(report.others)}; "
    return imported, rate, f"{told}read again: {again.same} of {again.done} as before"


def _news_please(file: Path, processes: int, pages: int) -> tuple[float, str]:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    done = subprocess.run(
        [str(python), __file__, "--peer", str(file), str(processes)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return pages / told["seconds"], f"{told['with_text']} of {told['read']} with a text"


# --- inside the environment -----------------------------------------------------------------


def _peer(file: str, processes: int) -> None:
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        parts = pool.starmap(_peer_part, [(file, number, processes) for number in range(processes)])
    seconds = time.perf_counter() - began
    read, with_text = (sum(part[at] for part in parts) for at in (0, 1))
    print(json.dumps({"seconds": seconds, "read": read, "with_text": with_text}))


def _peer_part(file: str, turn: int, processes: int) -> tuple[int, int]:
    import logging

    from newsplease import NewsPlease
    from warcio.archiveiterator import ArchiveIterator

    logging.disable(logging.CRITICAL)
    read = with_text = number = 0
    with Path(file).open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response":
                continue
            number += 1
            if number % processes != turn:
                continue
            read += 1
            try:
                article = NewsPlease.from_warc(record, fetch_images=False)
            except Exception:  # noqa: BLE001 - whatever a peer raises counts as nothing found
                continue
            with_text += bool(getattr(article, "maintext", None))
    return read, with_text


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        _peer(sys.argv[2], int(sys.argv[3]))
    else:
        main()
