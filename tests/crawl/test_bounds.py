"""Bounds are settings, and every one of them is documented."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from pathlib import Path

import pytest

from newsarchive.config import _LIMITS, Config
from newsarchive.crawl.hosts import Hosts, HostSilent
from newsarchive.discovery import Bounds
from newsarchive.extraction.lengths import Lengths

DOCS = (Path(__file__).parents[2] / "docs" / "bounds.md").read_text()
SETTINGS = Path(__file__).parents[2] / "newsarchive" / "crawl" / "settings.py"
BOUNDS = [item.name for item in fields(Config) if item.name.startswith("max_")]


@pytest.mark.parametrize("name", BOUNDS)
def test_each_is_limited_handed_to_the_crawl_and_documented_with_its_default(name: str):
    assert name in _LIMITS
    assert f"_config.{name}" in SETTINGS.read_text()
    default = getattr(Config(base=Path()), name)
    assert f"| `{name}` | {default:,} |" in DOCS


def test_the_library_has_the_same_defaults():
    config = Config(base=Path())

    assert Bounds() == Bounds(
        unpacked_bytes=config.max_sitemap_bytes,
        entries=config.max_entries,
        sitemap_urls=config.max_sitemap_urls,
        tags=config.max_tags,
        links=config.max_links,
    )
    assert Lengths() == Lengths(
        title=config.max_title_chars,
        name=config.max_name_chars,
        authors=config.max_authors,
        categories=config.max_categories,
    )


async def _turn(hosts: Hosts) -> None:
    async with hosts["a.example"].turn():
        pass


def test_a_host_that_lets_deadlines_pass_is_given_up_and_an_answer_forgives():
    async def play() -> None:
        hosts = Hosts(limit=2, delay=0, max_timeouts=2)
        host = hosts["a.example"]
        host.missed()
        host.heard(200)
        host.missed()
        await _turn(hosts)
        host.missed()
        with pytest.raises(HostSilent, match="2 times in a row"):
            await _turn(hosts)

    asyncio.run(play())
