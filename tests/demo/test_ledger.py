"""The ledger of gaps on the demo world, counted by what the world itself says."""

import json
from collections import Counter
from datetime import UTC

from newsarchive.demo import serve
from newsarchive.demo.sites.courier import DEAD_PATH, PDF_PATH
from tests.conftest import Command
from tests.demo.test_demo import listing


def test_the_ledger_is_exact(run: Command):
    with serve() as world:
        courier, digest, landbote = (site.home for site in world.sites)
        feeds = {"courier": f"{courier}rss.xml", "digest": f"{digest}feed/"}
        stated: Counter[tuple[str, str]] = Counter()
        missing: Counter[tuple[str, str]] = Counter()
        for slug, feed in feeds.items():
            run.follow(feed, kind="rss", name=slug)
            for link in listing(feed).links:
                if link.url.startswith(f"{courier}amp/"):
                    continue  # another address of a story that stands there already
                at = link.published.when.astimezone(UTC) if link.published else None
                key = (slug, str(at.date()) if at else "undated")
                stated[key] += 1
                missing[key] += link.url.endswith((DEAD_PATH, PDF_PATH))
        # pages of links: they state nothing, and neither does the walk of a backfill
        run.follow(landbote, kind="section", name="landbote")
        fast = ("-sDOWNLOAD_DELAY=0", "-sAUTOTHROTTLE_ENABLED=0")
        run("newsarchive", "crawl", *fast, code=None)
        crawled = run("newsarchive", "gaps", "--json").stdout
        for slug in (*feeds, "landbote"):
            run("newsarchive", "backfill", slug, *fast, code=None)
        backfilled = run("newsarchive", "gaps", "--json").stdout

    for told in (crawled, backfilled):
        items = [json.loads(line) for line in told.splitlines()]
        found = {(item["source"], item["day"] or "undated"): item for item in items}
        assert {key: item["stated"] for key, item in found.items()} == stated
        assert {key: item["stated"] - item["archived"] for key, item in found.items()} == missing
        assert sum(missing.values()) == 2
        for key, item in found.items():
            assert item["gaps"] == ({"failed": missing[key]} if missing[key] else {})
