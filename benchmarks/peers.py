"""Other extractors on the same pages, for ``quality.py --peers``.

They live in an environment of their own (``benchmarks/.peers``), which is made on first use.
Run inside it, this file reads JSON lines ``{"key", "file", "url"}`` from standard input and
writes ``{"key", "output"}`` for each, and ``{"seconds"}`` per set at the end.
"""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

ENVIRONMENT = Path(__file__).parent / ".peers"
PACKAGES = (
    "trafilatura==2.3.1",
    "htmldate==1.11.0",
    "newspaper4k==0.9.6",
    "lxml_html_clean==0.4.6",
)
PEERS = ("trafilatura", "newspaper4k", "htmldate")
MAX_SECONDS = 20  # for one page; then the peer found nothing
Output = dict[str, Any]


def run_peer(name: str, jobs: list[Output]) -> tuple[dict[str, Output], dict[str, float]]:
    """Return what a peer found, by key, and the CPU seconds it took, by set."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "installed"
    if not stamp.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        for package in PACKAGES:  # one by one: all at once trip over lxml's extras
            subprocess.run([str(python), "-m", "pip", "install", "-q", package], check=True)
        stamp.touch()
    lines = "".join(json.dumps(job) + "\n" for job in jobs)
    done = subprocess.run(
        [str(python), __file__, name], input=lines, stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Output] = {}
    seconds: dict[str, float] = {}
    for line in done.stdout.splitlines():
        told = json.loads(line)
        if "seconds" in told:
            seconds = told["seconds"]
        else:
            found[told["key"]] = told["output"]
    return found, seconds


# --- inside the environment -----------------------------------------------------------------


def _trafilatura(html: bytes, url: str | None) -> Output:
    from trafilatura import bare_extraction

    found = bare_extraction(html, url=url, with_metadata=True)
    if found is None:
        return {}
    told = found.as_dict()
    return {
        "title": told.get("title"),
        "authors": [name.strip() for name in (told.get("author") or "").split(";") if name.strip()],
        "published": told.get("date"),
        "categories": told.get("categories") or [],
        "tags": told.get("tags") or [],
        "body": told.get("text") or "",
    }


def _newspaper4k(html: bytes, url: str | None) -> Output:
    from newspaper import Article

    article = Article(url or "https://unknown.example/", fetch_images=False)
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    date = article.publish_date
    return {
        "title": article.title,
        "authors": list(article.authors or ()),
        "published": date.isoformat() if date else None,
        "categories": [],
        "tags": [*(article.meta_keywords or ()), *(article.tags or ())],
        "body": article.text,
    }


def _htmldate(html: bytes, url: str | None) -> Output:
    from htmldate import find_date

    return {"published": find_date(html, url=url, original_date=True)}


_READERS: dict[str, Callable[[bytes, str | None], Output]] = {
    "trafilatura": _trafilatura,
    "newspaper4k": _newspaper4k,
    "htmldate": _htmldate,
}


def _main(name: str) -> None:
    reader = _READERS[name]
    signal.signal(signal.SIGALRM, _give_up)
    seconds: dict[str, float] = {}
    for number, line in enumerate(sys.stdin):
        job = json.loads(line)
        sent = Path(job["file"]).read_bytes()
        page = gzip.decompress(sent) if job["file"].endswith(".gz") else sent
        if not number:
            _read(reader, page, job["url"])  # imports and caches
        started = time.process_time()
        output = _read(reader, page, job["url"])
        part = job["key"].partition("/")[0]
        seconds[part] = seconds.get(part, 0.0) + time.process_time() - started
        print(json.dumps({"key": job["key"], "output": output}))
    print(json.dumps({"seconds": seconds}))


def _give_up(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"over {MAX_SECONDS} s")


def _read(reader: Callable[[bytes, str | None], Output], page: bytes, url: str | None) -> Output:
    signal.alarm(MAX_SECONDS)
    try:
        return reader(page, url)
    except Exception as error:  # noqa: BLE001 - whatever a peer raises counts as nothing found
        return {"failed": repr(error)}
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    _main(sys.argv[1])
