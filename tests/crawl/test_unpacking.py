"""Content-Encoding undone: whole, within bounds, or not at all."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from pathlib import Path

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.crawl.unpacking import BreaksOff, Unusable, unpack
from tests.conftest import Command
from tests.crawl.test_crawls import FAST, dumped, failed
from tests.fakes import Answer, Web, page, sentences

TEXT = b"<p>Harbour wall holds, says the council of the old town.</p>" * 40
PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstd.compress(TEXT),
}


@pytest.mark.parametrize("name", PACKED)
def test_whole_or_not_at_all(name: str):
    packed = PACKED[name]

    assert unpack(packed, [name], most=3, limit=len(TEXT)) == TEXT
    for end in range(4, len(packed)):
        with pytest.raises(BreaksOff):
            unpack(packed[:end], [name], most=3, limit=10_000)
    with pytest.raises(Unusable, match="once unpacked"):
        unpack(packed, [name], most=3, limit=len(TEXT) - 1)


def test_deflate_without_its_head():
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(TEXT) + packer.flush()

    assert unpack(packed, ["deflate"], most=3, limit=10_000) == TEXT


def test_members_are_joined_and_padding_is_passed_over():
    packed = gzip.compress(TEXT) + gzip.compress(b"more") + bytes(512)

    assert unpack(packed, ["gzip"], most=3, limit=10_000) == TEXT + b"more"


def test_nested():
    packed = brotli.compress(gzip.compress(TEXT))

    assert unpack(packed, ["gzip", "br"], most=2, limit=10_000) == TEXT
    with pytest.raises(Unusable, match="packed 2 times over; 1 are undone"):
        unpack(packed, ["gzip", "br"], most=1, limit=10_000)


@given(st.binary(max_size=200), st.sampled_from([*PACKED, "smoke"]))
def test_any_bytes_end_as_bytes_or_are_refused(body: bytes, name: str):
    with suppress(Unusable):
        assert isinstance(unpack(body, [name], most=3, limit=10_000), bytes)


def test_what_breaks_off_once_is_asked_again(run: Command, site: Web, tmp_path: Path):
    whole = gzip.compress(page("Wall holds", sentences("whole")).encode())
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    url = site.put("/a", whole, Content_Encoding="gzip")
    site.first = [Answer(whole[:-200], 200, headers)]

    run("scrapy", "crawl", "pages", "-a", f"urls={url}", *FAST[:6])

    assert set(dumped(run)) == {url}
    assert failed(tmp_path) == {}
    assert site.count("/a") == 2
