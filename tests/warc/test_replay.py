"""What is kept can be replayed by others: pywb, and what reads WACZ.

They live in an environment of their own, since pywb wants an older pyOpenSSL than Scrapy:
.venv/replay, made here once (half a minute) or skipped where that cannot be.
"""

import fcntl
import gzip
import json
import subprocess
import sys
import venv
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.export import export
from newsarchive.ingest import ingest
from newsarchive.storage import Archive
from newsarchive.warc import Answer
from newsarchive.warc.cdxj import search_key
from tests.fakes import article, page, sentences

ENVIRONMENT = Path(sys.prefix) / "replay"
PACKAGES = ("pywb==2.10.0", "wacz==0.6.0")
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
STORY = page("Wall holds", sentences("wall")).encode()
BRIDGE = page("Bridge opens", sentences("bridge")).encode()
KEYS = [
    "http://www.Example.com/A/B/",
    "https://www2.example.com:443/a//b/../c/?b=2&a=1&A=3",
    "http://example.com:8080",
    "http://127.0.0.1:8080/x",
    "http://[::1]:8080/x",
    "https://example.com/?",
    "https://example.com/a?&&b&a=",
    "https://example.com/a?PHPSESSID=0123456789abcdef0123456789abcdef&x=1",
    "https://example.com/a?x=1&sid=0123456789abcdef0123456789abcdef",
    "https://example.com/a;jsessionid=0123456789ABCDEF0123456789abcdef?x=1",
    "https://bücher.example/ä?ö=ü",
    "https://example.com/%C3%A4%20b%2Fc%41#top",
    "https://user:pw@example.com./a b",
    "https://example.com/a?b=%2C,%26&x=1+2",
    "https://example.com/a/?q=1&utm_source=rss",
    "https://example.com/(S(abcdefghijklmnopqrstuvwx))/page.aspx",
    "https://www.com/a",
    "https://wwwx.example.com/%7Efoo/~bar",
    "https://example.com/a%2",
    "https://example.com/../a/./b?z[]=1&z[]=0",
    "https://example.com/'\"<>|{}^`",
    "https://example.com/a;b=c?d=e?f",
]


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python of an environment with pywb."""
    program = ENVIRONMENT / "bin/python"
    ready = ENVIRONMENT / "ready"
    ENVIRONMENT.parent.mkdir(exist_ok=True)
    with ENVIRONMENT.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # tests that run beside each other make one
        _make(program, ready)
    return program


def _make(program: Path, ready: Path) -> None:
    if not ready.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        install = [
            str(program),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            *PACKAGES,
        ]
        done = subprocess.run(install, capture_output=True, text=True, timeout=240, check=False)
        if done.returncode:
            pytest.skip(f"pywb cannot be installed here: {done.stderr.strip()[-200:]}")
        ready.touch()


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """A story behind a redirect, met again unchanged and with a 304, then changed; a copy."""
    old, new, copy = (f"https://one.example/{name}" for name in ("old?id=1", "New", "copy"))
    html = (("Content-Type", "text/html; charset=utf-8"),)
    packed = (*html, ("Content-Encoding", "gzip"))
    moved = (("Location", new),)
    for day, url, asked, status, headers, payload in (
        (0, old, old, 301, moved, b""),
        (0, new, old, 200, packed, gzip.compress(STORY)),
        (1, new, new, 200, packed, gzip.compress(STORY, mtime=0)),
        (2, new, new, 200, packed, gzip.compress(STORY, mtime=0)),
        (3, new, new, 304, (), b""),
        (4, new, new, 200, html, BRIDGE),
        (5, copy, copy, 200, html, BRIDGE),
    ):
        capture = archive.keep(
            Answer(
                url=asked,
                final_url=url,
                fetched_at=AT + timedelta(days=day),
                status=status,
                headers=headers,
                payload=payload,
            )
        )
        if status == 200:
            body = "wall\n" * 80 if day < 4 else "bridge\n" * 80
            said = article(url, title=f"Day {day}", body=body, capture=capture)
            ingest(archive, said, at=capture.fetched_at)
    archive.warc.close()
    return archive


def test_pywb_replays_the_collection_and_finds_by_the_same_keys(python: Path, filled: Archive):
    asked = [
        ("20260304050607", "https://one.example/old?id=1"),
        ("20260304050607", "https://one.example/New"),
        ("20260306050607", "https://one.example/New"),  # a revisit of the same address
        ("20260307050607", "https://one.example/New"),  # the server said: not modified
        ("20260308050607", "https://one.example/New"),
        ("20260309050607", "https://one.example/copy"),  # a revisit of another address
        ("20260309050607", "https://one.example/never"),
    ]
    told = {"folder": str(filled.warc.folder), "asked": asked, "keys": KEYS}

    done = subprocess.run(
        [python, "-W", "ignore", Path(__file__).with_name("replay_with_pywb.py")],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.stdout, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    story, bridge = STORY.decode(), BRIDGE.decode()
    statuses = [status for status, _ in found["replayed"]]
    assert statuses == [301, 200, 200, 200, 200, 200, 404]
    assert [body for _, body in found["replayed"][1:6]] == [story, story, story, bridge, bridge]
    assert [search_key(url) for url in KEYS] == found["keys"]


def test_a_query_becomes_a_wacz(python: Path, filled: Archive, tmp_path: Path):
    target = tmp_path / "out.wacz"

    assert export(filled, str(target), source="one.example") == 2

    with zipfile.ZipFile(target) as package:
        names = package.namelist()
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
        index = package.read("indexes/index.cdx").decode().splitlines()
        (tmp_path / "data.warc.gz").write_bytes(package.read("archive/data.warc.gz"))
    assert names[0] == "archive/data.warc.gz"
    assert {item["url"] for item in pages[1:]} == {
        "https://one.example/New",
        "https://one.example/copy",
    }
    assert index == sorted(index)
    assert "example,one)/old?id=1 20260304050607" in index[-1]
    for tool in (
        ("wacz", "validate", "-f", str(target)),
        ("warcio", "check", str(tmp_path / "data.warc.gz")),
    ):
        program = str(python.with_name(tool[0]))
        done = subprocess.run([program, *tool[1:]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
